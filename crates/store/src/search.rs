//! Full-text search: tokens are queued by the act and folded into the index by one indexer; search also looks at the queue.
//!
//! Every document carries a token of its compartment, so what a reader may not see is neither scored nor counted.
//! Nothing sealed reaches this module: [`crate::record::SearchEntry`] says so.

use crate::changes::Indexed;
use crate::record::{SearchEntry, StoreError};
use crate::{Viewer, account};
use db::{Conn, Db, Tx, dialect, sql};
use kernel::RecordId;
use text::segment::Segmenter;

/// Most rows one round of the indexer takes.
const BATCH: i64 = 500;

/// One dictionary for the program; it loads at first use.
static SEGMENTER: Segmenter = Segmenter::new();

/// The words a record is found by.
pub(crate) fn tokens(entry: &SearchEntry) -> String {
    SEGMENTER.index_tokens(&format!("{} {}", entry.title, entry.text)).join(" ")
}

/// Queues a record for the indexer.
pub(crate) async fn queue(
    tx: &mut Tx,
    kind: &'static str,
    id: RecordId,
    indexed: &Indexed,
) -> Result<(), StoreError> {
    let Indexed { entry, tokens } = indexed;
    let (number,): (i64,) = tx
        .one(sql("insert into serial (series, last) values ('search', 1) \
             on conflict (series) do update set last = serial.last + 1 returning last"))
        .await?;
    tx.execute(
        sql("insert into search_queue (number, kind, id, compartment, title, tokens) \
             values ($1, $2, $3, $4, $5, $6)")
            .bind(number)
            .bind(kind)
            .bind(id)
            .bind(entry.compartment.as_str())
            .bind(entry.title.as_str())
            .bind(tokens.as_str()),
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

/// Folds a batch of the queue into the index; returns how many it took.
///
/// # Errors
/// [`StoreError`].
pub async fn fold(db: &Db) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let engine = tx.engine();
    let text = format!(
        "select number, kind, id, compartment, title, tokens from search_queue order by number limit {BATCH}{}",
        engine.skip_locked()
    );
    let batch: Vec<Queued> = tx.all(db::Statement::assembled(text)).await?;
    for entry in &batch {
        // A document keeps the number of its last change, so that newest-first is the order of numbers.
        let old: Option<(i64,)> = tx
            .optional(
                sql("select number from search_document where kind = $1 and id = $2")
                    .bind(entry.kind.as_str())
                    .bind(entry.id),
            )
            .await?;
        if let Some((number,)) = old {
            tx.execute(sql("delete from search_document where number = $1").bind(number)).await?;
            tx.execute(dialect::unindex_text(engine, number)).await?;
        }
        tx.execute(
            sql("insert into search_document (number, kind, id, compartment, title) values ($1, $2, $3, $4, $5)")
                .bind(entry.number)
                .bind(entry.kind.as_str())
                .bind(entry.id)
                .bind(entry.compartment.as_str())
                .bind(entry.title.as_str()),
        )
        .await?;
        tx.execute(dialect::index_text(
            engine,
            entry.number,
            &compartment_token(&entry.compartment),
            &entry.tokens,
        ))
        .await?;
        tx.execute(sql("delete from search_queue where number = $1").bind(entry.number)).await?;
    }
    tx.commit().await?;
    Ok(batch.len())
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
    let numbers: Vec<(i64,)> =
        conn.all(dialect::match_text(conn.engine(), &marks, &tokens, rows)).await?;
    let text = format!(
        "select kind, id, title from search_document where {} order by number desc",
        dialect::any_of("number", 1, numbers.len())
    );
    let indexed: Vec<Hit> = conn
        .all(db::Statement::assembled(text).bind_all(numbers.iter().map(|(n,)| (*n).into())))
        .await?;
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
        let words: std::collections::HashSet<&str> = entry.tokens.split(' ').collect();
        let fits = tokens.iter().all(|t| words.contains(t.as_str()));
        if fits && !hits.iter().any(|h| h.id == entry.id) && hits.len() < limit {
            hits.push(Hit { kind: entry.kind, id: entry.id, title: entry.title });
        }
    }
    Ok(hits)
}
