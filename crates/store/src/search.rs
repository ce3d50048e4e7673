//! Full-text search: tokens are queued by the act and folded into the index by one indexer; search also looks at the queue.
//!
//! Every document carries a token of its compartment, so what a reader may not see is neither scored nor counted.
//! Nothing sealed reaches this module: [`crate::record::SearchEntry`] says so.

use crate::changes::Indexed;
use crate::record::{Kind, SearchEntry, StoreError};
use crate::{Viewer, account, part, tally};
use db::{Conn, Db, Tx, dialect, sql};
use kernel::RecordId;
use std::collections::{BTreeMap, HashMap, HashSet};
use text::segment::Segmenter;

/// Most rows one round of the indexer takes.
const BATCH: i64 = 500;

/// One dictionary for the program; it loads at first use.
static SEGMENTER: Segmenter = Segmenter::new();

/// The words a record is found by.
pub(crate) fn tokens(entry: &SearchEntry) -> String {
    SEGMENTER.index_tokens(&format!("{} {}", entry.title, entry.text)).join(" ")
}

/// Queues records for the indexer, under the next numbers.
pub(crate) async fn queue(
    tx: &mut Tx,
    entries: &[(&'static str, RecordId, &Indexed)],
) -> Result<(), StoreError> {
    let Ok(count @ 1..) = i64::try_from(entries.len()) else { return Ok(()) };
    let (last,): (i64,) = tx
        .one(
            sql("insert into serial (series, last) values ('search', $1) \
             on conflict (series) do update set last = serial.last + excluded.last returning last")
            .bind(count),
        )
        .await?;
    let rows =
        entries.iter().zip(last - count + 1..).map(|((kind, id, Indexed { entry, tokens }), number)| {
            vec![
                number.into(),
                (*kind).into(),
                (*id).into(),
                entry.compartment.as_str().into(),
                entry.title.as_str().into(),
                tokens.as_str().into(),
            ]
        });
    let columns = ["number", "kind", "id", "compartment", "title", "tokens"];
    for statement in dialect::insert_many("search_queue", &columns, rows.collect()) {
        tx.put_off(statement);
    }
    Ok(())
}

/// Queues a record again under the number it had, so that the order of results stays: for restoring.
pub(crate) async fn queue_as(
    tx: &mut Tx,
    number: i64,
    kind: &'static str,
    id: RecordId,
    entry: SearchEntry,
) -> Result<(), StoreError> {
    let tokens = tokens(&entry);
    tx.execute(
        sql("insert into search_queue (number, kind, id, compartment, title, tokens) \
             values ($1, $2, $3, $4, $5, $6)")
        .bind(number)
        .bind(kind)
        .bind(id)
        .bind(entry.compartment)
        .bind(entry.title)
        .bind(tokens),
    )
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Queued {
    number: i64,
    kind: String,
    id: uuid::Uuid,
    compartment: String,
    title: String,
    tokens: String,
}

/// Whether something waits to be folded in.
///
/// # Errors
/// [`StoreError`].
pub async fn waits(conn: &mut Conn) -> Result<bool, StoreError> {
    let found: Option<(i64,)> = conn.optional(sql("select number from search_queue limit 1")).await?;
    Ok(found.is_some())
}

/// Folds a batch of the queue into the index; returns how many it took, and whether more may wait.
///
/// # Errors
/// [`StoreError`].
pub async fn fold(db: &Db) -> Result<(usize, bool), StoreError> {
    let mut tx = db.begin().await?;
    let engine = tx.engine();
    let text = format!(
        "select number, kind, id, compartment, title, tokens from search_queue order by number limit {BATCH}{}",
        engine.skip_locked()
    );
    let batch: Vec<Queued> = tx.all(db::Statement::assembled(text)).await?;
    if batch.is_empty() {
        return Ok((0, false));
    }
    let mut newest = newest_of_each(&batch);
    // A document keeps the number of its last change, so that newest-first is the order of numbers. What a rebuild
    // queued again is outdated when the record has changed since.
    let before = numbers_before(&mut tx, &newest).await?;
    let number_of = |entry: &Queued| before.get(&(entry.kind.clone(), entry.id)).copied();
    newest.retain(|entry| number_of(entry).is_none_or(|number| number <= entry.number));
    let old: Vec<i64> = newest.iter().filter_map(|entry| number_of(entry)).collect();
    tx.execute(remove("search_document", &old)).await?;
    for number in old {
        tx.execute(dialect::unindex_text(engine, number)).await?;
    }
    let rows = newest.iter().map(|entry| {
        vec![
            entry.number.into(),
            entry.kind.as_str().into(),
            entry.id.into(),
            entry.compartment.as_str().into(),
            entry.title.as_str().into(),
        ]
    });
    let columns = ["number", "kind", "id", "compartment", "title"];
    for statement in dialect::insert_many("search_document", &columns, rows.collect()) {
        tx.execute(statement).await?;
    }
    for entry in &newest {
        let compartment = compartment_token(&entry.compartment);
        tx.execute(dialect::index_text(engine, entry.number, &compartment, &entry.tokens)).await?;
    }
    let taken: Vec<i64> = batch.iter().map(|entry| entry.number).collect();
    tx.execute(remove("search_queue", &taken)).await?;
    tx.commit().await?;
    Ok((batch.len(), i64::try_from(batch.len()).is_ok_and(|n| n == BATCH)))
}

/// The last entry of each record in a batch, in the order of their numbers: what was queued before it is outdated.
fn newest_of_each(batch: &[Queued]) -> Vec<&Queued> {
    let mut seen = HashSet::new();
    let mut newest: Vec<&Queued> =
        batch.iter().rev().filter(|entry| seen.insert((entry.kind.as_str(), entry.id))).collect();
    newest.reverse();
    newest
}

/// The numbers under which records of a batch are in the index already.
async fn numbers_before(
    tx: &mut Tx,
    batch: &[&Queued],
) -> Result<HashMap<(String, uuid::Uuid), i64>, StoreError> {
    let mut by_kind: BTreeMap<&str, Vec<uuid::Uuid>> = BTreeMap::new();
    for entry in batch {
        by_kind.entry(&entry.kind).or_default().push(entry.id);
    }
    let mut numbers = HashMap::new();
    for (kind, ids) in by_kind {
        let text = format!(
            "select id, number from search_document where kind = $1 and {}",
            dialect::any_of("id", 2, ids.len())
        );
        let statement = db::Statement::assembled(text).bind(kind).bind_all(ids.into_iter().map(Into::into));
        let found: Vec<(uuid::Uuid, i64)> = tx.all(statement).await?;
        numbers.extend(found.into_iter().map(|(id, number)| ((kind.to_owned(), id), number)));
    }
    Ok(numbers)
}

/// Queues some records of a kind again, those behind an id, under the numbers they had; how many were read, and the id
/// of the last, `None` at the end. A record that changes meanwhile is queued by its act under a higher number, and
/// what is queued here is then passed over.
///
/// # Errors
/// [`StoreError`].
pub async fn queue_again(
    db: &Db,
    kind: &Kind,
    after: Option<uuid::Uuid>,
) -> Result<(usize, Option<uuid::Uuid>), StoreError> {
    let mut tx = db.begin().await?;
    let beyond = if after.is_some() { "where id > $1" } else { "" };
    let text = format!("select id, format, state from {} {beyond} order by id limit {BATCH}", kind.name);
    let statement = db::Statement::assembled(text).bind_all(after.map(Into::into));
    let rows: Vec<(uuid::Uuid, i64, String)> = tx.all(statement).await?;
    let ids: Vec<uuid::Uuid> = rows.iter().map(|row| row.0).collect();
    let numbers = numbers_of(&mut tx, kind.name, &ids).await?;
    let mut fresh = Vec::new();
    for (id, format, state) in &rows {
        let computed = (kind.recompute)(*format, state)?;
        if let Some(named) = &computed.named {
            part::ensure(&mut tx, kind.name, RecordId(*id), named).await?;
        }
        let Some(entry) = computed.search else { continue };
        match numbers.get(id) {
            Some(Place::Indexed(number)) => {
                queue_as(&mut tx, *number, kind.name, RecordId(*id), entry).await?;
            }
            Some(Place::Queued) => {}
            None => {
                let tokens = tokens(&entry);
                fresh.push((kind.name, RecordId(*id), Indexed { entry, tokens }));
            }
        }
    }
    let fresh: Vec<_> = fresh.iter().map(|(kind, id, indexed)| (*kind, *id, indexed)).collect();
    queue(&mut tx, &fresh).await?;
    tx.commit().await?;
    let full = i64::try_from(rows.len()).is_ok_and(|n| n == BATCH);
    Ok((rows.len(), ids.last().copied().filter(|_| full)))
}

/// Where a record stands with search.
enum Place {
    Indexed(i64),
    Queued,
}

async fn numbers_of(
    tx: &mut Tx,
    kind: &'static str,
    ids: &[uuid::Uuid],
) -> Result<HashMap<uuid::Uuid, Place>, StoreError> {
    let mut found = HashMap::new();
    for (table, queued) in [("search_document", false), ("search_queue", true)] {
        let text = format!(
            "select id, number from {table} where kind = $1 and {}",
            dialect::any_of("id", 2, ids.len())
        );
        let statement = db::Statement::assembled(text).bind(kind).bind_all(ids.iter().map(|id| (*id).into()));
        let rows: Vec<(uuid::Uuid, i64)> = tx.all(statement).await?;
        let place = |number| if queued { Place::Queued } else { Place::Indexed(number) };
        found.extend(rows.into_iter().map(|(id, number)| (id, place(number))));
    }
    Ok(found)
}

/// Takes out of the index what no record stands behind any more. That is a fault of the past: records stay.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_strays(db: &Db, kind: &Kind) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let text = format!(
        "select number from search_document d where kind = $1 and not exists (select 1 from {} r where r.id = d.id)",
        kind.name
    );
    let strays: Vec<(i64,)> = tx.all(db::Statement::assembled(text).bind(kind.name)).await?;
    let engine = tx.engine();
    for (number,) in strays {
        tx.execute(dialect::unindex_text(engine, number)).await?;
        tx.execute(remove("search_document", &[number])).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Counts all records again and empties the index and the parts of names, but not the order of its documents, so that what is queued again keeps its place.
///
/// # Errors
/// [`StoreError`].
pub async fn empty(db: &Db, kinds: &[Kind]) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.execute(dialect::empty_text_index(tx.engine())).await?;
    part::empty(&mut tx).await?;
    tally::make_again(&mut tx, kinds).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes rows of a table by their numbers.
fn remove(table: &'static str, numbers: &[i64]) -> db::Statement {
    let text = format!("delete from {table} where {}", dialect::any_of("number", 1, numbers.len()));
    db::Statement::assembled(text).bind_all(numbers.iter().map(|number| (*number).into()))
}

/// A compartment as one token of letters and digits.
fn compartment_token(compartment: &str) -> String {
    let mut token = String::from("cmp");
    token.extend(compartment.chars().filter(char::is_ascii_alphanumeric));
    token
}

/// One hit.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Hit {
    /// Kind of the record.
    pub kind: String,
    /// The record.
    pub id: uuid::Uuid,
    /// What to show.
    pub title: String,
}

/// The newest records that hold every word of the query and that the viewer may see; at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    conn: &mut Conn,
    viewer: &Viewer,
    query: &str,
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    let tokens = SEGMENTER.query_tokens(query);
    let compartments = account::compartments(conn, viewer).await?;
    if tokens.is_empty() || compartments.is_empty() {
        return Ok(Vec::new());
    }
    let mut hits = find_queued(conn, &compartments, &tokens, limit).await?;
    let marks: Vec<String> = compartments.iter().map(|c| compartment_token(c)).collect();
    let rows = i64::try_from(limit).unwrap_or(i64::MAX);
    let numbers: Vec<(i64,)> = conn.all(dialect::match_text(conn.engine(), &marks, &tokens, rows)).await?;
    let text = format!(
        "select kind, id, title from search_document where {} order by number desc",
        dialect::any_of("number", 1, numbers.len())
    );
    let indexed: Vec<Hit> =
        conn.all(db::Statement::assembled(text).bind_all(numbers.iter().map(|(n,)| (*n).into()))).await?;
    for hit in indexed {
        if !hits.iter().any(|h| h.id == hit.id) {
            hits.push(hit);
        }
    }
    hits.truncate(limit);
    Ok(hits)
}

/// What waits in the queue and holds every token; the queue is short, two seconds' worth.
async fn find_queued(
    conn: &mut Conn,
    compartments: &[String],
    tokens: &[String],
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    let text = format!(
        "select number, kind, id, compartment, title, tokens from search_queue where {} \
         order by number desc limit 2000",
        dialect::any_of("compartment", 1, compartments.len())
    );
    let values = compartments.iter().map(|c| c.as_str().into());
    let queued: Vec<Queued> = conn.all(db::Statement::assembled(text).bind_all(values)).await?;
    let mut hits: Vec<Hit> = Vec::new();
    for entry in queued {
        let words: HashSet<&str> = entry.tokens.split(' ').collect();
        let fits = tokens.iter().all(|t| words.contains(t.as_str()));
        if fits && !hits.iter().any(|h| h.id == entry.id) && hits.len() < limit {
            hits.push(Hit { kind: entry.kind, id: entry.id, title: entry.title });
        }
    }
    Ok(hits)
}
