//! Opening an instance: folder, key, database, program, in this order, with a sentence for each way it can fail.

use crate::config::Settings;
use crate::exit::{Exit, Failure};
use crate::folder::{Folder, Lock};
use crate::instance_key;
use crate::practice::{Practice, PracticeClock};
use crate::random::SystemRng;
use crate::terminal;
use app::{App, Channel, Ctx, Parts, Who};
use crypto::{Contents, InstanceKey, Scope, WrappedKey};
use db::{Db, Target};
use kernel::time::SystemClock;
use kernel::{Clock, Lang, Message};
use std::sync::Arc;
use store::file::Folder as Files;

/// How an instance is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// For this process alone: whatever writes.
    Alone,
    /// Beside a running program: reading only, and nothing is migrated.
    Beside,
}

/// An open instance.
pub(crate) struct Instance {
    /// The program.
    pub(crate) app: App,
    /// Its folder.
    pub(crate) folder: Folder,
    /// Set on a practice instance.
    pub(crate) practice: Option<Practice>,
    _lock: Option<Lock>,
}

impl Instance {
    /// The circumstances of an act or read of the command line, as an account of the instance.
    pub(crate) async fn ctx(&self, login: &str, lang: Lang) -> Result<Ctx, Failure> {
        let signed = self.app.signed_by_login(login).await.map_err(|e| match e {
            app::Error::NotFound => {
                Failure::new(Exit::NotFound, Message::new("cli-no-such-account").with("login", login))
            }
            other => other.into(),
        })?;
        Ok(Ctx {
            who: Who::Account(Box::new(signed)),
            lang,
            at: self.app.now(),
            act: self.app.new_act(),
            channel: Channel::Cli,
        })
    }
}

impl Instance {
    /// The circumstances of a question: of an account where one is named, else of whoever holds the key.
    pub(crate) async fn reader(&self, login: Option<&str>, lang: Lang) -> Result<Ctx, Failure> {
        match login {
            Some(login) => self.ctx(login, lang).await,
            None => Ok(Ctx { lang, ..self.app.own_ctx("command-line", Channel::Cli) }),
        }
    }
}

/// Opens an instance that exists.
pub(crate) async fn open(settings: &Settings, manner: Manner) -> Result<Instance, Failure> {
    let folder = settings.folder();
    if !folder.path().is_dir() {
        return Err(not_initialised(&folder));
    }
    require_no_collector(&folder)?;
    let lock = match manner {
        Manner::Alone => Some(folder.lock()?),
        Manner::Beside => None,
    };
    let key = instance_key::read(settings)?.ok_or_else(|| missing_key(&folder))?;
    let db = match manner {
        Manner::Alone => Db::open(&settings.target()).await?,
        // A reader of another version must not change the schema under the service that runs.
        Manner::Beside => Db::open_current(&settings.target()).await?,
    };
    put_together(settings, folder, key, (db, lock)).await
}

/// Opens an instance for serving; makes its key when the folder is fresh. Its recovery sheet comes with set-up.
pub(crate) async fn open_or_make(settings: &Settings) -> Result<Instance, Failure> {
    let folder = settings.folder();
    require_no_collector(&folder)?;
    folder.make()?;
    let lock = folder.lock()?;
    let key = match instance_key::read(settings)? {
        Some(key) => key,
        None => {
            require_no_data(settings, &folder).await?;
            let key = InstanceKey::generate(&SystemRng);
            instance_key::store(&folder, &key)?;
            key
        }
    };
    let db = Db::open(&settings.target()).await?;
    put_together(settings, folder, key, (db, Some(lock))).await
}

/// Refuses a collector's folder: it has no accounts, and must never get any.
fn require_no_collector(folder: &Folder) -> Result<(), Failure> {
    if !folder.collector().exists() {
        return Ok(());
    }
    let message = Message::new("cli-collector-folder").with("path", folder.path().display().to_string());
    Err(Failure::new(Exit::Refused, message))
}

async fn put_together(
    settings: &Settings,
    folder: Folder,
    key: InstanceKey,
    (db, lock): (Db, Option<Lock>),
) -> Result<Instance, Failure> {
    let practice = Practice::of(&folder)?;
    let clock: Arc<dyn Clock> = match &practice {
        Some(practice) => Arc::new(PracticeClock::new(practice.ahead)),
        None => Arc::new(SystemClock),
    };
    require_own_key(&db, &key).await?;
    let app = App::new(Parts {
        db,
        key,
        clock,
        rng: Arc::new(SystemRng),
        offset: settings.offset,
        password_cost: settings.cost()?,
        limits: settings.limits(),
    })?;
    app.keep_files_in(open_files(&folder)?);
    require_own_mark(&app, &folder, practice.is_some()).await?;
    speak_as_the_office(&app).await?;
    Ok(Instance { app, folder, practice, _lock: lock })
}

/// Has the terminal use the installation's words, once it was set up.
async fn speak_as_the_office(app: &App) -> Result<(), Failure> {
    if app.is_set_up().await? {
        let mut own = Vec::new();
        for lang in [Lang::ZhCn, Lang::En] {
            own.push((lang, app.wording(lang).await?.words));
        }
        terminal::speak_as(own);
    }
    Ok(())
}

/// Refuses a folder whose mark says practice while its data were not made for it: the mark shifts the clock.
async fn require_own_mark(app: &App, folder: &Folder, marked: bool) -> Result<(), Failure> {
    let real = app.instance().await?.is_some_and(|instance| !instance.practice);
    if marked && real {
        let message = Message::new("cli-practice-not").with("path", folder.practice().display().to_string());
        return Err(Failure::new(Exit::Refused, message));
    }
    Ok(())
}

/// Where the contents of files lie, whatever the engine.
pub(crate) fn open_files(folder: &Folder) -> Result<Files, Failure> {
    let path = folder.files();
    Files::open(&path).map_err(|e| Failure::file(&path, &e))
}

/// Refuses a database whose contents another key has sealed.
async fn require_own_key(db: &Db, key: &InstanceKey) -> Result<(), Failure> {
    let mut conn = db.read().await?;
    let found = store::keys::find(&mut conn, Scope::Instance, Contents::Values).await?;
    match found {
        Some(wrapped) if wrapped.wrapped_by() != key.id() => Err(foreign_key(&wrapped)),
        _ => Ok(()),
    }
}

fn foreign_key(wrapped: &WrappedKey) -> Failure {
    let message = Message::new("cli-key-foreign").with("key", wrapped.wrapped_by().to_string());
    Failure::new(Exit::Refused, message)
}

/// Refuses to make a key for data that another key has sealed.
async fn require_no_data(settings: &Settings, folder: &Folder) -> Result<(), Failure> {
    if has_data(folder) {
        return Err(missing_key(folder));
    }
    let target = settings.target();
    if matches!(target, Target::Postgres(_)) {
        let db = Db::open(&target).await?;
        let mut conn = db.read().await?;
        let found = store::keys::find(&mut conn, Scope::Instance, Contents::Values).await?;
        if let Some(wrapped) = found {
            return Err(foreign_key(&wrapped));
        }
    }
    Ok(())
}

/// Whether something was stored under a key that is not there.
fn has_data(folder: &Folder) -> bool {
    folder.database().exists() || folder.recovery_lock().exists()
}

fn missing_key(folder: &Folder) -> Failure {
    if !has_data(folder) {
        return not_initialised(folder);
    }
    let message = Message::new("cli-key-missing").with("path", folder.key().display().to_string());
    Failure::new(Exit::NotFound, message)
}

fn not_initialised(folder: &Folder) -> Failure {
    let message = Message::new("cli-no-instance").with("path", folder.path().display().to_string());
    Failure::new(Exit::NotFound, message)
}
