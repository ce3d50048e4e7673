//! Ids in code have words, and words are used by code.
//!
//! The scan reads the sources of all rooms as text. An id is *called* where a literal stands in a place that
//! takes an id (`Message::new("…")`, `Refusal::new("…")`, `.t("…")`); it is *used* wherever the literal occurs
//! outside tests. Families made at run time are listed in `src/dynamic.rs`.

use crate::languages::messages;
use i18n::{Catalogue, DYNAMIC_PREFIXES};
use kernel::Lang;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What stands before an id's opening quote. Spaces and line breaks between are skipped.
const CALLS: [&str; 3] = ["Message::new(", "Refusal::new(", ".t("];

struct Source {
    name: String,
    text: String,
}

/// All Rust sources of the rooms, without their unit tests (which name ids of their own).
fn sources() -> Vec<Source> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut paths = Vec::new();
    for room in fs::read_dir(crates).unwrap() {
        walk(&room.unwrap().path().join("src"), &mut paths);
    }
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(crates).unwrap().display().to_string();
        Source { name, text: without_tests(&fs::read_to_string(&path).unwrap_or_default()) }
    };
    paths.into_iter().map(read).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs")
            && path.file_name().is_some_and(|n| n != "tests.rs")
        {
            found.push(path);
        }
    }
}

/// The text up to its unit tests, which stand last in a file; comment lines are blanked, so that an
/// example in a comment is no call and line numbers stay.
fn without_tests(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for line in text.lines() {
        if line.trim_start().starts_with("#[cfg(test)]") {
            break;
        }
        if !line.trim_start().starts_with("//") {
            kept.push_str(line);
        }
        kept.push('\n');
    }
    kept
}

/// Ids standing in a place that takes one, each with its line.
fn calls(source: &Source) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for call in CALLS {
        for (at, _) in source.text.match_indices(call) {
            let after = source.text[at + call.len()..].trim_start();
            let Some(literal) = after.strip_prefix('"').and_then(|l| l.split_once('"')) else { continue };
            found.push((1 + source.text[..at].matches('\n').count(), literal.0));
        }
    }
    found
}

fn looks_like_an_id(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Literals that have the form of an id, wherever they stand.
fn literals(source: &Source) -> impl Iterator<Item = &str> {
    source.text.split('"').filter(|piece| looks_like_an_id(piece))
}

#[test]
fn every_id_in_code_has_words_in_both_languages() {
    let catalogue = Catalogue::shared();
    let mut missing = Vec::new();
    for source in &sources() {
        for (line, id) in calls(source) {
            for lang in Lang::ALL {
                if !catalogue.has(lang, id) {
                    missing.push(format!(
                        "crates/{}:{line}: `{id}` has no words in {}",
                        source.name,
                        lang.tag()
                    ));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{} ids without words:\n  {}", missing.len(), missing.join("\n  "));
}

#[test]
fn every_message_is_used_by_code_or_by_another_message() {
    let sources = sources();
    let mut used: BTreeSet<&str> = sources.iter().flat_map(literals).collect();
    let catalogue = messages(Lang::ZhCn);
    used.extend(catalogue.values().flat_map(|uses| &uses.messages).map(String::as_str));
    let left_over: Vec<&String> = catalogue
        .keys()
        .filter(|id| !used.contains(id.as_str()))
        .filter(|id| !DYNAMIC_PREFIXES.iter().any(|family| id.starts_with(family.prefix)))
        .collect();
    assert!(
        left_over.is_empty(),
        "{} messages that no code names (remove them, or list their family in src/dynamic.rs):\n  {left_over:#?}",
        left_over.len()
    );
}

#[test]
fn every_family_made_at_run_time_says_who_makes_it() {
    for family in DYNAMIC_PREFIXES {
        assert!(family.prefix.ends_with('-') && !family.made_by.is_empty(), "{family:?}");
    }
}
