//! The county's inspector pool, row by row.

use crate::yunhe::{County, day, import, raw_inspectors};
use domain::inspector::Relatives;
use domain::inspector::import::{Counts, Known, RawInspector, check};
use domain::term::TermNumber;

#[test]
fn the_pool_is_read_wholly_and_counts_are_right() {
    let import = import(&County::new());
    assert_eq!(import.issues.errors(), 0, "{:?}", import.issues.0);
    let expected =
        Counts { people: 180, available: 172, never_served: 57, relatives_not_asked: 6, full_members: 177 };
    assert_eq!(import.counts, expected);
    let hours = import.profiles.iter().filter(|(_, p)| p.training_hours >= Some(40)).count();
    assert_eq!(hours, 98);
    assert!(import.profiles.iter().all(|(_, p)| p.birth.is_some() && p.sex.is_some()));
}

fn codes(import: &domain::inspector::import::Import, kind: &str) -> Vec<String> {
    let rows = import.issues.0.iter().filter(|i| i.kind == kind).map(|i| i.row);
    rows.map(|row| import.profiles.iter().find(|(r, _)| *r == row).unwrap().1.code.0.clone()).collect()
}

#[test]
fn blank_relatives_must_be_asked_and_two_people_of_one_name_stay_two() {
    let import = import(&County::new());
    assert_eq!(codes(&import, "must_be_asked"), ["RC017", "RC049", "RC088", "RC109", "RC138", "RC175"]);
    assert_eq!(codes(&import, "same_name"), ["RC151"], "says so at the second");
    let named: Vec<_> =
        import.profiles.iter().filter(|(_, p)| p.name == "明甲珩").map(|(_, p)| &p.code.0).collect();
    assert_eq!(named, ["RC072", "RC151"]);
}

#[test]
fn the_list_names_who_cannot_be_called_up_and_who_is_no_full_member() {
    let import = import(&County::new());
    let of = |test: fn(&domain::inspector::Profile) -> bool| -> Vec<String> {
        import.profiles.iter().filter(|(_, p)| test(p)).map(|(_, p)| p.code.0.clone()).collect()
    };
    assert_eq!(
        of(|p| !p.availability.is_available()),
        ["RC012", "RC024", "RC048", "RC067", "RC101", "RC124", "RC159", "RC168"]
    );
    assert_eq!(of(|p| !p.party.is_full_member()), ["RC056", "RC080", "RC131"]);
}

#[test]
fn every_present_and_former_unit_of_the_county_is_recognised() {
    let import = import(&County::new());
    let unknown: Vec<_> = import.issues.0.iter().filter(|i| i.kind.ends_with("_unit")).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

fn faults(change: impl FnOnce(&mut RawInspector)) -> Vec<(String, String)> {
    let county = County::new();
    let mut row = raw_inspectors().swap_remove(3);
    change(&mut row);
    let known = Known { as_of: day("2025-08-15"), term: Some(TermNumber(15)), names: &county };
    let import = check(&[row], &known);
    let issues = import.issues.0.into_iter();
    issues.map(|i| (i.column.unwrap_or_default(), i.kind.to_owned())).collect()
}

#[test]
fn each_mistake_is_named_by_column_and_kind() {
    let one = |column: &str, kind: &str| vec![(column.to_owned(), kind.to_owned())];
    assert_eq!(faults(|_| {}), []);
    assert_eq!(faults(|r| r.code.clear()), one("编号", "missing_required"));
    assert_eq!(faults(|r| r.name = " ".into()), one("姓名", "missing_required"));
    assert_eq!(faults(|r| r.sex = "不详".into()), one("性别", "unknown_value"));
    assert_eq!(faults(|r| r.birth = "1984.13".into()), one("出生年月", "bad_date"));
    assert_eq!(faults(|r| r.birth = "2031.01".into()), one("出生年月", "future_date"));
    assert_eq!(faults(|r| r.birth = "26908".into()), one("出生年月", "date_serial"));
    assert_eq!(faults(|r| r.unit.clear()), one("工作单位", "missing_required"));
    assert_eq!(faults(|r| r.unit = "澜州港务局".into()), one("工作单位", "unknown_unit"));
    assert_eq!(faults(|r| r.unit = "新民村".into()), one("工作单位", "ambiguous_unit"));
    assert_eq!(faults(|r| r.experience = "曾在县水务局".into()), one("工作经历", "bad_post_entry"));
    let ahead = "2024.01—2026.03 县水利局 科员";
    assert_eq!(faults(|r| r.experience = ahead.into()), one("工作经历", "future_date"));
    assert_eq!(faults(|r| r.relatives = "母亲".into()), one("主要社会关系", "bad_relative_entry"));
    assert_eq!(faults(|r| r.relatives.clear()), one("主要社会关系", "must_be_asked"));
    assert_eq!(faults(|r| r.training_hours = "若干".into()), one("近三年培训学时", "not_a_number"));
    assert_eq!(faults(|r| r.rounds = "三次".into()), one("参加巡察轮次", "bad_round"));
    assert_eq!(faults(|r| r.state.clear()), one("目前状态", "missing"));
    assert_eq!(faults(|r| r.political_status.clear()), one("政治面貌", "missing"));
}

#[test]
fn a_code_used_twice_is_an_error_at_the_second() {
    let county = County::new();
    let mut rows = raw_inspectors();
    rows.truncate(3);
    rows[2].code = "RC001".into();
    let known = Known { as_of: day("2025-08-15"), term: Some(TermNumber(15)), names: &county };
    let import = check(&rows, &known);
    assert_eq!((import.issues.0[0].row, import.issues.0[0].kind), (6, "duplicate_code"));
    assert_eq!(import.profiles.len(), 2);
}

#[test]
fn a_stored_profile_reads_back_the_same() {
    for (_, profile) in import(&County::new()).profiles {
        let text = serde_json::to_string(&profile).unwrap();
        assert_eq!(serde_json::from_str::<domain::inspector::Profile>(&text).unwrap(), profile);
    }
}

#[test]
fn a_blank_cell_of_relatives_is_stored_as_a_question() {
    let import = import(&County::new());
    let of = |code: &str| &import.profiles.iter().find(|(_, p)| p.code.0 == code).unwrap().1.relatives;
    assert_eq!(of("RC017"), &Relatives::NotAsked);
    assert_eq!(of("RC001"), &Relatives::None);
}
