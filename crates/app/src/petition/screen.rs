//! Screening: the rules propose, a person decides; and splitting the personal claim off a mixed petition.

use super::{about, clock, compare, deadline_of, find};
use crate::deadline::{self, Starter};
use crate::decision::clerk;
use crate::{Act, Error, Prep, Prepared, Right};
use domain::permission::{Action, Scope};
use domain::petition::{PetitionRules, Screening, Verdict};
use kernel::{EngagementId, PetitionId};
use serde::{Deserialize, Serialize};
use store::petition as petitions;

/// Decides whether a petition is in scope.
#[derive(Clone, Debug, Deserialize)]
pub struct ScreenPetition {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
    /// In, mixed or out.
    pub verdict: Verdict,
    /// Why, in the team's words.
    pub why: String,
}

impl Act for ScreenPetition {
    const NAME: &'static str = "petition-screen";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let today = prep.today();
        let rules = prep.app.ruleset::<PetitionRules>(&mut prep.conn, today).await?.rules;
        let screening = Screening {
            verdict: self.verdict.clone(),
            why: self.why.trim().to_owned(),
            by: clerk(prep).await?,
            on: today,
        };
        let new = old.value.clone().screen(screening, &rules.reason_codes())?;
        let mut changes = about(&old);
        let (event, other) = match self.verdict {
            Verdict::In | Verdict::Mixed => ("taken_in", "petition_referral"),
            Verdict::Out { .. } => ("left_out", "petition_handling"),
        };
        let met = ["petition_screening", other];
        clock(prep, &mut changes, &new, &met, Some((event, today))).await?;
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Splits the personal claim of a mixed petition off: a petition of its own, to be referred.
#[derive(Clone, Debug, Deserialize)]
pub struct SplitClaim {
    /// The engagement.
    pub engagement: EngagementId,
    /// The mixed petition.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
    /// What the department needs to know, and nothing of the rest.
    pub extract: String,
}

/// The claim that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeClaim {
    /// Its id.
    pub petition: PetitionId,
}

impl Act for SplitClaim {
    const NAME: &'static str = "petition-split";
    type Done = MadeClaim;

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<MadeClaim>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let before = petitions::claims_of(&mut prep.conn, old.value.id).await?.len();
        let id = PetitionId::new(prep.app.clock(), prep.app.rng());
        let number = format!("{}-{}", old.number, before + 1);
        let extract = text::clean::lines(&self.extract).text;
        let claim = old.value.split_claim(id, number, &extract)?;
        let mut changes = about(&old);
        // Two who split at once would give one number twice.
        changes.update(&old, &old.value)?;
        let starter = Starter::load(prep).await?;
        let running = starter.running(prep, ("registered", prep.today()), &deadline_of(&claim));
        changes.insert(&claim)?;
        for deadline in &running {
            changes.insert(deadline)?;
        }
        deadline::look(&mut changes, prep);
        compare(&mut changes, prep, self.engagement);
        Ok(Prepared { changes, done: MadeClaim { petition: id } })
    }
}
