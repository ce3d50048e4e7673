//! Granting and ending roles.

use super::change::find;
use crate::notice::News;
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::account::Profile;
use domain::permission::{self, Action, Role, Scope, ScopeKind};
use kernel::{Day, GrantId, Message, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use store::{Changes, account as accounts};

/// Gives an account a role from now on.
#[derive(Debug, Deserialize)]
pub struct GrantRole {
    /// To whom.
    pub account: UserId,
    /// Which.
    pub role: Role,
    /// For which engagement, unit or department; `None` for roles of the committee or the system.
    pub scope: Option<uuid::Uuid>,
    /// The last day on which it is held; open when `None`.
    #[serde(default)]
    pub last_day: Option<Day>,
}

/// The grant made.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct GrantedRole {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    pub grant: GrantId,
}

impl Act for GrantRole {
    const NAME: &'static str = "role-grant";
    type Done = GrantedRole;

    fn right(&self) -> Right {
        Right::Needs(Action::RoleGrant, Scope::System)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<GrantedRole>, Error> {
        let account = find(prep, self.account).await?;
        let scope = self.scope()?;
        let until = self.until(prep)?;
        let grants = accounts::grants(&mut prep.conn, self.account, prep.ctx.at).await?;
        if grants.iter().any(|g| g.role == self.role && g.scope == scope) {
            return Err(Refusal::new("role-already-held").into());
        }
        let profile = accounts::instance(&mut prep.conn).await?.map(|i| i.profile);
        if profile == Some(Profile::Strict) {
            let held: Vec<Role> = grants.iter().map(|g| g.role).collect();
            permission::may_hold_together(&held, self.role)?;
        }
        let mut changes = Changes::about("account", self.account, account.name.clone());
        // Two administrators who grant at once must not slip past the exclusion.
        changes.update(&account, &account.value)?;
        let grant = super::grant_role(&mut changes, prep, self.account, (self.role, scope), until)?;
        News::RoleGranted { account: self.account, role: self.role }.tell(&mut changes, prep)?;
        Ok(Prepared { changes, done: GrantedRole { grant: grant.id } })
    }
}

impl GrantRole {
    /// The instant at which the last day ends.
    fn until(&self, prep: &Prep<'_>) -> Result<Option<Timestamp>, Error> {
        let Some(last) = self.last_day else { return Ok(None) };
        if last < prep.today() {
            return Err(Error::field("last_day", Message::new("role-last-day-past")));
        }
        Ok(Some(last.start(prep.app.offset()).plus_seconds(86_400)))
    }

    fn scope(&self) -> Result<Scope, Error> {
        match (self.role.scope_kind(), self.scope) {
            (ScopeKind::Global, None) => Ok(Scope::Global),
            (ScopeKind::System, None) => Ok(Scope::System),
            (ScopeKind::Unit, Some(id)) => Ok(Scope::One(id)),
            // A team's roles come with its authorisation, never by hand.
            (ScopeKind::Engagement, _) => Err(Refusal::new("role-comes-with-authorisation").into()),
            (ScopeKind::Unit, None) => Err(Error::field("scope", Message::new("role-needs-unit"))),
            (_, Some(_)) => Err(Error::field("scope", Message::new("role-takes-no-unit"))),
        }
    }
}

/// Ends a role now. Sight of what it gave is gone at the next request.
#[derive(Debug, Deserialize)]
pub struct EndRole {
    /// Whose.
    pub account: UserId,
    /// Which grant.
    pub grant: GrantId,
}

impl Act for EndRole {
    const NAME: &'static str = "role-end";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RoleGrant, Scope::System)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let account = find(prep, self.account).await?;
        let grant = accounts::grant(&mut prep.conn, self.grant).await?.ok_or(Error::NotFound)?;
        let at = prep.ctx.at;
        if grant.account != self.account || !grant.is_in_force(at) {
            return Err(Error::NotFound);
        }
        // Someone must remain who can give it back.
        if grant.role == Role::SecurityAdministrator && prep.ctx.signed()?.account == self.account {
            return Err(Refusal::new("role-not-ones-own").into());
        }
        let mut changes = Changes::about("account", self.account, account.name.clone());
        let mut ended = grant.value.clone();
        ended.until = Some(at);
        changes.update(&grant, &ended)?;
        for access in accounts::access_of(&mut prep.conn, self.grant).await? {
            let mut gone = access.value.clone();
            gone.until = Some(at);
            changes.update(&access, &gone)?;
        }
        News::RoleEnded { account: self.account, role: grant.role }.tell(&mut changes, prep)?;
        Ok(Prepared { changes, done: () })
    }
}
