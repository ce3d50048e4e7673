//! Giving notices: who is concerned, who of them may see what it is about, and the notice in each one's list.

use super::news::{Leads, News, To};
use super::notify;
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right};
use db::Conn;
use domain::account::Standing;
use domain::permission::{self, Action, Held, Role, Scope};
use kernel::{Lang, RecordId, Timestamp, UserId};
use store::changes::Changes;
use store::{account as accounts, inspector as inspectors};

/// Gives the notices of some news. The worker's alone.
struct GiveNotices(News);

impl Act for GiveNotices {
    const NAME: &'static str = "notices-give";
    type Done = ();

    fn right(&self) -> Right {
        Right::Program
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let message = self.0.message(Lang::default());
        let mut changes = match self.0.about() {
            Some((kind, id, ..)) => Changes::about(kind, id, ""),
            None => Changes::about("notice", RecordId(prep.ctx.act.0), ""),
        };
        changes = changes.because(i18n::Catalogue::shared().say(Lang::default(), &message));
        give(&mut changes, prep, &self.0).await?;
        Ok(Prepared { changes, done: () })
    }
}

impl App {
    async fn concerns_anyone(&self, ctx: &Ctx, news: &News) -> Result<bool, Error> {
        let mut conn = self.db().read().await?;
        Ok(!concerned(&mut conn, news, ctx.at).await?.is_empty())
    }

    /// Gives the notices that a job asks for, as one act; none when they concern nobody.
    pub(crate) async fn give_notices(&self, ctx: &Ctx, payload: &str) -> Result<(), Error> {
        let news: News = serde_json::from_str(payload).map_err(|e| Error::Internal(e.to_string()))?;
        if self.concerns_anyone(ctx, &news).await? {
            self.perform(ctx, &GiveNotices(news)).await?;
        }
        Ok(())
    }
}

/// Gives the notices of some news together with what an act changes.
pub(crate) async fn give(changes: &mut Changes, prep: &mut Prep<'_>, news: &News) -> Result<(), Error> {
    let at = prep.ctx.at;
    for Concerned { account, lang, held } in concerned(&mut prep.conn, news, at).await? {
        // Whoever may not see what it is about is told, and not led there.
        let about = news.about().filter(|leads| sees(&held, leads)).map(|(kind, id, ..)| (kind, id));
        notify(changes, prep, account, news.message(lang), about)?;
    }
    Ok(())
}

fn sees(held: &[Held], (_, _, action, scope): &Leads) -> bool {
    permission::decide(held, *action, *scope).is_ok()
}

/// Someone whom news concerns, with the rights they hold.
struct Concerned {
    account: UserId,
    lang: Lang,
    held: Vec<Held>,
}

/// The enabled accounts that news concerns.
async fn concerned(conn: &mut Conn, news: &News, at: Timestamp) -> Result<Vec<Concerned>, Error> {
    let accounts = match news.to() {
        To::Account(account) => vec![account],
        To::Person(person) => {
            inspectors::get(conn, person).await?.and_then(|p| p.value.account).into_iter().collect()
        }
        To::Whoever(action, scope) => whoever(conn, action, scope, at).await?,
        To::Holding(role, scope) => holding(conn, role, scope, at).await?,
    };
    let mut found = Vec::new();
    for account in accounts.into_iter().filter(|a| news.but() != Some(*a)) {
        let stored = accounts::get(conn, account).await?;
        if let Some(person) = stored.filter(|a| a.standing == Standing::Enabled) {
            let held = held(conn, account, at).await?;
            found.push(Concerned { account, lang: person.lang.unwrap_or_default(), held });
        }
    }
    Ok(found)
}

async fn whoever(conn: &mut Conn, action: Action, scope: Scope, at: Timestamp) -> Result<Vec<UserId>, Error> {
    let roles: Vec<&str> = action.entry().roles.iter().copied().map(Role::code).collect();
    let mut found = Vec::new();
    for account in accounts::holders(conn, &roles, at).await? {
        if permission::decide(&held(conn, account, at).await?, action, scope).is_ok() {
            found.push(account);
        }
    }
    Ok(found)
}

async fn holding(conn: &mut Conn, role: Role, scope: Scope, at: Timestamp) -> Result<Vec<UserId>, Error> {
    let mut found = Vec::new();
    for account in accounts::holders(conn, &[role.code()], at).await? {
        if held(conn, account, at).await?.contains(&Held { role, scope }) {
            found.push(account);
        }
    }
    Ok(found)
}

async fn held(conn: &mut Conn, account: UserId, at: Timestamp) -> Result<Vec<Held>, Error> {
    Ok(accounts::grants(conn, account, at).await?.iter().map(|g| g.held()).collect())
}
