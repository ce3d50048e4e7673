//! What went wrong, as RFC 9457 problem details. The `code` is stable; the words are in the caller's language.

use app::{App, Error};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use i18n::{Catalogue, Words};
use kernel::{FieldError, Lang, Message};
use serde::Serialize;
use utoipa::ToSchema;

/// Problem details.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// `about:blank`: the status and the code say it all.
    r#type: &'static str,
    /// The HTTP status again.
    status: u16,
    /// What is wrong, for people.
    title: String,
    /// Message id: stable, for programs.
    code: String,
    /// Wrong fields, each with its own code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
}

/// One wrong field.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// Name of the field.
    field: String,
    /// Message id.
    code: String,
    /// What is wrong and what would be right, for people.
    detail: String,
}

/// An error on its way out, with the language to say it in.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) lang: Lang,
    pub(crate) error: Error,
}

impl Failure {
    /// An error in the language of a request's headers.
    pub(crate) fn new(headers: &HeaderMap, error: Error) -> Self {
        Self { lang: language(headers), error }
    }
}

/// The language a request asks for.
pub(crate) fn language(headers: &HeaderMap) -> Lang {
    let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    header.map(Lang::negotiate).unwrap_or_default()
}

/// What a problem says, before it is put into words. It goes out with the response, so that [`in_own_words`] can say it
/// again in the installation's.
#[derive(Clone, Debug)]
struct Unsaid {
    lang: Lang,
    status: StatusCode,
    message: Message,
    fields: Vec<FieldError>,
}

impl Unsaid {
    fn said(&self, words: &Words) -> Response {
        let say = |m: &Message| Catalogue::shared().say_with(self.lang, m, words);
        let errors = self.fields.iter().map(|e| FieldProblem {
            field: e.field.to_string(),
            code: e.message.id.to_string(),
            detail: say(&e.message),
        });
        let problem = Problem {
            r#type: "about:blank",
            status: self.status.as_u16(),
            title: say(&self.message),
            code: self.message.id.to_string(),
            errors: errors.collect(),
        };
        let mut response = (self.status, Json(problem)).into_response();
        let kind = axum::http::HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        if self.status == StatusCode::UNAUTHORIZED {
            let bearer = axum::http::HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, message) = status_of(&self.error);
        let fields = match self.error {
            Error::Invalid(errors) => errors,
            _ => Vec::new(),
        };
        let unsaid = Unsaid { lang: self.lang, status, message, fields };
        let mut response = unsaid.said(&Catalogue::shared().usual_words(self.lang));
        response.extensions_mut().insert(unsaid);
        response
    }
}

/// Says problems in the installation's own words (A8). The usual ones stay where it has none yet, or its database is away.
pub(crate) async fn in_own_words(State(app): State<App>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let Some(unsaid) = response.extensions().get::<Unsaid>().cloned() else { return response };
    match app.wording(unsaid.lang).await {
        Ok(wording) => unsaid.said(&wording.words),
        Err(_) => response,
    }
}

fn status_of(error: &Error) -> (StatusCode, Message) {
    match error {
        Error::NotFound => (StatusCode::NOT_FOUND, Message::new("api-not-found")),
        Error::SignedOut => (StatusCode::UNAUTHORIZED, Message::new("api-no-token")),
        Error::Forbidden(refusal) => (StatusCode::FORBIDDEN, refusal.0.clone()),
        Error::Refused(refusal) => (StatusCode::CONFLICT, refusal.0.clone()),
        Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, Message::new("api-fields-wrong")),
        Error::Conflict { last: Some(last), .. } => {
            let message = Message::new("common-changed-by")
                .with("who", last.by.as_str())
                .with("when", last.at.rfc3339());
            (StatusCode::PRECONDITION_FAILED, message)
        }
        Error::Conflict { last: None, .. } => {
            (StatusCode::PRECONDITION_FAILED, Message::new("api-version-changed"))
        }
        Error::ActReused => (StatusCode::CONFLICT, Message::new("common-act-reused")),
        Error::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, Message::new("api-unavailable")),
        Error::Internal(reason) => {
            tracing::error!(%reason, "an API request failed");
            (StatusCode::INTERNAL_SERVER_ERROR, Message::new("api-internal"))
        }
    }
}

/// Any path below `/api` that does not exist.
pub(crate) async fn unknown_path(headers: HeaderMap) -> Failure {
    Failure::new(&headers, Error::NotFound)
}
