//! Words made plain, and a reader that takes known pieces from their front.

use crate::numerals;

/// The words in one form: full-width signs as ASCII, no white space, one kind of dash.
pub(super) fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '—' | '–' | '―' | '‐' | '‑' | '−' | '〜' => '-',
            '○' => '〇',
            other => other,
        };
        let c = if c == '~' { '-' } else { c.to_ascii_lowercase() };
        let doubled = c == '-' && out.ends_with('-');
        // Invisible characters come along when words are pasted.
        let shows =
            !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}');
        if shows && !doubled {
            out.push(c);
        }
    }
    out
}

/// A reader over plain words. Every `eat` takes something from the front or leaves everything.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan<'a> {
    /// What is left.
    pub(super) rest: &'a str,
}

impl<'a> Scan<'a> {
    /// Begins at the front.
    pub(super) const fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// Takes a word.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Takes the first of some words that stands here; longer ones come first in the list.
    pub(super) fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat(word))
    }

    /// Takes all the words of a list that stand here, one after the other.
    pub(super) fn skip(&mut self, words: &[&str]) {
        while self.eat_any(words) {}
    }

    /// Takes exactly so many ASCII digits, not followed by another.
    pub(super) fn digits(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(count)?;
        let whole =
            digits.bytes().all(|b| b.is_ascii_digit()) && !rest.starts_with(|c: char| c.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| whole)?;
        self.rest = rest;
        Some(number)
    }

    /// Takes a number below 1,000 in ASCII digits or Chinese numerals.
    pub(super) fn number(&mut self) -> Option<u16> {
        let is_digit = |c: char| c.is_ascii_digit();
        let is_numeral = |c: char| "一二三四五六七八九十百〇零两".contains(c);
        let end = |of: &dyn Fn(char) -> bool| self.rest.find(|c| !of(c)).unwrap_or(self.rest.len());
        let at = match end(&is_digit) {
            0 => end(&is_numeral),
            digits => digits,
        };
        let (text, rest) = self.rest.split_at_checked(at)?;
        let number = numerals::number(text).filter(|n| *n < 1_000)?;
        self.rest = rest;
        Some(number)
    }

    /// Takes a year: four ASCII digits or four numerals, or two digits from 20 up before 年. The 年 stays.
    pub(super) fn year(&mut self) -> Option<i32> {
        let mut ahead = *self;
        if let Some(year) = ahead.digits(4).and_then(|year| i32::try_from(year).ok()) {
            *self = ahead;
            return Some(year);
        }
        if let Some(year) = ahead.digits(2).filter(|year| *year >= 20 && ahead.rest.starts_with('年')) {
            *self = ahead;
            return i32::try_from(2_000 + year).ok();
        }
        let end = self.rest.char_indices().nth(4).map_or(self.rest.len(), |(at, _)| at);
        let (text, rest) = self.rest.split_at_checked(end)?;
        let year = numerals::year(text).filter(|_| rest.starts_with('年'))?;
        self.rest = rest;
        Some(year)
    }
}

#[cfg(test)]
mod tests {
    use super::{Scan, plain};

    #[test]
    fn width_spaces_and_dashes_say_nothing() {
        assert_eq!(plain(" ２０２６年　１月\u{200B}"), "2026年1月");
        assert_eq!(plain("9月——12月～Q3"), "9月-12月-q3");
    }

    #[test]
    fn years_are_read_in_digits_and_numerals() {
        for (text, year) in [("2025年", 2025), ("二〇二五年", 2025), ("25年", 2025), ("2025.9", 2025)]
        {
            assert_eq!(Scan::new(text).year(), Some(year), "{text}");
        }
        for text in ["3年", "19年", "20251", "三年", ""] {
            assert_eq!(Scan::new(text).year(), None, "{text}");
        }
    }
}
