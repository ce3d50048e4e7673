//! One row's cells, read column by column; every mistake becomes an issue of that row and column.

use super::{
    Context,
    dates::{self, Fault, shown},
    lines::{Cell, CellValue, Column, UnitRow},
};
use crate::{
    import::Issues,
    organisation::{
        change::MAX_NAME,
        taxonomy::{NatureEntry, Taxonomy},
        unit::{Head, LastInspection},
    },
};
use kernel::Message;

/// The longest of the other texts, in characters.
const MAX_TEXT: usize = 200;
/// The longest remark.
const MAX_NOTE: usize = 2_000;

/// The cells of a row.
pub(super) struct Fields<'a> {
    row: &'a UnitRow,
    issues: &'a mut Issues,
}

impl<'a> Fields<'a> {
    /// Begins to read a row.
    pub(super) const fn new(row: &'a UnitRow, issues: &'a mut Issues) -> Self {
        Self { row, issues }
    }

    /// Says what is odd about the row as a whole, and about its cells whatever they mean.
    pub(super) fn note_row_state(&mut self) {
        if self.row.hidden {
            self.issues.warning(self.row.row, None, "hidden_row", Message::new("sheet-hidden-row"));
        }
        if self.row.after_footer {
            let message = Message::new("unit-import-row-after-footer");
            self.issues.warning(self.row.row, None, "row_after_footer", message);
        }
        for (column, cell) in &self.row.cells {
            // A cell that continues a merged one was looked at where that begins.
            if *column != Column::Serial && cell.continues.is_none() {
                self.note_cell_state(*column, cell);
            }
        }
    }

    fn note_cell_state(&mut self, column: Column, cell: &Cell) {
        if !cell.removed.is_empty() {
            let codes: Vec<String> =
                cell.removed.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
            let message = say("sheet-invisible-character", column).with("characters", codes.join(" "));
            self.warn(column, "invisible_character", message);
        }
        match &cell.value {
            CellValue::Error(error) => {
                let message = say("sheet-error-value", column).with("value", error.clone());
                self.error(column, "error_value", message);
            }
            CellValue::Empty if cell.formula => {
                self.error(column, "formula_without_value", say("sheet-formula-without-value", column));
            }
            _ if cell.formula => {
                let message = say("sheet-formula-cell", column).with("value", shown(cell));
                self.warn(column, "formula_cell", message);
            }
            CellValue::Text(text) if is_suspicious(text) => {
                let message = say("sheet-suspicious-text", column).with("value", text.clone());
                self.error(column, "suspicious_text", message);
            }
            _ => {}
        }
    }

    /// The name: its own cell, not one merged with the row above.
    pub(super) fn name(&mut self) -> String {
        if let Some(first) = self.cell(Column::Name).and_then(|cell| cell.continues) {
            let message = Message::new("unit-import-merged-rows").with("row", first);
            self.error(Column::Name, "merged_rows", message);
            return String::new();
        }
        let name = self.required_text(Column::Name);
        self.check_length(Column::Name, &name, MAX_NAME);
        name
    }

    /// A text that must be there.
    pub(super) fn required_text(&mut self, column: Column) -> String {
        let text = self.plain_text(column);
        if text.is_empty() && !self.has_fault(column) {
            self.error(column, "missing_required", say("unit-import-missing", column));
        }
        text
    }

    /// A text that may be there.
    pub(super) fn text(&mut self, column: Column) -> String {
        let text = self.plain_text(column);
        self.check_length(column, &text, if column == Column::Note { MAX_NOTE } else { MAX_TEXT });
        text
    }

    /// The nature, one of the list.
    pub(super) fn nature<'t>(&mut self, taxonomy: &'t Taxonomy) -> Option<&'t NatureEntry> {
        let written = self.required_text(Column::Nature);
        let found = taxonomy.nature_written(&written);
        if found.is_none() && !written.is_empty() {
            let accepted = taxonomy.natures.iter().map(|nature| nature.word.zh.as_str());
            self.unknown(Column::Nature, &written, accepted.collect());
        }
        found
    }

    /// A count of people.
    pub(super) fn count(&mut self, column: Column) -> Option<u32> {
        let cell = self.cell(column)?;
        match count(cell) {
            Ok(count) => count,
            Err((kind, id)) => {
                let message = say(id, column).with("value", shown(cell));
                self.error(column, kind, message);
                None
            }
        }
    }

    /// Who heads the unit.
    pub(super) fn head(&mut self, taxonomy: &Taxonomy) -> Option<Head> {
        let name = self.text(Column::Head);
        let post = self.text(Column::Post);
        let written = self.text(Column::Level);
        let level = taxonomy.level_written(&written);
        if level.is_none() && !written.is_empty() {
            let accepted = taxonomy.levels.iter().map(|level| level.word.zh.as_str());
            self.unknown(Column::Level, &written, accepted.collect());
        }
        let stated = !(name.is_empty() && post.is_empty() && level.is_none());
        stated.then(|| Head { name, post, level: level.map(|level| level.code.clone()) })
    }

    /// The last inspection, from the cells of round and date.
    pub(super) fn last_inspection(&mut self, context: Context<'_>) -> Option<LastInspection> {
        let empty = Cell::default();
        let round_cell = self.usable(Column::LastRound).unwrap_or(&empty);
        let month_cell = self.usable(Column::LastMonth).unwrap_or(&empty);
        let named = dates::round(round_cell, context);
        let month = dates::month(month_cell);
        let named = self.or_issue(Column::LastRound, named);
        let month = self.or_issue(Column::LastMonth, month);
        if let Some(month) = month.flatten() {
            if let Some((serial, day)) = month.serial {
                let message = Message::new("unit-import-date-serial")
                    .with("value", serial.to_string())
                    .with("day", day);
                self.warn(Column::LastMonth, "date_serial", message);
            }
            if month.from > context.as_of {
                let message = Message::new("unit-import-future-date")
                    .with("value", month.month.to_string())
                    .with("as-of", context.as_of);
                self.error(Column::LastMonth, "future_date", message);
                return None;
            }
        }
        match (named?, month?) {
            (None, None) => None,
            (Some(named), None) => {
                Some(LastInspection { term: named.term, round: Some(named.round), month: None })
            }
            (None, Some(month)) => self.inspection_by_month(month, context),
            (Some(named), Some(month)) => {
                if !dates::agree(month, named, context.terms) {
                    self.note_disagreement(named, month);
                }
                Some(LastInspection { term: named.term, round: Some(named.round), month: Some(month.month) })
            }
        }
    }

    fn inspection_by_month(
        &mut self,
        read: dates::MonthRead,
        context: Context<'_>,
    ) -> Option<LastInspection> {
        let Some((term, round)) = dates::held_in(read.month, context.terms) else {
            let message = Message::new("unit-import-term-unknown").with("value", read.month.to_string());
            self.error(Column::LastRound, "unknown_round", message);
            return None;
        };
        Some(LastInspection { term, round, month: Some(read.month) })
    }

    fn note_disagreement(&mut self, named: dates::RoundNamed, read: dates::MonthRead) {
        let stated = Message::new("unit-import-inconsistent")
            .with("value", read.month.to_string())
            .with("term", u32::from(named.term.0))
            .with("round", u32::from(named.round.0));
        let message = match named.window {
            Some(window) => Message { id: "unit-import-inconsistent-window".into(), ..stated }
                .with("from", window.from)
                .with("to", window.to),
            None => stated,
        };
        self.error(Column::LastMonth, "inconsistent", message);
    }

    fn or_issue<T>(&mut self, column: Column, read: Result<T, Fault>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                self.error(column, fault.kind, fault.message);
                None
            }
        }
    }

    fn cell(&self, column: Column) -> Option<&'a Cell> {
        self.row.cell(column)
    }

    /// The cell, unless its state was an issue already.
    fn usable(&self, column: Column) -> Option<&'a Cell> {
        self.cell(column).filter(|_| !self.has_fault(column))
    }

    fn has_fault(&self, column: Column) -> bool {
        self.cell(column).is_some_and(|cell| {
            let is_error = matches!(cell.value, CellValue::Error(_));
            let lacks_value = cell.formula && cell.value == CellValue::Empty;
            is_error || lacks_value
        })
    }

    fn plain_text(&self, column: Column) -> String {
        let Some(cell) = self.usable(column).filter(|cell| !cell.is_blank()) else { return String::new() };
        shown(cell)
    }

    fn check_length(&mut self, column: Column, text: &str, max: usize) {
        let length = text.chars().count();
        if length > max {
            let message = say("unit-import-too-long", column).with("max", max).with("length", length);
            self.error(column, "too_long", message);
        }
    }

    fn unknown(&mut self, column: Column, written: &str, accepted: Vec<&str>) {
        let message = say("unit-import-unknown-value", column)
            .with("value", written)
            .with("accepted", accepted.join("、"));
        self.error(column, "unknown_value", message);
    }

    fn error(&mut self, column: Column, kind: &'static str, message: Message) {
        self.issues.error(self.row.row, Some(column.heading()), kind, message);
    }

    fn warn(&mut self, column: Column, kind: &'static str, message: Message) {
        self.issues.warning(self.row.row, Some(column.heading()), kind, message);
    }
}

/// A message that names its column.
fn say(id: &'static str, column: Column) -> Message {
    Message::new(id).with("column", Message::new(column.message_id()))
}

/// Text that a spreadsheet could run as a formula when it comes out again.
fn is_suspicious(text: &str) -> bool {
    let mut characters = text.trim_start().chars();
    let first = characters.next();
    let second = characters.next();
    matches!(first, Some('=' | '@' | '+' | '-'))
        && second.is_some_and(|c| !c.is_whitespace() && !matches!(c, '-' | '—'))
}

/// A count: a number, or a number written as text; `None` when blank. Errors are kind and message id.
pub(super) fn count(cell: &Cell) -> Result<Option<u32>, (&'static str, &'static str)> {
    const NOT_A_NUMBER: (&str, &str) = ("not_a_number", "unit-import-not-a-number");
    let number = match &cell.value {
        // What an error value or a formula without result is, was said already.
        CellValue::Empty | CellValue::Error(_) => return Ok(None),
        CellValue::Text(_) if cell.is_blank() => return Ok(None),
        CellValue::Number(number) => *number,
        CellValue::Text(text) => number_in(text).ok_or(NOT_A_NUMBER)?,
        CellValue::Date(_) | CellValue::Bool(_) => return Err(NOT_A_NUMBER),
    };
    if number < 0.0 {
        return Err(("negative_number", "unit-import-negative-number"));
    }
    if number.fract() != 0.0 {
        return Err(("not_an_integer", "unit-import-not-an-integer"));
    }
    // Writing it out is the lossless way from a whole floating number to an integer.
    let count = format!("{number:.0}").parse::<u32>().ok().filter(|count| *count <= 100_000_000);
    count.map(Some).ok_or(("too_large", "unit-import-too-large"))
}

/// The number of `1,043`, ` 29 ` or `45人`.
fn number_in(text: &str) -> Option<f64> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，')).collect();
    let digits = digits.strip_suffix(['人', '名']).unwrap_or(&digits);
    let is_plain = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    digits.parse().ok().filter(|_| is_plain)
}
