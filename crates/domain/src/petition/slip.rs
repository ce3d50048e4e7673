//! A referral as its receiver sees it: the extract it got, and its course. Neither the petition nor who wrote it.
//!
//! The petition stays with its team. What goes to a department is a record of its own, so that a part forgotten cannot
//! leak: it has none of the petition but the extract.

use super::{Outcome, Receipt, Referral};
use crate::Refusal;
use kernel::id::{EngagementId, PetitionId, RecordId, UnitId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// A referral in its receiver's hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Its id.
    pub id: RecordId,
    /// The petition it is an extract of; its receiver does not learn which.
    pub petition: PetitionId,
    /// The engagement.
    pub engagement: EngagementId,
    /// Its number, by chance: it tells nothing of the register.
    pub number: String,
    /// The receiver.
    pub to: UnitId,
    /// The receiver's name on the day.
    pub name: String,
    /// What the receiver reads.
    pub extract: String,
    /// When it was referred.
    pub on: Day,
    /// The receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// What was reported back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

impl Slip {
    /// What a referral hands over.
    pub fn new(
        (id, number): (RecordId, String),
        (petition, engagement): (PetitionId, EngagementId),
        referral: &Referral,
    ) -> Self {
        Self {
            id,
            petition,
            engagement,
            number,
            to: referral.to.unit,
            name: referral.to.name.clone(),
            extract: referral.extract.clone(),
            on: referral.on,
            receipt: referral.receipt.clone(),
            outcome: referral.outcome.clone(),
        }
    }

    /// Follows its petition, whose steps are the ones that refuse.
    #[must_use]
    pub fn follow(self, referral: &Referral) -> Self {
        Self { receipt: referral.receipt.clone(), outcome: referral.outcome.clone(), ..self }
    }

    /// Where it stands, by its code in columns.
    pub const fn standing(&self) -> &'static str {
        match (&self.receipt, &self.outcome) {
            (_, Some(_)) => "outcome",
            (Some(_), None) => "received",
            (None, None) => "handed_over",
        }
    }

    /// What pages say of it.
    pub const fn label(&self) -> Message {
        Message::new(match (&self.receipt, &self.outcome) {
            (_, Some(_)) => "clue-standing-outcome",
            (Some(_), None) => "clue-standing-received",
            (None, None) => "clue-standing-handed-over",
        })
    }

    /// Whether its receiver may sign for it or answer it now.
    ///
    /// # Errors
    /// `petition-slip-answered`.
    pub fn must_be_open(&self) -> Result<(), Refusal> {
        if self.outcome.is_some() { Err(Refusal::new("petition-slip-answered")) } else { Ok(()) }
    }
}
