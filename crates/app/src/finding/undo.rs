//! Taking a paper back, and moving one into a clue.

use super::{load, right};
use crate::decision::clerk;
use crate::{Act, Error, Prep, Prepared, Right};
use domain::finding::Withdrawn;
use domain::permission::Action;
use kernel::{EngagementId, FindingId, Message};
use serde::Deserialize;

/// Takes a paper back with a reason. It stays readable and in the journal.
#[derive(Clone, Debug, Deserialize)]
pub struct WithdrawFinding {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which.
    pub finding: FindingId,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

impl Act for WithdrawFinding {
    const NAME: &'static str = "finding-withdraw";
    type Done = ();

    fn right(&self) -> Right {
        right(Action::FindingWrite, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let loaded = load(prep, self.engagement, self.finding).await?;
        let reason = self.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Error::field("reason", Message::new("finding-withdraw-without-reason")));
        }
        let by = clerk(prep).await?;
        let withdrawn = Withdrawn { by, on: prep.today(), reason: reason.clone() };
        let finding = loaded.finding().withdraw(withdrawn, loaded.held())?;
        Ok(Prepared { changes: loaded.moved(prep, loaded.about().because(reason), finding)?, done: () })
    }
}

/// Moves a paper into a clue: from then on only the readers of the engagement's clues see it, and the clue is written
/// from it.
#[derive(Clone, Debug, Deserialize)]
pub struct MoveFinding {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which.
    pub finding: FindingId,
}

impl Act for MoveFinding {
    const NAME: &'static str = "finding-move";
    type Done = ();

    fn right(&self) -> Right {
        right(Action::FindingDecide, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let loaded = load(prep, self.engagement, self.finding).await?;
        let finding = loaded.finding().move_to_clue(loaded.held())?;
        Ok(Prepared { changes: loaded.moved(prep, loaded.about(), finding)?, done: () })
    }
}
