//! API tokens: each of one account, with scopes and an end, shown once, revocable.

use crate::notice::News;
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, Signed};
use crypto::token::TokenKind;
use domain::account::ApiToken;
use domain::permission::{Action, Scope};
use kernel::{FieldError, Message, Timestamp, TokenId};
use serde::{Deserialize, Serialize};
use store::{Changes, Stored, token as tokens};

/// What a token may be for. `write` includes `read`.
pub const TOKEN_SCOPES: [&str; 2] = ["read", "write"];

/// Longest life of a token, in days.
const MOST_DAYS: u32 = 366;

/// Makes a token. The token itself is made before the act, so that no journal ever holds it.
pub struct IssueToken {
    /// What it is for, in its maker's words.
    pub label: String,
    /// One of [`TOKEN_SCOPES`].
    pub scope: String,
    /// How many days it lives.
    pub days: u32,
    /// Digest of the token, from [`App::new_token`].
    pub digest: crypto::Digest,
}

/// The token made.
#[derive(Debug, Serialize, Deserialize)]
pub struct IssuedToken {
    /// Its id.
    pub token: TokenId,
    /// When it ends.
    pub expires: Timestamp,
}

impl Act for IssueToken {
    const NAME: &'static str = "token-issue";
    type Done = IssuedToken;

    fn right(&self) -> Right {
        Right::Needs(Action::TokenManage, Scope::Own)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<IssuedToken>, Error> {
        let signed = prep.ctx.signed()?;
        let mut errors = Vec::new();
        let label = self.label.trim();
        if !(1..=60).contains(&label.chars().count()) {
            errors.push(FieldError::new("label", Message::new("token-label-length")));
        }
        if !TOKEN_SCOPES.contains(&self.scope.as_str()) {
            errors.push(FieldError::new("scope", Message::new("token-scope-unknown")));
        }
        if !(1..=MOST_DAYS).contains(&self.days) {
            errors.push(FieldError::new("days", Message::new("token-days").with("most", MOST_DAYS)));
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let token = ApiToken {
            id: TokenId::new(prep.app.clock(), prep.app.rng()),
            account: signed.account,
            label: label.to_owned(),
            scope: self.scope.clone(),
            digest: self.digest.to_string(),
            made: prep.ctx.at,
            expires: prep.ctx.at.plus_seconds(i64::from(self.days) * 86_400),
            revoked: None,
        };
        let mut changes = Changes::about("api_token", token.id, token.label.clone());
        changes.insert(&token)?;
        let until = token.expires.day(prep.app.offset());
        News::TokenIssued { account: token.account, label: token.label, until }.tell(&mut changes, prep)?;
        Ok(Prepared { changes, done: IssuedToken { token: token.id, expires: token.expires } })
    }
}

/// Ends a token of one's own.
#[derive(Debug, Deserialize)]
pub struct RevokeToken {
    /// Which.
    pub token: TokenId,
}

impl Act for RevokeToken {
    const NAME: &'static str = "token-revoke";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::TokenManage, Scope::Own)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let account = prep.ctx.signed()?.account;
        let old = tokens::get(&mut prep.conn, self.token).await?;
        let old = old.filter(|t| t.account == account).ok_or(Error::NotFound)?;
        let mut new = old.value.clone();
        new.revoked = new.revoked.or(Some(prep.ctx.at));
        let mut changes = Changes::about("api_token", self.token, new.label.clone());
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

impl App {
    /// A new token: the text to show once, and the digest for [`IssueToken`].
    pub fn new_token(&self) -> crypto::token::Issued {
        self.tokens().issue(TokenKind::Api, self.rng())
    }

    /// One's own tokens with their last use, newest first.
    ///
    /// # Errors
    /// [`Error::SignedOut`].
    pub async fn own_tokens(&self, ctx: &Ctx) -> Result<Vec<(Stored<ApiToken>, Option<Timestamp>)>, Error> {
        ctx.require(Action::TokenManage, Scope::Own)?;
        let mut conn = self.db().read().await?;
        Ok(tokens::list(&mut conn, ctx.signed()?.account).await?)
    }

    /// Who is behind a bearer token, and what it may be used for; `None` when it is unknown, revoked or over.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn signed_by_token(&self, text: &str) -> Result<Option<(Signed, ApiToken)>, Error> {
        let Ok(digest) = self.tokens().digest(TokenKind::Api, text) else { return Ok(None) };
        let now = self.now();
        let mut conn = self.db().read().await?;
        let Some(token) = tokens::find(&mut conn, digest.as_bytes(), now).await? else { return Ok(None) };
        let signed = self.signed_account(&mut conn, token.account, now).await?;
        drop(conn);
        if signed.is_some() {
            tokens::note_use(self.db(), token.id, now).await?;
        }
        Ok(signed.map(|s| (s, token.value)))
    }
}
