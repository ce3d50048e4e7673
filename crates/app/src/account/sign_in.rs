//! Signing in: the password, then the second factor where the account has one, then a fresh session.
//!
//! A wrong login, a wrong password and a disabled account get one sentence after the same work. No session is taken
//! over from before: each sign-in makes its own token.

use super::delay::Subjects;
use crate::{App, Error, Signed};
use crypto::Digest;
use crypto::password::{PasswordHash, Verdict};
use crypto::token::{Issued, TokenKind};
use domain::account::{Account, Credential, Profile, SignInRules, Standing};
use domain::permission::Role;
use kernel::{Message, RecordId, SessionId, Timestamp, UserId};
use std::str::FromStr as _;
use store::account as accounts;
use store::session::{self, NewSession};
use store::trace::Event;

/// How long the code may follow the password, in seconds.
const TICKET_SECONDS: i64 = 300;

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

/// Someone whose password was right, showing the second factor.
#[derive(Debug)]
pub struct CodeAttempt<'a> {
    /// What [`Entered::AsksCode`] gave.
    pub ticket: &'a str,
    /// Six digits, or a spare code.
    pub code: &'a str,
    /// Where it came from.
    pub address: &'a str,
    /// The browser as it names itself.
    pub agent: &'a str,
}

/// How far someone got.
#[derive(Debug)]
pub enum Entered {
    /// Inside.
    In(SignedIn),
    /// The password was right; the second factor is asked for within five minutes, with this text.
    AsksCode(String),
}

impl Entered {
    /// The session, where no code was asked for.
    pub fn session(self) -> Option<SignedIn> {
        match self {
            Self::In(signed) => Some(signed),
            Self::AsksCode(_) => None,
        }
    }
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
#[derive(Debug, PartialEq, Eq)]
pub enum SignInRefusal {
    /// Login or password is wrong, or the account is not enabled.
    Wrong,
    /// The code is wrong, or was used before.
    WrongCode,
    /// The code came too late, or the password has changed meanwhile.
    Late,
    /// Too many failures: try again after so many seconds.
    Wait(i64),
}

impl SignInRefusal {
    /// What to tell.
    pub fn message(&self) -> Message {
        match self {
            Self::Wrong => Message::new("sign-in-wrong"),
            Self::WrongCode => Message::new("sign-in-code-wrong"),
            Self::Late => Message::new("sign-in-late"),
            Self::Wait(seconds) => Message::new("sign-in-wait").with("seconds", *seconds),
        }
    }
}

impl App {
    /// Tries to sign in. Takes the same work for an unknown login as for a wrong password.
    ///
    /// # Errors
    /// [`Error`] when the database fails; a refusal is no error.
    pub async fn sign_in(&self, attempt: &Attempt<'_>) -> Result<Result<Entered, SignInRefusal>, Error> {
        let now = self.now();
        let login = domain::account::parse_login(attempt.login).unwrap_or_default();
        let subjects = self.sign_in_subjects(&login, attempt.address);
        let turn = self.turn().await?;
        if let Some(left) = self.waiting(&subjects, now).await? {
            return Ok(Err(SignInRefusal::Wait(left)));
        }
        let mut conn = self.db().read().await?;
        let account = accounts::by_login(&mut conn, &login).await?.map(|a| a.value);
        let credential = match &account {
            Some(account) => accounts::credential(&mut conn, account.id).await?.map(|c| c.value),
            None => None,
        };
        let stored = self.stored_password(&mut conn, credential.as_ref()).await?;
        drop(conn);
        let verdict = self.check_password(stored, attempt.password).await?;
        let known = account.is_some();
        let enabled = account.filter(|a| a.standing == Standing::Enabled && verdict != Verdict::Wrong);
        let (Some(account), Some(credential)) = (enabled, credential) else {
            self.note_failure(known.then_some(login.as_str()), &subjects, now).await?;
            return Ok(Err(SignInRefusal::Wrong));
        };
        drop(turn);
        if credential.second_factor.is_some() {
            // The failures stay until the code was right too.
            return Ok(Ok(Entered::AsksCode(self.ticket(&credential, now))));
        }
        let signed = self.begin_session(account, &credential, attempt.agent, now).await?;
        self.forgive(&subjects).await?;
        Ok(Ok(Entered::In(signed)))
    }

    /// Completes a sign-in with the second factor. Each code works once; wrong ones count like wrong passwords.
    ///
    /// # Errors
    /// [`Error`] when the database fails; a refusal is no error.
    pub async fn sign_in_with_code(
        &self,
        attempt: &CodeAttempt<'_>,
    ) -> Result<Result<SignedIn, SignInRefusal>, Error> {
        let now = self.now();
        let Some((account, credential)) = self.behind_ticket(attempt.ticket, now).await? else {
            return Ok(Err(SignInRefusal::Late));
        };
        let subjects = self.sign_in_subjects(&account.login, attempt.address);
        let turn = self.turn().await?;
        if let Some(left) = self.waiting(&subjects, now).await? {
            return Ok(Err(SignInRefusal::Wait(left)));
        }
        if !self.accept_code(&account, &credential, attempt.code, now).await? {
            self.note_failure(Some(&account.login), &subjects, now).await?;
            return Ok(Err(SignInRefusal::WrongCode));
        }
        drop(turn);
        let signed = self.begin_session(account, &credential, attempt.agent, now).await?;
        self.forgive(&subjects).await?;
        Ok(Ok(signed))
    }

    /// Says that a password was right, to whoever typed it: `account.until.digest`, kept nowhere.
    fn ticket(&self, credential: &Credential, now: Timestamp) -> String {
        let until = now.plus_seconds(TICKET_SECONDS).0;
        let digest = self.tokens().ticket(credential.account.0.as_bytes(), password_mark(credential), until);
        format!("{}.{until}.{digest}", credential.account.0.simple())
    }

    /// The enabled account behind a ticket that is still good.
    async fn behind_ticket(
        &self,
        ticket: &str,
        now: Timestamp,
    ) -> Result<Option<(Account, Credential)>, Error> {
        let mut parts = ticket.split('.');
        let (Some(id), Some(until), Some(shown), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Ok(None);
        };
        let (Ok(id), Ok(until), Ok(shown)) =
            (uuid::Uuid::parse_str(id), until.parse::<i64>(), Digest::from_str(shown))
        else {
            return Ok(None);
        };
        let mut conn = self.db().read().await?;
        let account = accounts::get(&mut conn, UserId(id)).await?;
        let credential = accounts::credential(&mut conn, UserId(id)).await?;
        let (Some(account), Some(credential)) = (account, credential) else { return Ok(None) };
        let right = self.tokens().ticket(id.as_bytes(), password_mark(&credential), until);
        let good = shown == right && now.0 < until && account.standing == Standing::Enabled;
        Ok(good.then_some((account.value, credential.value)))
    }

    /// Checks the password of a signed-in account again, before a step that needs it.
    ///
    /// # Errors
    /// [`Error::Refused`] while too many wrong ones hold it up; [`Error`] when the database fails.
    pub async fn confirm_password(&self, signed: &Signed, password: &str) -> Result<bool, Error> {
        let now = self.now();
        let subjects = self.again_subjects(&signed.login);
        let turn = self.turn().await?;
        if let Some(left) = self.waiting(&subjects, now).await? {
            return Err(Error::Refused(SignInRefusal::Wait(left).message().into()));
        }
        let mut conn = self.db().read().await?;
        let credential = accounts::credential(&mut conn, signed.account).await?.map(|c| c.value);
        let stored = self.stored_password(&mut conn, credential.as_ref()).await?;
        drop(conn);
        let right = self.check_password(stored, password).await? != Verdict::Wrong;
        if right {
            drop(turn);
            self.forgive(&subjects).await?;
            if let Some(id) = signed.session {
                session::confirm(self.db(), id, now).await?;
            }
        } else {
            self.count_failure(&subjects, now).await?;
        }
        Ok(right)
    }

    /// Compares on a thread of its own; the caller holds a turn.
    async fn check_password(&self, stored: Option<PasswordHash>, password: &str) -> Result<Verdict, Error> {
        let (hasher, password) = (self.hasher(), zeroize::Zeroizing::new(password.to_owned()));
        tokio::task::spawn_blocking(move || hasher.check(stored.as_ref(), &password))
            .await
            .map_err(|e| Error::Internal(e.to_string()))?
            .map_err(Error::from)
    }

    async fn stored_password(
        &self,
        conn: &mut db::Conn,
        credential: Option<&Credential>,
    ) -> Result<Option<PasswordHash>, Error> {
        let Some(credential) = credential else { return Ok(None) };
        let Some(reference) = &credential.password else { return Ok(None) };
        let account = RecordId(credential.account.0);
        let opened = self.open_value(conn, reference, "credential", account, "password").await?;
        let text = String::from_utf8(opened.expose().clone())
            .map_err(|_| Error::Internal("a stored password hash is no text".into()))?;
        Ok(Some(PasswordHash::from_stored(text)))
    }

    /// A session for someone who has shown all that is asked of them.
    pub(super) async fn begin_session(
        &self,
        account: Account,
        credential: &Credential,
        agent: &str,
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        let token = self.tokens().issue(TokenKind::Session, self.rng());
        let mut conn = self.db().read().await?;
        let profile = accounts::instance(&mut conn).await?.map(|i| i.profile).unwrap_or_default();
        let grants = accounts::grants(&mut conn, account.id, now).await?;
        let roles: Vec<Role> = grants.iter().map(|g| g.role).collect();
        let must_enrol =
            credential.second_factor.is_none() && self.demands_factor(&mut conn, profile, &roles).await?;
        drop(conn);
        let acting = if profile == Profile::Strict { grants.first().map(|g| g.id) } else { None };
        let new = NewSession {
            digest: token.digest.as_bytes().to_vec(),
            id: SessionId(kernel::id::random_id(self.rng())),
            account: account.id,
            acting,
            at: now,
            ends_at: now.plus_seconds(self.limits().absolute_seconds),
            agent: agent.chars().filter(|c| !c.is_control()).take(120).collect(),
            must_enrol,
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
        Ok(SignedIn { token, account: account.id })
    }

    /// Whether the rules in force demand a second factor of someone with these roles.
    pub(super) async fn demands_factor(
        &self,
        conn: &mut db::Conn,
        profile: Profile,
        roles: &[Role],
    ) -> Result<bool, Error> {
        let rules = self.ruleset::<SignInRules>(conn, self.today()).await?.rules;
        Ok(rules.demand_of(profile, roles))
    }

    /// Counts a failure and leaves its trace. What was typed may be a password in the wrong field: only a login that
    /// exists is kept.
    async fn note_failure(
        &self,
        login: Option<&str>,
        subjects: &Subjects,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.count_failure(subjects, now).await?;
        tracing::info!("a sign-in was refused");
        self.trace()
            .write(Event {
                at: now,
                actor: None,
                actor_name: login.unwrap_or_default().to_owned(),
                event: "sign-in-failed",
                subject: None,
                reason: None,
            })
            .await
    }
}

/// What changes with the password, and says nothing about it.
fn password_mark(credential: &Credential) -> &str {
    credential.password.as_ref().map_or("", |reference| reference.digest.as_str())
}
