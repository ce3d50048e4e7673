//! How alike two matters are, and in what.
//!
//! Everything that agrees speaks for one matter and everything that contradicts it speaks against, each by how much
//! likelier it is of one matter than of two (in natural logarithms, so that it adds up). Two texts that contradict each
//! other in whom they are about are never one matter, whatever else they share.

use super::facts::Balance;
use super::rarity::{FEW, Kind, Profile, Rarity, number};
use super::{Amount, Matter};
use kernel::Message;
use std::collections::BTreeSet;

/// What two matters must have in common to be shown side by side. Values of the program, not of the field: they decide
/// what is shown, never what is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// The least likeness of the whole, from 0 to 1.
    pub least: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Self { least: 0.14 }
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
    /// From 0 to 1; 0 where the subjects contradict each other.
    pub score: f64,
    /// What words of the event say, above what they would by chance.
    pub told: f64,
    /// What facts that agree say.
    pub agreed: f64,
    /// What contradicts one matter: 0 when nothing does.
    pub against: f64,
    /// How many independent things agree: words of the event, and kinds of facts.
    pub witnesses: usize,
    /// What is common.
    pub common: Common,
}

/// Compares two matters; the order does not matter. `None` when they are about different units or share nothing.
pub fn compare(a: &Matter, b: &Matter, rarity: &impl Rarity) -> Option<Likeness> {
    compare_as((a, &Profile::of(a, rarity)), (b, &Profile::of(b, rarity)), rarity)
}

/// [`compare`] with the profiles that both have among the same texts.
pub(super) fn compare_as(
    a: (&Matter, &Profile<'_>),
    b: (&Matter, &Profile<'_>),
    rarity: &impl Rarity,
) -> Option<Likeness> {
    if a.0.unit != b.0.unit {
        return None;
    }
    let balance = Balance::of(a.0, b.0);
    let words = Words::common(a, b, &balance.places);
    let facts = balance.kinds();
    if words.agreements == 0 && facts == 0 {
        return None;
    }
    let unit = a.0.unit.as_ref();
    // Somebody whom many letters about a unit name says little about any of them.
    let rare = |kind: Kind, told: &BTreeSet<String>| {
        told.iter().map(|told| rarity.within(unit, kind, told)).fold(0.0, f64::max)
    };
    let named = rare(Kind::Surname, &balance.surnames) * RARE_PERSON
        + rare(Kind::Place, &balance.places) * RARE_PLACE
        + rare(Kind::Firm, &balance.firms) * RARE_FIRM;
    let agreed = balance.agreed + named;
    let unknown = if unit.is_some() { 0.0 } else { UNKNOWN_UNIT };
    let told = (words.says - f64::midpoint(a.1.chance, b.1.chance)).min(MOST_TOLD);
    let texts = rarity.texts_about(unit);
    let before = BEFORE + if texts < FEW { 0.0 } else { (number(texts) / USUAL).ln() };
    let odds = told + agreed - balance.against - before - unknown;
    Some(Likeness {
        score: if balance.other_subject { 0.0 } else { (1.0 + (-odds).exp()).recip() },
        told,
        agreed,
        against: balance.against,
        witnesses: words.agreements + facts,
        common: Common {
            unit: unit.is_some(),
            people: balance.people,
            places: balance.places.into_iter().collect(),
            firms: balance.firms.into_iter().collect(),
            words: words.told,
            amounts: balance.amounts.iter().map(|amount: &Amount| amount.least).collect(),
            times: balance.times.iter().map(|when| when.told()).collect(),
        },
    })
}

/// What speaks against one matter before anything is read: most pairs of texts about a unit are two, the more so the more
/// texts there are about it. Of the pairs of so many, this is told.
const BEFORE: f64 = 3.2;
const USUAL: f64 = 18.0;

/// What more must agree where neither names its unit.
const UNKNOWN_UNIT: f64 = 1.5;

/// How much the rarity of a name that agrees says. One person may have done much, a firm has mostly to do with one thing.
const RARE_PERSON: f64 = 0.3;
const RARE_PLACE: f64 = 0.2;
const RARE_FIRM: f64 = 0.6;

/// However many words agree, they outweigh no fact that contradicts them.
const MOST_TOLD: f64 = 3.5;

/// So many words at most tell one event; what more two texts share comes from their length.
const MOST_WORDS: usize = 8;

/// A word that says less says nothing of the event.
const LEAST_WORD: f64 = 0.15;

/// The words of the event that two texts share.
struct Words {
    /// The rarest first; where each tells a meaning in its own words, both.
    told: Vec<String>,
    /// How many things agree: a meaning is one, in however many words.
    agreements: usize,
    /// What they say.
    says: f64,
}

impl Words {
    fn common(a: (&Matter, &Profile<'_>), b: (&Matter, &Profile<'_>), places: &BTreeSet<String>) -> Self {
        // A place is a fact, not an event.
        let is_place = |word: &str| {
            places.iter().any(|place| word.starts_with(place.as_str()))
                || a.0.places.contains(word) && b.0.places.contains(word)
        };
        let both =
            a.1.words.iter().filter_map(|(word, mine)| Some((*word, mine.min(*b.1.words.get(*word)?))));
        let mut said: Vec<(Vec<&String>, f64)> =
            both.filter(|(word, _)| !is_place(word)).map(|(word, says)| (vec![word], says)).collect();
        // A word within another common one is no further agreement.
        let whole: Vec<&String> = said.iter().flat_map(|(words, _)| words.iter().copied()).collect();
        let within = |word: &String| whole.iter().any(|w| w.len() > word.len() && w.contains(word.as_str()));
        said.retain(|(words, _)| !words.iter().any(|word| within(word)));
        let whole: BTreeSet<&String> = said.iter().flat_map(|(words, _)| words.iter().copied()).collect();
        for (meaning, mine) in &a.0.meanings {
            let Some(theirs) = b.0.meanings.get(meaning) else { continue };
            if mine.iter().any(|word| whole.contains(word)) {
                continue;
            }
            let says = a.1.meanings.get(meaning).copied().unwrap_or(0.0);
            let words = mine.iter().chain(theirs).collect::<BTreeSet<_>>();
            said.push((words.into_iter().collect(), says));
        }
        said.retain(|(_, says)| *says >= LEAST_WORD);
        said.sort_by(|x, y| y.1.total_cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
        let mut told: Vec<String> = Vec::new();
        for word in said.iter().flat_map(|(words, _)| words) {
            if !told.contains(*word) {
                told.push((*word).clone());
            }
        }
        let heard: String = told.concat();
        let whole: f64 = said.iter().take(MOST_WORDS).map(|(_, says)| says).sum();
        Self { told, agreements: said.len(), says: whole + in_characters(a.1, b.1, &heard) }
    }
}

/// What characters say that both texts have, each in words of its own: 抽水机 beside 抽水泵.
fn in_characters(a: &Profile<'_>, b: &Profile<'_>, heard: &str) -> f64 {
    let both = a.characters.iter().filter(|(told, _)| b.characters.contains_key(*told));
    let mut says: Vec<f64> =
        both.filter(|(told, _)| !heard.contains(told.as_str())).map(|(_, says)| *says).collect();
    says.sort_by(|x, y| y.total_cmp(x));
    says.iter().take(MOST_WORDS).sum()
}

impl Likeness {
    /// Whether it is worth showing: alike enough, and in more than one thing.
    pub fn is_likely(&self, rules: &Rules) -> bool {
        self.score > 0.0 && self.score >= rules.least && self.witnesses >= 2
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
