//! The rows below a ledger's header: measures, totals, the header again, remarks.

use super::MappedSheet;
use crate::sheet::{Cell as SheetCell, Row, Sheet, Value, Workbook};
use domain::{
    Refusal,
    organisation::import::{Cell, CellValue},
    rectification::ledger::{Column, Line, Listed, Row as LedgerRow},
};
use kernel::{Day, Message};
use text::clean;

/// Reads one mapped sheet.
pub(super) fn read(workbook: &Workbook, mapping: &MappedSheet) -> Result<Listed, Refusal> {
    let sheet = workbook
        .sheets
        .iter()
        .find(|sheet| sheet.name == mapping.sheet)
        .ok_or_else(|| Message::new("sheet-name-unknown").with("sheet", mapping.sheet.clone()))?;
    let missing = mapping.missing();
    if !missing.is_empty() {
        let headings: Vec<_> = missing.into_iter().map(Column::heading).collect();
        return Err(Message::new("sheet-columns-missing").with("headings", headings.join("、")).into());
    }
    let reader = Reader { sheet, mapping };
    let above = sheet.rows().iter().filter(|row| row.number < mapping.header);
    let above = above.flat_map(Row::filled).map(|cell| clean::line(&cell.value.shown()).text).collect();
    let below = sheet.rows().iter().filter(|row| row.number > mapping.header);
    let lines = below.filter_map(|row| reader.line(row)).collect();
    Ok(Listed { sheet: sheet.name.clone(), above, lines })
}

struct Reader<'a> {
    sheet: &'a Sheet,
    mapping: &'a MappedSheet,
}

impl Reader<'_> {
    fn line(&self, row: &Row) -> Option<Line> {
        let first = row.filled().next()?;
        let lead = clean::line(&first.value.shown()).text;
        if let Some(total) = self.total(row, &lead) {
            return Some(total);
        }
        if self.repeats_header(row) {
            return Some(Line::Header { row: row.number });
        }
        let alone = row.filled().count() == 1 && matches!(first.value, Value::Text(_));
        if alone && (self.spans_the_list(row, first) || is_remark(&lead)) {
            return Some(Line::Remark { row: row.number, text: lead });
        }
        let mapped = self.mapping.columns.iter().filter_map(|mapped| Some((mapped.holds?, mapped.at)));
        let cells: Vec<(Column, Cell)> =
            mapped.map(|(column, at)| (column, self.cell(row, column, at))).collect();
        let says_something = cells.iter().any(|(_, cell)| cell.continues.is_none() && !cell.is_blank());
        says_something.then_some(Line::Row(LedgerRow { row: row.number, hidden: row.hidden, cells }))
    }

    /// `合计　共47个问题　共111项措施`: the numbers in the columns of problems and measures.
    fn total(&self, row: &Row, lead: &str) -> Option<Line> {
        let label = lead.trim_end_matches(['：', ':']);
        if !["合计", "总计", "共计", "小计"].contains(&label) {
            return None;
        }
        let stated = |column| {
            let text = self.mapping.place_of(column).map(|at| row.value(at).shown().into_owned())?;
            let digits: String = clean::fold_width(&text).chars().filter(char::is_ascii_digit).collect();
            digits.parse().ok()
        };
        let (problems, measures) = (stated(Column::Problem), stated(Column::Measure));
        Some(Line::Total { row: row.number, problems, measures })
    }

    /// A header repeated for a new page: its own words stand in the required columns.
    fn repeats_header(&self, row: &Row) -> bool {
        let Some(header) = self.sheet.row(self.mapping.header) else { return false };
        let name = |row: &Row, at| clean::name(&row.value(at).shown()).text;
        let mut places = Column::REQUIRED.into_iter().filter_map(|column| self.mapping.place_of(column));
        places.all(|at| !name(row, at).is_empty() && name(row, at) == name(header, at))
    }

    fn spans_the_list(&self, row: &Row, cell: &SheetCell) -> bool {
        let width = u32::try_from(self.mapping.columns.len()).unwrap_or(u32::MAX);
        self.sheet.merge_at(row.number, cell.column).is_some_and(|m| (m.right - m.left + 1) * 2 > width)
    }

    fn cell(&self, row: &Row, column: Column, at: u32) -> Cell {
        let own = row.cell(at);
        let merge = self.sheet.merge_at(row.number, at).filter(|m| m.top < row.number && m.left == at);
        let blank = own.is_none_or(|cell| cell.value.is_blank() && cell.formula.is_none());
        match (merge.filter(|_| blank), own) {
            (Some(merge), _) => {
                let first = self.sheet.row(merge.top).and_then(|row| row.cell(at));
                let cell = first.map(|cell| typed(cell, column)).unwrap_or_default();
                Cell { continues: Some(merge.top), ..cell }
            }
            (None, Some(cell)) => typed(cell, column),
            (None, None) => Cell::default(),
        }
    }
}

/// The cell with its text cleaned as its column wants it.
fn typed(cell: &SheetCell, column: Column) -> Cell {
    let mut removed = Vec::new();
    let value = match &cell.value {
        Value::Empty => CellValue::Empty,
        Value::Text(text) => {
            let cleaned = match column {
                Column::Serial => clean::name(&clean::fold_width(text)),
                Column::Code | Column::MeasureCode | Column::Class | Column::Due => clean::name(text),
                _ => clean::lines(text),
            };
            removed = cleaned.removed;
            if cleaned.text.is_empty() { CellValue::Empty } else { CellValue::Text(cleaned.text) }
        }
        Value::Number(number) => CellValue::Number(*number),
        Value::Bool(yes) => CellValue::Bool(*yes),
        Value::Date(at) => CellValue::Date(Day(at.date())),
        Value::Error(error) => CellValue::Error(error.clone()),
    };
    Cell { value, formula: cell.formula.is_some(), removed, continues: None }
}

/// `说明：…`, `注：…`: what stands below a list.
fn is_remark(text: &str) -> bool {
    let starts = [
        "注：",
        "注:",
        "备注：",
        "备注:",
        "说明：",
        "说明:",
        "填表说明",
        "填表人",
        "填报人",
        "审核人",
        "制表人",
    ];
    starts.iter().any(|start| text.starts_with(start))
}
