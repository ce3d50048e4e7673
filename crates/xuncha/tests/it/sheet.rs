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
