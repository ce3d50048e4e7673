//! Lists handed out as spreadsheets: what all of them share.
//!
//! Their words are Chinese whoever asks, as they are papers of the field, and the installation's own (A8). Whoever takes a
//! list out leaves a trace with its name, on disk before the list is handed over.

use crate::{App, Ctx, Error, Who};
use db::Conn;
use documents::sheet::write::{Column, Out, Table};
use i18n::{Catalogue, Words};
use kernel::{Day, Lang, Message};
use std::sync::Arc;
use store::account as accounts;
use store::trace::Event;

/// A file to be handed out.
#[derive(Clone, Debug)]
pub struct ExportedList {
    /// What to call it.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What a list is written with.
pub(crate) struct Paper {
    words: Arc<Words>,
    office: String,
    today: Day,
}

impl Paper {
    /// The installation's words and name.
    pub(crate) async fn load(app: &App, conn: &mut Conn) -> Result<Self, Error> {
        let today = app.today();
        let words = app.words(conn, today, Lang::ZhCn).await?;
        let office = accounts::instance(conn).await?.map(|i| i.value.office).unwrap_or_default();
        Ok(Self { words, office, today })
    }

    /// A message in the paper's words.
    pub(crate) fn say(&self, message: &Message) -> String {
        Catalogue::shared().say_with(Lang::ZhCn, message, &self.words)
    }

    /// An id in the paper's words.
    pub(crate) fn t(&self, id: &str) -> String {
        Catalogue::shared().text_with(Lang::ZhCn, id, &self.words)
    }

    /// The line below a title: who reports, as of when.
    pub(crate) fn subtitle(&self) -> String {
        self.say(
            &Message::new("export-subtitle").with("office", self.office.as_str()).with("day", self.today),
        )
    }

    /// A sheet of its own: its name, its columns by message id and width, its rows.
    pub(crate) fn table(&self, sheet: &str, columns: &[(&str, f64)], rows: Vec<Vec<Out>>) -> Table {
        let columns = columns.iter().map(|(id, width)| Column {
            group: String::new(),
            heading: self.t(id),
            width: *width,
        });
        let title = self.t(sheet);
        Table {
            sheet: title.clone(),
            title,
            subtitle: self.subtitle(),
            columns: columns.collect(),
            rows,
            merges: Vec::new(),
        }
    }
}

/// Runs work for the processor beside the async threads.
pub(crate) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(e.to_string()))?
}

/// A cell of text; nothing where there is none.
pub(crate) fn cell(text: impl Into<String>) -> Out {
    let text = text.into();
    if text.is_empty() { Out::Empty } else { Out::Text(text) }
}

/// A cell with a count.
pub(crate) fn number(n: usize) -> Out {
    Out::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

impl App {
    /// Hands a list over, once it stands in the trace who took it.
    pub(crate) async fn hand_out(&self, ctx: &Ctx, list: ExportedList) -> Result<ExportedList, Error> {
        let (actor, actor_name) = match &ctx.who {
            Who::Account(signed) => (Some(signed.account), signed.name.clone()),
            Who::Program(name) => (None, (*name).to_owned()),
            Who::Nobody => return Err(Error::SignedOut),
        };
        let (event, subject, reason) = ("list-exported", None, Some(list.name.clone()));
        self.trace().write(Event { at: ctx.at, actor, actor_name, event, subject, reason }).await?;
        Ok(list)
    }
}
