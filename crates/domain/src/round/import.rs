//! Checks a round's file (JSON, `yunhe-round/1`) before anything is stored: what it holds, and every mistake with
//! the path of the value it is about. Called by the import act and its preview; recusal is checked there too,
//! once the pool's declarations are at hand.

mod file;
mod verify;

pub use file::{
    Cadre, Duty, FocusPoint, LevelRank, Notice, Official, OpinionBox, RoundFacts, RoundFile, TeamFile,
    TermFile, UnitFile,
};

use crate::engagement::{EngagementKind, PostHolder, PublicContacts, Window};
use crate::import::Issues;
use crate::inspector::InspectorCode;
use crate::recusal::{UnitNames, UnitTree};
use crate::team::{Contacts, Role};
use crate::term::{RoundNumber, Term};
use kernel::calendar::WorkCalendar;
use kernel::id::{PersonId, TermId, UnitId};
use kernel::{Day, Message, Timestamp};
use std::collections::BTreeMap;

/// What the check must know besides the file.
pub struct Known<'a> {
    /// The terms.
    pub terms: &'a [Term],
    /// The inspector pool: code to person and name.
    pub pool: &'a BTreeMap<InspectorCode, (PersonId, String)>,
    /// Recognises units.
    pub names: &'a dyn UnitNames,
    /// Where units lie.
    pub tree: &'a dyn UnitTree,
    /// Working days.
    pub calendar: &'a WorkCalendar,
}

/// A round as a file gives it, with everything in it recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundDraft {
    /// The term it belongs to.
    pub term: TermId,
    /// Its number.
    pub number: RoundNumber,
    /// Its name.
    pub name: String,
    /// From entry to withdrawal.
    pub window: Window,
    /// The day its plan was approved.
    pub approved: Option<Day>,
    /// The day of the deployment meeting.
    pub deployment: Option<Day>,
    /// When channels close on the last day.
    pub intake_closes: Option<Timestamp>,
    /// Leading cadres outside the bodies inspected.
    pub cadres: Vec<super::NamedCadre>,
    /// Its teams with their engagements.
    pub teams: Vec<TeamDraft>,
}

/// A team of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamDraft {
    /// Its number.
    pub number: u16,
    /// Its name.
    pub name: String,
    /// How it is reached.
    pub contacts: Contacts,
    /// Number of its authorisation; empty when the file has none.
    pub authorisation: String,
    /// Its members.
    pub members: Vec<MemberDraft>,
    /// Its engagements.
    pub engagements: Vec<EngagementDraft>,
}

/// A member of the file, found in the pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberDraft {
    /// Their role.
    pub role: Role,
    /// Code in the pool.
    pub code: InspectorCode,
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
}

/// An engagement of the file, its units recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngagementDraft {
    /// The principal unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Its kind.
    pub kind: EngagementKind,
    /// Its own window.
    pub window: Window,
    /// What a special one is about.
    pub topic: Option<String>,
    /// What a look-back follows up.
    pub follows_up: Option<String>,
    /// Units brought along.
    pub extensions: Vec<UnitId>,
    /// Leading cadres that the file names for the unit.
    pub object: Vec<PostHolder>,
    /// How the public reaches the team about it.
    pub public: PublicContacts,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The round, when nothing blocks.
    pub draft: Option<RoundDraft>,
    /// The whole content, typed: duty hours, boxes, notice, focus points, cadres and the rest.
    pub file: Option<RoundFile>,
    /// What to look at.
    pub issues: Issues,
    /// What the preview shows.
    pub counts: Counts,
}

/// Figures of the preview.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Teams.
    pub teams: usize,
    /// Members of all teams.
    pub members: usize,
    /// Principal units.
    pub units: usize,
    /// Engagements by kind.
    pub kinds: BTreeMap<EngagementKind, usize>,
    /// Units brought along, not counted among the units.
    pub extension_units: usize,
    /// Opinion boxes.
    pub boxes: usize,
    /// Leading cadres taken over as members of the leading body inspected.
    pub cadres: usize,
    /// Leading cadres of bodies that this round does not inspect: kept with the round by name.
    pub other_cadres: usize,
    /// Focus points: read, not stored.
    pub focus_points: usize,
}

/// Reads and checks a round's file.
pub fn check(text: &str, known: &Known<'_>) -> Import {
    let file: RoundFile = match serde_json::from_str(text) {
        Ok(file) => file,
        Err(error) => return unreadable(&error),
    };
    let mut issues = Issues::default();
    let draft = verify::verify(&file, known, &mut issues);
    let draft = draft.filter(|_| issues.errors() == 0);
    let counts = count(&file, draft.as_ref());
    Import { counts, draft, file: Some(file), issues }
}

fn unreadable(error: &serde_json::Error) -> Import {
    let mut issues = Issues::default();
    let message = Message::new("round-file-unreadable")
        .with("line", error.line())
        .with("column", error.column())
        .with("error", error.to_string());
    issues.error(u32::try_from(error.line()).unwrap_or(u32::MAX), None, "unreadable", message);
    Import { draft: None, file: None, issues, counts: Counts::default() }
}

fn count(file: &RoundFile, draft: Option<&RoundDraft>) -> Counts {
    let units = || file.teams.iter().flat_map(|t| &t.units);
    let mut kinds = BTreeMap::new();
    for kind in units().filter_map(|u| EngagementKind::from_written(&u.kind)) {
        *kinds.entry(kind).or_insert(0) += 1;
    }
    let engagements = draft.iter().flat_map(|d| &d.teams).flat_map(|t| &t.engagements);
    let cadres = engagements.map(|e| e.object.len()).sum();
    Counts {
        cadres,
        other_cadres: file.cadres.len().saturating_sub(cadres),
        focus_points: file.focus_points.len(),
        teams: file.teams.len(),
        members: file.teams.iter().map(|t| t.people().count()).sum(),
        units: units().count(),
        kinds,
        extension_units: units().map(|u| u.extends_to.len()).sum(),
        boxes: file.boxes.len(),
    }
}
