//! One use of a method, from its plan to the check.

use super::{MethodRule, MethodRules};
use crate::Refusal;
use crate::account::SealedRef;
use crate::finding::FocusCode;
use kernel::id::{EngagementId, MethodRecordId, PersonId, UnitId};
use kernel::{Day, Message, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// An hour and minute of a day, written `08:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// Reads `08:30`, `8:30` or `8：30`; `None` when no clock shows it.
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.trim().split_once([':', '：'])?;
        let digits =
            |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(hour) || !digits(minute) {
            return None;
        }
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(Self(hour * 60 + minute))
    }

    /// Minutes since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, &'static str> {
        Self::parse(&text).ok_or("not a time of day")
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

/// A day, and from when to when on it where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// The day.
    pub day: Day,
    /// When it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TimeOfDay>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<TimeOfDay>,
}

impl Times {
    /// A day with its hours.
    ///
    /// # Errors
    /// `method-times-reversed` when the end is not after the beginning; `method-end-alone` for an end without a beginning.
    pub fn new(day: Day, from: Option<TimeOfDay>, to: Option<TimeOfDay>) -> Result<Self, Refusal> {
        match (from, to) {
            (None, Some(_)) => Err(Refusal::new("method-end-alone")),
            (Some(from), Some(to)) if to <= from => {
                let message = Message::new("method-times-reversed");
                Err(message.with("from", from.to_string()).with("to", to.to_string()).into())
            }
            _ => Ok(Self { day, from, to }),
        }
    }

    /// Whether both are at one time. Without an end it lasts its first minute; without hours it is at no certain time.
    pub fn overlap(&self, other: &Self) -> bool {
        let minutes = |times: &Self| {
            let from = times.from?.minutes();
            Some((from, times.to.map_or(from + 1, TimeOfDay::minutes)))
        };
        match (minutes(self), minutes(other)) {
            (Some((from, to)), Some((begin, end))) => self.day == other.day && from < end && begin < to,
            _ => false,
        }
    }
}

/// Somebody who is met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Met {
    /// Name.
    pub name: String,
    /// Post, or what they are in the matter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub post: String,
}

impl Met {
    /// Whether both are one person, as far as a list can tell: the same name, and no two posts.
    pub fn is(&self, other: &Self) -> bool {
        let alike = self.post.is_empty() || other.post.is_empty() || self.post == other.post;
        self.name == other.name && alike
    }
}

/// When, where, by whom and with whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// When.
    #[serde(flatten)]
    pub times: Times,
    /// Where; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// In which unit: the engagement's, or one brought along.
    pub unit: UnitId,
    /// Who of the team holds it.
    pub inspectors: Vec<PersonId>,
    /// Who is met; empty where that is sealed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub met: Vec<Met>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which method, by its code: `C2`.
    pub method: String,
    /// What it is about, in one line.
    pub topic: String,
    /// Points of focus it serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub focus: Vec<FocusCode>,
    /// What to ask or look at; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub outline: String,
    /// Nobody is told beforehand (C9).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unannounced: bool,
    /// The approval it rests on, where it needs one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub approval: String,
    /// When, where, by whom and with whom.
    pub setting: Setting,
}

/// One key point, by topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The topic.
    pub topic: String,
    /// What was learnt about it.
    pub text: String,
}

/// What is sealed of a record. No `Debug`: it names people.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedNotes {
    /// Who was met, where that is sealed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub met: Vec<Met>,
    /// What was learnt.
    pub points: Vec<Point>,
}

/// That it was held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// As it was: the true time, place and people.
    pub setting: Setting,
    /// How many people took part.
    pub people: u32,
    /// What was learnt; empty where that is sealed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Point>,
    /// What is sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedRef>,
    /// When it was entered.
    pub entered: Timestamp,
}

/// That one of the inspectors found the record true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Who.
    pub by: PersonId,
    /// When.
    pub on: Day,
}

/// That it was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// When.
    pub on: Day,
    /// Why.
    pub reason: String,
}

/// One use of a method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodRecord {
    /// Its id.
    pub id: MethodRecordId,
    /// The engagement.
    pub engagement: EngagementId,
    /// Its number: `TALK-003`.
    pub number: String,
    /// What was planned, or entered at once.
    pub plan: Plan,
    /// That it was held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
    /// Checks of the record as it stands; a change makes them lapse.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// Whether each inspector has to check it, by the rule it was recorded under.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub to_check: bool,
    /// That it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn>,
}

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Not held yet.
    Planned,
    /// Recorded, and not checked by everyone who has to.
    ToCheck,
    /// Recorded, and checked where that is asked for.
    Recorded,
    /// Taken back.
    Withdrawn,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Planned, Self::ToCheck, Self::Recorded, Self::Withdrawn];

    /// Its code in columns and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::ToCheck => "to_check",
            Self::Recorded => "recorded",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Planned => "method-standing-planned",
            Self::ToCheck => "method-standing-to-check",
            Self::Recorded => "method-standing-recorded",
            Self::Withdrawn => "method-standing-withdrawn",
        })
    }
}

impl Plan {
    /// Holds it against the rules: enough distinct inspectors, the people named, the approval cited.
    ///
    /// # Errors
    /// The rule that is broken.
    pub fn check(&self, rules: &MethodRules) -> Result<(), Refusal> {
        let rule = rules.of(&self.method).ok_or_else(|| Refusal::new("method-not-recorded-here"))?;
        if self.unannounced && self.method != "C9" {
            return Err(Refusal::new("method-unannounced-visits-only"));
        }
        self.setting.check(rule, self.fewest(rule, rules))?;
        let needs_approval = rule.approval || self.unannounced;
        if needs_approval && self.approval.trim().is_empty() {
            return Err(Refusal::new("method-approval-missing"));
        }
        Ok(())
    }

    fn fewest(&self, rule: &MethodRule, rules: &MethodRules) -> u16 {
        if self.unannounced { rule.inspectors.max(rules.unannounced_inspectors) } else { rule.inspectors }
    }
}

impl Setting {
    fn check(&self, rule: &MethodRule, fewest: u16) -> Result<(), Refusal> {
        let there = self.inspectors.iter().collect::<BTreeSet<_>>().len();
        if there < usize::from(fewest) {
            let message = Message::new("method-too-few-inspectors").with("least", i64::from(fewest));
            return Err(message.with("count", there).into());
        }
        if rule.people_named && !rule.people_sealed && self.met.is_empty() {
            return Err(Refusal::new("method-nobody-met"));
        }
        Ok(())
    }
}

impl MethodRecord {
    /// As it was held, or as it is planned.
    pub fn setting(&self) -> &Setting {
        self.held.as_ref().map_or(&self.plan.setting, |held| &held.setting)
    }

    /// Where it stands.
    pub fn standing(&self) -> Standing {
        match &self.held {
            _ if self.withdrawn.is_some() => Standing::Withdrawn,
            None => Standing::Planned,
            Some(_) if self.to_check && self.unchecked().next().is_some() => Standing::ToCheck,
            Some(_) => Standing::Recorded,
        }
    }

    /// The inspectors who have not checked it.
    pub fn unchecked(&self) -> impl Iterator<Item = PersonId> {
        let checked = |one: &PersonId| self.checks.iter().any(|check| check.by == *one);
        self.setting().inspectors.iter().copied().filter(move |one| !checked(one))
    }

    /// Changes what is planned.
    ///
    /// # Errors
    /// When it was held or taken back, or the plan breaks a rule.
    pub fn replan(self, plan: Plan, rules: &MethodRules) -> Result<Self, Refusal> {
        self.must_stand()?;
        if self.held.is_some() {
            return Err(self.at("method-held-already"));
        }
        if plan.method != self.plan.method {
            return Err(self.at("method-stays-its-method"));
        }
        plan.check(rules)?;
        Ok(Self { plan, ..self })
    }

    /// Notes that it was held, or corrects what was noted; earlier checks lapse.
    ///
    /// # Errors
    /// When it was taken back, it lies ahead, nothing is noted, or it breaks a rule of its method.
    pub fn hold(self, held: Held, today: Day, rules: &MethodRules) -> Result<Self, Refusal> {
        self.must_stand()?;
        let rule = rules.of(&self.plan.method).ok_or_else(|| Refusal::new("method-not-recorded-here"))?;
        if held.setting.times.day > today {
            return Err(Message::new("method-held-in-future").with("today", today).into());
        }
        held.setting.check(rule, self.plan.fewest(rule, rules))?;
        if held.sealed.is_none() && held.points.iter().all(|point| point.text.trim().is_empty()) {
            return Err(Refusal::new("method-nothing-noted"));
        }
        Ok(Self { held: Some(held), checks: Vec::new(), to_check: rule.checked, ..self })
    }

    /// One of the inspectors finds the record true.
    ///
    /// # Errors
    /// When there is nothing to check, the person was not there, or has checked it.
    pub fn check(mut self, by: PersonId, on: Day) -> Result<Self, Refusal> {
        self.must_stand()?;
        if self.held.is_none() {
            return Err(self.at("method-not-held"));
        }
        if !self.setting().inspectors.contains(&by) {
            return Err(Refusal::new("method-check-not-there"));
        }
        if self.checks.iter().any(|check| check.by == by) {
            return Err(Refusal::new("method-checked-already"));
        }
        self.checks.push(Check { by, on });
        Ok(self)
    }

    /// Takes it back: a plan that came to nothing, or an entry made in error.
    ///
    /// # Errors
    /// Without a reason, or when it was taken back before.
    pub fn withdraw(self, reason: String, on: Day) -> Result<Self, Refusal> {
        self.must_stand()?;
        if reason.trim().is_empty() {
            return Err(Refusal::new("method-withdraw-without-reason"));
        }
        Ok(Self { withdrawn: Some(Withdrawn { on, reason }), ..self })
    }

    fn must_stand(&self) -> Result<(), Refusal> {
        if self.withdrawn.is_some() { Err(self.at("method-is-withdrawn")) } else { Ok(()) }
    }

    fn at(&self, id: &'static str) -> Refusal {
        Message::new(id).with("number", self.number.as_str()).into()
    }
}
