//! The transport bureau's ledger as the unit keeps it, and ledgers written and read again.

use crate::county::expected;
use crate::opened::saved_by_another;
use documents::rectification::{self, export};
use documents::sheet;
use domain::deadline::words::{Class, Context as Words, Dated, Precision, Timing, Worded};
use domain::rectification::RectificationRules;
use domain::rectification::ledger::{
    self, Checked, Context, Heading, Ledger, Measure, Named, Problem, Reported,
};
use domain::ruleset::{Body, Kind, shipped};
use kernel::calendar::WorkCalendar;
use kernel::{Day, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;

pub(crate) const MESSY: &[u8] = include_bytes!("../../../../tests/data/ledger-messy.xlsx");

struct Rules {
    rules: RectificationRules,
    calendar: WorkCalendar,
}

fn rules() -> Rules {
    let shipped = shipped().unwrap();
    let body = |kind| shipped.iter().find(|s| s.kind() == kind).unwrap().draft.check().unwrap();
    match (body(Kind::Rectification), body(Kind::Calendar)) {
        (Body::Rectification(rules), Body::Calendar(calendar)) => Rules { rules, calendar },
        other => panic!("{other:?}"),
    }
}

pub(crate) fn read(bytes: &[u8]) -> Checked {
    let Rules { rules, calendar } = rules();
    let workbook = sheet::open(bytes, &sheet::Limits::default()).unwrap();
    let mapping = rectification::propose(&workbook).unwrap();
    let sheets = rectification::read(&workbook, &mapping).unwrap();
    let answers = BTreeMap::new();
    let context =
        Context { rules: &rules, calendar: &calendar, fed_back: None, filled: None, answers: &answers };
    ledger::check(&sheets, context)
}

pub(crate) fn written(ledger: &Ledger) -> Vec<u8> {
    export::write(ledger, &rules().rules, "整改台账", Timestamp(0)).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn every_measure_of_the_messy_ledger_is_read_as_it_is() {
    let checked = read(MESSY);
    let found: Vec<serde_json::Value> = checked
        .ledger
        .rows()
        .map(|(problem, measure)| {
            serde_json::json!({
                "problem": problem.number,
                "measure": measure.text,
                "deadline": measure.deadline.words,
                "class": measure.deadline.reading.class(),
                "due": measure.deadline.reading.timing().and_then(Timing::due),
                "state": measure.state,
                "evidence": measure.evidence,
            })
        })
        .collect();
    let expected = expected();
    for (found, wanted) in found.iter().zip(expected["ledger"].as_array().unwrap()) {
        assert_eq!(found, wanted);
    }
    assert_eq!(found.len(), 113);
}

#[test]
fn the_totals_are_those_of_the_list_and_not_those_it_states() {
    let summary = read(MESSY).summary;
    assert_eq!((summary.problems, summary.measures), (48, 113));
    use Reported::{Basically, Closed, Completed, InProgress, LongTerm, NotStarted, Unstated};
    let measures = BTreeMap::from([
        (Closed, 18),
        (Completed, 22),
        (Basically, 14),
        (InProgress, 31),
        (NotStarted, 14),
        (LongTerm, 11),
        (Unstated, 3),
    ]);
    assert_eq!(summary.measures_by_state, measures);
    let problems = BTreeMap::from([
        (Closed, 4),
        (Completed, 5),
        (Basically, 7),
        (InProgress, 17),
        (NotStarted, 11),
        (LongTerm, 1),
        (Unstated, 3),
    ]);
    assert_eq!(summary.problems_by_state, problems);
    let classes = BTreeMap::from([
        (Class::Dated, 74),
        (Class::DatedThenLong, 7),
        (Class::Immediate, 17),
        (Class::LongTerm, 13),
        (Class::Missing, 2),
    ]);
    assert_eq!(summary.by_class, classes);
    assert_eq!((summary.overdue, summary.done_without_evidence), (18, 9));
    assert_eq!(summary.without_leader, [11, 29, 46]);
    assert_eq!(summary.ditto_leaders, [6, 20, 34]);
    assert_eq!(summary.in_one_cell, [9, 22, 37]);
    assert_eq!(summary.header_rows, [70]);
    let same = "已召开专题会议研究部署，取得明显成效。";
    assert_eq!(summary.repeated.iter().find(|repeated| repeated.text == same).unwrap().rows.len(), 6);
}

#[test]
fn what_wants_a_look_is_named_by_row_column_and_kind_and_nothing_blocks() {
    let checked = read(MESSY);
    assert_eq!(checked.issues.errors(), 0);
    let mut by_kind: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for issue in &checked.issues.0 {
        by_kind.entry(issue.kind).or_default().push(issue.row);
    }
    assert_eq!(by_kind["total_mismatch"], [115, 115]);
    assert_eq!(by_kind["ditto"], [16, 48, 79]);
    assert_eq!(by_kind["missing_leader"], [26, 68, 107]);
    assert_eq!(by_kind["missing_deadline"], [29, 86]);
    assert_eq!(by_kind["unstated"], [18, 67, 102]);
    assert_eq!(by_kind["in_one_cell"], [23, 54, 87]);
    assert_eq!(by_kind["done_without_evidence"].len(), 9);
    let kinds: Vec<&str> = by_kind.keys().copied().collect();
    assert_eq!(
        kinds,
        [
            "ditto",
            "done_without_evidence",
            "evidence_elsewhere",
            "in_one_cell",
            "missing_deadline",
            "missing_leader",
            "total_mismatch",
            "unstated"
        ]
    );
    assert!(checked.issues.0.iter().all(|issue| issue.column.is_some()));
}

#[test]
fn the_head_of_the_list_gives_unit_and_days() {
    let heading = read(MESSY).ledger.heading;
    assert_eq!(heading.unit.as_deref(), Some("县交通运输局"));
    assert_eq!((heading.fed_back, heading.filled), (Some(day("2025-07-04")), Some(day("2025-11-20"))));
    assert_eq!(heading.filled_by, "方戊棠");
}

/// The ledger as records hold it: with codes, and no place in any file.
pub(crate) fn with_codes(mut ledger: Ledger) -> Ledger {
    for problem in &mut ledger.problems {
        problem.row = 0;
        problem.code = format!("8-{:03}", problem.number);
        for (at, measure) in (1..).zip(&mut problem.measures) {
            measure.row = 0;
            measure.code = format!("{}-{at}", problem.code);
        }
    }
    ledger
}

fn placeless(mut ledger: Ledger) -> Ledger {
    for problem in &mut ledger.problems {
        problem.row = 0;
        problem.measures.iter_mut().for_each(|measure| measure.row = 0);
    }
    ledger
}

#[test]
fn the_ledger_written_and_read_again_is_the_same() {
    let ledger = with_codes(read(MESSY).ledger);
    let again = read(&written(&ledger));
    assert_eq!(placeless(again.ledger), ledger);
    assert_eq!(again.issues.errors(), 0);
    assert!(again.issues.0.iter().all(|issue| issue.kind != "total_mismatch"));
}

#[test]
fn another_program_opens_it_saves_it_and_nothing_is_lost() {
    let ledger = with_codes(read(MESSY).ledger);
    let saved = saved_by_another("xlsx:Calc MS Excel 2007 XML", &[("ledger.xlsx", written(&ledger))]);
    assert_eq!(placeless(read(&saved[0]).ledger), ledger);
}

#[test]
fn a_measure_without_a_code_is_not_exported() {
    let ledger = read(MESSY).ledger;
    let refused = export::write(&ledger, &rules().rules, "台账", Timestamp(0)).unwrap_err();
    assert_eq!(refused.0.id, "rectification-export-without-code");
}

#[test]
fn a_list_without_the_headings_of_a_ledger_says_which_it_looks_for() {
    let workbook = sheet::open(crate::county::UNITS, &sheet::Limits::default()).unwrap();
    assert_eq!(rectification::propose(&workbook).unwrap_err().0.id, "sheet-header-not-found");
}

/// Text as forms keep it: no line break or space at its ends.
fn text() -> impl Strategy<Value = String> {
    "[\u{4e00}-\u{4e20}a-z0-9.（）=+@，。\n]{1,12}".prop_map(|text| text::clean::lines(&text).text)
}

fn some_text() -> impl Strategy<Value = String> {
    text().prop_filter("not blank", |text| !text.is_empty())
}

fn deadline() -> impl Strategy<Value = Worded> {
    let Rules { calendar, .. } = rules();
    let context = move |words: &str| {
        let context = Words {
            feedback: day("2025-07-04"),
            written: Some(day("2025-11-20")),
            stated_year: None,
            concentrated_end: None,
            clear_months: 6,
            calendar: &calendar,
        };
        Worded::read(words, context)
    };
    let words =
        ["2025年底前", "立行立改", "长期坚持", "3月上旬", "", "一个月内", "2025年12月31日前完成，并长期坚持"];
    let read = words.map(context);
    let answered = read[3].clone().answered(Timing::Dated {
        due: Dated { from: None, day: day("2026-03-10"), precision: Precision::Day, provisional: false },
        then_long: true,
    });
    let all: Vec<Worded> = read.into_iter().chain([answered]).collect();
    proptest::sample::select(all)
}

prop_compose! {
    fn measure()(
        text in some_text(), person in text(), deadline in deadline(), progress in text(),
        state in proptest::sample::select(Reported::ALL.to_vec()), evidence in text(), note in text(),
    ) -> Measure {
        let blank = |text: String| if text.chars().all(|c| c == '-') { String::new() } else { text };
        Measure { row: 0, code: String::new(), text, person: blank(person), deadline, progress, state, evidence, note }
    }
}

prop_compose! {
    fn problem()(
        title in some_text(), category in some_text(), department in text(),
        leader in proptest::option::of(("[\u{4e00}-\u{4e20}]{2,3}", "[\u{4e00}-\u{4e20}（）]{0,4}")),
        measures in proptest::collection::vec(measure(), 0..4),
    ) -> Problem {
        let leader = leader.map(|(name, post)| Named { name, post });
        Problem { row: 0, number: 0, code: String::new(), category, title, leader, department, measures }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_ledger_written_and_read_again_is_the_same(problems in proptest::collection::vec(problem(), 1..6)) {
        let mut ledger = Ledger {
            heading: Heading {
                title: "县甲局党组整改台账".into(),
                unit: Some("县甲局".into()),
                fed_back: Some(day("2025-07-04")),
                filled: Some(day("2025-11-20")),
                filled_by: "甲".into(),
            },
            problems,
        };
        for (number, problem) in (1..).zip(&mut ledger.problems) {
            problem.number = number;
        }
        let ledger = with_codes(ledger);
        let again = read(&written(&ledger));
        prop_assert_eq!(again.issues.errors(), 0, "{:?}", again.issues);
        prop_assert_eq!(placeless(again.ledger), ledger);
    }

    #[test]
    fn changed_bytes_never_panic(changes in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..20)) {
        let mut bytes = MESSY.to_vec();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        if let Ok(workbook) = sheet::open(&bytes, &sheet::Limits::default())
            && let Ok(mapping) = rectification::propose(&workbook)
        {
            let _ = rectification::read(&workbook, &mapping);
        }
    }
}
