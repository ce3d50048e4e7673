//! Text documents (DOCX) as paragraphs and tables: what a reader sees once every change is accepted.
//!
//! Guarantees: the guards of [`crate::office`]; tracked changes read as accepted, hidden text left out, and both told
//! ([`Paper::remarks`]); automatic numbers counted as the program that made them shows them; every paragraph with its
//! number in the file, so that whatever is said about it can be found; never a panic. Called by the readers of papers
//! that come in as text ([`crate::feedback`]).

mod body;
mod numbering;
mod styles;

use crate::office::{Bounds, Words, package::Package, relations};
use domain::{Refusal, import::Issues};
use kernel::Message;

/// The sentences about a file that is no text document, or none that can be read.
const WORDS: Words = Words {
    empty: "paper-empty-file",
    foreign: "paper-not-docx",
    old: "paper-old-format",
    encrypted: "paper-encrypted",
    macros: "paper-macros",
    damaged: "paper-damaged",
    too_large: "paper-too-large",
    unpacks_too_large: "paper-unpacks-too-large",
    too_many_parts: "paper-too-many-parts",
};

/// What a file may cost before it is refused.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Parts inside the package.
    pub parts: usize,
    /// Bytes of all parts read, unpacked.
    pub unpacked: u64,
    /// Paragraphs, those in tables included.
    pub paragraphs: usize,
    /// Tables within tables.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 20 * 1024 * 1024,
            parts: 2_000,
            unpacked: 64 * 1024 * 1024,
            paragraphs: 20_000,
            depth: 8,
        }
    }
}

/// The number that the program in which a paper was written puts before a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its level, from 0.
    pub level: u8,
    /// The number as it shows: `（一）`.
    pub text: String,
}

/// A paragraph outside tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its number in the file, from 1; empty ones count.
    pub number: u32,
    /// Its text, without an automatic number.
    pub text: String,
    /// Level of its heading style, from 1.
    pub heading: Option<u8>,
    /// Its automatic number.
    pub label: Option<Label>,
    /// How many characters at its beginning are bold.
    pub bold_lead: usize,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its number in the file, from 1.
    pub number: u32,
    /// The paragraph before it; 0 for none.
    pub after: u32,
    /// Its cells; a cell merged with the one above is empty.
    pub rows: Vec<Vec<String>>,
}

/// A piece of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// What was read otherwise than it stands in the file, or left out. Each entry is a paragraph's number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Insertions that were taken as accepted.
    pub inserted: Vec<u32>,
    /// Deletions that were taken as accepted.
    pub deleted: Vec<u32>,
    /// Hidden text left out.
    pub hidden: Vec<u32>,
    /// Text boxes left out.
    pub boxes: Vec<u32>,
    /// Comments left out.
    pub comments: Vec<u32>,
    /// Footnotes and endnotes left out.
    pub notes: Vec<u32>,
}

/// A text document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Paragraphs and tables in order.
    pub blocks: Vec<Block>,
    /// What was left out or read as accepted.
    pub remarks: Remarks,
}

impl Paper {
    /// What to tell of what was left out, as warnings by paragraph.
    pub fn issues(&self) -> Issues {
        let mut issues = Issues::default();
        let remarks = &self.remarks;
        let changes = (first(&remarks.inserted).into_iter().chain(first(&remarks.deleted))).min();
        if let Some(row) = changes {
            let message = Message::new("paper-tracked-changes")
                .with("inserted", remarks.inserted.len())
                .with("deleted", remarks.deleted.len());
            issues.warning(row, None, "tracked_changes", message);
        }
        let each = [
            (&remarks.hidden, "hidden_text", "paper-hidden-text"),
            (&remarks.boxes, "text_box", "paper-text-box"),
        ];
        for (places, kind, id) in each {
            for place in once(places) {
                issues.warning(place, None, kind, Message::new(id).with("paragraph", place));
            }
        }
        let counted =
            [(&remarks.comments, "comments", "paper-comments"), (&remarks.notes, "notes", "paper-notes")];
        for (places, kind, id) in counted {
            if let Some(row) = first(places) {
                issues.warning(row, None, kind, Message::new(id).with("count", places.len()));
            }
        }
        issues.sort();
        issues
    }
}

fn first(places: &[u32]) -> Option<u32> {
    places.first().copied()
}

fn once(places: &[u32]) -> Vec<u32> {
    let mut places = places.to_vec();
    places.dedup();
    places
}

/// Reads a DOCX file.
///
/// # Errors
/// Refuses with a sentence what is no DOCX file, encrypted, with macros, damaged, or beyond the limits.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Paper, Refusal> {
    let bounds = Bounds { bytes: limits.bytes, parts: limits.parts, unpacked: limits.unpacked };
    let mut package = Package::open(bytes, bounds, &WORDS)?;
    let root = relations::relations(&mut package, "_rels/.rels")?;
    let main = root
        .values()
        .find(|relation| relation.kind.ends_with("/officeDocument"))
        .map_or_else(|| "word/document.xml".to_owned(), |r| relations::path_from("", &r.target));
    let document = package.part(&main)?.ok_or(Refusal::new(WORDS.foreign))?;
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let parts = relations::relations(&mut package, &format!("{folder}/_rels/{file}.rels"))?;
    let mut part_of = |kind: &str| {
        let part = parts.values().find(|relation| relation.kind.ends_with(kind));
        part.map_or(Ok(None), |relation| package.part(&relations::path_from(folder, &relation.target)))
    };
    let styles = part_of("/styles")?;
    let numbering = part_of("/numbering")?;
    let styles = styles.map_or_else(|| Ok(styles::Styles::default()), |xml| styles::read(&xml))?;
    let numbering =
        numbering.map_or_else(|| Ok(numbering::Numbering::default()), |xml| numbering::read(&xml))?;
    body::read(&document, &styles, numbering, limits)
}

/// A paper from plain text: each line a paragraph.
pub fn from_text(text: &str) -> Paper {
    let lines = text.trim_start_matches('\u{FEFF}').lines();
    let blocks = (1_u32..).zip(lines).map(|(number, line)| {
        Block::Paragraph(Paragraph { number, text: line.trim().to_owned(), ..Paragraph::default() })
    });
    Paper { blocks: blocks.collect(), remarks: Remarks::default() }
}
