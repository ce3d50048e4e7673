//! Sets of petitions made here, so that the comparison is not fitted to the practice county's register: the same
//! generator over several sets of words, each with other matters, people, places and firms.
//!
//! Sets five, six and seven are written letter by letter and not generated.
//!
//! A *group* is one matter told by two or three people, each of whom knows a part. A *decoy* looks like a group and is
//! another matter; each set names its kinds. Two texts that differ in nothing that tells matters apart would be one
//! matter to any reader, so a decoy always tells someone, some place, sum, firm or time of its own.

mod fifth;
mod fourth;
mod held_out;
mod second;
mod seventh;
mod sixth;
mod third;

pub(crate) use {
    fifth::{FIFTH, Letter},
    fourth::FOURTH,
    held_out::HELD_OUT,
    second::SECOND,
    seventh::seventh,
    sixth::SIXTH,
    third::THIRD,
};

/// A petition of a set.
pub(crate) struct Told {
    /// Its number in the set.
    pub(crate) id: usize,
    /// The unit as the register has it.
    pub(crate) unit: String,
    /// The subject as the register has it.
    pub(crate) subject: String,
    /// What is told.
    pub(crate) text: String,
    /// The matter it tells; two petitions are of one matter when this is equal.
    pub(crate) matter: usize,
}

/// The words of a set.
pub(crate) struct Set {
    /// Units, each with its full and its short name.
    pub(crate) units: &'static [[&'static str; 2]],
    surnames: &'static [&'static str],
    given: &'static [&'static str],
    titles: &'static [&'static str],
    facts: &'static [Fact],
    /// Kinds of matter, in three people's words each.
    matters: &'static [[&'static str; 3]],
    /// Petitions of one telling each.
    singles: &'static [&'static str],
    /// What letters open and close with; none: they have nothing but their matter.
    phrases: &'static [[&'static str; 2]],
    decoys: &'static [Decoy],
    /// Whether singles are repeated about another unit.
    singles_elsewhere: bool,
}

/// A fact that tellings have places for.
struct Fact {
    /// The places' names: the same fact in different people's words.
    keys: &'static [&'static str],
    /// Whether it tells matters apart: a decoy has another one.
    tells: bool,
    /// What it may be, in the words of each key.
    values: &'static [&'static [&'static str]],
}

/// What looks like a group and is another matter.
#[derive(Clone, Copy)]
enum Decoy {
    /// The same wrong by someone else, in any unit.
    AnyUnit,
    /// The same wrong by someone else, elsewhere, for another sum, in the same unit.
    SameUnit,
    /// The same words about another unit.
    OtherUnit,
    /// The same person with something else.
    SamePerson,
    /// The same wrong in the same unit at the same time, in another place by someone else.
    OtherPlace,
    /// The same wrong in the same place at another time, by someone else, for another sum.
    OtherTime,
    /// Another wrong in the same unit for the same sum.
    SameSum,
}

/// A small repeatable source of numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % below
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

const STEMS: &[&str] = &["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];

/// What is true of one matter.
#[derive(Clone)]
struct Truth {
    unit: usize,
    surname: &'static str,
    name: String,
    title: &'static str,
    /// Which value each fact has.
    facts: Vec<usize>,
    count: usize,
}

/// A set being made.
struct Making<'a> {
    set: &'a Set,
    dice: Dice,
    told: Vec<Told>,
    matter: usize,
}

impl Set {
    /// The petitions of a seed: a group for each kind of matter with its decoys, and the singles.
    pub(crate) fn petitions(&self, seed: u64) -> Vec<Told> {
        let dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut making = Making { set: self, dice, told: Vec::new(), matter: 0 };
        for kind in 0..self.matters.len() {
            making.group(kind);
        }
        for telling in self.singles {
            making.single(telling);
        }
        making.shuffled()
    }

    /// The names of a unit that a petition names, as the directory of units would tell.
    pub(crate) fn unit_names(&self, written: &str) -> &'static [&'static str; 2] {
        self.units.iter().find(|names| names.contains(&written)).unwrap()
    }

    fn fill(&self, truth: &Truth, telling: &str) -> String {
        let mut text = telling
            .replace("{u}", self.units[truth.unit][0])
            .replace("{us}", self.units[truth.unit][1])
            .replace("{p}", &truth.name)
            .replace("{pm}", &format!("{}某", truth.surname))
            .replace("{pt}", &format!("{}{}", truth.surname, truth.title))
            .replace("{surname}", truth.surname)
            .replace("{n}", &truth.count.to_string());
        for (fact, at) in self.facts.iter().zip(&truth.facts) {
            for (key, value) in fact.keys.iter().zip(fact.values[*at]) {
                text = text.replace(&format!("{{{key}}}"), value);
            }
        }
        text
    }

    /// Whether a telling has a place for anything that tells matters apart.
    fn tells_apart(&self, telling: &str) -> bool {
        let own = self.facts.iter().filter(|fact| fact.tells).flat_map(|fact| fact.keys);
        own.chain(&["p", "pt"]).any(|key| telling.contains(&format!("{{{key}}}")))
    }
}

impl Making<'_> {
    fn group(&mut self, kind: usize) {
        let tellings = &self.set.matters[kind];
        let truth = self.truth();
        let (first, told) = (self.dice.roll(3), 2 + self.dice.roll(2));
        // Copied phrases are the same throughout a group and its decoys.
        let phrases = self.phrases();
        for n in 0..told {
            self.push(&truth, tellings[(first + n) % 3], phrases);
        }
        self.matter += 1;
        for decoy in self.set.decoys {
            let (other, telling) = self.decoy(*decoy, &truth, kind);
            self.push(&other, telling, phrases);
            self.matter += 1;
        }
    }

    fn decoy(&mut self, decoy: Decoy, truth: &Truth, kind: usize) -> (Truth, &'static str) {
        let mut other = self.unlike(truth);
        while matches!(decoy, Decoy::OtherTime) && !self.is_at_another_time(truth, &other) {
            other = self.unlike(truth);
        }
        let at_home = Truth { unit: truth.unit, ..other.clone() };
        let kept = |facts: &[&str]| {
            let all = self.set.facts.iter().enumerate();
            let keep = |(at, fact): (usize, &Fact)| {
                if facts.contains(&fact.keys[0]) { truth.facts[at] } else { other.facts[at] }
            };
            Truth { facts: all.map(keep).collect(), ..at_home.clone() }
        };
        let same_kind = &self.set.matters[kind];
        match decoy {
            Decoy::AnyUnit => (other, self.told_with(same_kind, &[])),
            Decoy::SameUnit => (at_home, self.told_with(same_kind, &[])),
            Decoy::OtherUnit => {
                let units = self.set.units.len();
                let unit = (truth.unit + 1 + self.dice.roll(units - 1)) % units;
                (Truth { unit, ..other }, self.told_with(same_kind, &[]))
            }
            Decoy::OtherPlace => (kept(&["w", "y", "m"]), self.told_with(same_kind, &["{pl}"])),
            Decoy::OtherTime => (kept(&["pl", "f"]), self.told_with(same_kind, &["{w}", "{wr}"])),
            Decoy::SameSum => {
                let kinds = self.set.matters.len();
                let another = &self.set.matters[(kind + 1 + self.dice.roll(kinds - 1)) % kinds];
                (kept(&["s"]), self.told_with(another, &["{s}", "{sr}"]))
            }
            Decoy::SamePerson => {
                let same = Truth { facts: other.facts, count: other.count, ..truth.clone() };
                (same, self.told_with(self.set.singles, &["{p}", "{pt}"]))
            }
        }
    }

    fn is_at_another_time(&self, one: &Truth, other: &Truth) -> bool {
        let facts = self.set.facts.iter().zip(one.facts.iter().zip(&other.facts));
        facts.filter(|(fact, _)| !fact.tells).all(|(_, (a, b))| a != b)
    }

    /// One of the tellings that have a place for something that tells matters apart, if any of them for one of these.
    fn told_with(&mut self, tellings: &[&'static str], places: &[&str]) -> &'static str {
        let apart: Vec<_> = tellings.iter().copied().filter(|told| self.set.tells_apart(told)).collect();
        let has = |told: &&str| places.iter().any(|place| told.contains(place));
        let fit: Vec<_> = apart.iter().copied().filter(has).collect();
        self.dice.pick(if fit.is_empty() { &apart } else { &fit })
    }

    fn single(&mut self, telling: &'static str) {
        let truth = self.truth();
        let phrases = self.phrases();
        self.push(&truth, telling, phrases);
        self.matter += 1;
        if self.set.singles_elsewhere && telling.contains("{u") {
            let mut other = self.unlike(&truth);
            while other.unit == truth.unit {
                other = self.unlike(&truth);
            }
            self.push(&other, telling, phrases);
            self.matter += 1;
        }
    }

    fn truth(&mut self) -> Truth {
        let set = self.set;
        let surname = self.dice.pick(set.surnames);
        Truth {
            unit: self.dice.roll(set.units.len()),
            surname,
            name: format!("{surname}{}{}", self.dice.pick(STEMS), self.dice.pick(set.given)),
            title: self.dice.pick(set.titles),
            facts: set.facts.iter().map(|fact| self.dice.roll(fact.values.len())).collect(),
            count: 11 + self.dice.roll(80),
        }
    }

    /// What shares nothing that tells matters apart.
    fn unlike(&mut self, one: &Truth) -> Truth {
        loop {
            let other = self.truth();
            let mut facts = self.set.facts.iter().zip(one.facts.iter().zip(&other.facts));
            if other.surname != one.surname && !facts.any(|(fact, (a, b))| fact.tells && a == b) {
                return other;
            }
        }
    }

    fn phrases(&mut self) -> [&'static str; 2] {
        if self.set.phrases.is_empty() { ["", ""] } else { self.dice.pick(self.set.phrases) }
    }

    fn push(&mut self, truth: &Truth, telling: &str, phrases: [&str; 2]) {
        let told = self.set.fill(truth, telling);
        let subject = match self.dice.roll(4) {
            0 if told.contains(&truth.name) => truth.name.clone(),
            1 if told.contains(truth.surname) => format!("{}{}", truth.surname, truth.title),
            _ => String::new(),
        };
        let unit = self.set.units[truth.unit][self.dice.roll(2)].to_owned();
        let text = format!("{}{told}{}", phrases[0], phrases[1]);
        self.told.push(Told { id: 0, unit, subject, text, matter: self.matter });
    }

    /// The order of a register has nothing to do with the matters.
    fn shuffled(mut self) -> Vec<Told> {
        for at in (1..self.told.len()).rev() {
            let other = self.dice.roll(at + 1);
            self.told.swap(at, other);
        }
        for (at, told) in self.told.iter_mut().enumerate() {
            told.id = at;
        }
        self.told
    }
}
