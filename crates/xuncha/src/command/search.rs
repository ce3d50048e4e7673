//! `xuncha search rebuild`: makes the search index anew, with the service stopped.

use crate::command_line::Common;
use crate::exit::{Exit, Failure};
use crate::instance::{self, Manner};
use crate::progress::bar;
use crate::terminal::Terminal;
use clap::{Args, ValueEnum};
use kernel::Message;
use serde_json::json;

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(value_name = "WHAT", value_enum, help = "cli-search-what")]
    what: What,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Rebuild,
}

/// Empties the index and fills it from the records. Broken off, it is run again.
pub(crate) async fn run(common: &Common, arguments: &Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let What::Rebuild = arguments.what;
    let settings = common.settings(Vec::new())?;
    let instance = instance::open(&settings, Manner::Alone).await?;
    let bar = bar(&terminal, &Message::new("cli-search-working"));
    let shown = bar.clone();
    let read = instance
        .app
        .rebuild_search_now(move |progress| {
            shown.set_length(progress.total);
            shown.set_position(progress.done);
        })
        .await;
    bar.finish_and_clear();
    let records = read?;
    instance.app.db().close().await;
    let count = i64::try_from(records).unwrap_or(i64::MAX);
    terminal.answer(&json!({ "records": records }), || {
        vec![terminal.say(&Message::new("cli-search-rebuilt").with("records", count))]
    })?;
    Ok(Exit::Done)
}
