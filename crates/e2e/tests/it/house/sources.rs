//! What may stand in which file.

use super::{
    lexer::{Parts, parts},
    no_breach,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Files get long by and by: past the first figure the test says so, past the second it fails.
const LONG: usize = 400;
const TOO_LONG: usize = 600;

/// Folders that are made, not written.
const MADE: &[&str] = &["target", "node_modules", ".git", "var"];

/// A text file of the checkout.
struct Source {
    /// From the root of the checkout, with slashes.
    path: String,
    text: String,
}

impl Source {
    fn is_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Part of what is shipped, not of what tests it.
    fn is_shipped(&self) -> bool {
        self.is_rust()
            && self.path.contains("/src/")
            && !self.is_in("crates/testkit/")
            && !self.is_in("crates/e2e/")
            && !self.path.ends_with("/tests.rs")
            && !self.path.contains("/tests/")
    }

    fn parts(&self) -> Parts {
        parts(&self.text).without_tests()
    }
}

/// All text files of the checkout.
fn sources() -> Vec<Source> {
    let root = testkit::checkout();
    let mut files = Vec::new();
    collect(&root, &mut files);
    let read = files.into_iter().filter_map(|file| {
        let path = file.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        // Pictures, fonts and spreadsheets are not text.
        fs::read_to_string(&file).ok().map(|text| Source { path, text })
    });
    read.collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let kind = entry.file_type().unwrap();
        if kind.is_file() {
            files.push(entry.path());
        } else if kind.is_dir() && !MADE.contains(&entry.file_name().to_str().unwrap()) {
            collect(&entry.path(), files);
        }
    }
}

/// Every place in shipped code where `breach` says so; it gets a line of code without comments and literals.
fn lines_where(mut concerns: impl FnMut(&Source) -> bool, breach: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.is_shipped() && concerns(source)) {
        let code = source.parts().code;
        let lines = code.iter().enumerate().filter(|(_, line)| breach(line));
        found.extend(lines.map(|(at, line)| format!("{}:{} {}", source.path, at + 1, line.trim())));
    }
    found
}

/// Every text literal in shipped code of which `breach` says so.
fn literals_where(mut concerns: impl FnMut(&Source) -> bool, breach: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.is_shipped() && concerns(source)) {
        let literals = source.parts().literals;
        let literals = literals.iter().filter(|literal| breach(&literal.text));
        found.extend(literals.map(|literal| format!("{}:{} {:?}", source.path, literal.line, literal.text)));
    }
    found
}

#[test]
fn no_file_is_too_long() {
    let mut breaches = Vec::new();
    for source in sources().iter().filter(|source| source.is_rust()) {
        let lines = source.text.lines().count();
        if lines > TOO_LONG {
            breaches.push(format!("{}: {lines} lines", source.path));
        } else if lines > LONG {
            println!("getting long: {} ({lines} lines)", source.path);
        }
    }
    no_breach(&format!("More than {TOO_LONG} lines; split by noun:"), breaches);
}

#[test]
fn every_module_opens_with_what_it_is_for() {
    let silent = sources().into_iter().filter(|source| {
        source.is_rust() && !source.path.ends_with("/tests.rs") && !source.text.starts_with("//! ")
    });
    no_breach("The first line is `//! …`:", silent.map(|source| source.path).collect());
}

#[test]
fn pages_hold_message_ids_and_no_words_of_their_own() {
    let breaches = literals_where(|source| source.is_in("crates/web/"), |text| text.chars().any(is_chinese));
    no_breach("Words belong into locales/:", breaches);
}

/// Han characters, their punctuation and full-width forms.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[test]
fn only_the_program_writes_to_the_terminal() {
    let prints = ["println!", "print!", "eprintln!", "eprint!", "dbg!"];
    let breaches = lines_where(
        |source| !source.is_in("crates/xuncha/"),
        |line| prints.iter().any(|print| calls(line, print)),
    );
    no_breach("Log with tracing, or return what is to be said:", breaches);
}

/// Whether the line calls this macro, not one whose name only ends like it.
fn calls(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().last();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

#[test]
fn sql_stands_only_in_the_database_and_the_repositories() {
    let breaches =
        literals_where(|source| !source.is_in("crates/db/") && !source.is_in("crates/store/"), is_sql);
    no_breach("SQL belongs into db or store:", breaches);
}

fn is_sql(text: &str) -> bool {
    let words: Vec<_> = text.split_whitespace().map(str::to_lowercase).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["select", rest @ ..] => rest.contains(&"from"),
        ["insert", "into" | "or", ..] | ["delete", "from", ..] => true,
        ["update", _, "set", ..] => true,
        ["create" | "alter" | "drop", "table" | "index" | "view", ..] => true,
        ["with", _, "as", ..] | ["with", "recursive", ..] => true,
        _ => false,
    }
}

#[test]
fn the_project_mentions_no_place_outside_itself() {
    // Put together here, or this file would mention them.
    let places = [["/wo", "rk/"].concat(), ["../sha", "red"].concat(), ["/sha", "red/"].concat()];
    let mut breaches = Vec::new();
    for source in sources() {
        for (at, line) in source.text.lines().enumerate() {
            if places.iter().any(|place| line.contains(place)) {
                breaches.push(format!("{}:{} {}", source.path, at + 1, line.trim()));
            }
        }
    }
    no_breach("Only what is in the checkout exists:", breaches);
}

#[test]
fn sql_is_told_from_words() {
    assert!(is_sql("select id\n from unit"));
    assert!(is_sql("INSERT INTO unit VALUES ($1)"));
    assert!(!is_sql("select one of the units"));
    assert!(!is_sql("update"));
    assert!(calls("x; println!(\"\")", "println!"));
    assert!(!calls("eprintln!(\"\")", "println!"));
}
