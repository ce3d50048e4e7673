//! Clues: facts about a person that must be transferred to the body with power to act (D4, D5, D8, H6).
//!
//! A [`Clue`] holds no name, post or summary: those are a [`ClueBody`], which cannot be put into a record and is sealed;
//! the record keeps the sealed value's id and, per subject, the management level that routing asks for. The disposition
//! belongs to clue and subject, exactly one each; a clue closes when all do. The team drafts, grades and passes on, the office
//! files, the leading group approves, two different people hand over sealed, the receiver signs and reports. Nothing
//! here investigates or punishes: there is no such step (D5). Called by the acts of the clue compartment.

mod balance;
mod body;
mod course;
pub mod import;
mod matter;
mod routing;
mod transfer;

pub use balance::ClueBalance;
pub use body::{ClueBody, SubjectBody};
pub use course::{Approval, Disposition, Ended, Filing, HandOver, Outcome, Receipt, Standing};
pub use matter::{Matter, MatterState};
pub use routing::{
    Approver, Earliest, Question, Receiver, Route, RouteRule, RoutingRules, RuleSide, UnitBodyForm, Via,
};
pub use transfer::{Reminder, Transfer};

use crate::Refusal;
use crate::account::SealedRef;
use crate::decision::Clerk;
use crate::organisation::CadreLevel;
use crate::petition::Discipline;
use kernel::id::{ClueId, EngagementId, FileId, RecordId, UnitId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// Number of this record's canonical format.
pub const FORMAT: u16 = 1;

/// What a clue is about by its nature, by its code in [`RoutingRules`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Nature(pub String);

/// How far the team would go into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 建议进一步了解关注类
    LookFurther,
    /// 建议了解关注类
    Look,
    /// 建议参考类
    Reference,
}

impl Grade {
    /// All grades, the gravest first.
    pub const ALL: [Self; 3] = [Self::LookFurther, Self::Look, Self::Reference];

    /// The word the field uses.
    pub const fn written(self) -> &'static str {
        match self {
            Self::LookFurther => "建议进一步了解关注类",
            Self::Look => "建议了解关注类",
            Self::Reference => "建议参考类",
        }
    }

    /// Reads the field's word, with or without 建议 and 类.
    pub fn from_written(word: &str) -> Option<Self> {
        let bare = |word: &str| word.trim().trim_start_matches("建议").trim_end_matches('类').to_owned();
        Self::ALL.into_iter().find(|grade| bare(grade.written()) == bare(word))
    }

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::LookFurther => "clue-grade-look-further",
            Self::Look => "clue-grade-look",
            Self::Reference => "clue-grade-reference",
        })
    }
}

/// Who manages a subject now. The present level decides, not that at the time of the facts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "managed")]
pub enum Managed {
    /// A managed cadre.
    By {
        /// The level.
        level: CadreLevel,
    },
    /// Nobody: no cadre.
    Nobody,
    /// Not known yet: must be asked, and nothing is routed before.
    Unknown,
}

/// One subject of a clue, without name or post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Its place in the sealed body.
    pub key: u16,
    /// Who manages them now.
    #[serde(flatten)]
    pub managed: Managed,
    /// What becomes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disposition: Option<Disposition>,
}

/// Why a clue, report or annex is kept elsewhere and only registered here (D8). A named person classifies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stub {
    /// The mark, as the classifier wrote it.
    pub mark: String,
    /// The basis for it.
    pub basis: String,
    /// Who classified.
    pub classified_by: String,
    /// Who keeps the original.
    pub keeper: String,
    /// How many copies there are.
    pub copies: u16,
}

impl Stub {
    /// Whether all is stated that stands for what is kept elsewhere.
    pub fn check(&self) -> Result<(), Refusal> {
        let stated = [&self.mark, &self.basis, &self.classified_by, &self.keeper];
        if stated.iter().any(|text| text.trim().is_empty()) || self.copies == 0 {
            return Err(Refusal::new("clue-stub-incomplete"));
        }
        Ok(())
    }
}

/// Where what a clue says is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kept")]
pub enum Kept {
    /// Here, sealed.
    Sealed {
        /// The sealed body.
        body: SealedRef,
    },
    /// Elsewhere; a stub stands for it. Balances, deadlines and traces work on it all the same.
    Elsewhere {
        /// The stub.
        stub: Stub,
    },
}

/// A record a clue came from: its number as people write it, and the record where it is here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its number.
    pub number: String,
    /// The record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordId>,
}

/// A file that belongs to what a clue says: sealed like it. It is called by the clue's number, for its own name might
/// name somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedFile {
    /// The file.
    pub file: FileId,
    /// What it is called here.
    pub name: String,
    /// Who added it.
    pub by: Clerk,
    /// When.
    pub on: Day,
}

/// Taken back before it was sent. Nothing is deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Who took it back.
    pub by: Clerk,
    /// When.
    pub on: Day,
    /// Why; names nobody.
    pub reason: String,
}

/// A clue as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clue {
    /// Its id.
    pub id: ClueId,
    /// The engagement it came from.
    pub engagement: EngagementId,
    /// Its number; says nothing about anyone.
    pub number: String,
    /// The inspected unit it came up in; never what it is routed by.
    pub unit: UnitId,
    /// Its nature.
    pub nature: Nature,
    /// The discipline it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discipline: Option<Discipline>,
    /// The methods by which it came up, by their codes in [`RoutingRules`]; no other exists (D5).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<String>,
    /// The records it came from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// Who drafted it.
    pub by: Clerk,
    /// When.
    pub on: Day,
    /// Where it says what it says.
    #[serde(flatten)]
    pub kept: Kept,
    /// Files that belong to it, each opened like the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<AttachedFile>,
    /// The subjects, in the order of the body. None: a general problem, proposed to the committee.
    pub subjects: Vec<Subject>,
    /// What becomes of a clue without subjects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub general: Option<Disposition>,
    /// The grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// When the leader passed it to the office. From here on the team changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<Filing>,
    /// Why the office sent it back last; names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_back: Option<String>,
    /// The office's filing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filing: Option<Filing>,
    /// When every disposition had ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Day>,
    /// Set once it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn>,
}

#[cfg(test)]
mod tests;
