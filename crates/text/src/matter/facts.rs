//! What the facts of two matters say for one matter and against it: people, places, firms, sums, times.
//!
//! A fact speaks only where both tell one of its kind. It speaks for one matter where any agree and against it where
//! none may.

use super::{Amount, Matter};
use crate::name::Person;
use crate::when::When;
use std::collections::BTreeSet;

/// How much each kind of fact says for and against, in steps of about one independent witness. Values of the program:
/// they decide what is shown, never what is done.
struct Says {
    agreed: f64,
    contradicted: f64,
}

const FULL_NAME: Says = Says { agreed: 1.5, contradicted: 2.0 };
const SURNAME: Says = Says { agreed: 0.8, contradicted: 1.5 };
const PLACE: Says = Says { agreed: 1.0, contradicted: 1.0 };
const FIRM: Says = Says { agreed: 1.0, contradicted: 1.2 };
const EXACT_SUM: Says = Says { agreed: 1.0, contradicted: 1.0 };
const COUNT: Says = Says { agreed: 0.5, contradicted: 0.0 };
const MONTH: Says = Says { agreed: 0.4, contradicted: 0.8 };
const YEAR: Says = Says { agreed: 0.0, contradicted: 0.4 };

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
    pub(super) contradicted: f64,
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

    /// How far likeness holds: 1 where nothing contradicts, near nothing where contradictions outweigh what agrees.
    pub(super) fn holds(&self) -> f64 {
        if self.contradicted <= 0.0 {
            return 1.0;
        }
        (-1.6 * (self.contradicted - 0.4 * self.agreed).max(0.0)).exp()
    }

    /// Whether both cannot well be one matter.
    pub(super) fn contradicts(&self) -> bool {
        self.contradicted - 0.4 * self.agreed >= 0.7
    }

    fn says(&mut self, says: &Says, agrees: bool) {
        if agrees {
            self.agreed += says.agreed;
        } else {
            self.contradicted += says.contradicted;
        }
    }

    fn people(&mut self, a: &Matter, b: &Matter) {
        if a.people.is_empty() || b.people.is_empty() {
            return;
        }
        let pairs = a.people.iter().flat_map(|mine| b.people.iter().map(move |theirs| (mine, theirs)));
        let met: Vec<(&Person, &Person)> = pairs.filter(|(mine, theirs)| mine.may_be(theirs)).collect();
        let full = |p: &Person| p.given.is_some();
        let by_name = met.iter().any(|(mine, theirs)| full(mine) && full(theirs));
        let all_full = a.people.iter().all(full) && b.people.iter().all(full);
        self.says(if by_name || met.is_empty() && all_full { &FULL_NAME } else { &SURNAME }, !met.is_empty());
        let fuller =
            |(mine, theirs): &(&Person, &Person)| if full(mine) { mine.told() } else { theirs.told() };
        let names: BTreeSet<String> = met.iter().map(fuller).collect();
        self.people = names.into_iter().collect();
        self.surnames = met.iter().map(|(mine, _)| mine.surname.clone()).collect();
    }

    fn places(&mut self, a: &Matter, b: &Matter) {
        // A place told without what its name ends with is a word like any other.
        let named = |m: &Matter, place: &String| m.places.contains(place) || m.words.contains_key(place);
        let all = a.places.iter().chain(&b.places);
        self.places = all.filter(|place| named(a, place) && named(b, place)).cloned().collect();
        if !self.places.is_empty() || !a.places.is_empty() && !b.places.is_empty() {
            self.says(&PLACE, !self.places.is_empty());
        }
    }

    fn firms(&mut self, a: &Matter, b: &Matter) {
        let named = |m: &Matter, firm: &String| m.firms.contains(firm) || m.words.contains_key(firm);
        let all = a.firms.iter().chain(&b.firms);
        self.firms = all.filter(|firm| named(a, firm) && named(b, firm)).cloned().collect();
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
        let large = |m: &Matter| m.amounts.iter().any(Amount::is_large);
        if self.amounts.iter().any(Amount::is_large) {
            self.says(&EXACT_SUM, true);
        } else if !self.amounts.is_empty() {
            self.says(&COUNT, true);
        }
        if large(a) && large(b) && !self.amounts.iter().any(Amount::is_large) {
            self.says(&EXACT_SUM, false);
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
