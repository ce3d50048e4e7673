//! The state of the system, for its keeper: sizes and queues, never business content.

use crate::backup::{BackedUp, Verified};
use crate::search::Rebuilding;
use crate::{App, Ctx, Error, View};
use domain::permission::{Action, Scope};
use kernel::Timestamp;
pub use store::job::Shown;
use store::{job, system};

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
    /// Jobs that are due.
    pub jobs_waiting: i64,
    /// Jobs that were given up.
    pub jobs_dead: i64,
    /// Jobs that failed, those given up first.
    pub jobs_failing: Vec<Shown>,
    /// How far making the search index anew is, while it is under way.
    pub rebuilding: Option<Rebuilding>,
    /// Contents of files and the bytes they take; `None` where the folder cannot be read.
    pub files: Option<(u64, u64)>,
    /// The last backup.
    pub backup: Option<(Timestamp, BackedUp)>,
    /// The last verification.
    pub verified: Option<(Timestamp, Verified)>,
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
        ctx.require(Action::SystemView, Scope::System)?;
        let rebuilding = self.search_rebuilding().await?;
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
            jobs_waiting: job::waiting(&mut conn, ctx.at).await?,
            jobs_dead: job::dead(&mut conn).await?,
            jobs_failing: job::failing(&mut conn).await?,
            rebuilding,
            files: self.size_of_files().await,
            backup: system::care(&mut conn, "backup").await?,
            verified: system::care(&mut conn, "verify").await?,
            sessions: system::sessions(&mut conn, ctx.at).await?,
            now: ctx.at,
        })
    }

    /// Counted on a thread that may wait for the disk.
    async fn size_of_files(&self) -> Option<(u64, u64)> {
        let folder = self.files()?.clone();
        tokio::task::spawn_blocking(move || folder.size().ok()).await.ok().flatten()
    }
}
