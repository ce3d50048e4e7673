//! Short forms: 县教体局 for 县教育体育局, 县一中 for 云河县第一中学, 城投集团 for 云河城市建设投资集团有限公司.
//!
//! A short form keeps some characters of the name in order, the first near the name's beginning and the last at
//! its end, where the end may itself be shortened in the customary ways.

use kernel::UnitId;
use std::collections::{HashMap, HashSet};

/// A short form has at least this many characters.
const SHORTEST: usize = 3;
/// Its first character is among this many of the name (a place may be left out).
const BEGINNING: usize = 4;
/// Endings that people leave out or shorten, and what is left.
const ENDINGS: &[(&str, &str)] = &[
    ("有限责任公司", ""),
    ("股份有限公司", ""),
    ("有限公司", ""),
    ("中学", "中"),
    ("小学", "小"),
    ("大学", "大"),
    ("技术学校", "校"),
    ("办公室", "办"),
    ("联合会", "联"),
    ("协会", "协"),
    ("委员会", "委"),
    ("管委会", "管委"),
    ("常委会机关", ""),
    ("机关", ""),
    ("人民政府", "政府"),
    ("卫生院", "卫院"),
];

/// Forms of all names, by their last character.
#[derive(Clone, Debug, Default)]
pub(super) struct Forms(HashMap<char, Vec<(UnitId, Vec<char>)>>);

impl Forms {
    /// Adds a unit's name with its customary shorter endings.
    pub(super) fn add(&mut self, unit: UnitId, name: &str) {
        let shorter = ENDINGS
            .iter()
            .filter_map(|(ending, left)| name.strip_suffix(ending).map(|stem| format!("{stem}{left}")));
        for form in std::iter::once(name.to_owned()).chain(shorter) {
            let form: Vec<char> = form.chars().collect();
            if let Some(last) = form.last().copied() {
                self.0.entry(last).or_default().push((unit, form));
            }
        }
    }

    /// Units whose name a short form fits: those it equals a shortened form of, else those it is taken from.
    pub(super) fn fitting(&self, written: &str) -> Vec<UnitId> {
        let written: Vec<char> = written.chars().collect();
        let Some(last) = written.last().filter(|_| written.len() >= SHORTEST) else { return Vec::new() };
        let forms = self.0.get(last).map_or(&[][..], Vec::as_slice);
        let equal = distinct(forms.iter().filter(|(_, form)| *form == written));
        if !equal.is_empty() {
            return equal;
        }
        distinct(forms.iter().filter(|(_, form)| is_taken_from(&written, form)))
    }
}

fn distinct<'a>(forms: impl Iterator<Item = &'a (UnitId, Vec<char>)>) -> Vec<UnitId> {
    let mut seen = HashSet::new();
    forms.map(|(unit, _)| *unit).filter(|unit| seen.insert(*unit)).collect()
}

/// Whether all characters stand in the name in order, beginning near its beginning. Both end alike.
fn is_taken_from(short: &[char], name: &[char]) -> bool {
    let Some(first) = short.first() else { return false };
    let starts = name.iter().take(BEGINNING).enumerate().filter(|(_, c)| *c == first).map(|(at, _)| at);
    let mut starts = starts;
    starts.any(|at| {
        let mut rest = name.iter().skip(at);
        short.iter().all(|wanted| rest.any(|c| c == wanted))
    })
}
