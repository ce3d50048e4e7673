//! What a paper must hold before it is signed, and before the team meeting passes it.

use super::{Finding, FocusRules, Paper, belongs_to_clue};
use crate::ruleset::Reader;
use kernel::Message;
use serde::Serialize;

/// Whether a fault keeps the paper from being signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The paper cannot be signed.
    Blocks,
    /// The team meeting cannot pass it.
    BlocksMeeting,
    /// To be looked at.
    Hint,
}

/// Something a paper lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Stable name: `no_evidence`, `period_reversed`.
    pub kind: &'static str,
    /// Whether it blocks.
    pub severity: Severity,
    /// What to say.
    pub message: Message,
}

/// The rules for findings: kept beside the frames of focus in one ruleset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingRules {
    /// How many undertakers sign.
    pub signatures: u8,
    /// Whether the facts are confirmed with the unit before a paper goes into the report.
    pub confirm_facts: bool,
    /// Words that tell of one person's violation and not of the organisation's work.
    pub violation_words: Vec<String>,
    /// How papers are numbered within a round.
    pub number: NumberForm,
    /// Which method the number of a piece of evidence tells of, by what it begins with.
    pub evidence_numbers: Vec<(String, String)>,
}

/// How papers are numbered: `DG001`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumberForm {
    /// What a number begins with.
    pub prefix: String,
    /// How many digits it has at least.
    pub digits: u8,
}

impl NumberForm {
    /// The number of a serial.
    pub fn write(&self, serial: i64) -> String {
        format!("{}{serial:0width$}", self.prefix, width = usize::from(self.digits))
    }

    /// The serial of a number of this form.
    pub fn parse(&self, number: &str) -> Option<i64> {
        let digits = number.trim().strip_prefix(self.prefix.as_str())?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
    }
}

impl FindingRules {
    /// Reads its part of the ruleset.
    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        let signatures = reader.number("signatures", 1..=5);
        let confirm_facts = reader.flag("confirm_facts");
        let violation_words = reader.texts("violation_words");
        let number = reader.object("number").and_then(|object| {
            let (prefix, digits) = (object.text("prefix"), object.number("digits", 1..=9));
            object.finish();
            Some(NumberForm { prefix: prefix?, digits: digits? })
        });
        let evidence_numbers =
            reader.list("evidence_numbers", |e| Some((e.text("prefix")?, e.text("method")?)));
        Some(Self {
            signatures: signatures?,
            confirm_facts,
            violation_words,
            number: number?,
            evidence_numbers,
        })
    }

    /// The method that the number of a piece of evidence tells of; `C12` when it tells of none.
    pub fn method_of(&self, number: &str) -> &str {
        let found = self.evidence_numbers.iter().filter(|(prefix, _)| number.starts_with(prefix.as_str()));
        found.max_by_key(|(prefix, _)| prefix.len()).map_or("C12", |(_, method)| method.as_str())
    }
}

impl Finding {
    /// Everything it lacks, the gravest first: the completeness list.
    pub fn faults(&self, rules: &FindingRules, focus: &FocusRules) -> Vec<Fault> {
        let mut faults = self.paper.faults(rules, focus);
        let named = self.undertakers.iter().collect::<std::collections::BTreeSet<_>>().len();
        if named < usize::from(rules.signatures) {
            let message = Message::new("finding-too-few-undertakers");
            let message = message.with("count", named).with("needed", i64::from(rules.signatures));
            faults.push(Fault { kind: "one_undertaker", severity: Severity::Blocks, message });
        }
        faults.sort_by_key(|fault| fault.severity);
        faults
    }
}

impl Paper {
    fn faults(&self, rules: &FindingRules, focus: &FocusRules) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut note = |kind, severity, message| faults.push(Fault { kind, severity, message });
        if let Some(phrase) = belongs_to_clue(self, rules) {
            let message = Message::new("finding-belongs-to-clue").with("value", phrase);
            note("belongs_to_clue", Severity::Blocks, message);
        }
        if self.title.trim().is_empty() {
            note("no_title", Severity::Blocks, Message::new("finding-no-title"));
        }
        if self.sentences.iter().all(|sentence| sentence.text.trim().is_empty()) {
            note("no_facts", Severity::Blocks, Message::new("finding-no-facts"));
        }
        if self.basis.trim().is_empty() {
            note("no_basis", Severity::Blocks, Message::new("finding-no-basis"));
        }
        if self.all_evidence().next().is_none() {
            note("no_evidence", Severity::Blocks, Message::new("finding-no-evidence"));
        }
        if let Some(period) = self.period.filter(|period| period.to < period.from) {
            let message = Message::new("finding-period-reversed");
            note(
                "period_reversed",
                Severity::Blocks,
                message.with("from", period.from).with("to", period.to),
            );
        }
        if self.focus.is_empty() {
            note("no_focus", Severity::Blocks, Message::new("finding-no-focus"));
        }
        for code in self.focus.iter().filter(|code| focus.point(code).is_none()) {
            let message = Message::new("finding-unknown-focus").with("value", code.0.as_str());
            note("unknown_focus", Severity::Blocks, message);
        }
        let bare = |s: &&super::Sentence| s.is_fact && s.evidence.is_empty();
        let unsupported = self.sentences.iter().filter(bare).count();
        if unsupported > 0 {
            let message = Message::new("finding-sentences-unsupported").with("count", unsupported);
            note("sentences_unsupported", Severity::BlocksMeeting, message);
        }
        let open = self.all_evidence().filter(|e| e.state() == super::EvidenceState::ToBeLinked).count();
        if open > 0 {
            note(
                "to_be_linked",
                Severity::Hint,
                Message::new("finding-evidence-to-be-linked").with("count", open),
            );
        }
        faults
    }
}
