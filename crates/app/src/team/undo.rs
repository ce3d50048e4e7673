//! Corrections of what was entered about members: a clearance given by mistake, a pledge recorded by mistake.

use super::{find_member, find_team};
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::engagement::Stage;
use domain::permission::{Action, Scope};
use kernel::{MemberId, Message, TeamId};
use serde::Deserialize;
use store::{Changes, engagement as engagements};

/// Takes a clearance back before the team is authorised. The declaration stands and is checked again.
#[derive(Clone, Debug, Deserialize)]
pub struct WithdrawClearance {
    /// The team.
    pub team: TeamId,
    /// The member.
    pub member: MemberId,
    /// Why.
    pub reason: String,
}

impl Act for WithdrawClearance {
    const NAME: &'static str = "recusal-unclear";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RecusalClear, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let team = find_team(prep, self.team).await?;
        let member = find_member(prep, team.id, self.member).await?;
        let reason = reason(&self.reason)?;
        let new = member.value.clone().withdraw_clearance()?;
        let mut changes = Changes::about("team", team.id, team.name.clone()).because(reason);
        changes.update(&member, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Takes the record of a pledge back before the team has entered.
#[derive(Clone, Debug, Deserialize)]
pub struct WithdrawPledge {
    /// The team.
    pub team: TeamId,
    /// The member.
    pub member: MemberId,
    /// Why.
    pub reason: String,
}

impl Act for WithdrawPledge {
    const NAME: &'static str = "team-unpledge";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::TeamPropose, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let team = find_team(prep, self.team).await?;
        let member = find_member(prep, team.id, self.member).await?;
        let reason = reason(&self.reason)?;
        let mut changes = Changes::about("team", team.id, team.name.clone()).because(reason);
        for engagement in engagements::of_team(&mut prep.conn, team.id).await? {
            if engagement.stage > Stage::Preparation {
                return Err(Refusal::new("team-unpledge-entered").into());
            }
            changes.relies_on(&engagement);
        }
        changes.update(&member, &member.value.clone().withdraw_pledge()?)?;
        Ok(Prepared { changes, done: () })
    }
}

fn reason(text: &str) -> Result<&str, Error> {
    let reason = text.trim();
    if reason.is_empty() {
        return Err(Error::field("reason", Message::new("team-undo-without-reason")));
    }
    Ok(reason)
}
