//! Reading fields that a type cannot take as they are typed: days, numbers, ids. What is wrong is said beside the field.

use kernel::{Day, FieldError, Message};
use std::str::FromStr;

/// A posted form's pairs, with the mistakes found so far.
pub(super) struct Fields<'p> {
    pairs: &'p [(String, String)],
    /// What is wrong.
    pub(super) errors: Vec<FieldError>,
}

impl<'p> Fields<'p> {
    pub(super) const fn of(pairs: &'p [(String, String)]) -> Self {
        Self { pairs, errors: Vec::new() }
    }

    /// The text of a field, without white space around it.
    pub(super) fn text(&self, name: &str) -> &'p str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.trim())
    }

    /// A text that may be left out.
    pub(super) fn optional(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// A day that is needed.
    pub(super) fn day(&mut self, name: &str) -> Option<Day> {
        let typed = self.text(name);
        let day = typed.parse().ok();
        if day.is_none() {
            let message = Message::new("field-day-wrong").with("value", typed);
            self.errors.push(FieldError::new(name.to_owned(), message));
        }
        day
    }

    /// A day that may be left out.
    pub(super) fn optional_day(&mut self, name: &str) -> Option<Day> {
        if self.text(name).is_empty() { None } else { self.day(name) }
    }

    /// A whole number that is needed.
    pub(super) fn number(&mut self, name: &str) -> Option<u16> {
        let typed = self.text(name);
        let number = typed.parse().ok();
        if number.is_none() {
            let message = Message::new("field-number-wrong").with("value", typed);
            self.errors.push(FieldError::new(name.to_owned(), message));
        }
        number
    }

    /// Every value of a field that is sent several times, as far as it can be read.
    pub(super) fn all<T: FromStr>(&self, name: &str) -> Vec<T> {
        self.pairs.iter().filter(|(n, _)| n == name).filter_map(|(_, value)| value.parse().ok()).collect()
    }

    /// Fields of one family, `team.` with the id of each and what was typed.
    pub(super) fn family<T: FromStr>(&self, prefix: &str) -> Vec<(T, &'p str)> {
        let own = |(name, value): &'p (String, String)| {
            Some((name.strip_prefix(prefix)?.parse().ok()?, value.trim()))
        };
        self.pairs.iter().filter_map(own).collect()
    }
}

/// A code of data (`look_back`) as the type it stands for.
pub(super) fn coded<T: serde::de::DeserializeOwned>(code: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

/// The code that data write for a value.
pub(super) fn code_of<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => code,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_days_and_numbers_are_named_and_empty_ones_may_be_left_out() {
        let pairs: Vec<(String, String)> = [
            ("from", "2025-09-08"),
            ("to", "2025-13-01"),
            ("teams", "four"),
            ("id", "7"),
            ("id", "x"),
            ("id", "8"),
        ]
        .into_iter()
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .collect();
        let mut fields = Fields::of(&pairs);
        assert!(fields.day("from").is_some() && fields.day("to").is_none());
        assert!(fields.number("teams").is_none() && fields.optional_day("until").is_none());
        assert_eq!(fields.all::<u8>("id"), [7, 8]);
        let wrong: Vec<&str> = fields.errors.iter().map(|e| e.field.as_ref()).collect();
        assert_eq!(wrong, ["to", "teams"]);
    }
}
