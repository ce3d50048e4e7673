//! The content of a ruleset for reading: single values as facts, lists of alike things as tables, in words where
//! the catalogue has them.

use crate::View;
use crate::components::{Column, Panel, Row, Table, cell, facts, stack};
use domain::ruleset::Ruleset;
use i18n::Catalogue;
use maud::{Markup, html};
use serde_json::{Map, Value};

/// The content as panels, in the order of the file.
pub(super) fn readable(v: &View, ruleset: &Ruleset) -> Markup {
    let Some(map) = ruleset.body.as_object() else { return Markup::default() };
    let single = |value: &&Value| !is_table(value);
    let values: Vec<(String, Markup)> = map
        .iter()
        .filter(|(_, value)| single(value))
        .map(|(key, value)| (key_name(v, key), html! { (text(v, value)) }))
        .collect();
    let values =
        (!values.is_empty()).then(|| html! { (Panel::new(v.t("ruleset-values")).body(facts(values))) });
    let tables = map.iter().filter(|(_, value)| is_table(value)).map(|(key, value)| table(v, key, value));
    stack(values.into_iter().chain(tables))
}

/// Lists of objects, and objects whose keys are data.
fn is_table(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(Value::is_object),
        Value::Object(map) => names(map).is_none(),
        _ => false,
    }
}

fn table(v: &View, key: &str, value: &Value) -> Markup {
    let title = key_name(v, key);
    let table = match value {
        Value::Array(items) => of_list(v, &title, items),
        Value::Object(map) => of_map(v, &title, map),
        other => return html! { (text(v, other)) },
    };
    html! { (Panel::new(title).flush(table.html(v))) }
}

fn of_list(v: &View, title: &str, items: &[Value]) -> Table {
    let mut keys: Vec<&str> = Vec::new();
    for key in items.iter().filter_map(Value::as_object).flat_map(Map::keys) {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    // Codes are for the program; they show only where nothing else names the line.
    let named = keys.iter().any(|key| matches!(*key, "name" | "word"));
    keys.retain(|key| !(named && matches!(*key, "code" | "matter" | "test")));
    keys.sort_by_key(|key| order(key));
    let columns: Vec<Column> = keys.iter().map(|key| Column::new(key_name(v, key))).collect();
    let rows = items.iter().map(|item| {
        Row::new(keys.iter().map(|key| cell(item.get(key).map(|value| text(v, value)).unwrap_or_default())))
    });
    Table::new(title, columns).rows(rows.collect::<Vec<_>>())
}

fn of_map(v: &View, title: &str, map: &Map<String, Value>) -> Table {
    let columns = [Column::new(v.t("ruleset-entry")).heads_row(), Column::new(v.t("ruleset-value"))];
    let rows = map.iter().map(|(key, value)| Row::new([cell(word(v, key)), cell(text(v, value))]));
    Table::new(title, columns).rows(rows.collect::<Vec<_>>())
}

/// Names first, then what is ruled, then its basis; codes that only the program needs stand last.
fn order(key: &str) -> usize {
    const ORDER: [&str; 14] = [
        "name", "word", "role", "amount", "unit", "roll", "cut_off", "years", "months", "count", "from",
        "to", "roles", "groups",
    ];
    const LAST: [&str; 5] = ["side", "test", "matter", "code", "basis"];
    let last = || LAST.iter().position(|k| *k == key).map(|at| 100 + at);
    ORDER.iter().position(|k| *k == key).or_else(last).unwrap_or(50)
}

/// A name in both languages, where the object is one.
fn names(map: &Map<String, Value>) -> Option<(&str, &str)> {
    let both = || Some((map.get("zh")?.as_str()?, map.get("en")?.as_str()?));
    both().filter(|_| map.keys().all(|k| matches!(k.as_str(), "zh" | "en" | "also")))
}

/// A value in a line of text.
pub(super) fn text(v: &View, value: &Value) -> String {
    let separator = v.t("common-list-separator");
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => v.t(if *yes { "ruleset-yes" } else { "ruleset-no" }),
        Value::Number(n) => n.to_string(),
        Value::String(code) => word(v, code),
        Value::Array(items) => items.iter().map(|item| text(v, item)).collect::<Vec<_>>().join(&separator),
        Value::Object(map) => match names(map) {
            Some((zh, en)) => match v.lang {
                kernel::Lang::ZhCn => zh.to_owned(),
                kernel::Lang::En => en.to_owned(),
            },
            None => {
                let pair =
                    |(key, value): (&String, &Value)| format!("{} {}", key_name(v, key), text(v, value));
                map.iter().map(pair).collect::<Vec<_>>().join(&separator)
            }
        },
    }
}

/// The name of a key, or the key.
pub(super) fn key_name(v: &View, key: &str) -> String {
    known(v, "ruleset-key-", key)
}

/// The word of a code, or the text as it stands.
fn word(v: &View, code: &str) -> String {
    known(v, "ruleset-word-", code)
}

fn known(v: &View, family: &str, code: &str) -> String {
    let id = format!("{family}{}", code.replace('_', "-"));
    if Catalogue::shared().has(v.lang, &id) { v.t(&id) } else { code.to_owned() }
}
