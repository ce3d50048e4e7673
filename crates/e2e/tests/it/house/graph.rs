//! The walls between the crates, as `docs/architecture.md` draws them.

use super::{
    metadata::{Kind, graph},
    no_breach,
};
use std::collections::BTreeSet;

/// Which of our crates each crate may name. A new crate gets its line here and its place in the document.
const ROOMS: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("domain", &["kernel"]),
    ("crypto", &["kernel"]),
    ("text", &["kernel"]),
    ("i18n", &["kernel"]),
    ("db", &["kernel"]),
    ("documents", &["kernel", "domain", "text"]),
    ("pdf", &["kernel", "domain", "documents"]),
    ("store", &["kernel", "domain", "db", "crypto", "text"]),
    ("app", &["kernel", "domain", "crypto", "text", "documents", "i18n", "db", "store"]),
    ("web", &["kernel", "domain", "crypto", "i18n", "app"]),
    ("api", &["kernel", "domain", "i18n", "app"]),
    ("testkit", ALL_BUT_PROGRAM),
    ("xuncha", ALL_BUT_TESTS),
    ("e2e", &[]),
];

const ALL_BUT_PROGRAM: &[&str] =
    &["kernel", "domain", "crypto", "text", "documents", "i18n", "db", "store", "app", "web", "api"];
const ALL_BUT_TESTS: &[&str] =
    &["kernel", "domain", "crypto", "text", "documents", "pdf", "i18n", "db", "store", "app", "web", "api"];

/// Libraries that only the named crates may use in what is shipped.
const LEAVES: &[(&[&str], &[&str])] = &[
    (&["sqlx"], &["db", "store", "testkit"]),
    (&["axum", "axum-extra", "tower", "tower-http"], &["web", "api", "xuncha", "testkit"]),
    (&["hyper", "hyper-util", "tokio-rustls", "rcgen", "clap", "indicatif", "toml"], &["xuncha"]),
    (&["maud", "pulldown-cmark", "qrcode"], &["web"]),
    (&["utoipa"], &["api", "app"]),
    (&["utoipa-axum"], &["api"]),
    (&["fluent-bundle", "fluent-syntax", "unic-langid"], &["i18n"]),
    (&["jieba-rs", "icu_collator", "icu_locale_core"], &["text"]),
    // Names in text, typed secrets in crypto.
    (&["unicode-normalization"], &["text", "crypto"]),
    (&["calamine", "rust_xlsxwriter", "docx-rs", "quick-xml", "zip"], &["documents"]),
    (&["typst", "typst-pdf", "typst-layout"], &["pdf"]),
    (&["argon2", "chacha20poly1305", "hkdf", "hmac", "sha2", "subtle", "totp-rs"], &["crypto"]),
    (&["ed25519-dalek", "x25519-dalek"], &["crypto"]),
    (&["thirtyfour", "reqwest", "proptest", "insta", "tempfile"], &["testkit"]),
];

/// The inner rooms: no database, no HTTP, no runtime, not even over several steps.
const INNER: &[&str] = &["kernel", "domain", "crypto", "text", "i18n", "documents"];
const OUTSIDE: &[&str] =
    &["tokio", "async-std", "hyper", "axum", "tower", "sqlx", "sqlx-core", "libsqlite3-sys"];

/// Nowhere, not even in tests: a second TLS or C cryptography, a second of anything we have chosen once.
const NOWHERE: &[&str] = &[
    "openssl",
    "openssl-sys",
    "native-tls",
    "aws-lc-rs",
    "aws-lc-sys",
    "hyper-tls",
    "git2",
    "libz-sys",
    "chrono",
    "actix-web",
    "rocket",
    "warp",
    "diesel",
    "rusqlite",
    "sea-orm",
    "async-std",
    "failure",
    "anyhow",
    "eyre",
];

/// Not in the program: it makes no call to any network.
const NOT_IN_THE_PROGRAM: &[&str] = &["reqwest", "ureq", "curl", "thirtyfour", "isahc", "surf"];

fn rooms_of(member: &str) -> Option<&'static [&'static str]> {
    ROOMS.iter().find(|(name, _)| *name == member).map(|(_, rooms)| *rooms)
}

#[test]
fn every_crate_names_only_the_rooms_it_may() {
    let graph = graph();
    let members: BTreeSet<_> = graph.members().collect();
    let mut breaches = Vec::new();
    for member in &members {
        let Some(allowed) = rooms_of(member) else {
            breaches.push(format!("{member} is not in the table of rooms"));
            continue;
        };
        for (other, kind) in graph.direct(member) {
            if members.contains(other) && !may_name(member, allowed, other, kind) {
                breaches.push(format!("{member} must not name {other} ({kind:?})"));
            }
        }
    }
    no_breach("The walls between the crates (docs/architecture.md):", breaches);
}

/// Tests may also use the test kit; the journeys may use everything.
fn may_name(member: &str, allowed: &[&str], other: &str, kind: Kind) -> bool {
    match kind {
        Kind::Normal | Kind::Build => allowed.contains(&other),
        Kind::Dev => allowed.contains(&other) || other == "testkit" || member == "e2e",
    }
}

#[test]
fn every_heavy_library_lives_in_its_own_leaf() {
    let graph = graph();
    let mut breaches = Vec::new();
    for member in graph.members() {
        for (library, kind) in graph.direct(member) {
            let homes =
                LEAVES.iter().find(|(libraries, _)| libraries.contains(&library)).map(|(_, homes)| homes);
            if kind == Kind::Normal && homes.is_some_and(|homes| !homes.contains(&member)) {
                breaches.push(format!("{member} must not use {library}; its place is {homes:?}"));
            }
        }
    }
    no_breach("A library is used by one leaf, so that it can be exchanged there:", breaches);
}

#[test]
fn the_inner_rooms_know_no_database_no_http_and_no_runtime() {
    let graph = graph();
    let mut breaches = Vec::new();
    for member in INNER {
        let reach = graph.reach(member, &[Kind::Normal]);
        let found = OUTSIDE.iter().filter(|library| reach.contains(*library));
        breaches.extend(found.map(|library| format!("{member} reaches {library}")));
    }
    no_breach("Rules are pure; IO is elsewhere:", breaches);
}

#[test]
fn forbidden_libraries_are_nowhere_in_the_graph() {
    let graph = graph();
    let names: BTreeSet<_> = graph.packages().map(|package| package.name.as_str()).collect();
    let mut breaches: Vec<_> =
        NOWHERE.iter().filter(|name| names.contains(*name)).map(ToString::to_string).collect();
    let program = graph.reach("xuncha", &[Kind::Normal, Kind::Build]);
    let calling = NOT_IN_THE_PROGRAM.iter().filter(|name| program.contains(*name));
    breaches.extend(calling.map(|name| format!("{name} (in the program, which calls no network)")));
    no_breach("These must not be in the graph (cargo tree -i NAME says who brought it):", breaches);
}

#[test]
fn every_library_comes_from_the_registry() {
    let graph = graph();
    let strangers = graph.packages().filter(|package| !graph.is_ours(package));
    let strangers = strangers.filter(|package| {
        !package
            .source
            .as_deref()
            .is_some_and(|source| source.contains("github.com/rust-lang/crates.io-index"))
    });
    no_breach("Not from crates.io:", strangers.map(|package| package.name.clone()).collect());
}
