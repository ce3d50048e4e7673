//! Putting right what was registered: corrected before it is screened, taken back when it was a mistake, opened again
//! when the outcome did not hold. The journal keeps what stood there before.

use super::{Content, Petition, PetitionRules, ScopeProposal, Standing};
use crate::account::SealedRef;
use crate::{Refusal, decision::Clerk};
use kernel::{Day, FieldError};
use serde::{Deserialize, Serialize};

/// That a closed petition was opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopening {
    /// The outcome it had been closed with.
    pub outcome: String,
    /// Why it did not hold.
    pub why: String,
    /// Who opened it.
    pub by: Clerk,
    /// When.
    pub on: Day,
}

/// That a petition was taken back, or withdrawn at its reporter's wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Why.
    pub why: String,
    /// Who took it back.
    pub by: Clerk,
    /// When.
    pub on: Day,
}

/// Why a petition could not be corrected: fields that are wrong, or a rule.
#[derive(Debug)]
pub enum NotCorrected {
    /// Fields.
    Fields(Vec<FieldError>),
    /// A rule.
    Refused(Refusal),
}

impl Petition {
    /// Corrects what was registered, until it is screened. The identity stays unless another one is given.
    pub fn correct(
        self,
        content: Content,
        (identity, proposed): (Option<SealedRef>, Option<ScopeProposal>),
        rules: &PetitionRules,
    ) -> Result<Self, NotCorrected> {
        if self.standing() != Standing::Registered || self.is_claim() {
            return Err(NotCorrected::Refused(self.at("petition-corrected-too-late")));
        }
        let faults = content.faults(rules);
        if !faults.is_empty() {
            return Err(NotCorrected::Fields(faults));
        }
        Ok(Self { content, proposed, identity: identity.or(self.identity.clone()), ..self })
    }

    /// Takes back what was registered by mistake. Nothing that went out or has a disposition is taken back.
    pub fn withdraw(mut self, why: &str, (by, on): (Clerk, Day)) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        if self.handled.is_some() || self.referral.is_some() {
            return Err(self.at("petition-has-a-disposition"));
        }
        self.refuse_while_paper_waits()?;
        let why = why.trim();
        if why.is_empty() {
            return Err(Refusal::new("petition-withdrawn-without-reason"));
        }
        self.withdrawn = Some(Withdrawn { why: why.to_owned(), by, on });
        Ok(self)
    }

    /// Withdraws it at its reporter's wish: `why` says how the wish came and what it rests on. What was done so far stays;
    /// what is shared with others stays as well: one merged into another leaves the other as it is, and what was handled
    /// or handed to others goes its way.
    pub fn retract(mut self, why: &str, (by, on): (Clerk, Day)) -> Result<Self, Refusal> {
        match self.standing() {
            Standing::Registered | Standing::In | Standing::Out | Standing::Merged => {}
            Standing::Handled | Standing::Referred | Standing::Received | Standing::Outcome => {
                return Err(self.at("petition-retracted-too-late"));
            }
            Standing::Closed | Standing::Withdrawn | Standing::Retracted => self.refuse_if_over()?,
        }
        self.refuse_while_paper_waits()?;
        let why = why.trim();
        if why.is_empty() {
            return Err(Refusal::new("petition-retracted-without-reason"));
        }
        self.retracted = Some(Withdrawn { why: why.to_owned(), by, on });
        Ok(self)
    }

    /// Opens a closed one again, or one that its reporter had withdrawn: what was done stays, the outcome is open.
    pub fn reopen(mut self, why: &str, (by, on): (Clerk, Day)) -> Result<Self, Refusal> {
        let why = why.trim();
        if why.is_empty() {
            return Err(Refusal::new("petition-reopened-without-reason"));
        }
        let ended = match self.retracted.take() {
            Some(retraction) => Some(retraction.why),
            None => self.closing.take().map(|closing| closing.outcome),
        };
        let Some(outcome) = ended else { return Err(self.at("petition-not-closed")) };
        self.reopened.push(Reopening { outcome, why: why.to_owned(), by, on });
        Ok(self)
    }
}
