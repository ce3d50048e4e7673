//! Decisions, in the program and from paper, with what they are about.

use crate::record::{Record, StoreError, Stored, all, optional};
use crate::{Viewer, visible};
use db::{Conn, Value, sql};
use domain::decision::{Decision, How, PaperCheck};
use kernel::{DecisionId, Page, PageRequest, RecordId};
use serde::{Deserialize, Serialize};

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A round's plan.
    Round,
    /// A team's authorisation.
    Authorisation,
    /// A draft of rules.
    Ruleset,
    /// The referral of a petition: the team leader's. No list of the office shows it.
    Petition,
    /// A unit's feedback (E1).
    Feedback,
    /// The striking out of an item whose objection was upheld (E1).
    Item,
    /// A later day of a measure (E2).
    Measure,
    /// A weighty reminder (E4).
    Reminder,
    /// The routes of a clue.
    Clue,
    /// A matter transferred.
    Matter,
}

impl Subject {
    /// The kind of record it is.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Round => "round",
            Self::Authorisation => "authorisation",
            Self::Ruleset => "ruleset",
            Self::Petition => "petition",
            Self::Feedback => "feedback",
            Self::Item => "item",
            Self::Measure => "measure",
            Self::Reminder => "reminder",
            Self::Clue => "clue",
            Self::Matter => "matter",
        }
    }
}

/// A decision as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What kind of record it is about.
    pub about: Subject,
    /// What the record was called.
    pub label: String,
    /// The version of the record that was decided on, where the decision speaks of that very text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
    /// The decision.
    #[serde(flatten)]
    pub decision: Decision,
}

impl std::ops::Deref for Decided {
    type Target = Decision;
    fn deref(&self) -> &Decision {
        &self.decision
    }
}

impl Decided {
    /// Its standing in columns and lists: `program`, `waiting`, `agreed`, `rejected`, `withdrawn`.
    pub const fn standing(&self) -> &'static str {
        match &self.decision.how {
            How::InProgram => "program",
            How::OnPaper { check: PaperCheck::Waiting, .. } => "waiting",
            How::OnPaper { check: PaperCheck::Agreed { .. }, .. } => "agreed",
            How::OnPaper { check: PaperCheck::Rejected { .. }, .. } => "rejected",
            How::OnPaper { check: PaperCheck::Withdrawn { .. }, .. } => "withdrawn",
        }
    }
}

impl Record for Decided {
    const KIND: &'static str = "decision";
    const COLUMNS: &'static [&'static str] = &["subject_kind", "subject_id", "standing"];
    fn id(&self) -> RecordId {
        self.decision.id.into()
    }
    fn columns(&self) -> Vec<Value> {
        vec![self.about.kind().into(), self.decision.subject.into(), self.standing().into()]
    }
}

/// Decisions, the newest first; only those of one standing if one is given. What is decided about a clue or a petition
/// stands on their own pages: no list of the office betrays it.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    standing: Option<&str>,
    page: &PageRequest,
) -> Result<Page<Stored<Decided>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select version, format, state from decision where ",
        visible!("'rounds'"),
        " and subject_kind not in ('clue', 'petition') and ($4 is null or standing = $4) \
         and ($5 is null or id < $5) order by id desc limit $6"
    )));
    let after = page.after.as_ref().map(|c| c.id);
    let found = all(conn, statement.bind(standing).bind(after).bind(page.limit())).await?;
    Ok(Page::cut(found, page, |d: &Stored<Decided>| kernel::Cursor {
        key: String::new(),
        id: d.decision.id.0,
    }))
}

/// One decision, if the viewer may see rounds.
///
/// # Errors
/// [`StoreError`].
pub async fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    id: DecisionId,
) -> Result<Option<Stored<Decided>>, StoreError> {
    let statement = viewer.bind(sql(concat!(
        "select version, format, state from decision where ",
        visible!("'rounds'"),
        " and id = $4 and subject_kind not in ('clue', 'petition')"
    )));
    optional(conn, statement.bind(id.0)).await
}

/// One decision, for acts that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn get(conn: &mut Conn, id: DecisionId) -> Result<Option<Stored<Decided>>, StoreError> {
    optional(conn, sql("select version, format, state from decision where id = $1").bind(id.0)).await
}

/// The decisions about a record, the newest first, for acts and reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn about(conn: &mut Conn, subject: RecordId) -> Result<Vec<Stored<Decided>>, StoreError> {
    let statement = sql("select version, format, state from decision where subject_id = $1 order by id desc");
    all(conn, statement.bind(subject)).await
}

/// The decisions about a round and its authorisations, the newest first, for reads that have been authorised.
///
/// # Errors
/// [`StoreError`].
pub async fn of_round(conn: &mut Conn, round: kernel::RoundId) -> Result<Vec<Stored<Decided>>, StoreError> {
    let statement = sql("select version, format, state from decision where subject_id = $1 \
         or subject_id in (select id from authorisation where round = $1) order by id desc");
    all(conn, statement.bind(round.0)).await
}
