//! What a ledger holds, counted.

use super::{Ledger, Line, Listed, Reported};
use crate::deadline::words::{Class, Timing};
use serde::Serialize;
use std::collections::BTreeMap;

/// Progress that says the same is named from so many measures on.
const REPEATED_FROM: usize = 5;

/// What was noticed while reading.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    pub(super) ditto_leaders: Vec<u32>,
    pub(super) in_one_cell: Vec<u32>,
}

/// The same progress under several measures: the papers are alike, whatever the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repeated {
    /// The words.
    pub text: String,
    /// Rows that say it.
    pub rows: Vec<u32>,
}

/// The counts of a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Problems.
    pub problems: usize,
    /// Measures.
    pub measures: usize,
    /// Measures by the state that is reported.
    pub measures_by_state: BTreeMap<Reported, usize>,
    /// Problems by the state that follows from their measures.
    pub problems_by_state: BTreeMap<Reported, usize>,
    /// Measures by class of deadline.
    pub by_class: BTreeMap<Class, usize>,
    /// Measures past their day on the day of filling in, and not done.
    pub overdue: usize,
    /// Measures reported as done without any evidence named.
    pub done_without_evidence: usize,
    /// Numbers of problems without a responsible leader.
    pub without_leader: Vec<u32>,
    /// Numbers of problems whose leader is 同上.
    pub ditto_leaders: Vec<u32>,
    /// Numbers of problems whose measures share one cell.
    pub in_one_cell: Vec<u32>,
    /// The same progress under several measures.
    pub repeated: Vec<Repeated>,
    /// Rows that repeat the header.
    pub header_rows: Vec<u32>,
}

pub(super) fn summarise(ledger: &Ledger, notes: Notes, sheets: &[Listed]) -> Summary {
    let mut summary = Summary {
        problems: ledger.problems.len(),
        ditto_leaders: notes.ditto_leaders,
        in_one_cell: notes.in_one_cell,
        ..Summary::default()
    };
    let mut said: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (_, measure) in ledger.rows() {
        summary.measures += 1;
        *summary.measures_by_state.entry(measure.state).or_default() += 1;
        *summary.by_class.entry(measure.deadline.reading.class()).or_default() += 1;
        let due = measure.deadline.reading.timing().and_then(Timing::due);
        let late = due.zip(ledger.heading.filled).is_some_and(|(due, filled)| due < filled);
        summary.overdue += usize::from(late && !measure.state.is_done());
        summary.done_without_evidence += usize::from(measure.state.is_done() && measure.evidence.is_empty());
        if !measure.progress.is_empty() {
            said.entry(&measure.progress).or_default().push(measure.row);
        }
    }
    for problem in &ledger.problems {
        *summary.problems_by_state.entry(problem.state()).or_default() += 1;
        if problem.leader.is_none() {
            summary.without_leader.push(problem.number);
        }
    }
    let repeated = said.into_iter().filter(|(_, rows)| rows.len() >= REPEATED_FROM);
    summary.repeated = repeated.map(|(text, rows)| Repeated { text: text.to_owned(), rows }).collect();
    let lines = sheets.iter().flat_map(|sheet| &sheet.lines);
    summary.header_rows = lines
        .filter_map(|line| match line {
            Line::Header { row } => Some(*row),
            _ => None,
        })
        .collect();
    summary
}
