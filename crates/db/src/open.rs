//! Opening a database: pools, pragmas, migrations.

use crate::{Conn, DbError, Engine, Migrations, Tx, migrate};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{PgPool, SqlitePool};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

/// How long a request waits for a connection before the page says that the database is away.
const WAIT: Duration = Duration::from_secs(10);

/// Where the data are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A file in the data folder.
    Sqlite(PathBuf),
    /// A PostgreSQL server.
    Postgres(String),
}

/// An open database. Cheap to clone.
#[derive(Clone)]
pub enum Db {
    /// One file; many readers, one writer.
    Sqlite {
        /// Read-only connections.
        read: SqlitePool,
        /// Read-only connections that hold one instant, apart from the others: whoever holds one may read over another,
        /// and must not wait for somebody who waits for theirs.
        instant: SqlitePool,
        /// The one connection that writes.
        write: SqlitePool,
    },
    /// A server.
    Postgres {
        /// Readers and writers share it.
        pool: PgPool,
        /// Apart from it, for the same reason, connections that hold one instant.
        instant: PgPool,
    },
}

impl Db {
    /// Opens the database, making the SQLite file when there is none, and brings the schema up to date.
    ///
    /// # Errors
    /// [`DbError::TooNew`] when a newer program wrote it; [`DbError::Unavailable`] when it cannot be reached.
    pub async fn open(target: &Target) -> Result<Self, DbError> {
        match target {
            Target::Sqlite(file) => Self::open_sqlite(file).await,
            Target::Postgres(url) => Self::open_postgres(url).await,
        }
    }

    /// Opens a database that this very program, or one with the same schema, has brought up to date, and changes
    /// nothing: for readers beside a running service, which may be of another version.
    ///
    /// # Errors
    /// [`DbError::TooOld`] and [`DbError::TooNew`]; [`DbError::Unavailable`] when it cannot be reached.
    pub async fn open_current(target: &Target) -> Result<Self, DbError> {
        let db = match target {
            // A file that is not there yet would be made.
            Target::Sqlite(file) if !file.exists() => return Err(DbError::TooOld(0)),
            Target::Sqlite(file) => {
                let write = Self::sqlite_writer(file).await?;
                Self::sqlite_with(file, write).await?
            }
            Target::Postgres(url) => Self::postgres_with(url, Self::postgres_pool(url).await?)?,
        };
        // Closing waits for every connection to come back: this one must not outlive the question.
        let mut conn = db.read().await?;
        let current = migrate::require_current(&mut conn).await;
        drop(conn);
        match current {
            Ok(()) => Ok(db),
            Err(error) => {
                db.close().await;
                Err(error)
            }
        }
    }

    async fn open_sqlite(file: &Path) -> Result<Self, DbError> {
        let write = Self::sqlite_writer(file).await?;
        Migrations::Sqlite(&write).run().await?;
        Self::sqlite_with(file, write).await
    }

    async fn sqlite_with(file: &Path, write: SqlitePool) -> Result<Self, DbError> {
        let (read, instant) = (Self::sqlite_readers(file).await?, Self::sqlite_readers(file).await?);
        Ok(Self::Sqlite { read, instant, write })
    }

    fn sqlite_options(file: &Path) -> SqliteConnectOptions {
        SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .auto_vacuum(SqliteAutoVacuum::None)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(256)
            .pragma("temp_store", "memory")
            .pragma("cache_size", "-8192")
            // Evidence: what was overwritten is not left on free pages.
            .pragma("secure_delete", "on")
    }

    async fn sqlite_writer(file: &Path) -> Result<SqlitePool, DbError> {
        Ok(SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .acquire_timeout(Duration::from_secs(60))
            .idle_timeout(None)
            .max_lifetime(None)
            // A file does not go away as a server does; asking before each use costs a change of threads.
            .test_before_acquire(false)
            .connect_with(Self::sqlite_options(file))
            .await?)
    }

    async fn sqlite_readers(file: &Path) -> Result<SqlitePool, DbError> {
        Ok(SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(WAIT)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(Self::sqlite_options(file).read_only(true))
            .await?)
    }

    async fn open_postgres(url: &str) -> Result<Self, DbError> {
        let pool = Self::postgres_pool(url).await?;
        Migrations::Postgres(&pool).run().await?;
        Self::postgres_with(url, pool)
    }

    fn postgres_with(url: &str, pool: PgPool) -> Result<Self, DbError> {
        let instant = PgPoolOptions::new().max_connections(6).acquire_timeout(WAIT);
        Ok(Self::Postgres { pool, instant: instant.connect_lazy_with(Self::postgres_options(url)?) })
    }

    fn postgres_options(url: &str) -> Result<PgConnectOptions, DbError> {
        Ok(PgConnectOptions::from_str(url)?
            .application_name("xuncha")
            // A plan made for any values walks the journal where the values at hand would find an index.
            .options([("plan_cache_mode", "force_custom_plan")]))
    }

    async fn postgres_pool(url: &str) -> Result<PgPool, DbError> {
        let options = Self::postgres_options(url)?;
        Ok(PgPoolOptions::new().max_connections(12).acquire_timeout(WAIT).connect_with(options).await?)
    }

    /// Which engine this is.
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres { .. } => Engine::Postgres,
        }
    }

    /// A connection to read with, held for a whole request.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when none comes free in time.
    pub async fn read(&self) -> Result<Conn, DbError> {
        Ok(match self {
            Self::Sqlite { read, .. } => Conn::sqlite(read.acquire().await?),
            Self::Postgres { pool, .. } => Conn::postgres(pool.acquire().await?),
        })
    }

    /// A write transaction. On SQLite the caller waits its turn for the one writer.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when the database cannot be reached.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres { pool, .. } => Tx::postgres(pool.begin().await?),
        })
    }

    /// A transaction that sees one instant of the whole database, however long it reads: for the preparation of an act,
    /// for backup and verify.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when the database cannot be reached.
    pub async fn snapshot(&self) -> Result<Tx, DbError> {
        Ok(match self {
            Self::Sqlite { instant, .. } => Tx::sqlite(instant.begin().await?),
            Self::Postgres { instant, .. } => {
                Tx::postgres(instant.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// The schema as the engine describes it, one line an object; for the committed schema files.
    ///
    /// # Errors
    /// [`DbError`] as the engine reports it.
    pub async fn schema(&self) -> Result<Vec<String>, DbError> {
        let mut conn = self.read().await?;
        migrate::schema(&mut conn).await
    }

    /// Closes every connection; SQLite's log is folded into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, instant, write } => {
                read.close().await;
                instant.close().await;
                write.close().await;
            }
            Self::Postgres { pool, instant } => {
                instant.close().await;
                pool.close().await;
            }
        }
    }
}
