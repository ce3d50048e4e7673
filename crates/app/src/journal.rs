//! Reading the journal, and verifying it.

use crate::{App, Ctx, Envelope, Error, JournalFilter, View};
use domain::permission::{Action, Scope};
use kernel::{ActId, Page, PageRequest};
use store::verify::Report;

impl App {
    /// Entries, newest first.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn journal(
        &self,
        ctx: &Ctx,
        filter: &JournalFilter,
        page: &PageRequest,
    ) -> Result<Page<Envelope>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::JournalView, Scope::System).await?;
        Ok(store::journal::list(&mut conn, &viewer, filter, page).await?)
    }

    /// One entry.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn journal_entry(&self, ctx: &Ctx, act: ActId) -> Result<Envelope, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::JournalView, Scope::System).await?;
        store::journal::entry(&mut conn, &viewer, act).await?.ok_or(Error::NotFound)
    }

    /// Computes everything again that the journal vouches for.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn verify(&self, ctx: &Ctx) -> Result<Report, Error> {
        ctx.require(Action::JournalVerify, Scope::System)?;
        Ok(store::verify::verify(self.db(), self.key(), crate::KINDS, &[]).await?)
    }
}
