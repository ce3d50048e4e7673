//! Migrations: append-only twin folders, one per engine, with the same names.

use crate::{Conn, DbError, Engine, sql};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{PgPool, SqlitePool};

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// The migrations of one engine and the pool they run on.
pub enum Migrations<'a> {
    /// SQLite's, on the writer.
    Sqlite(&'a SqlitePool),
    /// PostgreSQL's.
    Postgres(&'a PgPool),
}

impl Migrations<'_> {
    /// Applies what is missing.
    ///
    /// # Errors
    /// [`DbError::TooNew`] when the database holds a migration that this program does not know.
    pub async fn run(&self) -> Result<(), DbError> {
        let done = match self {
            Self::Sqlite(pool) => SQLITE.run(*pool).await,
            Self::Postgres(pool) => POSTGRES.run(*pool).await,
        };
        done.map_err(|error| match error {
            MigrateError::VersionMissing(n) => DbError::TooNew(n),
            MigrateError::VersionMismatch(n) => DbError::Altered(n),
            MigrateError::Execute(e) => DbError::from(e),
            other => DbError::Other(sqlx::Error::Migrate(Box::new(other))),
        })
    }
}

/// Refuses a database that has not exactly the migrations of this program. Reads only.
///
/// # Errors
/// [`DbError::TooOld`], [`DbError::TooNew`], [`DbError::Altered`].
pub(crate) async fn require_current(conn: &mut Conn) -> Result<(), DbError> {
    let (ours, table) = match conn.engine() {
        Engine::Sqlite => (&SQLITE, "select count(*) from sqlite_schema where name = '_sqlx_migrations'"),
        Engine::Postgres => (
            &POSTGRES,
            "select count(*) from information_schema.tables \
             where table_schema = 'public' and table_name = '_sqlx_migrations'",
        ),
    };
    let (known,): (i64,) = conn.one(sql(table)).await?;
    if known == 0 {
        return Err(DbError::TooOld(0));
    }
    let applied: Vec<(i64, Vec<u8>)> = conn
        .all(sql("select version, checksum from _sqlx_migrations where success order by version"))
        .await?;
    for (version, checksum) in &applied {
        match ours.iter().find(|m| m.version == *version) {
            None => return Err(DbError::TooNew(*version)),
            Some(migration) if migration.checksum.as_ref() != checksum.as_slice() => {
                return Err(DbError::Altered(*version));
            }
            Some(_) => {}
        }
    }
    let last = applied.last().map_or(0, |(version, _)| *version);
    if ours.iter().any(|m| m.version > last) { Err(DbError::TooOld(last)) } else { Ok(()) }
}

/// Tables and columns as the engine describes them: `table.column type null?`, sorted.
///
/// # Errors
/// [`DbError`] as the engine reports it.
pub async fn schema(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    let rows: Vec<(String, String, String, bool)> = match conn.engine() {
        Engine::Sqlite => {
            conn.all(sql("select m.name, c.name, lower(c.type), c.\"notnull\" = 0 and c.pk = 0 \
                 from sqlite_schema m join pragma_table_info(m.name) c \
                 where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like 'search_index%' \
                 and m.name <> '_sqlx_migrations' order by 1, 2"))
                .await?
        }
        Engine::Postgres => {
            conn.all(sql("select cast(table_name as text), cast(column_name as text), cast(data_type as text), is_nullable = 'YES' \
                 from information_schema.columns where table_schema = 'public' \
                 and table_name <> '_sqlx_migrations' and table_name not like 'search_index%' order by 1, 2"))
                .await?
        }
    };
    let mut lines: Vec<String> = rows
        .into_iter()
        .map(|(table, column, kind, nullable)| {
            format!("{table}.{column} {kind}{}", if nullable { " null" } else { "" })
        })
        .collect();
    lines.sort();
    Ok(lines)
}
