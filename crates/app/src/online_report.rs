//! The public page (C13, B3): forms that the office opens for teams, and the intake behind them.
//!
//! [`Intake`] is all that the public listener holds: it seals and cannot open. Forms are opened and closed by acts; a
//! day's reports reach the journal as a number and a digest, once the day is over.

mod form;
mod intake;

pub use form::{CloseOnlineForm, FormPage, OpenOnlineForm};
pub use intake::{Asked, Intake, Received, Sent, Talk, TalkFile, TalkPart, Unsent};
pub(crate) use intake::{FILE, REPORT, REPORTER, SAYING, open};

use crate::{Act, App, Channel, Error, Prep, Prepared, Right};
use domain::online_report::DayCount;
use kernel::{Day, OnlineFormId, RecordId};
use store::{Changes, online_report as online};

/// Notes in the journal how many reports came on the days that are over.
#[derive(Debug)]
struct CountOnlineDays {
    days: Vec<(OnlineFormId, Day, i64)>,
}

impl Act for CountOnlineDays {
    const NAME: &'static str = "online-days-count";
    type Done = usize;

    fn right(&self) -> Right {
        Right::Program
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<usize>, Error> {
        let first = self.days.first().ok_or(Error::NotFound)?;
        let mut changes = Changes::about("online_form", first.0, String::new());
        for (form, day, reports) in &self.days {
            changes.insert(&DayCount {
                id: RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng())),
                form: *form,
                day: *day,
                reports: u32::try_from(*reports).unwrap_or(u32::MAX),
                digest: online::digest_of_day(&mut prep.conn, *form, *day).await?,
            })?;
        }
        Ok(Prepared { changes, done: self.days.len() })
    }
}

impl App {
    /// Counts the reports of days that are over into the journal. For the worker.
    ///
    /// # Errors
    /// As [`App::perform`].
    pub async fn count_online_days(&self) -> Result<usize, Error> {
        let mut conn = self.db().read().await?;
        let days = online::uncounted(&mut conn, self.today()).await?;
        drop(conn);
        if days.is_empty() {
            return Ok(0);
        }
        let ctx = self.own_ctx("worker", Channel::Job);
        Ok(self.perform(&ctx, &CountOnlineDays { days }).await?.done)
    }
}
