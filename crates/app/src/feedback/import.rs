//! A feedback paper read to its problems: its preview, and the act that keeps the list to be corrected.

use super::{DraftStanding, Drafting, about, engagement};
use crate::file::{Received, attach};
use crate::import::Preview;
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right};
use db::Conn;
use documents::{feedback as papers, paper};
use domain::Refusal;
use domain::feedback::draft::{Draft, Source};
use domain::feedback::import::{Checked, Entry};
use domain::permission::{Action, Scope, compartment};
use kernel::{Day, EngagementId, FeedbackId, Message};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::{engagement as engagements, feedback as feedbacks, unit as units};

/// A problem as the preview shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundProblem {
    /// Its number on the list, from 1.
    pub number: usize,
    /// The heading it stands under; empty for none.
    pub group: String,
    /// Its number as written.
    pub mark: String,
    /// The statement.
    pub title: String,
    /// Instances named under it.
    pub instances: usize,
    /// Text or annex.
    pub source: Source,
}

/// What a feedback paper holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedbackCounts {
    /// The unit it is for.
    pub unit: String,
    /// Its title.
    pub title: String,
    /// Its date.
    pub dated: Option<Day>,
    /// Problems.
    pub problems: usize,
    /// Headings over them.
    pub groups: usize,
    /// Instances under them.
    pub instances: usize,
    /// Problems that only the annexed list has.
    pub from_annex: usize,
    /// Problems that a list of this engagement has already, in the same words.
    pub existing: usize,
    /// The problems.
    pub list: Vec<FoundProblem>,
    /// The whole paper, paragraph by paragraph.
    pub outline: Vec<Entry>,
}

/// The preview of a feedback paper.
pub type FeedbackPreview = Preview<FeedbackCounts>;

fn listed(draft: &Draft) -> Vec<FoundProblem> {
    let group_of = |key| draft.groups.iter().find(|g| Some(g.key) == key).map(|g| g.title.clone());
    let one = |(number, problem): (usize, &domain::feedback::draft::Problem)| FoundProblem {
        number,
        group: group_of(problem.group).unwrap_or_default(),
        mark: problem.mark.clone(),
        title: problem.title.clone(),
        instances: problem.instances(),
        source: problem.source,
    };
    (1..).zip(&draft.problems).map(one).collect()
}

/// Reads a paper beside the async threads.
async fn read(bytes: Vec<u8>, section: Option<u32>) -> Result<Checked, Error> {
    let work = move || papers::read(&bytes, &paper::Limits::default(), section).map_err(Error::from);
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(e.to_string()))?
}

/// How many problems an engagement's lists have already, in the same words.
async fn existing(conn: &mut Conn, id: EngagementId, draft: &Draft) -> Result<usize, Error> {
    let lists = feedbacks::drafts_of(conn, id).await?;
    let known: BTreeSet<&str> = lists
        .iter()
        .flat_map(|list| {
            let out = list.draft.taken_out.iter().map(|out| out.problem.title.as_str());
            list.draft.problems.iter().map(|problem| problem.title.as_str()).chain(out)
        })
        .collect();
    Ok(draft.problems.iter().filter(|problem| known.contains(problem.title.as_str())).count())
}

impl App {
    /// What a feedback paper holds, and what wants a look. Stores nothing.
    ///
    /// # Errors
    /// [`Error::Refused`] when the file cannot be read at all; [`Error::NotFound`].
    pub async fn preview_feedback(
        &self,
        ctx: &Ctx,
        id: EngagementId,
        (file, bytes): (&str, Vec<u8>),
        section: Option<u32>,
    ) -> Result<FeedbackPreview, Error> {
        ctx.require(Action::FeedbackDraft, Scope::One(id.0))?;
        let mut checked = read(bytes, section).await?;
        let mut conn = self.db().read().await?;
        let kept = engagements::get(&mut conn, id).await?.ok_or(Error::NotFound)?;
        let unit = units::get(&mut conn, kept.unit).await?.map(|u| u.value.name).unwrap_or_default();
        let existing = existing(&mut conn, id, &checked.draft).await?;
        if let Some(fault) = waiting(&mut conn, id, &checked.draft, existing).await? {
            checked.issues.error(0, None, "already_there", fault);
        }
        let draft = &checked.draft;
        if draft.problems.is_empty() && checked.issues.errors() == 0 {
            checked.issues.error(0, None, "no_problem", Message::new("feedback-without-problems"));
        }
        let counts = FeedbackCounts {
            unit,
            title: draft.title.clone(),
            dated: draft.dated,
            problems: draft.problems.len(),
            groups: draft.groups.len(),
            instances: draft.problems.iter().map(|problem| problem.instances()).sum(),
            from_annex: draft.problems.iter().filter(|problem| problem.source == Source::Annex).count(),
            existing,
            list: listed(draft),
            outline: checked.outline,
        };
        Ok(Preview::new(file, counts, &checked.issues, ctx.lang))
    }

    /// The engagement of a unit in a round of the present term, both as people name them; the newest round without a
    /// number.
    ///
    /// # Errors
    /// [`Error::Refused`] naming what is not there; as [`Ctx::require`].
    pub async fn engagement_named(
        &self,
        ctx: &Ctx,
        round: Option<u16>,
        unit: &str,
    ) -> Result<EngagementId, Error> {
        ctx.require(Action::FeedbackDraft, Scope::Global)?;
        let mut conn = self.db().read().await?;
        crate::engagement::named(self, &mut conn, round, unit).await
    }
}

/// Why a list cannot be kept beside what an engagement has already.
async fn waiting(
    conn: &mut Conn,
    id: EngagementId,
    draft: &Draft,
    existing: usize,
) -> Result<Option<Message>, Error> {
    if !draft.problems.is_empty() && existing == draft.problems.len() {
        return Ok(Some(Message::new("feedback-import-already-there").with("count", existing)));
    }
    for list in feedbacks::drafts_of(conn, id).await? {
        let taken = feedbacks::get(conn, list.id).await?;
        if taken.is_none_or(|feedback| !feedback.is_handed_over()) {
            return Ok(Some(Message::new("feedback-import-one-waits")));
        }
    }
    Ok(None)
}

/// Keeps a paper's list, to be corrected.
#[derive(Clone, Debug)]
pub struct ImportFeedback {
    /// The engagement.
    pub engagement: EngagementId,
    /// Name of the file.
    pub file: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The paragraph of the section that holds the problems, where a person has chosen it.
    pub section: Option<u32>,
    /// The file as it was received, where it is to be kept.
    pub paper: Option<Received>,
}

/// What was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportedFeedback {
    /// The list.
    #[schema(value_type = String, format = Uuid)]
    pub feedback: FeedbackId,
    /// How many problems it has.
    pub problems: usize,
}

impl Act for ImportFeedback {
    const NAME: &'static str = "feedback-import";
    type Done = ImportedFeedback;

    fn right(&self) -> Right {
        Right::Needs(Action::FeedbackDraft, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<ImportedFeedback>, Error> {
        let kept = engagement(prep, self.engagement).await?;
        let checked = read(self.bytes.clone(), self.section).await?;
        if checked.issues.errors() > 0 {
            let message = Message::new("feedback-import-faulty").with("count", checked.issues.errors());
            return Err(Refusal(message).into());
        }
        if checked.draft.problems.is_empty() {
            return Err(Refusal::new("feedback-without-problems").into());
        }
        let existing = existing(&mut prep.conn, self.engagement, &checked.draft).await?;
        if let Some(fault) = waiting(&mut prep.conn, self.engagement, &checked.draft, existing).await? {
            return Err(Refusal(fault).into());
        }
        let id = FeedbackId::new(prep.app.clock(), prep.app.rng());
        let label = crate::round::engagement_label(prep, &kept).await?;
        let mut changes = about(id, self.engagement, label).because(self.file.clone());
        changes.relies_on(&kept);
        let work = compartment::work(self.engagement);
        let paper = match &self.paper {
            Some(received) => Some(attach(&mut changes, prep, received, &work, false)?),
            None => None,
        };
        let problems = checked.draft.problems.len();
        changes.insert(&Drafting {
            id,
            engagement: self.engagement,
            unit: kept.unit,
            file: self.file.clone(),
            paper,
            standing: DraftStanding::Open,
            draft: checked.draft,
        })?;
        Ok(Prepared { changes, done: ImportedFeedback { feedback: id, problems } })
    }
}
