//! `xuncha import`: a file of the field into the instance. With `--dry-run` what the page's preview shows, else one act.
//!
//! The preview's JSON is the same as the API's: counts, coverage, and errors and warnings by row, column and kind.
//! A file with errors stores nothing, shows them all, and ends with exit code 3.

use super::parse_day;
use crate::command_line::Common;
use crate::exit::{Exit, Failure};
use crate::instance::{self, Instance, Manner};
use crate::terminal::Terminal;
use app::clue::ImportClues;
use app::feedback::ImportFeedback;
use app::finding::{ImportFindings, Into};
use app::import::{Preview, PreviewIssue};
use app::inspector::ImportInspectors;
use app::organisation::{ImportOptions, ImportUnits, TermUpload};
use app::petition::ImportPetitions;
use app::rectification::{ImportLedger, LedgerOptions};
use app::round::ImportRound;
use app::term::ImportTerms;
use app::{Act, Ctx};
use clap::{Args, ValueEnum};
use domain::import::{Issues, Severity};
use kernel::{Day, Message};
use serde::Serialize;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Larger files are refused before they are read.
const LARGEST_MIB: u32 = 64;

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(long = "as", value_name = "LOGIN", help = "cli-flag-as")]
    actor: Option<String>,
    #[arg(value_name = "WHAT", value_enum, help = "cli-import-what")]
    what: What,
    #[arg(value_name = "FILE", help = "cli-import-file")]
    file: PathBuf,
    #[arg(long, value_name = "DATE", value_parser = parse_day, help = "cli-import-as-of")]
    as_of: Option<Day>,
    #[arg(long, value_name = "FILE", help = "cli-import-term-file")]
    term: Option<PathBuf>,
    #[arg(long, value_name = "N", help = "cli-import-round")]
    round: Option<u16>,
    #[arg(long, value_name = "NAME", help = "cli-import-unit")]
    unit: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = parse_day, help = "cli-import-feedback-date")]
    feedback_date: Option<Day>,
    #[arg(long, help = "cli-import-dry-run")]
    dry_run: bool,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    Units,
    Inspectors,
    Round,
    Term,
    Petitions,
    Findings,
    Clues,
    Feedback,
    Ledger,
}

/// Reads the files and hands them to the noun's import.
pub(crate) async fn run(common: &Common, arguments: Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let actor = arguments.actor.as_deref();
    if !arguments.dry_run {
        // What is stored is stored in someone's name.
        super::user::require_actor(actor)?;
    }
    let settings = common.settings(Vec::new())?;
    let file = Delivered::read(&arguments.file)?;
    let term = arguments.term.as_deref().map(Delivered::read).transpose()?;
    let manner = if arguments.dry_run { Manner::Beside } else { Manner::Alone };
    let instance = instance::open(&settings, manner).await?;
    let ctx = instance.reader(actor, terminal.lang).await?;
    let desk = Desk { instance, ctx, terminal, dry_run: arguments.dry_run };
    match arguments.what {
        What::Units => desk.units(file, term, arguments.as_of).await,
        What::Inspectors => desk.inspectors(file, arguments.as_of).await,
        What::Round => desk.round(file).await,
        What::Term => desk.terms(file).await,
        What::Petitions => desk.petitions(file, arguments.round).await,
        What::Findings => desk.findings(file, arguments.round).await,
        What::Clues => desk.clues(file, arguments.round).await,
        What::Feedback => {
            let unit = arguments
                .unit
                .ok_or_else(|| Failure::new(Exit::Refused, Message::new("cli-import-unit-missing")))?;
            desk.feedback(file, arguments.round, &unit).await
        }
        What::Ledger => {
            let options = LedgerOptions {
                unit: arguments.unit,
                feedback_date: arguments.feedback_date,
                as_of: arguments.as_of,
                round: arguments.round,
                answers: std::collections::BTreeMap::new(),
            };
            desk.ledger(file, options).await
        }
    }
}

/// A file in memory.
struct Delivered {
    name: String,
    bytes: Vec<u8>,
}

impl Delivered {
    fn read(path: &Path) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| {
            let missing = error.kind() == std::io::ErrorKind::NotFound;
            let exit = if missing { Exit::NotFound } else { Exit::Failed };
            Failure { exit, ..Failure::file(path, &error) }
        };
        let size = std::fs::metadata(path).map_err(failed)?.len();
        if size > u64::from(LARGEST_MIB) * 1024 * 1024 {
            let message = Message::new("cli-import-too-large")
                .with("path", path.display().to_string())
                .with("most", LARGEST_MIB);
            return Err(Failure::new(Exit::Refused, message));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, bytes: std::fs::read(path).map_err(failed)? })
    }
}

/// An open instance and who imports into it.
struct Desk {
    instance: Instance,
    ctx: Ctx,
    terminal: Terminal,
    dry_run: bool,
}

impl Desk {
    async fn units(
        &self,
        file: Delivered,
        term: Option<Delivered>,
        as_of: Option<Day>,
    ) -> Result<Exit, Failure> {
        let terms = term.map(|t| TermUpload { name: t.name, bytes: t.bytes });
        let options = ImportOptions { as_of, terms, ..ImportOptions::default() };
        let app = &self.instance.app;
        let preview = app.preview_units(&self.ctx, &file.name, file.bytes.clone(), options.clone()).await?;
        self.carry_out(&preview, &ImportUnits { file: file.name, bytes: file.bytes, options }).await
    }

    async fn inspectors(&self, file: Delivered, as_of: Option<Day>) -> Result<Exit, Failure> {
        let app = &self.instance.app;
        let preview = app.preview_inspectors(&self.ctx, &file.name, file.bytes.clone(), as_of).await?;
        self.carry_out(&preview, &ImportInspectors { file: file.name, bytes: file.bytes, as_of }).await
    }

    async fn round(&self, file: Delivered) -> Result<Exit, Failure> {
        let preview = self.instance.app.preview_round(&self.ctx, &file.name, &file.bytes).await?;
        self.carry_out(&preview, &ImportRound { file: file.name, bytes: file.bytes, taken_over: None }).await
    }

    async fn terms(&self, file: Delivered) -> Result<Exit, Failure> {
        let counts = self.instance.app.preview_terms(&self.ctx, &file.bytes).await?;
        let preview: Preview<_> =
            Preview::new(file.name.clone(), counts, &Issues::default(), self.terminal.lang);
        self.carry_out(&preview, &ImportTerms { file: file.name, bytes: file.bytes }).await
    }

    async fn petitions(&self, file: Delivered, round: Option<u16>) -> Result<Exit, Failure> {
        let app = &self.instance.app;
        let round = match round {
            Some(number) => Some(app.round_numbered(number).await?),
            None => None,
        };
        let (name, bytes) = (file.name, file.bytes);
        let preview = app.preview_petitions(&self.ctx, &name, bytes.clone(), (round, None)).await?;
        self.carry_out(&preview, &ImportPetitions { file: name, bytes, round, besides: None }).await
    }

    async fn feedback(&self, file: Delivered, round: Option<u16>, unit: &str) -> Result<Exit, Failure> {
        let app = &self.instance.app;
        let engagement = app.engagement_named(&self.ctx, round, unit).await?;
        let upload = (file.name.as_str(), file.bytes.clone());
        let preview = app.preview_feedback(&self.ctx, engagement, upload, None).await?;
        let act =
            ImportFeedback { engagement, file: file.name, bytes: file.bytes, section: None, paper: None };
        self.carry_out(&preview, &act).await
    }

    async fn ledger(&self, file: Delivered, options: LedgerOptions) -> Result<Exit, Failure> {
        let app = &self.instance.app;
        let upload = (file.name.as_str(), file.bytes.clone());
        let preview = app.preview_ledger(&self.ctx, upload, &options).await?;
        self.carry_out(&preview, &ImportLedger { file: file.name, bytes: file.bytes, options }).await
    }

    async fn findings(&self, file: Delivered, round: Option<u16>) -> Result<Exit, Failure> {
        let app = &self.instance.app;
        let missing = || Failure::new(Exit::Usage, Message::new("cli-import-round-missing"));
        let into = Into::Round(app.round_numbered(round.ok_or_else(missing)?).await?);
        let preview = app.preview_findings(&self.ctx, into, &file.name, &file.bytes).await?;
        self.carry_out(&preview, &ImportFindings { into, file: file.name, bytes: file.bytes }).await
    }

    async fn clues(&self, file: Delivered, round: Option<u16>) -> Result<Exit, Failure> {
        let number =
            round.ok_or_else(|| Failure::new(Exit::Usage, Message::new("cli-import-round-missing")))?;
        let app = &self.instance.app;
        let round = app.round_numbered(number).await?;
        let found = app.preview_clues(&self.ctx, &file.name, &file.bytes, round).await?;
        let act = ImportClues { file: file.name, bytes: file.bytes, round };
        if !self.dry_run {
            return self.carry_out(&found.preview, &act).await;
        }
        let value = serde_json::to_value(&found).map_err(Failure::defect)?;
        self.terminal.answer(&value, || {
            let mut all = lines(&self.terminal, &found.preview, &value);
            all.extend(found.clues.iter().flat_map(route_lines));
            all
        })?;
        Ok(if found.preview.is_clean() { Exit::Done } else { Exit::Refused })
    }

    /// Shows the preview when asked for it or when it has errors; otherwise performs the act and shows what it did.
    async fn carry_out<C: Serialize, M: Serialize, A: Act>(
        &self,
        preview: &Preview<C, M>,
        act: &A,
    ) -> Result<Exit, Failure> {
        if self.dry_run || !preview.is_clean() {
            let value = serde_json::to_value(preview).map_err(Failure::defect)?;
            self.terminal.answer(&value, || lines(&self.terminal, preview, &value))?;
            return Ok(if preview.is_clean() { Exit::Done } else { Exit::Refused });
        }
        let done = self.instance.app.perform(&self.ctx, act).await?.done;
        let value = serde_json::to_value(&done).map_err(Failure::defect)?;
        self.terminal.answer(&value, || {
            let mut lines =
                vec![self.terminal.say(&Message::new("cli-import-done").with("file", preview.file.as_str()))];
            lines.extend(counts(&value));
            lines
        })?;
        Ok(Exit::Done)
    }
}

fn lines<C, M>(terminal: &Terminal, preview: &Preview<C, M>, value: &Value) -> Vec<String> {
    let mut lines = vec![preview.file.clone()];
    lines.extend(value.get("counts").map(counts).unwrap_or_default());
    lines.extend(duplicates(value));
    lines.extend(preview.issues.iter().map(|issue| issue_line(terminal, issue)));
    let words = if preview.is_clean() {
        Message::new("cli-import-clean")
    } else {
        Message::new("cli-import-faulty").with("errors", preview.errors)
    };
    lines.push(terminal.say(&words.with("warnings", preview.warnings)));
    lines
}

/// Likely duplicates of a register, a pair a line, with why.
fn duplicates(value: &Value) -> Vec<String> {
    let pairs = value.get("duplicates").and_then(Value::as_array);
    let text = |pair: &Value, key: &str| pair.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let why = |pair: &Value| {
        let why = pair.get("why").and_then(Value::as_array);
        why.into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
    };
    let line = |pair: &Value| format!("  {} = {}: {}", text(pair, "one"), text(pair, "other"), why(pair));
    pairs.into_iter().flatten().map(line).collect()
}

/// A clue's number with each proposed receiver and why; no name.
fn route_lines(clue: &app::clue::PreviewedClue) -> Vec<String> {
    let line = |route: &app::clue::PreviewedRoute| {
        format!("  {} → {} ({})", clue.number, route.receiver.as_deref().unwrap_or("—"), route.why.join("; "))
    };
    clue.routes.iter().map(line).collect()
}

/// Counts as `name: number`, one level deep; their names are those of the documented JSON.
fn counts(value: &Value) -> Vec<String> {
    let of = |(name, value): (&String, &Value)| match value {
        Value::Number(n) => Some(format!("  {name}: {n}")),
        Value::String(text) => Some(format!("  {name}: {text}")),
        _ => None,
    };
    value.as_object().map(|o| o.iter().filter_map(of).collect()).unwrap_or_default()
}

fn issue_line(terminal: &Terminal, issue: &PreviewIssue) -> String {
    let words = match issue.severity {
        Severity::Error => Message::new("cli-import-error"),
        Severity::Warning => Message::new("cli-import-warning"),
    };
    let words = words
        .with("row", issue.row.to_string())
        .with("column", issue.column.clone().unwrap_or_default())
        .with("message", issue.message.as_str());
    terminal.say(&words)
}
