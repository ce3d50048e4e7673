//! Two uses of a method that cannot be at the same time: one person in two places, two groups in one room.

use super::{MethodRecord, Setting, Times};
use kernel::id::{MethodRecordId, PersonId};

/// What two records share at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared {
    /// An inspector.
    Inspector(PersonId),
    /// Somebody who is met, by name.
    Met(String),
    /// The room or place.
    Place(String),
}

/// A record that is in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The record.
    pub record: MethodRecordId,
    /// Its number.
    pub number: String,
    /// When it is.
    pub times: Times,
    /// What both need.
    pub shared: Shared,
}

/// Everything among `others` that cannot be at the same time as `plan`: records that are planned or held, the one with
/// the id `own` left out. Records of a whole day, without hours, clash with none: nobody said when.
pub fn clashes<'r>(
    plan: &Setting,
    own: Option<MethodRecordId>,
    others: impl IntoIterator<Item = &'r MethodRecord>,
) -> Vec<Clash> {
    let standing = others.into_iter().filter(|other| other.withdrawn.is_none() && Some(other.id) != own);
    standing.flat_map(|other| shared(plan, other)).collect()
}

fn shared(plan: &Setting, other: &MethodRecord) -> Vec<Clash> {
    let there = other.setting();
    if !plan.times.overlap(&there.times) {
        return Vec::new();
    }
    let inspectors = plan.inspectors.iter().filter(|one| there.inspectors.contains(one));
    let inspectors = inspectors.map(|one| Shared::Inspector(*one));
    let met = plan.met.iter().filter(|one| there.met.iter().any(|other| other.is(one)));
    let met = met.map(|one| Shared::Met(one.name.clone()));
    let same_place = !plan.place.is_empty() && plan.place == there.place && plan.unit == there.unit;
    let place = same_place.then(|| Shared::Place(plan.place.clone()));
    let clash = |shared| Clash { record: other.id, number: other.number.clone(), times: there.times, shared };
    inspectors.chain(met).chain(place).map(clash).collect()
}
