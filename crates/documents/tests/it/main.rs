//! Files in and out, over the practice county's own files.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "shared set-up of tests, outside the test functions themselves"
)]

mod county;
mod duplicates;
mod feedback;
mod findings;
mod hostile;
mod inspectors;
mod large;
mod made;
mod office;
mod opened;
mod petitions;
mod rectification;
mod round_trip;
