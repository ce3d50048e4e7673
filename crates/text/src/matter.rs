//! Whether two texts tell of one matter, and why: subject, place, event, time, amount (H7).
//!
//! What is compared is a [`Matter`]: sets of people, places, firms, words, amounts and times that a text tells of. It
//! has no field for who wrote, how, from where or when it came in, and keeps no order, spelling or punctuation, so style
//! and authorship cannot be compared: there is nothing left of them. What in a text tells who wrote it is taken out
//! before it is read ([`author`]), and so are idioms, adverbs and the phrases of letters.
//!
//! Everything that agrees speaks for one matter and what contradicts it speaks against, in natural logarithms
//! ([`compare()`]): words of the event by how rare they are, above what two texts of that length share by chance
//! ([`Profile`]); words of one meaning in the field ([`Classes`], rules that come from outside); characters that words
//! are made of; facts ([`facts`]). Different people are different matters without appeal. One text tells of one matter: of two likely partners that contradict each other the likelier is shown
//! ([`Register`]).
//!
//! Guarantees: the same input gives the same answer; a [`Likeness`] is the same from either side; every suggestion has
//! its reasons in words; the work grows with the number of texts, not with its square ([`Register`]). Offline.
//! Called by the register of petitions, and by whatever compares findings later.

mod amount;
mod author;
mod classes;
mod compare;
mod facts;
mod lists;
mod rarity;
mod register;
mod words;

pub use amount::{Amount, Counted};
pub use classes::Classes;
pub use compare::{Common, Likeness, Rules, compare};
pub use rarity::{Kind, Profile, Rarity};
pub use register::{Register, Suggestion};

use crate::{
    name::{self, Person},
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
    /// Words of one meaning in the field.
    pub classes: &'a Classes,
}

/// What a text tells of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matter {
    /// The unit, by its key.
    pub unit: Option<String>,
    /// People it is about or names with a title.
    pub people: BTreeSet<Person>,
    /// Villages, roads, estates and the like, without what their names end with.
    pub places: BTreeSet<String>,
    /// Firms, shops, schools that are paid, without what their names end with.
    pub firms: BTreeSet<String>,
    /// What happened and to what: words that carry meaning, each with how much it may count, 0 to 100: little for a
    /// word of everyday speech and for a word within a longer one.
    pub words: BTreeMap<String, u8>,
    /// Characters that its words are made of: 抽水机 and 抽水泵, 油锯 and 锯声 share what they mean.
    pub characters: BTreeSet<String>,
    /// Meanings of the field with the words that tell them.
    pub meanings: BTreeMap<String, BTreeSet<String>>,
    /// Sums and counts of ten or more.
    pub amounts: BTreeSet<Amount>,
    /// Years and months.
    pub times: BTreeSet<When>,
}

/// What a word within a longer one counts, in hundredths of what it would count alone.
const WITHIN: u16 = 50;

impl Matter {
    /// Reads what a text tells of.
    pub fn read(reading: &Reading<'_>, segmenter: &Segmenter) -> Self {
        let text = author::without(reading.text);
        let reading = &Reading { text: &text, ..*reading };
        let mut told = words::read(reading.text, segmenter);
        let people = people(reading, &told.people);
        let named: Vec<String> = people.iter().map(Person::told).collect();
        let in_name = |word: &str| reading.unit_names.iter().any(|name| name.contains(word));
        let in_person = |word: &str| named.iter().any(|name| name.contains(word));
        told.words.retain(|word| !in_name(word) && !in_person(word));
        told.places.retain(|place| !in_name(place) && !in_person(place));
        told.firms.retain(|firm| !in_name(firm) && !in_person(firm));
        let mut meanings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let classes = reading.classes;
        for (meaning, word) in classes.told_by(&told.words).into_iter().chain(classes.told_in(&told.cut)) {
            meanings.entry(meaning).or_default().insert(word);
        }
        let of_field: BTreeSet<&String> = meanings.values().flatten().collect();
        told.words.retain(|word| of_field.contains(word) || !told.manner.contains(word));
        Self {
            unit: reading.unit.map(str::to_owned),
            people,
            words: weighed(&told.words, segmenter, |word| !in_name(word)),
            characters: words::characters(&told.words),
            places: told.places,
            firms: told.firms,
            meanings,
            amounts: amount::amounts(reading.text),
            times: times(reading.text, reading.told).into_iter().collect(),
        }
    }

    /// Everything that rarity is told of.
    pub fn features(&self) -> impl Iterator<Item = (Kind, String)> {
        let characters = self.characters.iter().map(|told| (Kind::Character, told.clone()));
        self.meets_by().chain(characters)
    }

    /// What brings two texts together: a character alone is in too many.
    fn meets_by(&self) -> impl Iterator<Item = (Kind, String)> {
        let of = |kind: Kind| move |told: &String| (kind, told.clone());
        let places = self.places.iter().map(of(Kind::Place));
        let firms = self.firms.iter().map(of(Kind::Firm));
        let words = self.words.keys().map(of(Kind::Word));
        let meanings = self.meanings.keys().map(of(Kind::Meaning));
        let amounts: BTreeSet<_> = self.amounts.iter().flat_map(Amount::features).collect();
        let surnames: BTreeSet<_> = self.people.iter().map(|p| (Kind::Surname, p.surname.clone())).collect();
        places.chain(firms).chain(words).chain(meanings).chain(amounts).chain(surnames)
    }
}

/// Words with how much each counts, and the words within them.
fn weighed(
    told: &BTreeSet<String>,
    segmenter: &Segmenter,
    may_count: impl Fn(&str) -> bool,
) -> BTreeMap<String, u8> {
    let mut words: BTreeMap<String, u8> = BTreeMap::new();
    for word in told {
        for inner in
            segmenter.within(word).into_iter().filter(|inner| words::carries(inner) && may_count(inner))
        {
            let counts = u16::from(counts(&inner, segmenter)) * WITHIN / 100;
            words.entry(inner).or_insert(u8::try_from(counts).unwrap_or(0));
        }
    }
    words.extend(told.iter().map(|word| (word.clone(), counts(word, segmenter))));
    words
}

/// How much a word counts. A word of everyday speech says little about a matter, however few petitions hold it; two
/// neighbouring characters the dictionary does not know overlap with their neighbours and count less.
fn counts(word: &str, segmenter: &Segmenter) -> u8 {
    if word.ends_with(|c| words::BODIES.contains(c)) {
        return 50;
    }
    if !word.is_ascii() && !segmenter.knows(word) {
        return 65;
    }
    let usage = segmenter.usage(word);
    let steps = [(20, 100), (60, 90), (200, 80), (600, 65), (2_000, 50), (6_000, 40)];
    steps.into_iter().find(|(most, _)| usage <= *most).map_or(30, |(_, counts)| counts)
}

/// Those in the field, and those the text names and the field does not; each as fully as either names them. Whoever holds
/// no post counts only where nobody else is named: a matter is told of those who hold one.
fn people(reading: &Reading<'_>, full: &[Person]) -> BTreeSet<Person> {
    let mut told: Vec<Person> = name::in_field(reading.subject);
    told.extend(full.iter().cloned());
    told.extend(name::in_post(reading.text));
    if told.is_empty() {
        told = name::in_text(reading.text);
    }
    let mut people: Vec<Person> = Vec::new();
    for person in told {
        match people.iter_mut().find(|known| known.may_be(&person)) {
            Some(known) if known.given.is_none() => *known = person,
            Some(_) => {}
            None => people.push(person),
        }
    }
    people.into_iter().collect()
}

#[cfg(test)]
mod tests;
