//! Engagements: one team's authorised inspection of one unit in one round. The compartment of access rights.
//!
//! An engagement carries its own kind, windows, extension units and authorisation. It moves stage by stage, each
//! step consuming the state before; entry is refused until everything entry needs is there ([`Engagement::enter`]).
//! Two ends bound a team: the on-site window (methods and channels) and the end of access. The acts of the round
//! call it; access rows are made from [`Engagement::access`].

mod public;
mod stage;
mod withdrawal;

pub use public::{DutyDays, DutyHours, PublicBox, PublicContacts};
pub use stage::{EntryMember, OpenAtClose, OpenMatters, Stage};
pub use withdrawal::{Kept, Withdrawal};

use crate::Refusal;
use kernel::id::{DecisionId, EngagementId, RoundId, TeamId, UnitId};
use kernel::{Day, Message, RecordId};
use serde::{Deserialize, Serialize};

/// The kind of an engagement: it belongs to the engagement, since one round mixes kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EngagementKind {
    /// 常规
    Routine,
    /// 专项
    Special,
    /// 机动
    Mobile,
    /// 回头看
    LookBack,
    /// 提级
    Upgraded,
    /// 联动
    Coordinated,
    /// 交叉
    Cross,
}

/// The kinds as data writes them.
pub const KIND_CODES: [&str; 7] =
    ["routine", "special", "mobile", "look_back", "upgraded", "coordinated", "cross"];

impl EngagementKind {
    /// All kinds, in the order pages list them.
    pub const ALL: [Self; 7] = [
        Self::Routine,
        Self::Special,
        Self::Mobile,
        Self::LookBack,
        Self::Upgraded,
        Self::Coordinated,
        Self::Cross,
    ];

    /// The word the field uses, in lists and papers.
    pub const fn written(self) -> &'static str {
        match self {
            Self::Routine => "常规",
            Self::Special => "专项",
            Self::Mobile => "机动",
            Self::LookBack => "回头看",
            Self::Upgraded => "提级",
            Self::Coordinated => "联动",
            Self::Cross => "交叉",
        }
    }

    /// Reads the field's word, with or without 巡察 or 巡视 behind it.
    pub fn from_written(word: &str) -> Option<Self> {
        let word = word.trim();
        let word = word.strip_suffix("巡察").or_else(|| word.strip_suffix("巡视")).unwrap_or(word);
        Self::ALL.into_iter().find(|k| k.written() == word)
    }

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Routine => "engagement-kind-routine",
            Self::Special => "engagement-kind-special",
            Self::Mobile => "engagement-kind-mobile",
            Self::LookBack => "engagement-kind-look-back",
            Self::Upgraded => "engagement-kind-upgraded",
            Self::Coordinated => "engagement-kind-coordinated",
            Self::Cross => "engagement-kind-cross",
        })
    }
}

/// Two days, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Window {
    /// A window that does not end before it begins.
    pub fn new(from: Day, to: Day) -> Result<Self, Refusal> {
        if to < from {
            return Err(Message::new("engagement-window-reversed").with("from", from).with("to", to).into());
        }
        Ok(Self { from, to })
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether another window lies in it.
    pub fn covers(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }
}

/// A unit brought along (巡乡带村): own dates, own findings, counted apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionUnit {
    /// The unit.
    pub unit: UnitId,
    /// Its dates; the engagement's when it has none of its own.
    pub window: Option<Window>,
}

/// The act of the leading group that opens an engagement to a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorisation {
    /// The paper, which carries the number.
    pub paper: RecordId,
    /// From when to when it holds.
    pub period: Window,
    /// The decision behind it.
    pub decision: DecisionId,
    /// The first day it no longer holds, once lifted.
    pub lifted: Option<Day>,
}

impl Authorisation {
    /// Whether it holds on a day.
    pub fn in_force(&self, day: Day) -> bool {
        self.period.contains(day) && self.lifted.is_none_or(|lifted| day < lifted)
    }
}

/// Until when the team may still read and write the engagement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "end")]
pub enum AccessEnd {
    /// Until the archive is handed over after feedback.
    Handover {
        /// The day it was, once it was.
        done: Option<Day>,
    },
    /// Until a fixed day, inclusive.
    Fixed {
        /// The day.
        day: Day,
    },
}

/// The leading body inspected: who held which post in the period (A4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostHolder {
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Who manages them, as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// In post from.
    pub from: Option<Day>,
    /// In post until; `None` while in post.
    pub until: Option<Day>,
}

/// One team's inspection of one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engagement {
    /// Its id.
    pub id: EngagementId,
    /// The round.
    pub round: RoundId,
    /// The team.
    pub team: TeamId,
    /// The principal unit.
    pub unit: UnitId,
    /// Its kind.
    pub kind: EngagementKind,
    /// What a special one is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// What a look-back follows up, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows_up: Option<String>,
    /// Units brought along.
    pub extensions: Vec<ExtensionUnit>,
    /// Methods and channels are open in it.
    pub on_site: Window,
    /// When the team's access ends.
    pub access_end: AccessEnd,
    /// The members of the leading body inspected, dated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub object: Vec<PostHolder>,
    /// How the public reaches the team about it.
    #[serde(default, skip_serializing_if = "PublicContacts::is_empty")]
    pub public: PublicContacts,
    /// What opens it.
    pub authorisation: Option<Authorisation>,
    /// Where it stands.
    pub stage: Stage,
}

/// What a team may do in an engagement on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing is visible.
    None,
    /// Read and write, methods and channels closed.
    Desk,
    /// Everything: the team is on site.
    OnSite,
}

impl Engagement {
    /// Opens it to the team, by the leading group's decision. `unchecked` is the number of members whose recusal
    /// is not declared and checked: none may be left when a team is authorised (F2).
    pub fn authorise(self, authorisation: Authorisation, unchecked: usize) -> Result<Self, Refusal> {
        if self.is_authorised() {
            return Err(Refusal::new("engagement-already-authorised"));
        }
        if unchecked > 0 {
            return Err(Message::new("engagement-members-unchecked").with("count", unchecked).into());
        }
        if !authorisation.period.covers(self.on_site) {
            let message = Message::new("engagement-authorisation-too-short");
            return Err(message.with("from", self.on_site.from).with("to", self.on_site.to).into());
        }
        Ok(Self { authorisation: Some(authorisation), ..self })
    }

    /// Whether an authorisation stands that nobody took back.
    pub fn is_authorised(&self) -> bool {
        self.authorisation.as_ref().is_some_and(|a| a.lifted.is_none())
    }

    /// Takes the authorisation back from a day on.
    pub fn lift_authorisation(mut self, from: Day) -> Result<Self, Refusal> {
        match &mut self.authorisation {
            Some(authorisation) if authorisation.lifted.is_none() => {
                authorisation.lifted = Some(from);
                Ok(self)
            }
            _ => Err(Refusal::new("engagement-not-authorised")),
        }
    }

    /// Hands the archive over: with it the team's access ends, unless it ends on a fixed day.
    pub fn hand_over(mut self, on: Day) -> Result<Self, Refusal> {
        if self.stage < Stage::Feedback {
            return Err(self.at_stage("engagement-handover-before-feedback"));
        }
        match &mut self.access_end {
            AccessEnd::Handover { done } if done.is_none() => {
                *done = Some(on);
                Ok(self)
            }
            _ => Err(Refusal::new("engagement-already-handed-over")),
        }
    }

    /// What the team may do on a day: nothing outside the authorisation, nothing after the end of access.
    pub fn access(&self, day: Day) -> Access {
        let Some(authorisation) = &self.authorisation else { return Access::None };
        let begun =
            authorisation.period.from <= day && authorisation.lifted.is_none_or(|lifted| day < lifted);
        let ended = match self.access_end {
            AccessEnd::Handover { done } => done.is_some_and(|done| day > done),
            AccessEnd::Fixed { day: last } => day > last,
        };
        if !begun || ended {
            Access::None
        } else if self.on_site.contains(day) && authorisation.in_force(day) {
            Access::OnSite
        } else {
            Access::Desk
        }
    }

    fn at_stage(&self, id: &'static str) -> Refusal {
        Refusal(Message::new(id).with("stage", self.stage.label()))
    }
}

#[cfg(test)]
mod tests;
