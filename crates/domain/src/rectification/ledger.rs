//! A ledger as a table: problems, measures, owners, deadlines and states as a unit lists them.
//!
//! It is what an import reads and an export writes; records are made from it ([`super::Item`], [`super::Measure`]) and
//! brought up to date by it. Everything keeps the words it was written in. A state here is what the list *reports*:
//! closing is an act of the chain and of nobody's list.

mod check;
mod columns;
mod heading;
mod problem;
mod records;
mod summary;

pub use check::{Checked, Context, check};
pub use columns::{Column, Line, Listed, Row};
pub use heading::Heading;
pub use problem::blank_key;
pub use records::{NewIds, Records, Taken, ledger_of, take_over};
pub use summary::{Repeated, Summary};

use crate::deadline::words::Worded;
use kernel::Message;
use serde::{Deserialize, Serialize};

/// How far something is, as a list reports it; from least to most advanced, long-term apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reported {
    /// The list says nothing.
    Unstated,
    /// Not begun.
    NotStarted,
    /// Under way.
    InProgress,
    /// Completed but for a rest.
    Basically,
    /// Completed, as the unit says.
    Completed,
    /// Closed.
    Closed,
    /// Kept up for as long as it takes.
    LongTerm,
}

impl Reported {
    /// All of them, in the order lists show.
    pub const ALL: [Self; 7] = [
        Self::Closed,
        Self::Completed,
        Self::Basically,
        Self::InProgress,
        Self::NotStarted,
        Self::LongTerm,
        Self::Unstated,
    ];

    /// The codes that rulesets may name.
    pub const CODES: [&str; 6] =
        ["closed", "completed", "basically", "in_progress", "not_started", "long_term"];

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Unstated => "rectification-reported-unstated",
            Self::NotStarted => "rectification-reported-not-started",
            Self::InProgress => "rectification-reported-in-progress",
            Self::Basically => "rectification-reported-basically",
            Self::Completed => "rectification-reported-completed",
            Self::Closed => "rectification-reported-closed",
            Self::LongTerm => "rectification-reported-long-term",
        })
    }

    /// Whether the list says that nothing is left to do.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Completed | Self::Closed)
    }
}

/// The state of a problem from those of its measures: the least advanced, long-term ones left out unless there is
/// nothing else; nothing stated without measures.
pub fn state_of(measures: impl IntoIterator<Item = Reported>) -> Reported {
    let mut long_term = false;
    let mut least: Option<Reported> = None;
    for state in measures {
        if state == Reported::LongTerm {
            long_term = true;
        } else {
            least = Some(least.map_or(state, |least| least.min(state)));
        }
    }
    least.unwrap_or(if long_term { Reported::LongTerm } else { Reported::Unstated })
}

/// A person as a list names them, with the post where it stands beside the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The post; empty where the list has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub post: String,
}

impl Named {
    /// Reads `窦辛屿（副局长）`; `None` for nothing.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let inside = text.split_once(['（', '(']).and_then(|(name, rest)| {
            let post = rest.strip_suffix(['）', ')'])?;
            (!name.trim().is_empty()).then(|| (name.trim().to_owned(), post.trim().to_owned()))
        });
        let (name, post) = inside.unwrap_or_else(|| (text.to_owned(), String::new()));
        Some(Self { name, post })
    }

    /// As lists write it.
    pub fn written(&self) -> String {
        if self.post.is_empty() { self.name.clone() } else { format!("{}（{}）", self.name, self.post) }
    }
}

/// A measure of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Row of the file, from 1; 0 when it was made from records.
    pub row: u32,
    /// Its own code, by which a measure under several problems is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The measure.
    pub text: String,
    /// Who carries it out.
    pub person: String,
    /// Until when: the words and what they mean.
    pub deadline: Worded,
    /// What was done.
    pub progress: String,
    /// How far it is.
    pub state: Reported,
    /// Evidence, as named.
    pub evidence: String,
    /// Remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A problem of the list with its measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Row of the file, from 1; 0 when it was made from records.
    pub row: u32,
    /// Its number.
    pub number: u32,
    /// Its own code, by which it is found again.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The heading it stands under.
    pub category: String,
    /// The problem.
    pub title: String,
    /// The responsible leader.
    pub leader: Option<Named>,
    /// The leading department.
    pub department: String,
    /// Its measures.
    pub measures: Vec<Measure>,
}

impl Problem {
    /// How far it is.
    pub fn state(&self) -> Reported {
        state_of(self.measures.iter().map(|measure| measure.state))
    }
}

/// A ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// What stands above the list.
    pub heading: Heading,
    /// The problems, in order.
    pub problems: Vec<Problem>,
}

impl Ledger {
    /// All measures with their problems, row by row; one under several problems comes several times.
    pub fn rows(&self) -> impl Iterator<Item = (&Problem, &Measure)> {
        self.problems
            .iter()
            .flat_map(|problem| problem.measures.iter().map(move |measure| (problem, measure)))
    }
}

#[cfg(test)]
mod tests;
