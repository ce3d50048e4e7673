//! The field's rules from outside, on the facts of the practice county.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "shared set-up of tests, outside the test functions themselves"
)]

mod inspector;
mod recusal;
mod round;
mod ruleset;
mod team;
mod yunhe;
