//! Judges the lines of a ledger: which problems and measures they hold, and what wants a look.
//!
//! Errors block; warnings do not, because a unit's ledger is taken over as it is, with its gaps named. Deadlines are
//! understood or asked; an answer given for some words holds wherever the list writes them.

use super::problem::Reader;
use super::{Heading, Ledger, Line, Listed, Summary, summary};
use crate::deadline::words::Timing;
use crate::import::Issues;
use crate::rectification::RectificationRules;
use kernel::calendar::WorkCalendar;
use kernel::{Day, Message};
use serde::Serialize;
use std::collections::BTreeMap;

/// What the lines are judged against.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The rules in force.
    pub rules: &'a RectificationRules,
    /// Working days.
    pub calendar: &'a WorkCalendar,
    /// The day of the feedback, where a person gives it; the sheet's own otherwise.
    pub fed_back: Option<Day>,
    /// The day the list reports for, where a person gives it; the sheet's own otherwise.
    pub filled: Option<Day>,
    /// What a person answered about words, by the words; about a blank by [`super::problem::blank_key`].
    pub answers: &'a BTreeMap<String, Timing>,
}

/// A judged ledger.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// Problems and measures in the order of the list.
    pub ledger: Ledger,
    /// Counts.
    pub summary: Summary,
    /// What is wrong, in order of rows.
    pub issues: Issues,
}

/// Judges the sheets of a ledger.
pub fn check(sheets: &[Listed], context: Context<'_>) -> Checked {
    let mut issues = Issues::default();
    let heading = heading(sheets, context);
    if heading.fed_back.is_none() {
        let message = Message::new("rectification-import-feedback-day-missing");
        issues.error(0, None, "feedback_day_missing", message);
    }
    let stated_year = sheets.iter().flat_map(|sheet| &sheet.lines).find_map(stated_year);
    let mut reader = Reader::new(context, &heading, stated_year);
    for sheet in sheets {
        let mut of_sheet = Issues::default();
        for line in &sheet.lines {
            if let Line::Row(row) = line {
                reader.row(row, &mut of_sheet);
            }
        }
        if sheets.len() > 1 {
            of_sheet.name_sheet(&sheet.sheet);
        }
        issues.0.append(&mut of_sheet.0);
    }
    let (problems, notes) = reader.finish(&mut issues);
    let ledger = Ledger { heading, problems };
    let summary = summary::summarise(&ledger, notes, sheets);
    compare_totals(sheets, &summary, &mut issues);
    issues.sort();
    Checked { ledger, summary, issues }
}

fn heading(sheets: &[Listed], context: Context<'_>) -> Heading {
    let mut heading = Heading::default();
    for sheet in sheets {
        let own = Heading::read(&sheet.above);
        if heading.title.is_empty() {
            heading = own;
        } else {
            heading.fed_back = heading.fed_back.or(own.fed_back);
            heading.filled = heading.filled.or(own.filled);
        }
    }
    heading.fed_back = context.fed_back.or(heading.fed_back);
    heading.filled = context.filled.or(heading.filled);
    heading
}

/// The year of a remark that gives it to deadlines without one: 未注明年份的时限均指2025年.
fn stated_year(line: &Line) -> Option<i32> {
    let Line::Remark { text, .. } = line else { return None };
    let said = ["未注明年份", "未写年份", "未标明年份", "没有注明年份", "未注明年度"];
    let (_, behind) = said.iter().find_map(|words| text.split_once(words))?;
    let at = behind.find(|c: char| c.is_ascii_digit())?;
    let year = behind.get(at..at + 4)?;
    year.parse().ok().filter(|year| (1949..=2199).contains(year))
}

/// The list's own totals against what it holds.
fn compare_totals(sheets: &[Listed], summary: &Summary, issues: &mut Issues) {
    for line in sheets.iter().flat_map(|sheet| &sheet.lines) {
        let Line::Total { row, problems, measures } = line else { continue };
        let pairs = [
            (super::Column::Problem, *problems, summary.problems),
            (super::Column::Measure, *measures, summary.measures),
        ];
        for (column, stated, found) in pairs {
            let Some(stated) = stated.and_then(|stated| usize::try_from(stated).ok()) else { continue };
            // A total on one of several sheets may be the sheet's own; only one list can be compared.
            if stated != found && sheets.len() == 1 {
                let message = Message::new("rectification-import-total-mismatch");
                let message = message.with("stated", stated).with("found", found);
                issues.warning(*row, Some(column.heading()), "total_mismatch", message);
            }
        }
    }
}
