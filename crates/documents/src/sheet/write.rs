//! Tables as XLSX files.
//!
//! Guarantees: text is written as text, so that nothing typed by anybody runs as a formula when the file is opened
//! or edited; the file's date is the given one, so that equal tables make equal files; what a sheet cannot
//! hold is refused. Called by every export.

use domain::Refusal;
use kernel::{Day, Message, Offset, Timestamp};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// A cell to write.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    /// Nothing.
    Empty,
    /// Text, whatever it looks like.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A day as a date cell.
    Day(Day),
    /// A day's month as a date cell.
    Month(Day),
}

impl Out {
    /// Text or nothing.
    pub fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.to_owned()))
    }
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Heading over several neighbouring columns of the same group; empty for none.
    pub group: String,
    /// Its own heading.
    pub heading: String,
    /// Width in characters.
    pub width: f64,
}

/// A table on a sheet of its own.
#[derive(Clone, Debug)]
pub struct Table {
    /// Name of the sheet; characters that a name cannot hold are left out.
    pub sheet: String,
    /// Title over the table; empty for none.
    pub title: String,
    /// Line below the title; empty for none.
    pub subtitle: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, each as long as the columns.
    pub rows: Vec<Vec<Out>>,
    /// Cells that stand for several rows: column, first and last row, from 0. The first row's cell is written.
    pub merges: Vec<Span>,
}

/// A column's cells of several rows as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The column, from 0.
    pub column: u16,
    /// The first row, from 0.
    pub first: u32,
    /// The last row.
    pub last: u32,
}

/// Writes the tables into one workbook, dated at an instant.
pub fn write(tables: &[Table], at: Timestamp) -> Result<Vec<u8>, Refusal> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&moment(at).map_err(refusal)?));
    for (index, table) in tables.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        Writer::new(sheet).table(table, index).map_err(refusal)?;
    }
    workbook.save_to_buffer().map_err(refusal)
}

fn refusal(error: XlsxError) -> Refusal {
    match error {
        XlsxError::MaxStringLengthExceeded => Refusal::new("sheet-text-too-long"),
        XlsxError::RowColumnLimitError => Refusal::new("sheet-table-too-large"),
        other => Message::new("sheet-cannot-write").with("reason", other.to_string()).into(),
    }
}

fn moment(at: Timestamp) -> Result<ExcelDateTime, XlsxError> {
    let at = at.local(Offset::UTC);
    let (hour, minute, second) = at.time().as_hms();
    excel_day(Day(at.date()))?.and_hms(u16::from(hour), minute, f64::from(second))
}

fn excel_day(day: Day) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(0), day.month(), day.day_of_month())
}

/// Writes one table into one sheet.
struct Writer<'a> {
    sheet: &'a mut Worksheet,
    body: Format,
    guarded: Format,
    heading: Format,
    day: Format,
    month: Format,
    row: u32,
}

impl<'a> Writer<'a> {
    fn new(sheet: &'a mut Worksheet) -> Self {
        let body = Format::new()
            .set_border(FormatBorder::Thin)
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter);
        Self {
            sheet,
            guarded: body.clone().set_quote_prefix(),
            heading: body.clone().set_bold().set_align(FormatAlign::Center),
            day: body.clone().set_num_format("yyyy-mm-dd"),
            month: body.clone().set_num_format("yyyy\"年\"m\"月\""),
            body,
            row: 0,
        }
    }

    fn table(mut self, table: &Table, index: usize) -> Result<(), XlsxError> {
        self.sheet.set_name(sheet_name(&table.sheet, index))?;
        self.sheet.set_landscape().set_print_fit_to_pages(1, 0);
        self.caption(table)?;
        self.header(&table.columns)?;
        let top = self.row;
        for row in &table.rows {
            for (at, cell) in (0_u16..).zip(row) {
                self.cell(at, cell)?;
            }
            self.row += 1;
        }
        for span in table.merges.iter().filter(|span| span.first < span.last) {
            let (first, last) = (top.saturating_add(span.first), top.saturating_add(span.last));
            self.sheet.merge_range(first, span.column, last, span.column, "", &self.body)?;
            // Merging writes over the first cell; its content comes again.
            let at = usize::try_from(span.first).ok().and_then(|row| table.rows.get(row));
            if let Some(cell) = at.and_then(|row| row.get(usize::from(span.column))) {
                self.row = first;
                self.cell(span.column, cell)?;
            }
        }
        Ok(())
    }

    fn caption(&mut self, table: &Table) -> Result<(), XlsxError> {
        let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
        for (text, format) in [(&table.title, title), (&table.subtitle, Format::new())] {
            if text.is_empty() {
                continue;
            }
            match last_column(&table.columns) {
                0 => {
                    self.sheet.write_string_with_format(self.row, 0, text, &format)?;
                }
                last => {
                    self.sheet.merge_range(self.row, 0, self.row, last, text, &format)?;
                }
            }
            self.row += 1;
        }
        Ok(())
    }

    /// One row of headings, or two where columns are grouped.
    fn header(&mut self, columns: &[Column]) -> Result<(), XlsxError> {
        let top = self.row;
        let grouped = columns.iter().any(|column| !column.group.is_empty());
        let bottom = top + u32::from(grouped);
        for (at, column) in (0_u16..).zip(columns) {
            self.sheet.set_column_width(at, column.width)?;
            if !grouped || !column.group.is_empty() {
                self.sheet.write_string_with_format(bottom, at, &column.heading, &self.heading)?;
            } else {
                self.sheet.merge_range(top, at, bottom, at, &column.heading, &self.heading)?;
            }
        }
        for (first, last, group) in groups(columns) {
            if first == last {
                self.sheet.write_string_with_format(top, first, group, &self.heading)?;
            } else {
                self.sheet.merge_range(top, first, top, last, group, &self.heading)?;
            }
        }
        self.row = bottom + 1;
        self.sheet.set_freeze_panes(self.row, 0)?;
        self.sheet.set_repeat_rows(top, bottom)?;
        Ok(())
    }

    fn cell(&mut self, at: u16, cell: &Out) -> Result<(), XlsxError> {
        let row = self.row;
        match cell {
            Out::Empty => self.sheet.write_blank(row, at, &self.body)?,
            Out::Text(text) if text.is_empty() => self.sheet.write_blank(row, at, &self.body)?,
            Out::Text(text) => {
                let format = if looks_like_formula(text) { &self.guarded } else { &self.body };
                self.sheet.write_string_with_format(row, at, text, format)?
            }
            // A count beyond 2^53 is none that a spreadsheet could hold; it goes as text.
            Out::Integer(number) => match i32::try_from(*number) {
                Ok(number) => self.sheet.write_number_with_format(row, at, f64::from(number), &self.body)?,
                Err(_) => self.sheet.write_string_with_format(row, at, number.to_string(), &self.body)?,
            },
            Out::Number(number) => self.sheet.write_number_with_format(row, at, *number, &self.body)?,
            Out::Day(day) => self.sheet.write_datetime_with_format(row, at, excel_day(*day)?, &self.day)?,
            Out::Month(day) => {
                self.sheet.write_datetime_with_format(row, at, excel_day(*day)?, &self.month)?
            }
        };
        Ok(())
    }
}

fn last_column(columns: &[Column]) -> u16 {
    u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_sub(1)
}

/// First and last column of every group.
fn groups(columns: &[Column]) -> Vec<(u16, u16, &str)> {
    let mut out: Vec<(u16, u16, &str)> = Vec::new();
    for (at, column) in (0_u16..).zip(columns).filter(|(_, column)| !column.group.is_empty()) {
        match out.last_mut().filter(|(_, last, group)| *last + 1 == at && *group == column.group) {
            Some((_, last, _)) => *last = at,
            None => out.push((at, at, &column.group)),
        }
    }
    out
}

/// Text that a spreadsheet program would take for a formula when it is typed or pasted.
fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A name that a sheet may bear.
fn sheet_name(name: &str, index: usize) -> String {
    let kept: String =
        name.chars().filter(|c| !r"[]:*?/\'".contains(*c) && !c.is_control()).take(31).collect();
    if kept.is_empty() { format!("Sheet{}", index + 1) } else { kept }
}

#[cfg(test)]
mod tests {
    use super::{Column, Out, Table, sheet_name, write};
    use crate::sheet::{Limits, Value, open};
    use kernel::{Day, Timestamp};
    use proptest::prelude::*;

    fn table(rows: Vec<Vec<Out>>) -> Table {
        let column = |group: &str, heading: &str| Column {
            group: group.to_owned(),
            heading: heading.to_owned(),
            width: 12.0,
        };
        Table {
            sheet: "表[1]".to_owned(),
            title: "标题".to_owned(),
            subtitle: String::new(),
            columns: vec![column("", "甲"), column("组", "乙"), column("组", "丙")],
            rows,
            merges: Vec::new(),
        }
    }

    fn written(rows: Vec<Vec<Out>>) -> crate::sheet::Sheet {
        let bytes = write(&[table(rows)], Timestamp(0)).unwrap();
        open(&bytes, &Limits::default()).unwrap().sheets.remove(0)
    }

    #[test]
    fn dangerous_text_stays_text() {
        let texts =
            ["=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "=1", "\t=1", "https://example.com", "0300-1"];
        let sheet = written(texts.iter().map(|text| vec![Out::Text((*text).to_owned())]).collect());
        let rows = &sheet.rows()[3..];
        for (row, text) in rows.iter().zip(texts) {
            let cell = row.cell(0).unwrap();
            assert_eq!(cell.value, Value::Text(text.to_owned()));
            assert_eq!(cell.formula, None);
        }
    }

    #[test]
    fn typed_columns_come_back_with_their_types() {
        let day = Day::new(2025, 9, 8).unwrap();
        let sheet = written(vec![vec![Out::Integer(1043), Out::Day(day), Out::Month(day)]]);
        let row = sheet.rows().last().unwrap();
        assert_eq!(row.value(0), &Value::Number(1043.0));
        assert_eq!(row.value(1).shown(), "2025-09-08");
        assert!(matches!(row.value(2), Value::Date(_)));
    }

    #[test]
    fn a_grouped_header_takes_two_rows_and_equal_tables_make_equal_files() {
        let sheet = written(Vec::new());
        let merge = sheet.merge_at(2, 2).unwrap();
        assert_eq!((merge.left, merge.right), (1, 2));
        let at = Timestamp(1_700_000_000_000_000);
        assert_eq!(write(&[table(Vec::new())], at).unwrap(), write(&[table(Vec::new())], at).unwrap());
        assert_eq!(sheet_name("[]", 1), "Sheet2");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn any_text_comes_back_as_it_was_written(text in "[^\r]{1,40}") {
            let sheet = written(vec![vec![Out::Text(text.clone())]]);
            let row = sheet.rows().last().unwrap();
            prop_assert_eq!(row.value(0).shown().into_owned(), text);
        }
    }
}
