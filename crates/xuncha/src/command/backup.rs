//! `xuncha backup`: the whole instance in one file, while it runs.

use crate::command_line::Common;
use crate::exit::{Exit, Failure};
use crate::instance::{self, Manner};
use crate::instance_key;
use crate::progress::bar;
use crate::terminal::Terminal;
use app::Channel;
use clap::Args;
use kernel::Message;
use serde_json::json;
use std::path::PathBuf;
use store::backup::Made;

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(value_name = "FILE", help = "cli-backup-file")]
    file: PathBuf,
}

/// Writes the backup. Whoever can read the instance key may take one; the trace says that it was taken here.
pub(crate) async fn run(common: &Common, arguments: &Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let settings = common.settings(Vec::new())?;
    let instance = instance::open(&settings, Manner::Beside).await?;
    let locked = instance_key::locked(&instance.folder)?;
    let ctx = instance.app.own_ctx("backup", Channel::Cli);
    let bar = bar(&terminal, &Message::new("cli-backup-working"));
    let shown = bar.clone();
    let made = instance
        .app
        .back_up(&ctx, arguments.file.clone(), locked, move |progress| {
            shown.set_length(progress.total);
            shown.set_position(progress.done);
        })
        .await;
    bar.finish_and_clear();
    let made = made?;
    let answer = json!({
        "file": made.file, "bytes": made.bytes, "rows": made.rows, "files": made.files,
        "missing": made.missing, "head": made.head,
    });
    terminal.answer(&answer, || lines(&terminal, &made))?;
    Ok(if made.missing.is_empty() { Exit::Done } else { Exit::Failed })
}

fn lines(terminal: &Terminal, made: &Made) -> Vec<String> {
    let words = Message::new("cli-backup-made")
        .with("path", made.file.display().to_string())
        .with("mib", format!("{:.1}", to_mib(made.bytes)))
        .with("rows", i64::try_from(made.rows).unwrap_or(i64::MAX))
        .with("files", i64::try_from(made.files).unwrap_or(i64::MAX))
        .with("head", made.head.as_str());
    let mut lines = vec![terminal.say(&words)];
    let missing =
        |name: &String| terminal.say(&Message::new("cli-backup-missing").with("name", name.as_str()));
    lines.extend(made.missing.iter().map(missing));
    lines
}

/// For people to read; a thousandth more or less does not matter.
fn to_mib(bytes: u64) -> f64 {
    u32::try_from(bytes / 1024).map_or(f64::INFINITY, f64::from) / 1024.0
}
