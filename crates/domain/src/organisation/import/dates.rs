//! The two cells about the last inspection: which round, and when.
//!
//! Rounds are written six ways and dates a dozen; a round without a term belongs to the term of the reporting
//! date. Reading says what is meant or why it cannot be meant; it never guesses.

use super::{
    Context,
    lines::{Cell, CellValue, is_blank_text},
};
use crate::numerals;
use crate::term::{self, Month, PastRound, RoundNumber, TermFacts, TermNumber};
use kernel::{Day, Message};

/// What is wrong with a cell.
pub(super) struct Fault {
    /// Kind of the issue.
    pub(super) kind: &'static str,
    /// What to tell.
    pub(super) message: Message,
}

/// A round as a list names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RoundNamed {
    /// Of which term.
    pub(super) term: TermNumber,
    /// Number.
    pub(super) round: RoundNumber,
    /// Its window, where known.
    pub(super) window: Option<PastRound>,
}

/// Reads the round; `None` for a unit never inspected.
pub(super) fn round(cell: &Cell, context: Context<'_>) -> Result<Option<RoundNamed>, Fault> {
    let shown = shown(cell);
    let text: String = shown.chars().filter(|c| !c.is_whitespace()).collect();
    if says_never(&text) {
        return Ok(None);
    }
    let (term, number) = split_round(&text).ok_or_else(|| Fault {
        kind: "unknown_round",
        message: Message::new("unit-import-round-unreadable").with("value", shown.clone()),
    })?;
    let found = match term {
        Some(term) => context.terms.iter().find(|known| known.number == term),
        None => term::on(context.terms, context.as_of),
    };
    let Some(found) = found else {
        let message = Message::new("unit-import-term-unknown").with("value", shown);
        return Err(Fault { kind: "unknown_round", message });
    };
    let begun = |round: &&PastRound| round.from <= context.as_of;
    let last = found.rounds.iter().filter(begun).map(|round| round.number).max();
    if number.0 == 0 || last.is_none_or(|last| number > last) {
        let message = Message::new("unit-import-round-unknown")
            .with("value", shown)
            .with("term", found.name.clone())
            .with("rounds", last.map_or(0, |last| u32::from(last.0)));
        return Err(Fault { kind: "unknown_round", message });
    }
    Ok(Some(RoundNamed { term: found.number, round: number, window: found.round(number).copied() }))
}

/// `十五届县委第四轮`, `15届5轮`, `第六轮`, `第8轮`: term, if named, and number.
fn split_round(text: &str) -> Option<(Option<TermNumber>, RoundNumber)> {
    let (term, rest) = match text.split_once('届') {
        Some((term, rest)) => {
            let term = numerals::number(term.trim_start_matches('第'))?;
            (Some(TermNumber(term)), rest)
        }
        None => (None, text),
    };
    let body = ["县委", "市委", "区委", "旗委", "党委", "省委"];
    let rest = body.iter().find_map(|name| rest.strip_prefix(name)).unwrap_or(rest);
    let rest = rest.strip_suffix("巡察").unwrap_or(rest);
    let rest = rest.strip_suffix("轮次").or_else(|| rest.strip_suffix('轮'))?;
    let number = numerals::number(rest.trim_start_matches('第'))?;
    Some((term, RoundNumber(number)))
}

/// A date as a list states it: to the month, sometimes only guessed to be a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MonthRead {
    /// The month.
    pub(super) month: Month,
    /// The first day it can mean.
    pub(super) from: Day,
    /// It was a bare number that a spreadsheet would show as this day.
    pub(super) serial: Option<(i64, Day)>,
}

/// Reads the date; `None` for a unit never inspected.
pub(super) fn month(cell: &Cell) -> Result<Option<MonthRead>, Fault> {
    let shown = shown(cell);
    let bad = |shown: String| Fault {
        kind: "bad_date",
        message: Message::new("unit-import-bad-date").with("value", shown),
    };
    let read = match &cell.value {
        CellValue::Date(day) => Some(MonthRead { month: Month::of(*day), from: *day, serial: None }),
        CellValue::Bool(_) | CellValue::Error(_) => None,
        CellValue::Empty => return Ok(None),
        CellValue::Text(_) | CellValue::Number(_) => {
            let text: String = shown.chars().filter(|c| !c.is_whitespace()).collect();
            if says_never(&text) {
                return Ok(None);
            }
            if matches!(cell.value, CellValue::Number(_)) && loses_its_zero(&text) {
                let message = Message::new("unit-import-date-ambiguous").with("value", shown);
                return Err(Fault { kind: "bad_date", message });
            }
            parse_month(&text)
        }
    };
    match read {
        Some(read) if (1949..=2199).contains(&read.from.year()) => Ok(Some(read)),
        _ => Err(bad(shown)),
    }
}

/// A number cell showing `2022.1`: its author may have typed `2022.10`.
fn loses_its_zero(text: &str) -> bool {
    text.len() == 6 && text.ends_with(".1")
}

fn parse_month(text: &str) -> Option<MonthRead> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return parse_digits(text);
    }
    let mut parts = text.split(['.', '年', '/', '-', '月', '日', '号']).filter(|part| !part.is_empty());
    let year = numerals::year(parts.next()?)?;
    let month = u8::try_from(numerals::number(parts.next()?)?).ok()?;
    let day = parts.next().map(|day| numerals::number(day).and_then(|d| u8::try_from(d).ok()));
    if parts.next().is_some() {
        return None;
    }
    let from = match day {
        Some(day) => Day::new(year, month, day?)?,
        None => Day::new(year, month, 1)?,
    };
    Some(MonthRead { month: Month::of(from), from, serial: None })
}

/// `202204`, `20220415`, or a spreadsheet's serial number of a day.
fn parse_digits(text: &str) -> Option<MonthRead> {
    let part = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u8>().ok());
    let from = match text.len() {
        5 => {
            let serial: i64 = text.parse().ok()?;
            let day = Day::new(1899, 12, 30)?.plus_days(serial);
            return Some(MonthRead { month: Month::of(day), from: day, serial: Some((serial, day)) });
        }
        6 => Day::new(text.get(..4)?.parse().ok()?, part(4, 6)?, 1)?,
        8 => Day::new(text.get(..4)?.parse().ok()?, part(4, 6)?, part(6, 8)?)?,
        _ => return None,
    };
    Some(MonthRead { month: Month::of(from), from, serial: None })
}

/// Whether month and round can both be true; the term alone decides when the round's window is unknown.
pub(super) fn agree(month: MonthRead, named: RoundNamed, terms: &[TermFacts]) -> bool {
    let term = terms.iter().find(|term| term.number == named.term);
    let window = named.window.map(|round| (round.from, round.to)).or(term.map(|term| (term.from, term.to)));
    window.is_none_or(|(from, to)| month.month.first() <= to && from <= month.month.last())
}

/// The term and, if only one fits, the round held in a month.
pub(super) fn held_in(month: Month, terms: &[TermFacts]) -> Option<(TermNumber, Option<RoundNumber>)> {
    let term = terms.iter().find(|term| month.first() <= term.to && term.from <= month.last())?;
    let mut fitting = term.rounds.iter().filter(|r| month.first() <= r.to && r.from <= month.last());
    let only = fitting.next().filter(|_| fitting.next().is_none());
    Some((term.number, only.map(|round| round.number)))
}

fn says_never(text: &str) -> bool {
    is_blank_text(text) || matches!(text, "未巡察" | "未巡" | "从未巡察" | "未巡视" | "无" | "没有")
}

/// The cell's value as it is shown.
pub(super) fn shown(cell: &Cell) -> String {
    match &cell.value {
        CellValue::Empty => String::new(),
        CellValue::Text(text) | CellValue::Error(text) => text.clone(),
        CellValue::Number(number) => number.to_string(),
        CellValue::Date(day) => day.to_string(),
        CellValue::Bool(yes) => yes.to_string().to_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, CellValue, month, parse_month, split_round};
    use crate::term::{RoundNumber, TermNumber};
    use kernel::Day;

    #[test]
    fn a_round_is_written_many_ways() {
        let fifteen = Some(TermNumber(15));
        for (text, term, round) in [
            ("十五届第四轮", fifteen, 4),
            ("十五届县委第十九轮", fifteen, 19),
            ("15届5轮", fifteen, 5),
            ("十五届县委第1轮", fifteen, 1),
            ("第15届第2轮巡察", fifteen, 2),
            ("第六轮", None, 6),
            ("第8轮", None, 8),
        ] {
            assert_eq!(split_round(text), Some((term, RoundNumber(round))), "{text}");
        }
        for nonsense in ["", "第轮", "上一轮", "十五届", "五五轮", "2023.4"] {
            assert_eq!(split_round(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn a_month_is_written_many_ways() {
        for text in [
            "2022.4",
            "2022.04",
            "2022年4月",
            "2022-04",
            "2022/4/9",
            "2022.04.09",
            "二〇二二年四月",
            "202204",
            "20220409",
            "2022年04月09日",
        ] {
            assert_eq!(parse_month(text).unwrap().month.to_string(), "2022-04", "{text}");
        }
        assert_eq!(parse_month("2023年十月").unwrap().month.to_string(), "2023-10");
        for nonsense in ["2023.13", "2022年2月30日", "2022", "2022年", "四月", "2022.4.9.1", "22.4", "近期"]
        {
            assert!(parse_month(nonsense).is_none(), "{nonsense}");
        }
    }

    #[test]
    fn a_bare_number_may_be_a_serial_and_says_so() {
        let cell = Cell { value: CellValue::Number(45019.0), ..Cell::default() };
        let Ok(Some(read)) = month(&cell) else { panic!("unread") };
        assert_eq!(read.serial, Some((45019, Day::new(2023, 4, 3).unwrap())));
    }

    #[test]
    fn january_or_october_is_asked_and_not_guessed() {
        let cell = |value| Cell { value, ..Cell::default() };
        assert!(month(&cell(CellValue::Number(2022.1))).is_err());
        assert!(month(&cell(CellValue::Number(2022.4))).is_ok_and(|read| read.is_some()));
        assert!(month(&cell(CellValue::Text("2022.1".to_owned()))).is_ok_and(|read| read.is_some()));
    }
}
