//! `xuncha demo`: an instance for practice, in a folder of its own, on this machine only, thrown away when wanted.
//!
//! It is filled by the same acts and importers as any other, at its own clock, which begins where the story
//! of its county ends. There is no password that two instances share.

use super::serve::serve;
use crate::command_line::Common;
use crate::config::Settings;
use crate::exit::{Exit, Failure};
use crate::exposure::Exposure;
use crate::folder::{self, Folder};
use crate::instance::{self, Instance};
use crate::log;
use crate::practice::{Practice, PracticeClock};
use crate::random::{SystemRng, first_password};
use crate::terminal::Terminal;
use clap::Args;
use kernel::{Day, Message};
use seed::Contents;
use serde_json::json;
use std::path::PathBuf;

mod people;
mod seed;

/// Where a practice instance lies unless the flag says otherwise. File and environment are not asked: what they say
/// is about the real instance.
const FOLDER: &str = "var/demo";
/// The morning at which the practice clock begins: the end of the story that the instance is filled with.
const BEGINS: (i32, u8, u8) = (2025, 12, 15);
const HOUR: i64 = 8;

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(long, help = "cli-demo-reset")]
    reset: bool,
    #[arg(long, conflicts_with_all = ["reset", "prepare", "empty"], help = "cli-demo-throw-away")]
    throw_away: bool,
    #[arg(long, help = "cli-demo-prepare")]
    prepare: bool,
    #[arg(long, help = "cli-demo-empty")]
    empty: bool,
}

/// Makes the practice instance where there is none, and serves it.
pub(crate) async fn run(common: &Common, arguments: Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let own_folder = common.data.is_none().then(|| ("data", FOLDER.to_owned()));
    let settings = common.settings_of_flags(own_folder.into_iter().collect())?;
    log::start(&settings.log);
    if !settings.listen.ip().is_loopback() {
        return Err(Failure::new(Exit::Refused, Message::new("cli-demo-local")));
    }
    let folder = settings.folder();
    if arguments.throw_away {
        throw_away(&folder)?;
        let gone = Message::new("cli-demo-gone").with("path", folder.path().display().to_string());
        terminal.answer(&json!({ "thrown_away": folder.path() }), || vec![terminal.say(&gone)])?;
        return Ok(Exit::Done);
    }
    if arguments.reset {
        throw_away(&folder)?;
    }
    let practice = marked(&folder, &settings)?;
    let instance = instance::open_or_make(&settings).await?;
    let contents = if arguments.empty { Contents::People } else { Contents::County };
    let practice = fill(&instance, practice, contents, terminal).await?;
    say_people(&instance, &practice, terminal).await?;
    if arguments.prepare {
        instance.app.db().close().await;
        return Ok(Exit::Done);
    }
    serve(&settings, instance, Exposure::Local, (people::offered()?, terminal)).await
}

/// The mark of the folder; a fresh folder gets one before anything else, another instance's folder is refused.
fn marked(folder: &Folder, settings: &Settings) -> Result<Practice, Failure> {
    if let Some(practice) = Practice::of(folder)? {
        return Ok(practice);
    }
    if folder.key().exists() || folder.recovery_lock().exists() {
        let message = Message::new("cli-demo-foreign").with("path", folder.path().display().to_string());
        return Err(Failure::new(Exit::Refused, message));
    }
    let (year, month, day) = BEGINS;
    let begins = Day::new(year, month, day).ok_or_else(|| Failure::defect("practice day"))?;
    let at = begins.start(settings.offset).plus_seconds(HOUR * 3_600);
    let practice = Practice {
        ahead: PracticeClock::ahead_to_show(at),
        password: first_password(&SystemRng),
        ready: false,
    };
    folder.make()?;
    practice.mark(folder)?;
    Ok(practice)
}

/// Fills the instance unless that was done before. Begun and not finished is begun anew by hand: `--reset`.
async fn fill(
    instance: &Instance,
    mut practice: Practice,
    contents: Contents,
    terminal: Terminal,
) -> Result<Practice, Failure> {
    if practice.ready {
        return Ok(practice);
    }
    if instance.app.is_set_up().await? {
        return Err(Failure::new(Exit::Refused, Message::new("cli-demo-half")));
    }
    seed::fill(&instance.app, &practice.password, contents, terminal).await?;
    practice.ready = true;
    practice.mark(&instance.folder)?;
    Ok(practice)
}

async fn say_people(instance: &Instance, practice: &Practice, terminal: Terminal) -> Result<(), Failure> {
    let people = people::read()?;
    let logins: Vec<&str> = people.iter().map(|p| p.login.as_str()).collect();
    let folder: PathBuf = instance.folder.path().to_owned();
    if terminal.json {
        let answer = json!({ "data": folder, "people": logins, "password": practice.password });
        return terminal.answer(&answer, Vec::new);
    }
    let words = Message::new("cli-demo-people")
        .with("people", logins.join(", "))
        .with("password", practice.password.as_str())
        .with("path", folder.display().to_string());
    terminal.say(&words).lines().for_each(|l| terminal.line(l));
    Ok(())
}

/// Removes a practice instance, and nothing that is none.
fn throw_away(folder: &Folder) -> Result<(), Failure> {
    if !folder.path().exists() {
        return Ok(());
    }
    if Practice::of(folder)?.is_none() {
        let message = Message::new("cli-demo-foreign").with("path", folder.path().display().to_string());
        return Err(Failure::new(Exit::Refused, message));
    }
    let lock = folder.lock()?;
    let path = folder.path();
    for part in ["data", "keys"] {
        let part = path.join(part);
        if part.exists() {
            std::fs::remove_dir_all(&part).map_err(|e| Failure::file(&part, &e))?;
        }
    }
    folder::remove(&folder.practice())?;
    drop(lock);
    Ok(())
}
