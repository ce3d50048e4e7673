//! Answers: one record with its `ETag`, as it stands after an act; a page of a list with the address of the next; files.

use crate::caller::Caller;
use crate::problem::Failure;
use crate::voice::Voice;
use app::{Act, App, Error, Outcome};
use axum::Json;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Cursor, FieldError, Message, PageRequest};
use serde::{Deserialize, Serialize};
use std::future::Future;
use utoipa::{IntoParams, ToSchema};

/// One record and the version that `If-Match` names.
pub(crate) struct One<T> {
    pub(crate) version: i64,
    pub(crate) body: T,
}

impl<T: Serialize> IntoResponse for One<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.body).into_response();
        if let Ok(tag) = HeaderValue::from_str(&etag(self.version)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

/// A record that is shown by its id.
pub(crate) trait Shown: Sized {
    /// Its id.
    type Id: Send;

    /// The record as the caller may see it now.
    fn shown(
        app: &App,
        caller: &Caller,
        id: Self::Id,
    ) -> impl Future<Output = Result<One<Self>, Failure>> + Send;
}

/// Carries an act out and answers with the record as it then stands.
pub(crate) async fn carry_out<A: Act, V: Shown>(
    app: App,
    caller: Caller,
    id: V::Id,
    act: A,
) -> Result<One<V>, Failure> {
    app.perform(&caller.ctx, &act).await.map_err(|e| caller.fail(e))?;
    V::shown(&app, &caller, id).await
}

/// Carries an act out that leaves nothing to show.
pub(crate) async fn performed<A: Act>(app: App, caller: Caller, act: A) -> Result<StatusCode, Failure> {
    app.perform(&caller.ctx, &act).await.map_err(|e| caller.fail(e))?;
    Ok(StatusCode::NO_CONTENT)
}

fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// Holds a change against the version the caller read; a call without `If-Match` takes what is there.
pub(crate) fn check_version(
    caller: &Caller,
    kind: &'static str,
    id: kernel::RecordId,
    version: i64,
) -> Result<(), Failure> {
    match &caller.if_match {
        Some(tag) if *tag != "*" && *tag != etag(version) => {
            Err(caller.fail(Error::Conflict { kind, id, last: None }))
        }
        _ => Ok(()),
    }
}

/// Where a page of a list begins, and how long it is.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// `next` of the page before.
    after: Option<String>,
    /// Rows wanted: 1 to 200, 20 unless said.
    size: Option<u32>,
}

/// A page request read from a call's query.
pub(crate) struct Paging(pub(crate) PageRequest);

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let wrong = |field: &'static str| {
            let error = FieldError::new(field, Message::new("api-page-wrong"));
            Failure::new(&parts.headers, Error::Invalid(vec![error]))
        };
        let Query(query) = Query::<PageQuery>::try_from_uri(&parts.uri).map_err(|_| wrong("size"))?;
        let after = match query.after.as_deref() {
            None => None,
            Some(text) => Some(Cursor::decode(text).ok_or_else(|| wrong("after"))?),
        };
        Ok(Self(PageRequest { after, size: query.size.unwrap_or(0) }))
    }
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct List<T> {
    /// Rows, in order.
    items: Vec<T>,
    /// To be sent as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl<T> List<T> {
    /// A page of the app's, its rows as the API shows them.
    pub(crate) fn of<U>(page: kernel::Page<U>, show: impl FnMut(U) -> T) -> Json<Self> {
        let next = page.next.as_ref().map(Cursor::encode);
        Json(Self { items: page.items.into_iter().map(show).collect(), next })
    }
}

/// 201 with what was made; 200 when the same act had made it before.
pub(crate) fn made<T: Serialize>(outcome: Outcome<T>) -> Response {
    let status = if outcome.repeated { StatusCode::OK } else { StatusCode::CREATED };
    (status, Json(outcome.done)).into_response()
}

/// The same, as the API shows what was made.
pub(crate) fn made_as<T, V: Serialize>(outcome: Outcome<T>, show: impl FnOnce(T) -> V) -> Response {
    made(Outcome { done: show(outcome.done), repeated: outcome.repeated })
}

/// The stable code that a choice of the domain has in JSON; of one that carries facts, its state.
pub(crate) fn code(choice: &impl Serialize) -> String {
    let json = serde_json::to_value(choice).unwrap_or_default();
    json.as_str().or_else(|| json.get("state")?.as_str()).unwrap_or_default().to_owned()
}

/// Something that stands in the way, or is to be known.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Said {
    /// Message id: stable, for programs.
    code: String,
    /// In the caller's language.
    message: String,
}

impl Said {
    /// A message as the caller is answered.
    pub(crate) fn of(message: &Message, voice: &Voice) -> Self {
        Self { code: message.id.to_string(), message: voice.say(message) }
    }
}

/// A spreadsheet's media type.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file to be saved under a name, which goes as UTF-8 in percent signs; kept by no cache.
pub(crate) fn attachment(name: &str, kind: &'static str, bytes: Vec<u8>) -> Result<Response, Error> {
    let coded = name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    });
    let disposition = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{coded}"))
        .map_err(|e| Error::Internal(e.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, bytes).into_response())
}
