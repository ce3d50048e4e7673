//! What can go wrong with a backup, sorted by what a person can do about it.

use crate::record::StoreError;

/// Why a backup was not made or not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database's own error.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the disk said.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// A key did not fit, or something sealed did not open.
    #[error(transparent)]
    Crypto(#[from] crypto::Error),
    /// The file is something else.
    #[error("not a backup")]
    NotABackup,
    /// A later program wrote it: its format, or a table that this program does not have.
    #[error("written by a later program: {0}")]
    Newer(String),
    /// The file ends too early.
    #[error("the backup is cut off")]
    Truncated,
    /// Bytes were altered; what was being read.
    #[error("the backup is damaged: {0}")]
    Damaged(&'static str),
    /// Everything opens, but the signature is not the installation's.
    #[error("the backup's signature does not fit")]
    BadSignature,
    /// It carries no locked key, so that a recovery code cannot open it.
    #[error("the backup carries no key for a recovery code")]
    NoLockedKey,
    /// The database or the folder for files already holds something.
    #[error("the target is not empty")]
    NotEmpty,
    /// A table holds rows and no list says what they are: a defect, or someone made it by hand.
    #[error("the table {0} would be left out")]
    Stray(String),
    /// A file of that name is there already; a backup never writes over anything.
    #[error("the file exists")]
    Exists,
    /// The folder to write into is not there.
    #[error("there is no folder {0}")]
    NoFolder(std::path::PathBuf),
    /// Another backup is being written into the same folder.
    #[error("another backup is being written there")]
    Running,
}

impl From<db::DbError> for BackupError {
    fn from(error: db::DbError) -> Self {
        Self::Store(error.into())
    }
}

impl From<crate::file::FileError> for BackupError {
    fn from(error: crate::file::FileError) -> Self {
        match error {
            crate::file::FileError::Io(e) => Self::Io(e),
            crate::file::FileError::Crypto(e) => Self::Crypto(e),
            crate::file::FileError::Store(e) => Self::Store(e),
            crate::file::FileError::Missing | crate::file::FileError::Changed => Self::Damaged("file"),
        }
    }
}
