//! What lists find and count an item by: it follows from the item, its measures and the rules, and is kept beside it.
//!
//! One function makes it, so that a count by columns and the figures of [`super::figures`] can never differ. Called by
//! every act that changes an item or one of its measures.

use super::closing::Sign;
use super::item::{Item, ItemKind, Origin};
use super::late::{RuleDays, due_of};
use super::measure::{Evidence, EvidenceKind, Measure};
use super::rules::RectificationRules;
use kernel::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An item at a glance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The day it is due now.
    pub due: Option<Day>,
    /// Whose signature it waits for.
    pub turn: Option<Sign>,
    /// Measures that count.
    pub measures: usize,
    /// Of them done.
    pub done: usize,
    /// Pieces of evidence by kind.
    pub evidence: BTreeMap<EvidenceKind, usize>,
    /// Some evidence, and none but of kinds that prove little by themselves.
    pub paper_only: bool,
    /// An objection waits for its answer.
    pub objection_open: bool,
    /// The first measure's text, for lists.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub first_measure: String,
}

impl Summary {
    /// The summary of an item; of the measures only its own count.
    pub fn of(item: &Item, measures: &[&Measure], days: RuleDays, rules: &RectificationRules) -> Self {
        let own: Vec<&Measure> =
            measures.iter().copied().filter(|m| m.counts() && m.items.contains(&item.id)).collect();
        let mut evidence: BTreeMap<EvidenceKind, usize> = BTreeMap::new();
        let all = measures.iter().filter(|m| m.items.contains(&item.id));
        for kind in all.flat_map(|m| m.evidence()).map(Evidence::counts_as) {
            *evidence.entry(kind).or_default() += 1;
        }
        Self {
            due: due_of(item, measures, days),
            turn: item.turn(rules),
            measures: own.len(),
            done: own.iter().filter(|m| !m.is_open()).count(),
            paper_only: !evidence.is_empty()
                && evidence.keys().all(|kind| rules.weak_evidence.contains(kind)),
            evidence,
            objection_open: item.objections.iter().any(|objection| objection.answer.is_none()),
            first_measure: own.first().map(|m| m.text.clone()).unwrap_or_default(),
        }
    }

    /// How many pieces of evidence there are.
    pub fn pieces(&self) -> usize {
        self.evidence.values().sum()
    }
}

impl Origin {
    /// Its code, as filters and columns write it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Feedback { .. } => "feedback",
            Self::SelfInspection => "self_inspection",
            Self::Letter { .. } => "letter",
            Self::Elsewhere { .. } => "elsewhere",
        }
    }
}

impl Sign {
    /// Its code, as filters and columns write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Leader => "responsible_leader",
            Self::Head => "unit_head",
            Self::Superior => "superior",
            Self::Review => "review",
            Self::Verify => "verify",
        }
    }
}

impl ItemKind {
    /// Its code, as filters and columns write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BeforeEntry => "before_entry",
            Self::Immediate => "immediate",
            Self::TimeLimit => "time_limit",
            Self::Staged => "staged",
            Self::LongTerm => "long_term",
        }
    }
}
