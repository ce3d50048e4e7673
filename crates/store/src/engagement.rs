//! Engagements as they are kept: with the end of one that was taken out of its round before it began.
//!
//! An engagement is a compartment of its own, named in its column; whoever sees rounds sees every engagement's frame,
//! a team only its own.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Statement, Value, dialect, sql};
use domain::engagement::{EngagementKind, Kept, Stage};
use domain::permission::compartment;
use kernel::{EngagementId, RecordId, RoundId, TeamId, UnitId};

/// A kind's code in columns.
const fn kind_code(kind: EngagementKind) -> &'static str {
    match kind {
        EngagementKind::Routine => "routine",
        EngagementKind::Special => "special",
        EngagementKind::Mobile => "mobile",
        EngagementKind::LookBack => "look_back",
        EngagementKind::Upgraded => "upgraded",
        EngagementKind::Coordinated => "coordinated",
        EngagementKind::Cross => "cross",
    }
}

/// A stage's code in columns.
const fn stage_code(stage: Stage) -> &'static str {
    match stage {
        Stage::Preparation => "preparation",
        Stage::Entry => "entry",
        Stage::Understanding => "understanding",
        Stage::Reporting => "reporting",
        Stage::Feedback => "feedback",
        Stage::Rectification => "rectification",
        Stage::Closed => "closed",
    }
}

impl Record for Kept {
    const KIND: &'static str = "engagement";
    const COLUMNS: &'static [&'static str] =
        &["round", "team", "unit", "kind", "stage", "from_day", "to_day", "compartment", "standing"];
    fn id(&self) -> RecordId {
        self.engagement.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.round.0.into(),
            self.team.0.into(),
            self.unit.0.into(),
            kind_code(self.kind).into(),
            stage_code(self.stage).into(),
            self.on_site.from.into(),
            self.on_site.to.into(),
            compartment::work(self.engagement.id).into(),
            if self.withdrawn.is_some() { "withdrawn" } else { "active" }.into(),
        ]
    }
}

/// The engagements of a round in order of team, those taken out included, if the viewer may see rounds.
///
/// # Errors
/// [`StoreError`].
pub async fn list(conn: &mut Conn, viewer: &Viewer, round: RoundId) -> Result<Vec<Stored<Kept>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select e.version, e.format, e.state from engagement e join team t on t.id = e.team where ",
        visible!("'rounds'"),
        " and e.round = $4 order by t.number, e.id"
    )));
    all(conn, statement.bind(round.0)).await
}

/// One engagement, if the viewer may see rounds or works in it.
///
/// # Errors
/// [`StoreError`].
pub async fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: EngagementId,
) -> Result<Option<Stored<Kept>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select e.version, e.format, e.state from engagement e where (",
        visible!("'rounds'"),
        " or ",
        visible!("e.compartment"),
        ") and e.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// The engagements a viewer works in, the newest first; at most two hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn own(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Stored<Kept>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select e.version, e.format, e.state from engagement e where ",
        visible!("e.compartment"),
        " and e.standing = 'active' order by e.from_day desc, e.id limit 200"
    )));
    all(conn, statement).await
}

/// The engagements of a round that stand, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<Stored<Kept>>, StoreError> {
    let statement = sql(
        "select version, format, state from engagement where round = $1 and standing = 'active' order by id",
    );
    all(conn, statement.bind(round.0)).await
}

/// The engagements of a team that stand, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_team(conn: &mut Conn, team: TeamId) -> Result<Vec<Stored<Kept>>, StoreError> {
    let statement = sql(
        "select version, format, state from engagement where team = $1 and standing = 'active' order by id",
    );
    all(conn, statement.bind(team.0)).await
}

/// The engagements that stand in rounds that are not over, for the check that follows a change of data.
///
/// # Errors
/// [`StoreError`].
pub async fn at_work(conn: &mut Conn) -> Result<Vec<Stored<Kept>>, StoreError> {
    all(
        conn,
        sql("select e.version, e.format, e.state from engagement e join round r on r.id = e.round \
             where e.standing = 'active' and r.standing not in ('closed', 'archived', 'withdrawn') order by e.id"),
    )
    .await
}

/// Every engagement of a unit that stands, the newest first, for reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_unit(conn: &mut Conn, unit: UnitId) -> Result<Vec<Stored<Kept>>, StoreError> {
    let statement =
        sql("select version, format, state from engagement where unit = $1 and standing = 'active' \
         order by from_day desc, id");
    all(conn, statement.bind(unit.0)).await
}

/// The engagements that stand and that a viewer sees, through their rounds or as one of the team, the newest first; at
/// most five hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn seen(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Stored<Kept>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select e.version, e.format, e.state from engagement e where (",
        visible!("'rounds'"),
        " or ",
        visible!("e.compartment"),
        ") and e.standing = 'active' order by e.from_day desc, e.id limit 500"
    )));
    all(conn, statement).await
}

/// The units that the program's rounds inspect or inspected, if the viewer may see rounds; at most a thousand.
///
/// # Errors
/// [`StoreError`].
pub async fn inspected(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<UnitId>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select distinct e.unit from engagement e where ",
        visible!("'rounds'"),
        " and e.standing = 'active' limit 1000"
    )));
    let rows: Vec<(uuid::Uuid,)> = conn.all(statement).await?;
    Ok(rows.into_iter().map(|(id,)| UnitId(id)).collect())
}

/// One engagement, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: EngagementId) -> Result<Option<Stored<Kept>>, StoreError> {
    optional(conn, sql("select version, format, state from engagement where id = $1").bind(id.0)).await
}

/// Engagements by id, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn many(conn: &mut Conn, ids: &[EngagementId]) -> Result<Vec<Stored<Kept>>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let condition = dialect::any_of("id", 1, ids.len());
    let text = format!("select version, format, state from engagement where {condition} order by id");
    all(conn, Statement::assembled(text).bind_all(ids.iter().map(|id| id.0.into()))).await
}

/// How many engagements stand in each round, if the viewer may see rounds.
///
/// # Errors
/// [`StoreError`].
pub async fn counts(
    conn: &mut Conn,
    viewer: &Viewer,
) -> Result<std::collections::BTreeMap<RoundId, usize>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select round, count(*) from engagement where ",
        visible!("'rounds'"),
        " and standing = 'active' group by round"
    )));
    let rows: Vec<(uuid::Uuid, i64)> = conn.all(statement).await?;
    Ok(rows.into_iter().map(|(id, n)| (RoundId(id), usize::try_from(n).unwrap_or(0))).collect())
}
