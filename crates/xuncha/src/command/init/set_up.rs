//! Set-up without the pages, for scripts: a file says what set-up asks, the password comes from another file, standard
//! input or a prompt, and never from the command line, which every user of the machine can read.

use crate::exit::{Exit, Failure};
use crate::folder;
use crate::terminal::Terminal;
use app::account::SetUp;
use domain::account::Profile;
use kernel::Message;
use serde::Deserialize;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the file says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    committee: String,
    office: String,
    level: String,
    /// Not said, the committee's name says it; said to be empty, there is none.
    own_place: Option<String>,
    #[serde(default)]
    profile: Profile,
    name: String,
    login: String,
}

/// What set-up asks, complete and checked before anything is made.
pub(super) fn read(file: &Path, password: Option<&Path>, terminal: &Terminal) -> Result<SetUp, Failure> {
    let text = std::fs::read_to_string(file).map_err(|e| Failure::file(file, &e))?;
    let said: Said = toml::from_str(&text).map_err(|error| {
        let message = Message::new("cli-init-from-wrong")
            .with("path", file.display().to_string())
            .with("value", error.message());
        Failure::new(Exit::Usage, message)
    })?;
    let Said { committee, office, level, own_place, profile, name, login } = said;
    let own_place = own_place.or_else(|| domain::recusal::own_place_of(&committee)).unwrap_or_default();
    let password = read_password(password, terminal)?;
    let set_up =
        SetUp { committee, office, level, own_place, profile, name, login, password, practice: false };
    set_up.validate()?;
    Ok(set_up)
}

fn read_password(file: Option<&Path>, terminal: &Terminal) -> Result<String, Failure> {
    let missing = || Failure::new(Exit::Usage, Message::new("cli-user-no-password"));
    if let Some(file) = file {
        folder::require_private(file)?;
        let text = std::fs::read_to_string(file).map_err(|e| Failure::file(file, &e))?;
        return text.lines().next().map(str::to_owned).ok_or_else(missing);
    }
    if !terminal.is_attended() {
        return crate::terminal::read_line().ok_or_else(missing);
    }
    let _hidden = Hidden::new();
    let first = terminal.ask(&Message::new("cli-init-password")).ok_or_else(missing)?;
    let second = terminal.ask(&Message::new("cli-init-password-again")).ok_or_else(missing)?;
    if first == second {
        return Ok(first);
    }
    Err(Failure::new(Exit::Refused, Message::new("account-password-differs")))
}

/// What is typed does not show, until dropped. Where the terminal has no `stty`, it shows.
struct Hidden;

impl Hidden {
    fn new() -> Self {
        Self::echo("-echo");
        Self
    }

    fn echo(how: &str) {
        let _shows = Command::new("stty").arg(how).stdin(Stdio::inherit()).stderr(Stdio::null()).status();
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        Self::echo("echo");
    }
}
