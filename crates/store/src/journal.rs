//! The journal's entries: their canonical envelope, their chain, and what a reader may see of them.

use crate::record::{StoreError, Stored};
use crate::{Viewer, visible};
use crypto::Digest;
use crypto::chain::ChainKey;
use db::{Conn, Statement, Tx, Value, sql};
use kernel::{Cursor, Page, PageRequest, RecordId};
use serde::Serialize;

/// What an entry says about an act, in the form that is hashed: JSON, the fields in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Envelope {
    /// The act.
    pub act: uuid::Uuid,
    /// The chain.
    pub chain: String,
    /// Number in the chain, from 1.
    pub seq: i64,
    /// When, UTC microseconds.
    pub at: i64,
    /// Who; `None` for the program itself and for set-up.
    pub actor: Option<uuid::Uuid>,
    /// Their name at the time.
    pub actor_name: String,
    /// The role acted in; empty where the action needs none.
    pub role: String,
    /// What was done: a code of the permission table, or of set-up and jobs.
    pub action: String,
    /// `page`, `api`, `cli` or `job`.
    pub channel: String,
    /// Kind of the record it was about.
    pub subject_kind: String,
    /// That record.
    pub subject_id: uuid::Uuid,
    /// Its name or code at the time.
    pub subject_label: String,
    /// The reason stated.
    pub reason: Option<String>,
    /// What the act returned.
    pub result: String,
    /// How many records it changed.
    pub states: i64,
}

/// The columns of an [`Envelope`] in a `select`.
pub(crate) const ENVELOPE: &str = "act, chain, seq, at, actor, actor_name, role, action, channel, subject_kind, \
     subject_id, subject_label, reason, result, states";

/// One changed record in the digest tree of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateLeaf {
    /// The version it reached.
    pub version: i64,
    /// Digest over kind, id, version, format and canonical form.
    pub digest: Digest,
}

impl StateLeaf {
    /// The leaf of a state. Kinds and numbers hold no line break, so the text before the state is unambiguous.
    pub fn of(key: &ChainKey, kind: &str, id: RecordId, version: i64, format: i64, state: &str) -> Self {
        let bound = format!("{kind}\n{id}\n{version}\n{format}\n{state}");
        Self { version, digest: key.leaf(bound.as_bytes()) }
    }
}

/// The root over the states of an entry, in their order.
pub fn states_digest(key: &ChainKey, leaves: &[StateLeaf]) -> Digest {
    let digests: Vec<Digest> = leaves.iter().map(|l| l.digest).collect();
    key.digest_tree(&digests)
}

/// The keyed hash of an entry, which is the next head of its chain.
///
/// # Errors
/// [`StoreError::Unreadable`] when the envelope cannot be written, which is a defect.
pub fn entry_hash(
    key: &ChainKey,
    envelope: &Envelope,
    head: &Digest,
    states: &Digest,
) -> Result<Digest, StoreError> {
    let bytes = serde_json::to_vec(envelope)
        .map_err(|error| StoreError::Unreadable { kind: "journal_entry", error })?;
    Ok(key.link(head, &bytes, states))
}

/// Length and head of a chain, its row held until the transaction ends; a chain begins with its first entry.
pub(crate) async fn lock_head(tx: &mut Tx, chain: &str, key: &ChainKey) -> Result<(i64, Digest), StoreError> {
    let text = format!("select length, head from chain where name = $1{}", tx.engine().for_update());
    if let Some((length, head)) =
        tx.optional::<(i64, Vec<u8>)>(Statement::assembled(text.clone()).bind(chain)).await?
    {
        return Ok((length, Digest::from_slice(&head)?));
    }
    tx.execute(
        sql("insert into chain (name, length, head) values ($1, 0, $2) on conflict (name) do nothing")
            .bind(chain)
            .bind(key.genesis().as_bytes().to_vec()),
    )
    .await?;
    let (length, head): (i64, Vec<u8>) = tx.one(Statement::assembled(text).bind(chain)).await?;
    Ok((length, Digest::from_slice(&head)?))
}

/// Writes an entry and moves its chain's head.
pub(crate) fn insert(tx: &mut Tx, e: &Envelope, states: &Digest, hash: &Digest) {
    tx.put_off(
        sql("insert into journal_entry (act, chain, seq, at, actor, actor_name, role, action, channel, \
             subject_kind, subject_id, subject_label, reason, result, states, digest, hash) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)")
        .bind(e.act)
        .bind(e.chain.as_str())
        .bind(e.seq)
        .bind(e.at)
        .bind(e.actor)
        .bind(e.actor_name.as_str())
        .bind(e.role.as_str())
        .bind(e.action.as_str())
        .bind(e.channel.as_str())
        .bind(e.subject_kind.as_str())
        .bind(e.subject_id)
        .bind(e.subject_label.as_str())
        .bind(e.reason.as_deref())
        .bind(e.result.as_str())
        .bind(e.states)
        .bind(states.as_bytes().to_vec())
        .bind(hash.as_bytes().to_vec()),
    );
    tx.put_off(
        sql("update chain set length = $2, head = $3 where name = $1")
            .bind(e.chain.as_str())
            .bind(e.seq)
            .bind(hash.as_bytes().to_vec()),
    );
}

/// What the journal's list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only what this account did.
    pub actor: Option<kernel::UserId>,
    /// Only this action.
    pub action: Option<String>,
    /// Only this subject.
    pub subject: Option<RecordId>,
    /// From this instant on.
    pub from: Option<kernel::Timestamp>,
    /// Before this instant.
    pub until: Option<kernel::Timestamp>,
}

/// Entries, newest first, for who may read the journal. The text holds only the conditions asked for, so that each
/// runs on its own index and a late page begins where it begins instead of reading all before it.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<Envelope>, StoreError> {
    let (conditions, values) = narrowed(filter, page);
    let text = format!(
        "select {ENVELOPE} from journal_entry where {}{conditions} order by at desc, act desc limit ${}",
        visible!("'journal'"),
        FIRST + values.len()
    );
    let statement = viewer.bind(Statement::assembled(text)).bind_all(values).bind(page.limit());
    let found = conn.all::<Envelope>(statement).await?;
    Ok(Page::cut(found, page, |e| Cursor { key: e.at.to_string(), id: e.act }))
}

/// The first placeholder after the viewer's.
const FIRST: usize = 4;

/// The conditions that were asked for, and their values in the order of their placeholders.
fn narrowed(filter: &Filter, page: &PageRequest) -> (String, Vec<Value>) {
    let single: [(&str, Option<Value>); 5] = [
        ("actor =", filter.actor.map(|a| a.0.into())),
        ("action =", filter.action.as_deref().map(Into::into)),
        ("subject_id =", filter.subject.map(|s| s.0.into())),
        ("at >=", filter.from.map(Into::into)),
        ("at <", filter.until.map(Into::into)),
    ];
    let mut text = String::new();
    let mut values = Vec::new();
    for (condition, value) in single {
        let Some(value) = value else { continue };
        text.push_str(&format!(" and {condition} ${}", FIRST + values.len()));
        values.push(value);
    }
    let after = page.after.as_ref().and_then(|c| Some((c.key.parse::<i64>().ok()?, c.id)));
    if let Some((at, act)) = after {
        let place = FIRST + values.len();
        text.push_str(&format!(" and (at, act) < (${place}, ${})", place + 1));
        values.extend([Value::from(at), Value::from(act)]);
    }
    (text, values)
}

/// One entry and the states it left, for who may read the journal.
///
/// # Errors
/// [`StoreError`].
pub async fn entry(
    conn: &mut Conn,
    viewer: &Viewer,
    act: kernel::ActId,
) -> Result<Option<Envelope>, StoreError> {
    let statement = viewer
        .bind(Statement::assembled(format!(
            "select {ENVELOPE} from journal_entry where {} and act = $4",
            visible!("'journal'")
        )))
        .bind(act.0);
    Ok(conn.optional(statement).await?)
}

/// A past version of a record, with the entry that made it.
#[derive(Clone, Debug)]
pub struct Version<R> {
    /// The act that made it.
    pub envelope: Envelope,
    /// The record as it then was.
    pub record: Stored<R>,
}

/// Every version of a record, newest first. The caller has shown that the reader sees the record.
///
/// # Errors
/// [`StoreError`].
pub async fn history<R: crate::Record>(conn: &mut Conn, id: RecordId) -> Result<Vec<Version<R>>, StoreError> {
    #[derive(sqlx::FromRow)]
    struct Row {
        #[sqlx(flatten)]
        envelope: Envelope,
        #[sqlx(flatten)]
        state: crate::record::StateRow,
    }
    let rows: Vec<Row> = conn
        .all(
            Statement::assembled(
                "select e.act, e.chain, e.seq, e.at, e.actor, e.actor_name, e.role, e.action, e.channel, \
                 e.subject_kind, e.subject_id, e.subject_label, e.reason, e.result, e.states, \
                 s.version, s.format, s.state \
                 from journal_state s join journal_entry e on e.act = s.act \
                 where s.kind = $1 and s.id = $2 order by s.version desc limit 500"
                    .to_owned(),
            )
            .bind(R::KIND)
            .bind(id),
        )
        .await?;
    rows.into_iter().map(|r| Ok(Version { record: r.state.read()?, envelope: r.envelope })).collect()
}

/// The entry of an act, if it was carried out. Unscoped: for the act's own repeat.
///
/// # Errors
/// [`StoreError`].
pub async fn of_act(conn: &mut Conn, act: kernel::ActId) -> Result<Option<Envelope>, StoreError> {
    let text = format!("select {ENVELOPE} from journal_entry where act = $1");
    Ok(conn.optional(Statement::assembled(text).bind(act.0)).await?)
}
