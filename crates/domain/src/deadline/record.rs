//! A running deadline: what it is for, when it is due, what moved it, what satisfied it.

use super::{Due, Event, Matter};
use crate::Refusal;
use kernel::id::{DeadlineId, DecisionId, RecordId, RulesetId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// A recorded approval that moved the due day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The approval.
    pub decision: DecisionId,
    /// The due day before.
    pub from: Day,
    /// The due day after.
    pub to: Day,
    /// Why.
    pub reason: String,
}

/// What ended a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Satisfied {
    /// The record that did it.
    pub by: RecordId,
    /// On which day.
    pub on: Day,
    /// It was not met: the step that had begun it was taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
}

/// One running deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Its id.
    pub id: DeadlineId,
    /// The record it is about.
    pub subject: RecordId,
    /// The kind of matter.
    pub matter: Matter,
    /// The event that started it.
    pub event: Event,
    /// The day of that event.
    pub start: Day,
    /// The rules in force when it started; `None` when the day was read from people's words.
    pub ruleset: Option<RulesetId>,
    /// People's own words (2025年底前), kept as they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The first due day; never changes once it is no longer provisional.
    pub original_due: Day,
    /// The due day now.
    pub due: Day,
    /// Whether a missing year's notice may still change it.
    pub provisional: bool,
    /// What moved it, in order.
    pub extensions: Vec<Extension>,
    /// What ended it.
    pub satisfied: Option<Satisfied>,
}

/// How far away a deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum DueState {
    /// More than the near days away.
    Far {
        /// Days left.
        days: i64,
    },
    /// Within the near days.
    Soon {
        /// Days left.
        days: i64,
    },
    /// The last day.
    Today,
    /// Past.
    Overdue {
        /// Days past.
        days: i64,
    },
    /// Over.
    Satisfied {
        /// Days too late; 0 in time.
        late: i64,
    },
    /// The step that had begun it was taken back.
    Undone,
}

impl DueState {
    /// The distance in words, which pages show before the date.
    pub fn words(self) -> Message {
        match self {
            Self::Far { days } | Self::Soon { days } => Message::new("deadline-days-left").with("days", days),
            Self::Today => Message::new("deadline-today"),
            Self::Overdue { days } => Message::new("deadline-overdue").with("days", days),
            Self::Satisfied { late: 0 } => Message::new("deadline-in-time"),
            Self::Satisfied { late } => Message::new("deadline-late").with("days", late),
            Self::Undone => Message::new("deadline-undone"),
        }
    }
}

/// How near a deadline is, as people are told of it: once for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nearness {
    /// Within the near days.
    Soon,
    /// Today is the last day.
    Due,
    /// The last day is over.
    Overdue,
}

impl Nearness {
    /// How near `due` is on a day; `None` when it is far.
    pub fn of(due: Day, today: Day, soon_days: u16) -> Option<Self> {
        match distance(due, today, soon_days) {
            DueState::Soon { .. } => Some(Self::Soon),
            DueState::Today => Some(Self::Due),
            DueState::Overdue { .. } => Some(Self::Overdue),
            DueState::Far { .. } | DueState::Satisfied { .. } | DueState::Undone => None,
        }
    }

    /// Its rank, for a column: 1 to 3.
    pub const fn rank(self) -> i64 {
        match self {
            Self::Soon => 1,
            Self::Due => 2,
            Self::Overdue => 3,
        }
    }
}

/// How far `due` is from a day.
pub fn distance(due: Day, today: Day, soon_days: u16) -> DueState {
    match due.days_since(today) {
        0 => DueState::Today,
        days if days < 0 => DueState::Overdue { days: -days },
        days if days <= i64::from(soon_days) => DueState::Soon { days },
        days => DueState::Far { days },
    }
}

impl Deadline {
    /// How far away it is on a day.
    pub fn state(&self, today: Day, soon_days: u16) -> DueState {
        match self.satisfied {
            Some(Satisfied { undone: true, .. }) => DueState::Undone,
            Some(Satisfied { on, .. }) => DueState::Satisfied { late: on.days_since(self.due).max(0) },
            None => distance(self.due, today, soon_days),
        }
    }

    /// Moves the due day by a recorded approval; the first due day stays.
    pub fn extend(mut self, decision: DecisionId, to: Day, reason: String) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        if reason.trim().is_empty() {
            return Err(Refusal::new("deadline-extension-without-reason"));
        }
        if to <= self.due {
            return Err(Message::new("deadline-extension-not-later")
                .with("due", self.due)
                .with("to", to)
                .into());
        }
        self.extensions.push(Extension { decision, from: self.due, to, reason });
        self.due = to;
        Ok(self)
    }

    /// Takes over a recount after a missing year's notice appeared. A day that was extended stays extended.
    pub fn recount(mut self, due: &Due) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        if !self.provisional {
            return Err(Refusal::new("deadline-not-provisional"));
        }
        self.provisional = due.provisional;
        self.original_due = due.day;
        if self.extensions.is_empty() {
            self.due = due.day;
        }
        Ok(self)
    }

    /// Ends it.
    pub fn satisfy(mut self, by: RecordId, on: Day) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        if on < self.start {
            let message = Message::new("deadline-satisfied-before-start");
            return Err(message.with("on", on).with("start", self.start).into());
        }
        self.satisfied = Some(Satisfied { by, on, undone: false });
        Ok(self)
    }

    /// Ends it because the step that had begun it was taken back.
    ///
    /// # Errors
    /// `deadline-already-satisfied`.
    pub fn undo(self, by: RecordId, on: Day) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        Ok(Self { satisfied: Some(Satisfied { by, on, undone: true }), ..self })
    }

    /// Lets it run again because the step that had met it was taken back; its last day stays. One that runs, or whose
    /// own step was taken back, stays as it is.
    #[must_use]
    pub fn reopen(self) -> Self {
        match self.satisfied {
            Some(Satisfied { undone: false, .. }) => Self { satisfied: None, ..self },
            _ => self,
        }
    }

    fn refuse_if_over(&self) -> Result<(), Refusal> {
        match self.satisfied {
            Some(done) => Err(Message::new("deadline-already-satisfied").with("on", done.on).into()),
            None => Ok(()),
        }
    }
}
