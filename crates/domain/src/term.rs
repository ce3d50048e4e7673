//! Terms of the committee and the rounds held in them.
//!
//! Within one term coverage must be full (A2); a unit list names rounds by term and number, and a round held
//! before the program came is known by its window only (A9). Guarantees of [`read`]: windows lie inside
//! their term and run forwards, numbers are unique, terms do not overlap. Called by the imports and by coverage.

use kernel::{Day, FieldError, Message, TermId};
use serde::{Deserialize, Serialize, de};
use std::{fmt, str::FromStr};

/// Number of a term: 15 for the fifteenth committee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TermNumber(pub u16);

/// Number of a round within its term, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoundNumber(pub u16);

/// A month of the calendar, written `2022-05`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: Day,
}

impl Month {
    /// The month with these numbers.
    pub fn new(year: i32, month: u8) -> Option<Self> {
        Day::new(year, month, 1).map(|first| Self { first })
    }

    /// The month a day lies in.
    pub fn of(day: Day) -> Self {
        Self::new(day.year(), day.month()).unwrap_or(Self { first: day })
    }

    /// Its first day.
    pub const fn first(self) -> Day {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Day {
        self.first.month_end()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Month {
    type Err = kernel::time::NotADay;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        format!("{s}-01").parse().map(|first| Self { first })
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A round that was held, as far as coverage and unit lists need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastRound {
    /// Number within the term.
    pub number: RoundNumber,
    /// First day of its window.
    pub from: Day,
    /// Last day of its window.
    pub to: Day,
}

/// What a term is, apart from its id: as the import file says it and as rules need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermFacts {
    /// Name, such as 十五届.
    pub name: String,
    /// Number, the key that unit lists use.
    pub number: TermNumber,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Rounds held, as far as they are known, in order of number.
    #[serde(default)]
    pub rounds: Vec<PastRound>,
}

impl TermFacts {
    /// Whether a day lies in the term.
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// A round of the term by its number.
    pub fn round(&self, number: RoundNumber) -> Option<&PastRound> {
        self.rounds.iter().find(|round| round.number == number)
    }

    /// The number of the last round known.
    pub fn last_round(&self) -> Option<RoundNumber> {
        self.rounds.iter().map(|round| round.number).max()
    }
}

/// A term's canonical record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Its id.
    pub id: TermId,
    /// What it is.
    #[serde(flatten)]
    pub facts: TermFacts,
}

/// The term that a day lies in.
pub fn on(terms: &[TermFacts], day: Day) -> Option<&TermFacts> {
    terms.iter().find(|term| term.holds(day))
}

/// A file of terms and past rounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermFile {
    /// The day the file speaks of; the reporting date of unit lists unless the user gives another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The terms, earliest first.
    pub terms: Vec<TermFacts>,
}

/// Reads the JSON of terms and past rounds, or says every mistake with its place in the file.
pub fn read(json: &str) -> Result<TermFile, Vec<FieldError>> {
    let mut file: TermFile = serde_json::from_str(json).map_err(|error| {
        let message = Message::new("term-file-unreadable")
            .with("line", error.line())
            .with("column", error.column())
            .with("reason", error.to_string());
        vec![FieldError::new("terms", message)]
    })?;
    let errors = mistakes(&file);
    if !errors.is_empty() {
        return Err(errors);
    }
    file.terms.sort_by_key(|term| term.from);
    for term in &mut file.terms {
        term.rounds.sort_by_key(|round| round.number);
    }
    Ok(file)
}

fn mistakes(file: &TermFile) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (index, term) in file.terms.iter().enumerate() {
        let place = format!("terms[{index}]");
        if term.from > term.to {
            errors.push(FieldError::new(
                format!("{place}.to"),
                Message::new("term-ends-before-it-begins").with("from", term.from).with("to", term.to),
            ));
        }
        for earlier in file.terms.iter().take(index) {
            if earlier.number == term.number {
                let message = Message::new("term-number-twice").with("number", u32::from(term.number.0));
                errors.push(FieldError::new(format!("{place}.number"), message));
            } else if earlier.from <= term.to && term.from <= earlier.to {
                let message = Message::new("term-overlaps").with("other", earlier.name.clone());
                errors.push(FieldError::new(format!("{place}.from"), message));
            }
        }
        errors.extend(round_mistakes(term, &place));
    }
    errors
}

fn round_mistakes(term: &TermFacts, place: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (index, round) in term.rounds.iter().enumerate() {
        let place = format!("{place}.rounds[{index}]");
        if round.number.0 == 0 || term.rounds.iter().take(index).any(|earlier| earlier.number == round.number)
        {
            let message = Message::new("term-round-number-twice").with("number", u32::from(round.number.0));
            errors.push(FieldError::new(format!("{place}.number"), message));
        }
        if round.from > round.to {
            let message =
                Message::new("term-ends-before-it-begins").with("from", round.from).with("to", round.to);
            errors.push(FieldError::new(format!("{place}.to"), message));
        } else if !term.holds(round.from) || !term.holds(round.to) {
            let message = Message::new("term-round-outside").with("from", term.from).with("to", term.to);
            errors.push(FieldError::new(format!("{place}.from"), message));
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::{Month, RoundNumber, TermNumber, on, read};
    use kernel::Day;

    const COUNTY: &str = include_str!("../../../tests/data/yunhe-term.json");

    #[test]
    fn the_countys_terms_and_thirteen_rounds_are_read() {
        let file = read(COUNTY).unwrap();
        assert_eq!(file.as_of, Day::new(2025, 7, 31));
        assert_eq!(file.terms.iter().map(|t| t.rounds.len()).sum::<usize>(), 13);
        let term = on(&file.terms, file.as_of.unwrap()).unwrap();
        assert_eq!((term.number, term.last_round()), (TermNumber(15), Some(RoundNumber(8))));
        assert!(on(&file.terms, Day::new(2016, 1, 1).unwrap()).is_none());
    }

    #[test]
    fn every_mistake_is_named_with_its_place() {
        let errors = read(
            r#"{"terms":[
            {"name":"甲","number":1,"from":"2020-01-01","to":"2019-01-01"},
            {"name":"乙","number":2,"from":"2021-01-01","to":"2025-12-31","rounds":[
                {"number":1,"from":"2020-01-01","to":"2021-02-01"},
                {"number":1,"from":"2022-03-01","to":"2022-02-01"}]},
            {"name":"丙","number":2,"from":"2026-01-01","to":"2030-12-31"},
            {"name":"丁","number":4,"from":"2025-01-01","to":"2026-12-31"}]}"#,
        )
        .unwrap_err();
        let places: Vec<_> = errors.iter().map(|e| (e.field.as_ref(), e.message.id.as_ref())).collect();
        assert_eq!(
            places,
            [
                ("terms[0].to", "term-ends-before-it-begins"),
                ("terms[1].rounds[0].from", "term-round-outside"),
                ("terms[1].rounds[1].number", "term-round-number-twice"),
                ("terms[1].rounds[1].to", "term-ends-before-it-begins"),
                ("terms[2].number", "term-number-twice"),
                ("terms[3].from", "term-overlaps"),
                ("terms[3].from", "term-overlaps"),
            ]
        );
    }

    #[test]
    fn a_file_that_is_no_such_json_says_where_it_breaks() {
        let errors = read("{\"terms\": [1]}").unwrap_err();
        assert_eq!(errors[0].message.id, "term-file-unreadable");
    }

    #[test]
    fn a_month_reads_as_it_is_written() {
        let month: Month = "2024-02".parse().unwrap();
        assert_eq!((month.to_string().as_str(), month.last()), ("2024-02", Day::new(2024, 2, 29).unwrap()));
        assert!("2024-13".parse::<Month>().is_err());
        assert_eq!(Month::of(Day::new(2024, 2, 20).unwrap()), month);
    }
}
