//! Feedback (E1): the opinions handed to a unit, first to its head, then to its leading body, each signed for.
//!
//! A paper is read to a [`draft::Draft`] ([`import`]) that people correct; the finished list becomes a [`Feedback`],
//! whose problems are numbered once and stay. The list may be longer than the text. Nothing of where a problem came
//! from is in it: findings and evidence are tied to it elsewhere ([`crate::trace`]), because the unit reads this
//! record. Called by the acts of feedback; the day of the leading body's signature starts the clocks of rectification.

pub mod draft;
pub mod import;

use crate::Refusal;
use crate::decision::Clerk;
use draft::{Draft, Key, Passage};
use kernel::id::{DecisionId, EngagementId, FeedbackId, FileId, UnitId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// A problem on the unit's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedProblem {
    /// Its number on the list, from 1.
    pub number: u32,
    /// Its key in the draft, by which what was tied to it while drafting finds it.
    pub key: Key,
    /// The heading it stands under; empty for none.
    pub group: String,
    /// The statement.
    pub title: String,
    /// Facts and instances.
    pub passages: Vec<Passage>,
}

/// A hand-over that was signed for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The day.
    pub on: Day,
    /// Who signed, with their post as it stood.
    pub signed_by: String,
    /// The signed slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<FileId>,
    /// Who recorded it.
    pub recorded_by: Clerk,
}

/// How far it has gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// Being written; the unit sees nothing.
    Drafted,
    /// Approved, not handed over yet.
    Approved {
        /// The decision.
        decision: DecisionId,
    },
    /// Told to the head.
    ToldHead {
        /// The decision.
        decision: DecisionId,
        /// The head's signature.
        head: Delivery,
    },
    /// Told to the leading body, too: the clocks run.
    Delivered {
        /// The decision.
        decision: DecisionId,
        /// The head's signature.
        head: Delivery,
        /// The leading body's.
        body: Delivery,
    },
    /// Withdrawn before it was handed over.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

impl State {
    /// Its name on pages.
    pub const fn label(&self) -> Message {
        Message::new(match self {
            Self::Drafted => "feedback-state-drafted",
            Self::Approved { .. } => "feedback-state-approved",
            Self::ToldHead { .. } => "feedback-state-told-head",
            Self::Delivered { .. } => "feedback-state-delivered",
            Self::Withdrawn { .. } => "feedback-state-withdrawn",
        })
    }
}

/// Feedback opinions to one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Its id.
    pub id: FeedbackId,
    /// The engagement.
    pub engagement: EngagementId,
    /// The unit.
    pub unit: UnitId,
    /// Its title.
    pub title: String,
    /// The paper's date.
    pub dated: Option<Day>,
    /// The paper itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<FileId>,
    /// The problems.
    pub problems: Vec<ListedProblem>,
    /// How far it has gone.
    #[serde(flatten)]
    pub state: State,
}

impl Feedback {
    /// Takes a corrected list: every problem gets its number for good.
    ///
    /// # Errors
    /// Refused without a problem or with two of one wording.
    pub fn take(
        (id, engagement, unit): (FeedbackId, EngagementId, UnitId),
        draft: Draft,
        paper: Option<FileId>,
    ) -> Result<Self, Refusal> {
        if draft.problems.is_empty() {
            return Err(Refusal::new("feedback-without-problems"));
        }
        let mut titles = std::collections::BTreeSet::new();
        for problem in &draft.problems {
            if !titles.insert(problem.title.as_str()) {
                return Err(Message::new("feedback-same-problem-twice")
                    .with("title", problem.title.as_str())
                    .into());
            }
        }
        let Draft { title, dated, groups, problems, .. } = draft;
        let group_of = |key: Option<Key>| {
            let group = groups.iter().find(|group| Some(group.key) == key);
            group.map(|group| group.title.clone()).unwrap_or_default()
        };
        let numbered = (1_u32..).zip(problems);
        let listed = |(number, problem): (u32, draft::Problem)| ListedProblem {
            number,
            key: problem.key,
            group: group_of(problem.group),
            title: problem.title,
            passages: problem.passages,
        };
        let problems = numbered.map(listed).collect();
        Ok(Self { id, engagement, unit, title, dated, paper, problems, state: State::Drafted })
    }

    /// Corrects the list while it is being written.
    pub fn revise(self, draft: Draft) -> Result<Self, Refusal> {
        match self.state {
            State::Drafted => Self::take((self.id, self.engagement, self.unit), draft, self.paper),
            _ => Err(self.refused("feedback-list-fixed")),
        }
    }

    /// Whether its list may still change.
    ///
    /// # Errors
    /// Refused once it is approved or withdrawn.
    pub fn may_be_corrected(&self) -> Result<(), Refusal> {
        if self.state == State::Drafted { Ok(()) } else { Err(self.refused("feedback-list-fixed")) }
    }

    /// Approved by whoever may.
    pub fn approve(self, decision: DecisionId) -> Result<Self, Refusal> {
        match self.state {
            State::Drafted => Ok(Self { state: State::Approved { decision }, ..self }),
            _ => Err(self.refused("feedback-not-drafted")),
        }
    }

    /// Told to the unit's head, who signs for it.
    pub fn tell_head(self, delivery: Delivery) -> Result<Self, Refusal> {
        let State::Approved { decision } = self.state else {
            return Err(self.refused("feedback-not-approved"));
        };
        signed(&delivery)?;
        Ok(Self { state: State::ToldHead { decision, head: delivery }, ..self })
    }

    /// Told to the leading body after its head; from this day the clocks run.
    pub fn tell_body(self, delivery: Delivery) -> Result<Self, Refusal> {
        let State::ToldHead { decision, head } = self.state else {
            return Err(self.refused("feedback-head-first"));
        };
        signed(&delivery)?;
        if delivery.on < head.on {
            let message = Message::new("feedback-body-before-head");
            return Err(message.with("on", delivery.on).with("head", head.on).into());
        }
        Ok(Self { state: State::Delivered { decision, head, body: delivery }, ..self })
    }

    /// Takes it back while nobody outside has it.
    pub fn withdraw(self, reason: &str) -> Result<Self, Refusal> {
        if reason.trim().is_empty() {
            return Err(Refusal::new("feedback-withdraw-without-reason"));
        }
        match self.state {
            State::Drafted | State::Approved { .. } => {
                Ok(Self { state: State::Withdrawn { reason: reason.trim().to_owned() }, ..self })
            }
            _ => Err(self.refused("feedback-already-handed-over")),
        }
    }

    /// The day the leading body signed: periods count from it.
    pub const fn fed_back_on(&self) -> Option<Day> {
        match &self.state {
            State::Delivered { body, .. } => Some(body.on),
            _ => None,
        }
    }

    /// Whether the unit may see it.
    pub const fn is_handed_over(&self) -> bool {
        matches!(self.state, State::ToldHead { .. } | State::Delivered { .. })
    }

    fn refused(&self, id: &'static str) -> Refusal {
        Message::new(id).with("state", self.state.label()).into()
    }
}

fn signed(delivery: &Delivery) -> Result<(), Refusal> {
    if delivery.signed_by.trim().is_empty() {
        return Err(Refusal::new("feedback-not-signed-for"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
