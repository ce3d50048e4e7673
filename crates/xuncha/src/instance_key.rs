//! The instance key: read from the folder, a system credential or a command; made once; locked by the recovery code.

use crate::config::Settings;
use crate::exit::{Exit, Failure};
use crate::folder::{self, Folder};
use crypto::{InstanceKey, LockedKey, RecoveryCode};
use kernel::{Message, Rng};
use std::path::Path;
use std::process::{Command, Stdio};
use zeroize::Zeroizing;

/// The key of the instance; `None` when the folder has none yet.
pub(crate) fn read(settings: &Settings) -> Result<Option<InstanceKey>, Failure> {
    if let Some(command) = &settings.key.command {
        return parse(&answer_of(command)?, command).map(Some);
    }
    if let Some(path) = &settings.key.file {
        return parse(&text_of(path)?, &path.display().to_string()).map(Some);
    }
    let path = settings.folder().key();
    if path.exists() { of_file(&path).map(Some) } else { Ok(None) }
}

/// The key of a file that nobody else on the machine can read.
pub(crate) fn of_file(path: &Path) -> Result<InstanceKey, Failure> {
    folder::require_private(path)?;
    parse(&text_of(path)?, &path.display().to_string())
}

fn text_of(path: &Path) -> Result<Zeroizing<String>, Failure> {
    std::fs::read_to_string(path).map(Zeroizing::new).map_err(|e| Failure::file(path, &e))
}

/// What the configured command prints. It runs in a shell; its complaints go where ours go.
fn answer_of(command: &str) -> Result<Zeroizing<String>, Failure> {
    let failed =
        || Failure::new(Exit::Failed, Message::new("cli-key-command-failed").with("command", command));
    let output = Command::new("/bin/sh")
        .args(["-c", command])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|_| failed())?;
    let text = String::from_utf8(output.stdout).map(Zeroizing::new).map_err(|_| failed())?;
    if output.status.success() { Ok(text) } else { Err(failed()) }
}

fn parse(text: &str, from: &str) -> Result<InstanceKey, Failure> {
    InstanceKey::from_file_text(text)
        .map_err(|_| Failure::new(Exit::Failed, Message::new("cli-key-unreadable").with("path", from)))
}

/// A new key in the folder's key file.
pub(crate) fn store(folder: &Folder, key: &InstanceKey) -> Result<(), Failure> {
    folder::write_new(&folder.key(), key.to_file_text().expose())
}

/// Keeps the key locked by a recovery code, in place of any earlier code.
pub(crate) fn lock(
    folder: &Folder,
    key: &InstanceKey,
    code: &RecoveryCode,
    rng: &dyn Rng,
) -> Result<(), Failure> {
    keep_locked(folder, &key.lock(code, rng)?)
}

/// Puts a locked key beside the data.
pub(crate) fn keep_locked(folder: &Folder, locked: &LockedKey) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(locked).map_err(Failure::defect)?;
    folder::replace(&folder.recovery_lock(), &text)
}

/// The locked key, when there is one.
pub(crate) fn locked(folder: &Folder) -> Result<Option<LockedKey>, Failure> {
    let path = folder.recovery_lock();
    if !path.exists() {
        return Ok(None);
    }
    let text = text_of(&path)?;
    serde_json::from_str(&text).map(Some).map_err(|_| {
        let message = Message::new("cli-lock-unreadable").with("path", path.display().to_string());
        Failure::new(Exit::Failed, message)
    })
}
