//! The folder of sealed files: `aa/bb/<address>`, what is arriving, and what no act has recorded yet.
//!
//! A content that has arrived carries a mark until a sweep finds it recorded. What was never recorded, because its act
//! was refused or the machine stopped, is removed by the sweep a day later; what has neither mark nor record was
//! put there by someone else, and verify says so.

use crate::record::StoreError;
use crypto::{DataKey, Digest};
use kernel::{Rng, Timestamp};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Incoming, Opened};

/// What can go wrong with a file's content.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// What the disk said.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A key did not fit.
    #[error(transparent)]
    Crypto(#[from] crypto::Error),
    /// The database's own error.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nothing lies at the address.
    #[error("the file's content is missing")]
    Missing,
    /// What lies there does not open, or is something else.
    #[error("the file's content was changed")]
    Changed,
}

/// A folder of sealed files. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    /// Held while a content gets its place and while one is removed.
    placing: Arc<Mutex<()>>,
}

/// Subfolder of what is arriving.
const INCOMING: &str = "incoming";
/// Subfolder of the marks.
const UNRECORDED: &str = "unrecorded";
/// How long an unrecorded content waits for its act.
const PATIENCE: i64 = 86_400;

impl Folder {
    /// Opens the folder, making it where there is none. Another process may have it open too: a command beside the server.
    ///
    /// # Errors
    /// What the disk says.
    pub fn open(root: impl Into<PathBuf>) -> io::Result<Self> {
        let root = root.into();
        fs::create_dir_all(root.join(UNRECORDED))?;
        fs::create_dir_all(root.join(INCOMING))?;
        sync_folder(&root)?;
        Ok(Self { root, placing: Arc::default() })
    }

    /// Where the content of an address lies.
    pub fn path_of(&self, address: &Digest) -> PathBuf {
        let name = address.to_string();
        let (first, second) = (name.get(..2).unwrap_or_default(), name.get(2..4).unwrap_or_default());
        self.root.join(first).join(second).join(&name)
    }

    /// Begins to receive a content.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn receive(&self, key: &DataKey, rng: &dyn Rng) -> Result<Incoming, FileError> {
        let name = kernel::id::random_id(rng).to_string();
        Incoming::begin(self.clone(), self.root.join(INCOMING).join(name), key, rng)
    }

    /// Opens a content for reading.
    ///
    /// # Errors
    /// [`FileError::Missing`], [`FileError::Changed`].
    pub fn read(&self, address: &Digest, key: &DataKey) -> Result<Opened, FileError> {
        Opened::open(&self.path_of(address), key)
    }

    /// Whether it holds no content.
    ///
    /// # Errors
    /// What the disk says.
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(self.addresses()?.is_empty())
    }

    /// How many contents there are, and the bytes they take.
    ///
    /// # Errors
    /// What the disk says.
    pub fn size(&self) -> io::Result<(u64, u64)> {
        let (mut count, mut bytes) = (0, 0);
        for name in self.addresses()? {
            // A name that is no address is verify's to tell; a content that has gone meanwhile takes no room.
            let Some(path) = name.parse().ok().map(|address| self.path_of(&address)) else { continue };
            if let Ok(found) = fs::metadata(path) {
                count += 1;
                bytes += found.len();
            }
        }
        Ok((count, bytes))
    }

    /// Every name that lies where contents lie, whether or not it is an address.
    ///
    /// # Errors
    /// What the disk says.
    pub fn addresses(&self) -> io::Result<Vec<String>> {
        let mut found = Vec::new();
        for first in folders_in(&self.root)? {
            let name = first.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            if matches!(name.as_str(), INCOMING | UNRECORDED) {
                continue;
            }
            for second in folders_in(&first)? {
                for entry in fs::read_dir(second)? {
                    found.push(entry?.file_name().to_string_lossy().into_owned());
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// Whether the content of this address still waits for its act.
    pub fn is_unrecorded(&self, address: &str) -> bool {
        self.mark(address).exists()
    }

    /// Puts a finished temporary file in its place, marked, and flushes every folder on the way.
    pub(super) fn place(&self, from: &Path, address: &Digest, at: Timestamp) -> io::Result<()> {
        let _alone = self.lock();
        let mark = self.mark(&address.to_string());
        fs::write(&mark, at.0.to_string())?;
        fs::File::open(&mark)?.sync_all()?;
        sync_folder(&self.root.join(UNRECORDED))?;
        self.move_in(from, address)
    }

    /// Puts a file of a backup in its place; its record comes in the same transaction.
    pub(crate) fn restore(&self, from: &Path, address: &Digest) -> io::Result<()> {
        let _alone = self.lock();
        self.move_in(from, address)
    }

    /// A path for something that arrives outside of [`Folder::receive`].
    pub(crate) fn arriving(&self, name: &str) -> PathBuf {
        self.root.join(INCOMING).join(name)
    }

    fn move_in(&self, from: &Path, address: &Digest) -> io::Result<()> {
        let to = self.path_of(address);
        let second = to.parent().unwrap_or(&self.root);
        fs::create_dir_all(second)?;
        // Over what may lie there already: the same content, or a damaged one that is whole again from now on.
        fs::rename(from, &to)?;
        sync_folder(second)?;
        second.parent().map_or(Ok(()), sync_folder)?;
        sync_folder(&self.root)
    }

    /// Removes what was arriving when a process died: whoever still receives it holds its lock.
    ///
    /// # Errors
    /// What the disk says.
    pub fn clear_abandoned(&self) -> io::Result<()> {
        for entry in fs::read_dir(self.root.join(INCOMING))? {
            let path = entry?.path();
            // Arrived in the meantime, perhaps.
            let Ok(file) = fs::File::open(&path) else { continue };
            if file.try_lock().is_ok() {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }

    /// Marks older than a day, as addresses, for the caller to ask the records about.
    ///
    /// # Errors
    /// What the disk says.
    pub fn overdue(&self, now: Timestamp) -> io::Result<Vec<String>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.root.join(UNRECORDED))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if self.is_overdue(&name, now) {
                found.push(name);
            }
        }
        Ok(found)
    }

    /// Ends the wait of an address: recorded, it loses its mark; else its content is removed too.
    ///
    /// # Errors
    /// What the disk says.
    pub fn settle(&self, address: &str, recorded: bool, now: Timestamp) -> io::Result<()> {
        let _alone = self.lock();
        // It may have arrived again since the records were asked.
        if !self.is_overdue(address, now) {
            return Ok(());
        }
        match address.parse::<Digest>() {
            Ok(digest) if !recorded => match fs::remove_file(self.path_of(&digest)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            },
            _ => {}
        }
        fs::remove_file(self.mark(address))
    }

    fn is_overdue(&self, address: &str, now: Timestamp) -> bool {
        let made = fs::read_to_string(self.mark(address)).ok().and_then(|t| t.parse().ok().map(Timestamp));
        made.is_some_and(|at| now.seconds_since(at) > PATIENCE)
    }

    fn mark(&self, address: &str) -> PathBuf {
        self.root.join(UNRECORDED).join(address)
    }

    fn lock(&self) -> MutexGuard<'_, ()> {
        self.placing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn folders_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Flushes a folder, so that a name given in it survives a power cut.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows cannot open a folder as a file, and keeps names safe itself.
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}
