//! The pool taken out as a spreadsheet, in the form in which it comes in.

use super::Pooled;
use crate::export::{ExportedList, Paper, off_thread};
use crate::{App, Ctx, Error, View};
use documents::inspectors::export::{Heading, write};
use domain::inspector::{Profile, Relatives};
use domain::permission::{Action, Scope};
use kernel::PageRequest;
use store::inspector::{self as inspectors, PoolFilter};

impl App {
    /// Everyone in the pool as an XLSX file. What they declared of relatives is sealed and stays where it is: the column
    /// is empty, so that the file imported again brings nothing new.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::Refused`] when a spreadsheet cannot hold them.
    pub async fn export_inspectors(&self, ctx: &Ctx) -> Result<ExportedList, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::InspectorExport, Scope::Global).await?;
        let mut page = PageRequest { after: None, size: kernel::page::MAX_PAGE };
        let mut people: Vec<Profile> = Vec::new();
        loop {
            let found = inspectors::list(&mut conn, &viewer, &PoolFilter::default(), &page).await?;
            people.extend(
                found.items.iter().map(|pooled: &store::Stored<Pooled>| pooled.profile(Relatives::NotAsked)),
            );
            let Some(next) = found.next else { break };
            page.after = Some(next);
        }
        people.sort_by(|a, b| a.code.cmp(&b.code));
        let paper = Paper::load(self, &mut conn).await?;
        drop(conn);
        let (title, at, today) = (paper.t("inspector-export-title"), ctx.at, self.today());
        let heading = Heading { title: title.clone(), subtitle: paper.subtitle() };
        let bytes = off_thread(move || Ok(write(&people, &heading, at)?)).await?;
        self.hand_out(ctx, ExportedList { name: format!("{title}-{today}.xlsx"), bytes }).await
    }
}
