//! A paper as it is typed: for page, API and import alike, and how it becomes what is kept.

use super::register::Register;
use crate::Error;
use domain::finding::{
    Amount, Degree, Evidence, FindingRules, FocusCode, Kept, Paper, Period, Place, Responsible, Sentence,
};
use domain::method::Method;
use kernel::{Day, FieldError, FileId, Message, UnitId};
use serde::Deserialize;

/// Most characters of a title.
const LONGEST_TITLE: usize = 200;
/// Most characters of a sentence or another text of a paper.
const LONGEST_TEXT: usize = 4_000;
/// Most sentences of a paper, and most pieces of evidence.
const MOST: usize = 300;

/// A piece of evidence by its number. A number that the register knows leads to its record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct DraftEvidence {
    /// Code of the method; empty for what the number tells.
    pub method: String,
    /// Its number.
    pub number: String,
    /// What it is.
    pub title: String,
    /// How far it proves: pages, lines.
    pub at: String,
    /// A file of the engagement.
    pub file: Option<FileId>,
    /// The page of the file.
    pub page: Option<u32>,
}

/// A sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct DraftSentence {
    /// Its key; `None` for a new one.
    pub key: Option<u32>,
    /// What it says.
    pub text: String,
    /// Leads in or concludes, so that it needs no evidence.
    pub no_fact: bool,
    /// What proves it.
    pub evidence: Vec<DraftEvidence>,
}

/// A paper as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The problem in one line.
    pub title: String,
    /// The facts.
    pub sentences: Vec<DraftSentence>,
    /// Evidence on the whole paper.
    pub evidence: Vec<DraftEvidence>,
    /// The rule that was broken.
    pub basis: String,
    /// Codes of focus points.
    pub focus: Vec<String>,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// Sums.
    pub amounts: Vec<Amount>,
    /// The responsible organisation; the engagement's unit unless said.
    pub unit: Option<UnitId>,
    /// The responsible posts.
    pub responsible: Vec<Responsible>,
    /// How grave.
    pub degree: Degree,
    /// What it repeats.
    pub repeats: String,
    /// Remarks.
    pub note: String,
    /// Those who undertook it.
    pub undertakers: Vec<String>,
}

/// A kept paper as it would be typed.
pub fn draft_of(kept: &Kept) -> Draft {
    let evidence = |evidence: &Evidence| DraftEvidence {
        method: evidence.method.clone(),
        number: evidence.number.clone(),
        title: evidence.title.clone(),
        at: evidence.at.clone(),
        file: match evidence.place {
            Place::File { file, .. } => Some(file),
            Place::Record { .. } | Place::External => None,
        },
        page: match evidence.place {
            Place::File { page, .. } => page,
            Place::Record { .. } | Place::External => None,
        },
    };
    let paper = &kept.paper;
    let sentence = |sentence: &Sentence| DraftSentence {
        key: Some(sentence.key),
        text: sentence.text.clone(),
        no_fact: !sentence.is_fact,
        evidence: sentence.evidence.iter().map(evidence).collect(),
    };
    Draft {
        title: paper.title.clone(),
        sentences: paper.sentences.iter().map(sentence).collect(),
        evidence: paper.evidence.iter().map(evidence).collect(),
        basis: paper.basis.clone(),
        focus: paper.focus.iter().map(|code| code.0.clone()).collect(),
        from: paper.period.map(|period| period.from),
        to: paper.period.map(|period| period.to),
        amounts: paper.amounts.clone(),
        unit: Some(paper.unit),
        responsible: paper.responsible.clone(),
        degree: paper.degree,
        repeats: paper.repeats.clone().unwrap_or_default(),
        note: paper.note.clone(),
        undertakers: kept.undertakers.clone(),
    }
}

/// What a draft is made into a paper with.
pub(super) struct Ground<'g> {
    pub(super) rules: &'g FindingRules,
    pub(super) register: &'g Register,
    /// The engagement's unit, and those it may speak of besides.
    pub(super) units: &'g [UnitId],
    /// The highest key that was given.
    pub(super) last_key: u32,
}

impl Draft {
    /// The paper it is, or everything that is wrong with it. A draft may lack whatever the completeness list names,
    /// but not its title: lists and links call it by that.
    pub(super) fn paper(&self, ground: &Ground<'_>) -> Result<Paper, Error> {
        let mut errors = self.faults();
        let unit = self.unit.or_else(|| ground.units.first().copied()).ok_or(Error::NotFound)?;
        if !ground.units.contains(&unit) {
            errors.push(FieldError::new("unit", Message::new("finding-unit-elsewhere")));
        }
        let mut evidence = |pieces: &[DraftEvidence]| -> Vec<Evidence> {
            let mut made: Vec<Evidence> = Vec::new();
            for piece in pieces {
                match piece.made(ground) {
                    Ok(one) if !made.contains(&one) => made.push(one),
                    Ok(_) => {}
                    Err(error) => errors.push(error),
                }
            }
            made
        };
        let mut key = ground.last_key;
        let written = self.sentences.iter().filter(|s| !s.text.trim().is_empty());
        let sentences = written.map(|sentence| {
            let given = sentence.key.filter(|given| *given > 0 && *given <= ground.last_key);
            Sentence {
                key: given.unwrap_or_else(|| {
                    key = key.saturating_add(1);
                    key
                }),
                text: one_line(&sentence.text),
                is_fact: !sentence.no_fact,
                evidence: evidence(&sentence.evidence),
            }
        });
        let sentences = sentences.collect();
        let evidence = evidence(&self.evidence);
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let text = |text: &str| text.trim().to_owned();
        let mut focus: Vec<FocusCode> = self.focus.iter().map(|code| FocusCode(text(code))).collect();
        focus.retain(|code| !code.0.is_empty());
        focus.dedup();
        Ok(Paper {
            title: one_line(&self.title),
            sentences,
            evidence,
            basis: text(&self.basis),
            focus,
            period: self.from.zip(self.to).map(|(from, to)| Period { from, to }),
            amounts: self.amounts.clone(),
            unit,
            responsible: self.responsible.iter().filter(|r| !r.post.trim().is_empty()).cloned().collect(),
            degree: self.degree,
            repeats: Some(text(&self.repeats)).filter(|text| !text.is_empty()),
            note: text(&self.note),
        })
    }

    /// The names of those who undertook it, each once.
    pub(super) fn undertakers(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.undertakers.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            if names.iter().all(|known| known != name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// What cannot be taken as it is typed.
    fn faults(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let length = |text: &str| text.chars().count();
        if self.title.trim().is_empty() {
            errors.push(FieldError::new("title", Message::new("finding-no-title")));
        } else if length(&self.title) > LONGEST_TITLE {
            errors.push(FieldError::new("title", too_long(LONGEST_TITLE)));
        }
        for (at, sentence) in self.sentences.iter().enumerate() {
            if length(&sentence.text) > LONGEST_TEXT {
                errors.push(FieldError::new(field_of(sentence, at), too_long(LONGEST_TEXT)));
            }
        }
        for (name, text) in [("basis", &self.basis), ("note", &self.note), ("repeats", &self.repeats)] {
            if length(text) > LONGEST_TEXT {
                errors.push(FieldError::new(name, too_long(LONGEST_TEXT)));
            }
        }
        let pieces = self.evidence.len() + self.sentences.iter().map(|s| s.evidence.len()).sum::<usize>();
        if self.sentences.len() > MOST || pieces > MOST {
            let message = Message::new("finding-too-much").with("most", MOST);
            errors.push(FieldError::new("facts", message));
        }
        if self.from.is_some() != self.to.is_some() {
            let name = if self.from.is_some() { "to" } else { "from" };
            errors.push(FieldError::new(name, Message::new("finding-half-a-period")));
        }
        errors
    }
}

/// The field of a sentence in forms and JSON.
fn field_of(sentence: &DraftSentence, at: usize) -> String {
    sentence.key.map_or_else(|| format!("new.{at}"), |key| format!("s.{key}"))
}

fn too_long(most: usize) -> Message {
    Message::new("finding-text-too-long").with("most", most)
}

/// Without line breaks and doubled spaces.
fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.concat()
}

impl DraftEvidence {
    /// The link it stands for: to the record of its number, to its file, or outside.
    fn made(&self, ground: &Ground<'_>) -> Result<Evidence, FieldError> {
        let number = self.number.trim();
        if number.is_empty() || number.chars().count() > 100 {
            return Err(FieldError::new("evidence", Message::new("finding-evidence-number-missing")));
        }
        let typed = self.method.trim();
        if !typed.is_empty() && !Method::is_known(typed) {
            let message = Message::new("finding-evidence-method-unknown").with("value", typed);
            return Err(FieldError::new("evidence", message));
        }
        let method = if typed.is_empty() { ground.rules.method_of(number) } else { typed };
        let place = match self.file {
            Some(file) if ground.register.has_file(file) => Place::File { file, page: self.page },
            Some(_) => return Err(FieldError::new("evidence", Message::new("finding-evidence-no-file"))),
            None => ground.register.place(number).unwrap_or(Place::External),
        };
        Ok(Evidence {
            method: method.to_owned(),
            number: number.to_owned(),
            title: self.title.trim().to_owned(),
            at: self.at.trim().to_owned(),
            place,
        })
    }
}
