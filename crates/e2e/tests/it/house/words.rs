//! The words of the house: what `docs/glossary.md` says about code and catalogue is so.

use super::no_breach;
use std::{collections::BTreeSet, fs, path::Path};

fn glossary() -> String {
    fs::read_to_string(testkit::checkout().join("docs/glossary.md")).unwrap()
}

/// The cells of a table's lines, without head and rule.
fn cells(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix('|'))
        .map(|line| line.split('|').map(str::trim).collect())
}

/// The text of every file with this ending, below a folder.
fn texts(folder: &Path, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(texts(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

#[test]
fn the_code_names_of_the_glossary_exist_in_the_code() {
    let mut names = BTreeSet::new();
    for (path, text) in texts(&testkit::checkout().join("crates"), "rs") {
        if path.contains("/src/") {
            let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            names.extend(words.map(str::to_owned));
        }
    }
    let glossary = glossary();
    let (words, _) = glossary.split_once("## Not so").unwrap();
    let named = cells(words)
        .filter_map(|line| line.get(2).copied())
        .flat_map(|cell| cell.split('`').skip(1).step_by(2));
    let named: Vec<_> = named.collect();
    assert!(named.len() > 30, "the tables of the glossary were not understood");
    let gone = named.into_iter().filter(|name| !names.contains(*name));
    no_breach("Named in docs/glossary.md and nowhere in the code:", gone.map(str::to_owned).collect());
}

#[test]
fn no_synonym_that_the_glossary_forbids_is_in_the_chinese_catalogue() {
    let glossary = glossary();
    let (_, forbidden) = glossary.split_once("## Not so").unwrap();
    let forbidden: Vec<(&str, &str)> = cells(forbidden)
        .filter_map(|line| Some((*line.first()?, *line.get(1)?)))
        .filter(|(right, _)| *right != "用")
        .flat_map(|(right, wrong)| wrong.split('、').map(move |wrong| (right, wrong)))
        .collect();
    assert!(forbidden.len() > 10, "the last table of the glossary was not understood");
    let mut breaches = Vec::new();
    for (path, text) in texts(&testkit::checkout().join("locales/zh-CN"), "ftl") {
        for (right, wrong) in &forbidden {
            let lines = text.lines().enumerate().filter(|(_, line)| line.contains(wrong));
            breaches.extend(lines.map(|(at, _)| format!("{path}:{}: {wrong}; say {right}", at + 1)));
        }
    }
    no_breach("One word for one thing (docs/glossary.md):", breaches);
}
