//! Findings and their working papers (D1).

mod change;
mod view;

use self::view::FindingView;
use crate::answer::{List, One, PageQuery, Paging, Shown, attachment};
use crate::caller::{Asked, Caller, Id};
use crate::problem::Failure;
use app::finding::FindingFilter;
use app::{App, Error};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::finding::{Degree, Standing};
use domain::permission::{Action, Scope};
use kernel::{EngagementId, FileId, FindingId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(versions))
        .routes(routes!(file))
        .merge(change::routes())
}

/// Which findings.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FindingQuery {
    /// Of one engagement; of all the caller works in unless said.
    #[param(value_type = Option<String>, format = Uuid)]
    engagement: Option<EngagementId>,
    /// Standing so: `draft`, `signed`, `reviewed`, `signed_off`, `adopted`, `confirmed`, `aside`, `moved`, `withdrawn`.
    #[param(value_type = Option<String>)]
    standing: Option<Standing>,
    /// Of this degree: `ordinary` or `serious`.
    #[param(value_type = Option<String>)]
    degree: Option<Degree>,
    /// True for those that cannot be signed as they are.
    blocked: Option<bool>,
    /// With signatures that hold, or without.
    signed: Option<bool>,
    /// True for those that wait for a second person's check.
    #[serde(default)]
    to_check: bool,
}

/// List findings, engagement by engagement in the order of their numbers
#[utoipa::path(get, path = "/findings", tag = "findings", operation_id = "list", params(FindingQuery, PageQuery),
    responses((status = 200, body = List<FindingView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<FindingQuery>,
    Paging(page): Paging,
) -> Result<Json<List<FindingView>>, Failure> {
    let FindingQuery { engagement, standing, degree, blocked, signed, to_check } = asked;
    let engagements = engagement.into_iter().collect();
    let filter = FindingFilter { engagements, standing, degree, blocked, signed, to_check, focus: None };
    let found = app.findings(&caller.ctx, engagement, &filter, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found.page, |kept| FindingView::of(&kept)))
}

impl Shown for FindingView {
    type Id = FindingId;

    async fn shown(app: &App, caller: &Caller, id: FindingId) -> Result<One<Self>, Failure> {
        let found = app.finding(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
        let voice = caller.voice(app).await?;
        Ok(One { version: found.kept.version, body: Self::page(&found, &voice) })
    }
}

/// One finding, with what it lacks
#[utoipa::path(get, path = "/findings/{finding}", tag = "findings",
    params(("finding" = String, Path, format = Uuid)), responses(
    (status = 200, body = FindingView, headers(("ETag" = String, description = "The version, for If-Match")))))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<FindingId>,
) -> Result<One<FindingView>, Failure> {
    FindingView::shown(&app, &caller, id).await
}

/// A version of a finding.
#[derive(Serialize, ToSchema)]
struct FindingVersionView {
    /// Its number, from 1.
    version: i64,
    /// When it was made, in microseconds since 1970 (UTC).
    #[schema(value_type = i64)]
    at: Timestamp,
    /// By whom.
    by: String,
    /// Name of the act.
    action: String,
    /// The reason stated.
    reason: Option<String>,
    /// The finding as it then was.
    finding: FindingView,
}

/// Every version of a finding, the newest first
#[utoipa::path(get, path = "/findings/{finding}/versions", tag = "findings",
    params(("finding" = String, Path, format = Uuid)), responses(
    (status = 200, body = Vec<FindingVersionView>)))]
async fn versions(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<FindingId>,
) -> Result<Json<Vec<FindingVersionView>>, Failure> {
    let found = app.finding_versions(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    let view = |line: app::finding::VersionLine| FindingVersionView {
        version: line.version,
        at: line.at,
        by: line.by,
        action: line.action,
        reason: line.reason,
        finding: FindingView::of(&line.kept),
    };
    Ok(Json(found.into_iter().map(view).collect()))
}

/// A file of a finding's evidence, or the scan of the unit's view (D1)
#[utoipa::path(get, path = "/findings/{finding}/files/{file}", tag = "findings", operation_id = "finding_file",
    params(("finding" = String, Path, format = Uuid), ("file" = String, Path, format = Uuid)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn file(
    State(app): State<App>,
    caller: Caller,
    Id((finding, file)): Id<(FindingId, FileId)>,
) -> Result<Response, Failure> {
    let found = app.finding(&caller.ctx, finding).await.map_err(|e| caller.fail(e))?;
    if !found.files.contains_key(&file) {
        return Err(caller.fail(Error::NotFound));
    }
    let right = (Action::FindingView, Scope::One(found.kept.engagement.0));
    let opened = app.open_file(&caller.ctx, right, file, None).await.map_err(|e| caller.fail(e))?;
    let (name, size) = (opened.file.name.clone(), opened.file.size);
    let (_, bytes) = opened.range(0, size).await.map_err(|e| caller.fail(e))?;
    attachment(&name, "application/octet-stream", bytes).map_err(|e| caller.fail(e))
}
