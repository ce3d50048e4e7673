//! Spreadsheets and papers in and out: XLSX, DOCX.
//!
//! Reads foreign files defensively ([`sheet`]) and turns them into plain rows that `domain` judges; writes
//! what `domain` holds as files people open. Knows no database, no clock and no language: the words of a
//! heading are the field's own, every other sentence is a message id.

pub mod authorisation;
pub mod cleansing;
pub mod feedback;
pub mod findings;
pub mod inspectors;
mod office;
pub mod organisation;
pub mod paper;
pub mod petitions;
pub mod rectification;
pub mod sheet;
