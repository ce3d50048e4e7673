//! What every import says before anything is stored, in one shape for page, API and command line.
//!
//! The JSON is documented in docs/import.md and stable: fields may be added, none changes its meaning.

use domain::import::{Issues, Severity};
use domain::ruleset::Names;
use i18n::Catalogue;
use kernel::{Day, Lang};
use serde::Serialize;

/// Nothing more to show than every preview does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NoMore {}

/// The preview of a file: what it holds, what is wrong with it. `C` are the counts of what it holds, `M` what else the
/// preview of its kind tells.
#[derive(Clone, Debug, Serialize)]
pub struct Preview<C, M = NoMore> {
    /// Name of the file.
    pub file: String,
    /// What it holds, and what of it is new.
    pub counts: C,
    /// Coverage that follows from the file; only for lists of units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<ListCoverage>,
    /// How many issues block.
    pub errors: usize,
    /// How many only want a look.
    pub warnings: usize,
    /// What is wrong, in order of rows.
    pub issues: Vec<PreviewIssue>,
    /// Which column of the sheet is read as what; only for spreadsheets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mapping: Option<SheetMapping>,
    /// What else this kind of file tells.
    #[serde(flatten)]
    pub more: M,
}

impl<C, M: Default> Preview<C, M> {
    /// A preview with its issues said in a language.
    pub fn new(file: impl Into<String>, counts: C, issues: &Issues, lang: Lang) -> Self {
        Self {
            file: file.into(),
            counts,
            coverage: None,
            errors: issues.errors(),
            warnings: issues.warnings(),
            issues: PreviewIssue::all(issues, lang),
            mapping: None,
            more: M::default(),
        }
    }
}

impl<C, M> Preview<C, M> {
    /// Whether it may be accepted.
    pub const fn is_clean(&self) -> bool {
        self.errors == 0
    }
}

/// One thing to look at in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PreviewIssue {
    /// Row as the spreadsheet numbers it, from 1; 0 for the file as a whole.
    pub row: u32,
    /// The column's heading; `null` for the row as a whole.
    pub column: Option<String>,
    /// `error` blocks, `warning` does not.
    pub severity: Severity,
    /// Stable name of the kind of issue.
    pub kind: &'static str,
    /// What is wrong and what would be right, in the reader's language.
    pub message: String,
}

impl PreviewIssue {
    /// Issues in words.
    pub fn all(issues: &Issues, lang: Lang) -> Vec<Self> {
        let say = |issue: &domain::import::Issue| Self {
            row: issue.row,
            column: issue.column.clone(),
            severity: issue.severity,
            kind: issue.kind,
            message: Catalogue::shared().say(lang, &issue.message),
        };
        issues.0.iter().map(say).collect()
    }
}

/// Coverage as a list states it.
#[derive(Clone, Debug, Serialize)]
pub struct ListCoverage {
    /// The reporting date.
    pub as_of: Day,
    /// Name of the term that it lies in; `null` when no such term is recorded.
    pub term: Option<String>,
    /// Kind by kind, in the order of lists.
    pub kinds: Vec<KindCoverage>,
    /// The rates that are counted together.
    pub groups: Vec<Group>,
}

/// Coverage of one kind of unit as a list states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindCoverage {
    /// Code of the kind.
    pub kind: String,
    /// Its units.
    pub units: usize,
    /// Last inspected in the term of the reporting date.
    pub this_term: usize,
    /// Last inspected in an earlier term.
    pub previous_term: usize,
    /// Never inspected.
    pub never: usize,
}

/// A rate as what it is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// What is counted together.
    pub name: Names,
    /// Inspected in the term.
    pub part: usize,
    /// Of how many.
    pub whole: usize,
}

/// How a sheet was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetMapping {
    /// Name of the sheet.
    pub sheet: String,
    /// First row of its header.
    pub header_top: u32,
    /// Last row of its header.
    pub header_bottom: u32,
    /// Its columns, from the left.
    pub columns: Vec<SheetColumn>,
}

/// A column of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetColumn {
    /// Its place, from 0.
    pub at: u32,
    /// Its letters, as the spreadsheet shows them.
    pub letters: String,
    /// Its heading as it stands there.
    pub heading: String,
    /// What it is read as; `null` is left out.
    pub holds: Option<String>,
}
