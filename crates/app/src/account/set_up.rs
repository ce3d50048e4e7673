//! First-run set-up: the committee, the profile, the first account. Once only, behind the console's code.

use super::{credential, grant_role, password_errors, seal_password};
use crate::{Act, Error, Prep, Prepared, Right};
use domain::Refusal;
use domain::account::{Account, Instance, Profile, Standing, parse_login, parse_name};
use domain::permission::{Role, Scope};
use kernel::{FieldError, Message, RecordId, UserId};
use serde::{Deserialize, Serialize};
use store::{Changes, account as accounts};

/// What set-up asks.
#[derive(Debug, Deserialize)]
pub struct SetUp {
    /// The committee in whose name inspections are made.
    pub committee: String,
    /// The office's name.
    pub office: String,
    /// The committee's level.
    pub level: String,
    /// The county, city or other place it stands for, by which recusal tells its own townships from others; empty for
    /// none. [`domain::recusal::own_place_of`] proposes one.
    #[serde(default)]
    pub own_place: String,
    /// How the installation is run.
    pub profile: Profile,
    /// The first account's holder.
    pub name: String,
    /// What they type to sign in.
    pub login: String,
    /// Their password.
    pub password: String,
    /// Makes a practice instance. Only `demo` asks for one.
    #[serde(skip)]
    pub practice: bool,
}

/// What set-up made.
#[derive(Debug, Serialize, Deserialize)]
pub struct SetUpDone {
    /// The first account.
    pub account: UserId,
}

/// Levels a committee can have.
pub const LEVELS: [&str; 7] =
    ["county", "city", "province", "ministry", "enterprise", "university", "hospital"];

/// The roles of the first account: in a small office one clerk runs everything.
const SMALL_OFFICE: [Role; 5] = [
    Role::OfficeDirector,
    Role::ClueKeeper,
    Role::SystemAdministrator,
    Role::SecurityAdministrator,
    Role::Auditor,
];
/// In the strict profile the first account only makes accounts and keeps the system; the security administrator
/// it makes first is enabled at once (see [`super::CreateAccount`]), or nobody could enable anyone.
const STRICT: [Role; 1] = [Role::SystemAdministrator];

impl Act for SetUp {
    const NAME: &'static str = "set-up";
    type Done = SetUpDone;

    fn right(&self) -> Right {
        Right::SetUp
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<SetUpDone>, Error> {
        if accounts::instance(&mut prep.conn).await?.is_some() {
            return Err(Refusal::new("set-up-already-done").into());
        }
        let (login, name) = self.check()?;
        let id = UserId::new(prep.app.clock(), prep.app.rng());
        let instance = Instance {
            id: RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng())),
            committee: self.committee.trim().to_owned(),
            office: self.office.trim().to_owned(),
            level: self.level.clone(),
            profile: self.profile,
            practice: self.practice,
        };
        let mut changes = Changes::about("instance", instance.id, instance.committee.clone());
        changes.insert(&instance)?;
        changes.insert(&Account {
            id,
            login,
            name,
            standing: Standing::Enabled,
            lang: None,
            must_change_password: false,
        })?;
        let password = seal_password(prep, id, &self.password).await?;
        changes.insert(&credential(id, password.reference(), prep.ctx.at))?;
        changes.seal(password);
        let roles: &[Role] = match self.profile {
            Profile::SmallOffice => &SMALL_OFFICE,
            Profile::Strict => &STRICT,
        };
        for role in roles {
            let scope = if role.is_administrator() { Scope::System } else { Scope::Global };
            grant_role(&mut changes, prep, id, (*role, scope), None)?;
        }
        let shipped = crate::ruleset::shipped(prep.app, prep.today(), &self.level)?;
        let own_place = match self.own_place.trim() {
            "" => None,
            place => crate::ruleset::with_own_place(prep.app, prep.today(), &shipped, place)?,
        };
        for ruleset in shipped.iter().chain(&own_place) {
            changes.insert(ruleset)?;
        }
        Ok(Prepared { changes, done: SetUpDone { account: id } })
    }
}

impl SetUp {
    /// Everything that is wrong with it, before anything is made.
    ///
    /// # Errors
    /// [`Error::Invalid`].
    pub fn validate(&self) -> Result<(), Error> {
        self.check().map(drop)
    }

    fn check(&self) -> Result<(String, String), Error> {
        let mut errors = Vec::new();
        for (field, value) in [("committee", &self.committee), ("office", &self.office)] {
            if !(2..=60).contains(&value.trim().chars().count()) {
                errors.push(FieldError::new(field, Message::new("set-up-name-length")));
            }
        }
        if !LEVELS.contains(&self.level.as_str()) {
            errors.push(FieldError::new("level", Message::new("set-up-level-unknown")));
        }
        let place = self.own_place.trim().chars();
        if place.clone().count() == 1 || place.clone().count() > 20 || place.clone().any(char::is_control) {
            errors.push(FieldError::new("own_place", Message::new("set-up-own-place-length")));
        }
        let login = parse_login(&self.login).map_err(|e| errors.push(e)).unwrap_or_default();
        let name = parse_name(&self.name).map_err(|e| errors.push(e)).unwrap_or_default();
        errors.extend(password_errors(
            "password",
            &self.password,
            &login,
            &[&name, &self.committee, &self.office],
        ));
        if errors.is_empty() { Ok((login, name)) } else { Err(errors.into()) }
    }
}
