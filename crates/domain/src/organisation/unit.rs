//! A unit's record, as the journal keeps it.
//!
//! The parts that change are plain fields; what a change may be is in [`super::change`]. A unit is never
//! deleted: it ends, with date, reason and what became of it.

use super::taxonomy::{CadreLevel, UnitKind, UnitNature};
use crate::term::{Month, RoundNumber, TermNumber};
use kernel::{Day, UnitId};
use serde::{Deserialize, Serialize};

/// Number of this record's canonical format.
pub const FORMAT: u16 = 1;

/// Another name under which people write a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// The name.
    pub name: String,
    /// What sort of name it is.
    pub kind: AliasKind,
    /// Until when it was the unit's own name, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// Sorts of other names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AliasKind {
    /// An earlier name, its own or that of a unit that went into it.
    Former,
    /// A short form in use.
    Short,
    /// A second name plate.
    Plate,
}

/// Who heads a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Name.
    pub name: String,
    /// Post.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// Who manages them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<CadreLevel>,
}

/// The last inspection before the program knew rounds of its own, as a unit list states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastInspection {
    /// In which term.
    pub term: TermNumber,
    /// In which round of it, when stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<RoundNumber>,
    /// In which month, when stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<Month>,
}

/// What a unit has come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// It exists.
    #[default]
    Active,
    /// It went into another unit.
    Merged(Ending),
    /// It became several units.
    Split(Ending),
    /// It was abolished.
    Abolished(Ending),
}

/// How a unit ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// First day on which it no longer exists.
    pub on: Day,
    /// Why, in the office's words.
    pub reason: String,
    /// The units that carry on its work; rectification items and history point there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<UnitId>,
}

/// A node of the organisation tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its name now.
    pub name: String,
    /// Other names people use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// Kind; `None` for the root, the committee itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<UnitKind>,
    /// Nature, finer than the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<UnitNature>,
    /// Form of its Party organisation, as written: 党组, 党总支.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub party_form: String,
    /// The unit above; `None` for the root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<UnitId>,
    /// Party members, when stated. A township's include those of its villages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<u32>,
    /// Staff in post, when stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<u32>,
    /// Its head, when stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Head>,
    /// Whether it must be inspected once in a term.
    pub covered: bool,
    /// The last inspection a list stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_inspection: Option<LastInspection>,
    /// Place in the office's own lists, which follow protocol and not the alphabet.
    #[serde(default)]
    pub list_order: u32,
    /// Remarks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// First day on which it exists, when the program knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// What it has come to.
    #[serde(flatten)]
    pub state: State,
}

impl Unit {
    /// The root: the committee in whose name inspections are made.
    pub fn root(id: UnitId, name: &str, short: Option<&str>) -> Self {
        let short = short.map(|name| Alias { name: name.to_owned(), kind: AliasKind::Short, until: None });
        Self {
            id,
            name: name.to_owned(),
            aliases: short.into_iter().collect(),
            kind: None,
            nature: None,
            party_form: String::new(),
            parent: None,
            members: None,
            staff: None,
            head: None,
            covered: false,
            last_inspection: None,
            list_order: 0,
            note: String::new(),
            since: None,
            state: State::Active,
        }
    }

    /// Whether it exists now.
    pub fn is_active(&self) -> bool {
        self.state == State::Active
    }

    /// How it ended, if it did.
    pub const fn ending(&self) -> Option<&Ending> {
        match &self.state {
            State::Active => None,
            State::Merged(ending) | State::Split(ending) | State::Abolished(ending) => Some(ending),
        }
    }

    /// Whether it existed on a day, as far as the program knows.
    pub fn existed_on(&self, day: Day) -> bool {
        self.since.is_none_or(|since| since <= day) && self.ending().is_none_or(|ending| day < ending.on)
    }
}
