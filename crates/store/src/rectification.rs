//! The ledger as it is kept: items with what lists find and count them by, measures, posts, reminders.
//!
//! An item, a measure and what hangs on them exist only from the feedback on, so four kinds of readers see the same
//! record: office and leading group by `ledger`, the unit by its portal, a supervising department by the units assigned
//! to it, and the team while its access lasts. Posts are the unit's own and the office's.

mod list;

pub use list::{
    Days, Filter, Order, Progress, asked, count, departments, figures, late, leaders, list, progress,
    seen_of, units, waiting,
};

use crate::record::{Record, SearchEntry, StoreError, Stored, all, optional};
use crate::tally::{Counts, Place};
use crate::{Viewer, visible};
use db::{Conn, Value, sql};
use domain::decision::Clerk;
use domain::permission::compartment;
use domain::post::Post;
use domain::rectification::rules::Addressee;
use domain::rectification::{Item, Measure, Sign, Summary};
use kernel::{Day, DecisionId, EngagementId, ItemId, MeasureId, PostId, RecordId, RoundId, UnitId};
use serde::{Deserialize, Serialize};

/// The day in columns of what has none.
pub(crate) const NO_DAY: &str = "9999-12-31";

/// Who may read a row that carries the four compartments.
macro_rules! on_ledger {
    ($portal:literal, $supervised:literal, $work:literal) => {
        concat!(
            "(",
            $crate::visible!("'ledger'"),
            " or ",
            $crate::visible!($portal),
            " or ",
            $crate::visible!($supervised),
            " or ",
            $crate::visible!($work),
            ")"
        )
    };
}
pub(crate) use on_ledger;

/// An item as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnLedger {
    /// The round of its engagement.
    pub round: RoundId,
    /// The day it came on the ledger: its rules are those in force then, and its periods count from it.
    pub begun: Day,
    /// What lists find and count it by.
    pub summary: Summary,
    /// The item.
    #[serde(flatten)]
    pub item: Item,
}

impl std::ops::Deref for OnLedger {
    type Target = Item;
    fn deref(&self) -> &Item {
        &self.item
    }
}

/// The number at the end of a code that the program gave: `9-014` is 14.
pub fn serial(code: &str) -> i64 {
    code.rsplit_once('-').and_then(|(_, serial)| serial.parse().ok()).unwrap_or(0)
}

impl Record for OnLedger {
    const KIND: &'static str = "item";
    const COLUMNS: &'static [&'static str] = &[
        "engagement",
        "round",
        "unit",
        "number",
        "code",
        "serial",
        "compartment",
        "portal",
        "supervised",
        "standing",
        "ended",
        "kind",
        "origin",
        "leader",
        "department",
        "turn",
        "due",
        "rebounds",
        "paper_only",
        "objection",
        "upheld",
        "title",
    ];
    fn id(&self) -> RecordId {
        self.item.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        let claim = self.claim.as_ref();
        vec![
            self.engagement.0.into(),
            self.round.0.into(),
            self.unit.0.into(),
            i64::from(self.number).into(),
            self.code.as_str().into(),
            serial(&self.code).into(),
            compartment::work(self.engagement).into(),
            compartment::portal(self.unit).into(),
            compartment::supervised(self.unit).into(),
            self.state.code().into(),
            self.state.is_over().into(),
            self.item.kind.code().into(),
            self.origin.code().into(),
            claim.map(|claim| claim.leader.0).into(),
            claim.map_or(&self.listed_department, |claim| &claim.department).as_str().into(),
            self.summary.turn.map_or("", Sign::code).into(),
            self.summary.due.map_or_else(|| NO_DAY.to_owned(), |day| day.to_string()).into(),
            i64::from(self.rebounds).into(),
            self.summary.paper_only.into(),
            self.summary.objection_open.into(),
            (self.is_upheld() && !self.state.is_over()).into(),
            self.title.as_str().into(),
        ]
    }
    const COUNTED: bool = true;

    fn counts(&self) -> Option<Counts> {
        let place = Place {
            compartment: compartment::work(self.engagement),
            unit: Some(self.unit),
            engagement: self.engagement,
            round: self.round,
        };
        Some(Counts { place, facets: list::facets(self) })
    }

    fn search(&self) -> Option<SearchEntry> {
        Some(SearchEntry {
            compartment: compartment::LEDGER.to_owned(),
            title: format!("{} {}", self.code, self.title),
            text: self.summary.first_measure.clone(),
        })
    }
}

impl Record for Measure {
    const KIND: &'static str = "measure";
    const COLUMNS: &'static [&'static str] =
        &["engagement", "unit", "code", "compartment", "portal", "supervised", "asked"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.engagement.0.into(),
            self.unit.0.into(),
            self.code.as_str().into(),
            compartment::work(self.engagement).into(),
            compartment::portal(self.unit).into(),
            compartment::supervised(self.unit).into(),
            self.asked.is_some().into(),
        ]
    }
}

impl Record for Post {
    const KIND: &'static str = "post";
    const COLUMNS: &'static [&'static str] = &["unit", "portal"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![self.unit.0.into(), compartment::portal(self.unit).into()]
    }
}

/// How far a reminder is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "standing")]
pub enum ReminderState {
    /// It waits for its approval; the unit sees nothing of it.
    Proposed,
    /// It was sent.
    Sent {
        /// When.
        on: Day,
        /// The approval, where the rules ask for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<DecisionId>,
    },
    /// The answer was no.
    Refused,
}

/// A reminder of an item that is late or soon due (E4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Its id.
    pub id: RecordId,
    /// The item.
    pub item: ItemId,
    /// The unit.
    pub unit: UnitId,
    /// The weight's code in the ruleset.
    pub code: String,
    /// What the paper is called, as the ruleset has it.
    pub name: domain::ruleset::Names,
    /// Whom it addresses.
    pub to: Vec<Addressee>,
    /// The day the item was due.
    pub due: Day,
    /// Who made it.
    pub by: Clerk,
    /// How far it is.
    #[serde(flatten)]
    pub state: ReminderState,
}

impl Record for Reminder {
    const KIND: &'static str = "reminder";
    const COLUMNS: &'static [&'static str] = &["item", "unit", "portal", "standing"];
    fn id(&self) -> RecordId {
        self.id
    }
    fn columns(&self) -> Vec<Value> {
        let (portal, standing) = match self.state {
            ReminderState::Proposed => (String::new(), "proposed"),
            ReminderState::Sent { .. } => (compartment::portal(self.unit), "sent"),
            ReminderState::Refused => (String::new(), "refused"),
        };
        vec![self.item.0.into(), self.unit.0.into(), portal.into(), standing.into()]
    }
}

/// One item, if the viewer may see it.
///
/// # Errors
/// [`StoreError`].
pub async fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: ItemId,
) -> Result<Option<Stored<OnLedger>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select i.version, i.format, i.state from item i where ",
        on_ledger!("i.portal", "i.supervised", "i.compartment"),
        " and i.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// The measures of an engagement, if the viewer may see them.
///
/// # Errors
/// [`StoreError`].
pub async fn measures_view(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: EngagementId,
) -> Result<Vec<Stored<Measure>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select m.version, m.format, m.state from measure m where ",
        on_ledger!("m.portal", "m.supervised", "m.compartment"),
        " and m.engagement = $4"
    )));
    Ok(in_order(all(conn, statement.bind(engagement.0)).await?))
}

/// One item, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: ItemId) -> Result<Option<Stored<OnLedger>>, StoreError> {
    optional(conn, sql("select version, format, state from item where id = $1").bind(id.0)).await
}

/// Items by their ids, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn many(conn: &mut Conn, ids: &[ItemId]) -> Result<Vec<Stored<OnLedger>>, StoreError> {
    let chosen = db::dialect::any_of("id", 1, ids.len());
    let text = format!("select version, format, state from item where {chosen} order by engagement, number");
    all(conn, db::Statement::assembled(text).bind_all(ids.iter().map(|id| id.0.into()))).await
}

/// The items of an engagement in order of number, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_engagement(
    conn: &mut Conn,
    engagement: EngagementId,
) -> Result<Vec<Stored<OnLedger>>, StoreError> {
    let statement = sql("select version, format, state from item where engagement = $1 order by number");
    all(conn, statement.bind(engagement.0)).await
}

/// How many items of an engagement are neither closed nor struck out, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn open_of(conn: &mut Conn, engagement: EngagementId) -> Result<usize, StoreError> {
    let statement = sql("select count(*) from item where engagement = $1 and ended = $2");
    let (count,): (i64,) = conn.one(statement.bind(engagement.0).bind(false)).await?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// The measures of an engagement, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn measures(conn: &mut Conn, engagement: EngagementId) -> Result<Vec<Stored<Measure>>, StoreError> {
    let statement = sql("select version, format, state from measure where engagement = $1");
    Ok(in_order(all(conn, statement.bind(engagement.0)).await?))
}

/// Measures in the order of their codes, numbers by their size: 9-001-2 before 9-001-10.
fn in_order(mut measures: Vec<Stored<Measure>>) -> Vec<Stored<Measure>> {
    let part = |part: &str| (part.parse::<u64>().unwrap_or(u64::MAX), part.to_owned());
    measures.sort_by_cached_key(|m| (m.code.split('-').map(part).collect::<Vec<_>>(), m.id));
    measures
}

/// One measure, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn measure(conn: &mut Conn, id: MeasureId) -> Result<Option<Stored<Measure>>, StoreError> {
    optional(conn, sql("select version, format, state from measure where id = $1").bind(id.0)).await
}

/// The highest serial that codes of a round have.
///
/// # Errors
/// [`StoreError`].
pub async fn last_serial(conn: &mut Conn, round: RoundId) -> Result<i64, StoreError> {
    let statement = sql("select coalesce(max(serial), 0) from item where round = $1");
    let (last,): (i64,) = conn.one(statement.bind(round.0)).await?;
    Ok(last)
}

/// The posts of a unit, if the viewer is of the unit or sees the ledger.
///
/// # Errors
/// [`StoreError`].
pub async fn posts_view(
    conn: &mut Conn,
    viewer: &Viewer,
    unit: UnitId,
) -> Result<Vec<Stored<Post>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select p.version, p.format, p.state from post p where (",
        visible!("'ledger'"),
        " or ",
        visible!("p.portal"),
        ") and p.unit = $4 order by p.id"
    )));
    all(conn, statement.bind(unit.0)).await
}

/// The posts of a unit, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn posts(conn: &mut Conn, unit: UnitId) -> Result<Vec<Stored<Post>>, StoreError> {
    all(conn, sql("select version, format, state from post where unit = $1 order by id").bind(unit.0)).await
}

/// Some posts, for reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn posts_of(conn: &mut Conn, ids: &[PostId]) -> Result<Vec<Stored<Post>>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text =
        format!("select version, format, state from post where {}", db::dialect::any_of("id", 1, ids.len()));
    let statement = db::Statement::assembled(text).bind_all(ids.iter().map(|id| id.0.into()));
    all(conn, statement).await
}

/// One post, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn post(conn: &mut Conn, id: PostId) -> Result<Option<Stored<Post>>, StoreError> {
    optional(conn, sql("select version, format, state from post where id = $1").bind(id.0)).await
}

/// The reminders of an item, the first first, for reads and acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn reminders(conn: &mut Conn, item: ItemId) -> Result<Vec<Stored<Reminder>>, StoreError> {
    let statement = sql("select version, format, state from reminder where item = $1 order by id");
    all(conn, statement.bind(item.0)).await
}

/// The reminders of some items, each item's first first, for reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn reminders_of(conn: &mut Conn, items: &[ItemId]) -> Result<Vec<Stored<Reminder>>, StoreError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "select version, format, state from reminder where {} order by id",
        db::dialect::any_of("item", 1, items.len())
    );
    let statement = db::Statement::assembled(text).bind_all(items.iter().map(|id| id.0.into()));
    all(conn, statement).await
}

/// The reminders of an item that were sent, if the viewer is of its unit or sees the ledger.
///
/// # Errors
/// [`StoreError`].
pub async fn reminders_view(
    conn: &mut Conn,
    viewer: &Viewer,
    item: ItemId,
) -> Result<Vec<Stored<Reminder>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select r.version, r.format, r.state from reminder r where (",
        visible!("'ledger'"),
        " or ",
        visible!("r.portal"),
        ") and r.item = $4 order by r.id"
    )));
    all(conn, statement.bind(item.0)).await
}

/// Reminders that wait for their approval, if the viewer sees the ledger; at most a hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn proposed(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Stored<Reminder>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select r.version, r.format, r.state from reminder r where ",
        visible!("'ledger'"),
        " and r.standing = 'proposed' order by r.id limit 100"
    )));
    all(conn, statement).await
}

/// Measures for which a later day is asked, if the viewer sees the ledger; at most a hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn asking(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Stored<Measure>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select m.version, m.format, m.state from measure m where ",
        visible!("'ledger'"),
        " and m.asked = $4 order by m.id limit 100"
    )));
    all(conn, statement.bind(true)).await
}

/// One reminder, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn reminder(conn: &mut Conn, id: RecordId) -> Result<Option<Stored<Reminder>>, StoreError> {
    optional(conn, sql("select version, format, state from reminder where id = $1").bind(id)).await
}
