//! 明察 · 巡察工作系统: the program.
//!
//! Reads the command line and the configuration, puts database, keys, clock and pages together, and says how it
//! ended. What the program can do is in `app`; here is only how it is started and asked.

mod command;
mod command_line;
mod config;
mod exit;
mod exposure;
mod folder;
mod instance;
mod instance_key;
mod listener;
mod log;
mod pages;
mod practice;
mod progress;
mod random;
mod recovery;
mod terminal;
mod usage;
mod worker;

use clap::FromArgMatches;
use command_line::{CommandLine, Common};
use config::{Settings, Sources};
use exit::{Exit, Failure};
use std::process::ExitCode;
use terminal::Terminal;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os().map(|a| a.to_string_lossy().into_owned()).collect();
    let lang = terminal::choose_language(&arguments, |name| std::env::var(name).ok());
    let json = arguments.iter().any(|a| a == "--json") || std::env::var_os("XUNCHA_JSON").is_some();
    let terminal = Terminal { lang, json };
    let exit = run(terminal).unwrap_or_else(|failure| {
        terminal.complain(&failure);
        failure.exit
    });
    ExitCode::from(exit.code())
}

fn run(terminal: Terminal) -> Result<Exit, Failure> {
    let parsed = command_line::parser(terminal.lang)
        .try_get_matches()
        .and_then(|matches| CommandLine::from_arg_matches(&matches));
    let line = match parsed {
        Ok(line) => line,
        Err(error) if usage::is_answer(&error) => {
            terminal.line(error.render().to_string().trim_end());
            return Ok(Exit::Done);
        }
        Err(error) => return Err(usage::failure(&error)),
    };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::defect)?;
    runtime.block_on(command::run(line, terminal))
}

impl Common {
    /// The settings of flags, environment, file and defaults.
    ///
    /// # Errors
    /// Every mistake, with its place.
    pub(crate) fn settings(&self, more: Vec<(&'static str, String)>) -> Result<Settings, Failure> {
        let file = self.config.clone().or_else(|| std::env::var_os("XUNCHA_CONFIG").map(Into::into));
        let variables = std::env::vars_os()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()))
            .collect();
        config::read(&Sources { file, flags: self.flags(more), variables })
    }

    /// The settings of flags and defaults alone.
    ///
    /// # Errors
    /// Every mistake, with its place.
    pub(crate) fn settings_of_flags(&self, more: Vec<(&'static str, String)>) -> Result<Settings, Failure> {
        config::read(&Sources { flags: self.flags(more), ..Sources::default() })
    }

    fn flags(&self, mut flags: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
        let data = self.data.as_ref().map(|d| d.display().to_string());
        let given = [("data", data), ("listen", self.listen.clone()), ("database", self.database.clone())];
        flags.extend(given.into_iter().filter_map(|(name, value)| Some((name, value?))));
        flags
    }
}
