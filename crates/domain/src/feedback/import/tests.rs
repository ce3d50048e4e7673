use super::{AutoLabel, Block, Checked, Paragraph, Part, Table, check};
use proptest::prelude::*;

fn lines(texts: &[&str]) -> Vec<Block> {
    (1_u32..)
        .zip(texts)
        .map(|(number, text)| {
            Block::Paragraph(Paragraph { number, text: (*text).to_owned(), ..Paragraph::default() })
        })
        .collect()
}

fn titles(checked: &Checked) -> Vec<&str> {
    checked.draft.problems.iter().map(|problem| problem.title.as_str()).collect()
}

fn kinds(checked: &Checked) -> Vec<&str> {
    checked.issues.0.iter().map(|issue| issue.kind).collect()
}

const PAPER: &[&str] = &[
    "关于巡察的反馈意见",
    "一、基本情况",
    "1.谈话6人次。",
    "二、主要问题",
    "（一）学习方面",
    "1.学习不深。有3次未研讨。",
    "如：某次学习未记录。",
    "2.研究不够。一是未上会；二是无记录。",
    "（二）作风方面",
    "1.调研走过场。",
    "三、整改意见",
    "1.提高认识。",
    "县委第一巡察组",
    "2025年12月9日",
];

#[test]
fn problems_are_the_lowest_titled_entries_of_their_section_alone() {
    let checked = check(&lines(PAPER), None);
    assert_eq!(titles(&checked), ["学习不深", "研究不够", "调研走过场"]);
    assert_eq!(checked.issues.0, []);
    assert_eq!(checked.draft.title, "关于巡察的反馈意见");
    assert_eq!(checked.draft.dated, "2025-12-09".parse().ok());
    assert_eq!(checked.draft.groups.len(), 2);
    assert_eq!(checked.draft.problems[1].instances(), 2);
    let parts: Vec<Part> = checked.outline.iter().map(|entry| entry.part).collect();
    use Part::{Group, Instance, Opening, Other, Problem, Section, Signature};
    assert_eq!(
        parts,
        [
            Opening, Section, Other, Section, Group, Problem, Instance, Problem, Group, Problem, Section,
            Other, Signature, Signature
        ]
    );
}

#[test]
fn a_section_that_is_not_found_is_asked_and_can_be_chosen() {
    let paper: Vec<&str> =
        PAPER.iter().map(|line| if *line == "二、主要问题" { "二、有关方面" } else { *line }).collect();
    let asked = check(&lines(&paper), None);
    assert_eq!((titles(&asked), kinds(&asked)), (vec![], vec!["section_not_found"]));
    assert_eq!(titles(&check(&lines(&paper), Some(4))).len(), 3);
}

#[test]
fn a_heading_without_problems_of_its_own_is_one_and_loose_text_is_said() {
    let checked = check(
        &lines(&[
            "一、存在问题",
            "引言一句。",
            "（一）学习不深",
            "1.甲不实",
            "（二）审计整改不力",
            "事实一句。",
            "二、要求",
        ]),
        None,
    );
    assert_eq!(titles(&checked), ["甲不实", "审计整改不力"]);
    assert_eq!(kinds(&checked), ["loose_text", "mixed_marks", "group_without_problems"]);
    assert_eq!(checked.draft.problems[1].passages[0].text, "事实一句。");
}

#[test]
fn automatic_numbers_and_headings_lead_to_the_same_outline() {
    let numbered: Vec<Block> = [
        (0, "发现的主要问题"),
        (1, "领导方面"),
        (2, "议事不规范。"),
        (3, "未表决。"),
        (0, "要求"),
        (1, "加强"),
    ]
    .into_iter()
    .zip(1_u32..)
    .map(|((level, text), number)| {
        let label = ["一、", "（一）", "1.", "（1）"][usize::from(level)];
        let label = Some(AutoLabel { level, text: label.to_owned() });
        Block::Paragraph(Paragraph { number, text: text.to_owned(), label, ..Paragraph::default() })
    })
    .collect();
    let checked = check(&numbered, None);
    assert_eq!(titles(&checked), ["议事不规范"]);
    assert_eq!(checked.draft.problems[0].passages[0].mark, "（1）");
    let headed: Vec<Block> = [(2, "主要问题"), (3, "领导方面"), (4, "议事不规范"), (2, "要求"), (4, "加强")]
        .into_iter()
        .zip(1_u32..)
        .map(|((level, text), number)| {
            Block::Paragraph(Paragraph {
                number,
                text: text.to_owned(),
                heading: Some(level),
                ..Paragraph::default()
            })
        })
        .collect();
    assert_eq!(titles(&check(&headed, None)), ["议事不规范"]);
}

#[test]
fn a_list_in_a_table_alone_is_taken_and_rows_of_the_text_are_not_taken_twice() {
    let cells = |rows: &[[&str; 2]]| rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
    let table = Table {
        number: 1,
        after: 14,
        rows: cells(&[
            ["序号", "问题"],
            ["1", "学习不深"],
            ["2", "研究不够。"],
            ["3", "台账缺失"],
            ["4", "台账缺失"],
        ]),
    };
    let mut blocks = lines(PAPER);
    blocks.push(Block::Table(table.clone()));
    let checked = check(&blocks, None);
    assert_eq!(titles(&checked), ["学习不深", "研究不够", "调研走过场", "台账缺失"]);
    assert_eq!(kinds(&checked), ["not_in_annex", "annex_twice", "annex_adds"]);
    let alone = check(&[Block::Table(table)], None);
    assert_eq!(titles(&alone), ["学习不深", "研究不够", "台账缺失"]);
}

proptest! {
    #[test]
    fn any_text_gives_an_outline_that_holds_every_line(texts in proptest::collection::vec(
        "(一、|（二）|3\\.|（4）|①|一是|如：|附件|)\\PC{0,12}|二、主要问题|2025年12月9日", 0..30)
    ) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let checked = check(&lines(&texts), None);
        let filled = texts.iter().filter(|text| !text.trim().is_empty()).count();
        prop_assert_eq!(checked.outline.len(), filled);
    }
}
