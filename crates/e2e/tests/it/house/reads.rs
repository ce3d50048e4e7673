//! That no read is forgotten: each one of `app` is tried by a stranger.

use super::no_breach;
use std::{fs, path::Path};

/// Acts and the making of views: what they let through is tested with the acts.
const NO_READS: &[&str] = &[
    "perform",
    "stash",
    "end_session",
    "offer_second_factor",
    "offer_again",
    "enrol_second_factor",
    "own_second_factor",
    "taxonomy",
];

/// The names of functions that take the circumstances of a request, in the source files of a folder.
fn reads_in(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            reads_in(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.extend(text.split("pub async fn ").skip(1).filter_map(read_name));
        }
    }
}

/// The name, if the signature is a method's with a `ctx: &Ctx`.
fn read_name(from_name: &str) -> Option<String> {
    let (name, rest) = from_name.split_once(['(', '<'])?;
    let (signature, _) = rest.split_once('{')?;
    let is_read = signature.contains("&self") && signature.contains("ctx: &Ctx");
    is_read.then(|| name.to_owned())
}

#[test]
fn every_read_is_tried_by_a_stranger() {
    let app = testkit::checkout().join("crates/app");
    let mut reads = Vec::new();
    reads_in(&app.join("src"), &mut reads);
    assert!(reads.len() > 50, "only {} reads were found", reads.len());
    let mut tried = fs::read_to_string(app.join("tests/it/reads.rs")).unwrap();
    for entry in fs::read_dir(app.join("tests/it/reads")).into_iter().flatten() {
        tried.push_str(&fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    let is_tried = |name: &String| tried.contains(&format!("app.{name}("));
    let forgotten = reads.into_iter().filter(|name| !NO_READS.contains(&name.as_str()) && !is_tried(name));
    no_breach("reads that crates/app/tests/it/reads.rs does not try as a stranger", forgotten.collect());
}
