//! The county's four feedback papers, each in its own manner, and papers that hide or change things.

use crate::county::expected;
use crate::hostile::{package, parts};
use documents::{feedback, paper};
use domain::feedback::draft::{Place, Source};
use domain::feedback::import::Checked;
use proptest::prelude::*;

const PAPERS: [&[u8]; 4] = [
    include_bytes!("../../../../tests/data/feedback-1.docx"),
    include_bytes!("../../../../tests/data/feedback-2.docx"),
    include_bytes!("../../../../tests/data/feedback-3.docx"),
    include_bytes!("../../../../tests/data/feedback-4.docx"),
];

fn read(bytes: &[u8]) -> Checked {
    feedback::read(bytes, &paper::Limits::default(), None).unwrap()
}

fn titles(checked: &Checked, source: Source) -> Vec<String> {
    let problems = checked.draft.problems.iter().filter(|problem| problem.source == source);
    problems.map(|problem| problem.title.clone()).collect()
}

fn issues(checked: &Checked) -> Vec<(u32, &str)> {
    checked.issues.0.iter().map(|issue| (issue.row, issue.kind)).collect()
}

#[test]
fn each_paper_is_read_to_exactly_its_problems() {
    let expected = expected();
    for (number, paper) in (1..).zip(PAPERS) {
        let wanted: Vec<String> =
            serde_json::from_value(expected["feedback"][format!("feedback-{number}")].clone()).unwrap();
        assert_eq!(titles(&read(paper), Source::Body), wanted, "feedback-{number}");
    }
    let extra: Vec<String> = serde_json::from_value(expected["feedback_4_annex_extra"].clone()).unwrap();
    let fourth = read(PAPERS[3]);
    assert_eq!(titles(&fourth, Source::Annex), extra);
    assert_eq!(fourth.draft.problems.len(), 28, "the text's and the annex's, not both twice");
    assert!(fourth.draft.problems.iter().all(|problem| problem.annex_row.is_some()));
}

#[test]
fn what_is_odd_is_said_and_nothing_else() {
    assert_eq!(issues(&read(PAPERS[0])), []);
    assert_eq!(issues(&read(PAPERS[1])), [(8, "mixed_group_marks"), (9, "mixed_marks")]);
    assert_eq!(issues(&read(PAPERS[2])), []);
    assert_eq!(
        issues(&read(PAPERS[3])),
        [
            (10, "mixed_group_marks"),
            (11, "mixed_marks"),
            (32, "number_twice"),
            (57, "number_missing"),
            (73, "annex_adds"),
        ]
    );
}

#[test]
fn every_problem_keeps_its_heading_its_facts_and_its_place() {
    let groups = |checked: &Checked| checked.draft.groups.len();
    let counts: Vec<usize> = PAPERS.iter().map(|paper| groups(&read(paper))).collect();
    assert_eq!(counts, [4, 4, 3, 6], "the annex brings a heading of its own");
    let first = read(PAPERS[0]);
    let tenth = &first.draft.problems[9];
    assert_eq!((tenth.place, tenth.instances()), (Place::Paragraph(29), 3));
    assert_eq!(first.draft.dated, "2025-12-09".parse().ok());
    assert_eq!(first.draft.title, "县委第一巡察组关于巡察县住房和城乡建设局党组的反馈意见");
    let second = read(PAPERS[1]);
    assert_eq!(second.draft.problems[4].instances(), 3);
    assert_eq!(
        second.draft.problems[0].passages[0].text,
        "中心组学习记录两两雷同，有3次学习当天半数成员外出。"
    );
    let third = read(PAPERS[2]);
    let marks: Vec<&str> = third.draft.problems[0].passages.iter().map(|p| p.mark.as_str()).collect();
    assert_eq!((third.draft.problems[0].mark.as_str(), marks), ("1.", vec!["（1）", "（2）"]));
    let fourth = read(PAPERS[3]);
    let low = &fourth.draft.problems[13];
    let marks: Vec<&str> = low.passages.iter().map(|p| p.mark.as_str()).collect();
    assert_eq!(marks, ["如：", "又如：", "（1）", "（2）"]);
    for paper in PAPERS {
        let checked = read(paper);
        assert!(checked.draft.problems.iter().all(|p| p.group.is_some()));
        assert!(checked.draft.problems.iter().all(|p| p.source != Source::Body || !p.passages.is_empty()));
    }
}

/// The second paper with its body changed.
fn changed(change: impl Fn(String) -> String) -> Vec<u8> {
    let mut parts = parts(PAPERS[1]);
    let part = parts.iter_mut().find(|(at, _)| at == "word/document.xml").unwrap();
    part.1 = change(String::from_utf8(part.1.clone()).unwrap()).into_bytes();
    package(&parts)
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn typed(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

/// Puts paragraphs before the suggestions, at the end of the problems.
fn with(paragraphs: &str) -> Vec<u8> {
    let marker = "三、意见建议";
    changed(|xml| {
        let at = xml.find(marker).unwrap();
        let at = xml[..at].rfind("<w:p>").unwrap();
        format!("{}{paragraphs}{}", &xml[..at], &xml[at..])
    })
}

#[test]
fn tracked_changes_are_read_as_accepted_and_said() {
    let paper = with(&format!(
        "<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr></w:pPrChange></w:pPr>{}<w:del>\
         <w:r><w:delText>不大</w:delText></w:r></w:del><w:ins>{}</w:ins></w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>5.删去的问题。</w:delText></w:r></w:del></w:p>",
        run("4.成果运用"),
        run("不够。仍有两项未办。"),
    ));
    let checked = read(&paper);
    assert_eq!(titles(&checked, Source::Body).last().unwrap(), "成果运用不够");
    assert_eq!(checked.draft.problems.len(), 18);
    assert!(issues(&checked).contains(&(29, "tracked_changes")), "{:?}", issues(&checked));
}

#[test]
fn hidden_text_text_boxes_comments_and_notes_are_left_out_and_said() {
    let hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>4.内部掌握的问题。</w:t></w:r>";
    let boxed = format!(
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{}</w:txbxContent></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        typed("框"),
        typed("框"),
    );
    let paper = with(&format!(
        "<w:p>{hidden}</w:p><w:p>{}{boxed}<w:r><w:commentReference w:id=\"1\"/></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>",
        run("4.成果运用不够。"),
    ));
    let checked = read(&paper);
    assert_eq!(checked.draft.problems.len(), 18);
    assert_eq!(titles(&checked, Source::Body).last().unwrap(), "成果运用不够");
    let said = issues(&checked);
    for wanted in [(29, "hidden_text"), (30, "text_box"), (30, "comments"), (30, "notes")] {
        assert!(said.contains(&wanted), "{wanted:?} in {said:?}");
    }
}

#[test]
fn text_in_fields_links_and_controls_is_text() {
    let paper = with(&format!(
        "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent><w:p>{}<w:hyperlink>{}</w:hyperlink>\
         <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:sdtContent></w:sdt>",
        run("4.成果"),
        run("运用"),
        run("不够。"),
    ));
    assert_eq!(titles(&read(&paper), Source::Body).last().unwrap(), "成果运用不够");
}

#[test]
fn plain_text_is_read_alike() {
    let text = "关于反馈意见\n一、主要问题\n（一）学习\n1.学习不深。记录雷同。\n二、要求\n1.认真整改。\n";
    assert_eq!(titles(&read(text.as_bytes()), Source::Body), ["学习不深"]);
}

fn refusal(bytes: &[u8]) -> String {
    let few = paper::Limits { parts: 40, ..paper::Limits::default() };
    feedback::read(bytes, &few, None).unwrap_err().0.id.into_owned()
}

#[test]
fn what_is_no_paper_is_refused_with_its_own_sentence() {
    let compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0];
    let encrypted: Vec<u8> =
        compound.into_iter().chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(refusal(b""), "paper-empty-file");
    assert_eq!(refusal(&compound), "paper-old-format");
    assert_eq!(refusal(&encrypted), "paper-encrypted");
    assert_eq!(refusal(b"\x00\x01\x02"), "paper-not-docx");
    assert_eq!(refusal(b"PK\x03\x04 and nothing else"), "paper-damaged");
    assert_eq!(refusal(crate::county::UNITS), "paper-not-docx");
    let mut macros = parts(PAPERS[1]);
    macros.push(("word/vbaProject.bin".to_owned(), vec![1]));
    assert_eq!(refusal(&package(&macros)), "paper-macros");
    let many: Vec<_> = (0..60).map(|n| (format!("part{n}"), Vec::new())).collect();
    assert_eq!(refusal(&package(&many)), "paper-too-many-parts");
    let bomb = with(&" ".repeat(80_000_000));
    assert!(bomb.len() < 1_000_000);
    assert_eq!(refusal(&bomb), "paper-unpacks-too-large");
    assert_eq!(refusal(&changed(|xml| format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{xml}"))), "paper-damaged");
    let long = with(&"<w:p/>".repeat(30_000));
    assert_eq!(refusal(&long), "paper-too-many-paragraphs");
    let deep = with(&format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(50), "</w:tc></w:tr></w:tbl>".repeat(50)));
    assert_eq!(refusal(&deep), "paper-damaged");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn changed_bytes_never_panic(changes in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..20)) {
        let mut bytes = PAPERS[3].to_vec();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let _ = feedback::read(&bytes, &paper::Limits::default(), None);
    }

    #[test]
    fn changed_markup_never_panics(part in 0_usize..4, changes in proptest::collection::vec((any::<usize>(), prop_oneof![
        Just("<w:p>"), Just("</w:p>"), Just("<w:tbl>"), Just("<w:del>"), Just("<w:numPr><w:ilvl w:val=\"99\"/><w:numId w:val=\"77\"/></w:numPr>"),
        Just("<"), Just("&#0;"), Just("</w:r>"), Just("<w:tc>"), Just("99999999999999"), Just("")]), 1..8)) {
        let names = ["word/document.xml", "word/numbering.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"];
        let mut parts = parts(PAPERS[2]);
        let content = &mut parts.iter_mut().find(|(name, _)| name == names[part]).unwrap().1;
        for (at, insert) in changes {
            let at = at % (content.len() + 1);
            let end = (at + insert.len() / 2).min(content.len());
            content.splice(at..end, insert.bytes());
        }
        let _ = feedback::read(&package(&parts), &paper::Limits::default(), None);
    }
}
