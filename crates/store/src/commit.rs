//! Carrying an act out: one transaction in which rights and versions are checked again, records written, and the
//! journal entry chained. The head of the chain is locked last, just before the commit.

use crate::changes::{Aside, Changes, Put};
use crate::journal::{self, Envelope, StateLeaf};
use crate::record::StoreError;
use crate::tally::Difference;
use crate::{account, job, online_report, part, search, stamp};
use crypto::InstanceKey;
use crypto::chain::ChainKey;
use db::{Db, DbError, Statement, Tx, Value, dialect, sql};
use domain::permission::{self, Action, Held};
use kernel::{ActId, GrantId, RecordId, Timestamp, UserId};
use std::collections::BTreeMap;

/// Who acts, how, and with what right.
#[derive(Clone, Debug)]
pub struct Order {
    /// The act's id.
    pub act: ActId,
    /// Now.
    pub at: Timestamp,
    /// The account; `None` for the program itself and for set-up.
    pub actor: Option<UserId>,
    /// The grant acted in, in the strict profile.
    pub acting: Option<GrantId>,
    /// The actor's name, kept in the entry.
    pub actor_name: String,
    /// What is done.
    pub action: &'static str,
    /// The right it needs, checked again inside the transaction; `None` for the program itself and for set-up.
    pub right: Option<(Action, permission::Scope)>,
    /// `page`, `api`, `cli` or `job`.
    pub channel: &'static str,
    /// What the act returns, JSON, for a repeat.
    pub result: String,
}

/// How a commit ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Committed {
    /// Carried out, as this entry of its chain.
    Done {
        /// Number of the entry in its chain.
        seq: i64,
    },
    /// The same act was carried out before; here is what it returned.
    Repeated(String),
    /// The act id was used by someone else or for something else.
    ForeignAct,
    /// The right was lost since the act was prepared.
    Refused(domain::Refusal),
    /// A record changed since it was read.
    Conflict {
        /// Kind of the record.
        kind: &'static str,
        /// The record.
        id: RecordId,
    },
    /// A unique constraint refused: something of that name or number exists.
    Taken(String),
}

/// Carries out the changes, or says why not. Nothing is stored unless the answer is [`Committed::Done`].
///
/// # Errors
/// [`StoreError`] when the database fails.
pub async fn commit(
    db: &Db,
    key: &InstanceKey,
    order: &Order,
    changes: Changes,
) -> Result<Committed, StoreError> {
    let mut tx = db.begin().await?;
    match carry_out(&mut tx, key, order, changes).await {
        Ok(Committed::Done { seq }) => {
            tx.commit().await?;
            Ok(Committed::Done { seq })
        }
        Ok(other) => Ok(other),
        Err(StoreError::Db(DbError::Conflict(constraint))) => {
            drop(tx);
            // Two copies of one act may have raced to the same row; the second is then a repeat.
            let mut tx = db.begin().await?;
            Ok(repeated(&mut tx, order).await?.unwrap_or(Committed::Taken(constraint)))
        }
        Err(error) => Err(error),
    }
}

/// Carries out several acts in one transaction, each with an entry of its own: all of them, or none.
///
/// For whoever makes many acts by itself and waits for the disk once; answers like [`commit`], for the last act or
/// for the first that could not be carried out.
///
/// # Errors
/// [`StoreError`] when the database fails or a unique constraint refuses.
pub async fn commit_together(
    db: &Db,
    key: &InstanceKey,
    acts: Vec<(Order, Changes)>,
) -> Result<Committed, StoreError> {
    let mut tx = db.begin().await?;
    let mut last = 0;
    for (order, changes) in acts {
        match carry_out(&mut tx, key, &order, changes).await? {
            Committed::Done { seq } => last = seq,
            other => return Ok(other),
        }
    }
    tx.commit().await?;
    Ok(Committed::Done { seq: last })
}

/// Carries out several acts of different people in one transaction, so that all of them wait for the disk once. Each
/// stands or falls by itself, and answers as [`commit`] would; none is answered before all are on disk.
pub async fn commit_each(
    db: &Db,
    key: &InstanceKey,
    acts: Vec<(Order, Changes)>,
) -> Vec<Result<Committed, StoreError>> {
    let count = acts.len();
    let all_failed = |error: &dyn std::fmt::Display| {
        let failed = || Err(StoreError::Db(DbError::Unavailable(error.to_string())));
        (0..count).map(|_| failed()).collect()
    };
    let mut tx = match db.begin().await {
        Ok(tx) => tx,
        Err(error) => return all_failed(&error),
    };
    let mut answers = Vec::with_capacity(count);
    for (order, changes) in acts {
        answers.push(carry_out_alone(&mut tx, key, &order, changes).await);
    }
    match tx.commit().await {
        Ok(()) => answers,
        Err(error) => all_failed(&error),
    }
}

/// Carries out one act of several in a transaction: what it wrote is undone when it is not done whole.
async fn carry_out_alone(
    tx: &mut Tx,
    key: &InstanceKey,
    order: &Order,
    changes: Changes,
) -> Result<Committed, StoreError> {
    tx.put_off(sql("savepoint act"));
    let outcome = carry_out(tx, key, order, changes).await;
    if !matches!(outcome, Ok(Committed::Done { .. })) {
        tx.forget();
        tx.execute(sql("rollback to savepoint act")).await?;
    }
    tx.put_off(sql("release savepoint act"));
    match outcome {
        Err(StoreError::Db(DbError::Conflict(constraint))) => {
            Ok(repeated(tx, order).await?.unwrap_or(Committed::Taken(constraint)))
        }
        other => other,
    }
}

async fn carry_out(
    tx: &mut Tx,
    key: &InstanceKey,
    order: &Order,
    mut changes: Changes,
) -> Result<Committed, StoreError> {
    if let Some(earlier) = repeated(tx, order).await? {
        return Ok(earlier);
    }
    let role = match still_allowed(tx, order).await? {
        Ok(role) => role,
        Err(refusal) => return Ok(Committed::Refused(refusal)),
    };
    for (kind, id, version) in std::mem::take(&mut changes.relies) {
        if !is_at_version(tx, kind, id, version).await? {
            return Ok(Committed::Conflict { kind, id });
        }
    }
    let mut puts = std::mem::take(&mut changes.puts);
    for (series, make) in std::mem::take(&mut changes.numbered) {
        puts.extend(make(next_serial(tx, &series).await?)?);
    }
    if let Some((kind, id)) = write_records(tx, order, &puts).await? {
        return Ok(Committed::Conflict { kind, id });
    }
    for aside in &changes.asides {
        if let Some((kind, id)) = write_aside(tx, aside).await? {
            return Ok(Committed::Conflict { kind, id });
        }
    }
    write_parts(tx, &puts);
    write_tally(tx, &puts);
    for count in stamp::counted(puts.iter().map(|put| put.kind)) {
        tx.put_off(statement_of(&count)?);
    }
    queue_search(tx, &puts).await?;
    queue_jobs(tx, order, &changes);
    let seq = write_journal(tx, key, order, &changes, &puts, role).await?;
    tx.write_out().await?;
    Ok(Committed::Done { seq })
}

async fn repeated(tx: &mut Tx, order: &Order) -> Result<Option<Committed>, StoreError> {
    let row: Option<(Option<uuid::Uuid>, String, String)> = tx
        .optional(sql("select actor, action, result from journal_entry where act = $1").bind(order.act.0))
        .await?;
    Ok(row.map(|(actor, action, result)| {
        if actor == order.actor.map(|a| a.0) && action == order.action {
            Committed::Repeated(result)
        } else {
            Committed::ForeignAct
        }
    }))
}

/// The role that allows the act now; the outer error is the database's, the inner the rule's.
async fn still_allowed(
    tx: &mut Tx,
    order: &Order,
) -> Result<Result<Option<permission::Role>, domain::Refusal>, StoreError> {
    let (Some(actor), Some((action, scope))) = (order.actor, order.right) else { return Ok(Ok(None)) };
    let Some(grants) = account::grants_if_enabled(tx, actor, order.at).await? else {
        return Ok(Err(domain::Refusal::new("account-not-enabled")));
    };
    let held: Vec<Held> =
        grants.iter().filter(|g| order.acting.is_none_or(|a| a == g.id)).map(|g| g.held()).collect();
    Ok(permission::decide(&held, action, scope))
}

async fn is_at_version(
    tx: &mut Tx,
    kind: &'static str,
    id: RecordId,
    version: i64,
) -> Result<bool, StoreError> {
    let text = format!("select version from {kind} where id = $1{}", tx.engine().for_update());
    let row: Option<(i64,)> = tx.optional(Statement::assembled(text).bind(id)).await?;
    Ok(row.is_some_and(|(v,)| v == version))
}

async fn next_serial(tx: &mut Tx, series: &str) -> Result<i64, StoreError> {
    let (n,): (i64,) = tx
        .one(
            sql("insert into serial (series, last) values ($1, 1) \
                 on conflict (series) do update set last = serial.last + 1 returning last")
            .bind(series),
        )
        .await?;
    Ok(n)
}

/// Writes every record; returns the first whose version was not the one read.
async fn write_records(
    tx: &mut Tx,
    order: &Order,
    puts: &[Put],
) -> Result<Option<(&'static str, RecordId)>, StoreError> {
    let mut fresh: Vec<(&'static str, Vec<&Put>)> = Vec::new();
    for put in puts {
        match put.replaces {
            Some(version) => {
                if tx.execute(update(order, put, version)).await? != 1 {
                    return Ok(Some((put.kind, put.id)));
                }
            }
            // In the order given, so that a row stands before the rows that refer to it.
            None => match fresh.last_mut() {
                Some((kind, group)) if *kind == put.kind => group.push(put),
                _ => fresh.push((put.kind, vec![put])),
            },
        }
    }
    for (kind, group) in fresh {
        let Some(first) = group.first() else { continue };
        let columns = [&["id", "version", "format", "act", "state"], first.own_columns].concat();
        let rows = group.iter().map(|p| row(order, p, 1)).collect();
        for statement in dialect::insert_many(kind, &columns, rows) {
            tx.put_off(statement);
        }
    }
    Ok(None)
}

fn row(order: &Order, put: &Put, version: i64) -> Vec<Value> {
    let mut values: Vec<Value> =
        vec![put.id.into(), version.into(), put.format.into(), order.act.0.into(), put.state.as_str().into()];
    values.extend(put.values.iter().cloned());
    values
}

fn update(order: &Order, put: &Put, version: i64) -> Statement {
    let mut text = format!("update {} set version = $2, format = $3, act = $4, state = $5", put.kind);
    for (i, column) in put.own_columns.iter().enumerate() {
        text.push_str(&format!(", {column} = ${}", i + 6));
    }
    text.push_str(&format!(" where id = $1 and version = ${}", put.own_columns.len() + 6));
    Statement::assembled(text).bind_all(row(order, put, version + 1)).bind(version)
}

/// Writes what goes with an act beside its records; returns whose turn it was not, where another one was quicker.
async fn write_aside(tx: &mut Tx, aside: &Aside) -> Result<Option<(&'static str, RecordId)>, StoreError> {
    let statement = statement_of(aside)?;
    let taken = match aside {
        Aside::EndSessions { .. }
        | Aside::Count { .. }
        | Aside::SerialAtLeast { .. }
        | Aside::AnswerReport(_) => {
            tx.put_off(statement);
            return Ok(None);
        }
        // Another act made the same data key first: what this one sealed would be under a key that is nowhere.
        Aside::DataKey(_) => ("data_key", RecordId(uuid::Uuid::nil())),
        // Someone else of the team took the report in first.
        Aside::TakeReport { petition, .. } => ("petition", RecordId(petition.0)),
        // Another worker has the job by now, or it went well meanwhile.
        Aside::BuryJob { job, .. } | Aside::ReviveJob { job, .. } => ("job", RecordId(job.0)),
    };
    Ok((tx.execute(statement).await? == 0).then_some(taken))
}

fn statement_of(aside: &Aside) -> Result<Statement, StoreError> {
    Ok(match aside {
        Aside::EndSessions { account, keep } => {
            sql("delete from session where account = $1 and ($2 is null or id <> $2)")
                .bind(account.0)
                .bind(keep.map(|k| k.0))
        }
        Aside::Count { name, by } => sql("insert into counter (name, n) values ($1, $2) \
             on conflict (name) do update set n = counter.n + excluded.n")
        .bind(name.as_str())
        .bind(*by),
        Aside::SerialAtLeast { series, last } => sql("insert into serial (series, last) values ($1, $2) \
             on conflict (series) do update set last = \
             case when serial.last < excluded.last then excluded.last else serial.last end")
        .bind(series.as_str())
        .bind(*last),
        Aside::DataKey(new) => new.insert()?,
        Aside::BuryJob { job, lease, why } => job::bury(*job, *lease, why)?,
        Aside::ReviveJob { job, at } => job::revive(*job, *at),
        Aside::TakeReport { report, petition } => online_report::take(*report, petition.0),
        Aside::AnswerReport(saying) => online_report::answer(saying),
    })
}

fn write_parts(tx: &mut Tx, puts: &[Put]) {
    for put in puts {
        put.parts.remove(tx, put.kind, put.id);
    }
    part::insert(tx, puts.iter().flat_map(|put| put.parts.rows(put.kind, put.id)).collect());
}

fn write_tally(tx: &mut Tx, puts: &[Put]) {
    let mut all = Difference::default();
    for put in puts {
        all.join(&put.tally);
    }
    all.write(tx);
}

async fn queue_search(tx: &mut Tx, puts: &[Put]) -> Result<(), StoreError> {
    let entries: Vec<_> =
        puts.iter().filter_map(|put| put.search.as_ref().map(|entry| (put.kind, put.id, entry))).collect();
    search::queue(tx, &entries).await
}

fn queue_jobs(tx: &mut Tx, order: &Order, changes: &Changes) {
    for (i, job) in changes.jobs.iter().enumerate() {
        // The job's id follows from the act's, so that preparing again queues the same job.
        let id =
            uuid::Uuid::from_u128(order.act.0.as_u128().wrapping_add(u128::try_from(i).unwrap_or(0) + 1));
        tx.put_off(
            sql("insert into job (id, kind, payload, due_at, attempts, dead) values ($1, $2, $3, $4, 0, $5)")
                .bind(id)
                .bind(job.kind)
                .bind(job.payload.as_str())
                .bind(job.due)
                .bind(false),
        );
    }
}

async fn write_journal(
    tx: &mut Tx,
    key: &InstanceKey,
    order: &Order,
    changes: &Changes,
    puts: &[Put],
    role: Option<permission::Role>,
) -> Result<i64, StoreError> {
    let chain = changes.chain.as_ref().map_or_else(|| "instance".to_owned(), crate::changes::Chain::name);
    let key = ChainKey::new(key, chain.as_bytes());
    let leaves: Vec<StateLeaf> = leaves(&key, puts);
    let digest = journal::states_digest(&key, &leaves);
    let (kind, id, label) =
        changes.subject.clone().unwrap_or(("instance", RecordId(uuid::Uuid::nil()), String::new()));
    let (length, head) = journal::lock_head(tx, &chain, &key).await?;
    let envelope = Envelope {
        act: order.act.0,
        chain,
        seq: length + 1,
        at: order.at.0,
        actor: order.actor.map(|a| a.0),
        actor_name: order.actor_name.clone(),
        role: role.map_or("", permission::Role::code).to_owned(),
        action: order.action.to_owned(),
        channel: order.channel.to_owned(),
        subject_kind: kind.to_owned(),
        subject_id: id.0,
        subject_label: label,
        reason: changes.reason.clone(),
        result: order.result.clone(),
        states: i64::try_from(leaves.len()).unwrap_or(i64::MAX),
    };
    let hash = journal::entry_hash(&key, &envelope, &head, &digest)?;
    journal::insert(tx, &envelope, &digest, &hash);
    insert_states(tx, order, puts, &leaves);
    insert_sealed(tx, order, changes);
    Ok(envelope.seq)
}

fn leaves(key: &ChainKey, puts: &[Put]) -> Vec<StateLeaf> {
    puts.iter()
        .map(|p| StateLeaf::of(key, p.kind, p.id, p.replaces.map_or(1, |v| v + 1), p.format, &p.state))
        .collect()
}

fn insert_states(tx: &mut Tx, order: &Order, puts: &[Put], leaves: &[StateLeaf]) {
    let rows = puts.iter().zip(leaves).zip(0_i64..).map(|((put, leaf), ordinal)| {
        vec![
            order.act.0.into(),
            ordinal.into(),
            put.kind.into(),
            put.id.into(),
            leaf.version.into(),
            put.format.into(),
            put.state.as_str().into(),
            leaf.digest.as_bytes().to_vec().into(),
        ]
    });
    let columns = ["act", "ordinal", "kind", "id", "version", "format", "state", "digest"];
    for statement in dialect::insert_many("journal_state", &columns, rows.collect()) {
        tx.put_off(statement);
    }
}

fn insert_sealed(tx: &mut Tx, order: &Order, changes: &Changes) {
    let rows = changes.sealed.iter().map(|s| {
        vec![
            s.id.0.into(),
            order.act.0.into(),
            s.kind.into(),
            s.record.into(),
            s.field.into(),
            s.ciphertext.as_bytes().to_vec().into(),
        ]
    });
    let columns = ["id", "act", "kind", "record", "field", "ciphertext"];
    for statement in dialect::insert_many("sealed_value", &columns, rows.collect()) {
        tx.put_off(statement);
    }
}

/// The last change of a record: who, what, when; for the page that tells of a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastChange {
    /// Who changed it.
    pub by: String,
    /// What was done.
    pub action: String,
    /// When.
    pub at: Timestamp,
}

/// Who changed a record last.
///
/// # Errors
/// [`StoreError`].
pub async fn last_change(
    conn: &mut db::Conn,
    kind: &str,
    id: RecordId,
) -> Result<Option<LastChange>, StoreError> {
    let row: Option<(String, String, i64)> = conn
        .optional(
            sql("select e.actor_name, e.action, e.at from journal_state s join journal_entry e on e.act = s.act \
                 where s.kind = $1 and s.id = $2 order by s.version desc limit 1")
                .bind(kind)
                .bind(id),
        )
        .await?;
    Ok(row.map(|(by, action, at)| LastChange { by, action, at: Timestamp(at) }))
}

/// The last number given in a series; 0 when none was.
///
/// # Errors
/// [`StoreError`].
pub async fn last_serial(conn: &mut db::Conn, series: &str) -> Result<i64, StoreError> {
    let row: Option<(i64,)> =
        conn.optional(sql("select last from serial where series = $1").bind(series)).await?;
    Ok(row.map_or(0, |(last,)| last))
}

/// Groups of counters by prefix, for totals and badges.
///
/// # Errors
/// [`StoreError`].
pub async fn counters(conn: &mut db::Conn, prefix: &str) -> Result<BTreeMap<String, i64>, StoreError> {
    let rows: Vec<(String, i64)> = conn
        .all(
            sql("select name, n from counter where name >= $1 and name < $2")
                .bind(prefix)
                .bind(format!("{prefix}\u{10ffff}")),
        )
        .await?;
    Ok(rows.into_iter().collect())
}
