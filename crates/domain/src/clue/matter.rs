//! Matters transferred (移交事项): not about a person, hence not sealed, yet with the same approval and receipts (D4).

use super::{Approval, Receipt, Receiver, Source};
use crate::Refusal;
use crate::decision::Clerk;
use kernel::id::{EngagementId, MatterId, UnitId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// Where a matter stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum MatterState {
    /// Drafted by the team.
    Drafted,
    /// The team leader passed it to the office.
    WithOffice {
        /// When.
        on: Day,
    },
    /// Approved.
    Approved {
        /// The approval.
        approval: Approval,
    },
    /// The letter went out.
    Sent {
        /// Its number.
        letter: String,
        /// When.
        on: Day,
    },
    /// Signed for.
    Received {
        /// The receipt.
        receipt: Receipt,
    },
    /// Answered.
    Outcome {
        /// What was done.
        result: String,
        /// When it was reported.
        on: Day,
    },
    /// Taken back before it was sent.
    Withdrawn {
        /// When.
        on: Day,
        /// Why.
        reason: String,
    },
}

impl MatterState {
    /// What pages say.
    pub const fn label(&self) -> Message {
        Message::new(match self {
            Self::Drafted => "clue-matter-drafted",
            Self::WithOffice { .. } => "clue-matter-with-office",
            Self::Approved { .. } => "clue-matter-approved",
            Self::Sent { .. } => "clue-matter-sent",
            Self::Received { .. } => "clue-matter-received",
            Self::Outcome { .. } => "clue-matter-outcome",
            Self::Withdrawn { .. } => "clue-matter-withdrawn",
        })
    }

    /// Its code in columns.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::WithOffice { .. } => "with_office",
            Self::Approved { .. } => "approved",
            Self::Sent { .. } => "sent",
            Self::Received { .. } => "received",
            Self::Outcome { .. } => "outcome",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

/// A matter that belongs to another body and is about no person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// Its id.
    pub id: MatterId,
    /// The engagement.
    pub engagement: EngagementId,
    /// Its number.
    pub number: String,
    /// What it is about.
    pub text: String,
    /// The class of the receiver.
    pub receiver: Receiver,
    /// The receiver's name.
    pub receiver_name: String,
    /// The receiver among the units here, where it is one: its officers see the matter once it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<UnitId>,
    /// Number and day of the letter, once it went out.
    #[serde(default, rename = "went_out", skip_serializing_if = "Option::is_none")]
    pub letter: Option<(String, Day)>,
    /// The receipt, once it was signed.
    #[serde(default, rename = "signed", skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// What it came from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// Who drafted it.
    pub by: Clerk,
    /// Where it stands.
    #[serde(flatten)]
    pub state: MatterState,
}

impl Matter {
    /// The team leader passes it to the office.
    pub fn pass(self, on: Day) -> Result<Self, Refusal> {
        if self.text.trim().is_empty() {
            return Err(Refusal::new("clue-matter-empty"));
        }
        self.follow(|before| matches!(before, MatterState::Drafted), MatterState::WithOffice { on })
    }

    /// Notes the approval.
    pub fn approve(self, approval: Approval) -> Result<Self, Refusal> {
        self.follow(
            |before| matches!(before, MatterState::WithOffice { .. }),
            MatterState::Approved { approval },
        )
    }

    /// Notes that the letter went out.
    pub fn send(self, letter: String, on: Day) -> Result<Self, Refusal> {
        if letter.trim().is_empty() {
            return Err(Refusal::new("clue-matter-letter-missing"));
        }
        let sent = MatterState::Sent { letter: letter.clone(), on };
        let mut matter = self.follow(|before| matches!(before, MatterState::Approved { .. }), sent)?;
        matter.letter = Some((letter, on));
        Ok(matter)
    }

    /// Takes it back before it was sent.
    pub fn withdraw(self, reason: String, on: Day) -> Result<Self, Refusal> {
        if reason.trim().is_empty() {
            return Err(Refusal::new("clue-withdraw-without-reason"));
        }
        let allowed = |before: &MatterState| {
            matches!(
                before,
                MatterState::Drafted | MatterState::WithOffice { .. } | MatterState::Approved { .. }
            )
        };
        self.follow(allowed, MatterState::Withdrawn { on, reason })
    }

    /// Notes the receipt.
    pub fn receipt(self, receipt: Receipt) -> Result<Self, Refusal> {
        if let Some((_, sent)) = &self.letter
            && receipt.on < *sent
        {
            return Err(Message::new("clue-receipt-before-hand-over").with("on", *sent).into());
        }
        let received = MatterState::Received { receipt: receipt.clone() };
        let mut matter = self.follow(|before| matches!(before, MatterState::Sent { .. }), received)?;
        matter.receipt = Some(receipt);
        Ok(matter)
    }

    /// Notes the outcome.
    pub fn outcome(self, result: String, on: Day) -> Result<Self, Refusal> {
        if result.trim().is_empty() {
            return Err(Refusal::new("clue-outcome-empty"));
        }
        self.follow(
            |before| matches!(before, MatterState::Received { .. }),
            MatterState::Outcome { result, on },
        )
    }

    fn follow(self, allowed: fn(&MatterState) -> bool, state: MatterState) -> Result<Self, Refusal> {
        if allowed(&self.state) {
            return Ok(Self { state, ..self });
        }
        let message = Message::new("clue-matter-out-of-order").with("number", self.number.as_str());
        Err(message.with("state", self.state.label()).into())
    }
}
