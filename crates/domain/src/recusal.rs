//! Recusal (F2, H8): who must stay away from which unit, and why, in words.
//!
//! The rules are data ([`RecusalRules`]); the facts are what inspectors themselves declared and the posts they
//! held ([`Facts`]); [`check`] puts a person beside a unit and answers with reasons and with questions. Nothing
//! is inferred beyond that: no names are compared, nobody is searched for by cadre. Unknown is "must be asked",
//! never "no conflict". Callers: clearance of teams, the proposal of members, `xuncha recusal`.

mod check;
mod facts;
mod own_place;
mod places;
mod rules;

pub use check::{Ask, Outcome, Reason, Target, check};
pub use facts::Facts;
pub use own_place::own_place_of;
pub use places::{Found, Place, Resolution, UnitNames, UnitTree};
pub use rules::{RecusalRule, RecusalRules, Test};
