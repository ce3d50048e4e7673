//! Wrong passwords and codes slow further tries down, by account *and* address together; an account or an address
//! alone is only held up briefly and late, so that nobody locks a colleague or a whole building out.
//!
//! A try has its turn (two at once) before its delay is looked up, and notes its failure before it gives the turn
//! back: guesses sent all at once wait for each other like guesses sent one by one.

use crate::{App, Error};
use kernel::Timestamp;
use store::session;
use tokio::sync::SemaphorePermit;

/// Failures older than this are forgotten, in seconds.
const FORGET_SECONDS: i64 = 86_400;

/// How failures under one kind of subject slow down: after `free` failures, `base` seconds doubling up to `most`.
struct Delay {
    prefix: &'static str,
    free: i64,
    base: i64,
    most: i64,
}

/// An account from one address: a guesser at their desk.
const PAIR: Delay = Delay { prefix: "pair", free: 5, base: 10, most: 900 };
/// An account from anywhere: many machines guessing one account.
const ACCOUNT: Delay = Delay { prefix: "account", free: 30, base: 5, most: 30 };
/// An address whoever it names: one machine guessing many accounts, or a building behind one address.
const ADDRESS: Delay = Delay { prefix: "address", free: 100, base: 1, most: 5 };
/// A signed-in account entering its password again: whoever found the session open.
const AGAIN: Delay = Delay { prefix: "again", free: 5, base: 10, most: 900 };

impl Delay {
    /// Seconds still to wait.
    fn left(&self, failures: i64, last: Timestamp, now: Timestamp) -> i64 {
        if failures < self.free || now.seconds_since(last) > FORGET_SECONDS {
            return 0;
        }
        let doublings = u32::try_from((failures - self.free).clamp(0, 20)).unwrap_or(20);
        let wait = self.base.saturating_mul(2_i64.saturating_pow(doublings)).min(self.most);
        (wait - now.seconds_since(last)).max(0)
    }
}

/// What a try counts under. The first is forgotten when the try was right.
pub(super) struct Subjects(Vec<(Delay, String)>);

impl App {
    /// What a try to sign in counts under.
    pub(super) fn sign_in_subjects(&self, login: &str, address: &str) -> Subjects {
        Subjects(vec![
            self.subject(PAIR, &format!("{login}\n{address}")),
            self.subject(ACCOUNT, login),
            self.subject(ADDRESS, address),
        ])
    }

    /// What a signed-in account's try counts under.
    pub(super) fn again_subjects(&self, login: &str) -> Subjects {
        Subjects(vec![self.subject(AGAIN, login)])
    }

    fn subject(&self, delay: Delay, text: &str) -> (Delay, String) {
        let subject = format!("{}:{}", delay.prefix, self.tokens().failure_subject(text));
        (delay, subject)
    }

    /// A turn to try: held until the try's failure is noted.
    pub(super) async fn turn(&self) -> Result<SemaphorePermit<'_>, Error> {
        self.hashing().acquire().await.map_err(|_| Error::Unavailable)
    }

    /// Seconds that must pass before the next try; none when it may be made now.
    pub(super) async fn waiting(&self, subjects: &Subjects, now: Timestamp) -> Result<Option<i64>, Error> {
        let mut conn = self.db().read().await?;
        for (delay, subject) in &subjects.0 {
            if let Some((failures, last)) = session::failures(&mut conn, subject).await? {
                let left = delay.left(failures, Timestamp(last), now);
                if left > 0 {
                    return Ok(Some(left));
                }
            }
        }
        Ok(None)
    }

    /// Notes a failed try.
    pub(super) async fn count_failure(&self, subjects: &Subjects, now: Timestamp) -> Result<(), Error> {
        for (_, subject) in &subjects.0 {
            session::note_failure(self.db(), subject, now, now.plus_seconds(-FORGET_SECONDS)).await?;
        }
        Ok(())
    }

    /// Forgets the failures of whoever has now shown who they are; those of the account and the address stay.
    pub(super) async fn forgive(&self, subjects: &Subjects) -> Result<(), Error> {
        match subjects.0.first() {
            Some((_, subject)) => Ok(session::forget_failures(self.db(), subject).await?),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_begin_late_double_and_end() {
        let now = Timestamp(1_000_000_000_000);
        let left = |failures| PAIR.left(failures, now, now);
        assert_eq!([left(4), left(5), left(6), left(11), left(60)], [0, 10, 20, 640, 900]);
        assert_eq!(PAIR.left(60, now, now.plus_seconds(901)), 0);
    }

    #[test]
    fn a_whole_building_behind_one_address_waits_seconds_at_most() {
        let now = Timestamp(1_000_000_000_000);
        assert_eq!(ADDRESS.left(99, now, now), 0);
        assert_eq!(ADDRESS.left(100_000, now, now), 5);
    }
}
