//! Document numbers such as 云巡授〔2025〕21号: a code, a year, a serial of its own for each code and year.
//!
//! The form is a ruleset, since every office writes its own. A number is issued at signing, has no leading zero and is
//! never used again; one that a paper already carries is read by the same form, so that the series goes on behind it.
//! The serials themselves are given inside the transaction, by `store`.

use crate::ruleset::Reader;
use kernel::Message;

/// Where the parts of a number stand in its form.
const PLACES: [(&str, Place); 3] =
    [("{code}", Place::Code), ("{year}", Place::Year), ("{serial}", Place::Serial)];

/// Forms of the numbers of documents this program issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberRules {
    /// Authorisations of teams.
    pub authorisation: NumberForm,
    /// Entries of the register of petitions that bring no number of their own.
    pub petition: NumberForm,
}

/// How the numbers of one kind of document are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberForm {
    /// The office's code for the kind, such as 云巡授.
    pub code: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Place(Place),
    Text(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Code,
    Year,
    Serial,
}

/// A number taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentNumber {
    /// Its code.
    pub code: String,
    /// Its year.
    pub year: i32,
    /// Its serial within code and year.
    pub serial: i64,
}

impl NumberRules {
    /// Reads the content of a ruleset.
    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        let form = |key| {
            let object = reader.object(key)?;
            let form = NumberForm::read(&object);
            object.finish();
            form
        };
        let (authorisation, petition) = (form("authorisation"), form("petition"));
        Some(Self { authorisation: authorisation?, petition: petition? })
    }
}

impl NumberForm {
    fn read(reader: &Reader<'_>) -> Option<Self> {
        let (code, form) = (reader.text("code"), reader.text("form"));
        let (code, written) = (code?, form?);
        let form = Self::new(&code, &written);
        if form.is_none() {
            let message = Message::new("ruleset-number-form").with("value", written);
            reader.faults().note(reader.at("form"), message);
        }
        form
    }

    /// A form with code, year and serial once each, and something between them to tell them apart.
    pub fn new(code: &str, form: &str) -> Option<Self> {
        let mut parts: Vec<Part> = Vec::new();
        let mut rest = form;
        while !rest.is_empty() {
            let place = PLACES.into_iter().find(|(written, _)| rest.starts_with(written));
            let part = match place {
                Some((written, place)) => {
                    rest = rest.get(written.len()..)?;
                    // Two places side by side could not be told apart.
                    if matches!(parts.last(), Some(Part::Place(_))) {
                        return None;
                    }
                    Part::Place(place)
                }
                None => {
                    let end = rest.find('{').filter(|at| *at > 0).unwrap_or(rest.len());
                    let text = rest.get(..end)?;
                    rest = rest.get(end..)?;
                    Part::Text(text.to_owned())
                }
            };
            parts.push(part);
        }
        let once = |place| parts.iter().filter(|p| **p == Part::Place(place)).count() == 1;
        (once(Place::Code) && once(Place::Year) && once(Place::Serial))
            .then(|| Self { code: code.trim().to_owned(), parts })
    }

    /// The number of a serial of this form's code.
    pub fn write(&self, year: i32, serial: i64) -> String {
        let part = |part: &Part| match part {
            Part::Place(Place::Code) => self.code.clone(),
            Part::Place(Place::Year) => year.to_string(),
            Part::Place(Place::Serial) => serial.to_string(),
            Part::Text(text) => text.clone(),
        };
        self.parts.iter().map(part).collect()
    }

    /// Takes a number apart, of whatever code; `None` when it is not of this form.
    pub fn parse(&self, number: &str) -> Option<DocumentNumber> {
        let mut rest = number.trim();
        let (mut code, mut year, mut serial) = (None, None, None);
        let mut parts = self.parts.iter().peekable();
        while let Some(part) = parts.next() {
            let value = match part {
                Part::Text(text) => {
                    rest = rest.strip_prefix(text.as_str())?;
                    continue;
                }
                Part::Place(_) => match parts.peek() {
                    Some(Part::Text(text)) => {
                        let end = rest.find(text.as_str())?;
                        let value = rest.get(..end)?;
                        rest = rest.get(end..)?;
                        value
                    }
                    _ => std::mem::take(&mut rest),
                },
            };
            match part {
                Part::Place(Place::Code) => code = Some(value).filter(|v| !v.is_empty()),
                Part::Place(Place::Year) => year = digits(value).and_then(|n| i32::try_from(n).ok()),
                Part::Place(Place::Serial) => serial = digits(value),
                Part::Text(_) => {}
            }
        }
        let year = year.filter(|y| (1949..=2200).contains(y))?;
        rest.is_empty().then_some(DocumentNumber { code: code?.to_owned(), year, serial: serial? })
    }
}

impl DocumentNumber {
    /// The series it belongs to.
    pub fn series(&self) -> String {
        series(&self.code, self.year)
    }
}

/// The name of the series of a code and year.
pub fn series(code: &str, year: i32) -> String {
    format!("document:{code}:{year}")
}

/// A number written without leading zero.
fn digits(text: &str) -> Option<i64> {
    let plain = !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form() -> NumberForm {
        NumberForm::new("云巡授", "{code}〔{year}〕{serial}号").unwrap()
    }

    #[test]
    fn numbers_are_written_and_read_by_the_same_form() {
        assert_eq!(form().write(2025, 21), "云巡授〔2025〕21号");
        let read = form().parse(" 云巡授〔2025〕21号 ").unwrap();
        assert_eq!((read.code.as_str(), read.year, read.serial), ("云巡授", 2025, 21));
        assert_eq!(read.series(), "document:云巡授:2025");
    }

    #[test]
    fn what_is_not_of_the_form_is_no_number() {
        for wrong in [
            "云巡授[2025]21号",
            "云巡授〔2025〕021号",
            "云巡授〔2025〕号",
            "〔2025〕2号",
            "云巡授〔25〕2号",
            "",
        ] {
            assert_eq!(form().parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_form_names_code_year_and_serial_once_and_apart() {
        for wrong in [
            "{code}〔{year}〕号",
            "{code}{year}〔{serial}〕",
            "{code}〔{year}〕{serial}{serial}",
            "{serial}",
            "",
        ] {
            assert_eq!(NumberForm::new("云巡授", wrong), None, "{wrong}");
        }
        assert!(NumberForm::new("巡", "{year}年{code}第{serial}号").is_some());
    }

    proptest! {
        #[test]
        fn every_number_written_reads_back(year in 1949_i32..2200, serial in 1_i64..100_000) {
            let read = form().parse(&form().write(year, serial)).unwrap();
            prop_assert_eq!((read.year, read.serial), (year, serial));
        }
    }
}
