//! A unit's ledger read from a spreadsheet: its preview, and the act that takes it over into a past engagement, which
//! the preview proposes and the act makes where there is none (E2, A9).
//!
//! The same file again shows what is there already and what differs. What a list may bring up to date (a measure's
//! words, handler, progress, evidence as named) is; what a list may not change (deadlines, leaders, states, wordings of
//! problems) is shown and left. Closing is an act of the chain and of nobody's list.

mod compare;
mod place;

use super::ledger::{Reckoning, codes};
use super::{Item, Measure, OnLedger};
use crate::decision::clerk;
use crate::import::{Preview, SheetColumn, SheetMapping};
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right};
use compare::{Comparison, compare};
use db::Conn;
use documents::{rectification as sheets, sheet};
use domain::Refusal;
use domain::deadline::words::{Class, Timing};
use domain::decision::Clerk;
use domain::import::Issues;
use domain::permission::{Action, Scope};
use domain::rectification::ledger::{Checked, Context, NewIds, Reported, Summary, Taken, check, take_over};
use domain::rectification::{Origin, RectificationRules};
use kernel::calendar::WorkCalendar;
use kernel::{Day, EngagementId, ItemId, MeasureId, Message, PostId, UnitId};
use place::Place;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::changes::Chain;
use store::{Changes, rectification as records};

pub use compare::Difference;

/// How a ledger is to be taken.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct LedgerOptions {
    /// The unit as people name it; the sheet's own where left out.
    #[serde(default)]
    pub unit: Option<String>,
    /// The day of the feedback; the sheet's own where left out.
    #[serde(default)]
    pub feedback_date: Option<Day>,
    /// The day the list reports for; the sheet's own where left out.
    #[serde(default)]
    pub as_of: Option<Day>,
    /// The number of the round whose feedback it is; found by the day where left out.
    #[serde(default)]
    pub round: Option<u16>,
    /// What was answered about words of deadlines, by the words; about a blank by `#` and its row.
    #[serde(default)]
    pub answers: BTreeMap<String, Day>,
}

/// A measure as the preview shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedMeasure {
    /// Row of the file.
    pub row: u32,
    /// The measure.
    pub text: String,
    /// The deadline's words.
    pub deadline: String,
    /// Its class.
    pub class: Class,
    /// Its day, where it has one.
    pub due: Option<Day>,
    /// How far it is.
    pub state: Reported,
}

/// A problem as the preview shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedProblem {
    /// Its number.
    pub number: u32,
    /// The problem.
    pub title: String,
    /// The responsible leader as written.
    pub leader: String,
    /// How far it is.
    pub state: Reported,
    /// Its measures.
    pub measures: Vec<ListedMeasure>,
}

/// What a ledger holds, and what of it is new.
#[derive(Clone, Debug, Serialize)]
pub struct LedgerCounts {
    /// Counts of the list.
    #[serde(flatten)]
    pub summary: Summary,
    /// The unit.
    pub unit: String,
    /// The round whose feedback it is.
    pub round: String,
    /// Whether round or engagement are made with it.
    pub makes_engagement: bool,
    /// The day of the feedback.
    pub fed_back: Option<Day>,
    /// The day the list reports for.
    pub filled: Option<Day>,
    /// Problems that are not on the ledger yet.
    pub new: usize,
    /// Problems that are there and of which the list says nothing new.
    pub unchanged: usize,
    /// Problems that are there and differ.
    pub changed: usize,
    /// In what they differ.
    pub differences: Vec<Difference>,
    /// The list.
    pub list: Vec<ListedProblem>,
}

/// The preview of a ledger.
pub type LedgerPreview = Preview<LedgerCounts>;

/// A ledger as it was read and judged, with the place it goes to and what is there.
struct ReadLedger {
    checked: Checked,
    mapping: SheetMapping,
    place: Option<Place>,
    comparison: Comparison,
}

async fn read(
    app: &App,
    conn: &mut Conn,
    bytes: Vec<u8>,
    options: &LedgerOptions,
) -> Result<ReadLedger, Error> {
    let day = options.feedback_date.unwrap_or_else(|| app.today());
    let rules = app.ruleset::<RectificationRules>(conn, day).await?.rules;
    let calendar = app.ruleset::<WorkCalendar>(conn, day).await?.rules;
    let own = options.clone();
    let (mut checked, mapping) = off_thread(move || {
        let workbook = sheet::open(&bytes, &sheet::Limits::default())?;
        let mapping = sheets::propose(&workbook)?;
        let listed = sheets::read(&workbook, &mapping)?;
        let answers = own.answers.into_iter().map(|(words, day)| (words, answered(day))).collect();
        let context = Context {
            rules: &rules,
            calendar: &calendar,
            fed_back: own.feedback_date,
            filled: own.as_of,
            answers: &answers,
        };
        Ok((check(&listed, context), shown(&mapping)))
    })
    .await?;
    let place = place::find(app, conn, options, &mut checked).await?;
    let comparison = match &place {
        Some(place) => compare(app, conn, place.engagement(), &checked.ledger).await?,
        None => Comparison::all_new(&checked.ledger),
    };
    Ok(ReadLedger { checked, mapping, place, comparison })
}

fn answered(day: Day) -> Timing {
    use domain::deadline::words::{Dated, Precision};
    let due = Dated { from: None, day, precision: Precision::Day, provisional: false };
    Timing::Dated { due, then_long: false }
}

fn shown(mapping: &sheets::Mapping) -> SheetMapping {
    let first = mapping.sheets.first();
    let columns = first.iter().flat_map(|sheet| &sheet.columns).map(|column| SheetColumn {
        at: column.at,
        letters: column.letters.clone(),
        heading: column.heading.clone(),
        holds: column.holds.map(|holds| holds.heading().to_owned()),
    });
    SheetMapping {
        sheet: first.map(|sheet| sheet.sheet.clone()).unwrap_or_default(),
        header_top: first.map_or(0, |sheet| sheet.header),
        header_bottom: first.map_or(0, |sheet| sheet.header),
        columns: columns.collect(),
    }
}

/// Runs work for the processor beside the async threads.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(e.to_string()))?;
    done.map_err(Error::from)
}

fn listed(checked: &Checked) -> Vec<ListedProblem> {
    use domain::rectification::ledger::Named;
    let problem = |problem: &domain::rectification::ledger::Problem| ListedProblem {
        number: problem.number,
        title: problem.title.clone(),
        leader: problem.leader.as_ref().map(Named::written).unwrap_or_default(),
        state: problem.state(),
        measures: problem
            .measures
            .iter()
            .map(|measure| ListedMeasure {
                row: measure.row,
                text: measure.text.clone(),
                deadline: measure.deadline.words.clone(),
                class: measure.deadline.reading.class(),
                due: measure.deadline.reading.timing().and_then(Timing::due),
                state: measure.state,
            })
            .collect(),
    };
    checked.ledger.problems.iter().map(problem).collect()
}

impl App {
    /// What importing a ledger would do, and everything that is wrong with it. Stores nothing.
    ///
    /// # Errors
    /// [`Error::Refused`] when the file cannot be read at all.
    pub async fn preview_ledger(
        &self,
        ctx: &Ctx,
        (file, bytes): (&str, Vec<u8>),
        options: &LedgerOptions,
    ) -> Result<LedgerPreview, Error> {
        ctx.require(Action::LedgerImport, Scope::Global)?;
        let mut conn = self.db().read().await?;
        let read = read(self, &mut conn, bytes, options).await?;
        let heading = &read.checked.ledger.heading;
        let counts = LedgerCounts {
            summary: read.checked.summary.clone(),
            unit: read.place.as_ref().map(|place| place.unit_name.clone()).unwrap_or_default(),
            round: read.place.as_ref().map(|place| place.round_name.clone()).unwrap_or_default(),
            makes_engagement: read.place.as_ref().is_some_and(|place| place.engagement().is_none()),
            fed_back: heading.fed_back,
            filled: heading.filled,
            new: read.comparison.new.len(),
            unchanged: read.comparison.unchanged,
            changed: read.comparison.changed.len(),
            differences: read.comparison.differences(),
            list: listed(&read.checked),
        };
        let issues: &Issues = &read.checked.issues;
        let mut preview = Preview::new(file, counts, issues, ctx.lang);
        preview.mapping = Some(read.mapping);
        Ok(preview)
    }
}

/// Takes a ledger over, everything or nothing.
#[derive(Clone, Debug, Deserialize)]
pub struct ImportLedger {
    /// Name of the file.
    pub file: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// How it is to be taken.
    #[serde(default)]
    pub options: LedgerOptions,
}

/// What was taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportedLedger {
    /// The engagement.
    #[schema(value_type = String, format = Uuid)]
    pub engagement: EngagementId,
    /// The unit.
    #[schema(value_type = String, format = Uuid)]
    pub unit: UnitId,
    /// Items made.
    pub items: usize,
    /// Measures made.
    pub measures: usize,
    /// Items that were there and were brought up to date.
    pub changed: usize,
}

/// Ids from the program's clock and randomness.
struct Ids<'a>(&'a App);

impl NewIds for Ids<'_> {
    fn post(&mut self) -> PostId {
        PostId::new(self.0.clock(), self.0.rng())
    }
    fn item(&mut self) -> ItemId {
        ItemId::new(self.0.clock(), self.0.rng())
    }
    fn measure(&mut self) -> MeasureId {
        MeasureId::new(self.0.clock(), self.0.rng())
    }
}

impl Act for ImportLedger {
    const NAME: &'static str = "ledger-import";
    type Done = ImportedLedger;

    fn right(&self) -> Right {
        Right::Needs(Action::LedgerImport, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<ImportedLedger>, Error> {
        let read = read(prep.app, &mut prep.conn, self.bytes.clone(), &self.options).await?;
        let (Some(place), 0) = (read.place, read.checked.issues.errors()) else {
            let count = read.checked.issues.errors();
            return Err(Refusal(Message::new("rectification-import-faulty").with("count", count)).into());
        };
        if read.comparison.new.is_empty() && !read.comparison.applies_something() {
            return Err(Refusal::new("rectification-import-nothing-new").into());
        }
        let by = clerk(prep).await?;
        let heading = read.checked.ledger.heading.clone();
        let on = heading.filled.unwrap_or_else(|| prep.today());
        let begun = heading.fed_back.unwrap_or(on);
        let (kept, mut changes) = place.written(prep, &self.file).await?;
        changes = changes.in_chain(Chain::Engagement(kept.engagement.id));
        let mut done = ImportedLedger {
            engagement: kept.engagement.id,
            unit: kept.unit,
            items: 0,
            measures: 0,
            changed: 0,
        };
        let mut fresh = read.checked.ledger.clone();
        fresh.problems.retain(|problem| read.comparison.new.contains(&problem.number));
        let codes = codes(prep, (kept.round, place.number), fresh.problems.len()).await?;
        for (problem, code) in fresh.problems.iter_mut().zip(codes) {
            if problem.code.is_empty() {
                problem.code = code;
            }
        }
        let taken = Taken { engagement: kept.engagement.id, unit: kept.unit, origin: |_| None, by, on };
        let made = take_over(&fresh, taken, "", &mut Ids(prep.app));
        let known = records::posts(&mut prep.conn, kept.unit).await?;
        let (posts, renamed) = posts_anew(made.posts, &known);
        for post in &posts {
            changes.insert(post)?;
        }
        let measures: Vec<Measure> = made.measures.into_iter().map(|m| with_posts(m, &renamed)).collect();
        let all: Vec<&Measure> = measures.iter().collect();
        let source = Origin::Elsewhere { name: place.source.clone() };
        let mut reckoning = Reckoning::default();
        let offset = read.comparison.number_offset;
        for mut item in made.items {
            item.origin = source.clone();
            item.number += offset;
            if let Some(claim) = &mut item.claim
                && let Some(id) = renamed.get(&claim.leader)
            {
                claim.leader = *id;
            }
            let summary = reckoning.summary(prep, (&item, begun), &all).await?;
            done.items += 1;
            changes.insert(&OnLedger { round: kept.round, begun, summary, item })?;
        }
        for measure in &measures {
            done.measures += 1;
            changes.insert(measure)?;
        }
        done.changed = bring_up_to_date(prep, &mut changes, (&read.comparison, by, on)).await?;
        Ok(Prepared { changes, done })
    }
}

/// Posts that are not known yet, and which of the new ids stand for known ones: one leader is one post.
fn posts_anew(
    made: Vec<domain::post::Post>,
    known: &[store::Stored<domain::post::Post>],
) -> (Vec<domain::post::Post>, BTreeMap<PostId, PostId>) {
    let mut renamed = BTreeMap::new();
    let mut posts = Vec::new();
    for post in made {
        let name = post.holders.first().map(|h| h.name.as_str()).unwrap_or_default();
        let same = known.iter().find(|old| old.holders.iter().any(|h| h.name == name));
        match same {
            Some(old) => {
                renamed.insert(post.id, old.id);
            }
            None => posts.push(post),
        }
    }
    (posts, renamed)
}

fn with_posts(mut measure: Measure, renamed: &BTreeMap<PostId, PostId>) -> Measure {
    if let Some(id) = measure.owner.and_then(|owner| renamed.get(&owner)) {
        measure.owner = Some(*id);
    }
    measure
}

/// Writes what a list may change of what is there; returns of how many items.
async fn bring_up_to_date(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    (comparison, by, on): (&Comparison, Clerk, Day),
) -> Result<usize, Error> {
    let Some(engagement) = comparison.engagement else { return Ok(0) };
    let mut ledger = super::Ledger::load(prep, engagement).await?;
    let mut count = 0;
    for changed in comparison.changed.iter().filter(|changed| changed.applies()) {
        count += 1;
        let item: Item = ledger.item(changed.item)?;
        for measure in changed.measures(by, on, &item, &mut Ids(prep.app)) {
            ledger.change_measure(measure);
        }
    }
    ledger.write(prep, changes).await?;
    Ok(count)
}
