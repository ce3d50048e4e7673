//! Correcting a list by hand, and taking it.

use super::{DraftStanding, Drafting, Feedback, about, drafting};
use crate::{Act, Error, Prep, Prepared, Right, version};
use domain::Refusal;
use domain::feedback::draft::{Draft, Group, Key, Place};
use domain::permission::{Action, Scope};
use kernel::{Day, EngagementId, FeedbackId};
use serde::{Deserialize, Serialize};
use store::{feedback as feedbacks, unit as units};

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "do")]
pub enum Correction {
    /// The paper's own title and date.
    Paper {
        /// The title.
        title: String,
        /// The date.
        dated: Option<Day>,
    },
    /// Another wording.
    Retitle {
        /// Which problem.
        problem: Key,
        /// The wording.
        title: String,
    },
    /// Under another heading, or none.
    Regroup {
        /// Which problem.
        problem: Key,
        /// The heading.
        group: Option<Key>,
    },
    /// A new heading, and a problem under it.
    NewGroup {
        /// Which problem.
        problem: Key,
        /// The heading.
        title: String,
    },
    /// To another place.
    Move {
        /// Which problem.
        problem: Key,
        /// Its number afterwards, from 1.
        to: usize,
    },
    /// A passage becomes a problem of its own.
    Split {
        /// Which problem.
        problem: Key,
        /// Which of its passages, from 0.
        passage: usize,
        /// The wording of the new one.
        title: String,
    },
    /// A problem becomes a passage of another.
    Merge {
        /// Which problem.
        problem: Key,
        /// Into which.
        into: Key,
    },
    /// One more problem.
    Add {
        /// The wording.
        title: String,
        /// The heading.
        group: Option<Key>,
    },
    /// One problem less, with the reason.
    TakeOut {
        /// Which problem.
        problem: Key,
        /// Why.
        reason: String,
    },
    /// A problem that was taken out is put back.
    PutBack {
        /// Which problem.
        problem: Key,
    },
}

impl Correction {
    fn apply(self, mut draft: Draft) -> Result<Draft, Refusal> {
        match self {
            Self::Paper { title, dated } => {
                let title = title.trim();
                if title.is_empty() {
                    return Err(Refusal::new("feedback-draft-title-missing"));
                }
                Ok(Draft { title: title.to_owned(), dated, ..draft })
            }
            Self::Retitle { problem, title } => draft.retitle(problem, &title),
            Self::Regroup { problem, group } => draft.regroup(problem, group),
            Self::NewGroup { problem, title } => {
                let title = title.trim();
                if title.is_empty() {
                    return Err(Refusal::new("feedback-draft-title-missing"));
                }
                draft.last_key += 1;
                let key = Key(draft.last_key);
                draft.groups.push(Group {
                    key,
                    mark: String::new(),
                    title: title.to_owned(),
                    place: Place::ByHand,
                });
                draft.regroup(problem, Some(key))
            }
            Self::Move { problem, to } => draft.reorder(problem, to.saturating_sub(1)),
            Self::Split { problem, passage, title } => draft.split(problem, passage, &title),
            Self::Merge { problem, into } => draft.merge(problem, into),
            Self::Add { title, group } => draft.add(&title, group),
            Self::TakeOut { problem, reason } => draft.take_out(problem, &reason),
            Self::PutBack { problem } => draft.put_back(problem),
        }
    }
}

/// The list may be corrected until it is approved.
pub(super) async fn open(prep: &mut Prep<'_>, list: &Drafting) -> Result<(), Error> {
    if list.standing == DraftStanding::Withdrawn {
        return Err(Refusal::new("feedback-draft-withdrawn").into());
    }
    if let Some(taken) = feedbacks::get(&mut prep.conn, list.id).await? {
        taken.may_be_corrected()?;
    }
    Ok(())
}

/// Corrects a list by one step.
#[derive(Clone, Debug, Deserialize)]
pub struct CorrectFeedback {
    /// The engagement.
    pub engagement: EngagementId,
    /// The list.
    pub feedback: FeedbackId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// What is corrected.
    pub correction: Correction,
}

impl Act for CorrectFeedback {
    const NAME: &'static str = "feedback-correct";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::FeedbackDraft, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = drafting(prep, (self.engagement, self.feedback)).await?;
        version::must_be_read(prep, &old, self.version).await?;
        open(prep, &old).await?;
        let draft = self.correction.clone().apply(old.draft.clone())?;
        let label = units::get(&mut prep.conn, old.unit).await?.map(|u| u.value.name).unwrap_or_default();
        let mut changes = about(self.feedback, self.engagement, label);
        if let Correction::TakeOut { reason, .. } = &self.correction {
            changes = changes.because(reason.trim());
        }
        changes.update(&old, &Drafting { draft, standing: DraftStanding::Open, ..old.value.clone() })?;
        Ok(Prepared { changes, done: () })
    }
}

/// Takes a corrected list: every problem gets its number.
#[derive(Clone, Debug, Deserialize)]
pub struct TakeFeedback {
    /// The engagement.
    pub engagement: EngagementId,
    /// The list.
    pub feedback: FeedbackId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for TakeFeedback {
    const NAME: &'static str = "feedback-take";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::FeedbackDraft, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = drafting(prep, (self.engagement, self.feedback)).await?;
        version::must_be_read(prep, &old, self.version).await?;
        if old.standing == DraftStanding::Withdrawn {
            return Err(Refusal::new("feedback-draft-withdrawn").into());
        }
        let label = units::get(&mut prep.conn, old.unit).await?.map(|u| u.value.name).unwrap_or_default();
        let mut changes = about(self.feedback, self.engagement, label);
        let draft = old.draft.clone();
        match feedbacks::get(&mut prep.conn, self.feedback).await? {
            Some(before) => changes.update(&before, &before.value.clone().revise(draft)?)?,
            None => {
                let ids = (self.feedback, self.engagement, old.unit);
                changes.insert(&Feedback::take(ids, draft, old.paper)?)?;
            }
        }
        changes.update(&old, &Drafting { standing: DraftStanding::Taken, ..old.value.clone() })?;
        Ok(Prepared { changes, done: () })
    }
}
