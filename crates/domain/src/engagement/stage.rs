//! The stages of an engagement and what refuses each step.

use super::Engagement;
use crate::Refusal;
use crate::team::{Member, Role, TeamRules};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// Where an engagement stands. Transfer runs beside the last three; it is no stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 准备
    Preparation,
    /// 进驻
    Entry,
    /// 了解
    Understanding,
    /// 报告
    Reporting,
    /// 反馈
    Feedback,
    /// 整改
    Rectification,
    /// 办结
    Closed,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Self; 7] = [
        Self::Preparation,
        Self::Entry,
        Self::Understanding,
        Self::Reporting,
        Self::Feedback,
        Self::Rectification,
        Self::Closed,
    ];

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Preparation => "engagement-stage-preparation",
            Self::Entry => "engagement-stage-entry",
            Self::Understanding => "engagement-stage-understanding",
            Self::Reporting => "engagement-stage-reporting",
            Self::Feedback => "engagement-stage-feedback",
            Self::Rectification => "engagement-stage-rectification",
            Self::Closed => "engagement-stage-closed",
        })
    }
}

/// A member of the team, as entry looks at them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryMember {
    /// Their part.
    pub role: Role,
    /// Recusal declared and checked.
    pub checked: bool,
    /// Pledge signed.
    pub pledged: bool,
}

impl From<&Member> for EntryMember {
    fn from(member: &Member) -> Self {
        Self { role: member.role, checked: member.is_checked(), pledged: member.pledge_signed.is_some() }
    }
}

/// What is open when an engagement is to be closed. Clues are not counted: they run beside its stages, and a count of them
/// is for nobody outside their compartment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenAtClose {
    /// Items of the ledger that are neither closed nor struck out.
    pub items: usize,
    /// Petitions that are neither closed nor merged.
    pub petitions: usize,
}

/// What stays open when reporting begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenMatters {
    /// Petitions, requests and leads without a disposition.
    pub undisposed: usize,
    /// Immediate rectifications without a reply.
    pub unanswered: usize,
}

impl Engagement {
    /// Everything that stands in the way of entry on a day; empty when the team may enter.
    pub fn entry_obstacles(&self, today: Day, team: &[EntryMember], rules: &TeamRules) -> Vec<Message> {
        let mut obstacles = Vec::new();
        match &self.authorisation {
            None => obstacles.push(Message::new("engagement-entry-no-authorisation")),
            Some(a) if !a.in_force(today) => {
                let message = Message::new("engagement-entry-authorisation-not-in-force");
                obstacles.push(message.with("from", a.period.from).with("to", a.period.to));
            }
            Some(_) => {}
        }
        if !team.iter().any(|m| m.role == Role::Leader) {
            obstacles.push(Message::new("engagement-entry-no-leader"));
        }
        if team.len() < usize::from(rules.least_members) {
            let message = Message::new("engagement-entry-team-too-small").with("count", team.len());
            obstacles.push(message.with("least", i64::from(rules.least_members)));
        }
        let unchecked = team.iter().filter(|m| !m.checked).count();
        if unchecked > 0 {
            obstacles.push(Message::new("engagement-entry-unchecked").with("count", unchecked));
        }
        let unpledged = team.iter().filter(|m| !m.pledged).count();
        if unpledged > 0 {
            obstacles.push(Message::new("engagement-entry-unpledged").with("count", unpledged));
        }
        obstacles
    }

    /// The team enters. Refused by the first obstacle; the page shows all of them.
    pub fn enter(self, today: Day, team: &[EntryMember], rules: &TeamRules) -> Result<Self, Refusal> {
        if let Some(first) = self.entry_obstacles(today, team, rules).into_iter().next() {
            return Err(Refusal(first));
        }
        self.step(Stage::Preparation, Stage::Entry)
    }

    /// After the entry meeting the work begins.
    pub fn begin_understanding(self) -> Result<Self, Refusal> {
        self.step(Stage::Entry, Stage::Understanding)
    }

    /// Reporting begins once nothing is left without a disposition, unless the leader records why.
    pub fn begin_reporting(self, open: OpenMatters, leaders_reason: Option<&str>) -> Result<Self, Refusal> {
        let reasoned = leaders_reason.is_some_and(|r| !r.trim().is_empty());
        if !reasoned && open.undisposed > 0 {
            return Err(Message::new("engagement-reporting-undisposed")
                .with("count", open.undisposed)
                .into());
        }
        if !reasoned && open.unanswered > 0 {
            return Err(Message::new("engagement-reporting-unanswered")
                .with("count", open.unanswered)
                .into());
        }
        self.step(Stage::Understanding, Stage::Reporting)
    }

    /// The report is through; the unit is told.
    pub fn feed_back(self) -> Result<Self, Refusal> {
        self.step(Stage::Reporting, Stage::Feedback)
    }

    /// The unit has its list; the clock of rectification runs.
    pub fn begin_rectification(self) -> Result<Self, Refusal> {
        self.step(Stage::Feedback, Stage::Rectification)
    }

    /// Every item is settled and every petition closed.
    ///
    /// # Errors
    /// Refused while something is open, by what and how many.
    pub fn close(self, open: OpenAtClose) -> Result<Self, Refusal> {
        let OpenAtClose { items, petitions } = open;
        let refusal = match (items, petitions) {
            (0, 0) => return self.step(Stage::Rectification, Stage::Closed),
            (0, _) => Message::new("engagement-close-open-petitions").with("count", petitions),
            (_, 0) => Message::new("engagement-close-open-items").with("count", items),
            _ => Message::new("engagement-close-open-both").with("items", items).with("petitions", petitions),
        };
        Err(refusal.into())
    }

    /// Enters an engagement that began before the program came (A9) at the stage it had reached.
    pub fn taken_over(self, stage: Stage) -> Result<Self, Refusal> {
        if self.stage != Stage::Preparation {
            return Err(self.at_stage("engagement-taken-over-late"));
        }
        Ok(Self { stage, ..self })
    }

    /// Goes back one stage, for a step that was taken by mistake. What the unit was told cannot be untold.
    pub fn step_back(self) -> Result<Self, Refusal> {
        let stage = match self.stage {
            Stage::Preparation | Stage::Feedback => return Err(self.at_stage("engagement-back-never")),
            Stage::Entry => Stage::Preparation,
            Stage::Understanding => Stage::Entry,
            Stage::Reporting => Stage::Understanding,
            Stage::Rectification => Stage::Feedback,
            Stage::Closed => Stage::Rectification,
        };
        Ok(Self { stage, ..self })
    }

    fn step(self, from: Stage, to: Stage) -> Result<Self, Refusal> {
        if self.stage != from {
            let message = Message::new("engagement-wrong-stage").with("stage", self.stage.label());
            return Err(message.with("needed", from.label()).into());
        }
        Ok(Self { stage: to, ..self })
    }
}
