//! The configuration: one table of keys, read from flags, environment, one TOML file and defaults, in this order.
//!
//! The table ([`keys::KEYS`]) is the parser and the documented example at once, so neither can know what the other
//! does not. Every mistake is reported, each with its file and line, before anything is done.

mod example;
mod file;
mod keys;
mod settings;

pub(crate) use example::example;
pub(crate) use settings::{Settings, TlsFiles};

use crate::exit::{Complaint, Exit, Failure};
use kernel::Message;
use keys::{KEYS, Key, Raw};
use std::path::{Path, PathBuf};

/// What begins every variable of ours.
const PREFIX: &str = "XUNCHA_";
/// Variables that are no settings; those of the tests belong to the test kit.
const OTHER_VARIABLES: [&str; 5] =
    ["XUNCHA_CONFIG", "XUNCHA_JSON", "XUNCHA_LANG", "XUNCHA_REGENERATE", "XUNCHA_TEST_"];

/// Where settings are given.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// The file, by flag or variable.
    pub(crate) file: Option<PathBuf>,
    /// Flags: key and text.
    pub(crate) flags: Vec<(&'static str, String)>,
    /// All environment variables.
    pub(crate) variables: Vec<(String, String)>,
}

/// Reads everything.
///
/// # Errors
/// Every mistake found, with its place.
pub(crate) fn read(sources: &Sources) -> Result<Settings, Failure> {
    let mut reading = Reading::begun();
    if let Some(path) = &sources.file {
        reading.file(path)?;
    }
    reading.variables(&sources.variables);
    for (name, text) in &sources.flags {
        reading.take(name, &Raw::Text(text), Path::new(""), &format!("--{name}"));
    }
    reading.finish()
}

/// Reads one file alone, over the defaults: for `config check`.
///
/// # Errors
/// Every mistake found, with its line.
pub(crate) fn check(path: &Path) -> Result<(), Failure> {
    let mut reading = Reading::begun();
    reading.file(path)?;
    reading.finish().map(drop)
}

/// Settings on their way, and what was wrong so far.
struct Reading {
    settings: Settings,
    mistakes: Vec<Complaint>,
}

impl Reading {
    /// With the defaults.
    fn begun() -> Self {
        let mut reading = Self { settings: Settings::blank(), mistakes: Vec::new() };
        for key in KEYS {
            if let Some(default) = key.default {
                reading.take(key.name, &default.raw(), Path::new(""), "");
            }
        }
        reading
    }

    fn file(&mut self, path: &Path) -> Result<(), Failure> {
        let text = std::fs::read_to_string(path)
            .map_err(|e| Failure { exit: Exit::Usage, ..Failure::file(path, &e) })?;
        let name = path.display().to_string();
        let folder = path.parent().unwrap_or(Path::new(""));
        let (entries, faults) = file::entries(&text);
        for (line, message) in faults {
            self.mistake(format!("{name}:{line}"), message);
        }
        for entry in &entries {
            self.take(&entry.name, &entry.raw(), folder, &format!("{name}:{}", entry.line));
        }
        Ok(())
    }

    fn variables(&mut self, variables: &[(String, String)]) {
        for (variable, text) in variables {
            if !variable.starts_with(PREFIX) || OTHER_VARIABLES.iter().any(|o| variable.starts_with(o)) {
                continue;
            }
            match KEYS.iter().find(|k| k.variable() == *variable) {
                Some(key) => self.take(key.name, &Raw::Text(text), Path::new(""), variable),
                None => self.mistake(variable.clone(), Message::new("cli-config-variable-unknown")),
            }
        }
    }

    /// Takes one value; what is wrong with it is noted under its place.
    fn take(&mut self, name: &str, raw: &Raw<'_>, folder: &Path, place: &str) {
        let Some(key) = KEYS.iter().find(|k| k.name == name) else {
            return self.mistake(place.to_owned(), unknown(name));
        };
        if let Err(message) = (key.take)(&mut self.settings, raw, folder) {
            let message = Message::new("cli-config-value").with("key", name).with("mistake", message);
            self.mistake(place.to_owned(), message);
        }
    }

    fn mistake(&mut self, place: String, message: Message) {
        self.mistakes.push(Complaint { place, message });
    }

    fn finish(mut self) -> Result<Settings, Failure> {
        if let Err(message) = self.settings.settle() {
            self.mistake(String::new(), message);
        }
        if self.mistakes.is_empty() {
            Ok(self.settings)
        } else {
            Err(Failure { exit: Exit::Usage, complaints: self.mistakes })
        }
    }
}

/// A key that no table has, and the one that was probably meant.
fn unknown(name: &str) -> Message {
    let nearest = KEYS.iter().map(|k| (distance(k.name, name), k)).min_by_key(|(d, _)| *d);
    match nearest {
        Some((d, Key { name: meant, .. })) if d <= 3 => {
            Message::new("cli-config-key-mistyped").with("key", name).with("meant", *meant)
        }
        _ => Message::new("cli-config-key-unknown").with("key", name),
    }
}

/// How many signs must be changed, added or taken out to make one word of another.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, sign) in a.chars().enumerate() {
        let mut before = i + 1;
        let mut next = vec![before];
        for ((other, above_left), above) in b.iter().zip(&row).zip(row.iter().skip(1)) {
            before = (before + 1).min(above + 1).min(above_left + usize::from(sign != *other));
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
