//! The pages as a browser gets them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod access;
mod client;
mod clues;
mod components;
mod files;
mod findings;
mod forms;
mod generated;
mod guides;
mod headers;
mod ledger;
mod ledger_import;
mod petitions;
mod practice;
mod public;
mod roles;
#[path = "../../examples/gallery/samples.rs"]
mod samples;
mod second_factor;
mod set_up;
mod uploads;
mod vocabulary;
