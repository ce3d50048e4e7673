//! The instance's folder: what lies where, who may read it, and that one process has it.
//!
//! `data/` is what a backup holds; `keys/` lies beside it and never inside, so that neither alone opens anything.
//! Whatever is made here is for the owner's eyes only.

use crate::exit::{Exit, Failure};
use kernel::Message;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Owner only.
const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;

/// An instance's folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder(PathBuf);

/// That this process alone has the folder; until dropped, or the process ends in whatever way.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Folder {
    /// The folder at a path; nothing is made yet.
    pub(crate) const fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The database, when it is SQLite.
    pub(crate) fn database(&self) -> PathBuf {
        self.0.join("data/xuncha.db")
    }

    /// Where the contents of files lie, sealed.
    pub(crate) fn files(&self) -> PathBuf {
        self.0.join("data/files")
    }

    /// The instance key locked by the recovery code, for backups and for a lost key file.
    pub(crate) fn recovery_lock(&self) -> PathBuf {
        self.0.join("data/recovery.lock")
    }

    /// The instance key.
    pub(crate) fn key(&self) -> PathBuf {
        self.0.join("keys/instance.key")
    }

    /// Marks a collector's folder, and says which office it obeys.
    pub(crate) fn collector(&self) -> PathBuf {
        self.0.join("collector.json")
    }

    /// Where the local certificate authority is kept.
    pub(crate) fn tls(&self) -> PathBuf {
        self.0.join("tls")
    }

    /// What marks a practice instance and holds its clock.
    pub(crate) fn practice(&self) -> PathBuf {
        self.0.join("practice.json")
    }

    /// Whether an instance, or part of one, lies here.
    pub(crate) fn is_used(&self) -> bool {
        [self.key(), self.recovery_lock(), self.database()].iter().any(|p| p.exists())
    }

    /// Makes the folders that are missing.
    pub(crate) fn make(&self) -> Result<(), Failure> {
        for folder in [self.0.clone(), self.0.join("data"), self.0.join("keys")] {
            make_folder(&folder)?;
        }
        Ok(())
    }

    /// Takes the folder for this process alone.
    pub(crate) fn lock(&self) -> Result<Lock, Failure> {
        let path = self.0.join("xuncha.lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(FILE_MODE)
            .open(&path)
            .map_err(|e| Failure::file(&path, &e))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => {
                let message = Message::new("cli-folder-in-use").with("path", self.0.display().to_string());
                Err(Failure::new(Exit::Unavailable, message))
            }
            Err(TryLockError::Error(e)) => Err(Failure::file(&path, &e)),
        }
    }
}

/// Makes a folder, with those above it, for the owner's eyes only.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(path).map_err(|e| Failure::file(path, &e))
}

/// Writes a new file for the owner's eyes only, on disk before this returns. An existing one is left alone.
pub(crate) fn write_new(path: &Path, content: impl AsRef<[u8]>) -> Result<(), Failure> {
    let written = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(FILE_MODE)
        .open(path)
        .and_then(|mut file| file.write_all(content.as_ref()).and_then(|()| file.sync_all()))
        .and_then(|()| sync_folder_of(path));
    written.map_err(|e| Failure::file(path, &e))
}

/// Makes sure that a new name in a folder is on disk too.
fn sync_folder_of(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

/// Removes a file; one that is not there is removed already.
pub(crate) fn remove(path: &Path) -> Result<(), Failure> {
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Failure::file(path, &e)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Replaces a file in one step: a reader sees the old text or the new, never half of either.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let beside = path.with_extension("new");
    remove(&beside)?;
    write_new(&beside, text)?;
    std::fs::rename(&beside, path).map_err(|e| Failure::file(path, &e))
}

/// Refuses a secret file that others on the machine can read.
pub(crate) fn require_private(path: &Path) -> Result<(), Failure> {
    let mode = std::fs::metadata(path).map_err(|e| Failure::file(path, &e))?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let message = Message::new("cli-key-readable").with("path", path.display().to_string());
    Err(Failure::new(Exit::Refused, message))
}

#[cfg(test)]
mod tests {
    use super::{Folder, replace, require_private, write_new};
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &std::path::Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_for_the_owner_only() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path().join("a/b"));
        folder.make().unwrap();
        assert_eq!(mode(folder.path()), 0o700);
        assert_eq!(mode(&folder.path().join("keys")), 0o700);
        write_new(&folder.key(), "key").unwrap();
        assert_eq!(mode(&folder.key()), 0o600);
        assert!(write_new(&folder.key(), "other").is_err(), "a key is never overwritten");
        replace(&folder.recovery_lock(), "one").unwrap();
        replace(&folder.recovery_lock(), "two").unwrap();
        assert_eq!(std::fs::read_to_string(folder.recovery_lock()).unwrap(), "two");
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("key");
        write_new(&path, "key").unwrap();
        assert!(require_private(&path).is_ok());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(require_private(&path).is_err());
    }

    #[test]
    fn a_folder_is_had_by_one_until_it_is_given_back() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path().to_owned());
        let lock = folder.lock().unwrap();
        assert_eq!(folder.lock().unwrap_err().complaints[0].message.id, "cli-folder-in-use");
        drop(lock);
        assert!(folder.lock().is_ok());
    }
}
