//! The worker loop's rounds: fold the search queue, sweep what has ended.

use crate::{App, Error};

/// What a round did, so that the loop knows whether to go on at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Records folded into the search index.
    pub indexed: usize,
}

impl App {
    /// One round of the worker.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away; the next round tries again.
    pub async fn work(&self) -> Result<Round, Error> {
        let indexed = store::search::fold(self.db()).await?;
        Ok(Round { indexed })
    }

    /// Removes ended sessions, old sign-in failures, uploads that were not accepted within the hour, and the contents of
    /// files that no act recorded within a day.
    ///
    /// # Errors
    /// As [`App::work`].
    pub async fn sweep(&self) -> Result<(), Error> {
        let now = self.now();
        store::session::sweep(self.db(), now, now.plus_seconds(-86_400)).await?;
        self.sweep_files().await?;
        self.sweep_stash().await
    }
}
