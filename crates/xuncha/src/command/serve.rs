//! `xuncha serve`: the program itself. Makes a fresh instance by itself and prints where set-up is.

use crate::command_line::Common;
use crate::config::Settings;
use crate::exit::{Exit, Failure};
use crate::exposure::Exposure;
use crate::instance::{self, Instance};
use crate::terminal::Terminal;
use crate::{listener, log, pages, recovery, worker};
use app::online_report::Intake;
use clap::Args;
use crypto::token::{Issued, TokenKind};
use kernel::Message;
use serde_json::json;
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(long, value_name = "NAME", help = "cli-serve-proxy")]
    proxy: Option<String>,
    #[arg(long, value_name = "FILE", help = "cli-serve-certificate")]
    tls_certificate: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "cli-serve-key")]
    tls_key: Option<PathBuf>,
}

/// Serves an instance, making it first where the folder is fresh.
pub(crate) async fn run(common: &Common, arguments: Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let path = |p: PathBuf| p.display().to_string();
    let flags = [
        ("proxy", arguments.proxy),
        ("tls.certificate", arguments.tls_certificate.map(path)),
        ("tls.key", arguments.tls_key.map(path)),
    ];
    let flags = flags.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    let settings = common.settings(flags)?;
    log::start(&settings.log);
    // Refused before anything is made.
    let exposure = Exposure::of(&settings, settings.listen)?;
    if let Some(at) = settings.public.listen {
        Exposure::of(&settings, at)?;
    }
    let folder = settings.folder();
    let instance = instance::open_or_make(&settings).await?;
    let unlocked = instance.practice.is_none() && !folder.recovery_lock().exists();
    if unlocked && instance.app.is_set_up().await? {
        terminal.note(&Message::new("cli-sheet-none"));
    }
    serve(&settings, instance, exposure, (web::Practice::default(), terminal)).await
}

/// Serves an open instance until a signal. `practice`: whom a practice instance offers; without effect on any other.
pub(super) async fn serve(
    settings: &Settings,
    instance: Instance,
    exposure: Exposure,
    (practice, terminal): (web::Practice, Terminal),
) -> Result<Exit, Failure> {
    let app = instance.app.clone();
    let listener = listen(settings.listen).await?;
    let public = match settings.public.listen {
        Some(at) => Some(Public::bind(settings, at).await?),
        None => None,
    };
    let code =
        if app.is_set_up().await? { None } else { Some(app.tokens().issue(TokenKind::Setup, app.rng())) };
    let office = web::Settings {
        set_up_code: code.as_ref().map(|c| c.digest),
        sheet: recovery::pending(&instance, code.is_some()),
        secure: exposure.is_secure(),
        practice: instance.practice.as_ref().map(|_| practice),
        public_url: settings.public.url.clone(),
    };
    let signals = Signals::new()?;
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(worker::run(app.clone(), stopped.clone()));
    let public_address = public.as_ref().map(Public::address).transpose()?;
    let addresses = (address(&listener, &exposure)?, public_address);
    let public = public.map(|public| tokio::spawn(public.serve(app.intake(), stopped)));
    say_where(&addresses, code.as_ref(), &instance, terminal)?;
    listener::serve(listener, exposure, pages::office(app.clone(), office), signals.wait()).await;
    tracing::info!("ending");
    let _ended_already = stop.send(true);
    let _ended_already = worker.await;
    if let Some(public) = public {
        let _ended_already = public.await;
    }
    app.db().close().await;
    Ok(Exit::Done)
}

/// The public page's listener.
pub(super) struct Public {
    listener: TcpListener,
    exposure: Exposure,
}

impl Public {
    /// Binds it, if the settings allow it to be there.
    pub(super) async fn bind(settings: &Settings, at: SocketAddr) -> Result<Self, Failure> {
        let exposure = Exposure::of(settings, at)?;
        Ok(Self { listener: listen(at).await?, exposure })
    }

    pub(super) fn address(&self) -> Result<String, Failure> {
        address(&self.listener, &self.exposure)
    }

    /// Serves until the program ends; what opens reports never comes here.
    pub(super) async fn serve(self, intake: Intake, mut stopped: watch::Receiver<bool>) {
        let pages = web::public::router(intake, self.exposure.is_secure());
        let stop = async move {
            let _sender_gone = stopped.wait_for(|stop| *stop).await;
        };
        listener::serve(self.listener, self.exposure, pages, stop).await;
    }
}

async fn listen(at: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(at).await.map_err(|e| {
        let message =
            Message::new("cli-cannot-listen").with("address", at.to_string()).with("value", e.to_string());
        Failure::new(Exit::Unavailable, message)
    })
}

/// The address to open, with the port the system gave where any would do.
fn address(listener: &TcpListener, exposure: &Exposure) -> Result<String, Failure> {
    let scheme = if matches!(exposure, Exposure::Tls(_)) { "https" } else { "http" };
    Ok(format!("{scheme}://{}/", listener.local_addr().map_err(Failure::defect)?))
}

fn say_where(
    (address, public): &(String, Option<String>),
    code: Option<&Issued>,
    instance: &Instance,
    terminal: Terminal,
) -> Result<(), Failure> {
    let code = code.map(|c| c.text.expose().as_str());
    let set_up = code.map(|c| json!({ "address": format!("{address}set-up?code={c}"), "code": c }));
    let practice = instance.practice.is_some();
    let answer = json!({ "address": address, "public": public, "set_up": set_up, "practice": practice });
    terminal.answer(&answer, || {
        let mut lines =
            vec![terminal.say(&Message::new("cli-serve-address").with("address", address.as_str()))];
        if let Some(public) = public {
            lines.push(terminal.say(&Message::new("cli-serve-public").with("address", public.as_str())));
        }
        if let Some(code) = code {
            let words = Message::new("cli-serve-set-up")
                .with("address", format!("{address}set-up?code={code}"))
                .with("code", code);
            lines.extend(terminal.say(&words).lines().map(str::to_owned));
        }
        lines
    })
}

/// The signals that end the program.
pub(super) struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    pub(super) fn new() -> Result<Self, Failure> {
        let of = |kind| signal(kind).map_err(Failure::defect);
        Ok(Self { interrupt: of(SignalKind::interrupt())?, terminate: of(SignalKind::terminate())? })
    }

    pub(super) async fn wait(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
