//! Moving a round on: its next step, or the rule that refuses it.

use super::{engagements_of, find};
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::permission::{Action, Scope};
use domain::round::{Round, Stage};
use kernel::{Day, RoundId};
use serde::Deserialize;
use store::Changes;

/// Takes a round to its next stage.
#[derive(Clone, Debug, Deserialize)]
pub struct MoveRoundOn {
    /// Which.
    pub round: RoundId,
    /// The stage it is in, so that a form sent from an old page does not take a second step.
    pub from: Stage,
    /// The day of deployment, for that step; today when `None`.
    #[serde(default)]
    pub on: Option<Day>,
}

impl Act for MoveRoundOn {
    const NAME: &'static str = "round-move-on";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RoundPlan, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.round).await?;
        if old.stage != self.from {
            let last = store::commit::last_change(&mut prep.conn, "round", old.id.into()).await?;
            return Err(Error::Conflict { kind: "round", id: old.id.into(), last });
        }
        let new = self.step(prep, old.value.clone()).await?;
        let mut changes = Changes::about("round", old.id, old.name.clone());
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

impl MoveRoundOn {
    async fn step(&self, prep: &mut Prep<'_>, round: Round) -> Result<Round, Error> {
        let engagements = engagements_of(prep, round.id).await?;
        let today = prep.today();
        Ok(match round.stage {
            Stage::Planned => return Err(Refusal::new("round-needs-approval").into()),
            Stage::Approved => round.deploy(self.on.unwrap_or(today), engagements)?,
            Stage::Deployed => round.go_on_site(today)?,
            Stage::OnSite => round.begin_reporting(engagements)?,
            Stage::Reporting => round.feed_back(engagements)?,
            Stage::FeedingBack => round.begin_rectifying(engagements)?,
            Stage::Rectifying => round.close(engagements)?,
            Stage::Closed => round.archive()?,
            Stage::Archived => return Err(Refusal::new("round-archived").into()),
        })
    }
}
