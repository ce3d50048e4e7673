//! `xuncha migrate`: brings the database up to this program, and nothing else.

use crate::command_line::Common;
use crate::exit::{Exit, Failure};
use crate::instance::{self, Manner};
use crate::terminal::Terminal;
use kernel::Message;
use serde_json::json;

/// Opens the database, which migrates it, and closes it again.
pub(crate) async fn run(common: &Common, terminal: Terminal) -> Result<Exit, Failure> {
    let settings = common.settings(Vec::new())?;
    let instance = instance::open(&settings, Manner::Alone).await?;
    instance.app.db().close().await;
    terminal.answer(&json!({ "migrated": true }), || vec![terminal.say(&Message::new("cli-migrated"))])?;
    Ok(Exit::Done)
}
