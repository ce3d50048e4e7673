//! Connections and transactions that run one [`Statement`] on whichever engine is behind them.

use crate::{DbError, Engine, Statement, Value, dialect};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};
use std::any::Any;

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
    /// What goes with the next statement; only a [`Tx`] has any.
    put_off: Vec<Statement>,
    /// What was read before and holds for as long as the connection is held.
    noted: Option<Box<dyn Any + Send + Sync>>,
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
        Self { inner: Inner::Sqlite(c), statements: 0, put_off: Vec::new(), noted: None, plans: None }
    }

    pub(crate) const fn postgres(c: PoolConnection<Postgres>) -> Self {
        Self { inner: Inner::Postgres(c), statements: 0, put_off: Vec::new(), noted: None, plans: None }
    }

    /// Which engine answers, for the few texts that [`crate::dialect`] keeps apart.
    pub const fn engine(&self) -> Engine {
        match self.inner {
            Inner::Sqlite(_) | Inner::SqliteTx(_) => Engine::Sqlite,
            Inner::Postgres(_) | Inner::PostgresTx(_) => Engine::Postgres,
        }
    }

    /// What [`Conn::note`] was told, if it was of this type.
    pub fn noted<T: Any>(&self) -> Option<&T> {
        self.noted.as_ref()?.downcast_ref()
    }

    /// Notes something that was read over this connection and need not be read again while it is held.
    pub fn note<T: Any + Send + Sync>(&mut self, what: T) {
        self.noted = Some(Box::new(what));
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
        if let Some(statement) = dialect::avoid_scans(self.engine()) {
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
        let statement = self.after_put_off(statement).await?;
        Ok(run!(self, statement, sqlx::query_as_with, q, c => q.fetch_all(c).await?))
    }

    /// Exactly one row.
    ///
    /// # Errors
    /// [`DbError::NotFound`] when there is none.
    pub async fn one<T: Row>(&mut self, statement: Statement) -> Result<T, DbError> {
        self.note_plan(&statement).await?;
        let statement = self.after_put_off(statement).await?;
        Ok(run!(self, statement, sqlx::query_as_with, q, c => q.fetch_one(c).await?))
    }

    /// One row or none.
    ///
    /// # Errors
    /// [`DbError`] as the engine reports it.
    pub async fn optional<T: Row>(&mut self, statement: Statement) -> Result<Option<T>, DbError> {
        self.note_plan(&statement).await?;
        let statement = self.after_put_off(statement).await?;
        Ok(run!(self, statement, sqlx::query_as_with, q, c => q.fetch_optional(c).await?))
    }

    pub(crate) async fn execute(&mut self, statement: Statement) -> Result<u64, DbError> {
        self.write_out().await?;
        self.run_alone(statement).await
    }

    async fn run_alone(&mut self, statement: Statement) -> Result<u64, DbError> {
        Ok(run!(self, statement, sqlx::query_with, q, c => q.execute(c).await?.rows_affected()))
    }

    /// A reading statement with what was put off before it: as one text where the engine takes one.
    async fn after_put_off(&mut self, statement: Statement) -> Result<Statement, DbError> {
        if self.put_off.is_empty() {
            return Ok(statement);
        }
        if !self.engine().takes_many() {
            self.write_out().await?;
            return Ok(statement);
        }
        let mut all = std::mem::take(&mut self.put_off);
        all.push(statement);
        let mut joined = dialect::joined(all);
        let last = joined.pop();
        for before in joined {
            self.run_alone(before).await?;
        }
        last.ok_or_else(|| DbError::Unavailable("a statement was lost".to_owned()))
    }

    async fn write_out(&mut self) -> Result<(), DbError> {
        let waiting = std::mem::take(&mut self.put_off);
        let ready = if self.engine().takes_many() { dialect::joined(waiting) } else { waiting };
        for statement in ready {
            self.run_alone(statement).await?;
        }
        Ok(())
    }
}

/// A write transaction. Rolls back when dropped without [`Tx::commit`].
pub struct Tx(Conn);

impl Tx {
    pub(crate) const fn sqlite(t: Transaction<'static, Sqlite>) -> Self {
        Self(Conn { inner: Inner::SqliteTx(t), statements: 0, put_off: Vec::new(), noted: None, plans: None })
    }

    pub(crate) const fn postgres(t: Transaction<'static, Postgres>) -> Self {
        Self(Conn {
            inner: Inner::PostgresTx(t),
            statements: 0,
            put_off: Vec::new(),
            noted: None,
            plans: None,
        })
    }

    /// Runs a writing statement; returns how many rows it touched.
    ///
    /// # Errors
    /// [`DbError::Conflict`] when a unique constraint refuses.
    pub async fn execute(&mut self, statement: Statement) -> Result<u64, DbError> {
        self.0.execute(statement).await
    }

    /// Has a writing statement run before whatever comes next, when nobody asks how many rows it touches. SQLite takes
    /// such statements together with the next one, which spares a change of threads for each.
    pub fn put_off(&mut self, statement: Statement) {
        self.0.put_off.push(statement);
    }

    /// Takes back what was put off and has not run.
    pub fn forget(&mut self) {
        self.0.put_off.clear();
    }

    /// Runs what was put off.
    ///
    /// # Errors
    /// As [`Tx::execute`], of whichever statement failed; those after it did not run.
    pub async fn write_out(&mut self) -> Result<(), DbError> {
        self.0.write_out().await
    }

    /// Makes everything durable, flushed to disk.
    ///
    /// # Errors
    /// [`DbError`]: then nothing was stored.
    pub async fn commit(mut self) -> Result<(), DbError> {
        self.0.write_out().await?;
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
