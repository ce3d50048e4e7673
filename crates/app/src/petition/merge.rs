//! Merging petitions about one matter without loss, taking that back, and noting that two are two matters.

use super::{KIND, about, compare, find};
use crate::decision::clerk;
use crate::{Act, Error, Prep, Prepared, Right, deadline};
use domain::Refusal;
use domain::permission::{Action, Scope};
use domain::petition::{Looked, Pair};
use kernel::{EngagementId, PetitionId, RecordId};
use serde::Deserialize;
use store::petition as petitions;

/// Merges a petition into another that carries the matter on.
#[derive(Clone, Debug, Deserialize)]
pub struct MergePetitions {
    /// The engagement.
    pub engagement: EngagementId,
    /// The one that is merged.
    pub petition: PetitionId,
    /// The one it is merged into.
    pub into: PetitionId,
    /// The version of the merged one that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// Why both are one matter.
    pub why: String,
}

impl Act for MergePetitions {
    const NAME: &'static str = "petition-merge";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let into = petitions::get(&mut prep.conn, self.into).await?;
        let into = into.filter(|p| p.engagement == self.engagement).ok_or(Error::NotFound)?;
        let by = (clerk(prep).await?, prep.today());
        let new = old.value.clone().merge(&into, self.why.trim().to_owned(), by)?;
        let mut changes = about(&old);
        changes.relies_on(&into);
        // What is due goes on with the one that carries the matter; a named reporter of this one is still owed an answer.
        let met = ["petition_screening", "petition_handling", "petition_referral"];
        deadline::meet(prep, &mut changes, (KIND, old.value.id.into()), &met).await?;
        compare(&mut changes, prep, self.engagement);
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Takes a merge back.
#[derive(Clone, Debug, Deserialize)]
pub struct UnmergePetition {
    /// The engagement.
    pub engagement: EngagementId,
    /// The merged one.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for UnmergePetition {
    const NAME: &'static str = "petition-unmerge";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let new = old.value.clone().unmerge()?;
        let mut changes = about(&old);
        // What ended with the merge begins again from today.
        super::begin_again(prep, &mut changes, &new).await?;
        compare(&mut changes, prep, self.engagement);
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Notes that two petitions which look alike are two matters.
#[derive(Clone, Debug, Deserialize)]
pub struct KeepApart {
    /// The engagement.
    pub engagement: EngagementId,
    /// One of them.
    pub petition: PetitionId,
    /// The other.
    pub other: PetitionId,
    /// Why they are two matters.
    pub why: String,
}

impl Act for KeepApart {
    const NAME: &'static str = "petition-keep-apart";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let one = find(prep, self.engagement, self.petition, None).await?;
        let other = find(prep, self.engagement, self.other, None).await?;
        let id = RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng()));
        let by = (clerk(prep).await?, prep.today());
        let looked = Looked::apart(id, (&one, &other), &self.why, by)?;
        if petitions::looked_pair(&mut prep.conn, looked.pair()).await?.is_some() {
            return Err(Refusal::new("petition-apart-already").into());
        }
        let mut changes = about(&one);
        changes.insert(&looked)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Takes back that two petitions are two matters: they are suggested again.
#[derive(Clone, Debug, Deserialize)]
pub struct CompareAgain {
    /// The engagement.
    pub engagement: EngagementId,
    /// One of them.
    pub petition: PetitionId,
    /// The other.
    pub other: PetitionId,
}

impl Act for CompareAgain {
    const NAME: &'static str = "petition-compare-again";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let one = find(prep, self.engagement, self.petition, None).await?;
        let pair = Pair::new(self.petition, self.other).ok_or(Error::NotFound)?;
        let looked = petitions::looked_pair(&mut prep.conn, pair.both()).await?.ok_or(Error::NotFound)?;
        let mut changes = about(&one);
        changes.update(&looked, &Looked { taken_back: true, ..looked.value.clone() })?;
        Ok(Prepared { changes, done: () })
    }
}
