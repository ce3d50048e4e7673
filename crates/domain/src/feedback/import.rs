//! A feedback paper read to its problems: the whole outline, the problems in it, and what wants a look.
//!
//! A problem is one lowest titled entry under the main problems; evaluation, facts, suggestions and requirements are
//! numbered too and are none, and 一是, （1）, 如： are instances. Headings, typed numbers, automatic numbers and mixed
//! brackets all lead there. An annexed list repeats the problems and may hold more. Nothing is dropped silently:
//! every paragraph has its place in [`Checked::outline`]. `documents::feedback` gives the [`Block`]s.

mod annex;
mod mark;
mod numbers;
mod outline;
mod statement;

pub use mark::MarkKind;
pub(crate) use mark::numbered;

use super::draft::{Draft, Place};
use crate::import::Issues;
use serde::Serialize;

/// A number that the writing program puts before a paragraph by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AutoLabel {
    /// Its level, from 0.
    pub level: u8,
    /// As it shows: `（一）`.
    pub text: String,
}

/// A paragraph of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its number, from 1.
    pub number: u32,
    /// Its text.
    pub text: String,
    /// Level of its heading style, from 1.
    pub heading: Option<u8>,
    /// Its automatic number.
    pub label: Option<AutoLabel>,
    /// How many characters at its beginning are bold.
    pub bold_lead: usize,
}

/// A table of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its number, from 1.
    pub number: u32,
    /// The paragraph before it.
    pub after: u32,
    /// Its cells.
    pub rows: Vec<Vec<String>>,
}

/// A piece of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// What a paragraph is in the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Title, address, opening: before the first section.
    Opening,
    /// A section of the paper.
    Section,
    /// A heading over problems.
    Group,
    /// A problem.
    Problem,
    /// An instance of a problem.
    Instance,
    /// Text under a section, heading or problem.
    Text,
    /// A numbered entry of another section: a fact, a suggestion, a requirement.
    Other,
    /// Who signs, and the date.
    Signature,
    /// The annex.
    Annex,
}

/// One paragraph in the outline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub part: Part,
    /// Its number as written or shown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mark: String,
    /// Its words behind the number.
    pub text: String,
    /// Whether it lies in a section of problems.
    pub in_problems: bool,
}

/// A paper that was read.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// The problems, to be corrected by hand.
    pub draft: Draft,
    /// The whole paper.
    pub outline: Vec<Entry>,
    /// What wants a look, by paragraph.
    pub issues: Issues,
}

/// Reads a paper. `section` is the paragraph of the section that holds the problems, where a person has chosen it.
pub fn check(blocks: &[Block], section: Option<u32>) -> Checked {
    let mut issues = Issues::default();
    let read = outline::read(blocks, section, &mut issues);
    let mut draft = read.draft;
    let tables = blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    for table in tables {
        annex::take(table, &mut draft, &mut issues);
    }
    numbers::check(&draft, &mut issues);
    issues.sort();
    Checked { draft, outline: read.entries, issues }
}

#[cfg(test)]
mod tests;
