//! The team's own incident, raised when a petition announces a gathering (B8).
//!
//! The unit learns place, time and the help needed: [`UnitNotice`] has no field for a petition, a name or a topic.

use super::Petition;
use crate::Refusal;
use kernel::id::{EngagementId, IncidentId, PetitionId};
use kernel::{Day, Timestamp};
use serde::{Deserialize, Serialize};

/// One line of an incident's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentEntry {
    /// When.
    pub at: Timestamp,
    /// What happened or was done.
    pub what: String,
}

/// What the unit is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitNotice {
    /// Where.
    pub place: String,
    /// When, in people's words.
    pub time: String,
    /// What help is needed.
    pub help: String,
}

/// An incident of the team. Seen by the team and the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// The engagement.
    pub engagement: EngagementId,
    /// The petition that announced it; never leaves this record.
    pub petition: PetitionId,
    /// When it was raised.
    pub raised: Timestamp,
    /// What happened since.
    pub entries: Vec<IncidentEntry>,
    /// What the unit was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_unit: Option<UnitNotice>,
    /// The day it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Day>,
}

impl Incident {
    /// Raises an incident for what a petition announces.
    pub fn raise(id: IncidentId, petition: &Petition, what: &str, at: Timestamp) -> Result<Self, Refusal> {
        let raised = Self {
            id,
            engagement: petition.engagement,
            petition: petition.id,
            raised: at,
            entries: Vec::new(),
            told_unit: None,
            ended: None,
        };
        raised.note(what, at)
    }

    /// Adds a line to its record, while it lasts.
    pub fn note(mut self, what: &str, at: Timestamp) -> Result<Self, Refusal> {
        if self.ended.is_some() {
            return Err(Refusal::new("petition-incident-ended"));
        }
        let what = what.trim();
        if what.is_empty() {
            return Err(Refusal::new("petition-incident-entry-empty"));
        }
        self.entries.push(IncidentEntry { at, what: what.to_owned() });
        Ok(self)
    }

    /// Tells the unit; all three parts are needed, and none may name the petition or those it is about.
    pub fn tell_unit(mut self, notice: UnitNotice, petition: &Petition) -> Result<Self, Refusal> {
        if self.ended.is_some() {
            return Err(Refusal::new("petition-incident-ended"));
        }
        let parts = [&notice.place, &notice.time, &notice.help];
        if parts.iter().any(|part| part.trim().is_empty()) {
            return Err(Refusal::new("petition-incident-notice-incomplete"));
        }
        let subjects = petition.content.subjects.iter().map(|s| s.name.trim());
        let mut telling = subjects.chain([petition.number.as_str()]).filter(|name| name.chars().count() > 1);
        if telling.any(|name| parts.iter().any(|part| part.contains(name))) {
            return Err(Refusal::new("petition-incident-notice-tells"));
        }
        self.told_unit = Some(notice);
        Ok(self)
    }

    /// Ends it.
    pub fn end(mut self, on: Day) -> Result<Self, Refusal> {
        if self.ended.is_some() {
            return Err(Refusal::new("petition-incident-ended"));
        }
        self.ended = Some(on);
        Ok(self)
    }
}
