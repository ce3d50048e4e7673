//! Black-box tests: journeys in a real browser, and the rules of the house itself.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod accounts;
mod clues;
mod collected;
mod county;
mod deadlines;
mod every_page;
mod everyday;
mod files;
mod findings;
mod first_day;
mod hand;
mod harness;
mod house;
mod ledger;
mod methods;
mod online;
mod petitions;
mod pictures;
mod public;
mod rounds;
mod set_up;
mod shell;
mod units;
mod whole_way;
