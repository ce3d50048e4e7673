//! Sums and counts, exact or vague, and whether two may be one.

use super::Kind;
use crate::clean::fold_width;
use crate::number::{Number, Unit, numbers};
use std::collections::BTreeSet;

/// A sum or a count in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount {
    /// The least it may be.
    pub least: i64,
    /// The most it may be: the same, unless it is told vaguely.
    pub most: i64,
    /// What is counted.
    pub of: Counted,
}

/// What an amount counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// Money.
    Money,
    /// Things, by their measure: 亩, 户, 人.
    Things(char),
    /// Nobody says.
    Unknown,
}

impl Counted {
    /// Whether both may count the same: 2,000 亩 are no 2,000 元.
    fn may_be(self, other: Self) -> bool {
        self == other || self == Self::Unknown || other == Self::Unknown
    }
}

/// Measures of things, each group under its first: people are counted as 人, 名 and 位.
const MEASURES: &[&str] = &[
    "人名位",
    "户家",
    "亩",
    "台部",
    "套",
    "件",
    "辆",
    "盏",
    "床",
    "桌",
    "棵株",
    "顶",
    "艘",
    "间",
    "栋",
    "吨",
    "斤",
    "车",
    "份",
    "座",
    "头",
    "袋",
    "盒",
    "平",
    "米",
    "公",
];

/// What stands behind a number.
fn counted(unit: Unit, behind: &[char]) -> Counted {
    let measure = behind.iter().find(|c| !matches!(c, '多' | '余' | '来' | '几' | ' '));
    let group = measure.and_then(|c| MEASURES.iter().find(|group| group.contains(*c)));
    match (unit, group.and_then(|group| group.chars().next())) {
        (Unit::Money, _) => Counted::Money,
        (_, Some(first)) => Counted::Things(first),
        _ => Counted::Unknown,
    }
}

/// Amounts below this are too common to mean anything.
const LEAST: i64 = 10 * 100;

/// A sum that two tellings of one matter would both get about right: 1,000 yuan, in hundredths.
const LARGE: i64 = 1_000 * 100;

/// The amounts of a text; times are none.
pub(super) fn amounts(text: &str) -> BTreeSet<Amount> {
    let chars: Vec<char> = fold_width(text).chars().collect();
    let found = numbers(text).into_iter().filter(|n| n.unit != Unit::Time && n.hundredths >= LEAST);
    let of = |n: &Number| counted(n.unit, chars.get(n.at + n.len..).unwrap_or_default());
    found.map(|n| Amount { least: n.hundredths, most: n.most, of: of(&n) }).collect()
}

impl Amount {
    /// Whether it is told exactly.
    pub const fn is_exact(&self) -> bool {
        self.least == self.most
    }

    /// Whether two tellings of one matter would both get it about right.
    pub const fn is_large(&self) -> bool {
        self.least >= LARGE
    }

    /// Whether both may be one amount: the ranges meet, or one is the other told in fewer figures, of which there are
    /// two at least.
    pub fn agrees(&self, other: &Self) -> bool {
        if !self.of.may_be(other.of) {
            return false;
        }
        // A vague count (十几个) agrees with too much.
        let tells = self.is_large() || self.is_exact() && other.is_exact();
        let meet = tells && self.least <= other.most && other.least <= self.most;
        let rounded = self.is_exact()
            && other.is_exact()
            && (rounds(self.least, other.least) || rounds(other.least, self.least));
        meet || rounded
    }

    /// How many figures it is told in, the zeros behind them left out.
    pub fn figures(&self) -> usize {
        let digits = self.least.to_string();
        digits.trim_end_matches('0').len()
    }

    /// What it is found by: its value when exact, and its size (the first figure and how many follow).
    pub(super) fn features(&self) -> Vec<(Kind, String)> {
        let size = (Kind::Size, size(self.least));
        if self.is_exact() { vec![(Kind::Amount, self.least.to_string()), size] } else { vec![size] }
    }
}

/// The first figure and how many follow.
fn size(value: i64) -> String {
    let digits = value.to_string();
    let (first, rest) = digits.split_at_checked(1).unwrap_or(("", ""));
    format!("{first}e{}", rest.len())
}

/// Whether an amount is another one told in fewer figures, two at least: 18万 for 18.4万.
fn rounds(round: i64, exact: i64) -> bool {
    let mut step = 1;
    while round != 0 && round % (step * 10) == 0 && step < i64::MAX / 100 {
        step *= 10;
    }
    let figures = (round / step).to_string().len();
    figures >= 2 && is_large(round) && (round - exact).abs() < step
}

const fn is_large(value: i64) -> bool {
    value >= LARGE
}

#[cfg(test)]
mod tests {
    use super::amounts;

    fn agree(one: &str, other: &str) -> bool {
        let (one, other) = (amounts(one), amounts(other));
        one.iter().any(|mine| other.iter().any(|theirs| mine.agrees(theirs)))
    }

    #[test]
    fn a_sum_agrees_with_itself_told_vaguely_or_in_fewer_figures() {
        for (one, other) in
            [("32.6万元", "三十多万"), ("18.4万元", "十八万"), ("三万元", "30000元"), ("41万元", "四十来万")]
        {
            assert!(agree(one, other), "{one} {other}");
        }
        for (one, other) in
            [("32.6万元", "二十多万"), ("6.5万元", "8.8万元"), ("十几户", "14户"), ("12户", "15户")]
        {
            assert!(!agree(one, other), "{one} {other}");
        }
    }
}
