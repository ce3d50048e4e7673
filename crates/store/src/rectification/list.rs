//! Lists and figures of the ledger: every figure is counted by the condition that opens its list.

use super::{NO_DAY, OnLedger, on_ledger};
use crate::Viewer;
use crate::record::{StoreError, Stored, all};
use db::{Conn, Statement, Value};
use domain::rectification::figures::Slice;
use domain::rectification::{ItemKind, Sign};
use kernel::{Cursor, Day, EngagementId, Page, PageRequest, PostId, RoundId, UnitId};
use uuid::Uuid;

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By engagement, each in order of its numbers.
    #[default]
    Ledger,
    /// The nearest day first.
    Due,
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words in code, problem or department.
    pub text: Option<String>,
    /// One of the figures.
    pub slice: Option<Slice>,
    /// Code of a state.
    pub state: Option<String>,
    /// Kind by time.
    pub kind: Option<ItemKind>,
    /// Code of an origin.
    pub origin: Option<String>,
    /// The unit.
    pub unit: Option<UnitId>,
    /// The round.
    pub round: Option<RoundId>,
    /// The engagement.
    pub engagement: Option<EngagementId>,
    /// The responsible leader's post.
    pub leader: Option<PostId>,
    /// The department.
    pub department: Option<String>,
    /// The order.
    pub order: Order,
}

/// The days that slices look at.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// Today.
    pub today: Day,
    /// The last day that is near.
    pub soon: Day,
}

/// The condition of a slice, of days given as values.
fn condition(slice: Slice, today: &str, soon: &str) -> String {
    match slice {
        Slice::All => "i.standing <> 'annulled'".to_owned(),
        Slice::Open => "not i.ended".to_owned(),
        Slice::Late => format!("i.due < {today}"),
        Slice::Soon => format!("(i.due >= {today} and i.due <= {soon})"),
        Slice::Unclaimed => "i.standing = 'fed_back'".to_owned(),
        Slice::ToSign => "i.turn in ('responsible_leader', 'unit_head', 'superior')".to_owned(),
        Slice::ToReview => "i.turn = 'review'".to_owned(),
        Slice::ToVerify => "i.turn = 'verify'".to_owned(),
        Slice::SentBack => "i.standing = 'sent_back'".to_owned(),
        Slice::Lasting => "(not i.ended and (i.standing = 'continued' or i.kind = 'long_term'))".to_owned(),
        Slice::PaperOnly => "(not i.ended and i.paper_only)".to_owned(),
        Slice::Rebound => "(i.rebounds > 0 and not i.ended)".to_owned(),
        Slice::FromElsewhere => "(i.origin <> 'feedback' and not i.ended)".to_owned(),
        Slice::Closed => "i.standing = 'closed'".to_owned(),
    }
}

/// A query being put together: the viewer's three values come first.
struct Query {
    text: String,
    values: Vec<Value>,
}

impl Query {
    fn new() -> Self {
        let seen = on_ledger!("i.portal", "i.supervised", "i.compartment");
        Self { text: format!(" from item i where {seen}"), values: Vec::new() }
    }

    /// The place of a new value.
    fn value(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len() + 3)
    }

    fn and(&mut self, condition: &str, value: Value) {
        let place = self.value(value);
        self.text.push_str(&format!(" and {}", condition.replace("$?", &place)));
    }

    /// The conditions of a filter but its slice.
    fn scope(&mut self, filter: &Filter) {
        if let Some(unit) = filter.unit {
            self.and("i.unit = $?", unit.0.into());
        }
        if let Some(round) = filter.round {
            self.and("i.round = $?", round.0.into());
        }
        if let Some(engagement) = filter.engagement {
            self.and("i.engagement = $?", engagement.0.into());
        }
        if let Some(leader) = filter.leader {
            self.and("i.leader = $?", leader.0.into());
        }
        if let Some(department) = &filter.department {
            self.and("i.department = $?", department.as_str().into());
        }
    }

    fn narrow(&mut self, filter: &Filter, days: Days) {
        self.scope(filter);
        if let Some(slice) = filter.slice {
            let (today, soon) = match slice {
                Slice::Late => (self.value(days.today.into()), String::new()),
                Slice::Soon => (self.value(days.today.into()), self.value(days.soon.into())),
                _ => (String::new(), String::new()),
            };
            self.text.push_str(&format!(" and {}", condition(slice, &today, &soon)));
        }
        if let Some(state) = &filter.state {
            self.and("i.standing = $?", state.as_str().into());
        }
        if let Some(kind) = filter.kind {
            self.and("i.kind = $?", kind.code().into());
        }
        if let Some(origin) = &filter.origin {
            self.and("i.origin = $?", origin.as_str().into());
        }
        if let Some(text) = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            let plain: String = text.chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
            self.and(
                "(i.title like $? or i.code like $? or i.department like $?)",
                format!("%{plain}%").into(),
            );
        }
    }

    fn statement(self, viewer: &Viewer, select: &str) -> Statement {
        let text = format!("{select}{}", self.text);
        viewer.bind(Statement::assembled(text)).bind_all(self.values)
    }
}

/// Items that fit and that the viewer may see.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    (filter, days): (&Filter, Days),
    page: &PageRequest,
) -> Result<Page<Stored<OnLedger>>, StoreError> {
    let mut query = Query::new();
    query.narrow(filter, days);
    let by_due = filter.order == Order::Due;
    if let Some(after) = &page.after {
        if by_due {
            let (due, id) = (query.value(after.key.as_str().into()), query.value(after.id.into()));
            query.text.push_str(&format!(" and (i.due, i.id) > ({due}, {id})"));
        } else {
            let number: i64 = after.key.parse().unwrap_or(0);
            let (engagement, number) = (query.value(after.id.into()), query.value(number.into()));
            query.text.push_str(&format!(" and (i.engagement, i.number) > ({engagement}, {number})"));
        }
    }
    let order = if by_due { "i.due, i.id" } else { "i.engagement, i.number" };
    let limit = query.value(page.limit().into());
    query.text.push_str(&format!(" order by {order} limit {limit}"));
    let found = all(conn, query.statement(viewer, "select i.version, i.format, i.state")).await?;
    Ok(Page::cut(found, page, |item: &Stored<OnLedger>| {
        if by_due {
            let due = item.summary.due.map_or_else(|| NO_DAY.to_owned(), |day| day.to_string());
            Cursor { key: due, id: item.item.id.0 }
        } else {
            Cursor { key: item.number.to_string(), id: item.engagement.0 }
        }
    }))
}

/// How many fit, up to a thousand.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    conn: &mut Conn,
    viewer: &Viewer,
    (filter, days): (&Filter, Days),
) -> Result<i64, StoreError> {
    let mut query = Query::new();
    query.narrow(filter, days);
    query.text.push_str(" limit 1001) as fitting");
    let (n,): (i64,) = conn.one(query.statement(viewer, "select count(*) from (select 1 as one")).await?;
    Ok(n)
}

/// Every figure of a scope with its count, in the order of [`Slice::ALL`], in one statement.
///
/// # Errors
/// [`StoreError`].
pub async fn figures(
    conn: &mut Conn,
    viewer: &Viewer,
    (filter, days): (&Filter, Days),
) -> Result<Vec<(Slice, i64)>, StoreError> {
    let mut query = Query::new();
    query.scope(filter);
    let (today, soon) = (query.value(days.today.into()), query.value(days.soon.into()));
    let sums: Vec<String> = Slice::ALL
        .into_iter()
        .map(|slice| {
            format!("coalesce(sum(case when {} then 1 else 0 end), 0)", condition(slice, &today, &soon))
        })
        .collect();
    let row: Counts = conn.one(query.statement(viewer, &format!("select {}", sums.join(", ")))).await?;
    let (a, b, c, d, e, f, g, h, i, j, k, l, m, n) = row;
    Ok(Slice::ALL.into_iter().zip([a, b, c, d, e, f, g, h, i, j, k, l, m, n]).collect())
}

/// One count a slice.
type Counts = (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

/// Items that are late, the longest first; at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn late(
    conn: &mut Conn,
    viewer: &Viewer,
    today: Day,
    most: i64,
) -> Result<Vec<Stored<OnLedger>>, StoreError> {
    let mut query = Query::new();
    query.and("i.ended = $?", false.into());
    query.and("i.due < $?", today.into());
    let limit = query.value(most.into());
    query.text.push_str(&format!(" order by i.due, i.id limit {limit}"));
    all(conn, query.statement(viewer, "select i.version, i.format, i.state")).await
}

/// Items that wait for one of these signatures, or are open and with the unit when none is named; the nearest day
/// first, at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(
    conn: &mut Conn,
    viewer: &Viewer,
    (turns, units): (&[Sign], &[UnitId]),
    most: i64,
) -> Result<Vec<Stored<OnLedger>>, StoreError> {
    let mut query = Query::new();
    query.and("i.ended = $?", false.into());
    let turns: Vec<&str> = if turns.is_empty() { vec![""] } else { turns.iter().map(|s| s.code()).collect() };
    let places: Vec<String> = turns.into_iter().map(|turn| query.value(turn.into())).collect();
    query.text.push_str(&format!(" and i.turn in ({})", places.join(", ")));
    if !units.is_empty() {
        let places: Vec<String> = units.iter().map(|unit| query.value(unit.0.into())).collect();
        query.text.push_str(&format!(" and i.unit in ({})", places.join(", ")));
    }
    let limit = query.value(most.into());
    query.text.push_str(&format!(" order by i.due, i.id limit {limit}"));
    all(conn, query.statement(viewer, "select i.version, i.format, i.state")).await
}

/// Items about which the office or the leading group is asked: an objection waits for its answer, or one was upheld and
/// the item still stands; at most `most` of either.
///
/// # Errors
/// [`StoreError`].
pub async fn asked(
    conn: &mut Conn,
    viewer: &Viewer,
    upheld: bool,
    most: i64,
) -> Result<Vec<Stored<OnLedger>>, StoreError> {
    let mut query = Query::new();
    query.and(if upheld { "i.upheld = $?" } else { "i.objection = $?" }, true.into());
    let limit = query.value(most.into());
    query.text.push_str(&format!(" order by i.due, i.id limit {limit}"));
    all(conn, query.statement(viewer, "select i.version, i.format, i.state")).await
}

/// The items of an engagement that the viewer may see, in order of number.
///
/// # Errors
/// [`StoreError`].
pub async fn seen_of(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: EngagementId,
) -> Result<Vec<Stored<OnLedger>>, StoreError> {
    let mut query = Query::new();
    query.and("i.engagement = $?", engagement.0.into());
    query.text.push_str(" order by i.number");
    all(conn, query.statement(viewer, "select i.version, i.format, i.state")).await
}

/// The units with items that the viewer may see; at most two hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn units(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<UnitId>, StoreError> {
    let mut query = Query::new();
    query.text.push_str(" limit 200");
    let rows: Vec<(Uuid,)> = conn.all(query.statement(viewer, "select distinct i.unit")).await?;
    Ok(rows.into_iter().map(|(id,)| UnitId(id)).collect())
}

/// The departments of a scope that the viewer may see; at most a hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn departments(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &Filter,
) -> Result<Vec<String>, StoreError> {
    let mut query = Query::new();
    query.scope(&Filter { department: None, leader: None, ..filter.clone() });
    query.text.push_str(" and i.department <> '' order by 1 limit 100");
    let rows: Vec<(String,)> = conn.all(query.statement(viewer, "select distinct i.department")).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// The responsible leaders' posts of a scope that the viewer may see; at most a hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn leaders(conn: &mut Conn, viewer: &Viewer, filter: &Filter) -> Result<Vec<PostId>, StoreError> {
    let mut query = Query::new();
    query.scope(&Filter { department: None, leader: None, ..filter.clone() });
    query.text.push_str(" and i.leader is not null limit 100");
    let rows: Vec<(Uuid,)> = conn.all(query.statement(viewer, "select distinct i.leader")).await?;
    Ok(rows.into_iter().map(|(id,)| PostId(id)).collect())
}
