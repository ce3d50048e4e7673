//! One sealed hand-over as its receiver sees it: number, letter, seal, and what is due; what it says lies in the package.
//!
//! A clue may go to several receivers, one a subject. Each sees its own hand-over and neither the clue nor the others.

use super::{Outcome, Receipt, Receiver};
use crate::Refusal;
use crate::account::SealedRef;
use kernel::id::{ClueId, EngagementId, PersonId, TransferId, UnitId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// One time that the office asked after a hand-over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// When.
    pub on: Day,
    /// Who reminded.
    pub by: String,
}

/// A hand-over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Its id.
    pub id: TransferId,
    /// The clue.
    pub clue: ClueId,
    /// Its engagement.
    pub engagement: EngagementId,
    /// The subject; none for a clue without any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<u16>,
    /// The clue's number, which says nothing.
    pub number: String,
    /// The number of the letter.
    pub letter: String,
    /// The number on the package's seal.
    pub seal: String,
    /// Class of the receiver.
    pub receiver: Receiver,
    /// The receiver's name.
    pub name: String,
    /// The receiver among the units here, where it is one: its officers see the hand-over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<UnitId>,
    /// Whether it went to the discipline body inside that unit; nobody else there sees it.
    pub inside: bool,
    /// Who handed over and who was with them, with their names as they were.
    pub by: (PersonId, String),
    /// See [`Transfer::by`].
    pub with: (PersonId, String),
    /// When.
    pub on: Day,
    /// What is in the package, sealed; none for what is kept elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<SealedRef>,
    /// The other hand-overs that went with it under one letter and one seal; each has a course of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<TransferId>,
    /// The receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// The outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// When the receiver was reminded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Reminder>,
}

impl Transfer {
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

    /// Reminds the receiver, once a day at most and while anything is awaited.
    pub fn remind(mut self, reminder: Reminder) -> Result<Self, Refusal> {
        if self.outcome.is_some() {
            return Err(Refusal::new("clue-remind-answered"));
        }
        if self.reminders.last().is_some_and(|last| last.on == reminder.on) {
            return Err(Refusal::new("clue-remind-today"));
        }
        self.reminders.push(reminder);
        Ok(self)
    }
}
