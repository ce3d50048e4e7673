//! `xuncha config`: the documented example, and the check of a file.

use crate::config;
use crate::exit::{Exit, Failure};
use crate::terminal::Terminal;
use clap::{Args, Subcommand};
use kernel::Message;
use serde_json::json;
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    #[command(about = "cli-config-example")]
    Example,
    #[command(about = "cli-config-check")]
    Check {
        #[arg(value_name = "FILE", help = "cli-config-file")]
        file: PathBuf,
    },
}

/// Prints the example, or every mistake of a file.
pub(crate) fn run(arguments: &Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    match &arguments.what {
        What::Example => terminal.line(config::example(terminal.lang).trim_end()),
        What::Check { file } => {
            config::check(file)?;
            terminal
                .answer(&json!({ "mistakes": 0 }), || vec![terminal.say(&Message::new("cli-config-good"))])?;
        }
    }
    Ok(Exit::Done)
}
