//! The recovery sheet, from its printing to the day it is needed.

use crate::program::Program;
use crypto::{InstanceKey, LockedKey, RecoveryCode};

fn read(program: &Program, name: &str) -> String {
    std::fs::read_to_string(program.data().join(name)).unwrap()
}

#[test]
fn the_printed_code_opens_the_lock_and_brings_a_lost_key_back() {
    let program = Program::fresh();
    let made = program.run(&["init", "--yes", "--json"]).well().json();
    let code = made["recovery_code"].as_str().unwrap().to_owned();
    let key = read(&program, "keys/instance.key");
    let locked: LockedKey = serde_json::from_str(&read(&program, "data/recovery.lock")).unwrap();
    let opened = InstanceKey::unlock(&locked, &RecoveryCode::parse(&code).unwrap()).unwrap();
    assert_eq!(opened.to_file_text().expose(), &key);

    std::fs::remove_file(program.data().join("keys/instance.key")).unwrap();
    let mut slipped = code.clone();
    slipped.replace_range(0..1, if code.starts_with('7') { "8" } else { "7" });
    let ran = program.run_with(&["init", "--recover"], &format!("{slipped}\n"));
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("Group 1 was mistyped"), "{ran:?}");
    program.run_with(&["init", "--recover"], &format!("{}\n", code.to_lowercase())).well();
    assert_eq!(read(&program, "keys/instance.key"), key);
}

#[test]
fn init_is_done_once_and_a_new_sheet_replaces_the_old() {
    let program = Program::fresh();
    let first = program.run(&["init", "--yes", "--json"]).well().json();
    let again = program.run(&["init", "--yes"]);
    assert_eq!(again.code, 3, "{again:?}");
    let key = read(&program, "keys/instance.key");
    let second = program.run(&["init", "--new-sheet", "--yes", "--json"]).well().json();
    assert_eq!(read(&program, "keys/instance.key"), key, "the key stays");
    assert_eq!(first["instance_key"], second["instance_key"]);
    std::fs::remove_file(program.data().join("keys/instance.key")).unwrap();
    let old = program.run_with(&["init", "--recover"], first["recovery_code"].as_str().unwrap());
    assert_eq!(old.code, 3, "{old:?}");
    assert!(old.err.contains("another sheet"), "{old:?}");
    program.run_with(&["init", "--recover"], second["recovery_code"].as_str().unwrap()).well();
}

#[test]
fn without_a_terminal_and_without_yes_nothing_is_made() {
    let program = Program::fresh();
    let ran = program.run(&["init"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(!program.data().exists());
}

#[test]
fn the_sheet_for_people_shows_the_code_and_what_it_is_worth() {
    let program = Program::fresh();
    let out = program.run(&["init", "--yes"]).well().out;
    let code = out.lines().find(|l| l.starts_with("    ")).map(str::trim).unwrap();
    assert!(RecoveryCode::parse(code).is_ok(), "{out}");
    assert!(out.contains("RECOVERY SHEET") && out.contains("lost the sealed contents for good"), "{out}");
}

const SET_UP: &str = "committee = \"中共云河县委员会\"\noffice = \"县委巡察办\"\nlevel = \"county\"\nname = \"窦甲纬\"\n\
                      login = \"clerk\"\n";

#[test]
fn a_script_sets_an_instance_up_from_a_file_and_gives_the_password_apart() {
    let program = Program::fresh();
    let files = tempfile::tempdir().unwrap();
    let from = files.path().join("set-up.toml");
    let from = from.to_str().unwrap();
    std::fs::write(from, SET_UP).unwrap();
    let weak = program.run_with(&["init", "--yes", "--json", "--from", from], "short\n");
    assert_eq!(weak.code, 3, "{weak:?}");
    assert_eq!(weak.codes(), ["password-too-short"]);
    assert!(!program.data().exists(), "nothing is made before everything is right");
    std::fs::write(from, format!("{SET_UP}colour = 3\n")).unwrap();
    let unknown = program.run_with(&["init", "--yes", "--json", "--from", from], "松树下的石桥 1987\n");
    assert_eq!((unknown.code, unknown.codes()), (2, vec!["cli-init-from-wrong".to_owned()]));
    std::fs::write(from, SET_UP).unwrap();
    program.run_with(&["init", "--yes", "--json", "--from", from], "松树下的石桥 1987\n").well();
    let people = program.run(&["user", "list", "--as", "clerk", "--json"]).well().json();
    assert_eq!(people[0]["login"], "clerk");
    program.run(&["verify"]).well();
}

#[test]
fn the_own_place_is_said_after_init() {
    for (said, told) in [("", "Own place: 云河县"), ("own_place = \"\"\n", "No own place is set")] {
        let (program, files) = (Program::fresh(), tempfile::tempdir().unwrap());
        let from = files.path().join("set-up.toml");
        std::fs::write(&from, format!("{SET_UP}{said}")).unwrap();
        let ran = program.run_with(
            &["init", "--yes", "--lang", "en", "--from", from.to_str().unwrap()],
            "松树下的石桥 1987\n",
        );
        assert!(ran.out.contains(told), "{ran:?}");
    }
}

#[test]
fn the_command_line_speaks_the_words_of_its_office() {
    let (program, files) = (Program::fresh(), tempfile::tempdir().unwrap());
    let from = files.path().join("set-up.toml");
    let (from, password) = (from.to_str().unwrap(), "松树下的石桥 1987\n");
    std::fs::write(from, SET_UP.replace("\"county\"", "\"province\"")).unwrap();
    program.run_with(&["init", "--yes", "--from", from], password).well();
    program.run(&["user", "create", "li", "李丁", "--as", "clerk"]).well();
    program.run(&["user", "enable", "li", "--as", "clerk"]).well();
    let out = files.path().join("out.xlsx").display().to_string();
    let refused = program.run(&["export", "rounds", &out, "--as", "li", "--lang", "zh-CN"]);
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(refused.err.contains("巡视组") && !refused.err.contains("巡察"), "{refused:?}");
}

#[test]
fn a_password_file_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let program = Program::fresh();
    let files = tempfile::tempdir().unwrap();
    let (from, password) = (files.path().join("set-up.toml"), files.path().join("password"));
    std::fs::write(&from, SET_UP).unwrap();
    std::fs::write(&password, "松树下的石桥 1987\n").unwrap();
    std::fs::set_permissions(&password, std::fs::Permissions::from_mode(0o644)).unwrap();
    let arguments =
        ["init", "--yes", "--from", from.to_str().unwrap(), "--password-file", password.to_str().unwrap()];
    assert_eq!(program.run(&arguments).code, 3);
    std::fs::set_permissions(&password, std::fs::Permissions::from_mode(0o600)).unwrap();
    program.run(&arguments).well();
    program.run(&["user", "list", "--as", "clerk"]).well();
}
