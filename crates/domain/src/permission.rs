//! Who may do what: one table, a pure function over it, printed as the permission page.
//!
//! `role × action × scope → allow | refuse(rule)` (spec: domain, "Roles and access"). Pages, API, command line and
//! the access tests all ask [`decide`]; there is no second place. The table is code, because a right that a
//! parameter could change is no right; who *holds* a role is data.

use kernel::Message;
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::Refusal;

pub mod compartment;
mod table;
pub use table::{Action, Area, Entry, Sight, TABLE};

/// A role. Held by an account for a [`Scope`] and a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Head of the leading group.
    LeadingGroupHead,
    /// Member of the leading group.
    LeadingGroupMember,
    /// Director of the inspection office.
    OfficeDirector,
    /// Staff of the inspection office.
    OfficeStaff,
    /// Keeper of filed clues in the office.
    ClueKeeper,
    /// Leader of an inspection team.
    TeamLeader,
    /// Deputy leader of a team.
    TeamDeputy,
    /// Liaison inspector of a team.
    TeamLiaison,
    /// Member of a team.
    TeamMember,
    /// Head of the inspected unit.
    UnitHead,
    /// Person in charge of the unit's liaison group.
    UnitLiaisonHead,
    /// Liaison officer of the unit.
    UnitLiaisonOfficer,
    /// Leader in the unit responsible for items.
    ResponsibleLeader,
    /// Handler of items in a department of the unit.
    DepartmentHandler,
    /// Superior leader in charge of the unit (second signature).
    SuperiorLeader,
    /// The unit's own discipline body.
    UnitDiscipline,
    /// Officer of a department that receives transfers.
    ReceivingOfficer,
    /// Officer of a department that supervises rectification.
    SupervisingOfficer,
    /// Keeps accounts, parameters and backups; sees no business content.
    SystemAdministrator,
    /// Grants roles and enables accounts; sees no business content.
    SecurityAdministrator,
    /// Reads the journal's envelopes.
    Auditor,
}

impl Role {
    /// Every role, in the order of the permission page.
    pub const ALL: [Self; 21] = [
        Self::LeadingGroupHead,
        Self::LeadingGroupMember,
        Self::OfficeDirector,
        Self::OfficeStaff,
        Self::ClueKeeper,
        Self::TeamLeader,
        Self::TeamDeputy,
        Self::TeamLiaison,
        Self::TeamMember,
        Self::UnitHead,
        Self::UnitLiaisonHead,
        Self::UnitLiaisonOfficer,
        Self::ResponsibleLeader,
        Self::DepartmentHandler,
        Self::SuperiorLeader,
        Self::UnitDiscipline,
        Self::ReceivingOfficer,
        Self::SupervisingOfficer,
        Self::SystemAdministrator,
        Self::SecurityAdministrator,
        Self::Auditor,
    ];

    /// The name in data, addresses and the API; `role-…` with hyphens is its message id.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LeadingGroupHead => "leading_group_head",
            Self::LeadingGroupMember => "leading_group_member",
            Self::OfficeDirector => "office_director",
            Self::OfficeStaff => "office_staff",
            Self::ClueKeeper => "clue_keeper",
            Self::TeamLeader => "team_leader",
            Self::TeamDeputy => "team_deputy",
            Self::TeamLiaison => "team_liaison",
            Self::TeamMember => "team_member",
            Self::UnitHead => "unit_head",
            Self::UnitLiaisonHead => "unit_liaison_head",
            Self::UnitLiaisonOfficer => "unit_liaison_officer",
            Self::ResponsibleLeader => "responsible_leader",
            Self::DepartmentHandler => "department_handler",
            Self::SuperiorLeader => "superior_leader",
            Self::UnitDiscipline => "unit_discipline",
            Self::ReceivingOfficer => "receiving_officer",
            Self::SupervisingOfficer => "supervising_officer",
            Self::SystemAdministrator => "system_administrator",
            Self::SecurityAdministrator => "security_administrator",
            Self::Auditor => "auditor",
        }
    }

    /// The id of the role's name in the catalogues.
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::LeadingGroupHead => "role-leading-group-head",
            Self::LeadingGroupMember => "role-leading-group-member",
            Self::OfficeDirector => "role-office-director",
            Self::OfficeStaff => "role-office-staff",
            Self::ClueKeeper => "role-clue-keeper",
            Self::TeamLeader => "role-team-leader",
            Self::TeamDeputy => "role-team-deputy",
            Self::TeamLiaison => "role-team-liaison",
            Self::TeamMember => "role-team-member",
            Self::UnitHead => "role-unit-head",
            Self::UnitLiaisonHead => "role-unit-liaison-head",
            Self::UnitLiaisonOfficer => "role-unit-liaison-officer",
            Self::ResponsibleLeader => "role-responsible-leader",
            Self::DepartmentHandler => "role-department-handler",
            Self::SuperiorLeader => "role-superior-leader",
            Self::UnitDiscipline => "role-unit-discipline",
            Self::ReceivingOfficer => "role-receiving-officer",
            Self::SupervisingOfficer => "role-supervising-officer",
            Self::SystemAdministrator => "role-system-administrator",
            Self::SecurityAdministrator => "role-security-administrator",
            Self::Auditor => "role-auditor",
        }
    }

    /// Reads a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    /// What kind of scope the role is held for.
    pub const fn scope_kind(self) -> ScopeKind {
        match self {
            Self::LeadingGroupHead
            | Self::LeadingGroupMember
            | Self::OfficeDirector
            | Self::OfficeStaff
            | Self::ClueKeeper => ScopeKind::Global,
            Self::TeamLeader | Self::TeamDeputy | Self::TeamLiaison | Self::TeamMember => {
                ScopeKind::Engagement
            }
            Self::UnitHead
            | Self::UnitLiaisonHead
            | Self::UnitLiaisonOfficer
            | Self::ResponsibleLeader
            | Self::DepartmentHandler
            | Self::SuperiorLeader
            | Self::UnitDiscipline
            | Self::ReceivingOfficer
            | Self::SupervisingOfficer => ScopeKind::Unit,
            Self::SystemAdministrator | Self::SecurityAdministrator | Self::Auditor => ScopeKind::System,
        }
    }

    /// The compartments a holder sees whatever the role is held for; [`Role::sees`] adds those of its scope.
    pub const fn compartments(self) -> &'static [&'static str] {
        use compartment::{FILED_CLUES, LEDGER, MATTERS, PUT_CLUES, REGISTERS};
        match self {
            Self::LeadingGroupHead => &["organisation", "rounds", LEDGER, PUT_CLUES, MATTERS],
            Self::LeadingGroupMember => &["organisation", "rounds", LEDGER],
            Self::OfficeDirector | Self::OfficeStaff => {
                &["organisation", "rounds", "pool", "rules", REGISTERS, LEDGER, MATTERS]
            }
            Self::ClueKeeper => &["organisation", "rounds", "rules", FILED_CLUES],
            Self::TeamLeader | Self::TeamDeputy | Self::TeamLiaison | Self::TeamMember => {
                &["organisation", "rules"]
            }
            Self::SystemAdministrator => &["accounts", "rules"],
            Self::SecurityAdministrator => &["accounts"],
            Self::Auditor => &["journal"],
            _ => &[],
        }
    }

    /// One of the three administrators, who exclude one another in the strict profile (三员分立).
    pub const fn is_administrator(self) -> bool {
        matches!(self, Self::SystemAdministrator | Self::SecurityAdministrator | Self::Auditor)
    }
}

/// The kinds of scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopeKind {
    /// The whole committee.
    Global,
    /// One engagement.
    Engagement,
    /// One unit or department.
    Unit,
    /// The installation, without business content.
    System,
}

/// What a right is held for, or asked for: `global`, `system`, or one engagement, unit or department by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The whole committee.
    Global,
    /// The installation.
    System,
    /// One engagement, unit or department.
    One(uuid::Uuid),
    /// The account itself: its own password, sessions, notices.
    Own,
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Global => f.write_str("global"),
            Self::System => f.write_str("system"),
            Self::Own => f.write_str("own"),
            Self::One(id) => id.hyphenated().fmt(f),
        }
    }
}

impl std::str::FromStr for Scope {
    type Err = uuid::Error;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Ok(match s {
            "global" => Self::Global,
            "system" => Self::System,
            "own" => Self::Own,
            id => Self::One(uuid::Uuid::parse_str(id)?),
        })
    }
}

impl Serialize for Scope {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A role held for a scope, now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The role.
    pub role: Role,
    /// For what.
    pub scope: Scope,
}

/// Decides whether someone who holds `held` may do `action` in `scope`. Returns the role that allows it.
///
/// # Errors
/// The rule that refuses, naming the roles that may.
pub fn decide(held: &[Held], action: Action, scope: Scope) -> Result<Option<Role>, Refusal> {
    let entry = action.entry();
    if entry.roles.is_empty() {
        // Open to every account, for itself only.
        return if scope == Scope::Own { Ok(None) } else { Err(refusal(action)) };
    }
    held.iter()
        .find(|h| entry.roles.contains(&h.role) && covers(h, scope))
        .map(|h| Some(h.role))
        .ok_or_else(|| refusal(action))
}

/// A role of the whole committee or the installation covers every scope; any other only its own, and what has no
/// narrower scope than the committee.
fn covers(held: &Held, asked: Scope) -> bool {
    match held.role.scope_kind() {
        ScopeKind::Global | ScopeKind::System => true,
        ScopeKind::Engagement | ScopeKind::Unit => held.scope == asked || asked == Scope::Global,
    }
}

fn refusal(action: Action) -> Refusal {
    Refusal(Message::new("permission-refused").with("action", action_name(action)))
}

/// The action's name as a message.
pub fn action_name(action: Action) -> Message {
    Message { id: action.message_id().into(), args: Vec::new() }
}

/// Whether an account that holds `held` may also be given `wanted` under the strict profile.
///
/// # Errors
/// The three administrators exclude one another, and none of them may hold a role with business content.
pub fn may_hold_together(held: &[Role], wanted: Role) -> Result<(), Refusal> {
    let clash = held.iter().any(|h| *h != wanted && (h.is_administrator() || wanted.is_administrator()));
    if clash { Err(Refusal::new("permission-administrators-exclude")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(role: Role) -> Held {
        Held {
            role,
            scope: if role.scope_kind() == ScopeKind::System { Scope::System } else { Scope::Global },
        }
    }

    #[test]
    fn every_action_stands_in_the_table_once_and_every_role_may_do_something_or_waits_for_a_later_part() {
        for (i, entry) in TABLE.iter().enumerate() {
            assert!(TABLE.iter().skip(i + 1).all(|e| e.action != entry.action), "{:?} twice", entry.action);
        }
        for action in Action::all() {
            assert_eq!(action.entry().action, action);
        }
    }

    #[test]
    fn nobody_without_a_role_may_do_anything_but_mind_their_own_account() {
        for entry in TABLE {
            let allowed = decide(&[], entry.action, Scope::Global).is_ok();
            assert!(!allowed, "{:?}", entry.action);
            assert_eq!(decide(&[], entry.action, Scope::Own).is_ok(), entry.roles.is_empty());
        }
    }

    #[test]
    fn administrators_reach_no_business_content() {
        for role in [Role::SystemAdministrator, Role::SecurityAdministrator, Role::Auditor] {
            for entry in TABLE.iter().filter(|e| e.area == Area::Work) {
                assert!(
                    decide(&[held(role)], entry.action, Scope::Global).is_err(),
                    "{role:?} {:?}",
                    entry.action
                );
            }
        }
    }

    #[test]
    fn a_team_member_of_one_engagement_is_a_stranger_to_another() {
        let mine = uuid::Uuid::from_u128(1);
        let other = uuid::Uuid::from_u128(2);
        let member = [Held { role: Role::TeamMember, scope: Scope::One(mine) }];
        assert!(decide(&member, Action::EngagementView, Scope::One(mine)).is_ok());
        assert!(decide(&member, Action::EngagementView, Scope::One(other)).is_err());
    }

    #[test]
    fn in_the_strict_profile_no_one_is_two_administrators_or_an_administrator_and_something_else() {
        assert!(may_hold_together(&[Role::Auditor], Role::SystemAdministrator).is_err());
        assert!(may_hold_together(&[Role::OfficeStaff], Role::SecurityAdministrator).is_err());
        assert!(may_hold_together(&[Role::OfficeStaff], Role::ClueKeeper).is_ok());
        assert!(may_hold_together(&[Role::Auditor], Role::Auditor).is_ok());
    }
}
