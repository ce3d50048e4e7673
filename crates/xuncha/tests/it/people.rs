//! Accounts, tokens, practice and verify from the command line.

use crate::folder::behind_its_back;
use crate::program::Program;

#[test]
fn an_account_is_made_enabled_given_a_role_and_a_new_password() {
    let program = Program::practice();
    let as_clerk = |arguments: &[&str]| program.run(&[arguments, &["--as", "clerk", "--json"]].concat());
    let made = as_clerk(&["user", "create", "li", "李丁"]).well().json();
    assert_eq!(made["password"].as_str().unwrap().len(), 23);
    as_clerk(&["user", "enable", "li"]).well();
    as_clerk(&["user", "grant", "li", "office_staff"]).well();
    let again = as_clerk(&["user", "grant", "li", "office-staff"]);
    assert_eq!((again.code, again.codes()), (3, vec!["role-already-held".to_owned()]));
    let reset = program
        .run_with(
            &["user", "reset", "li", "--password-stdin", "--as", "clerk", "--json"],
            "松树下的石桥 1987\n",
        )
        .well();
    assert!(reset.json()["password"].is_null(), "what was handed over is not repeated");
    let list = as_clerk(&["user", "list"]).well().json();
    let li = list.as_array().unwrap().iter().find(|a| a["login"] == "li").unwrap();
    assert_eq!(li["standing"], "enabled");
    as_clerk(&["user", "disable", "li"]).well();
    program.run(&["verify"]).well();
}

#[test]
fn what_the_pages_refuse_the_command_line_refuses_too() {
    let program = Program::practice();
    let nobody = program.run(&["user", "list", "--as", "nobody"]);
    assert_eq!(nobody.code, 4, "{nobody:?}");
    let forbidden = program.run(&["user", "create", "li", "李丁", "--as", "staff"]);
    assert!([3, 4].contains(&forbidden.code), "{forbidden:?}");
    let weak = program
        .run_with(&["user", "create", "l", "", "--password-stdin", "--as", "clerk", "--json"], "short\n");
    assert_eq!(weak.code, 3, "{weak:?}");
    assert!(weak.codes().len() >= 3, "all fields at once: {weak:?}");
    let role = program.run(&["user", "grant", "staff", "queen", "--as", "clerk"]);
    assert_eq!(role.code, 2, "{role:?}");
    assert!(role.err.contains("office_director"), "{role:?}");
}

#[test]
fn a_token_is_shown_once_listed_without_its_text_and_ended() {
    let program = Program::practice();
    let run = |arguments: &[&str]| program.run(&[arguments, &["--as", "staff", "--json"]].concat());
    let issued = run(&["token", "issue", "--label", "报表", "--days", "7"]).well().json();
    let text = issued["token"].as_str().unwrap();
    assert!(text.starts_with("xct_"));
    let list = run(&["token", "list"]).well();
    assert!(!list.out.contains(text));
    let id = list.json()[0]["id"].as_str().unwrap().to_owned();
    run(&["token", "revoke", &id]).well();
    assert!(run(&["token", "list"]).well().json()[0]["revoked"].is_string());
    let foreign = program.run(&["token", "revoke", &id, "--as", "auditor"]);
    assert_eq!(foreign.code, 4, "{foreign:?}");
}

#[tokio::test]
async fn verify_names_what_was_altered_and_a_cut_tail() {
    let program = Program::practice();
    let clean = program.run(&["verify", "--json"]).well().json();
    let (chain, head) = clean["heads"].as_object().unwrap().iter().next().unwrap();
    let (length, code) = (head[0].as_i64().unwrap(), head[1].as_str().unwrap());
    program.run(&["verify", "--head", &format!("{chain}:{length}:{code}")]).well();
    let longer = program.run(&["verify", "--json", "--head", &format!("{chain}:{}:{code}", length + 5)]);
    assert_eq!(longer.code, 1, "{longer:?}");
    assert_eq!(longer.json()["faults"][0]["fault"], "tail-cut");
    let malformed = program.run(&["verify", "--head", "instance"]);
    assert_eq!(malformed.code, 2, "{malformed:?}");
    behind_its_back(&program, "delete from role_grant where role = 'auditor'").await;
    let altered = program.run(&["verify"]);
    assert_eq!(altered.code, 1, "{altered:?}");
    assert!(altered.out.contains("record is missing – role_grant"), "{altered:?}");
}

#[test]
fn practice_is_thrown_away_and_nothing_else_is() {
    let program = Program::practice();
    let first = program.run(&["demo", "--prepare", "--json"]).well().json();
    let again = program.run(&["demo", "--prepare", "--reset", "--json"]).well().json();
    assert_ne!(first["password"], again["password"], "no two instances share a password");
    program.run(&["demo", "--throw-away"]).well();
    assert!(!program.data().join("data").exists() && !program.data().join("practice.json").exists());
    let real = Program::fresh();
    real.run(&["init", "--yes"]).well();
    for arguments in [vec!["demo", "--prepare"], vec!["demo", "--prepare", "--reset"]] {
        let ran = real.run(&arguments);
        assert_eq!(ran.code, 3, "{ran:?}");
    }
    assert!(real.data().join("keys/instance.key").exists());
}

#[tokio::test]
async fn practice_runs_on_postgresql_too() {
    let database = testkit::postgres::TestPg::database().await;
    let program = Program::fresh();
    program.run(&["demo", "--prepare", "--database", &database.url()]).well();
    program.run(&["verify", "--database", &database.url()]).well();
    assert!(!program.data().join("data/xuncha.db").exists());
    // A fresh folder has no key for what lies in that database.
    let stranger = Program::fresh();
    let ran = stranger.run(&["serve", "--database", &database.url(), "--listen", "127.0.0.1:0"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(!stranger.data().join("keys/instance.key").exists(), "no key is made that opens nothing");
    let away = program.run(&["verify", "--database", "postgres://nobody@127.0.0.1:1/none"]);
    assert_eq!(away.code, 5, "{away:?}");
}
