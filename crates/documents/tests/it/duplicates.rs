//! Likely duplicates by matter, over the practice county's register and over sets made for the purpose. The goal of the
//! product, on the register: at least 12 of 14 groups reached, at most 10 false pairs.

use super::made::{FIFTH, FOURTH, HELD_OUT, Letter, SECOND, SIXTH, Set, THIRD, Told, seventh};
use documents::sheet;
use domain::organisation::naming::{Directory, Entry, Recognition};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use text::{
    matter::{Classes, Matter, Reading, Register, Rules},
    segment::Segmenter,
};

/// Words of one meaning, as the program ships them.
static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    let rules = domain::petition::PetitionRules::shipped();
    Classes::new(&rules.same_words)
});

/// Groups in all, groups that suggestions connect, false pairs, pairs in all.
#[derive(Debug, PartialEq, Eq)]
struct Figures {
    groups: usize,
    reached: usize,
    falsely: usize,
    pairs: usize,
}

fn figures(suggested: &[(usize, usize)], group_of: &BTreeMap<usize, usize>) -> Figures {
    let mut members: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (id, group) in group_of {
        members.entry(*group).or_default().insert(*id);
    }
    members.retain(|_, ids| ids.len() > 1);
    let is_true = |(a, b): &(usize, usize)| group_of.get(a).is_some() && group_of.get(a) == group_of.get(b);
    let reached = members.values().filter(|ids| is_connected(ids, suggested)).count();
    let falsely = suggested.iter().filter(|pair| !is_true(pair)).count();
    Figures { groups: members.len(), reached, falsely, pairs: suggested.len() }
}

fn is_connected(ids: &BTreeSet<usize>, pairs: &[(usize, usize)]) -> bool {
    let mut reached: BTreeSet<usize> = ids.first().copied().into_iter().collect();
    loop {
        let next: BTreeSet<usize> = pairs
            .iter()
            .flat_map(|(a, b)| [(*a, *b), (*b, *a)])
            .filter(|(a, b)| reached.contains(a) && ids.contains(b) && !reached.contains(b))
            .map(|(_, b)| b)
            .collect();
        if next.is_empty() {
            return reached.len() == ids.len();
        }
        reached.extend(next);
    }
}

fn expected() -> serde_json::Value {
    serde_json::from_str(include_str!("../../../../tests/data/expected.json")).unwrap()
}

fn first_set() -> (Vec<(usize, Matter)>, BTreeMap<usize, usize>) {
    let expected = expected();
    let bytes = include_bytes!("../../../../tests/data/petitions.xlsx");
    let book = sheet::open(bytes, &sheet::Limits::default()).unwrap();
    let segmenter = Segmenter::new();
    let directory = directory(&expected);
    let (mut all, mut group_of) = (Vec::new(), BTreeMap::new());
    for row in book.sheets[0].rows().iter().filter(|row| row.number > 2) {
        let id = row.value(1).shown().to_string();
        let label = &expected["petitions"][&id];
        let n: usize = id[2..].parse().unwrap();
        if let Some(group) = label["group"].as_str() {
            group_of.insert(n, group[1..].parse().unwrap());
        }
        let written = row.value(6).shown().to_string();
        let unit = recognised(&directory, &written);
        let names: Vec<&str> = unit.as_deref().into_iter().chain([written.as_str()]).collect();
        let (subject, text) = (row.value(7).shown(), row.value(8).shown());
        let told = "2025-09-15".parse().unwrap();
        let reading = Reading {
            unit: unit.as_deref(),
            unit_names: &names,
            subject: &subject,
            text: &text,
            told,
            classes: &CLASSES,
        };
        all.push((n, Matter::read(&reading, &segmenter)));
    }
    (all, group_of)
}

/// The county's units, as the directory of an installation knows them.
fn directory(expected: &serde_json::Value) -> Directory {
    let units = expected["units"].as_array().unwrap();
    Directory::new(units.iter().enumerate().map(|(at, unit)| Entry {
        id: kernel::UnitId(uuid::Uuid::from_u128(u128::try_from(at).unwrap() + 1)),
        parent: None,
        name: unit["name"].as_str().unwrap().to_owned(),
        aliases: Vec::new(),
    }))
    .with_place("云河县")
}

fn recognised(directory: &Directory, written: &str) -> Option<String> {
    let bare = written.split("党委").next().unwrap_or_default();
    match directory.recognise(bare) {
        Recognition::Found(unit, _) => directory.entry(unit).map(|entry| entry.name.clone()),
        _ => None,
    }
}

fn suggested(all: Vec<(usize, Matter)>) -> Vec<(usize, usize)> {
    let mut register = Register::new(Rules::default());
    for (id, matter) in all {
        register.insert(id, matter);
    }
    let suggestions = register.all();
    assert!(suggestions.iter().all(|s| s.one < s.other && !s.likeness.reasons().is_empty()));
    suggestions.into_iter().map(|s| (s.one, s.other)).collect()
}

#[test]
fn most_groups_of_the_practice_county_are_reached_and_few_pairs_are_false() {
    let (all, group_of) = first_set();
    let found = figures(&suggested(all), &group_of);
    println!("first set: {found:?}");
    assert_eq!(found.groups, 14);
    assert!(found.reached >= 13 && found.falsely <= 10, "{found:?}");
}

/// A made set as matters, with the matter each tells.
fn made(set: &Set, seed: u64) -> (Vec<(usize, Matter)>, BTreeMap<usize, usize>) {
    let segmenter = Segmenter::new();
    let petitions = set.petitions(seed);
    let read = |told: &Told| {
        let names = set.unit_names(&told.unit);
        let reading = Reading {
            unit: Some(names[0]),
            unit_names: names,
            subject: &told.subject,
            text: &told.text,
            told: "2025-09-15".parse().unwrap(),
            classes: &CLASSES,
        };
        (told.id, Matter::read(&reading, &segmenter))
    };
    (petitions.iter().map(read).collect(), petitions.iter().map(|told| (told.id, told.matter)).collect())
}

/// The figures of a made set over several seeds, told one by one and summed up.
fn summed(name: &str, set: &Set, seeds: &[u64]) -> Figures {
    let mut sum = Figures { groups: 0, reached: 0, falsely: 0, pairs: 0 };
    for seed in seeds {
        let (all, group_of) = made(set, *seed);
        let petitions = all.len();
        let found = figures(&suggested(all), &group_of);
        println!("{name} set of {petitions}, seed {seed}: {found:?}");
        sum.groups += found.groups;
        sum.reached += found.reached;
        sum.falsely += found.falsely;
        sum.pairs += found.pairs;
    }
    sum
}

/// The comparison was developed on this set and on the next, so their figures are bounds against becoming worse.
#[test]
fn most_groups_of_the_second_set_are_reached() {
    let found = summed("second", &SECOND, &[1, 2, 3, 4, 5]);
    assert!(found.reached >= 72 && found.falsely <= 18, "{found:?}");
}

/// A third of this set's tellings name nobody, no place and no sum, and fit a decoy as well as their own group.
#[test]
fn more_than_half_of_the_held_out_set_is_reached_and_few_decoys_are_drawn_in() {
    let found = summed("held-out", &HELD_OUT, &[20_251_121, 77_003, 4_096_411]);
    assert!(found.reached >= 30 && found.falsely <= 16, "{found:?}");
}

/// A set with letters' phrases, written before the comparison was changed. Measured once it was finished (37 of 48
/// groups, 102 false), then looked at: copied phrases brought most of the false pairs.
#[test]
fn copied_phrases_of_the_third_set_bring_few_together() {
    let found = summed("third", &THIRD, &[31_415_926, 8_675_309, 1_618_033]);
    assert!(found.reached >= 31 && found.falsely <= 20, "{found:?}");
}

/// A set whose words were read and whose errors were not while the comparison was made: its figures are told, not aimed
/// at. With the first comparison 16 of 30 groups with 29 false pairs; five decoys stand beside each of its groups.
#[test]
fn the_fourth_set_is_told_as_it_is() {
    let found = summed("fourth", &FOURTH, &[14_142_135, 271_828, 57_721_566]);
    assert_eq!(found.groups, 30);
}

/// Letters written one by one, as matters with the matter each tells: no two are one unless their number says so.
fn written(letters: &[Letter]) -> (Vec<(usize, Matter)>, BTreeMap<usize, usize>) {
    let segmenter = Segmenter::new();
    let read = |(unit, subject, _, text): &Letter| {
        let told = "2025-09-15".parse().unwrap();
        let reading =
            Reading { unit: Some(unit), unit_names: &[unit], subject, text, told, classes: &CLASSES };
        Matter::read(&reading, &segmenter)
    };
    let group = |(at, letter): (usize, &Letter)| (at, if letter.2 == 0 { 1_000 + at } else { letter.2 });
    let matters = letters.iter().enumerate().map(|(at, letter)| (at, read(letter))).collect();
    (matters, letters.iter().enumerate().map(group).collect())
}

fn of_registers(name: &str, registers: &[(&str, &[Letter])]) -> Vec<Figures> {
    let figures = registers.iter().map(|(register, letters)| {
        let (all, group_of) = written(letters);
        let found = figures(&suggested(all), &group_of);
        println!("{name} set, {register}, {} letters: {found:?}", letters.len());
        found
    });
    figures.collect()
}

/// Measured once at 15 of 30 groups with 2 false pairs, then looked at: a bound against becoming worse.
#[test]
fn most_groups_of_the_fifth_set_are_reached() {
    for found in of_registers("fifth", &FIFTH) {
        assert!(found.reached >= 7 && found.falsely <= 5, "{found:?}");
    }
}

/// The only set that the comparison was never made to suit, though by the author of the word classes: 10, 9 and 9 of 10
/// groups with 3, 4 and 0 false pairs. Whoever looks at its errors writes another one.
#[test]
fn the_goal_is_met_on_a_set_that_nobody_looked_at() {
    for found in of_registers("sixth", &SIXTH) {
        assert_eq!(found.groups, 10);
        assert!(found.reached * 14 >= 12 * found.groups && found.falsely <= 10, "{found:?}");
    }
}

/// The one set by somebody else: its figures are told, not aimed at. Measured once: 6, 6 and 4 of 10 groups with 1, 2 and 2
/// false pairs.
#[test]
fn the_set_of_a_stranger_is_told_as_it_is() {
    let registers = seventh();
    let letters: Vec<(&str, &[Letter])> =
        registers.iter().map(|(name, all)| (*name, all.as_slice())).collect();
    for found in of_registers("seventh", &letters) {
        assert_eq!(found.groups, 10);
    }
}

/// Texts that share words with a group and are another matter.
#[test]
fn what_only_looks_like_a_group_is_not_drawn_into_it() {
    let (all, group_of) = first_set();
    let pairs = suggested(all);
    for (lone, group) in [(58, 6), (67, 14), (76, 10), (114, 7), (134, 9)] {
        let drawn = pairs.iter().any(|(a, b)| {
            let other = if *a == lone { b } else { a };
            (*a == lone || *b == lone) && group_of.get(other) == Some(&group)
        });
        assert!(!drawn, "XF{lone:03} is drawn into D{group:02}");
    }
}
