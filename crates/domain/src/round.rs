//! Rounds (A3): one deployment of several teams in one window, mixing kinds of engagement.
//!
//! A round moves planned → approved → deployed → on site → reporting → feeding back → rectifying → closed →
//! archived; each step consumes the state before. A round that began before the program came is entered at the
//! stage it had reached, and says so (A9). [`import`] checks a round's file.

pub mod import;

use crate::Refusal;
use crate::engagement::{Stage as EngagementStage, Window, Withdrawal};
use crate::term::RoundNumber;
use kernel::id::{DecisionId, RoundId, TermId};
use kernel::{Day, Message, Timestamp};
use serde::{Deserialize, Serialize};

/// Where a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Planned.
    Planned,
    /// Approved by the head.
    Approved,
    /// Deployed: plan and authorisations read out.
    Deployed,
    /// Teams are on site.
    OnSite,
    /// Reports are written and heard.
    Reporting,
    /// Units are told.
    FeedingBack,
    /// Units rectify.
    Rectifying,
    /// Everything is settled.
    Closed,
    /// Filed away.
    Archived,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Self; 9] = [
        Self::Planned,
        Self::Approved,
        Self::Deployed,
        Self::OnSite,
        Self::Reporting,
        Self::FeedingBack,
        Self::Rectifying,
        Self::Closed,
        Self::Archived,
    ];

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Planned => "round-stage-planned",
            Self::Approved => "round-stage-approved",
            Self::Deployed => "round-stage-deployed",
            Self::OnSite => "round-stage-on-site",
            Self::Reporting => "round-stage-reporting",
            Self::FeedingBack => "round-stage-feeding-back",
            Self::Rectifying => "round-stage-rectifying",
            Self::Closed => "round-stage-closed",
            Self::Archived => "round-stage-archived",
        })
    }
}

/// How a round came into the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "origin")]
pub enum Origin {
    /// Planned here.
    Planned,
    /// Entered while it was running, or after.
    TakenOver {
        /// The stage it had reached.
        at: Stage,
        /// Where its facts were taken from.
        source: String,
    },
}

/// A leading cadre outside the bodies inspected, by name: who a petition or a clue may be about all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedCadre {
    /// Name.
    pub name: String,
    /// Unit, as written.
    pub unit: String,
    /// Post.
    pub post: String,
    /// Who manages them, as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
}

/// One round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// The term it belongs to.
    pub term: TermId,
    /// Its number within the term.
    pub number: RoundNumber,
    /// Its name.
    pub name: String,
    /// From entry to withdrawal.
    pub window: Window,
    /// When channels close on the last day; at its end when `None`.
    pub intake_closes: Option<Timestamp>,
    /// The approval of its plan.
    pub approval: Option<DecisionId>,
    /// The day of deployment.
    pub deployed_on: Option<Day>,
    /// How it came into the program.
    #[serde(flatten)]
    pub origin: Origin,
    /// Where it stands.
    pub stage: Stage,
    /// Leading cadres outside the bodies inspected, as its file names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cadres: Vec<NamedCadre>,
    /// Set once the plan was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

/// What of a round's engagements a step looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Engagements {
    /// How many there are.
    pub all: usize,
    /// How many have no authorisation.
    pub unauthorised: usize,
    /// The stage of the one furthest behind.
    pub furthest_behind: Option<EngagementStage>,
    /// The stage of the one furthest ahead.
    pub furthest_ahead: Option<EngagementStage>,
}

impl Round {
    /// Changes what is planned; only until it is approved.
    pub fn amend(
        self,
        name: String,
        window: Window,
        intake_closes: Option<Timestamp>,
    ) -> Result<Self, Refusal> {
        self.must_be(Stage::Planned)?;
        if name.trim().is_empty() {
            return Err(Refusal::new("round-name-missing"));
        }
        Ok(Self { name, window, intake_closes, ..self })
    }

    /// The head approves the plan.
    pub fn approve(self, decision: DecisionId, engagements: Engagements) -> Result<Self, Refusal> {
        self.must_be(Stage::Planned)?;
        if engagements.all == 0 {
            return Err(Refusal::new("round-approve-empty"));
        }
        Ok(Self { approval: Some(decision), stage: Stage::Approved, ..self })
    }

    /// The deployment meeting: every engagement has its authorisation by then, since it is read out.
    pub fn deploy(self, on: Day, engagements: Engagements) -> Result<Self, Refusal> {
        self.must_be(Stage::Approved)?;
        if engagements.unauthorised > 0 {
            let message = Message::new("round-deploy-unauthorised").with("count", engagements.unauthorised);
            return Err(message.into());
        }
        Ok(Self { deployed_on: Some(on), stage: Stage::Deployed, ..self })
    }

    /// The first team has entered.
    pub fn go_on_site(self, today: Day) -> Result<Self, Refusal> {
        self.must_be(Stage::Deployed)?;
        if today < self.window.from {
            return Err(Message::new("round-before-window").with("from", self.window.from).into());
        }
        Ok(Self { stage: Stage::OnSite, ..self })
    }

    /// All teams report; none is still on site.
    pub fn begin_reporting(self, engagements: Engagements) -> Result<Self, Refusal> {
        self.follow(Stage::OnSite, Stage::Reporting, engagements, EngagementStage::Reporting)
    }

    /// All reports are through; feedback begins.
    pub fn feed_back(self, engagements: Engagements) -> Result<Self, Refusal> {
        self.follow(Stage::Reporting, Stage::FeedingBack, engagements, EngagementStage::Reporting)
    }

    /// Every unit has its list.
    pub fn begin_rectifying(self, engagements: Engagements) -> Result<Self, Refusal> {
        self.follow(Stage::FeedingBack, Stage::Rectifying, engagements, EngagementStage::Rectification)
    }

    /// Every engagement is closed.
    pub fn close(self, engagements: Engagements) -> Result<Self, Refusal> {
        self.follow(Stage::Rectifying, Stage::Closed, engagements, EngagementStage::Closed)
    }

    /// Filed away.
    pub fn archive(self) -> Result<Self, Refusal> {
        self.must_be(Stage::Closed)?;
        Ok(Self { stage: Stage::Archived, ..self })
    }

    /// Takes a plan back before it is approved. It stays on record; its number is free again.
    pub fn withdraw(self, on: Day, reason: &str) -> Result<Self, Refusal> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::new("round-withdraw-without-reason"));
        }
        self.must_be(Stage::Planned)?;
        Ok(Self { withdrawn: Some(Withdrawal { on, reason: reason.to_owned() }), ..self })
    }

    /// Goes back one stage, for a step that was taken by mistake, while nothing rests on it.
    pub fn step_back(self, engagements: Engagements) -> Result<Self, Refusal> {
        if self.withdrawn.is_some() {
            return Err(Refusal::new("round-is-withdrawn"));
        }
        if let Origin::TakenOver { at, .. } = self.origin
            && self.stage <= at
        {
            return Err(Refusal::new("round-back-taken-over"));
        }
        let ahead = engagements.furthest_ahead.unwrap_or(EngagementStage::Preparation);
        let unless = |resting: bool, id| if resting { Err(Refusal::new(id)) } else { Ok(()) };
        match self.stage {
            Stage::Planned | Stage::Rectifying => Err(self.no_way_back()),
            Stage::Approved => {
                unless(engagements.unauthorised < engagements.all, "round-back-authorised")?;
                Ok(Self { approval: None, stage: Stage::Planned, ..self })
            }
            Stage::Deployed => Ok(Self { deployed_on: None, stage: Stage::Approved, ..self }),
            Stage::OnSite => {
                unless(ahead > EngagementStage::Preparation, "round-back-entered")?;
                Ok(Self { stage: Stage::Deployed, ..self })
            }
            Stage::Reporting => Ok(Self { stage: Stage::OnSite, ..self }),
            Stage::FeedingBack => {
                unless(ahead >= EngagementStage::Feedback, "round-back-fed-back")?;
                Ok(Self { stage: Stage::Reporting, ..self })
            }
            Stage::Closed => Ok(Self { stage: Stage::Rectifying, ..self }),
            Stage::Archived => Ok(Self { stage: Stage::Closed, ..self }),
        }
    }

    fn no_way_back(&self) -> Refusal {
        Refusal(Message::new("round-back-never").with("stage", self.stage.label()))
    }

    /// Enters a round that began before the program came at the stage it had reached (A9).
    pub fn taken_over(self, at: Stage, source: String) -> Result<Self, Refusal> {
        self.must_be(Stage::Planned)?;
        if self.origin != Origin::Planned {
            return Err(Refusal::new("round-already-taken-over"));
        }
        if source.trim().is_empty() {
            return Err(Refusal::new("round-source-missing"));
        }
        Ok(Self { origin: Origin::TakenOver { at, source }, stage: at, ..self })
    }

    /// A step that waits for the engagement furthest behind.
    fn follow(
        self,
        from: Stage,
        to: Stage,
        engagements: Engagements,
        needed: EngagementStage,
    ) -> Result<Self, Refusal> {
        self.must_be(from)?;
        if let Some(behind) = engagements.furthest_behind
            && behind < needed
        {
            let message = Message::new("round-engagement-behind").with("stage", behind.label());
            return Err(message.with("needed", needed.label()).into());
        }
        Ok(Self { stage: to, ..self })
    }

    fn must_be(&self, stage: Stage) -> Result<(), Refusal> {
        if self.withdrawn.is_some() {
            return Err(Refusal::new("round-is-withdrawn"));
        }
        if self.stage == stage {
            return Ok(());
        }
        let message = Message::new("round-wrong-stage").with("stage", self.stage.label());
        Err(message.with("needed", stage.label()).into())
    }
}

#[cfg(test)]
mod tests;
