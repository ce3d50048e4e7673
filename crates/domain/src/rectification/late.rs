//! What is late, in which order the office sees it, and which reminder comes next.
//!
//! Days are counted by the calendar from the day that is due now; a day read from people's words is never rolled.
//! Reminders rise one weight at a time and keep the gaps of the ruleset.

use super::item::{Item, State};
use super::measure::Measure;
use super::rules::{RectificationRules, ReminderStep};
use crate::deadline::{DeadlineRule, DueState, distance};
use kernel::Day;
use kernel::calendar::WorkCalendar;
use kernel::id::ItemId;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// Days that rules give where the words name none.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleDays {
    /// For what is to be corrected at once.
    pub immediate: Option<Day>,
    /// For the next half-yearly report of what goes on.
    pub report: Option<Day>,
}

/// The day an item is due now: of its unfinished measures the first, else the day a verification set; for what goes on
/// the next report. `None` for what is over or waits for others than the unit.
pub fn due_of(item: &Item, measures: &[&Measure], days: RuleDays) -> Option<Day> {
    if item.state.is_over() || item.state.is_in_chain() {
        return None;
    }
    if matches!(item.state, State::Continued { .. }) {
        return days.report.into_iter().chain(item.due).min();
    }
    let own = || measures.iter().filter(|m| m.counts() && m.items.contains(&item.id));
    let open = own().filter(|m| m.is_open()).filter_map(|m| m.due());
    let immediate = matches!(item.kind, super::ItemKind::Immediate).then_some(days.immediate).flatten();
    let first = open.min().or_else(|| own().filter_map(|m| m.due()).max());
    // A day that was set anew stands for the days before it.
    item.due.or(first).or(immediate)
}

/// How far an item's day is.
pub fn lateness(
    item: &Item,
    measures: &[&Measure],
    days: RuleDays,
    today: Day,
    near: u16,
) -> Option<DueState> {
    due_of(item, measures, days).map(|due| distance(due, today, near))
}

/// The day of the next half-yearly report: the rule's period from the last one, or from when it began to go on.
pub fn next_report(since: Day, reports: &[Day], rule: &DeadlineRule, calendar: &WorkCalendar) -> Day {
    let last = reports.iter().copied().filter(|day| *day >= since).max().unwrap_or(since);
    calendar.end_of(last, rule.period).day
}

/// An entry of the office-wide list of what is late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LateEntry {
    /// The item.
    pub item: ItemId,
    /// The unit's place in the office's own order of units.
    pub unit_order: u32,
    /// The item's number on the unit's ledger.
    pub number: u32,
    /// Its day.
    pub due: Day,
    /// Days past.
    pub days: i64,
    /// How often it came back after closing.
    pub rebounds: u16,
    /// How often it was sent back.
    pub sent_back: usize,
    /// Reminders sent so far.
    pub reminded: usize,
}

impl LateEntry {
    /// The entry of an item that is late on a day.
    pub fn of(item: &Item, (unit_order, reminded): (u32, usize), state: DueState, due: Day) -> Option<Self> {
        let DueState::Overdue { days } = state else { return None };
        let sent_back = item.steps.iter().filter(|step| step.step == super::StepKind::SentBack).count();
        let (rebounds, number) = (item.rebounds, item.number);
        Some(Self { item: item.id, unit_order, number, due, days, rebounds, sent_back, reminded })
    }
}

/// Puts the list in order: what came back first, then the longest late, the most often reminded and sent back, and
/// otherwise by unit and number.
pub fn order(entries: &mut [LateEntry]) {
    entries.sort_by_key(|entry| {
        let heavy =
            (Reverse(entry.rebounds), Reverse(entry.days), Reverse(entry.reminded), Reverse(entry.sent_back));
        (heavy, entry.unit_order, entry.number, entry.item)
    });
}

/// A reminder that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminded {
    /// The weight's code.
    pub code: String,
    /// When.
    pub on: Day,
}

/// The reminder to send today, if one is due: one weight heavier than the last as soon as its days are reached, or
/// the last again; never before its gap has passed. Once overdue, weights from before the day are left out.
pub fn next_reminder<'a>(
    due: Day,
    today: Day,
    sent: &[Reminded],
    rules: &'a RectificationRules,
) -> Option<&'a ReminderStep> {
    let late = today.days_since(due);
    let place = |code: &str| rules.reminders.iter().position(|step| step.code == code);
    let heaviest = sent.iter().filter_map(|reminded| place(&reminded.code)).max();
    let last_on = sent.iter().map(|reminded| reminded.on).max();
    let rested = |step: &ReminderStep| last_on.is_none_or(|on| today.days_since(on) >= step.gap_days);
    let from = heaviest.map_or(0, |at| at + 1);
    let useful = |step: &&ReminderStep| late <= 0 || step.from_days > 0;
    let heavier = rules.reminders.iter().skip(from).find(useful).filter(|step| step.from_days <= late);
    let again = heaviest.and_then(|at| rules.reminders.get(at)).filter(useful);
    heavier.or(again).filter(|step| rested(step))
}
