//! Stored files: what a file is, what it may be called, and what may come in.
//!
//! The kind of a file is told by its content, never by its name; the name is cleaned and is never a path. What is
//! taken: PDF, PNG, JPEG, DOCX and XLSX without macros, plain text. Called by `app::file`, and by `store` for reading.

use crate::Refusal;
use kernel::{EngagementId, FileId, Message};
use serde::{Deserialize, Serialize};

mod attachment;
mod kind;
mod name;
mod package;

pub use attachment::{Attached, Attachment, Withdrawal};
pub use kind::{Kind, Sniffer};
pub use name::clean_name;

/// A file as it is recorded. Its content lies sealed under its address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its id.
    pub id: FileId,
    /// What it is called: cleaned, with the ending that fits its content.
    pub name: String,
    /// What it is, by content.
    pub kind: Kind,
    /// Bytes of its content.
    pub size: u64,
    /// Who may see it.
    pub compartment: String,
    /// The engagement whose key seals it; `None` for the instance's.
    pub engagement: Option<EngagementId>,
    /// Keyed digest of its content, as hexadecimal text: where it lies.
    pub address: String,
    /// Reading it takes a stated reason and leaves a trace.
    pub sealed: bool,
}

/// What a file may weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub bytes: u64,
    /// Bytes that the parts of a package may unpack to.
    pub unpacked: u64,
    /// Parts of a package.
    pub parts: usize,
}

impl Default for Limits {
    /// 200 MiB a file; packages up to 1 GiB and 10,000 parts.
    fn default() -> Self {
        Self { bytes: 200 << 20, unpacked: 1 << 30, parts: 10_000 }
    }
}

impl Limits {
    /// Refuses what has grown too large.
    ///
    /// # Errors
    /// `file-too-large`.
    pub fn check_size(&self, bytes: u64) -> Result<(), Refusal> {
        if bytes <= self.bytes {
            return Ok(());
        }
        let max = i64::try_from(self.bytes >> 20).unwrap_or(i64::MAX);
        Err(Message::new("file-too-large").with("max", max).into())
    }
}
