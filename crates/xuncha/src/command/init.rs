//! `xuncha init`: makes the instance's key and folder, and its recovery sheet.

use crate::command_line::Common;
use crate::exit::{Exit, Failure};
use crate::folder::Folder;
use crate::instance::{self, Manner};
use crate::recovery::{self, Made};
use crate::terminal::Terminal;
use app::Channel;
use clap::Args;
use kernel::Message;
use serde_json::json;
use std::path::PathBuf;

mod set_up;

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(long, help = "cli-init-yes")]
    yes: bool,
    #[arg(long, conflicts_with = "recover", help = "cli-init-new-sheet")]
    new_sheet: bool,
    #[arg(long, help = "cli-init-recover")]
    recover: bool,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["recover", "new_sheet"], help = "cli-init-from")]
    from: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "from", help = "cli-init-password-file")]
    password_file: Option<PathBuf>,
}

/// Makes a new instance, a new sheet, or the key again from a sheet.
pub(crate) async fn run(common: &Common, arguments: &Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let settings = common.settings(Vec::new())?;
    let folder = settings.folder();
    if arguments.recover {
        recovery::recover(&terminal, &folder)?;
        terminal
            .answer(&json!({ "recovered": true }), || vec![terminal.say(&Message::new("cli-recovered"))])?;
        return Ok(Exit::Done);
    }
    if arguments.new_sheet && !folder.key().exists() && settings.key.is_inside() {
        return Err(Failure::new(
            Exit::NotFound,
            Message::new("cli-no-instance").with("path", path(&folder)),
        ));
    }
    if !arguments.new_sheet {
        require_fresh(&folder)?;
    }
    if !arguments.yes && !terminal.is_attended() {
        return Err(Failure::new(Exit::Usage, Message::new("cli-init-unattended")));
    }
    let set_up = match &arguments.from {
        Some(file) => Some(set_up::read(file, arguments.password_file.as_deref(), &terminal)?),
        None => None,
    };
    folder.make()?;
    let lock = folder.lock()?;
    let made = recovery::make(&settings)?;
    show(&terminal, &folder, &made)?;
    if !arguments.yes {
        recovery::confirm(&terminal, &made)?;
    }
    recovery::store(&folder, &made)?;
    drop(lock);
    let instance = instance::open(&settings, Manner::Alone).await?;
    let own_place = set_up.as_ref().map(|s| s.own_place.clone());
    if let Some(set_up) = set_up {
        let ctx = instance.app.own_ctx("init", Channel::Cli);
        instance.app.perform(&ctx, &set_up).await?;
    }
    instance.app.db().close().await;
    if !terminal.json {
        if let Some(place) = own_place {
            terminal.line(&terminal.say(&own_place_said(&place)));
        }
        terminal.line(&terminal.say(&Message::new("cli-init-done").with("path", path(&folder))));
    }
    Ok(Exit::Done)
}

fn require_fresh(folder: &Folder) -> Result<(), Failure> {
    if folder.is_used() {
        return Err(Failure::new(Exit::Refused, Message::new("cli-init-exists").with("path", path(folder))));
    }
    Ok(())
}

/// What was taken as the organisation's own place, read off its name or said.
fn own_place_said(place: &str) -> Message {
    match place {
        "" => Message::new("cli-init-no-own-place"),
        place => Message::new("cli-init-own-place").with("place", place),
    }
}

/// The sheet on standard output, once.
fn show(terminal: &Terminal, folder: &Folder, made: &Made) -> Result<(), Failure> {
    let facts = json!({
        "data": path(folder),
        "instance_key": made.key.id(),
        "sheet": made.sheet(),
        "recovery_code": made.code_text(),
    });
    terminal.answer(&facts, || made.lines(terminal, folder))
}

fn path(folder: &Folder) -> String {
    folder.path().display().to_string()
}
