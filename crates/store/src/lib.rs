//! Repositories: how records lie in the database, who may read them, and the one way to write them.
//!
//! - [`record`]: a record kind, its canonical form and its columns.
//! - [`changes`] and [`commit`]: what an act changes, and the transaction that carries it out with its journal entry.
//!   There is no other write to a record table.
//! - [`journal`], [`trace`]: the chains. [`verify`] recomputes them and everything they vouch for.
//! - [`scope`]: the one module in which a read is tied to what its reader may see.
//! - one module per noun with the reads that pages, API and acts ask for.
//!
//! Called by `app` only.

pub mod account;
pub mod attachment;
pub mod authorisation;
pub mod backup;
pub mod changes;
pub mod clue;
pub mod commit;
pub mod coverage;
pub mod day_head;
pub mod deadline;
pub mod decision;
pub mod declaration;
pub mod department;
pub mod engagement;
pub mod feedback;
pub mod file;
pub mod finding;
pub mod inspector;
pub mod job;
pub mod journal;
pub mod keys;
pub mod matter;
pub mod member;
pub mod method;
pub mod notice;
pub mod online_report;
pub mod overview;
pub mod part;
pub mod petition;
pub mod record;
pub mod rectification;
pub mod restore;
pub mod round;
pub mod ruleset;
pub mod scope;
pub mod sealed;
pub mod search;
pub mod session;
pub mod stamp;
pub mod stash;
pub mod system;
pub mod tally;
pub mod team;
pub mod term;
pub mod token;
pub mod trace;
pub mod unit;
pub mod verify;

pub use changes::Changes;
pub use commit::{Committed, commit};
pub use record::{Record, StoreError, Stored};
pub use scope::Viewer;
