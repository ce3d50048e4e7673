//! Whoever recorded a paper by mistake takes the record back before the second person has looked.

use super::{MadeDecisions, Subject, clerk};
use crate::{Act, Error, Prep, Prepared, Right, deadline};
use domain::Refusal;
use domain::permission::{Action, Scope};
use kernel::DecisionId;
use serde::Deserialize;
use store::{Changes, decision as decisions};

/// Takes the records of one paper back.
#[derive(Clone, Debug, Deserialize)]
pub struct WithdrawRecord {
    /// The decisions of the paper.
    pub decisions: Vec<DecisionId>,
    /// Why.
    pub reason: String,
}

impl Act for WithdrawRecord {
    const NAME: &'static str = "decision-withdraw";
    type Done = MadeDecisions;

    fn right(&self) -> Right {
        Right::Needs(Action::DecisionRecord, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<MadeDecisions>, Error> {
        self.withdraw(prep, false).await
    }
}

/// The same about clues, by their keeper.
#[derive(Clone, Debug, Deserialize)]
pub struct WithdrawClueRecord(pub WithdrawRecord);

impl Act for WithdrawClueRecord {
    const NAME: &'static str = "clue-decision-withdraw";
    type Done = MadeDecisions;

    fn right(&self) -> Right {
        Right::Needs(Action::ClueFile, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<MadeDecisions>, Error> {
        self.0.withdraw(prep, true).await
    }
}

impl WithdrawRecord {
    async fn withdraw(&self, prep: &mut Prep<'_>, clues: bool) -> Result<Prepared<MadeDecisions>, Error> {
        let (by, today) = (clerk(prep).await?, prep.today());
        let mut changes: Option<Changes> = None;
        for id in &self.decisions {
            let old = decisions::get(&mut prep.conn, *id).await?;
            let old = old.filter(|d| (d.about == Subject::Clue) == clues).ok_or(Error::NotFound)?;
            if clues {
                let words = [("reason", self.reason.as_str())];
                crate::clue::names_nobody(prep, kernel::id::ClueId(old.subject.0), &words).await?;
            }
            let decision = old.decision.clone().withdraw(by, today, self.reason.trim().to_owned())?;
            let changes = changes.get_or_insert_with(|| {
                Changes::about(old.about.kind(), old.subject, old.label.clone()).because(self.reason.trim())
            });
            let new = decisions::Decided { decision, ..old.value.clone() };
            changes.update(&old, &new)?;
            // What was taken back waits for nobody's check.
            deadline::end(prep, changes, (super::check::deadline_kind(old.about), old.decision.id.into()))
                .await?;
        }
        let changes = changes.ok_or_else(|| Refusal::new("decision-nothing-chosen"))?;
        Ok(Prepared { changes, done: MadeDecisions { decisions: self.decisions.clone(), in_effect: false } })
    }
}
