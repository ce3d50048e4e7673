//! How dependencies, lints and migrations are written down.

use super::no_breach;
use std::{collections::BTreeSet, fs, path::Path};

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The lines of one table of a manifest.
fn table<'a>(manifest: &'a str, name: &str) -> Vec<&'a str> {
    let lines = manifest.lines().skip_while(|line| line.trim() != name).skip(1);
    lines.take_while(|line| !line.starts_with('[')).filter(|line| !line.trim().is_empty()).collect()
}

/// Folder names of our crates.
fn crates() -> Vec<String> {
    names(&testkit::checkout().join("crates")).into_iter().collect()
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest = read(&testkit::checkout().join("Cargo.toml"));
    let entries = table(&manifest, "[workspace.dependencies]").into_iter();
    let libraries =
        entries.filter(|line| line.contains('=') && !line.starts_with('#') && !line.contains("path = "));
    let unexplained =
        libraries.filter(|line| line.rsplit_once(" # ").is_none_or(|(_, reason)| reason.trim().len() < 3));
    let breaches = unexplained.map(|line| line.split(' ').next().unwrap_or(line).to_owned()).collect();
    no_breach("Cargo.toml: add `# what it is for` behind:", breaches);
}

#[test]
fn versions_stand_in_the_root_manifest_alone() {
    let mut breaches = Vec::new();
    for name in crates() {
        let manifest = read(&testkit::checkout().join("crates").join(&name).join("Cargo.toml"));
        for section in ["[dependencies]", "[dev-dependencies]", "[build-dependencies]"] {
            let lines = table(&manifest, section).into_iter().filter(|line| !line.starts_with('#'));
            let own = lines.filter(|line| line.contains('=') && !line.contains("workspace = true"));
            breaches.extend(own.map(|line| format!("{name}: {line}")));
        }
    }
    no_breach("Write `NAME.workspace = true` and the version in the root:", breaches);
}

#[test]
fn every_crate_keeps_the_lints_of_the_house() {
    let root = read(&testkit::checkout().join("Cargo.toml"));
    for lint in [r#"unsafe_code = "forbid""#, r#"non_ascii_idents = "deny""#] {
        assert!(table(&root, "[workspace.lints.rust]").contains(&lint), "the root manifest must say {lint}");
    }
    let lax = crates().into_iter().filter(|name| {
        let manifest = read(&testkit::checkout().join("crates").join(name).join("Cargo.toml"));
        table(&manifest, "[lints]") != ["workspace = true"]
    });
    no_breach("Without `[lints] workspace = true`:", lax.collect());
}

#[test]
fn every_crate_has_at_most_one_integration_test_binary() {
    let mut breaches = Vec::new();
    for name in crates() {
        let folder = testkit::checkout().join("crates").join(&name).join("tests");
        if folder.is_dir() {
            let binaries = names(&folder).into_iter().filter(|entry| {
                entry.ends_with(".rs") || (entry != "it" && folder.join(entry).join("main.rs").exists())
            });
            breaches.extend(binaries.map(|entry| format!("crates/{name}/tests/{entry}")));
        }
    }
    no_breach("Tests of a crate are modules of its tests/it/main.rs:", breaches);
}

#[test]
fn migrations_come_in_pairs_and_in_order() {
    let folder = testkit::checkout().join("migrations");
    let (sqlite, postgres) = (names(&folder.join("sqlite")), names(&folder.join("postgres")));
    let mut breaches: Vec<_> = sqlite
        .symmetric_difference(&postgres)
        .map(|name| format!("{name} is there for one engine only"))
        .collect();
    let mut numbers = BTreeSet::new();
    for name in &sqlite {
        match name.strip_suffix(".sql").and_then(|stem| stem.split_once('_')) {
            Some((number, _)) if is_number(number) && numbers.insert(number.to_owned()) => {}
            _ => breaches.push(format!("{name}: the form is NUMBER_what.sql, each number once")),
        }
    }
    no_breach("migrations/:", breaches);
}

fn is_number(text: &str) -> bool {
    text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}
