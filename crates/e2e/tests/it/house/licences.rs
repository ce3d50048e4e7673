//! The licences of everything in the graph, tests included.

use super::{
    metadata::{Kind, graph},
    no_breach,
};

/// Licences that ask for no more than a notice.
const PERMISSIVE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Zlib",
];

/// File-by-file copyleft, used unchanged at build time and never part of the program: the style sheet's compiler.
const MPL_AT_BUILD_TIME: &[&str] = &[
    "cssparser",
    "cssparser-color",
    "cssparser-macros",
    "dtoa-short",
    "lightningcss",
    "lightningcss-derive",
    "parcel_selectors",
];

#[test]
fn every_library_has_a_licence_we_may_ship() {
    let mut breaches = Vec::new();
    for package in graph().packages() {
        let licence = package.license.as_deref().unwrap_or("");
        let at_build_time = MPL_AT_BUILD_TIME.contains(&package.name.as_str()) && licence == "MPL-2.0";
        if !at_build_time && !may_be_used(licence) {
            breaches.push(format!("{}: {licence:?}", package.name));
        }
    }
    no_breach("Licences that are not on the list:", breaches);
}

#[test]
fn copyleft_build_tools_are_not_part_of_the_program() {
    let program = graph().reach("xuncha", &[Kind::Normal]);
    let found = MPL_AT_BUILD_TIME.iter().filter(|name| program.contains(*name));
    no_breach("Linked into the program:", found.map(ToString::to_string).collect());
}

/// Whether an SPDX expression (or the older form with a slash) leaves us a permissive choice.
fn may_be_used(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<_> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let allowed = any_of(&mut rest);
    allowed && rest.is_empty()
}

/// `a OR b`: one suffices.
fn any_of(words: &mut &[&str]) -> bool {
    let mut allowed = all_of(words);
    while take(words, "OR") {
        allowed |= all_of(words);
    }
    allowed
}

/// `a AND b`: each is needed.
fn all_of(words: &mut &[&str]) -> bool {
    let mut allowed = one(words);
    while take(words, "AND") {
        allowed &= one(words);
    }
    allowed
}

/// A licence, with or without an exception (which only ever allows more), or an expression in brackets.
fn one(words: &mut &[&str]) -> bool {
    if take(words, "(") {
        let allowed = any_of(words);
        return take(words, ")") && allowed;
    }
    let Some((licence, rest)) = words.split_first() else { return false };
    *words = rest;
    if take(words, "WITH") {
        *words = words.get(1..).unwrap_or_default();
    }
    PERMISSIVE.contains(licence)
}

fn take(words: &mut &[&str], word: &str) -> bool {
    let found = words.first() == Some(&word);
    if found {
        *words = &words[1..];
    }
    found
}

#[test]
fn expressions_are_read_as_spdx_means_them() {
    for allowed in [
        "MIT",
        "MIT/Apache-2.0",
        "Apache-2.0 OR GPL-2.0-only",
        "(MIT OR GPL-3.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception OR GPL-2.0-only",
    ] {
        assert!(may_be_used(allowed), "{allowed}");
    }
    for refused in [
        "",
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "MPL-2.0",
        "MIT)",
        "(MIT",
        "Apache-2.0 AND (GPL-2.0 OR LGPL-3.0)",
    ] {
        assert!(!may_be_used(refused), "{refused}");
    }
}
