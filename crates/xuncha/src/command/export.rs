//! `xuncha export`: lists in the same form as they are imported.

use crate::command_line::Common;
use crate::exit::{Exit, Failure};
use crate::folder;
use crate::instance::{self, Manner};
use crate::terminal::Terminal;
use clap::{Args, ValueEnum};
use kernel::Message;
use serde_json::json;
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(long = "as", value_name = "LOGIN", help = "cli-flag-as")]
    actor: Option<String>,
    #[arg(value_name = "WHAT", value_enum, help = "cli-export-what")]
    what: What,
    #[arg(value_name = "FILE", help = "cli-export-file")]
    file: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Units,
    Term,
}

/// Writes a list, for the owner's eyes only; an existing file is left alone.
pub(crate) async fn run(common: &Common, arguments: &Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let settings = common.settings(Vec::new())?;
    let instance = instance::open(&settings, Manner::Beside).await?;
    let ctx = instance.reader(arguments.actor.as_deref(), terminal.lang).await?;
    let list = match arguments.what {
        What::Units => instance.app.export_units(&ctx).await?,
        What::Term => instance.app.export_terms(&ctx).await?,
    };
    folder::write_new(&arguments.file, &list.bytes)?;
    let path = arguments.file.display().to_string();
    let answer = json!({ "file": path, "bytes": list.bytes.len() });
    terminal
        .answer(&answer, || vec![terminal.say(&Message::new("cli-exported").with("path", path.as_str()))])?;
    Ok(Exit::Done)
}
