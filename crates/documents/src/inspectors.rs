//! The inspector pool's sheet as rows of text.
//!
//! Finds the sheet and its header, reads each person's row and says what the cells cannot mean on their own:
//! what a work history or a relative is, `domain::inspector` knows. Called by the import of the pool (A5).

pub mod export;

use crate::sheet::{Cell, Row, Sheet, Value, Workbook};
use domain::{Refusal, import::Issues};
use kernel::Message;
use serde::Serialize;
use text::clean;

pub use domain::inspector::import::RawInspector as InspectorRow;

/// A column of the pool's sheet.
struct Column {
    /// The heading as the field calls it.
    heading: &'static str,
    /// Other headings that lists use.
    others: &'static [&'static str],
    /// Where its text goes.
    field: fn(&mut InspectorRow) -> &mut String,
}

const COLUMNS: &[Column] = &[
    Column { heading: "编号", others: &["序号", "人员编号"], field: |row| &mut row.code },
    Column { heading: "姓名", others: &[], field: |row| &mut row.name },
    Column { heading: "性别", others: &[], field: |row| &mut row.sex },
    Column {
        heading: "出生年月", others: &["出生日期", "出生时间"], field: |row| &mut row.birth
    },
    Column { heading: "政治面貌", others: &[], field: |row| &mut row.political_status },
    Column { heading: "籍贯", others: &["出生地"], field: |row| &mut row.native_place },
    Column {
        heading: "工作单位", others: &["单位", "现工作单位", "所在单位"], field: |row| &mut row.unit
    },
    Column { heading: "职务", others: &["现任职务"], field: |row| &mut row.post },
    Column { heading: "职级", others: &["职务层次", "级别"], field: |row| &mut row.rank },
    Column {
        heading: "专长", others: &["特长", "专业特长", "业务专长"], field: |row| &mut row.skills
    },
    Column {
        heading: "工作经历",
        others: &["工作简历", "简历", "主要经历"],
        field: |row| &mut row.experience,
    },
    Column {
        heading: "主要社会关系",
        others: &["社会关系", "家庭成员及社会关系", "主要亲属"],
        field: |row| &mut row.relatives,
    },
    Column {
        heading: "近三年培训学时", others: &["培训学时", "学时"], field: |row| &mut row.training_hours
    },
    Column {
        heading: "参加巡察轮次", others: &["巡察轮次", "参加轮次"], field: |row| &mut row.rounds
    },
    Column { heading: "目前状态", others: &["状态", "现状"], field: |row| &mut row.state },
    Column { heading: "备注", others: &["说明"], field: |row| &mut row.note },
];

/// The pool's sheet as read.
#[derive(Clone, Debug, Serialize)]
pub struct InspectorSheet {
    /// Name of the sheet.
    pub sheet: String,
    /// Row of the header.
    pub header: u32,
    /// Headings of the field that the sheet lacks; required ones are errors of the import.
    pub missing: Vec<&'static str>,
    /// The people.
    pub rows: Vec<InspectorRow>,
    /// What the cells show that is no plain value: formulas, errors, invisible characters, hidden rows.
    pub issues: Issues,
}

/// Finds the sheet and reads its people.
pub fn read(workbook: &Workbook) -> Result<InspectorSheet, Refusal> {
    let near_top =
        workbook.sheets.iter().flat_map(|sheet| sheet.rows().iter().take(30).map(move |row| (sheet, row)));
    let mut best: Option<Header<'_>> = None;
    for (sheet, row) in near_top {
        let columns = columns(row);
        if best.as_ref().is_none_or(|best| columns.len() > best.columns.len()) {
            best = Some(Header { sheet, row: row.number, columns });
        }
    }
    let header = best
        .filter(|header| header.columns.len() >= 3 && header.has("姓名"))
        .ok_or_else(|| Message::new("sheet-header-not-found").with("headings", "编号、姓名、工作单位"))?;
    let mut issues = Issues::default();
    let below = header.sheet.rows().iter().filter(|row| row.number > header.row);
    let rows = below.filter_map(|row| person(row, &header, &mut issues)).collect();
    issues.sort();
    let missing =
        COLUMNS.iter().map(|column| column.heading).filter(|heading| !header.has(heading)).collect();
    Ok(InspectorSheet { sheet: header.sheet.name.clone(), header: header.row, missing, rows, issues })
}

struct Header<'a> {
    sheet: &'a Sheet,
    row: u32,
    columns: Vec<(u32, &'static Column)>,
}

impl Header<'_> {
    fn has(&self, heading: &str) -> bool {
        self.columns.iter().any(|(_, column)| column.heading == heading)
    }
}

/// The known columns of a row taken for a header.
fn columns(row: &Row) -> Vec<(u32, &'static Column)> {
    let mut found: Vec<(u32, &'static Column)> = Vec::new();
    for cell in row.filled() {
        let folded = clean::name(&clean::fold_width(&cell.value.shown())).text;
        // What stands in brackets explains the heading and is no part of it.
        let bare = folded.split('(').next().unwrap_or_default();
        let column = COLUMNS.iter().find(|column| column.heading == bare || column.others.contains(&bare));
        let fresh = column.filter(|column| found.iter().all(|(_, known)| known.heading != column.heading));
        found.extend(fresh.map(|column| (cell.column, column)));
    }
    found
}

fn person(row: &Row, header: &Header<'_>, issues: &mut Issues) -> Option<InspectorRow> {
    let mut person = InspectorRow { row: row.number, ..InspectorRow::default() };
    for (at, column) in &header.columns {
        let Some(cell) = row.cell(*at) else { continue };
        *(column.field)(&mut person) = cell_text(row.number, column.heading, cell, issues);
    }
    // A remark below the list fills one cell and names nobody.
    let says_something = !person.name.is_empty() || row.filled().count() > 1;
    if !says_something || person.name == "姓名" {
        return None;
    }
    if row.hidden {
        issues.warning(row.number, None, "hidden_row", Message::new("sheet-hidden-row"));
    }
    Some(person)
}

fn cell_text(row: u32, heading: &str, cell: &Cell, issues: &mut Issues) -> String {
    let say = |id: &'static str| {
        Message::new(id).with("column", heading).with("value", cell.value.shown().into_owned())
    };
    match &cell.value {
        Value::Error(_) => {
            issues.error(row, Some(heading), "error_value", say("sheet-error-value"));
            return String::new();
        }
        Value::Empty => {
            issues.error(row, Some(heading), "formula_without_value", say("sheet-formula-without-value"));
            return String::new();
        }
        _ if cell.formula.is_some() => {
            issues.warning(row, Some(heading), "formula_cell", say("sheet-formula-cell"));
        }
        Value::Text(text) if text.trim_start().starts_with(['=', '@', '+']) => {
            issues.error(row, Some(heading), "suspicious_text", say("sheet-suspicious-text"));
        }
        _ => {}
    }
    let cleaned = clean::lines(&cell.value.shown());
    if !cleaned.removed.is_empty() {
        let codes: Vec<String> = cleaned.removed.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        let message = say("sheet-invisible-character").with("characters", codes.join(" "));
        issues.warning(row, Some(heading), "invisible_character", message);
    }
    cleaned.text
}
