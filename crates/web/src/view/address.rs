//! An address of this site: path and query, taken apart and put together again.
//!
//! Filters, sorting, tabs and pages are links to the same list with one thing changed; this keeps the rest.

use std::{
    fmt::{self, Write as _},
    str::Bytes,
};

/// A path and its query pairs, decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    path: String,
    query: Vec<(String, String)>,
}

impl Address {
    /// Reads `/units?q=%E4%BA%91`.
    pub fn parse(text: &str) -> Self {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let pair = |piece: &str| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            (decode(name), decode(value))
        };
        let query = query.split('&').filter(|p| !p.is_empty()).map(pair).collect();
        Self { path: path.to_owned(), query }
    }

    /// The path alone.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The first value of a query name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// All query pairs, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    /// The same address with `name` having only this value; without it when the value is empty.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut changed = self.without(name);
        if !value.is_empty() {
            changed.query.push((name.to_owned(), value.to_owned()));
        }
        changed
    }

    /// The same address without `name`.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let query = self.query.iter().filter(|(n, _)| n != name).cloned().collect();
        Self { path: self.path.clone(), query }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        for (at, (name, value)) in self.query.iter().enumerate() {
            f.write_char(if at == 0 { '?' } else { '&' })?;
            encode(f, name)?;
            f.write_char('=')?;
            encode(f, value)?;
        }
        Ok(())
    }
}

fn encode(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            f.write_char(char::from(byte))?;
        } else {
            write!(f, "%{byte:02X}")?;
        }
    }
    Ok(())
}

/// Undoes the coding of a form: `+` is a space, `%XX` a byte; what is no code stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let coded = (byte == b'%')
            .then(|| pair_ahead(&rest))
            .flatten()
            .and_then(|(a, b)| Some((char::from(a).to_digit(16)?, char::from(b).to_digit(16)?)));
        match (byte, coded) {
            (_, Some((high, low))) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest.nth(1);
            }
            (b'+', None) => bytes.push(b' '),
            (other, None) => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The next two bytes, without taking them.
fn pair_ahead(rest: &Bytes<'_>) -> Option<(u8, u8)> {
    let mut ahead = rest.clone();
    Some((ahead.next()?, ahead.next()?))
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn one_thing_changes_and_the_rest_of_the_query_stays() {
        let list = Address::parse("/units?q=%E4%BA%91%E6%B2%B3&kind=town&after=x");
        assert_eq!(list.get("q"), Some("云河"));
        let sorted = list.without("after").with("sort", "-name");
        assert_eq!(sorted.to_string(), "/units?q=%E4%BA%91%E6%B2%B3&kind=town&sort=-name");
        assert_eq!(list.with("kind", "").without("q").without("after").to_string(), "/units");
    }

    #[test]
    fn any_text_survives_the_address_bar() {
        for text in ["a b+c", "100%", "𠮷&=?#/", "%zz", "é"] {
            let there = Address::parse("/x").with("q", text).to_string();
            assert_eq!(Address::parse(&there).get("q"), Some(text), "{there}");
        }
        assert_eq!(Address::parse("/x?q=a+b%").get("q"), Some("a b%"));
    }
}
