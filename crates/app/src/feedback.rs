//! Feedback (E1, E4): a paper becomes a list that people correct, is taken, approved, and told to the unit's head and
//! then to its leading body; from that day the clocks run and every problem is an item of the ledger.
//!
//! The approval is a decision like any other ([`crate::decision`]). Which findings stand behind a problem is the team's
//! own record and reaches no reader of the unit. What the unit owes by day afterwards are deadlines, met by what it
//! hands in ([`SubmitPaper`]).

mod correct;
mod hand_over;
mod import;
mod read;
mod submit;
mod tie;

pub use correct::{CorrectFeedback, Correction, TakeFeedback};
pub use domain::feedback::draft::{Draft, Key};
pub use domain::feedback::{Delivery, Feedback, State as FeedbackState};
pub use hand_over::{Signature, TellBody, TellHead, WithdrawFeedback};
pub use import::{FeedbackCounts, FeedbackPreview, FoundProblem, ImportFeedback, ImportedFeedback};
pub use read::{DraftPage, FeedbackLine, FeedbackPage};
pub use store::feedback::{DraftStanding, Drafting, Submission, Tie};
pub use submit::SubmitPaper;
pub(crate) use tie::lists_for;
pub use tie::{ListFinding, TieFindings};

use crate::decision::Verdict;
use crate::{Error, Prep};
use domain::engagement::Kept;
use kernel::{EngagementId, FeedbackId};
use store::changes::Chain;
use store::{Changes, Stored, engagement as engagements, feedback as feedbacks, unit as units};

/// The engagement that a list belongs to, if it stands.
async fn engagement(prep: &mut Prep<'_>, id: EngagementId) -> Result<Stored<Kept>, Error> {
    let found = engagements::get(&mut prep.conn, id).await?;
    found.filter(|e| e.withdrawn.is_none()).ok_or(Error::NotFound)
}

/// A list being corrected, of the engagement that the act names.
async fn drafting(
    prep: &mut Prep<'_>,
    (engagement, id): (EngagementId, FeedbackId),
) -> Result<Stored<Drafting>, Error> {
    let found = feedbacks::draft(&mut prep.conn, id).await?;
    found.filter(|d| d.engagement == engagement).ok_or(Error::NotFound)
}

/// A list that was taken, of the engagement that the act names.
async fn taken(
    prep: &mut Prep<'_>,
    (engagement, id): (EngagementId, FeedbackId),
) -> Result<Stored<Feedback>, Error> {
    let found = feedbacks::get(&mut prep.conn, id).await?;
    found.filter(|f| f.engagement == engagement).ok_or(Error::NotFound)
}

/// What a feedback is called in the journal: its unit.
pub(crate) async fn label(prep: &mut Prep<'_>, feedback: &Feedback) -> Result<String, Error> {
    Ok(units::get(&mut prep.conn, feedback.unit).await?.map(|u| u.value.name).unwrap_or_default())
}

/// Changes about a feedback, in the chain of its engagement.
fn about(id: FeedbackId, engagement: EngagementId, label: impl Into<String>) -> Changes {
    Changes::about("feedback", id, label).in_chain(Chain::Engagement(engagement))
}

/// Carries the leading group's answer out: a yes approves the list as it was taken; a no is only noted.
pub(crate) async fn decided(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    id: FeedbackId,
    verdict: Verdict,
) -> Result<(), Error> {
    let old = feedbacks::get(&mut prep.conn, id).await?.ok_or(Error::NotFound)?;
    let draft = feedbacks::draft(&mut prep.conn, id).await?;
    if draft.is_some_and(|draft| draft.standing == DraftStanding::Open) {
        return Err(domain::Refusal::new("feedback-corrected-since").into());
    }
    if !verdict.approved {
        changes.relies_on(&old);
        return Ok(());
    }
    let new = old.value.clone().approve(verdict.decision)?;
    changes.update(&old, &new)?;
    Ok(())
}

/// The matter of the day by which a unit is told after its report was approved.
pub(crate) const TO_BE_HANDED_OVER: &str = "feedback";

/// Whether a kind of matter is a paper that the unit hands in, and not a period that only runs.
pub fn is_paper(matter: &str) -> bool {
    matches!(
        matter,
        "rectification_plan" | "rectification_progress" | "rectification_report" | "rectification_meeting"
    )
}
