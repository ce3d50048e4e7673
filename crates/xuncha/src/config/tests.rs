//! The configuration read from all its sources.

use super::{Sources, example, read};
use crate::exit::Failure;
use kernel::Lang;
use std::path::PathBuf;

struct Case {
    folder: tempfile::TempDir,
    sources: Sources,
}

fn case(file: &str) -> Case {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("xuncha.toml");
    std::fs::write(&path, file).unwrap();
    Case { folder, sources: Sources { file: Some(path), ..Sources::default() } }
}

/// `file:line` without the folder, and the message id with the one inside.
fn mistakes(failure: &Failure) -> Vec<(String, String)> {
    let name = |place: &str| place.rsplit('/').next().unwrap_or_default().to_owned();
    let code = |m: &kernel::Message| {
        let inner = m.args.iter().find_map(|(_, a)| match a {
            kernel::message::Arg::Message(inner) => Some(inner.id.to_string()),
            _ => None,
        });
        inner.unwrap_or_else(|| m.id.to_string())
    };
    failure.complaints.iter().map(|c| (name(&c.place), code(&c.message))).collect()
}

fn failure(case: &Case) -> Failure {
    match read(&case.sources) {
        Err(failure) => failure,
        Ok(_) => panic!("must be refused"),
    }
}

#[test]
fn flags_come_before_variables_variables_before_the_file_and_the_file_before_defaults() {
    let mut case = case("listen = \"127.0.0.1:1\"\nlog = \"warn\"\noffset = \"+07:00\"\n");
    case.sources.variables =
        vec![("XUNCHA_LISTEN".into(), "127.0.0.1:2".into()), ("XUNCHA_LOG".into(), "error".into())];
    case.sources.flags = vec![("listen", "127.0.0.1:3".into())];
    let settings = read(&case.sources).unwrap_or_else(|f| panic!("{f:?}"));
    assert_eq!(settings.listen.port(), 3);
    assert_eq!(settings.log, "error");
    assert_eq!(settings.offset.0.whole_hours(), 7);
    assert_eq!(settings.password.memory_mib, 19);
}

#[test]
fn every_mistake_is_named_with_its_line_at_once() {
    let mut case = case(
        "listn = \"127.0.0.1:1\"\n\noffset = \"8\"\ncolour = 3\n[password]\npasses = 0\nmemory_mib = \"lots\"\n\
         [session]\nidle_minutes = true\n",
    );
    case.sources.variables =
        vec![("XUNCHA_DATABASE".into(), "mysql://x".into()), ("XUNCHA_DATAS".into(), "x".into())];
    case.sources.flags = vec![("listen", "nowhere".into())];
    assert_eq!(
        mistakes(&failure(&case)),
        [
            ("xuncha.toml:1", "cli-config-key-mistyped"),
            ("xuncha.toml:3", "cli-config-not-offset"),
            ("xuncha.toml:4", "cli-config-key-unknown"),
            ("xuncha.toml:6", "cli-config-not-number"),
            ("xuncha.toml:7", "cli-config-not-number"),
            ("xuncha.toml:9", "cli-config-not-number"),
            ("XUNCHA_DATABASE", "cli-config-not-database"),
            ("XUNCHA_DATAS", "cli-config-variable-unknown"),
            ("--listen", "cli-config-not-address"),
        ]
        .map(|(place, code)| (place.to_owned(), code.to_owned()))
    );
}

#[test]
fn lines_that_are_no_toml_are_named_beside_the_other_mistakes() {
    let case = case("log = \nlisten = \"127.0.0.1:x\"\noffset \"+08:00\"\n");
    let found = mistakes(&failure(&case));
    let lines: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
    for line in ["xuncha.toml:1", "xuncha.toml:2", "xuncha.toml:3"] {
        assert!(lines.contains(&line), "{line} not in {found:?}");
    }
}

#[test]
fn half_a_certificate_and_two_sources_of_the_key_are_refused() {
    assert_eq!(mistakes(&failure(&case("[tls]\nkey = \"k\"\n")))[0].1, "cli-config-tls-half");
    let twice = "[instance_key]\nfile = \"k\"\ncommand = \"c\"\n";
    assert_eq!(mistakes(&failure(&case(twice)))[0].1, "cli-config-key-twice");
    let long = "[session]\nidle_minutes = 90\nabsolute_hours = 1\n";
    assert_eq!(mistakes(&failure(&case(long)))[0].1, "cli-config-session");
}

#[test]
fn a_path_of_the_file_begins_at_the_file() {
    let case = case("data = \"here\"\n");
    let settings = read(&case.sources).unwrap_or_else(|f| panic!("{f:?}"));
    assert_eq!(settings.data, case.folder.path().join("here"));
}

#[test]
fn a_wrong_database_address_is_not_repeated_for_it_may_hold_a_password() {
    let mut case = case("");
    case.sources.flags = vec![("database", "mysql://xuncha:geheim@db".into())];
    assert!(!format!("{:?}", failure(&case)).contains("geheim"));
}

#[test]
fn the_example_is_what_the_defaults_are_and_is_committed_in_both_languages() {
    for (lang, name) in [(Lang::En, "xuncha.example.toml"), (Lang::ZhCn, "xuncha.example.zh-CN.toml")] {
        let text = example(lang);
        assert!(read(&case(&text).sources).is_ok(), "{text}");
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../config").join(name);
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            committed,
            text,
            "print it again: xuncha config example --lang {} > config/{name}",
            lang.tag()
        );
    }
}
