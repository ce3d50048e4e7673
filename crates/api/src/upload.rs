//! A body that may come with files: JSON alone, or a multipart form whose part `about` is that JSON and whose parts
//! `files` are the files.
//!
//! Guarantees: a file is sealed while it arrives and is never in memory as a whole; what the settings say of the size
//! and number of files holds here, too. Called by resources whose acts take evidence.

use crate::caller::{Body, Caller, unreadable};
use crate::problem::Failure;
use app::file::Received;
use app::{App, Error};
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use domain::file::Limits;
use kernel::{EngagementId, Message};
use serde::de::DeserializeOwned;

/// The part that is JSON.
const ABOUT: &str = "about";
/// The parts that are files.
const FILES: &str = "files";

/// What was sent: its files have not been read yet.
pub(crate) enum Sent<T> {
    /// JSON alone.
    Plain(T),
    /// JSON and files.
    Form(Multipart),
}

impl<T: DeserializeOwned> FromRequest<App> for Sent<T> {
    type Rejection = Failure;

    async fn from_request(mut request: Request, app: &App) -> Result<Self, Failure> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            return Body::<T>::from_request(request, app).await.map(|Body(about)| Self::Plain(about));
        }
        let headers = request.headers().clone();
        DefaultBodyLimit::max(app.limits().form_bytes()).apply(&mut request);
        let form = Multipart::from_request(request, app).await;
        form.map(Self::Form).map_err(|e| Failure::new(&headers, unreadable(e.body_text())))
    }
}

impl<T: DeserializeOwned + Send> Sent<T> {
    /// Takes in what was sent; its files are sealed for the engagement they belong to, or for
    /// the installation.
    pub(crate) async fn received(
        self,
        app: &App,
        caller: &Caller,
        engagement: impl Into<Option<EngagementId>> + Send,
    ) -> Result<(T, Vec<Received>), Failure> {
        match self {
            Self::Plain(about) => Ok((about, Vec::new())),
            Self::Form(form) => take(app, engagement.into(), form).await.map_err(|e| caller.fail(e)),
        }
    }
}

async fn take<T: DeserializeOwned + Send>(
    app: &App,
    engagement: Option<EngagementId>,
    mut form: Multipart,
) -> Result<(T, Vec<Received>), Error> {
    let most = app.limits().files_per_form;
    let (mut about, mut files) = (None, Vec::new());
    while let Some(part) = form.next_field().await.map_err(|e| broken(&e))? {
        match part.name() {
            Some(ABOUT) => about = Some(json(part).await?),
            Some(FILES) if files.len() >= most => {
                return Err(Error::field(
                    FILES,
                    Message::new("common-form-too-many-files").with("most", most),
                ));
            }
            Some(FILES) => files.push(file(app, engagement, part).await?),
            other => return Err(unreadable(format!("the form has a part `{}`", other.unwrap_or_default()))),
        }
    }
    let about = about.ok_or_else(|| unreadable(format!("the form has no part `{ABOUT}`")))?;
    Ok((about, files))
}

/// A part that is JSON, no longer than a body of JSON alone.
async fn json<T: DeserializeOwned>(mut part: Field<'_>) -> Result<T, Error> {
    let mut text = Vec::new();
    while let Some(bytes) = part.chunk().await.map_err(|e| broken(&e))? {
        text.extend_from_slice(&bytes);
        if text.len() > crate::MOST_JSON {
            return Err(too_large(ABOUT));
        }
    }
    serde_json::from_slice(&text).map_err(|e| unreadable(e.to_string()))
}

async fn file(app: &App, engagement: Option<EngagementId>, mut part: Field<'_>) -> Result<Received, Error> {
    let name = part.file_name().unwrap_or_default().to_owned();
    let mut receiving = app.receive_file(engagement, Limits::default()).await?;
    while let Some(bytes) = part.chunk().await.map_err(|e| broken(&e))? {
        receiving = receiving.push(bytes.to_vec()).await.map_err(of_file)?;
    }
    receiving.finish(&name).await.map_err(of_file)
}

/// What is refused of a file is the fault of the field.
fn of_file(error: Error) -> Error {
    match error {
        Error::Refused(refusal) => Error::field(FILES, refusal.0),
        other => other,
    }
}

fn broken(error: &MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large(FILES);
    }
    unreadable(error.body_text())
}

fn too_large(part: &'static str) -> Error {
    Error::field(part, Message::new("common-form-too-large"))
}
