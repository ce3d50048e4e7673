//! Naming inspectors for an engagement's clues: the leader's act, one by one, ended with a reason.

use super::must_see_own;
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::account::Access;
use domain::permission::{Action, Role, Scope, compartment};
use kernel::{EngagementId, GrantId, Message, RecordId, UserId};
use serde::{Deserialize, Serialize};
use store::changes::Chain;
use store::{Changes, account as accounts, clue as clues, engagement as engagements};

/// Someone of a team, and whether they were named for its clues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedInspector {
    /// The account.
    pub account: UserId,
    /// Name.
    pub name: String,
    /// Part in the team.
    pub role: Role,
    /// The row that names them; the leader sees clues without being named.
    pub named: Option<RecordId>,
}

/// Names an inspector of the team for the engagement's clues.
#[derive(Clone, Debug, Deserialize)]
pub struct NameInspector {
    /// The engagement.
    pub engagement: EngagementId,
    /// Whom.
    pub account: UserId,
}

/// The row that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its id.
    pub access: RecordId,
}

impl Act for NameInspector {
    const NAME: &'static str = "clue-name";
    type Done = Named;

    fn right(&self) -> Right {
        Right::Needs(Action::ClueLead, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<Named>, Error> {
        must_see_own(prep, self.engagement).await?;
        let mut changes = about(prep, self.engagement).await?;
        let team = clues::team_holders(&mut prep.conn, self.engagement, prep.ctx.at).await?;
        let own: Vec<clues::TeamHolder> =
            team.into_iter().filter(|holder| holder.account == self.account.0).collect();
        if own.iter().any(|holder| holder.access.is_some()) {
            return Err(Refusal::new("clue-named-already").into());
        }
        let Some(holder) = own.first() else {
            return Err(Error::field("account", Message::new("clue-name-not-in-team")));
        };
        let grant =
            accounts::grant(&mut prep.conn, GrantId(holder.grant_id)).await?.ok_or(Error::NotFound)?;
        changes.relies_on(&grant);
        let access = RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng()));
        changes.insert(&Access {
            id: access,
            account: self.account,
            grant: grant.id,
            compartment: compartment::clues(self.engagement),
            from: prep.ctx.at,
            until: grant.until,
        })?;
        Ok(Prepared { changes, done: Named { access } })
    }
}

/// Ends a naming, with the reason. What the inspector saw is gone at the next request.
#[derive(Clone, Debug, Deserialize)]
pub struct EndNaming {
    /// The engagement.
    pub engagement: EngagementId,
    /// Whose.
    pub account: UserId,
    /// Why.
    pub reason: String,
}

impl Act for EndNaming {
    const NAME: &'static str = "clue-unname";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::ClueLead, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        must_see_own(prep, self.engagement).await?;
        if self.reason.trim().is_empty() {
            return Err(Error::field("reason", Message::new("clue-unname-without-reason")));
        }
        let mut changes = about(prep, self.engagement).await?.because(self.reason.trim());
        let team = clues::team_holders(&mut prep.conn, self.engagement, prep.ctx.at).await?;
        let mut rows = Vec::new();
        for holder in team {
            // A leader sees clues by their role, which ends with the team's authorisation.
            if holder.account == self.account.0 && holder.role != Role::TeamLeader.code() {
                rows.extend(holder.access.map(RecordId));
            }
        }
        if rows.is_empty() {
            return Err(Error::NotFound);
        }
        for row in rows {
            let access = clues::access(&mut prep.conn, row).await?.ok_or(Error::NotFound)?;
            let ended = Access { until: Some(prep.ctx.at), ..access.value.clone() };
            changes.update(&access, &ended)?;
        }
        Ok(Prepared { changes, done: () })
    }
}

/// Changes about an engagement, in its chain.
async fn about(prep: &mut Prep<'_>, engagement: EngagementId) -> Result<Changes, Error> {
    let kept = engagements::get(&mut prep.conn, engagement).await?.ok_or(Error::NotFound)?;
    let label = crate::round::engagement_label(prep, &kept).await?;
    Ok(Changes::about("engagement", engagement, label).in_chain(Chain::Engagement(engagement)))
}
