//! Accounts, the roles they hold, and what they see. Person, post and account are three records.

use crate::Refusal;
use crate::permission::{Held, Role, Scope};
use kernel::{FieldError, GrantId, Message, Timestamp, UserId};
use serde::{Deserialize, Serialize};

mod second_factor;
pub use second_factor::{Demand, SignInRules};

/// Whether an account can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Made by the system administrator; the security administrator has not enabled it yet.
    Disabled,
    /// May sign in.
    Enabled,
    /// Ended for good; kept, because the journal names it.
    Closed,
}

impl Standing {
    /// Its code in columns and message ids (`account-standing-…`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::Closed => "closed",
        }
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: UserId,
    /// What is typed to sign in, folded to lower case.
    pub login: String,
    /// The holder's name.
    pub name: String,
    /// Whether it can sign in.
    pub standing: Standing,
    /// Language of its pages; the browser's when none was chosen.
    pub lang: Option<kernel::Lang>,
    /// The password must be changed at the next sign-in: someone else set it.
    pub must_change_password: bool,
}

impl Account {
    /// Enables a disabled account.
    ///
    /// # Errors
    /// A closed account stays closed.
    pub fn enable(mut self) -> Result<Self, Refusal> {
        match self.standing {
            Standing::Closed => Err(Refusal::new("account-closed")),
            Standing::Disabled | Standing::Enabled => {
                self.standing = Standing::Enabled;
                Ok(self)
            }
        }
    }

    /// Disables an account: it cannot sign in and its sessions end.
    ///
    /// # Errors
    /// A closed account stays closed.
    pub fn disable(mut self) -> Result<Self, Refusal> {
        match self.standing {
            Standing::Closed => Err(Refusal::new("account-closed")),
            Standing::Disabled | Standing::Enabled => {
                self.standing = Standing::Disabled;
                Ok(self)
            }
        }
    }
}

/// What is typed to sign in: 2–64 letters, digits, `.`, `-`, `_` or Chinese characters; folded to lower case.
///
/// # Errors
/// What is wrong with it.
pub fn parse_login(typed: &str) -> Result<String, FieldError> {
    let login = typed.trim().to_lowercase();
    let count = login.chars().count();
    let fine = login.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if (2..=64).contains(&count) && fine {
        Ok(login)
    } else {
        Err(FieldError::new("login", Message::new("account-login-invalid")))
    }
}

/// A person's name as typed: 1–60 characters, inner spaces kept to one.
///
/// # Errors
/// What is wrong with it.
pub fn parse_name(typed: &str) -> Result<String, FieldError> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let count = name.chars().count();
    if (1..=60).contains(&count) && !name.chars().any(char::is_control) {
        Ok(name)
    } else {
        Err(FieldError::new("name", Message::new("account-name-invalid")))
    }
}

/// A reference to a sealed value: where it lies and what it must be, never what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRef {
    /// Its id among the sealed values.
    pub id: kernel::id::SealedId,
    /// SHA-256 of the ciphertext, hex.
    pub digest: String,
}

/// What an account proves itself with. The secrets themselves are sealed values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// The account.
    pub account: UserId,
    /// The password's hash, sealed; `None` until one is set.
    pub password: Option<SealedRef>,
    /// When it was set.
    pub password_set: Option<Timestamp>,
    /// The second factor's secret, sealed.
    pub second_factor: Option<SealedRef>,
    /// Keyed digests, hex, of the spare codes that were not used yet.
    pub spare_codes: Vec<String>,
}

/// A role given to an account for a scope and a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// To whom.
    pub account: UserId,
    /// Which role.
    pub role: Role,
    /// For what.
    pub scope: Scope,
    /// From when.
    pub from: Timestamp,
    /// Until when; open when `None`.
    pub until: Option<Timestamp>,
}

impl Grant {
    /// Whether it is in force.
    pub fn is_in_force(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    /// As the permission table asks for it.
    pub const fn held(&self) -> Held {
        Held { role: self.role, scope: self.scope }
    }
}

/// Sight of one compartment, derived from a grant or an authorisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// Its id.
    pub id: kernel::RecordId,
    /// Whose.
    pub account: UserId,
    /// By which grant.
    pub grant: GrantId,
    /// Which compartment: a name of [`Role::compartments`], or `engagement id:work`.
    pub compartment: String,
    /// From when.
    pub from: Timestamp,
    /// Until when; open when `None`.
    pub until: Option<Timestamp>,
}

/// A program's access to the API in the name of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiToken {
    /// Its id.
    pub id: kernel::TokenId,
    /// In whose name it acts.
    pub account: UserId,
    /// What it is for, in its maker's words.
    pub label: String,
    /// `read` or `write`.
    pub scope: String,
    /// Keyed digest of the token, hex; the token itself is nowhere.
    pub digest: String,
    /// When it was made.
    pub made: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
    /// When it was revoked.
    pub revoked: Option<Timestamp>,
}

/// How the installation is run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// One clerk may run everything; every administration page says so.
    #[default]
    SmallOffice,
    /// Three administrators who exclude one another; one role acted in at a time.
    Strict,
}

/// The installation: which committee, which level, how it is run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// Its id, kept as origin with every record that travels.
    pub id: kernel::RecordId,
    /// The committee in whose name inspections are made: 中共云河县委员会.
    pub committee: String,
    /// The office's name, as in letterheads.
    pub office: String,
    /// Level of the committee, a code of the vocabulary: `county`, `city`, `enterprise`, `university` …
    pub level: String,
    /// Small office or strict.
    pub profile: Profile,
    /// Made for practice: people sign in from a list, and everything may be thrown away. Never changes.
    pub practice: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_folded_and_a_wrong_one_is_told_apart() {
        assert_eq!(parse_login(" Zhang.San ").unwrap(), "zhang.san");
        assert_eq!(parse_login("窦甲纬").unwrap(), "窦甲纬");
        for wrong in ["", "a", "a b", "a\u{200b}b", "../x"] {
            assert!(parse_login(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_grant_is_in_force_from_its_first_instant_until_just_before_its_last() {
        let grant = Grant {
            id: GrantId(uuid::Uuid::nil()),
            account: UserId(uuid::Uuid::nil()),
            role: Role::Auditor,
            scope: Scope::System,
            from: Timestamp(10),
            until: Some(Timestamp(20)),
        };
        let answers: Vec<bool> =
            [9, 10, 19, 20].into_iter().map(|t| grant.is_in_force(Timestamp(t))).collect();
        assert_eq!(answers, [false, true, true, false]);
    }
}
