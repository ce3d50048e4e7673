//! What a document's styles say about a paragraph: level of heading, numbering, hidden.

use super::WORDS;
use crate::office::xml::{Step, Xml, attribute};
use domain::Refusal;
use quick_xml::events::BytesStart;
use std::collections::HashMap;

/// Styles may build on others; a chain longer than this is a circle.
const LONGEST_CHAIN: usize = 20;

#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    number: Option<String>,
    level: Option<u8>,
    hidden: Option<bool>,
    bold: Option<bool>,
}

/// The styles by id.
#[derive(Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    /// A style and those it builds on, nearest first.
    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Style> {
        let mut next = self.0.get(id);
        let mut left = LONGEST_CHAIN;
        std::iter::from_fn(move || {
            let style = next.take()?;
            left = left.checked_sub(1)?;
            next = style.based_on.as_ref().and_then(|id| self.0.get(id));
            Some(style)
        })
    }

    /// The level of heading that a style gives, from 1.
    pub(super) fn heading(&self, id: &str) -> Option<u8> {
        self.chain(id).find_map(|style| named_heading(&style.name).or(style.outline.map(|level| level + 1)))
    }

    /// The list and level that a style numbers its paragraphs by.
    pub(super) fn number(&self, id: &str) -> Option<(String, Option<u8>)> {
        self.chain(id).find_map(|style| style.number.clone().map(|number| (number, style.level)))
    }

    /// Whether a style hides its text.
    pub(super) fn hides(&self, id: &str) -> bool {
        self.chain(id).find_map(|style| style.hidden).unwrap_or(false)
    }

    /// Whether a style makes its text bold.
    pub(super) fn is_bold(&self, id: &str) -> bool {
        self.chain(id).find_map(|style| style.bold).unwrap_or(false)
    }
}

/// `heading 2`, `标题 2`.
fn named_heading(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase();
    let level = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"))?;
    level.trim().parse().ok().filter(|level| (1..=9).contains(level))
}

/// Whether a switch such as `<w:b/>` is on.
pub(super) fn is_on(element: &BytesStart<'_>) -> bool {
    !matches!(attribute(element, b"val").as_deref(), Some("0" | "false" | "off" | "none"))
}

/// Reads the part of styles.
pub(super) fn read(xml: &str) -> Result<Styles, Refusal> {
    let mut styles = Styles::default();
    let mut xml = Xml::new(xml, &WORDS);
    loop {
        match xml.next()? {
            Step::Start(element) if element.local_name().as_ref() == b"style" => {
                let id = attribute(&element, b"styleId").unwrap_or_default();
                let style = style(&mut xml)?;
                styles.0.insert(id, style);
            }
            Step::Eof => return Ok(styles),
            _ => {}
        }
    }
}

fn style(xml: &mut Xml<'_>) -> Result<Style, Refusal> {
    let mut style = Style::default();
    loop {
        match xml.next()? {
            Step::Start(element) => {
                let value = attribute(&element, b"val");
                match element.local_name().as_ref() {
                    b"name" => style.name = value.unwrap_or_default(),
                    b"basedOn" => style.based_on = value,
                    b"outlineLvl" => style.outline = value.and_then(|v| v.parse().ok()).filter(|l| *l < 9),
                    b"numId" => style.number = value,
                    b"ilvl" => style.level = value.and_then(|v| v.parse().ok()),
                    b"vanish" => style.hidden = Some(is_on(&element)),
                    b"b" => style.bold = Some(is_on(&element)),
                    b"pPrChange" | b"rPrChange" | b"tblStylePr" => xml.skip()?,
                    _ => {}
                }
            }
            Step::End(end) if end == b"style" => return Ok(style),
            Step::End(_) | Step::Text(_) => {}
            Step::Eof => return Err(WORDS.damaged()),
        }
    }
}
