//! Clues, their hand-overs, the balance of each night.
//!
//! A clue has three compartments: its team's leader and named inspectors, the office once it is passed there, the head
//! of the leading group once a route is put. What it says is a sealed value and in no column.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, sql};
use domain::account::{Access, SealedRef};
use domain::clue::{Clue, ClueBalance, Kept, Standing, Transfer};
use domain::permission::compartment;
use kernel::id::{ClueId, TransferId};
use kernel::{Cursor, Day, EngagementId, Message, Page, PageRequest, RecordId, RoundId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// The office's compartment of a clue; none while its team has it.
fn office(clue: &Clue) -> Option<&'static str> {
    (clue.passed.is_some() || clue.filing.is_some()).then_some(compartment::FILED_CLUES)
}

/// The leading group's; none before the office has filed it and chosen a route.
fn put(clue: &Clue) -> Option<&'static str> {
    let routed = clue.filing.is_some() && clue.dispositions().iter().all(|(_, d)| d.is_some());
    routed.then_some(compartment::PUT_CLUES)
}

impl Record for Clue {
    const KIND: &'static str = "clue";
    const COLUMNS: &'static [&'static str] =
        &["engagement", "number", "compartment", "office", "put", "standing", "collected"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.engagement.0.into(),
            self.number.as_str().into(),
            compartment::clues(self.engagement).into(),
            office(self).into(),
            put(self).into(),
            self.standing().code().into(),
            self.is_collected().into(),
        ]
    }
    fn sealed(&self) -> Vec<SealedRef> {
        match &self.kept {
            Kept::Sealed { body } => vec![body.clone()],
            Kept::Elsewhere { .. } => Vec::new(),
        }
    }
}

/// The compartment of whoever receives a hand-over; none for a receiver who is no unit here.
pub fn receiver(transfer: &Transfer) -> Option<String> {
    let of = if transfer.inside { compartment::discipline } else { compartment::received };
    transfer.to.map(of)
}

impl Record for Transfer {
    const KIND: &'static str = "clue_transfer";
    const COLUMNS: &'static [&'static str] = &["clue", "compartment", "receiver", "standing", "on_day"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.clue.0.into(),
            receiver(self).into(),
            self.name.as_str().into(),
            self.standing().into(),
            self.on.into(),
        ]
    }
    fn sealed(&self) -> Vec<SealedRef> {
        self.package.iter().cloned().collect()
    }
}

/// What a night's count found (H6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NightlyBalance {
    /// Its id.
    pub id: RecordId,
    /// The day it was counted on.
    pub day: Day,
    /// The figures, over all engagements.
    pub figures: ClueBalance,
    /// Everything that does not agree. None: the balance is clear.
    pub faults: Vec<Message>,
    /// The figures of each engagement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub engagements: Vec<(EngagementId, ClueBalance)>,
}

impl Record for NightlyBalance {
    const KIND: &'static str = "clue_balance";
    const COLUMNS: &'static [&'static str] = &["day"];
    fn id(&self) -> RecordId {
        self.id
    }
    fn columns(&self) -> Vec<Value> {
        vec![self.day.into()]
    }
}

/// Which clues a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those of one engagement.
    pub engagement: Option<EngagementId>,
    /// Only those that stand so.
    pub standing: Option<Standing>,
    /// Only those of which something is late: a hand-over without receipt, a receipt without outcome.
    pub late: Option<Day>,
    /// Only those handed over to a receiver whose name contains this.
    pub receiver: Option<String>,
}

/// In whose hands the viewer sees a clue.
const VISIBLE: &str =
    concat!("(", visible!("c.compartment"), " or ", visible!("c.office"), " or ", visible!("c.put"), ")");

/// A list's text as it grows, with its values.
struct Narrowing {
    text: String,
    values: Vec<Value>,
}

impl Narrowing {
    /// Takes one condition more, which names its value `$?`.
    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        // The viewer's values are the first three.
        let place = format!("${}", self.values.len() + 4);
        self.text.push_str(" and ");
        self.text.push_str(&condition.replace("$?", &place));
        self.values.push(value.into());
    }
}

/// Clues that the viewer sees, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<Stored<Clue>>, StoreError> {
    let text = format!("select c.version, c.format, c.state from clue c where {VISIBLE}");
    let mut list = Narrowing { text, values: Vec::new() };
    if let Some(engagement) = filter.engagement {
        list.and("c.engagement = $?", engagement.0);
    }
    if let Some(standing) = filter.standing {
        list.and("c.standing = $?", standing.code());
    }
    if let Some(today) = filter.late {
        list.and(
            "exists (select 1 from clue_transfer t join deadline d on d.subject_id = t.id \
             and d.subject_kind = 'clue_transfer' where t.clue = c.id and d.open = $?",
            true,
        );
        list.and("d.due < $?)", today);
    }
    if let Some(name) = filter.receiver.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        let pattern = format!("%{}%", crate::part::literally(name));
        list.and(
            "exists (select 1 from clue_transfer t where t.clue = c.id and t.receiver like $? escape '\\')",
            pattern,
        );
    }
    if let Some(after) = &page.after {
        list.and("c.id < $?", after.id);
    }
    let text = format!("{} order by c.id desc limit ${}", list.text, list.values.len() + 4);
    let statement = viewer.bind(Statement::assembled(text)).bind_all(list.values).bind(page.limit());
    let found = all(conn, statement).await?;
    Ok(Page::cut(found, page, |c: &Stored<Clue>| Cursor { key: String::new(), id: c.id.0 }))
}

/// Clues in the office's hand with a subject that is collected for after the round, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn collected(
    conn: &mut Conn,
    viewer: &Viewer,
    page: &PageRequest,
) -> Result<Page<Stored<Clue>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select c.version, c.format, c.state from clue c where c.collected = $4 and ",
        visible!("c.office"),
        " and ($5 is null or c.id > $5) order by c.id limit $6"
    )));
    let after = page.after.as_ref().map(|c| c.id);
    let found = all(conn, statement.bind(true).bind(after).bind(page.limit())).await?;
    Ok(Page::cut(found, page, |c: &Stored<Clue>| Cursor { key: String::new(), id: c.id.0 }))
}

/// Clues that the viewer sees and that have no outcome yet, the oldest first; at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn unfinished(
    conn: &mut Conn,
    viewer: &Viewer,
    most: i64,
) -> Result<Vec<Stored<Clue>>, StoreError> {
    let text = format!(
        "select c.version, c.format, c.state from clue c where {VISIBLE} \
         and c.standing not in ('outcome', 'closed', 'withdrawn') order by c.id limit $4"
    );
    all(conn, viewer.bind(Statement::assembled(text)).bind(most)).await
}

/// One clue, if the viewer sees it.
///
/// # Errors
/// [`StoreError`].
pub async fn view(conn: &mut Conn, viewer: &Viewer, id: ClueId) -> Result<Option<Stored<Clue>>, StoreError> {
    let text = format!("select c.version, c.format, c.state from clue c where {VISIBLE} and c.id = $4");
    optional(conn, viewer.bind(Statement::assembled(text)).bind(id.0)).await
}

/// The access row by which the viewer sees a compartment.
///
/// # Errors
/// [`StoreError`].
pub async fn sight(
    conn: &mut Conn,
    viewer: &Viewer,
    compartment: &str,
) -> Result<Option<Stored<Access>>, StoreError> {
    let statement =
        viewer.bind(sql("select version, format, state from access where account = $1 and from_at <= $2 \
         and (until_at is null or until_at > $2) and ($3 is null or role_grant = $3) and compartment = $4 \
         order by id limit 1"));
    optional(conn, statement.bind(compartment)).await
}

/// Someone who holds a team's role for an engagement, and the row that names them for its clues, where there is one.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TeamHolder {
    /// The account.
    pub account: uuid::Uuid,
    /// The holder's name.
    pub name: String,
    /// Code of the role.
    pub role: String,
    /// The grant.
    pub grant_id: uuid::Uuid,
    /// The access row.
    pub access: Option<uuid::Uuid>,
}

/// Who holds a team's role for an engagement now, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn team_holders(
    conn: &mut Conn,
    engagement: EngagementId,
    at: Timestamp,
) -> Result<Vec<TeamHolder>, StoreError> {
    let statement =
        sql("select g.account, a.name, g.role, g.id as grant_id, v.id as access from role_grant g \
         join account a on a.id = g.account and a.standing = 'enabled' \
         left join access v on v.role_grant = g.id and v.compartment = $3 and v.from_at <= $2 \
         and (v.until_at is null or v.until_at > $2) \
         where g.scope = $1 and g.from_at <= $2 and (g.until_at is null or g.until_at > $2) order by g.id");
    let scope = domain::permission::Scope::One(engagement.0).to_string();
    Ok(conn.all(statement.bind(scope).bind(at).bind(compartment::clues(engagement))).await?)
}

/// An access row, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn access(conn: &mut Conn, id: RecordId) -> Result<Option<Stored<Access>>, StoreError> {
    optional(conn, sql("select version, format, state from access where id = $1").bind(id)).await
}

/// One clue, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: ClueId) -> Result<Option<Stored<Clue>>, StoreError> {
    optional(conn, sql("select version, format, state from clue where id = $1").bind(id.0)).await
}

/// The clues of an engagement, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_engagement(conn: &mut Conn, id: EngagementId) -> Result<Vec<Stored<Clue>>, StoreError> {
    let statement = sql("select version, format, state from clue where engagement = $1 order by id");
    all(conn, statement.bind(id.0)).await
}

/// Every clue behind an id, at most `most`, for the balance.
///
/// # Errors
/// [`StoreError`].
pub async fn every(
    conn: &mut Conn,
    after: Option<ClueId>,
    most: i64,
) -> Result<Vec<Stored<Clue>>, StoreError> {
    let statement =
        sql("select version, format, state from clue where ($1 is null or id > $1) order by id limit $2");
    all(conn, statement.bind(after.map(|id| id.0)).bind(most)).await
}

/// The numbers in use in a round, for acts and previews that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn numbers(conn: &mut Conn, round: RoundId) -> Result<Vec<String>, StoreError> {
    let statement =
        sql("select c.number from clue c join engagement e on e.id = c.engagement where e.round = $1");
    let rows: Vec<(String,)> = conn.all(statement.bind(round.0)).await?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// Whether a number is in use anywhere.
///
/// # Errors
/// [`StoreError`].
pub async fn is_taken(conn: &mut Conn, number: &str) -> Result<bool, StoreError> {
    let statement = sql("select count(*) from (select number from clue where number = $1 \
         union all select number from matter where number = $1 \
        union all select number from petition_referral where number = $1) n");
    let (count,): (i64,) = conn.one(statement.bind(number)).await?;
    Ok(count > 0)
}

/// How many clues the journal knows of: the other side of the balance.
///
/// # Errors
/// [`StoreError`].
pub async fn journalled(conn: &mut Conn) -> Result<i64, StoreError> {
    let statement = sql("select count(*) from journal_state where kind = 'clue' and version = 1");
    let (count,): (i64,) = conn.one(statement).await?;
    Ok(count)
}

/// How many clues of each engagement the journal knows of, as far as they are there.
///
/// # Errors
/// [`StoreError`].
pub async fn journalled_by(conn: &mut Conn) -> Result<Vec<(EngagementId, i64)>, StoreError> {
    let statement = sql("select c.engagement, count(*) from journal_state s join clue c on c.id = s.id \
         where s.kind = 'clue' and s.version = 1 group by c.engagement order by c.engagement");
    let rows: Vec<(uuid::Uuid, i64)> = conn.all(statement).await?;
    Ok(rows.into_iter().map(|(id, n)| (EngagementId(id), n)).collect())
}

/// The hand-overs of a clue, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn transfers(conn: &mut Conn, clue: ClueId) -> Result<Vec<Stored<Transfer>>, StoreError> {
    let statement = sql("select version, format, state from clue_transfer where clue = $1 order by id");
    all(conn, statement.bind(clue.0)).await
}

/// The hand-overs of several clues, for reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn transfers_of(conn: &mut Conn, clues: &[ClueId]) -> Result<Vec<Stored<Transfer>>, StoreError> {
    if clues.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "select version, format, state from clue_transfer where {} order by id",
        db::dialect::any_of("clue", 1, clues.len())
    );
    all(conn, Statement::assembled(text).bind_all(clues.iter().map(|id| id.0.into()))).await
}

/// The newest hand-overs of the clues that the viewer sees, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn newest_transfers(
    conn: &mut Conn,
    viewer: &Viewer,
    most: i64,
) -> Result<Vec<Stored<Transfer>>, StoreError> {
    let text = format!(
        "select t.version, t.format, t.state from clue_transfer t join clue c on c.id = t.clue where {VISIBLE} \
         order by t.id desc limit $4"
    );
    all(conn, viewer.bind(Statement::assembled(text)).bind(most)).await
}

/// One hand-over, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn transfer(conn: &mut Conn, id: TransferId) -> Result<Option<Stored<Transfer>>, StoreError> {
    optional(conn, sql("select version, format, state from clue_transfer where id = $1").bind(id.0)).await
}

/// Several hand-overs, for reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn transfers_by_id(
    conn: &mut Conn,
    ids: &[TransferId],
) -> Result<Vec<Stored<Transfer>>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "select version, format, state from clue_transfer where {} order by id",
        db::dialect::any_of("id", 1, ids.len())
    );
    all(conn, Statement::assembled(text).bind_all(ids.iter().map(|id| id.0.into()))).await
}

/// One hand-over, if the viewer is who received it.
///
/// # Errors
/// [`StoreError`].
pub async fn received(
    conn: &mut Conn,
    viewer: &Viewer,
    id: TransferId,
) -> Result<Option<Stored<Transfer>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select t.version, t.format, t.state from clue_transfer t where ",
        visible!("t.compartment"),
        " and t.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// What was handed over to the viewer, the newest first; only what is still awaited, if asked so.
///
/// # Errors
/// [`StoreError`].
pub async fn received_list(
    conn: &mut Conn,
    viewer: &Viewer,
    open: bool,
    page: &PageRequest,
) -> Result<Page<Stored<Transfer>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select t.version, t.format, t.state from clue_transfer t where ",
        visible!("t.compartment"),
        " and ($4 is null or t.id < $4) and ($5 = $6 or t.standing <> 'outcome') order by t.id desc limit $7"
    )));
    let after = page.after.as_ref().map(|c| c.id);
    let found = all(conn, statement.bind(after).bind(open).bind(false).bind(page.limit())).await?;
    Ok(Page::cut(found, page, |t: &Stored<Transfer>| Cursor { key: String::new(), id: t.value.id.0 }))
}

/// Every hand-over that is not answered yet, for the balance.
///
/// # Errors
/// [`StoreError`].
pub async fn every_transfer(conn: &mut Conn) -> Result<Vec<Stored<Transfer>>, StoreError> {
    all(conn, sql("select version, format, state from clue_transfer order by id")).await
}

/// The running deadlines of several hand-overs: each with the hand-over and its last day.
///
/// # Errors
/// [`StoreError`].
pub async fn due(conn: &mut Conn, transfers: &[TransferId]) -> Result<Vec<(TransferId, Day)>, StoreError> {
    if transfers.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "select subject_id, due from deadline where subject_kind = 'clue_transfer' and open = $1 and {} order by due",
        db::dialect::any_of("subject_id", 2, transfers.len())
    );
    let ids = transfers.iter().map(|id| id.0.into());
    let rows: Vec<(uuid::Uuid, String)> =
        conn.all(Statement::assembled(text).bind(true).bind_all(ids)).await?;
    Ok(rows.into_iter().filter_map(|(id, due)| Some((TransferId(id), due.parse().ok()?))).collect())
}

/// The newest balance, for reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn newest_balance(conn: &mut Conn) -> Result<Option<Stored<NightlyBalance>>, StoreError> {
    optional(conn, sql("select version, format, state from clue_balance order by day desc limit 1")).await
}

/// The balances, the newest first, for reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn balances(conn: &mut Conn, most: i64) -> Result<Vec<Stored<NightlyBalance>>, StoreError> {
    all(conn, sql("select version, format, state from clue_balance order by day desc limit $1").bind(most))
        .await
}

/// The balance of a day, for the job that makes it.
///
/// # Errors
/// [`StoreError`].
pub async fn balance_of(conn: &mut Conn, day: Day) -> Result<Option<Stored<NightlyBalance>>, StoreError> {
    optional(conn, sql("select version, format, state from clue_balance where day = $1").bind(day)).await
}

/// Whether the viewer sees the clues of any engagement or of the office: whether their list exists for them.
///
/// # Errors
/// [`StoreError`].
pub async fn sees_any(conn: &mut Conn, viewer: &Viewer, account: UserId) -> Result<bool, StoreError> {
    let statement = sql(
        "select count(*) from access where account = $1 and from_at <= $2 and (until_at is null or until_at > $2) \
         and ($3 is null or role_grant = $3) and (compartment like '%:clues' or compartment in ('clues', 'clues:put'))",
    );
    let acting = viewer.acting.map(|g| g.0);
    let (count,): (i64,) = conn.one(statement.bind(account.0).bind(viewer.at).bind(acting)).await?;
    Ok(count > 0)
}
