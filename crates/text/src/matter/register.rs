//! A register of matters in which likely duplicates are found without comparing each with each.
//!
//! Texts meet only where they share something rare within one unit: postings per unit and feature, and a feature that
//! too many of a unit's texts have brings nobody together. So the work per text is bounded, and one new text is compared
//! with few.

use super::compare::compare_as;
use super::facts::Balance;
use super::{Kind, Likeness, Matter, Profile, Rarity, Rules};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A feature with more texts than this brings nobody together.
const WIDEST: usize = 60;
/// At most so many are compared with one text.
const MOST_COMPARED: usize = 60;

/// A partner is clearly likelier when this much of its likeness is still more than the other's.
const CLEARLY: f64 = 0.85;

/// What each text says, reckoned once for all it is compared with.
type Profiles<'a, K> = BTreeMap<K, Profile<'a>>;

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

impl<K: Ord + Copy> Suggestion<K> {
    /// The other one of the pair.
    fn beside(&self, key: K) -> K {
        if self.one == key { self.other } else { self.one }
    }

    /// The likeliest first.
    fn order(a: &Self, b: &Self) -> Ordering {
        b.likeness.score.total_cmp(&a.likeness.score).then((a.one, a.other).cmp(&(b.one, b.other)))
    }
}

/// Texts with a feature.
type Postings<K> = HashMap<Kind, HashMap<String, Vec<K>>>;

/// Matters by key, with what they share.
#[derive(Clone, Debug)]
pub struct Register<K> {
    matters: BTreeMap<K, Matter>,
    /// Texts with a feature, whatever their unit: how rare it is.
    counts: HashMap<Kind, HashMap<String, usize>>,
    /// Texts of a unit with a feature: who meets whom.
    postings: HashMap<String, Postings<K>>,
    /// Texts of a unit.
    sizes: HashMap<String, usize>,
    rules: Rules,
}

/// What texts are kept by: their unit, or nothing.
fn of(unit: Option<&String>) -> &str {
    unit.map_or("", String::as_str)
}

impl<K> Rarity for Register<K> {
    fn texts(&self) -> usize {
        self.matters.len()
    }

    fn texts_about(&self, unit: Option<&String>) -> usize {
        self.sizes.get(of(unit)).copied().unwrap_or(0)
    }

    fn with(&self, kind: Kind, feature: &str) -> usize {
        self.counts.get(&kind).and_then(|counts| counts.get(feature)).copied().unwrap_or(0)
    }

    fn about(&self, unit: Option<&String>, kind: Kind, feature: &str) -> usize {
        let postings = self.postings.get(of(unit));
        let keys = postings.and_then(|postings| postings.get(&kind)?.get(feature));
        keys.map_or(0, Vec::len)
    }
}

impl<K: Ord + Copy> Register<K> {
    /// An empty register.
    pub fn new(rules: Rules) -> Self {
        Self {
            matters: BTreeMap::new(),
            counts: HashMap::new(),
            postings: HashMap::new(),
            sizes: HashMap::new(),
            rules,
        }
    }

    /// Takes a matter in, in place of the one this key had before.
    pub fn insert(&mut self, key: K, matter: Matter) {
        self.remove(key);
        *self.sizes.entry(of(matter.unit.as_ref()).to_owned()).or_default() += 1;
        let postings = self.postings.entry(of(matter.unit.as_ref()).to_owned()).or_default();
        for (kind, feature) in matter.features() {
            *self.counts.entry(kind).or_default().entry(feature.clone()).or_default() += 1;
            let keys = postings.entry(kind).or_default().entry(feature).or_default();
            if let Err(at) = keys.binary_search(&key) {
                keys.insert(at, key);
            }
        }
        self.matters.insert(key, matter);
    }

    /// Takes a matter out.
    pub fn remove(&mut self, key: K) {
        let Some(matter) = self.matters.remove(&key) else { return };
        if let Some(size) = self.sizes.get_mut(of(matter.unit.as_ref())) {
            *size = size.saturating_sub(1);
        }
        for (kind, feature) in matter.features() {
            if let Some(count) = self.counts.get_mut(&kind).and_then(|counts| counts.get_mut(&feature)) {
                *count = count.saturating_sub(1);
            }
            let postings = self.postings.get_mut(of(matter.unit.as_ref()));
            if let Some(keys) = postings.and_then(|postings| postings.get_mut(&kind)?.get_mut(&feature))
                && let Ok(at) = keys.binary_search(&key)
            {
                keys.remove(at);
            }
        }
    }

    /// Those that may tell of the same matter as one text, the likeliest first.
    pub fn like(&self, key: K) -> Vec<Suggestion<K>> {
        let mut profiles = Profiles::default();
        let near = self.near(key, &mut profiles);
        let mut of: BTreeMap<K, Vec<Suggestion<K>>> =
            near.iter().map(|s| (s.beside(key), Vec::new())).collect();
        for (other, theirs) in &mut of {
            *theirs = self.near(*other, &mut profiles);
        }
        of.insert(key, near.clone());
        near.into_iter().filter(|s| self.stands(s, &of)).collect()
    }

    /// All pairs, each once, the likeliest first.
    pub fn all(&self) -> Vec<Suggestion<K>> {
        self.pairs(self.matters.keys().copied())
    }

    /// The pairs of which both are among these texts. The others only tell what is rare, and nobody is compared for them.
    pub fn among(&self, own: &BTreeSet<K>) -> Vec<Suggestion<K>> {
        let mut pairs = self.pairs(own.iter().copied());
        pairs.retain(|pair| own.contains(&pair.one) && own.contains(&pair.other));
        pairs
    }

    fn pairs(&self, of: impl Iterator<Item = K>) -> Vec<Suggestion<K>> {
        let mut profiles = Profiles::default();
        let near: BTreeMap<K, _> = of.map(|key| (key, self.near(key, &mut profiles))).collect();
        let pairs: BTreeMap<(K, K), _> = near.values().flatten().map(|s| ((s.one, s.other), s)).collect();
        let mut all: Vec<_> = pairs.into_values().filter(|s| self.stands(s, &near)).cloned().collect();
        all.sort_by(Suggestion::order);
        all
    }

    /// Those alike enough to one text, the likeliest first, each judged for itself.
    fn near<'a>(&'a self, key: K, profiles: &mut Profiles<'a, K>) -> Vec<Suggestion<K>> {
        let Some(matter) = self.matters.get(&key) else { return Vec::new() };
        let candidates = self.candidates(key, matter).into_iter();
        let mut found: Vec<_> = candidates.filter_map(|other| self.suggest(key, other, profiles)).collect();
        found.sort_by(Suggestion::order);
        found
    }

    /// A text tells of one matter: a pair falls where either of it has a clearly likelier partner that contradicts the
    /// other. Where both are about as likely both are shown, for a person to tell.
    fn stands(&self, pair: &Suggestion<K>, near: &BTreeMap<K, Vec<Suggestion<K>>>) -> bool {
        let rivals = |of: K, other: K| {
            let likelier = near.get(&of).into_iter().flatten();
            let mut likelier = likelier.take_while(|s| s.likeness.score * CLEARLY > pair.likeness.score);
            likelier.any(|rival| self.contradict(rival.beside(of), other))
        };
        !rivals(pair.one, pair.other) && !rivals(pair.other, pair.one)
    }

    fn contradict(&self, one: K, other: K) -> bool {
        let both = self.matters.get(&one).zip(self.matters.get(&other));
        both.is_some_and(|(one, other)| Balance::of(one, other).contradicts())
    }

    /// How many texts one text would be compared with: never more than a fixed number, however large the register.
    pub fn met_by(&self, key: K) -> usize {
        self.matters.get(&key).map_or(0, |matter| self.candidates(key, matter).len())
    }

    fn suggest<'a>(&'a self, key: K, other: K, profiles: &mut Profiles<'a, K>) -> Option<Suggestion<K>> {
        let (one, other) = if key < other { (key, other) } else { (other, key) };
        let (mine, theirs) = (self.matters.get(&one)?, self.matters.get(&other)?);
        for (key, matter) in [(one, mine), (other, theirs)] {
            profiles.entry(key).or_insert_with(|| Profile::of(matter, self));
        }
        let likeness = compare_as((mine, profiles.get(&one)?), (theirs, profiles.get(&other)?), self)?;
        likeness.is_likely(&self.rules).then_some(Suggestion { one, other, likeness })
    }

    /// Whoever shares something rare, those that share the most first.
    fn candidates(&self, key: K, matter: &Matter) -> Vec<K> {
        let mut shared: BTreeMap<K, f64> = BTreeMap::new();
        let Some(postings) = self.postings.get(of(matter.unit.as_ref())) else { return Vec::new() };
        for (kind, feature) in matter.meets_by() {
            let weight = self.weight(kind, &feature);
            let Some(keys) = postings.get(&kind).and_then(|p| p.get(&feature)) else { continue };
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
