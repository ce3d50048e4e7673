//! Clues (D4, D5, D8, H6): facts about a person on their way to the body with power to act.
//!
//! The leader and the inspectors they name draft, grade and propose; the office files, has routes approved, hands over
//! by two people; the receiver signs and reports. What a clue says is sealed with its engagement's own key and opened
//! by [`App::open_clue`] alone, for a reason that is traced first. Everything typed beside it is held against the names
//! in it ([`names_nobody`]), so that none slips into the journal. Nothing here investigates: there is no such act.

mod approve;
mod attach;
mod balance;
mod body;
mod collected;
mod draft;
mod file;
mod hand_over;
mod import;
mod letter;
mod name;
mod read;
mod receive;
mod route;
mod usual;

pub(crate) use approve::{decided, may_be_decided_here, may_be_recorded, version};
pub use attach::AttachToClue;
pub(crate) use balance::{COUNT, next_count};
pub use balance::{ClueSheet, ClueSheetLine};
pub(crate) use body::names_nobody;
pub use body::{GivenBody, GivenSubject, OpenedClue, OpenedSubject};
pub use collected::{CollectedLine, CollectedPart, HandOverCollected};
pub use draft::{DraftClue, DraftedClue, GivenFrame, GradeClue, ReviseClue};
pub use file::{FileClues, PassClues, SendBackClue, WithdrawClue};
pub use hand_over::{HandOverClue, HandedOver};
pub use import::{ClueCounts, CluePreview, ImportClues, ImportedClues, PreviewedClue, PreviewedRoute};
pub use letter::CluePaper;
pub use name::{EndNaming, NameInspector, NamedInspector};
pub use read::{ClueLine, CluePage, EngagementClues, Proposal, RulesOfClues};
pub use receive::{
    NoteOutcome, NoteReceipt, OpenedTransfer, ReceivedLine, RemindReceivers, ReportOutcome, SignReceipt,
};
pub use route::{AskLevel, ChosenRoute, RouteClue};
pub use store::clue::{Filter as ClueFilter, NightlyBalance};
pub use usual::Usual;

use crate::{Error, Prep};
use domain::Refusal;
use domain::clue::Clue;
use domain::permission::compartment::{self, FILED_CLUES};
use kernel::EngagementId;
use kernel::id::ClueId;
use store::changes::Chain;
use store::{Changes, Stored, clue as clues};

/// A clue's number, which says nothing about anyone.
pub(crate) async fn number(prep: &mut Prep<'_>, id: ClueId) -> Result<String, Error> {
    Ok(find(prep, id).await?.value.number)
}

/// A clue, for an act that has shown its actor's sight of it or is about to.
async fn find(prep: &mut Prep<'_>, id: ClueId) -> Result<Stored<Clue>, Error> {
    clues::get(&mut prep.conn, id).await?.ok_or(Error::NotFound)
}

/// Changes of one clue, in its engagement's chain.
fn about(clue: &Clue) -> Changes {
    Changes::about("clue", clue.id, clue.number.clone()).in_chain(Chain::Engagement(clue.engagement))
}

/// Whether the actor sees an engagement's clues: as its leader, or named by them.
async fn must_see_own(prep: &mut Prep<'_>, engagement: EngagementId) -> Result<(), Error> {
    let viewer = prep.ctx.viewer()?;
    let own = compartment::clues(engagement);
    clues::sight(&mut prep.conn, &viewer, &own).await?.ok_or(Error::NotFound).map(|_| ())
}

/// A clue of an engagement, for whoever works on it there.
async fn in_teams_hand(
    prep: &mut Prep<'_>,
    engagement: EngagementId,
    id: ClueId,
) -> Result<Stored<Clue>, Error> {
    must_see_own(prep, engagement).await?;
    let clue = find(prep, id).await?;
    if clue.engagement == engagement { Ok(clue) } else { Err(Error::NotFound) }
}

/// A clue that was passed to the office, for its keeper.
async fn in_offices_hand(prep: &mut Prep<'_>, id: ClueId) -> Result<Stored<Clue>, Error> {
    let viewer = prep.ctx.viewer()?;
    clues::sight(&mut prep.conn, &viewer, FILED_CLUES).await?.ok_or(Error::NotFound)?;
    let clue = find(prep, id).await?;
    if clue.passed.is_some() { Ok(clue) } else { Err(Error::NotFound) }
}

/// A clue for whoever has it now: its team, and once it is passed the office.
async fn in_hand(prep: &mut Prep<'_>, engagement: EngagementId, id: ClueId) -> Result<Stored<Clue>, Error> {
    let viewer = prep.ctx.viewer()?;
    let clue = clues::view(&mut prep.conn, &viewer, id).await?.ok_or(Error::NotFound)?;
    if clue.engagement != engagement {
        return Err(Error::NotFound);
    }
    if clue.passed.is_some() {
        let keeper = clues::sight(&mut prep.conn, &viewer, FILED_CLUES).await?;
        return keeper.map(|_| clue).ok_or_else(|| Refusal::new("clue-with-office").into());
    }
    must_see_own(prep, engagement).await?;
    Ok(clue)
}

/// Letters and digits that nobody takes for one another.
const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many of them a number has.
const LENGTH: usize = 6;

/// A number that tells neither who nor how many: by chance, and not in use.
pub(crate) async fn new_number(prep: &mut Prep<'_>, series: &str) -> Result<String, Error> {
    loop {
        let mut bytes = [0_u8; LENGTH];
        prep.app.rng().fill(&mut bytes);
        let letter = |byte: &u8| ALPHABET.get(usize::from(*byte) % ALPHABET.len()).copied().map(char::from);
        let code: String = bytes.iter().filter_map(letter).collect();
        let number = format!("{series}-{code}");
        if !clues::is_taken(&mut prep.conn, &number).await? {
            return Ok(number);
        }
    }
}
