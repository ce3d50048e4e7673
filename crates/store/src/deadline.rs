//! Running deadlines: what is due when, for whoever may see what it is about.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, sql};
use domain::deadline::{Deadline, Nearness};
use domain::permission::compartment;
use domain::ruleset::Names;
use kernel::calendar::Period;
use kernel::{Cursor, Day, DeadlineId, Page, PageRequest, RecordId};
use serde::{Deserialize, Serialize};

/// A deadline as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// Kind of the record it is about.
    pub subject_kind: String,
    /// Who may see it, besides who sees rounds.
    pub compartment: String,
    /// What the record was called.
    pub label: String,
    /// What the matter is called.
    pub name: Names,
    /// The period it was counted by; `None` when its last day was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The nearness that people were told of last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Nearness>,
    /// The deadline.
    #[serde(flatten)]
    pub deadline: Deadline,
}

impl std::ops::Deref for Running {
    type Target = Deadline;
    fn deref(&self) -> &Deadline {
        &self.deadline
    }
}

impl Running {
    /// The same with its deadline moved on. Moved to another day, people are told anew.
    #[must_use]
    pub fn moved(&self, deadline: Deadline) -> Self {
        let told = self.told.filter(|_| deadline.due == self.due);
        Self { deadline, told, ..self.clone() }
    }

    /// Whether whoever sees rounds sees it too: what a team works at is due for the office as well. A clue's or an
    /// identity's is told to its own compartment alone, so that no list betrays that there is one.
    fn is_known_to_the_office(&self) -> bool {
        !compartment::is_closed(&self.compartment)
    }
}

impl Record for Running {
    const KIND: &'static str = "deadline";
    const COLUMNS: &'static [&'static str] =
        &["compartment", "office", "kind", "subject_kind", "subject_id", "due", "open", "told"];
    fn id(&self) -> RecordId {
        self.deadline.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.compartment.as_str().into(),
            self.is_known_to_the_office().into(),
            self.matter.0.as_str().into(),
            self.subject_kind.as_str().into(),
            self.subject.into(),
            self.due.into(),
            self.satisfied.is_none().into(),
            self.told.map_or(0, Nearness::rank).into(),
        ]
    }
}

/// Which deadlines a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those that are over instead of those that run.
    pub over: bool,
    /// Due on this day at the latest.
    pub until: Option<Day>,
    /// Only those of the reader's own teams.
    pub own: bool,
}

/// Deadlines, the nearest first, of what the viewer may see.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<Stored<Running>>, StoreError> {
    let seen = if filter.own {
        visible!("d.compartment").to_owned()
    } else {
        format!("((d.office and {}) or {})", visible!("'rounds'"), visible!("d.compartment"))
    };
    let mut text =
        format!("select d.version, d.format, d.state from deadline d where {seen} and d.open = $4");
    let mut values: Vec<Value> = vec![(!filter.over).into()];
    if let Some(until) = filter.until {
        values.push(until.into());
        text.push_str(&format!(" and d.due <= ${}", values.len() + 3));
    }
    if let Some(after) = &page.after {
        values.extend([after.key.as_str().into(), after.id.into()]);
        text.push_str(&format!(" and (d.due, d.id) > (${}, ${})", values.len() + 2, values.len() + 3));
    }
    text.push_str(&format!(" order by d.due, d.id limit ${}", values.len() + 4));
    let statement = viewer.bind(Statement::assembled(text)).bind_all(values).bind(page.limit());
    let found = all(conn, statement).await?;
    Ok(Page::cut(found, page, |d: &Stored<Running>| Cursor { key: d.due.to_string(), id: d.deadline.id.0 }))
}

/// One deadline, if the viewer may see it.
///
/// # Errors
/// [`StoreError`].
pub async fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: DeadlineId,
) -> Result<Option<Stored<Running>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select d.version, d.format, d.state from deadline d where ((d.office and ",
        visible!("'rounds'"),
        ") or ",
        visible!("d.compartment"),
        ") and d.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// One deadline, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: DeadlineId) -> Result<Option<Stored<Running>>, StoreError> {
    optional(conn, sql("select version, format, state from deadline where id = $1").bind(id.0)).await
}

/// The deadlines of a record that run, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn running(
    conn: &mut Conn,
    kind: &str,
    subject: RecordId,
) -> Result<Vec<Stored<Running>>, StoreError> {
    let statement = sql("select version, format, state from deadline \
         where subject_kind = $1 and subject_id = $2 and open = $3 order by due, id");
    all(conn, statement.bind(kind).bind(subject).bind(true)).await
}

/// The deadlines of a record that are over, the newest first, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn over(
    conn: &mut Conn,
    kind: &str,
    subject: RecordId,
) -> Result<Vec<Stored<Running>>, StoreError> {
    let statement = sql("select version, format, state from deadline \
         where subject_kind = $1 and subject_id = $2 and open = $3 order by id desc");
    all(conn, statement.bind(kind).bind(subject).bind(false)).await
}

/// Deadlines that run and whose nearness people were not told of yet, the nearest first; at most `most`. `soon` is the
/// last day that is near.
///
/// # Errors
/// [`StoreError`].
pub async fn untold(
    conn: &mut Conn,
    today: Day,
    soon: Day,
    most: i64,
) -> Result<Vec<Stored<Running>>, StoreError> {
    let statement = sql("select version, format, state from deadline where open = $1 and due <= $3 \
         and (told < 1 or (told < 2 and due <= $2) or (told < 3 and due < $2)) order by due, id limit $4");
    all(conn, statement.bind(true).bind(today).bind(soon).bind(most)).await
}

/// Every deadline that runs, for counting it again: those behind an id, at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn every_running(
    conn: &mut Conn,
    after: Option<uuid::Uuid>,
    most: i64,
) -> Result<Vec<Stored<Running>>, StoreError> {
    let statement = sql("select version, format, state from deadline \
         where open = $1 and ($2 is null or id > $2) order by id limit $3");
    all(conn, statement.bind(true).bind(after).bind(most)).await
}

/// The next day by which something is due, of records of a kind, for reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn next_due(
    conn: &mut Conn,
    kind: &str,
    subjects: &[RecordId],
) -> Result<std::collections::HashMap<RecordId, Day>, StoreError> {
    if subjects.is_empty() {
        return Ok(std::collections::HashMap::new());
    }
    let condition = db::dialect::any_of("subject_id", 3, subjects.len());
    let text = format!(
        "select subject_id, min(due) from deadline where subject_kind = $1 and open = $2 and {condition} \
         group by subject_id"
    );
    let statement = Statement::assembled(text).bind(kind).bind(true);
    let rows: Vec<(uuid::Uuid, String)> =
        conn.all(statement.bind_all(subjects.iter().map(|id| id.0.into()))).await?;
    Ok(rows.into_iter().filter_map(|(id, due)| Some((RecordId(id), due.parse().ok()?))).collect())
}

/// A deadline that runs, as lists of what waits need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The deadline.
    pub id: DeadlineId,
    /// The record it is about.
    pub subject: RecordId,
    /// What is due.
    pub matter: String,
    /// The last day.
    pub due: Day,
}

/// Everything that runs for several records of a kind, the nearest first, for reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn open_of(conn: &mut Conn, kind: &str, subjects: &[RecordId]) -> Result<Vec<Open>, StoreError> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let condition = db::dialect::any_of("subject_id", 3, subjects.len());
    let text = format!(
        "select id, subject_id, kind, due from deadline where subject_kind = $1 and open = $2 and {condition} \
         order by due, id"
    );
    let statement = Statement::assembled(text).bind(kind).bind(true);
    let rows: Vec<(uuid::Uuid, uuid::Uuid, String, String)> =
        conn.all(statement.bind_all(subjects.iter().map(|id| id.0.into()))).await?;
    let open = |(id, subject, matter, due): (uuid::Uuid, uuid::Uuid, String, String)| {
        Some(Open { id: DeadlineId(id), subject: RecordId(subject), matter, due: due.parse().ok()? })
    };
    Ok(rows.into_iter().filter_map(open).collect())
}
