//! The trace: sign-ins and views of sealed content, chained like acts but written in batches.
//!
//! Whoever shows something sealed waits until its trace is on disk; many waiting share one transaction.

use crate::record::StoreError;
use crypto::chain::ChainKey;
use crypto::{Digest, InstanceKey};
use db::{Db, dialect, sql};
use kernel::{RecordId, Timestamp, UserId};
use serde::Serialize;

/// Name of the trace's chain.
pub const CHAIN: &str = "trace";

/// Something seen or tried.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// Who; `None` where nobody is known, as with a failed sign-in.
    pub actor: Option<UserId>,
    /// Their name, or what was typed to sign in.
    pub actor_name: String,
    /// `signed-in`, `sign-in-failed`, `signed-out`, `sealed-opened` …
    pub event: &'static str,
    /// What it was about.
    pub subject: Option<(&'static str, RecordId)>,
    /// The reason stated.
    pub reason: Option<String>,
}

/// An event in the form that is hashed.
#[derive(Debug, Serialize, sqlx::FromRow)]
pub(crate) struct TraceRow {
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) actor: Option<uuid::Uuid>,
    pub(crate) actor_name: String,
    pub(crate) event: String,
    pub(crate) subject_kind: String,
    pub(crate) subject_id: Option<uuid::Uuid>,
    pub(crate) reason: Option<String>,
}

impl TraceRow {
    /// The head after this event.
    pub(crate) fn link(&self, key: &ChainKey, head: &Digest) -> Result<Digest, StoreError> {
        let bytes = serde_json::to_vec(self)
            .map_err(|error| StoreError::Unreadable { kind: "trace_entry", error })?;
        Ok(key.link(head, &bytes, &key.digest_tree(&[])))
    }
}

/// Writes a batch of events in one transaction.
///
/// # Errors
/// [`StoreError`]: then none of them is on disk, and nothing they vouch for may be shown.
pub async fn write(db: &Db, key: &InstanceKey, events: &[Event]) -> Result<(), StoreError> {
    let key = ChainKey::new(key, CHAIN.as_bytes());
    let mut tx = db.begin().await?;
    let (mut seq, mut head) = crate::journal::lock_head(&mut tx, CHAIN, &key).await?;
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        seq += 1;
        let row = TraceRow {
            seq,
            at: event.at.0,
            actor: event.actor.map(|a| a.0),
            actor_name: event.actor_name.clone(),
            event: event.event.to_owned(),
            subject_kind: event.subject.map_or("", |(kind, _)| kind).to_owned(),
            subject_id: event.subject.map(|(_, id)| id.0),
            reason: event.reason.clone(),
        };
        head = row.link(&key, &head)?;
        rows.push(vec![
            row.seq.into(),
            row.at.into(),
            row.actor.into(),
            row.actor_name.into(),
            row.event.into(),
            row.subject_kind.into(),
            row.subject_id.into(),
            row.reason.into(),
            head.as_bytes().to_vec().into(),
        ]);
    }
    let columns =
        ["seq", "at", "actor", "actor_name", "event", "subject_kind", "subject_id", "reason", "hash"];
    for statement in dialect::insert_many("trace_entry", &columns, rows) {
        tx.execute(statement).await?;
    }
    tx.execute(
        sql("update chain set length = $2, head = $3 where name = $1")
            .bind(CHAIN)
            .bind(seq)
            .bind(head.as_bytes().to_vec()),
    )
    .await?;
    Ok(tx.commit().await?)
}
