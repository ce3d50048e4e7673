//! The recovery sheet: the second way to the instance key, printed once and kept on paper.

use crate::config::Settings;
use crate::exit::{Exit, Failure};
use crate::folder::{self, Folder};
use crate::instance_key;
use crate::random::SystemRng;
use crate::terminal::Terminal;
use crypto::{InstanceKey, RecoveryCode};
use kernel::time::SystemClock;
use kernel::{Clock, Day, Message};

/// Tries to type the code back before giving up.
const TRIES: usize = 5;

/// A key and the code of its new sheet; nothing is stored yet.
pub(crate) struct Made {
    /// The key.
    pub(crate) key: InstanceKey,
    /// The sheet's code.
    pub(crate) code: RecoveryCode,
    /// The day of its making.
    day: Day,
    /// The key is new and goes into the folder.
    fresh: bool,
}

/// Makes a sheet for the instance's key, making the key too where there is none.
pub(crate) fn make(settings: &Settings) -> Result<Made, Failure> {
    let found = instance_key::read(settings)?;
    let fresh = found.is_none();
    let key = found.unwrap_or_else(|| InstanceKey::generate(&SystemRng));
    let day = SystemClock.now().day(settings.offset);
    Ok(Made { key, code: RecoveryCode::generate(&SystemRng), day, fresh })
}

/// Stores the key and its lock; the key first, for an instance with a key and no sheet can be helped, and one with a
/// lock and no key looks like a lost key.
pub(crate) fn store(folder: &Folder, made: &Made) -> Result<(), Failure> {
    if made.fresh {
        instance_key::store(folder, &made.key)?;
    }
    instance_key::lock(folder, &made.key, &made.code, &SystemRng)
}

impl Made {
    /// The sheet's short name, so that the sheets of two installations are told apart.
    pub(crate) fn sheet(&self) -> String {
        short(&self.code.sheet_id().to_string())
    }

    /// The code as printed.
    pub(crate) fn code_text(&self) -> String {
        self.code.sheet_text().expose().clone()
    }

    /// The sheet's lines.
    pub(crate) fn lines(&self, terminal: &Terminal, folder: &Folder) -> Vec<String> {
        let rule = "=".repeat(72);
        let facts = Message::new("cli-sheet-facts")
            .with("sheet", self.sheet())
            .with("key", short(&self.key.id().to_string()))
            .with("day", self.day)
            .with("path", folder.path().display().to_string());
        let mut lines =
            vec![rule.clone(), terminal.words("cli-sheet-title"), terminal.say(&facts), String::new()];
        lines.push(format!("    {}", self.code_text()));
        lines.push(String::new());
        lines.extend(terminal.words("cli-sheet-advice").lines().map(str::to_owned));
        lines.push(rule);
        lines
    }
}

fn short(id: &str) -> String {
    id.chars().take(8).collect()
}

/// Has the code typed back, so that it is known to be on paper.
pub(crate) fn confirm(terminal: &Terminal, made: &Made) -> Result<(), Failure> {
    for _ in 0..TRIES {
        let Some(typed) = terminal.ask(&Message::new("cli-sheet-ask")) else { break };
        match RecoveryCode::parse(&typed) {
            Ok(code) if code.sheet_id() == made.code.sheet_id() => return Ok(()),
            Ok(_) => terminal.note(&Message::new("cli-sheet-other")),
            Err(error) => terminal.note(&error.message()),
        }
    }
    Err(Failure::new(Exit::Refused, Message::new("cli-sheet-unconfirmed")))
}

/// Shows the sheet of an instance that made itself: on the terminal when someone sits there, else in a file of the
/// key folder, because the output of a service is kept in logs.
pub(crate) fn announce(terminal: &Terminal, folder: &Folder, made: &Made) -> Result<(), Failure> {
    let lines = made.lines(terminal, folder);
    if terminal.is_attended() {
        lines.iter().for_each(|l| terminal.line(l));
        return Ok(());
    }
    let path = folder.recovery_sheet();
    folder::replace(&path, &(lines.join("\n") + "\n"))?;
    terminal.note(&Message::new("cli-sheet-file").with("path", path.display().to_string()));
    Ok(())
}

/// Opens the lock with a typed code and puts the key back into its file.
pub(crate) fn recover(terminal: &Terminal, folder: &Folder) -> Result<(), Failure> {
    if folder.key().exists() {
        let message = Message::new("cli-key-exists").with("path", folder.key().display().to_string());
        return Err(Failure::new(Exit::Refused, message));
    }
    let locked = instance_key::locked(folder)?.ok_or_else(|| {
        let message =
            Message::new("cli-lock-missing").with("path", folder.recovery_lock().display().to_string());
        Failure::new(Exit::NotFound, message)
    })?;
    let typed = terminal
        .ask(&Message::new("cli-sheet-ask"))
        .ok_or_else(|| Failure::new(Exit::Usage, Message::new("cli-sheet-no-input")))?;
    let code = RecoveryCode::parse(&typed).map_err(|e| Failure::new(Exit::Refused, e.message()))?;
    let key = InstanceKey::unlock(&locked, &code).map_err(|e| match e {
        crypto::Error::OtherSheet => Failure::new(Exit::Refused, Message::new("cli-sheet-other")),
        other => other.into(),
    })?;
    folder.make()?;
    instance_key::store(folder, &key)
}
