//! Reading a sealed content, whole or from anywhere in it.

use super::FileError;
use crypto::file::{AddressOf, CHUNK, FileCipher, HEADER, SEALED_CHUNK};
use crypto::{DataKey, Digest};
use std::fs;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// A content that is being read.
#[derive(Debug)]
pub struct Opened {
    file: fs::File,
    cipher: FileCipher,
    /// Sealed bytes behind the header.
    sealed: u64,
}

impl Opened {
    pub(super) fn open(path: &Path, key: &DataKey) -> Result<Self, FileError> {
        let mut file = match fs::File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(FileError::Missing),
            opened => opened?,
        };
        let mut header = [0; HEADER];
        file.read_exact(&mut header).map_err(|_| FileError::Changed)?;
        let cipher = FileCipher::from_header(key, &header).map_err(|_| FileError::Changed)?;
        let sealed = file.metadata()?.len().checked_sub(wide(HEADER)).ok_or(FileError::Changed)?;
        Ok(Self { file, cipher, sealed })
    }

    /// Chunks it has.
    const fn chunks(&self) -> u64 {
        self.sealed.div_ceil(SEALED)
    }

    /// Bytes of its content, by the length of what lies there.
    pub const fn size(&self) -> u64 {
        self.sealed.saturating_sub(self.chunks() * (SEALED - PLAIN))
    }

    /// Up to `length` bytes from `from` on; fewer at the end.
    ///
    /// # Errors
    /// [`FileError::Changed`] when a chunk does not open.
    pub fn range(&mut self, from: u64, length: u64) -> Result<Vec<u8>, FileError> {
        let until = from.saturating_add(length).min(self.size());
        let mut out = Vec::new();
        let mut at = from;
        while at < until {
            let chunk = self.chunk(at / PLAIN)?;
            let inside = narrow(at % PLAIN);
            let take = narrow((until - at).min(wide(chunk.len()).saturating_sub(at % PLAIN)));
            let piece = chunk.get(inside..inside + take).filter(|p| !p.is_empty());
            out.extend_from_slice(piece.ok_or(FileError::Changed)?);
            at += wide(take);
        }
        Ok(out)
    }

    /// Reads it all, holding its content against the address.
    ///
    /// # Errors
    /// [`FileError::Changed`].
    pub fn check(&mut self, key: &DataKey, address: &Digest) -> Result<(), FileError> {
        let mut seen = AddressOf::default();
        for index in 0..self.chunks() {
            seen.update(&self.chunk(index)?);
        }
        if self.sealed > 0 && seen.finish(key)? == *address { Ok(()) } else { Err(FileError::Changed) }
    }

    fn chunk(&mut self, index: u64) -> Result<Vec<u8>, FileError> {
        let begin = index.saturating_mul(SEALED);
        let length = self.sealed.saturating_sub(begin).min(SEALED);
        self.file.seek(SeekFrom::Start(begin.saturating_add(wide(HEADER))))?;
        let mut sealed = vec![0; narrow(length)];
        self.file.read_exact(&mut sealed)?;
        let opened = self.cipher.open_chunk(index, index + 1 == self.chunks(), &sealed);
        Ok(opened.map_err(|_| FileError::Changed)?.expose().clone())
    }
}

#[expect(clippy::as_conversions, reason = "a constant of one MiB fits everywhere; `try_from` is not const")]
const PLAIN: u64 = CHUNK as u64;
#[expect(clippy::as_conversions, reason = "as above")]
const SEALED: u64 = SEALED_CHUNK as u64;

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Only ever at most a chunk.
fn narrow(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
