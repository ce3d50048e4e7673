//! The scope test: what the ruleset proposes, with its reason in words; a person decides.
//!
//! In scope is what is about an inspected unit's leading body, its members and those in key posts. The words that speak
//! for a personal claim, a lawsuit, a question or a complaint about ordinary staff are data ([`PetitionRules`]).

use super::{PetitionRules, Verdict};
use crate::ruleset::Names;
use kernel::Message;
use serde::{Deserialize, Serialize};

/// How the unit a petition is about stands to the engagement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitStanding {
    /// One that is inspected, or below one.
    Inspected,
    /// Another unit.
    Other,
    /// None is named.
    NotNamed,
}

/// What the test looks at.
#[derive(Clone, Copy, Debug)]
pub struct ScopeFacts<'a> {
    /// How its unit stands.
    pub unit: UnitStanding,
    /// Those it is about, as written.
    pub subject: &'a str,
    /// Whether one of them is a known cadre of an inspected unit.
    pub subject_is_cadre: bool,
    /// What it says.
    pub text: &'a str,
}

/// What the rules propose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeProposal {
    /// In, mixed or out, with the main reason.
    pub verdict: VerdictCode,
    /// Why, in words.
    pub why: Vec<Message>,
}

/// The verdict as it is printed: `in`, `mixed`, `out` and the reason's code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VerdictCode(pub Verdict);

/// A phrase of the text that a rule pays heed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hint {
    /// The phrase.
    pub phrase: String,
}

impl PetitionRules {
    /// Proposes whether a petition is in scope.
    pub fn propose(&self, facts: &ScopeFacts<'_>) -> ScopeProposal {
        let mut why = Vec::new();
        let reason = self.out_reason(facts, &mut why);
        let verdict = match reason {
            Some(code) => Verdict::Out { reason: code },
            None if self.is_mixed(facts.text, &mut why) => Verdict::Mixed,
            None => {
                why.push(Message::new("petition-scope-in"));
                Verdict::In
            }
        };
        ScopeProposal { verdict: VerdictCode(verdict), why }
    }

    fn out_reason(&self, facts: &ScopeFacts<'_>, why: &mut Vec<Message>) -> Option<String> {
        let inspected = facts.unit == UnitStanding::Inspected || facts.subject_is_cadre;
        for reason in &self.out_reasons {
            let cues: Vec<&str> =
                reason.cues.iter().map(String::as_str).filter(|cue| facts.text.contains(*cue)).collect();
            let least = usize::from(if inspected { reason.cues_inspected } else { reason.cues_otherwise });
            if least > 0 && cues.len() >= least {
                why.push(because("petition-scope-cue", &reason.name).with("value", cues.join("、")));
                return Some(reason.code.clone());
            }
            let ordinary = reason.subjects.iter().find(|word| facts.subject.contains(word.as_str()));
            let has_post = self.post_words.iter().any(|word| facts.subject.contains(word.as_str()));
            let staff = facts.unit == UnitStanding::Inspected && !has_post && !facts.subject_is_cadre;
            if let (Some(word), true) = (ordinary, staff) {
                why.push(because("petition-scope-subject", &reason.name).with("value", word.as_str()));
                return Some(reason.code.clone());
            }
            if reason.other_unit && facts.unit == UnitStanding::Other && !facts.subject_is_cadre {
                why.push(because("petition-scope-other-unit", &reason.name));
                return Some(reason.code.clone());
            }
            if reason.no_unit && facts.unit == UnitStanding::NotNamed && !facts.subject_is_cadre {
                why.push(because("petition-scope-no-unit", &reason.name));
                return Some(reason.code.clone());
            }
        }
        None
    }

    /// A personal claim beside a report: a word that joins two matters, and a word that claims.
    fn is_mixed(&self, text: &str, why: &mut Vec<Message>) -> bool {
        let joining = self.joining_words.iter().find(|word| text.contains(word.as_str()));
        let claiming = self.claim_words.iter().find(|word| text.contains(word.as_str()));
        let (Some(joining), Some(claiming)) = (joining, claiming) else { return false };
        why.push(Message::new("petition-scope-mixed").with("value", format!("{claiming}、{joining}")));
        true
    }
}

/// The reason's name is put in as data, as the ruleset writes it first.
fn because(id: &'static str, name: &Names) -> Message {
    Message::new(id).with("reason", name.zh.as_str())
}

/// The phrase that announces a gathering, if one does.
pub fn crowd_risk(text: &str, rules: &PetitionRules) -> Option<Hint> {
    hint(text, &rules.crowd_words)
}

/// The name or title of a cadre managed at a higher level, if the text holds one. `names` are those known.
pub fn higher_level(text: &str, names: &[String], rules: &PetitionRules) -> Option<Hint> {
    hint(text, names).or_else(|| hint(text, &rules.higher_titles))
}

fn hint(text: &str, phrases: &[String]) -> Option<Hint> {
    let found = phrases.iter().find(|phrase| !phrase.is_empty() && text.contains(phrase.as_str()));
    found.map(|phrase| Hint { phrase: phrase.clone() })
}
