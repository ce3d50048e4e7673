//! The ledger of an engagement taken out as a spreadsheet, in the form in which it comes in.

use super::{Item, Measure};
use crate::export::ExportedList;
use crate::{App, Ctx, Error, View};
use documents::rectification::export::write;
use domain::permission::{Action, Scope};
use domain::post::Post;
use domain::rectification::RectificationRules;
use domain::rectification::ledger::{Heading, ledger_of};
use i18n::Catalogue;
use kernel::{EngagementId, Lang, Message, PageRequest, UnitId};
use store::rectification::{Days, Filter};
use store::{rectification as records, unit as units};

impl App {
    /// The ledger of a unit as an XLSX file: of one engagement, or of the newest with items. Its words are Chinese
    /// whoever asks: it is a paper of the field.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] where the reader sees no item; [`Error::Refused`] when a spreadsheet
    /// cannot hold it.
    pub async fn export_ledger(
        &self,
        ctx: &Ctx,
        unit: UnitId,
        engagement: Option<EngagementId>,
    ) -> Result<ExportedList, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::LedgerExport, Scope::One(unit.0)).await?;
        let today = self.today();
        let days = Days { today, soon: today };
        let filter = Filter { unit: Some(unit), engagement, ..Filter::default() };
        let mut page = PageRequest { after: None, size: kernel::page::MAX_PAGE };
        let mut items: Vec<store::rectification::OnLedger> = Vec::new();
        loop {
            let found = records::list(&mut conn, &viewer, (&filter, days), &page).await?;
            items.extend(found.items.into_iter().map(|i| i.value));
            let Some(next) = found.next else { break };
            page.after = Some(next);
        }
        // Engagements come in order of time; the last is the newest.
        let engagement = items.last().ok_or(Error::NotFound)?.engagement;
        items.retain(|item| item.engagement == engagement);
        let begun = items.iter().map(|item| item.begun).min();
        let name = units::get(&mut conn, unit).await?.map(|u| u.value.name).unwrap_or_default();
        let measures: Vec<Measure> = records::measures_view(&mut conn, &viewer, engagement)
            .await?
            .into_iter()
            .map(|m| m.value)
            .collect();
        let posts: Vec<Post> = records::posts(&mut conn, unit).await?.into_iter().map(|p| p.value).collect();
        let rules = self.ruleset::<RectificationRules>(&mut conn, begun.unwrap_or(today)).await?.rules;
        let say = |message: &Message| Catalogue::shared().say(Lang::ZhCn, message);
        let title = say(&Message::new("rectification-export-title").with("unit", name.as_str()));
        let heading = Heading {
            title: title.clone(),
            unit: Some(name),
            fed_back: begun,
            filled: Some(today),
            filled_by: String::new(),
        };
        let plain: Vec<Item> = items.into_iter().map(|item| item.item).collect();
        let ledger = ledger_of(heading, (&plain, &measures, &posts), today);
        let sheet = say(&Message::new("rectification-export-sheet"));
        let bytes = write(&ledger, &rules, &sheet, self.now())?;
        drop(conn);
        self.hand_out(ctx, ExportedList { name: format!("{title} {today}.xlsx"), bytes }).await
    }
}
