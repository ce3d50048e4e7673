//! Committing what acts prepared. SQLite has one writer, and the disk is what it waits for: acts that are ready at the same
//! time are written in one transaction, each standing or falling by itself, and wait for the disk once together.
//! PostgreSQL does the like by itself.
//!
//! Nobody is answered before their act is on disk. Called by [`App::perform`](crate::App::perform) alone.

use crypto::InstanceKey;
use db::{Db, DbError, Engine};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use store::commit::{Committed, Order, commit, commit_each};
use store::{Changes, StoreError};
use tokio::sync::{Mutex as Turn, OwnedMutexGuard, oneshot};

/// Most acts of one transaction.
const AT_ONCE: usize = 64;

/// An act that is ready, and whom to tell.
struct Ready {
    order: Order,
    changes: Changes,
    answer: oneshot::Sender<Result<Committed, StoreError>>,
}

/// Where acts wait for their turn. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Committer {
    db: Db,
    key: Arc<InstanceKey>,
    ready: Arc<Mutex<VecDeque<Ready>>>,
    turn: Arc<Turn<()>>,
}

impl Committer {
    pub(crate) fn new(db: Db, key: Arc<InstanceKey>) -> Self {
        Self { db, key, ready: Arc::default(), turn: Arc::default() }
    }

    /// Commits an act, with whatever others are ready.
    pub(crate) async fn commit(&self, order: Order, changes: Changes) -> Result<Committed, StoreError> {
        if self.db.engine() == Engine::Postgres {
            return commit(&self.db, &self.key, &order, changes).await;
        }
        let (answer, mut answered) = oneshot::channel();
        self.queue().push_back(Ready { order, changes, answer });
        let outcome = tokio::select! {
            biased;
            outcome = &mut answered => outcome,
            turn = Arc::clone(&self.turn).lock_owned() => {
                // A task of its own: the others wait for it even when this one's request is given up.
                tokio::spawn(self.clone().lead(turn));
                answered.await
            }
        };
        outcome.unwrap_or_else(|_| Err(DbError::Unavailable("the writer ended".to_owned()).into()))
    }

    /// Writes until nobody is ready.
    async fn lead(self, _turn: OwnedMutexGuard<()>) {
        loop {
            let batch: Vec<Ready> = {
                let mut ready = self.queue();
                let count = ready.len().min(AT_ONCE);
                ready.drain(..count).collect()
            };
            if batch.is_empty() {
                return;
            }
            let (acts, answers): (Vec<_>, Vec<_>) =
                batch.into_iter().map(|r| ((r.order, r.changes), r.answer)).unzip();
            let outcomes = commit_each(&self.db, &self.key, acts).await;
            for (answer, outcome) in answers.into_iter().zip(outcomes) {
                // Whoever no longer listens finds the act in the journal.
                let _gone = answer.send(outcome);
            }
        }
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, VecDeque<Ready>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
