//! The worker's rounds: take the job that has been due the longest, carry it out, say what became of it.

use crate::job::{self, Ended, GiveUp, STANDING};
use crate::{App, Channel, Error};
use kernel::{JobId, Message, Timestamp};
use std::time::Duration;
use store::job::{Held, WHEN_ASKED};

/// Seconds for which a worker holds a job before another may take it.
pub const LEASE: i64 = 120;
/// How often a lease is prolonged while its job runs.
const RENEWAL: Duration = Duration::from_secs(30);

/// What a round did, so that the loop knows whether to go on at once, and until when to rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// A job was carried out, well or not.
    pub worked: bool,
    /// Records folded into the search index.
    pub indexed: usize,
    /// When the next job is due, by the program's clock.
    pub next: Option<Timestamp>,
}

impl App {
    /// One round of the worker: at most one job.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away; the next round tries again. A job that fails is no error here.
    pub async fn work(&self) -> Result<Round, Error> {
        let next = self.next_job().await?;
        let at = self.now();
        if next.is_none_or(|due| due > at) {
            return Ok(Round { next, ..Round::default() });
        }
        let lease = kernel::id::random_id(self.rng());
        let Some(held) = store::job::take(self.db(), at, at.plus_seconds(LEASE), lease).await? else {
            return Ok(Round { next, ..Round::default() });
        };
        let indexed = self.carry_out(held).await?;
        Ok(Round { worked: true, indexed, next: None })
    }

    /// Sees that the standing jobs are there and that the search queue has its job; when the next one is due.
    async fn next_job(&self) -> Result<Option<Timestamp>, Error> {
        let mut conn = self.db().read().await?;
        let ids: Vec<JobId> = STANDING.iter().map(|s| s.0).collect();
        if store::job::standing(&mut conn, &ids).await? < ids.len() {
            let at = self.now();
            let due = |every: Option<i64>| if every.is_some() { at } else { WHEN_ASKED };
            let jobs: Vec<_> = STANDING.iter().map(|(id, kind, every)| (*id, *kind, due(*every))).collect();
            drop(conn);
            store::job::stand(self.db(), &jobs).await?;
            conn = self.db().read().await?;
        }
        let waits = store::search::waits(&mut conn).await?;
        let next = store::job::next(&mut conn).await?;
        drop(conn);
        if waits && next.is_none_or(|due| due.0 > 0) && store::job::hurry(self.db(), job::FOLD).await? {
            return Ok(Some(Timestamp(0)));
        }
        Ok(next)
    }

    /// Carries out a job and says what became of it; how many records it folded into the search index.
    async fn carry_out(&self, held: Held) -> Result<usize, Error> {
        let stands = STANDING.iter().any(|s| s.0.0 == held.id);
        if held.attempts > job::MOST_ATTEMPTS && !stands {
            // It was taken again and again, and each time the program ended over it.
            self.failed(held, Message::new("job-interrupted"), stands).await?;
            return Ok(0);
        }
        let (ended, indexed) = match self.run_aside(&held).await {
            Ok(done) => done,
            Err(why) => {
                self.failed(held, why, stands).await?;
                return Ok(0);
            }
        };
        let kept = match ended {
            Ended::Done => held.done(self.db()).await?,
            Ended::Again(due, payload) => held.again(self.db(), due, &payload).await?,
        };
        if !kept {
            tracing::warn!(job = %held.id, kind = held.kind, "a job took longer than its lease; another worker has it");
        }
        Ok(indexed)
    }

    /// Runs a job as a task of its own, so that a defect in it ends the job and not the worker, and prolongs its lease.
    async fn run_aside(&self, held: &Held) -> Result<(Ended, usize), Message> {
        let (app, job) = (self.clone(), held.clone());
        let mut running = tokio::spawn(async move { app.run(&job).await });
        let outcome = loop {
            tokio::select! {
                outcome = &mut running => break outcome,
                () = tokio::time::sleep(RENEWAL) => {
                    if let Err(error) = held.renew(self.db(), self.now().plus_seconds(LEASE)).await {
                        tracing::warn!(%error, job = %held.id, "a lease could not be prolonged");
                    }
                }
            }
        };
        match outcome {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => {
                tracing::warn!(%error, job = %held.id, kind = held.kind, attempts = held.attempts, "a job failed");
                Err(job::why(held.id, &error))
            }
            Err(error) => {
                tracing::error!(%error, job = %held.id, kind = held.kind, "a job broke off");
                Err(job::defect(held.id))
            }
        }
    }

    /// Puts a job off, or gives it up when it was tried often enough. A standing job is never given up.
    async fn failed(&self, held: Held, why: Message, stands: bool) -> Result<(), Error> {
        if held.attempts >= job::MOST_ATTEMPTS && !stands {
            let give_up = GiveUp { held, why };
            match self.perform(&self.own_ctx("worker", Channel::Job), &give_up).await {
                // Whoever took the job meanwhile says what becomes of it.
                Ok(_) | Err(Error::Conflict { .. }) => {}
                Err(error) => return Err(error),
            }
        } else {
            let due = self.now().plus_seconds(job::delay(held.attempts));
            held.failed(self.db(), due, &why).await?;
        }
        Ok(())
    }

    /// Removes ended sessions, old sign-in failures, uploads that were not accepted within the hour, and the contents of
    /// files that no act recorded within a day; counts the online reports of days that are over.
    ///
    /// # Errors
    /// As [`App::work`].
    pub async fn sweep(&self) -> Result<(), Error> {
        let now = self.now();
        store::session::sweep(self.db(), now, now.plus_seconds(-86_400)).await?;
        self.sweep_files().await?;
        self.count_online_days().await?;
        self.sweep_stash().await
    }
}
