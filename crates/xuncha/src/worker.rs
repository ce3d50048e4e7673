//! The worker's loop: jobs as they fall due, rest in between, until the program ends.
//!
//! It rests until the next job is due or an act of this process gave it work. Only on PostgreSQL, where another process
//! may give work too, it looks every two seconds, which takes three small reads.

use app::{App, Engine};
use kernel::Timestamp;
use std::time::Duration;
use tokio::sync::watch;

/// The longest rest where only this process gives work, and where others may.
const ALONE: Duration = Duration::from_secs(60);
const AMONG_OTHERS: Duration = Duration::from_secs(2);
/// After a round that failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// After an act gave work: what comes right behind it is done in one go.
const GATHER: Duration = Duration::from_millis(300);

/// Works until told to stop; a job that has begun is finished.
pub(crate) async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let longest = match app.db().engine() {
        Engine::Sqlite => ALONE,
        Engine::Postgres => AMONG_OTHERS,
    };
    while !*stop.borrow() {
        let rest = match app.work().await {
            Ok(round) if round.worked => Duration::ZERO,
            Ok(round) => rest(round.next, app.now()).min(longest),
            Err(error) => {
                tracing::warn!(%error, "the worker could not work");
                AFTER_FAILURE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            () = app.given_work() => gather(&mut stop).await,
            _ = stop.changed() => {}
        }
    }
}

async fn gather(stop: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = tokio::time::sleep(GATHER) => {}
        _ = stop.changed() => {}
    }
}

/// The time until a job is due.
fn rest(next: Option<Timestamp>, now: Timestamp) -> Duration {
    let micros = next.map_or(i64::MAX, |due| due.0.saturating_sub(now.0));
    Duration::from_micros(u64::try_from(micros).unwrap_or(0))
}
