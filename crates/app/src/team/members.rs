//! Who is in a team: set by hand, or for all teams of a round by the program's proposal.

use super::propose::make_proposal;
use super::{find_team, members_store};
use crate::notice::News;
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::permission::{Action, Scope};
use domain::team::{Member, Release, Role, Team};
use kernel::{FieldError, MemberId, Message, PersonId, RoundId, TeamId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::{Changes, Stored, inspector as inspectors, round as rounds, team as teams};

/// One place of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Seating {
    /// The person.
    pub person: PersonId,
    /// Their part.
    pub role: Role,
}

/// Sets who is in a team. Who is left out leaves it; who has another part begins anew, because recusal binds by part.
#[derive(Clone, Debug, Deserialize)]
pub struct SetMembers {
    /// The team.
    pub team: TeamId,
    /// Everyone in it from now on.
    pub members: Vec<Seating>,
}

/// How a team changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetTeam {
    /// Who came.
    pub added: usize,
    /// Who left.
    pub left: usize,
}

impl Act for SetMembers {
    const NAME: &'static str = "team-members";
    type Done = SetTeam;

    fn right(&self) -> Right {
        Right::Needs(Action::TeamPropose, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<SetTeam>, Error> {
        let team = find_team(prep, self.team).await?;
        let members = members_store::of_round(&mut prep.conn, team.round).await?;
        let present = |m: &&Stored<Member>| m.is_in_team();
        let (own, others): (Vec<&Stored<Member>>, Vec<&Stored<Member>>) =
            members.iter().filter(present).partition(|m| m.team == team.id);
        self.check(prep, &others).await?;
        let mut changes = Changes::about("team", team.id, team.name.clone());
        // Two people who fill one team, or two teams, at once must notice each other.
        changes.update(&team, &team.value)?;
        let mut done = SetTeam::default();
        for member in &own {
            let stays = self.members.iter().any(|s| s.person == member.person && s.role == member.role);
            if stays {
                continue;
            }
            if member.is_authorised() {
                let message = Message::new("team-member-authorised-stays");
                return Err(Refusal(message.with("state", member.state.label())).into());
            }
            let why = Release::Replaced { reason: String::new() };
            changes.update(member, &member.value.clone().release(prep.today(), why)?)?;
            done.left += 1;
        }
        for seat in &self.members {
            if own.iter().any(|m| m.person == seat.person && m.role == seat.role) {
                continue;
            }
            let id = MemberId::new(prep.app.clock(), prep.app.rng());
            changes.insert(&Member::propose(id, team.id, seat.person, seat.role))?;
            News::Proposed { person: seat.person, team: team.name.clone() }.tell(&mut changes, prep)?;
            done.added += 1;
        }
        if done == SetTeam::default() {
            return Err(Refusal::new("team-unchanged").into());
        }
        Ok(Prepared { changes, done })
    }
}

impl SetMembers {
    async fn check(&self, prep: &mut Prep<'_>, others: &[&Stored<Member>]) -> Result<(), Error> {
        let mut errors = Vec::new();
        let mut seen = BTreeSet::new();
        let leaders = self.members.iter().filter(|s| s.role == Role::Leader).count();
        if leaders > 1 {
            let message = Message::new("team-one-leader").with("count", leaders);
            errors.push(FieldError::new("members", message));
        }
        for seat in &self.members {
            let person = inspectors::get(&mut prep.conn, seat.person).await?.ok_or(Error::NotFound)?;
            if !seen.insert(seat.person) {
                let message = Message::new("team-chosen-twice").with("name", person.name.as_str());
                errors.push(FieldError::new("members", message));
            }
            if let Some(other) = others.iter().find(|m| m.person == seat.person) {
                let team = teams::get(&mut prep.conn, other.team).await?;
                let team = team.map(|t| t.value.name).unwrap_or_default();
                let message = Message::new("round-inspector-twice")
                    .with("name", person.name.as_str())
                    .with("team", team);
                errors.push(FieldError::new("members", message));
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
    }
}

/// Fills the empty places of all teams of a round by the program's proposal. People then edit and decide.
#[derive(Clone, Debug, Deserialize)]
pub struct ProposeTeams {
    /// The round.
    pub round: RoundId,
}

impl Act for ProposeTeams {
    const NAME: &'static str = "team-propose";
    type Done = SetTeam;

    fn right(&self) -> Right {
        Right::Needs(Action::TeamPropose, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<SetTeam>, Error> {
        let round = rounds::get(&mut prep.conn, self.round).await?.ok_or(Error::NotFound)?;
        let teams: Vec<Stored<Team>> = teams::of_round(&mut prep.conn, round.id).await?;
        let made = make_proposal(prep.app, &mut prep.conn, &round).await?;
        let persons: BTreeMap<_, PersonId> = made.persons;
        let mut changes = Changes::about("round", round.id, round.name.clone());
        let mut done = SetTeam::default();
        for team in &teams {
            let Some(draft) = made.proposal.teams.iter().find(|d| d.team == team.number) else { continue };
            let own = members_store::of_team(&mut prep.conn, team.id).await?;
            changes.update(team, &team.value)?;
            for proposed in &draft.members {
                let Some(person) = persons.get(&proposed.who.code) else { continue };
                if own.iter().any(|m| m.is_in_team() && m.person == *person) {
                    continue;
                }
                let id = MemberId::new(prep.app.clock(), prep.app.rng());
                changes.insert(&Member::propose(id, team.id, *person, proposed.role))?;
                News::Proposed { person: *person, team: team.name.clone() }.tell(&mut changes, prep)?;
                done.added += 1;
            }
        }
        if done.added == 0 {
            return Err(Refusal::new("team-propose-nobody").into());
        }
        Ok(Prepared { changes, done })
    }
}
