//! The day's head, and the links that tie every other chain to the instance's.
//!
//! Once a minute the heads that moved are written into the instance's chain, so that its head vouches for all; once a
//! day that head is signed and kept, and its code goes on paper. `verify` takes links and signed heads like heads
//! noted on paper: a tail cut off behind one is found even without the paper. Called by `app::day_head` and verify.

use crate::record::StoreError;
use crate::verify::{Fault, KnownHead, Report};
use crypto::chain::HeadCode;
use crypto::sign::{DayHead as Signed, Signature, Signer};
use crypto::{Digest, InstanceKey};
use db::{Conn, Db, sql};
use kernel::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of the instance's chain.
const INSTANCE: &str = "instance";
/// The act that links heads; its result is the [`Heads`].
pub const LINK: &str = "heads-link";
/// Counters that say how far each chain is linked begin so.
pub const LINKED: &str = "linked:";

/// Chains with their lengths and heads.
pub type Heads = BTreeMap<String, (i64, Digest)>;

/// The head of the instance's chain with which a day began, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayHead {
    /// The day, by the committee's own offset.
    pub day: Day,
    /// Entries of the chain.
    pub entries: i64,
    /// Its head.
    pub head: Digest,
}

impl DayHead {
    /// What people write down.
    pub fn code(&self) -> HeadCode {
        HeadCode::of(&self.head)
    }

    fn signed(&self) -> Signed {
        Signed { day: self.day, entries: self.entries.unsigned_abs(), head: self.head }
    }
}

/// A chain that moved since it was last linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its name.
    pub chain: String,
    /// Its length now.
    pub length: i64,
    /// Its length when it was last linked.
    pub linked: i64,
    /// Its head now.
    pub head: Digest,
}

/// The chains that moved since they were last linked, without the instance's own.
///
/// # Errors
/// [`StoreError`].
pub async fn moved(conn: &mut Conn) -> Result<Vec<Moved>, StoreError> {
    let rows: Vec<(String, i64, Option<i64>, Vec<u8>)> = conn
        .all(
            sql("select c.name, c.length, l.n, c.head from chain c left join counter l on l.name = $1 || c.name \
                 where c.name <> $2 and c.length <> coalesce(l.n, 0) order by c.name")
                .bind(LINKED)
                .bind(INSTANCE),
        )
        .await?;
    rows.into_iter()
        .map(|(chain, length, linked, head)| {
            Ok(Moved { chain, length, linked: linked.unwrap_or(0), head: Digest::from_slice(&head)? })
        })
        .collect()
}

/// The head of a day, if it was signed.
///
/// # Errors
/// [`StoreError`].
pub async fn of(conn: &mut Conn, day: Day) -> Result<Option<DayHead>, StoreError> {
    let row: Option<(String,)> =
        conn.optional(sql("select heads from day_head where day = $1").bind(day)).await?;
    row.map(|(json,)| read(&json)).transpose()
}

/// Signs the instance's head as it is now for a day that has none yet; returns the day's head, whoever signed it.
/// `None` while nothing has ever been done.
///
/// # Errors
/// [`StoreError`].
pub async fn sign(db: &Db, key: &InstanceKey, day: Day) -> Result<Option<DayHead>, StoreError> {
    let mut tx = db.begin().await?;
    let now: Option<(i64, Vec<u8>)> =
        tx.optional(sql("select length, head from chain where name = $1").bind(INSTANCE)).await?;
    let Some((entries, head)) = now else { return Ok(None) };
    let head = DayHead { day, entries, head: Digest::from_slice(&head)? };
    let signature = Signer::new(key).sign_day(&head.signed());
    tx.execute(
        sql("insert into day_head (day, heads, signature) values ($1, $2, $3) on conflict (day) do nothing")
            .bind(day)
            .bind(serde_json::to_string(&head).map_err(unreadable)?)
            .bind(signature.0.to_vec()),
    )
    .await?;
    let kept = of(&mut tx, day).await?;
    tx.commit().await?;
    Ok(kept)
}

/// Checks the signature of every day; signed heads and links are known heads.
pub(crate) async fn known(
    conn: &mut Conn,
    key: &InstanceKey,
    report: &mut Report,
) -> Result<Vec<KnownHead>, StoreError> {
    let verifier = Signer::new(key).verifier();
    let rows: Vec<(String, String, Vec<u8>)> =
        conn.all(sql("select day, heads, signature from day_head order by day")).await?;
    let mut known = Vec::new();
    for (day, json, signature) in rows {
        let head = read(&json).ok().filter(|head| {
            let signature = Signature::from_slice(&signature);
            let holds = signature.and_then(|s| verifier.verify_day(&head.signed(), &s)).is_ok();
            holds && head.day.to_string() == day
        });
        match head {
            Some(head) => {
                known.push(KnownHead { chain: INSTANCE.to_owned(), length: head.entries, code: head.code() })
            }
            None => report.faults.push(Fault::new("day-head-changed", "day_head", day)),
        }
    }
    known.extend(linked(conn).await?);
    Ok(known)
}

/// Heads in link entries. An entry that was altered is named as such, and then so is what it says.
async fn linked(conn: &mut Conn) -> Result<Vec<KnownHead>, StoreError> {
    let rows: Vec<(String,)> = conn
        .all(
            sql("select result from journal_entry where chain = $1 and action = $2")
                .bind(INSTANCE)
                .bind(LINK),
        )
        .await?;
    let heads = rows.iter().filter_map(|(json,)| serde_json::from_str::<Heads>(json).ok());
    Ok(heads
        .flatten()
        .map(|(chain, (length, head))| KnownHead { chain, length, code: HeadCode::of(&head) })
        .collect())
}

fn read(json: &str) -> Result<DayHead, StoreError> {
    serde_json::from_str(json).map_err(unreadable)
}

const fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Unreadable { kind: "day_head", error }
}
