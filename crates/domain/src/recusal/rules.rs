//! The rules of recusal as a ruleset: tests with parameters, the sides they bind, the words of relations.

use crate::organisation::UnitKind;
use crate::ruleset::{Names, Reader};
use crate::team::{ROLE_CODES, Role};
use kernel::Message;
use std::collections::{BTreeMap, BTreeSet};

/// All rules of one ruleset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecusalRules {
    /// The rules, in the order reasons are given.
    pub rules: Vec<RecusalRule>,
    /// Words for relations, by group (`spouse`: 配偶, 妻子, …).
    pub relations: BTreeMap<String, Vec<String>>,
    /// Words for acquaintances that are no relatives (同学, 老乡).
    pub not_relatives: Vec<String>,
    /// Words in a unit's place that name no unit (退休在家, 务农).
    pub elsewhere: Vec<String>,
    /// Words in a native place that name no place of the tree (外省, 外县).
    pub native_elsewhere: Vec<String>,
    /// The installation's own county or city, which native places may begin with; any when not set.
    pub own_place: Option<String>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecusalRule {
    /// Its code (`HOME`); records and the JSON keep it.
    pub code: String,
    /// What pages call it.
    pub name: Names,
    /// What it looks at.
    pub test: Test,
    /// The sides it binds.
    pub roles: Vec<Role>,
    /// The document it rests on.
    pub basis: String,
}

/// What a rule looks at. "There" is the inspected unit or anything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// The present post is there.
    Home,
    /// A former post there ended less than so many years before the start.
    PostRecent {
        /// Years.
        years: u16,
    },
    /// All former posts there add up to more than so many months.
    PostLong {
        /// Months; exactly as many do not bind.
        months: u32,
    },
    /// A relative of these groups works there.
    Kin {
        /// Groups of relations.
        groups: Vec<String>,
    },
    /// The native place is there, for units of these kinds.
    Native {
        /// Codes of unit kinds.
        unit_kinds: Vec<UnitKind>,
    },
}

const TESTS: [&str; 5] = ["home", "post_recent", "post_long", "kin", "native"];

impl RecusalRules {
    /// Reads the content of a ruleset.
    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        let relations = reader.object("relations")?;
        let groups: BTreeMap<String, Vec<String>> =
            relations.keys().into_iter().map(|group| (group.to_owned(), relations.texts(group))).collect();
        relations.finish();
        let rules = reader.list("rules", |r| read_rule(r, &groups));
        let found = Self {
            rules,
            not_relatives: reader.texts("not_relatives"),
            elsewhere: reader.texts("elsewhere"),
            native_elsewhere: reader.texts("native_elsewhere"),
            own_place: reader.optional_text("own_place"),
            relations: groups,
        };
        found.note_words_used_twice(reader);
        Some(found)
    }

    fn note_words_used_twice(&self, reader: &Reader<'_>) {
        let mut seen = BTreeSet::new();
        for word in self.relations.values().flatten().chain(&self.not_relatives) {
            if !seen.insert(word) {
                let message = Message::new("ruleset-word-twice").with("value", word.as_str());
                reader.faults().note(reader.at("relations"), message);
            }
        }
    }

    /// The group a written relation belongs to.
    pub(super) fn group(&self, relation: &str) -> Option<&str> {
        let mut groups = self.relations.iter();
        groups.find(|(_, words)| words.iter().any(|w| w == relation)).map(|(group, _)| group.as_str())
    }

    /// Whether a written relation is known to be no relative.
    pub(super) fn is_no_relative(&self, relation: &str) -> bool {
        self.not_relatives.iter().any(|word| relation == word || relation.ends_with(word.as_str()))
    }
}

fn read_rule(r: &Reader<'_>, groups: &BTreeMap<String, Vec<String>>) -> Option<RecusalRule> {
    let (code, name, basis) = (r.text("code"), r.names("name"), r.text("basis"));
    let roles: Vec<Role> = r.choices("roles", &ROLE_CODES);
    let test: Option<String> = r.choice("test", &TESTS);
    let test = match test?.as_str() {
        "home" => Test::Home,
        "post_recent" => Test::PostRecent { years: r.number("years", 1..=50)? },
        "post_long" => Test::PostLong { months: r.number("months", 0..=600)? },
        "kin" => Test::Kin { groups: kin_groups(r, groups) },
        _ => Test::Native { unit_kinds: r.texts("unit_kinds").into_iter().map(UnitKind).collect() },
    };
    Some(RecusalRule { code: code?, name: name?, test, roles, basis: basis? })
}

fn kin_groups(r: &Reader<'_>, known: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let groups = r.texts("groups");
    for group in groups.iter().filter(|g| !known.contains_key(*g)) {
        let allowed: Vec<&str> = known.keys().map(String::as_str).collect();
        let message = Message::new("ruleset-unknown-choice")
            .with("value", group.as_str())
            .with("allowed", allowed.join(", "));
        r.faults().note(r.at("groups"), message);
    }
    groups
}
