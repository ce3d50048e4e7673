//! When channels are open: the duty line's hours, the intake's last instant, the people who open a box.
//!
//! Nothing is ever refused for coming at the wrong hour: it is noted ([`Mark`]).

use super::{ChannelRule, Content, Mark};
use kernel::calendar::WorkCalendar;
use kernel::{Offset, Timestamp};

/// A stretch of a working day, both ends inclusive, in minutes from midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    from: u16,
    to: u16,
}

impl Hours {
    /// From and to in minutes from midnight, as an announcement has them.
    pub const fn between(from: u16, to: u16) -> Self {
        Self { from, to }
    }

    /// From and to, written `08:30`; `None` when a clock shows neither, or the end comes first.
    pub fn parse(from: &str, to: &str) -> Option<Self> {
        let minutes = |text: &str| {
            let (hour, minute) = text.split_once(':')?;
            let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
            (hour < 24 && minute < 60).then_some(hour * 60 + minute)
        };
        let (from, to) = (minutes(from)?, minutes(to)?);
        (from <= to).then_some(Self { from, to })
    }
}

/// What an engagement's notice announces about its channels.
#[derive(Clone, Debug)]
pub struct Reception<'a> {
    /// The duty line's hours; empty where none are announced, and then no call is outside them.
    pub hours: Vec<Hours>,
    /// Whether they hold on rest days too.
    pub every_day: bool,
    /// The last instant at which the channels are open.
    pub closes: Option<Timestamp>,
    /// Working days.
    pub calendar: &'a WorkCalendar,
    /// The committee's offset.
    pub offset: Offset,
}

impl Reception<'_> {
    /// Whether the duty line was staffed.
    pub fn on_duty(&self, at: Timestamp) -> bool {
        let local = at.local(self.offset);
        let minute = u16::from(local.hour()) * 60 + u16::from(local.minute());
        if self.hours.is_empty() {
            return true;
        }
        (self.every_day || self.calendar.is_working_day(kernel::Day(local.date())))
            && self.hours.iter().any(|hours| (hours.from..=hours.to).contains(&minute))
    }

    /// What is to be noted about how a petition came in.
    pub fn marks(&self, content: &Content, channel: &ChannelRule) -> Vec<Mark> {
        let mut marks = Vec::new();
        if channel.duty_hours && !self.on_duty(content.received) {
            marks.push(Mark::OutsideDuty);
        }
        let openers = content.openers.iter().collect::<std::collections::BTreeSet<_>>().len();
        if openers < usize::from(channel.openers) {
            marks.push(Mark::OneOpener);
        }
        if self.closes.is_some_and(|closes| content.received > closes) {
            marks.push(Mark::AfterClosing);
        }
        marks
    }
}
