//! What a version changes of the one before it: one line for each value that differs, found by its place.

use super::body::{key_name, text};
use super::number;
use crate::View;
use crate::components::{Compare, CompareRow, Empty, Panel};
use domain::ruleset::Ruleset;
use maud::html;
use serde_json::Value;
use std::collections::BTreeMap;

/// Most lines shown.
const MOST: usize = 200;

/// The differences, old on the left.
pub(super) fn panel(v: &View, before: &Ruleset, after: &Ruleset) -> Panel {
    let (mut old, mut new) = (BTreeMap::new(), BTreeMap::new());
    gather(v, "", &before.body, &mut old);
    gather(v, "", &after.body, &mut new);
    let mut places: Vec<&String> = old.keys().chain(new.keys()).collect();
    places.sort();
    places.dedup();
    let value = |side: &BTreeMap<String, String>, place: &str| side.get(place).cloned().unwrap_or_default();
    let rows: Vec<CompareRow> = places
        .into_iter()
        .filter(|place| old.get(*place) != new.get(*place))
        .take(MOST)
        .map(|place| CompareRow::text(place.clone(), &value(&old, place), &value(&new, place)))
        .collect();
    let panel = Panel::new(v.t("ruleset-differences"));
    if rows.is_empty() {
        return panel.body(
            html! { (Empty::new("book", v.t("ruleset-no-difference"), v.t("ruleset-no-difference-next"))) },
        );
    }
    let left = (number(v, before), v.day(before.effective_from));
    let right = (number(v, after), v.day(after.effective_from));
    panel.flush(html! {
        div.scroll tabindex="0" role="region" aria-label=(v.t("ruleset-differences")) {
            (Compare::new(left, right, rows).html(v))
        }
    })
}

/// Every single value with its place; entries of a list go by their own name, so that one put in between moves none.
fn gather(v: &View, place: &str, value: &Value, found: &mut BTreeMap<String, String>) {
    let below = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place} · {name}") };
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                gather(v, &below(&key_name(v, key)), value, found);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (at, item) in items.iter().enumerate() {
                gather(v, &below(&own_name(v, item).unwrap_or_else(|| (at + 1).to_string())), item, found);
            }
        }
        single => {
            found.insert(place.to_owned(), text(v, single));
        }
    }
}

fn own_name(v: &View, item: &Value) -> Option<String> {
    ["name", "word", "matter", "code", "role"]
        .iter()
        .find_map(|key| item.get(key))
        .map(|value| text(v, value))
}
