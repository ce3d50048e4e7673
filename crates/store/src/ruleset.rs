//! Rulesets: versions of the rules of each kind.
//!
//! What is published is read by every act that follows a rule, whoever acts, so those reads are unscoped; the pages
//! that show versions and drafts read through the compartment `rules`.

use crate::record::{Record, SearchEntry, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, sql};
use domain::ruleset::{Kind, Ruleset};
use kernel::id::RulesetId;
use kernel::{Day, RecordId};

impl Record for Ruleset {
    const KIND: &'static str = "ruleset";
    const COLUMNS: &'static [&'static str] = &["kind", "number", "effective_from", "standing"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.kind.code().into(),
            i64::from(self.version).into(),
            self.effective_from.to_string().into(),
            (if self.is_published() { "published" } else { "draft" }).into(),
        ]
    }
    fn search(&self) -> Option<SearchEntry> {
        // Pages say the kind's name in the reader's language; here stands what leads there, and the words inside.
        Some(SearchEntry {
            compartment: "rules".into(),
            title: format!("{}/{}", self.kind.code(), self.version),
            text: format!("{} {}", self.basis, words(&self.body)),
        })
    }
}

/// Every text in a ruleset's content.
fn words(body: &serde_json::Value) -> String {
    match body {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(list) => list.iter().map(words).collect::<Vec<_>>().join(" "),
        serde_json::Value::Object(map) => map.values().map(words).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

/// The published version that rules a day, by id and number; of two from the same day the higher number.
///
/// # Errors
/// [`StoreError`].
pub async fn in_force(conn: &mut Conn, kind: Kind, day: Day) -> Result<Option<(RulesetId, u32)>, StoreError> {
    let statement = sql("select id, number from ruleset \
         where kind = $1 and standing = 'published' and effective_from <= $2 \
         order by effective_from desc, number desc limit 1")
    .bind(kind.code())
    .bind(day.to_string());
    numbered(conn, statement).await
}

/// Of two kinds the published versions that rule a day, by id, in one statement: for what every page asks for.
///
/// # Errors
/// [`StoreError`].
pub async fn both_in_force(
    conn: &mut Conn,
    kinds: [Kind; 2],
    day: Day,
) -> Result<[Option<RulesetId>; 2], StoreError> {
    let of = |place: u8| {
        format!(
            "(select id from ruleset where kind = ${place} and standing = 'published' and effective_from <= $3 \
             order by effective_from desc, number desc limit 1)"
        )
    };
    let [one, other] = kinds;
    let statement = Statement::assembled(format!("select {}, {}", of(1), of(2)));
    let (one, other): (Option<uuid::Uuid>, Option<uuid::Uuid>) =
        conn.one(statement.bind(one.code()).bind(other.code()).bind(day.to_string())).await?;
    Ok([one.map(RulesetId), other.map(RulesetId)])
}

/// The published version with the highest number, whatever its day, by id and number.
///
/// # Errors
/// [`StoreError`].
pub async fn newest(conn: &mut Conn, kind: Kind) -> Result<Option<(RulesetId, u32)>, StoreError> {
    let statement = sql("select id, number from ruleset \
         where kind = $1 and standing = 'published' order by number desc limit 1")
    .bind(kind.code());
    numbered(conn, statement).await
}

async fn numbered(conn: &mut Conn, statement: Statement) -> Result<Option<(RulesetId, u32)>, StoreError> {
    let row: Option<(uuid::Uuid, i64)> = conn.optional(statement).await?;
    Ok(row.map(|(id, number)| (RulesetId(id), u32::try_from(number).unwrap_or_default())))
}

/// One version, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: RecordId) -> Result<Option<Stored<Ruleset>>, StoreError> {
    optional(conn, sql("select version, format, state from ruleset where id = $1").bind(id)).await
}

/// Every version of a kind, newest number first, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn versions(conn: &mut Conn, kind: Kind) -> Result<Vec<Stored<Ruleset>>, StoreError> {
    let statement = sql("select version, format, state from ruleset where kind = $1 order by number desc")
        .bind(kind.code());
    all(conn, statement).await
}

/// Every version of every kind, newest number first, for who may see the rules.
///
/// # Errors
/// [`StoreError`].
pub async fn list(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Stored<Ruleset>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select version, format, state from ruleset where ",
        visible!("'rules'"),
        " order by kind, number desc"
    )));
    all(conn, statement).await
}

/// Every version of one kind, newest number first, for who may see the rules.
///
/// # Errors
/// [`StoreError`].
pub async fn list_kind(
    conn: &mut Conn,
    viewer: &Viewer,
    kind: Kind,
) -> Result<Vec<Stored<Ruleset>>, StoreError> {
    let statement = viewer
        .bind(sql(concat!(
            "select version, format, state from ruleset where ",
            visible!("'rules'"),
            " and kind = $4 order by number desc"
        )))
        .bind(kind.code());
    all(conn, statement).await
}
