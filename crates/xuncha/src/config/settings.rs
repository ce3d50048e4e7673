//! The settings as the program uses them.

use crate::folder::Folder;
use app::Limits;
use crypto::password::Cost;
use db::Target;
use kernel::{Message, Offset};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// Everything that can be set. No `Debug`: the database's address may hold a password.
pub(crate) struct Settings {
    /// The instance's folder.
    pub(crate) data: PathBuf,
    /// The engine, and where it is.
    pub(crate) database: DatabaseChoice,
    /// Where the office's pages are served.
    pub(crate) listen: SocketAddr,
    /// Where the public page is served, and how it is reached from outside.
    pub(crate) public: PublicPage,
    /// The reverse proxy that stands in front and does TLS.
    pub(crate) proxy: Option<String>,
    /// What is logged.
    pub(crate) log: String,
    /// The committee's offset.
    pub(crate) offset: Offset,
    /// Certificate and key.
    pub(crate) tls: TlsFiles,
    /// Where the instance key comes from when not from the folder.
    pub(crate) key: KeySource,
    /// How much work a password costs.
    pub(crate) password: PasswordCost,
    /// How long sessions last.
    pub(crate) session: SessionTimes,
    /// How much may be uploaded.
    pub(crate) files: FileLimits,
}

/// Where the data are.
pub(crate) enum DatabaseChoice {
    /// A file in the instance's folder.
    Sqlite,
    /// A server.
    Postgres(String),
}

/// The public page.
#[derive(Default)]
pub(crate) struct PublicPage {
    /// Its listener; none by default.
    pub(crate) listen: Option<SocketAddr>,
    /// Its address from outside, for posters.
    pub(crate) url: Option<String>,
}

/// A certificate and its key.
#[derive(Default)]
pub(crate) struct TlsFiles {
    /// The certificate and its chain, PEM.
    pub(crate) certificate: Option<PathBuf>,
    /// The private key, PEM.
    pub(crate) key: Option<PathBuf>,
}

/// Where the instance key comes from when not from the folder.
#[derive(Default)]
pub(crate) struct KeySource {
    /// A file: a credential of the system.
    pub(crate) file: Option<PathBuf>,
    /// A command that prints it.
    pub(crate) command: Option<String>,
}

impl KeySource {
    /// The key lies in the folder.
    pub(crate) const fn is_inside(&self) -> bool {
        self.file.is_none() && self.command.is_none()
    }
}

/// Argon2id's parameters.
#[derive(Clone, Copy, Default)]
pub(crate) struct PasswordCost {
    pub(crate) memory_mib: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
}

/// How long sessions last.
#[derive(Clone, Copy, Default)]
pub(crate) struct SessionTimes {
    pub(crate) idle_minutes: u32,
    pub(crate) absolute_hours: u32,
}

/// How much may be uploaded.
#[derive(Clone, Copy, Default)]
pub(crate) struct FileLimits {
    pub(crate) largest_mib: u32,
    pub(crate) most_per_form: u32,
}

impl Settings {
    /// Empty; the table's defaults are taken first.
    pub(super) fn blank() -> Self {
        Self {
            data: PathBuf::new(),
            database: DatabaseChoice::Sqlite,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            public: PublicPage::default(),
            proxy: None,
            log: String::new(),
            offset: Offset::default(),
            tls: TlsFiles::default(),
            key: KeySource::default(),
            password: PasswordCost::default(),
            session: SessionTimes::default(),
            files: FileLimits::default(),
        }
    }

    /// What one key alone cannot tell.
    pub(super) fn settle(&self) -> Result<(), Message> {
        if self.tls.certificate.is_some() != self.tls.key.is_some() {
            return Err(Message::new("cli-config-tls-half"));
        }
        if self.key.file.is_some() && self.key.command.is_some() {
            return Err(Message::new("cli-config-key-twice"));
        }
        if self.tls.certificate.is_some() && self.proxy.is_some() {
            return Err(Message::new("cli-config-tls-and-proxy"));
        }
        if self.session.idle_minutes > self.session.absolute_hours * 60 {
            return Err(Message::new("cli-config-session"));
        }
        self.cost().map(drop).map_err(|_| Message::new("cli-config-cost"))
    }

    /// The instance's folder.
    pub(crate) fn folder(&self) -> Folder {
        Folder::at(self.data.clone())
    }

    /// Where the database is.
    pub(crate) fn target(&self) -> Target {
        match &self.database {
            DatabaseChoice::Sqlite => Target::Sqlite(self.folder().database()),
            DatabaseChoice::Postgres(url) => Target::Postgres(url.clone()),
        }
    }

    /// How long sessions last and how much may be sent in, as the acts ask for it.
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            idle_seconds: i64::from(self.session.idle_minutes) * 60,
            absolute_seconds: i64::from(self.session.absolute_hours) * 3_600,
            file_bytes: u64::from(self.files.largest_mib) << 20,
            files_per_form: usize::try_from(self.files.most_per_form).unwrap_or(usize::MAX),
        }
    }

    /// How much work a password costs.
    pub(crate) fn cost(&self) -> Result<Cost, crypto::Error> {
        let PasswordCost { memory_mib, passes, lanes } = self.password;
        Cost::new(memory_mib * 1024, passes, lanes)
    }
}
