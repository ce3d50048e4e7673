//! Counting a period from a start day: the start is not counted, months end on the same-numbered day or the
//! month's last, and where asked a rest day gives way to the next working day. Every answer keeps the facts
//! it rests on ([`Count`]), so that it can be explained.

use super::{DayKind, WorkCalendar};
use crate::Day;
use serde::{Deserialize, Serialize};

/// What a period is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Calendar days.
    Day,
    /// Days that are worked.
    #[serde(alias = "working_day")]
    Workday,
    /// Calendar months.
    Month,
}

/// What happens when the last day is a day of rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// It stays.
    #[default]
    None,
    /// It moves to the next working day.
    NextWorkday,
}

/// A length of time and the way it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// How many.
    pub amount: u16,
    /// Of what.
    pub unit: Unit,
    /// What a last day of rest does. Working days never end on one.
    #[serde(default)]
    pub roll: Roll,
}

/// Why a spell of days was not worked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Saturday, Sunday or both.
    Weekend,
    /// The named holiday.
    Holiday(String),
}

/// A spell of days of rest, both ends inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestSpell {
    /// First day of rest.
    pub from: Day,
    /// Last day of rest.
    pub to: Day,
    /// Weekend or holiday.
    pub why: Why,
}

/// The end of a period and the facts it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The end before rolling.
    pub unrolled: Day,
    /// The end.
    pub day: Day,
    /// The first year without a notice that the count touched: the end may still change.
    pub unknown_year: Option<i32>,
    /// The month had no same-numbered day, so its last day is the end.
    pub month_end: bool,
    /// Days of rest passed over (by counting or by rolling), in order.
    pub rests: Vec<RestSpell>,
    /// Weekend days that counted as worked.
    pub make_up_days: Vec<Day>,
}

impl Count {
    const fn at(day: Day) -> Self {
        Self {
            unrolled: day,
            day,
            unknown_year: None,
            month_end: false,
            rests: Vec::new(),
            make_up_days: Vec::new(),
        }
    }

    /// Whether the end may still change when a missing year's notice appears.
    pub const fn is_provisional(&self) -> bool {
        self.unknown_year.is_some()
    }

    fn pass_over(&mut self, day: Day, kind: DayKind<'_>) {
        let why = match kind {
            DayKind::Holiday(name) => Why::Holiday(name.to_owned()),
            DayKind::Weekend => Why::Weekend,
            DayKind::Working | DayKind::MakeUp => return,
        };
        match self.rests.last_mut() {
            Some(last) if last.why == why && last.to.plus_days(1) == day => last.to = day,
            _ => self.rests.push(RestSpell { from: day, to: day, why }),
        }
    }
}

impl WorkCalendar {
    /// The end of a period that began with `start`; the start day is not counted.
    pub fn end_of(&self, start: Day, period: Period) -> Count {
        match period.unit {
            Unit::Workday => self.count_working_days(start, period.amount),
            Unit::Day => self.rolled(Count::at(start.plus_days(i64::from(period.amount))), period.roll),
            Unit::Month => self.rolled(months_later(start, period.amount), period.roll),
        }
    }

    /// The working day on which the `amount`-th working day after `start` falls.
    pub fn add_working_days(&self, start: Day, amount: u16) -> Count {
        self.count_working_days(start, amount)
    }

    fn count_working_days(&self, start: Day, amount: u16) -> Count {
        let mut count = Count::at(start);
        let mut left = amount;
        while left > 0 {
            let next = count.day.plus_days(1);
            if next == count.day {
                break; // the calendar's last day: there is nothing after it
            }
            count.day = next;
            self.note_unknown(&mut count, next);
            let kind = self.kind(next);
            if kind == DayKind::MakeUp {
                count.make_up_days.push(next);
            }
            if kind.is_working() {
                left -= 1;
            } else {
                count.pass_over(next, kind);
            }
        }
        count.unrolled = count.day;
        count
    }

    /// Moves an end that is a day of rest, unless that would need a year nobody knows yet.
    fn rolled(&self, mut count: Count, roll: Roll) -> Count {
        let end = count.unrolled;
        self.note_unknown(&mut count, end);
        if roll == Roll::None || count.is_provisional() {
            return count;
        }
        let mut day = end;
        let mut kind = self.kind(day);
        if kind == DayKind::MakeUp {
            count.make_up_days.push(day);
        }
        while !kind.is_working() {
            count.pass_over(day, kind);
            let next = day.plus_days(1);
            if next == day {
                break;
            }
            day = next;
            self.note_unknown(&mut count, day);
            if count.is_provisional() {
                count.rests.clear();
                return count;
            }
            kind = self.kind(day);
        }
        count.day = day;
        count
    }

    fn note_unknown(&self, count: &mut Count, day: Day) {
        if count.unknown_year.is_none() && !self.knows(day.year()) {
            count.unknown_year = Some(day.year());
        }
    }
}

/// The same-numbered day of a later month, or that month's last day.
fn months_later(start: Day, amount: u16) -> Count {
    let months = i64::from(start.year()) * 12 + i64::from(start.month()) - 1 + i64::from(amount);
    let year = i32::try_from(months.div_euclid(12)).unwrap_or(i32::MAX);
    let month = u8::try_from(months.rem_euclid(12) + 1).unwrap_or(12);
    let Some(first) = Day::new(year, month, 1) else {
        return Count::at(Day(time::Date::MAX)); // beyond the last year there is
    };
    match Day::new(year, month, start.day_of_month()) {
        Some(day) => Count::at(day),
        None => Count { month_end: true, ..Count::at(first.month_end()) },
    }
}
