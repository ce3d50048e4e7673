//! What a preview says of a list as a whole: counts, sums, coverage by kind.

use super::{Context, Draft, parents::node_id};
use crate::{
    organisation::{
        taxonomy::{LevelSide, UnitKind},
        tree::Tree,
    },
    term,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Counts of one kind of unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindSummary {
    /// The kind.
    pub kind: UnitKind,
    /// Units.
    pub units: usize,
    /// Sum of Party members.
    pub members: u64,
    /// Sum of staff.
    pub staff: u64,
    /// Last inspected in the term of the reporting date.
    pub this_term: usize,
    /// Last inspected in an earlier term.
    pub previous_term: usize,
    /// Never inspected.
    pub never: usize,
}

/// Counts of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Units.
    pub units: usize,
    /// Of them known already.
    pub existing: usize,
    /// By kind, in the taxonomy's order.
    pub by_kind: Vec<KindSummary>,
    /// Units by code of nature.
    pub by_nature: BTreeMap<String, usize>,
    /// Heads managed above, by this committee, below.
    pub heads: BTreeMap<&'static str, usize>,
    /// Sum of Party members; a township's figure and its villages' are both in it.
    pub members: u64,
    /// Units without a figure of Party members.
    pub members_blank: usize,
    /// Sum of staff.
    pub staff: u64,
    /// Different names.
    pub distinct_names: usize,
    /// Names that occur under several parents.
    pub shared_names: BTreeSet<String>,
    /// Levels of the tree, the root counted.
    pub max_depth: u32,
}

/// Counts the units of a list.
pub(super) fn summarise(units: &[Draft], context: Context<'_>, tree: &Tree) -> Summary {
    let mut summary = Summary {
        units: units.len(),
        existing: units.iter().filter(|unit| unit.existing.is_some()).count(),
        by_kind: by_kind(units, context),
        members: units.iter().filter_map(|unit| unit.members).map(u64::from).sum(),
        members_blank: units.iter().filter(|unit| unit.members.is_none()).count(),
        staff: units.iter().filter_map(|unit| unit.staff).map(u64::from).sum(),
        ..Summary::default()
    };
    let mut names = BTreeSet::new();
    for (index, unit) in units.iter().enumerate() {
        if let Some(nature) = &unit.nature {
            *summary.by_nature.entry(nature.as_str().to_owned()).or_default() += 1;
        }
        if let Some(level) = unit.head.as_ref().and_then(|head| head.level.as_ref()) {
            let side = context.taxonomy.level(level).map_or("lower", |level| match level.side {
                LevelSide::Higher => "higher",
                LevelSide::Own => "own",
                LevelSide::Lower => "lower",
            });
            *summary.heads.entry(side).or_default() += 1;
        }
        if !unit.name.is_empty() && !names.insert(unit.name.as_str()) {
            summary.shared_names.insert(unit.name.clone());
        }
        let depth = tree.depth(node_id(unit, index)).unwrap_or(0);
        summary.max_depth = summary.max_depth.max(depth);
    }
    summary.distinct_names = names.len();
    summary
}

fn by_kind(units: &[Draft], context: Context<'_>) -> Vec<KindSummary> {
    let current = term::on(context.terms, context.as_of).map(|term| term.number);
    let mut kinds: Vec<KindSummary> =
        context.taxonomy.kinds.iter().map(|entry| empty(entry.code.clone())).collect();
    for unit in units {
        let Some(kind) = kinds.iter_mut().find(|kind| Some(&kind.kind) == unit.kind.as_ref()) else {
            continue;
        };
        kind.units += 1;
        kind.members += u64::from(unit.members.unwrap_or(0));
        kind.staff += u64::from(unit.staff.unwrap_or(0));
        match unit.last_inspection {
            Some(last) if Some(last.term) == current => kind.this_term += 1,
            Some(_) => kind.previous_term += 1,
            None => kind.never += 1,
        }
    }
    kinds
}

const fn empty(kind: UnitKind) -> KindSummary {
    KindSummary { kind, units: 0, members: 0, staff: 0, this_term: 0, previous_term: 0, never: 0 }
}
