//! The list of units taken out as a spreadsheet, in the form in which it comes in.

use super::sources::Known;
use crate::export::ExportedList;
use crate::{App, Ctx, Error};
use documents::organisation::export::{Heading, write};
use domain::organisation::Unit;
use domain::permission::{Action, Scope};
use i18n::Catalogue;
use kernel::{Lang, Message};
use store::account as accounts;

impl App {
    /// The active units as an XLSX file. Its words are Chinese whoever asks: it is a paper of the field.
    ///
    /// # Errors
    /// As [`Ctx::require`]; [`Error::Refused`] when a spreadsheet cannot hold them.
    pub async fn export_units(&self, ctx: &Ctx) -> Result<ExportedList, Error> {
        ctx.require(Action::UnitExport, Scope::Global)?;
        let mut conn = self.db().read().await?;
        let known = Known::load(self, &mut conn).await?;
        let office = accounts::instance(&mut conn).await?.map(|i| i.value.office).unwrap_or_default();
        drop(conn);
        let say = |message: &Message| Catalogue::shared().say(Lang::ZhCn, message);
        let title = say(&Message::new("unit-export-title"));
        let as_of = Message::new("unit-export-subtitle").with("office", office).with("day", known.today);
        let heading = Heading { title: title.clone(), subtitle: say(&as_of) };
        let (at, today) = (ctx.at, known.today);
        let list = super::import::off_thread(move || {
            let units: Vec<Unit> = known.units.into_iter().map(|unit| unit.value).collect();
            let bytes = write(&units, &known.taxonomy, &known.facts, &heading, at)?;
            Ok(ExportedList { name: format!("{title}-{today}.xlsx"), bytes })
        })
        .await?;
        self.hand_out(ctx, list).await
    }
}
