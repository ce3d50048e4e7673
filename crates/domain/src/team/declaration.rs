//! The recusal declaration a person signs before clearance, and what the office holds it against.

use super::Role;
use crate::Refusal;
use crate::recusal::{Outcome, Target};
use kernel::id::{DeclarationId, PersonId, RoundId, UnitId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// What a person declares for a round. Sealed where it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Its id.
    pub id: DeclarationId,
    /// Who declares.
    pub person: PersonId,
    /// For which round.
    pub round: RoundId,
    /// On which day.
    pub on: Day,
    /// The units it speaks about.
    pub units: Vec<UnitId>,
    /// Conflicts the person names.
    pub conflicts: Vec<DeclaredConflict>,
    /// Answers to the questions of the check.
    pub answers: Vec<Answer>,
}

/// A conflict a person names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredConflict {
    /// With which unit.
    pub unit: UnitId,
    /// Which, in the person's words.
    pub words: String,
}

/// An answer to a question of the check ([`crate::recusal::Ask`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// About which unit.
    pub unit: UnitId,
    /// The question's key.
    pub key: String,
    /// Whether there is a conflict.
    pub conflict: bool,
    /// The person's words.
    pub words: String,
}

/// The check of one person against one unit of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The unit.
    pub target: Target,
    /// What was found.
    pub outcome: Outcome,
}

impl Declaration {
    /// Whether declaration and checks together leave nothing in the way of a role.
    pub(super) fn allows(&self, role: Role, checks: &[Check]) -> Result<(), Refusal> {
        if checks.is_empty() {
            return Err(Refusal::new("team-clear-unchecked"));
        }
        checks.iter().try_for_each(|check| self.allows_unit(role, check))
    }

    fn allows_unit(&self, role: Role, check: &Check) -> Result<(), Refusal> {
        let unit = check.target.unit.unit;
        let about = |id| Message::new(id).with("unit", check.target.unit.name.as_str());
        if !self.units.contains(&unit) {
            return Err(about("team-clear-unit-not-declared").into());
        }
        if let Some(reason) = check.outcome.binding(role).next() {
            return Err(about("team-clear-conflict").with("reason", reason.message.clone()).into());
        }
        if let Some(conflict) = self.conflicts.iter().find(|c| c.unit == unit) {
            return Err(about("team-clear-declared-conflict").with("words", conflict.words.as_str()).into());
        }
        for ask in &check.outcome.asks {
            let answer = self.answers.iter().find(|a| a.unit == unit && a.key == ask.key);
            match answer {
                None => {
                    return Err(about("team-clear-unanswered").with("question", ask.message.clone()).into());
                }
                Some(answer) if answer.conflict => {
                    return Err(about("team-clear-declared-conflict")
                        .with("words", answer.words.as_str())
                        .into());
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
}
