//! A feedback paper (DOCX or text) read to its problem list.
//!
//! Joins the guarded reader of text documents ([`crate::paper`]) with the rules of the outline
//! (`domain::feedback::import`); what the file hides or changes is told beside what the outline finds. Called by the
//! import of feedback (E1, E2).

use crate::paper::{self, Limits, Paper};
use domain::{
    Refusal,
    feedback::import::{self, AutoLabel, Block, Checked, Paragraph, Table},
};

/// Reads a file: DOCX, or text in UTF-8. `section` is the paragraph of the section that holds the problems, where a
/// person has chosen it.
///
/// # Errors
/// Refuses with a sentence what cannot be read.
pub fn read(bytes: &[u8], limits: &Limits, section: Option<u32>) -> Result<Checked, Refusal> {
    let is_text = !bytes.is_empty() && bytes.len() <= limits.bytes && !bytes.contains(&0);
    let paper = match std::str::from_utf8(bytes) {
        Ok(text) if is_text && !bytes.starts_with(b"PK") => paper::from_text(text),
        _ => paper::open(bytes, limits)?,
    };
    Ok(outline(paper, section))
}

fn outline(paper: Paper, section: Option<u32>) -> Checked {
    let remarks = paper.issues();
    let blocks: Vec<Block> = paper.blocks.into_iter().map(block).collect();
    let mut checked = import::check(&blocks, section);
    checked.issues.0.extend(remarks.0);
    checked.issues.sort();
    checked
}

fn block(block: paper::Block) -> Block {
    match block {
        paper::Block::Paragraph(paragraph) => Block::Paragraph(Paragraph {
            number: paragraph.number,
            text: paragraph.text,
            heading: paragraph.heading,
            label: paragraph.label.map(|label| AutoLabel { level: label.level, text: label.text }),
            bold_lead: paragraph.bold_lead,
        }),
        paper::Block::Table(table) => {
            Block::Table(Table { number: table.number, after: table.after, rows: table.rows })
        }
    }
}
