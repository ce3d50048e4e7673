//! Answers: one record with its `ETag`, a page of a list with the address of the next.

use crate::caller::Caller;
use crate::problem::Failure;
use app::Error;
use axum::Json;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Cursor, FieldError, Message, PageRequest};
use serde::{Deserialize, Serialize};
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
pub(crate) fn made<T: Serialize>(outcome: app::Outcome<T>) -> Response {
    let status = if outcome.repeated { StatusCode::OK } else { StatusCode::CREATED };
    (status, Json(outcome.done)).into_response()
}

/// The stable code that a choice of the domain has in JSON; of one that carries facts, its state.
pub(crate) fn code(choice: &impl Serialize) -> String {
    let json = serde_json::to_value(choice).unwrap_or_default();
    json.as_str().or_else(|| json.get("state")?.as_str()).unwrap_or_default().to_owned()
}
