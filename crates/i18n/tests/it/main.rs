//! What the catalogues promise: same ids and variables in both languages, and ids that meet the code.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources has failed")]

mod languages;
mod scan;
