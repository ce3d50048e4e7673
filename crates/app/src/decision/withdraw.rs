//! Whoever recorded a paper by mistake takes the record back before the second person has looked.

use super::{MadeDecisions, clerk};
use crate::{Act, Error, Prep, Prepared, Right};
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
        let (by, today) = (clerk(prep).await?, prep.today());
        let mut changes: Option<Changes> = None;
        for id in &self.decisions {
            let old = decisions::get(&mut prep.conn, *id).await?.ok_or(Error::NotFound)?;
            let decision = old.decision.clone().withdraw(by, today, self.reason.trim().to_owned())?;
            let changes = changes.get_or_insert_with(|| {
                Changes::about(old.about.kind(), old.subject, old.label.clone()).because(self.reason.trim())
            });
            let new = decisions::Decided { decision, ..old.value.clone() };
            changes.update(&old, &new)?;
        }
        let changes = changes.ok_or_else(|| Refusal::new("decision-nothing-chosen"))?;
        Ok(Prepared { changes, done: MadeDecisions { decisions: self.decisions.clone(), in_effect: false } })
    }
}
