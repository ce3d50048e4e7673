//! Opening, seeing and closing a team's form.

use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View};
use crypto::vault::PrivateKey;
use domain::online_report::{FormAddress, OnlineForm, Target};
use domain::permission::{Action, Scope};
use domain::team::Team;
use kernel::{FieldError, Message, OnlineFormId, TeamId, Timestamp};
use serde::Deserialize;
use store::online_report::{self as online, KeptForm};
use store::{Changes, Record as _, Stored, engagement as engagements, team as teams, unit as units};

/// Opens a form for a team on the public page. One at a time is open.
#[derive(Clone, Debug, Deserialize)]
pub struct OpenOnlineForm {
    /// The team.
    pub team: TeamId,
    /// Takes reports from here on.
    pub from: Timestamp,
    /// The published hour at which it closes.
    pub until: Timestamp,
    /// What the team takes up, in one sentence.
    pub accepted: String,
    /// What is passed on, in one sentence.
    pub passed_on: String,
}

impl Act for OpenOnlineForm {
    const NAME: &'static str = "online-form-open";
    type Done = OnlineFormId;

    fn right(&self) -> Right {
        Right::Needs(Action::OnlineFormChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<OnlineFormId>, Error> {
        let team = teams::get(&mut prep.conn, self.team).await?.ok_or(Error::NotFound)?;
        for form in online::of_team(&mut prep.conn, team.id).await? {
            if form.standing(prep.ctx.at) != domain::online_report::Standing::Over {
                return Err(FieldError::new("", Message::new("online-already-open")).into());
            }
        }
        let form = self.form(prep, &team).await?;
        form.check(prep.ctx.at)?;
        let id = form.id;
        let private = PrivateKey::generate(prep.app.rng());
        let sealed = prep.seal(KeptForm::KIND, id, KeptForm::KEY_FIELD, private.to_secret().expose()).await?;
        let (intake, key) = (private.public(), sealed.reference());
        // Names are sealed apart, and opened only to be sealed again for the engagement that takes the report in.
        let names = PrivateKey::generate(prep.app.rng());
        let locked = prep.seal(KeptForm::KIND, id, KeptForm::VAULT_FIELD, names.to_secret().expose()).await?;
        let (vault, vault_key) = (vec![names.public()], Some(locked.reference()));
        let kept = KeptForm { form, intake, key, vault, vault_key };
        let mut changes = Changes::about("online_form", id, team.name.clone());
        // Two people who open one team's form at once must notice each other.
        changes.update(&team, &team.value)?;
        changes.seal(sealed);
        changes.seal(locked);
        changes.insert(&kept)?;
        Ok(Prepared { changes, done: id })
    }
}

impl OpenOnlineForm {
    async fn form(&self, prep: &mut Prep<'_>, team: &Stored<Team>) -> Result<OnlineForm, Error> {
        let own = engagements::of_team(&mut prep.conn, team.id).await?;
        let ids: Vec<_> = own.iter().map(|e| e.unit).collect();
        let names = units::many(&mut prep.conn, &ids).await?;
        let targets = own.iter().filter_map(|e| {
            let unit = names.iter().find(|u| u.id == e.unit)?.name.clone();
            Some(Target { engagement: e.engagement.id, unit })
        });
        let line = |t: &str| text::clean::line(t).text;
        Ok(OnlineForm {
            id: OnlineFormId::new(prep.app.clock(), prep.app.rng()),
            round: team.round,
            team: team.id,
            team_name: team.name.clone(),
            address: FormAddress::generate(prep.app.rng()),
            targets: targets.collect(),
            accepted: line(&self.accepted),
            passed_on: line(&self.passed_on),
            from: self.from,
            until: self.until,
            closed: None,
        })
    }
}

/// Closes a form before its published hour.
#[derive(Clone, Debug, Deserialize)]
pub struct CloseOnlineForm {
    /// Which.
    pub form: OnlineFormId,
    /// Why.
    pub reason: String,
}

impl Act for CloseOnlineForm {
    const NAME: &'static str = "online-form-close";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::OnlineFormChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = online::get(&mut prep.conn, self.form).await?.ok_or(Error::NotFound)?;
        let mut changes =
            Changes::about("online_form", self.form, old.team_name.clone()).because(self.reason.trim());
        let form = old.form.clone().close(prep.ctx.at, &self.reason)?;
        changes.update(&old, &KeptForm { form, ..old.value.clone() })?;
        Ok(Prepared { changes, done: () })
    }
}

/// A team's forms, as the office sees them.
#[derive(Clone, Debug)]
pub struct FormPage {
    /// The team.
    pub team: Stored<Team>,
    /// Its forms, the newest first.
    pub forms: Vec<Stored<KeptForm>>,
    /// Units the next form would be about.
    pub units: Vec<String>,
}

impl App {
    /// A team's forms.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn online_forms(&self, ctx: &Ctx, team: TeamId) -> Result<FormPage, Error> {
        let View { mut conn, .. } = self.view(ctx, Action::OnlineFormView, Scope::Global).await?;
        let team = teams::get(&mut conn, team).await?.ok_or(Error::NotFound)?;
        let forms = online::of_team(&mut conn, team.id).await?;
        let own = engagements::of_team(&mut conn, team.id).await?;
        let ids: Vec<_> = own.iter().map(|e| e.unit).collect();
        let names = units::many(&mut conn, &ids).await?;
        Ok(FormPage { team, forms, units: names.into_iter().map(|u| u.value.name).collect() })
    }
}
