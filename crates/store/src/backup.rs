//! Backup: everything of an installation in one file, written while people work.
//!
//! The content comes from one snapshot and says nothing of an engine: records in their canonical form, the journal,
//! sealed values, wrapped keys, counters, jobs, and the sealed files. Columns of records and the search index are not
//! in it; [`crate::restore`] makes them again. Left out are sessions, failed sign-ins and the instance key itself, which
//! only travels locked by the recovery code.
//!
//! The file is a header in clear (enough to say what it is and which key it wants), then chunks of one MiB sealed under
//! a key made for this backup, then a signature over all before. It appears under its name only when it is whole and on
//! disk (docs/decisions/0006-backup.md). Called by `app::backup`.

mod error;
mod frame;
mod header;
mod rows;
mod stream;

pub use error::BackupError;
pub(crate) use frame::{Frame, read_frame};
pub use header::Header;
pub(crate) use header::read_prefix;
pub(crate) use rows::{RECORD_COLUMNS, SEARCH_ORDER, Spec, spec_of};
pub(crate) use stream::{SealedReader, has_end};

use crate::file::Folder;
use crate::record::{Kind, StoreError};
use crate::{account, file};
use crypto::chain::HeadCode;
use crypto::{Digest, InstanceKey, LockedKey};
use db::{Conn, Db, Statement, sql};
use frame::Writer;
use kernel::{Offset, Rng, Timestamp};
use std::fs::{self, File};
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

/// What is backed up, and with what.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The database.
    pub db: &'a Db,
    /// The instance key.
    pub key: &'a InstanceKey,
    /// The instance key locked by the recovery code, to travel along; without it only the key file opens the backup.
    pub locked: Option<&'a LockedKey>,
    /// Every kind of record, parents first.
    pub kinds: &'a [Kind],
    /// Where the files lie.
    pub files: Option<&'a Folder>,
    /// The program's version.
    pub program: &'a str,
    /// Now.
    pub at: Timestamp,
    /// The committee's offset, for the name.
    pub offset: Offset,
    /// Randomness.
    pub rng: &'a dyn Rng,
}

/// How far a backup or a restoration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows (backup) or bytes (restoration) done.
    pub done: u64,
    /// Of how many.
    pub total: u64,
}

/// Told from time to time how far the work is.
pub type OnProgress<'a> = &'a mut (dyn FnMut(Progress) + Send);

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub file: PathBuf,
    /// Its bytes.
    pub bytes: u64,
    /// Rows in it.
    pub rows: u64,
    /// Files in it.
    pub files: u64,
    /// Files that should be in it and are not there: verify names them too.
    pub missing: Vec<String>,
    /// Code of the instance chain's head, as in the name.
    pub head: String,
}

/// What the sealed part begins with.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Manifest {
    /// Chains with their lengths and heads.
    pub(crate) heads: Vec<(String, i64, Digest)>,
}

/// Name of the file being written. It is locked while it is, and what a killed backup left is written over.
const UNFINISHED: &str = ".xuncha-backup.part";
/// Tables that are not backed up: they are made again, or end with the machine they were made on.
pub const LEFT_OUT: &[&str] = &[
    "session",
    "sign_in_failure",
    "second_factor_use",
    "stash",
    "search_document",
    "search_queue",
    "search_index",
    "care",
    "name_part",
    "tally",
];
/// Ending of a backup's name.
pub const ENDING: &str = "xcbackup";
/// Rows read at once.
const BATCH: usize = 1_000;

/// Writes a backup: into a folder, under a name with day and head, or as the file named. Blocks while writing: the
/// caller gives it a thread.
///
/// # Errors
/// [`BackupError::Running`] while another one is being written there, [`BackupError::Exists`], [`BackupError::NoFolder`]; what the database or the
/// disk says.
pub async fn make(source: &Source<'_>, to: &Path, progress: OnProgress<'_>) -> Result<Made, BackupError> {
    let named = (!to.is_dir()).then_some(to);
    if to.is_file() {
        return Err(BackupError::Exists);
    }
    let folder = named.map_or(Some(to), Path::parent).filter(|f| !f.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    // A name that ends with a slash means a folder.
    let means_folder = to.as_os_str().to_string_lossy().ends_with(std::path::MAIN_SEPARATOR);
    if named.is_some() && (means_folder || !folder.is_dir()) {
        return Err(BackupError::NoFolder(if means_folder { to } else { folder }.to_path_buf()));
    }
    let part = folder.join(UNFINISHED);
    let out = claim(&part)?;
    let finished = match write(source, &out, progress).await {
        Ok(made) => {
            let file = named.map_or_else(|| free_name(source, folder, &made.head), Path::to_path_buf);
            finish(&out, &part, file, made)
        }
        Err(error) => Err(error),
    };
    if finished.is_err() {
        // What cannot be removed is written over by the next backup.
        let _left = fs::remove_file(&part);
    }
    finished
}

/// Opens the unfinished file for this backup alone, empty and readable by nobody else.
fn claim(part: &Path) -> Result<File, BackupError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let out = options.open(part)?;
    match out.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => return Err(BackupError::Running),
        Err(fs::TryLockError::Error(error)) => return Err(error.into()),
    }
    out.set_len(0)?;
    Ok(out)
}

/// Flushes, gives the name, and flushes the folder, so that the name stands only on a whole file.
fn finish(out: &File, part: &Path, file: PathBuf, made: Made) -> Result<Made, BackupError> {
    out.sync_all()?;
    fs::rename(part, &file)?;
    let folder = file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    file::sync_folder(folder)?;
    Ok(Made { file, ..made })
}

/// A name with the day, the time and the head's code that no file in the folder has.
fn free_name(source: &Source<'_>, folder: &Path, head: &str) -> PathBuf {
    let stamp = source.at.local(source.offset);
    let name = format!(
        "xuncha-{}-{:02}{:02}{:02}-{head}",
        source.at.day(source.offset),
        stamp.hour(),
        stamp.minute(),
        stamp.second()
    );
    let mut file = folder.join(format!("{name}.{ENDING}"));
    let mut again = 1;
    while file.exists() {
        again += 1;
        file = folder.join(format!("{name}-{again}.{ENDING}"));
    }
    file
}

/// Writes the whole stream; the file's name and place are the caller's.
async fn write(source: &Source<'_>, out: &File, progress: OnProgress<'_>) -> Result<Made, BackupError> {
    let mut tx = source.db.snapshot().await?;
    let heads = heads(&mut tx).await?;
    let instance = heads.iter().find(|(name, ..)| name == "instance");
    let head = instance.map_or_else(|| "empty".to_owned(), |(_, _, d)| HeadCode::of(d).to_string());
    let (key, wrapped) =
        source.key.new_data_key(crypto::Scope::Instance, crypto::Contents::Files, source.rng)?;
    let header = Header {
        instance: account::instance(&mut tx).await?.map(|i| i.value.id),
        program: source.program.to_owned(),
        made_at: source.at,
        entries: instance.map_or(0, |(_, n, _)| *n),
        head: head.clone(),
        key: wrapped,
        locked: source.locked.cloned(),
    };
    let mut counting = Counting { out, bytes: 0 };
    let prefix = header.prefix()?;
    counting.write_all(&prefix)?;
    let sealed = stream::SealedWriter::begin(&mut counting, &prefix, &key, source.rng)?;
    refuse_strays(&mut tx, source.kinds).await?;
    let total = count_rows(&mut tx, source.kinds).await?;
    let mut writer = Writer::new(sealed);
    writer.manifest(&Manifest { heads })?;
    let mut tally = Tally { rows: 0, total, progress };
    rows::write_plain(&mut tx, &mut writer, &mut tally).await?;
    rows::write_records(&mut tx, source.kinds, &mut writer, &mut tally).await?;
    rows::write_after_records(&mut tx, &mut writer, &mut tally).await?;
    let (files, missing) = write_files(&mut tx, source, &mut writer).await?;
    writer.end()?.finish(&crypto::sign::Signer::new(source.key), &key)?;
    let rows = tally.rows;
    Ok(Made { file: PathBuf::new(), bytes: counting.bytes, rows, files, missing, head })
}

/// Chains, their lengths and heads.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn heads(conn: &mut Conn) -> Result<Vec<(String, i64, Digest)>, StoreError> {
    let found: Vec<(String, i64, Vec<u8>)> =
        conn.all(sql("select name, length, head from chain order by name")).await?;
    found.into_iter().map(|(name, n, head)| Ok((name, n, Digest::from_slice(&head)?))).collect()
}

/// A table that no list names must be empty: a backup leaves nothing out in silence.
async fn refuse_strays(conn: &mut Conn, kinds: &[Kind]) -> Result<(), BackupError> {
    let columns = db::schema(conn).await?;
    let mut tables: Vec<&str> = columns.iter().filter_map(|line| line.split('.').next()).collect();
    tables.dedup();
    for table in tables {
        let listed = spec_of(table).is_some() || LEFT_OUT.contains(&table);
        if listed || kinds.iter().any(|k| k.name == table) {
            continue;
        }
        let text = format!("select 1 from {table} limit 1");
        if conn.optional::<(i32,)>(Statement::assembled(text)).await?.is_some() {
            return Err(BackupError::Stray(table.to_owned()));
        }
    }
    Ok(())
}

async fn count_rows(conn: &mut Conn, kinds: &[Kind]) -> Result<u64, StoreError> {
    let mut total = 0;
    for table in rows::plain_tables().chain(kinds.iter().map(|k| k.name)) {
        let (n,): (i64,) = conn.one(Statement::assembled(format!("select count(*) from {table}"))).await?;
        total += u64::try_from(n).unwrap_or(0);
    }
    Ok(total)
}

/// Copies every file that the snapshot's records name, once, as it lies: sealed under keys that are in the backup.
async fn write_files<W: Write>(
    conn: &mut Conn,
    source: &Source<'_>,
    writer: &mut Writer<'_, W>,
) -> Result<(u64, Vec<String>), BackupError> {
    let (mut written, mut missing) = (0, Vec::new());
    let addresses: Vec<(String,)> =
        conn.all(sql("select distinct address from file order by address")).await?;
    for (text,) in addresses {
        let address: Digest = text.parse()?;
        match source.files.map(|folder| File::open(folder.path_of(&address))) {
            Some(Ok(mut content)) => {
                writer.file_begin(&address)?;
                let mut piece = vec![0; 1 << 20];
                loop {
                    let n = content.read(&mut piece)?;
                    if n == 0 {
                        break;
                    }
                    writer.file_part(piece.get(..n).unwrap_or_default())?;
                }
                writer.file_end()?;
                written += 1;
            }
            Some(Err(error)) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            Some(Err(_)) | None => missing.push(text),
        }
    }
    Ok((written, missing))
}

/// Counts rows for whoever watches.
pub(crate) struct Tally<'a> {
    rows: u64,
    total: u64,
    progress: OnProgress<'a>,
}

impl Tally<'_> {
    fn add(&mut self, rows: usize) {
        self.rows += u64::try_from(rows).unwrap_or(0);
        (self.progress)(Progress { done: self.rows, total: self.total.max(self.rows) });
    }
}

/// Counts the bytes that go by.
struct Counting<'a> {
    out: &'a File,
    bytes: u64,
}

impl Write for Counting<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.bytes += u64::try_from(n).unwrap_or(0);
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
