//! Who wrote a petition: opened with the right and a reason, after the trace is on disk, for ten minutes; and who else in
//! the team may do so.

use super::KIND;
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View};
use db::Conn;
use domain::Refusal;
use domain::account::Access;
use domain::permission::{Action, Role, Scope, compartment};
use domain::petition::{Identity, Petition};
use kernel::{EngagementId, Message, PetitionId, RecordId, Timestamp, UserId};
use serde::Deserialize;
use store::changes::Chain;
use store::{Changes, account as accounts, petition as petitions};

/// The field that an identity is sealed for.
pub(super) const FIELD: &str = "identity";
/// How long it stays open on a page, in seconds.
const OPEN_SECONDS: i64 = 600;
/// The fewest characters of a reason that says something.
const SHORTEST_REASON: usize = 4;

/// Name and contact, opened.
#[derive(Debug)]
pub struct OpenedIdentity {
    /// Name and contact.
    pub identity: Identity,
    /// When the page closes it by itself.
    pub closes: Timestamp,
}

/// The petition whose sealed value tells who wrote this one: itself, or the one it was split off.
pub(super) async fn holder(conn: &mut Conn, petition: &Petition) -> Result<Option<Petition>, Error> {
    match petition.claim_of {
        None => Ok(Some(petition.clone())),
        Some(id) => Ok(petitions::get(conn, id).await?.map(|p| p.value)),
    }
}

impl App {
    /// Opens who wrote a petition. The trace is on disk before anything is opened.
    ///
    /// # Errors
    /// [`Error::NotFound`] for whoever may not: the leader may, and who was named registrar; [`Error::Invalid`] without a
    /// reason; `petition-no-identity` where nobody gave any.
    pub async fn open_identity(
        &self,
        ctx: &Ctx,
        id: PetitionId,
        reason: &str,
    ) -> Result<OpenedIdentity, Error> {
        let mut conn = self.db().read().await?;
        let viewer = ctx.viewer()?;
        let petition = petitions::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        ctx.require(Action::PetitionIdentity, Scope::One(petition.engagement.0))?;
        if !petitions::sees_identities(&mut conn, &viewer, petition.engagement).await? {
            return Err(Error::NotFound);
        }
        if reason.trim().chars().count() < SHORTEST_REASON {
            return Err(Error::field("reason", Message::new("petition-open-reason-missing")));
        }
        let holder = holder(&mut conn, &petition).await?.ok_or(Error::NotFound)?;
        let Some(reference) = &holder.identity else {
            return Err(Refusal::new("petition-no-identity").into());
        };
        drop(conn);
        self.trace_sealed(ctx, "sealed-opened", (KIND, holder.id.into()), Some(reason)).await?;
        let mut conn = self.db().read().await?;
        let place = (KIND, RecordId::from(holder.id), FIELD);
        let opened = self.open_value_in(&mut conn, (reference, holder.engagement), place).await?;
        let identity = Identity::from_opened(opened.expose())
            .ok_or_else(|| Error::Internal("a sealed identity cannot be read".into()))?;
        Ok(OpenedIdentity { identity, closes: self.now().plus_seconds(OPEN_SECONDS) })
    }

    /// The people of an engagement's team, and who of them may open identities. For the leader.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn team_accounts(
        &self,
        ctx: &Ctx,
        engagement: EngagementId,
    ) -> Result<Vec<TeamAccount>, Error> {
        let scope = Scope::One(engagement.0);
        let View { mut conn, .. } = self.view(ctx, Action::PetitionRegistrar, scope).await?;
        let open = accounts::who_sees(&mut conn, &compartment::identity(engagement), ctx.at).await?;
        let held = accounts::held_for(&mut conn, engagement.0, ctx.at).await?;
        let person = |(grant, name): (store::Stored<domain::account::Grant>, String)| TeamAccount {
            account: grant.account,
            name,
            role: grant.role,
            opens: open.iter().any(|access| access.account == grant.account),
        };
        Ok(held.into_iter().map(person).collect())
    }
}

/// Someone of a team, with whether they may open who wrote petitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamAccount {
    /// The account.
    pub account: UserId,
    /// The name.
    pub name: String,
    /// Their role in the team.
    pub role: Role,
    /// Whether they may.
    pub opens: bool,
}

/// Names a registrar: someone of the team who may open identities besides the leader.
#[derive(Clone, Debug, Deserialize)]
pub struct NameRegistrar {
    /// The engagement.
    pub engagement: EngagementId,
    /// Who.
    pub account: UserId,
}

impl Act for NameRegistrar {
    const NAME: &'static str = "registrar-name";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionRegistrar, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let held = accounts::held_for(&mut prep.conn, self.engagement.0, prep.ctx.at).await?;
        let own = held.into_iter().find(|(grant, _)| grant.account == self.account);
        let Some((grant, name)) = own else { return Err(Refusal::new("petition-registrar-stranger").into()) };
        let identities = compartment::identity(self.engagement);
        let open = accounts::who_sees(&mut prep.conn, &identities, prep.ctx.at).await?;
        if open.iter().any(|access| access.account == self.account) {
            return Err(Refusal::new("petition-registrar-already").into());
        }
        let mut changes = Changes::about("account", self.account, name);
        changes = changes.in_chain(Chain::Engagement(self.engagement));
        changes.relies_on(&grant);
        changes.insert(&Access {
            id: RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng())),
            account: self.account,
            // It ends with the role it rests on.
            grant: grant.value.id,
            compartment: identities,
            from: prep.ctx.at,
            until: grant.until,
        })?;
        Ok(Prepared { changes, done: () })
    }
}

/// Ends that someone may open identities.
#[derive(Clone, Debug, Deserialize)]
pub struct EndRegistrar {
    /// The engagement.
    pub engagement: EngagementId,
    /// Who.
    pub account: UserId,
    /// Why.
    #[serde(default)]
    pub why: String,
}

impl Act for EndRegistrar {
    const NAME: &'static str = "registrar-end";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionRegistrar, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let identities = compartment::identity(self.engagement);
        let open = accounts::who_sees(&mut prep.conn, &identities, prep.ctx.at).await?;
        let own = open.into_iter().find(|access| access.account == self.account);
        let access = own.ok_or(Error::NotFound)?;
        let grant = accounts::grant(&mut prep.conn, access.grant).await?.ok_or(Error::NotFound)?;
        if grant.role == Role::TeamLeader {
            return Err(Refusal::new("petition-registrar-leader").into());
        }
        let name = accounts::get(&mut prep.conn, self.account).await?.ok_or(Error::NotFound)?.value.name;
        let mut changes = Changes::about("account", self.account, name);
        changes = changes.in_chain(Chain::Engagement(self.engagement));
        if !self.why.trim().is_empty() {
            changes = changes.because(self.why.trim());
        }
        let mut ended = access.value.clone();
        ended.until = Some(prep.ctx.at);
        changes.update(&access, &ended)?;
        Ok(Prepared { changes, done: () })
    }
}
