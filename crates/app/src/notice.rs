//! Notices: told by acts, read and marked by whom they are for.

mod give;
mod news;

pub(crate) use give::give;
pub(crate) use news::JOB;
pub use news::{ClueNews, FindingNews, HandedKind, ItemNews, News};

use crate::{Act, App, Ctx, Error, Prep, Prepared, Right};
use domain::notice::Notice;
use domain::permission::{Action, Scope};
use kernel::{Message, NoticeId, Page, PageRequest, RecordId, UserId};
use serde::Deserialize;
use store::changes::Changes;
use store::{Stored, notice};

/// No badge counts further.
pub const MOST_COUNTED: i64 = 1_000;
/// Most notices marked by one act: a page of them.
const MOST_MARKED: usize = 200;

impl App {
    /// One's own notices, newest first.
    ///
    /// # Errors
    /// [`Error::SignedOut`], [`Error::Unavailable`].
    pub async fn notices(&self, ctx: &Ctx, page: &PageRequest) -> Result<Page<Stored<Notice>>, Error> {
        ctx.require(Action::NoticeRead, Scope::Own)?;
        let mut conn = self.db().read().await?;
        Ok(notice::list(&mut conn, ctx.signed()?.account, page).await?)
    }

    /// How many of one's own notices are not seen, counted up to [`MOST_COUNTED`].
    ///
    /// # Errors
    /// As [`App::notices`].
    pub async fn unseen_notices(&self, ctx: &Ctx) -> Result<i64, Error> {
        ctx.require(Action::NoticeRead, Scope::Own)?;
        let mut conn = self.db().read().await?;
        Ok(notice::unseen(&mut conn, ctx.signed()?.account, MOST_COUNTED).await?)
    }
}

/// Gives a notice together with what it tells of. The message must hold nothing sealed.
///
/// # Errors
/// [`Error::Internal`] when it has no canonical form, which is a defect.
pub fn notify(
    changes: &mut Changes,
    prep: &Prep<'_>,
    account: UserId,
    message: Message,
    about: Option<(&'static str, RecordId)>,
) -> Result<(), Error> {
    let app = prep.app;
    Ok(changes.insert(&Notice {
        id: NoticeId::new(app.clock(), app.rng()),
        account,
        message,
        about: about.map(|(kind, id)| (kind.to_owned(), id)),
        at: prep.ctx.at,
        seen: None,
    })?)
}

/// Marks some of one's own notices as seen.
#[derive(Debug, Deserialize)]
pub struct MarkSeen {
    /// Which. What is not one's own or seen already is passed over.
    pub notices: Vec<NoticeId>,
}

impl Act for MarkSeen {
    const NAME: &'static str = "notices-seen";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::NoticeRead, Scope::Own)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let signed = prep.ctx.signed()?.clone();
        let wanted = self.notices.get(..MOST_MARKED).unwrap_or(&self.notices);
        let mut changes = Changes::about("account", signed.account, signed.name);
        for old in notice::own_unseen(&mut prep.conn, signed.account, wanted).await? {
            changes.update(&old, &old.value.clone().see(prep.ctx.at))?;
        }
        Ok(Prepared { changes, done: () })
    }
}
