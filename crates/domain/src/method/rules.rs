//! What each method asks for, as a ruleset.

use super::Method;
use crate::ruleset::Reader;
use kernel::Message;

/// The rules of the methods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MethodRules {
    /// One rule for each method that is recorded here.
    pub methods: Vec<MethodRule>,
    /// The fewest inspectors of an unannounced visit.
    pub unannounced_inspectors: u16,
}

/// What one method asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodRule {
    /// Its code: `C2`.
    pub code: String,
    /// What its numbers begin with: `TALK`.
    pub prefix: String,
    /// The fewest inspectors.
    pub inspectors: u16,
    /// Whether what was learnt is sealed.
    pub notes_sealed: bool,
    /// Whether the people met are sealed with it, as reporters are.
    pub people_sealed: bool,
    /// Whether the people met must be named.
    pub people_named: bool,
    /// Whether each inspector checks the record.
    pub checked: bool,
    /// Whether it needs the reference of an approval.
    pub approval: bool,
    /// The document this rests on.
    pub basis: String,
}

impl MethodRules {
    /// Reads the content of a ruleset.
    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        let methods = reader.list("methods", |r| {
            let (code, prefix, basis) = (r.text("code"), r.text("prefix"), r.text("basis"));
            let inspectors = r.number("inspectors", 1..=20);
            let flags = ["notes_sealed", "people_sealed", "people_named", "checked", "approval"];
            let [notes_sealed, people_sealed, people_named, checked, approval] = flags.map(|key| r.flag(key));
            Some(MethodRule {
                code: code?,
                prefix: prefix?,
                inspectors: inspectors?,
                notes_sealed,
                people_sealed,
                people_named,
                checked,
                approval,
                basis: basis?,
            })
        });
        let unannounced = reader.number("unannounced_inspectors", 1..=20);
        let rules = Self { methods, unannounced_inspectors: unannounced? };
        rules.check(reader);
        Some(rules)
    }

    /// A known method once, and a prefix of its own.
    fn check(&self, reader: &Reader<'_>) {
        let say = |id: &'static str, value: &str| {
            reader.faults().note(reader.at("methods"), Message::new(id).with("value", value));
        };
        for (at, rule) in self.methods.iter().enumerate() {
            if !Method::is_known(&rule.code) {
                say("ruleset-method-unknown", &rule.code);
            }
            let before = || self.methods.iter().take(at);
            if before().any(|other| other.code == rule.code) {
                say("ruleset-word-twice", &rule.code);
            }
            if before().any(|other| other.prefix == rule.prefix) {
                say("ruleset-word-twice", &rule.prefix);
            }
        }
    }

    /// The rule of a method; `None` for one that is not recorded here.
    pub fn of(&self, code: &str) -> Option<&MethodRule> {
        self.methods.iter().find(|rule| rule.code == code)
    }
}
