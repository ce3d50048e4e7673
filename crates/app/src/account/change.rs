//! Making, renaming, enabling accounts; resetting a password.

use super::{credential, own_names, password_errors, seal_password};
use crate::notice::News;
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::account::{Account, Credential, Profile, Standing, parse_login, parse_name};
use domain::permission::{Action, Role, Scope};
use kernel::{FieldError, Message, UserId};
use serde::{Deserialize, Serialize};
use store::changes::{Aside, Changes};
use store::{Stored, account as accounts};

/// Makes an account. It begins disabled, and its holder must change the password at the first sign-in.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct CreateAccount {
    /// What its holder types to sign in.
    pub login: String,
    /// The holder's name.
    pub name: String,
    /// A first password, to be changed at once.
    pub password: String,
}

/// What was made.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CreatedAccount {
    /// The account.
    #[schema(value_type = String, format = Uuid)]
    pub account: UserId,
}

impl Act for CreateAccount {
    const NAME: &'static str = "account-create";
    type Done = CreatedAccount;

    fn right(&self) -> Right {
        Right::Needs(Action::AccountChange, Scope::System)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<CreatedAccount>, Error> {
        let mut errors = Vec::new();
        let login = parse_login(&self.login).map_err(|e| errors.push(e)).unwrap_or_default();
        let name = parse_name(&self.name).map_err(|e| errors.push(e)).unwrap_or_default();
        let [committee, office] = own_names(prep).await?;
        errors.extend(password_errors("password", &self.password, &login, &[&name, &committee, &office]));
        if errors.is_empty() && accounts::by_login(&mut prep.conn, &login).await?.is_some() {
            let taken = Message::new("account-login-taken").with("login", login.as_str());
            errors.push(FieldError::new("login", taken));
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let id = UserId::new(prep.app.clock(), prep.app.rng());
        let standing = self.first_standing(prep).await?;
        let mut changes = Changes::about("account", id, name.clone());
        changes.insert(&Account { id, login, name, standing, lang: None, must_change_password: true })?;
        let password = seal_password(prep, id, &self.password).await?;
        changes.insert(&credential(id, password.reference(), prep.ctx.at))?;
        changes.seal(password);
        if standing == Standing::Enabled {
            super::grant_role(&mut changes, prep, id, (Role::SecurityAdministrator, Scope::System), None)?;
        }
        Ok(Prepared { changes, done: CreatedAccount { account: id } })
    }
}

impl CreateAccount {
    /// Disabled; but in the strict profile the second account is the security administrator, enabled at once, or
    /// nobody could ever enable anyone.
    async fn first_standing(&self, prep: &mut Prep<'_>) -> Result<Standing, Error> {
        let profile = accounts::instance(&mut prep.conn).await?.map(|i| i.profile);
        let only_one = accounts::count(&mut prep.conn).await? == 1;
        Ok(if profile == Some(Profile::Strict) && only_one { Standing::Enabled } else { Standing::Disabled })
    }
}

/// Enables or disables an account; disabling ends its sessions.
#[derive(Debug, Deserialize)]
pub struct ChangeAccount {
    /// Which.
    pub account: UserId,
    /// Whether it may sign in from now on.
    pub enabled: bool,
}

impl Act for ChangeAccount {
    const NAME: &'static str = "account-enable";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::AccountEnable, Scope::System)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.account).await?;
        if !self.enabled && prep.ctx.signed()?.account == self.account {
            return Err(Refusal::new("account-not-oneself").into());
        }
        let new = if self.enabled { old.value.clone().enable()? } else { old.value.clone().disable()? };
        let mut changes = Changes::about("account", self.account, new.name.clone());
        changes.update(&old, &new)?;
        if !self.enabled {
            changes.aside(Aside::EndSessions { account: self.account, keep: None });
        }
        Ok(Prepared { changes, done: () })
    }
}

/// A new password as typed twice.
#[derive(Debug, Deserialize)]
pub struct NewPassword {
    /// The password.
    pub password: String,
    /// Again.
    pub again: String,
}

impl NewPassword {
    /// Checks both against the policy.
    pub(super) fn check(&self, login: &str, about: &[&str]) -> Result<(), Error> {
        let mut errors = password_errors("password", &self.password, login, about);
        if errors.is_empty() && self.password != self.again {
            errors.push(FieldError::new("again", Message::new("account-password-differs")));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
    }
}

/// Sets another's password; they must change it at the next sign-in, and their sessions end.
#[derive(Debug, Deserialize)]
pub struct ResetPassword {
    /// Whose.
    pub account: UserId,
    /// The new password.
    #[serde(flatten)]
    pub new: NewPassword,
}

impl Act for ResetPassword {
    const NAME: &'static str = "password-reset";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::AccountChange, Scope::System)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.account).await?;
        let [committee, office] = own_names(prep).await?;
        self.new.check(&old.login, &[&old.name, &committee, &office])?;
        let mut new = old.value.clone();
        new.must_change_password = true;
        let mut changes = Changes::about("account", self.account, new.name.clone());
        changes.update(&old, &new)?;
        set_password(prep, &mut changes, self.account, &self.new.password).await?;
        News::PasswordReset { account: self.account }.tell(&mut changes, prep)?;
        changes.aside(Aside::EndSessions { account: self.account, keep: None });
        Ok(Prepared { changes, done: () })
    }
}

/// Puts a new password into an account's credential.
pub(super) async fn set_password(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    account: UserId,
    password: &str,
) -> Result<(), Error> {
    let sealed = seal_password(prep, account, password).await?;
    let old = accounts::credential(&mut prep.conn, account).await?.ok_or(Error::NotFound)?;
    let new = Credential {
        password: Some(sealed.reference()),
        password_set: Some(prep.ctx.at),
        ..old.value.clone()
    };
    changes.update(&old, &new)?;
    changes.seal(sealed);
    Ok(())
}

/// The account an act is about.
pub(super) async fn find(prep: &mut Prep<'_>, id: UserId) -> Result<Stored<Account>, Error> {
    accounts::get(&mut prep.conn, id).await?.ok_or(Error::NotFound)
}
