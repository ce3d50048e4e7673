//! What can go wrong with a database, sorted by what the caller can do about it.

/// A database error.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A unique constraint refused the row. Carries the constraint's columns, `table.column` on both engines where known.
    #[error("a row with the same {0} exists")]
    Conflict(String),
    /// A row was expected and is not there.
    #[error("no such row")]
    NotFound,
    /// The database cannot be reached just now; the caller may try again.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The database was last brought up to date by an older program, up to this migration.
    #[error("the database is older than this program (it was brought up to migration {0})")]
    TooOld(i64),
    /// The database was written by a newer program.
    #[error("the database is newer than this program (it knows migration {0})")]
    TooNew(i64),
    /// A migration that was applied differs from the one in the program.
    #[error("migration {0} differs from the one applied to this database")]
    Altered(i64),
    /// Anything else: a defect, or a broken disk.
    #[error(transparent)]
    Other(sqlx::Error),
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                Self::Unavailable(error.to_string())
            }
            sqlx::Error::Database(ref d) if d.is_unique_violation() => Self::Conflict(constraint(d.as_ref())),
            sqlx::Error::Database(ref d) if is_outage(d.code().as_deref()) => {
                Self::Unavailable(d.message().to_owned())
            }
            other => Self::Other(other),
        }
    }
}

/// PostgreSQL names the constraint (`unit_name_key`), SQLite the columns (`UNIQUE constraint failed: unit.name`).
fn constraint(error: &dyn sqlx::error::DatabaseError) -> String {
    match error.constraint() {
        Some(name) => name.to_owned(),
        None => error.message().rsplit("failed: ").next().unwrap_or_default().to_owned(),
    }
}

/// SQLSTATE classes 08 (connection), 53 (resources) and 57P (shut down), and SQLite's busy, locked, full and IO codes.
fn is_outage(code: Option<&str>) -> bool {
    code.is_some_and(|c| {
        c.starts_with("08")
            || c.starts_with("53")
            || c.starts_with("57P")
            || matches!(c, "5" | "6" | "10" | "13")
    })
}
