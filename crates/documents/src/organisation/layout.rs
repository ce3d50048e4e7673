//! The rows below the header: which are units, which are sections, totals and notes.

use super::Mapping;
use crate::sheet::{Cell as SheetCell, Row, Sheet, Value, Workbook};
use domain::{
    Refusal,
    organisation::import::{Cell, CellValue, Column, Line, UnitRow},
};
use kernel::{Day, Message};
use text::clean;

/// Reads the lines below the header of the mapped sheet.
pub(super) fn read(workbook: &Workbook, mapping: &Mapping) -> Result<Vec<Line>, Refusal> {
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
    let mut reader = Reader { sheet, mapping, after_footer: false };
    let below = sheet.rows().iter().filter(|row| row.number > mapping.header_bottom);
    Ok(below.filter_map(|row| reader.line(row)).collect())
}

struct Reader<'a> {
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    after_footer: bool,
}

impl Reader<'_> {
    fn line(&mut self, row: &Row) -> Option<Line> {
        let first = row.filled().next()?;
        let lead = clean::fold_width(&first.value.shown()).trim().to_owned();
        let alone = row.filled().count() == 1 && matches!(first.value, Value::Text(_));
        if alone && is_section(&lead) {
            return Some(Line::Section { row: row.number, stated: stated_count(&lead), title: lead });
        }
        if alone && (is_footer(&lead) || self.after_footer || self.spans_the_list(row, first)) {
            // A line by itself across the list is a remark; the first one after the data ends the list.
            self.after_footer |= is_footer(&lead);
            return None;
        }
        if let Some(grand) = self.total(row) {
            return Some(Line::Total { row: row.number, grand, cells: self.figures(row) });
        }
        if self.repeats_header(row) {
            return None;
        }
        let says_something = row
            .filled()
            .any(|cell| self.mapping.held_at(cell.column).is_some_and(|column| column != Column::Serial));
        says_something.then(|| Line::Unit(self.unit(row)))
    }

    fn spans_the_list(&self, row: &Row, cell: &SheetCell) -> bool {
        let width = u32::try_from(self.mapping.columns.len()).unwrap_or(u32::MAX);
        self.sheet.merge_at(row.number, cell.column).is_some_and(|m| (m.right - m.left + 1) * 2 > width)
    }

    /// Whether the row states a sub-total (`false`) or a total of everything (`true`).
    fn total(&self, row: &Row) -> Option<bool> {
        let columns = [Column::Serial, Column::Name].into_iter().filter_map(|c| self.mapping.place_of(c));
        let labels = columns.map(|at| clean::name(&row.value(at).shown()).text);
        let label = labels.into_iter().find(|label| !label.is_empty())?;
        match label.trim_end_matches(['：', ':']) {
            "小计" | "分计" | "本页小计" => Some(false),
            "合计" | "总计" | "共计" | "累计" => Some(true),
            _ => None,
        }
    }

    fn figures(&self, row: &Row) -> Vec<(Column, Cell)> {
        let columns = [Column::Members, Column::Staff].into_iter();
        columns
            .filter_map(|column| Some((column, self.cell(row, column, self.mapping.place_of(column)?))))
            .collect()
    }

    /// A header repeated for a new page: its own words stand in the name's column.
    fn repeats_header(&self, row: &Row) -> bool {
        let Some(at) = self.mapping.place_of(Column::Name) else { return false };
        let heading = |number| clean::name(&self.sheet.value_through_merge(number, at).shown()).text;
        let own = clean::name(&row.value(at).shown()).text;
        !own.is_empty() && own == heading(self.mapping.header_top)
    }

    fn unit(&self, row: &Row) -> UnitRow {
        let mapped = self.mapping.columns.iter().filter_map(|mapped| Some((mapped.holds?, mapped.at)));
        UnitRow {
            row: row.number,
            hidden: row.hidden,
            after_footer: self.after_footer,
            cells: mapped.map(|(column, at)| (column, self.cell(row, column, at))).collect(),
        }
    }

    fn cell(&self, row: &Row, column: Column, at: u32) -> Cell {
        let own = row.cell(at);
        let merge = self.sheet.merge_at(row.number, at).filter(|m| m.top < row.number && m.left == at);
        let continued =
            merge.filter(|_| own.is_none_or(|cell| cell.value.is_blank() && cell.formula.is_none()));
        match (continued, own) {
            (Some(merge), _) => {
                let first = self.sheet.row(merge.top).and_then(|row| row.cell(at));
                Cell {
                    continues: Some(merge.top),
                    ..first.map(|cell| typed(cell, column)).unwrap_or_default()
                }
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
            let cleaned = cleaned(text, column);
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

fn cleaned(text: &str, column: Column) -> clean::Cleaned {
    match column {
        Column::Note => clean::lines(text),
        Column::Post => clean::line(text),
        Column::Name | Column::Parent | Column::Head => clean::name(text),
        // Codes, figures and dates: width says nothing there.
        _ => clean::name(&clean::fold_width(text)),
    }
}

/// `一、县直部门（24个）`, `（二）乡镇`.
fn is_section(text: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let bare = text.trim_start_matches(['(', '第']);
    let rest = bare.trim_start_matches(numeral);
    rest.len() < bare.len() && rest.starts_with(['、', ')', '.', '．', ',', '，'])
}

/// The number in the brackets of a section's heading.
fn stated_count(text: &str) -> Option<u32> {
    let (_, inside) = text.rsplit_once('(')?;
    let inside = inside.trim_start_matches(['共', '计']);
    let digits: String = inside.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// `注：…`, `填表人：…`: what stands below a list.
fn is_footer(text: &str) -> bool {
    [
        "注:",
        "注",
        "备注:",
        "说明:",
        "填表说明",
        "填表人",
        "填报人",
        "制表人",
        "审核人",
        "填报单位",
        "联系人",
        "联系电话",
    ]
    .iter()
    .any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::{is_footer, is_section, stated_count};

    #[test]
    fn sections_and_notes_are_known_by_their_beginning() {
        for section in ["一、县直部门(24个)", "(二)乡镇", "十二、其他"] {
            assert!(is_section(section), "{section}");
        }
        for other in ["一中", "县委", "注:1.", "1、", ""] {
            assert!(!is_section(other), "{other}");
        }
        assert_eq!(stated_count("三、县属国有企业(6家)"), Some(6));
        assert_eq!(stated_count("五、行政村(社区)(共154个)"), Some(154));
        assert_eq!(stated_count("四、学校"), None);
        assert!(is_footer("注:本表为汇总稿") && is_footer("填表人:甲") && !is_footer("县委"));
    }
}
