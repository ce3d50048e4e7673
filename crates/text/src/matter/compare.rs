//! How alike two matters are, and in what.

use super::Matter;
use crate::name::Person;
use kernel::Message;
use std::collections::{BTreeMap, BTreeSet};

/// How rare something is among the texts compared.
pub trait Rarity {
    /// The number of texts.
    fn texts(&self) -> usize;
    /// The number of texts with a feature ([`Matter::features`]).
    fn with(&self, feature: &str) -> usize;

    /// The weight of a feature: large when few texts have it. A small register says little about rarity, hence the
    /// texts it is taken to have besides.
    fn weight(&self, feature: &str) -> f64 {
        let all = f64::from(u32::try_from(self.texts()).unwrap_or(u32::MAX)) + 40.0;
        let with = f64::from(u32::try_from(self.with(feature)).unwrap_or(u32::MAX)) + 0.5;
        (all / with).ln().max(0.1)
    }
}

/// What two matters must have in common to be shown side by side. Values of the program, not of the field: they decide
/// what is shown, never what is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// The least likeness of the whole.
    pub least: f64,
    /// The least weight of what is common, so that short texts do not meet in one word.
    pub least_common: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Self { least: 0.09, least_common: 4.5 }
    }
}

/// What two matters have in common, by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Common {
    /// Whether both are about the unit.
    pub unit: bool,
    /// People, named as fully as either names them.
    pub people: Vec<String>,
    /// Places.
    pub places: Vec<String>,
    /// Words of the event, the rarest first.
    pub words: Vec<String>,
    /// Amounts in hundredths.
    pub amounts: Vec<i64>,
    /// Times, as `2024` or `2024-11`.
    pub times: Vec<String>,
}

/// How alike two matters are.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// From 0 to about 1.
    pub score: f64,
    /// The weight of what is common.
    pub weight: f64,
    /// What is common.
    pub common: Common,
}

/// Compares two matters; the order does not matter. `None` when they are about different units or share nothing.
pub fn compare(a: &Matter, b: &Matter, rarity: &impl Rarity) -> Option<Likeness> {
    if a.unit != b.unit {
        return None;
    }
    let mut sum = Sum { rarity, common: 0.0, weight: 0.0, ours: 0.0, theirs: 0.0 };
    let mut common = Common { unit: a.unit.is_some() && a.unit == b.unit, ..Common::default() };
    common.places = sum.add('p', 0.5, &a.places, &b.places);
    common.words = sum.add_words(&a.words, &b.words);
    common.amounts = amounts(&mut sum, a, b);
    common.people = people(&mut sum, a, b);
    common.times = times(a, b);
    // A short telling may lie wholly in a long one, so the shorter counts for more.
    let (less, more) = (sum.ours.min(sum.theirs), sum.ours.max(sum.theirs));
    let norm = less.powf(0.7) * more.powf(0.3);
    if norm <= 0.0 || sum.common <= 0.0 {
        return None;
    }
    let score = sum.common / norm * disagreement(a, b);
    common.words.sort_by(|x, y| {
        let (x, y) = (sum.rarity.weight(&format!("w{y}")), sum.rarity.weight(&format!("w{x}")));
        x.total_cmp(&y)
    });
    Some(Likeness { score, weight: sum.weight, common })
}

/// The sums that a cosine is made of.
struct Sum<'a, R> {
    rarity: &'a R,
    /// Squares of the weights of what is common.
    common: f64,
    /// Their plain sum.
    weight: f64,
    ours: f64,
    theirs: f64,
}

impl<R: Rarity> Sum<'_, R> {
    fn add_words(&mut self, a: &BTreeMap<String, u8>, b: &BTreeMap<String, u8>) -> Vec<String> {
        let weight = |(word, counts): (&String, &u8)| {
            self.rarity.weight(&format!("w{word}")) * f64::from(*counts) / 100.0
        };
        self.ours += a.iter().map(|word| weight(word).powi(2)).sum::<f64>();
        self.theirs += b.iter().map(|word| weight(word).powi(2)).sum::<f64>();
        let common: Vec<_> = a.iter().filter(|(word, _)| b.contains_key(*word)).collect();
        self.common += common.iter().map(|word| weight(*word).powi(2)).sum::<f64>();
        self.weight += common.iter().map(|word| weight(*word)).sum::<f64>();
        common.into_iter().map(|(word, _)| word.clone()).collect()
    }

    fn add(&mut self, kind: char, factor: f64, a: &BTreeSet<String>, b: &BTreeSet<String>) -> Vec<String> {
        let weight = |word: &String| self.rarity.weight(&format!("{kind}{word}")) * factor;
        self.ours += a.iter().map(|word| weight(word).powi(2)).sum::<f64>();
        self.theirs += b.iter().map(|word| weight(word).powi(2)).sum::<f64>();
        let common: Vec<String> = a.intersection(b).cloned().collect();
        self.common += common.iter().map(|word| weight(word).powi(2)).sum::<f64>();
        self.weight += common.iter().map(weight).sum::<f64>();
        common
    }
}

fn amounts<R: Rarity>(sum: &mut Sum<'_, R>, a: &Matter, b: &Matter) -> Vec<i64> {
    let text = |set: &BTreeSet<i64>| set.iter().map(i64::to_string).collect::<BTreeSet<_>>();
    let common = sum.add('a', 0.9, &text(&a.amounts), &text(&b.amounts));
    common.iter().filter_map(|amount| amount.parse().ok()).collect()
}

fn people<R: Rarity>(sum: &mut Sum<'_, R>, a: &Matter, b: &Matter) -> Vec<String> {
    let surnames = |m: &Matter| m.people.iter().map(|p| p.surname.clone()).collect::<BTreeSet<_>>();
    sum.add('n', 0.8, &surnames(a), &surnames(b));
    let pairs = a.people.iter().flat_map(|mine| b.people.iter().map(move |theirs| (mine, theirs)));
    let met = pairs.filter(|(mine, theirs)| mine.may_be(theirs));
    let fuller = |(mine, theirs): (&Person, &Person)| {
        if mine.given.is_some() { mine.told() } else { theirs.told() }
    };
    let names: BTreeSet<String> = met.map(fuller).collect();
    names.into_iter().collect()
}

fn times(a: &Matter, b: &Matter) -> Vec<String> {
    let mut common = BTreeSet::new();
    for mine in &a.times {
        for theirs in b.times.iter().filter(|theirs| mine.agrees(**theirs)) {
            let month = mine.month.or(theirs.month);
            common.insert(month.map_or_else(|| mine.year.to_string(), |m| format!("{}-{m:02}", mine.year)));
        }
    }
    common.into_iter().collect()
}

/// What speaks against one matter: both name people and not one of them may be the same; both name places, or sums of
/// money worth telling, and share none.
fn disagreement(a: &Matter, b: &Matter) -> f64 {
    let strangers = !a.people.is_empty()
        && !b.people.is_empty()
        && !a.people.iter().any(|mine| b.people.iter().any(|theirs| mine.may_be(theirs)));
    let elsewhere = !a.places.is_empty() && !b.places.is_empty() && a.places.is_disjoint(&b.places);
    let large =
        |m: &Matter| m.amounts.iter().copied().filter(|amount| *amount >= LARGE).collect::<BTreeSet<_>>();
    let (mine, theirs) = (large(a), large(b));
    let other_sums = !mine.is_empty() && !theirs.is_empty() && mine.is_disjoint(&theirs);
    let factor = |speaks: bool, by: f64| if speaks { by } else { 1.0 };
    factor(strangers, 0.6) * factor(elsewhere, 0.75) * factor(other_sums, 0.75)
}

/// A sum that two tellings of one matter would both get about right: 1,000 yuan, in hundredths.
const LARGE: i64 = 1_000 * 100;

impl Likeness {
    /// Whether it is worth showing: alike enough, and in more than whom it is about.
    pub fn is_likely(&self, rules: &Rules) -> bool {
        let common = &self.common;
        let told = common.words.len() + common.amounts.len() + common.times.len().min(1);
        self.score >= rules.least && self.weight >= rules.least_common && told >= 2
    }

    /// Why, in words: subject, place, event, amount, time. At most five words of the event, the rarest.
    pub fn reasons(&self) -> Vec<Message> {
        let list = |words: &[String]| words.iter().take(5).cloned().collect::<Vec<_>>().join("、");
        let mut why = Vec::new();
        if self.common.unit {
            why.push(Message::new("petition-like-unit"));
        }
        let said = [
            ("petition-like-people", list(&self.common.people)),
            ("petition-like-places", list(&self.common.places)),
            ("petition-like-words", list(&self.common.words)),
            ("petition-like-amounts", self.amounts()),
            ("petition-like-times", list(&self.common.times)),
        ];
        let said = said.into_iter().filter(|(_, value)| !value.is_empty());
        why.extend(said.map(|(id, value)| Message::new(id).with("value", value)));
        why
    }

    fn amounts(&self) -> String {
        let said = self.common.amounts.iter().take(5).map(|amount| match amount % 100 {
            0 => (amount / 100).to_string(),
            rest => format!("{}.{rest:02}", amount / 100),
        });
        said.collect::<Vec<_>>().join("、")
    }
}
