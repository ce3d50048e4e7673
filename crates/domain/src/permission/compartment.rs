//! The compartments that reads are tied to, and which of them a role opens (spec: domain, "Roles and access").
//!
//! A record names its compartment in a column; an account sees it through an access row of that name. Compartments of
//! an engagement, a unit or a department carry its id, so a right held for one says nothing about another. Clues and
//! findings never share one, and whoever wrote a petition lies in a third.

use super::{Role, Scope};
use kernel::{EngagementId, UnitId};

/// Petitions and incidents without their text, for the office's balance.
pub const REGISTERS: &str = "registers";
/// Clues once filed with the office.
pub const FILED_CLUES: &str = "clues";
/// Clues put to the leading group for approval: number, nature, level and route.
pub const PUT_CLUES: &str = "clues:put";
/// Matters transferred once their team passed them to the office.
pub const MATTERS: &str = "matters";
/// Feedback handed over and the ledger of every unit.
pub const LEDGER: &str = "ledger";

/// What an engagement's team works with.
pub fn work(engagement: EngagementId) -> String {
    format!("{engagement}:work")
}

/// The engagement of a team's compartment ([`work`]); `None` for any other.
pub fn engagement_of(compartment: &str) -> Option<EngagementId> {
    compartment.strip_suffix(":work")?.parse().ok()
}

/// An engagement's clues before they are filed: its leader's, and of inspectors named one by one.
pub fn clues(engagement: EngagementId) -> String {
    format!("{engagement}:clues")
}

/// Who wrote an engagement's petitions.
pub fn identity(engagement: EngagementId) -> String {
    format!("{engagement}:identity")
}

/// What is addressed to a unit: its feedback, its ledger, requests to it.
pub fn portal(unit: UnitId) -> String {
    format!("{unit}:portal")
}

/// Items of a unit that a department supervises.
pub fn supervised(unit: UnitId) -> String {
    format!("{unit}:supervised")
}

/// What was handed over to a department: clues, matters, petitions.
pub fn received(department: UnitId) -> String {
    format!("{department}:received")
}

/// Clues handed over to a unit's own discipline body; its head and liaison see nothing of them.
pub fn discipline(unit: UnitId) -> String {
    format!("{unit}:discipline")
}

/// Whether a compartment is closed to whoever sees rounds and their engagements' frame: clues and who wrote petitions.
pub fn is_closed(compartment: &str) -> bool {
    let closed = [":clues", ":identity", ":received", ":discipline"];
    compartment == FILED_CLUES || closed.iter().any(|end| compartment.ends_with(end))
}

impl Role {
    /// Everything that a role opens where it is held for `scope`.
    pub fn sees(self, scope: Scope) -> Vec<String> {
        let fixed = self.compartments().iter().map(|c| (*c).to_owned());
        fixed.chain(self.own_compartments(scope)).collect()
    }

    /// The compartments of the one engagement, unit or department that it is held for.
    fn own_compartments(self, scope: Scope) -> Vec<String> {
        let Scope::One(id) = scope else { return Vec::new() };
        let (engagement, unit) = (EngagementId(id), UnitId(id));
        match self {
            Self::TeamLeader => vec![work(engagement), clues(engagement), identity(engagement)],
            Self::TeamDeputy | Self::TeamLiaison | Self::TeamMember => vec![work(engagement)],
            Self::UnitHead
            | Self::UnitLiaisonHead
            | Self::UnitLiaisonOfficer
            | Self::ResponsibleLeader
            | Self::DepartmentHandler
            | Self::SuperiorLeader => vec![portal(unit)],
            Self::UnitDiscipline => vec![discipline(unit)],
            Self::ReceivingOfficer => vec![received(unit)],
            Self::SupervisingOfficer => vec![supervised(unit)],
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::ScopeKind;

    #[test]
    fn a_teams_compartment_says_whose_it_is_and_no_other_does() {
        let engagement = EngagementId(uuid::Uuid::from_u128(7));
        assert_eq!(engagement_of(&work(engagement)), Some(engagement));
        for other in [clues(engagement), identity(engagement), LEDGER.to_owned()] {
            assert_eq!(engagement_of(&other), None, "{other}");
        }
    }

    fn scope_of(role: Role, id: u128) -> Scope {
        match role.scope_kind() {
            ScopeKind::Global => Scope::Global,
            ScopeKind::System => Scope::System,
            ScopeKind::Engagement | ScopeKind::Unit => Scope::One(uuid::Uuid::from_u128(id)),
        }
    }

    #[test]
    fn a_role_held_for_one_opens_nothing_of_another() {
        for role in Role::ALL.into_iter().filter(|r| matches!(scope_of(*r, 1), Scope::One(_))) {
            let (one, other) = (role.sees(scope_of(role, 1)), role.sees(scope_of(role, 2)));
            let shared: Vec<_> = one.iter().filter(|c| other.contains(c)).collect();
            assert!(shared.iter().all(|c| role.compartments().contains(&c.as_str())), "{role:?}: {shared:?}");
            assert_ne!(one, other, "{role:?} has no compartment of its own");
        }
    }

    #[test]
    fn of_a_team_only_the_leader_sees_clues_and_who_wrote_petitions() {
        let id = EngagementId(uuid::Uuid::from_u128(1));
        for role in Role::ALL {
            let sees = role.sees(scope_of(role, 1));
            let closed = [clues(id), identity(id)].iter().any(|c| sees.contains(c));
            assert_eq!(closed, role == Role::TeamLeader, "{role:?}");
        }
    }

    #[test]
    fn what_only_a_leader_sees_is_closed_to_the_office() {
        let id = EngagementId(uuid::Uuid::from_u128(1));
        assert!([clues(id), identity(id), FILED_CLUES.to_owned()].iter().all(|c| is_closed(c)));
        assert!([work(id), LEDGER.to_owned(), REGISTERS.to_owned()].iter().all(|c| !is_closed(c)));
    }

    #[test]
    fn nobody_in_a_unit_sees_anything_from_before_its_feedback() {
        let unit = [
            Role::UnitHead,
            Role::UnitLiaisonHead,
            Role::UnitLiaisonOfficer,
            Role::ResponsibleLeader,
            Role::DepartmentHandler,
            Role::SuperiorLeader,
        ];
        for role in unit {
            assert_eq!(role.sees(scope_of(role, 1)), [portal(UnitId(uuid::Uuid::from_u128(1)))], "{role:?}");
        }
    }
}
