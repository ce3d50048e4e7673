//! A rectification item: what it is, who claimed it, what was objected, where it stands.

use super::closing::{Declaration, SentTo};
use crate::Refusal;
use crate::decision::Clerk;
use kernel::id::{DecisionId, EngagementId, FeedbackId, ItemId, PostId, UnitId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// The kinds of items by time (E3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// 未巡先改: known and corrected before entry.
    BeforeEntry,
    /// 立行立改
    Immediate,
    /// 限期
    TimeLimit,
    /// 阶段性
    Staged,
    /// 长期坚持
    LongTerm,
}

impl ItemKind {
    /// All of them, in the order pages list them.
    pub const ALL: [Self; 5] =
        [Self::BeforeEntry, Self::Immediate, Self::TimeLimit, Self::Staged, Self::LongTerm];

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::BeforeEntry => "rectification-kind-before-entry",
            Self::Immediate => "rectification-kind-immediate",
            Self::TimeLimit => "rectification-kind-time-limit",
            Self::Staged => "rectification-kind-staged",
            Self::LongTerm => "rectification-kind-long-term",
        })
    }

    /// Whether it needs a root cause: everything that is not corrected at once.
    pub const fn needs_root_cause(self) -> bool {
        !matches!(self, Self::BeforeEntry | Self::Immediate)
    }

    /// Whether it needs goals by stage.
    pub const fn needs_goals(self) -> bool {
        matches!(self, Self::Staged | Self::LongTerm)
    }
}

/// Where an item comes from, as the unit may know it (E11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "origin")]
pub enum Origin {
    /// A problem of the feedback.
    Feedback {
        /// The feedback.
        feedback: FeedbackId,
        /// The problem's number on its list.
        number: u32,
    },
    /// The unit's self-inspection (B7).
    SelfInspection,
    /// A letter that handed a matter over.
    Letter {
        /// Its number.
        number: String,
    },
    /// An earlier inspection, an audit, a campaign.
    Elsewhere {
        /// Which.
        name: String,
    },
}

/// Who took an item on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The responsible leader's post.
    pub leader: PostId,
    /// The department.
    pub department: String,
    /// Who claimed it.
    pub by: Clerk,
    /// When.
    pub on: Day,
}

/// How an objection was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The unit was right.
    Upheld,
    /// Right in part.
    PartlyUpheld,
    /// The facts stand.
    Dismissed,
}

/// The answer to an objection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// How.
    pub outcome: Outcome,
    /// In which words.
    pub text: String,
    /// By whom.
    pub by: Clerk,
    /// When.
    pub on: Day,
}

/// A factual objection of the unit. It stops no clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// What is objected.
    pub text: String,
    /// By whom.
    pub by: Clerk,
    /// When.
    pub on: Day,
    /// The answer, once there is one.
    pub answer: Option<Answer>,
}

/// A goal of a staged or long-term item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// What is to be reached.
    pub text: String,
    /// By when.
    pub due: Option<Day>,
    /// When it was.
    pub reached: Option<Day>,
}

/// Where an item stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// On the unit's list, not claimed.
    FedBack,
    /// Claimed by leader and department.
    Claimed,
    /// Measures are being carried out.
    UnderWay,
    /// The unit declares it complete.
    Declared,
    /// The responsible leader signed.
    LeaderSigned,
    /// The unit's head signed.
    HeadSigned,
    /// The superior leader in charge signed, where the rules ask.
    SuperiorSigned,
    /// The supervising department agreed.
    Reviewed,
    /// Returned with a reason.
    SentBack {
        /// To which step.
        to: SentTo,
        /// Why; the unit reads these words.
        reason: String,
    },
    /// Closed.
    Closed {
        /// When.
        on: Day,
        /// By whom.
        by: Clerk,
    },
    /// Complete but for a rest that has a day.
    Basically {
        /// When that was found.
        on: Day,
        /// What is left.
        rest: String,
        /// Until when.
        until: Day,
    },
    /// Goes on beyond the concentrated period, with half-yearly reports.
    Continued {
        /// Since when.
        since: Day,
    },
    /// Struck from the list, because an objection was upheld.
    Annulled {
        /// The decision.
        decision: DecisionId,
        /// Why.
        reason: String,
    },
}

impl State {
    /// Codes, as filters and files write them, in the order of the chain.
    pub const CODES: [&str; 13] = [
        "fed_back",
        "claimed",
        "under_way",
        "declared",
        "leader_signed",
        "head_signed",
        "superior_signed",
        "reviewed",
        "sent_back",
        "basically",
        "continued",
        "closed",
        "annulled",
    ];

    /// Its code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FedBack => "fed_back",
            Self::Claimed => "claimed",
            Self::UnderWay => "under_way",
            Self::Declared => "declared",
            Self::LeaderSigned => "leader_signed",
            Self::HeadSigned => "head_signed",
            Self::SuperiorSigned => "superior_signed",
            Self::Reviewed => "reviewed",
            Self::SentBack { .. } => "sent_back",
            Self::Basically { .. } => "basically",
            Self::Continued { .. } => "continued",
            Self::Closed { .. } => "closed",
            Self::Annulled { .. } => "annulled",
        }
    }

    /// Its name on pages.
    pub const fn label(&self) -> Message {
        Message::new(match self {
            Self::FedBack => "rectification-state-fed-back",
            Self::Claimed => "rectification-state-claimed",
            Self::UnderWay => "rectification-state-under-way",
            Self::Declared => "rectification-state-declared",
            Self::LeaderSigned => "rectification-state-leader-signed",
            Self::HeadSigned => "rectification-state-head-signed",
            Self::SuperiorSigned => "rectification-state-superior-signed",
            Self::Reviewed => "rectification-state-reviewed",
            Self::SentBack { .. } => "rectification-state-sent-back",
            Self::Basically { .. } => "rectification-state-basically",
            Self::Continued { .. } => "rectification-state-continued",
            Self::Closed { .. } => "rectification-state-closed",
            Self::Annulled { .. } => "rectification-state-annulled",
        })
    }

    /// Whether nothing is left to do.
    pub const fn is_over(&self) -> bool {
        matches!(self, Self::Closed { .. } | Self::Annulled { .. })
    }

    /// Whether it waits for a signature, a review or the verification.
    pub const fn is_in_chain(&self) -> bool {
        matches!(
            self,
            Self::Declared | Self::LeaderSigned | Self::HeadSigned | Self::SuperiorSigned | Self::Reviewed
        )
    }
}

/// What was done to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Claimed.
    Claimed,
    /// Begun.
    Begun,
    /// Declared complete.
    Declared,
    /// Signed by the responsible leader.
    LeaderSigned,
    /// Signed by the head.
    HeadSigned,
    /// Signed by the superior leader.
    SuperiorSigned,
    /// Reviewed.
    Reviewed,
    /// Sent back.
    SentBack,
    /// Verified and closed.
    Closed,
    /// Verified as basically complete.
    Basically,
    /// Verified as incomplete, with a new day.
    Incomplete,
    /// Goes on beyond the concentrated period.
    Continued,
    /// Re-checked, and it holds.
    Held,
    /// Re-checked, and it came back.
    Rebound,
    /// Struck from the list.
    Annulled,
}

/// One step, kept for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What.
    pub step: StepKind,
    /// By whom.
    pub by: Clerk,
    /// When.
    pub on: Day,
    /// Reason or remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// The engagement.
    pub engagement: EngagementId,
    /// The unit.
    pub unit: UnitId,
    /// Its number on the unit's ledger.
    pub number: u32,
    /// Its code, by which it is found again in files.
    pub code: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Its kind by time.
    pub kind: ItemKind,
    /// The heading it stands under.
    pub group: String,
    /// The problem.
    pub title: String,
    /// Who took it on.
    pub claim: Option<Claim>,
    /// The department that a list of before names, where nobody claimed it; [`Claim::department`] holds once claimed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub listed_department: String,
    /// The unit's objections.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<Objection>,
    /// Why it came about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub root_cause: String,
    /// Goals by stage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<Goal>,
    /// A day that a verification or a re-check set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The declaration that is being signed, or was last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declaration: Option<Declaration>,
    /// How often it came back after closing.
    #[serde(default)]
    pub rebounds: u16,
    /// Everything that was done to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Where it stands.
    #[serde(flatten)]
    pub state: State,
}

impl Item {
    /// The unit takes it on. It may name another leader or department until it is declared complete.
    ///
    /// # Errors
    /// Refused without a department, or once it is in the chain or over.
    pub fn claim(self, leader: PostId, department: &str, by: Clerk, on: Day) -> Result<Self, Refusal> {
        if department.trim().is_empty() {
            return Err(Refusal::new("rectification-claim-without-department"));
        }
        let state = match self.state {
            State::FedBack => State::Claimed,
            State::Claimed | State::UnderWay | State::SentBack { .. } | State::Continued { .. } => {
                self.state.clone()
            }
            _ => return Err(self.refused("rectification-claim-too-late")),
        };
        let claim = Claim { leader, department: department.trim().to_owned(), by, on };
        Ok(Self { claim: Some(claim), state, ..self }.stepped(StepKind::Claimed, by, on, ""))
    }

    /// Its measures are being carried out.
    ///
    /// # Errors
    /// Refused unless it is claimed and not begun.
    pub fn begin(self, by: Clerk, on: Day) -> Result<Self, Refusal> {
        match self.state {
            State::FedBack => Err(self.refused("rectification-not-claimed")),
            State::Claimed => {
                Ok(Self { state: State::UnderWay, ..self }.stepped(StepKind::Begun, by, on, ""))
            }
            _ => Err(self.refused("rectification-already-begun")),
        }
    }

    /// The unit objects to facts. The clock runs on.
    ///
    /// # Errors
    /// Refused without words, while another one is unanswered, or once it is over.
    pub fn object(mut self, text: &str, by: Clerk, on: Day) -> Result<Self, Refusal> {
        if text.trim().is_empty() {
            return Err(Refusal::new("rectification-objection-without-text"));
        }
        if self.state.is_over() {
            return Err(self.refused("rectification-objection-too-late"));
        }
        if self.objections.iter().any(|objection| objection.answer.is_none()) {
            return Err(Refusal::new("rectification-objection-unanswered"));
        }
        self.objections.push(Objection { text: text.trim().to_owned(), by, on, answer: None });
        Ok(self)
    }

    /// The objection is answered.
    ///
    /// # Errors
    /// Refused without words or without an open objection.
    pub fn answer_objection(mut self, answer: Answer) -> Result<Self, Refusal> {
        if answer.text.trim().is_empty() {
            return Err(Refusal::new("rectification-answer-without-text"));
        }
        match self.objections.iter_mut().find(|objection| objection.answer.is_none()) {
            Some(objection) => {
                objection.answer = Some(answer);
                Ok(self)
            }
            None => Err(Refusal::new("rectification-no-open-objection")),
        }
    }

    /// Whether one of its objections was upheld.
    pub fn is_upheld(&self) -> bool {
        self.objections.iter().any(|objection| {
            objection.answer.as_ref().is_some_and(|answer| answer.outcome == Outcome::Upheld)
        })
    }

    /// Strikes it from the list by a decision, because an objection was upheld.
    ///
    /// # Errors
    /// Refused without an upheld objection or a reason, or once it is over.
    pub fn annul(self, decision: DecisionId, reason: &str, by: Clerk, on: Day) -> Result<Self, Refusal> {
        if !self.is_upheld() {
            return Err(Refusal::new("rectification-annul-without-upheld-objection"));
        }
        if reason.trim().is_empty() {
            return Err(Refusal::new("rectification-annul-without-reason"));
        }
        self.refuse_if_over()?;
        let reason = reason.trim().to_owned();
        let state = State::Annulled { decision, reason: reason.clone() };
        Ok(Self { state, ..self }.stepped(StepKind::Annulled, by, on, &reason))
    }

    /// Puts it into another kind by time.
    ///
    /// # Errors
    /// Refused once it is in the chain or over.
    pub fn classify(self, kind: ItemKind) -> Result<Self, Refusal> {
        self.refuse_if_fixed()?;
        Ok(Self { kind, ..self })
    }

    /// A goal by stage was reached.
    ///
    /// # Errors
    /// Refused for a goal that is not there or was reached before, or once it is in the chain or over.
    pub fn reach_goal(mut self, at: usize, on: Day) -> Result<Self, Refusal> {
        self.refuse_if_fixed()?;
        match self.goals.get_mut(at).filter(|goal| goal.reached.is_none()) {
            Some(goal) => goal.reached = Some(on),
            None => return Err(Refusal::new("rectification-no-such-goal")),
        }
        Ok(self)
    }

    /// Names the root cause.
    ///
    /// # Errors
    /// Refused without words or once it is in the chain or over.
    pub fn explain(self, root_cause: &str) -> Result<Self, Refusal> {
        if root_cause.trim().is_empty() {
            return Err(Refusal::new("rectification-root-cause-missing"));
        }
        self.refuse_if_fixed()?;
        Ok(Self { root_cause: root_cause.trim().to_owned(), ..self })
    }

    /// Sets the goals by stage.
    ///
    /// # Errors
    /// Refused for a goal without words or once it is in the chain or over.
    pub fn set_goals(self, goals: Vec<Goal>) -> Result<Self, Refusal> {
        if goals.iter().any(|goal| goal.text.trim().is_empty()) {
            return Err(Refusal::new("rectification-goal-without-text"));
        }
        self.refuse_if_fixed()?;
        Ok(Self { goals, ..self })
    }

    pub(super) fn refuse_if_over(&self) -> Result<(), Refusal> {
        match &self.state {
            State::Closed { on, .. } => {
                Err(Message::new("rectification-already-closed").with("on", *on).into())
            }
            State::Annulled { .. } => Err(self.refused("rectification-annulled")),
            _ => Ok(()),
        }
    }

    fn refuse_if_fixed(&self) -> Result<(), Refusal> {
        self.refuse_if_over()?;
        if self.state.is_in_chain() { Err(self.refused("rectification-in-chain")) } else { Ok(()) }
    }

    pub(super) fn refused(&self, id: &'static str) -> Refusal {
        Message::new(id).with("state", self.state.label()).into()
    }

    pub(super) fn stepped(mut self, step: StepKind, by: Clerk, on: Day, note: &str) -> Self {
        self.steps.push(Step { step, by, on, note: note.to_owned() });
        self
    }
}
