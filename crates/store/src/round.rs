//! Rounds.

use crate::record::{Record, SearchEntry, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Value, sql};
use domain::round::{Round, Stage};
use domain::term::RoundNumber;
use kernel::{Cursor, Day, Page, PageRequest, RecordId, RoundId, TermId};

/// A stage's code in columns.
const fn stage_code(stage: Stage) -> &'static str {
    match stage {
        Stage::Planned => "planned",
        Stage::Approved => "approved",
        Stage::Deployed => "deployed",
        Stage::OnSite => "on_site",
        Stage::Reporting => "reporting",
        Stage::FeedingBack => "feeding_back",
        Stage::Rectifying => "rectifying",
        Stage::Closed => "closed",
        Stage::Archived => "archived",
    }
}

impl Record for Round {
    const KIND: &'static str = "round";
    const COLUMNS: &'static [&'static str] = &["term", "number", "standing", "from_day", "to_day"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.term.0.into(),
            i64::from(self.number.0).into(),
            if self.withdrawn.is_some() { "withdrawn" } else { stage_code(self.stage) }.into(),
            self.window.from.into(),
            self.window.to.into(),
        ]
    }
    fn search(&self) -> Option<SearchEntry> {
        Some(SearchEntry { compartment: "rounds".into(), title: self.name.clone(), text: String::new() })
    }
}

/// A round in a few words, for the switcher in the top bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundLight {
    /// Its id.
    pub id: RoundId,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub stage: Stage,
    /// First day on site.
    pub from: Day,
    /// Last day on site.
    pub to: Day,
}

/// Rounds, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    page: &PageRequest,
) -> Result<Page<Stored<Round>>, StoreError> {
    let after = page.after.as_ref();
    let found = all(
        conn,
        viewer
            .bind(sql(concat!(
                "select version, format, state from round where ",
                visible!("'rounds'"),
                " and ($4 is null or (from_day, id) < ($4, $5)) order by from_day desc, id desc limit $6"
            )))
            .bind(after.map(|c| c.key.as_str()))
            .bind(after.map(|c| c.id))
            .bind(page.limit()),
    )
    .await?;
    Ok(Page::cut(found, page, |r: &Stored<Round>| Cursor { key: r.window.from.to_string(), id: r.id.0 }))
}

/// The rounds that are neither filed away nor taken back, the newest first; at most twenty.
///
/// # Errors
/// [`StoreError`].
pub async fn light(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<RoundLight>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select version, format, state from round where ",
        visible!("'rounds'"),
        " and standing not in ('archived', 'withdrawn') order by from_day desc, id desc limit 20"
    )));
    let rounds: Vec<Stored<Round>> = all(conn, statement).await?;
    let light = |r: Stored<Round>| {
        let Round { id, name, stage, window, .. } = r.value;
        RoundLight { id, name, stage, from: window.from, to: window.to }
    };
    Ok(rounds.into_iter().map(light).collect())
}

/// One round, if the viewer may see rounds.
///
/// # Errors
/// [`StoreError`].
pub async fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: RoundId,
) -> Result<Option<Stored<Round>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select version, format, state from round where ",
        visible!("'rounds'"),
        " and id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// One round, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: RoundId) -> Result<Option<Stored<Round>>, StoreError> {
    optional(conn, sql("select version, format, state from round where id = $1").bind(id.0)).await
}

/// The round that has a number in a term, for acts that give one out.
///
/// # Errors
/// [`StoreError`].
pub async fn by_number(
    conn: &mut Conn,
    term: TermId,
    number: RoundNumber,
) -> Result<Option<Stored<Round>>, StoreError> {
    let statement = sql("select version, format, state from round where term = $1 and number = $2 \
         and standing <> 'withdrawn'");
    optional(conn, statement.bind(term.0).bind(i64::from(number.0))).await
}

/// The newest round of a number that stands, for whoever names it by that.
///
/// # Errors
/// [`StoreError`].
pub async fn newest_numbered(conn: &mut Conn, number: u16) -> Result<Option<Stored<Round>>, StoreError> {
    let statement = sql("select version, format, state from round where number = $1 \
         and standing <> 'withdrawn' order by from_day desc, id desc limit 1");
    optional(conn, statement.bind(i64::from(number))).await
}

/// The rounds of a term that stand, in order of number, for acts and for coverage.
///
/// # Errors
/// [`StoreError`].
pub async fn of_term(conn: &mut Conn, term: TermId) -> Result<Vec<Stored<Round>>, StoreError> {
    let statement = sql("select version, format, state from round where term = $1 \
         and standing <> 'withdrawn' order by number");
    all(conn, statement.bind(term.0)).await
}

/// The round to look at on a day: of those neither over nor taken back the last that has begun by then, else the first
/// to come. For reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn under_way(conn: &mut Conn, day: Day) -> Result<Option<RoundId>, StoreError> {
    let row: Option<(uuid::Uuid,)> = conn
        .optional(
            sql("select id from round where standing not in ('closed', 'archived', 'withdrawn') \
                 order by case when from_day <= $1 then 0 else 1 end, \
                 case when from_day <= $1 then from_day end desc, from_day, id limit 1")
            .bind(day),
        )
        .await?;
    Ok(row.map(|(id,)| RoundId(id)))
}

/// The newest round that is neither over nor taken back, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn newest_running(conn: &mut Conn) -> Result<Option<RoundId>, StoreError> {
    let row: Option<(uuid::Uuid,)> = conn
        .optional(sql("select id from round where standing not in ('closed', 'archived', 'withdrawn') \
             order by from_day desc, id desc limit 1"))
        .await?;
    Ok(row.map(|(id,)| RoundId(id)))
}
