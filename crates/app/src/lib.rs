//! The acts: what can be done, by page, API, command line and import alike.
//!
//! An act is an input type with a [`Act::prepare`]: it is authorised, loads what its actor may see, lets `domain`
//! decide, and says what changes. [`App::perform`] carries the change out in one transaction with one journal entry.
//! There is no other way to write. Reads go through [`App::view`], which authorises them and ties them to the reader.
//!
//! No HTTP here, and no SQL.

pub mod account;
mod act;
pub mod attachment;
pub mod authorisation;
pub mod backup;
pub mod clue;
pub mod collector;
mod committer;
pub mod coverage;
mod ctx;
pub mod day_head;
pub mod deadline;
pub mod decision;
pub mod department;
pub mod engagement;
mod error;
pub mod export;
pub mod feedback;
pub mod file;
pub mod finding;
pub mod import;
pub mod inspector;
pub mod job;
pub mod journal;
mod kinds;
mod limits;
pub mod matter;
pub mod method;
pub mod mine;
pub mod notice;
pub mod online_report;
pub mod organisation;
pub mod overview;
pub mod petition;
mod program;
pub mod rectification;
pub mod recusal;
pub mod round;
pub mod ruleset;
mod sealed;
pub mod search;
pub mod stash;
pub mod system;
pub mod team;
pub mod term;
pub mod thread;
mod trace;
mod version;
pub mod worker;

pub use act::{Act, Outcome, Prep, Prepared, Right};
pub use ctx::{Channel, Ctx, Signed, Who};
pub use error::Error;
pub use kinds::{ACTS, KINDS};
pub use limits::Limits;
pub use program::{App, Parts, View};

pub use db::Engine;
pub use store::Stored;
pub use store::commit::LastChange;
pub use store::journal::{Envelope, Filter as JournalFilter};
pub use store::session::SessionRow;
