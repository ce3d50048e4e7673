//! A file of working papers and clues, in JSON.
//!
//! Reads defensively: bounded size, keys that are not known are passed over, and an error tells line and column and
//! never quotes the file, because it may name people. What a paper or clue means, `domain::finding::import` and
//! `domain::clue::import` judge. Called by their import (D1, D4).

use domain::Refusal;
use domain::{clue::import::RawClue, finding::import::RawPaper};
use kernel::Message;
use serde::Deserialize;

/// Most bytes of a file.
const MOST_BYTES: usize = 20 * 1024 * 1024;

/// Papers and clues as the file holds them. Not printable: clues name people.
#[derive(Default, Deserialize)]
pub struct FindingsFile {
    /// Working papers.
    #[serde(default)]
    pub working_papers: Vec<RawPaper>,
    /// Clues.
    #[serde(default)]
    pub clues: Vec<RawClue>,
}

/// Reads the file.
///
/// # Errors
/// `finding-file-too-large`, `finding-file-unreadable` with the place, `finding-file-empty`.
pub fn read(bytes: &[u8]) -> Result<FindingsFile, Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(Message::new("finding-file-too-large").with("max", MOST_BYTES >> 20).into());
    }
    // Some editors put a byte order mark in front.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let file: FindingsFile = serde_json::from_slice(bytes).map_err(|fault| {
        let message = Message::new("finding-file-unreadable").with("line", fault.line());
        Refusal(message.with("column", fault.column()))
    })?;
    if file.working_papers.is_empty() && file.clues.is_empty() {
        return Err(Refusal::new("finding-file-empty"));
    }
    Ok(file)
}
