//! Who calls: a bearer token's account, within the token's scope; and the act id of a writing call.

use crate::problem::{Failure, language};
use app::{App, Channel, Ctx, Error, Who};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use domain::Refusal;
use kernel::{FieldError, Message};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

/// Header with the id of a writing call's act: a UUID made by the caller; a repeat returns the first answer.
pub(crate) const ACT_ID: &str = "x-act-id";
/// The same as people write it.
pub(crate) const ACT_ID_SHOWN: &str = "X-Act-Id";

/// The version that no record has: they count from 1.
const NO_VERSION: i64 = 0;

/// An authenticated call.
pub(crate) struct Caller {
    /// The circumstances.
    pub(crate) ctx: Ctx,
    /// What `If-Match` asks for.
    pub(crate) if_match: Option<String>,
}

impl Caller {
    /// The version that `If-Match` asks for; `None` takes what is there. A tag that is none of ours fits no version.
    pub(crate) fn version(&self) -> Option<i64> {
        let tag = self.if_match.as_deref().filter(|tag| *tag != "*")?;
        let number = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
        Some(number.and_then(|number| number.parse().ok()).unwrap_or(NO_VERSION))
    }

    /// An error in the caller's language.
    pub(crate) fn fail(&self, error: Error) -> Failure {
        Failure { lang: self.ctx.lang, error }
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let headers = parts.headers.clone();
        let (method, lang) = (parts.method.clone(), language(&headers));
        let fail = |error| Failure { lang, error };
        let token = bearer(&headers).ok_or_else(|| fail(Error::SignedOut))?;
        let found = app.signed_by_token(&token).await.map_err(fail)?;
        let (signed, token) = found.ok_or_else(|| fail(Error::SignedOut))?;
        if method != Method::GET && token.scope != "write" {
            return Err(fail(Error::Forbidden(Refusal::new("api-token-read-only"))));
        }
        if signed.must_change_password {
            return Err(fail(Error::Forbidden(Refusal::new("account-password-must"))));
        }
        let act = match headers.get(ACT_ID).map(|v| v.to_str().unwrap_or_default().parse()) {
            None => app.new_act(),
            Some(Ok(act)) => act,
            Some(Err(_)) => {
                let wrong = FieldError::new(ACT_ID_SHOWN, Message::new("api-act-id-wrong"));
                return Err(fail(Error::Invalid(vec![wrong])));
            }
        };
        let if_match = headers.get(header::IF_MATCH).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let who = Who::Account(Box::new(signed));
        Ok(Self { ctx: Ctx { who, lang, at: app.now(), act, channel: Channel::Api }, if_match })
    }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(|t| t.trim().to_owned())
}

/// A JSON body; what cannot be read is a problem that says where.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let lang = language(request.headers());
        match Json::<T>::from_request(request, app).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(Failure { lang, error: unreadable(rejection.body_text()) }),
        }
    }
}

/// A body that is not what it should be.
pub(crate) fn unreadable(detail: String) -> Error {
    Error::field("", Message::new("api-body-wrong").with("detail", detail))
}

/// Why something is done.
#[derive(Deserialize, ToSchema)]
#[schema(as = Reason)]
pub(crate) struct ReasonInput {
    /// Why.
    pub(crate) reason: String,
}

/// A call's query, read into its type; what cannot be read is a problem that says where.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        Query::<T>::try_from_uri(&parts.uri).map(|Query(asked)| Self(asked)).map_err(|rejection| {
            let wrong = Message::new("api-query-wrong").with("detail", rejection.body_text());
            Failure::new(&parts.headers, Error::Invalid(vec![FieldError::new("", wrong)]))
        })
    }
}

/// A file sent as the body itself.
pub(crate) struct FileBody(pub(crate) Vec<u8>);

impl FromRequest<App> for FileBody {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let lang = language(request.headers());
        let invalid = |message| Failure { lang, error: Error::Invalid(vec![FieldError::new("", message)]) };
        let megabytes = app.largest_list() / (1024 * 1024);
        match Bytes::from_request(request, app).await {
            Ok(bytes) if bytes.is_empty() => Err(invalid(Message::new("api-file-missing"))),
            Ok(bytes) if bytes.len() <= app.largest_list() => Ok(Self(bytes.to_vec())),
            Ok(_) | Err(_) => {
                Err(invalid(Message::new("import-file-too-large").with("megabytes", megabytes)))
            }
        }
    }
}

/// An id in a path; what is no id is not found.
pub(crate) struct Id<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Id<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let lang = language(&parts.headers);
        match Path::<T>::from_request_parts(parts, app).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(Failure { lang, error: Error::NotFound }),
        }
    }
}
