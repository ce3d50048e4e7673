//! Help and mistakes of the command line, in both languages.

use crate::program::Program;

const COMMANDS: [&str; 18] = [
    "serve",
    "demo",
    "init",
    "migrate",
    "import",
    "export",
    "deadline",
    "recusal",
    "verify",
    "backup",
    "restore",
    "search",
    "user",
    "token",
    "tls",
    "openapi",
    "config",
    "bench-data",
];

#[test]
fn every_command_explains_itself_in_both_languages() {
    let program = Program::fresh();
    for command in COMMANDS {
        let english = program.run(&[command, "--help", "--lang", "en"]).well().out;
        assert!(english.contains(&format!("Usage: xuncha {command}")), "{english}");
        assert!(
            english.contains("Options of every command") && english.contains("--data <DIR>"),
            "{english}"
        );
        let chinese = program.run(&[command, "--help", "--lang", "zh-CN"]).well().out;
        assert!(chinese.contains(&format!("用法：xuncha {command}")), "{chinese}");
        for left_over in
            ["Usage", "Options", "OPTIONS", "Commands", "Arguments", "default:", "possible values", "⟦"]
        {
            assert!(!chinese.contains(left_over), "{left_over}: {chinese}");
        }
    }
}

#[test]
fn the_overview_lists_every_command_and_the_exit_codes() {
    let program = Program::fresh();
    let overview = program.run(&["--help"]).well().out;
    for command in COMMANDS {
        assert!(overview.lines().any(|l| l.trim_start().starts_with(command)), "{command}: {overview}");
    }
    assert!(overview.contains("Exit codes:"), "{overview}");
    assert!(program.run(&["--version"]).well().out.starts_with("xuncha "));
}

#[test]
fn a_wrong_command_line_is_told_in_the_language_with_exit_code_2() {
    let program = Program::fresh();
    let wrong = [
        (vec!["serv"], "serve"),
        (vec!["verify", "--haed", "x"], "--head"),
        (vec!["deadline", "--from", "2025-02-30", "--add", "1", "--unit", "day"], "2025-02-30"),
        (vec!["deadline", "--from", "2025-02-03", "--add", "1", "--unit", "week"], "workday"),
        (vec!["deadline", "--from", "2025-02-03"], "--add"),
        (vec!["init", "--recover", "--new-sheet"], "--new-sheet"),
        (vec!["user", "list"], "--as"),
    ];
    for (arguments, said) in wrong {
        for lang in ["en", "zh-CN"] {
            let mut arguments = arguments.clone();
            arguments.extend(["--lang", lang]);
            let ran = program.run(&arguments);
            assert_eq!(ran.code, 2, "{ran:?}");
            assert!(
                ran.err.contains(said) && !ran.err.contains("error:") && !ran.err.contains('⟦'),
                "{ran:?}"
            );
        }
    }
}
