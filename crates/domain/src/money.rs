//! Money in fen, written in 元 or 万元.
//!
//! Whole fen in an integer: sums are exact and alike in both databases. Called by findings, and by rectification later.

use serde::{Deserialize, Serialize};

/// A sum of money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money {
    fen: i64,
}

impl Money {
    /// A sum of fen.
    pub const fn fen(fen: i64) -> Self {
        Self { fen }
    }

    /// A sum of whole yuan; `None` when it is too large.
    pub fn yuan(yuan: i64) -> Option<Self> {
        yuan.checked_mul(100).map(Self::fen)
    }

    /// The sum in fen.
    pub const fn as_fen(self) -> i64 {
        self.fen
    }

    /// Both together; `None` when it is too large.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.fen.checked_add(other.fen).map(Self::fen)
    }

    /// Written in yuan: `12.50`, `8000`.
    pub fn in_yuan(self) -> String {
        scaled(self.fen, 100)
    }

    /// Written in 万元 without losing a fen: `3000`, `1.8`, `0.00005`.
    pub fn in_ten_thousand(self) -> String {
        scaled(self.fen, 1_000_000)
    }

    /// Reads a sum in yuan with at most two places: `8000`, `1,043.50`.
    pub fn parse_yuan(text: &str) -> Option<Self> {
        parse(text, 2)
    }

    /// Reads a sum in 万元 with at most six places.
    pub fn parse_ten_thousand(text: &str) -> Option<Self> {
        parse(text, 6)
    }
}

fn scaled(fen: i64, by: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let (whole, part) = (fen.unsigned_abs() / by.unsigned_abs(), fen.unsigned_abs() % by.unsigned_abs());
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let width = if by == 100 { 2 } else { 6 };
    let places = format!("{part:0width$}");
    let places = if by == 100 { places.as_str() } else { places.trim_end_matches('0') };
    format!("{sign}{whole}.{places}")
}

fn parse(text: &str, places: usize) -> Option<Money> {
    let text = text.trim().replace([',', '，'], "");
    let (negative, text) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || part.len() > places || !digits(whole) || !digits(part) {
        return None;
    }
    let padded = format!("{whole}{part}{}", "0".repeat(places - part.len()));
    let fen: i64 = padded.parse().ok()?;
    Some(Money::fen(if negative { -fen } else { fen }))
}

#[cfg(test)]
mod tests {
    use super::Money;
    use proptest::prelude::*;

    #[test]
    fn a_sum_is_the_same_in_yuan_and_in_ten_thousand() {
        let sum = Money::yuan(18_000).unwrap();
        assert_eq!((sum.in_yuan().as_str(), sum.in_ten_thousand().as_str()), ("18000", "1.8"));
        assert_eq!(Money::parse_ten_thousand("1.8"), Some(sum));
        assert_eq!(Money::parse_yuan("1,043.50"), Some(Money::fen(104_350)));
        for wrong in ["", "12.345", "1e5", "十二", "1.2.3", "."] {
            assert_eq!(Money::parse_yuan(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(fen in -9_000_000_000_000_i64..9_000_000_000_000) {
            let sum = Money::fen(fen);
            prop_assert_eq!(Money::parse_yuan(&sum.in_yuan()), Some(sum));
            prop_assert_eq!(Money::parse_ten_thousand(&sum.in_ten_thousand()), Some(sum));
        }
    }
}
