//! The sealed part: chunks of one MiB, and behind them the signature over every byte of the file.
//!
//! A chunk is bound to its number and to being the last, so a file that was cut, extended or reordered does not open.

use super::BackupError;
use crypto::file::{AddressOf, CHUNK, FileCipher, HEADER, SEALED_CHUNK};
use crypto::sign::{Signature, Signer, Subject};
use crypto::{DataKey, Error as CryptoError};
use kernel::Rng;
use std::io::{self, Read, Write};

/// Bytes behind the sealed part: a mark, the signature.
pub(crate) const TRAILER: usize = MARK.len() + 64;
const MARK: &[u8; 8] = b"\nxc-end\n";

/// Seals what is written to it.
pub(super) struct SealedWriter<'a, W> {
    out: W,
    cipher: FileCipher,
    rng: &'a dyn Rng,
    buffer: Vec<u8>,
    index: u64,
    seen: AddressOf,
}

impl<'a, W: Write> SealedWriter<'a, W> {
    /// Begins behind `prefix`, which is already written and becomes part of what is signed.
    pub(super) fn begin(
        mut out: W,
        prefix: &[u8],
        key: &DataKey,
        rng: &'a dyn Rng,
    ) -> Result<Self, BackupError> {
        let cipher = FileCipher::begin(key, rng)?;
        let mut seen = AddressOf::default();
        seen.update(prefix);
        seen.update(cipher.header());
        out.write_all(cipher.header())?;
        Ok(Self { out, cipher, rng, buffer: Vec::with_capacity(CHUNK), index: 0, seen })
    }

    fn seal(&mut self, last: bool) -> Result<(), BackupError> {
        let sealed = self.cipher.seal_chunk(self.index, last, &self.buffer, self.rng)?;
        self.seen.update(&sealed);
        self.out.write_all(&sealed)?;
        self.buffer.clear();
        self.index += 1;
        Ok(())
    }

    /// Takes the next bytes. A full chunk waits until more comes, since the last must know that it is.
    pub(super) fn put(&mut self, mut bytes: &[u8]) -> Result<(), BackupError> {
        while !bytes.is_empty() {
            if self.buffer.len() == CHUNK {
                self.seal(false)?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK - self.buffer.len()));
            self.buffer.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Seals the last chunk and signs.
    pub(super) fn finish(mut self, signer: &Signer, key: &DataKey) -> Result<(), BackupError> {
        self.seal(true)?;
        let digest = self.seen.finish(key)?;
        let signature = signer.sign(Subject::Backup, digest.as_bytes());
        self.out.write_all(MARK)?;
        self.out.write_all(&signature.0)?;
        self.out.flush()?;
        Ok(())
    }
}

/// Opens what [`SealedWriter`] made.
pub(crate) struct SealedReader<R> {
    from: R,
    cipher: FileCipher,
    /// Sealed bytes not yet read.
    left: u64,
    index: u64,
    plain: Vec<u8>,
    at: usize,
    seen: AddressOf,
}

impl<R: Read> SealedReader<R> {
    /// Begins behind `prefix`, with `left` bytes to the end of the file.
    ///
    /// # Errors
    /// [`BackupError::Truncated`], or [`BackupError::Crypto`] when the key is another one.
    pub(crate) fn begin(mut from: R, prefix: &[u8], left: u64, key: &DataKey) -> Result<Self, BackupError> {
        let around = u64::try_from(HEADER + TRAILER).unwrap_or(u64::MAX);
        let left = left.checked_sub(around).ok_or(BackupError::Truncated)?;
        let mut header = [0; HEADER];
        from.read_exact(&mut header)?;
        let cipher = FileCipher::from_header(key, &header).map_err(|_| BackupError::Damaged("key"))?;
        let mut seen = AddressOf::default();
        seen.update(prefix);
        seen.update(&header);
        Ok(Self { from, cipher, left, index: 0, plain: Vec::new(), at: 0, seen })
    }

    /// Fills `to` from the opened content.
    ///
    /// # Errors
    /// [`BackupError::Truncated`] where the content ends, [`BackupError::Damaged`] where it does not open.
    pub(crate) fn take(&mut self, to: &mut [u8]) -> Result<(), BackupError> {
        let mut filled = 0;
        while filled < to.len() {
            let rest = self.plain.get(self.at..).unwrap_or_default();
            if rest.is_empty() {
                self.open_next()?;
                continue;
            }
            let target = to.get_mut(filled..).unwrap_or_default();
            let n = rest.len().min(target.len());
            target.iter_mut().zip(rest).for_each(|(t, f)| *t = *f);
            (filled, self.at) = (filled + n, self.at + n);
        }
        Ok(())
    }

    fn open_next(&mut self) -> Result<(), BackupError> {
        if self.left == 0 {
            return Err(BackupError::Truncated);
        }
        let full = u64::try_from(SEALED_CHUNK).unwrap_or(u64::MAX);
        let (length, last) = (self.left.min(full), self.left <= full);
        let mut sealed = vec![0; usize::try_from(length).unwrap_or(0)];
        self.from.read_exact(&mut sealed).map_err(|_| BackupError::Truncated)?;
        self.seen.update(&sealed);
        let opened = self.cipher.open_chunk(self.index, last, &sealed).map_err(|error| match error {
            // The last chunk of a file that was cut does not know that it is the last.
            CryptoError::DoesNotOpen if !last => BackupError::Damaged("content"),
            _ => BackupError::Damaged("end"),
        })?;
        self.left -= length;
        self.index += 1;
        self.plain.clear();
        self.plain.extend_from_slice(opened.expose());
        self.at = 0;
        Ok(())
    }

    /// Sealed bytes not yet read.
    pub(crate) const fn left(&self) -> u64 {
        self.left
    }

    /// Checks that nothing follows, and the signature.
    ///
    /// # Errors
    /// [`BackupError::Damaged`], [`BackupError::BadSignature`].
    pub(crate) fn finish(mut self, signer: &Signer, key: &DataKey) -> Result<(), BackupError> {
        if self.left != 0 || self.at != self.plain.len() {
            return Err(BackupError::Damaged("end"));
        }
        let mut trailer = [0; TRAILER];
        self.from.read_exact(&mut trailer).map_err(|_| BackupError::Truncated)?;
        let (mark, signature) = trailer.split_at(MARK.len());
        if mark != MARK {
            return Err(BackupError::Truncated);
        }
        let (signature, digest) = (Signature::from_slice(signature)?, self.seen.finish(key)?);
        let checked = signer.verifier().verify(Subject::Backup, digest.as_bytes(), &signature);
        checked.map_err(|_| BackupError::BadSignature)
    }
}

/// Whether a file of this length ends with the mark, told without any key: a cut file is named as such at once.
pub(crate) fn has_end(file: &mut (impl Read + io::Seek), length: u64) -> io::Result<bool> {
    let Some(at) = length.checked_sub(u64::try_from(TRAILER).unwrap_or(u64::MAX)) else { return Ok(false) };
    let here = file.stream_position()?;
    file.seek(io::SeekFrom::Start(at))?;
    let mut mark = [0; MARK.len()];
    file.read_exact(&mut mark)?;
    file.seek(io::SeekFrom::Start(here))?;
    Ok(mark == *MARK)
}
