//! The register of petitions (C13): taking them in, screening, handling, referring, answering, closing; likely duplicates
//! (H7), the team's incidents (B8) and the nightly balance (H6).
//!
//! A petition belongs to an engagement and is read by its team. The office reads envelopes. Who wrote one is sealed
//! under the engagement's own key and opened by [`crate::App::open_identity`] alone: right, reason, trace, ten minutes.
//! Labels and reasons in the journal hold numbers and days, never what a petition says.

mod balance;
mod export;
mod facts;
mod handle;
mod identity;
mod import;
mod incident;
mod likely;
mod merge;
mod online;
mod read;
mod refer;
mod refer_paper;
mod register;
mod screen;

pub(crate) use balance::{BALANCE, next_balance};
pub use balance::{BalanceLine, Balances};
pub use handle::{AnswerPetition, ClosePetition, HandlePetition, How, ReopenPetition};
pub use identity::{EndRegistrar, NameRegistrar, OpenedIdentity, TeamAccount};
pub use import::{
    ImportPetitions, ImportedPetitions, PetitionCounts, PetitionDetails, PetitionPreview, PlacedRow,
    PreviewPair, ProposedRow,
};
pub use incident::{EndIncident, IncidentPage, NoteIncident, RaiseIncident, RaisedIncident, TellUnit};
pub(crate) use likely::COMPARE;
pub use likely::Common;
pub use merge::{CompareAgain, KeepApart, MergePetitions, UnmergePetition};
pub use online::{OnlineSaid, OnlineTalk, ReplyOnline, TakeOnlineReports, TakenReports};
pub(crate) use read::unit_names;
pub use read::{Alike, Desk, EnvelopeRow, ListRow, PairToLook, PetitionList, PetitionPage, Related, Twins};
pub use refer::{AnswerReferral, NoteOutcome, NoteReceipt, ReferPetition, SignReferral};
pub use refer_paper::{CheckReferral, RecordReferral, WithdrawReferralRecord};
pub use register::{
    CorrectPetition, Entry, RegisterPetition, RegisteredPetition, RetractPetition, Told, WithdrawPetition,
};
pub use screen::{MadeClaim, ScreenPetition, SplitClaim};
pub use store::petition::{Filter as PetitionFilter, KeptIncident, OfficeIncident};

use crate::deadline::{self, About};
use crate::version::must_be_read;
use crate::{Error, Prep};
use domain::permission::compartment;
use domain::petition::{Petition, Standing};
use kernel::{Day, EngagementId, PetitionId};
use store::changes::{Chain, NewJob};
use store::{Changes, Stored, petition as petitions};

/// Kind of the record, in places of sealed values and deadlines.
const KIND: &str = "petition";

/// A petition of an engagement, in the version its form was made from.
async fn find(
    prep: &mut Prep<'_>,
    engagement: EngagementId,
    id: PetitionId,
    version: Option<i64>,
) -> Result<Stored<Petition>, Error> {
    let found = petitions::get(&mut prep.conn, id).await?;
    let found = found.filter(|p| p.engagement == engagement).ok_or(Error::NotFound)?;
    must_be_read(prep, &found, version).await?;
    Ok(found)
}

/// Changes about a petition, in its engagement's chain.
fn about(petition: &Petition) -> Changes {
    let changes = Changes::about(KIND, petition.id, petition.number.clone());
    changes.in_chain(Chain::Engagement(petition.engagement))
}

/// What a petition's deadlines are about.
fn deadline_of(petition: &Petition) -> About {
    About {
        kind: KIND,
        id: petition.id.into(),
        label: petition.number.clone(),
        compartment: compartment::work(petition.engagement),
    }
}

/// Ends deadlines of a petition, and starts those that are counted from an event.
async fn clock(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    petition: &Petition,
    met: &[&str],
    event: Option<(&str, Day)>,
) -> Result<(), Error> {
    if !met.is_empty() {
        deadline::meet(prep, changes, (KIND, petition.id.into()), met).await?;
    }
    if let Some(event) = event {
        deadline::begin(prep, changes, event, &deadline_of(petition)).await?;
    }
    Ok(())
}

/// What begins again from today for a petition that stands open once more.
async fn begin_again(prep: &mut Prep<'_>, changes: &mut Changes, petition: &Petition) -> Result<(), Error> {
    let event = match petition.standing() {
        Standing::Registered => Some("registered"),
        Standing::In => Some("taken_in"),
        Standing::Out => Some("left_out"),
        _ => None,
    };
    let today = prep.today();
    clock(prep, changes, petition, &[], event.map(|event| (event, today))).await
}

/// Has the worker compare the petitions of an engagement.
fn compare(changes: &mut Changes, prep: &Prep<'_>, engagement: EngagementId) {
    let payload = engagement.to_string();
    changes.queue(NewJob { kind: COMPARE, payload, due: prep.ctx.at });
}
