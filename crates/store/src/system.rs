//! Sizes and queues, for the page of the system's keeper. Counts only: nothing here reads what a record says.

use crate::record::{Kind, StoreError};
use db::{Conn, Statement, dialect, sql};
use kernel::Timestamp;

async fn number(conn: &mut Conn, statement: Statement) -> Result<i64, StoreError> {
    let (n,): (i64,) = conn.one(statement).await?;
    Ok(n)
}

/// How many records of a kind there are.
///
/// # Errors
/// [`StoreError`].
pub async fn count(conn: &mut Conn, kind: &Kind) -> Result<i64, StoreError> {
    number(conn, Statement::assembled(format!("select count(*) from {}", kind.name))).await
}

/// Bytes the database takes.
///
/// # Errors
/// [`StoreError`].
pub async fn database_bytes(conn: &mut Conn) -> Result<i64, StoreError> {
    let statement = dialect::database_bytes(conn.engine());
    number(conn, statement).await
}

/// Number of the newest migration.
///
/// # Errors
/// [`StoreError`].
pub async fn schema(conn: &mut Conn) -> Result<i64, StoreError> {
    number(conn, sql("select coalesce(max(version), 0) from _sqlx_migrations")).await
}

/// How many entries the journal has, by the lengths of its chains.
///
/// # Errors
/// [`StoreError`].
pub async fn entries(conn: &mut Conn) -> Result<i64, StoreError> {
    number(conn, sql("select cast(coalesce(sum(length), 0) as bigint) from chain where name <> 'trace'"))
        .await
}

/// Records waiting for the search index.
///
/// # Errors
/// [`StoreError`].
pub async fn search_queue(conn: &mut Conn) -> Result<i64, StoreError> {
    number(conn, sql("select count(*) from search_queue")).await
}

/// Jobs waiting.
///
/// # Errors
/// [`StoreError`].
pub async fn jobs_waiting(conn: &mut Conn) -> Result<i64, StoreError> {
    number(conn, sql("select count(*) from job")).await
}

/// A job that failed and will be tried again.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FailingJob {
    /// Its kind.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong last; a program's words, for the log.
    pub last_error: String,
}

/// Jobs that failed, the most tried first.
///
/// # Errors
/// [`StoreError`].
pub async fn jobs_failing(conn: &mut Conn) -> Result<Vec<FailingJob>, StoreError> {
    let statement = sql("select kind, cast(attempts as bigint) as attempts, last_error from job \
         where last_error is not null order by attempts desc, id limit 20");
    Ok(conn.all(statement).await?)
}

/// Sessions that have not ended.
///
/// # Errors
/// [`StoreError`].
pub async fn sessions(conn: &mut Conn, at: Timestamp) -> Result<i64, StoreError> {
    number(conn, sql("select count(*) from session where ends_at > $1").bind(at)).await
}
