//! The numbers of authorisations: which comes next, and where a series goes on that began elsewhere (A9).

use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View};
use domain::Refusal;
use domain::numbering::{NumberRules, series};
use domain::permission::{Action, Scope};
use kernel::Message;
use serde::Deserialize;
use store::Changes;
use store::changes::Aside;
use store::commit::last_serial;

/// The number that the next authorisation of this year will carry, as things stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextNumber {
    /// Its year.
    pub year: i32,
    /// Its serial.
    pub serial: i64,
    /// As it is written.
    pub number: String,
}

impl App {
    /// The number that the next authorisation of this year will carry. It is issued with the approval; another paper may
    /// take it before.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn next_authorisation_number(&self, ctx: &Ctx) -> Result<NextNumber, Error> {
        let View { mut conn, .. } = self.view(ctx, Action::TeamPropose, Scope::Global).await?;
        let today = self.today();
        let form = self.ruleset::<NumberRules>(&mut conn, today).await?.rules.authorisation;
        let year = today.year();
        let serial = last_serial(&mut conn, &series(&form.code, year)).await?.saturating_add(1);
        Ok(NextNumber { year, serial, number: form.write(year, serial) })
    }
}

/// Lets this year's series go on behind the last number that was given before the program came.
#[derive(Clone, Debug, Deserialize)]
pub struct ContinueNumbers {
    /// The last number in use.
    pub last: u32,
}

impl Act for ContinueNumbers {
    const NAME: &'static str = "numbers-continue";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::TeamPropose, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let today = prep.today();
        let rules = prep.app.ruleset::<NumberRules>(&mut prep.conn, today).await?;
        let form = rules.rules.authorisation;
        let series = series(&form.code, today.year());
        let given = last_serial(&mut prep.conn, &series).await?;
        let last = i64::from(self.last);
        if last <= given {
            let message =
                Message::new("authorisation-numbers-behind").with("last", form.write(today.year(), given));
            return Err(if given == 0 { Refusal(message).into() } else { Error::field("last", message) });
        }
        let mut changes = Changes::about("ruleset", rules.id, form.write(today.year(), last));
        changes.aside(Aside::SerialAtLeast { series, last });
        Ok(Prepared { changes, done: () })
    }
}
