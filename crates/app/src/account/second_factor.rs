//! The second factor: offered, taken on with its first code, asked at sign-in, removed with the password, taken off by
//! the security administrator when it is lost.
//!
//! The secret lies sealed with the account's credential. Spare codes are made before the act, like API tokens, so that
//! no journal ever holds one. Tokens of the API are not asked for it.

use super::change::find;
use crate::notice::notify;
use crate::{Act, App, Channel, Ctx, Error, Prep, Prepared, Right, Who};
use crypto::spare::SpareCode;
use crypto::totp::{Step, TotpSecret};
use crypto::{Contents, Place, Sealed};
use domain::Refusal;
use domain::account::{Account, Credential};
use domain::permission::{Action, Scope};
use kernel::{Message, RecordId, Secret, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use store::changes::{Aside, Changes};
use store::{Stored, account as accounts, session};

/// How many spare codes there are.
const SPARE_CODES: usize = 10;
/// How long an offered secret may wait for its first code, in seconds.
const OFFER_SECONDS: i64 = 1_800;

/// A secret offered to a signed-in account.
#[derive(Debug)]
pub struct Offer {
    /// For the QR code.
    pub url: Secret<String>,
    /// For typing, in groups.
    pub typed: Secret<String>,
    /// The secret sealed for this account: comes back with the first code.
    pub sealed: String,
}

/// Spare codes just made: to be shown once.
#[derive(Debug)]
pub struct SpareCodesMade {
    /// The codes.
    pub codes: Vec<Secret<String>>,
    /// What is stored of them.
    pub digests: Vec<String>,
}

/// How one's own second factor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactorState {
    /// There is one.
    pub on: bool,
    /// Spare codes that were not used yet.
    pub spare: usize,
    /// The rules demand one, so it cannot be removed.
    pub demanded: bool,
}

/// Takes the offered secret on. Every other session ends.
#[derive(Debug)]
pub struct EnrolSecondFactor {
    /// The password, again.
    pub password: String,
    /// What [`Offer::sealed`] held.
    pub offer: String,
    /// The first code, which proves that the secret arrived.
    pub code: String,
    /// Digests from [`App::new_spare_codes`].
    pub spare: Vec<String>,
}

/// The second factor taken on.
#[derive(Debug, Serialize, Deserialize)]
pub struct EnrolledFactor {
    /// The step of its first code, which is used up.
    step: i64,
}

impl Act for EnrolSecondFactor {
    const NAME: &'static str = "second-factor-enrol";
    type Done = EnrolledFactor;

    fn right(&self) -> Right {
        Right::Needs(Action::PasswordChange, Scope::Own)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<EnrolledFactor>, Error> {
        let signed = prep.ctx.signed()?.clone();
        let old = credential(prep, signed.account).await?;
        if old.second_factor.is_some() {
            return Err(Refusal::new("second-factor-already").into());
        }
        let late = || Refusal::new("second-factor-offer-late");
        let (app, at) = (prep.app, prep.ctx.at);
        let opened = app.open_offer(&mut prep.conn, (signed.account, at), &self.offer).await?;
        let secret = opened.ok_or_else(late)?;
        require_password(prep, &self.password).await?;
        let wrong = || Error::field("code", Message::new("second-factor-code-wrong"));
        let Step(step) = secret.check(&self.code, at, None).ok_or_else(wrong)?;
        let sealed = prep.seal("credential", signed.account, "second-factor", secret.expose()).await?;
        let new = Credential {
            second_factor: Some(sealed.reference()),
            spare_codes: self.spare.clone(),
            ..old.value.clone()
        };
        let mut changes = Changes::about("account", signed.account, signed.name.clone());
        changes.update(&old, &new)?;
        changes.seal(sealed);
        changes.aside(Aside::EndSessions { account: signed.account, keep: signed.session });
        Ok(Prepared { changes, done: EnrolledFactor { step } })
    }
}

/// Removes one's own second factor, where no rule demands one.
#[derive(Debug, Deserialize)]
pub struct RemoveSecondFactor {
    /// The password, again.
    pub password: String,
}

impl Act for RemoveSecondFactor {
    const NAME: &'static str = "second-factor-remove";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PasswordChange, Scope::Own)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let signed = prep.ctx.signed()?.clone();
        let roles: Vec<_> = signed.grants.iter().map(|g| g.role).collect();
        if prep.app.demands_factor(&mut prep.conn, signed.profile, &roles).await? {
            return Err(Refusal::new("second-factor-demanded").into());
        }
        require_password(prep, &self.password).await?;
        let mut changes = Changes::about("account", signed.account, signed.name.clone());
        take_off(prep, &mut changes, signed.account).await?;
        changes.aside(Aside::EndSessions { account: signed.account, keep: signed.session });
        Ok(Prepared { changes, done: () })
    }
}

/// Replaces one's spare codes by new ones.
#[derive(Debug)]
pub struct RenewSpareCodes {
    /// The password, again.
    pub password: String,
    /// Digests from [`App::new_spare_codes`].
    pub spare: Vec<String>,
}

impl Act for RenewSpareCodes {
    const NAME: &'static str = "spare-codes-renew";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PasswordChange, Scope::Own)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let signed = prep.ctx.signed()?.clone();
        let old = credential(prep, signed.account).await?;
        if old.second_factor.is_none() {
            return Err(Refusal::new("second-factor-none").into());
        }
        require_password(prep, &self.password).await?;
        let new = Credential { spare_codes: self.spare.clone(), ..old.value.clone() };
        let mut changes = Changes::about("account", signed.account, signed.name.clone());
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Takes a lost second factor off another's account: their sessions end, and they are told. By the security
/// administrator, so that in the strict profile nobody can reset both password and second factor.
#[derive(Debug, Deserialize)]
pub struct ResetSecondFactor {
    /// Whose.
    pub account: UserId,
}

impl Act for ResetSecondFactor {
    const NAME: &'static str = "second-factor-reset";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::SecondFactorReset, Scope::System)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let account = find(prep, self.account).await?;
        // In a session one's own is removed with the password; who holds the key file may help themselves.
        if prep.ctx.channel != Channel::Cli && prep.ctx.signed()?.account == self.account {
            return Err(Refusal::new("second-factor-own").into());
        }
        let mut changes = Changes::about("account", self.account, account.name.clone());
        take_off(prep, &mut changes, self.account).await?;
        changes.aside(Aside::EndSessions { account: self.account, keep: None });
        notify(&mut changes, prep, self.account, Message::new("notice-second-factor-reset"), None)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Uses a spare code up.
struct UseSpareCode {
    digest: String,
}

impl Act for UseSpareCode {
    const NAME: &'static str = "spare-code-use";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PasswordChange, Scope::Own)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let signed = prep.ctx.signed()?.clone();
        let old = credential(prep, signed.account).await?;
        let mut new = old.value.clone();
        new.spare_codes.retain(|digest| *digest != self.digest);
        if new.spare_codes.len() == old.spare_codes.len() {
            return Err(Error::NotFound);
        }
        let mut changes = Changes::about("account", signed.account, signed.name.clone());
        changes.update(&old, &new)?;
        let left = Message::new("notice-spare-code-used").with("left", new.spare_codes.len());
        notify(&mut changes, prep, signed.account, left, None)?;
        Ok(Prepared { changes, done: () })
    }
}

/// The credential an act changes.
async fn credential(prep: &mut Prep<'_>, account: UserId) -> Result<Stored<Credential>, Error> {
    accounts::credential(&mut prep.conn, account).await?.ok_or(Error::NotFound)
}

async fn require_password(prep: &Prep<'_>, password: &str) -> Result<(), Error> {
    if prep.app.confirm_password(prep.ctx.signed()?, password).await? {
        return Ok(());
    }
    Err(Error::field("password", Message::new("account-password-wrong")))
}

/// The credential without second factor and spare codes.
async fn take_off(prep: &mut Prep<'_>, changes: &mut Changes, account: UserId) -> Result<(), Error> {
    let old = credential(prep, account).await?;
    if old.second_factor.is_none() {
        return Err(Refusal::new("second-factor-none").into());
    }
    let new = Credential { second_factor: None, spare_codes: Vec::new(), ..old.value.clone() };
    Ok(changes.update(&old, &new)?)
}

const fn offer_place(account: UserId) -> Place<'static> {
    Place { kind: "credential", record: RecordId(account.0), field: "second-factor-offer" }
}

/// Bytes written as hexadecimal digits.
fn hex_bytes(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |sign: u8| char::from(sign).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let byte = |[high, low]: &[u8; 2]| Some(digit(*high)? << 4 | digit(*low)?);
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}

impl App {
    /// The secret of an offer made to this account not long before an instant.
    async fn open_offer(
        &self,
        conn: &mut db::Conn,
        (account, now): (UserId, Timestamp),
        offer: &str,
    ) -> Result<Option<TotpSecret>, Error> {
        let Some(bytes) = hex_bytes(offer) else { return Ok(None) };
        let (key, _) = self.data_key(conn, crypto::Scope::Instance, Contents::Values).await?;
        let sealed = Sealed::from_bytes(bytes);
        let Ok(opened) = crypto::seal::open(&key, &offer_place(account), &sealed) else { return Ok(None) };
        let Some((made, secret)) = opened.expose().split_first_chunk::<8>() else { return Ok(None) };
        let age = now.seconds_since(Timestamp(i64::from_be_bytes(*made)));
        let fresh = (0..=OFFER_SECONDS).contains(&age);
        Ok(TotpSecret::from_slice(secret).ok().filter(|_| fresh))
    }

    /// How one's own second factor stands.
    ///
    /// # Errors
    /// [`Error::SignedOut`].
    pub async fn own_second_factor(&self, ctx: &Ctx) -> Result<FactorState, Error> {
        ctx.require(Action::PasswordChange, Scope::Own)?;
        let signed = ctx.signed()?;
        let mut conn = self.db().read().await?;
        let credential = accounts::credential(&mut conn, signed.account).await?;
        let roles: Vec<_> = signed.grants.iter().map(|g| g.role).collect();
        let demanded = self.demands_factor(&mut conn, signed.profile, &roles).await?;
        let on = credential.as_ref().is_some_and(|c| c.second_factor.is_some());
        Ok(FactorState { on, spare: credential.map_or(0, |c| c.spare_codes.len()), demanded })
    }

    /// Whether another's account has a second factor, for those who look after accounts.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn has_second_factor(&self, ctx: &Ctx, account: UserId) -> Result<bool, Error> {
        let mut conn = self.view(ctx, Action::AccountView, Scope::System).await?.conn;
        let credential = accounts::credential(&mut conn, account).await?;
        Ok(credential.is_some_and(|c| c.second_factor.is_some()))
    }

    /// Offers a signed-in account a new secret. Nothing is stored until its first code comes back.
    ///
    /// # Errors
    /// [`Error::SignedOut`].
    pub async fn offer_second_factor(&self, ctx: &Ctx) -> Result<Offer, Error> {
        ctx.require(Action::PasswordChange, Scope::Own)?;
        let signed = ctx.signed()?;
        let mut conn = self.db().read().await?;
        let office = accounts::instance(&mut conn).await?.map(|i| i.value.office).unwrap_or_default();
        let (key, _) = self.data_key(&mut conn, crypto::Scope::Instance, Contents::Values).await?;
        let secret = TotpSecret::generate(self.rng());
        let mut plain = zeroize::Zeroizing::new(ctx.at.0.to_be_bytes().to_vec());
        plain.extend_from_slice(secret.expose());
        let sealed = crypto::seal::seal(&key, &offer_place(signed.account), &plain, self.rng())?;
        let sealed: String = sealed.as_bytes().iter().map(|b| format!("{b:02x}")).collect();
        let url = secret.otpauth_url(&office, &signed.login)?;
        Ok(Offer { url, typed: secret.typed_form(), sealed })
    }

    /// The same offer shown again, after a mistake in the form.
    ///
    /// # Errors
    /// [`Error::Refused`] when it has waited too long.
    pub async fn offer_again(&self, ctx: &Ctx, sealed: &str) -> Result<Offer, Error> {
        let signed = ctx.signed()?;
        let mut conn = self.db().read().await?;
        let office = accounts::instance(&mut conn).await?.map(|i| i.value.office).unwrap_or_default();
        let secret = self.open_offer(&mut conn, (signed.account, ctx.at), sealed).await?;
        let secret = secret.ok_or_else(|| Refusal::new("second-factor-offer-late"))?;
        let url = secret.otpauth_url(&office, &signed.login)?;
        Ok(Offer { url, typed: secret.typed_form(), sealed: sealed.to_owned() })
    }

    /// New spare codes for an account: the texts to show once, and the digests for the act.
    pub fn new_spare_codes(&self, account: UserId) -> SpareCodesMade {
        let key = self.spare_codes();
        let made: Vec<SpareCode> = (0..SPARE_CODES).map(|_| SpareCode::generate(self.rng())).collect();
        SpareCodesMade {
            digests: made.iter().map(|c| key.digest(account, c).to_string()).collect(),
            codes: made.iter().map(SpareCode::text).collect(),
        }
    }

    /// Takes a second factor on, and uses its first code up: it is none for signing in.
    ///
    /// # Errors
    /// As [`App::perform`]. `false` when the same form came before: its codes were shown then.
    pub async fn enrol_second_factor(&self, ctx: &Ctx, act: &EnrolSecondFactor) -> Result<bool, Error> {
        let outcome = self.perform(ctx, act).await?;
        let account = ctx.signed()?.account;
        session::accept_step(self.db(), account, outcome.done.step).await?;
        session::enrolled(self.db(), account).await?;
        Ok(!outcome.repeated)
    }

    /// Whether a code is right now, and uses it up. Six digits, else a spare code.
    pub(super) async fn accept_code(
        &self,
        account: &Account,
        credential: &Credential,
        code: &str,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let Some(reference) = &credential.second_factor else { return Ok(false) };
        let mut conn = self.db().read().await?;
        let record = RecordId(account.id.0);
        let opened = self.open_value(&mut conn, reference, "credential", record, "second-factor").await?;
        drop(conn);
        let secret = TotpSecret::from_slice(opened.expose())?;
        if let Some(Step(step)) = secret.check(code, now, None) {
            return Ok(session::accept_step(self.db(), account.id, step).await?);
        }
        let Some(spare) = SpareCode::parse(code) else { return Ok(false) };
        let digest = self.spare_codes().digest(account.id, &spare).to_string();
        if !credential.spare_codes.contains(&digest) {
            return Ok(false);
        }
        self.use_spare(account, digest, now).await
    }

    async fn use_spare(&self, account: &Account, digest: String, now: Timestamp) -> Result<bool, Error> {
        let mut conn = self.db().read().await?;
        let Some(signed) = self.signed_account(&mut conn, account.id, now).await? else { return Ok(false) };
        drop(conn);
        let lang = account.lang.unwrap_or_default();
        let act = self.new_act();
        let ctx = Ctx { who: Who::Account(Box::new(signed)), lang, at: now, act, channel: Channel::Page };
        match self.perform(&ctx, &UseSpareCode { digest }).await {
            Ok(_) => Ok(true),
            // Another sign-in used it a moment before.
            Err(Error::NotFound) => Ok(false),
            Err(other) => Err(other),
        }
    }
}
