//! One process a folder, and whose folder it is.

use crate::program::Program;
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::os::unix::fs::PermissionsExt;

/// Runs a statement on the instance's database, as someone with the file could.
pub(crate) async fn behind_its_back(program: &Program, statement: &'static str) {
    let options = SqliteConnectOptions::new().filename(program.data().join("data/xuncha.db"));
    let mut conn = options.foreign_keys(false).connect().await.unwrap();
    sqlx::raw_sql(statement).execute(&mut conn).await.unwrap();
}

#[test]
fn a_second_process_on_the_folder_is_refused_with_a_sentence() {
    let program = Program::practice();
    let serving = program.serve(&["serve"]);
    let second = program.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.code, 5, "{second:?}");
    assert!(second.err.contains("Another xuncha is using"), "{second:?}");
    let writing = program.run(&["user", "create", "li", "李丁", "--as", "clerk"]);
    assert_eq!(writing.code, 5, "{writing:?}");
    // Reading goes on beside it.
    program.run(&["verify"]).well();
    assert_eq!(serving.ask_to_end(), 0);
    program.run(&["user", "create", "li", "李丁", "--as", "clerk"]).well();
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let program = Program::fresh();
    program.run(&["init", "--yes"]).well();
    behind_its_back(
        &program,
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
         values (99999999, 'of the future', 1, x'00', 0)",
    )
    .await;
    for command in ["migrate", "serve"] {
        let ran = program.run(&[command]);
        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(ran.err.contains("newer version of xuncha"), "{ran:?}");
    }
}

#[test]
fn a_folder_without_an_instance_is_said_to_be_one() {
    let program = Program::fresh();
    let ran = program.run(&["verify"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.err.contains("There is no instance in"), "{ran:?}");
    assert!(!program.data().exists(), "asking makes nothing");
}

#[test]
fn a_key_that_others_can_read_and_a_key_of_another_instance_are_refused() {
    let (one, other) = (Program::practice(), Program::fresh());
    other.run(&["init", "--yes"]).well();
    let key = |p: &Program| p.data().join("keys/instance.key");
    std::fs::copy(key(&other), key(&one)).unwrap();
    let ran = one.run(&["verify"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("sealed with another key"), "{ran:?}");
    std::fs::set_permissions(key(&one), std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(one.run(&["verify"]).err.contains("chmod 600"));
}

#[test]
fn the_key_may_come_from_a_credential_file_or_a_command() {
    let program = Program::practice();
    let elsewhere = program.path().join("credential");
    std::fs::rename(program.data().join("keys/instance.key"), &elsewhere).unwrap();
    let ran = program.run(&["verify"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.err.contains("--recover"), "{ran:?}");
    let sources = [
        ("XUNCHA_INSTANCE_KEY_FILE", elsewhere.display().to_string()),
        ("XUNCHA_INSTANCE_KEY_COMMAND", format!("/bin/cat {}", elsewhere.display())),
    ];
    for (variable, value) in sources {
        let mut command = program.command(&["verify"]);
        command.env(variable, value);
        crate::program::end(command).well();
    }
    let mut command = program.command(&["verify", "--json"]);
    command.env("XUNCHA_INSTANCE_KEY_COMMAND", "exit 7");
    assert_eq!(crate::program::end(command).codes(), ["cli-key-command-failed"]);
}
