//! The day a period ends on, with the reasons in words.

use kernel::calendar::{Count, Period, RestSpell, Roll, Unit, Why, WorkCalendar};
use kernel::{Day, Message};
use serde::Serialize;

/// A due day and why it is that day. The JSON of `xuncha deadline --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The start; not counted.
    pub start: Day,
    /// The end before rolling.
    pub unrolled: Day,
    /// The due day.
    pub day: Day,
    /// Whether a missing year's notice may still change it.
    pub provisional: bool,
    /// The steps of the count, in order.
    pub why: Vec<Message>,
}

/// Counts a period from a start day.
pub fn due(calendar: &WorkCalendar, start: Day, period: Period) -> Due {
    let count = calendar.end_of(start, period);
    Due {
        start,
        unrolled: count.unrolled,
        day: count.day,
        provisional: count.is_provisional(),
        why: steps(calendar, start, period, &count),
    }
}

fn steps(calendar: &WorkCalendar, start: Day, period: Period, count: &Count) -> Vec<Message> {
    let mut why = vec![Message::new("deadline-why-start-not-counted").with("start", start)];
    why.push(counted(period, count));
    if count.month_end {
        why.push(Message::new("deadline-why-month-end").with("day", count.unrolled));
    }
    match period.unit {
        Unit::Workday => {
            why.extend(count.rests.iter().map(skipped));
            let make_up = count.make_up_days.iter();
            why.extend(make_up.map(|d| Message::new("deadline-why-make-up-day").with("day", *d)));
        }
        Unit::Day | Unit::Month => why.extend(last_day(calendar, period, count)),
    }
    if let Some(year) = count.unknown_year {
        let year = i64::from(year);
        why.push(
            Message::new("deadline-why-provisional").with("year", year.to_string()).with("day", count.day),
        );
    }
    why
}

fn counted(period: Period, count: &Count) -> Message {
    let id = match period.unit {
        Unit::Day => "deadline-why-days",
        Unit::Workday => "deadline-why-workdays",
        Unit::Month => "deadline-why-months",
    };
    Message::new(id).with("amount", i64::from(period.amount)).with("day", count.unrolled)
}

fn skipped(spell: &RestSpell) -> Message {
    let message = match &spell.why {
        Why::Weekend if spell.from == spell.to => {
            return Message::new("deadline-why-weekend-day").with("day", spell.from);
        }
        Why::Weekend => Message::new("deadline-why-weekend"),
        Why::Holiday(name) if spell.from == spell.to => {
            return Message::new("deadline-why-holiday-day")
                .with("name", name.as_str())
                .with("day", spell.from);
        }
        Why::Holiday(name) => Message::new("deadline-why-holiday").with("name", name.as_str()),
    };
    message.with("from", spell.from).with("to", spell.to)
}

/// What became of a last day that is, or looks like, a day of rest.
fn last_day(calendar: &WorkCalendar, period: Period, count: &Count) -> Vec<Message> {
    if count.day != count.unrolled {
        let mut why: Vec<_> = count.rests.iter().map(skipped).collect();
        why.push(Message::new("deadline-why-rolled").with("from", count.unrolled).with("to", count.day));
        return why;
    }
    if count.make_up_days.contains(&count.unrolled) {
        return vec![Message::new("deadline-why-make-up-end").with("day", count.unrolled)];
    }
    let rests = !calendar.is_working_day(count.unrolled);
    if rests && period.roll == Roll::None && !count.is_provisional() {
        let rolled =
            calendar.end_of(count.unrolled, Period { amount: 0, unit: Unit::Day, roll: Roll::NextWorkday });
        return vec![
            Message::new("deadline-why-not-rolled").with("day", count.unrolled).with("next", rolled.day),
        ];
    }
    Vec::new()
}
