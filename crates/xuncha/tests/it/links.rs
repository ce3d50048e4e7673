//! Every link of the practice county, followed as each of its people: a page offers nobody what they may not open.
//!
//! A link to what its reader may not open is a dead end for them, and tells that something is there.

use crate::program::Program;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// People with each kind of role.
const PEOPLE: [&str; 12] = [
    "clerk",
    "head",
    "director",
    "clues",
    "auditor",
    "unit-head",
    "liaison",
    "supervising",
    "receiving",
    "team-leader",
    "team-member",
    "site-leader",
];
/// Pages of one kind that are opened: the others differ in their record alone.
const OF_ONE_KIND: usize = 3;
/// Links that are no pages of the reader's work: guides name pages of every role.
const ELSEWHERE: [&str; 3] = ["/assets", "/help", "/look"];

/// An address without what tells records apart.
fn kind(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let parts = path.split('/').map(|part| if part.len() == 36 { "-" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The addresses of this site that a page links to.
fn links(page: &str) -> impl Iterator<Item = String> {
    let after = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own = after.filter(|href| href.starts_with('/') && !ELSEWHERE.iter().any(|e| href.starts_with(e)));
    own.map(|href| href.replace("&amp;", "&"))
}

/// Whoever signs in, as the list of people offers it.
async fn sign_in(base: &str, login: &str) -> Client {
    let client = Client::builder().cookie_store(true).redirect(Policy::limited(4)).build().unwrap();
    let act = crate::killed_serving::random_id().to_string();
    let form = [("login", login), ("act", act.as_str())];
    let answer = client.post(format!("{base}practice/sign-in")).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{login}");
    assert!(["/", "/portal", "/department"].contains(&answer.url().path()), "{login} is at {}", answer.url());
    client
}

/// What one person cannot open, with the page that led there.
async fn dead_ends(base: &str, login: &str) -> Vec<String> {
    let client = sign_in(base, login).await;
    let (mut open, mut seen) = (VecDeque::from([("/".to_owned(), String::new())]), BTreeSet::new());
    let (mut kinds, mut dead): (BTreeMap<String, usize>, Vec<String>) = (BTreeMap::new(), Vec::new());
    while let Some((address, from)) = open.pop_front() {
        let opened = kinds.entry(kind(&address)).or_default();
        if *opened == OF_ONE_KIND || !seen.insert(address.clone()) {
            continue;
        }
        *opened += 1;
        let answer = client.get(format!("{}{address}", base.trim_end_matches('/'))).send().await.unwrap();
        if !answer.status().is_success() {
            dead.push(format!("{login}: {from} leads to {address}: {}", answer.status()));
            continue;
        }
        let page =
            answer.headers().get("content-type").is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
        if page {
            let body = answer.text().await.unwrap();
            open.extend(links(&body).map(|to| (to, address.clone())));
        }
    }
    dead
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_led_to_what_they_may_not_open() {
    let program = Program::practice();
    let served = program.serve(&["demo"]);
    let mut dead = Vec::new();
    for login in PEOPLE {
        dead.extend(dead_ends(served.address(), login).await);
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}
