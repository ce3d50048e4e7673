//! The words of unit lists that differ from place to place: kinds, natures, management levels.
//!
//! Data of a ruleset with an effective date; codes stay when words change. [`Taxonomy::shipped`] is the default.
//! Called by the import, the export and coverage.

use crate::ruleset::Body;
use serde::{Deserialize, Serialize};

/// Declares codes of a taxonomy: short ASCII words that records keep.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The code.
            pub fn new(code: &str) -> Self {
                Self(code.to_owned())
            }

            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    )+};
}

codes! {
    /// Kind of a unit, by which coverage is counted: `department`, `township`, `soe`, `school_hospital`, `village`.
    UnitKind,
    /// Nature of a unit, finer than its kind: `government_department`, `community`.
    UnitNature,
    /// Who manages a cadre: `city`, `county`, `township`.
    CadreLevel,
}

/// A word in both languages, and other spellings that lists use for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// Page and list text in Chinese.
    pub zh: String,
    /// Page text in English.
    pub en: String,
    /// Other spellings that an import accepts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

impl Word {
    fn is_written(&self, written: &str) -> bool {
        self.zh == written || self.also.iter().any(|other| other == written)
    }
}

/// A kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindEntry {
    /// Its code.
    pub code: UnitKind,
    /// Its name.
    pub word: Word,
}

/// A nature and the kind it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NatureEntry {
    /// Its code.
    pub code: UnitNature,
    /// The kind of units of this nature.
    pub kind: UnitKind,
    /// Its name.
    pub word: Word,
}

/// A management level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelEntry {
    /// Its code.
    pub code: CadreLevel,
    /// Its name.
    pub word: Word,
    /// Relative to this committee: above, its own, or below; a clue about a cadre above goes up (D4).
    pub side: LevelSide,
}

/// Where a management level stands relative to the committee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelSide {
    /// Managed higher up.
    Higher,
    /// Managed by this committee.
    Own,
    /// Managed below.
    Lower,
}

/// The taxonomy of units, body of its ruleset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxonomy {
    /// Kinds in the order of lists.
    pub kinds: Vec<KindEntry>,
    /// Natures in the order of lists.
    pub natures: Vec<NatureEntry>,
    /// Management levels, highest first.
    pub levels: Vec<LevelEntry>,
    /// Forms of Party organisation that are no object of coverage (party cells, A2).
    pub uncovered_forms: Vec<String>,
}

impl Taxonomy {
    /// The nature a list means, by any of its spellings.
    pub fn nature_written(&self, written: &str) -> Option<&NatureEntry> {
        self.natures.iter().find(|nature| nature.word.is_written(written))
    }

    /// The level a list means, by any of its spellings.
    pub fn level_written(&self, written: &str) -> Option<&LevelEntry> {
        self.levels.iter().find(|level| level.word.is_written(written))
    }

    /// A nature by its code.
    pub fn nature(&self, code: &UnitNature) -> Option<&NatureEntry> {
        self.natures.iter().find(|nature| &nature.code == code)
    }

    /// A level by its code.
    pub fn level(&self, code: &CadreLevel) -> Option<&LevelEntry> {
        self.levels.iter().find(|level| &level.code == code)
    }

    /// A kind by its code.
    pub fn kind(&self, code: &UnitKind) -> Option<&KindEntry> {
        self.kinds.iter().find(|kind| &kind.code == code)
    }

    /// Whether units with this form of Party organisation are objects of coverage.
    pub fn is_covered(&self, party_form: &str) -> bool {
        !self.uncovered_forms.iter().any(|form| form == party_form)
    }

    /// The default of a county, as its ruleset ships it.
    pub fn shipped() -> Self {
        // The file is part of the build and a test reads it, so the empty taxonomy is never seen.
        let shipped = crate::ruleset::shipped().unwrap_or_default();
        let bodies = shipped.into_iter().filter_map(|ruleset| ruleset.draft.check().ok());
        let found = bodies.into_iter().find_map(|body| match body {
            Body::UnitKinds(taxonomy) => Some(taxonomy),
            _ => None,
        });
        found.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{LevelSide, Taxonomy};
    use std::collections::HashSet;

    #[test]
    fn a_spelling_means_one_nature_and_one_level() {
        let taxonomy = Taxonomy::shipped();
        let mut seen = HashSet::new();
        for word in taxonomy.natures.iter().map(|n| &n.word) {
            assert!(seen.insert(&word.zh) && word.also.iter().all(|w| seen.insert(w)), "{word:?}");
        }
        seen.clear();
        for word in taxonomy.levels.iter().map(|l| &l.word) {
            assert!(seen.insert(&word.zh) && word.also.iter().all(|w| seen.insert(w)), "{word:?}");
        }
    }

    #[test]
    fn every_nature_belongs_to_a_kind_of_the_list() {
        let taxonomy = Taxonomy::shipped();
        assert_eq!((taxonomy.kinds.len(), taxonomy.natures.len(), taxonomy.levels.len()), (5, 13, 6));
        assert!(taxonomy.natures.iter().all(|nature| taxonomy.kind(&nature.kind).is_some()));
    }

    #[test]
    fn the_spellings_of_the_field_are_understood() {
        let taxonomy = Taxonomy::shipped();
        assert_eq!(taxonomy.level_written("市委管理").map(|l| l.side), Some(LevelSide::Higher));
        assert_eq!(taxonomy.nature_written("社区").map(|n| n.kind.as_str()), Some("village"));
        assert!(taxonomy.nature_written("神秘单位").is_none());
        assert!(taxonomy.is_covered("党组") && !taxonomy.is_covered("党小组"));
    }
}
