//! What every room shares: ids, time, randomness, language, paging, secrets, messages, working days.
//!
//! No IO and no async here, and no dependency on any other room. Time and randomness are traits:
//! the program gives the real ones, tests give fixed ones, and nothing else may ask the machine.

pub mod calendar;
pub mod id;
pub mod lang;
pub mod message;
pub mod page;
pub mod random;
pub mod secret;
pub mod time;

pub use id::*;
pub use lang::Lang;
pub use message::{FieldError, Message};
pub use page::{Cursor, Page, PageRequest};
pub use random::Rng;
pub use secret::Secret;
pub use time::{Clock, Day, Offset, Timestamp};
