//! Petitions: letters, calls, visits, box items, e-mails and online reports in one register (C13).
//!
//! A [`Petition`] has no field for who wrote it: identity and contact are an [`Identity`], which cannot be serialised and
//! is sealed to the vault at registration; the record keeps the sealed value's id. Each petition is screened, then
//! handled here or referred, answered where its reporter gave a name, and closed with an outcome; every step that a rule
//! forbids is refused in words. Merging keeps both and can be taken back. Called by the acts of the register, by its
//! import and by the nightly balance ([`Balance`]).

mod balance;
mod change;
mod course;
mod duty;
mod identity;
pub mod import;
mod incident;
mod merge;
mod referral;
mod rules;
mod scope;
mod slip;

pub use balance::{Balance, BalanceSheet, Disposition};
pub use change::{NotCorrected, Reopening, Withdrawn};
pub use course::{Answer, Closing, Handled, Handling, Screening, Standing, Verdict};
pub use duty::{Hours, Reception};
pub use identity::{Identity, Naming, SEALED};
pub use incident::{Incident, IncidentEntry, UnitNotice};
pub use merge::{Looked, Merge, Pair};
pub use referral::{Consent, Outcome, PaperReferral, Receipt, Receiver, Referral, ReferralDraft, Ties};
pub use rules::{ChannelRule, OutReason, PetitionRules};
pub use scope::{Hint, ScopeFacts, ScopeProposal, UnitStanding, VerdictCode, crowd_risk, higher_level};
pub use slip::Slip;

use crate::account::SealedRef;
use crate::organisation::CadreLevel;
use kernel::id::{EngagementId, PetitionId, RoundId, UnitId};
use kernel::{FieldError, Message, Timestamp};
use serde::{Deserialize, Serialize};

/// Number of this record's canonical format.
pub const FORMAT: u16 = 1;

/// Most characters of a petition's text: ten pages; what is longer belongs into a file.
pub const LONGEST_TEXT: usize = 20_000;

/// The way a petition came in, by its code in [`PetitionRules`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Channel(pub String);

/// A discipline that the petition says was broken, by its code in [`PetitionRules`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Discipline(pub String);

/// Someone a petition is about, as far as it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Name or description, as told: 佟乙砚, 佟某, 质安站站长.
    pub name: String,
    /// Post, when known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// The unit they belong to, when recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Who manages them, when known; unknown is not "nobody".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<CadreLevel>,
}

/// What is noted at registration and changes nothing about taking the petition in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// A call on the duty line outside its hours.
    OutsideDuty,
    /// A box opened by fewer people than the rule asks for.
    OneOpener,
    /// It came in after the channels had closed.
    AfterClosing,
    /// It announces a gathering; the team raises its own incident (B8).
    CrowdRisk,
    /// It names a cadre managed at a higher level.
    HigherLevel,
    /// Another petition's personal claim, counted apart.
    Claim,
}

impl Mark {
    /// All of them, in the order of lists.
    pub const ALL: [Self; 6] = [
        Self::CrowdRisk,
        Self::HigherLevel,
        Self::OutsideDuty,
        Self::OneOpener,
        Self::AfterClosing,
        Self::Claim,
    ];

    /// Its name in columns, addresses and the documented JSON of an import.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OutsideDuty => "outside_duty",
            Self::OneOpener => "one_opener",
            Self::AfterClosing => "after_closing",
            Self::CrowdRisk => "crowd_risk",
            Self::HigherLevel => "higher_level",
            Self::Claim => "claim",
        }
    }

    /// What pages say.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::OutsideDuty => "petition-mark-outside-duty",
            Self::OneOpener => "petition-mark-one-opener",
            Self::AfterClosing => "petition-mark-after-closing",
            Self::CrowdRisk => "petition-mark-crowd-risk",
            Self::HigherLevel => "petition-mark-higher-level",
            Self::Claim => "petition-mark-claim",
        })
    }
}

/// What a petition says and how it came in. Nothing here tells who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The way it came in.
    pub channel: Channel,
    /// When it came in.
    pub received: Timestamp,
    /// Whether its reporter gave a name, half a name or none. Not which.
    pub naming: Naming,
    /// How many people it comes from, when joint; visits count persons apart from visits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
    /// Who opened the box, where it came from one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub openers: Vec<String>,
    /// Who took it in, as the office's own list writes; empty where the journal tells.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub registrar: String,
    /// The unit it is about, as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit_written: String,
    /// The unit it is about, when recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Those it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
    /// What it says. Restricted: read by the compartment only.
    pub text: String,
    /// The disciplines it says were broken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disciplines: Vec<Discipline>,
    /// What was noted at registration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

impl Content {
    /// Every fault of what was entered, by field.
    pub fn faults(&self, rules: &PetitionRules) -> Vec<FieldError> {
        let mut faults = Vec::new();
        if rules.channel(&self.channel).is_none() {
            faults.push(FieldError::new("channel", Message::new("petition-channel-unknown")));
        }
        let characters = self.text.chars().count();
        if self.text.trim().is_empty() {
            faults.push(FieldError::new("text", Message::new("petition-text-missing")));
        } else if characters > LONGEST_TEXT {
            let message = Message::new("petition-text-too-long");
            faults
                .push(FieldError::new("text", message.with("length", characters).with("most", LONGEST_TEXT)));
        }
        if self.people == Some(0) {
            faults.push(FieldError::new("people", Message::new("petition-people-zero")));
        }
        for unknown in
            self.disciplines.iter().filter(|d| !rules.disciplines.iter().any(|known| known.0 == **d))
        {
            let message = Message::new("petition-discipline-unknown").with("value", unknown.0.as_str());
            faults.push(FieldError::new("disciplines", message));
        }
        faults
    }
}

/// A petition as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Petition {
    /// Its id.
    pub id: PetitionId,
    /// The round of its engagement: numbers of the register are given once in a round.
    pub round: RoundId,
    /// The engagement it belongs to.
    pub engagement: EngagementId,
    /// Its number in the register.
    pub number: String,
    /// What it says and how it came in.
    pub content: Content,
    /// What the scope test proposed when it was registered or last corrected. A person decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<ScopeProposal>,
    /// Identity and contact, sealed; `None` when nobody gave any, and for a claim, whose reporter is the other
    /// petition's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<SealedRef>,
    /// The petition whose personal claim this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_of: Option<PetitionId>,
    /// How it was screened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screening: Option<Screening>,
    /// How it was handled here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handled: Option<Handled>,
    /// Where it was referred to, and what came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<Referral>,
    /// A referral that was approved on paper and waits for the second person's check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_paper: Option<PaperReferral>,
    /// The answer to its reporter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// How it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// The petition it was merged into. All its own steps stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<Merge>,
    /// When it was opened again after it had been closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reopened: Vec<Reopening>,
    /// Set once it was taken back as registered by mistake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn>,
    /// Set once its reporter wished to withdraw it. It was received all the same, and all its steps stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retracted: Option<Withdrawn>,
}

impl Petition {
    /// Registers a petition; all faults of what was entered are reported.
    pub fn register(
        (id, (round, engagement), number): (PetitionId, (RoundId, EngagementId), String),
        content: Content,
        identity: Option<SealedRef>,
        rules: &PetitionRules,
    ) -> Result<Self, Vec<FieldError>> {
        let faults = content.faults(rules);
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            id,
            round,
            engagement,
            number,
            content,
            proposed: None,
            identity,
            claim_of: None,
            screening: None,
            handled: None,
            referral: None,
            on_paper: None,
            answer: None,
            closing: None,
            merged: None,
            reopened: Vec::new(),
            withdrawn: None,
            retracted: None,
        })
    }

    /// Whether it is another petition's personal claim.
    pub const fn is_claim(&self) -> bool {
        self.claim_of.is_some()
    }
}

#[cfg(test)]
mod tests;
