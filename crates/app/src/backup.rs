//! Backup and restoration, as the command line and the system page ask for them.

use crate::{App, Ctx, Error, KINDS, Who};
use crypto::{InstanceKey, LockedKey, RecoveryCode};
use db::Db;
use domain::Refusal;
use domain::permission::{Action, Scope};
use kernel::Message;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use store::backup::{self, BackupError, Header, Made, Progress, Source};
use store::file::{FileError, Folder};
use store::restore::{Backup, Restored};
use store::trace::Event;
use store::verify::Report;

/// What opens a backup.
pub enum Opening {
    /// The instance key, from its file.
    Key(InstanceKey),
    /// The recovery code, as typed from the sheet.
    Code(String),
}

/// A restored backup.
pub struct Restoration {
    /// What the backup says about itself. Its locked key belongs beside the data again.
    pub header: Header,
    /// The instance key, to be kept in its file.
    pub key: InstanceKey,
    /// How much came in.
    pub restored: Restored,
    /// What verifying found afterwards.
    pub report: Report,
}

/// The last backup, as the system's page tells of it. It was read again from end to end before it was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackedUp {
    /// Name of the file.
    pub file: String,
    /// Its bytes.
    pub bytes: u64,
    /// Contents of files that should be in it and were not there.
    pub missing: usize,
}

/// The last verification, as the system's page tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// Entries of the journal.
    pub entries: i64,
    /// What was not as the journal says.
    pub faults: usize,
}

impl App {
    /// Writes a backup while people work: into a folder, under a name with day and head, or as the file named.
    ///
    /// # Errors
    /// 403 by the permission table; [`Error::Refused`] with what is wrong with the place.
    pub async fn back_up(
        &self,
        ctx: &Ctx,
        to: PathBuf,
        locked: Option<LockedKey>,
        mut progress: impl FnMut(Progress) + Send + 'static,
    ) -> Result<Made, Error> {
        ctx.require(Action::BackupMake, Scope::System)?;
        self.trace_backup(ctx).await?;
        let app = self.clone();
        on_a_thread(move || async move {
            let source = Source {
                db: app.db(),
                key: app.key(),
                locked: locked.as_ref(),
                kinds: KINDS,
                files: app.files(),
                program: env!("CARGO_PKG_VERSION"),
                at: app.now(),
                offset: app.offset(),
                rng: app.rng(),
            };
            let made = backup::make(&source, &to, &mut progress).await.map_err(backup_error)?;
            // A backup is one only when it can be read again.
            let whole = Backup::open(&made.file).and_then(|written| written.check(app.key()));
            whole.map_err(backup_error)?;
            let file = made.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let note = BackedUp { file, bytes: made.bytes, missing: made.missing.len() };
            store::system::note_care(app.db(), "backup", app.now(), &note).await?;
            Ok(made)
        })
        .await
    }

    /// Whoever takes a copy of everything leaves a trace first.
    async fn trace_backup(&self, ctx: &Ctx) -> Result<(), Error> {
        let (actor, actor_name) = match &ctx.who {
            Who::Account(signed) => (Some(signed.account), signed.name.clone()),
            Who::Program(name) => (None, (*name).to_owned()),
            Who::Nobody => return Err(Error::SignedOut),
        };
        let (event, subject, reason) = ("backup-begun", None, None);
        self.trace().write(Event { at: ctx.at, actor, actor_name, event, subject, reason }).await
    }
}

/// Restores a backup into an empty database and an empty folder for files, and verifies what came in.
///
/// # Errors
/// [`Error::Refused`] with what is wrong with the file, the code or the target; the target is then as empty as before.
pub async fn restore(
    from: PathBuf,
    opening: Opening,
    (db, files): (Db, Folder),
    mut progress: impl FnMut(Progress) + Send + 'static,
) -> Result<Restoration, Error> {
    on_a_thread(move || async move {
        let backup = Backup::open(&from).map_err(backup_error)?;
        let header = backup.header().clone();
        let key = match opening {
            Opening::Key(key) => key,
            Opening::Code(typed) => {
                let code = RecoveryCode::parse(&typed).map_err(|e| Error::Refused(e.message().into()))?;
                backup.unlock(&code).map_err(backup_error)?
            }
        };
        let restored =
            backup.restore(&key, (&db, &files), KINDS, &mut progress).await.map_err(backup_error)?;
        let report = store::verify::verify_all(&db, &key, KINDS, &[], &files).await.map_err(verify_error)?;
        Ok(Restoration { header, key, restored, report })
    })
    .await
}

impl App {
    /// Verifies the database, and the files where a folder for them was given. For the command line.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; what is wrong is in the report, not an error.
    pub async fn verify_all(&self, known: Vec<store::verify::KnownHead>) -> Result<Report, Error> {
        let app = self.clone();
        let report = on_a_thread(move || async move {
            match app.files() {
                Some(folder) => store::verify::verify_all(app.db(), app.key(), KINDS, &known, folder)
                    .await
                    .map_err(verify_error),
                None => Ok(store::verify::verify(app.db(), app.key(), KINDS, &known).await?),
            }
        })
        .await?;
        let note = Verified { entries: report.entries, faults: report.faults.len() };
        if let Err(error) = store::system::note_care(self.db(), "verify", self.now(), &note).await {
            // What was found is worth more than the note of it: a disk that takes nothing is verified all the same.
            tracing::warn!(%error, "that it was verified could not be noted");
        }
        Ok(report)
    }
}

/// Runs work that blocks between its awaits on a thread of its own.
async fn on_a_thread<T, F>(work: impl FnOnce() -> F + Send + 'static) -> Result<T, Error>
where
    T: Send + 'static,
    F: Future<Output = Result<T, Error>>,
{
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || runtime.block_on(work()))
        .await
        .map_err(|e| Error::Internal(e.to_string()))?
}

fn verify_error(error: FileError) -> Error {
    match error {
        FileError::Store(e) => e.into(),
        other => Error::Internal(other.to_string()),
    }
}

fn backup_error(error: BackupError) -> Error {
    use std::io::ErrorKind;
    let refusal = match error {
        BackupError::Store(e) => return e.into(),
        BackupError::Crypto(crypto::Error::OtherKey(id)) => {
            Message::new("backup-other-key").with("key", id.to_string())
        }
        BackupError::Crypto(crypto::Error::OtherSheet) => Message::new("backup-other-sheet"),
        BackupError::Crypto(_) => Message::new("backup-does-not-open"),
        BackupError::Io(e) => match e.kind() {
            ErrorKind::StorageFull => Message::new("backup-no-room"),
            ErrorKind::NotFound => Message::new("backup-no-such-place"),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Message::new("backup-not-permitted")
            }
            _ => Message::new("backup-disk-error").with("error", e.to_string()),
        },
        BackupError::NotABackup => Message::new("backup-not-a-backup"),
        BackupError::Newer(what) => Message::new("backup-newer").with("what", what),
        BackupError::Truncated => Message::new("backup-cut-off"),
        BackupError::Damaged(_) => Message::new("backup-damaged"),
        BackupError::BadSignature => Message::new("backup-signature-wrong"),
        BackupError::NoLockedKey => Message::new("backup-no-locked-key"),
        BackupError::NotEmpty => Message::new("backup-target-not-empty"),
        BackupError::Stray(table) => Message::new("backup-stray-table").with("table", table),
        BackupError::Exists => Message::new("backup-exists"),
        BackupError::NoFolder(path) => {
            Message::new("backup-no-folder").with("path", path.display().to_string())
        }
        BackupError::Running => Message::new("backup-running"),
    };
    Error::Refused(Refusal::from(refusal))
}
