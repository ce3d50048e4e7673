//! Numbers as people write them: `8000`, `１.８万`, `八千块`, `一百六`, `三万六`, `两千零五十`.
//!
//! Vague ones keep their range: `三十多万` is 300,000 to 400,000, `四十来万` and `约40万` a tenth more or less.
//!
//! Finds them in running text with what they count ([`Unit`]); years, months, days and hours are no amounts and are left
//! to [`crate::when`]. Never fails: what cannot be read as a number is no number. Called by the comparison of matters
//! and by readers of amounts.

use crate::clean::fold_width;

/// What a number counts, by the word behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Money: 元, 块.
    Money,
    /// Time: a year, a month, a day, an hour.
    Time,
    /// Anything else, or nothing.
    Other,
}

/// A number found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    /// Its value in hundredths: of money, fen. Of a vague number (三十多万) the least it may be.
    pub hundredths: i64,
    /// The most it may be: the same, unless it is vague.
    pub most: i64,
    /// What it counts.
    pub unit: Unit,
    /// The character it begins at, from 0.
    pub at: usize,
    /// The characters it takes, the unit left out.
    pub len: usize,
}

/// All numbers of a text, in order.
pub fn numbers(text: &str) -> Vec<Number> {
    let chars: Vec<char> = fold_width(text).chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let rest = chars.get(at..).unwrap_or_default();
        if let Some(number) = either(rest).or_else(|| about_one(chars.get(..at).unwrap_or_default(), rest)) {
            found.push(Number { at, ..number });
            at += number.len;
            continue;
        }
        match read(chars.get(at..).unwrap_or_default()) {
            Some((value, len)) => {
                let before = chars.get(..at).unwrap_or_default();
                let rest = chars.get(at + len..).unwrap_or_default();
                let Vague { least, most, taken } = vague(value, before, rest);
                let len = len + taken;
                let unit = unit(chars.get(at + len..).unwrap_or_default());
                found.push(Number { hundredths: least, most, unit, at, len });
                at += len.max(1);
            }
            None => at += 1,
        }
    }
    found
}

/// Two neighbouring figures before a unit are a range: 五六万, 三四十, 七八百.
fn either(chars: &[char]) -> Option<Number> {
    let (from, to) = (digit(*chars.first()?)?, digit(*chars.get(1)?)?);
    let mut by = 1_i64;
    let units = chars.get(2..)?.iter().map_while(|c| small_unit(*c).or_else(|| multiplier(*c)));
    let mut len = 2;
    for unit in units.take(2) {
        by = by.checked_mul(unit)?;
        len += 1;
    }
    let least = from.checked_mul(by)?.checked_mul(100)?;
    let most = to.checked_mul(by)?.checked_mul(100)?;
    let unit = unit(chars.get(len..).unwrap_or_default());
    (from > 0 && to == from + 1 && len > 2).then_some(Number { hundredths: least, most, unit, at: 0, len })
}

/// About one of a large unit: 万把块, 千把, 近百万.
fn about_one(before: &[char], chars: &[char]) -> Option<Number> {
    let (value, len) = match (before, chars) {
        ([.., before], _) if digit(*before).is_some() || small_unit(*before).is_some() => return None,
        (_, ['万', '把', ..]) => (10_000_i64, 2),
        (_, ['千', '把', ..]) => (1_000, 2),
        (_, ['百', '把', ..]) => (100, 2),
        ([.., '近' | '上' | '约'], ['百', '万', ..]) => (1_000_000, 2),
        _ => return None,
    };
    let hundredths = value.checked_mul(100)?;
    let reach = hundredths / 5;
    let unit = unit(chars.get(len..).unwrap_or_default());
    Some(Number { hundredths: hundredths - reach, most: hundredths + reach, unit, at: 0, len })
}

/// What a number may be, and how many characters of vagueness and scale stand behind it.
struct Vague {
    least: i64,
    most: i64,
    taken: usize,
}

/// Reads vagueness around a number: 多, 余 and 几 reach to the next step of its last figure, 来, 左右 and 约 a tenth to
/// either side. A scale may follow: 三十多万.
fn vague(value: i64, before: &[char], rest: &[char]) -> Vague {
    let exact = Vague { least: value, most: value, taken: 0 };
    let (above, about) = match rest {
        ['多' | '余' | '几', ..] => (true, false),
        ['出', '头', ..] => (true, false),
        ['来', ..] | ['左', '右', ..] | ['上', '下', ..] => (false, true),
        _ => (false, matches!(before, [.., '约' | '近' | '概'] | [.., '不', '到'] | [.., '小'])),
    };
    if !above && !about || value < 1_000 {
        return exact;
    }
    let marked = usize::from(matches!(rest.first(), Some('多' | '余' | '几' | '来')));
    let scale = rest.get(marked).filter(|_| marked > 0).and_then(|c| multiplier(*c));
    let by = scale.unwrap_or(1);
    let reach = if above { last_step(value) } else { value / 10 };
    let least = if above { value } else { value - reach };
    match (least.checked_mul(by), value.checked_add(reach).and_then(|most| most.checked_mul(by))) {
        (Some(least), Some(most)) => Vague { least, most, taken: if scale.is_some() { 2 } else { 0 } },
        _ => exact,
    }
}

/// The step of the last figure that is not zero: 300 goes in hundreds, 26 in ones.
fn last_step(value: i64) -> i64 {
    let mut step = 1;
    while value != 0 && value % (step * 10) == 0 && step < i64::MAX / 100 {
        step *= 10;
    }
    step
}

/// The number at the beginning, in hundredths, and how many characters it takes.
fn read(chars: &[char]) -> Option<(i64, usize)> {
    let first = chars.first()?;
    if first.is_ascii_digit() { read_figures(chars) } else { read_words(chars) }
}

/// Figures with separators and a fraction, then perhaps 百, 千, 万 or 亿.
fn read_figures(chars: &[char]) -> Option<(i64, usize)> {
    let mut whole: i64 = 0;
    let mut fraction: i64 = 0;
    let mut places = 0;
    let mut after_point = false;
    let mut len = 0;
    while let Some(c) = chars.get(len) {
        let next_is_digit = chars.get(len + 1).is_some_and(char::is_ascii_digit);
        match c.to_digit(10) {
            Some(digit) if !after_point => {
                whole = whole.checked_mul(10)?.checked_add(i64::from(digit))?;
            }
            Some(digit) if places < 6 => {
                fraction = fraction * 10 + i64::from(digit);
                places += 1;
            }
            Some(_) => {}
            None if *c == ',' && next_is_digit && !after_point => {}
            None if *c == '.' && next_is_digit && !after_point => after_point = true,
            None => break,
        }
        len += 1;
    }
    let mut scale: i64 = 1;
    while let Some(by) = chars.get(len).and_then(|c| multiplier(*c)) {
        scale = scale.checked_mul(by)?;
        len += 1;
    }
    let hundredths = whole.checked_mul(100)?.checked_mul(scale)?;
    let part = fraction.checked_mul(100)?.checked_mul(scale)? / 10_i64.checked_pow(places)?;
    Some((hundredths.checked_add(part)?, len))
}

const fn multiplier(c: char) -> Option<i64> {
    match c {
        '百' => Some(100),
        '千' => Some(1_000),
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    }
}

const fn digit(c: char) -> Option<i64> {
    match c {
        '零' | '〇' => Some(0),
        '一' | '壹' => Some(1),
        '二' | '两' | '贰' => Some(2),
        '三' | '叁' => Some(3),
        '四' | '肆' => Some(4),
        '五' | '伍' => Some(5),
        '六' | '陆' => Some(6),
        '七' | '柒' => Some(7),
        '八' | '捌' => Some(8),
        '九' | '玖' => Some(9),
        _ => None,
    }
}

const fn small_unit(c: char) -> Option<i64> {
    match c {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1_000),
        _ => None,
    }
}

/// A number in words. A last digit without a unit counts the unit below: 一百六 is 160, 三万六 is 36,000.
fn read_words(chars: &[char]) -> Option<(i64, usize)> {
    let (mut total, mut section, mut pending) = (0_i64, 0_i64, None::<i64>);
    let mut last_unit: i64 = 1;
    let mut zero_since = false;
    let mut len = 0;
    while let Some(c) = chars.get(len).copied() {
        if let Some(value) = digit(c) {
            if pending.is_some_and(|p| p != 0) {
                // Three digits in a row are read out one by one, as years are; two are vague: 一两, 三五.
                let spelled = chars.get(..3).is_some_and(|three| three.iter().all(|c| digit(*c).is_some()));
                if len == 1 && spelled {
                    return read_digits(chars);
                }
                break;
            }
            zero_since |= value == 0;
            pending = Some(value);
        } else if let Some(unit) = small_unit(c) {
            let begins_with_unit = len == 0 && unit != 10;
            if begins_with_unit {
                return None;
            }
            section = section.checked_add(pending.take().unwrap_or(1).checked_mul(unit)?)?;
            (last_unit, zero_since) = (unit, false);
        } else if let (Some(unit), true) = (multiplier(c), len > 0) {
            let below = section.checked_add(pending.take().unwrap_or(0))?;
            total = total.checked_add(below.checked_mul(unit)?)?;
            (section, last_unit, zero_since) = (0, unit, false);
        } else {
            break;
        }
        len += 1;
    }
    if len == 0 {
        return None;
    }
    let short_form = last_unit > 1 && last_unit != 10 && !zero_since;
    let last = pending.unwrap_or(0).checked_mul(if short_form { last_unit / 10 } else { 1 })?;
    Some((total.checked_add(section)?.checked_add(last)?.checked_mul(100)?, len))
}

/// Digits one after the other: 二〇二三.
fn read_digits(chars: &[char]) -> Option<(i64, usize)> {
    let digits: Vec<i64> = chars.iter().map_while(|c| digit(*c)).collect();
    let value = digits.iter().try_fold(0_i64, |sum, d| sum.checked_mul(10)?.checked_add(*d))?;
    Some((value.checked_mul(100)?, digits.len()))
}

fn unit(rest: &[char]) -> Unit {
    // Words of vagueness between the number and what it counts.
    let rest: Vec<char> =
        rest.iter().copied().skip_while(|c| matches!(c, '多' | '余' | '来' | '几' | ' ')).take(3).collect();
    match rest.as_slice() {
        ['元' | '块' | '¥', ..] => Unit::Money,
        ['年' | '月' | '日' | '号' | '点' | '时' | '天' | '岁' | '届' | '轮' | '次', ..] => {
            Unit::Time
        }
        ['个', '月' | '小' | '钟' | '季', ..] => Unit::Time,
        _ => Unit::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Unit, numbers};
    use proptest::prelude::*;

    fn values(text: &str) -> Vec<i64> {
        numbers(text).into_iter().map(|n| n.hundredths / 100).collect()
    }

    #[test]
    fn the_same_sum_is_the_same_number_however_it_is_written() {
        for text in ["8000元", "八千块", "8,000元", "８０００元", "0.8万元", "八千元"] {
            assert_eq!(values(text), [8000], "{text}");
        }
        for text in ["三万六", "3.6万元", "三万六千元", "36000"] {
            assert_eq!(values(text), [36_000], "{text}");
        }
        assert_eq!(values("一套一百六"), [1, 160]);
        assert_eq!(values("两千零五十"), [2050]);
        assert_eq!(values("一千六百八十万"), [16_800_000]);
        assert_eq!(values("十二块"), [12]);
        assert_eq!(values("二〇二三"), [2023]);
        assert_eq!(values("差一两分"), [1, 2]);
        assert_eq!(values("一亿二千万"), [120_000_000]);
    }

    #[test]
    fn a_vague_number_is_a_range() {
        let range = |text: &str| {
            let number = *numbers(text).first().unwrap();
            (number.hundredths / 100, number.most / 100)
        };
        assert_eq!(range("三十多万"), (300_000, 400_000));
        assert_eq!(range("26万多"), (260_000, 270_000));
        assert_eq!(range("两百余万元"), (2_000_000, 3_000_000));
        assert_eq!(range("四十来万"), (360_000, 440_000));
        assert_eq!(range("约40万元"), (360_000, 440_000));
        assert_eq!(range("五千多块"), (5_000, 6_000));
        assert_eq!(range("三万六"), (36_000, 36_000));
        assert_eq!(range("五六万块"), (50_000, 60_000));
        assert_eq!(range("三四十户"), (30, 40));
        assert_eq!(range("万把块"), (8_000, 12_000));
        assert_eq!(range("将近百万"), (800_000, 1_200_000));
        assert_eq!(range("两万出头"), (20_000, 30_000));
        assert_eq!(range("不到三万"), (27_000, 33_000));
    }

    #[test]
    fn years_and_days_are_told_from_sums() {
        let units: Vec<Unit> = numbers("2024年3月收了五千多块，共12户").iter().map(|n| n.unit).collect();
        assert_eq!(units, [Unit::Time, Unit::Time, Unit::Money, Unit::Other]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_fault(text in "[0-9零一二两三四五六七八九十百千万亿.,元年个月x]{0,40}") {
            for number in numbers(&text) {
                prop_assert!(number.len > 0 && number.hundredths >= 0 && number.most >= number.hundredths);
            }
        }

        #[test]
        fn figures_read_as_themselves(n in 0_i64..1_000_000_000) {
            prop_assert_eq!(values(&n.to_string()), [n]);
        }
    }
}
