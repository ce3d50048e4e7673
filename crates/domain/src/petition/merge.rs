//! Merging of petitions about one matter, without loss: the merged one keeps every step it has, and unmerging gives it
//! back exactly as it was.

use super::Petition;
use crate::{Refusal, decision::Clerk};
use kernel::id::PetitionId;
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// Two petitions that may be about one matter: unordered, never one with itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Pair {
    one: PetitionId,
    other: PetitionId,
}

impl Pair {
    /// The pair of two different petitions, whichever comes first.
    pub fn new(a: PetitionId, b: PetitionId) -> Option<Self> {
        match a.cmp(&b) {
            std::cmp::Ordering::Less => Some(Self { one: a, other: b }),
            std::cmp::Ordering::Greater => Some(Self { one: b, other: a }),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// Both, the smaller id first.
    pub const fn both(self) -> (PetitionId, PetitionId) {
        (self.one, self.other)
    }
}

/// That a petition was merged into another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// The one that carries the matter on.
    pub into: PetitionId,
    /// Why a person holds them for one matter.
    pub why: String,
    /// Who merged.
    pub by: Clerk,
    /// When.
    pub on: Day,
}

impl Petition {
    /// Merges it into another of the same engagement. Both stay; this one is counted as merged.
    pub fn merge(mut self, into: &Self, why: String, (by, on): (Clerk, Day)) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        if self.id == into.id {
            return Err(self.at("petition-merge-with-itself"));
        }
        if self.engagement != into.engagement {
            return Err(self.at("petition-merge-other-engagement"));
        }
        if self.is_claim() || into.is_claim() {
            return Err(self.at("petition-merge-claim"));
        }
        if into.merged.is_some() {
            let message = Message::new("petition-merge-into-merged").with("number", into.number.as_str());
            return Err(message.into());
        }
        if self.handled.is_some() || self.referral.is_some() {
            return Err(self.at("petition-has-a-disposition"));
        }
        if why.trim().is_empty() {
            return Err(Refusal::new("petition-merge-without-reason"));
        }
        self.merged = Some(Merge { into: into.id, why, by, on });
        Ok(self)
    }

    /// Takes the merge back: what it was before, with nothing lost.
    pub fn unmerge(mut self) -> Result<Self, Refusal> {
        match self.merged.take() {
            Some(_) => Ok(self),
            None => Err(self.at("petition-not-merged")),
        }
    }
}
