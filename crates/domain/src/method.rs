//! The methods of understanding (C1 to C12): what is planned, held and recorded, who must be there, what may not clash.
//!
//! One record is one use of a method: a talk, a symposium, a visit. It is planned, held, and checked by those who held it;
//! nothing here is a transcript of questions and answers, and no method outside the list is recorded without an approval's
//! reference (D5). What people said in a talk, and who a person asked is, is sealed. Petitions (C13) are a noun of their own.
//! Called by the acts of methods and by the page of focus points.

mod catalogue;
mod clash;
mod record;
mod rules;

pub use catalogue::Method;
pub use clash::{Clash, Shared, clashes};
pub use record::{
    Check, Held, Met, MethodRecord, Plan, Point, SealedNotes, Setting, Standing, TimeOfDay, Times, Withdrawn,
};
pub use rules::{MethodRule, MethodRules};

#[cfg(test)]
mod tests;
