//! Two people at one paper: what the one stored and what the other typed, brought together sentence by sentence.
//!
//! Whatever only one of them touched is taken from that one. What both touched stays as it was typed and is named, so
//! that a person takes either; nothing typed is lost. Pure; called where a form meets a newer version.

use super::{Evidence, Paper, Sentence};
use std::collections::BTreeSet;

/// A part of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The problem in one line.
    Title,
    /// The rule that was broken.
    Basis,
    /// The focus points.
    Focus,
    /// The days.
    Period,
    /// The sums.
    Amounts,
    /// The responsible organisation.
    Unit,
    /// The responsible posts.
    Responsible,
    /// How grave.
    Degree,
    /// What it repeats.
    Repeats,
    /// Remarks.
    Note,
    /// Evidence on the whole paper.
    Evidence,
    /// A sentence, by its key.
    Sentence(u32),
}

/// Both versions together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The paper: what only one touched from that one, what both touched as it was typed.
    pub paper: Paper,
    /// What both touched differently.
    pub met: Vec<Part>,
    /// What only the other one changed, and is taken over.
    pub theirs: Vec<Part>,
}

/// Brings what was typed (`mine`) together with what was stored meanwhile (`theirs`); both began with `base`. A sentence
/// of `mine` with key 0 is new.
pub fn merge(base: &Paper, theirs: &Paper, mine: &Paper) -> Merged {
    let mut both = Both::default();
    let paper = Paper {
        title: both.take(Part::Title, &base.title, &theirs.title, &mine.title),
        sentences: both.sentences(base, theirs, mine),
        evidence: both.links(Part::Evidence, &base.evidence, &theirs.evidence, &mine.evidence),
        basis: both.take(Part::Basis, &base.basis, &theirs.basis, &mine.basis),
        focus: both.take(Part::Focus, &base.focus, &theirs.focus, &mine.focus),
        period: both.take(Part::Period, &base.period, &theirs.period, &mine.period),
        amounts: both.take(Part::Amounts, &base.amounts, &theirs.amounts, &mine.amounts),
        unit: both.take(Part::Unit, &base.unit, &theirs.unit, &mine.unit),
        responsible: both.take(Part::Responsible, &base.responsible, &theirs.responsible, &mine.responsible),
        degree: both.take(Part::Degree, &base.degree, &theirs.degree, &mine.degree),
        repeats: both.take(Part::Repeats, &base.repeats, &theirs.repeats, &mine.repeats),
        note: both.take(Part::Note, &base.note, &theirs.note, &mine.note),
    };
    Merged { paper, met: both.met, theirs: both.theirs }
}

/// What was found out while merging.
#[derive(Default)]
struct Both {
    met: Vec<Part>,
    theirs: Vec<Part>,
}

impl Both {
    fn take<T: Clone + PartialEq>(&mut self, part: Part, base: &T, theirs: &T, mine: &T) -> T {
        if mine == theirs || theirs == base {
            return mine.clone();
        }
        if mine == base {
            self.theirs.push(part);
            return theirs.clone();
        }
        self.met.push(part);
        mine.clone()
    }

    /// Links that either added, without those that either took off.
    fn links(
        &mut self,
        part: Part,
        base: &[Evidence],
        theirs: &[Evidence],
        mine: &[Evidence],
    ) -> Vec<Evidence> {
        let gone = |one: &Evidence| base.contains(one) && !(theirs.contains(one) && mine.contains(one));
        let mut links: Vec<Evidence> = Vec::new();
        for one in mine.iter().chain(theirs).filter(|one| !gone(one)) {
            if !links.contains(one) {
                links.push(one.clone());
            }
        }
        if links != mine && !self.theirs.contains(&part) {
            self.theirs.push(part);
        }
        links
    }

    fn sentences(&mut self, base: &Paper, theirs: &Paper, mine: &Paper) -> Vec<Sentence> {
        let of = |paper: &Paper, key: u32| paper.sentences.iter().find(|s| s.key == key).cloned();
        let mut order: Vec<Sentence> = Vec::new();
        for sentence in &mine.sentences {
            let part = Part::Sentence(sentence.key);
            let (old, new) = (of(base, sentence.key), of(theirs, sentence.key));
            match (old, new) {
                (Some(old), Some(new)) => order.push(self.sentence(&old, &new, sentence)),
                // They took it off; it stays only where it was changed here.
                (Some(old), None) if old == *sentence => self.theirs.push(part),
                (Some(_), None) => {
                    self.met.push(part);
                    order.push(sentence.clone());
                }
                (None, _) => order.push(sentence.clone()),
            }
        }
        let mut before = None;
        for sentence in &theirs.sentences {
            let here = order.iter().position(|s| s.key == sentence.key);
            if here.is_none() {
                let old = of(base, sentence.key);
                let part = Part::Sentence(sentence.key);
                match old {
                    // Taken off here, and untouched there.
                    Some(old) if old == *sentence => continue,
                    Some(_) => self.met.push(part),
                    None => self.theirs.push(part),
                }
                let after = before.and_then(|key: u32| order.iter().position(|s| s.key == key));
                order.insert(after.map_or(0, |at| at + 1).min(order.len()), sentence.clone());
            }
            before = Some(sentence.key);
        }
        order
    }

    fn sentence(&mut self, base: &Sentence, theirs: &Sentence, mine: &Sentence) -> Sentence {
        let part = Part::Sentence(mine.key);
        let said = |s: &Sentence| (s.text.clone(), s.is_fact);
        let (text, is_fact) = self.take(part, &said(base), &said(theirs), &said(mine));
        let evidence = self.links(part, &base.evidence, &theirs.evidence, &mine.evidence);
        Sentence { key: mine.key, text, is_fact, evidence }
    }
}

impl Paper {
    /// Puts a part of another version in place of this one's: a sentence that the other has not is taken off.
    pub fn take_part(&mut self, part: Part, other: &Self) {
        match part {
            Part::Title => self.title.clone_from(&other.title),
            Part::Basis => self.basis.clone_from(&other.basis),
            Part::Focus => self.focus.clone_from(&other.focus),
            Part::Period => self.period = other.period,
            Part::Amounts => self.amounts.clone_from(&other.amounts),
            Part::Unit => self.unit = other.unit,
            Part::Responsible => self.responsible.clone_from(&other.responsible),
            Part::Degree => self.degree = other.degree,
            Part::Repeats => self.repeats.clone_from(&other.repeats),
            Part::Note => self.note.clone_from(&other.note),
            Part::Evidence => self.evidence.clone_from(&other.evidence),
            Part::Sentence(key) => {
                let theirs = other.sentences.iter().find(|s| s.key == key);
                let here = self.sentences.iter_mut().find(|s| s.key == key);
                match (here, theirs) {
                    (Some(here), Some(theirs)) => here.clone_from(theirs),
                    (None, Some(theirs)) => self.sentences.push(theirs.clone()),
                    (_, None) => self.sentences.retain(|s| s.key != key),
                }
            }
        }
    }

    /// Whether another paper says the same: all but where its evidence stands and leads.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let bare = |paper: &Self| {
            let mut paper = paper.clone();
            paper.evidence.clear();
            paper.sentences.iter_mut().for_each(|sentence| sentence.evidence.clear());
            paper
        };
        let numbers = |paper: &Self| -> BTreeSet<String> {
            paper.all_evidence().map(|evidence| evidence.number.clone()).collect()
        };
        bare(self) == bare(other) && numbers(self).is_subset(&numbers(other))
    }
}

impl Part {
    /// Its name in a form.
    pub fn code(self) -> String {
        match self {
            Self::Title => "title".to_owned(),
            Self::Basis => "basis".to_owned(),
            Self::Focus => "focus".to_owned(),
            Self::Period => "period".to_owned(),
            Self::Amounts => "amounts".to_owned(),
            Self::Unit => "unit".to_owned(),
            Self::Responsible => "responsible".to_owned(),
            Self::Degree => "degree".to_owned(),
            Self::Repeats => "repeats".to_owned(),
            Self::Note => "note".to_owned(),
            Self::Evidence => "evidence".to_owned(),
            Self::Sentence(key) => format!("s{key}"),
        }
    }

    /// Reads its name in a form.
    pub fn from_code(code: &str) -> Option<Self> {
        const PLAIN: [Part; 11] = [
            Part::Title,
            Part::Basis,
            Part::Focus,
            Part::Period,
            Part::Amounts,
            Part::Unit,
            Part::Responsible,
            Part::Degree,
            Part::Repeats,
            Part::Note,
            Part::Evidence,
        ];
        let sentence = || code.strip_prefix('s')?.parse().ok().map(Self::Sentence);
        PLAIN.into_iter().find(|part| part.code() == code).or_else(sentence)
    }
}
