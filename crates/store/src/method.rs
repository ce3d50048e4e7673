//! Records of methods (C1 to C12): the team's. What is sealed of them is found by nothing.

use crate::record::{Record, SearchEntry, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, dialect, sql};
use domain::account::SealedRef;
use domain::method::{MethodRecord, Standing, Times};
use domain::permission::compartment;
use kernel::{Cursor, Day, EngagementId, MethodRecordId, Page, PageRequest, RecordId};

impl Record for MethodRecord {
    const KIND: &'static str = "method_record";
    const COLUMNS: &'static [&'static str] =
        &["engagement", "number", "method", "standing", "moment", "focus", "compartment"];

    fn id(&self) -> RecordId {
        self.id.into()
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.engagement.0.into(),
            self.number.as_str().into(),
            self.plan.method.as_str().into(),
            self.standing().code().into(),
            moment(&self.setting().times).into(),
            focus(self).into(),
            compartment::work(self.engagement).into(),
        ]
    }

    fn sealed(&self) -> Vec<SealedRef> {
        self.held.iter().filter_map(|held| held.sealed.clone()).collect()
    }

    fn search(&self) -> Option<SearchEntry> {
        let points = self.held.iter().flat_map(|held| &held.points);
        let said: Vec<&str> = points.flat_map(|point| [point.topic.as_str(), point.text.as_str()]).collect();
        Some(SearchEntry {
            compartment: compartment::work(self.engagement),
            title: format!("{} {}", self.number, self.plan.topic),
            text: said.join(" "),
        })
    }
}

/// Day and hour in their order; a day without hours comes before its hours.
fn moment(times: &Times) -> String {
    let from = times.from.map(|from| from.to_string()).unwrap_or_default();
    format!("{} {from}", times.day)
}

/// Its focus points, each between spaces.
fn focus(record: &MethodRecord) -> String {
    let codes: Vec<&str> = record.plan.focus.iter().map(|code| code.0.as_str()).collect();
    format!(" {} ", codes.join(" "))
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this method.
    pub method: Option<String>,
    /// Standing so.
    pub standing: Option<Standing>,
    /// With this focus point.
    pub focus: Option<String>,
}

/// The first placeholder after the viewer's and the engagement's.
const FIRST: usize = 5;

impl Filter {
    fn narrowed(&self) -> (String, Vec<Value>) {
        let (mut text, mut values) = (String::new(), Vec::new());
        let asked: [(&str, Option<Value>); 3] = [
            ("r.method =", self.method.as_deref().map(Value::from)),
            ("r.standing =", self.standing.map(|standing| standing.code().into())),
            ("r.focus like", self.focus.as_ref().map(|code| format!("% {code} %").into())),
        ];
        for (condition, value) in asked {
            let Some(value) = value else { continue };
            text.push_str(&format!(" and {condition} ${}", FIRST + values.len()));
            values.push(value);
        }
        // What was taken back is shown to whoever asks for it.
        if self.standing.is_none() {
            text.push_str(" and r.standing <> 'withdrawn'");
        }
        (text, values)
    }
}

/// The records of an engagement that the viewer sees, the latest day first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    (engagement, filter): (EngagementId, &Filter),
    page: &PageRequest,
) -> Result<Page<Stored<MethodRecord>>, StoreError> {
    let (mut conditions, mut values) = filter.narrowed();
    if let Some(after) = &page.after {
        let n = FIRST + values.len();
        conditions.push_str(&format!(" and (r.moment, r.id) < (${n}, ${})", n + 1));
        values.extend([after.key.as_str().into(), after.id.into()]);
    }
    let text = format!(
        "select r.version, r.format, r.state from method_record r where {} and r.engagement = $4{conditions} \
         order by r.moment desc, r.id desc limit ${}",
        visible!("r.compartment"),
        FIRST + values.len()
    );
    let statement = viewer.bind(Statement::assembled(text)).bind(engagement.0).bind_all(values);
    let found = all(conn, statement.bind(page.limit())).await?;
    Ok(Page::cut(found, page, |record: &Stored<MethodRecord>| Cursor {
        key: moment(&record.setting().times),
        id: record.value.id.0,
    }))
}

/// How many records of a method stand somewhere.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Count {
    /// The method's code.
    pub method: String,
    /// The standing's code.
    pub standing: String,
    /// How many.
    pub count: i64,
}

/// How many records of each method stand where in an engagement, of those the viewer sees.
///
/// # Errors
/// [`StoreError`].
pub async fn counts(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: EngagementId,
) -> Result<Vec<Count>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select r.method, r.standing, count(*) as count from method_record r where ",
        visible!("r.compartment"),
        " and r.engagement = $4 and r.standing <> 'withdrawn' group by r.method, r.standing"
    )));
    Ok(conn.all(statement.bind(engagement.0)).await?)
}

/// How many records of the viewer's engagements stand where.
///
/// # Errors
/// [`StoreError`].
pub async fn totals(
    conn: &mut Conn,
    viewer: &Viewer,
) -> Result<Vec<(EngagementId, String, i64)>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select r.engagement, r.standing, count(*) from method_record r where ",
        visible!("r.compartment"),
        " and r.standing <> 'withdrawn' group by r.engagement, r.standing"
    )));
    let found: Vec<(uuid::Uuid, String, i64)> = conn.all(statement).await?;
    Ok(found.into_iter().map(|(id, standing, count)| (EngagementId(id), standing, count)).collect())
}

/// A record by what a page of focus points needs of it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Focused {
    /// The method's code.
    pub method: String,
    /// Its number.
    pub number: String,
    /// Its focus points, each between spaces.
    pub focus: String,
}

/// What was recorded in an engagement with at least one focus point, of what the viewer sees.
///
/// # Errors
/// [`StoreError`].
pub async fn focused(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: EngagementId,
) -> Result<Vec<Focused>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select r.method, r.number, r.focus from method_record r where ",
        visible!("r.compartment"),
        " and r.engagement = $4 and r.standing in ('to_check', 'recorded') and r.focus <> '  '"
    )));
    Ok(conn.all(statement.bind(engagement.0)).await?)
}

/// One record, if the viewer sees it.
///
/// # Errors
/// [`StoreError`].
pub async fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: MethodRecordId,
) -> Result<Option<Stored<MethodRecord>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select r.version, r.format, r.state from method_record r where ",
        visible!("r.compartment"),
        " and r.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// Records of the viewer's engagements that are planned up to a day or wait to be checked, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn unfinished(
    conn: &mut Conn,
    viewer: &Viewer,
    until: Day,
    most: i64,
) -> Result<Vec<Stored<MethodRecord>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select r.version, r.format, r.state from method_record r where ",
        visible!("r.compartment"),
        " and (r.standing = 'to_check' or (r.standing = 'planned' and r.moment < $4)) \
         order by r.moment, r.id limit $5"
    )));
    let end = Times { day: until.plus_days(1), from: None, to: None };
    all(conn, statement.bind(moment(&end)).bind(most)).await
}

/// The records of an engagement on a day, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_day(
    conn: &mut Conn,
    engagements: &[EngagementId],
    day: Day,
) -> Result<Vec<Stored<MethodRecord>>, StoreError> {
    if engagements.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "select version, format, state from method_record where {} and moment >= $1 and moment < $2 \
         and standing <> 'withdrawn' order by moment, id",
        dialect::any_of("engagement", 3, engagements.len())
    );
    let begin = |day| moment(&Times { day, from: None, to: None });
    let statement = Statement::assembled(text).bind(begin(day)).bind(begin(day.plus_days(1)));
    all(conn, statement.bind_all(engagements.iter().map(|id| id.0.into()))).await
}

/// The records of an engagement with these numbers, for evidence that names them; for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn ids_of(
    conn: &mut Conn,
    engagement: EngagementId,
    numbers: &[&str],
) -> Result<Vec<(String, MethodRecordId)>, StoreError> {
    let mut found = Vec::new();
    for chunk in numbers.chunks(500) {
        let text = format!(
            "select number, id from method_record where engagement = $1 and standing <> 'withdrawn' and {}",
            dialect::any_of("number", 2, chunk.len())
        );
        let values = chunk.iter().map(|number| Value::from(*number));
        let rows: Vec<(String, uuid::Uuid)> =
            conn.all(Statement::assembled(text).bind(engagement.0).bind_all(values)).await?;
        found.extend(rows.into_iter().map(|(number, id)| (number, MethodRecordId(id))));
    }
    Ok(found)
}

/// Whether a number is taken in an engagement, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn is_taken(conn: &mut Conn, engagement: EngagementId, number: &str) -> Result<bool, StoreError> {
    let statement = sql("select number from method_record where engagement = $1 and number = $2");
    let found: Option<(String,)> = conn.optional(statement.bind(engagement.0).bind(number)).await?;
    Ok(found.is_some())
}
