//! Coverage of the term (A2): the figures, the lists behind them, and what the rounds that remain must carry.
//!
//! Computed from units, terms, engagements and rules, anew once one of these has changed: no figure can lag behind, and
//! the home page, which shows it to everyone every morning, need not read every unit each time.

mod export;

use crate::organisation::with_rounds;
use crate::{App, Ctx, Error, View};
use db::Conn;
use domain::coverage::{Coverage, Inputs, Inspection, Standing, UnitStanding, of};
use domain::engagement::Window;
use domain::organisation::{Taxonomy, Unit};
use domain::permission::{Action, Scope};
use domain::ruleset::{CoverageRules, Denominator};
use domain::term::{PastRound, RoundNumber, Term, TermFacts};
use kernel::{Cursor, Day, Page, PageRequest, UnitId};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Viewer, coverage as held, term as terms, unit as units};

/// Most rounds that someone may reckon with.
const MOST_ROUNDS: u16 = 40;

/// Coverage as of a day, with the words to show it in.
#[derive(Clone, Debug)]
pub struct CoverageView {
    /// The term.
    pub term: TermFacts,
    /// The figures, and where each unit stands.
    pub coverage: Coverage,
    /// Why this many rounds remain.
    pub rounds_left: RoundsLeft,
    /// The words of kinds and natures.
    pub taxonomy: Taxonomy,
    /// What is counted together.
    pub groups: Vec<Denominator>,
    units: HashMap<UnitId, Unit>,
    /// The places of `coverage.units` in pinyin order, each under its key.
    order: Vec<(Vec<u8>, usize)>,
}

/// What a reckoning rests on: while it is the same, so is the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    as_of: Day,
    rounds: Option<u16>,
    /// How often what it is computed from has changed.
    changes: i64,
    /// Whether the reader sees the organisation.
    sees: bool,
}

/// The last answer, with what it rests on.
pub(crate) type KeptCoverage = Mutex<Option<(Stamp, Option<Arc<CoverageView>>)>>;

/// How many rounds can still be held, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum RoundsLeft {
    /// The reader reckons with this many.
    Asked {
        /// How many.
        rounds: u16,
    },
    /// At the pace of the term so far.
    Pace {
        /// How many.
        rounds: u16,
        /// Rounds held so far.
        held: u16,
        /// Months between two of them, on average.
        months: u16,
    },
    /// The rounds that are planned already: more than the pace would allow, or there is no pace yet.
    Planned {
        /// How many.
        rounds: u16,
    },
}

impl RoundsLeft {
    /// How many.
    pub const fn rounds(self) -> u16 {
        match self {
            Self::Asked { rounds } | Self::Pace { rounds, .. } | Self::Planned { rounds } => rounds,
        }
    }
}

/// Which units of the coverage a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageFilter {
    /// Code of a kind.
    pub kind: Option<String>,
    /// Code of a nature.
    pub nature: Option<String>,
    /// A group that is counted together, by its place.
    pub group: Option<usize>,
    /// `inspected`, `this_round`, `planned`, `open`, or `never`.
    pub standing: Option<String>,
    /// Given to this round by the plan.
    pub round: Option<u16>,
}

/// The standings that a list can be narrowed to, in the order of pages.
pub const COVERAGE_STANDINGS: [&str; 5] = ["inspected", "this_round", "planned", "open", "never"];

/// A row of such a list.
#[derive(Clone, Debug)]
pub struct CoveredUnit {
    /// The unit.
    pub unit: Unit,
    /// Where it stands.
    pub standing: UnitStanding,
}

impl CoverageView {
    /// The units behind a figure, in pinyin order.
    pub fn list(&self, filter: &CoverageFilter, page: &PageRequest) -> Page<CoveredUnit> {
        let after = store::record::position(page);
        let after = after.key.zip(after.id);
        let later = |key: &[u8], unit: UnitId| {
            after.as_ref().is_none_or(|(k, id)| (key, &unit.0) > (k.as_slice(), id))
        };
        let limit = usize::try_from(page.limit()).unwrap_or(usize::MAX);
        let rows = self.rows(filter).filter(|(key, standing)| later(key, standing.unit));
        let rows = rows.filter_map(|(key, standing)| Some((key.to_vec(), self.covered(standing)?)));
        let rows: Vec<(Vec<u8>, CoveredUnit)> = rows.take(limit).collect();
        let cursor =
            |(key, row): &(Vec<u8>, CoveredUnit)| -> Cursor { store::record::cursor(key, row.unit.id.0) };
        Page::cut(rows, page, cursor).map(|(_, row)| row)
    }

    /// All units behind a figure in pinyin order.
    fn all(&self, filter: &CoverageFilter) -> impl Iterator<Item = CoveredUnit> {
        self.rows(filter).filter_map(|(_, standing)| self.covered(standing))
    }

    /// Where the units behind a figure stand, in pinyin order, each with the key of its place.
    fn rows(&self, filter: &CoverageFilter) -> impl Iterator<Item = (&[u8], &UnitStanding)> {
        let rows =
            self.order.iter().filter_map(|(key, at)| Some((key.as_slice(), self.coverage.units.get(*at)?)));
        rows.filter(move |(_, standing)| self.fits(filter, standing))
    }

    fn covered(&self, standing: &UnitStanding) -> Option<CoveredUnit> {
        Some(CoveredUnit { standing: standing.clone(), unit: self.units.get(&standing.unit)?.clone() })
    }

    /// How many units a list would show.
    pub fn count(&self, filter: &CoverageFilter) -> usize {
        self.coverage.units.iter().filter(|standing| self.fits(filter, standing)).count()
    }

    fn fits(&self, filter: &CoverageFilter, row: &UnitStanding) -> bool {
        let nature = row.nature.as_ref().map(|nature| nature.as_str());
        let group = filter.group.and_then(|at| self.groups.get(at));
        filter.kind.as_deref().is_none_or(|kind| kind == row.kind.as_str())
            && filter.nature.as_deref().is_none_or(|wanted| nature == Some(wanted))
            && (filter.group.is_none() || group.is_some_and(|group| group.unit_kinds.contains(&row.kind)))
            && filter.standing.as_deref().is_none_or(|wanted| stands(row, wanted))
            && filter.round.is_none_or(|round| row.standing == Standing::Planned(RoundNumber(round)))
    }
}

fn stands(row: &UnitStanding, wanted: &str) -> bool {
    match wanted {
        "inspected" => matches!(row.standing, Standing::Inspected(_)),
        "this_round" => matches!(row.standing, Standing::ThisRound(_)),
        "planned" => matches!(row.standing, Standing::Planned(_)),
        "open" => row.standing == Standing::Open,
        "never" => !row.ever,
        _ => false,
    }
}

impl App {
    /// Coverage of the term that a day lies in; `None` when no term is recorded for it. `rounds` is how many rounds
    /// the reader reckons with.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn coverage(
        &self,
        ctx: &Ctx,
        as_of: Day,
        rounds: Option<u16>,
    ) -> Result<Option<Arc<CoverageView>>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::CoverageView, Scope::Global).await?;
        let (changes, sees) = held::stamp(&mut conn, &viewer).await?;
        let stamp = Stamp { as_of, rounds, changes, sees };
        if let Some(kept) = self.kept_coverage(&stamp) {
            return Ok(kept);
        }
        let found = self.reckon_coverage(&viewer, &mut conn, (as_of, rounds)).await?.map(Arc::new);
        self.keep_coverage(stamp, found.clone());
        Ok(found)
    }

    async fn reckon_coverage(
        &self,
        viewer: &Viewer,
        conn: &mut Conn,
        (as_of, rounds): (Day, Option<u16>),
    ) -> Result<Option<CoverageView>, Error> {
        let recorded = terms::list(conn, viewer).await?;
        let Some(Term { id, facts }) =
            recorded.into_iter().map(|term| term.value).find(|term| term.facts.holds(as_of))
        else {
            return Ok(None);
        };
        let engagements = held::engagements(conn, viewer, id).await?;
        let planned = held::rounds_after(conn, viewer, id, as_of).await?;
        let begun = held::rounds_until(conn, viewer, id, as_of).await?;
        let term = with_rounds(facts, begun);
        let taxonomy = self.ruleset::<Taxonomy>(conn, as_of).await?.rules;
        let rules = self.ruleset::<CoverageRules>(conn, as_of).await?.rules;
        let found = units::every(conn, viewer).await?;
        let units: Vec<Unit> = found.into_iter().map(|unit| unit.value).collect();
        let inspections: Vec<Inspection> = engagements.iter().flat_map(inspections).collect();
        let (rounds_left, left) = rounds_left(&term, as_of, &planned, rounds);
        let coverage = of(Inputs {
            term: &term,
            as_of,
            units: &units,
            inspections: &inspections,
            planned: &[],
            rounds_left: &left,
            rules: &rules,
        });
        let units: HashMap<UnitId, Unit> = units.into_iter().map(|unit| (unit.id, unit)).collect();
        let order = in_order(&coverage, &units);
        let groups = rules.denominators;
        Ok(Some(CoverageView { term, coverage, rounds_left, taxonomy, groups, units, order }))
    }

    fn kept_coverage(&self, stamp: &Stamp) -> Option<Option<Arc<CoverageView>>> {
        let kept = self.last_coverage().lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(rests_on, _)| rests_on == stamp).map(|(_, found)| found.clone())
    }

    fn keep_coverage(&self, stamp: Stamp, found: Option<Arc<CoverageView>>) {
        *self.last_coverage().lock().unwrap_or_else(PoisonError::into_inner) = Some((stamp, found));
    }
}

/// The places of what is due in pinyin order, each under the key that cursors carry.
fn in_order(coverage: &Coverage, units: &HashMap<UnitId, Unit>) -> Vec<(Vec<u8>, usize)> {
    let mut order: Vec<(Vec<u8>, UnitId, usize)> = coverage
        .units
        .iter()
        .zip(0..)
        .filter_map(|(standing, at)| {
            let unit = units.get(&standing.unit)?;
            Some((text::pinyin::sort_key(&unit.name), unit.id, at))
        })
        .collect();
    order.sort();
    order.into_iter().map(|(key, _, at)| (key, at)).collect()
}

/// The inspections of an engagement: its unit and those it brings along.
fn inspections(held: &held::InTerm) -> impl Iterator<Item = Inspection> {
    let (kind, round, window) = (held.engagement.kind, held.round, held.engagement.on_site);
    let one = move |unit: UnitId, own: Option<Window>| Inspection {
        unit,
        kind,
        round,
        window: own.unwrap_or(window),
    };
    std::iter::once(one(held.engagement.unit, None))
        .chain(held.engagement.extensions.iter().map(move |e| one(e.unit, e.window)))
}

/// The rounds that remain, numbered on from the last one held.
fn rounds_left(
    term: &TermFacts,
    as_of: Day,
    planned: &[RoundNumber],
    asked: Option<u16>,
) -> (RoundsLeft, Vec<RoundNumber>) {
    let held: Vec<&PastRound> = term.rounds.iter().filter(|round| round.from <= as_of).collect();
    let last = held.iter().map(|round| round.number.0).max().unwrap_or(0);
    let known = u16::try_from(planned.len()).unwrap_or(u16::MAX);
    let how = match (asked, pace(term, as_of, held.len())) {
        (Some(rounds), _) => RoundsLeft::Asked { rounds: rounds.min(MOST_ROUNDS) },
        (None, Some(pace)) if pace.rounds() >= known => pace,
        (None, _) => RoundsLeft::Planned { rounds: known },
    };
    let further = (last.saturating_add(1)..).map(RoundNumber).filter(|number| !planned.contains(number));
    let mut left: Vec<RoundNumber> =
        planned.iter().copied().chain(further).take(usize::from(how.rounds().min(MOST_ROUNDS))).collect();
    left.sort();
    (how, left)
}

/// How many rounds fit before the term ends at the pace of those held; `None` before the first.
fn pace(term: &TermFacts, as_of: Day, held: usize) -> Option<RoundsLeft> {
    let (gone, left) = (as_of.days_since(term.from) + 1, term.to.days_since(as_of));
    let held = i64::try_from(held).ok().filter(|held| *held > 0)?;
    let rounds = left.max(0).checked_mul(held)?.checked_div(gone.max(1))?;
    // Thirty and a half days, twice: months are told to the nearest.
    let months = (gone * 2).checked_div(held * 61)?.max(1);
    Some(RoundsLeft::Pace {
        rounds: u16::try_from(rounds).ok()?.min(MOST_ROUNDS),
        held: u16::try_from(held).ok()?,
        months: u16::try_from(months).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::{RoundsLeft, rounds_left};
    use domain::term::{RoundNumber, TermFacts, read};
    use kernel::Day;

    fn fifteenth() -> TermFacts {
        read(include_str!("../../../tests/data/yunhe-term.json")).unwrap().terms.remove(1)
    }

    fn numbers(left: &[RoundNumber]) -> Vec<u16> {
        left.iter().map(|round| round.0).collect()
    }

    #[test]
    fn eight_rounds_in_four_years_leave_time_for_two_in_the_last() {
        let (how, left) = rounds_left(&fifteenth(), Day::new(2025, 7, 31).unwrap(), &[], None);
        assert_eq!(how, RoundsLeft::Pace { rounds: 2, held: 8, months: 5 });
        assert_eq!(numbers(&left), [9, 10]);
    }

    #[test]
    fn what_the_reader_asks_for_comes_first_and_what_is_planned_is_never_lost() {
        let day = Day::new(2025, 7, 31).unwrap();
        let planned = [9, 10, 11].map(RoundNumber);
        let (how, left) = rounds_left(&fifteenth(), day, &planned, None);
        assert_eq!((how, numbers(&left)), (RoundsLeft::Planned { rounds: 3 }, vec![9, 10, 11]));
        let (how, left) = rounds_left(&fifteenth(), day, &planned, Some(5));
        assert_eq!((how, numbers(&left)), (RoundsLeft::Asked { rounds: 5 }, vec![9, 10, 11, 12, 13]));
    }

    #[test]
    fn before_the_first_round_there_is_no_pace() {
        let term = TermFacts { rounds: Vec::new(), ..fifteenth() };
        let (how, left) = rounds_left(&term, Day::new(2021, 9, 1).unwrap(), &[], None);
        assert_eq!((how, left), (RoundsLeft::Planned { rounds: 0 }, vec![]));
    }
}
