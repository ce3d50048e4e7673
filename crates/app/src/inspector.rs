//! The inspector pool (A5): importing it, its list and profiles, and what the office changes in it.
//!
//! What people declared of relatives is sealed at the door. Opening it for a reader takes a stated reason and is
//! traced before anything is shown. Every act that changes what recusal looks at checks the person's teams again.

mod change;
mod export;
mod import;
mod link;
mod read;

pub use change::{AddTraining, ChangeInspector, DeclareRelatives};
pub use import::{ImportInspectors, ImportedInspectors, PoolCounts};
pub use link::LinkAccount;
pub use read::{InspectorPage, OpenedRelatives, Service};
pub use store::inspector::{PoolFilter, Pooled, Training};

use crate::recusal::recheck_person;
use crate::{Error, Prep};
use domain::inspector::{Profile, Relatives};
use domain::team::Member;
use kernel::PersonId;
use store::changes::NewSealed;
use store::{Changes, Stored, inspector as inspectors};

/// The field of an inspector's record that relatives are sealed for.
const RELATIVES: &str = "relatives";

/// Seals what was declared; nothing when nobody was asked.
async fn seal_relatives(
    prep: &mut Prep<'_>,
    person: PersonId,
    relatives: &Relatives,
) -> Result<Option<NewSealed>, Error> {
    if *relatives == Relatives::NotAsked {
        return Ok(None);
    }
    let json = serde_json::to_vec(relatives).map_err(|e| Error::Internal(e.to_string()))?;
    prep.seal("inspector", person, RELATIVES, &json).await.map(Some)
}

/// The inspector an act is about.
async fn find(prep: &mut Prep<'_>, id: PersonId) -> Result<Stored<Pooled>, Error> {
    inspectors::get(&mut prep.conn, id).await?.ok_or(Error::NotFound)
}

/// Writes a changed inspector and checks their teams again. Returns the places they lost.
async fn put(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    old: &Stored<Pooled>,
    (new, profile): (&Pooled, &Profile),
) -> Result<Vec<Member>, Error> {
    changes.update(old, new)?;
    let ground = prep.app.ground(&mut prep.conn).await?;
    recheck_person(prep, changes, &ground, (new, profile)).await
}
