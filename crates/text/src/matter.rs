//! Whether two texts tell of one matter, and why: subject, place, event, time, amount (H7).
//!
//! What is compared is a [`Matter`]: sets of people, places, words, amounts and times that a text tells of. It has no
//! field for who wrote, how, from where or when it came in, and keeps no order, spelling or punctuation, so style and
//! authorship cannot be compared: there is nothing left of them. Words that carry no matter are left out.
//!
//! Guarantees: the same input gives the same answer; a [`Likeness`] is the same from either side; every suggestion has
//! its reasons in words; the work grows with the number of texts, not with its square ([`Register`]). Offline.
//! Called by the register of petitions, and by whatever compares findings later.

mod compare;
mod register;
mod words;

pub use compare::{Common, Likeness, Rarity, Rules, compare};
pub use register::{Register, Suggestion};

use crate::{
    name::{self, Person},
    number::{Unit, numbers},
    segment::Segmenter,
    when::{When, times},
};
use kernel::Day;
use std::collections::{BTreeMap, BTreeSet};

/// What is read: nothing about the reporter, by construction.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The unit it is about, by a key that its other names share; `None` when nobody knows yet.
    pub unit: Option<&'a str>,
    /// The names of that unit: what a unit is called says nothing about the matter.
    pub unit_names: &'a [&'a str],
    /// The field for those it is about.
    pub subject: &'a str,
    /// What is told.
    pub text: &'a str,
    /// The day from which 去年 and 前年 count.
    pub told: Day,
}

/// What a text tells of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matter {
    /// The unit, by its key.
    pub unit: Option<String>,
    /// People it is about or names with a title.
    pub people: BTreeSet<Person>,
    /// Villages, roads, estates and the like.
    pub places: BTreeSet<String>,
    /// What happened and to what: words that carry meaning, each with how much it may count, 0 to 100: little for a
    /// word of everyday speech.
    pub words: BTreeMap<String, u8>,
    /// Sums and counts of ten or more, in hundredths.
    pub amounts: BTreeSet<i64>,
    /// Years and months.
    pub times: BTreeSet<When>,
}

/// Amounts below this are too common to mean anything.
const LEAST_AMOUNT: i64 = 10 * 100;

impl Matter {
    /// Reads what a text tells of.
    pub fn read(reading: &Reading<'_>, segmenter: &Segmenter) -> Self {
        let mut told = words::read(&segmenter.words(reading.text));
        let people = people(reading);
        let named: Vec<String> = people.iter().map(Person::told).collect();
        let in_name = |word: &str| reading.unit_names.iter().any(|name| name.contains(word));
        let in_person = |word: &str| named.iter().any(|name| name.contains(word));
        told.words.retain(|word| !in_name(word) && !in_person(word));
        told.places.retain(|place| !in_name(place));
        let amounts = numbers(reading.text).into_iter();
        let amounts = amounts.filter(|n| n.unit != Unit::Time && n.hundredths >= LEAST_AMOUNT);
        Self {
            unit: reading.unit.map(str::to_owned),
            people,
            places: told.places,
            words: told.words.into_iter().map(|word| weighed(word, segmenter)).collect(),
            amounts: amounts.map(|n| n.hundredths).collect(),
            times: times(reading.text, reading.told).into_iter().collect(),
        }
    }

    /// Everything rarity is told of, each with a mark of its kind in front, so that 8000 and a word never meet.
    pub fn features(&self) -> impl Iterator<Item = String> {
        let places = self.places.iter().map(|place| format!("p{place}"));
        let words = self.words.keys().map(|word| format!("w{word}"));
        let amounts = self.amounts.iter().map(|amount| format!("a{amount}"));
        let people = self.people.iter().map(|person| format!("n{}", person.surname));
        places.chain(words).chain(amounts).chain(people)
    }
}

/// A word with how much it counts. A word of everyday speech says little about a matter, however few petitions hold it;
/// two neighbouring characters the dictionary does not know overlap with their neighbours and count less.
fn weighed(word: String, segmenter: &Segmenter) -> (String, u8) {
    if !word.is_ascii() && !segmenter.knows(&word) {
        return (word, 65);
    }
    let usage = segmenter.usage(&word);
    let steps = [(20, 100), (60, 90), (200, 80), (600, 65), (2_000, 50), (6_000, 40)];
    let counts = steps.into_iter().find(|(most, _)| usage <= *most).map_or(30, |(_, counts)| counts);
    (word, counts)
}

/// Those in the field, and those the text names and the field does not.
fn people(reading: &Reading<'_>) -> BTreeSet<Person> {
    let mut people: BTreeSet<Person> = name::in_field(reading.subject).into_iter().collect();
    for person in name::in_text(reading.text) {
        if !people.iter().any(|known| known.may_be(&person)) {
            people.insert(person);
        }
    }
    people
}

#[cfg(test)]
mod tests;
