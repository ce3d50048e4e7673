//! The parts of a workbook that its sheets refer to: list of sheets, shared strings, date formats.

use super::WORDS;
use crate::office::{
    package::Package,
    relations::{Relation, path_from, relations},
    xml::{Step, Xml, attribute, flag, unescaped},
};
use domain::Refusal;
use std::collections::HashMap;

/// A sheet as the workbook lists it.
pub(super) struct Entry {
    /// Name on its tab.
    pub(super) name: String,
    /// Hidden from view.
    pub(super) hidden: bool,
    /// Path of its part.
    pub(super) part: String,
}

/// What the sheets share.
pub(super) struct Book {
    /// Sheets in order of tabs.
    pub(super) sheets: Vec<Entry>,
    /// Shared strings.
    pub(super) strings: Vec<String>,
    /// By style index: is a number of this style a date?
    pub(super) dates: Vec<bool>,
    /// Days are counted from 1904, as old Macintosh files do.
    pub(super) from_1904: bool,
}

impl Book {
    /// Reads the shared parts; refuses a package that is no workbook.
    pub(super) fn read(package: &mut Package<'_>) -> Result<Self, Refusal> {
        let root = relations(package, "_rels/.rels")?;
        let workbook = root
            .iter()
            .find(|(_, r)| r.kind.ends_with("/officeDocument"))
            .map_or_else(|| "xl/workbook.xml".to_owned(), |(_, r)| path_from("", &r.target));
        let xml = package.part(&workbook)?.ok_or(Refusal::new("sheet-not-xlsx"))?;
        let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
        let relations = relations(package, &format!("{folder}/_rels/{file}.rels"))?;
        let part_of = |kind: &str| {
            relations.values().find(|r| r.kind.ends_with(kind)).map(|r| path_from(folder, &r.target))
        };
        let strings = part_of("/sharedStrings").unwrap_or_else(|| "xl/sharedStrings.xml".to_owned());
        let styles = part_of("/styles").unwrap_or_else(|| "xl/styles.xml".to_owned());
        let (sheets, from_1904) = sheets(&xml, folder, &relations)?;
        Ok(Self {
            sheets,
            strings: package.part(&strings)?.map_or_else(|| Ok(Vec::new()), |xml| shared_strings(&xml))?,
            dates: package.part(&styles)?.map_or_else(|| Ok(Vec::new()), |xml| date_styles(&xml))?,
            from_1904,
        })
    }
}

fn sheets(
    xml: &str,
    folder: &str,
    relations: &HashMap<String, Relation>,
) -> Result<(Vec<Entry>, bool), Refusal> {
    let (mut entries, mut from_1904) = (Vec::new(), false);
    let mut xml = Xml::new(xml, &WORDS);
    loop {
        match xml.next()? {
            Step::Start(element) if element.local_name().as_ref() == b"workbookPr" => {
                from_1904 = flag(&element, b"date1904");
            }
            Step::Start(element) if element.local_name().as_ref() == b"sheet" => {
                // The relation's `id` has a prefix; `sheetId` is another attribute.
                let relation = attribute(&element, b"id").and_then(|id| relations.get(&id));
                let worksheet = relation.filter(|r| r.kind.ends_with("/worksheet"));
                if let Some(relation) = worksheet {
                    entries.push(Entry {
                        name: unescaped(&attribute(&element, b"name").unwrap_or_default()),
                        hidden: attribute(&element, b"state").is_some_and(|s| s != "visible"),
                        part: path_from(folder, &relation.target),
                    });
                }
            }
            Step::Eof => return Ok((entries, from_1904)),
            _ => {}
        }
    }
}

fn shared_strings(xml: &str) -> Result<Vec<String>, Refusal> {
    let mut out = Vec::new();
    let mut xml = Xml::new(xml, &WORDS);
    loop {
        match xml.next()? {
            Step::Start(element) if element.local_name().as_ref() == b"si" => {
                out.push(unescaped(&xml.text_of(b"si")?));
            }
            Step::Eof => return Ok(out),
            _ => {}
        }
    }
}

fn date_styles(xml: &str) -> Result<Vec<bool>, Refusal> {
    let mut custom: HashMap<u32, bool> = HashMap::new();
    let mut out = Vec::new();
    let mut in_cell_styles = false;
    let mut xml = Xml::new(xml, &WORDS);
    loop {
        match xml.next()? {
            Step::Start(element) => match element.local_name().as_ref() {
                b"numFmt" => {
                    let id = attribute(&element, b"numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(&element, b"formatCode")) {
                        custom.insert(id, is_date_format(&code));
                    }
                }
                b"cellXfs" => in_cell_styles = true,
                b"xf" if in_cell_styles => {
                    let id: u32 =
                        attribute(&element, b"numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    out.push(custom.get(&id).copied().unwrap_or_else(|| is_built_in_date(id)));
                }
                _ => {}
            },
            Step::End(end) if end == b"cellXfs" => in_cell_styles = false,
            Step::Eof => return Ok(out),
            _ => {}
        }
    }
}

/// Numbers of the built-in formats that show a date, the Chinese ones included.
const fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// Whether a format code shows a year, a month or a day.
fn is_date_format(code: &str) -> bool {
    let bare = without_literals(code).to_ascii_lowercase();
    let first = bare.split(';').next().unwrap_or_default();
    if first.contains("general") {
        return false;
    }
    let has_clock = first.contains('h') || first.contains('s');
    first.contains('y') || first.contains('d') || (first.contains('m') && !has_clock)
}

/// A format code without quoted text, escaped characters and bracketed conditions.
fn without_literals(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code.chars();
    while let Some(c) = rest.next() {
        match c {
            '"' => {
                rest.by_ref().find(|c| *c == '"');
            }
            '[' => {
                // Hours, minutes or seconds in brackets count on; anything else there is a colour or condition.
                let inside: String = rest.by_ref().take_while(|c| *c != ']').collect();
                if inside.chars().all(|c| "hmsHMS".contains(c)) {
                    out.push_str(&inside);
                }
            }
            '\\' | '_' | '*' => {
                rest.next();
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::is_date_format;

    #[test]
    fn a_format_that_shows_year_month_or_day_is_a_date_and_others_are_not() {
        for date in [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"",
            "m/d/yy h:mm",
            "[$-804]yyyy\\年m",
            "mmm-yy",
            "[DBNum1]m\"月\"",
        ] {
            assert!(is_date_format(date), "{date}");
        }
        for other in
            ["General", "0.00", "#,##0", "h:mm:ss", "[h]:mm", "\"days\" 0", "[Red]0", "0\"日\"", "mm:ss"]
        {
            assert!(!is_date_format(other), "{other}");
        }
    }
}
