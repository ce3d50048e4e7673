//! Rectification (E1–E5, E10, E11): items, measures, owners, deadlines, progress with evidence, and the chain by which
//! an item closes.
//!
//! An [`Item`] moves through explicit steps ([`State`]), each refused by a rule that names itself; a closed one opens
//! again only by a re-check. A [`Measure`] serves one or several items and carries deadline and progress. Responsible
//! is a post, never a person ([`crate::post`]). Nothing closes by percentage, by date, or without evidence: no function
//! does it. [`ledger`] is the table that people exchange, [`rules`] what differs from place to place, [`late`] what is
//! late and who is reminded, [`figures`] the totals with the list behind each. Called by the acts of rectification.

mod closing;
pub mod figures;
mod item;
pub mod late;
pub mod ledger;
mod measure;
mod next;
pub mod rules;
mod summary;

pub use closing::{Declaration, Recheck, SentTo, Sign, ThreeQuestions, Verdict};
pub use item::{Answer, Claim, Goal, Item, ItemKind, Objection, Origin, Outcome, State, Step, StepKind};
pub use measure::{AskedExtension, Evidence, EvidenceKind, Measure, Progress};
pub use next::NextStep;
pub use rules::RectificationRules;
pub use summary::Summary;

#[cfg(test)]
pub(crate) mod tests;
