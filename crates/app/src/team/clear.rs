//! Clearance: the director clears or refuses; a member leaves; pledges are signed.

use super::declare::opened;
use super::targets::{check_person, targets};
use super::{find_member, find_team};
use crate::authorisation::end_access;
use crate::decision::clerk;
use crate::notice::News;
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::engagement::Kept;
use domain::permission::{Action, Scope};
use domain::team::{MemberState, Release};
use kernel::{Day, FieldError, MemberId, Message, TeamId, UnitId};
use serde::Deserialize;
use store::{Changes, declaration as declarations, engagement as engagements, inspector as inspectors};

/// Clears members whose declaration was checked. The rules are asked once more with the data as they are now.
#[derive(Clone, Debug, Deserialize)]
pub struct ClearMembers {
    /// The team.
    pub team: TeamId,
    /// The members.
    pub members: Vec<MemberId>,
}

impl Act for ClearMembers {
    const NAME: &'static str = "recusal-clear";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RecusalClear, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let team = find_team(prep, self.team).await?;
        if self.members.is_empty() {
            return Err(Refusal::new("team-nobody-chosen").into());
        }
        let ground = prep.app.ground(&mut prep.conn).await?;
        let own = engagements::of_team(&mut prep.conn, team.id).await?;
        let targets = targets(&ground, &own);
        let by = clerk(prep).await?;
        let mut changes = Changes::about("team", team.id, team.name.clone());
        changes.relies_on(&team);
        own.iter().for_each(|e| changes.relies_on(e));
        // A unit that is merged or moved at the same moment is checked there, or here once more.
        let units: Vec<UnitId> = targets.iter().map(|(t, _)| t.unit.unit).collect();
        for unit in store::unit::many(&mut prep.conn, &units).await? {
            changes.relies_on(&unit);
        }
        for id in &self.members {
            let member = find_member(prep, team.id, *id).await?;
            let MemberState::Declared { declaration } = member.state else {
                let message = Message::new("team-clear-undeclared").with("state", member.state.label());
                return Err(Refusal(message).into());
            };
            let person = inspectors::get(&mut prep.conn, member.person).await?.ok_or(Error::NotFound)?;
            let check = declarations::check_of(&mut prep.conn, member.id).await?;
            let current = check.as_ref().is_some_and(|c| c.inspector_version == person.version);
            if !current {
                let message = Message::new("team-check-outdated").with("name", person.name.as_str());
                return Err(Refusal(message).into());
            }
            changes.relies_on(&person);
            let declaration = opened(prep, declaration).await?;
            let found = check_person(prep.app, &mut prep.conn, &ground, &person, &targets).await?;
            let cleared = member.value.clone().clear(&declaration, &found.checks, by, prep.today())?;
            changes.update(&member, &cleared)?;
        }
        Ok(Prepared { changes, done: () })
    }
}

/// Refuses a member, with the reason.
#[derive(Clone, Debug, Deserialize)]
pub struct RefuseMember {
    /// The team.
    pub team: TeamId,
    /// The member.
    pub member: MemberId,
    /// Why.
    pub reason: String,
}

impl Act for RefuseMember {
    const NAME: &'static str = "recusal-refuse";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RecusalClear, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let team = find_team(prep, self.team).await?;
        let member = find_member(prep, team.id, self.member).await?;
        let by = clerk(prep).await?;
        let refused = member.value.clone().refuse(by, prep.today(), self.reason.trim().to_owned())?;
        // The reason may name a relative: it stays with the member's record, the journal's envelope says only that
        // there was a refusal.
        let mut changes = Changes::about("team", team.id, team.name.clone());
        changes.update(&member, &refused)?;
        Ok(Prepared { changes, done: () })
    }
}

/// A member leaves the team: replaced, or the work is done. Access ends at the next request.
#[derive(Clone, Debug, Deserialize)]
pub struct ReleaseMember {
    /// The team.
    pub team: TeamId,
    /// The member.
    pub member: MemberId,
    /// Why.
    pub reason: String,
}

impl Act for ReleaseMember {
    const NAME: &'static str = "team-release";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::TeamPropose, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let team = find_team(prep, self.team).await?;
        let member = find_member(prep, team.id, self.member).await?;
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(FieldError::new("reason", Message::new("team-release-without-reason")).into());
        }
        let why = Release::Replaced { reason: reason.to_owned() };
        let gone = member.value.clone().release(prep.today(), why)?;
        let mut changes = Changes::about("team", team.id, team.name.clone()).because(reason);
        changes.update(&member, &gone)?;
        News::Released { person: member.person, team: team.name.clone() }.tell(&mut changes, prep)?;
        let person = inspectors::get(&mut prep.conn, member.person).await?.ok_or(Error::NotFound)?;
        if let Some(account) = person.account {
            let own: Vec<Kept> =
                engagements::of_team(&mut prep.conn, team.id).await?.into_iter().map(|e| e.value).collect();
            end_access(prep, &mut changes, account, &own).await?;
        }
        Ok(Prepared { changes, done: () })
    }
}

/// Notes that members signed their pledge.
#[derive(Clone, Debug, Deserialize)]
pub struct SignPledges {
    /// The team.
    pub team: TeamId,
    /// The members.
    pub members: Vec<MemberId>,
    /// On which day.
    pub on: Day,
}

impl Act for SignPledges {
    const NAME: &'static str = "team-pledge";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::TeamPropose, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let team = find_team(prep, self.team).await?;
        if self.members.is_empty() {
            return Err(Refusal::new("team-nobody-chosen").into());
        }
        if self.on > prep.today() {
            let message = Message::new("team-declared-in-future").with("today", prep.today());
            return Err(FieldError::new("on", message).into());
        }
        let mut changes = Changes::about("team", team.id, team.name.clone());
        for id in &self.members {
            let member = find_member(prep, team.id, *id).await?;
            if !member.is_in_team() {
                let message = Message::new("team-release-not-in-team").with("state", member.state.label());
                return Err(Refusal(message).into());
            }
            changes.update(&member, &member.value.clone().pledge(self.on))?;
        }
        Ok(Prepared { changes, done: () })
    }
}
