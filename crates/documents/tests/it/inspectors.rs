//! The inspector pool's sheet.

use documents::inspectors::export;
use documents::{inspectors, sheet};
use domain::inspector::import::{Known, check};
use domain::inspector::{Profile, Relatives};
use domain::recusal::{Resolution, UnitNames};
use domain::term::TermNumber;
use kernel::{Day, Timestamp};

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

/// The profiles that a list's rows say, with no unit of the tree known.
fn profiles(sheet: &inspectors::InspectorSheet) -> Vec<Profile> {
    struct Nobody;
    impl UnitNames for Nobody {
        fn resolve(&self, _: &str) -> Resolution {
            Resolution::Unknown
        }
    }
    let known = Known { as_of: Day::new(2025, 7, 21).unwrap(), term: Some(TermNumber(15)), names: &Nobody };
    let import = check(&sheet.rows, &known);
    assert_eq!(import.issues.errors(), 0, "{:?}", import.issues);
    import.profiles.into_iter().map(|(_, profile)| profile).collect()
}

fn exported(people: &[Profile]) -> Vec<u8> {
    let heading =
        export::Heading { title: "巡察干部人才库".to_owned(), subtitle: "县委巡察办".to_owned() };
    export::write(people, &heading, Timestamp(0)).unwrap()
}

fn reread(bytes: &[u8]) -> Vec<Profile> {
    profiles(&inspectors::read(&sheet::open(bytes, &sheet::Limits::default()).unwrap()).unwrap())
}

/// People without what they declared, which no list says.
fn undeclared(people: &[Profile]) -> Vec<Profile> {
    people.iter().map(|p| Profile { relatives: Relatives::NotAsked, ..p.clone() }).collect()
}

#[test]
fn an_exported_pool_is_read_again_as_the_same_people_without_their_relatives() {
    let people = profiles(&pool());
    let bytes = exported(&people);
    assert_eq!(reread(&bytes), undeclared(&people));
    let workbook = sheet::open(&bytes, &sheet::Limits::default()).unwrap();
    let said: Vec<String> = workbook.sheets[0]
        .rows()
        .iter()
        .flat_map(|row| row.cells.iter().map(|cell| cell.value.shown().into_owned()))
        .collect();
    let names = people.iter().flat_map(|p| match &p.relatives {
        Relatives::Some(found) => found.clone(),
        Relatives::None | Relatives::NotAsked => Vec::new(),
    });
    let mut relatives = 0;
    for relative in names {
        relatives += 1;
        let told = format!("{} {}", relative.relation, relative.name);
        assert!(!said.iter().any(|cell| cell.contains(&told)), "{told}");
    }
    assert!(relatives > 100, "the county's pool declares relatives");
}

#[test]
fn another_program_opens_the_pool_and_saves_it_and_nothing_is_lost() {
    let people = profiles(&pool());
    let saved = crate::office::saved_by_another_program("pool", &exported(&people));
    assert_eq!(reread(&saved), undeclared(&people));
}
