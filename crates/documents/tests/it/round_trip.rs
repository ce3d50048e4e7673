//! What is exported imports again as the same units.

use crate::county::{UNITS, imported, root, terms};
use documents::{organisation::export, sheet};
use domain::organisation::{Taxonomy, Unit};
use kernel::{Timestamp, UnitId};
use uuid::Uuid;

pub(crate) fn county() -> Vec<Unit> {
    let mut next = 0;
    let mut units = vec![root()];
    let new_id = || {
        next += 1;
        UnitId(Uuid::from_u128(next))
    };
    units.extend(imported(UNITS, &units).into_units(&units, new_id).unwrap());
    units
}

pub(crate) fn exported(units: &[Unit]) -> Vec<u8> {
    let heading =
        export::Heading { title: "巡察对象一览表".to_owned(), subtitle: "县委巡察办".to_owned() };
    export::write(units, &Taxonomy::shipped(), &terms().terms, &heading, Timestamp(0)).unwrap()
}

#[test]
fn an_exported_list_imports_again_as_the_same_units() {
    let units = county();
    let checked = imported(&exported(&units), &units);
    assert_eq!(checked.issues.0, []);
    assert_eq!((checked.summary.units, checked.summary.existing), (237, 237));
    let again = checked.into_units(&units, || panic!("a unit was not recognised")).unwrap();
    assert_eq!(again, units[1..]);
}

#[test]
fn an_exported_list_fills_an_empty_organisation_alike() {
    let units = county();
    let fresh = imported(&exported(&units), &[root()]);
    assert_eq!(fresh.issues.0, []);
    assert_eq!(fresh.summary, imported(UNITS, &[root()]).summary);
    let workbook = sheet::open(&exported(&units), &sheet::Limits::default()).unwrap();
    assert_eq!(workbook.sheets[0].rows()[4].value(3).shown(), "县委");
}

#[test]
fn dangerous_text_in_a_unit_is_exported_as_text() {
    let mut units = county();
    units[5].note = "=cmd|' /C calc'!A0".to_owned();
    let workbook = sheet::open(&exported(&units), &sheet::Limits::default()).unwrap();
    let cells = workbook.sheets[0].rows().iter().flat_map(|row| &row.cells);
    assert!(cells.clone().all(|cell| cell.formula.is_none()));
    assert!(cells.clone().any(|cell| cell.value.shown() == "=cmd|' /C calc'!A0"));
}
