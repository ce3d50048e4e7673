//! A query's text and its values, before an engine is chosen.

use kernel::{Day, RecordId, Timestamp};
use std::borrow::Cow;
use uuid::Uuid;

/// A value bound to a query or kept in a column. The few types both engines store alike.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `uuid` / `blob`.
    Uuid(Option<Uuid>),
    /// `bigint` / `integer`.
    Int(Option<i64>),
    /// `text`.
    Text(Option<String>),
    /// `boolean` / `integer`.
    Bool(bool),
    /// `bytea` / `blob`.
    Bytes(Option<Vec<u8>>),
}

macro_rules! value_from {
    ($($from:ty => |$v:ident| $make:expr;)+) => {$(
        impl From<$from> for Value {
            fn from($v: $from) -> Self { $make }
        }
    )+};
}

value_from! {
    Uuid => |v| Self::Uuid(Some(v));
    Option<Uuid> => |v| Self::Uuid(v);
    RecordId => |v| Self::Uuid(Some(v.0));
    i64 => |v| Self::Int(Some(v));
    i32 => |v| Self::Int(Some(i64::from(v)));
    u32 => |v| Self::Int(Some(i64::from(v)));
    Option<i64> => |v| Self::Int(v);
    Option<u32> => |v| Self::Int(v.map(i64::from));
    Timestamp => |v| Self::Int(Some(v.0));
    Option<Timestamp> => |v| Self::Int(v.map(|t| t.0));
    Day => |v| Self::Text(Some(v.to_string()));
    Option<Day> => |v| Self::Text(v.map(|d| d.to_string()));
    String => |v| Self::Text(Some(v));
    &str => |v| Self::Text(Some(v.to_owned()));
    Option<String> => |v| Self::Text(v);
    Option<&str> => |v| Self::Text(v.map(str::to_owned));
    bool => |v| Self::Bool(v);
    Vec<u8> => |v| Self::Bytes(Some(v));
    &[u8] => |v| Self::Bytes(Some(v.to_vec()));
    Option<Vec<u8>> => |v| Self::Bytes(v);
}

/// One statement with its values. Made by [`sql`] from a literal, so no text of a user can become SQL.
#[derive(Clone, Debug)]
pub struct Statement {
    pub(crate) text: Cow<'static, str>,
    pub(crate) values: Vec<Value>,
}

/// A statement from a literal with `$1`, `$2` … for its values.
pub const fn sql(text: &'static str) -> Statement {
    Statement { text: Cow::Borrowed(text), values: Vec::new() }
}

impl Statement {
    /// A statement put together from literals by a builder ([`crate::dialect`], the record writer of `store`).
    /// The text must hold no value of a user: values are bound.
    pub const fn assembled(text: String) -> Self {
        Self { text: Cow::Owned(text), values: Vec::new() }
    }

    /// Binds the next value.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Binds several values in order.
    #[must_use]
    pub fn bind_all(mut self, values: impl IntoIterator<Item = Value>) -> Self {
        self.values.extend(values);
        self
    }
}
