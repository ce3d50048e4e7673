//! What handlers take: a [`Reader`] for pages, a [`Posted`] form for acts, an [`Uploaded`] form with files.
//!
//! A posted form is taken only with the token of its session and from this site; its hidden `act` is the act's id,
//! so that a form sent twice acts once.

use crate::components::FormState;
use crate::gate::Passed;
use crate::{Failure, Html, View, Web, session};
use app::{Ctx, Error};
use axum::RequestExt as _;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use kernel::{FieldError, Message};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// What a handler answers: a page, a part, a redirect; or what went wrong, as the page for it.
pub type Answer<T = Html> = Result<T, Failure>;

/// Someone reading a page.
pub struct Reader {
    /// The circumstances.
    pub ctx: Ctx,
    /// The page's facts.
    pub view: Arc<View>,
}

impl FromRequestParts<Web> for Reader {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Failure> {
        let passed = passed(parts)?;
        Ok(Self { ctx: passed.ctx, view: passed.view })
    }
}

fn passed(parts: &Parts) -> Result<Passed, Failure> {
    let missing = || Error::Internal("a route without its gate".into());
    parts.extensions.get::<Passed>().cloned().ok_or_else(|| missing().into())
}

/// A form someone sent, with the names and values as they were typed.
pub struct Posted<T = ()> {
    /// The circumstances; the act id is the form's.
    pub ctx: Ctx,
    /// The page's facts.
    pub view: Arc<View>,
    /// Every field as typed, but the hidden ones.
    pub pairs: Vec<(String, String)>,
    /// The form read into its type; or what is wrong with it.
    pub form: Result<T, Vec<FieldError>>,
}

impl<T> Posted<T> {
    /// The form as it comes back with its errors.
    pub fn state(&self, errors: Vec<FieldError>) -> FormState {
        let secret =
            |name: &str| matches!(name, "password" | "again" | "current" | "factor" | "ticket" | "offer");
        FormState::typed(self.pairs.iter().filter(|(n, _)| !secret(n)).cloned(), errors)
    }

    /// The value of a field as typed.
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }
}

impl<T: DeserializeOwned> FromRequest<Web> for Posted<T> {
    type Rejection = Failure;

    async fn from_request(mut request: Request, web: &Web) -> Result<Self, Failure> {
        let passed = request.extract_parts_with_state::<PassedParts, _>(web).await?.0;
        same_site(request.headers())?;
        let bytes = Bytes::from_request(request, web).await.map_err(|_| too_large())?;
        let all: Vec<(String, String)> = serde_html_form::from_bytes(&bytes).map_err(|_| unreadable())?;
        let (ctx, pairs) = admit(web, &passed, all)?;
        let form = read(&pairs);
        Ok(Self { ctx, view: passed.view, pairs, form })
    }
}

/// Fields of a form read into a type. A field that is missing or no number is named.
fn read<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, Vec<FieldError>> {
    let text = serde_html_form::to_string(pairs).unwrap_or_default();
    serde_html_form::from_str(&text).map_err(|error| {
        tracing::debug!(%error, "a form could not be read");
        vec![FieldError::new("", Message::new("common-form-unreadable"))]
    })
}

/// A file someone sent.
pub struct UploadedFile {
    /// Name of its field.
    pub field: String,
    /// Its name as sent; never a path.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A form with files.
pub struct Uploaded {
    /// The circumstances; the act id is the form's.
    pub ctx: Ctx,
    /// The page's facts.
    pub view: Arc<View>,
    /// Every field that is no file, as typed, but the hidden ones.
    pub pairs: Vec<(String, String)>,
    /// The files, without those left empty.
    pub files: Vec<UploadedFile>,
}

impl Uploaded {
    /// The value of a field as typed.
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }

    /// The form as it comes back with its errors.
    pub fn state(&self, errors: Vec<FieldError>) -> FormState {
        FormState::typed(self.pairs.iter().cloned(), errors)
    }

    /// The file of a field.
    pub fn file(&self, field: &str) -> Option<&UploadedFile> {
        self.files.iter().find(|f| f.field == field)
    }
}

impl FromRequest<Web> for Uploaded {
    type Rejection = Failure;

    async fn from_request(mut request: Request, web: &Web) -> Result<Self, Failure> {
        let passed = request.extract_parts_with_state::<PassedParts, _>(web).await?.0;
        same_site(request.headers())?;
        let mut multipart = Multipart::from_request(request, web).await.map_err(|_| unreadable())?;
        let limits = web.app().limits();
        let (mut all, mut files) = (Vec::new(), Vec::new());
        while let Some(field) = multipart.next_field().await.map_err(|_| too_large())? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(file_name) {
                Some(file) => {
                    let bytes = field.bytes().await.map_err(|_| too_large())?.to_vec();
                    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.file_bytes {
                        return Err(too_large());
                    }
                    if !bytes.is_empty() || !file.is_empty() {
                        if files.len() >= limits.files_per_form {
                            return Err(too_many(limits.files_per_form));
                        }
                        files.push(UploadedFile { field: name, name: file, bytes });
                    }
                }
                None => all.push((name, field.text().await.map_err(|_| unreadable())?)),
            }
        }
        let (ctx, pairs) = admit(web, &passed, all)?;
        Ok(Self { ctx, view: passed.view, pairs, files })
    }
}

/// The last part of a name that may be a path of another system, without control characters.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// What the gate found, as an extractor.
struct PassedParts(Passed);

impl FromRequestParts<Web> for PassedParts {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Failure> {
        passed(parts).map(Self)
    }
}

/// A browser that says a form comes from elsewhere is believed.
fn same_site(headers: &HeaderMap) -> Result<(), Failure> {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let fetched = text("sec-fetch-site").is_none_or(|s| matches!(s, "same-origin" | "none"));
    let origin = match (text("origin"), headers.get(header::HOST).and_then(|v| v.to_str().ok())) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, h)| h == host),
        _ => true,
    };
    if fetched && origin { Ok(()) } else { Err(foreign()) }
}

/// Takes the hidden fields off: the session's token must be right, the act id becomes the request's.
fn admit(
    web: &Web,
    passed: &Passed,
    all: Vec<(String, String)>,
) -> Result<(Ctx, Vec<(String, String)>), Failure> {
    let hidden = |name: &str| all.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    if let Some(session) = &passed.session
        && !hidden("csrf").is_some_and(|shown| web.app().tokens().is_form_token(session, shown))
    {
        return Err(foreign());
    }
    let mut ctx = passed.ctx.clone();
    if let Some(act) = hidden("act") {
        ctx.act = act.parse().map_err(|_| unreadable())?;
    }
    let pairs = all.into_iter().filter(|(n, _)| n != "csrf" && n != "act").collect();
    Ok((ctx, pairs))
}

fn foreign() -> Failure {
    Error::Forbidden(domain::Refusal::new("common-form-foreign")).into()
}

fn unreadable() -> Failure {
    Error::Refused(domain::Refusal::new("common-form-unreadable")).into()
}

fn too_large() -> Failure {
    Error::Refused(domain::Refusal::new("common-form-too-large")).into()
}

fn too_many(most: usize) -> Failure {
    Error::Refused(Message::new("common-form-too-many-files").with("most", most).into()).into()
}

/// Back to a page after an act, which says there once what was done.
pub fn done(to: &str, said: &'static str) -> Response {
    let cookie = session::say(said).into_iter().map(|value| (header::SET_COOKIE, value)).collect::<Vec<_>>();
    (AppendHeaders(cookie), Redirect::to(to)).into_response()
}

/// A page that comes back because something in its form is wrong.
pub fn unprocessable(page: Html) -> Html {
    page.status(StatusCode::UNPROCESSABLE_ENTITY)
}
