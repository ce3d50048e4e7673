//! `xuncha verify`: computes everything the journal vouches for again. Faults are the answer, and exit code 1.

use crate::command_line::Common;
use crate::exit::{Exit, Failure};
use crate::instance::{self, Manner};
use crate::progress::spinner;
use crate::terminal::Terminal;
use clap::Args;
use crypto::chain::HeadCode;
use kernel::Message;
use store::verify::{KnownHead, Report};

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(long = "head", value_name = "CHAIN:LENGTH:CODE", help = "cli-verify-head")]
    heads: Vec<String>,
}

/// Verifies the whole instance.
pub(crate) async fn run(common: &Common, arguments: &Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let known = arguments.heads.iter().map(|h| known_head(h)).collect::<Result<Vec<_>, _>>()?;
    let settings = common.settings(Vec::new())?;
    let instance = instance::open(&settings, Manner::Beside).await?;
    let bar = spinner(&terminal, &Message::new("cli-verify-working"));
    let report = instance.app.verify_all(known).await?;
    bar.finish_and_clear();
    terminal.answer(&report, || lines(&terminal, &report))?;
    Ok(if report.faults.is_empty() { Exit::Done } else { Exit::Failed })
}

/// The report for people.
pub(super) fn lines(terminal: &Terminal, report: &Report) -> Vec<String> {
    let counts = Message::new("cli-verify-counts")
        .with("entries", report.entries)
        .with("records", report.records)
        .with("sealed", report.sealed)
        .with("traces", report.traces);
    let mut lines = vec![terminal.say(&counts)];
    lines.extend(report.heads.iter().map(|(chain, (length, code))| format!("  {chain}:{length}:{code}")));
    for fault in &report.faults {
        let words = Message::new("cli-verify-fault")
            .with("what", kind(fault.fault))
            .with("place", fault.place.as_str())
            .with("row", fault.row.as_str());
        lines.push(terminal.say(&words));
    }
    let closing = match report.faults.len() {
        0 => Message::new("cli-verify-clean"),
        n => Message::new("cli-verify-faults").with("count", n),
    };
    lines.push(terminal.say(&closing));
    lines
}

/// A fault's name in words.
fn kind(fault: &str) -> Message {
    match fault {
        "record-changed" => Message::new("cli-fault-record-changed"),
        "record-missing" => Message::new("cli-fault-record-missing"),
        "record-unknown" => Message::new("cli-fault-record-unknown"),
        "entry-changed" => Message::new("cli-fault-entry-changed"),
        "entry-missing" => Message::new("cli-fault-entry-missing"),
        "entry-unknown" => Message::new("cli-fault-entry-unknown"),
        "state-changed" => Message::new("cli-fault-state-changed"),
        "state-missing" => Message::new("cli-fault-state-missing"),
        "state-unknown" => Message::new("cli-fault-state-unknown"),
        "sealed-changed" => Message::new("cli-fault-sealed-changed"),
        "sealed-missing" => Message::new("cli-fault-sealed-missing"),
        "sealed-unknown" => Message::new("cli-fault-sealed-unknown"),
        "trace-changed" => Message::new("cli-fault-trace-changed"),
        "chain-head" => Message::new("cli-fault-chain-head"),
        "tail-cut" => Message::new("cli-fault-tail-cut"),
        "tally-changed" => Message::new("cli-fault-tally-changed"),
        _ => Message::new("cli-fault-other").with("name", fault),
    }
}

/// `chain:length:code` as verify prints it and the duty sheet has it. A chain's name may hold colons.
fn known_head(text: &str) -> Result<KnownHead, Failure> {
    let malformed = || Failure::new(Exit::Usage, Message::new("cli-verify-head-form").with("value", text));
    let mut parts = text.rsplitn(3, ':');
    let (Some(code), Some(length), Some(chain)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(malformed());
    };
    let length = length.parse().map_err(|_| malformed())?;
    let code: HeadCode =
        code.parse().map_err(|e: crypto::CodeError| Failure::new(Exit::Usage, e.message()))?;
    Ok(KnownHead { chain: chain.to_owned(), length, code })
}
