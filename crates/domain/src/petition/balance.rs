//! The nightly balance: every petition received is handled, referred, merged or open, and in one of them only (H6).

use super::{Petition, Standing};
use serde::Serialize;

/// Petitions in double entry. Claims split off are counted apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Received, by the number of register entries given out.
    pub received: usize,
    /// Handled here.
    pub handled: usize,
    /// Referred.
    pub referred: usize,
    /// Merged into another.
    pub merged: usize,
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
            balance.add(petition);
        }
        balance
    }

    fn add(&mut self, petition: &Petition) {
        if petition.is_claim() {
            self.claims += 1;
        } else if petition.merged.is_some() {
            self.merged += 1;
        } else if petition.referral.is_some() {
            self.referred += 1;
        } else if petition.handled.is_some() {
            self.handled += 1;
        } else {
            self.open += 1;
        }
        self.without_receipt += usize::from(petition.standing() == Standing::Referred);
    }

    /// What the entries given out and the petitions there are differ by; 0 when it balances.
    pub const fn difference(&self) -> usize {
        self.received.abs_diff(self.handled + self.referred + self.merged + self.open)
    }

    /// Whether nothing is missing and nothing is too many.
    pub const fn balances(&self) -> bool {
        self.difference() == 0
    }
}
