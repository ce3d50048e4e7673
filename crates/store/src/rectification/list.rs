//! Lists and figures of the ledger: every figure is the length of the list it opens.

use super::{NO_DAY, OnLedger, on_ledger};
use crate::Viewer;
use crate::record::{StoreError, Stored, all};
use db::{Conn, Statement, Value};
use domain::permission::compartment;
use domain::rectification::figures::Slice;
use domain::rectification::{ItemKind, Origin, Sign, State};
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

impl Filter {
    /// Whether the nearest day comes first: what is late or soon due is always listed so.
    pub fn by_due(&self) -> bool {
        self.order == Order::Due || matches!(self.slice, Some(Slice::Late | Slice::Soon))
    }

    /// Whether it asks for nothing but a figure's own list, whose length is kept.
    fn is_figure(&self) -> bool {
        let Self { text, state, kind, origin, leader, department, .. } = self;
        let words =
            [text, state, origin, department].into_iter().all(|t| t.as_deref().is_none_or(str::is_empty));
        words && kind.is_none() && leader.is_none() && self.slice.is_some()
    }
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
        Slice::Open => "i.ended = false".to_owned(),
        Slice::Late => format!("i.due < {today}"),
        Slice::Soon => format!("(i.due >= {today} and i.due <= {soon})"),
        Slice::Unclaimed => "i.standing = 'fed_back'".to_owned(),
        Slice::ToSign => "i.turn in ('responsible_leader', 'unit_head', 'superior')".to_owned(),
        Slice::ToReview => "i.turn = 'review'".to_owned(),
        Slice::ToVerify => "i.turn = 'verify'".to_owned(),
        Slice::SentBack => "i.standing = 'sent_back'".to_owned(),
        Slice::Lasting => {
            "(i.ended = false and (i.standing = 'continued' or i.kind = 'long_term'))".to_owned()
        }
        Slice::PaperOnly => "(i.ended = false and i.paper_only)".to_owned(),
        Slice::Rebound => "(i.rebounds > 0 and i.ended = false)".to_owned(),
        Slice::FromElsewhere => "(i.origin <> 'feedback' and i.ended = false)".to_owned(),
        Slice::Closed => "i.standing = 'closed'".to_owned(),
    }
}

/// The name under which a slice is counted; the two that depend on today are summed from the days of [`DUE`].
const fn facet(slice: Slice) -> Option<&'static str> {
    Some(match slice {
        Slice::Late | Slice::Soon => return None,
        Slice::All => "all",
        Slice::Open => "open",
        Slice::Unclaimed => "unclaimed",
        Slice::ToSign => "to_sign",
        Slice::ToReview => "to_review",
        Slice::ToVerify => "to_verify",
        Slice::SentBack => "sent_back",
        Slice::Lasting => "lasting",
        Slice::PaperOnly => "paper_only",
        Slice::Rebound => "rebound",
        Slice::FromElsewhere => "from_elsewhere",
        Slice::Closed => "closed",
    })
}

/// Under which items are counted by the day they are due.
const DUE: &str = "due";

/// What an item counts as: what [`condition`] says of its row, said of the item.
pub(super) fn facets(item: &OnLedger) -> Vec<(&'static str, Option<Day>)> {
    let open = !item.state.is_over();
    let turn = item.summary.turn;
    let is = |slice: &Slice| match slice {
        Slice::All => !matches!(item.state, State::Annulled { .. }),
        Slice::Open => open,
        Slice::Late | Slice::Soon => false,
        Slice::Unclaimed => matches!(item.state, State::FedBack),
        Slice::ToSign => matches!(turn, Some(Sign::Leader | Sign::Head | Sign::Superior)),
        Slice::ToReview => turn == Some(Sign::Review),
        Slice::ToVerify => turn == Some(Sign::Verify),
        Slice::SentBack => matches!(item.state, State::SentBack { .. }),
        Slice::Lasting => {
            open && (matches!(item.state, State::Continued { .. }) || item.item.kind == ItemKind::LongTerm)
        }
        Slice::PaperOnly => open && item.summary.paper_only,
        Slice::Rebound => open && item.rebounds > 0,
        Slice::FromElsewhere => open && !matches!(item.origin, Origin::Feedback { .. }),
        Slice::Closed => matches!(item.state, State::Closed { .. }),
    };
    let slices = Slice::ALL.iter().filter(|slice| is(slice)).filter_map(|slice| facet(*slice));
    let day = item.summary.due.map(|day| (DUE, Some(day)));
    slices.map(|name| (name, None)).chain(day).collect()
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
            // By the index of what the unit itself sees.
            self.and("i.portal = $?", compartment::portal(unit).into());
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
    let by_due = filter.by_due();
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

/// How many fit: of a figure's own list the figure, of others counted up to a thousand.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    conn: &mut Conn,
    viewer: &Viewer,
    (filter, days): (&Filter, Days),
) -> Result<i64, StoreError> {
    if filter.is_figure() {
        let figures = figures(conn, viewer, (filter, days)).await?;
        return Ok(figures.into_iter().find(|(slice, _)| filter.slice == Some(*slice)).map_or(0, |(_, n)| n));
    }
    let mut query = Query::new();
    query.narrow(filter, days);
    query.text.push_str(" limit 1001) as fitting");
    let (n,): (i64,) = conn.one(query.statement(viewer, "select count(*) from (select 1 as one")).await?;
    Ok(n)
}

/// Every figure of a scope with its count, in the order of [`Slice::ALL`], in one statement: from the numbers that are
/// kept, or from the rows of the one department or leader that the scope names.
///
/// # Errors
/// [`StoreError`].
pub async fn figures(
    conn: &mut Conn,
    viewer: &Viewer,
    (filter, days): (&Filter, Days),
) -> Result<Vec<(Slice, i64)>, StoreError> {
    let kept = filter.leader.is_none() && filter.department.is_none();
    let statement = if kept { kept_figures(viewer, filter, days) } else { row_figures(viewer, filter, days) };
    let row: Counts = conn.one(statement).await?;
    let (a, b, c, d, e, f, g, h, i, j, k, l, m, n) = row;
    Ok(Slice::ALL.into_iter().zip([a, b, c, d, e, f, g, h, i, j, k, l, m, n]).collect())
}

/// One count a slice.
type Counts = (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

/// Sums a condition's rows.
fn sum(condition: &str, of: &str) -> String {
    format!("cast(coalesce(sum(case when {condition} then {of} else 0 end), 0) as bigint)")
}

fn row_figures(viewer: &Viewer, filter: &Filter, days: Days) -> Statement {
    let mut query = Query::new();
    query.scope(filter);
    let (today, soon) = (query.value(days.today.into()), query.value(days.soon.into()));
    let sums = Slice::ALL.map(|slice| sum(&condition(slice, &today, &soon), "1"));
    query.statement(viewer, &format!("select {}", sums.join(", ")))
}

fn kept_figures(viewer: &Viewer, filter: &Filter, days: Days) -> Statement {
    let seen = on_ledger!("t.portal", "t.supervised", "t.compartment");
    let mut query =
        Query { text: format!(" from tally t where t.kind = 'item' and {seen}"), values: Vec::new() };
    if let Some(unit) = filter.unit {
        query.and("t.portal = $?", compartment::portal(unit).into());
    }
    if let Some(round) = filter.round {
        query.and("t.round = $?", round.0.into());
    }
    if let Some(engagement) = filter.engagement {
        query.and("t.engagement = $?", engagement.0.into());
    }
    let (today, soon) = (query.value(days.today.into()), query.value(days.soon.into()));
    let sums = Slice::ALL.map(|slice| {
        let condition = match (facet(slice), slice) {
            (Some(name), _) => format!("t.facet = '{name}'"),
            (None, Slice::Late) => format!("t.facet = '{DUE}' and t.day < {today}"),
            (None, _) => format!("t.facet = '{DUE}' and t.day >= {today} and t.day <= {soon}"),
        };
        sum(&condition, "t.n")
    });
    query.statement(viewer, &format!("select {}", sums.join(", ")))
}

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
    // Written out: the index holds these items alone.
    query.text.push_str(if upheld { " and i.upheld = true" } else { " and i.objection = true" });
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
    let seen = on_ledger!("t.portal", "t.supervised", "t.compartment");
    let text = format!(
        "select distinct t.unit from tally t where t.kind = 'item' and t.facet = 'all' and {seen} limit 200"
    );
    let rows: Vec<(Option<Uuid>,)> = conn.all(viewer.bind(Statement::assembled(text))).await?;
    Ok(rows.into_iter().filter_map(|(id,)| id.map(UnitId)).collect())
}

/// How far a unit's rectification is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Progress {
    /// The unit.
    pub unit: Uuid,
    /// Items closed.
    pub closed: i64,
    /// Not over.
    pub open: i64,
    /// Of these late.
    pub late: i64,
    /// Due within the near days.
    pub soon: i64,
}

/// The units that the viewer may see with how far they are: those with most that is late first, at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn progress(
    conn: &mut Conn,
    viewer: &Viewer,
    days: Days,
    most: i64,
) -> Result<Vec<Progress>, StoreError> {
    let seen = on_ledger!("t.portal", "t.supervised", "t.compartment");
    let due = format!("t.facet = '{DUE}' and t.day");
    let text = format!(
        "select t.unit, {} as closed, {} as open, {} as late, {} as soon from tally t \
         where t.kind = 'item' and {seen} group by t.unit \
         order by late desc, soon desc, open desc, t.unit limit $6",
        sum("t.facet = 'closed'", "t.n"),
        sum("t.facet = 'open'", "t.n"),
        sum(&format!("{due} < $4"), "t.n"),
        sum(&format!("{due} >= $4 and t.day <= $5"), "t.n"),
    );
    let statement = viewer.bind(Statement::assembled(text)).bind(days.today).bind(days.soon);
    Ok(conn.all(statement.bind(most)).await?)
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
