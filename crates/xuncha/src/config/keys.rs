//! The table of keys: name, default, what it is for, and how a value is taken.

use super::settings::{DatabaseChoice, Settings};
use kernel::{Message, Offset};
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// A value as it was given.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Raw<'a> {
    /// Text of the file, or anything of a flag or a variable.
    Text(&'a str),
    /// A whole number of the file.
    Number(i64),
    /// Something else of the file.
    Other,
}

/// A default, as the example shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Default {
    /// Text.
    Text(&'static str),
    /// A number.
    Number(i64),
}

impl Default {
    pub(super) const fn raw(self) -> Raw<'static> {
        match self {
            Self::Text(text) => Raw::Text(text),
            Self::Number(n) => Raw::Number(n),
        }
    }
}

type Taken = Result<(), Message>;

/// One key.
#[derive(Debug)]
pub(crate) struct Key {
    /// Its name, with the table's name and a dot where it stands in a table.
    pub(crate) name: &'static str,
    /// Its default; `None` leaves it out.
    pub(crate) default: Option<Default>,
    /// What the example shows, commented out, where there is no default.
    pub(crate) sample: &'static str,
    /// What it is for: a message id.
    pub(crate) help: &'static str,
    /// Takes a value into the settings. Relative paths begin at the folder given.
    pub(crate) take: fn(&mut Settings, &Raw<'_>, &Path) -> Taken,
}

impl Key {
    /// Its environment variable: `XUNCHA_TLS_KEY`.
    pub(crate) fn variable(&self) -> String {
        format!("{}{}", super::PREFIX, self.name.replace('.', "_").to_uppercase())
    }
}

const fn key(
    name: &'static str,
    default: Option<Default>,
    sample: &'static str,
    help: &'static str,
    take: fn(&mut Settings, &Raw<'_>, &Path) -> Taken,
) -> Key {
    Key { name, default, sample, help, take }
}

/// Every key, in the order of the example: those without a table first.
pub(crate) const KEYS: &[Key] = &[
    key("data", Some(Default::Text("var/xuncha")), "", "cli-key-data", |s, raw, folder| {
        path(raw, folder).map(|v| s.data = v)
    }),
    key("database", Some(Default::Text("sqlite")), "", "cli-key-database", |s, raw, _| {
        database(raw).map(|v| s.database = v)
    }),
    key("listen", Some(Default::Text("127.0.0.1:8470")), "", "cli-key-listen", |s, raw, _| {
        listen(raw).map(|v| s.listen = v)
    }),
    key("proxy", None, "192.0.2.10", "cli-key-proxy", |s, raw, _| {
        text(raw).map(|v| s.proxy = Some(v.to_owned()))
    }),
    key("log", Some(Default::Text("info,sqlx=warn")), "", "cli-key-log", |s, raw, _| {
        log(raw).map(|v| s.log = v)
    }),
    key("offset", Some(Default::Text("+08:00")), "", "cli-key-offset", |s, raw, _| {
        offset(raw).map(|v| s.offset = v)
    }),
    key("tls.certificate", None, "server.pem", "cli-key-tls-certificate", |s, raw, folder| {
        path(raw, folder).map(|v| s.tls.certificate = Some(v))
    }),
    key("tls.key", None, "server.key", "cli-key-tls-key", |s, raw, folder| {
        path(raw, folder).map(|v| s.tls.key = Some(v))
    }),
    key(
        "instance_key.file",
        None,
        "/run/credentials/xuncha.service/instance.key",
        "cli-key-file",
        |s, raw, folder| path(raw, folder).map(|v| s.key.file = Some(v)),
    ),
    key("instance_key.command", None, "pass show xuncha/instance-key", "cli-key-command", |s, raw, _| {
        text(raw).map(|v| s.key.command = Some(v.to_owned()))
    }),
    key("password.memory_mib", Some(Default::Number(19)), "", "cli-key-password-memory", |s, raw, _| {
        number(raw, 7..=1024).map(|v| s.password.memory_mib = v)
    }),
    key("password.passes", Some(Default::Number(2)), "", "cli-key-password-passes", |s, raw, _| {
        number(raw, 1..=16).map(|v| s.password.passes = v)
    }),
    key("password.lanes", Some(Default::Number(1)), "", "cli-key-password-lanes", |s, raw, _| {
        number(raw, 1..=8).map(|v| s.password.lanes = v)
    }),
    key("session.idle_minutes", Some(Default::Number(30)), "", "cli-key-session-idle", |s, raw, _| {
        number(raw, 5..=480).map(|v| s.session.idle_minutes = v)
    }),
    key("session.absolute_hours", Some(Default::Number(12)), "", "cli-key-session-absolute", |s, raw, _| {
        number(raw, 1..=24).map(|v| s.session.absolute_hours = v)
    }),
    key("files.largest_mib", Some(Default::Number(100)), "", "cli-key-files-largest", |s, raw, _| {
        number(raw, 1..=512).map(|v| s.files.largest_mib = v)
    }),
    key("files.most_per_form", Some(Default::Number(20)), "", "cli-key-files-most", |s, raw, _| {
        number(raw, 1..=200).map(|v| s.files.most_per_form = v)
    }),
    key("public.listen", None, "127.0.0.1:8471", "cli-key-public-listen", |s, raw, _| {
        listen(raw).map(|v| s.public.listen = Some(v))
    }),
    key("public.url", None, "https://report.example.org", "cli-key-public-url", |s, raw, _| {
        url(raw).map(|v| s.public.url = Some(v))
    }),
];

fn text<'a>(raw: &Raw<'a>) -> Result<&'a str, Message> {
    match raw {
        Raw::Text(text) if text.trim().is_empty() => Err(Message::new("cli-config-empty")),
        Raw::Text(text) => Ok(text.trim()),
        Raw::Number(_) | Raw::Other => Err(Message::new("cli-config-not-text")),
    }
}

fn number(raw: &Raw<'_>, range: RangeInclusive<u32>) -> Result<u32, Message> {
    let wrong =
        || Message::new("cli-config-not-number").with("least", *range.start()).with("most", *range.end());
    let n = match raw {
        Raw::Number(n) => u32::try_from(*n).map_err(|_| wrong())?,
        Raw::Text(text) => text.trim().parse().map_err(|_| wrong())?,
        Raw::Other => return Err(wrong()),
    };
    if range.contains(&n) { Ok(n) } else { Err(wrong()) }
}

fn path(raw: &Raw<'_>, folder: &Path) -> Result<PathBuf, Message> {
    text(raw).map(|t| folder.join(t))
}

/// `sqlite`, or an address of PostgreSQL. The address holds a password, so a mistake does not repeat it.
fn database(raw: &Raw<'_>) -> Result<DatabaseChoice, Message> {
    match text(raw)? {
        "sqlite" => Ok(DatabaseChoice::Sqlite),
        url if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            Ok(DatabaseChoice::Postgres(url.to_owned()))
        }
        _ => Err(Message::new("cli-config-not-database")),
    }
}

/// An address with port; a port alone is one of this machine.
fn listen(raw: &Raw<'_>) -> Result<SocketAddr, Message> {
    let text = text(raw)?;
    let alone = text.trim_start_matches(':').parse::<u16>().ok();
    let address = alone.map(|port| SocketAddr::from(([127, 0, 0, 1], port))).or_else(|| text.parse().ok());
    address.ok_or_else(|| Message::new("cli-config-not-address").with("value", text))
}

/// An address that a phone opens.
fn url(raw: &Raw<'_>) -> Result<String, Message> {
    let text = text(raw)?.trim_end_matches('/');
    if text.starts_with("https://") || text.starts_with("http://") {
        return Ok(text.to_owned());
    }
    Err(Message::new("cli-config-not-url").with("value", text))
}

fn log(raw: &Raw<'_>) -> Result<String, Message> {
    let text = text(raw)?;
    if crate::log::is_filter(text) {
        Ok(text.to_owned())
    } else {
        Err(Message::new("cli-config-not-filter").with("value", text))
    }
}

fn offset(raw: &Raw<'_>) -> Result<Offset, Message> {
    let text = text(raw)?;
    read_offset(text).ok_or_else(|| Message::new("cli-config-not-offset").with("value", text))
}

/// `+08:00`, `-03:30`, within a day's clock.
fn read_offset(text: &str) -> Option<Offset> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (i8, i8) = (hours.parse().ok()?, minutes.parse().ok()?);
    if !(0..=14).contains(&hours) || !(0..60).contains(&minutes) {
        return None;
    }
    time::UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok().map(Offset)
}
