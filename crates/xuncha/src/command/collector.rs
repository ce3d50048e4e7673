//! `xuncha collector`: the public page alone, on a machine that holds public keys and ciphertext only (C13).
//!
//! The office writes orders and takes parcels in; the collector accepts orders, serves, and hands parcels over. Which
//! office a collector obeys is fixed by the first orders it accepts, whose fingerprint is printed on both sides.

use super::serve::{Public, Signals};
use super::user::require_actor;
use crate::command_line::Common;
use crate::config::Settings;
use crate::exit::{Exit, Failure};
use crate::folder::{self, Folder, Lock};
use crate::instance::{self, Manner};
use crate::instance_key;
use crate::log;
use crate::random::SystemRng;
use crate::terminal::Terminal;
use app::collector::{Collector, SignedOrders};
use clap::{Args, Subcommand};
use crypto::InstanceKey;
use crypto::sign::Verifier;
use db::Db;
use kernel::time::SystemClock;
use kernel::{Clock, Message, Rng};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    #[command(about = "cli-collector-orders")]
    Orders {
        #[arg(value_name = "FILE", help = "cli-collector-orders-file")]
        file: PathBuf,
        #[arg(long = "as", value_name = "LOGIN", help = "cli-flag-as")]
        actor: Option<String>,
    },
    #[command(about = "cli-collector-accept")]
    Accept {
        #[arg(value_name = "FILE", help = "cli-collector-orders-file")]
        file: PathBuf,
    },
    #[command(about = "cli-collector-serve")]
    Serve,
    #[command(about = "cli-collector-hand-over")]
    HandOver {
        #[arg(value_name = "FILE", help = "cli-collector-parcel-file")]
        file: PathBuf,
    },
    #[command(about = "cli-collector-take-in")]
    TakeIn {
        #[arg(value_name = "FILE", help = "cli-collector-parcel-file")]
        file: PathBuf,
        #[arg(long = "as", value_name = "LOGIN", help = "cli-flag-as")]
        actor: Option<String>,
    },
}

/// One step of the way between office and collector.
pub(crate) async fn run(common: &Common, arguments: Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let settings = common.settings(Vec::new())?;
    match arguments.what {
        What::Orders { file, actor } => orders(&settings, &file, actor.as_deref(), terminal).await,
        What::TakeIn { file, actor } => take_in(&settings, &file, actor.as_deref(), terminal).await,
        What::Accept { file } => accept(&settings, &file, terminal).await,
        What::HandOver { file } => hand_over(&settings, &file, terminal).await,
        What::Serve => serve(&settings, terminal).await,
    }
}

/// What a folder of a collector is marked with.
#[derive(Serialize, Deserialize)]
struct Mark {
    /// The office it obeys.
    office: Verifier,
}

impl Mark {
    fn of(folder: &Folder) -> Result<Option<Self>, Failure> {
        let path = folder.collector();
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path).map_err(|e| Failure::file(&path, &e))?;
        serde_json::from_str(&text).map(Some).map_err(Failure::defect)
    }
}

/// An open collector.
struct Open {
    collector: Collector,
    _lock: Lock,
}

async fn open(settings: &Settings, folder: &Folder) -> Result<Open, Failure> {
    let lock = folder.lock()?;
    let key = match instance_key::read(settings)? {
        Some(key) => key,
        None => {
            let key = InstanceKey::generate(&SystemRng);
            instance_key::store(folder, &key)?;
            key
        }
    };
    let db = Db::open(&settings.target()).await?;
    let (clock, rng): (Arc<dyn Clock>, Arc<dyn Rng>) = (Arc::new(SystemClock), Arc::new(SystemRng));
    Ok(Open { collector: Collector::new((db, clock, rng), &key, settings.offset), _lock: lock })
}

/// The collector of a folder that has accepted orders before.
async fn open_marked(settings: &Settings) -> Result<Open, Failure> {
    let folder = settings.folder();
    if Mark::of(&folder)?.is_none() {
        let message = Message::new("cli-collector-none").with("path", folder.path().display().to_string());
        return Err(Failure::new(Exit::NotFound, message));
    }
    open(settings, &folder).await
}

async fn orders(
    settings: &Settings,
    file: &Path,
    actor: Option<&str>,
    terminal: Terminal,
) -> Result<Exit, Failure> {
    let actor = require_actor(actor)?;
    let instance = instance::open(settings, Manner::Beside).await?;
    let ctx = instance.ctx(&actor, terminal.lang).await?;
    let orders = instance.app.collector_orders(&ctx).await?;
    folder::write_new(file, orders.write()?)?;
    let office = fingerprint(&orders.office);
    terminal.answer(&json!({ "file": file, "office": office }), || {
        let words = Message::new("cli-collector-ordered").with("path", file.display().to_string());
        vec![terminal.say(&words.with("office", office.as_str()))]
    })?;
    Ok(Exit::Done)
}

async fn accept(settings: &Settings, file: &Path, terminal: Terminal) -> Result<Exit, Failure> {
    let folder = settings.folder();
    let bytes = std::fs::read(file).map_err(|e| Failure::file(file, &e))?;
    let signed = SignedOrders::read(&bytes)?;
    let mark = Mark::of(&folder)?;
    if mark.is_none() && folder.key().exists() {
        let message = Message::new("cli-collector-foreign").with("path", folder.path().display().to_string());
        return Err(Failure::new(Exit::Refused, message));
    }
    let office = mark.map_or(signed.office, |mark| mark.office);
    // Refused before anything is made.
    let orders = signed.of(&office)?;
    folder.make()?;
    folder::replace(&folder.collector(), &serde_json::to_string(&Mark { office }).map_err(Failure::defect)?)?;
    let open = open(settings, &folder).await?;
    let followed = open.collector.follow(&orders).await?;
    open.collector.close().await;
    let office = fingerprint(&office);
    let answer = json!({
        "office": office, "forms": followed.forms, "talks": followed.talks, "let_go": followed.let_go,
        "not_received": followed.not_received,
    });
    terminal.answer(&answer, || {
        let words = Message::new("cli-collector-accepted")
            .with("office", office.as_str())
            .with("forms", followed.forms)
            .with("talks", followed.talks)
            .with("gone", followed.let_go);
        let mut lines = vec![terminal.say(&words)];
        if followed.not_received > 0 {
            let words = Message::new("cli-collector-not-received").with("count", followed.not_received);
            lines.push(terminal.say(&words));
        }
        lines
    })?;
    Ok(Exit::Done)
}

async fn hand_over(settings: &Settings, file: &Path, terminal: Terminal) -> Result<Exit, Failure> {
    let open = open_marked(settings).await?;
    let to = File::create_new(file).map_err(|e| Failure::file(file, &e))?;
    let mut to = BufWriter::new(to);
    let handed = open.collector.hand_over(&mut to).await;
    if handed.is_err() {
        folder::remove(file)?;
    }
    let parcel = handed?;
    to.into_inner()
        .map_err(|e| Failure::file(file, e.error()))?
        .sync_all()
        .map_err(|e| Failure::file(file, &e))?;
    open.collector.close().await;
    terminal.answer(&json!({ "file": file, "forms": parcel.forms, "reports": parcel.reports }), || {
        let words = Message::new("cli-collector-handed-over").with("path", file.display().to_string());
        vec![terminal.say(&words.with("reports", parcel.reports))]
    })?;
    Ok(Exit::Done)
}

async fn take_in(
    settings: &Settings,
    file: &Path,
    actor: Option<&str>,
    terminal: Terminal,
) -> Result<Exit, Failure> {
    let actor = require_actor(actor)?;
    let instance = instance::open(settings, Manner::Alone).await?;
    let ctx = instance.ctx(&actor, terminal.lang).await?;
    let from = File::open(file).map_err(|e| Failure::file(file, &e))?;
    let emptied = instance.app.take_in_parcel(&ctx, &mut BufReader::new(from)).await?;
    instance.app.db().close().await;
    terminal.answer(&json!({ "reports": emptied.reports, "new": emptied.new }), || {
        let words = Message::new("cli-collector-taken-in").with("reports", emptied.reports);
        vec![terminal.say(&words.with("new", emptied.new))]
    })?;
    Ok(Exit::Done)
}

async fn serve(settings: &Settings, terminal: Terminal) -> Result<Exit, Failure> {
    log::start(&settings.log);
    let at = settings.public.listen.unwrap_or(settings.listen);
    let public = Public::bind(settings, at).await?;
    let open = open_marked(settings).await?;
    let address = public.address()?;
    terminal.answer(&json!({ "public": address }), || {
        vec![terminal.say(&Message::new("cli-serve-public").with("address", address.as_str()))]
    })?;
    let (stop, stopped) = watch::channel(false);
    let signals = Signals::new()?;
    let serving = tokio::spawn(public.serve(open.collector.intake(), stopped));
    signals.wait().await;
    let _ended_already = stop.send(true);
    let _ended_already = serving.await;
    open.collector.close().await;
    Ok(Exit::Done)
}

/// An office's key in groups of four, to be compared by eye or by telephone.
fn fingerprint(office: &Verifier) -> String {
    let hex: Vec<String> = office.0.iter().take(16).map(|b| format!("{b:02x}")).collect();
    hex.chunks(2).map(|pair| pair.concat()).collect::<Vec<_>>().join(" ")
}
