//! The inspector pool's sheet.

use documents::{inspectors, sheet};

fn pool() -> inspectors::InspectorSheet {
    let bytes = include_bytes!("../../../../tests/data/yunhe-inspectors.xlsx");
    inspectors::read(&sheet::open(bytes, &sheet::Limits::default()).unwrap()).unwrap()
}

#[test]
fn the_pool_is_read_with_every_column() {
    let pool = pool();
    assert_eq!((pool.header, pool.rows.len()), (3, 180));
    assert_eq!(pool.missing, Vec::<&str>::new());
    assert_eq!(pool.issues.0, []);
    let last = pool.rows.last().unwrap();
    assert_eq!((last.row, last.code.as_str(), last.birth.as_str()), (183, "RC180", "1970.12"));
}

#[test]
fn date_cells_numbers_and_line_breaks_read_as_a_person_reads_them() {
    let pool = pool();
    let person = |code: &str| pool.rows.iter().find(|row| row.code == code).unwrap();
    assert_eq!(person("RC002").birth, "1973-09-01");
    assert_eq!(person("RC001").training_hours, "16");
    assert_eq!(person("RC019").training_hours, "64学时");
    assert_eq!(person("RC019").experience.lines().count(), 2);
}

#[test]
fn a_blank_cell_is_not_the_word_none() {
    let pool = pool();
    let blank: Vec<_> =
        pool.rows.iter().filter(|r| r.relatives.is_empty()).map(|r| r.code.as_str()).collect();
    assert_eq!(blank, ["RC017", "RC049", "RC088", "RC109", "RC138", "RC175"]);
    assert!(pool.rows.iter().any(|row| row.relatives == "无"));
}
