//! Online reports (C13, B3): what anyone may tell a team through its public page, by phone, without a name.
//!
//! A form belongs to one team of one round, has a short address for posters, and takes reports between two instants;
//! outside them it is a plain page that says so. A report says what happened, and about which of the team's units if
//! its writer knows; who wrote it is another value, sealed to other people ([`Reporter`]), and nothing here can hold
//! an address, a device or a time. Pages and the intake call this.

use crate::Refusal;
use kernel::id::{EngagementId, OnlineFormId, RoundId, TeamId};
use kernel::{Day, FieldError, Message, Rng, Timestamp};
use serde::{Deserialize, Serialize};

/// Signs of a report's text.
pub const TEXT_MOST: usize = 20_000;
/// Signs of a field of one line.
pub const LINE_MOST: usize = 200;
/// Files that come with one sending.
pub const FILES_MOST: usize = 6;
/// Bytes of one file as it is sent.
pub const FILE_BYTES_MOST: usize = 12 << 20;
/// Seconds that a person needs at least to fill in the form.
pub const LEAST_SECONDS: i64 = 3;
/// Seconds for which a form that was opened may be sent: a day.
pub const MOST_SECONDS: i64 = 86_400;

/// The short address of a form, as it stands on posters: eight signs that are not mistaken for each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormAddress(String);

/// Signs of a form's address.
const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const LENGTH: usize = 8;

impl FormAddress {
    /// A new address that nobody guesses from another.
    pub fn generate(rng: &dyn Rng) -> Self {
        let bytes: [u8; LENGTH] = kernel::random::bytes(rng);
        let sign = |b: u8| SIGNS.get(usize::from(b & 31)).map_or('a', |s| char::from(*s));
        Self(bytes.into_iter().map(sign).collect())
    }

    /// The address of what was typed or followed: case and hyphens do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String =
            text.trim().chars().filter(|c| *c != '-').map(|c| c.to_ascii_lowercase()).collect();
        let known = text.len() == LENGTH && text.bytes().all(|b| SIGNS.contains(&b));
        known.then_some(Self(text))
    }

    /// Its signs.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A unit that the form's team inspects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The engagement.
    pub engagement: EngagementId,
    /// The unit's name as the form shows it.
    pub unit: String,
}

/// The form of a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlineForm {
    /// Its id.
    pub id: OnlineFormId,
    /// The round.
    pub round: RoundId,
    /// The team.
    pub team: TeamId,
    /// The team's name as the form shows it.
    pub team_name: String,
    /// Its short address.
    pub address: FormAddress,
    /// The units it is about.
    pub targets: Vec<Target>,
    /// What the team takes up, in one sentence.
    pub accepted: String,
    /// What is passed on to others, and that it is, in one sentence.
    pub passed_on: String,
    /// Takes reports from this instant on.
    pub from: Timestamp,
    /// Takes none from this instant on: the published hour.
    pub until: Timestamp,
    /// Set once it was closed before its hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closing>,
}

/// The end of a form before its hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Since when.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// Whether a form takes reports at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not yet.
    Early,
    /// Now.
    Open,
    /// No longer.
    Over,
}

impl OnlineForm {
    /// Checks a form before it is published.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn check(&self, now: Timestamp) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        for (field, text) in [("accepted", &self.accepted), ("passed_on", &self.passed_on)] {
            if text.trim().is_empty() {
                errors.push(FieldError::new(field, Message::new("online-sentence-missing")));
            } else if text.chars().count() > LINE_MOST {
                errors.push(FieldError::new(field, Message::new("online-line-long").with("most", LINE_MOST)));
            }
        }
        if self.until <= self.from {
            errors.push(FieldError::new("until", Message::new("online-until-before-from")));
        } else if self.until <= now {
            errors.push(FieldError::new("until", Message::new("online-until-past")));
        }
        if self.targets.is_empty() {
            errors.push(FieldError::new("", Message::new("online-no-units")));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Whether it takes reports.
    pub fn standing(&self, now: Timestamp) -> Standing {
        match &self.closed {
            Some(closing) if closing.at <= now => Standing::Over,
            _ if now < self.from => Standing::Early,
            _ if now < self.until => Standing::Open,
            _ => Standing::Over,
        }
    }

    /// Closes it before its hour.
    ///
    /// # Errors
    /// Without a reason, or when it is over already.
    pub fn close(self, at: Timestamp, reason: &str) -> Result<Self, Refusal> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::new("online-close-without-reason"));
        }
        if self.standing(at) == Standing::Over {
            return Err(Refusal::new("online-over"));
        }
        Ok(Self { closed: Some(Closing { at, reason: reason.to_owned() }), ..self })
    }
}

/// What a report says. Sealed to the team's intake key; holds nothing about who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlineReport {
    /// About which of the form's units; `None` where the writer is not sure.
    pub engagement: Option<EngagementId>,
    /// About whom, in the writer's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// What happened.
    pub text: String,
}

/// Who wrote a report, if they said so. Sealed to the vault apart from the report.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reporter {
    /// Name.
    pub name: String,
    /// Where an answer reaches them.
    pub contact: String,
}

/// Says that it is there and nothing else.
impl std::fmt::Debug for Reporter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reporter")
    }
}

/// A form as it was filled in, cleaned of what cannot be seen.
#[derive(Clone, Default)]
pub struct Filled {
    /// Number of the unit in the form's list, from 0; empty when not sure.
    pub unit: String,
    /// About whom.
    pub about: String,
    /// What happened.
    pub text: String,
    /// Whether a name is given.
    pub named: bool,
    /// Name.
    pub name: String,
    /// Telephone or mail.
    pub contact: String,
}

impl Filled {
    /// The report, and its writer where a name is given.
    ///
    /// # Errors
    /// Every field that is wrong, with what would be right.
    pub fn read(self, form: &OnlineForm) -> Result<(OnlineReport, Option<Reporter>), Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut wrong = |field: &'static str, message: Message| errors.push(FieldError::new(field, message));
        let signs = self.text.chars().count();
        if signs == 0 {
            wrong("text", Message::new("online-text-missing"));
        } else if signs > TEXT_MOST {
            wrong("text", Message::new("online-text-long").with("signs", signs).with("most", TEXT_MOST));
        }
        for (field, value) in [("about", &self.about), ("name", &self.name), ("contact", &self.contact)] {
            if value.chars().count() > LINE_MOST {
                wrong(field, Message::new("online-line-long").with("most", LINE_MOST));
            }
        }
        if self.named && self.name.is_empty() {
            wrong("name", Message::new("online-name-missing"));
        }
        if self.named && self.contact.is_empty() {
            wrong("contact", Message::new("online-contact-missing"));
        }
        let engagement = if self.unit.is_empty() {
            None
        } else {
            let chosen = self.unit.parse::<usize>().ok().and_then(|n| form.targets.get(n));
            if chosen.is_none() {
                wrong("unit", Message::new("online-unit-unknown"));
            }
            chosen.map(|t| t.engagement)
        };
        if !errors.is_empty() {
            return Err(errors);
        }
        let reporter = self.named.then_some(Reporter { name: self.name, contact: self.contact });
        Ok((OnlineReport { engagement, about: self.about, text: self.text }, reporter))
    }
}

/// One sending in the talk between a reporter and the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saying {
    /// Its words.
    pub text: String,
}

/// Who said something in a talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// The reporter.
    Reporter,
    /// The team.
    Team,
}

impl Voice {
    /// Its code in columns.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
            Self::Team => "team",
        }
    }
}

/// Whether a form was filled in at a person's pace: not within seconds, and not after a day.
///
/// # Errors
/// `online-form-quick`, `online-form-old`; what was typed stays in the form.
pub fn check_pace(opened: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    match now.seconds_since(opened) {
        seconds if seconds < LEAST_SECONDS => Err(Refusal::new("online-form-quick")),
        seconds if seconds > MOST_SECONDS => Err(Refusal::new("online-form-old")),
        _ => Ok(()),
    }
}

/// What the journal keeps of a day's reports: how many, and a digest by which an altered or lost one is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayCount {
    /// Its id.
    pub id: kernel::RecordId,
    /// The form.
    pub form: OnlineFormId,
    /// The day.
    pub day: Day,
    /// Reports received on it.
    pub reports: u32,
    /// Digest of the sealed reports, sorted: says nothing about their order or content.
    pub digest: String,
}

#[cfg(test)]
mod tests;
