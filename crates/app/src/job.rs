//! What the worker does: the kinds of job, what each of them carries out, what becomes of one that fails.
//!
//! Acts queue jobs with [`store::Changes::queue`]; standing jobs come back by themselves. A job may be carried out
//! twice, so each bears it: an act that a job performs has the job's own id, which makes a repeat of it known. What
//! fails is tried again, later each time, and given up after [`MOST_ATTEMPTS`]; then whoever keeps the system is
//! told, sees why on the system's page, and may have it tried again. Called by [`crate::worker`].

use crate::notice::{self, News};
use crate::{Act, App, Channel, Ctx, Error, Prep, Prepared, Right, clue, deadline, petition, search};
use domain::permission::{Action, Scope};
use i18n::Catalogue;
use kernel::{ActId, JobId, Lang, Message, RecordId, Timestamp};
use serde::Deserialize;
use store::changes::{Aside, Changes};
use store::job::{self, Held, WHEN_ASKED};
use uuid::Uuid;

/// How often a job is tried before it is given up.
pub const MOST_ATTEMPTS: i64 = 8;
/// Seconds after which a first failure is tried again; each further one waits four times as long.
const FIRST_DELAY: i64 = 10;
/// The longest wait between two tries, in seconds.
const LONGEST_DELAY: i64 = 3_600;

/// Folds the search queue into the index.
pub(crate) const FOLD: JobId = JobId(Uuid::from_u128(1));
/// Tells of deadlines, every day shortly after midnight.
const WATCH: JobId = JobId(Uuid::from_u128(4));
/// Counts the balance of clues, every night.
const COUNT_CLUES: JobId = JobId(Uuid::from_u128(5));
/// The standing jobs: id, kind, and seconds between two runs; `None` for one that only runs when asked.
pub(crate) const STANDING: [(JobId, &str, Option<i64>); 6] = [
    (FOLD, "search-fold", None),
    (JobId(Uuid::from_u128(2)), "heads-link", Some(60)),
    (JobId(Uuid::from_u128(3)), "sweep", Some(600)),
    (WATCH, deadline::TELL, Some(86_400)),
    (COUNT_CLUES, clue::COUNT, Some(86_400)),
    (JobId(Uuid::from_u128(6)), petition::BALANCE, Some(86_400)),
];

/// The seconds to wait before the next try, after so many in vain.
pub(crate) fn delay(attempts: i64) -> i64 {
    let mut delay = FIRST_DELAY;
    for _ in 1..attempts.clamp(1, MOST_ATTEMPTS) {
        delay = delay.saturating_mul(4).min(LONGEST_DELAY);
    }
    delay
}

/// How a job's run ended well.
pub(crate) enum Ended {
    /// It is over.
    Done,
    /// It goes on, or comes back, at a time and with what it needs to know then.
    Again(Timestamp, String),
}

/// What a kind of job is called.
pub fn label(kind: &str) -> Message {
    match kind {
        "search-fold" => Message::new("job-search-fold"),
        "heads-link" => Message::new("job-heads-link"),
        "sweep" => Message::new("job-sweep"),
        search::REBUILD => Message::new("job-search-rebuild"),
        deadline::TELL => Message::new("job-deadlines-tell"),
        deadline::RECOUNT => Message::new("job-deadlines-recount"),
        notice::JOB => Message::new("job-notices-give"),
        clue::COUNT => Message::new("job-clue-balance"),
        petition::BALANCE => Message::new("job-petitions-balance"),
        petition::COMPARE => Message::new("job-petitions-compare"),
        _ => Message::new("job-unknown").with("kind", kind),
    }
}

/// Why a job failed, for the page; what only a log may know goes there, under the job's id.
pub(crate) fn why(job: Uuid, error: &Error) -> Message {
    match error {
        Error::Refused(refusal) | Error::Forbidden(refusal) => refusal.0.clone(),
        Error::Unavailable => Message::new("job-database-away"),
        Error::NotFound => Message::new("job-subject-gone"),
        Error::Conflict { .. } => Message::new("job-conflict"),
        Error::Invalid(_) | Error::ActReused | Error::SignedOut | Error::Internal(_) => defect(job),
    }
}

/// A defect of the program; the log has more under the job's id.
pub(crate) fn defect(job: Uuid) -> Message {
    Message::new("job-defect").with("job", job.to_string())
}

impl App {
    /// Carries out what a job is for.
    pub(crate) async fn run(&self, held: &Held) -> Result<(Ended, usize), Error> {
        let again = |seconds| (Ended::Again(self.now().plus_seconds(seconds), String::new()), 0);
        let every = STANDING.iter().find(|s| s.0.0 == held.id).and_then(|s| s.2).unwrap_or(LONGEST_DELAY);
        match held.kind.as_str() {
            "search-fold" => {
                let (folded, more) = store::search::fold(self.db()).await?;
                let due = if more { Timestamp(0) } else { WHEN_ASKED };
                Ok((Ended::Again(due, String::new()), folded))
            }
            "heads-link" => self.keep_heads().await.map(|()| again(every)),
            "sweep" => self.sweep().await.map(|()| again(every)),
            deadline::TELL => {
                self.tell_deadlines().await?;
                let next = || Ended::Again(deadline::next_watch(self), String::new());
                Ok((if held.id == WATCH.0 { next() } else { Ended::Done }, 0))
            }
            clue::COUNT => {
                self.count_clues().await?;
                Ok((Ended::Again(clue::next_count(self), String::new()), 0))
            }
            deadline::RECOUNT => Ok((self.recount_some(&held.payload).await?, 0)),
            search::REBUILD => Ok((self.rebuild_some(&held.payload).await?, 0)),
            petition::BALANCE => {
                self.balance_petitions().await?;
                Ok((Ended::Again(petition::next_balance(self), String::new()), 0))
            }
            petition::COMPARE => {
                self.compare_petitions(&held.payload).await?;
                Ok((Ended::Done, 0))
            }
            notice::JOB => {
                self.give_notices(&self.job_ctx(held), &held.payload).await?;
                Ok((Ended::Done, 0))
            }
            kind => Err(Error::Internal(format!("no such kind of job: {kind}"))),
        }
    }

    /// The circumstances of the one act that a job performs: repeated, it is known by the job's id.
    fn job_ctx(&self, held: &Held) -> Ctx {
        Ctx { act: ActId(held.id), ..self.own_ctx("worker", Channel::Job) }
    }
}

/// Gives a job up and tells whoever keeps the system. The worker's alone.
#[derive(Debug)]
pub(crate) struct GiveUp {
    pub(crate) held: Held,
    pub(crate) why: Message,
}

impl Act for GiveUp {
    const NAME: &'static str = "job-given-up";
    type Done = ();

    fn right(&self) -> Right {
        Right::Program
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let job = JobId(self.held.id);
        let mut changes = about(job, &self.held.kind);
        changes.aside(Aside::BuryJob { job, lease: self.held.lease, why: self.why.clone() });
        // Were it told by a job, one that tells of its own end would never come to it.
        notice::give(&mut changes, prep, &News::JobGivenUp { kind: self.held.kind.clone() }).await?;
        Ok(Prepared { changes, done: () })
    }
}

/// Has a job that failed tried again at once.
#[derive(Debug, Deserialize)]
pub struct RetryJob {
    /// Which.
    pub job: JobId,
}

impl Act for RetryJob {
    const NAME: &'static str = "job-retry";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::SystemCare, Scope::System)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let found = job::get(&mut prep.conn, self.job).await?.ok_or(Error::NotFound)?;
        if found.why.is_none() {
            return Err(domain::Refusal::new("job-not-failing").into());
        }
        let mut changes = about(self.job, &found.kind);
        changes.aside(Aside::ReviveJob { job: self.job, at: prep.ctx.at });
        Ok(Prepared { changes, done: () })
    }
}

fn about(job: JobId, kind: &str) -> Changes {
    Changes::about("job", RecordId(job.0), Catalogue::shared().say(Lang::default(), &label(kind)))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_DELAY, MOST_ATTEMPTS, delay};

    #[test]
    fn each_failure_waits_longer_than_the_one_before_up_to_an_hour() {
        let delays: Vec<i64> = (1..=MOST_ATTEMPTS).map(delay).collect();
        assert_eq!(delays.first(), Some(&10));
        assert_eq!(delays.last(), Some(&LONGEST_DELAY));
        assert!(delays.is_sorted());
        assert_eq!(delay(1_000), LONGEST_DELAY);
    }
}
