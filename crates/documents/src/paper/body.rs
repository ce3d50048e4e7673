//! The body of a document: paragraphs and tables as they stand once every change is accepted.

use super::{
    Block, Limits, Paper, Paragraph, Remarks, Table, WORDS,
    numbering::Numbering,
    styles::{Styles, is_on},
};
use crate::office::xml::{Step, Xml, attribute};
use domain::Refusal;
use kernel::Message;

/// Reads the document's part.
pub(super) fn read(
    document: &str,
    styles: &Styles,
    numbering: Numbering,
    limits: &Limits,
) -> Result<Paper, Refusal> {
    let mut reader = Reader {
        xml: Xml::new(document, &WORDS),
        styles,
        numbering,
        remarks: Remarks::default(),
        place: 1,
        tables: 0,
        left: limits.paragraphs,
        limits,
    };
    loop {
        match reader.xml.next()? {
            Step::Start(element) if element.local_name().as_ref() == b"body" => break,
            Step::Eof => return Err(Refusal::new(WORDS.foreign)),
            _ => {}
        }
    }
    let mut blocks = Vec::new();
    reader.flow(b"body", Some(&mut blocks), 0)?;
    Ok(Paper { blocks, remarks: reader.remarks })
}

struct Reader<'a> {
    xml: Xml<'a>,
    styles: &'a Styles,
    numbering: Numbering,
    remarks: Remarks,
    /// Number of the paragraph being read.
    place: u32,
    tables: u32,
    left: usize,
    limits: &'a Limits,
}

/// What a paragraph's properties say.
#[derive(Default)]
struct Properties {
    style: Option<String>,
    outline: Option<u8>,
    number: Option<String>,
    level: Option<u8>,
    /// Its end was deleted: it runs on into the next one.
    runs_on: bool,
}

/// A paragraph while its runs are read.
#[derive(Default)]
struct Draft {
    text: String,
    bold: usize,
    /// Everything so far was bold.
    all_bold: bool,
}

impl<'a> Reader<'a> {
    /// Reads paragraphs and tables up to an end. Without `blocks`, inside a cell, the text is returned.
    fn flow(
        &mut self,
        until: &[u8],
        mut blocks: Option<&mut Vec<Block>>,
        depth: usize,
    ) -> Result<String, Refusal> {
        let mut inside = String::new();
        let mut draft = Draft { all_bold: true, ..Draft::default() };
        loop {
            match self.xml.next()? {
                Step::Start(element) => match element.local_name().as_ref() {
                    b"p" => {
                        self.take_paragraph()?;
                        let properties = self.paragraph(&mut draft)?;
                        if properties.runs_on {
                            continue;
                        }
                        let done =
                            std::mem::replace(&mut draft, Draft { all_bold: true, ..Draft::default() });
                        self.finish(done, &properties, blocks.as_deref_mut(), &mut inside);
                    }
                    b"tbl" => {
                        let rows = self.table(depth + 1)?;
                        self.place_table(rows, blocks.as_deref_mut(), &mut inside);
                    }
                    b"del" | b"moveFrom" => {
                        self.remarks.deleted.push(self.place);
                        self.xml.skip()?;
                    }
                    b"ins" | b"moveTo" => self.remarks.inserted.push(self.place),
                    b"sdtPr" | b"sdtEndPr" | b"sectPr" | b"Fallback" | b"tcPr" => self.xml.skip()?,
                    _ => {}
                },
                Step::End(end) if end == until => break,
                Step::End(_) | Step::Text(_) => {}
                Step::Eof => return Err(WORDS.damaged()),
            }
        }
        if !draft.text.is_empty() {
            self.finish(draft, &Properties::default(), blocks, &mut inside);
        }
        Ok(inside)
    }

    fn take_paragraph(&mut self) -> Result<(), Refusal> {
        self.left = self
            .left
            .checked_sub(1)
            .ok_or_else(|| Message::new("paper-too-many-paragraphs").with("max", self.limits.paragraphs))?;
        Ok(())
    }

    fn finish(
        &mut self,
        draft: Draft,
        properties: &Properties,
        blocks: Option<&mut Vec<Block>>,
        inside: &mut String,
    ) {
        let style = properties.style.as_deref();
        let by_style = style.and_then(|style| self.styles.number(style));
        let (list, level) = match (&properties.number, by_style) {
            (Some(list), by_style) => {
                (Some(list.clone()), properties.level.or(by_style.and_then(|(_, level)| level)))
            }
            (None, Some((list, level))) => (Some(list), properties.level.or(level)),
            (None, None) => (None, None),
        };
        let label = list.and_then(|list| self.numbering.next(&list, level.unwrap_or(0)));
        let Some(blocks) = blocks else {
            if !inside.is_empty() && !draft.text.is_empty() {
                inside.push('\n');
            }
            inside.push_str(&draft.text);
            return;
        };
        let heading = style
            .and_then(|style| self.styles.heading(style))
            .or_else(|| properties.outline.map(|level| level + 1));
        blocks.push(Block::Paragraph(Paragraph {
            number: self.place,
            text: draft.text,
            heading,
            label,
            bold_lead: draft.bold,
        }));
        self.place += 1;
    }

    fn place_table(&mut self, rows: Vec<Vec<String>>, blocks: Option<&mut Vec<Block>>, inside: &mut String) {
        match blocks {
            Some(blocks) => {
                self.tables += 1;
                let table = Table { number: self.tables, after: self.place - 1, rows };
                blocks.push(Block::Table(table));
            }
            None => {
                for cell in rows.into_iter().flatten().filter(|cell| !cell.is_empty()) {
                    if !inside.is_empty() {
                        inside.push('\n');
                    }
                    inside.push_str(&cell);
                }
            }
        }
    }

    /// Reads a table up to its end.
    fn table(&mut self, depth: usize) -> Result<Vec<Vec<String>>, Refusal> {
        if depth > self.limits.depth {
            return Err(WORDS.damaged());
        }
        let mut rows = Vec::new();
        let mut row: Vec<String> = Vec::new();
        let mut deleted = false;
        loop {
            match self.xml.next()? {
                Step::Start(element) => match element.local_name().as_ref() {
                    b"tr" => (row, deleted) = (Vec::new(), false),
                    b"trPr" => deleted = self.row_is_deleted()?,
                    b"tc" => {
                        let text = self.flow(b"tc", None, depth)?;
                        row.push(text);
                    }
                    b"tblPr" | b"tblGrid" | b"tblPrEx" | b"sdtPr" => self.xml.skip()?,
                    _ => {}
                },
                Step::End(end) if end == b"tr" => {
                    if deleted {
                        self.remarks.deleted.push(self.place.saturating_sub(1));
                    } else {
                        rows.push(std::mem::take(&mut row));
                    }
                }
                Step::End(end) if end == b"tbl" => return Ok(rows),
                Step::End(_) | Step::Text(_) => {}
                Step::Eof => return Err(WORDS.damaged()),
            }
        }
    }

    fn row_is_deleted(&mut self) -> Result<bool, Refusal> {
        let mut deleted = false;
        loop {
            match self.xml.next()? {
                Step::Start(element) => match element.local_name().as_ref() {
                    b"del" => deleted = true,
                    b"trPrChange" => self.xml.skip()?,
                    _ => {}
                },
                Step::End(end) if end == b"trPr" => return Ok(deleted),
                Step::End(_) | Step::Text(_) => {}
                Step::Eof => return Err(WORDS.damaged()),
            }
        }
    }

    /// Reads a paragraph's runs up to its end; what an earlier one ran on with stands before.
    fn paragraph(&mut self, draft: &mut Draft) -> Result<Properties, Refusal> {
        let mut properties = Properties::default();
        loop {
            match self.xml.next()? {
                Step::Start(element) => match element.local_name().as_ref() {
                    b"pPr" => properties = self.properties()?,
                    b"r" => self.run(draft, properties.style.as_deref())?,
                    b"del" | b"moveFrom" => {
                        self.remarks.deleted.push(self.place);
                        self.xml.skip()?;
                    }
                    b"ins" | b"moveTo" => self.remarks.inserted.push(self.place),
                    b"sdtPr" | b"sdtEndPr" | b"Fallback" | b"rt" => self.xml.skip()?,
                    _ => {}
                },
                Step::End(end) if end == b"p" => return Ok(properties),
                Step::End(_) | Step::Text(_) => {}
                Step::Eof => return Err(WORDS.damaged()),
            }
        }
    }

    fn properties(&mut self) -> Result<Properties, Refusal> {
        let mut properties = Properties::default();
        loop {
            match self.xml.next()? {
                Step::Start(element) => {
                    let value = attribute(&element, b"val");
                    match element.local_name().as_ref() {
                        b"pStyle" => properties.style = value,
                        b"numId" => properties.number = value,
                        b"ilvl" => properties.level = value.and_then(|v| v.parse().ok()).filter(|l| *l < 9),
                        b"outlineLvl" => {
                            properties.outline = value.and_then(|v| v.parse().ok()).filter(|l| *l < 9);
                        }
                        b"del" | b"moveFrom" => properties.runs_on = true,
                        // What the properties were before a tracked change.
                        b"pPrChange" | b"rPrChange" | b"numberingChange" | b"sectPr" => self.xml.skip()?,
                        _ => {}
                    }
                }
                Step::End(end) if end == b"pPr" => break,
                Step::End(_) | Step::Text(_) => {}
                Step::Eof => return Err(WORDS.damaged()),
            }
        }
        if properties.runs_on {
            self.remarks.deleted.push(self.place);
        }
        Ok(properties)
    }

    fn run(&mut self, draft: &mut Draft, paragraph_style: Option<&str>) -> Result<(), Refusal> {
        let mut bold = paragraph_style.is_some_and(|style| self.styles.is_bold(style));
        let mut hidden = paragraph_style.is_some_and(|style| self.styles.hides(style));
        let mut text = String::new();
        loop {
            match self.xml.next()? {
                Step::Start(element) => match element.local_name().as_ref() {
                    b"rPr" => (bold, hidden) = self.run_properties(bold, hidden)?,
                    b"t" => text.push_str(&self.xml.text_of(b"t")?),
                    b"tab" => text.push('\t'),
                    b"br" | b"cr" => text.push('\n'),
                    b"noBreakHyphen" => text.push('-'),
                    b"delText" | b"delInstrText" | b"instrText" | b"Fallback" | b"rt" => self.xml.skip()?,
                    b"txbxContent" => {
                        self.remarks.boxes.push(self.place);
                        self.xml.skip()?;
                    }
                    b"footnoteReference" | b"endnoteReference" => self.remarks.notes.push(self.place),
                    b"commentReference" => self.remarks.comments.push(self.place),
                    _ => {}
                },
                Step::End(end) if end == b"r" => break,
                Step::End(_) | Step::Text(_) => {}
                Step::Eof => return Err(WORDS.damaged()),
            }
        }
        if text.is_empty() {
            return Ok(());
        }
        if hidden {
            self.remarks.hidden.push(self.place);
            return Ok(());
        }
        draft.all_bold &= bold;
        if draft.all_bold {
            draft.bold += text.chars().count();
        }
        draft.text.push_str(&text);
        Ok(())
    }

    fn run_properties(&mut self, mut bold: bool, mut hidden: bool) -> Result<(bool, bool), Refusal> {
        loop {
            match self.xml.next()? {
                Step::Start(element) => match element.local_name().as_ref() {
                    b"b" => bold = is_on(&element),
                    b"vanish" => hidden = is_on(&element),
                    b"rStyle" => {
                        let style = attribute(&element, b"val").unwrap_or_default();
                        bold |= self.styles.is_bold(&style);
                        hidden |= self.styles.hides(&style);
                    }
                    b"rPrChange" => self.xml.skip()?,
                    _ => {}
                },
                Step::End(end) if end == b"rPr" => return Ok((bold, hidden)),
                Step::End(_) | Step::Text(_) => {}
                Step::Eof => return Err(WORDS.damaged()),
            }
        }
    }
}
