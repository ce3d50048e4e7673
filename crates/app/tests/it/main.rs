//! The acts, on both databases.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod accounts;
mod at_once;
mod attachments;
mod authorisation;
mod backup;
mod closing;
mod clues;
mod clues_collected;
mod clues_sealed;
mod collector;
mod corrections;
mod coverage;
mod crash;
mod day_head;
mod deadlines;
mod department;
mod exports;
mod feedback;
mod file;
mod findings;
mod gate;
mod inspectors;
mod jobs;
mod journal;
mod ledger;
mod ledger_import;
mod methods;
mod mine;
mod notice;
mod numbers;
mod on_site;
mod online_reports;
mod organisation;
mod petitions;
mod petitions_access;
mod petitions_export;
mod petitions_import;
mod petitions_on_paper;
mod petitions_online;
mod petitions_sealed;
mod plans;
mod reads;
mod recheck;
mod rounds;
mod ruleset;
mod second_factor;
mod thread;
mod versions;
