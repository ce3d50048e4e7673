//! The worker's loop: a round each second, a sweep now and then, until the program ends.

use app::App;
use std::time::Duration;
use tokio::sync::watch;

/// Between rounds that found nothing to do.
const PAUSE: Duration = Duration::from_secs(1);
/// After a round that failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// Rounds between sweeps.
const SWEEP_EVERY: u32 = 600;
/// Rounds between links of the chains' heads: a minute.
const HEADS_EVERY: u32 = 60;

/// Works until told to stop; a round that has begun is finished.
pub(crate) async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut rounds: u32 = 0;
    while !*stop.borrow() {
        let pause = match app.work().await {
            Ok(round) if round.indexed > 0 => Duration::ZERO,
            Ok(_) => PAUSE,
            Err(error) => {
                tracing::warn!(%error, "the worker could not work");
                AFTER_FAILURE
            }
        };
        if rounds.is_multiple_of(SWEEP_EVERY)
            && let Err(error) = app.sweep().await
        {
            tracing::warn!(%error, "the worker could not sweep");
        }
        if rounds.is_multiple_of(HEADS_EVERY)
            && let Err(error) = app.keep_heads().await
        {
            tracing::warn!(%error, "the heads of the journal could not be linked");
        }
        rounds = rounds.wrapping_add(1);
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stop.changed() => {}
        }
    }
}
