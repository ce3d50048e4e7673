//! What the facts of two matters say for one matter and against it: people, places, firms, sums, times.
//!
//! A fact speaks only where both tell one of its kind. It speaks for one matter where any agree and against it where
//! none may. People speak against it without appeal: two texts about different people are two matters.

use super::{Amount, Counted, Matter};
use crate::name::Person;
use crate::when::When;
use std::collections::BTreeSet;

/// How much each kind of fact says for and against, in natural logarithms of how much likelier it is of one matter than
/// of two. Values of the program: they decide what is shown, never what is done. Rounded from what three made sets and
/// the practice county say alike, each of them left out in turn; a sum is often hearsay and contradicts less than a place
/// does.
struct Says {
    agreed: f64,
    contradicted: f64,
}

/// People say more by their rarity than by agreeing: many letters name the head of a unit.
const PERSON: Says = Says { agreed: 0.0, contradicted: 5.0 };
const PLACE: Says = Says { agreed: 1.3, contradicted: 3.0 };
const FIRM: Says = Says { agreed: 0.6, contradicted: 3.5 };
const MONTH: Says = Says { agreed: 0.7, contradicted: 2.5 };
const YEAR: Says = Says { agreed: 0.0, contradicted: 1.0 };

/// What a sum says that both tell, by how many figures it has: round sums agree by chance.
const SUM: [f64; 3] = [0.7, 1.5, 1.8];
const OTHER_SUM: f64 = 0.8;

/// A count of the same things, told exactly.
const COUNT: f64 = 1.5;
/// A round one.
const ROUND_COUNT: f64 = 0.4;
/// Both tell exactly how many of a thing, and none of the numbers agrees.
const OTHER_COUNT: f64 = 0.8;

/// How much of what agrees a contradiction has to bear.
const BORNE: f64 = 0.3;

/// What agrees, and the sums of what speaks for and against.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Balance {
    pub(super) people: Vec<String>,
    pub(super) surnames: BTreeSet<String>,
    pub(super) places: BTreeSet<String>,
    pub(super) firms: BTreeSet<String>,
    /// The nearer telling of each amount that agrees.
    pub(super) amounts: Vec<Amount>,
    pub(super) times: Vec<When>,
    pub(super) agreed: f64,
    pub(super) against: f64,
    /// Whether both name people and none may be the same.
    pub(super) other_subject: bool,
}

impl Balance {
    pub(super) fn of(a: &Matter, b: &Matter) -> Self {
        let mut balance = Self::default();
        balance.people(a, b);
        balance.places(a, b);
        balance.firms(a, b);
        balance.amounts(a, b);
        balance.times(a, b);
        balance
    }

    /// Whether both cannot well be one matter.
    pub(super) fn contradicts(&self) -> bool {
        self.other_subject || self.against - BORNE * self.agreed >= 1.4
    }

    /// How many kinds of facts agree; a time alone is none.
    pub(super) fn kinds(&self) -> usize {
        let agree = [
            !self.people.is_empty(),
            !self.places.is_empty(),
            !self.firms.is_empty(),
            !self.amounts.is_empty(),
        ];
        agree.into_iter().filter(|agrees| *agrees).count()
    }

    fn says(&mut self, says: &Says, agrees: bool) {
        if agrees {
            self.agreed += says.agreed;
        } else {
            self.against += says.contradicted;
        }
    }

    fn people(&mut self, a: &Matter, b: &Matter) {
        if a.people.is_empty() || b.people.is_empty() {
            return;
        }
        let pairs = a.people.iter().flat_map(|mine| b.people.iter().map(move |theirs| (mine, theirs)));
        let met: Vec<(&Person, &Person)> = pairs.filter(|(mine, theirs)| mine.may_be(theirs)).collect();
        self.says(&PERSON, !met.is_empty());
        self.other_subject = met.is_empty();
        let full = |p: &Person| p.given.is_some();
        let fuller =
            |(mine, theirs): &(&Person, &Person)| if full(mine) { mine.told() } else { theirs.told() };
        let names: BTreeSet<String> = met.iter().map(fuller).collect();
        self.people = names.into_iter().collect();
        self.surnames = met.iter().map(|(mine, _)| mine.surname.clone()).collect();
    }

    fn places(&mut self, a: &Matter, b: &Matter) {
        self.places = named_in_both(&a.places, &b.places, a, b);
        if !self.places.is_empty() || !a.places.is_empty() && !b.places.is_empty() {
            self.says(&PLACE, !self.places.is_empty());
        }
    }

    fn firms(&mut self, a: &Matter, b: &Matter) {
        self.firms = named_in_both(&a.firms, &b.firms, a, b);
        if !self.firms.is_empty() || !a.firms.is_empty() && !b.firms.is_empty() {
            self.says(&FIRM, !self.firms.is_empty());
        }
    }

    fn amounts(&mut self, a: &Matter, b: &Matter) {
        for mine in &a.amounts {
            let theirs = b.amounts.iter().filter(|theirs| mine.agrees(theirs));
            let nearer = |theirs: &Amount| if mine.is_exact() { *mine } else { *theirs };
            self.amounts.extend(theirs.map(nearer));
        }
        self.amounts.sort_unstable();
        self.amounts.dedup();
        let sums = self.amounts.iter().filter(|amount| amount.is_large());
        let figures = sums.map(|amount| amount.figures()).max();
        let large = |m: &Matter| m.amounts.iter().any(Amount::is_large);
        match figures {
            Some(figures) => self.agreed += SUM.get(figures.clamp(1, SUM.len()) - 1).copied().unwrap_or(0.0),
            None if large(a) && large(b) => self.against += OTHER_SUM,
            None => {}
        }
        let counts = self.amounts.iter().filter(|amount| !amount.is_large() && amount.is_exact());
        match counts.map(|amount| amount.figures()).max() {
            Some(1) => self.agreed += ROUND_COUNT,
            Some(_) => self.agreed += COUNT,
            None if other_count(a, b) => self.against += OTHER_COUNT,
            None => {}
        }
    }

    fn times(&mut self, a: &Matter, b: &Matter) {
        if a.times.is_empty() || b.times.is_empty() {
            return;
        }
        let pairs = a.times.iter().flat_map(|mine| b.times.iter().map(move |theirs| (*mine, *theirs)));
        let met = pairs.filter(|(mine, theirs)| mine.agrees(*theirs));
        let nearer: BTreeSet<When> = met.map(|(mine, theirs)| mine.nearer(theirs)).collect();
        self.times = nearer.into_iter().collect();
        let near = |when: &When| when.months.is_some();
        let by_month = match self.times.is_empty() {
            true => a.times.iter().chain(&b.times).all(near),
            false => self.times.iter().any(near),
        };
        self.says(if by_month { &MONTH } else { &YEAR }, !self.times.is_empty());
    }
}

/// Whether both tell exactly how many of the same thing; that the numbers differ is known.
fn other_count(a: &Matter, b: &Matter) -> bool {
    let exact = |amount: &&Amount| amount.is_exact() && !amount.is_large() && amount.figures() > 1;
    let counted = |amount: &Amount| matches!(amount.of, Counted::Things(_)).then_some(amount.of);
    let of = |m: &Matter| m.amounts.iter().filter(exact).filter_map(counted).collect::<BTreeSet<_>>();
    !of(a).is_disjoint(&of(b))
}

/// Names that stand in both; one told without what it ends with is a word like any other.
fn named_in_both(
    mine: &BTreeSet<String>,
    theirs: &BTreeSet<String>,
    a: &Matter,
    b: &Matter,
) -> BTreeSet<String> {
    let in_a = |name: &String| mine.contains(name) || a.words.contains_key(name);
    let in_b = |name: &String| theirs.contains(name) || b.words.contains_key(name);
    mine.iter().chain(theirs).filter(|name| in_a(name) && in_b(name)).cloned().collect()
}
