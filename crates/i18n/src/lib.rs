//! What the program says, in Chinese and English.
//!
//! The words live in `locales/<language>/<noun>.ftl` (Fluent) and are embedded at build time. Code holds
//! only message ids: [`Catalogue::say`] turns a [`kernel::Message`] into a sentence, [`Catalogue::text`] a
//! bare id into a label. [`format`] writes days, times, numbers, percentages and distances to a deadline as
//! each language does. [`Words`] are those that differ by level and body; a message that asks for them gets them.
//!
//! Guarantees: both languages hold the same ids with the same variables, every id that code names exists,
//! and none is left over (`tests/it`). An id without words shows as `⟦id⟧` instead of failing a page.
//!
//! Callers: `web` for pages, `api` for problem details, `documents`' callers for papers, the binary's help.

mod catalogue;
mod dynamic;
pub mod format;
mod words;

pub use catalogue::Catalogue;
pub use dynamic::{DYNAMIC_PREFIXES, DynamicPrefix};
pub use words::Words;
