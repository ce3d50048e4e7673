//! Times as people tell them: `2024年3月`, `二〇二三年`, `去年十一月`, `前年`, `去年底`, `今年开春`.
//!
//! Words that lean on the day of telling (今年, 去年, 前年) are read from that day; parts of a year (年底, 夏天, 春节) are
//! the months they may mean. What is not clear is left out; nothing is guessed. Called by the comparison of matters.

use crate::number::{Number, numbers};
use kernel::Day;

/// A year, and its months as far as told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The year.
    pub year: i32,
    /// The first and the last month it may be, 1 to 12; `None` when only the year is told.
    pub months: Option<(u8, u8)>,
}

impl When {
    /// A month of a year.
    pub const fn month(year: i32, month: u8) -> Self {
        Self { year, months: Some((month, month)) }
    }

    /// A year, nothing nearer.
    pub const fn year(year: i32) -> Self {
        Self { year, months: None }
    }

    /// Whether both may be the same time: the year, and the months where both tell them.
    pub fn agrees(self, other: Self) -> bool {
        let meet = |(a, b): ((u8, u8), (u8, u8))| a.0 <= b.1 && b.0 <= a.1;
        self.year == other.year && self.months.zip(other.months).is_none_or(meet)
    }

    /// The nearer of two times that agree.
    pub fn nearer(self, other: Self) -> Self {
        let width = |when: Self| when.months.map_or(12, |(from, to)| to.saturating_sub(from));
        if width(other) < width(self) { other } else { self }
    }

    /// As told: `2024`, `2024-11` or `2024-06–08`.
    pub fn told(self) -> String {
        match self.months {
            None => self.year.to_string(),
            Some((from, to)) if from == to => format!("{}-{from:02}", self.year),
            Some((from, to)) => format!("{}-{from:02}–{to:02}", self.year),
        }
    }
}

/// Parts of a year and the months they may mean, longer words first.
const PARTS: &[(&str, (u8, u8))] = &[
    ("春节", (1, 2)),
    ("过年", (1, 2)),
    ("元旦", (1, 1)),
    ("元月", (1, 1)),
    ("开春", (2, 4)),
    ("入春", (2, 4)),
    ("春耕", (3, 5)),
    ("清明", (4, 4)),
    ("五一", (4, 5)),
    ("端午", (5, 6)),
    ("入夏", (5, 6)),
    ("暑假", (7, 8)),
    ("中秋", (9, 10)),
    ("国庆", (9, 10)),
    ("入秋", (8, 10)),
    ("秋收", (9, 11)),
    ("入冬", (11, 12)),
    ("腊月", (12, 12)),
    ("年初", (1, 3)),
    ("年中", (5, 7)),
    ("年底", (11, 12)),
    ("年末", (11, 12)),
    ("岁末", (11, 12)),
    ("上半年", (1, 6)),
    ("下半年", (7, 12)),
    ("一季度", (1, 3)),
    ("二季度", (4, 6)),
    ("三季度", (7, 9)),
    ("四季度", (10, 12)),
    ("开学", (9, 9)),
    ("春", (2, 5)),
    ("夏", (5, 8)),
    ("秋", (8, 11)),
    ("冬", (10, 12)),
    ("初", (1, 3)),
    ("底", (11, 12)),
    ("末", (11, 12)),
];

/// The times a text tells of, each once, in order of time.
pub fn times(text: &str, told: Day) -> Vec<When> {
    let chars: Vec<char> = crate::clean::fold_width(text).chars().collect();
    let found = numbers(text);
    let mut times = Vec::new();
    for number in &found {
        let value = number.hundredths / 100;
        let is_year = (1949..=2200).contains(&value) && chars.get(number.at + number.len) == Some(&'年');
        if let (true, Ok(year)) = (is_year, i32::try_from(value)) {
            times.push(When { year, months: months_at(&chars, &found, number.at + number.len + 1) });
        }
        times.extend(short_year(number, value, &chars, &found));
    }
    times.extend(months_ago(&chars, told));
    for (at, pair) in chars.windows(2).enumerate() {
        let back = match pair {
            ['今', '年'] => 0,
            ['去' | '昨', '年'] => 1,
            ['前', '年'] if at.checked_sub(1).and_then(|at| chars.get(at)) == Some(&'大') => 3,
            ['前', '年'] => 2,
            _ => continue,
        };
        times.push(When { year: told.year() - back, months: months_at(&chars, &found, at + 2) });
    }
    times.sort();
    times.dedup();
    times
}

/// A year in two figures, where a month stands behind it: 24年3月. By itself 24年 is a length of time.
fn short_year(number: &Number, value: i64, chars: &[char], found: &[Number]) -> Option<When> {
    let is_year = (10..=60).contains(&value) && number.len == 2 && chars.get(number.at + 2) == Some(&'年');
    let month = found.iter().find(|month| month.at == number.at + 3)?;
    let is_month = chars.get(month.at + month.len) == Some(&'月');
    let months = months_at(chars, found, number.at + 3).filter(|_| is_year && is_month)?;
    Some(When { year: 2000 + i32::try_from(value).ok()?, months: Some(months) })
}

/// 上个月 and 这个月.
fn months_ago(chars: &[char], told: Day) -> Vec<When> {
    let text: String = chars.iter().collect();
    let this = (told.year(), told.month());
    let last = if this.1 == 1 { (this.0 - 1, 12) } else { (this.0, this.1 - 1) };
    let said = [(["上个月", "上月"], last), (["这个月", "本月"], this)];
    let said = said.into_iter().filter(|(words, _)| words.iter().any(|word| text.contains(word)));
    said.map(|(_, (year, month))| When::month(year, month)).collect()
}

/// The months told directly behind a year: a number, or a part of the year.
fn months_at(chars: &[char], found: &[Number], at: usize) -> Option<(u8, u8)> {
    let rest: String = chars.get(at..)?.iter().take(4).collect();
    let rest = rest.strip_prefix('的').unwrap_or(&rest);
    // 年 is already read, so 2024年底 leaves 底 and 去年年底 leaves 年底.
    if let Some((_, months)) = PARTS.iter().find(|(part, _)| rest.starts_with(part)) {
        return Some(*months);
    }
    let number = found.iter().find(|number| number.at == at)?;
    let month = u8::try_from(number.hundredths / 100).ok().filter(|month| (1..=12).contains(month))?;
    (chars.get(number.at + number.len) == Some(&'月')).then_some((month, month))
}

#[cfg(test)]
mod tests {
    use super::{When, times};

    #[test]
    fn a_month_is_the_same_however_it_is_told() {
        let told = "2025-09-15".parse().unwrap();
        let november = vec![When::month(2024, 11)];
        for text in ["去年十一月验收", "2024年11月", "二〇二四年十一月", "２０２４年１１月份"]
        {
            assert_eq!(times(text, told), november, "{text}");
        }
        assert_eq!(times("前年就没了", told), [When::year(2023)]);
        assert_eq!(times("大前年修的", told), [When::year(2022)]);
        assert_eq!(times("24年11月", told), november);
        assert_eq!(times("上个月底", told), [When::month(2025, 8)]);
        assert!(times("三年两头跑，干了24年", told).is_empty());
    }

    #[test]
    fn a_part_of_a_year_agrees_with_its_months() {
        let told = "2025-09-15".parse().unwrap();
        for (part, month) in [("去年底", 12), ("去年年底", 11), ("2024年夏天", 7), ("去年国庆后", 10)]
        {
            let found = times(part, told);
            assert!(found.iter().all(|when| when.agrees(When::month(2024, month))), "{part}: {found:?}");
            assert!(!found.iter().any(|when| when.agrees(When::month(2024, 3))), "{part}: {found:?}");
        }
    }

    #[test]
    fn a_year_agrees_with_any_of_its_months() {
        let year = When::year(2024);
        assert!(year.agrees(When::month(2024, 3)));
        assert!(!When::month(2024, 4).agrees(When::month(2024, 3)));
        assert_eq!(year.nearer(When::month(2024, 3)).told(), "2024-03");
    }
}
