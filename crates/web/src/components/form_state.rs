//! What stands in a form: what was typed or is stored, and what is wrong with it. Nobody loses typed text.

use super::Field;
use kernel::{FieldError, Message};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Values and errors of one form, by field name.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    values: BTreeMap<String, Vec<String>>,
    errors: Vec<FieldError>,
    prefix: Option<Cow<'static, str>>,
}

impl FormState {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// A form that comes back: everything that was typed (passwords and files excepted, which browsers do not
    /// take back), and what is wrong.
    pub fn typed(pairs: impl IntoIterator<Item = (String, String)>, errors: Vec<FieldError>) -> Self {
        let mut state = Self { errors, ..Self::default() };
        for (name, value) in pairs {
            state.values.entry(name).or_default().push(value);
        }
        state
    }

    /// Puts a value in; again for a field with several.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.entry(name.into()).or_default().push(value.into());
        self
    }

    /// Sets this form's element ids apart, where a page has two forms with fields of one name.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<Cow<'static, str>>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// The field's value, or its first.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).and_then(|v| v.first()).map_or("", String::as_str)
    }

    /// Whether this is among the field's values.
    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.values.get(name).is_some_and(|all| all.iter().any(|v| v == value))
    }

    /// What is wrong with the field.
    pub fn error(&self, name: &str) -> Option<&Message> {
        self.errors.iter().find(|e| e.field == name).map(|e| &e.message)
    }

    /// Everything that is wrong.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// The element id of a field.
    pub fn id(&self, name: &str) -> String {
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        format!("{}-{name}", self.prefix.as_deref().unwrap_or("f"))
    }

    /// One line of text. More kinds: see [`Field`].
    pub fn text(&self, name: impl Into<String>, label: impl Into<String>) -> Field<'_> {
        Field::text(self, name, label)
    }
}
