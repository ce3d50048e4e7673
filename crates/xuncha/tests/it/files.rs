//! Files in and out: imports, exports, backups.

use crate::program::{Program, Ran};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn data(name: &str) -> String {
    testkit::checkout().join("tests/data").join(name).display().to_string()
}

fn dry(program: &Program, arguments: &[&str]) -> Ran {
    program.run(&[&["import"], arguments, &["--dry-run", "--json"]].concat())
}

#[test]
fn the_countys_list_is_previewed_with_its_counts_and_coverage() {
    let (units, term) = (data("yunhe-units.xlsx"), data("yunhe-term.json"));
    let preview = dry(&Program::empty(), &["units", &units, "--term", &term]).well().json();
    assert_eq!((&preview["errors"], &preview["counts"]["distinct_names"]), (&0.into(), &235.into()));
    assert_eq!((&preview["counts"]["new"], &preview["counts"]["members"]), (&237.into(), &26_327.into()));
    let mut kinds = preview["coverage"]["kinds"].as_array().unwrap().iter();
    let departments = kinds.find(|k| k["kind"] == "department").unwrap();
    assert_eq!(departments["this_term"], 43);
}

#[test]
fn every_mistake_of_a_dirty_list_is_named_and_nothing_is_stored() {
    let program = Program::empty();
    let (units, term) = (data("yunhe-units-dirty.xlsx"), data("yunhe-term.json"));
    let arguments = ["units", &units, "--term", &term, "--as-of", "2025-07-31"];
    let preview = dry(&program, &arguments);
    assert_eq!(preview.code, 3, "{preview:?}");
    let preview = preview.json();
    assert_eq!((&preview["errors"], &preview["warnings"]), (&25.into(), &7.into()), "{preview:#}");
    let issue = |row: u64| preview["issues"].as_array().unwrap().iter().find(|i| i["row"] == row).unwrap();
    assert_eq!(issue(9)["kind"], "bad_date");
    assert_eq!(issue(53)["kind"], "unknown_parent");
    // Without --dry-run the same is said, and nothing happens.
    let before = program.run(&["verify", "--json"]).well().json();
    let ran = program.run(&[&["import"], &arguments[..], &["--as", "clerk"]].concat());
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.out.contains("Nothing can be imported."), "{ran:?}");
    assert_eq!(program.run(&["verify", "--json"]).well().json(), before);
}

#[test]
fn an_import_is_done_in_someones_name() {
    let program = Program::practice();
    let units = data("yunhe-units.xlsx");
    let nobody = program.run(&["import", "units", &units]);
    assert_eq!(nobody.code, 2, "{nobody:?}");
    let forbidden = program.run(&["import", "units", &units, "--as", "auditor"]);
    assert!([3, 4].contains(&forbidden.code), "{forbidden:?}");
    let missing = program.run(&["import", "units", "nowhere.xlsx", "--as", "clerk"]);
    assert_eq!(missing.code, 4, "{missing:?}");
    let nonsense = program.path().join("nonsense.xlsx");
    std::fs::write(&nonsense, "no spreadsheet").unwrap();
    let nonsense = program.run(&["import", "units", nonsense.to_str().unwrap(), "--as", "clerk"]);
    assert_eq!(nonsense.code, 3, "{nonsense:?}");
}

#[test]
fn terms_go_out_in_the_form_in_which_they_come_in() {
    let program = Program::practice();
    let out = program.data().join("terms.json").display().to_string();
    program.run(&["export", "term", &out, "--as", "clerk"]).well();
    let seen = program.run(&["import", "term", &out, "--as", "clerk", "--dry-run", "--json"]).well().json();
    assert_eq!((&seen["counts"]["new"], &seen["counts"]["changed"]), (&0.into(), &0.into()), "{seen}");
    assert!(seen["counts"]["unchanged"].as_i64() > Some(0), "{seen}");
}

#[test]
fn the_pool_rounds_and_coverage_go_out_in_someones_name() {
    let program = Program::practice();
    let out = |name: &str| program.path().join(name).display().to_string();
    for arguments in [vec!["inspectors"], vec!["rounds"], vec!["rounds", "--round", "9"], vec!["coverage"]] {
        let file = out(&format!("{}.xlsx", arguments.join("-")));
        let nobody = program.run(&[&["export", arguments[0], &file], &arguments[1..]].concat());
        assert_eq!(nobody.code, 2, "{nobody:?}");
        program.run(&[&["export", arguments[0], &file, "--as", "clerk"], &arguments[1..]].concat()).well();
        assert!(std::fs::read(&file).unwrap().starts_with(b"PK"));
    }
    let pool = out("inspectors.xlsx");
    let seen =
        program.run(&["import", "inspectors", &pool, "--as", "clerk", "--dry-run", "--json"]).well().json();
    assert_eq!((&seen["counts"]["new"], &seen["counts"]["known"]), (&0.into(), &180.into()), "{seen}");
    program.run(&["verify"]).well();
}

#[test]
fn registers_go_out_as_the_one_who_asks_may_see_them() {
    let program = Program::practice();
    let out = |name: &str| program.path().join(name).display().to_string();
    let of_team = ["--engagement", "县住房和城乡建设局", "--round", "9"];
    let export = |file: &str, login: &str, more: &[&str]| {
        program.run(&[&["export", "petitions", file, "--as", login], more].concat())
    };
    let (all, one, own) = (out("all.xlsx"), out("one.xlsx"), out("own.xlsx"));
    assert_eq!(program.run(&["export", "petitions", &all]).code, 2, "it is somebody's");
    export(&all, "clerk", &[]).well();
    export(&one, "clerk", &of_team).well();
    export(&own, "team-leader", &of_team).well();
    assert_ne!(export(&out("no.xlsx"), "team-member", &of_team).code, 0);
    assert_eq!(export(&out("no.xlsx"), "team-leader", &["--engagement", "nowhere"]).code, 3);
    // The team's file comes in again; the office's are no register.
    let seen = |file: &str| {
        program.run(&["import", "petitions", file, "--round", "9", "--dry-run", "--json", "--as", "clerk"])
    };
    let again = seen(&own).well().json();
    assert_eq!((&again["errors"], &again["counts"]["new"]), (&0.into(), &0.into()), "{again}");
    assert!(again["counts"]["there"].as_i64() > Some(0), "{again}");
    assert_ne!(seen(&one).code, 0);
    program.run(&["verify"]).well();
}

#[test]
fn what_is_exported_can_be_imported_elsewhere() {
    let program = Program::practice();
    let out = program.path().join("out.xlsx").display().to_string();
    program.run(&["export", "units", &out, "--as", "clerk"]).well();
    let again = program.run(&["export", "units", &out, "--as", "clerk"]);
    assert_eq!(again.code, 1, "an existing file is left alone: {again:?}");
    let preview = dry(&Program::empty(), &["units", &out, "--term", &data("yunhe-term.json")]).well().json();
    assert_eq!(preview["counts"]["new"], 237);
}

fn backup(program: &Program, more: &[&str]) -> PathBuf {
    let file = program.path().join("backup");
    program.run(&[&["backup", file.to_str().unwrap()], more].concat()).well();
    file
}

fn heads(program: &Program, more: &[&str]) -> Value {
    program.run(&[&["verify", "--json"], more].concat()).well().json()["heads"]["instance"].clone()
}

#[test]
fn a_backup_into_a_folder_that_is_not_there_says_what_to_do() {
    let program = Program::practice();
    for place in ["nowhere/backup", "nowhere/"] {
        let file = program.path().join(place).display().to_string();
        let file = if place.ends_with('/') { format!("{}/", file.trim_end_matches('/')) } else { file };
        let ran = program.run(&["backup", &file, "--lang", "en"]);
        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(ran.err.contains("There is no folder") && ran.err.contains("mkdir -p"), "{ran:?}");
        assert!(!program.path().join("nowhere").exists());
    }
}

#[test]
fn a_backup_taken_while_serving_is_restored_elsewhere_with_the_key() {
    let program = Program::practice();
    let serving = program.serve(&["serve"]);
    let file = backup(&program, &[]);
    drop(serving);
    let other = Program::fresh();
    let key = program.data().join("keys/instance.key");
    let restore =
        |file: &Path| other.run(&["restore", file.to_str().unwrap(), "--key", key.to_str().unwrap()]);
    let damaged = other.path().join("damaged");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&damaged, bytes).unwrap();
    let ran = restore(&damaged);
    assert_eq!(ran.code, 3, "{ran:?}");
    restore(&file).well();
    assert_eq!(restore(&file).code, 3, "an instance is never written over");
    other.run(&["user", "list", "--as", "clerk"]).well();
}

#[test]
fn the_sheet_alone_restores_a_backup_and_its_lock_travels_along() {
    let program = Program::practice();
    let sheet = program.run(&["init", "--new-sheet", "--yes", "--json"]).well().json();
    let code = sheet["recovery_code"].as_str().unwrap();
    let file = backup(&program, &[]);
    let other = Program::fresh();
    let wrong = Program::fresh().run(&["init", "--yes", "--json"]).well().json();
    let restore = |code: &str| other.run_with(&["restore", file.to_str().unwrap()], code);
    assert_eq!(restore(wrong["recovery_code"].as_str().unwrap()).code, 3);
    restore(code).well();
    std::fs::remove_file(other.data().join("keys/instance.key")).unwrap();
    other.run_with(&["init", "--recover"], code).well();
}

#[tokio::test]
async fn a_backup_goes_from_one_engine_to_the_other_and_back() {
    let (program, database) = (Program::practice(), testkit::postgres::TestPg::database().await);
    let key = program.data().join("keys/instance.key").display().to_string();
    let (there, back) = (Program::fresh(), Program::fresh());
    let postgres = ["--database", &database.url()];
    let file = backup(&program, &[]).display().to_string();
    there.run(&[&["restore", &file, "--key", &key], &postgres[..]].concat()).well();
    let file = backup(&there, &postgres).display().to_string();
    back.run(&["restore", &file, "--key", &key]).well();
    assert_eq!(heads(&back, &[]), heads(&there, &postgres));
}

#[test]
fn the_pool_and_the_round_of_the_practice_county_came_in_through_their_importers() {
    let program = Program::practice();
    let pool = dry(&program, &["inspectors", &data("yunhe-inspectors.xlsx")]).well().json();
    assert_eq!((&pool["counts"]["people"], &pool["counts"]["known"]), (&180.into(), &180.into()));
    // The round is there already, so a second one of its number is an error.
    let round = dry(&program, &["round", &data("yunhe-round.json")]);
    assert_eq!(round.code, 3, "{round:?}");
    let issues = round.json()["issues"].clone();
    assert!(issues.as_array().unwrap().iter().any(|i| i["kind"] == "duplicate_round"), "{issues:#}");
}

#[test]
fn the_command_line_says_who_must_stay_away_and_why() {
    let program = Program::practice();
    let ask = ["recusal", "县住房和城乡建设局", "--on", "2025-09-08", "--as", "clerk"];
    let answer = program.run(&[&ask[..], &["--reason", "组队", "--json"]].concat()).well().json();
    let away = answer[0]["stay_away"].as_array().unwrap();
    let at_home: Vec<&str> = away
        .iter()
        .filter(|p| p["reasons"].as_array().unwrap().iter().any(|r| r["rule"] == "HOME"))
        .filter_map(|p| p["code"].as_str())
        .collect();
    assert_eq!(at_home, ["RC033", "RC075", "RC180"], "{answer:#}");
    let people = program.run(&[&ask[..], &["--lang", "zh-CN"]].concat()).well().out;
    assert!(people.contains("RC033") && people.contains("须回避"), "{people}");
    let unknown = program.run(&["recusal", "没有的单位", "--as", "clerk"]);
    assert_eq!(unknown.code, 3, "{unknown:?}");
    assert_eq!(program.run(&["recusal", "县水利局"]).code, 2, "relatives are opened in someone's name");
    program.run(&["verify"]).well();
}

#[test]
fn the_printed_description_of_the_api_is_an_openapi_document() {
    let document = Program::fresh().run(&["openapi"]).well().json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
}

#[test]
fn clues_of_a_file_are_previewed_by_numbers_and_routes_and_never_by_names() {
    let program = Program::practice();
    let file = data("findings.json");
    assert_eq!(dry(&program, &["clues", &file]).code, 2, "a round must be named");
    let ran = dry(&program, &["clues", &file, "--round", "9"]);
    assert!(!ran.out.contains("佟乙砚") && !ran.out.contains("数额约八千元"), "{ran:?}");
    let preview = ran.json();
    assert_eq!(preview["counts"]["clues"], 12, "{preview:#}");
    assert_eq!(preview["counts"]["persons"], 13);
    let shown = preview["clues"].as_array().unwrap().len();
    let there = usize::try_from(preview["counts"]["there"].as_u64().unwrap()).unwrap();
    assert_eq!(shown + there, 12, "{preview:#}");
}
