//! The recovery sheet: the second way to the instance key, printed once and kept on paper.

use crate::config::Settings;
use crate::exit::{Exit, Failure};
use crate::folder::Folder;
use crate::instance::Instance;
use crate::instance_key;
use crate::random::SystemRng;
use crate::terminal::Terminal;
use app::App;
use crypto::{InstanceKey, RecoveryCode};
use kernel::time::SystemClock;
use kernel::{Clock, Day, Message, Rng};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use web::RecoverySheet;

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

/// The sheet of an instance that set-up has yet to show. Its code is in memory only: until set-up has had it typed back
/// nothing is locked by it, and another start makes another one.
pub(crate) fn pending(instance: &Instance, set_up_due: bool) -> Option<Arc<dyn RecoverySheet>> {
    let due = set_up_due && instance.practice.is_none() && !instance.folder.recovery_lock().exists();
    if !due {
        return None;
    }
    let (code, asked) = (RecoveryCode::generate(&SystemRng), some_groups(&SystemRng));
    let (app, folder) = (instance.app.clone(), instance.folder.clone());
    Some(Arc::new(Pending { app, folder, code, asked }))
}

/// How many groups are asked back, of how many.
const ASKED: usize = 3;
const GROUPS: u8 = 8;

/// Different groups, in their order on the paper.
fn some_groups(rng: &dyn Rng) -> Vec<usize> {
    let mut groups = BTreeSet::new();
    while groups.len() < ASKED {
        let [byte]: [u8; 1] = kernel::random::bytes(rng);
        groups.insert(usize::from(byte % GROUPS) + 1);
    }
    groups.into_iter().collect()
}

/// A sheet that waits for set-up.
struct Pending {
    app: App,
    folder: Folder,
    code: RecoveryCode,
    asked: Vec<usize>,
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pending(…)")
    }
}

impl RecoverySheet for Pending {
    fn name(&self) -> String {
        short(&self.code.sheet_id().to_string())
    }

    fn key(&self) -> String {
        short(&self.app.key().id().to_string())
    }

    fn groups(&self) -> Vec<String> {
        self.code.sheet_text().expose().split('-').map(str::to_owned).collect()
    }

    fn asked(&self) -> Vec<usize> {
        self.asked.clone()
    }

    /// Read as forgivingly as the whole code is.
    fn is_group(&self, number: usize, typed: &str) -> bool {
        let mut groups = self.groups();
        let Some(group) = number.checked_sub(1).and_then(|at| groups.get_mut(at)) else { return false };
        typed.clone_into(group);
        RecoveryCode::parse(&groups.join("-")).is_ok_and(|code| code.sheet_id() == self.code.sheet_id())
    }

    fn keep(&self) -> Result<(), String> {
        let kept = instance_key::lock(&self.folder, self.app.key(), &self.code, &SystemRng);
        kept.map_err(|failure| format!("the lock could not be kept: {failure:?}"))
    }
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
