//! Sessions, and the failures that slow sign-in down. No records: they come and go, and the trace keeps who signed in.

use crate::record::{StateRow, StoreError, Stored, read_state};
use db::{Conn, Db, sql};
use domain::account::{Account, Instance};
use kernel::{GrantId, SessionId, Timestamp, UserId};

/// A session as it lies in the database.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SessionRow {
    /// Id shown in the list of own sessions.
    pub id: uuid::Uuid,
    /// Whose.
    pub account: uuid::Uuid,
    /// The grant acted in.
    pub acting: Option<uuid::Uuid>,
    /// When it began.
    pub made_at: i64,
    /// When it was last used, to the minute.
    pub seen_at: i64,
    /// When it ends whatever happens.
    pub ends_at: i64,
    /// When a factor was last entered.
    pub confirmed_at: Option<i64>,
    /// The browser as it names itself, shortened.
    pub agent: String,
    /// A second factor must be set up before anything else.
    pub must_enrol: bool,
}

/// A session to be begun.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Digest of the cookie's token.
    pub digest: Vec<u8>,
    /// Id.
    pub id: SessionId,
    /// Whose.
    pub account: UserId,
    /// The grant acted in.
    pub acting: Option<GrantId>,
    /// Now.
    pub at: Timestamp,
    /// When it ends whatever happens.
    pub ends_at: Timestamp,
    /// The browser.
    pub agent: String,
    /// A second factor must be set up before anything else.
    pub must_enrol: bool,
}

/// Begins a session.
///
/// # Errors
/// [`StoreError`].
pub async fn begin(db: &Db, new: NewSession) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.execute(
        sql("insert into session (digest, id, account, acting, made_at, seen_at, ends_at, confirmed_at, agent, must_enrol) \
             values ($1, $2, $3, $4, $5, $5, $6, $5, $7, $8)")
            .bind(new.digest)
            .bind(new.id.0)
            .bind(new.account.0)
            .bind(new.acting.map(|g| g.0))
            .bind(new.at)
            .bind(new.ends_at)
            .bind(new.agent)
            .bind(new.must_enrol),
    )
    .await?;
    Ok(tx.commit().await?)
}

/// What a session's token leads to.
#[derive(Debug)]
pub struct Found {
    /// The session.
    pub session: SessionRow,
    /// Whose it is.
    pub account: Stored<Account>,
    /// The installation; every page asks for it.
    pub instance: Option<Instance>,
}

/// The session of a token's digest with its account, if it has not ended: one statement, as every request begins with it.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    conn: &mut Conn,
    digest: &[u8],
    at: Timestamp,
    idle_since: Timestamp,
) -> Result<Option<Found>, StoreError> {
    #[derive(sqlx::FromRow)]
    struct Row {
        #[sqlx(flatten)]
        session: SessionRow,
        #[sqlx(flatten)]
        account: StateRow,
        instance_format: Option<i64>,
        instance_state: Option<String>,
    }
    let statement =
        sql("select s.id, s.account, s.acting, s.made_at, s.seen_at, s.ends_at, s.confirmed_at, s.agent, \
         s.must_enrol, a.version, a.format, a.state, i.format as instance_format, i.state as instance_state \
         from session s join account a on a.id = s.account left join instance i on 1 = 1 \
         where s.digest = $1 and s.ends_at > $2 and s.seen_at > $3");
    let row: Option<Row> = conn.optional(statement.bind(digest).bind(at).bind(idle_since)).await?;
    let Some(Row { session, account, instance_format, instance_state }) = row else { return Ok(None) };
    let instance = instance_format.zip(instance_state);
    let instance = instance.map(|(format, state)| read_state(format, &state)).transpose()?;
    Ok(Some(Found { session, account: account.read()?, instance }))
}

/// Notes that a session is in use.
///
/// # Errors
/// [`StoreError`].
pub async fn touch(db: &Db, id: SessionId, at: Timestamp) -> Result<(), StoreError> {
    write(db, sql("update session set seen_at = $2 where id = $1").bind(id.0).bind(at)).await
}

/// Notes that a factor was entered again.
///
/// # Errors
/// [`StoreError`].
pub async fn confirm(db: &Db, id: SessionId, at: Timestamp) -> Result<(), StoreError> {
    write(db, sql("update session set confirmed_at = $2 where id = $1").bind(id.0).bind(at)).await
}

/// Gives a session another token: what was known of it before opens nothing from now on.
///
/// # Errors
/// [`StoreError`].
pub async fn renew(db: &Db, id: SessionId, digest: &[u8]) -> Result<(), StoreError> {
    write(db, sql("update session set digest = $2 where id = $1").bind(id.0).bind(digest)).await
}

/// Notes that the second factor that was demanded is there.
///
/// # Errors
/// [`StoreError`].
pub async fn enrolled(db: &Db, account: UserId) -> Result<(), StoreError> {
    write(db, sql("update session set must_enrol = $2 where account = $1").bind(account.0).bind(false)).await
}

/// Accepts a step of an account's second factor, unless it or a later one was accepted before. Of two at once only
/// one is.
///
/// # Errors
/// [`StoreError`].
pub async fn accept_step(db: &Db, account: UserId, step: i64) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let changed = tx
        .execute(
            sql("insert into second_factor_use (account, step) values ($1, $2) \
                 on conflict (account) do update set step = excluded.step \
                 where second_factor_use.step < excluded.step")
            .bind(account.0)
            .bind(step),
        )
        .await?;
    tx.commit().await?;
    Ok(changed == 1)
}

/// Acts in another grant from now on.
///
/// # Errors
/// [`StoreError`].
pub async fn act_in(db: &Db, id: SessionId, grant: Option<GrantId>) -> Result<(), StoreError> {
    write(db, sql("update session set acting = $2 where id = $1").bind(id.0).bind(grant.map(|g| g.0))).await
}

/// Ends one session of an account.
///
/// # Errors
/// [`StoreError`].
pub async fn end(db: &Db, account: UserId, id: SessionId) -> Result<(), StoreError> {
    write(db, sql("delete from session where account = $1 and id = $2").bind(account.0).bind(id.0)).await
}

/// The sessions of an account that have not ended, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    account: UserId,
    at: Timestamp,
    idle_since: Timestamp,
) -> Result<Vec<SessionRow>, StoreError> {
    Ok(conn
        .all(
            sql("select id, account, acting, made_at, seen_at, ends_at, confirmed_at, agent, must_enrol from session \
                 where account = $1 and ends_at > $2 and seen_at > $3 order by made_at desc limit 100")
            .bind(account.0)
            .bind(at)
            .bind(idle_since),
        )
        .await?)
}

/// Failures noted under a subject (an account's or address's keyed digest) and when the last was.
///
/// # Errors
/// [`StoreError`].
pub async fn failures(conn: &mut Conn, subject: &str) -> Result<Option<(i64, i64)>, StoreError> {
    Ok(conn
        .optional(sql("select failures, last_at from sign_in_failure where subject = $1").bind(subject))
        .await?)
}

/// Notes a failed sign-in; a count older than `forget` begins anew.
///
/// # Errors
/// [`StoreError`].
pub async fn note_failure(
    db: &Db,
    subject: &str,
    at: Timestamp,
    forget: Timestamp,
) -> Result<(), StoreError> {
    write(
        db,
        sql("insert into sign_in_failure (subject, failures, last_at) values ($1, 1, $2) \
             on conflict (subject) do update set \
             failures = case when sign_in_failure.last_at < $3 then 1 else sign_in_failure.failures + 1 end, \
             last_at = excluded.last_at")
        .bind(subject)
        .bind(at)
        .bind(forget),
    )
    .await
}

/// Forgets the failures of a subject: the right password was given.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_failures(db: &Db, subject: &str) -> Result<(), StoreError> {
    write(db, sql("delete from sign_in_failure where subject = $1").bind(subject)).await
}

/// Removes ended sessions and old failures.
///
/// # Errors
/// [`StoreError`].
pub async fn sweep(db: &Db, at: Timestamp, forget: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.execute(sql("delete from session where ends_at <= $1").bind(at)).await?;
    tx.execute(sql("delete from sign_in_failure where last_at < $1").bind(forget)).await?;
    Ok(tx.commit().await?)
}

async fn write(db: &Db, statement: db::Statement) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.execute(statement).await?;
    Ok(tx.commit().await?)
}
