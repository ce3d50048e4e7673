//! `xuncha bench-data`: an instance with as many units and journal entries as wanted, for measuring.
//!
//! Records, states and chains are as any act would leave them, so that `verify` finds nothing; only are thousands of
//! them written at once. It works on a fresh folder or on one that it made itself, never on another, and goes on from
//! what is there, so that one folder can be measured at growing sizes.

mod acts;
mod fill;
mod invented;
mod main_job;

use crate::command_line::Common;
use crate::exit::{Exit, Failure};
use crate::folder::{self, Folder};
use crate::instance::{self, Instance};
use crate::log;
use crate::random::{SystemRng, first_password};
use crate::terminal::Terminal;
use app::Channel;
use app::account::SetUp;
use clap::Args;
use domain::account::Profile;
use indicatif::ProgressBar;
use kernel::Message;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::PathBuf;

/// The file that marks an instance for measuring.
const MARK: &str = "measuring.json";
/// The one account.
const LOGIN: &str = "measure";

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(long, value_name = "N", default_value_t = 10_000, help = "cli-bench-units")]
    units: u32,
    #[arg(long, value_name = "N", default_value_t = 10_000, help = "bench-journal")]
    journal: u32,
    #[arg(long, value_name = "N", default_value_t = 0, help = "bench-records")]
    records: u32,
    #[arg(long, value_name = "N", default_value_t = 0, help = "bench-acts")]
    acts: u32,
    #[arg(long, value_name = "N", default_value_t = 0, help = "bench-registered")]
    registered: u32,
}

/// What the mark holds: the password made for this instance alone, and how far it is filled.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Mark {
    password: String,
    units: u32,
    journal: u32,
    #[serde(default)]
    records: u32,
    acts: u32,
}

impl Mark {
    fn path(folder: &Folder) -> PathBuf {
        folder.path().join(MARK)
    }

    /// The mark of a folder; a fresh folder gets one before anything else, another instance's is refused.
    fn of(folder: &Folder) -> Result<Self, Failure> {
        let path = Self::path(folder);
        if path.exists() {
            let text = std::fs::read_to_string(&path).map_err(|e| Failure::file(&path, &e))?;
            return serde_json::from_str(&text).map_err(Failure::defect);
        }
        if folder.key().exists() || folder.recovery_lock().exists() || folder.database().exists() {
            let message = Message::new("bench-foreign").with("path", folder.path().display().to_string());
            return Err(Failure::new(Exit::Refused, message));
        }
        folder.make()?;
        let mark = Self { password: first_password(&SystemRng), units: 0, journal: 0, records: 0, acts: 0 };
        mark.write(folder)?;
        Ok(mark)
    }

    fn write(&self, folder: &Folder) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(self).map_err(Failure::defect)?;
        folder::replace(&Self::path(folder), &text)
    }
}

/// Fills the instance up to the numbers wanted, and measures acts when asked.
pub(crate) async fn run(common: &Common, arguments: &Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    if common.data.is_none() {
        return Err(Failure::new(Exit::Usage, Message::new("bench-needs-folder")));
    }
    let settings = common.settings(Vec::new())?;
    log::start(&settings.log);
    let mut mark = Mark::of(&settings.folder())?;
    let instance = instance::open_or_make(&settings).await?;
    set_up(&instance, &mark).await?;
    fill(&instance, &mut mark, arguments, terminal).await?;
    let timed = acts::measure(&instance, &mut mark, arguments, terminal).await?;
    instance.app.db().close().await;
    let answer = json!({
        "data": instance.folder.path(), "login": LOGIN, "password": mark.password,
        "units": mark.units, "journal": mark.journal, "records": mark.records,
        "acts": timed.as_ref().map(|t| t.acts), "milliseconds": timed.as_ref().map(|t| t.milliseconds),
    });
    terminal.answer(&answer, || {
        let filled = Message::new("bench-filled")
            .with("units", mark.units)
            .with("journal", mark.journal)
            .with("login", LOGIN)
            .with("password", mark.password.as_str());
        let timed = timed.as_ref().map(|t| {
            Message::new("bench-timed").with("acts", t.acts).with("milliseconds", t.milliseconds.to_string())
        });
        std::iter::once(filled).chain(timed).map(|m| terminal.say(&m)).collect()
    })?;
    Ok(Exit::Done)
}

/// The first account; a database that someone else set up is refused.
async fn set_up(instance: &Instance, mark: &Mark) -> Result<(), Failure> {
    let app = &instance.app;
    if app.is_set_up().await? {
        return match mark.units {
            0 => Err(Failure::new(Exit::Refused, Message::new("bench-not-empty"))),
            _ => Ok(()),
        };
    }
    let act = SetUp {
        committee: invented::COMMITTEE.into(),
        office: invented::OFFICE.into(),
        level: "county".into(),
        own_place: String::new(),
        profile: Profile::SmallOffice,
        name: invented::CLERK.into(),
        login: LOGIN.into(),
        password: mark.password.clone(),
        practice: false,
    };
    app.perform(&app.own_ctx("bench-data", Channel::Cli), &act).await?;
    Ok(())
}

/// Units, then journal entries, then the search index, as far as they are missing.
async fn fill(
    instance: &Instance,
    mark: &mut Mark,
    arguments: &Arguments,
    terminal: Terminal,
) -> Result<(), Failure> {
    let writer = fill::Writer::of(&instance.app, LOGIN).await?;
    // The root alone makes no list.
    let wanted = arguments.units.max(2);
    let bar = progress(terminal, "bench-what-units", wanted.saturating_sub(mark.units));
    while mark.units < wanted {
        let until = wanted.min(mark.units.saturating_add(fill::UNITS_AT_ONCE));
        writer.units(mark.units..until).await?;
        bar.inc(u64::from(until - mark.units));
        mark.units = until;
        mark.write(&instance.folder)?;
    }
    bar.finish_and_clear();
    let bar = progress(terminal, "bench-what-journal", arguments.journal.saturating_sub(mark.journal));
    while mark.journal < arguments.journal {
        let until = arguments.journal.min(mark.journal.saturating_add(fill::ENTRIES_AT_ONCE));
        writer.entries(mark.journal..until, mark.units).await?;
        bar.inc(u64::from(until - mark.journal));
        mark.journal = until;
        mark.write(&instance.folder)?;
    }
    bar.finish_and_clear();
    if mark.records < arguments.records {
        let place = main_job::Place::of(instance, &writer).await?;
        let bar = progress(terminal, "bench-what-records", arguments.records - mark.records);
        while mark.records < arguments.records {
            let until = arguments.records.min(mark.records.saturating_add(main_job::AT_ONCE));
            writer.main_job(&place, mark.records..until).await?;
            bar.inc(u64::from(until - mark.records));
            mark.records = until;
            mark.write(&instance.folder)?;
        }
        bar.finish_and_clear();
    }
    let bar = progress(terminal, "bench-what-search", wanted);
    loop {
        let round = instance.app.work().await?;
        if !round.worked {
            break;
        }
        bar.inc(u64::try_from(round.indexed).unwrap_or(u64::MAX));
    }
    bar.finish_and_clear();
    Ok(())
}

/// A bar for one part of the work; silent when nobody looks.
fn progress(terminal: Terminal, what: &str, length: u32) -> ProgressBar {
    if !terminal.is_attended() {
        return ProgressBar::hidden();
    }
    let what = terminal.words(what);
    let message = terminal.say(&Message::new("bench-working").with("what", what));
    ProgressBar::new(u64::from(length)).with_message(message)
}

#[cfg(test)]
mod tests {
    use crate::command_line::CommandLine;
    use crate::exit::{Exit, Failure};
    use crate::terminal::Terminal;
    use clap::Parser;
    use kernel::Lang;
    use std::path::Path;

    async fn call(folder: &Path, arguments: &[&str]) -> Result<Exit, Failure> {
        let data = folder.display().to_string();
        let (command, rest) = arguments.split_first().unwrap();
        let line = ["xuncha", command, "--data", &data].into_iter().chain(rest.iter().copied());
        let line = CommandLine::try_parse_from(line).unwrap();
        crate::command::run(line, Terminal { lang: Lang::En, json: true }).await
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_instance_for_measuring_grows_and_verifies_clean() {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("measured");
        for size in ["30", "70"] {
            let filled =
                call(&folder, &["bench-data", "--units", size, "--journal", size, "--acts", "20"]).await;
            assert_eq!(filled.unwrap(), Exit::Done);
        }
        for size in ["50", "120"] {
            let more = ["bench-data", "--units", "70", "--records", size, "--registered", "10"];
            assert_eq!(call(&folder, &more).await.unwrap(), Exit::Done);
        }
        assert_eq!(call(&folder, &["verify"]).await.unwrap(), Exit::Done);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_instance_that_was_not_made_for_measuring_is_refused() {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("real");
        call(&folder, &["init", "--yes"]).await.unwrap();
        let failure = call(&folder, &["bench-data", "--units", "10"]).await.unwrap_err();
        assert_eq!(failure.complaints[0].message.id, "bench-foreign");
    }
}
