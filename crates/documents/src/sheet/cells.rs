//! The cells of one sheet: values with their types, formulas, hidden rows, merged ranges.

use super::{Cell, Limits, Merge, Row, Value, WORDS, parts::Book};
use crate::office::xml::{Step, Xml, attribute, flag, unescaped};
use domain::Refusal;
use kernel::{Day, Message};
use quick_xml::events::BytesStart;
use time::{Date, Duration, PrimitiveDateTime, Time, format_description::well_known::Iso8601};

/// What the workbook may still hold.
pub(super) struct Budget {
    rows: u32,
    columns: u32,
    cells: usize,
    most_cells: usize,
}

impl Budget {
    /// The whole budget.
    pub(super) fn new(limits: &Limits) -> Self {
        Self { rows: limits.rows, columns: limits.columns, cells: limits.cells, most_cells: limits.cells }
    }

    fn take_cells(&mut self, count: usize) -> Result<(), Refusal> {
        self.cells = self
            .cells
            .checked_sub(count)
            .ok_or_else(|| Message::new("sheet-too-many-cells").with("max", self.most_cells))?;
        Ok(())
    }

    fn check_place(&self, row: u32, column: u32) -> Result<(), Refusal> {
        if row > self.rows {
            return Err(Message::new("sheet-too-many-rows").with("max", self.rows).into());
        }
        if column >= self.columns {
            return Err(Message::new("sheet-too-many-columns").with("max", self.columns).into());
        }
        Ok(())
    }
}

/// Reads a worksheet's part.
pub(super) fn read(xml: &str, book: &Book, budget: &mut Budget) -> Result<(Vec<Row>, Vec<Merge>), Refusal> {
    let mut rows: Vec<Row> = Vec::new();
    let mut merges = Vec::new();
    let mut row = Row::default();
    let mut next_column = 0;
    let mut xml = Xml::new(xml, &WORDS);
    loop {
        match xml.next()? {
            Step::Start(element) => match element.local_name().as_ref() {
                b"row" => {
                    let number = attribute(&element, b"r").and_then(|r| r.parse().ok());
                    let number = number.unwrap_or_else(|| row.number.saturating_add(1));
                    row = Row { number, hidden: flag(&element, b"hidden"), cells: Vec::new() };
                    next_column = 0;
                }
                b"c" => {
                    let column = attribute(&element, b"r")
                        .and_then(|place| place_of(&place))
                        .map_or(next_column, |(_, column)| column);
                    next_column = column.saturating_add(1);
                    if let Some(cell) = cell(&mut xml, &element, column, book)? {
                        budget.check_place(row.number, column)?;
                        budget.take_cells(1)?;
                        row.cells.push(cell);
                    }
                }
                b"mergeCell" => {
                    merges.extend(attribute(&element, b"ref").and_then(|range| range_of(&range)));
                }
                _ => {}
            },
            Step::End(end) if end == b"row" && !row.cells.is_empty() => {
                let number = row.number;
                rows.push(std::mem::take(&mut row));
                row.number = number;
            }
            Step::End(_) | Step::Text(_) => {}
            Step::Eof => break,
        }
    }
    let rows = in_order(rows);
    let merges = within(merges, &rows, budget)?;
    Ok((rows, merges))
}

/// Rows and cells in order, whatever the order in the file; of two cells in one place the last counts.
fn in_order(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| row.number);
    let mut out: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        match out.last_mut().filter(|last| last.number == row.number) {
            Some(last) => last.cells.extend(row.cells),
            None => out.push(row),
        }
    }
    for row in &mut out {
        row.cells.sort_by_key(|cell| cell.column);
        row.cells.dedup_by(|later, earlier| {
            let same = later.column == earlier.column;
            if same {
                std::mem::swap(later, earlier);
            }
            same
        });
    }
    out
}

/// Merged ranges cut to the rows and columns in use, their area counted as cells.
fn within(merges: Vec<Merge>, rows: &[Row], budget: &mut Budget) -> Result<Vec<Merge>, Refusal> {
    let bottom = rows.last().map_or(0, |row| row.number);
    let right = rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column).max().unwrap_or(0);
    let mut out = Vec::with_capacity(merges.len());
    for merge in merges {
        let cut = Merge { bottom: merge.bottom.min(bottom), right: merge.right.min(right), ..merge };
        if cut.top > cut.bottom || cut.left > cut.right {
            continue;
        }
        let area = u64::from(cut.bottom - cut.top + 1) * u64::from(cut.right - cut.left + 1);
        budget.take_cells(usize::try_from(area).unwrap_or(usize::MAX))?;
        out.push(cut);
    }
    Ok(out)
}

/// A cell's content, read up to its end; `None` when it is only a format.
fn cell(
    xml: &mut Xml<'_>,
    element: &BytesStart<'_>,
    column: u32,
    book: &Book,
) -> Result<Option<Cell>, Refusal> {
    let kind = attribute(element, b"t");
    let style: usize = attribute(element, b"s").and_then(|s| s.parse().ok()).unwrap_or(0);
    let (mut stored, mut inline, mut formula) = (None, None, None);
    loop {
        match xml.next()? {
            Step::Start(child) => match child.local_name().as_ref() {
                b"v" => stored = Some(xml.text_of(b"v")?),
                b"is" => inline = Some(xml.text_of(b"is")?),
                b"f" => formula = Some(unescaped(&xml.text_of(b"f")?)),
                other => {
                    let other = other.to_vec();
                    xml.text_of(&other)?;
                }
            },
            Step::End(end) if end == b"c" => break,
            Step::End(_) | Step::Text(_) => {}
            Step::Eof => return Err(WORDS.damaged()),
        }
    }
    let value = match kind.as_deref() {
        Some("inlineStr") => inline.or(stored).map_or(Value::Empty, |text| Value::Text(unescaped(&text))),
        kind => stored.map_or(Value::Empty, |stored| typed(kind, stored, style, book)),
    };
    let says_something = value != Value::Empty || formula.is_some();
    Ok(says_something.then_some(Cell { column, value, formula }))
}

fn typed(kind: Option<&str>, stored: String, style: usize, book: &Book) -> Value {
    match kind {
        Some("s") => {
            let text = stored.trim().parse::<usize>().ok().and_then(|index| book.strings.get(index));
            text.map_or(Value::Empty, |text| Value::Text(text.clone()))
        }
        Some("str") => Value::Text(unescaped(&stored)),
        Some("b") => Value::Bool(matches!(stored.trim(), "1" | "true")),
        Some("e") => Value::Error(stored),
        Some("d") => iso_date(stored.trim()).map_or(Value::Text(stored), Value::Date),
        _ if stored.trim().is_empty() => Value::Empty,
        _ => match stored.trim().parse::<f64>() {
            Ok(number) if book.dates.get(style).copied().unwrap_or(false) => {
                date_of_serial(number, book.from_1904).map_or(Value::Number(number), Value::Date)
            }
            Ok(number) if number.is_finite() => Value::Number(number),
            _ => Value::Text(stored),
        },
    }
}

fn iso_date(text: &str) -> Option<PrimitiveDateTime> {
    PrimitiveDateTime::parse(text, &Iso8601::DEFAULT)
        .ok()
        .or_else(|| Date::parse(text, &Iso8601::DEFAULT).ok().map(Date::midnight))
}

/// The moment that a spreadsheet counts as a number of days. The count knows a 29 February 1900 that never was.
fn date_of_serial(serial: f64, from_1904: bool) -> Option<PrimitiveDateTime> {
    let seconds = whole(serial * 86_400.0)?;
    let epoch = match (from_1904, serial < 60.0) {
        (true, _) => Day::new(1904, 1, 1)?,
        (false, true) => Day::new(1899, 12, 31)?,
        (false, false) => Day::new(1899, 12, 30)?,
    };
    let start = PrimitiveDateTime::new(epoch.0, Time::MIDNIGHT);
    (serial >= 0.0).then(|| start.checked_add(Duration::seconds(seconds))).flatten()
}

/// The nearest whole number, if an `i64` holds it with certainty.
fn whole(number: f64) -> Option<i64> {
    let rounded = number.round();
    if !(-9.0e15..=9.0e15).contains(&rounded) {
        return None;
    }
    #[expect(clippy::as_conversions, reason = "the range was checked, and no lossless conversion exists")]
    let number = rounded as i64;
    Some(number)
}

/// Row (from 1) and column (from 0) of `B12`; dollar signs are allowed.
fn place_of(text: &str) -> Option<(u32, u32)> {
    let text = text.replace('$', "");
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = text.split_at_checked(letters)?;
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().fold(0_u32, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    let row = digits.parse().ok().filter(|row| *row > 0)?;
    Some((row, column.checked_sub(1)?))
}

fn range_of(text: &str) -> Option<Merge> {
    let (from, to) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (place_of(from)?, place_of(to)?);
    (top <= bottom && left <= right).then_some(Merge { top, bottom, left, right })
}

#[cfg(test)]
mod tests {
    use super::{date_of_serial, place_of, range_of};
    use kernel::Day;

    #[test]
    fn places_and_ranges_are_read_and_nonsense_is_none() {
        assert_eq!(place_of("A1"), Some((1, 0)));
        assert_eq!(place_of("$XFD$1048576"), Some((1_048_576, 16_383)));
        for nonsense in ["", "1", "A", "A0", "ABCD1", "甲1", "A-1", "A99999999999"] {
            assert_eq!(place_of(nonsense), None, "{nonsense}");
        }
        assert!(range_of("B2:A1").is_none());
    }

    #[test]
    fn a_serial_number_is_the_day_that_the_spreadsheet_shows() {
        let day_of_serial = |serial| date_of_serial(serial, false).map(|at| Day(at.date()));
        assert_eq!(day_of_serial(45_019.0), Day::new(2023, 4, 3));
        assert_eq!(day_of_serial(1.0), Day::new(1900, 1, 1));
        assert_eq!(day_of_serial(-1.0), None);
        assert_eq!(day_of_serial(f64::NAN), None);
        assert_eq!(day_of_serial(1e300), None);
    }
}
