use super::{Coverage, Inputs, Inspection, Planned, Rate, Standing, of};
use crate::engagement::{EngagementKind, Window};
use crate::organisation::{Ending, LastInspection, State, Unit, UnitKind};
use crate::ruleset::{Body, CoverageRules, shipped};
use crate::term::{RoundNumber, TermFacts, TermNumber, read};
use kernel::{Day, UnitId};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

fn rules() -> CoverageRules {
    let bodies = shipped().unwrap().into_iter().map(|ruleset| ruleset.draft.check().unwrap());
    bodies
        .into_iter()
        .find_map(|body| if let Body::Coverage(rules) = body { Some(rules) } else { None })
        .unwrap()
}

fn term() -> TermFacts {
    read(include_str!("../../../../tests/data/yunhe-term.json")).unwrap().terms.remove(1)
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn unit(n: u128, kind: &str) -> Unit {
    let mut unit = Unit::root(UnitId(Uuid::from_u128(n)), &format!("单位{n}"), None);
    unit.kind = Some(UnitKind::new(kind));
    unit.covered = true;
    unit
}

/// The county's 237 units as its list states them.
fn county() -> (Vec<Unit>, HashMap<(String, String), UnitId>) {
    let expected: Value = serde_json::from_str(include_str!("../../../../tests/data/expected.json")).unwrap();
    let mut ids = HashMap::new();
    let mut units = Vec::new();
    for (n, row) in (1_u128..).zip(expected["units"].as_array().unwrap()) {
        let text = |key: &str| row[key].as_str().unwrap().to_owned();
        let mut unit = unit(n, &text("kind"));
        unit.name = text("name");
        unit.last_inspection = row["last_term"].as_u64().map(|term| LastInspection {
            term: TermNumber(u16::try_from(term).unwrap()),
            round: row["last_round"].as_u64().map(|round| RoundNumber(u16::try_from(round).unwrap())),
            month: row["last_month"].as_str().map(|month| month.parse().unwrap()),
        });
        ids.insert((unit.name.clone(), text("parent")), unit.id);
        units.push(unit);
    }
    (units, ids)
}

/// Round 9 as its file states it: engagements and the villages brought along.
fn round_nine(ids: &HashMap<(String, String), UnitId>) -> Vec<Inspection> {
    let round: Value = serde_json::from_str(include_str!("../../../../tests/data/yunhe-round.json")).unwrap();
    let by_name: HashMap<&str, UnitId> = ids.iter().map(|((name, _), id)| (name.as_str(), *id)).collect();
    let mut inspections = Vec::new();
    for engagement in
        round["teams"].as_array().unwrap().iter().flat_map(|team| team["units"].as_array().unwrap())
    {
        let text = |key: &str| engagement[key].as_str().unwrap();
        let edge = |key: &str| day(engagement["window"][key].as_str().unwrap());
        let inspection = |unit| Inspection {
            unit,
            kind: EngagementKind::from_written(text("kind")).unwrap(),
            round: RoundNumber(9),
            window: Window { from: edge("from"), to: edge("to") },
        };
        inspections.push(inspection(by_name[text("unit")]));
        for village in engagement["extends_to"].as_array().into_iter().flatten() {
            let key = (
                village["unit"].as_str().unwrap().to_owned(),
                village["parent"].as_str().unwrap().to_owned(),
            );
            inspections.push(inspection(ids[&key]));
        }
    }
    inspections
}

fn county_coverage(as_of: &str, inspections: &[Inspection]) -> Coverage {
    let (units, _) = county();
    let (term, rules) = (term(), rules());
    of(Inputs {
        term: &term,
        as_of: day(as_of),
        units: &units,
        inspections,
        planned: &[],
        rounds_left: &[RoundNumber(9), RoundNumber(10)],
        rules: &rules,
    })
}

fn rates(coverage: &Coverage) -> Vec<(usize, usize, u32)> {
    let rates = coverage.groups.iter().map(|group| group.tally.rate());
    rates.map(|rate| (rate.part, rate.whole, rate.hundredths().unwrap())).collect()
}

#[test]
fn before_round_nine_the_county_has_covered_what_its_list_says() {
    let coverage = county_coverage("2025-07-31", &[]);
    assert_eq!(rates(&coverage), [(53, 83, 6386), (43, 62, 6935), (77, 154, 5000)]);
    let departments = coverage.by_kind[&UnitKind::new("department")];
    assert_eq!((departments.inspected, departments.open, departments.never), (43, 19, 11));
}

#[test]
fn after_round_nine_only_its_routine_inspections_raise_coverage() {
    let (_, ids) = county();
    let inspections = round_nine(&ids);
    assert_eq!(inspections.len(), 12);
    let after = county_coverage("2025-11-01", &inspections);
    assert_eq!(rates(&after), [(59, 83, 7108), (46, 62, 7419), (80, 154, 5195)]);
    let during = county_coverage("2025-09-20", &inspections);
    assert_eq!(rates(&during), rates(&county_coverage("2025-07-31", &[])));
    assert_eq!(during.groups[0].tally.this_round, 6);
    let before = county_coverage("2025-09-01", &inspections);
    assert_eq!((before.groups[0].tally.planned, before.groups[0].tally.this_round), (6, 0));
}

#[test]
fn the_rounds_that_remain_share_what_is_open_evenly() {
    let coverage = county_coverage("2025-07-31", &[]);
    let to_add = |index: usize, kind: &str| coverage.rounds[index].kinds[&UnitKind::new(kind)].to_add;
    assert_eq!((to_add(0, "department"), to_add(1, "department")), (10, 9));
    assert_eq!((to_add(0, "village"), to_add(1, "village")), (39, 38));
    assert_eq!(coverage.beyond_reach, 0);
}

#[test]
fn a_unit_that_has_ended_or_is_no_object_of_coverage_is_not_due() {
    let (term, rules) = (term(), rules());
    let mut ended = unit(1, "department");
    ended.state =
        State::Abolished(Ending { on: day("2025-01-01"), reason: "改革".to_owned(), successors: vec![] });
    let mut cell = unit(2, "department");
    cell.covered = false;
    let inputs = |as_of, units| Inputs {
        term: &term,
        as_of,
        units,
        inspections: &[],
        planned: &[],
        rounds_left: &[],
        rules: &rules,
    };
    let units = [ended, cell, unit(3, "department")];
    let coverage = of(inputs(day("2025-06-30"), &units));
    assert_eq!((coverage.groups[0].tally.due, coverage.beyond_reach), (1, 1));
    assert_eq!(of(inputs(day("2024-12-31"), &units)).groups[0].tally.due, 2);
}

#[test]
fn a_rate_of_nothing_is_none_and_halves_round_up() {
    assert_eq!(Rate { part: 0, whole: 0 }.hundredths(), None);
    assert_eq!(Rate { part: 1, whole: 3 }.hundredths(), Some(3333));
    assert_eq!(Rate { part: 2, whole: 3 }.hundredths(), Some(6667));
    assert_eq!(Rate { part: 1, whole: 20_000 }.hundredths(), Some(1));
}

proptest! {
    #[test]
    fn the_parts_always_add_up_to_what_is_due(
        kinds in proptest::collection::vec(0_usize..5, 1..40),
        steps in proptest::collection::vec((0_u128..40, 0_usize..7, 1_u16..14, 0_i64..1_500), 0..60),
        plans in proptest::collection::vec((0_u128..40, 9_u16..12), 0..40),
    ) {
        const KINDS: [&str; 5] = ["department", "township", "soe", "school_hospital", "village"];
        let (term, rules) = (term(), rules());
        let units: Vec<Unit> = (0..).zip(&kinds).map(|(n, kind)| unit(n, KINDS[*kind])).collect();
        let id = |n| UnitId(Uuid::from_u128(n));
        let inspections: Vec<Inspection> = steps
            .iter()
            .map(|(n, kind, round, start)| {
                let from = term.from.plus_days(*start);
                let window = Window { from, to: from.plus_days(60) };
                Inspection { unit: id(*n), kind: EngagementKind::ALL[*kind], round: RoundNumber(*round), window }
            })
            .collect();
        let planned: Vec<Planned> =
            plans.iter().map(|(n, round)| Planned { unit: id(*n), round: RoundNumber(*round) }).collect();
        let rounds_left = [RoundNumber(9), RoundNumber(10), RoundNumber(11)];
        let coverage = of(Inputs {
            term: &term, as_of: day("2024-06-01"), units: &units, inspections: &inspections,
            planned: &planned, rounds_left: &rounds_left, rules: &rules,
        });
        prop_assert_eq!(coverage.units.len(), units.len());
        let mut due = 0;
        for (kind, tally) in &coverage.by_kind {
            prop_assert_eq!(tally.inspected + tally.this_round + tally.planned + tally.open, tally.due);
            prop_assert!(tally.never <= tally.due - tally.inspected);
            let added: usize = coverage.rounds.iter().filter_map(|r| r.kinds.get(kind)).map(|load| load.to_add).sum();
            prop_assert_eq!(added, tally.open);
            due += tally.due;
        }
        prop_assert_eq!(due, units.len());
        let qualifying = |unit: UnitId| inspections.iter().any(|i| i.unit == unit && rules.qualifying_kinds.contains(&i.kind));
        for unit in coverage.units.iter().filter(|unit| matches!(unit.standing, Standing::Inspected(_))) {
            prop_assert!(qualifying(unit.unit));
        }
    }
}
