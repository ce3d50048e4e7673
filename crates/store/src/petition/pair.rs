//! Likely duplicates: pairs that a job works out anew, and the pairs that someone found to be two matters.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Db, Statement, Value, dialect, sql};
use domain::permission::compartment;
use domain::petition::Looked;
use kernel::{EngagementId, PetitionId, RecordId};
use std::collections::BTreeSet;

impl Record for Looked {
    const KIND: &'static str = "petition_looked";
    const COLUMNS: &'static [&'static str] = &["engagement", "compartment", "one", "other", "standing"];

    fn id(&self) -> RecordId {
        self.id
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.engagement.0.into(),
            compartment::work(self.engagement).into(),
            self.one.0.into(),
            self.other.0.into(),
            if self.taken_back { "taken_back" } else { "stands" }.into(),
        ]
    }
}

/// A likely pair, as the job found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPair {
    /// The petition with the smaller id.
    pub one: PetitionId,
    /// The other.
    pub other: PetitionId,
    /// How alike, in thousandths.
    pub score: i64,
    /// What they have in common, JSON.
    pub why: String,
}

/// A likely pair, as it lies there.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct KnownPair {
    /// The petition with the smaller id.
    pub one: uuid::Uuid,
    /// The other.
    pub other: uuid::Uuid,
    /// How alike, in thousandths.
    pub score: i64,
    /// What they have in common, JSON.
    pub why: String,
}

impl KnownPair {
    /// Both.
    pub const fn both(&self) -> (PetitionId, PetitionId) {
        (PetitionId(self.one), PetitionId(self.other))
    }
}

/// Puts an engagement's likely pairs in place of those it had.
///
/// # Errors
/// [`StoreError`].
pub async fn replace_pairs(db: &Db, engagement: EngagementId, pairs: &[NewPair]) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.execute(sql("delete from petition_pair where engagement = $1").bind(engagement.0)).await?;
    let rows = pairs.iter().map(|pair| {
        vec![
            pair.one.0.into(),
            pair.other.0.into(),
            engagement.0.into(),
            compartment::work(engagement).into(),
            pair.score.into(),
            pair.why.as_str().into(),
        ]
    });
    let columns = ["one", "other", "engagement", "compartment", "score", "why"];
    for statement in dialect::insert_many("petition_pair", &columns, rows.collect()) {
        tx.execute(statement).await?;
    }
    Ok(tx.commit().await?)
}

/// Pairs that nobody looked at yet and of which both still stand, the likeliest first.
const WAITING: &str = "from petition_pair q join petition a on a.id = q.one join petition b on b.id = q.other \
     where a.merged_into is null and b.merged_into is null and a.standing not in ('withdrawn', 'retracted') \
     and b.standing not in ('withdrawn', 'retracted') \
     and not exists (select 1 from petition_looked l where l.one = q.one and l.other = q.other \
     and l.standing = 'stands')";

/// The likeliest pairs of an engagement that wait to be looked at, if the viewer may read them.
///
/// # Errors
/// [`StoreError`].
pub async fn best_pairs(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: EngagementId,
    most: i64,
) -> Result<Vec<KnownPair>, StoreError> {
    let text = format!(
        "select q.one, q.other, q.score, q.why {WAITING} and {} and q.engagement = $4 \
         order by q.score desc, q.one, q.other limit $5",
        visible!("q.compartment")
    );
    Ok(conn.all(viewer.bind(Statement::assembled(text)).bind(engagement.0).bind(most)).await?)
}

/// The pairs of one petition, looked at or not, if the viewer may read them.
///
/// # Errors
/// [`StoreError`].
pub async fn pairs_of(
    conn: &mut Conn,
    viewer: &Viewer,
    id: PetitionId,
) -> Result<Vec<KnownPair>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select q.one, q.other, q.score, q.why from petition_pair q where ",
        visible!("q.compartment"),
        " and (q.one = $4 or q.other = $4) order by q.score desc, q.one, q.other limit 50"
    )));
    Ok(conn.all(statement.bind(id.0)).await?)
}

/// Which of these petitions are in a pair that waits to be looked at, if the viewer may read them.
///
/// # Errors
/// [`StoreError`].
pub async fn with_pairs(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: &[PetitionId],
) -> Result<BTreeSet<PetitionId>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let (one, other) =
        (dialect::any_of("q.one", 4, ids.len()), dialect::any_of("q.other", 4 + ids.len(), ids.len()));
    let text =
        format!("select q.one, q.other {WAITING} and {} and ({one} or {other})", visible!("q.compartment"));
    let values = ids.iter().chain(ids).map(|id| id.0.into());
    let rows: Vec<(uuid::Uuid, uuid::Uuid)> =
        conn.all(viewer.bind(Statement::assembled(text)).bind_all(values)).await?;
    Ok(rows.into_iter().flat_map(|(a, b)| [PetitionId(a), PetitionId(b)]).collect())
}

/// The pairs of an engagement that someone found to be two matters, the newest first, if the viewer may read them.
///
/// # Errors
/// [`StoreError`].
pub async fn looked_apart(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: EngagementId,
) -> Result<Vec<Stored<Looked>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select l.version, l.format, l.state from petition_looked l where ",
        visible!("l.compartment"),
        " and l.engagement = $4 and l.standing = 'stands' order by l.id desc limit 100"
    )));
    all(conn, statement.bind(engagement.0)).await
}

/// What was found about the pairs of one petition, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn looked_of(conn: &mut Conn, id: PetitionId) -> Result<Vec<Stored<Looked>>, StoreError> {
    let statement = sql("select version, format, state from petition_looked \
         where (one = $1 or other = $1) and standing = 'stands' order by id");
    all(conn, statement.bind(id.0)).await
}

/// What was found about a pair and stands, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn looked_pair(
    conn: &mut Conn,
    (one, other): (PetitionId, PetitionId),
) -> Result<Option<Stored<Looked>>, StoreError> {
    let statement = sql("select version, format, state from petition_looked \
         where one = $1 and other = $2 and standing = 'stands'");
    optional(conn, statement.bind(one.0).bind(other.0)).await
}
