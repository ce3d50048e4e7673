use super::{Directory, Entry, How, Recognition};
use crate::organisation::{AliasKind, Unit};
use kernel::UnitId;
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

fn id(n: usize) -> UnitId {
    UnitId(Uuid::from_u128(u128::try_from(n).unwrap() + 1))
}

/// The county of the test data with the remarks of its list.
fn county() -> (Directory, Vec<(UnitId, String, String)>) {
    let expected: Value =
        serde_json::from_str(include_str!("../../../../../tests/data/expected.json")).unwrap();
    let rows: Vec<(String, String)> = expected["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|u| (u["name"].as_str().unwrap().to_owned(), u["parent"].as_str().unwrap().to_owned()))
        .collect();
    let notes = HashMap::from([
        ("县水利局", "2019年由县水务局更名"),
        ("县住房和城乡建设局", "简称县住建局，2010年前称县建设局"),
        ("县教育体育局", "2019年由县教育局、县体育局合并组建"),
        ("县农业农村局", "2019年由县农业局、县畜牧局合并组建"),
        ("县卫生健康局", "简称县卫健局，曾称县卫计局"),
        ("县自然资源局", "2019年由县国土资源局更名并划入规划职责"),
    ]);
    let mut ids = HashMap::from([("县委".to_owned(), id(0))]);
    for (n, (name, _)) in rows.iter().enumerate() {
        ids.entry(name.clone()).or_insert(id(n + 1));
    }
    let mut units = vec![Unit::root(id(0), "中共云河县委员会", Some("县委"))];
    for (n, (name, parent)) in rows.iter().enumerate() {
        let mut unit = Unit::root(id(n + 1), name, None);
        unit.parent = Some(ids[parent]);
        unit.note = notes.get(name.as_str()).copied().unwrap_or_default().to_owned();
        units.push(unit);
    }
    let list = rows.into_iter().enumerate().map(|(n, (name, parent))| (id(n + 1), name, parent)).collect();
    (Directory::new(units.iter().map(Entry::from)).with_place("云河县"), list)
}

fn name_of(directory: &Directory, recognition: &Recognition) -> String {
    match recognition {
        Recognition::Found(unit, _) => directory.entry(*unit).unwrap().name.clone(),
        other => format!("{other:?}"),
    }
}

#[test]
fn every_alias_of_the_inspector_pool_finds_its_unit() {
    let (directory, _) = county();
    for (written, unit) in [
        ("县水务局", "县水利局"),
        ("县建设局", "县住房和城乡建设局"),
        ("县住建局", "县住房和城乡建设局"),
        ("县教育局", "县教育体育局"),
        ("县体育局", "县教育体育局"),
        ("县教体局", "县教育体育局"),
        ("县农业局", "县农业农村局"),
        ("县畜牧局", "县农业农村局"),
        ("县卫计局", "县卫生健康局"),
        ("县卫健局", "县卫生健康局"),
        ("县国土资源局", "县自然资源局"),
        ("城投集团", "云河城市建设投资集团有限公司"),
        ("县人民医院", "云河县人民医院"),
        ("县一中", "云河县第一中学"),
    ] {
        assert_eq!(name_of(&directory, &directory.recognise(written)), unit, "{written}");
    }
}

#[test]
fn short_forms_in_daily_use_find_their_unit() {
    let (directory, _) = county();
    for (written, unit) in [
        ("县妇联", "县妇女联合会"),
        ("县残联", "县残疾人联合会"),
        ("县工商联", "县工商业联合会"),
        ("县科协", "县科学技术协会"),
        ("团县委", "共青团云河县委"),
        ("县委办", "县委办公室"),
        ("县政府办", "县政府办公室"),
        ("县检察院", "县人民检察院"),
        ("县市场监管局", "县市场监督管理局"),
        ("县城管执法局", "县城市管理综合执法局"),
        ("云河县水利局", "县水利局"),
        ("云河县栖鹭镇", "栖鹭镇"),
        ("县 财 政 局", "县财政局"),
    ] {
        assert_eq!(name_of(&directory, &directory.recognise(written)), unit, "{written}");
    }
}

#[test]
fn the_answer_says_how_a_name_was_recognised() {
    let (directory, _) = county();
    for (written, how) in [
        ("县水利局", How::Name),
        ("县水务局", How::Alias(AliasKind::Former)),
        ("县住建局", How::Alias(AliasKind::Short)),
        ("县教体局", How::Short),
        ("云河县水利局", How::Place),
        ("县委", How::Alias(AliasKind::Short)),
    ] {
        assert!(
            matches!(directory.recognise(written), Recognition::Found(_, found) if found == how),
            "{written}"
        );
    }
}

#[test]
fn a_township_followed_by_a_village_is_that_village() {
    let (directory, list) = county();
    let villages = list.iter().filter(|(_, _, parent)| parent.ends_with(['镇', '乡']));
    let mut tried = 0;
    for (unit, name, parent) in villages {
        let recognition = directory.recognise(&format!("{parent}{name}"));
        assert_eq!(recognition, Recognition::Found(*unit, How::Path), "{parent}{name}");
        tried += 1;
    }
    assert_eq!(tried, 154);
}

#[test]
fn a_name_that_fits_several_units_is_left_open() {
    let (directory, _) = county();
    assert!(matches!(directory.recognise("新民村"), Recognition::Ambiguous(units) if units.len() == 2));
    assert!(matches!(directory.recognise("县医院"), Recognition::Ambiguous(units) if units.len() == 2));
}

#[test]
fn names_of_no_unit_are_unknown() {
    let (directory, _) = county();
    for written in [
        "",
        "　",
        "市水利局",
        "邻水县水利局",
        "枕和镇",
        "退休",
        "外省",
        "县",
        "某某有限公司",
        "云岚镇新民小区",
    ] {
        assert_eq!(directory.recognise(written), Recognition::Unknown, "{written}");
    }
    assert_eq!(directory.near("枕和镇"), Some("枕河镇"));
}

#[test]
fn every_unit_is_found_by_its_own_name_unless_two_bear_it() {
    let (directory, list) = county();
    for (unit, name, _) in &list {
        match directory.recognise(name) {
            Recognition::Found(found, How::Name) => assert_eq!(found, *unit),
            other => assert!(
                matches!(&other, Recognition::Ambiguous(units) if units.contains(unit)),
                "{name}: {other:?}"
            ),
        }
    }
}
