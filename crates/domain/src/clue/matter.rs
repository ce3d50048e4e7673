//! Matters transferred (移交事项): not about a person, hence not sealed, yet with the same approval and receipts (D4).

use super::{Approval, Receipt, Receiver};
use crate::Refusal;
use crate::decision::Clerk;
use kernel::id::{EngagementId, MatterId, RecordId};
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
        })
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
    /// What it came from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<RecordId>,
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
        self.follow(|before| matches!(before, MatterState::Approved { .. }), MatterState::Sent { letter, on })
    }

    /// Notes the receipt.
    pub fn receipt(self, receipt: Receipt) -> Result<Self, Refusal> {
        self.follow(|before| matches!(before, MatterState::Sent { .. }), MatterState::Received { receipt })
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
