//! `xuncha recusal`: who must stay away from a unit, and why; and who must be asked first.
//!
//! Relatives are opened for it, so it is asked in someone's name, with a reason, and the asking is traced.

use super::parse_day;
use crate::command_line::Common;
use crate::exit::{Exit, Failure};
use crate::instance::{self, Manner};
use crate::terminal::Terminal;
use app::recusal::UnitRecusal;
use clap::Args;
use kernel::{Day, Message};

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(long = "as", value_name = "LOGIN", help = "cli-flag-as")]
    actor: Option<String>,
    #[arg(value_name = "UNIT", required = true, help = "cli-recusal-unit")]
    units: Vec<String>,
    #[arg(long, value_name = "DATE", value_parser = parse_day, help = "cli-recusal-on")]
    on: Option<Day>,
    #[arg(long, value_name = "TEXT", help = "cli-recusal-reason")]
    reason: Option<String>,
}

/// Answers for each unit, in the order asked.
pub(crate) async fn run(common: &Common, arguments: &Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let actor = super::user::require_actor(arguments.actor.as_deref())?;
    let settings = common.settings(Vec::new())?;
    let instance = instance::open(&settings, Manner::Beside).await?;
    let ctx = instance.ctx(&actor, terminal.lang).await?;
    let mut units = Vec::new();
    for name in &arguments.units {
        units.push(instance.app.recognise_unit(&ctx, name).await?);
    }
    let answers = instance.app.recusal(&ctx, &units, arguments.on, arguments.reason.as_deref()).await?;
    terminal.answer(&answers, || answers.iter().flat_map(|unit| lines(&terminal, unit)).collect())?;
    Ok(Exit::Done)
}

fn lines(terminal: &Terminal, unit: &UnitRecusal) -> Vec<String> {
    let heading = Message::new("cli-recusal-heading")
        .with("unit", unit.name.as_str())
        .with("day", unit.start)
        .with("away", unit.stay_away.len())
        .with("people", unit.looked_at);
    let mut lines = vec![terminal.say(&heading)];
    for person in &unit.stay_away {
        lines.push(format!("{} {}", person.code, person.name));
        for reason in &person.reasons {
            lines.push(format!("    {}: {}", reason.rule, reason.text));
        }
    }
    if !unit.must_ask.is_empty() {
        lines.push(terminal.say(&Message::new("cli-recusal-ask").with("people", unit.must_ask.len())));
    }
    for person in &unit.must_ask {
        lines.push(format!("{} {}", person.code, person.name));
        lines.extend(person.questions.iter().map(|q| format!("    {}", q.text)));
    }
    lines
}
