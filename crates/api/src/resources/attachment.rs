//! Files that lie with a unit, a round or an engagement.

use crate::answer::{attachment, code, made_as, performed};
use crate::caller::{Body, Caller, Id, ReasonInput};
use crate::problem::Failure;
use crate::upload::Sent;
use app::attachment::{AttachFiles, WithdrawAttachment};
use app::{App, Error};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::file::{Attached, Attachment};
use kernel::{AttachmentId, EngagementId, RoundId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(attach))
        .routes(routes!(content))
        .routes(routes!(open))
        .routes(routes!(withdraw))
}

/// A file lying with a record.
#[derive(Serialize, ToSchema)]
#[schema(as = Attachment)]
struct AttachmentView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: AttachmentId,
    /// What it is called.
    name: String,
    /// What it is, by content: `pdf`, `png`, `jpeg`, `docx`, `xlsx` or `text`.
    kind: String,
    /// Bytes.
    size: u64,
    /// Whether opening it takes a reason and leaves a trace.
    sealed: bool,
    /// What it is, in words.
    note: String,
    /// Who attached it.
    by: String,
    /// When, in microseconds since 1970.
    at: i64,
    /// Why it was withdrawn; one that was is opened no more.
    withdrawn: Option<String>,
}

impl AttachmentView {
    fn of(file: Attachment) -> Self {
        Self {
            kind: code(&file.kind),
            id: file.id,
            name: file.name,
            size: file.size,
            sealed: file.sealed,
            note: file.note,
            by: file.by_name,
            at: file.at.0,
            withdrawn: file.withdrawn.map(|gone| gone.reason),
        }
    }
}

/// The record that a path names.
fn named(caller: &Caller, kind: &str, id: Uuid) -> Result<Attached, Failure> {
    match kind {
        "unit" => Ok(UnitId(id).into()),
        "round" => Ok(RoundId(id).into()),
        "engagement" => Ok(EngagementId(id).into()),
        _ => Err(caller.fail(Error::NotFound)),
    }
}

/// The files lying with a unit, a round or an engagement, newest first
#[utoipa::path(get, path = "/files/{with}/{record}", tag = "files",
    params(("with" = String, Path, description = "`unit`, `round` or `engagement`"),
        ("record" = String, Path, format = Uuid)),
    responses((status = 200, body = Vec<AttachmentView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Id((with, record)): Id<(String, Uuid)>,
) -> Result<Json<Vec<AttachmentView>>, Failure> {
    let with = named(&caller, &with, record)?;
    let found = app.attachments(&caller.ctx, with).await.map_err(|e| caller.fail(e))?;
    Ok(Json(found.files.into_iter().map(|file| AttachmentView::of(file.value)).collect()))
}

/// What is attached.
#[derive(Deserialize, ToSchema)]
#[schema(as = Attaching)]
struct AttachInput {
    /// What the files are, in words.
    #[serde(default)]
    note: String,
    /// Whether opening them takes a reason and leaves a trace.
    #[serde(default)]
    sealed: bool,
}

/// What is attached, with its files.
#[derive(ToSchema)]
#[schema(as = AttachingFiles)]
#[expect(dead_code, reason = "describes what is sent as a form")]
struct AttachForm {
    /// What they are.
    about: AttachInput,
    /// The files.
    #[schema(value_type = Vec<String>)]
    files: Vec<Vec<u8>>,
}

/// The files that were attached.
#[derive(Serialize, ToSchema)]
#[schema(as = AttachedFiles)]
struct AttachedView {
    /// Their ids, in the order sent.
    #[schema(value_type = Vec<String>)]
    attachments: Vec<AttachmentId>,
}

/// Attach files
#[utoipa::path(post, path = "/files/{with}/{record}", tag = "files",
    request_body(content((AttachForm = "multipart/form-data"))),
    params(("with" = String, Path, description = "`unit`, `round` or `engagement`"),
        ("record" = String, Path, format = Uuid)),
    responses((status = 201, body = AttachedView)))]
async fn attach(
    State(app): State<App>,
    caller: Caller,
    Id((with, record)): Id<(String, Uuid)>,
    sent: Sent<AttachInput>,
) -> Result<Response, Failure> {
    let to = named(&caller, &with, record)?;
    // Nobody's files are taken in before it is known that they may attach.
    let (action, scope) = to.kept_by();
    caller.ctx.require(action, scope).map_err(|e| caller.fail(e))?;
    let (AttachInput { note, sealed }, files) = sent.received(&app, &caller, to.engagement()).await?;
    let act = AttachFiles { to, files, note, sealed };
    let outcome = app.perform(&caller.ctx, &act).await.map_err(|e| caller.fail(e))?;
    Ok(made_as(outcome, |attachments| AttachedView { attachments }))
}

/// The content of a file; of a sealed one, see `open`
#[utoipa::path(get, path = "/files/{with}/{record}/{attachment}", tag = "files",
    params(("with" = String, Path, description = "`unit`, `round` or `engagement`"),
        ("record" = String, Path, format = Uuid), ("attachment" = String, Path, format = Uuid)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn content(
    State(app): State<App>,
    caller: Caller,
    Id((with, record, id)): Id<(String, Uuid, AttachmentId)>,
) -> Result<Response, Failure> {
    let with = named(&caller, &with, record)?;
    bytes(&app, &caller, (with, id), None).await
}

/// The content of a sealed file, for a reason that is traced
#[utoipa::path(post, path = "/files/{with}/{record}/{attachment}/open", tag = "files", request_body = ReasonInput,
    params(("with" = String, Path, description = "`unit`, `round` or `engagement`"),
        ("record" = String, Path, format = Uuid), ("attachment" = String, Path, format = Uuid)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn open(
    State(app): State<App>,
    caller: Caller,
    Id((with, record, id)): Id<(String, Uuid, AttachmentId)>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Result<Response, Failure> {
    let with = named(&caller, &with, record)?;
    bytes(&app, &caller, (with, id), Some(&reason)).await
}

async fn bytes(
    app: &App,
    caller: &Caller,
    file: (Attached, AttachmentId),
    reason: Option<&str>,
) -> Result<Response, Failure> {
    let opened = app.open_attachment(&caller.ctx, file, reason).await.map_err(|e| caller.fail(e))?;
    let (name, size) = (opened.file.name.clone(), opened.file.size);
    let (_, bytes) = opened.range(0, size).await.map_err(|e| caller.fail(e))?;
    attachment(&name, "application/octet-stream", bytes).map_err(|e| caller.fail(e))
}

/// Withdraw a file: it stays listed with the reason and is opened no more
#[utoipa::path(post, path = "/files/{with}/{record}/{attachment}/withdraw", tag = "files", request_body = ReasonInput,
    params(("with" = String, Path, description = "`unit`, `round` or `engagement`"),
        ("record" = String, Path, format = Uuid), ("attachment" = String, Path, format = Uuid)),
    responses((status = 204)))]
async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Id((with, record, attachment)): Id<(String, Uuid, AttachmentId)>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Result<StatusCode, Failure> {
    let from = named(&caller, &with, record)?;
    performed(app, caller, WithdrawAttachment { from, attachment, reason }).await
}
