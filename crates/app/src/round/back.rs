//! Taking back: a plan that was not approved yet, and a step that was taken by mistake. Each with its reason; nothing
//! is deleted.

use super::{engagements_of, engagements_store, find};
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::permission::{Action, Scope};
use domain::round::Stage;
use domain::team::Release;
use kernel::{Message, RoundId};
use serde::Deserialize;
use store::{
    Changes, authorisation as authorisations, decision as decisions, member as members, team as teams,
};

/// Takes a planned round back with everything planned in it. Its number, units and people are free again.
#[derive(Clone, Debug, Deserialize)]
pub struct WithdrawRound {
    /// Which.
    pub round: RoundId,
    /// Why.
    pub reason: String,
}

impl Act for WithdrawRound {
    const NAME: &'static str = "round-withdraw";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RoundPlan, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let (old, today) = (find(prep, self.round).await?, prep.today());
        let new = old.value.clone().withdraw(today, &self.reason)?;
        let waiting = decisions::of_round(&mut prep.conn, old.id).await?;
        if waiting.iter().any(|d| d.standing() == "waiting") {
            return Err(Refusal::new("round-withdraw-waiting").into());
        }
        let reason = self.reason.trim();
        let mut changes = Changes::about("round", old.id, old.name.clone()).because(reason);
        changes.update(&old, &new)?;
        for engagement in engagements_store::of_round(&mut prep.conn, old.id).await? {
            changes.update(&engagement, &engagement.value.clone().withdraw(today, reason)?)?;
        }
        for member in members::of_round(&mut prep.conn, old.id).await?.iter().filter(|m| m.is_in_team()) {
            let why = Release::Replaced { reason: reason.to_owned() };
            changes.update(member, &member.value.clone().release(today, why)?)?;
        }
        for team in teams::of_round(&mut prep.conn, old.id).await? {
            for paper in
                authorisations::of_team(&mut prep.conn, team.id).await?.iter().filter(|p| p.is_open())
            {
                changes.update(paper, &paper.value.clone().lift(today, reason)?)?;
            }
        }
        Ok(Prepared { changes, done: () })
    }
}

/// Takes a round one stage back, for a step that was taken by mistake.
#[derive(Clone, Debug, Deserialize)]
pub struct StepRoundBack {
    /// Which.
    pub round: RoundId,
    /// The stage it is in, so that a form sent from an old page takes no second step.
    pub from: Stage,
    /// Why.
    pub reason: String,
}

impl Act for StepRoundBack {
    const NAME: &'static str = "round-step-back";
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
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(Error::field("reason", Message::new("round-back-without-reason")));
        }
        let engagements = engagements_of(prep, old.id).await?;
        let new = old.value.clone().step_back(engagements)?;
        let mut changes = Changes::about("round", old.id, old.name.clone()).because(reason);
        changes.update(&old, &new)?;
        for engagement in engagements_store::of_round(&mut prep.conn, old.id).await? {
            changes.relies_on(&engagement);
        }
        Ok(Prepared { changes, done: () })
    }
}
