//! A spreadsheet of units in and out: sheet and header found, columns proposed, rows as typed lines.
//!
//! Knows how offices lay such lists out (title, two-row header, sections, sub-totals, merged parents, notes);
//! what the cells mean, `domain::organisation::import` judges. Guarantees: no row that holds a unit is passed over
//! silently. Called by the import of units (A1); [`export`] writes the same form.

pub mod export;
mod header;
mod layout;

use crate::sheet::Workbook;
use domain::{
    Refusal,
    organisation::import::{Column, Line},
};
use serde::{Deserialize, Serialize};

/// Which column of the sheet holds what: proposed from the headings, changed by the user where wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Name of the sheet.
    pub sheet: String,
    /// First row of the header.
    pub header_top: u32,
    /// Last row of the header; the list begins below.
    pub header_bottom: u32,
    /// Every column with a heading, from the left.
    pub columns: Vec<MappedColumn>,
}

/// A column of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// From 0.
    pub at: u32,
    /// Its letters, as the spreadsheet shows them.
    pub letters: String,
    /// Its heading; of a two-row header the group and the column's own.
    pub heading: String,
    /// What it holds; `None` is left out.
    pub holds: Option<Column>,
}

impl Mapping {
    /// The sheet's column that holds something.
    pub fn place_of(&self, column: Column) -> Option<u32> {
        self.columns.iter().find(|mapped| mapped.holds == Some(column)).map(|mapped| mapped.at)
    }

    /// What a column of the sheet holds.
    pub fn held_at(&self, at: u32) -> Option<Column> {
        self.columns.iter().find(|mapped| mapped.at == at).and_then(|mapped| mapped.holds)
    }

    /// Required columns that nothing is mapped to.
    pub fn missing(&self) -> Vec<Column> {
        Column::REQUIRED.into_iter().filter(|column| self.place_of(*column).is_none()).collect()
    }
}

/// Finds the sheet, its header and what each column holds.
pub fn propose(workbook: &Workbook) -> Result<Mapping, Refusal> {
    header::propose(workbook)
}

/// Reads the lines of a list under a mapping, its own proposal or the user's.
pub fn read(workbook: &Workbook, mapping: &Mapping) -> Result<Vec<Line>, Refusal> {
    layout::read(workbook, mapping)
}
