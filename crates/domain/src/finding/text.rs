//! The sentences of a paper and the evidence behind each.

use kernel::id::{FileId, RecordId};
use serde::{Deserialize, Serialize};

/// Where evidence lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "place")]
pub enum Place {
    /// A record of the program: a petition, an interview, a visit.
    Record {
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
            '“' | '《' | '（' | '「' | '(' => depth += 1,
            '”' | '》' | '）' | '」' | ')' => depth = depth.saturating_sub(1),
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

fn push(sentences: &mut Vec<String>, sentence: &mut String) {
    let text = sentence.trim();
    if !text.is_empty() {
        sentences.push(text.to_owned());
    }
    sentence.clear();
}
