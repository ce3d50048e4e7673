//! Files in and out, over the practice county's own files.
#![expect(clippy::unwrap_used, reason = "shared set-up of tests, outside the test functions themselves")]

mod county;
mod hostile;
mod inspectors;
mod large;
mod round_trip;
