//! What every import says before anything is stored: counts, and what is wrong, by row, column and kind.
//!
//! An import is all or nothing: an error blocks it, a warning is shown and does not (requirements, "Bad input").

use kernel::Message;
use serde::Serialize;

/// Whether an issue blocks the import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing may be stored while it stands.
    Error,
    /// To be looked at; does not block.
    Warning,
}

/// One thing to look at in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// Name of the sheet, where a file has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row as the spreadsheet numbers it, from 1, or paragraph of a text; 0 for the file as a whole.
    pub row: u32,
    /// The column's heading as the field calls it; `None` for the row as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Blocks or not.
    pub severity: Severity,
    /// Stable name of the kind of issue, such as `bad_date`: part of the documented JSON.
    pub kind: &'static str,
    /// What to tell the user.
    pub message: Message,
}

/// Issues of a file, in order of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Issues(pub Vec<Issue>);

impl Issues {
    /// Notes an error.
    pub fn error(&mut self, row: u32, column: Option<&str>, kind: &'static str, message: Message) {
        self.note(Severity::Error, row, column, kind, message);
    }

    /// Notes a warning.
    pub fn warning(&mut self, row: u32, column: Option<&str>, kind: &'static str, message: Message) {
        self.note(Severity::Warning, row, column, kind, message);
    }

    fn note(
        &mut self,
        severity: Severity,
        row: u32,
        column: Option<&str>,
        kind: &'static str,
        message: Message,
    ) {
        self.0.push(Issue { sheet: None, row, column: column.map(str::to_owned), severity, kind, message });
    }

    /// Says of all issues on which sheet they are.
    pub fn name_sheet(&mut self, sheet: &str) {
        self.0.iter_mut().for_each(|issue| issue.sheet = Some(sheet.to_owned()));
    }

    /// How many block.
    pub fn errors(&self) -> usize {
        self.0.iter().filter(|i| i.severity == Severity::Error).count()
    }

    /// How many only want a look.
    pub fn warnings(&self) -> usize {
        self.0.len() - self.errors()
    }

    /// Puts them in order of rows, errors first within a row.
    pub fn sort(&mut self) {
        self.0.sort_by_key(|issue| (issue.row, issue.severity));
    }
}
