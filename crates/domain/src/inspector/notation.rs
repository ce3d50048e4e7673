//! The ways personnel lists write months, posts, relatives, rounds and hours, read into values.
//!
//! Each reader takes one cell (or one entry of a cell) and returns the value or a [`NotationFault`] that says what is
//! wrong with it; nothing is guessed. Full-width digits and signs read like their narrow forms.

use super::{Availability, FormerPost, NamedUnit, PartyStanding, Relative, Relatives, RoundServed, Sex};
use crate::term::{Month, RoundNumber, TermNumber};
use kernel::{Day, Message};

/// Years that a personnel file may name.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Whole months from an earlier month to a later one; 0 when it is not earlier.
pub fn months_between(earlier: Month, later: Month) -> u32 {
    let index = |m: Month| i64::from(m.first().year()) * 12 + i64::from(m.first().month());
    u32::try_from(index(later) - index(earlier)).unwrap_or(0)
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotationFault {
    /// The kind, as an import reports it.
    pub kind: &'static str,
    /// What to say.
    pub message: Message,
}

fn fault(kind: &'static str, id: &'static str, written: &str) -> NotationFault {
    NotationFault { kind, message: Message::new(id).with("value", written) }
}

/// Full-width letters, digits, signs and spaces as narrow ones, outer spaces gone.
pub fn folded(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    text.chars().map(narrow).collect::<String>().trim().to_owned()
}

/// A month: `1989年10月`, `1984.10`, `1984/10`, `1984-10`, or a day within it. `Ok(None)` for a blank cell.
pub fn month(written: &str) -> Result<Option<Month>, NotationFault> {
    let text = folded(written);
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(month) = serial_month(&text) {
        let mut fault = fault("date_serial", "inspector-date-serial", &text);
        fault.message = fault.message.with("month", month.to_string());
        return Err(fault);
    }
    month_of(&text).map(Some).ok_or_else(|| fault("bad_date", "inspector-bad-date", &text))
}

fn month_of(text: &str) -> Option<Month> {
    let marks = |c: char| matches!(c, '年' | '月' | '日' | '.' | '/' | '-');
    if !text.chars().all(|c| c.is_ascii_digit() || marks(c)) {
        return None;
    }
    let numbers: Vec<&str> = text.split(marks).filter(|s| !s.is_empty()).collect();
    let (year, month, day) = match numbers.as_slice() {
        [y, m] => (y, m, None),
        [y, m, d] => (y, m, Some(d)),
        _ => return None,
    };
    if year.len() != 4 || month.len() > 2 {
        return None;
    }
    let found = Month::new(year.parse().ok().filter(|y| YEARS.contains(y))?, month.parse().ok()?)?;
    match day {
        Some(day) => Day::new(found.first().year(), found.first().month(), day.parse().ok()?).map(|_| found),
        None => Some(found),
    }
}

/// A bare number that a spreadsheet means as a day: days since the end of 1899.
fn serial_month(text: &str) -> Option<Month> {
    let days: i64 = (text.len() == 5).then(|| text.parse().ok())??;
    Some(Month::of(Day::new(1899, 12, 30)?.plus_days(days)))
}

/// 男 or 女; `Ok(None)` for a blank cell.
pub fn sex(written: &str) -> Result<Option<Sex>, NotationFault> {
    match folded(written).as_str() {
        "" => Ok(None),
        "男" => Ok(Some(Sex::Male)),
        "女" => Ok(Some(Sex::Female)),
        other => Err(fault("unknown_value", "inspector-unknown-sex", other)),
    }
}

/// Standing in the Party, with the month in brackets where the list has one: `中共党员（2005.07）`.
pub fn party(written: &str) -> PartyStanding {
    let text = folded(written);
    let (words, inside) = match text.split_once('(') {
        Some((words, rest)) => (words.trim(), rest.trim_end_matches(')')),
        None => (text.as_str(), ""),
    };
    let since = month_of(inside.trim());
    match words {
        "中共党员" | "党员" | "中共正式党员" => PartyStanding::Member { since },
        "中共预备党员" | "预备党员" => PartyStanding::Probationary { since },
        _ => PartyStanding::Other { words: text },
    }
}

/// Entries of a list cell, by `、`, `；` or spaces.
pub fn list(written: &str) -> Vec<String> {
    let text = folded(written);
    let split = text.split(|c: char| c.is_whitespace() || matches!(c, '、' | ';' | ','));
    split.filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

/// Whether a cell says that there is nothing.
fn says_none(text: &str) -> bool {
    matches!(text, "无" | "—" | "——" | "-" | "/" | "没有")
}

/// Several entries in one cell: line breaks or `；` between them.
fn entries(cell: &str) -> impl Iterator<Item = String> {
    cell.split(['\n', '\r', '；', ';']).map(folded).filter(|e| !e.is_empty())
}

/// A work history: each entry a post or what is wrong with it. Nothing for a blank cell or 无.
pub fn history(cell: &str) -> Vec<Result<FormerPost, NotationFault>> {
    entries(cell).filter(|e| !says_none(e)).map(|e| former_post(&e)).collect()
}

/// One post: `2012.07—2016.03 县水务局 科员`, `2012年7月至2016年3月 …`, `2012.7-2016.3，…，…`.
fn former_post(entry: &str) -> Result<FormerPost, NotationFault> {
    let bad = || fault("bad_post_entry", "inspector-bad-post", entry);
    let joined = without_spaces_round_dashes(entry);
    let mut parts = fields(&joined).into_iter();
    let (span, unit) = (parts.next().ok_or_else(bad)?, parts.next().ok_or_else(bad)?);
    let (from, to) = span_of(&span).ok_or_else(bad)?;
    if to.is_some_and(|to| to < from) {
        return Err(fault("bad_post_entry", "inspector-post-reversed", entry));
    }
    let post = parts.collect::<Vec<_>>().join(" ");
    Ok(FormerPost { from, to, unit: NamedUnit { written: unit, unit: None }, post })
}

fn without_spaces_round_dashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous_dash = false;
    for c in text.chars() {
        let dash = matches!(c, '—' | '–' | '-' | '~' | '至');
        if dash && out.trim_end().ends_with(|p: char| p.is_ascii_digit() || p == '月') {
            out.truncate(out.trim_end().len());
        }
        if !(c.is_whitespace() && previous_dash) {
            out.push(c);
            previous_dash = dash;
        }
    }
    out
}

/// The fields of an entry: by commas where it has any, else by spaces.
fn fields(entry: &str) -> Vec<String> {
    let by_comma = entry.contains(',');
    let cut = move |c: char| if by_comma { c == ',' } else { c.is_whitespace() };
    entry.split(cut).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

fn span_of(span: &str) -> Option<(Month, Option<Month>)> {
    let (from, to) = span.split_once(['—', '–', '至', '~']).or_else(|| halves_at_hyphen(span))?;
    let to = to.trim_matches(['—', '–', '~', '-', '至']);
    if matches!(to, "今" | "现在" | "目前") {
        return Some((month_of(from)?, None));
    }
    Some((month_of(from)?, Some(month_of(to)?)))
}

/// The hyphen between two months: the middle one, since a month may be written with hyphens of its own.
fn halves_at_hyphen(span: &str) -> Option<(&str, &str)> {
    let hyphens: Vec<usize> = span.match_indices('-').map(|(at, _)| at).collect();
    let middle = *hyphens.get(hyphens.len() / 2)?;
    (hyphens.len() % 2 == 1).then(|| (span.get(..middle), span.get(middle + 1..))).and_then(|(a, b)| a.zip(b))
}

/// Relatives: blank is not a declaration, 无 is one. With it what is wrong with single entries.
pub fn relatives(cell: &str) -> (Relatives, Vec<NotationFault>) {
    let all: Vec<String> = entries(cell).collect();
    match all.as_slice() {
        [] => return (Relatives::NotAsked, Vec::new()),
        [one] if says_none(one) => return (Relatives::None, Vec::new()),
        _ => {}
    }
    let mut faults = Vec::new();
    let mut found = Vec::new();
    for entry in all {
        match relative(&entry) {
            Ok(relative) => found.push(relative),
            Err(fault) => faults.push(fault),
        }
    }
    (Relatives::Some(found), faults)
}

/// One relative: relation, name, unit, post, by commas or spaces.
fn relative(entry: &str) -> Result<Relative, NotationFault> {
    let mut parts = fields(entry).into_iter();
    let (Some(relation), Some(name)) = (parts.next(), parts.next()) else {
        return Err(fault("bad_relative_entry", "inspector-bad-relative", entry));
    };
    let unit = parts.next().map(|written| NamedUnit { written, unit: None });
    let post = parts.collect::<Vec<_>>().join(" ");
    Ok(Relative { relation, name, unit, post })
}

/// Training hours: `48`, `48学时`. `Ok(None)` for a blank cell.
pub fn hours(written: &str) -> Result<Option<u16>, NotationFault> {
    let text = folded(written);
    let number = text.trim_end_matches("学时").trim_end_matches("小时").trim();
    if number.is_empty() && text.is_empty() {
        return Ok(None);
    }
    let plain = number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    match number.parse::<f64>() {
        Ok(_) if !plain => Err(fault("not_a_number", "inspector-hours-wrong", &text)),
        Ok(n) if n < 0.0 => Err(fault("negative_number", "inspector-hours-negative", &text)),
        Ok(n) if n.fract() != 0.0 => Err(fault("not_an_integer", "inspector-hours-fraction", &text)),
        Ok(_) => {
            let whole = number.split('.').next().unwrap_or_default().parse();
            whole.map(Some).map_err(|_| fault("not_a_number", "inspector-hours-wrong", &text))
        }
        Err(_) => Err(fault("not_a_number", "inspector-hours-wrong", &text)),
    }
}

/// Rounds served on: `第三轮、第四轮`, with a term where one is named (`十四届第三轮`), `—` for none.
pub fn rounds(written: &str, current_term: Option<TermNumber>) -> Result<Vec<RoundServed>, NotationFault> {
    let text = folded(written);
    if says_none(&text) {
        return Ok(Vec::new());
    }
    list(&text)
        .iter()
        .map(|entry| {
            round(entry, current_term).ok_or_else(|| fault("bad_round", "inspector-bad-round", entry))
        })
        .collect()
}

fn round(entry: &str, current_term: Option<TermNumber>) -> Option<RoundServed> {
    let (term, rest) = match entry.split_once('届') {
        Some((term, rest)) => (Some(TermNumber(numeral(term.trim_start_matches('第'))?)), rest),
        None => (current_term, entry),
    };
    let (_, number) = rest.rsplit_once('第').unwrap_or(("", rest));
    let round = RoundNumber(numeral(number.strip_suffix('轮')?)?);
    Some(RoundServed { term, round })
}

/// A number below 100, in digits or Chinese numerals.
pub fn numeral(text: &str) -> Option<u16> {
    if let Ok(n) = text.parse() {
        return Some(n);
    }
    let digit = |t: &str| -> Option<u16> {
        const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        DIGITS.iter().position(|d| *d == t).and_then(|n| u16::try_from(n).ok())
    };
    match text.split_once('十') {
        None => digit(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

/// Whether someone can be called up: 可抽调, or the reason why not, with the month it ends if the words name one.
pub fn availability(written: &str) -> Availability {
    let text = folded(written);
    if text == "可抽调" {
        return Availability::Available;
    }
    let until = text.split_once('至').and_then(|(_, end)| {
        let end: String = end.chars().take_while(|c| c.is_ascii_digit() || "年月.-/".contains(*c)).collect();
        month_of(&end)
    });
    Availability::Unavailable { words: text, until }
}

#[cfg(test)]
mod tests;
