//! Counting a period by the working-day calendar of this installation, for whoever asks.

use crate::{App, Ctx, Error};
use domain::deadline::{Due, due};
use kernel::Day;
use kernel::calendar::{Period, WorkCalendar};

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
}
