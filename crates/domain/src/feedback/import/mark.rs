//! The number or word that an entry begins with, in all the ways papers write them.

use crate::numerals;
use serde::Serialize;

/// What kind of mark it is; each kind usually has its own depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// 一、
    Chinese,
    /// （一）
    ChineseBracket,
    /// 1.
    Digit,
    /// （1）, 1.1
    DigitBracket,
    /// ①
    Circled,
    /// 一是
    Ordinal,
    /// 如：
    Example,
    /// A bullet.
    Bullet,
}

impl MarkKind {
    /// How deep entries with such marks usually lie.
    pub(super) const fn depth(self) -> u8 {
        match self {
            Self::Chinese => 0,
            Self::ChineseBracket => 1,
            Self::Digit => 2,
            Self::DigitBracket => 3,
            Self::Circled => 4,
            Self::Ordinal | Self::Example | Self::Bullet => 5,
        }
    }
}

/// A mark at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) kind: MarkKind,
    /// Its number, where it has one.
    pub(super) number: Option<u32>,
    /// How many bytes it takes.
    pub(super) length: usize,
}

const EXAMPLES: &[&str] = &["又如", "再如", "例如", "比如", "譬如", "如"];

/// The mark that a text begins with.
pub(super) fn mark(text: &str) -> Option<Mark> {
    single(text)
        .or_else(|| bracketed(text))
        .or_else(|| ordinal(text))
        .or_else(|| plain(text))
        .or_else(|| example(text))
}

/// What stands behind a number in front of an entry of a list; `None` without one.
pub(crate) fn numbered(text: &str) -> Option<&str> {
    let mark = mark(text.trim_start())?;
    let numbers = matches!(mark.kind, MarkKind::Digit | MarkKind::DigitBracket | MarkKind::Circled);
    text.trim_start().get(mark.length..).filter(|_| numbers && mark.number.is_some())
}

/// ⒈ ① ⑴ ㈠ and bullets: one character is the whole mark.
fn single(text: &str) -> Option<Mark> {
    let c = text.chars().next()?;
    let from = |first: u32| Some(u32::from(c) - first + 1);
    let (kind, number) = match c {
        '\u{2488}'..='\u{249B}' => (MarkKind::Digit, from(0x2488)),
        '\u{2460}'..='\u{2473}' => (MarkKind::Circled, from(0x2460)),
        '\u{2474}'..='\u{2487}' => (MarkKind::DigitBracket, from(0x2474)),
        '\u{3220}'..='\u{3229}' => (MarkKind::ChineseBracket, from(0x3220)),
        '●' | '•' | '■' | '◆' | '▪' | '·' | '\u{F0B7}' | '\u{F0D8}' => (MarkKind::Bullet, None),
        _ => return None,
    };
    Some(Mark { kind, number, length: c.len_utf8() })
}

/// （一） 〔四〕 (3) ： any opening bracket with any closing one.
fn bracketed(text: &str) -> Option<Mark> {
    let open = text.chars().next().filter(|c| "（(〔[【".contains(*c))?;
    let inside = text.get(open.len_utf8()..)?;
    let end = inside.find(|c| !is_number(c))?;
    let (number, rest) = inside.split_at_checked(end)?;
    let close = rest.chars().next().filter(|c| "）)〕]】".contains(*c))?;
    let kind = if is_chinese(number) { MarkKind::ChineseBracket } else { MarkKind::DigitBracket };
    let length = open.len_utf8() + end + close.len_utf8();
    Some(Mark { kind, number: Some(value(number)?), length })
}

/// 一是, 二是.
fn ordinal(text: &str) -> Option<Mark> {
    let end = text.find('是')?;
    let number = text.get(..end).filter(|number| is_chinese(number) && number.chars().count() <= 2)?;
    Some(Mark { kind: MarkKind::Ordinal, number: Some(value(number)?), length: end + '是'.len_utf8() })
}

/// 一、 1. 3） 1.1
fn plain(text: &str) -> Option<Mark> {
    let end = text.find(|c| !is_number(c))?;
    let (number, rest) = text.split_at_checked(end)?;
    let separator = rest.chars().next().filter(|c| "、.．)），,".contains(*c))?;
    if is_chinese(number) {
        let length = end + separator.len_utf8();
        return Some(Mark { kind: MarkKind::Chinese, number: Some(value(number)?), length });
    }
    let behind = rest.get(separator.len_utf8()..)?;
    let number = value(number).filter(|n| *n < 1_000 && !",，".contains(separator))?;
    if "..．".contains(separator) && behind.starts_with(is_digit) {
        // 1.1 二级编号; 3.5万元 and 2025.9 are none.
        let second = behind.find(|c| !is_digit(c))?;
        let (digits, after) = behind.split_at_checked(second)?;
        let spaced = after.starts_with([' ', '\u{3000}', '\t', '、', '.', '．']);
        let length = text.len() - after.trim_start_matches(['.', '．', '、']).len();
        let number = value(digits)?;
        return spaced.then_some(Mark { kind: MarkKind::DigitBracket, number: Some(number), length });
    }
    let length = end + separator.len_utf8();
    Some(Mark { kind: MarkKind::Digit, number: Some(number), length })
}

/// 如： 又如， 例如：
fn example(text: &str) -> Option<Mark> {
    let word = EXAMPLES.iter().find(|word| text.starts_with(**word))?;
    let separator = text.get(word.len()..)?.chars().next().filter(|c| "：:，,".contains(*c))?;
    Some(Mark { kind: MarkKind::Example, number: None, length: word.len() + separator.len_utf8() })
}

/// The look of a mark, its number left out: `1、` and `2、` look alike, `1.` does not.
pub(super) fn look(mark: &str) -> String {
    let mut out = String::new();
    for c in mark.trim().chars() {
        let c = match c {
            '0'..='9' => '1',
            '０'..='９' => '１',
            c if "一二三四五六七八九十".contains(c) => '一',
            '\u{2488}'..='\u{249B}' => '⒈',
            '\u{2460}'..='\u{2473}' => '①',
            '\u{2474}'..='\u{2487}' => '⑴',
            '\u{3220}'..='\u{3229}' => '㈠',
            other => other,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

fn is_number(c: char) -> bool {
    is_digit(c) || "一二三四五六七八九十百〇零".contains(c)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn is_chinese(number: &str) -> bool {
    !number.is_empty() && !number.contains(is_digit)
}

fn value(number: &str) -> Option<u32> {
    let folded: String = number
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            other => other,
        })
        .collect();
    numerals::number(&folded).map(u32::from)
}

#[cfg(test)]
mod tests {
    use super::{MarkKind, look, mark};

    #[test]
    fn marks_of_every_manner_are_known() {
        for (text, kind, number, rest) in [
            ("一、总体评价", MarkKind::Chinese, 1, "总体评价"),
            ("二. 存在的问题", MarkKind::Chinese, 2, " 存在的问题"),
            ("（一）聚焦", MarkKind::ChineseBracket, 1, "聚焦"),
            ("（三)群众", MarkKind::ChineseBracket, 3, "群众"),
            ("〔四〕基层", MarkKind::ChineseBracket, 4, "基层"),
            ("㈠基层", MarkKind::ChineseBracket, 1, "基层"),
            ("1.学习", MarkKind::Digit, 1, "学习"),
            ("2、粮食", MarkKind::Digit, 2, "粮食"),
            ("3．高标准", MarkKind::Digit, 3, "高标准"),
            ("４、安全", MarkKind::Digit, 4, "安全"),
            ("⒍公务", MarkKind::Digit, 6, "公务"),
            ("6）村干部", MarkKind::Digit, 6, "村干部"),
            ("12)村", MarkKind::Digit, 12, "村"),
            ("（1）同一台", MarkKind::DigitBracket, 1, "同一台"),
            ("1.2 学习", MarkKind::DigitBracket, 2, " 学习"),
            ("③院内", MarkKind::Circled, 3, "院内"),
            ("一是方案", MarkKind::Ordinal, 1, "方案"),
        ] {
            let found = mark(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (found.kind, found.number, &text[found.length..]),
                (kind, Some(number), rest),
                "{text}"
            );
        }
        for text in ["如：2024年", "又如，村", "例如：", "比如，"] {
            assert_eq!(mark(text).unwrap().kind, MarkKind::Example, "{text}");
        }
    }

    #[test]
    fn figures_at_the_beginning_are_no_marks() {
        for text in [
            "3.5万元未收回",
            "2025年12月",
            "22个大额支出",
            "2025.9以来",
            "如何整改",
            "一些问题",
            "",
            "（略）",
            "一",
        ] {
            assert_eq!(mark(text), None, "{text}");
        }
    }

    #[test]
    fn marks_look_alike_whatever_their_number() {
        assert_eq!(look("12、"), look("3、"));
        assert_ne!(look("1、"), look("1."));
        assert_ne!(look("（一）"), look("(一)"));
    }
}
