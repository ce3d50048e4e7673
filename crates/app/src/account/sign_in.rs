//! Signing in and out, and reading a request's session.
//!
//! Wrong passwords slow further tries down by account *and* address together; an account or an address alone is only
//! held up briefly and late, so that nobody locks a colleague or a whole building out.

use crate::{App, Error, Signed};
use crypto::Digest;
use crypto::password::{PasswordHash, Verdict};
use crypto::token::{Issued, TokenKind};
use domain::account::{Account, Profile, Standing};
use kernel::{GrantId, Message, RecordId, SessionId, Timestamp, UserId};
use store::account as accounts;
use store::session::{self, NewSession, SessionRow};
use store::trace::Event;

/// A session ends after this long without use, in seconds.
pub(crate) const IDLE_SECONDS: i64 = 30 * 60;
/// A session ends after this long whatever happens.
const ABSOLUTE_SECONDS: i64 = 12 * 3600;
/// How far apart uses of a session are noted.
const TOUCH_SECONDS: i64 = 60;
/// Failures older than this are forgotten.
const FORGET_SECONDS: i64 = 86_400;

/// Someone trying to sign in.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// What was typed as login.
    pub login: &'a str,
    /// What was typed as password.
    pub password: &'a str,
    /// Where it came from; digested before it is kept.
    pub address: &'a str,
    /// The browser as it names itself.
    pub agent: &'a str,
}

/// A session just begun.
#[derive(Debug)]
pub struct SignedIn {
    /// The cookie's token, and its digest.
    pub token: Issued,
    /// Whose.
    pub account: UserId,
}

/// Why signing in was refused. One sentence for wrong login and wrong password alike.
#[derive(Debug)]
pub enum SignInRefusal {
    /// Login or password is wrong, or the account is not enabled.
    Wrong,
    /// Too many failures: try again after so many seconds.
    Wait(i64),
}

impl SignInRefusal {
    /// What to tell.
    pub fn message(&self) -> Message {
        match self {
            Self::Wrong => Message::new("sign-in-wrong"),
            Self::Wait(seconds) => Message::new("sign-in-wait").with("seconds", *seconds),
        }
    }
}

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

impl App {
    /// Tries to sign in. Takes the same work for an unknown login as for a wrong password.
    ///
    /// # Errors
    /// [`Error`] when the database fails; a refusal is no error.
    pub async fn sign_in(&self, attempt: &Attempt<'_>) -> Result<Result<SignedIn, SignInRefusal>, Error> {
        let now = self.now();
        let login = domain::account::parse_login(attempt.login).unwrap_or_default();
        let subjects = self.failure_subjects(&login, attempt.address);
        let mut conn = self.db().read().await?;
        for (delay, subject) in &subjects {
            if let Some((failures, last)) = session::failures(&mut conn, subject).await? {
                let left = delay.left(failures, Timestamp(last), now);
                if left > 0 {
                    return Ok(Err(SignInRefusal::Wait(left)));
                }
            }
        }
        let account = accounts::by_login(&mut conn, &login).await?.map(|a| a.value);
        let stored = match &account {
            Some(account) => self.stored_password(&mut conn, account.id).await?,
            None => None,
        };
        drop(conn);
        let verdict = self.check_password(stored, attempt.password).await?;
        let known = account.is_some();
        let enabled = account.filter(|a| a.standing == Standing::Enabled && verdict != Verdict::Wrong);
        match enabled {
            Some(account) => self.begin_session(account, attempt, &subjects, now).await.map(Ok),
            None => {
                self.note_failure(known, &login, &subjects, now).await?;
                Ok(Err(SignInRefusal::Wrong))
            }
        }
    }

    /// Checks the password of a signed-in account again, before a step that needs it.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn confirm_password(&self, signed: &Signed, password: &str) -> Result<bool, Error> {
        let mut conn = self.db().read().await?;
        let stored = self.stored_password(&mut conn, signed.account).await?;
        drop(conn);
        let right = self.check_password(stored, password).await? != Verdict::Wrong;
        if let (true, Some(id)) = (right, signed.session) {
            session::confirm(self.db(), id, self.now()).await?;
        }
        Ok(right)
    }

    async fn check_password(&self, stored: Option<PasswordHash>, password: &str) -> Result<Verdict, Error> {
        let _turn = self.hashing().acquire().await.map_err(|_| Error::Unavailable)?;
        let (hasher, password) = (self.hasher(), zeroize::Zeroizing::new(password.to_owned()));
        tokio::task::spawn_blocking(move || hasher.check(stored.as_ref(), &password))
            .await
            .map_err(|e| Error::Internal(e.to_string()))?
            .map_err(Error::from)
    }

    async fn stored_password(
        &self,
        conn: &mut db::Conn,
        account: UserId,
    ) -> Result<Option<PasswordHash>, Error> {
        let Some(credential) = accounts::credential(conn, account).await? else { return Ok(None) };
        let Some(reference) = &credential.password else { return Ok(None) };
        let opened = self.open_value(conn, reference, "credential", account.into(), "password").await?;
        let text = String::from_utf8(opened.expose().clone())
            .map_err(|_| Error::Internal("a stored password hash is no text".into()))?;
        Ok(Some(PasswordHash::from_stored(text)))
    }

    fn failure_subjects(&self, login: &str, address: &str) -> [(Delay, String); 3] {
        let subject =
            |delay: &Delay, text: &str| format!("{}:{}", delay.prefix, self.tokens().failure_subject(text));
        [
            (PAIR, subject(&PAIR, &format!("{login}\n{address}"))),
            (ACCOUNT, subject(&ACCOUNT, login)),
            (ADDRESS, subject(&ADDRESS, address)),
        ]
    }

    async fn begin_session(
        &self,
        account: Account,
        attempt: &Attempt<'_>,
        subjects: &[(Delay, String); 3],
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        let token = self.tokens().issue(TokenKind::Session, self.rng());
        let mut conn = self.db().read().await?;
        let instance = accounts::instance(&mut conn).await?;
        let grants = accounts::grants(&mut conn, account.id, now).await?;
        drop(conn);
        let strict = instance.is_some_and(|i| i.profile == Profile::Strict);
        let acting = if strict { grants.first().map(|g| g.id) } else { None };
        let new = NewSession {
            digest: token.digest.as_bytes().to_vec(),
            id: SessionId(kernel::id::random_id(self.rng())),
            account: account.id,
            acting,
            at: now,
            ends_at: now.plus_seconds(ABSOLUTE_SECONDS),
            agent: attempt.agent.chars().filter(|c| !c.is_control()).take(120).collect(),
        };
        self.trace()
            .write(Event {
                at: now,
                actor: Some(account.id),
                actor_name: account.name,
                event: "signed-in",
                subject: Some(("account", account.id.into())),
                reason: None,
            })
            .await?;
        session::begin(self.db(), new).await?;
        if let Some((_, pair)) = subjects.first() {
            session::forget_failures(self.db(), pair).await?;
        }
        Ok(SignedIn { token, account: account.id })
    }

    async fn note_failure(
        &self,
        known: bool,
        login: &str,
        subjects: &[(Delay, String); 3],
        now: Timestamp,
    ) -> Result<(), Error> {
        for (_, subject) in subjects {
            session::note_failure(self.db(), subject, now, now.plus_seconds(-FORGET_SECONDS)).await?;
        }
        tracing::info!("a sign-in was refused");
        self.trace()
            .write(Event {
                at: now,
                actor: None,
                // What was typed may be a password in the wrong field: only a login that exists is kept.
                actor_name: if known { login.to_owned() } else { String::new() },
                event: "sign-in-failed",
                subject: None,
                reason: None,
            })
            .await
    }

    /// Who is behind a session's token; `None` when it has ended.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn signed_by_session(&self, token: &str) -> Result<Option<(Signed, Digest)>, Error> {
        let Ok(digest) = self.tokens().digest(TokenKind::Session, token) else { return Ok(None) };
        let now = self.now();
        let mut conn = self.db().read().await?;
        let idle_since = now.plus_seconds(-IDLE_SECONDS);
        let Some(row) = session::find(&mut conn, digest.as_bytes(), now, idle_since).await? else {
            return Ok(None);
        };
        let signed = self.signed(&mut conn, &row, now).await?;
        drop(conn);
        if signed.is_some() && now.seconds_since(Timestamp(row.seen_at)) >= TOUCH_SECONDS {
            session::touch(self.db(), SessionId(row.id), now).await?;
        }
        Ok(signed.map(|s| (s, digest)))
    }

    async fn signed(
        &self,
        conn: &mut db::Conn,
        row: &SessionRow,
        now: Timestamp,
    ) -> Result<Option<Signed>, Error> {
        let signed = self.signed_account(conn, UserId(row.account), now).await?;
        Ok(signed.map(|mut s| {
            s.session = Some(SessionId(row.id));
            // A grant that has ended cannot be acted in any more; the strict profile then acts in none.
            s.acting = row.acting.map(GrantId);
            s
        }))
    }

    /// An enabled account with its grants, as a token or the command line acts.
    pub(crate) async fn signed_account(
        &self,
        conn: &mut db::Conn,
        id: UserId,
        now: Timestamp,
    ) -> Result<Option<Signed>, Error> {
        let Some(account) = accounts::get(conn, id).await? else { return Ok(None) };
        if account.standing != Standing::Enabled {
            return Ok(None);
        }
        let grants = accounts::grants(conn, account.id, now).await?;
        let profile = accounts::instance(conn).await?.map(|i| i.profile).unwrap_or_default();
        let account = account.value;
        Ok(Some(Signed {
            account: account.id,
            name: account.name,
            login: account.login,
            session: None,
            grants: grants.into_iter().map(|g| g.value).collect(),
            acting: None,
            profile,
            lang: account.lang,
            must_change_password: account.must_change_password,
        }))
    }

    /// The account behind a login, for the command line, whose user already holds the key file.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such enabled account.
    pub async fn signed_by_login(&self, login: &str) -> Result<Signed, Error> {
        let mut conn = self.db().read().await?;
        let login = domain::account::parse_login(login).unwrap_or_default();
        let account = accounts::by_login(&mut conn, &login).await?.ok_or(Error::NotFound)?;
        self.signed_account(&mut conn, account.id, self.now()).await?.ok_or(Error::NotFound)
    }

    /// Ends the session of a request.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn sign_out(&self, signed: &Signed) -> Result<(), Error> {
        let Some(id) = signed.session else { return Ok(()) };
        self.trace()
            .write(Event {
                at: self.now(),
                actor: Some(signed.account),
                actor_name: signed.name.clone(),
                event: "signed-out",
                subject: Some(("account", RecordId(signed.account.0))),
                reason: None,
            })
            .await?;
        Ok(session::end(self.db(), signed.account, id).await?)
    }

    /// Acts in another of one's roles from now on. Shown in the top bar and kept with every act.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the grant is not one's own or has ended.
    pub async fn act_in(&self, signed: &Signed, grant: GrantId) -> Result<(), Error> {
        let own = signed.grants.iter().any(|g| g.id == grant);
        match (own, signed.session) {
            (true, Some(id)) => Ok(session::act_in(self.db(), id, Some(grant)).await?),
            _ => Err(Error::NotFound),
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
