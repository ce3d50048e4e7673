//! `xuncha deadline`: the day a period ends on, and why. Needs no instance: it counts by the shipped calendar.

use super::parse_day;
use crate::exit::{Exit, Failure};
use crate::terminal::Terminal;
use clap::{Args, ValueEnum};
use domain::deadline::{Due, due};
use domain::ruleset::{Body, Kind, shipped};
use kernel::calendar::{Period, Roll, Unit, WorkCalendar};
use kernel::{Day, Message};
use serde::Serialize;

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(long, value_name = "DATE", value_parser = parse_day, help = "cli-deadline-from")]
    from: Day,
    #[arg(long, value_name = "N", help = "cli-deadline-add")]
    add: u16,
    #[arg(long, value_name = "UNIT", value_enum, help = "cli-deadline-unit")]
    unit: UnitWord,
    #[arg(long, value_name = "ROLL", value_enum, default_value = "next", help = "cli-deadline-roll")]
    roll: RollWord,
}

#[derive(Clone, Copy, ValueEnum)]
enum UnitWord {
    Day,
    #[value(alias = "working-day", alias = "working_day")]
    Workday,
    Month,
}

#[derive(Clone, Copy, ValueEnum)]
enum RollWord {
    None,
    #[value(alias = "next_workday")]
    Next,
}

/// The documented JSON: the count, and its steps in words.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    due: Due,
    explanation: Vec<String>,
}

/// Counts.
pub(crate) fn run(arguments: &Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let unit = match arguments.unit {
        UnitWord::Day => Unit::Day,
        UnitWord::Workday => Unit::Workday,
        UnitWord::Month => Unit::Month,
    };
    let roll = match arguments.roll {
        RollWord::None => Roll::None,
        RollWord::Next => Roll::NextWorkday,
    };
    let due = due(&calendar()?, arguments.from, Period { amount: arguments.add, unit, roll });
    let explanation: Vec<String> = due.why.iter().map(|m| terminal.say(m)).collect();
    let answer = Answer { due, explanation };
    terminal.answer(&answer, || lines(&terminal, &answer))?;
    Ok(Exit::Done)
}

fn lines(terminal: &Terminal, answer: &Answer) -> Vec<String> {
    let words = if answer.due.provisional {
        Message::new("cli-deadline-provisional")
    } else {
        Message::new("cli-deadline-due")
    };
    let day = answer.due.day;
    let mut lines = vec![terminal.say(&words.with("day", day).with("iso", day.to_string()))];
    lines.extend(answer.explanation.iter().map(|step| format!("  {step}")));
    lines
}

/// The calendar that came with the program.
fn calendar() -> Result<WorkCalendar, Failure> {
    let faulty = || Failure::defect("shipped calendar");
    let rulesets = shipped().map_err(|_| faulty())?;
    let calendar = rulesets.into_iter().find(|r| r.kind() == Kind::Calendar).ok_or_else(faulty)?;
    match calendar.draft.check() {
        Ok(Body::Calendar(calendar)) => Ok(calendar),
        Ok(_) | Err(_) => Err(faulty()),
    }
}
