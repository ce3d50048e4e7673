//! A register of matters in which likely duplicates are found without comparing each with each.
//!
//! Texts meet only where they share something rare within one unit: postings per unit and feature, and a feature that
//! too many of a unit's texts have brings nobody together. So the work per text is bounded, and one new text is compared
//! with few.

use super::{Likeness, Matter, Rarity, Rules, compare};
use std::collections::{BTreeMap, HashMap};

/// A feature with more texts than this brings nobody together.
const WIDEST: usize = 60;
/// At most so many are compared with one text.
const MOST_COMPARED: usize = 60;

/// Two texts that may tell of one matter: an unordered pair, the smaller key first.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion<K> {
    /// The smaller key.
    pub one: K,
    /// The larger key.
    pub other: K,
    /// How alike, and why.
    pub likeness: Likeness,
}

/// Matters by key, with what they share.
#[derive(Clone, Debug)]
pub struct Register<K> {
    matters: BTreeMap<K, Matter>,
    /// Texts with a feature, whatever their unit: how rare it is.
    counts: HashMap<String, usize>,
    /// Texts of a unit with a feature: who meets whom.
    postings: HashMap<(Option<String>, String), Vec<K>>,
    rules: Rules,
}

impl<K> Rarity for Register<K> {
    fn texts(&self) -> usize {
        self.matters.len()
    }

    fn with(&self, feature: &str) -> usize {
        self.counts.get(feature).copied().unwrap_or(0)
    }
}

impl<K: Ord + Copy> Register<K> {
    /// An empty register.
    pub fn new(rules: Rules) -> Self {
        Self { matters: BTreeMap::new(), counts: HashMap::new(), postings: HashMap::new(), rules }
    }

    /// Takes a matter in, in place of the one this key had before.
    pub fn insert(&mut self, key: K, matter: Matter) {
        self.remove(key);
        for feature in matter.features() {
            *self.counts.entry(feature.clone()).or_default() += 1;
            let keys = self.postings.entry((matter.unit.clone(), feature)).or_default();
            if let Err(at) = keys.binary_search(&key) {
                keys.insert(at, key);
            }
        }
        self.matters.insert(key, matter);
    }

    /// Takes a matter out.
    pub fn remove(&mut self, key: K) {
        let Some(matter) = self.matters.remove(&key) else { return };
        for feature in matter.features() {
            if let Some(count) = self.counts.get_mut(&feature) {
                *count = count.saturating_sub(1);
            }
            if let Some(keys) = self.postings.get_mut(&(matter.unit.clone(), feature))
                && let Ok(at) = keys.binary_search(&key)
            {
                keys.remove(at);
            }
        }
    }

    /// Those that may tell of the same matter as one text, the likeliest first.
    pub fn like(&self, key: K) -> Vec<Suggestion<K>> {
        let Some(matter) = self.matters.get(&key) else { return Vec::new() };
        let candidates = self.candidates(key, matter).into_iter();
        let mut found: Vec<_> = candidates.filter_map(|other| self.suggest(key, other)).collect();
        found.sort_by(|a, b| {
            b.likeness.score.total_cmp(&a.likeness.score).then((a.one, a.other).cmp(&(b.one, b.other)))
        });
        found
    }

    /// All pairs, each once, the likeliest first.
    pub fn all(&self) -> Vec<Suggestion<K>> {
        let mut found = BTreeMap::new();
        for key in self.matters.keys() {
            found.extend(self.like(*key).into_iter().map(|s| ((s.one, s.other), s)));
        }
        let mut all: Vec<_> = found.into_values().collect();
        all.sort_by(|a, b| b.likeness.score.total_cmp(&a.likeness.score));
        all
    }

    /// How many texts one text would be compared with: never more than a fixed number, however large the register.
    pub fn met_by(&self, key: K) -> usize {
        self.matters.get(&key).map_or(0, |matter| self.candidates(key, matter).len())
    }

    fn suggest(&self, key: K, other: K) -> Option<Suggestion<K>> {
        let (one, other) = if key < other { (key, other) } else { (other, key) };
        let likeness = compare(self.matters.get(&one)?, self.matters.get(&other)?, self)?;
        likeness.is_likely(&self.rules).then_some(Suggestion { one, other, likeness })
    }

    /// Whoever shares something rare, those that share the most first.
    fn candidates(&self, key: K, matter: &Matter) -> Vec<K> {
        let mut shared: BTreeMap<K, f64> = BTreeMap::new();
        for feature in matter.features() {
            let weight = self.weight(&feature);
            let Some(keys) = self.postings.get(&(matter.unit.clone(), feature)) else { continue };
            if keys.len() > WIDEST {
                continue;
            }
            for other in keys.iter().filter(|other| **other != key) {
                *shared.entry(*other).or_default() += weight;
            }
        }
        let mut ranked: Vec<_> = shared.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.into_iter().take(MOST_COMPARED).map(|(key, _)| key).collect()
    }
}
