//! The field itself: entities, states, rules, deadlines, the permission table.
//!
//! Pure: no database, no HTTP, no clock, no randomness. A rule takes values and returns the next state or a
//! refusal ([`Refusal`]) that names itself. Everything that differs from place to place is data with an
//! effective date ([`ruleset`]), never a constant here.

pub mod account;
pub mod authorisation;
pub mod clue;
pub mod coverage;
pub mod deadline;
pub mod decision;
pub mod engagement;
pub mod feedback;
pub mod file;
pub mod finding;
pub mod import;
pub mod inspector;
pub mod method;
pub mod money;
pub mod notice;
pub mod numbering;
pub mod online_report;
pub mod organisation;
pub mod permission;
pub mod petition;
pub mod post;
pub mod rectification;
pub mod recusal;
pub mod round;
pub mod ruleset;
pub mod team;
pub mod term;
pub mod trace;
pub mod vocabulary;

mod numerals;
mod refusal;
pub use refusal::Refusal;
