//! How rare what a text tells is among the texts it is compared with.

use super::Matter;
use std::collections::{BTreeMap, BTreeSet};

/// What a feature of a matter is, so that 8000 and a word never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A place.
    Place,
    /// A firm.
    Firm,
    /// A word of the event.
    Word,
    /// A meaning of the field.
    Meaning,
    /// A character that words are made of.
    Character,
    /// An exact amount.
    Amount,
    /// The size of an amount.
    Size,
    /// A surname.
    Surname,
}

/// How rare something is among the texts compared.
pub trait Rarity {
    /// The number of texts.
    fn texts(&self) -> usize;
    /// The number of texts about a unit.
    fn texts_about(&self, unit: Option<&String>) -> usize;
    /// The number of texts with a feature ([`Matter::features`]).
    fn with(&self, kind: Kind, feature: &str) -> usize;
    /// The number of them that are about a unit.
    fn about(&self, unit: Option<&String>, kind: Kind, feature: &str) -> usize;

    /// The weight of a feature: large when few texts have it. A small register says little about rarity, hence the texts
    /// it is taken to have besides.
    fn weight(&self, kind: Kind, feature: &str) -> f64 {
        ((number(self.texts()) + 40.0) / (number(self.with(kind, feature)) + 0.5)).ln().max(0.1)
    }

    /// The weight of a word that the field has no meaning for. Where texts about other units use it too it is how
    /// letters are written rather than what happened here, and each of them counts as more texts.
    fn weight_of_phrase(&self, unit: Option<&String>, word: &str) -> f64 {
        let with = self.with(Kind::Word, word);
        let elsewhere = number(with.saturating_sub(self.about(unit, Kind::Word, word)));
        let spread = number(with) + elsewhere * (ELSEWHERE - 1.0);
        ((number(self.texts()) + 40.0) / (spread + 0.5)).ln().max(0.1)
    }

    /// How much it says that two texts about a unit share a feature, by how many others about it have it too.
    fn within(&self, unit: Option<&String>, kind: Kind, feature: &str) -> f64 {
        let share = (number(self.texts_about(unit)) + 2.0) / number(self.about(unit, kind, feature).max(1));
        share.ln().max(0.0)
    }
}

/// So few texts about a unit tell nothing of what they share by chance.
pub(super) const FEW: usize = 5;

/// As how many texts one about another unit counts.
const ELSEWHERE: f64 = 5.0;

pub(super) fn number(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// What each word and meaning of a text says when another text shares it, and what all of them together would say by
/// chance: a text that tells much, or in common words, shares something with any other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile<'a> {
    pub(super) words: BTreeMap<&'a String, f64>,
    pub(super) meanings: BTreeMap<&'a String, f64>,
    pub(super) characters: BTreeMap<&'a String, f64>,
    pub(super) chance: f64,
}

impl<'a> Profile<'a> {
    /// The profile of a matter among the texts of a register that holds it.
    pub fn of(matter: &'a Matter, rarity: &(impl Rarity + ?Sized)) -> Self {
        let unit = matter.unit.as_ref();
        let others = number(rarity.texts_about(unit).saturating_sub(1).max(1));
        let few = rarity.texts_about(unit) < FEW;
        let mut chance = 0.0;
        let of_field: BTreeSet<&String> = matter.meanings.values().flatten().collect();
        let mut says = |kind: Kind, told: &'a String, counts: f64| {
            let phrase = kind == Kind::Word && !of_field.contains(told);
            let weight = if phrase { rarity.weight_of_phrase(unit, told) } else { rarity.weight(kind, told) };
            let says = (weight * counts).min(MOST) * SAYS;
            let share = number(rarity.about(unit, kind, told).saturating_sub(1)) / others;
            chance += if few { 0.0 } else { says * share };
            (told, says)
        };
        let words = matter.words.iter();
        let words = words.map(|(word, counts)| says(Kind::Word, word, f64::from(*counts) / 100.0)).collect();
        let meanings = matter.meanings.keys();
        let meanings = meanings.map(|meaning| says(Kind::Meaning, meaning, MEANING)).collect();
        let characters = matter.characters.iter();
        let characters = characters.map(|told| says(Kind::Character, told, CHARACTER)).collect();
        Self { words, meanings, characters, chance }
    }
}

/// What a meaning counts that two texts tell in different words, beside a word that both use.
const MEANING: f64 = 0.7;

/// What a character counts that two texts share in different words.
const CHARACTER: f64 = 0.3;

/// A word that hardly any text has says no more than this: a slip of the pen is rare as well.
const MOST: f64 = 4.5;

/// What one unit of weight says for one matter. Words of one event come together, so that each says less than if it came
/// by itself.
const SAYS: f64 = 0.32;
