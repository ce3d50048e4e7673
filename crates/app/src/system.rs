//! The state of the system, for its keeper: sizes and queues, never business content.

use crate::{App, Ctx, Error, View};
use domain::permission::{Action, Scope};
use kernel::Timestamp;
use store::system;

/// How the system is.
#[derive(Clone, Debug)]
pub struct SystemState {
    /// The program's version.
    pub version: &'static str,
    /// The database engine, as it names itself.
    pub engine: db::Engine,
    /// Number of the newest migration.
    pub schema: i64,
    /// Bytes the database takes.
    pub database_bytes: i64,
    /// How many records there are of each kind.
    pub records: Vec<(&'static str, i64)>,
    /// How many entries the journal has.
    pub entries: i64,
    /// Records waiting for the search index.
    pub search_queue: i64,
    /// Jobs waiting.
    pub jobs_waiting: i64,
    /// Jobs that failed and are tried again: kind, tries, the last error.
    pub jobs_failing: Vec<system::FailingJob>,
    /// Sessions in use.
    pub sessions: i64,
    /// Now, by the program's clock.
    pub now: Timestamp,
}

impl App {
    /// The state of the system.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn system(&self, ctx: &Ctx) -> Result<SystemState, Error> {
        let View { mut conn, .. } = self.view(ctx, Action::SystemView, Scope::System).await?;
        let mut records = Vec::new();
        for kind in crate::KINDS {
            records.push((kind.name, system::count(&mut conn, kind).await?));
        }
        Ok(SystemState {
            version: env!("CARGO_PKG_VERSION"),
            engine: conn.engine(),
            schema: system::schema(&mut conn).await?,
            database_bytes: system::database_bytes(&mut conn).await?,
            records,
            entries: system::entries(&mut conn).await?,
            search_queue: system::search_queue(&mut conn).await?,
            jobs_waiting: system::jobs_waiting(&mut conn).await?,
            jobs_failing: system::jobs_failing(&mut conn).await?,
            sessions: system::sessions(&mut conn, ctx.at).await?,
            now: ctx.at,
        })
    }
}
