//! Connections and transactions that run one [`Statement`] on whichever engine is behind them.

use crate::{DbError, Engine, Statement, Value};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};

/// A row type that both engines can fill; derive `sqlx::FromRow` or use a tuple.
pub trait Row:
    for<'r> sqlx::FromRow<'r, SqliteRow> + for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin
{
}
impl<T> Row for T where
    T: for<'r> sqlx::FromRow<'r, SqliteRow> + for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin
{
}

enum Inner {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
    SqliteTx(Transaction<'static, Sqlite>),
    PostgresTx(Transaction<'static, Postgres>),
}

/// A connection held for one request or job. Read-only unless it belongs to a [`Tx`].
pub struct Conn {
    inner: Inner,
    statements: u32,
    /// Plans of the statements that ran, where someone watches.
    plans: Option<Vec<String>>,
}

/// Expands the same body once per engine, with `$c` an executor and `$q` the query bound for it.
macro_rules! run {
    ($self:ident, $statement:ident, $query:path, $q:ident, $c:ident => $body:expr) => {{
        $self.statements += 1;
        let Statement { text, values } = $statement;
        match &mut $self.inner {
            Inner::Sqlite(c) => {
                let $c = &mut **c;
                let $q = $query(AssertSqlSafe(text.into_owned()), sqlite(values)?);
                $body
            }
            Inner::SqliteTx(c) => {
                let $c = &mut **c;
                let $q = $query(AssertSqlSafe(text.into_owned()), sqlite(values)?);
                $body
            }
            Inner::Postgres(c) => {
                let $c = &mut **c;
                let $q = $query(AssertSqlSafe(text.into_owned()), postgres(values)?);
                $body
            }
            Inner::PostgresTx(c) => {
                let $c = &mut **c;
                let $q = $query(AssertSqlSafe(text.into_owned()), postgres(values)?);
                $body
            }
        }
    }};
}

impl Conn {
    pub(crate) const fn sqlite(c: PoolConnection<Sqlite>) -> Self {
        Self { inner: Inner::Sqlite(c), statements: 0, plans: None }
    }

    pub(crate) const fn postgres(c: PoolConnection<Postgres>) -> Self {
        Self { inner: Inner::Postgres(c), statements: 0, plans: None }
    }

    /// Which engine answers, for the few texts that [`crate::dialect`] keeps apart.
    pub const fn engine(&self) -> Engine {
        match self.inner {
            Inner::Sqlite(_) | Inner::SqliteTx(_) => Engine::Sqlite,
            Inner::Postgres(_) | Inner::PostgresTx(_) => Engine::Postgres,
        }
    }

    /// How many statements ran on this connection since it was taken: pages are held to a fixed number.
    pub const fn statements(&self) -> u32 {
        self.statements
    }

    /// From now on notes how the engine goes about each reading statement; for tests of plans.
    ///
    /// PostgreSQL is told to avoid walking whole tables, so that it shows whether it could, however small they are.
    ///
    /// # Errors
    /// [`DbError`] as the engine reports it.
    pub async fn watch_plans(&mut self) -> Result<(), DbError> {
        if let Some(statement) = crate::dialect::avoid_scans(self.engine()) {
            self.execute(statement).await?;
        }
        self.plans = Some(Vec::new());
        Ok(())
    }

    /// The lines of the plans noted since the last time.
    pub fn plans(&mut self) -> Vec<String> {
        self.plans.as_mut().map(std::mem::take).unwrap_or_default()
    }

    async fn note_plan(&mut self, statement: &Statement) -> Result<(), DbError> {
        let Some(mut plans) = self.plans.take() else { return Ok(()) };
        let Statement { text, values } = statement.clone();
        let explain = Statement { text: format!("{} {text}", self.engine().explain()).into(), values };
        match self.engine() {
            Engine::Sqlite => {
                type Step = (i64, i64, i64, String);
                let lines: Vec<Step> =
                    run!(self, explain, sqlx::query_as_with, q, c => q.fetch_all(c).await?);
                plans.extend(lines.into_iter().map(|line| line.3));
            }
            Engine::Postgres => {
                let lines: Vec<(String,)> =
                    run!(self, explain, sqlx::query_as_with, q, c => q.fetch_all(c).await?);
                plans.extend(lines.into_iter().map(|line| line.0));
            }
        }
        self.plans = Some(plans);
        Ok(())
    }

    /// Every row.
    ///
    /// # Errors
    /// [`DbError`] as the engine reports it.
    pub async fn all<T: Row>(&mut self, statement: Statement) -> Result<Vec<T>, DbError> {
        self.note_plan(&statement).await?;
        Ok(run!(self, statement, sqlx::query_as_with, q, c => q.fetch_all(c).await?))
    }

    /// Exactly one row.
    ///
    /// # Errors
    /// [`DbError::NotFound`] when there is none.
    pub async fn one<T: Row>(&mut self, statement: Statement) -> Result<T, DbError> {
        self.note_plan(&statement).await?;
        Ok(run!(self, statement, sqlx::query_as_with, q, c => q.fetch_one(c).await?))
    }

    /// One row or none.
    ///
    /// # Errors
    /// [`DbError`] as the engine reports it.
    pub async fn optional<T: Row>(&mut self, statement: Statement) -> Result<Option<T>, DbError> {
        self.note_plan(&statement).await?;
        Ok(run!(self, statement, sqlx::query_as_with, q, c => q.fetch_optional(c).await?))
    }

    pub(crate) async fn execute(&mut self, statement: Statement) -> Result<u64, DbError> {
        Ok(run!(self, statement, sqlx::query_with, q, c => q.execute(c).await?.rows_affected()))
    }
}

/// A write transaction. Rolls back when dropped without [`Tx::commit`].
pub struct Tx(Conn);

impl Tx {
    pub(crate) const fn sqlite(t: Transaction<'static, Sqlite>) -> Self {
        Self(Conn { inner: Inner::SqliteTx(t), statements: 0, plans: None })
    }

    pub(crate) const fn postgres(t: Transaction<'static, Postgres>) -> Self {
        Self(Conn { inner: Inner::PostgresTx(t), statements: 0, plans: None })
    }

    /// Runs a writing statement; returns how many rows it touched.
    ///
    /// # Errors
    /// [`DbError::Conflict`] when a unique constraint refuses.
    pub async fn execute(&mut self, statement: Statement) -> Result<u64, DbError> {
        self.0.execute(statement).await
    }

    /// Makes everything durable, flushed to disk.
    ///
    /// # Errors
    /// [`DbError`]: then nothing was stored.
    pub async fn commit(self) -> Result<(), DbError> {
        match self.0.inner {
            Inner::SqliteTx(t) => t.commit().await?,
            Inner::PostgresTx(t) => t.commit().await?,
            Inner::Sqlite(_) | Inner::Postgres(_) => {}
        }
        Ok(())
    }
}

impl std::ops::Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl std::ops::DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

macro_rules! arguments {
    ($name:ident, $arguments:ty) => {
        fn $name(values: Vec<Value>) -> Result<$arguments, DbError> {
            use sqlx::Arguments as _;
            let mut arguments = <$arguments>::default();
            for value in values {
                let added = match value {
                    Value::Uuid(v) => arguments.add(v),
                    Value::Int(v) => arguments.add(v),
                    Value::Text(v) => arguments.add(v),
                    Value::Bool(v) => arguments.add(v),
                    Value::Bytes(v) => arguments.add(v),
                };
                added.map_err(|e| DbError::Other(sqlx::Error::Encode(e)))?;
            }
            Ok(arguments)
        }
    };
}

arguments!(sqlite, SqliteArguments);
arguments!(postgres, PgArguments);
