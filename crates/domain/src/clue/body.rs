//! What a clue says and about whom: sealed, never part of a record.
//!
//! [`ClueBody`] has no `Serialize`, `Clone` or readable `Debug`. The only way out are the bytes to seal.

use kernel::Secret;

/// One subject by name.
#[derive(Debug)]
pub struct SubjectBody {
    name: Secret<String>,
    post: Secret<String>,
}

impl SubjectBody {
    /// A subject.
    pub fn new(name: &str, post: &str) -> Self {
        Self { name: plain(name), post: plain(post) }
    }

    /// Name and post, for the page that opens them.
    pub fn expose(&self) -> (&str, &str) {
        (self.name.expose(), self.post.expose())
    }
}

/// Subjects and summary.
#[derive(Debug)]
pub struct ClueBody {
    /// The subjects, in the order of the record's.
    pub subjects: Vec<SubjectBody>,
    summary: Secret<String>,
}

/// Between fields and between subjects; cleaning takes both out of what people type.
const FIELD: char = '\u{1F}';
const SUBJECT: char = '\u{1E}';

impl ClueBody {
    /// What a clue says about whom.
    pub fn new(subjects: Vec<SubjectBody>, summary: &str) -> Self {
        Self { subjects, summary: plain(summary) }
    }

    /// The summary.
    pub fn summary(&self) -> &str {
        self.summary.expose()
    }

    /// The bytes to seal.
    pub fn to_seal(&self) -> Secret<Vec<u8>> {
        let mut text = self.summary().to_owned();
        for subject in &self.subjects {
            let (name, post) = subject.expose();
            text.push(SUBJECT);
            text.push_str(name);
            text.push(FIELD);
            text.push_str(post);
        }
        Secret::new(text.into_bytes())
    }

    /// Reads opened bytes back; `None` when they are something else.
    pub fn from_opened(bytes: &[u8]) -> Option<Self> {
        let mut parts = std::str::from_utf8(bytes).ok()?.split(SUBJECT);
        let summary = parts.next()?;
        let subjects: Option<Vec<_>> = parts
            .map(|part| part.split_once(FIELD).map(|(name, post)| SubjectBody::new(name, post)))
            .collect();
        Some(Self::new(subjects?, summary))
    }
}

fn plain(text: &str) -> Secret<String> {
    Secret::new(text.chars().filter(|c| !c.is_control() || *c == '\n').collect())
}
