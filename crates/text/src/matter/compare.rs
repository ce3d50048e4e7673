//! How alike two matters are, and in what.

use super::facts::Balance;
use super::{Amount, Matter};
use kernel::Message;
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
    /// The number of texts with a feature ([`Matter::features`]).
    fn with(&self, kind: Kind, feature: &str) -> usize;
    /// The number of them that are about a unit.
    fn about(&self, unit: Option<&String>, kind: Kind, feature: &str) -> usize;

    /// The weight of a feature for two texts about a unit: large when few texts have it. What texts about other units
    /// say as well, in words, is how letters are written rather than what happened here, and counts as more texts. A
    /// small register says little about rarity, hence the texts it is taken to have besides.
    fn weight(&self, unit: Option<&String>, kind: Kind, feature: &str) -> f64 {
        let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        let with = self.with(kind, feature);
        let elsewhere = match kind {
            Kind::Word | Kind::Meaning => with.saturating_sub(self.about(unit, kind, feature)),
            _ => 0,
        };
        let spread = number(with) + number(elsewhere) * (ELSEWHERE - 1.0);
        ((number(self.texts()) + 40.0) / (spread + 0.5)).ln().max(0.1)
    }
}

/// As how many texts one about another unit counts.
const ELSEWHERE: f64 = 5.0;

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
        Self { least: 0.09, least_common: 3.5 }
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
    /// Firms and the like.
    pub firms: Vec<String>,
    /// Words of the event, the rarest first.
    pub words: Vec<String>,
    /// Amounts in hundredths.
    pub amounts: Vec<i64>,
    /// Times, as `2024`, `2024-11` or `2024-06–08`.
    pub times: Vec<String>,
}

/// How alike two matters are.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// From 0 to about 1.
    pub score: f64,
    /// The weight of what is common.
    pub weight: f64,
    /// What facts agree, in about as many witnesses.
    pub agreed: f64,
    /// What contradicts one matter, in about as many witnesses: 0 when nothing does.
    pub against: f64,
    /// What is common.
    pub common: Common,
}

/// Compares two matters; the order does not matter. `None` when they are about different units or share nothing.
pub fn compare(a: &Matter, b: &Matter, rarity: &impl Rarity) -> Option<Likeness> {
    if a.unit != b.unit {
        return None;
    }
    let balance = Balance::of(a, b);
    let mut sum = Sum { rarity, unit: a.unit.as_ref(), common: 0.0, weight: 0.0, ours: 0.0, theirs: 0.0 };
    sum.add(Kind::Place, 0.8, &a.places, &b.places);
    sum.add(Kind::Firm, 0.6, &a.firms, &b.firms);
    sum.add(Kind::Surname, 0.8, &surnames(a), &surnames(b));
    sum.add_amounts(a, b, &balance.amounts);
    let words = sum.add_words(a, b, &balance.places);
    // A short telling may lie wholly in a long one, so the shorter counts for more.
    let (less, more) = (sum.ours.min(sum.theirs), sum.ours.max(sum.theirs));
    let norm = less.powf(0.7) * more.powf(0.3);
    if norm <= 0.0 || sum.common <= 0.0 {
        return None;
    }
    let score = sum.common / norm * balance.holds();
    let common = Common {
        unit: a.unit.is_some(),
        people: balance.people,
        places: balance.places.into_iter().collect(),
        firms: balance.firms.into_iter().collect(),
        words,
        amounts: balance.amounts.iter().map(|amount| amount.least).collect(),
        times: balance.times.iter().map(|when| when.told()).collect(),
    };
    Some(Likeness {
        score,
        weight: sum.weight,
        agreed: balance.agreed,
        against: balance.contradicted,
        common,
    })
}

fn surnames(matter: &Matter) -> BTreeSet<String> {
    matter.people.iter().map(|person| person.surname.clone()).collect()
}

/// What a meaning counts that two texts tell in different words, beside a word that both use.
const MEANING: f64 = 0.7;

/// A word that weighs less says nothing of the event.
const LEAST_WORD: f64 = 0.6;

/// The sums that a cosine is made of.
struct Sum<'a, R> {
    rarity: &'a R,
    /// What both are about.
    unit: Option<&'a String>,
    /// Squares of the weights of what is common.
    common: f64,
    /// Their plain sum.
    weight: f64,
    ours: f64,
    theirs: f64,
}

impl<R: Rarity> Sum<'_, R> {
    /// The words of the event that both tell, the rarest first; where each tells a meaning in its own words, both.
    fn add_words(&mut self, a: &Matter, b: &Matter, places: &BTreeSet<String>) -> Vec<String> {
        let weight = |(word, counts): (&String, &u8)| {
            self.rarity.weight(self.unit, Kind::Word, word) * f64::from(*counts) / 100.0
        };
        let squares =
            |words: &BTreeMap<String, u8>| words.iter().map(|word| weight(word).powi(2)).sum::<f64>();
        let (ours, theirs) = (squares(&a.words), squares(&b.words));
        let common = a.words.iter().filter_map(|(word, mine)| {
            let theirs = b.words.get(word)?;
            Some((word, weight((word, mine.min(theirs)))))
        });
        let mut common: Vec<(&String, f64)> = common.collect();
        // A word within another common one is no further agreement.
        let whole: Vec<&String> = common.iter().map(|(word, _)| *word).collect();
        common.retain(|(word, _)| !a.places.contains(*word) || !b.places.contains(*word));
        common.retain(|(word, _)| !whole.iter().any(|w| w.len() > word.len() && w.contains(word.as_str())));
        self.ours += ours;
        self.theirs += theirs;
        self.common += common.iter().map(|(_, weight)| weight.powi(2)).sum::<f64>();
        self.weight += common.iter().map(|(_, weight)| weight).sum::<f64>();
        let said: BTreeSet<&String> = common.iter().map(|(word, _)| *word).collect();
        for (meaning, mine) in &a.meanings {
            let Some(theirs) = b.meanings.get(meaning) else { continue };
            if mine.iter().any(|word| said.contains(word)) {
                continue;
            }
            let weight = self.rarity.weight(self.unit, Kind::Meaning, meaning) * MEANING;
            self.common += weight.powi(2);
            self.weight += weight;
            common.extend(mine.iter().chain(theirs).map(|word| (word, weight)));
        }
        common.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(y.0)));
        let mut told = BTreeSet::new();
        common.retain(|(word, _)| told.insert(*word));
        // A place is a fact, not an event, and a word that every letter holds is none either.
        let is_place = |word: &str| places.iter().any(|place| word.starts_with(place.as_str()));
        common.retain(|(word, weight)| !is_place(word) && *weight >= LEAST_WORD);
        common.into_iter().map(|(word, _)| word.clone()).collect()
    }

    fn add(&mut self, kind: Kind, factor: f64, a: &BTreeSet<String>, b: &BTreeSet<String>) {
        let weight = |word: &String| self.rarity.weight(self.unit, kind, word) * factor;
        self.ours += a.iter().map(|word| weight(word).powi(2)).sum::<f64>();
        self.theirs += b.iter().map(|word| weight(word).powi(2)).sum::<f64>();
        self.common += a.intersection(b).map(|word| weight(word).powi(2)).sum::<f64>();
        self.weight += a.intersection(b).map(weight).sum::<f64>();
    }

    fn add_amounts(&mut self, a: &Matter, b: &Matter, common: &[Amount]) {
        // An exact value is rarer than its size, and its feature says so.
        let weight = |amount: &Amount| {
            amount
                .features()
                .iter()
                .map(|(kind, told)| self.rarity.weight(self.unit, *kind, told))
                .fold(0.0, f64::max)
                * 0.9
        };
        self.ours += a.amounts.iter().map(|amount| weight(amount).powi(2)).sum::<f64>();
        self.theirs += b.amounts.iter().map(|amount| weight(amount).powi(2)).sum::<f64>();
        self.common += common.iter().map(|amount| weight(amount).powi(2)).sum::<f64>();
        self.weight += common.iter().map(weight).sum::<f64>();
    }
}

/// Two facts of different kinds tell an event even where no word of it agrees.
const TWO_FACTS: f64 = 2.0;

/// How much more must be common where neither names its unit.
const UNKNOWN_UNIT: f64 = 1.6;

impl Likeness {
    /// Whether it is worth showing: alike enough, and in more than whom it is about.
    pub fn is_likely(&self, rules: &Rules) -> bool {
        let common = &self.common;
        let told = common.words.len() + common.amounts.len() + common.times.len().min(1);
        let event = !common.words.is_empty() && told >= 2 || self.agreed >= TWO_FACTS;
        // Two texts that name no unit have not even that in common.
        let least_common = rules.least_common * if common.unit { 1.0 } else { UNKNOWN_UNIT };
        self.score >= rules.least && self.weight >= least_common && event
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
            ("petition-like-firms", list(&self.common.firms)),
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
