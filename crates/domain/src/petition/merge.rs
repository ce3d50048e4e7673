//! Merging of petitions about one matter, without loss: the merged one keeps every step it has, and unmerging gives it
//! back exactly as it was.

use super::Petition;
use crate::{Refusal, decision::Clerk};
use kernel::id::{EngagementId, PetitionId};
use kernel::{Day, Message, RecordId};
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

/// That someone looked at a likely pair and found two matters: it is suggested no more until that is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// Its id.
    pub id: RecordId,
    /// The engagement.
    pub engagement: EngagementId,
    /// The petition with the smaller id.
    pub one: PetitionId,
    /// The other.
    pub other: PetitionId,
    /// Why they are two matters.
    pub why: String,
    /// Who looked.
    pub by: Clerk,
    /// When.
    pub on: Day,
    /// Whether that was taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken_back: bool,
}

impl Looked {
    /// Notes that two petitions of one engagement are two matters.
    pub fn apart(
        id: RecordId,
        (a, b): (&Petition, &Petition),
        why: &str,
        (by, on): (Clerk, Day),
    ) -> Result<Self, Refusal> {
        let pair = Pair::new(a.id, b.id).ok_or_else(|| a.at("petition-merge-with-itself"))?;
        if a.engagement != b.engagement {
            return Err(a.at("petition-merge-other-engagement"));
        }
        let why = why.trim();
        if why.is_empty() {
            return Err(Refusal::new("petition-apart-without-reason"));
        }
        let (one, other) = pair.both();
        Ok(Self { id, engagement: a.engagement, one, other, why: why.to_owned(), by, on, taken_back: false })
    }

    /// The pair it is about.
    pub const fn pair(&self) -> (PetitionId, PetitionId) {
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
        if into.retracted.is_some() {
            return Err(into.at("petition-retracted"));
        }
        if into.withdrawn.is_some() {
            return Err(into.at("petition-withdrawn"));
        }
        if into.merged.is_some() {
            let message = Message::new("petition-merge-into-merged").with("number", into.number.as_str());
            return Err(message.into());
        }
        if self.handled.is_some() || self.referral.is_some() {
            return Err(self.at("petition-has-a-disposition"));
        }
        self.refuse_while_paper_waits()?;
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
