//! The rules of a team's composition, as a ruleset.

use super::{ROLE_CODES, Role};
use crate::ruleset::Reader;
use kernel::Message;
use std::collections::BTreeMap;

/// How teams are made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamRules {
    /// The fewest members a team may enter with.
    pub least_members: u16,
    /// Places a proposal fills, in this order.
    pub seats: Vec<Seat>,
    /// Skills a team should have among its members.
    pub skills: Vec<String>,
    /// How many past rounds count as load.
    pub recent_rounds: u16,
    /// Fewest training hours; `None` when none are asked.
    pub least_training_hours: Option<u16>,
    /// Grades of post that a role needs; any for roles not named.
    pub grades: BTreeMap<Role, Vec<String>>,
    /// Whether only full members of the Party are proposed.
    pub full_members_only: bool,
}

/// Places of one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The role.
    pub role: Role,
    /// How many.
    pub count: u16,
}

impl TeamRules {
    /// Reads the content of a ruleset.
    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        let least_members = reader.number("least_members", 1..=50);
        let seats = reader.list("seats", |s| {
            let (role, count) = (s.choice("role", &ROLE_CODES), s.number("count", 0..=50));
            Some(Seat { role: role?, count: count? })
        });
        if !seats.iter().any(|s| s.role == Role::Leader && s.count == 1) {
            reader.faults().note(reader.at("seats"), Message::new("ruleset-team-one-leader"));
        }
        let skills = reader.texts("skills");
        let recent_rounds = reader.number("recent_rounds", 0..=50);
        let least_training_hours = reader.optional_number("least_training_hours", 0..=10_000);
        let grades = reader.raw("grades").and_then(|_| read_grades(reader)).unwrap_or_default();
        let full_members_only = reader.flag("full_members_only");
        Some(Self {
            least_members: least_members?,
            seats,
            skills,
            recent_rounds: recent_rounds?,
            least_training_hours,
            grades,
            full_members_only,
        })
    }
}

fn read_grades(reader: &Reader<'_>) -> Option<BTreeMap<Role, Vec<String>>> {
    let object = reader.object("grades")?;
    let named = Role::ALL.into_iter().zip(ROLE_CODES);
    let grades = named
        .filter(|(_, code)| object.raw(code).is_some())
        .map(|(role, code)| (role, object.texts(code)))
        .collect();
    object.finish();
    Some(grades)
}
