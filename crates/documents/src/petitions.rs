//! An intake register's sheet as rows.
//!
//! Finds the sheet and its header, reads each petition's row and says what the cells cannot mean on their own; what a
//! row means, `domain::petition::import` judges. Who reported goes into secrets at once, and no issue quotes those two
//! columns. Called by the import of petitions (C13).

pub mod export;

use crate::sheet::{Cell, Row, Sheet, Value, Workbook};
use domain::petition::import::{RawPetition, column};
use domain::{Refusal, import::Issues};
use kernel::{Message, Secret};
use text::clean;

/// A column of the register.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Number,
    Received,
    Channel,
    Reporter,
    Contact,
    Unit,
    Subject,
    Text,
    People,
    Registrar,
    Note,
}

/// Headings as the field calls them, other words for them, and whether the import needs the column.
const COLUMNS: &[(Field, &str, &[&str], bool)] = &[
    (Field::Number, column::NUMBER, &["信访编号", "登记编号"], true),
    (Field::Received, column::RECEIVED, &["受理时间", "收件时间", "登记时间", "时间"], true),
    (Field::Channel, column::CHANNEL, &["受理渠道", "来源", "渠道", "方式"], true),
    (Field::Reporter, column::REPORTER, &["信访人", "举报人", "来信人"], false),
    (Field::Contact, column::CONTACT, &["联系电话", "电话", "联系人电话"], false),
    (Field::Unit, column::UNIT, &["反映单位", "单位", "被巡察单位"], false),
    (Field::Subject, column::SUBJECT, &["被举报人", "反映对象"], false),
    (Field::Text, column::TEXT, &["内容", "主要内容", "反映主要问题", "内容摘要"], true),
    (Field::People, column::PEOPLE, &["人数", "来访人次"], false),
    (Field::Registrar, column::REGISTRAR, &["经办人", "接待人"], false),
    (Field::Note, column::NOTE, &["说明"], false),
];

impl Field {
    fn heading(self) -> &'static str {
        COLUMNS.iter().find(|(field, ..)| *field == self).map_or("", |(_, heading, ..)| heading)
    }

    /// Whether it tells who reported, so that nothing may quote it.
    const fn is_identity(self) -> bool {
        matches!(self, Self::Reporter | Self::Contact)
    }
}

/// The register's sheet as read. Neither printable nor serialisable as a whole: it holds who reported.
#[derive(Debug)]
pub struct PetitionSheet {
    /// Name of the sheet.
    pub sheet: String,
    /// Row of the header.
    pub header: u32,
    /// Needed headings that the sheet lacks; each is an error of the import.
    pub missing: Vec<&'static str>,
    /// The petitions.
    pub rows: Vec<RawPetition>,
    /// What the cells show that is no plain value: formulas, errors, merged cells, invisible characters, hidden rows.
    pub issues: Issues,
}

/// Finds the sheet and reads its petitions.
pub fn read(workbook: &Workbook) -> Result<PetitionSheet, Refusal> {
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
        .filter(|header| header.columns.len() >= 3 && header.place(Field::Text).is_some())
        .ok_or_else(|| Message::new("sheet-header-not-found").with("headings", "编号、收到时间、反映内容"))?;
    let mut issues = Issues::default();
    let below = header.sheet.rows().iter().filter(|row| row.number > header.row);
    let rows = below.filter_map(|row| petition(row, &header, &mut issues)).collect();
    issues.sort();
    let needed = COLUMNS.iter().filter(|(field, _, _, needed)| *needed && header.place(*field).is_none());
    let missing = needed.map(|(_, heading, ..)| *heading).collect();
    Ok(PetitionSheet { sheet: header.sheet.name.clone(), header: header.row, missing, rows, issues })
}

struct Header<'a> {
    sheet: &'a Sheet,
    row: u32,
    columns: Vec<(u32, Field)>,
}

impl Header<'_> {
    fn place(&self, field: Field) -> Option<u32> {
        self.columns.iter().find(|(_, known)| *known == field).map(|(at, _)| *at)
    }
}

/// The known columns of a row taken for a header.
fn columns(row: &Row) -> Vec<(u32, Field)> {
    let mut found: Vec<(u32, Field)> = Vec::new();
    for cell in row.filled() {
        let folded = clean::name(&clean::fold_width(&cell.value.shown())).text;
        let bare = folded.split('(').next().unwrap_or_default();
        let column =
            COLUMNS.iter().find(|(_, heading, others, _)| *heading == bare || others.contains(&bare));
        let fresh = column.filter(|(field, ..)| found.iter().all(|(_, known)| known != field));
        found.extend(fresh.map(|(field, ..)| (cell.column, *field)));
    }
    found
}

fn petition(row: &Row, header: &Header<'_>, issues: &mut Issues) -> Option<RawPetition> {
    let mut reading = Reading { row, header, issues };
    // A remark below the list, a repeated header or an empty line is no petition.
    let own = row.filled().count();
    let is_header = columns(row).len() >= 3;
    if own < 2 || is_header {
        return None;
    }
    let secret = |text: String| Secret::new(text);
    let petition = RawPetition {
        row: row.number,
        number: reading.text(Field::Number),
        received: reading.text(Field::Received),
        channel: reading.text(Field::Channel),
        reporter: secret(reading.text(Field::Reporter)),
        contact: secret(reading.text(Field::Contact)),
        unit: reading.text(Field::Unit),
        subject: reading.text(Field::Subject),
        text: reading.text(Field::Text),
        people: reading.text(Field::People),
        registrar: reading.text(Field::Registrar),
        note: reading.text(Field::Note),
    };
    if row.hidden {
        issues.warning(row.number, None, "hidden_row", Message::new("sheet-hidden-row"));
    }
    Some(petition)
}

struct Reading<'a> {
    row: &'a Row,
    header: &'a Header<'a>,
    issues: &'a mut Issues,
}

impl Reading<'_> {
    fn text(&mut self, field: Field) -> String {
        let Some(at) = self.header.place(field) else { return String::new() };
        match self.row.cell(at) {
            Some(cell) if !cell.value.is_blank() || cell.formula.is_some() => self.cell(field, cell),
            _ => self.through_merge(field, at),
        }
    }

    /// A cell that lies under a merged one from above shows what that shows. Whatever is one's own is never shared.
    fn through_merge(&mut self, field: Field, at: u32) -> String {
        let shown = self.header.sheet.value_through_merge(self.row.number, at);
        if shown.is_blank() {
            return String::new();
        }
        let text = cleaned(shown).text;
        if matches!(field, Field::Number | Field::Text) {
            let message = Message::new("petition-merged-rows").with("column", field.heading());
            self.issues.error(self.row.number, Some(field.heading()), "merged_rows", message);
            return String::new();
        }
        let message = Message::new("petition-merged-cell").with("column", field.heading());
        self.issues.warning(self.row.number, Some(field.heading()), "merged_cell", message);
        text
    }

    fn cell(&mut self, field: Field, cell: &Cell) -> String {
        match &cell.value {
            Value::Error(_) => {
                self.error(field, cell, "error_value", "sheet-error-value");
                return String::new();
            }
            Value::Empty => {
                self.error(field, cell, "formula_without_value", "sheet-formula-without-value");
                return String::new();
            }
            _ if cell.formula.is_some() => {
                let message = said(field, cell, "sheet-formula-cell");
                self.issues.warning(self.row.number, Some(field.heading()), "formula_cell", message);
            }
            Value::Text(text) if runs_as_formula(field, text) => {
                self.error(field, cell, "suspicious_text", "sheet-suspicious-text");
            }
            _ => {}
        }
        let cleaned = cleaned(&cell.value);
        if !cleaned.removed.is_empty() {
            let codes: Vec<String> =
                cleaned.removed.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
            let message = said(field, cell, "sheet-invisible-character").with("characters", codes.join(" "));
            self.issues.warning(self.row.number, Some(field.heading()), "invisible_character", message);
        }
        cleaned.text
    }

    fn error(&mut self, field: Field, cell: &Cell, kind: &'static str, id: &'static str) {
        self.issues.error(self.row.number, Some(field.heading()), kind, said(field, cell, id));
    }
}

/// A sentence about a cell; what tells who reported is not quoted, long text only in its beginning.
fn said(field: Field, cell: &Cell, id: &'static str) -> Message {
    let value: String =
        if field.is_identity() { "…".to_owned() } else { cell.value.shown().chars().take(40).collect() };
    Message::new(id).with("column", field.heading()).with("value", value)
}

/// Running text may open with a plus; in every other column such a beginning is a formula.
fn runs_as_formula(field: Field, text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['=', '@']) || (field != Field::Text && field != Field::Contact && text.starts_with('+'))
}

/// The cell as a person reads it; an instant to the minute, which a spreadsheet's fraction of a day may miss by a second.
fn cleaned(value: &Value) -> clean::Cleaned {
    let Value::Date(at) = value else { return clean::lines(&value.shown()) };
    let rounded = at.checked_add(time::Duration::seconds(30)).unwrap_or(*at);
    let day = kernel::Day(rounded.date());
    clean::line(&format!("{day} {:02}:{:02}", rounded.hour(), rounded.minute()))
}
