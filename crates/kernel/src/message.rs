//! Messages for people, as ids with values. The words live in the catalogues (`locales/`), never in code.
//!
//! A [`Message`]'s id is at the same time the stable code of an API problem. `i18n` turns it into a sentence.

use crate::Day;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A value inside a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A count or number.
    Int(i64),
    /// A calendar day; written as the language writes dates.
    Day(Day),
    /// Data in its own language: a name, a cell's text.
    Text(String),
    /// Another message, put in as words: `one-of-roles`, a column's name.
    Message(Box<Message>),
}

impl From<i64> for Arg {
    fn from(v: i64) -> Self {
        Self::Int(v)
    }
}
impl From<usize> for Arg {
    fn from(v: usize) -> Self {
        Self::Int(i64::try_from(v).unwrap_or(i64::MAX))
    }
}
impl From<u32> for Arg {
    fn from(v: u32) -> Self {
        Self::Int(i64::from(v))
    }
}
impl From<Day> for Arg {
    fn from(v: Day) -> Self {
        Self::Day(v)
    }
}
impl From<String> for Arg {
    fn from(v: String) -> Self {
        Self::Text(v)
    }
}
impl From<&str> for Arg {
    fn from(v: &str) -> Self {
        Self::Text(v.to_owned())
    }
}
impl From<Message> for Arg {
    fn from(v: Message) -> Self {
        Self::Message(Box::new(v))
    }
}

/// A sentence to be said in the reader's language: an id of the catalogues and the values it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Id in the catalogues, and code of the API problem.
    pub id: Cow<'static, str>,
    /// Named values, in the order given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(Cow<'static, str>, Arg)>,
}

impl Message {
    /// A message without values.
    pub const fn new(id: &'static str) -> Self {
        Self { id: Cow::Borrowed(id), args: Vec::new() }
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((Cow::Borrowed(name), value.into()));
        self
    }
}

/// What is wrong with one field of a form, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Name of the field in the form and in the API's JSON (`snake_case`; `leader.name` inside a group).
    pub field: Cow<'static, str>,
    /// What to say beside it.
    pub message: Message,
}

impl FieldError {
    /// An error on `field`.
    pub fn new(field: impl Into<Cow<'static, str>>, message: Message) -> Self {
        Self { field: field.into(), message }
    }
}
