//! Everything still open, for each person (E10): what waits for the reader, from every noun, on one list.
//!
//! A noun adds what waits for people by one [`Source`] in [`SOURCES`]: a function that reads, as the reader, what they
//! can do next. It shows nothing that the reader may not see, because it reads through the same scoped queries as the
//! noun's own pages. Called by the page of one's work and by the home page.

mod clues;
mod decisions;
mod feedback;
mod findings;
mod items;
mod matters;
mod methods;
mod papers;
mod petitions;
mod received;

use crate::{App, Ctx, Error};
use kernel::{Day, DeadlineId, Message, RecordId};
use std::future::Future;
use std::pin::Pin;

/// Most lines that one source gives.
pub const MOST: i64 = 200;

/// Something that waits for the reader.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Code of its source.
    pub source: &'static str,
    /// Kind of the record it leads to, as notices name it.
    pub kind: &'static str,
    /// The record.
    pub id: RecordId,
    /// What it is: data, as the reader may see it.
    pub title: String,
    /// Where it belongs: a unit, a round.
    pub place: String,
    /// Why it waits.
    pub why: Message,
    /// What to do: the word on the button.
    pub step: Message,
    /// The day it is due.
    pub due: Option<Day>,
    /// Deadlines of other records that this line stands for, so that they are not listed a second time.
    pub stands_for: Vec<DeadlineId>,
}

/// What a source gives, some time later.
pub type Gathering<'a> = Pin<Box<dyn Future<Output = Result<Vec<Waiting>, Error>> + Send + 'a>>;

/// One noun's part of the list.
#[derive(Clone, Copy)]
pub struct Source {
    /// Its code; `mine-source-<code>` is its name.
    pub code: &'static str,
    /// Its name.
    pub name: fn() -> Message,
    /// One character that stands before its lines.
    pub stamp: &'static str,
    /// Whether the stamp is solid: outcomes, not sources.
    pub solid: bool,
    /// Reads what waits for the reader.
    pub gather: for<'a> fn(&'a App, &'a Ctx) -> Gathering<'a>,
}

/// Every source, in the order of pages.
pub const SOURCES: &[Source] = &[
    items::SOURCE,
    papers::SOURCE,
    feedback::SOURCE,
    petitions::SOURCE,
    methods::SOURCE,
    findings::SOURCE,
    clues::SOURCE,
    matters::SOURCE,
    received::SOURCE,
    decisions::SOURCE,
];

impl App {
    /// Everything that waits for the reader, the nearest day first, what has none last.
    ///
    /// # Errors
    /// [`Error::SignedOut`]; [`Error::Unavailable`].
    pub async fn mine(&self, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
        ctx.signed()?;
        let mut all = Vec::new();
        for source in SOURCES {
            all.extend((source.gather)(self, ctx).await?);
        }
        all.sort_by(|a, b| {
            let key = |w: &Waiting| (w.due.is_none(), w.due);
            key(a).cmp(&key(b)).then_with(|| a.title.cmp(&b.title))
        });
        Ok(all)
    }
}
