//! The findings behind a problem (G4): the team's own record, in its work compartment, which no unit's reader reaches.

use super::{Tie, about, drafting};
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::feedback::draft::Key;
use domain::permission::{Action, Scope};
use kernel::{EngagementId, FeedbackId, FindingId, RecordId};
use serde::Deserialize;
use store::{feedback as feedbacks, unit as units};

/// Says which findings stand behind a problem, instead of those said before.
#[derive(Clone, Debug, Deserialize)]
pub struct TieFindings {
    /// The engagement.
    pub engagement: EngagementId,
    /// The list.
    pub feedback: FeedbackId,
    /// The problem.
    pub problem: Key,
    /// The findings.
    pub findings: Vec<FindingId>,
}

impl Act for TieFindings {
    const NAME: &'static str = "feedback-tie";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::FeedbackTie, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let list = drafting(prep, (self.engagement, self.feedback)).await?;
        if list.draft.problem(self.problem).is_none() {
            return Err(Refusal::new("feedback-draft-no-such-problem").into());
        }
        let label = units::get(&mut prep.conn, list.unit).await?.map(|u| u.value.name).unwrap_or_default();
        let mut changes = about(self.feedback, self.engagement, label);
        let mut findings = self.findings.clone();
        findings.sort_unstable();
        findings.dedup();
        match feedbacks::tie(&mut prep.conn, self.feedback, self.problem).await? {
            Some(old) => changes.update(&old, &Tie { findings, ..old.value.clone() })?,
            None => changes.insert(&Tie {
                id: RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng())),
                feedback: self.feedback,
                engagement: self.engagement,
                problem: self.problem,
                findings,
            })?,
        }
        Ok(Prepared { changes, done: () })
    }
}
