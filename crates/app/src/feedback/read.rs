//! Feedback on pages: the lists, one with what surrounds it, and what the unit sees of it.

use super::{DraftStanding, Drafting, Feedback, Submission, Tie};
use crate::{App, Ctx, Error, View};
use domain::permission::{Action, Scope};
use kernel::{Day, EngagementId, FeedbackId, FindingId};
use store::deadline::Running;
use store::decision::Decided;
use store::{
    Stored, deadline as deadlines, decision as decisions, engagement as engagements, feedback as feedbacks,
    finding as findings, round as rounds, unit as units,
};

/// A line of the lists of feedback.
#[derive(Clone, Debug)]
pub struct FeedbackLine {
    /// The list being corrected.
    pub drafting: Stored<Drafting>,
    /// The unit.
    pub unit: String,
    /// How far it went, once it was taken.
    pub taken: Option<Stored<Feedback>>,
}

/// One list with everything that office and team see of it.
#[derive(Clone, Debug)]
pub struct DraftPage {
    /// The list being corrected.
    pub drafting: Stored<Drafting>,
    /// The list as it was taken.
    pub taken: Option<Stored<Feedback>>,
    /// The unit.
    pub unit: String,
    /// The round.
    pub round: String,
    /// Findings that the team meeting adopted, with number and title; empty for whoever is not of the team.
    pub adopted: Vec<(FindingId, String)>,
    /// Findings behind its problems; empty for whoever is not of the team.
    pub ties: Vec<Stored<Tie>>,
    /// Decisions about it, the newest first.
    pub decisions: Vec<Stored<Decided>>,
    /// What runs because of it.
    pub deadlines: Vec<Stored<Running>>,
    /// What the unit handed in.
    pub submissions: Vec<Stored<Submission>>,
}

/// A feedback as its unit sees it.
#[derive(Clone, Debug)]
pub struct FeedbackPage {
    /// The list.
    pub feedback: Stored<Feedback>,
    /// The unit.
    pub unit: String,
    /// What runs because of it.
    pub deadlines: Vec<Stored<Running>>,
    /// What was handed in.
    pub submissions: Vec<Stored<Submission>>,
}

impl FeedbackPage {
    /// The day from which periods count.
    pub fn fed_back_on(&self) -> Option<Day> {
        self.feedback.fed_back_on()
    }
}

impl App {
    /// Feedback lists that the reader works on, the newest first.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn feedbacks(&self, ctx: &Ctx) -> Result<Vec<FeedbackLine>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::FeedbackView, Scope::Global).await?;
        let drafts = feedbacks::drafts(&mut conn, &viewer).await?;
        let taken = feedbacks::list(&mut conn, &viewer).await?;
        let ids: Vec<_> = drafts.iter().map(|d| d.unit).collect();
        let names = units::many(&mut conn, &ids).await?;
        let line = |drafting: Stored<Drafting>| FeedbackLine {
            unit: names.iter().find(|u| u.id == drafting.unit).map(|u| u.name.clone()).unwrap_or_default(),
            taken: taken.iter().find(|f| f.id == drafting.id).cloned(),
            drafting,
        };
        Ok(drafts.into_iter().map(line).collect())
    }

    /// The engagements for which the reader may import a paper, the newest first, each named by round and unit: those of
    /// their team, or of every round for the office; at most five hundred.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn feedback_engagements(&self, ctx: &Ctx) -> Result<Vec<(EngagementId, String)>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::FeedbackDraft, Scope::Global).await?;
        let found = engagements::seen(&mut conn, &viewer).await?;
        let ids: Vec<_> = found.iter().map(|e| e.unit).collect();
        let names = units::many(&mut conn, &ids).await?;
        let light = rounds::light(&mut conn, &viewer).await?;
        let name = |e: &domain::engagement::Kept| {
            let unit = names.iter().find(|u| u.id == e.unit).map(|u| u.name.clone()).unwrap_or_default();
            match light.iter().find(|r| r.id == e.round) {
                Some(round) => format!("{unit} · {}", round.name),
                None => unit,
            }
        };
        Ok(found.iter().map(|e| (e.engagement.id, name(e))).collect())
    }

    /// One list, for office, leading group and team.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] also for readers of the unit.
    pub async fn feedback(&self, ctx: &Ctx, id: FeedbackId) -> Result<DraftPage, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::FeedbackView, Scope::Global).await?;
        let drafting = feedbacks::draft_view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let kept = engagements::get(&mut conn, drafting.engagement).await?.ok_or(Error::NotFound)?;
        let unit = units::get(&mut conn, drafting.unit).await?.map(|u| u.value.name).unwrap_or_default();
        let round = rounds::get(&mut conn, kept.round).await?.map(|r| r.value.name).unwrap_or_default();
        let adopted = findings::adopted(&mut conn, &viewer, drafting.engagement).await?;
        let named = |kept: &Stored<domain::finding::Kept>| {
            (kept.finding.id, format!("{} {}", kept.number, kept.paper.title))
        };
        Ok(DraftPage {
            adopted: adopted.iter().map(named).collect(),
            taken: feedbacks::view(&mut conn, &viewer, id).await?,
            ties: feedbacks::ties(&mut conn, &viewer, id).await?,
            decisions: decisions::about(&mut conn, id.into()).await?,
            deadlines: deadlines::running(&mut conn, "feedback", id.into()).await?,
            submissions: feedbacks::submissions(&mut conn, &viewer, id).await?,
            unit,
            round,
            drafting,
        })
    }

    /// What was handed over to the reader's own unit, the newest first.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn portal_feedbacks(&self, ctx: &Ctx) -> Result<Vec<FeedbackPage>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::PortalView, Scope::Global).await?;
        let mut found = Vec::new();
        for feedback in feedbacks::of_portal(&mut conn, &viewer).await? {
            let (id, unit) = (feedback.id, feedback.unit);
            found.push(FeedbackPage {
                unit: units::get(&mut conn, unit).await?.map(|u| u.value.name).unwrap_or_default(),
                deadlines: deadlines::running(&mut conn, "feedback", id.into()).await?,
                submissions: feedbacks::submissions(&mut conn, &viewer, id).await?,
                feedback,
            });
        }
        Ok(found)
    }

    /// One feedback that was handed over to the reader's own unit.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn portal_feedback(&self, ctx: &Ctx, id: FeedbackId) -> Result<FeedbackPage, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::PortalView, Scope::Global).await?;
        let feedback = feedbacks::portal_view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        Ok(FeedbackPage {
            unit: units::get(&mut conn, feedback.unit).await?.map(|u| u.value.name).unwrap_or_default(),
            deadlines: deadlines::running(&mut conn, "feedback", id.into()).await?,
            submissions: feedbacks::submissions(&mut conn, &viewer, id).await?,
            feedback,
        })
    }
}

impl DraftPage {
    /// Whether the list as it stands was taken.
    pub fn is_taken(&self) -> bool {
        self.drafting.standing == DraftStanding::Taken
    }
}
