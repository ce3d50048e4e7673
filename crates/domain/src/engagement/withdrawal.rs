//! Taking an engagement out of its round before it begins. Nothing is deleted: it stays on record, with the reason.

use super::{Engagement, Stage};
use crate::Refusal;
use kernel::Day;
use serde::{Deserialize, Serialize};

/// Taken back, with the reason. Nothing is deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// From which day.
    pub on: Day,
    /// Why.
    pub reason: String,
}

/// An engagement and whether it still stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The engagement.
    #[serde(flatten)]
    pub engagement: Engagement,
    /// Set once it was taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

impl std::ops::Deref for Kept {
    type Target = Engagement;
    fn deref(&self) -> &Engagement {
        &self.engagement
    }
}

impl From<Engagement> for Kept {
    fn from(engagement: Engagement) -> Self {
        Self { engagement, withdrawn: None }
    }
}

impl Kept {
    /// Takes it out of its round: only before it is authorised, and with a reason.
    ///
    /// # Errors
    /// The rule that keeps it in.
    pub fn withdraw(self, on: Day, reason: &str) -> Result<Self, Refusal> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::new("engagement-withdraw-without-reason"));
        }
        if self.withdrawn.is_some() {
            return Err(Refusal::new("engagement-already-withdrawn"));
        }
        if self.stage != Stage::Preparation || self.is_authorised() {
            return Err(Refusal::new("engagement-withdraw-too-late"));
        }
        Ok(Self { withdrawn: Some(Withdrawal { on, reason: reason.to_owned() }), ..self })
    }

    /// The same with its engagement moved on.
    #[must_use]
    pub fn moved(&self, engagement: Engagement) -> Self {
        Self { engagement, withdrawn: self.withdrawn.clone() }
    }
}
