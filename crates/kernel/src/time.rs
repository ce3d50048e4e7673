//! Instants and days.
//!
//! An instant is UTC microseconds in an integer, so that both databases sort it alike. A business date is
//! a [`Day`] of the committee's own offset, +08:00 unless configured. Nobody but [`SystemClock`] asks the machine.

use serde::{Deserialize, Serialize, de};
use std::{fmt, str::FromStr};

/// Microseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Whole milliseconds; 0 before 1970.
    pub fn millis_unsigned(self) -> u64 {
        u64::try_from(self.0 / 1_000).unwrap_or(0)
    }

    /// The instant `seconds` later (earlier when negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Whole seconds from `earlier` to this instant.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / 1_000_000
    }

    /// The local date and time of day at an offset.
    pub fn local(self, offset: Offset) -> time::PrimitiveDateTime {
        let nanos = i128::from(self.0) * 1_000;
        let utc = time::OffsetDateTime::from_unix_timestamp_nanos(nanos)
            .unwrap_or(time::OffsetDateTime::UNIX_EPOCH)
            .to_offset(offset.0);
        time::PrimitiveDateTime::new(utc.date(), utc.time())
    }

    /// The local day at an offset.
    pub fn day(self, offset: Offset) -> Day {
        Day(self.local(offset).date())
    }

    /// RFC 3339 in UTC with seconds, as in the API.
    pub fn rfc3339(self) -> String {
        let t = self.local(Offset::UTC);
        let (y, m, d) = (t.year(), u8::from(t.month()), t.day());
        format!("{y:04}-{m:02}-{d:02}T{:02}:{:02}:{:02}Z", t.hour(), t.minute(), t.second())
    }
}

/// Offset of the committee's business dates from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset(pub time::UtcOffset);

impl Offset {
    /// Greenwich.
    pub const UTC: Self = Self(time::UtcOffset::UTC);
    /// +08:00, the default.
    pub const BEIJING: Self = Self(time::macros::offset!(+8));
}

impl Default for Offset {
    fn default() -> Self {
        Self::BEIJING
    }
}

/// A calendar day, written `2026-11-21` in JSON, forms and both databases.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub time::Date);

impl Day {
    /// The day with these numbers, if the calendar has it.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = time::Month::try_from(month).ok()?;
        time::Date::from_calendar_date(year, month, day).ok().map(Self)
    }

    /// Year, as in 2026.
    pub const fn year(self) -> i32 {
        self.0.year()
    }

    /// Month, 1–12.
    pub fn month(self) -> u8 {
        u8::from(self.0.month())
    }

    /// Day of the month, 1–31.
    pub const fn day_of_month(self) -> u8 {
        self.0.day()
    }

    /// The last day of this day's month.
    #[must_use]
    pub fn month_end(self) -> Self {
        let last = self.0.month().length(self.year());
        Self::new(self.year(), self.month(), last).unwrap_or(self)
    }

    /// The day `n` days later (earlier when negative); the calendar's end when it has none.
    #[must_use]
    pub fn plus_days(self, n: i64) -> Self {
        let moved = if n >= 0 {
            self.0.saturating_add(time::Duration::days(n))
        } else {
            self.0.saturating_sub(time::Duration::days(-n))
        };
        Self(moved)
    }

    /// Days from `earlier` to this day; negative when it comes before.
    pub fn days_since(self, earlier: Self) -> i64 {
        i64::from(self.0.to_julian_day()) - i64::from(earlier.0.to_julian_day())
    }

    /// The first instant of this day at an offset.
    pub fn start(self, offset: Offset) -> Timestamp {
        let at = self.0.midnight().assume_offset(offset.0).unix_timestamp();
        Timestamp(at.saturating_mul(1_000_000))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day_of_month())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Text that is no calendar day written `YYYY-MM-DD`.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a calendar day written YYYY-MM-DD")]
pub struct NotADay;

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let mut parts = s.split('-');
        let (Some(y), Some(m), Some(d), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotADay);
        };
        if y.len() != 4 || m.len() != 2 || d.len() != 2 {
            return Err(NotADay);
        }
        let year = y.parse().map_err(|_| NotADay)?;
        let month = m.parse().map_err(|_| NotADay)?;
        let day = d.parse().map_err(|_| NotADay)?;
        Self::new(year, month, day).ok_or(NotADay)
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The machine's clock: the one place that asks it.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one clock that asks the machine")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or(std::time::Duration::ZERO);
        Timestamp(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, Offset, Timestamp};

    #[test]
    fn a_day_is_read_as_it_is_written_and_nothing_else_is_a_day() {
        let day: Day = "2026-02-28".parse().unwrap();
        assert_eq!(day.to_string(), "2026-02-28");
        for wrong in ["2026-02-29", "2026-2-28", "2026-02-28 ", "20260228", "2026-13-01", "", "二〇二六"]
        {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_evening_in_greenwich_is_the_next_day_in_beijing() {
        let day = Day::new(2025, 9, 8).unwrap();
        let at = Timestamp(day.start(Offset::UTC).0).plus_seconds(17 * 3600);
        assert_eq!(at.day(Offset::BEIJING), day.plus_days(1));
        assert_eq!(day.start(Offset::BEIJING).rfc3339(), "2025-09-07T16:00:00Z");
    }
}
