//! Who asks, when, in which language, through which door.

use domain::account::{Grant, Profile};
use domain::permission::{self, Action, Held, Role, Scope, Sight};
use kernel::{ActId, GrantId, Lang, SessionId, Timestamp, UserId};
use store::Viewer;

use crate::Error;

/// The door a request came through; kept in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// A page.
    Page,
    /// The JSON API.
    Api,
    /// The command line.
    Cli,
    /// The program's own worker.
    Job,
}

impl Channel {
    /// Its name in the journal.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Api => "api",
            Self::Cli => "cli",
            Self::Job => "job",
        }
    }
}

/// A signed-in account, read afresh for each request.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The account.
    pub account: UserId,
    /// The holder's name.
    pub name: String,
    /// What they type to sign in.
    pub login: String,
    /// The session; `None` for tokens and the command line.
    pub session: Option<SessionId>,
    /// The grants in force.
    pub grants: Vec<Grant>,
    /// The one acted in; `None` for all of them.
    pub acting: Option<GrantId>,
    /// How the installation is run.
    pub profile: Profile,
    /// The language chosen for the account.
    pub lang: Option<Lang>,
    /// The password was set by someone else and must be changed first.
    pub must_change_password: bool,
    /// A second factor is demanded of this session's account, and there is none yet.
    pub must_enrol: bool,
}

impl Signed {
    /// The rights in force: of the grant acted in, or of all.
    pub fn held(&self) -> Vec<Held> {
        self.grants.iter().filter(|g| self.acting.is_none_or(|a| a == g.id)).map(Grant::held).collect()
    }

    /// The roles behind them.
    pub fn roles(&self) -> Vec<Role> {
        let mut roles: Vec<Role> = self.held().iter().map(|h| h.role).collect();
        roles.sort();
        roles.dedup();
        roles
    }
}

/// Who asks.
#[derive(Clone, Debug)]
pub enum Who {
    /// Nobody is signed in.
    Nobody,
    /// Someone is.
    Account(Box<Signed>),
    /// The program itself: set-up behind the console code, the worker.
    Program(&'static str),
}

/// The circumstances of one request.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// Who asks.
    pub who: Who,
    /// The language of the answer.
    pub lang: Lang,
    /// Now, for the whole request.
    pub at: Timestamp,
    /// The id of the act that this request may carry out.
    pub act: ActId,
    /// The door.
    pub channel: Channel,
}

impl Ctx {
    /// The account that asks.
    ///
    /// # Errors
    /// [`Error::SignedOut`] when nobody is signed in.
    pub fn signed(&self) -> Result<&Signed, Error> {
        match &self.who {
            Who::Account(signed) => Ok(signed),
            Who::Nobody | Who::Program(_) => Err(Error::SignedOut),
        }
    }

    /// Whether the actor may do something now; for showing a button or not.
    pub fn may(&self, action: Action, scope: Scope) -> bool {
        self.require(action, scope).is_ok()
    }

    /// Whether every role held is one of a unit or department: someone of the inspected side, or beside the office.
    pub fn works_outside(&self) -> bool {
        let roles = self.signed().map(|signed| signed.held()).unwrap_or_default();
        !roles.is_empty() && roles.iter().all(|h| h.role.scope_kind() == permission::ScopeKind::Unit)
    }

    /// Demands a right. Returns the role that gives it.
    ///
    /// # Errors
    /// [`Error::SignedOut`], or 403 or 404 by the permission table.
    pub fn require(&self, action: Action, scope: Scope) -> Result<Option<Role>, Error> {
        let held = match &self.who {
            Who::Program(_) => return Ok(None),
            Who::Nobody => return Err(Error::SignedOut),
            Who::Account(signed) => signed.held(),
        };
        permission::decide(&held, action, scope).map_err(|refusal| match action.entry().sight {
            Sight::Known => Error::Forbidden(refusal),
            Sight::Hidden => Error::NotFound,
        })
    }

    /// The reader that scoped queries are tied to.
    ///
    /// # Errors
    /// [`Error::SignedOut`] when nobody is signed in: the program itself reads by acts, not as a viewer.
    pub fn viewer(&self) -> Result<Viewer, Error> {
        let signed = self.signed()?;
        Ok(Viewer { account: signed.account, acting: signed.acting, at: self.at })
    }
}
