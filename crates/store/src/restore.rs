//! Restoring a backup into an empty database and an empty folder, of either engine.
//!
//! All rows go in by one transaction that commits only when every chunk has opened and the signature fits: a file that is
//! damaged, cut or not the installation's leaves the target as empty as it was. Columns of records are computed from
//! their canonical form, and the search index is queued to be made again. Called by `app::backup`.

mod target;

use crate::backup::{
    BackupError, Frame, Header, OnProgress, Progress, SEARCH_ORDER, SealedReader, has_end, read_frame,
    read_prefix,
};
use crate::file::Folder;
use crate::record::Kind;
use crypto::sign::Signer;
use crypto::{InstanceKey, RecoveryCode};
use db::Db;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use target::Target;

/// A backup whose header has been read.
pub struct Backup {
    from: BufReader<File>,
    header: Header,
    prefix: Vec<u8>,
    length: u64,
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Rows.
    pub rows: u64,
    /// Files.
    pub files: u64,
}

impl Backup {
    /// Opens a backup and reads its header.
    ///
    /// # Errors
    /// [`BackupError::NotABackup`], [`BackupError::Newer`], [`BackupError::Truncated`], [`BackupError::Damaged`].
    pub fn open(path: &Path) -> Result<Self, BackupError> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut from = BufReader::with_capacity(1 << 20, file);
        let (header, prefix) = read_prefix(&mut from)?;
        if !has_end(&mut from, length)? {
            return Err(BackupError::Truncated);
        }
        Ok(Self { from, header, prefix, length })
    }

    /// What it says about itself.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The instance key in it, opened by the recovery code.
    ///
    /// # Errors
    /// [`BackupError::NoLockedKey`]; [`BackupError::Crypto`] when the code is another sheet's.
    pub fn unlock(&self, code: &RecoveryCode) -> Result<InstanceKey, BackupError> {
        let locked = self.header.locked.as_ref().ok_or(BackupError::NoLockedKey)?;
        Ok(InstanceKey::unlock(locked, code)?)
    }

    /// Reads it from end to end without keeping anything: every chunk opens, every row is counted, the signature fits.
    /// Returns how many rows it holds. Blocks while reading.
    ///
    /// # Errors
    /// [`BackupError`]: then it could not be restored either.
    pub fn check(mut self, key: &InstanceKey) -> Result<u64, BackupError> {
        let data_key = key.unwrap(&self.header.key)?;
        let start = u64::try_from(self.prefix.len()).unwrap_or(u64::MAX);
        let left = self.length.checked_sub(start).ok_or(BackupError::Truncated)?;
        let mut reader = SealedReader::begin(&mut self.from, &self.prefix, left, &data_key)?;
        let mut held = 0;
        let stated = loop {
            match read_frame(&mut reader)? {
                Frame::Rows(rows) => held += u64::try_from(rows.len()).unwrap_or(0),
                Frame::End { rows } => break rows,
                _ => {}
            }
        };
        if held != stated {
            return Err(BackupError::Damaged("rows"));
        }
        reader.finish(&Signer::new(key), &data_key)?;
        Ok(held)
    }

    /// Restores it. Blocks while reading: the caller gives it a thread.
    ///
    /// # Errors
    /// [`BackupError`]: then the target is as empty as before.
    pub async fn restore(
        mut self,
        key: &InstanceKey,
        (db, files): (&Db, &Folder),
        kinds: &[Kind],
        progress: OnProgress<'_>,
    ) -> Result<Restored, BackupError> {
        let data_key = key.unwrap(&self.header.key)?;
        let start = u64::try_from(self.prefix.len()).unwrap_or(u64::MAX);
        let left = self.length.checked_sub(start).ok_or(BackupError::Truncated)?;
        let mut reader = SealedReader::begin(&mut self.from, &self.prefix, left, &data_key)?;
        let mut target = Target::begin(db, files, kinds).await?;
        let total = reader.left();
        let read = fill(&mut target, &mut reader, &mut |left| {
            progress(Progress { done: total.saturating_sub(left), total });
        })
        .await;
        match read.and_then(|()| reader.finish(&Signer::new(key), &data_key)) {
            Ok(()) => target.commit().await,
            Err(error) => {
                target.abandon();
                Err(error)
            }
        }
    }
}

/// Reads every frame into the target.
async fn fill<R: Read>(
    target: &mut Target<'_>,
    reader: &mut SealedReader<R>,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<(), BackupError> {
    let Frame::Manifest(manifest) = read_frame(reader)? else { return Err(BackupError::Damaged("manifest")) };
    loop {
        match read_frame(reader)? {
            Frame::Manifest(_) => return Err(BackupError::Damaged("manifest")),
            Frame::Table { name, columns } => target.table(&name, &columns)?,
            Frame::Rows(rows) => target.rows(rows).await?,
            Frame::File(address) => target.file(address)?,
            Frame::FilePart(bytes) => target.file_part(&bytes)?,
            Frame::FileEnd => target.file_end()?,
            Frame::End { rows } => return target.check(rows, &manifest.heads).await,
        }
        progress(reader.left());
    }
}

/// Columns of [`SEARCH_ORDER`], which is no table.
const SEARCH_ORDER_COLUMNS: [&str; 3] = ["kind", "id", "number"];
