//! Jobs: rows that a worker takes under a lease, carries out, and removes or puts off.
//!
//! Guarantees: of several workers one holds a job at a time, as long as it renews its lease in time; a worker that
//! dies loses the lease when it runs out and another one starts the job again; whoever lost a lease can no longer
//! finish, fail or move the job. So every job is carried out at least once, and must bear being carried out again.
//! A standing job has an id of its own and is never removed. Called by `app::worker` and by [`crate::commit`].

use crate::record::StoreError;
use db::{Conn, Db, Statement, sql};
use kernel::{JobId, Message, Timestamp};
use uuid::Uuid;

/// When a standing job is due that only runs when it is asked to.
pub const WHEN_ASKED: Timestamp = Timestamp(i64::MAX);

/// A job that a worker holds.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Held {
    /// Its id.
    pub id: Uuid,
    /// What is to be done.
    pub kind: String,
    /// What is needed for it, JSON.
    pub payload: String,
    /// How often it was taken since it last went well, this time included.
    pub attempts: i64,
    /// The lease under which it is held.
    pub lease: Uuid,
}

/// Makes the standing jobs that are not there yet, due at the times given.
///
/// # Errors
/// [`StoreError`].
pub async fn stand(db: &Db, jobs: &[(JobId, &'static str, Timestamp)]) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    for (id, kind, due) in jobs {
        let statement = sql("insert into job (id, kind, payload, due_at, attempts, dead) \
             values ($1, $2, '', $3, 0, $4) on conflict (id) do nothing");
        tx.execute(statement.bind(id.0).bind(*kind).bind(*due).bind(false)).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// How many of the standing jobs are there.
///
/// # Errors
/// [`StoreError`].
pub async fn standing(conn: &mut Conn, jobs: &[JobId]) -> Result<usize, StoreError> {
    let text = format!("select count(*) from job where {}", db::dialect::any_of("id", 1, jobs.len()));
    let statement = Statement::assembled(text).bind_all(jobs.iter().map(|id| id.0.into()));
    let (n,): (i64,) = conn.one(statement).await?;
    Ok(usize::try_from(n).unwrap_or(0))
}

/// Makes a standing job due before all others; false when it is put off after a failure or being worked on.
///
/// # Errors
/// [`StoreError`].
pub async fn hurry(db: &Db, job: JobId) -> Result<bool, StoreError> {
    let statement = sql("update job set due_at = 0 where id = $1 and attempts = 0 and leased_until is null");
    change(db, statement.bind(job.0)).await
}

/// When the next job that is alive is due or its lease runs out; `None` when there is none.
///
/// # Errors
/// [`StoreError`].
pub async fn next(conn: &mut Conn) -> Result<Option<Timestamp>, StoreError> {
    let statement = sql("select min(coalesce(leased_until, due_at)) from job where dead = $1");
    let (at,): (Option<i64>,) = conn.one(statement.bind(false)).await?;
    Ok(at.map(Timestamp))
}

/// Takes the job that has been due the longest, under a new lease.
///
/// # Errors
/// [`StoreError`].
pub async fn take(db: &Db, at: Timestamp, until: Timestamp, lease: Uuid) -> Result<Option<Held>, StoreError> {
    let mut tx = db.begin().await?;
    let text = format!(
        "select id from job where dead = $1 and due_at <= $2 and (leased_until is null or leased_until <= $2) \
         order by due_at, id limit 1{}",
        tx.engine().skip_locked()
    );
    let found: Option<(Uuid,)> = tx.optional(Statement::assembled(text).bind(false).bind(at)).await?;
    let Some((id,)) = found else { return Ok(None) };
    let held: Held = tx
        .one(
            sql("update job set leased_until = $2, lease = $3, attempts = attempts + 1 where id = $1 \
                 returning id, kind, payload, attempts, lease")
            .bind(id)
            .bind(until)
            .bind(lease),
        )
        .await?;
    tx.commit().await?;
    Ok(Some(held))
}

/// Changes a held job; false when the lease was lost.
async fn change(db: &Db, statement: Statement) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let rows = tx.execute(statement).await?;
    tx.commit().await?;
    Ok(rows == 1)
}

impl Held {
    /// Prolongs the lease; false when it was lost.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn renew(&self, db: &Db, until: Timestamp) -> Result<bool, StoreError> {
        let statement = sql("update job set leased_until = $3 where id = $1 and lease = $2");
        change(db, statement.bind(self.id).bind(self.lease).bind(until)).await
    }

    /// Removes the job: it is done. False when the lease was lost.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn done(&self, db: &Db) -> Result<bool, StoreError> {
        change(db, sql("delete from job where id = $1 and lease = $2").bind(self.id).bind(self.lease)).await
    }

    /// Puts the job back after it went well, with what it needs to know then. False when the lease was lost.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn again(&self, db: &Db, due: Timestamp, payload: &str) -> Result<bool, StoreError> {
        let statement = sql("update job set due_at = $3, payload = $4, attempts = 0, last_error = null, \
             lease = null, leased_until = null where id = $1 and lease = $2");
        change(db, statement.bind(self.id).bind(self.lease).bind(due).bind(payload)).await
    }

    /// Puts the job off after it failed. False when the lease was lost.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn failed(&self, db: &Db, due: Timestamp, why: &Message) -> Result<bool, StoreError> {
        let statement =
            sql("update job set due_at = $3, last_error = $4, lease = null, leased_until = null \
             where id = $1 and lease = $2");
        let statement = statement.bind(self.id).bind(self.lease).bind(due).bind(said(why)?);
        change(db, statement).await
    }
}

/// Gives a job up until a person has it tried again. Part of the act that tells of it.
pub(crate) fn bury(job: JobId, lease: Uuid, why: &Message) -> Result<Statement, StoreError> {
    let statement = sql("update job set dead = $3, last_error = $4, lease = null, leased_until = null \
         where id = $1 and lease = $2");
    Ok(statement.bind(job.0).bind(lease).bind(true).bind(said(why)?))
}

/// Has a job tried again at once, as if it were new. Part of the act of whoever asks for it.
pub(crate) fn revive(job: JobId, at: Timestamp) -> Statement {
    sql("update job set dead = $2, attempts = 0, due_at = $3 where id = $1 and last_error is not null \
         and leased_until is null")
    .bind(job.0)
    .bind(false)
    .bind(at)
}

fn said(why: &Message) -> Result<String, StoreError> {
    serde_json::to_string(why).map_err(|error| StoreError::Unreadable { kind: "job", error })
}

/// A job as the page of the system's keeper shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its id.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// What it keeps while it runs, JSON.
    pub payload: String,
    /// When it is tried next.
    pub due: Timestamp,
    /// How often it was tried in vain.
    pub attempts: i64,
    /// It is tried no more by itself.
    pub dead: bool,
    /// Why the last try failed.
    pub why: Option<Message>,
}

type Row = (Uuid, String, String, i64, i64, bool, Option<String>);

fn shown((id, kind, payload, due, attempts, dead, why): Row) -> Shown {
    let why = why.and_then(|text| serde_json::from_str(&text).ok());
    Shown { id: JobId(id), kind, payload, due: Timestamp(due), attempts, dead, why }
}

/// Jobs that failed: the dead ones first, then the most tried. At most fifty.
///
/// # Errors
/// [`StoreError`].
pub async fn failing(conn: &mut Conn) -> Result<Vec<Shown>, StoreError> {
    let statement = sql("select id, kind, payload, due_at, attempts, dead, last_error from job \
         where last_error is not null order by dead desc, attempts desc, id limit 50");
    Ok(conn.all::<Row>(statement).await?.into_iter().map(shown).collect())
}

/// One job.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: JobId) -> Result<Option<Shown>, StoreError> {
    let statement =
        sql("select id, kind, payload, due_at, attempts, dead, last_error from job where id = $1").bind(id.0);
    Ok(conn.optional::<Row>(statement).await?.map(shown))
}

/// The jobs of a kind, whatever their state, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_kind(conn: &mut Conn, kind: &str) -> Result<Vec<Shown>, StoreError> {
    let statement = sql("select id, kind, payload, due_at, attempts, dead, last_error from job \
         where kind = $1 order by id limit 50")
    .bind(kind);
    Ok(conn.all::<Row>(statement).await?.into_iter().map(shown).collect())
}

/// Jobs that are due and wait for a worker, or are being worked on.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(conn: &mut Conn, at: Timestamp) -> Result<i64, StoreError> {
    let statement = sql("select count(*) from job where dead = $1 and due_at <= $2").bind(false).bind(at);
    let (n,): (i64,) = conn.one(statement).await?;
    Ok(n)
}

/// How many jobs were given up.
///
/// # Errors
/// [`StoreError`].
pub async fn dead(conn: &mut Conn) -> Result<i64, StoreError> {
    let (n,): (i64,) = conn.one(sql("select count(*) from job where dead = $1").bind(true)).await?;
    Ok(n)
}
