//! Deadlines: the rules they come from, the day they fall on and why, and the record that runs.
//!
//! A rule is data ([`DeadlineRules`]); the start day is not counted, months end on the same-numbered day or the
//! month's last, rest days follow the working-day calendar, and a year without a notice makes the day
//! provisional. A running [`Deadline`] keeps its first due day whatever extends it. Callers: the acts that start
//! and satisfy deadlines, the lists that show what is late, and `xuncha deadline`, which prints [`Due::why`].

mod due;
mod record;
pub mod words;

pub use due::{Due, due};
pub use record::{Deadline, DueState, Extension, Nearness, Satisfied, distance};

use crate::ruleset::{Names, Reader};
use kernel::calendar::{Period, Roll, Unit};
use kernel::{Message, Offset, Timestamp};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The kind of matter a deadline is about, by the code its rule has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Matter(pub String);

/// The event a period counts from, by its code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Event(pub String);

/// The time of the last day until which a matter is in time, written `17:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CutOff {
    hour: u8,
    minute: u8,
}

impl CutOff {
    /// The last instant's time of day; `None` when no clock shows it.
    pub const fn new(hour: u8, minute: u8) -> Option<Self> {
        if hour < 24 && minute < 60 { Some(Self { hour, minute }) } else { None }
    }

    /// Minutes from midnight.
    pub fn minutes(self) -> u16 {
        u16::from(self.hour) * 60 + u16::from(self.minute)
    }

    fn seconds(self) -> i64 {
        i64::from(self.hour) * 3_600 + i64::from(self.minute) * 60
    }
}

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

impl FromStr for CutOff {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        let (hour, minute) = s.split_once(':').ok_or(())?;
        let two = |t: &str| if t.len() == 2 { t.parse::<u8>().ok() } else { None };
        two(hour).zip(two(minute)).and_then(|(h, m)| Self::new(h, m)).ok_or(())
    }
}

impl Serialize for CutOff {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CutOff {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        text.parse().map_err(|()| serde::de::Error::custom("not a time of day written HH:MM"))
    }
}

/// The last instant of a due day.
pub fn last_instant(day: kernel::Day, cut_off: Option<CutOff>, offset: Offset) -> Timestamp {
    let begins = day.start(offset);
    match cut_off {
        Some(time) => begins.plus_seconds(time.seconds()),
        None => Timestamp(day.plus_days(1).start(offset).0 - 1),
    }
}

/// The period of one kind of matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineRule {
    /// Its code; records keep it.
    pub matter: Matter,
    /// What pages call it.
    pub name: Names,
    /// How long, and how the last day rolls.
    pub period: Period,
    /// Until what time of the last day.
    pub cut_off: Option<CutOff>,
    /// The event it counts from.
    pub from: Event,
    /// The document it rests on.
    pub basis: String,
}

/// All periods of one ruleset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineRules {
    /// From how many days before it a deadline is shown as near.
    pub soon_days: u16,
    /// One rule per kind of matter.
    pub rules: Vec<DeadlineRule>,
}

impl DeadlineRules {
    /// Reads the content of a ruleset.
    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        let soon_days = reader.number("soon_days", 0..=365);
        let rules = reader.list("rules", read_rule);
        let mut seen = std::collections::BTreeSet::new();
        for rule in &rules {
            if !seen.insert(&rule.matter) {
                let message = Message::new("ruleset-word-twice").with("value", rule.matter.0.as_str());
                reader.faults().note(reader.at("rules"), message);
            }
        }
        Some(Self { soon_days: soon_days?, rules })
    }

    /// The rule of a kind of matter.
    pub fn of(&self, matter: &str) -> Option<&DeadlineRule> {
        self.rules.iter().find(|r| r.matter.0 == matter)
    }
}

fn read_rule(r: &Reader<'_>) -> Option<DeadlineRule> {
    let (matter, name, from, basis) = (r.text("matter"), r.names("name"), r.text("from"), r.text("basis"));
    let amount = r.number("amount", 0..=3_650);
    let unit: Option<Unit> = r.choice("unit", &["day", "workday", "month"]);
    let roll: Option<Roll> = r.choice("roll", &["none", "next_workday"]);
    let cut_off = r.optional_text("cut_off").and_then(|text| {
        let time = text.parse().ok();
        if time.is_none() {
            let message = Message::new("ruleset-not-a-time").with("value", text.as_str());
            r.faults().note(r.at("cut_off"), message);
        }
        time
    });
    Some(DeadlineRule {
        matter: Matter(matter?),
        name: name?,
        period: Period { amount: amount?, unit: unit?, roll: roll? },
        cut_off,
        from: Event(from?),
        basis: basis?,
    })
}

#[cfg(test)]
mod tests;
