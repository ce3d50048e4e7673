//! A short official letter as a text document (DOCX): red head, number, title, paragraphs, one table, place to sign.
//!
//! The sheet follows GB/T 9704-2012: A4, 37 mm above and 28 mm to the left of a text area of 156 by 225 mm, 22 lines of
//! 28 characters in size 3 (16 pt), the title in size 2 (22 pt). Fonts are named, not embedded. The words are the
//! caller's; what comes from data cannot break the markup. Called by the paper of a team's authorisation.

use docx_rs::{
    AlignmentType, BorderType, Docx, LineSpacing, LineSpacingType, PageMargin, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, Run, RunFonts, SpecialIndentType, Table, TableAlignmentType, TableCell,
    TableLayoutType, TableRow, WidthType,
};
use std::io::Cursor;

/// Twentieths of a point to the millimetre, times ten, for whole numbers.
const fn millimetres(mm: i32) -> i32 {
    mm * 1_440 * 10 / 254
}

/// Sizes in half points.
const SIZE_HEAD: usize = 72;
const SIZE_TITLE: usize = 44;
const SIZE_BODY: usize = 32;
/// One of 22 lines in 225 mm, in twentieths of a point.
const LINE: i32 = 580;
/// Red of official heads.
const RED: &str = "FF0000";

/// A letter, all its words said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// Name of the body in whose name it goes out, in the red head.
    pub head: String,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Whom it addresses; none when empty.
    pub addressee: String,
    /// Its paragraphs before the table.
    pub paragraphs: Vec<String>,
    /// Headings of the table; no table without.
    pub headings: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// Its paragraphs after the table.
    pub closing: Vec<String>,
    /// Who signs.
    pub signer: String,
    /// The line of the date.
    pub date: String,
}

/// The document could not be packed.
#[derive(Debug, thiserror::Error)]
#[error("a letter could not be packed: {0}")]
pub struct NotPacked(String);

/// Writes the letter.
///
/// # Errors
/// [`NotPacked`], a defect: nothing of the content can cause it.
pub fn write(letter: &Letter) -> Result<Vec<u8>, NotPacked> {
    let margin = PageMargin::new()
        .top(millimetres(37))
        .left(millimetres(28))
        .right(millimetres(26))
        .bottom(millimetres(35))
        .header(0)
        .footer(millimetres(25));
    let mut docx = Docx::new()
        .page_size(11_906, 16_838)
        .page_margin(margin)
        .default_size(SIZE_BODY)
        .default_fonts(fonts("仿宋_GB2312"))
        .add_paragraph(head(&letter.head))
        .add_paragraph(number(&letter.number))
        .add_paragraph(line("").align(AlignmentType::Center))
        .add_paragraph(styled(&letter.title, "方正小标宋简体", SIZE_TITLE).align(AlignmentType::Center))
        .add_paragraph(line(""));
    if !letter.addressee.is_empty() {
        docx = docx.add_paragraph(line(&letter.addressee));
    }
    for text in &letter.paragraphs {
        docx = docx.add_paragraph(indented(text));
    }
    if !letter.headings.is_empty() {
        docx = docx.add_table(table(letter));
    }
    for text in &letter.closing {
        docx = docx.add_paragraph(indented(text));
    }
    docx = docx
        .add_paragraph(line(""))
        .add_paragraph(line(&letter.signer).align(AlignmentType::Right))
        .add_paragraph(line(&letter.date).align(AlignmentType::Right));
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|e| NotPacked(e.to_string()))?;
    Ok(bytes.into_inner())
}

fn fonts(east_asia: &str) -> RunFonts {
    RunFonts::new().east_asia(east_asia).ascii("Times New Roman").hi_ansi("Times New Roman")
}

fn run(text: &str, font: &str, size: usize) -> Run {
    Run::new().add_text(text).fonts(fonts(font)).size(size)
}

fn spaced(paragraph: Paragraph) -> Paragraph {
    paragraph.line_spacing(LineSpacing::new().line_rule(LineSpacingType::Exact).line(LINE).before(0).after(0))
}

fn line(text: &str) -> Paragraph {
    spaced(Paragraph::new().add_run(run(text, "仿宋_GB2312", SIZE_BODY)))
}

fn styled(text: &str, font: &str, size: usize) -> Paragraph {
    Paragraph::new().add_run(run(text, font, size))
}

/// A paragraph of the body: two characters in.
fn indented(text: &str) -> Paragraph {
    line(text).indent(None, Some(SpecialIndentType::FirstLine(640)), None, None).align(AlignmentType::Both)
}

/// The body's name in red.
fn head(name: &str) -> Paragraph {
    let run = run(name, "方正小标宋简体", head_size(name)).color(RED);
    Paragraph::new().add_run(run).align(AlignmentType::Center)
}

/// As large as one line of 156 mm takes it.
fn head_size(name: &str) -> usize {
    let characters = name.chars().count().max(1);
    // 156 mm are 442 points; a character is as wide as it is high.
    (2 * 442 / characters).clamp(SIZE_TITLE, SIZE_HEAD)
}

/// The number above the red rule.
fn number(number: &str) -> Paragraph {
    let rule =
        ParagraphBorder::new(ParagraphBorderPosition::Bottom).val(BorderType::Single).size(12).color(RED);
    let mut paragraph = line(number).align(AlignmentType::Center);
    paragraph.property = paragraph.property.set_border(rule);
    paragraph
}

/// The table across the text area, its columns alike.
fn table(letter: &Letter) -> Table {
    let columns = letter.headings.len().max(1);
    let width = usize::try_from(millimetres(156)).unwrap_or(8_844) / columns;
    let cell = |text: &str, font: &str| {
        let paragraph = Paragraph::new().add_run(run(text, font, 28)).align(AlignmentType::Center);
        TableCell::new().width(width, WidthType::Dxa).add_paragraph(paragraph)
    };
    let heading = TableRow::new(letter.headings.iter().map(|h| cell(h, "黑体")).collect());
    let rows = letter.rows.iter().map(|row| {
        TableRow::new(row.iter().take(columns).map(|text| cell(text, "仿宋_GB2312")).collect()).cant_split()
    });
    Table::new(std::iter::once(heading).chain(rows).collect())
        .set_grid(vec![width; columns])
        .layout(TableLayoutType::Fixed)
        .align(TableAlignmentType::Center)
        .width(width * columns, WidthType::Dxa)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn letter() -> Letter {
        Letter {
            head: "中共云河县委员会".into(),
            number: "云巡授〔2025〕21号".into(),
            title: "巡察授权书".into(),
            addressee: "第一巡察组：".into(),
            paragraphs: vec!["授权你组 <巡察> 下列单位 & 村。".into()],
            headings: vec!["被巡察单位".into(), "方式".into()],
            rows: vec![vec!["县水利局".into(), "常规".into()]],
            closing: vec!["请依规依纪开展工作。".into()],
            signer: "中共云河县委员会".into(),
            date: "　　年　月　日".into(),
        }
    }

    fn body(bytes: &[u8]) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn the_sheet_has_the_standards_margins_and_the_head_is_red() {
        let xml = body(&write(&letter()).unwrap());
        // 37, 28, 26 and 35 mm in twentieths of a point.
        for part in ["w:top=\"2097\"", "w:left=\"1587\"", "w:right=\"1474\"", "w:bottom=\"1984\"", "FF0000"] {
            assert!(xml.contains(part), "{part} in {xml}");
        }
        assert!(xml.contains("云巡授〔2025〕21号") && xml.contains("县水利局"));
    }

    #[test]
    fn markup_in_the_data_stays_text() {
        let xml = body(&write(&letter()).unwrap());
        assert!(xml.contains("&lt;巡察&gt;") && xml.contains("&amp; 村"), "{xml}");
    }

    #[test]
    fn a_long_name_gets_a_smaller_head() {
        assert_eq!(head_size("中共云河县委"), SIZE_HEAD);
        assert_eq!(head_size("中共某某某某某某某某某某某某某某某某某某有限公司委员会"), SIZE_TITLE);
    }
}
