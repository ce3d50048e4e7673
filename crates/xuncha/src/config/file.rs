//! A TOML file as a flat list of keys with their lines; what is no TOML is noted with its line.

use super::keys::Raw;
use kernel::Message;
use toml::de::{DeTable, DeValue};

/// One key of the file.
pub(super) struct Entry {
    /// With the table's name and a dot.
    pub(super) name: String,
    /// Where it stands, from 1.
    pub(super) line: usize,
    value: Value,
}

enum Value {
    Text(String),
    Number(i64),
    Other,
}

impl Entry {
    pub(super) fn raw(&self) -> Raw<'_> {
        match &self.value {
            Value::Text(text) => Raw::Text(text),
            Value::Number(n) => Raw::Number(*n),
            Value::Other => Raw::Other,
        }
    }
}

/// The file's keys in the order of their lines, and the lines that are no TOML.
pub(super) fn entries(text: &str) -> (Vec<Entry>, Vec<(usize, Message)>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let faults = errors
        .iter()
        .map(|e| {
            let line = e.span().map_or(1, |s| line_of(text, s.start));
            (line, Message::new("cli-config-syntax").with("value", e.message()))
        })
        .collect();
    let mut found = Vec::new();
    collect(text, "", table.get_ref(), &mut found);
    found.sort_by_key(|entry: &Entry| entry.line);
    (found, faults)
}

fn collect(text: &str, prefix: &str, table: &DeTable<'_>, found: &mut Vec<Entry>) {
    for (name, value) in table {
        let name_at = line_of(text, name.span().start);
        let name = match prefix {
            "" => name.get_ref().to_string(),
            prefix => format!("{prefix}.{}", name.get_ref()),
        };
        let value = match value.get_ref() {
            DeValue::Table(inner) => {
                collect(text, &name, inner, found);
                continue;
            }
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(n) => {
                i64::from_str_radix(n.as_str(), n.radix()).map_or(Value::Other, Value::Number)
            }
            _ => Value::Other,
        };
        found.push(Entry { name, line: name_at, value });
    }
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|b| *b == b'\n').count()
}
