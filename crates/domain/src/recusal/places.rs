//! What recusal needs to know of the organisation tree, as two small traits, and a unit as someone wrote it.

use crate::inspector::NamedUnit;
use kernel::Message;
use kernel::id::UnitId;
use serde::Serialize;

/// A unit that a name was recognised as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The unit.
    pub unit: UnitId,
    /// Its name now.
    pub name: String,
}

/// What became of a written name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// One unit.
    Found(Found),
    /// Several; nothing is chosen.
    Ambiguous(Vec<Found>),
    /// None.
    Unknown,
}

/// Recognises units from the names people write.
pub trait UnitNames {
    /// The unit or units a name stands for.
    fn resolve(&self, written: &str) -> Resolution;
}

/// Answers where units lie.
pub trait UnitTree {
    /// Whether `unit` is `of` or lies below it.
    fn is_within(&self, unit: UnitId, of: UnitId) -> bool;
}

/// A place someone wrote down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A unit of the tree.
    Unit {
        /// As written.
        written: String,
        /// As recognised.
        found: Found,
    },
    /// Could be one of several units.
    Ambiguous {
        /// As written.
        written: String,
        /// The candidates.
        candidates: Vec<Found>,
    },
    /// Known to be no unit of the tree (退休在家, 务农).
    Elsewhere,
    /// Not recognised.
    Unknown {
        /// As written.
        written: String,
    },
}

impl Place {
    /// Recognises a unit anew by its name, so that a renamed unit is found although the pool was stored before;
    /// where the name alone is not enough, the unit stored beside it counts, since a person chose it. `elsewhere`
    /// are words that name no unit.
    pub fn new(named: &NamedUnit, names: &dyn UnitNames, elsewhere: &[String]) -> Self {
        let written = named.written.trim();
        if written.is_empty() || elsewhere.iter().any(|word| word == written) {
            return Self::Elsewhere;
        }
        let written = written.to_owned();
        match (names.resolve(&written), named.unit) {
            (Resolution::Found(found), _) => Self::Unit { written, found },
            (_, Some(unit)) => Self::Unit { found: Found { unit, name: written.clone() }, written },
            (Resolution::Ambiguous(candidates), None) => Self::Ambiguous { written, candidates },
            (Resolution::Unknown, None) => Self::Unknown { written },
        }
    }

    /// The place in words if it lies in the target: as written, as recognised, and what it lies below.
    pub(super) fn within(&self, target: &Found, tree: &dyn UnitTree) -> Option<Message> {
        let Self::Unit { written, found } = self else { return None };
        if !tree.is_within(found.unit, target.unit) {
            return None;
        }
        let (renamed, below) = (*written != found.name, found.unit != target.unit);
        let id = match (renamed, below) {
            (false, false) => "recusal-place",
            (true, false) => "recusal-place-recognised",
            (false, true) => "recusal-place-below",
            (true, true) => "recusal-place-recognised-below",
        };
        let message = Message::new(id).with("written", written.as_str());
        let message = if renamed { message.with("unit", found.name.as_str()) } else { message };
        Some(if below { message.with("above", target.name.as_str()) } else { message })
    }

    /// The words as written, if the place might lie in the target and nobody can tell.
    pub(super) fn might_be_within(&self, target: &Found, tree: &dyn UnitTree) -> Option<&str> {
        match self {
            Self::Ambiguous { written, candidates } => {
                candidates.iter().any(|c| tree.is_within(c.unit, target.unit)).then_some(written)
            }
            Self::Unknown { written } => Some(written),
            Self::Unit { .. } | Self::Elsewhere => None,
        }
    }
}
