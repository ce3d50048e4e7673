//! A rectification ledger as a spreadsheet, in and out: sheets and headers found, columns proposed, rows typed.
//!
//! Knows how units lay ledgers out (title, line of dates, one row per measure under merged problems, a header again on
//! each page, a line of totals, remarks); what the cells mean, `domain::rectification::ledger` judges. Guarantees: no row
//! that says something is passed over silently. Called by the import of ledgers (E2); [`export`] writes the same form.

pub mod export;
mod header;
mod layout;

use crate::sheet::Workbook;
use domain::{
    Refusal,
    rectification::ledger::{Column, Listed},
};
use serde::{Deserialize, Serialize};

/// Which sheets hold the ledger and how: proposed from the headings, changed by the user where wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The sheets, in the order of their tabs.
    pub sheets: Vec<MappedSheet>,
}

/// One sheet of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedSheet {
    /// Name of the sheet.
    pub sheet: String,
    /// The row of its header.
    pub header: u32,
    /// Every column with a heading, from the left.
    pub columns: Vec<MappedColumn>,
}

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// From 0.
    pub at: u32,
    /// Its letters, as the spreadsheet shows them.
    pub letters: String,
    /// Its heading.
    pub heading: String,
    /// What it holds; `None` is left out.
    pub holds: Option<Column>,
}

impl MappedSheet {
    /// The sheet's column that holds something.
    pub fn place_of(&self, column: Column) -> Option<u32> {
        self.columns.iter().find(|mapped| mapped.holds == Some(column)).map(|mapped| mapped.at)
    }

    /// Required columns that nothing is mapped to.
    pub fn missing(&self) -> Vec<Column> {
        Column::REQUIRED.into_iter().filter(|column| self.place_of(*column).is_none()).collect()
    }
}

/// Finds the sheets that hold a ledger, their headers and what each column holds.
///
/// # Errors
/// Refused when no sheet has the headings of a ledger.
pub fn propose(workbook: &Workbook) -> Result<Mapping, Refusal> {
    header::propose(workbook)
}

/// Reads the sheets under a mapping, its own proposal or the user's.
///
/// # Errors
/// Refused when a mapped sheet is not there or a required column is mapped to nothing.
pub fn read(workbook: &Workbook, mapping: &Mapping) -> Result<Vec<Listed>, Refusal> {
    mapping.sheets.iter().map(|sheet| layout::read(workbook, sheet)).collect()
}
