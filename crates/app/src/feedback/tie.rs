//! The findings behind a problem (G4): the team's own record, in its work compartment, which no unit's reader reaches.
//!
//! A problem that stands on the list already is tied to its findings; a finding that does not is put on the list in its
//! own words, and tied in the same act.

use super::{DraftStanding, Drafting, Tie, about, correct, drafting};
use crate::{Act, Ctx, Error, Prep, Prepared, Right};
use db::Conn;
use domain::Refusal;
use domain::feedback::draft::Key;
use domain::finding::{Kept, Standing};
use domain::permission::{Action, Scope};
use kernel::{EngagementId, FeedbackId, FindingId, RecordId};
use serde::Deserialize;
use store::{Viewer, feedback as feedbacks, finding as findings, unit as units};

/// Says which findings stand behind a problem, instead of those said before.
#[derive(Clone, Debug, Deserialize)]
pub struct TieFindings {
    /// The engagement.
    pub engagement: EngagementId,
    /// The list.
    pub feedback: FeedbackId,
    /// The problem.
    pub problem: Key,
    /// The findings.
    pub findings: Vec<FindingId>,
}

impl Act for TieFindings {
    const NAME: &'static str = "feedback-tie";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::FeedbackTie, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let list = drafting(prep, (self.engagement, self.feedback)).await?;
        if list.draft.problem(self.problem).is_none() {
            return Err(Refusal::new("feedback-draft-no-such-problem").into());
        }
        let label = units::get(&mut prep.conn, list.unit).await?.map(|u| u.value.name).unwrap_or_default();
        let mut changes = about(self.feedback, self.engagement, label);
        let mut findings = self.findings.clone();
        findings.sort_unstable();
        findings.dedup();
        match feedbacks::tie(&mut prep.conn, self.feedback, self.problem).await? {
            Some(old) => changes.update(&old, &Tie { findings, ..old.value.clone() })?,
            None => changes.insert(&Tie {
                id: RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng())),
                feedback: self.feedback,
                engagement: self.engagement,
                problem: self.problem,
                findings,
            })?,
        }
        Ok(Prepared { changes, done: () })
    }
}

/// Puts a finding that the team meeting adopted on a list as its last problem, under the finding's own heading, and ties
/// the two. The list may be corrected as before.
#[derive(Clone, Debug, Deserialize)]
pub struct ListFinding {
    /// The engagement.
    pub engagement: EngagementId,
    /// The list.
    pub feedback: FeedbackId,
    /// The finding.
    pub finding: FindingId,
}

impl Act for ListFinding {
    const NAME: &'static str = "feedback-list-finding";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::FeedbackTie, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = drafting(prep, (self.engagement, self.feedback)).await?;
        correct::open(prep, &old).await?;
        let viewer = prep.ctx.viewer()?;
        let adopted = findings::adopted(&mut prep.conn, &viewer, self.engagement).await?;
        let found = adopted.iter().find(|kept| kept.finding.id == self.finding);
        let found = found.ok_or_else(|| Refusal::new("feedback-finding-not-adopted"))?;
        if is_listed(&mut prep.conn, &viewer, (self.engagement, self.finding)).await? {
            return Err(Refusal::new("feedback-finding-listed").into());
        }
        let draft = old.draft.clone().add(&found.paper.title, None)?;
        let problem = Key(draft.last_key);
        let label = units::get(&mut prep.conn, old.unit).await?.map(|u| u.value.name).unwrap_or_default();
        let mut changes = about(self.feedback, self.engagement, label);
        changes.relies_on(found);
        changes.update(&old, &Drafting { draft, standing: DraftStanding::Open, ..old.value.clone() })?;
        changes.insert(&Tie {
            id: RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng())),
            feedback: self.feedback,
            engagement: self.engagement,
            problem,
            findings: vec![self.finding],
        })?;
        Ok(Prepared { changes, done: () })
    }
}

/// Whether a finding stands behind a problem of a list that was not withdrawn.
async fn is_listed(
    conn: &mut Conn,
    viewer: &Viewer,
    (engagement, finding): (EngagementId, FindingId),
) -> Result<bool, Error> {
    let ties = feedbacks::ties_of(conn, viewer, engagement).await?;
    let lists = feedbacks::drafts_of(conn, engagement).await?;
    let stands = |tie: &Tie| {
        let list = lists.iter().find(|list| list.id == tie.feedback);
        list.is_some_and(|list| list.draft.problem(tie.problem).is_some())
    };
    Ok(ties.iter().any(|tie| tie.findings.contains(&finding) && stands(tie)))
}

/// The lists on which a finding may be put, each with its title: those of its engagement that may still be corrected, for
/// whoever may tie; none before it is adopted, and once it stands behind a problem.
pub(crate) async fn lists_for(
    conn: &mut Conn,
    ctx: &Ctx,
    kept: &Kept,
) -> Result<Vec<(FeedbackId, String)>, Error> {
    let adopted = matches!(kept.mark.standing, Standing::Adopted | Standing::Confirmed);
    if !adopted || !ctx.may(Action::FeedbackTie, Scope::One(kept.engagement.0)) {
        return Ok(Vec::new());
    }
    let viewer = ctx.viewer()?;
    if is_listed(conn, &viewer, (kept.engagement, kept.finding.id)).await? {
        return Ok(Vec::new());
    }
    let mut open = feedbacks::drafts(conn, &viewer).await?;
    open.retain(|list| list.engagement == kept.engagement && list.standing != DraftStanding::Withdrawn);
    let taken = feedbacks::of_engagement(conn, &viewer, kept.engagement).await?;
    let fixed = |id| taken.iter().any(|list| list.id == id && list.may_be_corrected().is_err());
    open.retain(|list| !fixed(list.id));
    Ok(open.into_iter().map(|list| (list.id, list.value.draft.title)).collect())
}
