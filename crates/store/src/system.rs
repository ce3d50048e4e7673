//! Sizes and queues, for the page of the system's keeper. Counts only: nothing here reads what a record says.

use crate::record::{Kind, StoreError};
use db::{Conn, Db, Statement, dialect, sql};
use kernel::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

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

/// Sessions that have not ended.
///
/// # Errors
/// [`StoreError`].
pub async fn sessions(conn: &mut Conn, at: Timestamp) -> Result<i64, StoreError> {
    number(conn, sql("select count(*) from session where ends_at > $1").bind(at)).await
}

/// Notes when something was last done for this installation, and how it ended.
///
/// # Errors
/// [`StoreError`].
pub async fn note_care<T: Serialize>(
    db: &Db,
    name: &'static str,
    at: Timestamp,
    facts: &T,
) -> Result<(), StoreError> {
    let unreadable = |error| StoreError::Unreadable { kind: "care", error };
    let facts = serde_json::to_string(facts).map_err(unreadable)?;
    let mut tx = db.begin().await?;
    let statement = sql("insert into care (name, at, facts) values ($1, $2, $3) \
         on conflict (name) do update set at = excluded.at, facts = excluded.facts");
    tx.execute(statement.bind(name).bind(at).bind(facts)).await?;
    tx.commit().await?;
    Ok(())
}

/// When something was last done, and how it ended.
///
/// # Errors
/// [`StoreError`].
pub async fn care<T: DeserializeOwned>(
    conn: &mut Conn,
    name: &'static str,
) -> Result<Option<(Timestamp, T)>, StoreError> {
    let row: Option<(i64, String)> =
        conn.optional(sql("select at, facts from care where name = $1").bind(name)).await?;
    // A note that an older program wrote otherwise says nothing; the next one will.
    Ok(row.and_then(|(at, facts)| Some((Timestamp(at), serde_json::from_str(&facts).ok()?))))
}
