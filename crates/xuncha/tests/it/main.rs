//! The program from outside: its binary is run as a person, a script or a service would run it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod collector;
mod configuration;
mod counting;
mod files;
mod folder;
mod help;
mod killed;
mod killed_serving;
mod links;
mod people;
mod program;
mod serving;
mod sheet;
