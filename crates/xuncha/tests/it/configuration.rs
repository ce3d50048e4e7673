//! The configuration file from outside.

use crate::program::Program;

#[test]
fn all_mistakes_of_a_file_are_listed_with_their_lines() {
    let program = Program::fresh();
    let file = program.path().join("xuncha.toml");
    std::fs::write(&file, "listn = \"x\"\n\n[password]\npasses = 99\nlanes = \"two\"\n").unwrap();
    let name = file.to_str().unwrap();
    for arguments in [vec!["config", "check", name], vec!["verify", "--config", name]] {
        let ran = program.run(&arguments);
        assert_eq!(ran.code, 2, "{ran:?}");
        let places: Vec<&str> = ran.err.lines().filter_map(|l| l.split(": ").next()).collect();
        assert_eq!(places, [format!("{name}:1"), format!("{name}:4"), format!("{name}:5")], "{ran:?}");
        assert!(ran.err.contains("Is listen meant?"), "{ran:?}");
    }
    let ran = program.run(&["config", "check", name, "--json"]);
    assert_eq!(ran.codes(), ["cli-config-key-mistyped", "cli-config-value", "cli-config-value"]);
}

#[test]
fn the_printed_example_is_a_good_file_in_both_languages() {
    let program = Program::fresh();
    for lang in ["en", "zh-CN"] {
        let example = program.run(&["config", "example", "--lang", lang]).well().out;
        let file = program.path().join("example.toml");
        std::fs::write(&file, example).unwrap();
        program.run(&["config", "check", file.to_str().unwrap()]).well();
    }
}

#[test]
fn a_variable_with_a_typing_mistake_is_named() {
    let program = Program::fresh();
    let mut command = program.command(&["verify", "--json"]);
    command.env("XUNCHA_DATABSE", "sqlite");
    let ran = crate::program::end(command);
    assert_eq!((ran.code, ran.codes()), (2, vec!["cli-config-variable-unknown".to_owned()]));
}
