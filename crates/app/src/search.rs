//! Search within what the reader sees; making its index anew.

use crate::job::Ended;
use crate::{Act, App, Ctx, Error, KINDS, Prep, Prepared, Right, View};
use domain::Refusal;
use domain::permission::{Action, Scope};
use domain::ruleset::Kind as Rules;
use kernel::{Lang, RecordId, Timestamp};
use serde::{Deserialize, Serialize};
use store::changes::{Changes, NewJob};
use uuid::Uuid;

/// Kind of the job that makes the index anew.
pub(crate) const REBUILD: &str = "search-rebuild";

/// Most hits one search shows.
const MOST: usize = 100;

/// One hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Kind of the record.
    pub kind: String,
    /// The record.
    pub id: Uuid,
    /// What to show.
    pub title: String,
    /// Of a ruleset, its kind and number, by which its page is addressed.
    pub place: Option<String>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Hits of one kind of record together, kinds in the order of their newest hit.
    pub groups: Vec<(String, Vec<Hit>)>,
    /// There are more than are shown.
    pub more: bool,
}

impl App {
    /// The newest records that hold every word of the query, by kind. `None` when the query holds no word.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn search(&self, ctx: &Ctx, query: &str) -> Result<Option<Found>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::SearchUse, Scope::Own).await?;
        if !query.chars().any(char::is_alphanumeric) {
            return Ok(None);
        }
        let mut hits = store::search::find(&mut conn, &viewer, query, MOST + 1).await?;
        let more = hits.len() > MOST;
        hits.truncate(MOST);
        let mut groups: Vec<(String, Vec<Hit>)> = Vec::new();
        for hit in hits.into_iter().map(|found| hit(found, ctx.lang)) {
            match groups.iter_mut().find(|(kind, _)| *kind == hit.kind) {
                Some((_, group)) => group.push(hit),
                None => groups.push((hit.kind.clone(), vec![hit])),
            }
        }
        Ok(Some(Found { groups, more }))
    }
}

/// A hit in the reader's language: rulesets are kept by code and number.
fn hit(found: store::search::Hit, lang: Lang) -> Hit {
    let store::search::Hit { kind, id, title } = found;
    let ruleset = title.split_once('/').filter(|_| kind == "ruleset");
    let named = ruleset.and_then(|(code, number)| Some((Rules::from_code(code)?, number.parse().ok()?)));
    match named {
        Some((rules, number)) => {
            let label = crate::ruleset::label(rules, number, lang);
            Hit { kind, id, title: label, place: Some(title) }
        }
        None => Hit { kind, id, title, place: None },
    }
}

/// How far making the index anew is; kept in its job.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rebuilding {
    /// The kind of record being read, by its place in [`KINDS`].
    kind: usize,
    /// The last record read of it.
    after: Option<Uuid>,
    /// Records read.
    pub done: u64,
    /// Of about so many.
    pub total: u64,
}

/// Queues the index to be made anew, while people search in what there is.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct RebuildSearch {}

impl Act for RebuildSearch {
    const NAME: &'static str = "search-rebuild";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::SystemCare, Scope::System)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        if store::job::of_kind(&mut prep.conn, REBUILD).await?.iter().any(|job| !job.dead) {
            return Err(Refusal::new("search-rebuild-running").into());
        }
        let mut total = 0;
        for kind in KINDS {
            total += u64::try_from(store::system::count(&mut prep.conn, kind).await?).unwrap_or(0);
        }
        let instance = store::account::instance(&mut prep.conn).await?;
        let id = instance.map_or(RecordId(Uuid::nil()), |i| i.value.id);
        let mut changes = Changes::about("instance", id, "");
        let payload = written(&Rebuilding { total, ..Rebuilding::default() })?;
        changes.queue(NewJob { kind: REBUILD, payload, due: prep.ctx.at });
        Ok(Prepared { changes, done: () })
    }
}

fn written(progress: &Rebuilding) -> Result<String, Error> {
    serde_json::to_string(progress).map_err(|e| Error::Internal(e.to_string()))
}

impl App {
    /// Carries making the index anew on by some thousand records.
    pub(crate) async fn rebuild_some(&self, payload: &str) -> Result<Ended, Error> {
        let mut progress: Rebuilding =
            serde_json::from_str(payload).map_err(|e| Error::Internal(e.to_string()))?;
        let Some(kind) = KINDS.get(progress.kind) else { return Ok(Ended::Done) };
        let (read, last) = store::search::queue_again(self.db(), kind, progress.after).await?;
        progress.done += u64::try_from(read).unwrap_or(0);
        progress.after = last;
        if last.is_none() {
            store::search::forget_strays(self.db(), kind).await?;
            progress.kind += 1;
        }
        Ok(Ended::Again(Timestamp(1), written(&progress)?))
    }

    /// How far making the index anew is; `None` when that is not under way.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn search_rebuilding(&self) -> Result<Option<Rebuilding>, Error> {
        let mut conn = self.db().read().await?;
        let jobs = store::job::of_kind(&mut conn, REBUILD).await?;
        Ok(jobs.iter().find(|job| !job.dead).and_then(|job| serde_json::from_str(&job.payload).ok()))
    }

    /// Empties the index and fills it again, at once, telling how far it is. For the command line, which has the
    /// instance for itself.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; run again, it begins anew.
    pub async fn rebuild_search_now(&self, mut told: impl FnMut(Rebuilding)) -> Result<u64, Error> {
        store::search::empty(self.db(), KINDS).await?;
        let mut progress = Rebuilding::default();
        let mut conn = self.db().read().await?;
        for kind in KINDS {
            progress.total += u64::try_from(store::system::count(&mut conn, kind).await?).unwrap_or(0);
        }
        drop(conn);
        while let Ended::Again(_, next) = self.rebuild_some(&written(&progress)?).await? {
            progress = serde_json::from_str(&next).map_err(|e| Error::Internal(e.to_string()))?;
            while store::search::fold(self.db()).await?.0 > 0 {}
            told(progress);
        }
        Ok(progress.done)
    }
}
