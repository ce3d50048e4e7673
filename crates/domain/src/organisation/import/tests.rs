use super::{Cell, CellValue, Checked, Column, Context, Line, UnitRow, check};
use crate::organisation::{Taxonomy, Unit};
use crate::term::{self, TermFile};
use kernel::{Day, UnitId};
use proptest::prelude::*;
use uuid::Uuid;

fn terms() -> TermFile {
    term::read(include_str!("../../../../../tests/data/yunhe-term.json")).unwrap()
}

fn root() -> Unit {
    Unit::root(UnitId(Uuid::from_u128(u128::MAX)), "中共云河县委员会", Some("县委"))
}

fn row(row: u32, cells: &[(Column, &str)]) -> Line {
    let cells = cells.iter().map(|(column, text)| (*column, Cell::text(text))).collect();
    Line::Unit(UnitRow { row, cells, ..UnitRow::default() })
}

fn unit(at: u32, name: &str, parent: &str) -> Line {
    row(at, &[(Column::Name, name), (Column::Nature, "政府工作部门"), (Column::Parent, parent)])
}

fn checked(lines: &[Line], known: &[Unit]) -> Checked {
    let taxonomy = Taxonomy::shipped();
    let terms = terms();
    let as_of = Day::new(2025, 7, 31).unwrap();
    check(lines, Context { taxonomy: &taxonomy, terms: &terms.terms, as_of, known })
}

fn found(checked: &Checked) -> Vec<(u32, &'static str)> {
    checked.issues.0.iter().map(|issue| (issue.row, issue.kind)).collect()
}

#[test]
fn a_parent_may_be_written_by_a_former_name_or_come_later_in_the_list() {
    let mut renamed = unit(3, "县水利局", "县委");
    if let Line::Unit(row) = &mut renamed {
        row.cells.push((Column::Note, Cell::text("2019年由县水务局更名")));
    }
    let checked =
        checked(&[unit(1, "县水管所", "县水务局"), unit(2, "县水库", "县水利局"), renamed], &[root()]);
    assert_eq!(found(&checked), []);
    assert_eq!(checked.summary.max_depth, 3);
}

#[test]
fn a_short_form_is_not_enough_to_hang_a_unit_somewhere() {
    let checked =
        checked(&[unit(1, "县住房和城乡建设局", "县委"), unit(2, "县房管所", "县住建局")], &[root()]);
    assert_eq!(found(&checked), [(2, "unknown_parent")]);
}

#[test]
fn a_row_for_a_known_unit_brings_it_up_to_date_instead_of_adding_another() {
    let lines = [unit(1, "县水利局", "县委"), unit(2, "县水管所", "县水利局")];
    let mut next = 0;
    let mut new_id = || {
        next += 1;
        UnitId(Uuid::from_u128(next))
    };
    let mut known = vec![root()];
    known.extend(checked(&lines, &known).into_units(&known, &mut new_id).unwrap());
    let again = checked(&lines, &known);
    assert_eq!((again.summary.units, again.summary.existing), (2, 2));
    assert_eq!(again.into_units(&known, &mut new_id).unwrap(), known[1..]);
}

#[test]
fn a_list_with_an_error_yields_no_unit() {
    let checked = checked(&[unit(1, "县水利局", "县为")], &[root()]);
    assert_eq!(checked.into_units(&[], || UnitId(Uuid::nil())).unwrap_err().0.id, "unit-import-has-errors");
}

#[test]
fn a_date_without_a_round_names_the_term_and_the_round_held_then() {
    let mut line = unit(1, "县水利局", "县委");
    if let Line::Unit(row) = &mut line {
        row.cells.push((Column::LastMonth, Cell::text("2023.4")));
    }
    let checked = checked(&[line], &[root()]);
    let last = checked.units[0].last_inspection.unwrap();
    assert_eq!((last.term.0, last.round.map(|r| r.0)), (15, Some(4)));
}

#[test]
fn ten_thousand_rows_in_one_chain_are_judged_without_trouble() {
    let lines: Vec<Line> = (1..=10_000)
        .map(|n| {
            unit(n, &format!("单位{n}"), &if n == 1 { "县委".to_owned() } else { format!("单位{}", n - 1) })
        })
        .collect();
    let checked = checked(&lines, &[root()]);
    assert_eq!((checked.issues.0.len(), checked.summary.max_depth), (0, 10_001));
}

proptest! {
    #[test]
    fn whatever_the_cells_hold_every_row_is_read_or_named(
        cells in proptest::collection::vec((0_usize..13, prop_oneof![
            "\\PC{0,12}".prop_map(CellValue::Text),
            any::<f64>().prop_map(CellValue::Number),
            any::<bool>().prop_map(CellValue::Bool),
            Just(CellValue::Error("#REF!".to_owned())),
            Just(CellValue::Empty),
        ], any::<bool>()), 0..30)
    ) {
        let cells = cells.into_iter().map(|(column, value, formula)| {
            (Column::ALL[column], Cell { value, formula, ..Cell::default() })
        });
        let lines = [Line::Unit(UnitRow { row: 1, cells: cells.collect(), ..UnitRow::default() })];
        let checked = checked(&lines, &[root()]);
        prop_assert_eq!(checked.units.len(), 1);
        let unit = &checked.units[0];
        if checked.issues.errors() == 0 {
            prop_assert!(!unit.name.is_empty() && unit.parent.is_some() && unit.kind.is_some());
        }
    }
}
