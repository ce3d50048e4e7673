//! Deadlines: acts start, meet and extend them; the worker tells people as they come near; lists show what is due.
//!
//! [`begin`] starts whatever the ruleset in force counts from an event, [`set`] one whose last day is given. Each runs
//! once for a record and kind of matter. The calendar is the newest; a last day in a year that no notice covers yet is
//! provisional, and counted again when the calendar that covers it is published.

mod run;
mod watch;

pub use run::ExtendDeadline;
pub(crate) use run::{
    About, CHECK, Crossing, ON_SITE, Starter, begin, begin_again, begin_check, cross, end, meet, set, uncross,
};
pub use store::deadline::{Filter as DeadlineFilter, Running};
pub(crate) use watch::{Nearing, RECOUNT, TELL, look, next_watch};

use crate::{App, Ctx, Error};
use domain::deadline::{DeadlineRules, Due, due};
use kernel::calendar::{Period, WorkCalendar};
use kernel::{Day, DeadlineId, Page, PageRequest};
use store::{Stored, deadline as deadlines};

impl App {
    /// The day a period ends on, and why, by the newest calendar here. Holidays are no secret: an account is enough.
    ///
    /// # Errors
    /// [`Error::SignedOut`]; [`Error::Refused`] before a calendar is in force.
    pub async fn due(&self, ctx: &Ctx, start: Day, period: Period) -> Result<Due, Error> {
        ctx.signed()?;
        let mut conn = self.db().read().await?;
        let calendar = self.ruleset::<WorkCalendar>(&mut conn, self.today()).await?.rules;
        drop(conn);
        Ok(due(&calendar, start, period))
    }

    /// Deadlines of what the reader may see, the nearest first: all for the office, those of their own teams for others.
    ///
    /// # Errors
    /// [`Error::SignedOut`]; [`Error::Unavailable`].
    pub async fn deadlines(
        &self,
        ctx: &Ctx,
        filter: &DeadlineFilter,
        page: &PageRequest,
    ) -> Result<Page<Stored<Running>>, Error> {
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        Ok(deadlines::list(&mut conn, &viewer, filter, page).await?)
    }

    /// One deadline.
    ///
    /// # Errors
    /// As [`App::deadlines`]; [`Error::NotFound`] also for what the reader may not see.
    pub async fn deadline(&self, ctx: &Ctx, id: DeadlineId) -> Result<Stored<Running>, Error> {
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        deadlines::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)
    }

    /// From how many days before its last one a deadline is near.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; [`Error::Refused`] before the ruleset is in force.
    pub async fn soon_days(&self) -> Result<u16, Error> {
        let mut conn = self.db().read().await?;
        Ok(self.ruleset::<DeadlineRules>(&mut conn, self.today()).await?.rules.soon_days)
    }
}
