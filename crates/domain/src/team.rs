//! Inspection teams (A5, F2): the team, its members' way from proposal to authorisation, the rules of composition.
//!
//! A member reaches access only by the one path *proposed → recusal declared → cleared → authorised*; each step
//! consumes the state before it, so no step can be skipped. A conflict found later releases the member, and access
//! ends with that. [`propose`](mod@propose) drafts teams; people decide.

pub mod propose;

mod declaration;
mod rules;

pub use declaration::{Answer, Check, Declaration, DeclaredConflict};
pub use rules::{Seat, TeamRules};

use crate::Refusal;
use crate::decision::Clerk;
use crate::recusal::Outcome;
use kernel::id::{DecisionId, DeclarationId, MemberId, PersonId, RoundId, TeamId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A person's part in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 组长
    Leader,
    /// 副组长
    Deputy,
    /// 巡察组联络员
    Liaison,
    /// 组员
    Member,
}

/// The roles as data writes them.
pub const ROLE_CODES: [&str; 4] = ["leader", "deputy", "liaison", "member"];

impl Role {
    /// All roles, leader first.
    pub const ALL: [Self; 4] = [Self::Leader, Self::Deputy, Self::Liaison, Self::Member];

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Leader => "team-role-leader",
            Self::Deputy => "team-role-deputy",
            Self::Liaison => "team-role-liaison",
            Self::Member => "team-role-member",
        })
    }
}

/// How a team is reached while it is on site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacts {
    /// Duty telephone.
    pub duty_phone: String,
    /// Mobile.
    pub mobile: String,
    /// E-mail.
    pub email: String,
    /// Office and reception address.
    pub office: String,
    /// Postal address.
    pub postal_box: String,
}

/// One team of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// The round.
    pub round: RoundId,
    /// Its number within the round.
    pub number: u16,
    /// Its name.
    pub name: String,
    /// How it is reached.
    pub contacts: Contacts,
}

/// Why a member left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "released_for")]
pub enum Release {
    /// A conflict came to light.
    Conflict {
        /// Code of the rule. Its words name relatives: they are sealed with the check.
        rule: String,
    },
    /// Replaced or called back.
    Replaced {
        /// Why.
        reason: String,
    },
    /// The work is done.
    WorkDone,
}

/// Where a member stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum MemberState {
    /// Named by the office; has not declared yet.
    Proposed,
    /// Has declared.
    Declared {
        /// The declaration.
        declaration: DeclarationId,
    },
    /// The office checked the declaration and found nothing in the way.
    Cleared {
        /// The declaration.
        declaration: DeclarationId,
        /// Who checked.
        by: Clerk,
        /// When.
        on: Day,
    },
    /// The office refused.
    Refused {
        /// Who refused.
        by: Clerk,
        /// When.
        on: Day,
        /// Why.
        reason: String,
    },
    /// The head authorised.
    Authorised {
        /// The declaration.
        declaration: DeclarationId,
        /// The decision.
        decision: DecisionId,
        /// From which day.
        on: Day,
    },
    /// No longer in the team.
    Released {
        /// From which day.
        on: Day,
        /// Why.
        #[serde(flatten)]
        why: Release,
    },
}

/// A person's place in a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// The team.
    pub team: TeamId,
    /// The person.
    pub person: PersonId,
    /// Their part.
    pub role: Role,
    /// The day the pledge was signed.
    pub pledge_signed: Option<Day>,
    /// Where they stand.
    #[serde(flatten)]
    pub state: MemberState,
}

impl Member {
    /// A newly named member.
    pub const fn propose(id: MemberId, team: TeamId, person: PersonId, role: Role) -> Self {
        Self { id, team, person, role, pledge_signed: None, state: MemberState::Proposed }
    }

    /// Takes the person's own declaration; a newer one replaces an older until it is cleared.
    pub fn declare(self, declaration: &Declaration) -> Result<Self, Refusal> {
        match self.state {
            MemberState::Proposed | MemberState::Declared { .. } if declaration.person != self.person => {
                Err(Refusal::new("team-declaration-of-another"))
            }
            MemberState::Proposed | MemberState::Declared { .. } => {
                Ok(self.at(MemberState::Declared { declaration: declaration.id }))
            }
            _ => Err(self.step_refused("team-declare-too-late")),
        }
    }

    /// The office finds nothing in the way: every unit of the team declared, checked, nothing that binds this
    /// side, every question answered.
    pub fn clear(
        self,
        declaration: &Declaration,
        checks: &[Check],
        by: Clerk,
        on: Day,
    ) -> Result<Self, Refusal> {
        let MemberState::Declared { declaration: id } = self.state else {
            return Err(self.step_refused("team-clear-undeclared"));
        };
        if id != declaration.id {
            return Err(Refusal::new("team-declaration-of-another"));
        }
        if by.person == self.person {
            return Err(Refusal::new("team-clear-own"));
        }
        declaration.allows(self.role, checks)?;
        Ok(self.at(MemberState::Cleared { declaration: id, by, on }))
    }

    /// The office refuses.
    pub fn refuse(self, by: Clerk, on: Day, reason: String) -> Result<Self, Refusal> {
        match self.state {
            _ if reason.trim().is_empty() => Err(Refusal::new("team-refuse-without-reason")),
            MemberState::Proposed | MemberState::Declared { .. } | MemberState::Cleared { .. } => {
                Ok(self.at(MemberState::Refused { by, on, reason }))
            }
            _ => Err(self.step_refused("team-refuse-too-late")),
        }
    }

    /// The head authorises, by a recorded decision.
    pub fn authorise(self, decision: DecisionId, on: Day) -> Result<Self, Refusal> {
        let MemberState::Cleared { declaration, .. } = self.state else {
            return Err(self.step_refused("team-authorise-uncleared"));
        };
        Ok(self.at(MemberState::Authorised { declaration, decision, on }))
    }

    /// Leaves the team.
    pub fn release(self, on: Day, why: Release) -> Result<Self, Refusal> {
        match self.state {
            MemberState::Refused { .. } | MemberState::Released { .. } => {
                Err(self.step_refused("team-release-not-in-team"))
            }
            _ => Ok(self.at(MemberState::Released { on, why })),
        }
    }

    /// Checks a cleared or authorised member again, after data changed. A reason that binds this side releases
    /// the member at once; `None` when nothing changed.
    pub fn recheck(&self, outcomes: &[Outcome], on: Day) -> Option<Self> {
        if !matches!(self.state, MemberState::Cleared { .. } | MemberState::Authorised { .. }) {
            return None;
        }
        let rule = outcomes.iter().find_map(|o| o.binding(self.role).next())?.rule.clone();
        Some(self.clone().at(MemberState::Released { on, why: Release::Conflict { rule } }))
    }

    /// Signs the pledge.
    #[must_use]
    pub fn pledge(self, on: Day) -> Self {
        Self { pledge_signed: self.pledge_signed.or(Some(on)), ..self }
    }

    /// Takes a clearance back that was given by mistake; the declaration stands and is checked again.
    pub fn withdraw_clearance(self) -> Result<Self, Refusal> {
        let MemberState::Cleared { declaration, .. } = self.state else {
            return Err(self.step_refused("team-unclear-not-cleared"));
        };
        Ok(self.at(MemberState::Declared { declaration }))
    }

    /// Takes the record of a pledge back that was entered by mistake.
    pub fn withdraw_pledge(self) -> Result<Self, Refusal> {
        if self.pledge_signed.is_none() {
            return Err(Refusal::new("team-no-pledge"));
        }
        Ok(Self { pledge_signed: None, ..self })
    }

    /// Whether the member may work: authorised and not released.
    pub const fn is_authorised(&self) -> bool {
        matches!(self.state, MemberState::Authorised { .. })
    }

    /// Whether the member still counts for the team.
    pub const fn is_in_team(&self) -> bool {
        !matches!(self.state, MemberState::Refused { .. } | MemberState::Released { .. })
    }

    /// Whether recusal was declared and checked.
    pub const fn is_checked(&self) -> bool {
        matches!(self.state, MemberState::Cleared { .. } | MemberState::Authorised { .. })
    }

    fn at(self, state: MemberState) -> Self {
        Self { state, ..self }
    }

    fn step_refused(&self, id: &'static str) -> Refusal {
        Refusal(Message::new(id).with("state", self.state.label()))
    }
}

impl MemberState {
    /// Its name on pages.
    pub const fn label(&self) -> Message {
        Message::new(match self {
            Self::Proposed => "team-member-proposed",
            Self::Declared { .. } => "team-member-declared",
            Self::Cleared { .. } => "team-member-cleared",
            Self::Refused { .. } => "team-member-refused",
            Self::Authorised { .. } => "team-member-authorised",
            Self::Released { .. } => "team-member-released",
        })
    }
}

/// What is wrong with a team's composition; empty when it can stand.
pub fn composition(members: &[Member], rules: &TeamRules) -> Vec<Message> {
    let present: Vec<&Member> = members.iter().filter(|m| m.is_in_team()).collect();
    let mut faults = Vec::new();
    let leaders = present.iter().filter(|m| m.role == Role::Leader).count();
    if leaders != 1 {
        faults.push(Message::new("team-one-leader").with("count", leaders));
    }
    if present.len() < usize::from(rules.least_members) {
        let message = Message::new("team-too-small").with("count", present.len());
        faults.push(message.with("least", i64::from(rules.least_members)));
    }
    let people: BTreeSet<PersonId> = present.iter().map(|m| m.person).collect();
    if people.len() < present.len() {
        faults.push(Message::new("team-person-twice"));
    }
    faults
}

#[cfg(test)]
mod tests;
