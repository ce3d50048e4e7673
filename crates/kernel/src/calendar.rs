//! Working days: which days are worked, and how periods of days, working days and months are counted.
//!
//! The calendar is data: per year the holidays and the weekend days worked in exchange, as the State Council's
//! yearly notice lists them. A year without a notice is *unknown*: an answer that touches it is flagged
//! provisional and never rolled. Nothing here knows what a deadline is for; `domain::deadline` calls it.

mod count;

pub use count::{Count, Period, RestSpell, Roll, Unit, Why};

use crate::{Day, FieldError, Message};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Longest spell one holiday may have; anything longer is a typing mistake.
const LONGEST_HOLIDAY_DAYS: i64 = 31;

/// One holiday of a year's notice, both ends inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// Its name, as the notice has it.
    pub name: String,
    /// First day off.
    pub from: Day,
    /// Last day off.
    pub to: Day,
}

/// Whether the year's notice is out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YearStatus {
    /// The notice is out and entered here.
    Published,
    /// Not yet; the entry holds the place.
    #[default]
    Unknown,
}

/// What is known of one year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// Whether its notice is out.
    pub status: YearStatus,
    /// The document it was entered from, and how far it was checked.
    #[serde(default, alias = "provenance")]
    pub basis: String,
    /// Days off, weekends inside a spell included.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    /// Weekend days worked in exchange.
    #[serde(default)]
    pub makeup_working_days: Vec<Day>,
}

/// The calendar as it is written down: years by number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarData {
    /// Each year's notice.
    pub years: BTreeMap<i32, CalendarYear>,
}

/// What kind of day a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// Monday to Friday, nothing in the way.
    Working,
    /// A weekend day worked in exchange.
    MakeUp,
    /// A Saturday or Sunday.
    Weekend,
    /// A day of the named holiday.
    Holiday(&'a str),
}

impl DayKind<'_> {
    /// Whether it is worked.
    pub const fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::MakeUp)
    }
}

/// A checked calendar, quick to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    data: CalendarData,
    off: BTreeMap<Day, String>,
    make_up: BTreeSet<Day>,
}

impl WorkCalendar {
    /// Checks what was written down; every mistake is reported, with the place it stands at.
    pub fn new(data: CalendarData) -> Result<Self, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut calendar = Self::default();
        for (year, entry) in &data.years {
            calendar.take_holidays(*year, entry, &mut faults);
        }
        for (year, entry) in &data.years {
            calendar.take_make_up_days(*year, entry, &mut faults);
        }
        calendar.data = data;
        if faults.is_empty() { Ok(calendar) } else { Err(faults) }
    }

    fn take_holidays(&mut self, year: i32, entry: &CalendarYear, faults: &mut Vec<FieldError>) {
        for (at, holiday) in entry.holidays.iter().enumerate() {
            let days = holiday.to.days_since(holiday.from);
            if let Some(message) = holiday_fault(year, holiday, days) {
                faults.push(FieldError::new(format!("years.{year}.holidays[{at}]"), message));
                continue;
            }
            for n in 0..=days {
                self.off.insert(holiday.from.plus_days(n), holiday.name.clone());
            }
        }
    }

    fn take_make_up_days(&mut self, year: i32, entry: &CalendarYear, faults: &mut Vec<FieldError>) {
        for (at, day) in entry.makeup_working_days.iter().enumerate() {
            let id = if !near_year(*day, year) {
                "ruleset-calendar-day-outside-year"
            } else if !is_weekend(*day) {
                "ruleset-calendar-make-up-not-weekend"
            } else if self.off.contains_key(day) {
                "ruleset-calendar-make-up-in-holiday"
            } else {
                self.make_up.insert(*day);
                continue;
            };
            let field = format!("years.{year}.makeup_working_days[{at}]");
            faults.push(FieldError::new(
                field,
                Message::new(id).with("day", *day).with("year", year.to_string()),
            ));
        }
    }

    /// The calendar as it is written down.
    pub const fn data(&self) -> &CalendarData {
        &self.data
    }

    /// Whether the year's notice is entered.
    pub fn knows(&self, year: i32) -> bool {
        self.data.years.get(&year).is_some_and(|y| y.status == YearStatus::Published)
    }

    /// What kind of day this is. In an unknown year weekends are all that is known.
    pub fn kind(&self, day: Day) -> DayKind<'_> {
        if let Some(name) = self.off.get(&day) {
            DayKind::Holiday(name)
        } else if self.make_up.contains(&day) {
            DayKind::MakeUp
        } else if is_weekend(day) {
            DayKind::Weekend
        } else {
            DayKind::Working
        }
    }

    /// Whether the day is worked.
    pub fn is_working_day(&self, day: Day) -> bool {
        self.kind(day).is_working()
    }

    /// How many days of the year are worked; `None` while the year is unknown.
    pub fn working_days_in(&self, year: i32) -> Option<u32> {
        if !self.knows(year) {
            return None;
        }
        let first = Day::new(year, 1, 1)?;
        let last = Day::new(year, 12, 31)?;
        let worked =
            (0..=last.days_since(first)).filter(|n| self.is_working_day(first.plus_days(*n))).count();
        u32::try_from(worked).ok()
    }
}

fn holiday_fault(year: i32, holiday: &Holiday, days: i64) -> Option<Message> {
    let id = if days < 0 {
        "ruleset-calendar-holiday-reversed"
    } else if days >= LONGEST_HOLIDAY_DAYS {
        "ruleset-calendar-holiday-too-long"
    } else if !near_year(holiday.from, year) || !near_year(holiday.to, year) {
        "ruleset-calendar-day-outside-year"
    } else {
        return None;
    };
    let message = Message::new(id)
        .with("name", holiday.name.as_str())
        .with("from", holiday.from)
        .with("to", holiday.to)
        .with("day", holiday.from)
        .with("year", year.to_string());
    Some(message)
}

/// A year's notice may name the last days of the year before (New Year's spell), and no other day outside.
fn near_year(day: Day, year: i32) -> bool {
    day.year() == year || (day.year() == year - 1 && day.month() == 12)
}

fn is_weekend(day: Day) -> bool {
    matches!(day.0.weekday(), time::Weekday::Saturday | time::Weekday::Sunday)
}
