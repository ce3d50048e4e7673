//! Feedback as it is kept: the list while it is corrected, the list that was taken, the findings behind its problems,
//! and what the unit hands in because of it.
//!
//! The office and the leading group, who put it forward and decide on it, see a list from its draft on, and so does the
//! team. The unit sees a [`Feedback`] once it is handed over, by a column that is empty before; drafts and [`Tie`]s have
//! no column that a unit's reader could match.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Value, sql};
use domain::decision::Clerk;
use domain::feedback::draft::{Draft, Key};
use domain::feedback::{Feedback, State};
use domain::permission::compartment;
use kernel::{Day, EngagementId, FeedbackId, FileId, FindingId, RecordId, UnitId};
use serde::{Deserialize, Serialize};

/// How far a list that is corrected has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftStanding {
    /// It is corrected, and what was taken of it before is behind.
    Open,
    /// The list as it stands was taken.
    Taken,
    /// It was withdrawn.
    Withdrawn,
}

impl DraftStanding {
    /// Its code in columns.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Taken => "taken",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A list while it is corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafting {
    /// The id, which the feedback has as well.
    pub id: FeedbackId,
    /// The engagement.
    pub engagement: EngagementId,
    /// The unit.
    pub unit: UnitId,
    /// Name of the file it was read from.
    pub file: String,
    /// The file itself, where it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<FileId>,
    /// How far it is.
    pub standing: DraftStanding,
    /// The list.
    pub draft: Draft,
}

impl Record for Drafting {
    const KIND: &'static str = "feedback_draft";
    const COLUMNS: &'static [&'static str] = &["engagement", "unit", "compartment", "standing"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.engagement.0.into(),
            self.unit.0.into(),
            compartment::work(self.engagement).into(),
            self.standing.code().into(),
        ]
    }
}

/// A state's code in columns.
pub const fn state_code(state: &State) -> &'static str {
    match state {
        State::Drafted => "drafted",
        State::Approved { .. } => "approved",
        State::ToldHead { .. } => "told_head",
        State::Delivered { .. } => "delivered",
        State::Withdrawn { .. } => "withdrawn",
    }
}

impl Record for Feedback {
    const KIND: &'static str = "feedback";
    const COLUMNS: &'static [&'static str] = &["engagement", "unit", "compartment", "portal", "standing"];
    fn id(&self) -> RecordId {
        self.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        let portal = if self.is_handed_over() { compartment::portal(self.unit) } else { String::new() };
        vec![
            self.engagement.0.into(),
            self.unit.0.into(),
            compartment::work(self.engagement).into(),
            portal.into(),
            state_code(&self.state).into(),
        ]
    }
}

/// The findings behind a problem: the team's alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// Its id.
    pub id: RecordId,
    /// The feedback.
    pub feedback: FeedbackId,
    /// The engagement.
    pub engagement: EngagementId,
    /// The problem, by its key.
    pub problem: Key,
    /// The findings.
    pub findings: Vec<FindingId>,
}

impl Record for Tie {
    const KIND: &'static str = "feedback_tie";
    const COLUMNS: &'static [&'static str] = &["feedback", "problem", "compartment"];
    fn id(&self) -> RecordId {
        self.id
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.feedback.0.into(),
            i64::from(self.problem.0).into(),
            compartment::work(self.engagement).into(),
        ]
    }
}

/// A paper that the unit handed in on time or late: plan, monthly progress, final report (E4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Its id.
    pub id: RecordId,
    /// The feedback it answers.
    pub feedback: FeedbackId,
    /// The unit.
    pub unit: UnitId,
    /// The engagement, whose key seals its files.
    pub engagement: EngagementId,
    /// The kind of matter that was due.
    pub matter: String,
    /// The day it was due; `None` when none of the kind ran.
    pub due: Option<Day>,
    /// The day it was handed in.
    pub on: Day,
    /// By whom.
    pub by: Clerk,
    /// Remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Its files with their names.
    pub files: Vec<(FileId, String)>,
}

impl Record for Submission {
    const KIND: &'static str = "submission";
    const COLUMNS: &'static [&'static str] = &["feedback", "unit", "portal", "matter"];
    fn id(&self) -> RecordId {
        self.id
    }
    fn columns(&self) -> Vec<Value> {
        vec![
            self.feedback.0.into(),
            self.unit.0.into(),
            compartment::portal(self.unit).into(),
            self.matter.as_str().into(),
        ]
    }
}

/// Lists being corrected, the newest first; at most two hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn drafts(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Stored<Drafting>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select d.version, d.format, d.state from feedback_draft d where (",
        visible!("'ledger'"),
        " or ",
        visible!("d.compartment"),
        ") order by d.id desc limit 200"
    )));
    all(conn, statement).await
}

/// One list being corrected.
///
/// # Errors
/// [`StoreError`].
pub async fn draft_view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: FeedbackId,
) -> Result<Option<Stored<Drafting>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select d.version, d.format, d.state from feedback_draft d where (",
        visible!("'ledger'"),
        " or ",
        visible!("d.compartment"),
        ") and d.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// One list being corrected, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn draft(conn: &mut Conn, id: FeedbackId) -> Result<Option<Stored<Drafting>>, StoreError> {
    optional(conn, sql("select version, format, state from feedback_draft where id = $1").bind(id.0)).await
}

/// The lists of an engagement that were not withdrawn, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn drafts_of(
    conn: &mut Conn,
    engagement: EngagementId,
) -> Result<Vec<Stored<Drafting>>, StoreError> {
    let statement = sql("select version, format, state from feedback_draft \
         where engagement = $1 and standing <> 'withdrawn' order by id desc");
    all(conn, statement.bind(engagement.0)).await
}

/// Lists that were taken, the newest first, for office, leading group and team; at most two hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn list(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Stored<Feedback>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select f.version, f.format, f.state from feedback f where (",
        visible!("'ledger'"),
        " or ",
        visible!("f.compartment"),
        ") order by f.id desc limit 200"
    )));
    all(conn, statement).await
}

/// Lists that are approved and not handed over to the leading body yet, the oldest first, for office, leading group and
/// team; at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn to_hand_over(
    conn: &mut Conn,
    viewer: &Viewer,
    most: i64,
) -> Result<Vec<Stored<Feedback>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select f.version, f.format, f.state from feedback f where f.standing in ('approved', 'told_head') and (",
        visible!("'ledger'"),
        " or ",
        visible!("f.compartment"),
        ") order by f.id limit $4"
    )));
    all(conn, statement.bind(most)).await
}

/// One list that was taken, for office, leading group and team.
///
/// # Errors
/// [`StoreError`].
pub async fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: FeedbackId,
) -> Result<Option<Stored<Feedback>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select f.version, f.format, f.state from feedback f where (",
        visible!("'ledger'"),
        " or ",
        visible!("f.compartment"),
        ") and f.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// What was handed over to the reader's unit, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_portal(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Stored<Feedback>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select f.version, f.format, f.state from feedback f where ",
        visible!("f.portal"),
        " order by f.id desc limit 50"
    )));
    all(conn, statement).await
}

/// One list that was handed over to the reader's unit.
///
/// # Errors
/// [`StoreError`].
pub async fn portal_view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: FeedbackId,
) -> Result<Option<Stored<Feedback>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select f.version, f.format, f.state from feedback f where ",
        visible!("f.portal"),
        " and f.id = $4"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// One list that was taken, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: FeedbackId) -> Result<Option<Stored<Feedback>>, StoreError> {
    optional(conn, sql("select version, format, state from feedback where id = $1").bind(id.0)).await
}

/// The findings behind the problems of a feedback, if the viewer is of its team.
///
/// # Errors
/// [`StoreError`].
pub async fn ties(
    conn: &mut Conn,
    viewer: &Viewer,
    feedback: FeedbackId,
) -> Result<Vec<Stored<Tie>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select t.version, t.format, t.state from feedback_tie t where ",
        visible!("t.compartment"),
        " and t.feedback = $4 order by t.problem"
    )));
    all(conn, statement.bind(feedback.0)).await
}

/// The findings behind every problem of an engagement's feedback, if the viewer is of its team.
///
/// # Errors
/// [`StoreError`].
pub async fn ties_of(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: EngagementId,
) -> Result<Vec<Stored<Tie>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select t.version, t.format, t.state from feedback_tie t where t.compartment = $4 and ",
        visible!("t.compartment"),
        " order by t.feedback, t.problem"
    )));
    all(conn, statement.bind(compartment::work(engagement))).await
}

/// The lists of an engagement that were taken, for office, leading group and team.
///
/// # Errors
/// [`StoreError`].
pub async fn of_engagement(
    conn: &mut Conn,
    viewer: &Viewer,
    engagement: EngagementId,
) -> Result<Vec<Stored<Feedback>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select f.version, f.format, f.state from feedback f where f.engagement = $4 and (",
        visible!("'ledger'"),
        " or ",
        visible!("f.compartment"),
        ") order by f.id"
    )));
    all(conn, statement.bind(engagement.0)).await
}

/// The tie of one problem, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn tie(
    conn: &mut Conn,
    feedback: FeedbackId,
    problem: Key,
) -> Result<Option<Stored<Tie>>, StoreError> {
    let statement =
        sql("select version, format, state from feedback_tie where feedback = $1 and problem = $2");
    optional(conn, statement.bind(feedback.0).bind(i64::from(problem.0))).await
}

/// What was handed in because of a feedback, the newest first, if the viewer is of its unit or sees the ledger.
///
/// # Errors
/// [`StoreError`].
pub async fn submissions(
    conn: &mut Conn,
    viewer: &Viewer,
    feedback: FeedbackId,
) -> Result<Vec<Stored<Submission>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select s.version, s.format, s.state from submission s where (",
        visible!("'ledger'"),
        " or ",
        visible!("s.portal"),
        ") and s.feedback = $4 order by s.id desc"
    )));
    all(conn, statement.bind(feedback.0)).await
}
