//! `xuncha restore`: a backup into an empty folder or database, of either engine, opened by the key or the sheet's code.

use crate::command_line::Common;
use crate::config::Settings;
use crate::exit::{Exit, Failure};
use crate::folder::{self, Folder};
use crate::instance::open_files;
use crate::instance_key;
use crate::progress::bar;
use crate::terminal::Terminal;
use app::backup::{Opening, Restoration};
use clap::Args;
use crypto::InstanceKey;
use db::{Db, Target};
use kernel::Message;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(value_name = "FILE", help = "cli-restore-file")]
    file: PathBuf,
    #[arg(long, value_name = "FILE", help = "cli-restore-key")]
    key: Option<PathBuf>,
}

/// Restores, verifies, and puts the key back into its place. When it fails the target is as empty as before.
pub(crate) async fn run(common: &Common, arguments: &Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let settings = common.settings(Vec::new())?;
    let folder = settings.folder();
    if folder.is_used() {
        let message = Message::new("cli-restore-used").with("path", folder.path().display().to_string());
        return Err(Failure::new(Exit::Refused, message));
    }
    if !arguments.file.is_file() {
        return Err(Failure::new(Exit::NotFound, Message::new("backup-no-such-place")));
    }
    let opening = opening(&settings, arguments.key.as_deref(), &terminal)?;
    folder.make()?;
    let _lock = folder.lock()?;
    let restored = restore(&settings, &folder, (arguments.file.clone(), opening), &terminal).await;
    if restored.is_err() {
        clear(&settings, &folder)?;
    }
    let restored = restored?;
    keep_keys(&settings, &folder, &restored)?;
    answer(&restored, &terminal)?;
    Ok(if restored.report.faults.is_empty() { Exit::Done } else { Exit::Failed })
}

/// The key of a file or of the settings; else the code of the sheet.
fn opening(settings: &Settings, file: Option<&Path>, terminal: &Terminal) -> Result<Opening, Failure> {
    let key: Option<InstanceKey> = match file {
        Some(path) => Some(instance_key::of_file(path)?),
        None => instance_key::read(settings)?,
    };
    if let Some(key) = key {
        return Ok(Opening::Key(key));
    }
    let typed = terminal.ask(&Message::new("cli-sheet-ask"));
    typed.map(Opening::Code).ok_or_else(|| Failure::new(Exit::Usage, Message::new("cli-sheet-no-input")))
}

async fn restore(
    settings: &Settings,
    folder: &Folder,
    (file, opening): (PathBuf, Opening),
    terminal: &Terminal,
) -> Result<Restoration, Failure> {
    let db = Db::open(&settings.target()).await?;
    let bar = bar(terminal, &Message::new("cli-restore-working"));
    let shown = bar.clone();
    let restored = app::backup::restore(file, opening, (db.clone(), open_files(folder)?), move |progress| {
        shown.set_length(progress.total);
        shown.set_position(progress.done);
    })
    .await;
    bar.finish_and_clear();
    db.close().await;
    Ok(restored?)
}

/// What a failed restoration leaves: an empty database file, which would stand in the way of the next try.
fn clear(settings: &Settings, folder: &Folder) -> Result<(), Failure> {
    if let Target::Sqlite(file) = settings.target() {
        for suffix in ["", "-wal", "-shm"] {
            let mut name = file.clone().into_os_string();
            name.push(suffix);
            folder::remove(Path::new(&name))?;
        }
    }
    let files = folder.files();
    if files.exists() {
        std::fs::remove_dir_all(&files).map_err(|e| Failure::file(&files, &e))?;
    }
    Ok(())
}

/// The key where the program looks for it, and its lock beside the data again.
fn keep_keys(settings: &Settings, folder: &Folder, restored: &Restoration) -> Result<(), Failure> {
    if settings.key.is_inside() {
        instance_key::store(folder, &restored.key)?;
    }
    restored.header.locked.as_ref().map_or(Ok(()), |locked| instance_key::keep_locked(folder, locked))
}

fn answer(restored: &Restoration, terminal: &Terminal) -> Result<(), Failure> {
    let (header, counts, report) = (&restored.header, &restored.restored, &restored.report);
    let value = json!({
        "made_at": header.made_at.rfc3339(), "program": header.program, "head": header.head,
        "rows": counts.rows, "files": counts.files, "verify": report,
    });
    terminal.answer(&value, || {
        let words = Message::new("cli-restored")
            .with("made", header.made_at.rfc3339())
            .with("rows", i64::try_from(counts.rows).unwrap_or(i64::MAX))
            .with("files", i64::try_from(counts.files).unwrap_or(i64::MAX))
            .with("head", header.head.as_str());
        let mut lines = vec![terminal.say(&words)];
        lines.extend(super::verify::lines(terminal, report));
        lines
    })
}
