//! A record: its canonical form, which the journal keeps and vouches for, and the columns taken from it for queries.
//!
//! Every record table has the columns `id, version, format, act, state` and the kind's own. A record is always read
//! from `state`, so reading is the same for every kind and an old format is lifted in one place; the other columns
//! only find, order and constrain. `verify` recomputes them (docs/decisions/0003-records.md).

use crate::part::Named;
use crate::tally::Counts;
use db::{Conn, DbError, Row, Statement, Value};
use kernel::RecordId;
use serde::{Serialize, de::DeserializeOwned};

/// A kind of record.
pub trait Record: Serialize + DeserializeOwned + Send + Sync {
    /// The kind's name in the journal, and its table's.
    const KIND: &'static str;
    /// Number of the canonical format; raised when the form changes, with an upcaster in [`Record::lift`].
    const FORMAT: i64 = 1;
    /// The kind's own columns, in the order of [`Record::columns`].
    const COLUMNS: &'static [&'static str];

    /// The record's id.
    fn id(&self) -> RecordId;

    /// The values of [`Record::COLUMNS`].
    fn columns(&self) -> Vec<Value>;

    /// The sealed values this record refers to; `verify` holds each against its digest.
    fn sealed(&self) -> Vec<domain::account::SealedRef> {
        Vec::new()
    }

    /// What search finds it by; `None` for kinds that are not searched.
    fn search(&self) -> Option<SearchEntry> {
        None
    }

    /// What its list finds it by a part of; `None` for kinds whose list is not searched so.
    fn named(&self) -> Option<Named> {
        None
    }

    /// Whether records of the kind are counted: see [`Record::counts`].
    const COUNTED: bool = false;

    /// What it counts as, for kinds whose numbers are kept.
    fn counts(&self) -> Option<Counts> {
        None
    }

    /// Lifts a state written in an older format to the present one.
    fn lift(_format: i64, state: serde_json::Value) -> serde_json::Value {
        state
    }
}

/// What search finds a record by. Never anything sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchEntry {
    /// Whose search may find it.
    pub compartment: String,
    /// What the list of results shows.
    pub title: String,
    /// Words to find it by, besides the title.
    pub text: String,
}

/// A record as it lies in the database, with the version to be checked when it is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<R> {
    /// Counts up from 1 with every change.
    pub version: i64,
    /// The record.
    pub value: R,
}

impl<R> std::ops::Deref for Stored<R> {
    type Target = R;
    fn deref(&self) -> &R {
        &self.value
    }
}

/// What can go wrong when reading records.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database's own error.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A stored form that this program cannot read: a defect, or someone changed it by hand.
    #[error("a stored {kind} cannot be read: {error}")]
    Unreadable {
        /// Kind of the record.
        kind: &'static str,
        /// What the parser said; names fields, holds no values of sealed fields.
        error: serde_json::Error,
    },
    /// Sealing, opening or signing failed.
    #[error(transparent)]
    Crypto(#[from] crypto::Error),
}

/// A row of any record table.
#[derive(Debug, sqlx::FromRow)]
pub struct StateRow {
    /// See [`Stored::version`].
    pub version: i64,
    /// See [`Record::FORMAT`].
    pub format: i64,
    /// The canonical form.
    pub state: String,
}

impl StateRow {
    /// The record in it.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub fn read<R: Record>(&self) -> Result<Stored<R>, StoreError> {
        Ok(Stored { version: self.version, value: read_state(self.format, &self.state)? })
    }
}

/// Reads a canonical form of any supported format.
///
/// # Errors
/// [`StoreError::Unreadable`].
pub fn read_state<R: Record>(format: i64, state: &str) -> Result<R, StoreError> {
    let unreadable = |error| StoreError::Unreadable { kind: R::KIND, error };
    if format == R::FORMAT {
        serde_json::from_str(state).map_err(unreadable)
    } else {
        let old = serde_json::from_str(state).map_err(unreadable)?;
        serde_json::from_value(R::lift(format, old)).map_err(unreadable)
    }
}

/// The canonical form: JSON with the fields in the order of the type, no spaces.
///
/// # Errors
/// [`StoreError::Unreadable`] when a type cannot be written as JSON, which is a defect.
pub fn write_state<R: Record>(record: &R) -> Result<String, StoreError> {
    serde_json::to_string(record).map_err(|error| StoreError::Unreadable { kind: R::KIND, error })
}

/// Reads the records a statement selects (`select version, format, state from …`).
///
/// # Errors
/// [`StoreError`].
pub async fn all<R: Record>(conn: &mut Conn, statement: Statement) -> Result<Vec<Stored<R>>, StoreError> {
    conn.all::<StateRow>(statement).await?.iter().map(StateRow::read).collect()
}

/// Reads one record, or none.
///
/// # Errors
/// [`StoreError`].
pub async fn optional<R: Record>(
    conn: &mut Conn,
    statement: Statement,
) -> Result<Option<Stored<R>>, StoreError> {
    conn.optional::<StateRow>(statement).await?.as_ref().map(StateRow::read).transpose()
}

/// Reads rows that are no records.
///
/// # Errors
/// [`StoreError`].
pub async fn rows<T: Row>(conn: &mut Conn, statement: Statement) -> Result<Vec<T>, StoreError> {
    Ok(conn.all(statement).await?)
}

/// A record kind without its type, for what walks over all of them: verify, backup.
#[derive(Clone, Copy)]
pub struct Kind {
    /// Name and table.
    pub name: &'static str,
    /// Its own columns.
    pub columns: &'static [&'static str],
    /// See [`Record::COUNTED`].
    pub counted: bool,
    /// Recomputes the columns, the sealed references and the search entry from a stored state.
    pub recompute: fn(i64, &str) -> Result<Recomputed, StoreError>,
}

/// What a state says its row must hold.
#[derive(Debug, PartialEq)]
pub struct Recomputed {
    /// The record's id.
    pub id: RecordId,
    /// Values of the columns.
    pub columns: Vec<Value>,
    /// Sealed values it refers to.
    pub sealed: Vec<domain::account::SealedRef>,
    /// What search finds it by: restoring makes the index again.
    pub search: Option<SearchEntry>,
    /// What its list finds it by a part of.
    pub named: Option<Named>,
    /// What it counts as.
    pub counts: Option<Counts>,
}

impl Kind {
    /// The kind of `R`.
    pub const fn of<R: Record>() -> Self {
        Self { name: R::KIND, columns: R::COLUMNS, counted: R::COUNTED, recompute: recompute::<R> }
    }
}

fn recompute<R: Record>(format: i64, state: &str) -> Result<Recomputed, StoreError> {
    let record: R = read_state(format, state)?;
    Ok(Recomputed {
        id: record.id(),
        columns: record.columns(),
        sealed: record.sealed(),
        search: record.search(),
        named: record.named(),
        counts: record.counts(),
    })
}

/// Where a page of a list ordered by a sort key begins, as values to bind; both null at the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The sort key of the last row seen.
    pub key: Option<Vec<u8>>,
    /// Its id.
    pub id: Option<uuid::Uuid>,
}

/// Reads a page request's cursor for a list ordered by a sort key of bytes.
pub fn position(page: &kernel::PageRequest) -> Position {
    let from_hex = |key: &str| -> Option<Vec<u8>> {
        (0..key.len()).step_by(2).map(|i| u8::from_str_radix(key.get(i..i + 2)?, 16).ok()).collect()
    };
    let key = page.after.as_ref().and_then(|c| from_hex(&c.key));
    let id = key.as_ref().and(page.after.as_ref()).map(|c| c.id);
    Position { key, id }
}

/// The cursor of a row in such a list.
pub fn cursor(sort_key: &[u8], id: uuid::Uuid) -> kernel::Cursor {
    kernel::Cursor { key: sort_key.iter().map(|b| format!("{b:02x}")).collect(), id }
}
