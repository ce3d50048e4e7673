//! Spreadsheets as cells: what a file of unknown origin says, or one sentence why it is refused.
//!
//! Guarantees: type by content and never by name; bounded bytes, parts, rows, columns and cells; nothing is
//! executed, no macro, external link or formula; never a panic, whatever the bytes. A cell tells what it
//! shows and how it came about (formula, error, date format), because an import has to say so.
//! Called by the readers of this room ([`crate::organisation`], [`crate::inspectors`]); [`write`] is the way out.

mod cells;
mod parts;
pub mod write;

use crate::office::{Bounds, Words, package::Package};
use domain::Refusal;
use kernel::Message;
use std::{borrow::Cow, collections::HashMap};
use time::PrimitiveDateTime;

/// The sentences about a file that is no spreadsheet, or none that can be read.
const WORDS: Words = Words {
    empty: "sheet-empty-file",
    foreign: "sheet-not-xlsx",
    old: "sheet-old-format",
    encrypted: "sheet-encrypted",
    macros: "sheet-macros",
    damaged: "sheet-damaged",
    too_large: "sheet-too-large",
    unpacks_too_large: "sheet-unpacks-too-large",
    too_many_parts: "sheet-too-many-parts",
};

/// What a file may cost before it is refused.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Parts inside the package.
    pub parts: usize,
    /// Bytes of all parts read, unpacked.
    pub unpacked: u64,
    /// Sheets of a workbook.
    pub sheets: usize,
    /// The highest row number of a cell.
    pub rows: u32,
    /// Columns that may hold something.
    pub columns: u32,
    /// Cells that hold something, of the whole workbook; the area of merged ranges counts too.
    pub cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 20 * 1024 * 1024,
            parts: 2_000,
            unpacked: 192 * 1024 * 1024,
            sheets: 64,
            rows: 100_000,
            columns: 256,
            cells: 2_000_000,
        }
    }
}

/// What a cell shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Text, as typed.
    Text(String),
    /// A number without a date format.
    Number(f64),
    /// TRUE or FALSE.
    Bool(bool),
    /// A number that the file formats as a date, or an ISO date.
    Date(PrimitiveDateTime),
    /// An error value such as `#REF!`.
    Error(String),
}

impl Value {
    /// Nothing, or nothing but white space.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(char::is_whitespace),
            _ => false,
        }
    }

    /// The value as a person reads it: `16`, `12.5`, `2022-05-01`.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
            Self::Date(at) => Cow::Owned(shown_date(*at)),
        }
    }
}

fn shown_date(at: PrimitiveDateTime) -> String {
    let day = kernel::Day(at.date());
    let (hour, minute, second) = at.time().as_hms();
    match (hour, minute, second) {
        (0, 0, 0) => day.to_string(),
        (_, _, 0) => format!("{day} {hour:02}:{minute:02}"),
        _ => format!("{day} {hour:02}:{minute:02}:{second:02}"),
    }
}

/// A cell that holds something.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Column from 0.
    pub column: u32,
    /// What it shows; for a formula the stored result.
    pub value: Value,
    /// The formula's text, when it is one. It is never evaluated.
    pub formula: Option<String>,
}

/// A row that holds something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// As the spreadsheet numbers it, from 1.
    pub number: u32,
    /// Hidden by the file's author.
    pub hidden: bool,
    /// Cells in order of columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in a column.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells.get(at)
    }

    /// What the cell in a column shows.
    pub fn value(&self, column: u32) -> &Value {
        self.cell(column).map_or(&Value::Empty, |cell| &cell.value)
    }

    /// The cells that are neither empty nor white space.
    pub fn filled(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|cell| !cell.value.is_blank() || cell.formula.is_some())
    }
}

/// A merged range, all ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// First row, from 1.
    pub top: u32,
    /// Last row.
    pub bottom: u32,
    /// First column, from 0.
    pub left: u32,
    /// Last column.
    pub right: u32,
}

/// One sheet of a workbook.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Name on its tab.
    pub name: String,
    /// Hidden by the file's author.
    pub hidden: bool,
    rows: Vec<Row>,
    merges: HashMap<(u32, u32), Merge>,
}

impl Sheet {
    fn new(name: String, hidden: bool, rows: Vec<Row>, merges: &[Merge]) -> Self {
        let mut covered = HashMap::new();
        for merge in merges {
            for row in merge.top..=merge.bottom {
                for column in merge.left..=merge.right {
                    covered.insert((row, column), *merge);
                }
            }
        }
        Self { name, hidden, rows, merges: covered }
    }

    /// Rows that hold something, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row with this number.
    pub fn row(&self, number: u32) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        self.rows.get(at)
    }

    /// The merged range that covers a cell.
    pub fn merge_at(&self, row: u32, column: u32) -> Option<Merge> {
        self.merges.get(&(row, column)).copied()
    }

    /// What a cell shows, or what the merged range over it shows.
    pub fn value_through_merge(&self, row: u32, column: u32) -> &Value {
        let (row, column) = self.merge_at(row, column).map_or((row, column), |m| (m.top, m.left));
        self.row(row).map_or(&Value::Empty, |row| row.value(column))
    }

    /// One more than the last column that holds something.
    pub fn width(&self) -> u32 {
        self.rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column + 1).max().unwrap_or(0)
    }
}

/// A workbook's sheets in the order of their tabs.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    /// The sheets.
    pub sheets: Vec<Sheet>,
}

/// Reads an XLSX file.
///
/// Refuses with a sentence what is no XLSX file, encrypted, with macros, damaged, or beyond the limits.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
    let bounds = Bounds { bytes: limits.bytes, parts: limits.parts, unpacked: limits.unpacked };
    let mut package = Package::open(bytes, bounds, &WORDS)?;
    let book = parts::Book::read(&mut package)?;
    if book.sheets.len() > limits.sheets {
        return Err(Message::new("sheet-too-many-sheets").with("max", limits.sheets).into());
    }
    let mut budget = cells::Budget::new(limits);
    let mut sheets = Vec::with_capacity(book.sheets.len());
    for entry in &book.sheets {
        let Some(xml) = package.part(&entry.part)? else { continue };
        let (rows, merges) = cells::read(&xml, &book, &mut budget)?;
        sheets.push(Sheet::new(entry.name.clone(), entry.hidden, rows, &merges));
    }
    if sheets.is_empty() {
        return Err(Refusal::new("sheet-no-sheet"));
    }
    Ok(Workbook { sheets })
}

/// The letters of a column: `A`, `Z`, `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from_digit(rest % 26 + 10, 36).unwrap_or('?').to_ascii_uppercase());
        match (rest / 26).checked_sub(1) {
            Some(next) => rest = next,
            None => break,
        }
    }
    letters.iter().rev().collect()
}
