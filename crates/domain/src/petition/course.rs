//! The course of a petition: screened, handled or referred, answered, closed; and what each step refuses.

use super::{Naming, Pair, Petition};
use crate::{Refusal, decision::Clerk};
use kernel::id::RecordId;
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// What the scope test decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Verdict {
    /// In scope.
    In,
    /// In scope, with a personal claim that goes to a department as well.
    Mixed,
    /// Out of scope.
    Out {
        /// The main reason, by its code in the ruleset.
        reason: String,
    },
}

/// A person's decision on scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screening {
    /// What was decided.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Why, in the team's words.
    pub why: String,
    /// Who decided.
    pub by: Clerk,
    /// When.
    pub on: Day,
}

/// What became of a petition in scope: one primary disposition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "how")]
pub enum Handling {
    /// 了解: looked into by the team.
    LookedInto,
    /// Taken up in interviews.
    MergedIntoInterviews,
    /// Put to the unit at once.
    ImmediateRectification {
        /// The record of it.
        record: RecordId,
    },
    /// Became part of a finding.
    Finding {
        /// The finding.
        record: RecordId,
    },
    /// Became a clue.
    Clue {
        /// The clue.
        record: RecordId,
    },
    /// Kept for reference.
    Reference,
}

/// How it was handled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handled {
    /// The disposition.
    #[serde(flatten)]
    pub handling: Handling,
    /// What was found, or why it is kept.
    pub result: String,
    /// By whom.
    pub by: Clerk,
    /// When.
    pub on: Day,
}

/// The answer to the reporter. Holds no word that tells who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was told.
    pub told: String,
    /// When.
    pub on: Day,
}

/// The end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The outcome in one sentence.
    pub outcome: String,
    /// When.
    pub on: Day,
}

/// Where a petition stands, told by what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Registered, not screened.
    Registered,
    /// In scope, not yet handled.
    In,
    /// Out of scope, not yet referred.
    Out,
    /// Handled, not yet closed.
    Handled,
    /// Referred, no receipt yet.
    Referred,
    /// The receiver signed for it; no outcome yet.
    Received,
    /// The outcome is known.
    Outcome,
    /// Closed.
    Closed,
    /// Merged into another.
    Merged,
    /// Taken back as registered by mistake.
    Withdrawn,
    /// Withdrawn at its reporter's wish.
    Retracted,
}

impl Standing {
    /// All of them, in order.
    pub const ALL: [Self; 11] = [
        Self::Registered,
        Self::In,
        Self::Out,
        Self::Handled,
        Self::Referred,
        Self::Received,
        Self::Outcome,
        Self::Closed,
        Self::Merged,
        Self::Withdrawn,
        Self::Retracted,
    ];

    /// Its code in columns and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::In => "in",
            Self::Out => "out",
            Self::Handled => "handled",
            Self::Referred => "referred",
            Self::Received => "received",
            Self::Outcome => "outcome",
            Self::Closed => "closed",
            Self::Merged => "merged",
            Self::Withdrawn => "withdrawn",
            Self::Retracted => "retracted",
        }
    }

    /// What pages say.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Registered => "petition-standing-registered",
            Self::In => "petition-standing-in",
            Self::Out => "petition-standing-out",
            Self::Handled => "petition-standing-handled",
            Self::Referred => "petition-standing-referred",
            Self::Received => "petition-standing-received",
            Self::Outcome => "petition-standing-outcome",
            Self::Closed => "petition-standing-closed",
            Self::Merged => "petition-standing-merged",
            Self::Withdrawn => "petition-standing-withdrawn",
            Self::Retracted => "petition-standing-retracted",
        })
    }
}

impl Petition {
    /// Where it stands.
    pub fn standing(&self) -> Standing {
        let referral = self.referral.as_ref();
        if self.withdrawn.is_some() {
            Standing::Withdrawn
        } else if self.retracted.is_some() {
            Standing::Retracted
        } else if self.merged.is_some() {
            Standing::Merged
        } else if self.closing.is_some() {
            Standing::Closed
        } else if let Some(referral) = referral {
            match (&referral.receipt, &referral.outcome) {
                (_, Some(_)) => Standing::Outcome,
                (Some(_), None) => Standing::Received,
                (None, None) => Standing::Referred,
            }
        } else if self.handled.is_some() {
            Standing::Handled
        } else {
            match self.screening.as_ref().map(|s| &s.verdict) {
                None => Standing::Registered,
                Some(Verdict::Out { .. }) => Standing::Out,
                Some(Verdict::In | Verdict::Mixed) => Standing::In,
            }
        }
    }

    /// Screens it. Screening may be changed until it is handled or referred: the later decision replaces the earlier,
    /// which the journal keeps.
    pub fn screen(mut self, screening: Screening, reasons: &[&str]) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        if self.handled.is_some() || self.referral.is_some() {
            return Err(self.at("petition-screened-and-gone"));
        }
        self.refuse_while_paper_waits()?;
        if screening.why.trim().is_empty() {
            return Err(Refusal::new("petition-screening-without-reason"));
        }
        match &screening.verdict {
            Verdict::Out { reason } if !reasons.contains(&reason.as_str()) => {
                return Err(Message::new("petition-out-reason-unknown")
                    .with("value", reason.as_str())
                    .into());
            }
            Verdict::Mixed if self.is_claim() => return Err(Refusal::new("petition-claim-is-not-mixed")),
            _ => {}
        }
        self.screening = Some(screening);
        Ok(self)
    }

    /// Handles it here. Only what is in scope; one primary disposition.
    pub fn handle(mut self, handled: Handled) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        match self.standing() {
            Standing::In => {}
            Standing::Registered => return Err(self.at("petition-not-screened")),
            Standing::Out => return Err(self.at("petition-out-of-scope-is-referred")),
            _ => return Err(self.at("petition-has-a-disposition")),
        }
        if handled.result.trim().is_empty() {
            return Err(Refusal::new("petition-handled-without-result"));
        }
        self.handled = Some(handled);
        Ok(self)
    }

    /// Notes the answer to its reporter.
    pub fn answer(mut self, answer: Answer) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        let nobody =
            self.identity.is_none() && (!self.is_claim() || self.content.naming == Naming::Anonymous);
        if !self.content.naming.is_real_name() && nobody {
            return Err(self.at("petition-nobody-to-answer"));
        }
        if answer.told.trim().is_empty() {
            return Err(Refusal::new("petition-answer-empty"));
        }
        let done = matches!(self.standing(), Standing::Handled | Standing::Outcome | Standing::Received);
        if !done {
            return Err(self.at("petition-answer-too-early"));
        }
        self.answer = Some(answer);
        Ok(self)
    }

    /// Closes it: never without an outcome, and a real-name one never without an answer.
    pub fn close(mut self, closing: Closing) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        let ended = matches!(self.standing(), Standing::Handled | Standing::Outcome);
        if !ended || closing.outcome.trim().is_empty() {
            return Err(self.at("petition-close-without-outcome"));
        }
        if self.content.naming.is_real_name() && self.answer.is_none() {
            return Err(self.at("petition-close-unanswered"));
        }
        self.closing = Some(closing);
        Ok(self)
    }

    /// Splits the personal claim of a mixed petition off, as a petition of its own that is referred and counted apart.
    /// Its content is the extract: what the department needs, nothing of the rest.
    pub fn split_claim(
        &self,
        id: kernel::id::PetitionId,
        number: String,
        extract: &str,
    ) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        let mixed = self.screening.as_ref().is_some_and(|s| s.verdict == Verdict::Mixed);
        if !mixed {
            return Err(self.at("petition-not-mixed"));
        }
        if extract.trim().is_empty() {
            return Err(Refusal::new("petition-extract-missing"));
        }
        let mut content = self.content.clone();
        extract.trim().clone_into(&mut content.text);
        content.subjects.clear();
        content.disciplines.clear();
        content.marks = vec![super::Mark::Claim];
        Ok(Self {
            id,
            number,
            content,
            claim_of: Some(self.id),
            proposed: None,
            // Who wrote it is told by the petition it was split off, so that one trace shows every opening.
            identity: None,
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
            ..self.clone()
        })
    }

    /// The pair it makes with another; `None` with itself.
    pub fn pair_with(&self, other: &Self) -> Option<Pair> {
        Pair::new(self.id, other.id)
    }

    /// Nothing moves what is closed or merged.
    pub(super) fn refuse_if_over(&self) -> Result<(), Refusal> {
        match self.standing() {
            Standing::Closed => Err(self.at("petition-closed")),
            Standing::Merged => Err(self.at("petition-merged")),
            Standing::Withdrawn => Err(self.at("petition-withdrawn")),
            Standing::Retracted => Err(self.at("petition-retracted")),
            _ => Ok(()),
        }
    }

    pub(super) fn at(&self, id: &'static str) -> Refusal {
        let message = Message::new(id).with("number", self.number.as_str());
        Refusal(message.with("standing", self.standing().label()))
    }
}
