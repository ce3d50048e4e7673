//! What the rounds that remain must carry, so that everything is covered when the term ends.

use super::{Standing, UnitStanding};
use crate::{organisation::UnitKind, term::RoundNumber};
use serde::Serialize;
use std::collections::BTreeMap;

/// What one round must carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundLoad {
    /// The round.
    pub round: RoundNumber,
    /// By kind; kinds without any are left out.
    pub kinds: BTreeMap<UnitKind, KindLoad>,
}

/// What one round must carry of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KindLoad {
    /// Given to it by the plan.
    pub planned: usize,
    /// Still to be given to it, when what is open is spread evenly.
    pub to_add: usize,
}

/// Spreads the open units over the rounds, kind by kind, so that the rounds come out as even as the plan lets them.
pub(super) fn spread(units: &[UnitStanding], rounds_left: &[RoundNumber]) -> Vec<RoundLoad> {
    let mut rounds: Vec<RoundNumber> = rounds_left.to_vec();
    rounds.sort();
    rounds.dedup();
    let mut loads: Vec<RoundLoad> =
        rounds.iter().map(|round| RoundLoad { round: *round, kinds: BTreeMap::new() }).collect();
    let mut open: BTreeMap<&UnitKind, usize> = BTreeMap::new();
    for unit in units {
        match unit.standing {
            Standing::Open => *open.entry(&unit.kind).or_default() += 1,
            Standing::Planned(round) => {
                if let Some(load) = loads.iter_mut().find(|load| load.round == round) {
                    load.kinds.entry(unit.kind.clone()).or_default().planned += 1;
                }
            }
            Standing::Inspected(_) | Standing::ThisRound(_) => {}
        }
    }
    for (kind, count) in open {
        for _ in 0..count {
            give_one(&mut loads, kind);
        }
    }
    loads
}

/// Gives one unit of a kind to the round that carries least of it; of equals to the earliest.
fn give_one(loads: &mut [RoundLoad], kind: &UnitKind) {
    let carried = |load: &RoundLoad| load.kinds.get(kind).map_or(0, |load| load.planned + load.to_add);
    if let Some(least) = loads.iter_mut().min_by_key(|load| carried(load)) {
        least.kinds.entry(kind.clone()).or_default().to_add += 1;
    }
}
