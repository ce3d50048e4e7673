use super::{Column, Context, Line, Listed, Named, Reported, Row, check, state_of};
use crate::deadline::words::{Class, Dated, Precision, Timing};
use crate::organisation::import::{Cell, CellValue};
use crate::rectification::tests::{body, day, rules};
use crate::ruleset::{Body, Kind};
use kernel::calendar::WorkCalendar;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn calendar() -> WorkCalendar {
    match body(Kind::Calendar) {
        Body::Calendar(calendar) => calendar,
        other => panic!("{other:?}"),
    }
}

fn row(number: u32, cells: &[(Column, &str)]) -> Line {
    let cells = cells.iter().map(|(column, text)| (*column, Cell::text(text))).collect();
    Line::Row(Row { row: number, hidden: false, cells })
}

fn listed(lines: Vec<Line>) -> Listed {
    let above =
        vec!["县甲局党组整改台账".to_owned(), "反馈时间：2025年7月4日 填报时间：2025年11月20日".to_owned()];
    Listed { sheet: "台账".to_owned(), above, lines }
}

fn checked(sheets: &[Listed], answers: &BTreeMap<String, Timing>) -> super::Checked {
    let (rules, calendar) = (rules(), calendar());
    check(sheets, Context { rules: &rules, calendar: &calendar, fed_back: None, filled: None, answers })
}

fn kinds(checked: &super::Checked) -> Vec<(u32, &str)> {
    checked.issues.0.iter().map(|issue| (issue.row, issue.kind)).collect()
}

const FULL: [(Column, &str); 7] = [
    (Column::Serial, "1"),
    (Column::Problem, "学习不深"),
    (Column::Measure, "1.制定计划"),
    (Column::Leader, "甲（副局长）"),
    (Column::Deadline, "2025年底前"),
    (Column::State, "已完成"),
    (Column::Evidence, "文件"),
];

fn full_with(changes: &[(Column, &str)]) -> Vec<(Column, &'static str)> {
    let mut cells = FULL.to_vec();
    for (column, text) in changes {
        let text: &'static str = Box::leak((*text).to_owned().into_boxed_str());
        match cells.iter_mut().find(|(at, _)| at == column) {
            Some(cell) => cell.1 = text,
            None => cells.push((*column, text)),
        }
    }
    cells
}

#[test]
fn a_row_is_read_to_problem_measure_owner_deadline_and_state() {
    let checked = checked(&[listed(vec![row(4, &FULL)])], &BTreeMap::new());
    assert_eq!(kinds(&checked), []);
    let problem = &checked.ledger.problems[0];
    assert_eq!(problem.leader, Some(Named { name: "甲".into(), post: "副局长".into() }));
    let measure = &problem.measures[0];
    assert_eq!((measure.text.as_str(), measure.state), ("制定计划", Reported::Completed));
    assert_eq!(measure.deadline.reading.timing().unwrap().due(), Some(day("2025-12-31")));
    assert_eq!(checked.ledger.heading.unit.as_deref(), Some("县甲局"));
}

#[test]
fn each_oddity_has_its_kind() {
    let odd = |changes: &[(Column, &str)]| {
        let checked = checked(&[listed(vec![row(4, &full_with(changes))])], &BTreeMap::new());
        kinds(&checked).into_iter().map(|(_, kind)| kind.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(odd(&[(Column::Problem, "")]), ["missing_required"]);
    assert_eq!(odd(&[(Column::Serial, "甲")]), ["not_a_number"]);
    assert_eq!(odd(&[(Column::Leader, "")]), ["missing_leader"]);
    assert_eq!(odd(&[(Column::Measure, "")]), ["missing_required"]);
    assert_eq!(odd(&[(Column::State, "差不多")]), ["unknown_value"]);
    assert_eq!(odd(&[(Column::State, "")]), ["unstated"]);
    assert_eq!(odd(&[(Column::Evidence, "无")]), ["done_without_evidence"]);
    assert_eq!(odd(&[(Column::Evidence, "详见附件")]), ["evidence_elsewhere"]);
    assert_eq!(odd(&[(Column::Deadline, "")]), ["missing_deadline"]);
    assert_eq!(odd(&[(Column::Deadline, "尽快")]), ["deadline_asked"]);
    assert_eq!(odd(&[(Column::Progress, "=1+1")]), ["suspicious_text"]);
    assert_eq!(odd(&[(Column::Progress, &"长".repeat(4_001))]), ["too_long"]);
}

#[test]
fn a_formula_without_a_value_and_an_error_value_block_and_a_stored_result_is_said() {
    let cell = |value, formula| Cell { value, formula, ..Cell::default() };
    let with = |cell: Cell| {
        let Line::Row(mut row) = row(4, &FULL) else { panic!("row") };
        row.hidden = true;
        row.cells.push((Column::Progress, cell));
        let checked = checked(&[listed(vec![Line::Row(row)])], &BTreeMap::new());
        (
            checked.issues.errors(),
            kinds(&checked).iter().map(|(_, kind)| (*kind).to_owned()).collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        with(cell(CellValue::Empty, true)),
        (1, vec!["formula_without_value".into(), "hidden_row".into()])
    );
    assert_eq!(with(cell(CellValue::Error("#REF!".into()), false)).0, 1);
    assert_eq!(
        with(cell(CellValue::Number(5.0), true)),
        (0, vec!["hidden_row".into(), "formula_cell".into()])
    );
}

#[test]
fn several_measures_in_one_cell_are_split_by_number_or_refused() {
    let several = full_with(&[
        (Column::Measure, "1.甲；\n2.乙；"),
        (Column::Deadline, "1.立行立改\n2.2025年底前"),
        (Column::State, "1.已完成\n2.60%"),
        (Column::Evidence, "1.文件\n2.无"),
        (Column::Progress, "已研究"),
    ]);
    let split = checked(&[listed(vec![row(4, &several)])], &BTreeMap::new());
    assert_eq!(kinds(&split), [(4, "in_one_cell")]);
    let measures = &split.ledger.problems[0].measures;
    assert_eq!((measures[1].text.as_str(), measures[1].state), ("乙", Reported::InProgress));
    assert_eq!((measures[1].evidence.as_str(), measures[1].progress.as_str()), ("", "已研究"));
    let wrong = full_with(&[(Column::Measure, "1.甲\n2.乙"), (Column::State, "1.已完成")]);
    let refused = checked(&[listed(vec![row(4, &wrong)])], &BTreeMap::new());
    assert!(kinds(&refused).contains(&(4, "lines_disagree")) && refused.issues.errors() == 1);
}

#[test]
fn numbers_totals_and_places_are_compared() {
    let lines = vec![
        row(3, &[(Column::Measure, "无主措施"), (Column::State, "已完成")]),
        row(4, &FULL),
        row(5, &full_with(&[(Column::Leader, "同上")])),
        row(6, &full_with(&[(Column::Serial, "4")])),
        Line::Total { row: 7, problems: Some(4), measures: Some(3) },
    ];
    let checked = checked(&[listed(lines.clone())], &BTreeMap::new());
    assert_eq!(
        kinds(&checked),
        [
            (3, "measure_without_problem"),
            (5, "ditto"),
            (5, "number_twice"),
            (6, "number_missing"),
            (7, "total_mismatch")
        ]
    );
    assert_eq!(checked.ledger.problems[1].leader, checked.ledger.problems[0].leader);
    let other =
        Listed { sheet: "第二页".to_owned(), ..listed(vec![row(3, &full_with(&[(Column::Leader, "")]))]) };
    let both = self::checked(&[listed(vec![row(4, &FULL)]), other], &BTreeMap::new());
    assert_eq!(both.issues.0[0].sheet.as_deref(), Some("第二页"));
}

#[test]
fn an_answer_holds_wherever_its_words_stand_and_a_missing_day_of_feedback_blocks() {
    let lines = vec![row(4, &full_with(&[(Column::Deadline, "3月上旬")]))];
    let asked = checked(&[listed(lines.clone())], &BTreeMap::new());
    assert_eq!(asked.summary.by_class[&Class::Asked], 1);
    let due = Dated { from: None, day: day("2026-03-10"), precision: Precision::TenDays, provisional: false };
    let answers = BTreeMap::from([("3月上旬".to_owned(), Timing::Dated { due, then_long: false })]);
    let answered = checked(&[listed(lines.clone())], &answers);
    assert_eq!((kinds(&answered), answered.summary.by_class[&Class::Dated]), (vec![], 1));
    let without = Listed { above: Vec::new(), ..listed(lines) };
    assert_eq!(kinds(&checked(&[without], &answers))[0], (0, "feedback_day_missing"));
}

#[test]
fn a_percentage_reports_progress_and_never_a_closing() {
    let rules = rules();
    for (word, state) in [
        ("100%", Some(Reported::Completed)),
        ("100％", Some(Reported::Completed)),
        ("0%", Some(Reported::NotStarted)),
        ("99.5%", Some(Reported::InProgress)),
        ("120%", None),
        ("√", Some(Reported::Completed)),
        ("", Some(Reported::Unstated)),
        ("很好", None),
    ] {
        assert_eq!(rules.reported(word), state, "{word}");
    }
    for state in Reported::ALL {
        assert_eq!(rules.reported(rules.word_of(state)), Some(state));
    }
}

#[test]
fn a_problem_is_as_far_as_its_least_measure() {
    use Reported::{Closed, Completed, LongTerm, NotStarted, Unstated};
    for (states, wanted) in [
        (vec![Closed, LongTerm], Closed),
        (vec![LongTerm, LongTerm], LongTerm),
        (vec![Completed, Unstated, NotStarted], Unstated),
        (vec![Closed, NotStarted], NotStarted),
        (vec![], Unstated),
    ] {
        assert_eq!(state_of(states), wanted);
    }
}

proptest! {
    #[test]
    fn any_cells_are_read_without_a_panic_and_no_measure_is_lost(texts in proptest::collection::vec(
        proptest::collection::vec("(1\\.|（2）|\n|无|同上|60%|2025|年底前)?\\PC{0,8}", 7), 0..12))
    {
        let columns = FULL.map(|(column, _)| column);
        let lines: Vec<Line> = (4_u32..).zip(&texts).map(|(number, texts)| {
            let cells: Vec<(Column, &str)> = columns.iter().copied().zip(texts.iter().map(String::as_str)).collect();
            row(number, &cells)
        }).collect();
        let checked = checked(&[listed(lines)], &BTreeMap::new());
        prop_assert_eq!(checked.summary.measures, checked.ledger.rows().count());
        let by_state: usize = checked.summary.measures_by_state.values().sum();
        prop_assert_eq!(by_state, checked.summary.measures);
    }
}

struct Counter(u128);

impl super::NewIds for Counter {
    fn post(&mut self) -> kernel::id::PostId {
        self.0 += 1;
        kernel::id::PostId(uuid::Uuid::from_u128(self.0))
    }
    fn item(&mut self) -> kernel::id::ItemId {
        self.0 += 1;
        kernel::id::ItemId(uuid::Uuid::from_u128(self.0))
    }
    fn measure(&mut self) -> kernel::id::MeasureId {
        self.0 += 1;
        kernel::id::MeasureId(uuid::Uuid::from_u128(self.0))
    }
}

#[test]
fn a_ledger_of_before_becomes_records_and_they_become_the_same_ledger() {
    use crate::rectification::tests::{clerk, item, progress};
    let lines = vec![
        row(4, &full_with(&[(Column::State, "已销号")])),
        row(5, &full_with(&[(Column::Serial, "2"), (Column::Leader, "甲"), (Column::State, "60%")])),
        row(6, &[(Column::Measure, "每月通报"), (Column::Deadline, "长期坚持"), (Column::State, "长期坚持")]),
        row(
            7,
            &full_with(&[
                (Column::Serial, "3"),
                (Column::Leader, ""),
                (Column::State, "未启动"),
                (Column::Evidence, ""),
            ]),
        ),
    ];
    let ledger = checked(&[listed(lines)], &BTreeMap::new()).ledger;
    let taken = super::Taken {
        engagement: item(1).engagement,
        unit: item(1).unit,
        origin: |_| None,
        by: clerk(1),
        on: day("2025-11-20"),
    };
    let records = super::take_over(&ledger, taken, "8-", &mut Counter(0));
    let states: Vec<&str> = records.items.iter().map(|item| item.state.code()).collect();
    assert_eq!(states, ["closed", "under_way", "fed_back"], "a list closes nothing but what it calls closed");
    assert_eq!(records.posts.len(), 1, "one leader, one post, whatever stands beside the name");
    assert_eq!(records.measures[2].text, "每月通报");
    let again = super::ledger_of(
        ledger.heading.clone(),
        (&records.items, &records.measures, &records.posts),
        day("2025-11-20"),
    );
    let plain = |ledger: &super::Ledger| {
        ledger
            .rows()
            .map(|(p, m)| (p.number, m.text.clone(), m.state, m.deadline.clone(), m.evidence.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(plain(&again), plain(&ledger));
    assert_eq!(again.problems[1].code, "8-002");
    // Taken over again under the codes of the export, every measure is known as itself.
    let twice = super::take_over(&again, taken, "8-", &mut Counter(100));
    let codes =
        |records: &super::Records| records.measures.iter().map(|m| m.code.clone()).collect::<Vec<_>>();
    assert_eq!(codes(&twice), codes(&records));
    let newer = records.measures[1].clone().report(progress(None, false), &[&records.items[1]]).unwrap();
    assert_eq!(newer.reported, None, "what is noted here is newer than the list");
}
