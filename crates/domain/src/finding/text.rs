//! The sentences of a paper and the evidence behind each.

use kernel::id::{FileId, RecordId};
use serde::{Deserialize, Serialize};

/// Where evidence lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "place")]
pub enum Place {
    /// A record of the program: a petition, an interview, a visit.
    Record {
        /// Its kind, as the journal names it: `petition`.
        kind: String,
        /// The record.
        record: RecordId,
    },
    /// A page of a file.
    File {
        /// The file.
        file: FileId,
        /// The page, from 1; `None` for the whole file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<u32>,
    },
    /// Kept outside, or not registered yet.
    External,
}

/// One link from a sentence to what proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The method it came from: `C5`, `C13`.
    pub method: String,
    /// Its number as the team writes it: `DOC-1-001`, `XF028`.
    pub number: String,
    /// What it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// How far it proves: pages, lines, a time in a recording.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// Where it lies.
    #[serde(flatten)]
    pub place: Place,
}

/// Whether evidence leads anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceState {
    /// It opens a record or a file.
    Linked,
    /// It names a record that is not here: to be linked.
    ToBeLinked,
}

impl Evidence {
    /// Whether it leads anywhere.
    pub const fn state(&self) -> EvidenceState {
        match self.place {
            Place::Record { .. } | Place::File { .. } => EvidenceState::Linked,
            Place::External => EvidenceState::ToBeLinked,
        }
    }

    /// Links it to what it names.
    #[must_use]
    pub fn linked(self, place: Place) -> Self {
        Self { place, ..self }
    }
}

/// A sentence of the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its place in the paper's life: stays when sentences are moved, never used again.
    pub key: u32,
    /// What it says.
    pub text: String,
    /// Whether it states a fact; one that only leads in or concludes needs no evidence.
    pub is_fact: bool,
    /// What proves it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// Splits running text into sentences, at the marks that end one; marks inside quotation or book marks end nothing.
pub fn split_sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut sentence = String::new();
    let mut depth = 0_u32;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '“' | '《' | '（' | '「' | '(' | '[' | '【' => depth += 1,
            '”' | '》' | '）' | '」' | ')' | ']' | '】' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let breaks = c == '\n';
        if !breaks {
            sentence.push(c);
        }
        let ends = matches!(c, '。' | '！' | '？' | '；') && depth == 0;
        let more_marks = chars.peek().is_some_and(|next| matches!(next, '”' | '！' | '？' | '。'));
        if breaks || (ends && !more_marks) {
            push(&mut sentences, &mut sentence);
        }
    }
    push(&mut sentences, &mut sentence);
    sentences
}

/// Running text with the numbers of evidence in square brackets behind its sentences, as sentences with their citations:
/// `拆成三段。[DOC-1-001][XF028] 均未招标。`
pub fn split_cited(text: &str) -> Vec<(String, Vec<String>)> {
    let mut sentences: Vec<(String, Vec<String>)> = Vec::new();
    for piece in split_sentences(text) {
        let (mut said, mut here) = (String::new(), Vec::new());
        let mut rest = piece.as_str();
        while let Some((before, group)) = rest.split_once(['[', '【']) {
            let Some((inside, after)) = group.split_once([']', '】']) else { break };
            let leads = said.trim().is_empty() && before.trim().is_empty();
            said.push_str(before);
            let cited = inside.split(['；', ';', '、']).map(|one| one.trim().to_owned());
            let cited = cited.filter(|one| !one.is_empty());
            match sentences.last_mut().filter(|_| leads) {
                Some((_, last)) => last.extend(cited),
                None => here.extend(cited),
            }
            rest = after;
        }
        said.push_str(rest);
        let said = said.trim();
        match sentences.last_mut().filter(|_| said.is_empty()) {
            Some((_, last)) => last.append(&mut here),
            None if said.is_empty() => {}
            None => sentences.push((said.to_owned(), here)),
        }
    }
    sentences
}

/// A piece of evidence as people cite it: `C5 DOC-1-001 第4页 三份比选文件`. Method and page may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    /// Code of the method; empty when it is left to the number.
    pub method: String,
    /// Its number.
    pub number: String,
    /// How far it proves, as written: `第4页`.
    pub at: String,
    /// What it is.
    pub title: String,
}

impl Citation {
    /// Reads a citation; without a number it is none.
    pub fn read(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace().peekable();
        let is_method = |word: &str| crate::method::Method::is_known(word);
        let method = words.next_if(|word| is_method(word)).unwrap_or_default().to_owned();
        let number = words.next()?.to_owned();
        let says_where = |word: &str| {
            let page = word.strip_prefix('第').unwrap_or_default();
            let latin = word.strip_prefix(['p', 'P']).unwrap_or_default();
            page.starts_with(|c: char| c.is_ascii_digit()) || latin.starts_with(|c: char| c.is_ascii_digit())
        };
        let at = words.next_if(|word| says_where(word)).unwrap_or_default().to_owned();
        let title: Vec<&str> = words.collect();
        Some(Self { method, number, at, title: title.join(" ") })
    }

    /// The citation of a piece of evidence.
    pub fn of(evidence: &Evidence) -> Self {
        Self {
            method: evidence.method.clone(),
            number: evidence.number.replace(char::is_whitespace, ""),
            at: evidence.at.clone(),
            title: evidence.title.clone(),
        }
    }

    /// As people write it.
    pub fn write(&self) -> String {
        let parts = [&self.method, &self.number, &self.at, &self.title];
        let parts: Vec<&str> =
            parts.iter().map(|part| part.as_str()).filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }
}

fn push(sentences: &mut Vec<String>, sentence: &mut String) {
    let text = sentence.trim();
    if !text.is_empty() {
        sentences.push(text.to_owned());
    }
    sentence.clear();
}
