//! The organisation tree: importing it, entering and changing units, and the reads of its pages (A1).

mod change;
mod enter;
mod export;
mod history;
mod import;
mod read;
mod sources;

pub use change::{AbolishUnit, MergeUnits, MoveUnit, RenameUnit, SplitUnit};
pub use enter::{AddAlias, ChangeUnit, EnterUnit, EnteredUnit, HeadFields, RemoveAlias, UnitFields};
pub use history::{Difference, UnitVersion};
pub use import::{Columns, ImportOptions, ImportUnits, ImportedUnits, TermUpload, UnitCounts, UnitPreview};
pub(crate) use import::{check_together, read_terms};
pub use read::{UnitInspection, UnitPage, UnitTotals};
pub(crate) use sources::with_rounds;
pub use store::unit::{Ancestor, Branch, Filter as UnitFilter, Light as UnitLight, STANDINGS, standing};

use crate::{Error, Prep};
use domain::organisation::{Tree, Unit};
use kernel::UnitId;
use store::changes::{Aside, Changes};
use store::{Record, Stored, unit as units};

/// Where the units of a kind, and of a standing, are counted; kept by every act that makes or ends units.
fn counters(unit: &Unit) -> [String; 2] {
    let standing = units::standing(&unit.state);
    let kind = unit.kind.as_ref().map_or("", |kind| kind.as_str());
    [format!("unit:{standing}"), format!("unit:{standing}:{kind}")]
}

/// How counters change, gathered over an act.
#[derive(Default)]
struct Counts(std::collections::BTreeMap<String, i64>);

impl Counts {
    fn step(&mut self, before: Option<&Unit>, after: &Unit) {
        // The root is the committee, not one of its units.
        if after.parent.is_none() {
            return;
        }
        for name in before.map(counters).into_iter().flatten() {
            *self.0.entry(name).or_default() -= 1;
        }
        for name in counters(after) {
            *self.0.entry(name).or_default() += 1;
        }
    }

    fn write(self, changes: &mut Changes) {
        for (name, by) in self.0.into_iter().filter(|(_, by)| *by != 0) {
            changes.aside(Aside::Count { name, by });
        }
    }
}

/// Writes a changed unit and its counters.
fn put(changes: &mut Changes, old: &Stored<Unit>, new: &Unit) -> Result<(), Error> {
    changes.update(old, new)?;
    let mut counts = Counts::default();
    counts.step(Some(old), new);
    counts.write(changes);
    Ok(())
}

/// A unit as it stands, for an act on it. `version` is the one its form was made from: another one is a conflict
/// that the person is told of at once, with what they typed still on the page.
async fn find(prep: &mut Prep<'_>, id: UnitId, version: Option<i64>) -> Result<Stored<Unit>, Error> {
    let found = units::get(&mut prep.conn, id).await?.ok_or(Error::NotFound)?;
    if version.is_some_and(|version| version != found.version) {
        return Err(conflict(prep, id).await?);
    }
    Ok(found)
}

async fn conflict(prep: &mut Prep<'_>, id: UnitId) -> Result<Error, Error> {
    let last = store::commit::last_change(&mut prep.conn, Unit::KIND, id.into()).await?;
    Ok(Error::Conflict { kind: Unit::KIND, id: id.into(), last })
}

/// The tree of active units.
async fn tree(prep: &mut Prep<'_>) -> Result<Tree, Error> {
    Ok(Tree::new(units::shape(&mut prep.conn).await?))
}

/// Names of the active units under a parent, without one unit.
async fn names_below(
    prep: &mut Prep<'_>,
    parent: Option<UnitId>,
    without: UnitId,
) -> Result<Vec<String>, Error> {
    let Some(parent) = parent else { return Ok(Vec::new()) };
    let below = units::below(&mut prep.conn, parent).await?;
    Ok(below.into_iter().filter(|unit| unit.id != without).map(|unit| unit.value.name).collect())
}
