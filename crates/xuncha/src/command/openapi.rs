//! `xuncha openapi`: the API's description, as the running program serves it.

use crate::exit::{Exit, Failure};
use crate::terminal::Terminal;
use clap::Args;

#[derive(Args)]
pub(crate) struct Arguments {}

/// Prints the document.
pub(crate) fn run(_: &Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    terminal.line(&api::document());
    Ok(Exit::Done)
}
