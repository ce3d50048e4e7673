//! Search within what the reader sees.

use crate::{App, Ctx, Error, View};
use domain::permission::{Action, Scope};
pub use store::search::Hit;

/// Most hits one search shows.
const MOST: usize = 100;

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
        for hit in hits {
            match groups.iter_mut().find(|(kind, _)| *kind == hit.kind) {
                Some((_, group)) => group.push(hit),
                None => groups.push((hit.kind.clone(), vec![hit])),
            }
        }
        Ok(Some(Found { groups, more }))
    }
}
