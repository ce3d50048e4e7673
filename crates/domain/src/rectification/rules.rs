//! What differs from place to place in rectification: who signs in which order, which evidence is weak, what lists
//! call a state, and how reminders grow. Read from the ruleset of kind `rectification`, with its basis.

use super::ledger::Reported;
use super::{EvidenceKind, Sign};
use crate::ruleset::{Names, Reader};
use kernel::Message;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Whom a reminder addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    /// The unit's handler of the item.
    Handler,
    /// The responsible leader.
    #[serde(rename = "responsible_leader")]
    Leader,
    /// The unit's head.
    #[serde(rename = "unit_head")]
    Head,
    /// The superior leader in charge.
    Superior,
}

/// One weight of reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderStep {
    /// Its code; reminders sent keep it.
    pub code: String,
    /// What the paper is called.
    pub name: Names,
    /// From how many days after the due day on; negative before it.
    pub from_days: i64,
    /// Days that must lie between the reminder before and this one.
    pub gap_days: i64,
    /// Whom it addresses.
    pub to: Vec<Addressee>,
    /// Whether it needs an approval.
    pub approval: bool,
    /// The document it rests on.
    pub basis: String,
}

/// Words by which lists report a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateWords {
    /// The state.
    pub state: Reported,
    /// The words; the first is the one that exports write.
    pub words: Vec<String>,
}

/// The rules of rectification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RectificationRules {
    /// Who signs, in order; verification is always last.
    pub chain: Vec<Sign>,
    /// The document the chain rests on.
    pub chain_basis: String,
    /// Kinds of evidence that prove little by themselves.
    pub weak_evidence: Vec<EvidenceKind>,
    /// A deadline without a year in the next year is clear within this many months.
    pub clear_months: u16,
    /// From how many days before its day an item is near.
    pub near_days: u16,
    /// What lists call the states.
    pub states: Vec<StateWords>,
    /// Reminders, lightest first.
    pub reminders: Vec<ReminderStep>,
}

impl RectificationRules {
    /// Reads the content of a ruleset.
    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        let chain: Vec<Sign> = reader.choices("chain", &Sign::CODES);
        let ordered = chain.iter().zip(chain.iter().skip(1)).all(|(a, b)| a < b);
        if !ordered || chain.last() != Some(&Sign::Verify) || !chain.contains(&Sign::Leader) {
            reader.faults().note(reader.at("chain"), Message::new("ruleset-rectification-chain"));
        }
        let weak_evidence = reader.choices("weak_evidence", &EvidenceKind::CODES);
        let states = reader.list("states", |r| {
            let state = r.choice("state", &Reported::CODES);
            let words = r.texts("words");
            Some(StateWords { state: state?, words })
        });
        let mut seen = BTreeSet::new();
        for word in states.iter().flat_map(|state| &state.words) {
            if !seen.insert(word) {
                let message = Message::new("ruleset-word-twice").with("value", word.as_str());
                reader.faults().note(reader.at("states"), message);
            }
        }
        let reminders: Vec<ReminderStep> = reader.list("reminders", read_reminder);
        if reminders.iter().zip(reminders.iter().skip(1)).any(|(a, b)| a.from_days >= b.from_days) {
            reader.faults().note(reader.at("reminders"), Message::new("ruleset-rectification-reminders"));
        }
        let (chain_basis, clear_months) = (reader.text("chain_basis"), reader.number("clear_months", 0..=12));
        let near_days = reader.number("near_days", 0..=365);
        Some(Self {
            chain,
            chain_basis: chain_basis?,
            weak_evidence,
            clear_months: clear_months?,
            near_days: near_days?,
            states,
            reminders,
        })
    }

    /// The state that a list's word reports. A percentage says how far, never that something is closed.
    pub fn reported(&self, word: &str) -> Option<Reported> {
        let word = word.trim().trim_end_matches(['。', '；', ';']);
        if word.is_empty() {
            return Some(Reported::Unstated);
        }
        let known = self.states.iter().find(|state| state.words.iter().any(|known| known == word));
        known.map(|state| state.state).or_else(|| percentage(word))
    }

    /// The word that exports write for a state; empty where nothing was stated.
    pub fn word_of(&self, state: Reported) -> &str {
        let words = self.states.iter().find(|known| known.state == state);
        words.and_then(|known| known.words.first()).map_or("", String::as_str)
    }
}

fn percentage(word: &str) -> Option<Reported> {
    let number = word.strip_suffix(['%', '％'])?;
    match number.trim().parse::<f64>().ok()? {
        done if (done - 100.0).abs() < f64::EPSILON => Some(Reported::Completed),
        0.0 => Some(Reported::NotStarted),
        part if part > 0.0 && part < 100.0 => Some(Reported::InProgress),
        _ => None,
    }
}

fn read_reminder(r: &Reader<'_>) -> Option<ReminderStep> {
    let (code, name, basis) = (r.text("code"), r.names("name"), r.text("basis"));
    let from_days = r.number("from_days", -365..=3_650);
    let gap_days = r.number("gap_days", 0..=365);
    let to = r.choices("to", &["handler", "responsible_leader", "unit_head", "superior"]);
    let approval = r.flag("approval");
    Some(ReminderStep {
        code: code?,
        name: name?,
        from_days: from_days?,
        gap_days: gap_days?,
        to,
        approval,
        basis: basis?,
    })
}
