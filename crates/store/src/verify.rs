//! Verifying: everything the journal vouches for is computed again and compared, and what differs is named.
//!
//! Found are records changed, removed or added behind the program's back, altered or missing entries and states,
//! re-chained entries (the hash is keyed), altered or missing sealed values, and a cut tail when an earlier head is
//! given. Derived columns are computed from the states and compared.

use crate::journal::{self, ENVELOPE, Envelope, StateLeaf};
use crate::record::{Kind, Recomputed, StoreError};
use crate::trace::{self, TraceRow};
use crate::{day_head, file, tally};
use crypto::chain::{ChainKey, HeadCode};
use crypto::{Digest, InstanceKey};
use db::{Conn, Db, Statement, Value, sql};
use domain::account::SealedRef;
use kernel::RecordId;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

mod rows;

/// One thing that is not as the journal says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// What is wrong: `record-changed`, `record-missing`, `record-unknown`, `entry-changed`, `entry-missing`,
    /// `entry-unknown`, `state-changed`, `state-missing`, `state-unknown`, `sealed-changed`, `sealed-missing`,
    /// `sealed-unknown`, `trace-changed`, `chain-head`, `tail-cut`, `day-head-changed`, `tally-changed`, `kind-unknown`, and from
    /// [`crate::file::check`] `file-changed`, `file-missing`, `file-unknown`.
    pub fault: &'static str,
    /// Table or chain.
    pub place: String,
    /// Id or number of the row.
    pub row: String,
}

impl Fault {
    pub(crate) fn new(fault: &'static str, place: impl Into<String>, row: impl ToString) -> Self {
        Self { fault, place: place.into(), row: row.to_string() }
    }
}

/// What verifying found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Entries computed again.
    pub entries: i64,
    /// Records computed again.
    pub records: i64,
    /// Sealed values computed again.
    pub sealed: i64,
    /// Views and sign-ins computed again.
    pub traces: i64,
    /// Files read again, where a folder of files was given.
    pub files: i64,
    /// The heads, by chain: length and the code that people write down.
    pub heads: BTreeMap<String, (i64, String)>,
    /// What is wrong. Empty means that all is as it was written.
    pub faults: Vec<Fault>,
}

/// A head noted earlier, on paper or in a backup's name.
#[derive(Clone, Debug)]
pub struct KnownHead {
    /// The chain.
    pub chain: String,
    /// How long it was.
    pub length: i64,
    /// Its code.
    pub code: HeadCode,
}

/// What the last state of each record says.
type LastStates = HashMap<(String, uuid::Uuid), (i64, i64, String)>;

/// Verifies the whole database in one snapshot.
///
/// # Errors
/// [`StoreError`] when the database cannot be read; faults are in the report, not errors.
pub async fn verify(
    db: &Db,
    key: &InstanceKey,
    kinds: &[Kind],
    known: &[KnownHead],
) -> Result<Report, StoreError> {
    let mut tx = db.snapshot().await?;
    let mut report = Report::default();
    // A head signed on a past day binds like one on paper.
    let mut known = known.to_vec();
    known.extend(day_head::known(&mut tx, key, &mut report).await?);
    let known = known.as_slice();
    let mut last = LastStates::new();
    let mut acts = HashSet::new();
    let chains: Vec<(String, i64, Vec<u8>)> =
        tx.all(sql("select name, length, head from chain order by name")).await?;
    for (name, length, head) in &chains {
        let key = ChainKey::new(key, name.as_bytes());
        let (found, computed) = if name == trace::CHAIN {
            check_trace(&mut tx, &key, &mut report).await?
        } else {
            check_chain(&mut tx, (name, &key), &mut report, &mut last, &mut acts, known).await?
        };
        if found != *length || Digest::from_slice(head).ok() != Some(computed) {
            report.faults.push(Fault::new("chain-head", name.as_str(), length));
        }
        report.heads.insert(name.clone(), (found, HeadCode::of(&computed).to_string()));
    }
    check_strays(&mut tx, &chains, &acts, &mut report).await?;
    // Of each chain the longest alone: a cut tail is one fault, however many heads lie in it.
    let mut longest: BTreeMap<&str, i64> = BTreeMap::new();
    for head in known {
        let length = longest.entry(&head.chain).or_default();
        *length = head.length.max(*length);
    }
    for (chain, length) in longest {
        if report.heads.get(chain).is_none_or(|(found, _)| *found < length) {
            report.faults.push(Fault::new("tail-cut", chain, length));
        }
    }
    let sealed = rows::check_records(&mut tx, kinds, &mut last, &mut report).await?;
    rows::check_sealed(&mut tx, sealed, &acts, &mut report).await?;
    Ok(report)
}

/// Verifies the database and the files. Blocks while reading files: the caller gives it a thread.
///
/// # Errors
/// [`file::FileError`] when the database or the folder cannot be read.
pub async fn verify_all(
    db: &Db,
    key: &InstanceKey,
    kinds: &[Kind],
    known: &[KnownHead],
    files: &file::Folder,
) -> Result<Report, file::FileError> {
    let mut report = verify(db, key, kinds, known).await?;
    file::check(db, key, files, &mut report).await?;
    Ok(report)
}

/// Rows of a chain read at once.
const BATCH: i64 = 2_000;

#[derive(sqlx::FromRow)]
struct EntryRow {
    #[sqlx(flatten)]
    envelope: Envelope,
    digest: Vec<u8>,
    hash: Vec<u8>,
}

async fn check_chain(
    conn: &mut Conn,
    (name, key): (&str, &ChainKey),
    report: &mut Report,
    last: &mut LastStates,
    acts: &mut HashSet<uuid::Uuid>,
    known: &[KnownHead],
) -> Result<(i64, Digest), StoreError> {
    let (mut seq, mut head) = (0, key.genesis());
    let noted: HashMap<i64, &HeadCode> =
        known.iter().filter(|k| k.chain == name).map(|k| (k.length, &k.code)).collect();
    loop {
        let batch: Vec<EntryRow> = conn
            .all(
                Statement::assembled(format!(
                    "select {ENVELOPE}, digest, hash from journal_entry where chain = $1 and seq > $2 \
                     order by seq limit {BATCH}"
                ))
                .bind(name)
                .bind(seq),
            )
            .await?;
        if batch.is_empty() {
            return Ok((seq, head));
        }
        let mut states =
            rows::states_between(conn, name, seq, batch.last().map_or(seq, |e| e.envelope.seq)).await?;
        for entry in batch {
            while seq + 1 < entry.envelope.seq {
                seq += 1;
                report.faults.push(Fault::new("entry-missing", name, seq));
            }
            seq = entry.envelope.seq;
            acts.insert(entry.envelope.act);
            report.entries += 1;
            let leaves =
                rows::check_states(key, &entry.envelope, states.remove(&entry.envelope.act), report, last);
            let digest = journal::states_digest(key, &leaves);
            let hash = journal::entry_hash(key, &entry.envelope, &head, &digest)?;
            let stated = Digest::from_slice(&entry.hash).ok();
            if Digest::from_slice(&entry.digest).ok() != Some(digest) || stated != Some(hash) {
                report.faults.push(Fault::new("entry-changed", name, seq));
            }
            // Go on from what is written, so that one altered entry is one fault and not all that follow.
            head = stated.unwrap_or(hash);
            if noted.get(&seq).is_some_and(|code| !code.matches(&head)) {
                report.faults.push(Fault::new("entry-changed", name, seq));
            }
        }
    }
}

async fn check_trace(
    conn: &mut Conn,
    key: &ChainKey,
    report: &mut Report,
) -> Result<(i64, Digest), StoreError> {
    #[derive(sqlx::FromRow)]
    struct Row {
        #[sqlx(flatten)]
        row: TraceRow,
        hash: Vec<u8>,
    }
    let (mut seq, mut head) = (0, key.genesis());
    loop {
        let batch: Vec<Row> = conn
            .all(
                Statement::assembled(format!(
                    "select seq, at, actor, actor_name, event, subject_kind, subject_id, reason, hash \
                     from trace_entry where seq > $1 order by seq limit {BATCH}"
                ))
                .bind(seq),
            )
            .await?;
        if batch.is_empty() {
            return Ok((seq, head));
        }
        for Row { row, hash } in batch {
            while seq + 1 < row.seq {
                seq += 1;
                report.faults.push(Fault::new("trace-changed", trace::CHAIN, seq));
            }
            seq = row.seq;
            report.traces += 1;
            let computed = row.link(key, &head)?;
            let stated = Digest::from_slice(&hash).ok();
            if stated != Some(computed) {
                report.faults.push(Fault::new("trace-changed", trace::CHAIN, seq));
            }
            head = stated.unwrap_or(computed);
        }
    }
}

/// Entries of chains that have no row, and states and sealed values of acts that have no entry.
async fn check_strays(
    conn: &mut Conn,
    chains: &[(String, i64, Vec<u8>)],
    acts: &HashSet<uuid::Uuid>,
    report: &mut Report,
) -> Result<(), StoreError> {
    let names: Vec<(String, i64)> =
        conn.all(sql("select chain, count(*) from journal_entry group by chain")).await?;
    for (name, n) in names {
        if !chains.iter().any(|(c, _, _)| *c == name) {
            report.faults.push(Fault::new("entry-unknown", name, n));
        }
    }
    let of_states: Vec<(uuid::Uuid,)> = conn.all(sql("select distinct act from journal_state")).await?;
    for (act,) in of_states {
        if !acts.contains(&act) {
            report.faults.push(Fault::new("state-unknown", "journal_state", act));
        }
    }
    Ok(())
}
