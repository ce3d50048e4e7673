//! The tie between an inspector and the account they sign in with: by it an authorisation becomes access.

use super::find;
use crate::authorisation::{end_access, open_member_access};
use crate::{Act, Error, Prep, Prepared, Right};
use domain::account::Profile;
use domain::engagement::Kept;
use domain::permission::{self, Action, Role, Scope};
use domain::team::Member;
use kernel::{Message, PersonId};
use serde::Deserialize;
use store::{
    Changes, Stored, account as accounts, engagement as engagements, inspector as inspectors, member,
};

/// Says which account an inspector signs in with; an empty login says none. Access moves with it at once.
#[derive(Clone, Debug, Deserialize)]
pub struct LinkAccount {
    /// The inspector.
    pub person: PersonId,
    /// The account's login.
    pub login: String,
}

impl Act for LinkAccount {
    const NAME: &'static str = "inspector-link";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::InspectorChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.person).await?;
        let account = self.account(prep).await?;
        let mut new = old.value.clone();
        new.account = account;
        let mut changes = Changes::about("inspector", old.person, old.name.clone());
        changes.update(&old, &new)?;
        if old.account != account {
            self.move_access(prep, &mut changes, (old.account, account)).await?;
        }
        Ok(Prepared { changes, done: () })
    }
}

impl LinkAccount {
    /// The account of the login, when no other inspector has it and it may work in a team.
    async fn account(&self, prep: &mut Prep<'_>) -> Result<Option<kernel::UserId>, Error> {
        let wrong = |id| Error::field("login", Message::new(id).with("login", self.login.trim()));
        if self.login.trim().is_empty() {
            return Ok(None);
        }
        let login =
            domain::account::parse_login(&self.login).map_err(|_| wrong("inspector-account-unknown"))?;
        let found = accounts::by_login(&mut prep.conn, &login).await?;
        let account = found.ok_or_else(|| wrong("inspector-account-unknown"))?.id;
        let other = inspectors::by_account(&mut prep.conn, account).await?;
        if other.is_some_and(|o| o.person != self.person) {
            return Err(wrong("inspector-account-taken"));
        }
        let profile = accounts::instance(&mut prep.conn).await?.map(|i| i.profile);
        if profile == Some(Profile::Strict) {
            let grants = accounts::grants(&mut prep.conn, account, prep.ctx.at).await?;
            let held: Vec<Role> = grants.iter().map(|g| g.role).collect();
            permission::may_hold_together(&held, Role::TeamMember)?;
        }
        Ok(Some(account))
    }

    async fn move_access(
        &self,
        prep: &mut Prep<'_>,
        changes: &mut Changes,
        (from, to): (Option<kernel::UserId>, Option<kernel::UserId>),
    ) -> Result<(), Error> {
        let places: Vec<Stored<Member>> = member::of_person(&mut prep.conn, self.person).await?;
        for place in places.iter().filter(|m| m.is_authorised()) {
            let own: Vec<Kept> = engagements::of_team(&mut prep.conn, place.team)
                .await?
                .into_iter()
                .map(|e| e.value)
                .collect();
            if let Some(from) = from {
                end_access(prep, changes, from, &own).await?;
            }
            if let Some(to) = to {
                changes.relies_on(place);
                open_member_access(prep, changes, place, to, &own).await?;
            }
        }
        Ok(())
    }
}
