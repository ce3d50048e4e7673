//! Keyset paging: a page begins after the last key seen, so page 5,000 costs what page 1 costs.

use serde::{Deserialize, Serialize};

/// The most rows one page may ask for.
pub const MAX_PAGE: u32 = 200;

/// Where a page begins: the sort key and id of the last row before it. Opaque to clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The row's sort key in the list's order, as text, as bytes in hex, or as a number.
    pub key: String,
    /// The row's id, which breaks ties.
    pub id: uuid::Uuid,
}

impl Cursor {
    /// The text put into addresses: `key` in hex, a dot, the id.
    pub fn encode(&self) -> String {
        let mut out = String::with_capacity(self.key.len() * 2 + 33);
        for b in self.key.as_bytes() {
            out.push_str(&format!("{b:02x}"));
        }
        out.push('.');
        out.push_str(&self.id.simple().to_string());
        out
    }

    /// Reads an address's text; `None` when it was tampered with.
    pub fn decode(s: &str) -> Option<Self> {
        let (hex, id) = s.split_once('.')?;
        if hex.len() % 2 != 0 || hex.len() > 2_000 {
            return None;
        }
        let bytes = (0..hex.len())
            .step_by(2)
            .map(|i| hex.get(i..i + 2).and_then(|h| u8::from_str_radix(h, 16).ok()))
            .collect::<Option<Vec<_>>>()?;
        Some(Self { key: String::from_utf8(bytes).ok()?, id: uuid::Uuid::parse_str(id).ok()? })
    }
}

/// What a list is asked for.
#[derive(Clone, Debug, Default)]
pub struct PageRequest {
    /// Start after this row; from the beginning when `None`.
    pub after: Option<Cursor>,
    /// Rows wanted; held to [`MAX_PAGE`], 20 when zero.
    pub size: u32,
}

impl PageRequest {
    /// Rows to read: one more than shown, to know whether another page follows.
    pub fn limit(&self) -> i64 {
        i64::from(self.rows()) + 1
    }

    /// Rows to show.
    pub fn rows(&self) -> u32 {
        match self.size {
            0 => 20,
            n => n.min(MAX_PAGE),
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Page<T> {
    /// Rows, in order.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last.
    #[serde(skip)]
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Cuts the extra row off and makes the cursor from the last one shown.
    pub fn cut(mut items: Vec<T>, request: &PageRequest, cursor: impl Fn(&T) -> Cursor) -> Self {
        let rows = usize::try_from(request.rows()).unwrap_or(usize::MAX);
        let more = items.len() > rows;
        items.truncate(rows);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }

    /// The same page with every row turned into another type.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn a_cursor_survives_the_address_bar_and_nonsense_is_no_cursor() {
        let cursor = Cursor { key: "𠮷 / 云河".into(), id: uuid::Uuid::nil() };
        assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        for nonsense in ["", ".", "zz.0", "e4.xx", "ff.00000000000000000000000000000000", "é1.0"] {
            assert_eq!(Cursor::decode(nonsense), None, "{nonsense}");
        }
    }
}
