//! Methods of understanding (C1 to C12): planned, held, recorded and checked by the team.
//!
//! What a record must hold, `domain::method` says; here it is loaded, held against the team's members, its window and what
//! else is at the same time. What is sealed of a talk is opened by the leader and by whoever held it, for a reason that is
//! traced first. Called by pages, API and the page of focus points.

mod check;
mod enter;
mod given;
mod hold;
mod home;
mod matrix;
mod open;
mod read;

pub use check::{CheckMethod, WithdrawMethod};
pub use enter::{EnterMethod, EnteredMethod, ReplanMethod};
pub use given::{GivenHeld, GivenPlan, GivenSetting};
pub use hold::HoldMethod;
pub use matrix::{MethodCell, MethodMatrix, MethodMatrixLine};
pub use open::OpenedMethod;
pub use read::{MethodCount, MethodLine, MethodList, MethodPage, MethodRegister, MethodStart, Person};
pub use store::method::Filter as MethodFilter;

use crate::{Error, Prep, Right};
use domain::method::MethodRecord;
use domain::permission::{Action, Scope};
use kernel::{EngagementId, MethodRecordId};
use store::changes::Chain;
use store::{Changes, Stored, method as methods};

/// The kind of record, as journal and evidence name it.
pub(crate) const KIND: &str = "method_record";
/// The field that what was learnt is sealed for.
const FIELD: &str = "notes";

/// The right to something in an engagement.
const fn right(action: Action, engagement: EngagementId) -> Right {
    Right::Needs(action, Scope::One(engagement.0))
}

/// A record of an engagement that the actor sees. One of another engagement is not found, whoever asks.
async fn load(
    prep: &mut Prep<'_>,
    engagement: EngagementId,
    id: MethodRecordId,
) -> Result<Stored<MethodRecord>, Error> {
    let viewer = prep.ctx.viewer()?;
    let found = methods::view(&mut prep.conn, &viewer, id).await?;
    found.filter(|record| record.engagement == engagement).ok_or(Error::NotFound)
}

/// Changes about a record; its number is all that the journal names of it.
fn about(record: &MethodRecord) -> Changes {
    let chain = Chain::Engagement(record.engagement);
    Changes::about(KIND, record.id, record.number.clone()).in_chain(chain)
}
