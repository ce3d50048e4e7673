//! `xuncha export`: lists, those that are imported in the same form.

use crate::command_line::Common;
use crate::exit::{Exit, Failure};
use crate::folder;
use crate::instance::{self, Manner};
use crate::terminal::Terminal;
use app::export::ExportedList;
use app::petition::PetitionFilter;
use app::{App, Ctx};
use clap::{Args, ValueEnum};
use domain::permission::{Action, Scope};
use kernel::{Day, Message};
use serde_json::json;
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(long = "as", value_name = "LOGIN", help = "cli-flag-as")]
    actor: Option<String>,
    #[arg(value_name = "WHAT", value_enum, help = "cli-export-what")]
    what: What,
    #[arg(value_name = "FILE", help = "cli-export-file")]
    file: PathBuf,
    #[arg(long, value_name = "NUMBER", help = "cli-export-round")]
    round: Option<u16>,
    #[arg(long, value_name = "UNIT", help = "cli-export-engagement")]
    engagement: Option<String>,
    #[arg(long, value_name = "DATE", help = "cli-export-as-of")]
    as_of: Option<Day>,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Units,
    Term,
    Inspectors,
    Rounds,
    Coverage,
    Petitions,
}

/// Writes a list, for the owner's eyes only; an existing file is left alone.
pub(crate) async fn run(common: &Common, arguments: &Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let settings = common.settings(Vec::new())?;
    let of_nobody = matches!(arguments.what, What::Units | What::Term);
    if arguments.actor.is_none() && !of_nobody {
        // What only some may see is taken out by somebody.
        return Err(Failure::new(Exit::Usage, Message::new("cli-as-missing")));
    }
    let instance = instance::open(&settings, Manner::Beside).await?;
    let ctx = instance.reader(arguments.actor.as_deref(), terminal.lang).await?;
    let list = match arguments.what {
        What::Units => instance.app.export_units(&ctx).await?,
        What::Term => instance.app.export_terms(&ctx).await?,
        What::Inspectors => instance.app.export_inspectors(&ctx).await?,
        What::Rounds => {
            let only = match arguments.round {
                Some(number) => Some(instance.app.round_numbered(number).await?),
                None => None,
            };
            instance.app.export_rounds(&ctx, only).await?
        }
        What::Coverage => {
            let as_of = arguments.as_of.unwrap_or_else(|| instance.app.today());
            instance.app.export_coverage(&ctx, as_of, None).await?
        }
        What::Petitions => petitions(&instance.app, &ctx, arguments).await?,
    };
    folder::write_new(&arguments.file, &list.bytes)?;
    let path = arguments.file.display().to_string();
    let answer = json!({ "file": path, "bytes": list.bytes.len() });
    terminal
        .answer(&answer, || vec![terminal.say(&Message::new("cli-exported").with("path", path.as_str()))])?;
    Ok(Exit::Done)
}

/// The register of the engagement named, for its team; for the office, and without one, envelopes.
async fn petitions(app: &App, ctx: &Ctx, arguments: &Arguments) -> Result<ExportedList, Failure> {
    let engagement = match &arguments.engagement {
        Some(unit) => Some(app.register_named(ctx, arguments.round, unit).await?),
        None => None,
    };
    match engagement.filter(|id| ctx.may(Action::PetitionExport, Scope::One(id.0))) {
        Some(own) => Ok(app.export_petitions(ctx, own).await?),
        None => {
            let filter = PetitionFilter { engagement, ..PetitionFilter::default() };
            Ok(app.export_registers(ctx, &filter).await?)
        }
    }
}
