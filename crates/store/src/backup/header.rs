//! The part of a backup that anyone can read: what it is, whose, from when, and which key it wants.

use super::BackupError;
use crypto::{LockedKey, WrappedKey};
use kernel::{RecordId, Timestamp};
use serde::{Deserialize, Serialize};
use std::io::Read;

/// First bytes of every backup.
const MAGIC: &[u8; 14] = b"xuncha-backup\n";
/// Number of the format; raised when a program of today could not read what is written.
const FORMAT: u32 = 1;
/// No header is longer.
const LONGEST: u32 = 64 * 1024;

/// What a backup says about itself in clear. Names no person and no engagement.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Header {
    /// The installation; `None` before set-up.
    pub instance: Option<RecordId>,
    /// Version of the program that wrote it.
    pub program: String,
    /// When.
    pub made_at: Timestamp,
    /// Length of the instance's chain.
    pub entries: i64,
    /// Code of its head, to be compared with the one on paper.
    pub head: String,
    /// The key of the sealed part, wrapped by the instance key.
    pub key: WrappedKey,
    /// The instance key, locked by the recovery code.
    pub locked: Option<LockedKey>,
}

impl Header {
    /// The bytes before the sealed part: magic, format, length, JSON.
    pub(super) fn prefix(&self) -> Result<Vec<u8>, BackupError> {
        let json = serde_json::to_vec(self).map_err(std::io::Error::from)?;
        let length = u32::try_from(json.len()).map_err(|_| BackupError::Damaged("header"))?;
        Ok([MAGIC.as_slice(), &FORMAT.to_be_bytes(), &length.to_be_bytes(), &json].concat())
    }
}

/// Reads the header; returns it with the bytes it took, which the signature covers.
///
/// # Errors
/// [`BackupError::NotABackup`], [`BackupError::Newer`], [`BackupError::Truncated`], [`BackupError::Damaged`].
pub(crate) fn read_prefix(from: &mut impl Read) -> Result<(Header, Vec<u8>), BackupError> {
    let mut start = [0; MAGIC.len() + 8];
    from.read_exact(&mut start).map_err(|_| BackupError::NotABackup)?;
    let (magic, numbers) = start.split_at(MAGIC.len());
    if magic != MAGIC {
        return Err(BackupError::NotABackup);
    }
    let number = |at: usize| -> u32 {
        numbers.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_be_bytes)
    };
    let (format, length) = (number(0), number(4));
    if format > FORMAT {
        return Err(BackupError::Newer(format!("format {format}")));
    }
    if format == 0 || length > LONGEST {
        return Err(BackupError::Damaged("header"));
    }
    let mut json = vec![0; usize::try_from(length).unwrap_or(0)];
    from.read_exact(&mut json).map_err(|_| BackupError::Truncated)?;
    let header = serde_json::from_slice(&json).map_err(|_| BackupError::Damaged("header"))?;
    Ok((header, [start.as_slice(), &json].concat()))
}
