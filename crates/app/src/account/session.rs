//! Sessions: who is behind a request, which role they act in, another token when what they may do changes.

use crate::{App, Error, Signed};
use crypto::Digest;
use crypto::token::{Issued, TokenKind};
use domain::account::{Account, Instance, Profile, Standing};
use kernel::{GrantId, RecordId, SessionId, Timestamp, UserId};
use store::account as accounts;
use store::session::{self, Found};
use store::trace::Event;

/// How far apart uses of a session are noted, in seconds.
const TOUCH_SECONDS: i64 = 60;

impl App {
    /// Sessions not used since then have ended.
    pub(crate) fn idle_since(&self, now: Timestamp) -> Timestamp {
        now.plus_seconds(-self.limits().idle_seconds)
    }

    /// Who is behind a session's token, its digest, and the installation; `None` when it has ended.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn signed_by_session(
        &self,
        token: &str,
    ) -> Result<Option<(Signed, Digest, Option<Instance>)>, Error> {
        let Ok(digest) = self.tokens().digest(TokenKind::Session, token) else { return Ok(None) };
        let now = self.now();
        let mut conn = self.db().read().await?;
        let found = session::find(&mut conn, digest.as_bytes(), now, self.idle_since(now)).await?;
        let Some(Found { session: row, account, instance }) = found else { return Ok(None) };
        let profile = instance.as_ref().map(|i| i.profile).unwrap_or_default();
        let signed = with_grants(&mut conn, (account.value, profile), now).await?;
        drop(conn);
        let Some(mut signed) = signed else { return Ok(None) };
        signed.session = Some(SessionId(row.id));
        // A grant that has ended cannot be acted in any more; the strict profile then acts in none.
        signed.acting = row.acting.map(GrantId);
        signed.must_enrol = row.must_enrol;
        if now.seconds_since(Timestamp(row.seen_at)) >= TOUCH_SECONDS {
            session::touch(self.db(), SessionId(row.id), now).await?;
        }
        Ok(Some((signed, digest, instance)))
    }

    /// An enabled account with its grants, as a token or the command line acts.
    pub(crate) async fn signed_account(
        &self,
        conn: &mut db::Conn,
        id: UserId,
        now: Timestamp,
    ) -> Result<Option<Signed>, Error> {
        let Some(account) = accounts::get(conn, id).await? else { return Ok(None) };
        let profile = accounts::instance(conn).await?.map(|i| i.profile).unwrap_or_default();
        with_grants(conn, (account.value, profile), now).await
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

    /// Acts in another of one's roles from now on, under another token; in the small-office profile also in all of them
    /// again. Shown in the top bar and kept with every act.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the grant is not one's own or has ended.
    pub async fn act_in(&self, signed: &Signed, grant: Option<GrantId>) -> Result<Option<Issued>, Error> {
        let may = match grant {
            Some(grant) => signed.grants.iter().any(|g| g.id == grant),
            None => signed.profile == Profile::SmallOffice,
        };
        match (may, signed.session) {
            (true, Some(id)) => session::act_in(self.db(), id, grant).await?,
            _ => return Err(Error::NotFound),
        }
        self.renew_session(signed).await
    }

    /// Gives a session another token, because what its holder may do or has proved has changed: whoever knew the
    /// token before is outside. None for the command line and API tokens.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn renew_session(&self, signed: &Signed) -> Result<Option<Issued>, Error> {
        let Some(id) = signed.session else { return Ok(None) };
        let token = self.tokens().issue(TokenKind::Session, self.rng());
        session::renew(self.db(), id, token.digest.as_bytes()).await?;
        Ok(Some(token))
    }
}

/// An account as it acts now, with the grants in force; `None` unless it is enabled.
async fn with_grants(
    conn: &mut db::Conn,
    (account, profile): (Account, Profile),
    now: Timestamp,
) -> Result<Option<Signed>, Error> {
    if account.standing != Standing::Enabled {
        return Ok(None);
    }
    let grants = accounts::grants(conn, account.id, now).await?;
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
        must_enrol: false,
    }))
}
