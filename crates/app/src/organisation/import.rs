//! Importing a list of units: its preview, and the one act that stores it, everything or nothing.
//!
//! Preview and act read the file by the same function, so what was shown is what is stored. Reading is work for the
//! processor and runs beside the async threads.

mod act;
mod counts;

pub use act::{ImportUnits, ImportedUnits};
pub use counts::{UnitCounts, UnitPreview};

use super::sources::{Known, root_for, with_rounds};
use crate::{App, Ctx, Error};
use documents::{organisation as list, sheet};
use domain::organisation::Unit;
use domain::organisation::import::{Checked, Column, Context, Line, check};
use domain::permission::{Action, Scope};
use domain::term::{TermFacts, TermFile};
use kernel::{Day, FieldError, Message, UnitId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Column of the sheet, counted from 0, and what it is to be read as; `None` leaves it out.
pub type Columns = BTreeMap<u32, Option<Column>>;

/// A file of terms and past rounds that comes with the list.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct TermUpload {
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// How a list is to be read.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ImportOptions {
    /// The reporting date; that of the terms' file, or today, when `None`.
    #[serde(default)]
    pub as_of: Option<Day>,
    /// Terms that come with it and are stored with it.
    #[serde(default)]
    pub terms: Option<TermUpload>,
    /// Columns that the proposal reads wrongly.
    #[serde(default)]
    pub columns: Columns,
}

/// A list as it was read and judged.
struct ReadList {
    checked: Checked,
    mapping: list::Mapping,
    /// The root that comes with the first list.
    root: Option<Unit>,
    /// Terms of the file, joined with what is known of them.
    new_terms: Vec<TermFacts>,
    /// All terms the list was judged by.
    terms: Vec<TermFacts>,
    as_of: Day,
}

impl App {
    /// What importing a list of units would do, and everything that is wrong with it. Stores nothing.
    ///
    /// # Errors
    /// [`Error::Refused`] when the file cannot be read at all; [`Error::Invalid`] for mistakes in the terms' file.
    pub async fn preview_units(
        &self,
        ctx: &Ctx,
        file: &str,
        bytes: Vec<u8>,
        options: ImportOptions,
    ) -> Result<UnitPreview, Error> {
        ctx.require(Action::UnitImport, Scope::Global)?;
        let mut conn = self.db().read().await?;
        let known = Known::load(self, &mut conn).await?;
        drop(conn);
        let (app, file, lang) = (self.clone(), file.to_owned(), ctx.lang);
        off_thread(move || {
            let read = read_list(&app, &known, &bytes, &options)?;
            Ok(counts::preview(&app, &known, read, &file, lang))
        })
        .await
    }
}

/// Runs work for the processor beside the async threads.
pub(in crate::organisation) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(e.to_string()))?
}

fn read_list(app: &App, known: &Known, bytes: &[u8], options: &ImportOptions) -> Result<ReadList, Error> {
    let (stated, new_terms) = match &options.terms {
        Some(upload) => {
            let recorded: Vec<TermFacts> = known.terms.iter().map(|term| term.facts.clone()).collect();
            let file = read_terms(&upload.bytes, &recorded)?;
            (file.as_of, file.terms)
        }
        None => (None, Vec::new()),
    };
    let as_of = options.as_of.or(stated).unwrap_or(known.today);
    let terms = judged_by(&known.facts, &new_terms);
    let workbook = sheet::open(bytes, &sheet::Limits::default())?;
    let mapping = mapped(list::propose(&workbook)?, &options.columns)?;
    let lines = list::read(&workbook, &mapping)?;
    let root = known.units.is_empty().then(|| new_root(app, &lines, &known.committee));
    let units: Vec<Unit> =
        root.iter().cloned().chain(known.units.iter().map(|unit| unit.value.clone())).collect();
    let context = Context { taxonomy: &known.taxonomy, terms: &terms, as_of, known: &units };
    Ok(ReadList { checked: check(&lines, context), mapping, root, new_terms, terms, as_of })
}

fn new_root(app: &App, lines: &[Line], committee: &str) -> Unit {
    root_for(lines, committee, UnitId::new(app.clock(), app.rng()))
}

/// The proposal with the columns that the user reads otherwise. Nothing is held by two columns.
fn mapped(mut mapping: list::Mapping, columns: &Columns) -> Result<list::Mapping, Error> {
    for column in &mut mapping.columns {
        if let Some(holds) = columns.get(&column.at) {
            column.holds = *holds;
        }
    }
    let mut errors = Vec::new();
    for column in Column::ALL {
        let mut held = mapping.columns.iter().filter(|mapped| mapped.holds == Some(column));
        if let (Some(first), Some(second)) = (held.next(), held.next()) {
            let message = Message::new("unit-import-column-twice")
                .with("column", Message::new(column.message_id()))
                .with("first", first.letters.clone())
                .with("second", second.letters.clone());
            errors.push(FieldError::new(format!("column.{}", second.at), message));
        }
    }
    if errors.is_empty() { Ok(mapping) } else { Err(errors.into()) }
}

/// The terms of a file, each joined with what is recorded of the same term: rounds that the file leaves out stay.
pub(crate) fn read_terms(bytes: &[u8], known: &[TermFacts]) -> Result<TermFile, Error> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Error::field("terms", Message::new("term-file-not-text")))?
        .trim_start_matches('\u{feff}');
    let mut file = domain::term::read(text)?;
    for term in &mut file.terms {
        let recorded = known.iter().find(|known| known.number == term.number);
        *term = with_rounds(term.clone(), recorded.into_iter().flat_map(|known| known.rounds.clone()));
    }
    check_together(&joined(known, &file.terms))?;
    Ok(file)
}

/// What is known with what a file brings: of one number the file's.
fn joined(known: &[TermFacts], new: &[TermFacts]) -> Vec<TermFacts> {
    let kept = known.iter().filter(|term| new.iter().all(|other| other.number != term.number));
    let mut terms: Vec<TermFacts> = kept.chain(new).cloned().collect();
    terms.sort_by_key(|term| term.from);
    terms
}

/// The terms a list is judged by: those of the file, with the rounds that the program holds itself.
fn judged_by(known: &[TermFacts], new: &[TermFacts]) -> Vec<TermFacts> {
    let mut terms = joined(known, new);
    for term in &mut terms {
        let held = known.iter().find(|other| other.number == term.number);
        *term = with_rounds(term.clone(), held.into_iter().flat_map(|held| held.rounds.clone()));
    }
    terms
}

/// Terms that are sound one by one may still overlap.
pub(crate) fn check_together(terms: &[TermFacts]) -> Result<(), Error> {
    let file = TermFile { as_of: None, terms: terms.to_vec() };
    let text = serde_json::to_string(&file).map_err(|e| Error::Internal(e.to_string()))?;
    domain::term::read(&text)?;
    Ok(())
}
