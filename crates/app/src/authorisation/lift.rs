//! The two ways access ends by an act: the authorisation is taken back, or the archive is handed over.

use super::{end_access, end_access_at};
use crate::notice::News;
use crate::{Act, Error, Prep, Prepared, Right, deadline};
use domain::authorisation::Standing;
use domain::engagement::Kept;
use domain::permission::{Action, Scope};
use domain::team::Member;
use kernel::{EngagementId, RecordId, TeamId, UserId};
use serde::Deserialize;
use store::{
    Changes, Stored, authorisation as authorisations, engagement as engagements, inspector as inspectors,
    member as members,
};

/// Takes an authorisation back, or drops its draft, with a reason. Access ends at the next request.
#[derive(Clone, Debug, Deserialize)]
pub struct LiftAuthorisation {
    /// Which.
    pub authorisation: RecordId,
    /// Why.
    pub reason: String,
}

impl Act for LiftAuthorisation {
    const NAME: &'static str = "authorisation-lift";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::TeamPropose, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = authorisations::get(&mut prep.conn, self.authorisation).await?.ok_or(Error::NotFound)?;
        let today = prep.today();
        let new = old.value.clone().lift(today, &self.reason)?;
        let label = super::label(&mut prep.conn, &old).await?;
        let mut changes = Changes::about("authorisation", old.id, label).because(self.reason.trim());
        changes.update(&old, &new)?;
        if matches!(old.standing, Standing::Given { .. }) {
            let own = engagements::of_team(&mut prep.conn, old.team).await?;
            let of_paper = |e: &&Stored<Kept>| {
                e.authorisation.as_ref().is_some_and(|a| a.paper == old.id && a.lifted.is_none())
            };
            let mut closed = Vec::new();
            for engagement in own.iter().filter(of_paper) {
                let lifted = engagement.moved(engagement.engagement.clone().lift_authorisation(today)?);
                changes.update(engagement, &lifted)?;
                let subject = ("engagement", engagement.engagement.id.into());
                deadline::meet(prep, &mut changes, subject, &[deadline::ON_SITE]).await?;
                closed.push(lifted);
            }
            for account in accounts_of(prep, old.team).await? {
                end_access(prep, &mut changes, account, &closed).await?;
                News::Lifted { account, number: old.number.clone().unwrap_or_default() }
                    .tell(&mut changes, prep)?;
            }
        }
        Ok(Prepared { changes, done: () })
    }
}

/// Hands an engagement's archive over after feedback: the team's access ends with the day.
#[derive(Clone, Debug, Deserialize)]
pub struct HandOver {
    /// Which engagement.
    pub engagement: EngagementId,
}

impl Act for HandOver {
    const NAME: &'static str = "engagement-hand-over";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RoundPlan, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = engagements::get(&mut prep.conn, self.engagement).await?.ok_or(Error::NotFound)?;
        let today = prep.today();
        let new = old.moved(old.engagement.clone().hand_over(today)?);
        let label = crate::round::engagement_label(prep, &old).await?;
        let mut changes = Changes::about("engagement", self.engagement, label);
        changes.update(&old, &new)?;
        let ends = today.plus_days(1).start(prep.app.offset());
        for account in accounts_of(prep, old.team).await? {
            end_access_at(prep, &mut changes, (account, ends), std::slice::from_ref(&new)).await?;
        }
        Ok(Prepared { changes, done: () })
    }
}

/// The accounts of everyone who was authorised in a team.
async fn accounts_of(prep: &mut Prep<'_>, team: TeamId) -> Result<Vec<UserId>, Error> {
    let mut accounts = Vec::new();
    let members: Vec<Stored<Member>> = members::of_team(&mut prep.conn, team).await?;
    for member in members.iter().filter(|m| m.is_authorised()) {
        let person = inspectors::get(&mut prep.conn, member.person).await?;
        accounts.extend(person.and_then(|p| p.account));
    }
    Ok(accounts)
}
