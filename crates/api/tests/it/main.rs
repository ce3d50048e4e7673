//! The API as a program calls it, on both databases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod accounts;
mod client;
mod clues;
mod coverage;
mod document;
mod files;
mod findings;
mod imports;
mod ledger;
mod methods;
mod others;
mod petitions;
mod rounds;
mod trace;
mod units;
mod voice;
