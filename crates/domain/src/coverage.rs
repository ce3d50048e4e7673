//! Coverage of a term as of a day: who was inspected, who is planned, who is left, and what the rounds that
//! remain must carry (A2).
//!
//! Pure: the same inputs give the same figures, whichever page, table or export asks. Guarantees: a unit
//! counts once however often it was inspected; only qualifying kinds count; what is due, inspected, in this
//! round, planned and open adds up. Called by the coverage view, the dashboards and the tables sent upward.

mod load;

pub use load::{KindLoad, RoundLoad};

use crate::{
    engagement::{EngagementKind, Window},
    organisation::{Unit, UnitKind, UnitNature},
    ruleset::{CoverageRules, Names},
    term::{RoundNumber, TermFacts},
};
use kernel::{Day, Message, UnitId};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// An inspection of a unit in this term, an extension unit's included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Inspection {
    /// The unit.
    pub unit: UnitId,
    /// Of which kind; an extension unit has the kind of the engagement that brings it.
    pub kind: EngagementKind,
    /// In which round.
    pub round: RoundNumber,
    /// Its window.
    pub window: Window,
}

/// A unit that the term plan gives to a round to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// The unit.
    pub unit: UnitId,
    /// The round.
    pub round: RoundNumber,
}

/// What coverage is computed from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The term.
    pub term: &'a TermFacts,
    /// The reporting date.
    pub as_of: Day,
    /// All units, ended ones too.
    pub units: &'a [Unit],
    /// The term's inspections that the program knows itself; a list's last inspections come with the units.
    pub inspections: &'a [Inspection],
    /// The term plan.
    pub planned: &'a [Planned],
    /// Rounds that can still be held.
    pub rounds_left: &'a [RoundNumber],
    /// What counts.
    pub rules: &'a CoverageRules,
}

/// Where a unit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "standing", content = "round", rename_all = "snake_case")]
pub enum Standing {
    /// Inspected in this term, in that round where known.
    Inspected(Option<RoundNumber>),
    /// Being inspected now.
    ThisRound(RoundNumber),
    /// Given to a round to come.
    Planned(RoundNumber),
    /// Neither inspected nor planned.
    Open,
}

impl Standing {
    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Inspected(_) => "coverage-standing-inspected",
            Self::ThisRound(_) => "coverage-standing-this-round",
            Self::Planned(_) => "coverage-standing-planned",
            Self::Open => "coverage-standing-open",
        })
    }
}

/// A unit that is due, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitStanding {
    /// The unit.
    pub unit: UnitId,
    /// Its kind.
    pub kind: UnitKind,
    /// Its nature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nature: Option<UnitNature>,
    /// Where it stands.
    #[serde(flatten)]
    pub standing: Standing,
    /// Whether it was ever inspected, in whatever term.
    pub ever: bool,
}

/// Counts of units that are due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Units due at the reporting date.
    pub due: usize,
    /// Inspected in this term.
    pub inspected: usize,
    /// Being inspected now.
    pub this_round: usize,
    /// Given to a round to come.
    pub planned: usize,
    /// Neither inspected nor planned.
    pub open: usize,
    /// Of those not yet inspected in this term: never inspected at all.
    pub never: usize,
}

impl Tally {
    fn add(&mut self, unit: &UnitStanding) {
        self.due += 1;
        match unit.standing {
            Standing::Inspected(_) => self.inspected += 1,
            Standing::ThisRound(_) => self.this_round += 1,
            Standing::Planned(_) => self.planned += 1,
            Standing::Open => self.open += 1,
        }
        if !unit.ever {
            self.never += 1;
        }
    }

    /// The coverage rate: inspected of those due.
    pub const fn rate(&self) -> Rate {
        Rate { part: self.inspected, whole: self.due }
    }
}

/// A rate with what it is made of: computed, never typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rate {
    /// Counted.
    pub part: usize,
    /// Of how many.
    pub whole: usize,
}

impl Rate {
    /// Hundredths of a percent, rounded half up: 6386 is 63.86 %. `None` of nothing.
    pub fn hundredths(self) -> Option<u32> {
        let (part, whole) = (u64::try_from(self.part).ok()?, u64::try_from(self.whole).ok()?);
        let doubled = part.checked_mul(20_000)?.checked_add(whole)?;
        u32::try_from(doubled.checked_div(whole.checked_mul(2)?)?).ok()
    }
}

/// Counts of a group of kinds that the rules count together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupTally {
    /// The group's name.
    pub name: Names,
    /// Its counts.
    pub tally: Tally,
}

/// Coverage of a term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The reporting date.
    pub as_of: Day,
    /// Groups in the rules' order; the first is the one shown first.
    pub groups: Vec<GroupTally>,
    /// By kind.
    pub by_kind: BTreeMap<UnitKind, Tally>,
    /// By nature within the kinds: the sectors.
    pub by_nature: BTreeMap<UnitNature, Tally>,
    /// What each round that remains must carry.
    pub rounds: Vec<RoundLoad>,
    /// Units that nothing is left for: open, and no round remains.
    pub beyond_reach: usize,
    /// Every unit that is due, in the order given: the list behind the figures.
    pub units: Vec<UnitStanding>,
}

/// Computes coverage.
pub fn of(inputs: Inputs<'_>) -> Coverage {
    let standings = Standings::new(inputs);
    let units: Vec<UnitStanding> = inputs.units.iter().filter_map(|unit| standings.of(unit)).collect();
    let groups = inputs.rules.denominators.iter().map(|group| GroupTally {
        name: group.name.clone(),
        tally: tally(units.iter().filter(|unit| group.unit_kinds.contains(&unit.kind))),
    });
    let mut by_kind: BTreeMap<UnitKind, Tally> = BTreeMap::new();
    let mut by_nature: BTreeMap<UnitNature, Tally> = BTreeMap::new();
    for unit in &units {
        by_kind.entry(unit.kind.clone()).or_default().add(unit);
        if let Some(nature) = &unit.nature {
            by_nature.entry(nature.clone()).or_default().add(unit);
        }
    }
    let rounds = load::spread(&units, inputs.rounds_left);
    let open = by_kind.values().map(|tally| tally.open).sum();
    let beyond_reach = if rounds.is_empty() { open } else { 0 };
    Coverage {
        as_of: inputs.as_of,
        groups: groups.collect(),
        by_kind,
        by_nature,
        rounds,
        beyond_reach,
        units,
    }
}

fn tally<'a>(units: impl Iterator<Item = &'a UnitStanding>) -> Tally {
    let mut tally = Tally::default();
    for unit in units {
        tally.add(unit);
    }
    tally
}

/// Inspections and plans by unit.
struct Standings<'a> {
    inputs: Inputs<'a>,
    /// The most advanced of each unit's inspections.
    inspected: HashMap<UnitId, Standing>,
    /// Units with an inspection of any kind that has begun.
    visited: HashMap<UnitId, bool>,
    planned: HashMap<UnitId, RoundNumber>,
}

impl<'a> Standings<'a> {
    fn new(inputs: Inputs<'a>) -> Self {
        let mut inspected: HashMap<UnitId, Standing> = HashMap::new();
        let mut visited = HashMap::new();
        for inspection in inputs.inspections {
            let begun = inspection.window.from <= inputs.as_of;
            *visited.entry(inspection.unit).or_default() |= begun;
            if !inputs.rules.qualifying_kinds.contains(&inspection.kind) {
                continue;
            }
            let standing = if !begun {
                Standing::Planned(inspection.round)
            } else if inspection.window.contains(inputs.as_of) {
                Standing::ThisRound(inspection.round)
            } else {
                Standing::Inspected(Some(inspection.round))
            };
            // The order of the enum is the order of advance.
            let best = inspected.entry(inspection.unit).or_insert(standing);
            *best = (*best).min(standing);
        }
        let mut planned: HashMap<UnitId, RoundNumber> = HashMap::new();
        for plan in inputs.planned {
            let first = planned.entry(plan.unit).or_insert(plan.round);
            *first = (*first).min(plan.round);
        }
        Self { inputs, inspected, visited, planned }
    }

    /// Where a unit stands; `None` when it is not due.
    fn of(&self, unit: &Unit) -> Option<UnitStanding> {
        let kind = unit.kind.clone()?;
        let counted = self.inputs.rules.denominators.iter().any(|group| group.unit_kinds.contains(&kind));
        if !(counted && unit.covered && unit.existed_on(self.inputs.as_of)) {
            return None;
        }
        let stated = unit
            .last_inspection
            .filter(|last| last.month.is_none_or(|month| month.first() <= self.inputs.as_of));
        let in_term = stated.filter(|last| last.term == self.inputs.term.number);
        let standing = in_term
            .map(|last| Standing::Inspected(last.round))
            .into_iter()
            .chain(self.inspected.get(&unit.id).copied())
            .chain(self.planned.get(&unit.id).map(|round| Standing::Planned(*round)))
            .min()
            .unwrap_or(Standing::Open);
        let ever = stated.is_some() || self.visited.get(&unit.id).copied().unwrap_or(false);
        Some(UnitStanding { unit: unit.id, kind, nature: unit.nature.clone(), standing, ever })
    }
}

#[cfg(test)]
mod tests;
