//! The problem list of a feedback paper while it is corrected by hand, before it is taken.
//!
//! Every group and problem has a key that stays whatever is renamed, moved, split or merged; what came from the file
//! keeps the place it stood at, and what was taken out keeps the reason. Called by the import's pages and by
//! [`super::Feedback`], which takes a finished list.

use crate::Refusal;
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// Where something stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A paragraph, from 1.
    Paragraph(u32),
    /// A row of a table, both from 1.
    Row {
        /// The table.
        table: u32,
        /// The row.
        row: u32,
    },
    /// Entered by hand.
    ByHand,
}

/// Stays with a problem or a group through every correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(pub u32);

/// Problems under one heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its key.
    pub key: Key,
    /// Its number as written: `（一）`.
    pub mark: String,
    /// Its heading.
    pub title: String,
    /// Where it stands.
    pub place: Place,
}

/// Facts or an instance under a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// `一是`, `（1）`, `如：` of an instance; empty for plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mark: String,
    /// The words.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// Where a problem was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// In the text.
    Body,
    /// In the annexed list alone.
    Annex,
    /// Entered by hand.
    ByHand,
}

/// A problem as it will stand on the unit's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Its key.
    pub key: Key,
    /// The heading it stands under.
    pub group: Option<Key>,
    /// Its number as written: `3．`.
    pub mark: String,
    /// The statement.
    pub title: String,
    /// Facts and instances.
    pub passages: Vec<Passage>,
    /// Where it stands.
    pub place: Place,
    /// Text, annex or hand.
    pub source: Source,
    /// The row of the annexed list that repeats it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annex_row: Option<u32>,
}

impl Problem {
    /// How many instances it names.
    pub fn instances(&self) -> usize {
        self.passages.iter().filter(|passage| !passage.mark.is_empty()).count()
    }
}

/// A problem taken out of the list by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOut {
    /// The problem.
    pub problem: Problem,
    /// Why.
    pub reason: String,
}

/// The list while it is corrected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Title of the paper.
    pub title: String,
    /// Its date.
    pub dated: Option<Day>,
    /// Headings.
    pub groups: Vec<Group>,
    /// Problems, in order.
    pub problems: Vec<Problem>,
    /// What was taken out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_out: Vec<TakenOut>,
    /// The last key given.
    pub last_key: u32,
}

impl Draft {
    /// A key that nothing has yet.
    pub(super) fn next_key(&mut self) -> Key {
        self.last_key += 1;
        Key(self.last_key)
    }

    /// A problem by its key.
    pub fn problem(&self, key: Key) -> Option<&Problem> {
        self.problems.iter().find(|problem| problem.key == key)
    }

    fn at(&self, key: Key) -> Result<usize, Refusal> {
        let found = self.problems.iter().position(|problem| problem.key == key);
        found.ok_or_else(|| Message::new("feedback-draft-no-such-problem").into())
    }

    fn changed(mut self, key: Key, change: impl FnOnce(&mut Problem)) -> Result<Self, Refusal> {
        match self.problems.iter_mut().find(|problem| problem.key == key) {
            Some(problem) => {
                change(problem);
                Ok(self)
            }
            None => Err(Refusal::new("feedback-draft-no-such-problem")),
        }
    }

    /// Corrects a statement.
    pub fn retitle(self, key: Key, title: &str) -> Result<Self, Refusal> {
        let title = titled(title)?;
        self.changed(key, |problem| problem.title = title)
    }

    /// Puts a problem under another heading, or under none.
    pub fn regroup(self, key: Key, group: Option<Key>) -> Result<Self, Refusal> {
        if group.is_some_and(|group| self.groups.iter().all(|known| known.key != group)) {
            return Err(Refusal::new("feedback-draft-no-such-group"));
        }
        self.changed(key, |problem| problem.group = group)
    }

    /// Moves a problem to a place in the list, from 0.
    pub fn reorder(mut self, key: Key, to: usize) -> Result<Self, Refusal> {
        let from = self.at(key)?;
        let problem = self.problems.remove(from);
        self.problems.insert(to.min(self.problems.len()), problem);
        Ok(self)
    }

    /// Makes one passage of a problem a problem of its own, right behind it.
    pub fn split(mut self, key: Key, passage: usize, title: &str) -> Result<Self, Refusal> {
        let title = titled(title)?;
        let at = self.at(key)?;
        let own = self.next_key();
        let Some(problem) = self.problems.get_mut(at).filter(|problem| passage < problem.passages.len())
        else {
            return Err(Refusal::new("feedback-draft-no-such-passage"));
        };
        let passages = vec![problem.passages.remove(passage)];
        let place = passages.first().map_or(Place::ByHand, |passage| passage.place);
        let (group, source) = (problem.group, problem.source);
        let split =
            Problem { key: own, group, mark: String::new(), title, passages, place, source, annex_row: None };
        self.problems.insert(at + 1, split);
        Ok(self)
    }

    /// Makes a problem a passage of another.
    pub fn merge(mut self, key: Key, into: Key) -> Result<Self, Refusal> {
        if key == into {
            return Err(Refusal::new("feedback-draft-merge-itself"));
        }
        self.at(into)?;
        let at = self.at(key)?;
        let merged = self.problems.remove(at);
        self.changed(into, |problem| {
            problem.passages.push(Passage { mark: merged.mark, text: merged.title, place: merged.place });
            problem.passages.extend(merged.passages);
        })
    }

    /// Adds a problem at the end.
    pub fn add(mut self, title: &str, group: Option<Key>) -> Result<Self, Refusal> {
        let title = titled(title)?;
        let key = self.next_key();
        self.problems.push(Problem {
            key,
            group: None,
            mark: String::new(),
            title,
            passages: Vec::new(),
            place: Place::ByHand,
            source: Source::ByHand,
            annex_row: None,
        });
        self.regroup(key, group)
    }

    /// Takes a problem out; it stays on record with the reason.
    pub fn take_out(mut self, key: Key, reason: &str) -> Result<Self, Refusal> {
        if reason.trim().is_empty() {
            return Err(Refusal::new("feedback-draft-reason-missing"));
        }
        let at = self.at(key)?;
        let problem = self.problems.remove(at);
        self.taken_out.push(TakenOut { problem, reason: reason.trim().to_owned() });
        Ok(self)
    }

    /// Puts a problem that was taken out back at the end.
    pub fn put_back(mut self, key: Key) -> Result<Self, Refusal> {
        let at = self.taken_out.iter().position(|out| out.problem.key == key);
        let Some(at) = at else { return Err(Refusal::new("feedback-draft-no-such-problem")) };
        self.problems.push(self.taken_out.remove(at).problem);
        Ok(self)
    }
}

fn titled(title: &str) -> Result<String, Refusal> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Refusal::new("feedback-draft-title-missing"));
    }
    Ok(title.to_owned())
}
