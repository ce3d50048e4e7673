//! Incidents of teams (B8): the team reads all of one, the office all but the petition, the unit what it was told.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Value, sql};
use domain::permission::compartment;
use domain::petition::{Incident, IncidentEntry, UnitNotice};
use kernel::{Day, EngagementId, IncidentId, PetitionId, RecordId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

/// An incident with the unit of its engagement, which is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptIncident {
    /// The unit.
    pub unit: UnitId,
    /// The incident.
    #[serde(flatten)]
    pub incident: Incident,
}

impl std::ops::Deref for KeptIncident {
    type Target = Incident;
    fn deref(&self) -> &Incident {
        &self.incident
    }
}

impl Record for KeptIncident {
    const KIND: &'static str = "incident";
    const COLUMNS: &'static [&'static str] =
        &["engagement", "compartment", "petition", "portal", "raised_at", "standing"];

    fn id(&self) -> RecordId {
        self.incident.id.into()
    }

    fn columns(&self) -> Vec<Value> {
        vec![
            self.engagement.0.into(),
            compartment::work(self.engagement).into(),
            self.petition.0.into(),
            self.told_unit.as_ref().map(|_| compartment::portal(self.unit)).into(),
            self.raised.into(),
            if self.ended.is_some() { "ended" } else { "open" }.into(),
        ]
    }
}

/// An incident as the office sees it: without the petition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeIncident {
    /// The engagement.
    pub engagement: EngagementId,
    /// When it was raised.
    pub raised: Timestamp,
    /// What happened since, in the team's words.
    pub entries: Vec<IncidentEntry>,
    /// What the unit was told.
    pub told_unit: Option<UnitNotice>,
    /// The day it ended.
    pub ended: Option<Day>,
}

/// One incident, if the viewer may read it.
///
/// # Errors
/// [`StoreError`].
pub async fn incident(
    conn: &mut Conn,
    viewer: &Viewer,
    id: IncidentId,
) -> Result<Option<Stored<KeptIncident>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select i.version, i.format, i.state from incident i where ",
        visible!("i.compartment"),
        " and i.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// The newest incidents of what the viewer works in; at most two hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn incidents(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Stored<KeptIncident>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select i.version, i.format, i.state from incident i where ",
        visible!("i.compartment"),
        " order by i.raised_at desc, i.id desc limit 200"
    )));
    all(conn, statement).await
}

/// The newest incidents for the office, without their petitions; at most two hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn office_incidents(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<OfficeIncident>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select i.version, i.format, i.state from incident i where ",
        visible!("'registers'"),
        " order by i.raised_at desc, i.id desc limit 200"
    )));
    let found: Vec<Stored<KeptIncident>> = all(conn, statement).await?;
    Ok(found
        .into_iter()
        .map(|i| OfficeIncident {
            engagement: i.engagement,
            raised: i.raised,
            entries: i.entries.clone(),
            told_unit: i.told_unit.clone(),
            ended: i.ended,
        })
        .collect())
}

/// What units were told of incidents, the newest first, for whoever reads in their portal; at most a hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn told(
    conn: &mut Conn,
    viewer: &Viewer,
) -> Result<Vec<(UnitNotice, Timestamp, bool)>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select i.version, i.format, i.state from incident i where i.portal is not null and ",
        visible!("i.portal"),
        " order by i.raised_at desc, i.id desc limit 100"
    )));
    let found: Vec<Stored<KeptIncident>> = all(conn, statement).await?;
    let notice = |i: Stored<KeptIncident>| Some((i.told_unit.clone()?, i.raised, i.ended.is_some()));
    Ok(found.into_iter().filter_map(notice).collect())
}

/// The incidents that a petition led to, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_petition(conn: &mut Conn, id: PetitionId) -> Result<Vec<Stored<KeptIncident>>, StoreError> {
    let statement = sql("select version, format, state from incident where petition = $1 order by id");
    all(conn, statement.bind(id.0)).await
}
