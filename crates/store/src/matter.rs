//! Matters transferred: the team's, the office's once passed, the receiver's once sent.

use crate::record::{Record, StateRow, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, sql};
use domain::clue::{Matter, MatterState};
use domain::permission::compartment;
use kernel::id::MatterId;
use kernel::{Cursor, EngagementId, Page, PageRequest, RecordId};

impl Record for Matter {
    const KIND: &'static str = "matter";
    const COLUMNS: &'static [&'static str] =
        &["engagement", "number", "compartment", "office", "receiver", "standing", "sent_day"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        let office = !matches!(self.state, MatterState::Drafted);
        let sent = self.letter.is_some();
        vec![
            self.engagement.0.into(),
            self.number.as_str().into(),
            compartment::work(self.engagement).into(),
            office.then_some(compartment::MATTERS).into(),
            self.to.filter(|_| sent).map(compartment::received).into(),
            self.state.code().into(),
            self.letter.as_ref().map(|(_, on)| *on).into(),
        ]
    }
}

/// Who sees a matter of whom.
const VISIBLE: &str = concat!("(", visible!("m.compartment"), " or ", visible!("m.office"), ")");

/// Matters that the viewer sees as their team or the office, the newest first; those of one engagement if one is given.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: Option<EngagementId>,
    page: &PageRequest,
) -> Result<Page<Stored<Matter>>, StoreError> {
    let text = format!(
        "select m.version, m.format, m.state from matter m where {VISIBLE} and ($4 is null or m.engagement = $4) \
         and ($5 is null or m.id < $5) order by m.id desc limit $6"
    );
    let after = page.after.as_ref().map(|c| c.id);
    let statement = viewer.bind(Statement::assembled(text)).bind(engagement.map(|e| e.0));
    let found = all(conn, statement.bind(after).bind(page.limit())).await?;
    Ok(Page::cut(found, page, |m: &Stored<Matter>| Cursor { key: String::new(), id: m.value.id.0 }))
}

/// A matter on its way, with the unit it came up in.
#[derive(Clone, Debug)]
pub struct OnItsWay {
    /// The matter.
    pub matter: Stored<Matter>,
    /// Name of the unit.
    pub unit: String,
}

/// Matters that the viewer sees as their team or the office and that have no outcome yet, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn unfinished(conn: &mut Conn, viewer: &Viewer, most: i64) -> Result<Vec<OnItsWay>, StoreError> {
    #[derive(sqlx::FromRow)]
    struct Row {
        unit: String,
        #[sqlx(flatten)]
        state: StateRow,
    }
    let text = format!(
        "select u.name as unit, m.version, m.format, m.state from matter m \
         join engagement e on e.id = m.engagement join unit u on u.id = e.unit \
         where {VISIBLE} and m.standing not in ('outcome', 'withdrawn') order by m.id limit $4"
    );
    let rows: Vec<Row> = conn.all(viewer.bind(Statement::assembled(text)).bind(most)).await?;
    rows.into_iter().map(|row| Ok(OnItsWay { matter: row.state.read()?, unit: row.unit })).collect()
}

/// One matter, if the viewer sees it as its team or the office.
///
/// # Errors
/// [`StoreError`].
pub async fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: MatterId,
) -> Result<Option<Stored<Matter>>, StoreError> {
    let text = format!("select m.version, m.format, m.state from matter m where {VISIBLE} and m.id = $4");
    optional(conn, viewer.bind(Statement::assembled(text)).bind(id.0)).await
}

/// One matter, if it was sent to the viewer.
///
/// # Errors
/// [`StoreError`].
pub async fn received(
    conn: &mut Conn,
    viewer: &Viewer,
    id: MatterId,
) -> Result<Option<Stored<Matter>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select m.version, m.format, m.state from matter m where ",
        visible!("m.receiver"),
        " and m.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// What was sent to the viewer, the newest first; at most two hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn received_list(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Stored<Matter>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select m.version, m.format, m.state from matter m where ",
        visible!("m.receiver"),
        " order by m.id desc limit 200"
    )));
    all(conn, statement).await
}

/// One matter, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: MatterId) -> Result<Option<Stored<Matter>>, StoreError> {
    optional(conn, sql("select version, format, state from matter where id = $1").bind(id.0)).await
}

/// Several matters, for reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn many(conn: &mut Conn, ids: &[RecordId]) -> Result<Vec<Stored<Matter>>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "select version, format, state from matter where {} order by id",
        db::dialect::any_of("id", 1, ids.len())
    );
    all(conn, Statement::assembled(text).bind_all(ids.iter().map(|id| id.0.into()))).await
}
