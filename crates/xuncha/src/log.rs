//! The log: to standard error, by level and room, without addresses, queries or values.

use tracing_subscriber::EnvFilter;

/// Whether a filter can be read.
pub(crate) fn is_filter(text: &str) -> bool {
    EnvFilter::try_new(text).is_ok()
}

/// Starts the log. A second start in one process is passed over.
pub(crate) fn start(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_default();
    let _started_before = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_target(true)
        .try_init();
}
