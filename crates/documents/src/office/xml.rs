//! Reading the XML of a part, event by event: names without prefixes, text with its references resolved.

use super::Words;
use domain::Refusal;
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesRef, BytesStart, Event},
};

/// A reader over a part. A document type is refused: no Office program writes one.
pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    words: &'static Words,
}

/// What happens next in the document; empty elements come as a start and an end.
pub(crate) enum Step<'a> {
    /// An element begins.
    Start(BytesStart<'a>),
    /// An element ends; its local name.
    End(Vec<u8>),
    /// Text between elements.
    Text(String),
    /// The document ends.
    Eof,
}

impl<'a> Xml<'a> {
    /// Starts at the beginning.
    pub(crate) fn new(text: &'a str, words: &'static Words) -> Self {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Self { reader, words }
    }

    /// The next step.
    pub(crate) fn next(&mut self) -> Result<Step<'a>, Refusal> {
        loop {
            let damaged = || self.words.damaged();
            return Ok(match self.reader.read_event().map_err(|_| damaged())? {
                Event::Start(element) => Step::Start(element),
                Event::End(element) => Step::End(element.local_name().as_ref().to_vec()),
                Event::Text(text) => Step::Text(text.decode().map_err(|_| damaged())?.into_owned()),
                Event::CData(data) => Step::Text(data.decode().map_err(|_| damaged())?.into_owned()),
                Event::GeneralRef(reference) => Step::Text(resolved(&reference).ok_or_else(damaged)?),
                Event::Eof => Step::Eof,
                Event::DocType(_) => return Err(damaged()),
                _ => continue,
            });
        }
    }

    /// Skips everything up to the end of the element just begun.
    pub(crate) fn skip(&mut self) -> Result<(), Refusal> {
        let mut depth = 1_u32;
        while depth > 0 {
            match self.next()? {
                Step::Start(_) => depth += 1,
                Step::End(_) => depth -= 1,
                Step::Text(_) => {}
                Step::Eof => return Err(self.words.damaged()),
            }
        }
        Ok(())
    }

    /// All text up to the end of the element just begun, without phonetic guides.
    pub(crate) fn text_of(&mut self, name: &[u8]) -> Result<String, Refusal> {
        let mut out = String::new();
        let mut depth = 0_u32;
        let mut guides = 0_u32;
        loop {
            match self.next()? {
                Step::Start(element) => {
                    depth += 1;
                    guides += u32::from(element.local_name().as_ref() == b"rPh");
                }
                Step::End(end) if depth == 0 && end == name => return Ok(out),
                Step::End(end) => {
                    depth = depth.saturating_sub(1);
                    guides = guides.saturating_sub(u32::from(end == b"rPh"));
                }
                Step::Text(text) if guides == 0 => out.push_str(&text),
                Step::Text(_) => {}
                Step::Eof => return Err(self.words.damaged()),
            }
        }
    }
}

fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character.to_string());
    }
    let name = reference.decode().ok()?;
    quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned)
}

/// An attribute's value by its local name.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found =
        element.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Whether an attribute says yes.
pub(crate) fn flag(element: &BytesStart<'_>, name: &[u8]) -> bool {
    matches!(attribute(element, name).as_deref(), Some("1" | "true" | "on"))
}

/// Text with the format's own escapes (`_x000D_`) resolved.
pub(crate) fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        match escaped_char(from) {
            Some(character) => {
                out.push(character);
                rest = from.get(7..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The character of `_xHHHH_` at the start of the text.
fn escaped_char(text: &str) -> Option<char> {
    let hex = text.get(2..6)?;
    let closed = text.get(6..7) == Some("_");
    let digits = hex.bytes().all(|b| b.is_ascii_hexdigit());
    (closed && digits).then(|| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)).flatten()
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn the_formats_own_escapes_are_resolved_and_look_alikes_are_kept() {
        assert_eq!(unescaped("甲_x000D_乙"), "甲\r乙");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("max_x 与 _xZZZZ_ 与 _x云河县_"), "max_x 与 _xZZZZ_ 与 _x云河县_");
        assert_eq!(unescaped("_xD800_"), "_xD800_");
    }
}
