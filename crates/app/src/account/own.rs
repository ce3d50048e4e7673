//! What everyone does with their own account: password, sessions, language.

use super::change::{NewPassword, find, set_password};
use super::own_names;
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right};
use domain::permission::{Action, Scope};
use kernel::{Lang, Message, SessionId};
use serde::Deserialize;
use store::changes::{Aside, Changes};
use store::session::SessionRow;

/// Changes one's own password. Every other session ends.
#[derive(Debug, Deserialize)]
pub struct ChangeOwnPassword {
    /// The present one.
    pub current: String,
    /// The new one.
    #[serde(flatten)]
    pub new: NewPassword,
}

impl Act for ChangeOwnPassword {
    const NAME: &'static str = "password-change";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PasswordChange, Scope::Own)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let signed = prep.ctx.signed()?.clone();
        let [committee, office] = own_names(prep).await?;
        self.new.check(&signed.login, &[&signed.name, &committee, &office])?;
        if !prep.app.confirm_password(&signed, &self.current).await? {
            return Err(Error::field("current", Message::new("account-password-wrong")));
        }
        let old = find(prep, signed.account).await?;
        let mut new = old.value.clone();
        new.must_change_password = false;
        let mut changes = Changes::about("account", signed.account, new.name.clone());
        changes.update(&old, &new)?;
        set_password(prep, &mut changes, signed.account, &self.new.password).await?;
        changes.aside(Aside::EndSessions { account: signed.account, keep: signed.session });
        Ok(Prepared { changes, done: () })
    }
}

/// Ends every session of one's own but this one.
#[derive(Debug, Deserialize)]
pub struct EndOtherSessions {}

impl Act for EndOtherSessions {
    const NAME: &'static str = "sessions-end";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::SessionManage, Scope::Own)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let signed = prep.ctx.signed()?;
        let mut changes = Changes::about("account", signed.account, signed.name.clone());
        changes.aside(Aside::EndSessions { account: signed.account, keep: signed.session });
        Ok(Prepared { changes, done: () })
    }
}

/// Chooses the language of one's own pages.
#[derive(Debug, Deserialize)]
pub struct SetLanguage {
    /// The language.
    pub lang: Lang,
}

impl Act for SetLanguage {
    const NAME: &'static str = "language-set";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::SessionManage, Scope::Own)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let id = prep.ctx.signed()?.account;
        let old = find(prep, id).await?;
        let mut new = old.value.clone();
        new.lang = Some(self.lang);
        let mut changes = Changes::about("account", id, new.name.clone());
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

impl App {
    /// One's own sessions, newest first.
    ///
    /// # Errors
    /// [`Error::SignedOut`].
    pub async fn own_sessions(&self, ctx: &Ctx) -> Result<Vec<SessionRow>, Error> {
        ctx.require(Action::SessionManage, Scope::Own)?;
        let mut conn = self.db().read().await?;
        Ok(store::session::list(&mut conn, ctx.signed()?.account, ctx.at, self.idle_since(ctx.at)).await?)
    }

    /// Ends one of one's own sessions. No act: sessions are no records, the trace keeps their beginnings and ends.
    ///
    /// # Errors
    /// [`Error::SignedOut`].
    pub async fn end_session(&self, ctx: &Ctx, id: SessionId) -> Result<(), Error> {
        ctx.require(Action::SessionManage, Scope::Own)?;
        Ok(store::session::end(self.db(), ctx.signed()?.account, id).await?)
    }
}
