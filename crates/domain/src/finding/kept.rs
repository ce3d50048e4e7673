//! A finding as it is kept: with its round, and how it stood by the rules when it was last written.
//!
//! Where a finding stands follows from its text, its signatures and the rules; lists ask for it without reading either,
//! so the answer is kept beside it. Every act that writes a finding marks it anew through [`Kept::of`].

use super::{Finding, Held, Severity, Standing};
use kernel::id::RoundId;
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// How a finding stood when it was last written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The digest of its text.
    pub digest: String,
    /// Where it stood.
    pub standing: Standing,
    /// Whether anything keeps it from being signed.
    pub blocked: bool,
    /// How many signatures held.
    pub signatures: u8,
    /// Whether something recorded from paper waits for a second person.
    pub to_check: bool,
}

/// A finding with its round and its mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// The round of its engagement, in which its number is given once.
    pub round: RoundId,
    /// How it stood.
    pub mark: Mark,
}

impl Kept {
    /// The finding, marked by the rules as they hold for it.
    pub fn of(finding: Finding, round: RoundId, held: Held<'_>) -> Self {
        let faults = finding.faults(&held.rules.findings, held.rules);
        let waits = |noted: Option<&super::Noted>| noted.is_some_and(|noted| !noted.how.has_effect());
        let mark = Mark {
            digest: held.digest.to_owned(),
            standing: finding.standing(held),
            blocked: faults.iter().any(|fault| fault.severity == Severity::Blocks),
            signatures: u8::try_from(finding.signatures_in_force(held.digest).len()).unwrap_or(u8::MAX),
            to_check: waits(finding.decision.as_ref().map(|decision| &decision.noted))
                || waits(finding.view.as_ref().map(|view| &view.noted)),
        };
        Self { finding, round, mark }
    }

    /// Whether its text may be changed as things stand.
    pub const fn may_be_written(&self) -> bool {
        !matches!(
            self.mark.standing,
            Standing::Adopted | Standing::Confirmed | Standing::Moved | Standing::Withdrawn
        )
    }
}

impl Deref for Kept {
    type Target = Finding;

    fn deref(&self) -> &Finding {
        &self.finding
    }
}
