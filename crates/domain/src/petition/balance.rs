//! The nightly balance: every petition received is handled, referred, merged, withdrawn by its reporter or open, and in
//! one of them only (H6).
//!
//! What was received is counted by the acts that register, apart from the register itself; so a petition that is lost
//! or was never registered by an act shows as a difference.

use super::{Petition, Standing};
use kernel::id::EngagementId;
use kernel::{Day, RecordId};
use serde::{Deserialize, Serialize};

/// The one column of the balance that a petition stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disposition {
    /// Handled here.
    Handled,
    /// Referred.
    Referred,
    /// Merged into another.
    Merged,
    /// Without a disposition.
    Open,
    /// A claim that was split off: counted apart.
    Claim,
    /// Taken back: not received.
    Withdrawn,
    /// Withdrawn at its reporter's wish: received, and at its end.
    Retracted,
}

impl Disposition {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Handled,
        Self::Referred,
        Self::Merged,
        Self::Open,
        Self::Claim,
        Self::Withdrawn,
        Self::Retracted,
    ];

    /// Its code in columns.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Handled => "handled",
            Self::Referred => "referred",
            Self::Merged => "merged",
            Self::Open => "open",
            Self::Claim => "claim",
            Self::Withdrawn => "withdrawn",
            Self::Retracted => "retracted",
        }
    }
}

impl Petition {
    /// In which column of the balance it stands.
    pub const fn disposition(&self) -> Disposition {
        if self.withdrawn.is_some() {
            Disposition::Withdrawn
        } else if self.is_claim() {
            Disposition::Claim
        } else if self.retracted.is_some() {
            Disposition::Retracted
        } else if self.merged.is_some() {
            Disposition::Merged
        } else if self.referral.is_some() {
            Disposition::Referred
        } else if self.handled.is_some() {
            Disposition::Handled
        } else {
            Disposition::Open
        }
    }
}

/// Petitions in double entry. Claims split off are counted apart; what was taken back was not received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Received, as the acts that register count.
    pub received: usize,
    /// Handled here.
    pub handled: usize,
    /// Referred.
    pub referred: usize,
    /// Merged into another.
    pub merged: usize,
    /// Withdrawn at their reporters' wish.
    #[serde(default)]
    pub retracted: usize,
    /// Without a disposition.
    pub open: usize,
    /// Referred, and the receiver has not signed yet.
    pub without_receipt: usize,
    /// Personal claims split off, in none of the figures above.
    pub claims: usize,
}

impl Balance {
    /// Counts the petitions there are against the number of entries given out.
    pub fn count<'a>(received: usize, petitions: impl IntoIterator<Item = &'a Petition>) -> Self {
        let mut balance = Self { received, ..Self::default() };
        for petition in petitions {
            balance.add(petition.disposition(), 1);
            balance.without_receipt += usize::from(petition.standing() == Standing::Referred);
        }
        balance
    }

    /// Adds as many petitions to a column.
    pub const fn add(&mut self, disposition: Disposition, count: usize) {
        match disposition {
            Disposition::Handled => self.handled += count,
            Disposition::Referred => self.referred += count,
            Disposition::Merged => self.merged += count,
            Disposition::Open => self.open += count,
            Disposition::Claim => self.claims += count,
            Disposition::Withdrawn => {}
            Disposition::Retracted => self.retracted += count,
        }
    }

    /// What the entries given out and the petitions there are differ by; 0 when it balances.
    pub const fn difference(&self) -> usize {
        self.received.abs_diff(self.handled + self.referred + self.merged + self.retracted + self.open)
    }

    /// Whether nothing is missing and nothing is too many.
    pub const fn balances(&self) -> bool {
        self.difference() == 0
    }
}

/// An engagement's balance as one night found it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceSheet {
    /// Its id.
    pub id: RecordId,
    /// The engagement.
    pub engagement: EngagementId,
    /// The day it was counted for.
    pub day: Day,
    /// The figures.
    #[serde(flatten)]
    pub balance: Balance,
}
