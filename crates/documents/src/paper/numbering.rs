//! Automatic numbers: lists, their levels, and the count as the document goes on.

use super::{Label, WORDS};
use crate::office::xml::{Step, Xml, attribute};
use domain::Refusal;
use std::collections::{HashMap, HashSet};

/// A list has this many levels.
const LEVELS: usize = 9;

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    text: String,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".to_owned(), text: String::new() }
    }
}

#[derive(Default)]
struct List {
    /// The abstract list it counts by.
    counts_by: String,
    /// Starts that this list sets anew, by level.
    starts: HashMap<usize, u32>,
    /// Levels that this list defines anew.
    levels: HashMap<usize, Level>,
}

/// All lists of a document, and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    kinds: HashMap<String, HashMap<usize, Level>>,
    lists: HashMap<String, List>,
    counted: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<String>,
}

impl Numbering {
    /// Counts one paragraph of a list on, and gives its number; `None` for no list or one without numbers.
    pub(super) fn next(&mut self, list_id: &str, level: u8) -> Option<Label> {
        let at = usize::from(level);
        let list = self.lists.get(list_id)?;
        let kinds = self.kinds.get(&list.counts_by);
        let level_of = |at: usize| list.levels.get(&at).or_else(|| kinds.and_then(|kind| kind.get(&at)));
        let counted = self.counted.entry(list.counts_by.clone()).or_default();
        if self.begun.insert(list_id.to_owned()) {
            for level in list.starts.keys() {
                if let Some(count) = counted.get_mut(*level) {
                    *count = None;
                }
            }
        }
        let start_of =
            |at: usize| list.starts.get(&at).copied().or_else(|| level_of(at).map(|l| l.start)).unwrap_or(1);
        for (deeper, count) in counted.iter_mut().enumerate() {
            if deeper < at {
                count.get_or_insert_with(|| start_of(deeper));
            } else if deeper == at {
                *count = Some(count.map_or_else(|| start_of(at), |n| n.saturating_add(1)));
            } else {
                *count = None;
            }
        }
        let own = level_of(at)?;
        let mut text = own.text.clone();
        for (other, count) in counted.iter().enumerate().take(at + 1) {
            let format = level_of(other).map_or("decimal", |level| level.format.as_str());
            text = text.replace(&format!("%{}", other + 1), &written(count.unwrap_or(1), format));
        }
        (own.format != "none" && !text.is_empty()).then_some(Label { level, text })
    }
}

/// A number as a format writes it.
fn written(n: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "ideographTraditional"
        | "taiwaneseCounting"
        | "taiwaneseDigital" => chinese(n),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(n),
        "decimalFullWidth" | "decimalFullWidth2" => {
            n.to_string().chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c)).collect()
        }
        "upperLetter" => letter(n, 'A'),
        "lowerLetter" => letter(n, 'a'),
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).to_ascii_lowercase(),
        "bullet" | "none" => String::new(),
        _ => n.to_string(),
    }
}

/// 一, 十, 十一, 二十, up to ninety-nine; digits beyond.
fn chinese(n: u32) -> String {
    let digit = |n: u32| usize::try_from(n).ok().and_then(|n| "〇一二三四五六七八九".chars().nth(n));
    match (n / 10, n % 10) {
        (0, ones) => digit(ones).into_iter().collect(),
        (tens @ 1..=9, ones) => {
            let tens = digit(tens).filter(|_| tens > 1);
            let ones = digit(ones).filter(|_| ones > 0);
            tens.into_iter().chain(['十']).chain(ones).collect()
        }
        _ => n.to_string(),
    }
}

fn circled(n: u32) -> String {
    let c = (1..=20).contains(&n).then(|| char::from_u32(0x245F + n)).flatten();
    c.map_or_else(|| n.to_string(), String::from)
}

fn letter(n: u32, first: char) -> String {
    let c = (1..=26).contains(&n).then(|| char::from_u32(u32::from(first) + n - 1)).flatten();
    c.map_or_else(|| n.to_string(), String::from)
}

fn roman(n: u32) -> String {
    let mut rest = n.min(3_999);
    let mut out = String::new();
    for (value, sign) in [
        (1_000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

/// Reads the part of lists.
pub(super) fn read(xml: &str) -> Result<Numbering, Refusal> {
    let mut numbering = Numbering::default();
    let mut xml = Xml::new(xml, &WORDS);
    loop {
        match xml.next()? {
            Step::Start(element) => {
                let id = |name: &[u8]| attribute(&element, name).unwrap_or_default();
                match element.local_name().as_ref() {
                    b"abstractNum" => {
                        let id = id(b"abstractNumId");
                        let levels = levels(&mut xml, b"abstractNum")?.levels;
                        numbering.kinds.insert(id, levels);
                    }
                    b"num" => {
                        let id = id(b"numId");
                        let list = levels(&mut xml, b"num")?;
                        numbering.lists.insert(id, list);
                    }
                    _ => {}
                }
            }
            Step::Eof => return Ok(numbering),
            _ => {}
        }
    }
}

/// The levels up to the end of an abstract list or of a list with its own.
fn levels(xml: &mut Xml<'_>, until: &[u8]) -> Result<List, Refusal> {
    let mut list = List::default();
    let mut at = 0_usize;
    loop {
        match xml.next()? {
            Step::Start(element) => {
                let value = attribute(&element, b"val");
                let level = attribute(&element, b"ilvl").and_then(|level| level.parse().ok());
                match element.local_name().as_ref() {
                    b"lvl" => {
                        at = level.filter(|level| *level < LEVELS).unwrap_or(LEVELS);
                        list.levels.insert(at, Level::default());
                    }
                    b"lvlOverride" => at = level.unwrap_or(LEVELS),
                    b"startOverride" => {
                        list.starts.extend(value.and_then(|v| v.parse().ok()).map(|start| (at, start)));
                    }
                    b"abstractNumId" => list.counts_by = value.unwrap_or_default(),
                    b"pPr" | b"rPr" => xml.skip()?,
                    name => {
                        if let (Some(level), Some(value)) = (list.levels.get_mut(&at), value) {
                            match name {
                                b"start" => level.start = value.parse().unwrap_or(1),
                                b"numFmt" => level.format = value,
                                b"lvlText" => level.text = value,
                                _ => {}
                            }
                        }
                    }
                }
            }
            Step::End(end) if end == until => return Ok(list),
            Step::End(_) | Step::Text(_) => {}
            Step::Eof => return Err(WORDS.damaged()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{chinese, circled, read, roman};

    #[test]
    fn numbers_are_written_as_their_format_says() {
        let written: Vec<String> = [1, 9, 10, 11, 20, 21, 99].into_iter().map(chinese).collect();
        assert_eq!(written, ["一", "九", "十", "十一", "二十", "二十一", "九十九"]);
        assert_eq!((circled(3), roman(1994)), ("③".to_owned(), "MCMXCIV".to_owned()));
    }

    #[test]
    fn deeper_levels_begin_again_and_a_new_list_may_start_over() {
        let level = |at: u8, text: &str, format: &str| {
            format!(
                r#"<lvl ilvl="{at}"><start val="1"/><numFmt val="{format}"/><lvlText val="{text}"/></lvl>"#
            )
        };
        let xml = format!(
            r#"<numbering><abstractNum abstractNumId="7">{}{}</abstractNum><num numId="1"><abstractNumId val="7"/></num>
            <num numId="2"><abstractNumId val="7"/><lvlOverride ilvl="0"><startOverride val="5"/></lvlOverride></num></numbering>"#,
            level(0, "%1、", "chineseCounting"),
            level(1, "%1.%2", "decimal"),
        );
        let mut numbering = read(&xml).unwrap();
        let mut shown = |list: &str, level| numbering.next(list, level).unwrap().text;
        let texts =
            [shown("1", 0), shown("1", 1), shown("1", 1), shown("1", 0), shown("1", 1), shown("2", 0)];
        assert_eq!(texts, ["一、", "一.1", "一.2", "二、", "二.1", "五、"]);
        assert!(numbering.next("9", 0).is_none());
    }
}
