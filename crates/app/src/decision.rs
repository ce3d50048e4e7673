//! Decisions (A7): made in the decider's own session with the password entered again, or recorded from paper and
//! checked by a second person. Equal in effect; when a paper one takes it is a ruleset.
//!
//! A decision is about a round's plan or a team's authorisation; one sitting of the leading group answers several at
//! once. What follows from it is written by the same act, through [`carry_out`].

mod check;
mod paper;
mod read;
mod session;
mod withdraw;

pub use check::{CheckCluePaper, CheckPaper};
pub use paper::RecordFromPaper;
pub use read::DecisionPage;
pub use session::Decide;
pub use store::decision::{Decided, Subject};
pub use withdraw::{WithdrawClueRecord, WithdrawRecord};

use crate::round::engagements_of;
use crate::{Error, Prep, authorisation, clue, matter};
use domain::decision::Clerk;
use kernel::id::{ClueId, MatterId};
use kernel::{Day, DecisionId, Lang, PersonId, RecordId, RoundId};
use serde::{Deserialize, Serialize};
use store::{
    Changes, account as accounts, authorisation as authorisations, inspector as inspectors, round as rounds,
    ruleset as rulesets,
};

/// A record that waits for the leading group's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Of which kind it is.
    pub about: Subject,
    /// The record.
    pub id: RecordId,
}

/// An answer that takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// The decision.
    pub(crate) decision: DecisionId,
    /// Yes or no.
    pub(crate) approved: bool,
    /// The day of the decision: what is issued by it carries its year.
    pub(crate) on: Day,
    /// The version of the record that was decided on, where that matters.
    pub(crate) seen: Option<i64>,
}

/// The decisions an act made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeDecisions {
    /// One a question, in the order given.
    pub decisions: Vec<DecisionId>,
    /// Whether they have effect already.
    pub in_effect: bool,
}

/// The account that acts, with the person behind it. An account no inspector is tied to stands for a person of its own.
pub(crate) async fn clerk(prep: &mut Prep<'_>) -> Result<Clerk, Error> {
    let user = prep.ctx.signed()?.account;
    let inspector = inspectors::by_account(&mut prep.conn, user).await?;
    Ok(Clerk { user, person: inspector.map_or(PersonId(user.0), |i| i.person) })
}

/// What a question is called in the journal and in lists.
async fn label(prep: &mut Prep<'_>, question: Question) -> Result<String, Error> {
    match question.about {
        Subject::Round => {
            let round = rounds::get(&mut prep.conn, RoundId(question.id.0)).await?;
            Ok(round.ok_or(Error::NotFound)?.value.name)
        }
        Subject::Authorisation => {
            let paper = authorisations::get(&mut prep.conn, question.id).await?.ok_or(Error::NotFound)?;
            authorisation::label(&mut prep.conn, &paper).await
        }
        Subject::Ruleset => {
            let draft = rulesets::get(&mut prep.conn, question.id).await?.ok_or(Error::NotFound)?;
            Ok(crate::ruleset::label(draft.kind, draft.value.version, Lang::default()))
        }
        // A referral is decided by its own act, which holds what is referred where.
        Subject::Petition => Err(Error::NotFound),
        Subject::Feedback => {
            let id = kernel::FeedbackId(question.id.0);
            let found = store::feedback::get(&mut prep.conn, id).await?.ok_or(Error::NotFound)?;
            crate::feedback::label(prep, &found).await
        }
        Subject::Item => crate::rectification::item_label(prep, question.id).await,
        Subject::Measure => crate::rectification::measure_label(prep, question.id).await,
        Subject::Reminder => crate::rectification::reminder_label(prep, question.id).await,
        Subject::Clue => clue::number(prep, ClueId(question.id.0)).await,
        Subject::Matter => matter::number(prep, MatterId(question.id.0)).await,
    }
}

/// Writes what follows from an answer.
async fn carry_out(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    question: Question,
    verdict: Verdict,
) -> Result<(), Error> {
    match question.about {
        Subject::Petition => Err(Error::NotFound),
        Subject::Ruleset => crate::ruleset::decided(prep, changes, question.id, verdict).await,
        Subject::Feedback => {
            crate::feedback::decided(prep, changes, kernel::FeedbackId(question.id.0), verdict).await
        }
        Subject::Item => crate::rectification::annulled(prep, changes, question.id, verdict).await,
        Subject::Measure => crate::rectification::moved(prep, changes, question.id, verdict).await,
        Subject::Reminder => crate::rectification::reminded(prep, changes, question.id, verdict).await,
        Subject::Clue => clue::decided(prep, changes, ClueId(question.id.0), verdict).await,
        Subject::Matter => matter::decided(prep, changes, MatterId(question.id.0), verdict).await,
        Subject::Authorisation => {
            let paper = authorisations::get(&mut prep.conn, question.id).await?.ok_or(Error::NotFound)?;
            authorisation::decided(prep, changes, &paper, verdict).await
        }
        Subject::Round => {
            let round = rounds::get(&mut prep.conn, RoundId(question.id.0)).await?.ok_or(Error::NotFound)?;
            if !verdict.approved {
                changes.relies_on(&round);
                return Ok(());
            }
            let engagements = engagements_of(prep, round.id).await?;
            let approved = round.value.clone().approve(verdict.decision, engagements)?;
            changes.update(&round, &approved)?;
            Ok(())
        }
    }
}

/// The version of the text that is decided on; of records whose decision speaks of no text, none.
async fn seen(prep: &mut Prep<'_>, question: Question) -> Result<Option<i64>, Error> {
    match question.about {
        Subject::Ruleset => Ok(rulesets::get(&mut prep.conn, question.id).await?.map(|r| r.version)),
        Subject::Feedback => {
            let id = kernel::FeedbackId(question.id.0);
            Ok(store::feedback::get(&mut prep.conn, id).await?.map(|f| f.version))
        }
        Subject::Clue => clue::version(prep, ClueId(question.id.0)).await.map(Some),
        Subject::Round
        | Subject::Authorisation
        | Subject::Petition
        | Subject::Item
        | Subject::Measure
        | Subject::Reminder
        | Subject::Matter => Ok(None),
    }
}

/// Refuses, before anything is recorded, what could not be carried out: an answer on paper to a question that is
/// settled or not ready would wait for a check in vain.
async fn rehearse(prep: &mut Prep<'_>, question: Question, verdict: Verdict) -> Result<(), Error> {
    let mut unwritten = Changes::default();
    carry_out(prep, &mut unwritten, question, verdict).await
}

/// The name of the account that acts.
pub(crate) async fn own_name(prep: &mut Prep<'_>) -> Result<String, Error> {
    let user = prep.ctx.signed()?.account;
    Ok(accounts::get(&mut prep.conn, user).await?.ok_or(Error::NotFound)?.value.name)
}
