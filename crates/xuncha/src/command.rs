//! The subcommands, one file each: arguments, and what is done with them.
//!
//! A command reads its settings, opens the instance it needs (or none), calls the acts and reads of `app` like any
//! other door, and answers on the terminal.

pub(crate) mod backup;
pub(crate) mod bench_data;
pub(crate) mod collector;
pub(crate) mod config;
pub(crate) mod deadline;
pub(crate) mod demo;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod migrate;
pub(crate) mod openapi;
pub(crate) mod recusal;
pub(crate) mod restore;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod tls;
pub(crate) mod token;
pub(crate) mod user;
pub(crate) mod verify;

use crate::command_line::{Command, CommandLine};
use crate::exit::{Exit, Failure};
use crate::terminal::Terminal;
use kernel::Day;

/// Carries out a command line.
pub(crate) async fn run(line: CommandLine, terminal: Terminal) -> Result<Exit, Failure> {
    let common = &line.common;
    match line.command {
        Command::Serve(arguments) => serve::run(common, arguments, terminal).await,
        Command::Demo(arguments) => demo::run(common, arguments, terminal).await,
        Command::Init(arguments) => init::run(common, &arguments, terminal).await,
        Command::Migrate => migrate::run(common, terminal).await,
        Command::Import(arguments) => import::run(common, arguments, terminal).await,
        Command::Export(arguments) => export::run(common, &arguments, terminal).await,
        Command::Deadline(arguments) => deadline::run(&arguments, terminal),
        Command::Recusal(arguments) => recusal::run(common, &arguments, terminal).await,
        Command::Verify(arguments) => verify::run(common, &arguments, terminal).await,
        Command::Backup(arguments) => backup::run(common, &arguments, terminal).await,
        Command::Search(arguments) => search::run(common, &arguments, terminal).await,
        Command::Restore(arguments) => restore::run(common, &arguments, terminal).await,
        Command::Collector(arguments) => collector::run(common, arguments, terminal).await,
        Command::User(arguments) => user::run(common, arguments, terminal).await,
        Command::Token(arguments) => token::run(common, arguments, terminal).await,
        Command::Tls(arguments) => tls::run(common, &arguments, terminal),
        Command::Openapi(arguments) => openapi::run(&arguments, terminal),
        Command::Config(arguments) => config::run(&arguments, terminal),
        Command::BenchData(arguments) => bench_data::run(common, &arguments, terminal).await,
    }
}

/// A day of the command line; the error's text is not shown, [`crate::usage`] has its own.
fn parse_day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| String::new())
}
