//! Accounts that hold one role, made without the detours that the program asks of people, and sessions for them.

use crate::TestApp;
use app::{Act, Channel, Ctx, Error, Prep, Prepared, Right};
use crypto::token::TokenKind;
use domain::account::{Access, Account, Grant, Standing};
use domain::permission::{Role, Scope, ScopeKind};
use kernel::{GrantId, RecordId, SessionId, UserId};
use store::Changes;
use store::session::{NewSession, begin};

/// Makes an enabled account with at most one role, whatever it is held for.
struct MakeHolder {
    login: String,
    role: Option<Role>,
    /// The engagement, unit or department; somebody else's when `None`.
    of: Option<uuid::Uuid>,
}

impl Act for MakeHolder {
    const NAME: &'static str = "account-create";
    type Done = UserId;

    fn right(&self) -> Right {
        Right::Program
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<UserId>, Error> {
        let (clock, rng, at) = (prep.app.clock(), prep.app.rng(), prep.ctx.at);
        let id = UserId::new(clock, rng);
        let mut changes = Changes::about("account", id, self.login.clone());
        changes.insert(&Account {
            id,
            login: self.login.clone(),
            name: self.login.clone(),
            standing: Standing::Enabled,
            lang: None,
            must_change_password: false,
        })?;
        if let Some(role) = self.role {
            let scope = match role.scope_kind() {
                ScopeKind::Global => Scope::Global,
                ScopeKind::System => Scope::System,
                ScopeKind::Engagement | ScopeKind::Unit => {
                    Scope::One(self.of.unwrap_or_else(|| kernel::id::random_id(rng)))
                }
            };
            let grant =
                Grant { id: GrantId::new(clock, rng), account: id, role, scope, from: at, until: None };
            changes.insert(&grant)?;
            for compartment in role.sees(scope) {
                changes.insert(&Access {
                    id: RecordId(kernel::id::time_ordered(clock, rng)),
                    account: id,
                    grant: grant.id,
                    compartment,
                    from: at,
                    until: None,
                })?;
            }
        }
        Ok(Prepared { changes, done: id })
    }
}

/// Gives an account that exists a role for one engagement, unit or department.
struct GiveRole {
    account: UserId,
    role: Role,
    of: uuid::Uuid,
}

impl Act for GiveRole {
    const NAME: &'static str = "role-grant";
    type Done = ();

    fn right(&self) -> Right {
        Right::Program
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let (clock, rng, at) = (prep.app.clock(), prep.app.rng(), prep.ctx.at);
        let scope = Scope::One(self.of);
        let mut changes = Changes::about("account", self.account, String::new());
        let grant = Grant {
            id: GrantId::new(clock, rng),
            account: self.account,
            role: self.role,
            scope,
            from: at,
            until: None,
        };
        changes.insert(&grant)?;
        for compartment in self.role.sees(scope) {
            changes.insert(&Access {
                id: RecordId(kernel::id::time_ordered(clock, rng)),
                account: self.account,
                grant: grant.id,
                compartment,
                from: at,
                until: None,
            })?;
        }
        Ok(Prepared { changes, done: () })
    }
}

impl TestApp {
    /// Gives an account that exists a role for one engagement, unit or department.
    pub async fn give(&self, account: UserId, role: Role, of: uuid::Uuid) {
        let ctx = self.app.own_ctx("test", Channel::Job);
        self.app.perform(&ctx, &GiveRole { account, role, of }).await.expect("a role");
    }

    /// Gives an account a team's or a unit's role.
    pub async fn give_role(&self, login: &str, role: Role, of: uuid::Uuid) -> Ctx {
        let account = self.signed(login).await.account;
        self.give(account, role, of).await;
        self.ctx(login).await
    }

    /// Someone who can sign in, and enter the password again, and holds a role for one engagement, unit or department.
    pub async fn person_of(&self, login: &str, role: Role, of: uuid::Uuid) -> Ctx {
        self.stranger(login).await;
        self.give_role(login, role, of).await
    }

    /// An enabled account that holds this role and no other; without any when `None`. It has no password.
    pub async fn holder(&self, login: &str, role: Option<Role>) -> UserId {
        let ctx = self.app.own_ctx("test", Channel::Job);
        let make = MakeHolder { login: login.to_owned(), role, of: None };
        self.app.perform(&ctx, &make).await.expect("an account").done
    }

    /// An enabled account that holds a role for one engagement, unit or department.
    pub async fn holder_of(&self, login: &str, role: Role, of: uuid::Uuid) -> Ctx {
        let ctx = self.app.own_ctx("test", Channel::Job);
        let make = MakeHolder { login: login.to_owned(), role: Some(role), of: Some(of) };
        self.app.perform(&ctx, &make).await.expect("an account");
        self.ctx(login).await
    }

    /// The cookie's token of a new session of an account.
    pub async fn session(&self, account: UserId) -> String {
        let token = self.app.tokens().issue(TokenKind::Session, self.app.rng());
        let at = self.app.now();
        let new = NewSession {
            digest: token.digest.as_bytes().to_vec(),
            id: SessionId(kernel::id::random_id(self.app.rng())),
            account,
            acting: None,
            at,
            ends_at: at.plus_seconds(3600),
            agent: "test".to_owned(),
            must_enrol: false,
        };
        begin(self.app.db(), new).await.expect("a session");
        token.text.expose().clone()
    }
}
