//! Accounts: set-up, signing in, roles, passwords, sessions.

mod change;
mod delay;
mod own;
mod places;
mod practice;
mod roles;
mod second_factor;
mod session;
mod set_up;
mod sign_in;
mod tokens;

pub use change::{ChangeAccount, CreateAccount, CreatedAccount, NewPassword, ResetPassword};
pub use own::{ChangeOwnPassword, EndOtherSessions, SetLanguage};
pub use places::UnitChoice;
pub use practice::PracticePerson;
pub use roles::{EndRole, GrantRole, GrantedRole};
pub use second_factor::{
    EnrolSecondFactor, EnrolledFactor, FactorState, Offer, RemoveSecondFactor, RenewSpareCodes,
    ResetSecondFactor, SpareCodesMade,
};
pub use set_up::{LEVELS, SetUp, SetUpDone};
pub use sign_in::{Attempt, CodeAttempt, Entered, SignInRefusal, SignedIn};
pub use tokens::{IssueToken, IssuedToken, RevokeToken, TOKEN_SCOPES};

use crate::{App, Ctx, Error, Prep, View};
use crypto::password::PasswordHash;
use domain::account::{Access, Account, Credential, Grant};
use domain::permission::{Action, Role, Scope};
use kernel::{FieldError, GrantId, Page, PageRequest, RecordId, Timestamp, UserId};
use store::changes::{Changes, NewSealed};
use store::{Stored, account as accounts};

impl App {
    /// Accounts in order of names.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn accounts(&self, ctx: &Ctx, page: &PageRequest) -> Result<Page<Stored<Account>>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::AccountView, Scope::System).await?;
        Ok(accounts::list(&mut conn, &viewer, page).await?)
    }

    /// One account with its grants in force.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn account(
        &self,
        ctx: &Ctx,
        id: UserId,
    ) -> Result<(Stored<Account>, Vec<Stored<Grant>>), Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::AccountView, Scope::System).await?;
        let account = accounts::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let grants = accounts::grants(&mut conn, id, ctx.at).await?;
        Ok((account, grants))
    }

    /// Whether set-up has been done.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn is_set_up(&self) -> Result<bool, Error> {
        let mut conn = self.db().read().await?;
        Ok(accounts::instance(&mut conn).await?.is_some())
    }

    /// The installation, once set up. Its name is no secret: it stands on the sign-in page.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn instance(&self) -> Result<Option<domain::account::Instance>, Error> {
        let mut conn = self.db().read().await?;
        Ok(accounts::instance(&mut conn).await?.map(|i| i.value))
    }

    /// Hashes a new password off the async threads, two at a time.
    pub(crate) async fn hash_password(&self, password: &str) -> Result<PasswordHash, Error> {
        let _turn = self.hashing().acquire().await.map_err(|_| Error::Unavailable)?;
        let (hasher, app, password) =
            (self.hasher(), self.clone(), zeroize::Zeroizing::new(password.to_owned()));
        tokio::task::spawn_blocking(move || hasher.hash(&password, app.rng()))
            .await
            .map_err(|e| Error::Internal(e.to_string()))?
            .map_err(Error::from)
    }
}

/// Everything that is wrong with a new password, beside its field. `about`: words that stand near the account.
fn password_errors(field: &'static str, password: &str, login: &str, about: &[&str]) -> Vec<FieldError> {
    crypto::password::policy::check_about(password, login, about)
        .into_iter()
        .map(|message| FieldError::new(field, message))
        .collect()
}

/// The committee and the office, whose names are no passwords here.
async fn own_names(prep: &mut Prep<'_>) -> Result<[String; 2], Error> {
    let instance = accounts::instance(&mut prep.conn).await?.map(|i| i.value);
    Ok(instance.map(|i| [i.committee, i.office]).unwrap_or_default())
}

/// A password's hash, sealed for an account's credential.
async fn seal_password(prep: &mut Prep<'_>, account: UserId, password: &str) -> Result<NewSealed, Error> {
    let hash = prep.app.hash_password(password).await?;
    prep.seal("credential", account, "password", hash.as_str().as_bytes()).await
}

/// Grants a role from now on, until an instant where one is given, with the access rows it gives.
fn grant_role(
    changes: &mut Changes,
    prep: &Prep<'_>,
    account: UserId,
    (role, scope): (Role, Scope),
    until: Option<Timestamp>,
) -> Result<Grant, Error> {
    let (app, at) = (prep.app, prep.ctx.at);
    let grant = Grant { id: GrantId::new(app.clock(), app.rng()), account, role, scope, from: at, until };
    changes.insert(&grant)?;
    for compartment in role.sees(scope) {
        changes.insert(&Access {
            id: RecordId(kernel::id::time_ordered(app.clock(), app.rng())),
            account,
            grant: grant.id,
            compartment,
            from: at,
            until,
        })?;
    }
    Ok(grant)
}

/// A credential with a password set now.
const fn credential(account: UserId, password: domain::account::SealedRef, at: Timestamp) -> Credential {
    Credential {
        account,
        password: Some(password),
        password_set: Some(at),
        second_factor: None,
        spare_codes: Vec::new(),
    }
}
