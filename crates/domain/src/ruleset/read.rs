//! Reads the JSON of a ruleset field by field, so that all mistakes are reported at once, each with the path
//! of the value it is about. A key that nothing asked for is a mistake too: a misspelt rule must not be silent.

use kernel::{FieldError, Lang, Message};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The mistakes found so far.
#[derive(Debug, Default)]
pub struct Faults(RefCell<Vec<FieldError>>);

impl Faults {
    /// Notes a mistake at a path.
    pub fn note(&self, path: impl Into<String>, message: Message) {
        self.0.borrow_mut().push(FieldError::new(path.into(), message));
    }

    /// Takes over mistakes found elsewhere, below a path.
    pub fn take(&self, below: &str, faults: Vec<FieldError>) {
        for fault in faults {
            self.note(joined(below, &fault.field), fault.message);
        }
    }

    /// The value, if there was no mistake.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<FieldError>> {
        let faults = self.0.into_inner();
        match value {
            Some(value) if faults.is_empty() => Ok(value),
            _ if faults.is_empty() => Err(vec![FieldError::new("body", Message::new("ruleset-unreadable"))]),
            _ => Err(faults),
        }
    }
}

/// A name in both languages of the interface: data that pages print.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Names {
    /// The name in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::ZhCn => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// One JSON object being read.
pub struct Reader<'a> {
    path: String,
    map: Option<&'a Map<String, Value>>,
    asked: RefCell<BTreeSet<String>>,
    faults: &'a Faults,
}

impl<'a> Reader<'a> {
    /// Begins with the object at `path`; anything else than an object is a mistake.
    pub fn new(path: impl Into<String>, value: &'a Value, faults: &'a Faults) -> Self {
        let path = path.into();
        let map = value.as_object();
        if map.is_none() {
            faults.note(path.clone(), Message::new("ruleset-not-an-object"));
        }
        Self { path, map, asked: RefCell::default(), faults }
    }

    /// Where this object stands.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The faults this object's mistakes go to.
    pub const fn faults(&self) -> &Faults {
        self.faults
    }

    /// The path of one of its keys.
    pub fn at(&self, key: &str) -> String {
        joined(&self.path, key)
    }

    /// Its keys, for objects whose keys are data.
    pub fn keys(&self) -> Vec<&'a str> {
        self.map.map(|m| m.keys().map(String::as_str).collect()).unwrap_or_default()
    }

    /// The value of a key, marked as asked for; `None` when absent or null.
    pub fn raw(&self, key: &str) -> Option<&'a Value> {
        self.asked.borrow_mut().insert(key.to_owned());
        self.map?.get(key).filter(|v| !v.is_null())
    }

    fn needed(&self, key: &str) -> Option<&'a Value> {
        let value = self.raw(key);
        if value.is_none() && self.map.is_some() {
            self.faults.note(self.at(key), Message::new("ruleset-missing"));
        }
        value
    }

    /// A text that must be there and not blank.
    pub fn text(&self, key: &str) -> Option<String> {
        let value = self.needed(key)?;
        match value.as_str().map(str::trim) {
            Some(text) if !text.is_empty() => Some(text.to_owned()),
            _ => self.wrong(key, "ruleset-not-a-text", value),
        }
    }

    /// A text that may be left out.
    pub fn optional_text(&self, key: &str) -> Option<String> {
        self.raw(key).and_then(|_| self.text(key))
    }

    /// A whole number within a range.
    pub fn number<T: TryFrom<i64>>(&self, key: &str, range: RangeInclusive<i64>) -> Option<T> {
        let value = self.needed(key)?;
        let number = value.as_i64().filter(|n| range.contains(n)).and_then(|n| T::try_from(n).ok());
        if number.is_none() {
            let message = Message::new("ruleset-not-a-number")
                .with("value", shown(value))
                .with("least", *range.start())
                .with("most", *range.end());
            self.faults.note(self.at(key), message);
        }
        number
    }

    /// A whole number that may be left out.
    pub fn optional_number<T: TryFrom<i64>>(&self, key: &str, range: RangeInclusive<i64>) -> Option<T> {
        self.raw(key).and_then(|_| self.number(key, range))
    }

    /// `true` or `false`, false when left out.
    pub fn flag(&self, key: &str) -> bool {
        let Some(value) = self.raw(key) else { return false };
        value.as_bool().unwrap_or_else(|| {
            self.wrong::<()>(key, "ruleset-not-a-flag", value);
            false
        })
    }

    /// One of a few words, as `T` is written.
    pub fn choice<T: DeserializeOwned>(&self, key: &str, allowed: &[&str]) -> Option<T> {
        let value = self.needed(key)?;
        self.one_of(self.at(key), value, allowed)
    }

    /// One of a few words that may be left out.
    pub fn optional_choice<T: DeserializeOwned>(&self, key: &str, allowed: &[&str]) -> Option<T> {
        self.raw(key).and_then(|value| self.one_of(self.at(key), value, allowed))
    }

    /// A list of such words.
    pub fn choices<T: DeserializeOwned>(&self, key: &str, allowed: &[&str]) -> Vec<T> {
        self.items(key).filter_map(|(path, value)| self.one_of(path, value, allowed)).collect()
    }

    fn one_of<T: DeserializeOwned>(&self, path: String, value: &Value, allowed: &[&str]) -> Option<T> {
        let known = value.as_str().is_some_and(|s| allowed.contains(&s));
        let read = if known { serde_json::from_value(value.clone()).ok() } else { None };
        if read.is_none() {
            let message = Message::new("ruleset-unknown-choice")
                .with("value", shown(value))
                .with("allowed", allowed.join(", "));
            self.faults.note(path, message);
        }
        read
    }

    /// A list of texts, none blank.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.items(key)
            .filter_map(|(path, value)| match value.as_str().map(str::trim) {
                Some(text) if !text.is_empty() => Some(text.to_owned()),
                _ => {
                    self.faults.note(path, Message::new("ruleset-not-a-text").with("value", shown(value)));
                    None
                }
            })
            .collect()
    }

    /// A list of texts that may be left out.
    pub fn optional_texts(&self, key: &str) -> Vec<String> {
        if self.raw(key).is_some() { self.texts(key) } else { Vec::new() }
    }

    /// A list of objects, each read by `read`.
    pub fn list<T>(&self, key: &str, read: impl Fn(&Reader<'a>) -> Option<T>) -> Vec<T> {
        self.items(key)
            .filter_map(|(path, value)| {
                let item = Reader::new(path, value, self.faults);
                let read = read(&item);
                item.finish();
                read
            })
            .collect()
    }

    /// The object at a key.
    pub fn object(&self, key: &str) -> Option<Reader<'a>> {
        self.needed(key).map(|value| Reader::new(self.at(key), value, self.faults))
    }

    /// A name in both languages.
    pub fn names(&self, key: &str) -> Option<Names> {
        let object = self.object(key)?;
        let (zh, en) = (object.text("zh"), object.text("en"));
        object.finish();
        Some(Names { zh: zh?, en: en? })
    }

    fn items(&self, key: &str) -> impl Iterator<Item = (String, &'a Value)> {
        let value = self.needed(key);
        let list = value.and_then(Value::as_array);
        if let (Some(value), None) = (value, list) {
            self.wrong::<()>(key, "ruleset-not-a-list", value);
        }
        let path = self.at(key);
        list.into_iter().flatten().enumerate().map(move |(n, value)| (format!("{path}[{n}]"), value))
    }

    fn wrong<T>(&self, key: &str, id: &'static str, value: &Value) -> Option<T> {
        self.faults.note(self.at(key), Message::new(id).with("value", shown(value)));
        None
    }

    /// Says which keys nobody asked for.
    pub fn finish(self) {
        let asked = self.asked.borrow();
        for key in self.keys() {
            if !asked.contains(key) {
                self.faults.note(self.at(key), Message::new("ruleset-unknown-key").with("value", key));
            }
        }
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A value as an error shows it: short, and never a whole tree.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.chars().take(40).collect(),
        other => other.to_string().chars().take(40).collect(),
    }
}
