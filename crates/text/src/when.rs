//! Times as people tell them: `2024年3月`, `二〇二三年`, `去年十一月`, `前年`.
//!
//! Words that lean on the day of telling (今年, 去年, 前年) are read from that day. What is not clear is left out; nothing is
//! guessed. Called by the comparison of matters.

use crate::number::{Number, numbers};
use kernel::Day;

/// A year, and its month when told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: Option<u8>,
}

impl When {
    /// Whether both may be the same time: the year, and the month where both tell one.
    pub fn agrees(self, other: Self) -> bool {
        self.year == other.year
            && self.month.is_none_or(|month| other.month.is_none_or(|theirs| month == theirs))
    }
}

/// The times a text tells of, each once, in order of time.
pub fn times(text: &str, told: Day) -> Vec<When> {
    let chars: Vec<char> = crate::clean::fold_width(text).chars().collect();
    let found = numbers(text);
    let mut times = Vec::new();
    for number in &found {
        let value = number.hundredths / 100;
        let is_year = (1949..=2200).contains(&value) && chars.get(number.at + number.len) == Some(&'年');
        if let (true, Ok(year)) = (is_year, i32::try_from(value)) {
            times.push(When { year, month: month_at(&chars, &found, number.at + number.len + 1) });
        }
    }
    for (at, pair) in chars.windows(2).enumerate() {
        let back = match pair {
            ['今', '年'] => 0,
            ['去', '年'] => 1,
            ['前', '年'] => 2,
            _ => continue,
        };
        let month = month_at(&chars, &found, at + 2);
        times.push(When { year: told.year() - back, month });
    }
    times.sort();
    times.dedup();
    times
}

fn month_at(chars: &[char], found: &[Number], at: usize) -> Option<u8> {
    let number = found.iter().find(|number| number.at == at)?;
    let month = u8::try_from(number.hundredths / 100).ok().filter(|month| (1..=12).contains(month))?;
    (chars.get(number.at + number.len) == Some(&'月')).then_some(month)
}

#[cfg(test)]
mod tests {
    use super::{When, times};

    #[test]
    fn a_month_is_the_same_however_it_is_told() {
        let told = "2025-09-15".parse().unwrap();
        let november = vec![When { year: 2024, month: Some(11) }];
        for text in ["去年十一月验收", "2024年11月", "二〇二四年十一月", "２０２４年１１月份"]
        {
            assert_eq!(times(text, told), november, "{text}");
        }
        assert_eq!(times("前年就没了", told), [When { year: 2023, month: None }]);
        assert!(times("三年两头跑", told).is_empty());
    }

    #[test]
    fn a_year_agrees_with_any_of_its_months() {
        let year = When { year: 2024, month: None };
        assert!(year.agrees(When { year: 2024, month: Some(3) }));
        assert!(!When { year: 2024, month: Some(4) }.agrees(When { year: 2024, month: Some(3) }));
    }
}
