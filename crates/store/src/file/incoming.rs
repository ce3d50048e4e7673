//! A content that is arriving: sealed chunk by chunk into a temporary file.

use super::{FileError, Folder};
use crypto::file::{AddressOf, CHUNK, FileCipher};
use crypto::{DataKey, Digest};
use kernel::{Rng, Timestamp};
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

/// A content on its way in. Dropped before [`Incoming::finish`], it leaves nothing.
#[derive(Debug)]
pub struct Incoming {
    folder: Folder,
    path: PathBuf,
    file: fs::File,
    cipher: FileCipher,
    buffer: Vec<u8>,
    index: u64,
    address: AddressOf,
    placed: bool,
}

impl Incoming {
    pub(super) fn begin(
        folder: Folder,
        path: PathBuf,
        key: &DataKey,
        rng: &dyn Rng,
    ) -> Result<Self, FileError> {
        let cipher = FileCipher::begin(key, rng)?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path)?;
        // As long as this process lives, no sweep takes it for abandoned.
        file.try_lock().map_err(std::io::Error::from)?;
        file.write_all(cipher.header())?;
        Ok(Self {
            folder,
            path,
            file,
            cipher,
            buffer: Vec::new(),
            index: 0,
            address: AddressOf::default(),
            placed: false,
        })
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn push(&mut self, mut bytes: &[u8], rng: &dyn Rng) -> Result<(), FileError> {
        self.address.update(bytes);
        while !bytes.is_empty() {
            // A full chunk waits until more comes, since the last must know that it is.
            if self.buffer.len() == CHUNK {
                self.seal(false, rng)?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK - self.buffer.len()));
            self.buffer.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    fn seal(&mut self, last: bool, rng: &dyn Rng) -> Result<(), FileError> {
        let sealed = self.cipher.seal_chunk(self.index, last, &self.buffer, rng)?;
        self.file.write_all(&sealed)?;
        self.buffer.clear();
        self.index += 1;
        Ok(())
    }

    /// Puts the content in its place, flushed to disk; returns its address.
    ///
    /// # Errors
    /// [`FileError`]: then nothing was kept.
    pub fn finish(mut self, key: &DataKey, rng: &dyn Rng, at: Timestamp) -> Result<Digest, FileError> {
        self.seal(true, rng)?;
        self.file.sync_all()?;
        let address = std::mem::take(&mut self.address).finish(key)?;
        self.folder.place(&self.path, &address, at)?;
        self.placed = true;
        Ok(address)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.placed {
            // What stays is removed by the next sweep.
            let _left = fs::remove_file(&self.path);
        }
    }
}
