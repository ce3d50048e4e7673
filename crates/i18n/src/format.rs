//! Days, times, numbers, percentages and distances as each language writes them.
//!
//! Lists write days short (`11-18`), prose long (`2026 年 11 月 18 日`, `18 Nov 2026`), forms ISO (`Day`'s own
//! `Display`). A deadline says its distance first and its date second.

use kernel::{Day, Lang, Message, Offset, Timestamp};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The day in prose.
pub fn day(lang: Lang, day: Day) -> String {
    match lang {
        Lang::ZhCn => format!("{} 年 {} 月 {} 日", day.year(), day.month(), day.day_of_month()),
        Lang::En => format!("{} {} {}", day.day_of_month(), month_en(day), day.year()),
    }
}

/// The day in a list: `11-18` within the year of `today`, `2025-11-18` otherwise.
pub fn day_short(day: Day, today: Day) -> String {
    if day.year() == today.year() {
        format!("{:02}-{:02}", day.month(), day.day_of_month())
    } else {
        day.to_string()
    }
}

/// The month in prose: `2026 年 11 月`, `Nov 2026`.
pub fn month(lang: Lang, day: Day) -> String {
    match lang {
        Lang::ZhCn => format!("{} 年 {} 月", day.year(), day.month()),
        Lang::En => format!("{} {}", month_en(day), day.year()),
    }
}

/// The instant on the committee's clock: `2026-11-18 09:42`, `18 Nov 2026 09:42`.
pub fn datetime(lang: Lang, at: Timestamp, offset: Offset) -> String {
    let date = match lang {
        Lang::ZhCn => at.day(offset).to_string(),
        Lang::En => day(lang, at.day(offset)),
    };
    format!("{date} {}", time_of_day(at, offset))
}

/// The time of day on the committee's clock, to the minute: `09:42`.
pub fn time_of_day(at: Timestamp, offset: Offset) -> String {
    let local = at.local(offset);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// A count with thousands set apart: `10,237`. Chinese offices write it the same way.
pub fn grouped(n: i64) -> String {
    grouped_text(&n.to_string())
}

/// [`grouped`] for a number already written; a fraction is kept as it is.
pub(crate) fn grouped_text(number: &str) -> String {
    let (sign, rest) = number.strip_prefix('-').map_or(("", number), |r| ("-", r));
    let (whole, fraction) = rest.find('.').map_or((rest, ""), |at| rest.split_at(at));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out.push_str(fraction);
    out
}

/// `part` of `whole` in percent with two decimals, halves rounded up: `63.86%`. Of nothing: `–`.
pub fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 || part < 0 {
        return "–".to_owned();
    }
    let hundredths = (i128::from(part) * 20_000 + i128::from(whole)) / (i128::from(whole) * 2);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// How far a day is from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// Passed by this many days.
    Late(i64),
    /// Today.
    Today,
    /// Tomorrow.
    Tomorrow,
    /// In this many days, two or more.
    In(i64),
}

impl Distance {
    /// From `today` to `due`.
    pub fn between(due: Day, today: Day) -> Self {
        match due.days_since(today) {
            0 => Self::Today,
            1 => Self::Tomorrow,
            n if n < 0 => Self::Late(-n),
            n => Self::In(n),
        }
    }

    /// The words: 逾期 3 天, 今天, 明天, 2 天后.
    pub fn message(self) -> Message {
        match self {
            Self::Late(n) => Message::new("format-late").with("days", n),
            Self::Today => Message::new("format-today"),
            Self::Tomorrow => Message::new("format-tomorrow"),
            Self::In(n) => Message::new("format-in-days").with("days", n),
        }
    }
}

fn month_en(day: Day) -> &'static str {
    MONTHS.get(usize::from(day.month()).saturating_sub(1)).copied().unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    fn d(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_short_in_lists_and_long_in_prose() {
        assert_eq!(day_short(d("2026-11-08"), d("2026-01-02")), "11-08");
        assert_eq!(day_short(d("2025-11-08"), d("2026-01-02")), "2025-11-08");
        assert_eq!(day(Lang::ZhCn, d("2026-11-08")), "2026 年 11 月 8 日");
        assert_eq!(day(Lang::En, d("2026-11-08")), "8 Nov 2026");
        assert_eq!(month(Lang::En, d("2026-01-08")), "Jan 2026");
    }

    #[test]
    fn an_instant_is_told_on_the_committees_clock() {
        let at = d("2026-11-18").start(Offset::UTC).plus_seconds(17 * 3600 + 42 * 60);
        assert_eq!(datetime(Lang::ZhCn, at, Offset::BEIJING), "2026-11-19 01:42");
        assert_eq!(datetime(Lang::En, at, Offset::BEIJING), "19 Nov 2026 01:42");
    }

    #[test]
    fn counts_are_grouped_by_thousands() {
        for (n, written) in [(0, "0"), (999, "999"), (1_000, "1,000"), (-12_345_678, "-12,345,678")] {
            assert_eq!(grouped(n), written);
        }
        assert_eq!(grouped_text("1234.56"), "1,234.56");
    }

    #[test]
    fn a_percentage_has_two_decimals_and_rounds_halves_up() {
        assert_eq!(percent(106, 166), "63.86%");
        assert_eq!(percent(1, 3), "33.33%");
        assert_eq!(percent(1, 20_000), "0.01%");
        assert_eq!(percent(5, 5), "100.00%");
        assert_eq!(percent(0, 0), "–");
        assert_eq!(percent(i64::MAX, i64::MAX), "100.00%");
    }

    #[test]
    fn a_deadline_says_how_far_it_is() {
        let today = d("2026-11-18");
        let said =
            |lang, due: &str| Catalogue::shared().say(lang, &Distance::between(d(due), today).message());
        assert_eq!(said(Lang::ZhCn, "2026-11-15"), "逾期 3 天");
        assert_eq!(said(Lang::En, "2026-11-15"), "3 days late");
        assert_eq!(said(Lang::En, "2026-11-17"), "1 day late");
        assert_eq!(said(Lang::ZhCn, "2026-11-18"), "今天");
        assert_eq!(said(Lang::ZhCn, "2026-11-19"), "明天");
        assert_eq!(said(Lang::ZhCn, "2026-11-20"), "2 天后");
        assert_eq!(said(Lang::En, "2026-11-20"), "in 2 days");
    }
}
