//! Deadlines in people's own words: 2025年底前, 2026.3, 3月上旬, 三季度, 立行立改, 长期坚持, 一个月内, 每月.
//!
//! [`read`] understands what can mean one thing only, relative to the day of the feedback, and says what to ask
//! about everything else: it never guesses a year, a day or a meaning. The words stay beside the reading, and a day
//! read from words is never rolled to a working day (the rolled day is a hint). Called by the import of ledgers, by
//! the forms in which units enter measures, and by whoever answers what was asked.

mod combine;
mod expression;
mod resolve;
mod scan;

use kernel::calendar::WorkCalendar;
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// What the words are read against.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The day of the feedback: periods count from it, and nothing is due before it.
    pub feedback: Day,
    /// The day the words were written, where known: 今年 and 月底 are said from there.
    pub written: Option<Day>,
    /// The year that a remark of the file gives to words without one (未注明年份的时限均指2025年).
    pub stated_year: Option<i32>,
    /// The last day of the concentrated rectification, where known (集中整改期内).
    pub concentrated_end: Option<Day>,
    /// A day without a year in the year after the feedback's is clear within this many months, and asked beyond.
    pub clear_months: u16,
    /// Working days.
    pub calendar: &'a WorkCalendar,
}

/// How exactly the words name the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A day, or a period counted in days or months.
    Day,
    /// A third of a month (上旬).
    TenDays,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// Half a year.
    HalfYear,
    /// A year.
    Year,
}

/// A day understood from words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// When the matter is to begin, where the words say so (9月至12月).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day.
    pub day: Day,
    /// How exactly the words name it.
    pub precision: Precision,
    /// A year without a calendar was touched in counting working days: the day may still move.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
}

/// How often something is done again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// 每天
    Day,
    /// 每周
    Week,
    /// 每月
    Month,
    /// 每季度
    Quarter,
    /// 每半年
    HalfYear,
    /// 每年
    Year,
}

/// What the words mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "timing")]
pub enum Timing {
    /// At once (立行立改、即知即改).
    Immediate {
        /// The day, where one stands beside it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Dated>,
        /// To be kept up afterwards.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        then_long: bool,
    },
    /// By a day.
    Dated {
        /// The day.
        #[serde(flatten)]
        due: Dated,
        /// To be kept up afterwards (并长期坚持).
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        then_long: bool,
    },
    /// In stages, each by its day, in order.
    Staged {
        /// The days.
        stages: Vec<Dated>,
        /// To be kept up afterwards.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        then_long: bool,
    },
    /// Again and again (每月).
    Recurring {
        /// How often.
        every: Every,
        /// Until when, where the words say so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Dated>,
    },
    /// For as long as it takes (长期坚持、常态化).
    LongTerm {
        /// From when, where the words say so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Day>,
    },
}

/// The classes that lists count deadlines by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// At once.
    Immediate,
    /// By a day.
    Dated,
    /// By a day, then kept up.
    DatedThenLong,
    /// Without an end.
    LongTerm,
    /// Nothing was written.
    Missing,
    /// Written, but to be asked.
    Asked,
}

impl Class {
    /// All of them, in the order lists show.
    pub const ALL: [Self; 6] =
        [Self::Immediate, Self::Dated, Self::DatedThenLong, Self::LongTerm, Self::Missing, Self::Asked];

    /// Its code in previews and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::Dated => "dated",
            Self::DatedThenLong => "dated_then_long",
            Self::LongTerm => "long_term",
            Self::Missing => "missing",
            Self::Asked => "asked",
        }
    }

    /// The word that files write.
    pub const fn written(self) -> &'static str {
        match self {
            Self::Immediate => "立行立改",
            Self::Dated => "限期",
            Self::DatedThenLong => "限期后长期坚持",
            Self::LongTerm => "长期坚持",
            Self::Missing => "未写时限",
            Self::Asked => "待确认",
        }
    }

    /// Reads a word of [`Class::written`].
    pub fn from_written(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.written() == word)
    }

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Immediate => "deadline-class-immediate",
            Self::Dated => "deadline-class-dated",
            Self::DatedThenLong => "deadline-class-dated-then-long",
            Self::LongTerm => "deadline-class-long-term",
            Self::Missing => "deadline-class-missing",
            Self::Asked => "deadline-class-asked",
        })
    }
}

impl Timing {
    /// The last day; none for what has no end, or is due at once without a day.
    pub fn due(&self) -> Option<Day> {
        match self {
            Self::Immediate { due, .. } => due.map(|due| due.day),
            Self::Dated { due, .. } => Some(due.day),
            Self::Staged { stages, .. } => stages.last().map(|stage| stage.day),
            Self::Recurring { until, .. } => until.map(|until| until.day),
            Self::LongTerm { .. } => None,
        }
    }

    /// The class lists count it in.
    pub fn class(&self) -> Class {
        match self {
            Self::Immediate { .. } => Class::Immediate,
            Self::Dated { then_long: true, .. } | Self::Staged { then_long: true, .. } => {
                Class::DatedThenLong
            }
            Self::Dated { .. } | Self::Staged { .. } | Self::Recurring { until: Some(_), .. } => Class::Dated,
            Self::Recurring { until: None, .. } | Self::LongTerm { .. } => Class::LongTerm,
        }
    }
}

/// What has to be asked before the words can be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum Question {
    /// Nothing is written.
    Missing,
    /// The words name no time that the program knows.
    Unreadable,
    /// The words name no time at all (尽快、适时).
    Vague,
    /// The words say that it is done, not when it was due.
    Done,
    /// There is no such day, such as 30 February.
    NoSuchDay,
    /// The words can mean several days, or one that wants confirming.
    WhichDay {
        /// What they can mean.
        options: Vec<Day>,
    },
    /// The words name no year, and it is not clear.
    WhichYear {
        /// The days that are meant, year by year.
        options: Vec<Day>,
    },
    /// The day lies before the feedback.
    BeforeFeedback {
        /// The day.
        day: Day,
    },
    /// Several days stand side by side and nothing says that they are stages.
    SeveralDays {
        /// The days.
        options: Vec<Day>,
    },
    /// The end lies before the beginning.
    Reversed {
        /// The beginning.
        from: Day,
        /// The end.
        to: Day,
    },
}

impl Question {
    /// The days to choose from, where there are any.
    pub fn options(&self) -> &[Day] {
        match self {
            Self::WhichDay { options } | Self::WhichYear { options } | Self::SeveralDays { options } => {
                options
            }
            Self::BeforeFeedback { day } => std::slice::from_ref(day),
            _ => &[],
        }
    }

    /// What to ask, about words written by someone.
    pub fn message(&self, words: &str) -> Message {
        let message = Message::new(match self {
            Self::Missing => return Message::new("deadline-ask-missing"),
            Self::Unreadable => "deadline-ask-unreadable",
            Self::Vague => "deadline-ask-vague",
            Self::Done => "deadline-ask-done",
            Self::NoSuchDay => "deadline-ask-no-such-day",
            Self::WhichDay { .. } => "deadline-ask-which-day",
            Self::WhichYear { .. } => "deadline-ask-which-year",
            Self::BeforeFeedback { .. } => "deadline-ask-before-feedback",
            Self::SeveralDays { .. } => "deadline-ask-several-days",
            Self::Reversed { .. } => "deadline-ask-reversed",
        })
        .with("words", words);
        match self {
            Self::BeforeFeedback { day } => message.with("day", *day),
            Self::Reversed { from, to } => message.with("from", *from).with("to", *to),
            _ if self.options().is_empty() => message,
            _ => {
                let days: Vec<String> = self.options().iter().map(Day::to_string).collect();
                message.with("options", days.join("、"))
            }
        }
    }
}

/// What became of the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reading")]
pub enum Reading {
    /// They mean one thing.
    Understood(Timing),
    /// Somebody has to be asked.
    Asked(Question),
}

impl Reading {
    /// What was understood.
    pub const fn timing(&self) -> Option<&Timing> {
        match self {
            Self::Understood(timing) => Some(timing),
            Self::Asked(_) => None,
        }
    }

    /// The class lists count it in.
    pub fn class(&self) -> Class {
        match self {
            Self::Understood(timing) => timing.class(),
            Self::Asked(Question::Missing) => Class::Missing,
            Self::Asked(_) => Class::Asked,
        }
    }
}

/// Words and what became of them: what a record keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worded {
    /// The words as they were written.
    pub words: String,
    /// What they mean.
    #[serde(flatten)]
    pub reading: Reading,
}

impl Worded {
    /// Reads words.
    pub fn read(words: &str, context: Context<'_>) -> Self {
        Self { words: words.trim().to_owned(), reading: read(words, context) }
    }

    /// The words with the answer of whoever was asked.
    #[must_use]
    pub fn answered(self, timing: Timing) -> Self {
        Self { reading: Reading::Understood(timing), ..self }
    }
}

/// Reads words.
pub fn read(words: &str, context: Context<'_>) -> Reading {
    combine::read(&scan::plain(words), context)
}

/// Reads a number that a spreadsheet holds where words were expected, as it shows it: `2025.1` may have been
/// typed as `2025.10`, and a bare five-digit number is the spreadsheet's count of days.
pub fn read_number(shown: &str, context: Context<'_>) -> Reading {
    let whole = |year: &str, month: u8| {
        let first = year.parse().ok().and_then(|year| Day::new(year, month, 1));
        first.map(Day::month_end)
    };
    if let Some((year, "1")) = shown.split_once('.')
        && year.len() == 4
    {
        let options = [1, 10].into_iter().filter_map(|month| whole(year, month)).collect();
        return Reading::Asked(Question::WhichDay { options });
    }
    if let (5, Ok(serial)) = (shown.len(), shown.parse::<i64>()) {
        let day = Day::new(1899, 12, 30).map(|day| day.plus_days(serial));
        return Reading::Asked(Question::WhichDay { options: day.into_iter().collect() });
    }
    read(shown, context)
}

#[cfg(test)]
mod tests;
