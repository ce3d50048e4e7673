//! The tables of a backup: which there are, in which order, and how their rows become values.
//!
//! Records come as their canonical form alone; what is no record comes column by column. A table that stands in no
//! list here and holds no record is not backed up: the test over the schema names it.

use super::frame::Writer;
use super::{BATCH, BackupError, Tally};
use crate::record::Kind;
use db::{Conn, Row, Statement, Value, sql};
use std::io::Write;
use uuid::Uuid;

/// Columns of a record in a backup, whatever its kind.
pub(crate) const RECORD_COLUMNS: &[&str] = &["id", "version", "format", "act", "state"];
/// Not a table: for each searched record the number that orders results.
pub(crate) const SEARCH_ORDER: &str = "search_order";

/// A table whose rows are no records.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spec {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its columns.
    pub(crate) columns: &'static [&'static str],
}

/// A row that is no record. Its first columns are its key.
trait Line: Row {
    const SPEC: Spec;
    const KEY: usize;

    fn values(self) -> Vec<Value>;
}

macro_rules! lines {
    ($($name:ident $table:literal key $key:literal { $($column:ident: $type:ty),+ $(,)? })+) => {
        $(
            #[derive(sqlx::FromRow)]
            struct $name { $($column: $type),+ }

            impl Line for $name {
                const SPEC: Spec = Spec { name: $table, columns: &[$(stringify!($column)),+] };
                const KEY: usize = $key;

                fn values(self) -> Vec<Value> {
                    vec![$(self.$column.into()),+]
                }
            }
        )+
        /// Every table whose rows are no records.
        pub(crate) const PLAIN: &[Spec] = &[$($name::SPEC),+];
    };
}

lines! {
    Chain "chain" key 1 { name: String, length: i64, head: Vec<u8> }
    Entry "journal_entry" key 1 {
        act: Uuid, chain: String, seq: i64, at: i64, actor: Option<Uuid>, actor_name: String, role: String,
        action: String, channel: String, subject_kind: String, subject_id: Uuid, subject_label: String,
        reason: Option<String>, result: String, states: i64, digest: Vec<u8>, hash: Vec<u8>,
    }
    State "journal_state" key 2 {
        act: Uuid, ordinal: i64, kind: String, id: Uuid, version: i64, format: i64, state: String, digest: Vec<u8>,
    }
    SealedValue "sealed_value" key 1 {
        id: Uuid, act: Uuid, kind: String, record: Uuid, field: String, ciphertext: Vec<u8>,
    }
    DataKey "data_key" key 1 { id: String, owner: String, purpose: String, wrapped: Vec<u8>, made_at: i64 }
    Trace "trace_entry" key 1 {
        seq: i64, at: i64, actor: Option<Uuid>, actor_name: String, event: String, subject_kind: String,
        subject_id: Option<Uuid>, reason: Option<String>, hash: Vec<u8>,
    }
    DayHead "day_head" key 1 { day: String, heads: String, signature: Vec<u8> }
    Serial "serial" key 1 { series: String, last: i64 }
    Counter "counter" key 1 { name: String, n: i64 }
    Job "job" key 1 {
        id: Uuid, kind: String, payload: String, due_at: i64, leased_until: Option<i64>, lease: Option<Uuid>,
        attempts: i64, dead: bool, last_error: Option<String>,
    }
    TokenUse "token_use" key 1 { token: Uuid, at: i64 }
    OnlineReport "online_report" key 1 {
        id: Uuid, form: Uuid, day: String, receipt: Vec<u8>, reply_key: Vec<u8>, contents: Vec<u8>,
        reporter: Option<Vec<u8>>, taken: Option<Uuid>, satisfied: Option<i64>,
    }
    OnlineSaying "online_saying" key 1 {
        id: Uuid, report: Uuid, voice: String, day: String, place: i64, contents: Vec<u8>,
    }
    OnlineFile "online_file" key 1 {
        id: Uuid, report: Uuid, place: i64, kind: String, bytes: i64, contents: Vec<u8>,
    }
}

/// The plain table of this name.
pub(crate) fn spec_of(name: &str) -> Option<Spec> {
    PLAIN.iter().copied().find(|s| s.name == name)
}

/// Names of the plain tables.
pub(super) fn plain_tables() -> impl Iterator<Item = &'static str> {
    PLAIN.iter().map(|s| s.name)
}

/// What the records stand on: the journal and all that refers to no record.
pub(super) async fn write_plain<W: Write>(
    conn: &mut Conn,
    out: &mut Writer<'_, W>,
    tally: &mut Tally<'_>,
) -> Result<(), BackupError> {
    write_lines::<Chain, W>(conn, out, tally).await?;
    write_lines::<Entry, W>(conn, out, tally).await?;
    write_lines::<State, W>(conn, out, tally).await?;
    write_lines::<SealedValue, W>(conn, out, tally).await?;
    write_lines::<DataKey, W>(conn, out, tally).await?;
    write_lines::<Trace, W>(conn, out, tally).await?;
    write_lines::<DayHead, W>(conn, out, tally).await?;
    write_lines::<Serial, W>(conn, out, tally).await?;
    write_lines::<Counter, W>(conn, out, tally).await?;
    write_lines::<Job, W>(conn, out, tally).await?;
    write_search_order(conn, out).await
}

/// What refers to records.
pub(super) async fn write_after_records<W: Write>(
    conn: &mut Conn,
    out: &mut Writer<'_, W>,
    tally: &mut Tally<'_>,
) -> Result<(), BackupError> {
    write_lines::<TokenUse, W>(conn, out, tally).await?;
    write_lines::<OnlineReport, W>(conn, out, tally).await?;
    write_lines::<OnlineSaying, W>(conn, out, tally).await?;
    write_lines::<OnlineFile, W>(conn, out, tally).await
}

async fn write_lines<T: Line, W: Write>(
    conn: &mut Conn,
    out: &mut Writer<'_, W>,
    tally: &mut Tally<'_>,
) -> Result<(), BackupError> {
    let Spec { name, columns } = T::SPEC;
    out.table(name, columns)?;
    let mut after: Option<Vec<Value>> = None;
    loop {
        let most = at_once(name);
        let batch: Vec<T> = conn.all(next_page(name, columns, T::KEY, most, after.take())).await?;
        let full = batch.len() == most;
        let rows: Vec<Vec<Value>> = batch.into_iter().map(T::values).collect();
        after = rows.last().map(|row| row.iter().take(T::KEY).cloned().collect());
        if !rows.is_empty() {
            out.rows(&rows)?;
            tally.add(rows.len());
        }
        if !full {
            return Ok(());
        }
    }
}

/// Rows read at once: few where each may hold megabytes.
fn at_once(table: &str) -> usize {
    if table == OnlineFile::SPEC.name { 4 } else { BATCH }
}

/// The rows behind a key, in order of it. Two texts, so that each is a range of the key's index.
fn next_page(table: &str, columns: &[&str], key: usize, most: usize, after: Option<Vec<Value>>) -> Statement {
    let keys = columns.get(..key).unwrap_or_default().join(", ");
    let beyond = if after.is_some() {
        let places: Vec<String> = (1..=key).map(|n| format!("${n}")).collect();
        format!(" where ({keys}) > ({})", places.join(", "))
    } else {
        String::new()
    };
    let text = format!("select {} from {table}{beyond} order by {keys} limit {most}", columns.join(", "));
    Statement::assembled(text).bind_all(after.unwrap_or_default())
}

/// The records of every kind, in their canonical form.
pub(super) async fn write_records<W: Write>(
    conn: &mut Conn,
    kinds: &[Kind],
    out: &mut Writer<'_, W>,
    tally: &mut Tally<'_>,
) -> Result<(), BackupError> {
    for kind in kinds {
        out.table(kind.name, RECORD_COLUMNS)?;
        let mut after: Option<Vec<Value>> = None;
        loop {
            let batch: Vec<(Uuid, i64, i64, Uuid, String)> =
                conn.all(next_page(kind.name, RECORD_COLUMNS, 1, BATCH, after.take())).await?;
            let full = batch.len() == BATCH;
            let rows: Vec<Vec<Value>> = batch
                .into_iter()
                .map(|(id, version, format, act, state)| {
                    vec![id.into(), version.into(), format.into(), act.into(), state.into()]
                })
                .collect();
            after = rows.last().map(|row| row.iter().take(1).cloned().collect());
            if !rows.is_empty() {
                out.rows(&rows)?;
                tally.add(rows.len());
            }
            if !full {
                break;
            }
        }
    }
    Ok(())
}

/// The order of search results; the words are made again from the records.
async fn write_search_order<W: Write>(conn: &mut Conn, out: &mut Writer<'_, W>) -> Result<(), BackupError> {
    out.table(SEARCH_ORDER, &["kind", "id", "number"])?;
    let order: Vec<(String, Uuid, i64)> = conn
        .all(sql("select kind, id, max(number) from \
             (select kind, id, number from search_document union all select kind, id, number from search_queue) d \
             group by kind, id order by 3"))
        .await?;
    for chunk in order.chunks(BATCH) {
        let rows: Vec<Vec<Value>> = chunk
            .iter()
            .map(|(kind, id, number)| vec![kind.as_str().into(), (*id).into(), (*number).into()])
            .collect();
        out.rows(&rows)?;
    }
    Ok(())
}
