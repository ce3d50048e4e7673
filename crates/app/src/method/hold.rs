//! Noting that a method was used as planned, or correcting what was noted; what is sealed of it is sealed here.

use super::given::GivenHeld;
use super::home::Home;
use super::{FIELD, KIND, about, load, right};
use crate::{Act, Error, Prep, Prepared, Right, version};
use domain::method::{Held, MethodRecord, Point, SealedNotes, Setting};
use domain::permission::Action;
use kernel::{EngagementId, Message, MethodRecordId};
use store::Changes;

/// Notes that it was held, and what was learnt.
#[derive(Clone, Debug)]
pub struct HoldMethod {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which record.
    pub record: MethodRecordId,
    /// The version its form was made from.
    pub version: Option<i64>,
    /// As it was.
    pub held: GivenHeld,
}

impl Act for HoldMethod {
    const NAME: &'static str = "method-hold";
    type Done = ();

    fn right(&self) -> Right {
        right(Action::MethodWrite, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = load(prep, self.engagement, self.record).await?;
        version::must_be_read(prep, &old, self.version).await?;
        let home = Home::load(prep, self.engagement).await?;
        let mut changes = about(&old);
        let held = noted(prep, &mut changes, &home, (&old, &self.held)).await?;
        let new = old.value.clone().hold(held, prep.today(), &home.rules)?;
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// What was held as it is kept: read, admitted, sealed where the rule of its method says so.
pub(super) async fn noted(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    home: &Home,
    (record, given): (&MethodRecord, &GivenHeld),
) -> Result<Held, Error> {
    let (mut setting, points) = given.read(home.engagement.unit)?;
    home.admit(prep, &setting).await?;
    home.no_clash(prep, (Some(record.id), &setting), true).await?;
    let people = given.people(setting.met.len());
    let rule = home.rules.of(&record.plan.method);
    if rule.is_some_and(|rule| rule.people_named) && setting.met.is_empty() {
        return Err(Error::field("met", Message::new("method-nobody-met")));
    }
    let entered = prep.ctx.at;
    let Some(rule) = rule.filter(|rule| rule.notes_sealed) else {
        return Ok(Held { setting, people, points, sealed: None, entered });
    };
    let met = if rule.people_sealed { std::mem::take(&mut setting.met) } else { Vec::new() };
    seal(prep, changes, record, (setting, people), SealedNotes { met, points }).await
}

async fn seal(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    record: &MethodRecord,
    (setting, people): (Setting, u32),
    notes: SealedNotes,
) -> Result<Held, Error> {
    let json = serde_json::to_vec(&notes).map_err(|error| Error::Internal(error.to_string()))?;
    let sealed = prep.seal_in(record.engagement, (KIND, record.id.into(), FIELD), &json).await?;
    let reference = sealed.reference();
    changes.seal(sealed);
    let points: Vec<Point> = Vec::new();
    Ok(Held { setting, people, points, sealed: Some(reference), entered: prep.ctx.at })
}
