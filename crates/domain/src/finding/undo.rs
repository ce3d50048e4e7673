//! Taking back: a signature, a paper as a whole, and what was recorded from paper and does not agree with it.

use super::{Finding, Held, Noted, Standing};
use crate::Refusal;
use crate::decision::Clerk;
use kernel::Day;
use serde::{Deserialize, Serialize};

/// Who took a paper back, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Who.
    pub by: Clerk,
    /// When.
    pub on: Day,
    /// Why.
    pub reason: String,
}

/// What a second person holds against the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Checked {
    /// The team meeting's decision.
    Decision,
    /// The unit's view.
    View,
}

impl Finding {
    /// Takes one's own signature back, and with it the review that rested on it. After the sign-off it stands.
    pub fn withdraw_signature(mut self, by: Clerk, held: Held<'_>) -> Result<Self, Refusal> {
        self.refuse_if_ended()?;
        if self.is_signed_off(held.digest) {
            return Err(self.at("finding-signed-off-stands"));
        }
        let own = |s: &super::Signature| s.by.person == by.person && s.digest == held.digest;
        if !self.signatures.iter().any(own) {
            return Err(self.at("finding-no-signature"));
        }
        self.signatures.retain(|signature| !own(signature));
        self.review = self.review.filter(|review| review.digest != held.digest);
        Ok(self)
    }

    /// Takes it back as a whole, with a reason. What the team meeting adopted stays.
    pub fn withdraw(mut self, withdrawn: Withdrawn, held: Held<'_>) -> Result<Self, Refusal> {
        self.refuse_if_ended()?;
        if withdrawn.reason.trim().is_empty() {
            return Err(Refusal::new("finding-withdraw-without-reason"));
        }
        if matches!(self.standing(held), Standing::Adopted | Standing::Confirmed) {
            return Err(self.at("finding-decided"));
        }
        self.withdrawn = Some(withdrawn);
        Ok(self)
    }

    /// The second person says whether what was recorded agrees with its paper. What does not agree is taken off and
    /// recorded anew.
    pub fn check(mut self, what: Checked, by: Clerk, agrees: bool) -> Result<Self, Refusal> {
        self.refuse_if_ended()?;
        let noted: Option<&mut Noted> = match what {
            Checked::Decision => self.decision.as_mut().map(|decision| &mut decision.noted),
            Checked::View => self.view.as_mut().map(|view| &mut view.noted),
        };
        let noted = noted.ok_or_else(|| Refusal::new("decision-no-check-waiting"))?;
        noted.may_check(by)?;
        if agrees {
            *noted = noted.clone().agree(by)?;
        } else {
            match what {
                Checked::Decision => self.decision = None,
                Checked::View => self.view = None,
            }
        }
        Ok(self)
    }
}
