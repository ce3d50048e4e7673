//! Whether the list's own counts and totals agree with its rows. They never block: the rows are what counts.

use super::{
    Draft,
    fields::count,
    lines::{Column, Line},
};
use crate::import::Issues;
use kernel::Message;
use std::collections::HashMap;

/// A section being counted.
struct Section<'a> {
    row: u32,
    title: &'a str,
    stated: Option<u32>,
    rows: u32,
}

/// Compares headings, sub-totals and totals with the rows. `units` are the unit lines, in the same order.
pub(super) fn check(lines: &[Line], units: &[Draft], issues: &mut Issues) {
    let mut units = units.iter();
    let mut section: Option<Section<'_>> = None;
    let mut part: Vec<&Draft> = Vec::new();
    let mut all: Vec<&Draft> = Vec::new();
    for line in lines {
        match line {
            Line::Section { row, title, stated } => {
                note_count(section.take(), issues);
                section = Some(Section { row: *row, title, stated: *stated, rows: 0 });
                part.clear();
            }
            Line::Unit(row) => {
                let Some(unit) = units.next() else { break };
                if !row.after_footer {
                    if let Some(section) = &mut section {
                        section.rows += 1;
                    }
                    part.push(unit);
                    all.push(unit);
                }
            }
            Line::Total { row, grand, cells } => {
                for (column, cell) in cells {
                    if let Ok(Some(stated)) = count(cell) {
                        let rows = if *grand { &all } else { &part };
                        note_total(*row, *column, stated, &Sums::of(rows, *column, *grand), issues);
                    }
                }
                if !*grand {
                    part.clear();
                }
            }
        }
    }
    note_count(section, issues);
}

fn note_count(section: Option<Section<'_>>, issues: &mut Issues) {
    let Some(section) = section else { return };
    let Some(stated) = section.stated.filter(|stated| *stated != section.rows) else { return };
    let message = Message::new("unit-import-section-count")
        .with("section", section.title)
        .with("stated", stated)
        .with("counted", section.rows);
    issues.warning(section.row, None, "section_count_mismatch", message);
}

fn note_total(row: u32, column: Column, stated: u32, sums: &Sums, issues: &mut Issues) {
    if sums.accept(u64::from(stated)) {
        return;
    }
    let message = Message::new("unit-import-subtotal")
        .with("column", Message::new(column.message_id()))
        .with("stated", stated)
        .with("counted", i64::try_from(sums.whole).unwrap_or(i64::MAX));
    issues.warning(row, Some(column.heading()), "subtotal_mismatch", message);
}

/// What a total may say.
struct Sums {
    whole: u64,
    /// The whole without one kind: townships' figures often hold those of their villages already.
    without_one: Vec<u64>,
}

impl Sums {
    fn of(units: &[&Draft], column: Column, grand: bool) -> Self {
        let figure = |unit: &Draft| {
            let figure = if column == Column::Members { unit.members } else { unit.staff };
            u64::from(figure.unwrap_or(0))
        };
        let whole = units.iter().map(|unit| figure(unit)).sum();
        let mut by_kind: HashMap<Option<&str>, u64> = HashMap::new();
        if grand {
            for unit in units {
                *by_kind.entry(unit.kind.as_ref().map(|kind| kind.as_str())).or_default() += figure(unit);
            }
        }
        Self { whole, without_one: by_kind.into_values().map(|kind| whole - kind).collect() }
    }

    fn accept(&self, stated: u64) -> bool {
        stated == self.whole || self.without_one.contains(&stated)
    }
}
