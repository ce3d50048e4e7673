//! Findings and their working papers: sentences with evidence, signed, reviewed, decided (D1).
//!
//! One matter, one paper. What it says is [`Paper`]; every signature names the digest of the text it was given for and
//! lapses when the text changes. What must be there is a list ([`Fault`]), shown while one writes and refused where it
//! blocks. A named leading cadre with a suspected violation belongs into a clue: the paper is refused and the move is
//! offered. Called by the acts of findings, their import, and the report later.

mod compare;
mod completeness;
mod course;
mod focus;
pub mod import;
mod kept;
mod merge;
mod noted;
mod text;
mod undo;

pub use compare::{Change, compare};
pub use completeness::{Fault, FindingRules, NumberForm, Severity};
pub use course::{Decided, Decision, Held, Review, SignOff, Signature, Standing, UnitView, View};
pub use focus::{FocusCode, FocusPoint, FocusRules, Frame};
pub use kept::{Kept, Mark};
pub use merge::{Merged, Part, merge};
pub use noted::{Noted, Recorded};
pub use text::{Citation, Evidence, EvidenceState, Place, Sentence, split_cited, split_sentences};
pub use undo::{Checked, Withdrawn};

use crate::money::Money;
use kernel::Day;
use kernel::id::{EngagementId, FindingId, UnitId};
use serde::{Deserialize, Serialize};

/// Number of this record's canonical format.
pub const FORMAT: u16 = 1;

/// How grave it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Degree {
    /// 一般
    #[default]
    Ordinary,
    /// 突出
    Serious,
}

impl Degree {
    /// Reads the field's word.
    pub fn from_written(word: &str) -> Option<Self> {
        match word.trim() {
            "一般" => Some(Self::Ordinary),
            "突出" => Some(Self::Serious),
            _ => None,
        }
    }

    /// Its name on pages.
    pub const fn label(self) -> kernel::Message {
        kernel::Message::new(match self {
            Self::Ordinary => "finding-degree-ordinary",
            Self::Serious => "finding-degree-serious",
        })
    }
}

/// The days the facts cover, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// Last day. A draft may hold it before the first; it then cannot be signed.
    pub to: Day,
}

/// A sum and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// The sum.
    pub sum: Money,
    /// What it is.
    pub what: String,
}

/// Who is responsible: a post, and its holder in the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsible {
    /// Post.
    pub post: String,
    /// Holder, when named.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Kind of responsibility, as the field words it: 直接责任, 主要领导责任, 重要领导责任.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
}

/// What a paper says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The problem in one line.
    pub title: String,
    /// The facts, sentence by sentence.
    pub sentences: Vec<Sentence>,
    /// Evidence on the whole paper, to be spread over its sentences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// The rule that was broken.
    pub basis: String,
    /// Focus points, of any number of frames.
    pub focus: Vec<FocusCode>,
    /// The days the facts cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Sums.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<Amount>,
    /// The responsible organisation.
    pub unit: UnitId,
    /// The responsible posts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responsible: Vec<Responsible>,
    /// How grave.
    #[serde(default)]
    pub degree: Degree,
    /// An earlier problem that this repeats, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<String>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A finding as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Its id.
    pub id: FindingId,
    /// The engagement.
    pub engagement: EngagementId,
    /// Its number.
    pub number: String,
    /// What it says.
    pub paper: Paper,
    /// Those who undertook it; at least two sign.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undertakers: Vec<String>,
    /// Signatures, lapsed ones included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
    /// The deputy's review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// The leader's sign-off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_off: Option<SignOff>,
    /// The team meeting's decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// The unit's view of the facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<UnitView>,
    /// Moved into a clue; nothing of it goes on here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub moved_to_clue: bool,
    /// Taken back by the team; nothing of it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn>,
    /// How often its text was changed: a signature is older than the last change even when the words came back.
    #[serde(default)]
    pub revision: u32,
    /// The highest key that was given to a sentence.
    #[serde(default)]
    pub last_key: u32,
}

impl Paper {
    /// The methods its evidence came from, each once, in order.
    pub fn methods(&self) -> Vec<&str> {
        let mut methods: Vec<&str> = self.all_evidence().map(|evidence| evidence.method.as_str()).collect();
        methods.sort_unstable();
        methods.dedup();
        methods
    }

    /// All evidence, of sentences and of the whole.
    pub fn all_evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.sentences.iter().flat_map(|sentence| &sentence.evidence).chain(&self.evidence)
    }

    /// Everything the paper says, in a fixed order.
    pub fn canonical_text(&self) -> String {
        // Serialising plain fields in the type's order cannot fail; an empty text would match no signature.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Finding {
    /// What a signature is given for: the text, and how often it was changed before. Its digest is the text's name.
    pub fn text_to_sign(&self) -> String {
        format!("{}\n{}", self.revision, self.paper.canonical_text())
    }
}

/// A phrase of the text that speaks of a personal violation, and a cadre beside it: what offers the move into a clue.
pub fn belongs_to_clue<'a>(paper: &Paper, rules: &'a FindingRules) -> Option<&'a str> {
    let text: String = std::iter::once(paper.title.as_str())
        .chain(paper.sentences.iter().map(|s| s.text.as_str()))
        .collect();
    let named = paper.responsible.iter().any(|one| !one.name.trim().is_empty());
    let phrase = rules.violation_words.iter().find(|word| text.contains(word.as_str()));
    phrase.filter(|_| named).map(String::as_str)
}

#[cfg(test)]
mod tests;
