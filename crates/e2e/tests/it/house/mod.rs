//! The rules of the house that the compiler does not keep, each as a test that lists every breach.
//!
//! [`graph`]: which crate may know which crate and library. [`licences`]: what we may ship. [`manifests`]: how
//! dependencies and migrations are written down. [`reads`]: that none is left untried. [`sources`]: what may stand in
//! which file; it reads Rust by [`lexer`]. [`words`]: which words the house uses.

mod graph;
mod lexer;
mod licences;
mod manifests;
mod metadata;
mod reads;
mod sources;
mod words;

/// Fails with the whole list, so that one run shows all there is to mend.
#[track_caller]
fn no_breach(rule: &str, breaches: Vec<String>) {
    assert!(breaches.is_empty(), "{rule}\n  {}\n", breaches.join("\n  "));
}
