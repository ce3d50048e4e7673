//! How a written name finds its unit.
//!
//! People write former names, short forms and place names before the name. A name is recognised only when one
//! unit fits; the answer says how, so that a person can judge; several or none is said, never guessed.
//! Called by the imports, by recusal and by search.

pub mod notes;
mod short;

use super::unit::{Alias, AliasKind, Unit};
use kernel::UnitId;
use serde::Serialize;
use std::collections::HashMap;

/// How a name was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It is the unit's name.
    Name,
    /// It is another name recorded for the unit.
    Alias(AliasKind),
    /// A unit's name followed by the name of one directly below it: a township and its village.
    Path,
    /// The name without, or with, the place that all units share.
    Place,
    /// A short form that fits no other unit.
    Short,
}

/// What became of a written name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognition {
    /// One unit.
    Found(UnitId, How),
    /// Several fit; nothing is chosen.
    Ambiguous(Vec<UnitId>),
    /// None fits.
    Unknown,
}

/// A unit as the directory knows it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id.
    pub id: UnitId,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// Its name.
    pub name: String,
    /// Other names, those in its remarks included.
    pub aliases: Vec<Alias>,
}

impl From<&Unit> for Entry {
    fn from(unit: &Unit) -> Self {
        let mut aliases = unit.aliases.clone();
        for alias in notes::aliases(&unit.note) {
            if aliases.iter().all(|known| known.name != alias.name) {
                aliases.push(alias);
            }
        }
        Self { id: unit.id, parent: unit.parent, name: unit.name.clone(), aliases }
    }
}

/// The names of a tree of units.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    entries: HashMap<UnitId, Entry>,
    by_name: HashMap<String, Vec<UnitId>>,
    by_alias: HashMap<String, Vec<(UnitId, AliasKind)>>,
    shortened: short::Forms,
    place: Option<String>,
}

impl Directory {
    /// A directory of these units.
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut directory = Self::default();
        for entry in entries {
            directory.by_name.entry(plain(&entry.name)).or_default().push(entry.id);
            directory.shortened.add(entry.id, &plain(&entry.name));
            for alias in &entry.aliases {
                let name = plain(&alias.name);
                directory.shortened.add(entry.id, &name);
                directory.by_alias.entry(name).or_default().push((entry.id, alias.kind));
            }
            directory.entries.insert(entry.id, entry);
        }
        directory
    }

    /// The same with the name of the place (云河县) that people may put before any unit's name.
    #[must_use]
    pub fn with_place(mut self, place: &str) -> Self {
        self.place = Some(plain(place)).filter(|place| !place.is_empty());
        self
    }

    /// A unit of the directory.
    pub fn entry(&self, unit: UnitId) -> Option<&Entry> {
        self.entries.get(&unit)
    }

    /// The unit that a name stands for.
    pub fn recognise(&self, written: &str) -> Recognition {
        let name = plain(written);
        if name.is_empty() {
            return Recognition::Unknown;
        }
        for way in [Self::named, Self::nicknamed, Self::on_path, Self::placed, Self::short] {
            let mut found = way(self, &name);
            found.dedup_by_key(|(id, _)| *id);
            match found.as_slice() {
                [] => {}
                [(id, how)] => return Recognition::Found(*id, *how),
                several => return Recognition::Ambiguous(several.iter().map(|(id, _)| *id).collect()),
            }
        }
        Recognition::Unknown
    }

    /// The unit of that exact name, alias or path under a given parent, for lists that state the parent.
    pub fn named_under(&self, name: &str, parent: Option<UnitId>) -> Option<UnitId> {
        let found = self.by_name.get(&plain(name))?;
        found.iter().copied().find(|id| self.entries.get(id).is_some_and(|entry| entry.parent == parent))
    }

    /// A name of the directory that differs in one character: what a wrong name may have meant.
    pub fn near(&self, written: &str) -> Option<&str> {
        let name = plain(written);
        let mut near = self.entries.values().filter(|entry| differs_by_one(&plain(&entry.name), &name));
        let first = near.next()?;
        near.next().is_none().then_some(first.name.as_str())
    }

    fn named(&self, name: &str) -> Vec<(UnitId, How)> {
        self.by_name.get(name).into_iter().flatten().map(|id| (*id, How::Name)).collect()
    }

    fn nicknamed(&self, name: &str) -> Vec<(UnitId, How)> {
        self.by_alias.get(name).into_iter().flatten().map(|(id, kind)| (*id, How::Alias(*kind))).collect()
    }

    fn on_path(&self, name: &str) -> Vec<(UnitId, How)> {
        let mut found = Vec::new();
        for (at, _) in name.char_indices().skip(1) {
            let Some((upper, lower)) = name.split_at_checked(at) else { continue };
            let Some(uppers) = self.by_name.get(upper) else { continue };
            for below in self.by_name.get(lower).into_iter().flatten() {
                let parent = self.entries.get(below).and_then(|entry| entry.parent);
                if parent.is_some_and(|parent| uppers.contains(&parent)) {
                    found.push((*below, How::Path));
                }
            }
        }
        found
    }

    /// With the shared place before it, or (云河县水利局 for 县水利局) with the place but for its last character.
    fn placed(&self, name: &str) -> Vec<(UnitId, How)> {
        let Some(place) = self.place.as_deref() else { return Vec::new() };
        let stem = place.strip_suffix(['县', '市', '区', '旗']).unwrap_or(place);
        let bare = [place, stem].into_iter().filter_map(|start| name.strip_prefix(start));
        let tried = bare.map(|rest| [self.named(rest), self.nicknamed(rest), self.on_path(rest)].concat());
        let found = tried.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
        found.into_iter().map(|(id, _)| (id, How::Place)).collect()
    }

    fn short(&self, name: &str) -> Vec<(UnitId, How)> {
        self.shortened.fitting(name).into_iter().map(|id| (id, How::Short)).collect()
    }
}

impl crate::recusal::UnitNames for Directory {
    fn resolve(&self, written: &str) -> crate::recusal::Resolution {
        use crate::recusal::{Found, Resolution};
        let found = |unit: UnitId| Found {
            unit,
            name: self.entries.get(&unit).map(|entry| entry.name.clone()).unwrap_or_default(),
        };
        match self.recognise(written) {
            Recognition::Found(unit, _) => Resolution::Found(found(unit)),
            Recognition::Ambiguous(units) => Resolution::Ambiguous(units.into_iter().map(found).collect()),
            Recognition::Unknown => Resolution::Unknown,
        }
    }
}

impl crate::recusal::UnitTree for super::Tree {
    fn is_within(&self, unit: UnitId, of: UnitId) -> bool {
        Self::is_within(self, unit, of)
    }
}

/// The name as it is compared: without white space and invisible marks, full-width forms as ASCII.
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && !is_mark(*c)).map(narrow).collect()
}

const fn is_mark(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{AD}')
}

fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

/// Whether two names of equal length differ in exactly one character.
fn differs_by_one(a: &str, b: &str) -> bool {
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).filter(|(x, y)| x != y).count() == 1
}

#[cfg(test)]
mod tests;
