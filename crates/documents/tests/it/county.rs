//! The county's list of units as an office keeps it, and the same form full of errors.

use documents::{organisation, sheet};
use domain::{
    import::Severity,
    organisation::{
        Taxonomy, Unit,
        import::{Checked, Context, ParentRef, check},
    },
    term::{self, TermFile},
};
use kernel::UnitId;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

pub(crate) const UNITS: &[u8] = include_bytes!("../../../../tests/data/yunhe-units.xlsx");
pub(crate) const DIRTY: &[u8] = include_bytes!("../../../../tests/data/yunhe-units-dirty.xlsx");

pub(crate) fn expected() -> Value {
    serde_json::from_str(include_str!("../../../../tests/data/expected.json")).unwrap()
}

pub(crate) fn terms() -> TermFile {
    term::read(include_str!("../../../../tests/data/yunhe-term.json")).unwrap()
}

pub(crate) fn root() -> Unit {
    Unit::root(UnitId(Uuid::from_u128(u128::MAX)), "中共云河县委员会", Some("县委"))
}

pub(crate) fn imported(bytes: &[u8], known: &[Unit]) -> Checked {
    let workbook = sheet::open(bytes, &sheet::Limits::default()).unwrap();
    let mapping = organisation::propose(&workbook).unwrap();
    let lines = organisation::read(&workbook, &mapping).unwrap();
    let (taxonomy, terms) = (Taxonomy::shipped(), terms());
    let as_of = terms.as_of.unwrap();
    check(&lines, Context { taxonomy: &taxonomy, terms: &terms.terms, as_of, known })
}

#[test]
fn the_list_imports_wholly_and_without_a_remark() {
    let checked = imported(UNITS, &[root()]);
    assert_eq!(checked.issues.0, []);
}

#[test]
fn every_unit_is_read_as_it_is() {
    let checked = imported(UNITS, &[root()]);
    let taxonomy = Taxonomy::shipped();
    let parents: Vec<String> = checked
        .units
        .iter()
        .map(|unit| match unit.parent.unwrap() {
            ParentRef::Known(_) => "县委".to_owned(),
            ParentRef::Listed(index) => checked.units[index].name.clone(),
        })
        .collect();
    let read: Vec<Value> = checked
        .units
        .iter()
        .zip(parents)
        .map(|(unit, parent)| {
            let head = unit.head.as_ref().unwrap();
            let last = unit.last_inspection;
            let this_term = last.filter(|last| last.term.0 == 15);
            json!({
                "name": unit.name,
                "kind": unit.kind,
                "parent": parent,
                "party_form": unit.party_form,
                "members": unit.members,
                "staff": unit.staff,
                "head": head.name,
                "post": head.post,
                "level": head.level.as_ref().and_then(|code| taxonomy.level(code)).map(|l| l.word.zh.clone()),
                "last_term": last.map(|last| last.term),
                // The expectation states rounds of the present term only.
                "last_round": this_term.and_then(|last| last.round),
                "last_month": last.and_then(|last| last.month),
            })
        })
        .collect();
    let expected = expected();
    for (read, expected) in read.iter().zip(expected["units"].as_array().unwrap()) {
        assert_eq!(read, expected);
    }
    assert_eq!(read.len(), expected["units"].as_array().unwrap().len());
}

#[test]
fn the_preview_counts_what_the_office_counts() {
    let summary = imported(UNITS, &[root()]).summary;
    let kinds: Vec<_> = summary
        .by_kind
        .iter()
        .map(|k| (k.kind.as_str(), k.units, k.this_term, k.previous_term, k.never))
        .collect();
    assert_eq!(
        kinds,
        [
            ("department", 62, 43, 8, 11),
            ("township", 10, 6, 1, 3),
            ("soe", 6, 2, 0, 4),
            ("school_hospital", 5, 2, 0, 3),
            ("village", 154, 77, 0, 77),
        ]
    );
    assert_eq!((summary.units, summary.existing), (237, 0));
    assert_eq!(summary.by_nature["community"], 9);
    assert_eq!(summary.distinct_names, 235);
    assert_eq!(summary.shared_names.iter().collect::<Vec<_>>(), ["双井村", "新民村"]);
    assert_eq!((summary.members, summary.members_blank, summary.staff), (26_327, 3, 7_133));
    let without_villages: u64 =
        summary.by_kind.iter().filter(|k| k.kind.as_str() != "village").map(|k| k.members).sum();
    assert_eq!(without_villages, 17_702);
    assert_eq!(summary.heads, BTreeMap::from([("higher", 13), ("own", 66), ("lower", 158)]));
    assert_eq!(summary.max_depth, 4);
}

#[test]
fn the_sheet_and_its_two_row_header_are_found() {
    let workbook = sheet::open(UNITS, &sheet::Limits::default()).unwrap();
    assert_eq!(workbook.sheets.len(), 2);
    let mapping = organisation::propose(&workbook).unwrap();
    assert_eq!((mapping.header_top, mapping.header_bottom), (3, 4));
    assert!(mapping.columns.iter().all(|column| column.holds.is_some()));
    assert_eq!(mapping.columns.len(), 13);
    assert_eq!(mapping.columns[5].heading, "人数（人） / 党员数");
}

#[test]
fn every_mistake_of_the_dirty_list_is_found_and_no_other() {
    let checked = imported(DIRTY, &[root()]);
    let found: Vec<_> = checked
        .issues
        .0
        .iter()
        .map(|issue| {
            let severity = if issue.severity == Severity::Error { "error" } else { "warning" };
            (issue.row, severity, issue.kind, issue.column.clone().unwrap_or_default())
        })
        .collect();
    let expected = expected();
    let wanted: Vec<_> = expected["dirty"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let text = |key: &str| line[key].as_str().unwrap_or_default();
            (
                u32::try_from(line["row"].as_u64().unwrap()).unwrap(),
                text("severity"),
                text("kind"),
                text("column").to_owned(),
            )
        })
        .collect();
    assert_eq!(found, wanted);
    assert_eq!((checked.issues.errors(), checked.issues.warnings()), (25, 7));
    assert_eq!(checked.units.len(), 50);
    assert!(checked.into_units(&[], || UnitId(Uuid::nil())).is_err());
}

#[test]
fn another_reader_shows_the_same_cells() {
    use calamine::{Data, Reader};
    for bytes in [UNITS, DIRTY, include_bytes!("../../../../tests/data/yunhe-inspectors.xlsx")] {
        let ours = sheet::open(bytes, &sheet::Limits::default()).unwrap();
        let mut theirs = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        for sheet in &ours.sheets {
            let range = theirs.worksheet_range(&sheet.name).unwrap();
            let mut compared = 0;
            for row in sheet.rows() {
                for cell in &row.cells {
                    let same = match (&cell.value, range.get_value((row.number - 1, cell.column)).unwrap()) {
                        (sheet::Value::Text(ours), Data::String(theirs)) => ours == theirs,
                        (sheet::Value::Text(ours), Data::Empty) => ours.is_empty(),
                        (sheet::Value::Number(ours), Data::Float(theirs)) => ours == theirs,
                        (sheet::Value::Number(ours), Data::Int(theirs)) => {
                            ours.to_string() == theirs.to_string()
                        }
                        (sheet::Value::Date(_), Data::DateTime(theirs)) => theirs.is_datetime(),
                        (sheet::Value::Error(_), Data::Error(_)) => true,
                        (sheet::Value::Empty, Data::Empty) => cell.formula.is_some(),
                        _ => false,
                    };
                    assert!(
                        same,
                        "{} {}{}: {:?}",
                        sheet.name,
                        sheet::column_letters(cell.column),
                        row.number,
                        cell
                    );
                    compared += 1;
                }
            }
            assert!(compared > 4);
        }
    }
}
