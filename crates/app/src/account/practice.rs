//! Signing in to a practice instance by choosing a person. Only where set-up made the instance for practice: the mark
//! is part of the instance's own record, so no setting and no file can open a real one.

use super::SignedIn;
use crate::{App, Error};
use domain::permission::{Role, Scope};
use kernel::{EngagementId, UnitId};
use store::account as accounts;

/// Most people listed.
const MOST: i64 = 200;

/// Someone to practise as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticePerson {
    /// What is chosen.
    pub login: String,
    /// The name.
    pub name: String,
    /// The roles held, each with the unit or engagement it is held for.
    pub roles: Vec<(Role, Option<String>)>,
}

impl App {
    /// Whether this instance was made for practice.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn is_practice(&self) -> Result<bool, Error> {
        Ok(self.instance().await?.is_some_and(|i| i.practice))
    }

    /// Everyone who can be chosen, in the order of their making.
    ///
    /// # Errors
    /// [`Error::NotFound`] on any instance that was not made for practice.
    pub async fn practice_people(&self) -> Result<Vec<PracticePerson>, Error> {
        self.require_practice().await?;
        let mut conn = self.db().read().await?;
        let mut people = Vec::new();
        for account in accounts::enabled(&mut conn, MOST).await? {
            let mut roles = Vec::new();
            for grant in accounts::grants(&mut conn, account.id, self.now()).await? {
                let held_for = match grant.scope {
                    Scope::One(id) => place(&mut conn, id).await?,
                    Scope::Global | Scope::System | Scope::Own => None,
                };
                roles.push((grant.role, held_for));
            }
            let account = account.value;
            people.push(PracticePerson { login: account.login, name: account.name, roles });
        }
        Ok(people)
    }

    /// Begins a session as one of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] on any instance that was not made for practice, and for nobody who can be chosen.
    pub async fn sign_in_to_practice(&self, login: &str, agent: &str) -> Result<SignedIn, Error> {
        self.require_practice().await?;
        let mut conn = self.db().read().await?;
        let found = accounts::by_login(&mut conn, login).await?.ok_or(Error::NotFound)?;
        let enabled = found.standing == domain::account::Standing::Enabled;
        let account = enabled.then_some(found.value).ok_or(Error::NotFound)?;
        let credential = accounts::credential(&mut conn, account.id).await?.ok_or(Error::NotFound)?;
        drop(conn);
        self.begin_session(account, &credential.value, agent, self.now()).await
    }

    async fn require_practice(&self) -> Result<(), Error> {
        if self.is_practice().await? { Ok(()) } else { Err(Error::NotFound) }
    }
}

/// What a role is held for, in words.
pub(super) async fn place(conn: &mut db::Conn, id: uuid::Uuid) -> Result<Option<String>, Error> {
    if let Some(unit) = store::unit::get(conn, UnitId(id)).await? {
        return Ok(Some(unit.value.name));
    }
    let Some(engagement) = store::engagement::get(conn, EngagementId(id)).await? else { return Ok(None) };
    let unit = store::unit::get(conn, engagement.value.engagement.unit).await?;
    Ok(unit.map(|unit| unit.value.name))
}
