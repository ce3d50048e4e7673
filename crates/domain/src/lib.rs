//! The field itself: entities, states, rules, deadlines, the permission table.
//!
//! Pure: no database, no HTTP, no clock, no randomness. A rule takes values and returns the next state or a
//! refusal ([`Refusal`]) that names itself. Everything that differs from place to place is data with an
//! effective date ([`ruleset`]), never a constant here.

pub mod account;
pub mod authorisation;
pub mod coverage;
pub mod deadline;
pub mod decision;
pub mod engagement;
pub mod file;
pub mod import;
pub mod inspector;
pub mod notice;
pub mod numbering;
pub mod organisation;
pub mod permission;
pub mod recusal;
pub mod round;
pub mod ruleset;
pub mod team;
pub mod term;
pub mod vocabulary;

mod refusal;
pub use refusal::Refusal;
