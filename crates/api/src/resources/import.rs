//! Imports: the file is the body; `dry_run` answers with the preview and stores nothing.

mod preview;

use self::preview::{CluePreviewView, PreviewView, UnitPreviewView};
use crate::answer::made;
use crate::caller::{Asked, Caller, FileBody};
use crate::problem::Failure;
use app::App;
use app::clue::{ImportClues, ImportedClues};
use app::inspector::{ImportInspectors, ImportedInspectors};
use app::organisation::{ImportOptions, ImportUnits, ImportedUnits};
use app::round::{ImportRound, ImportedRound};
use app::term::{ImportTerms, ImportedTerms, TermCounts};
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::{IntoResponse, Response};
use kernel::Day;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(units))
        .routes(routes!(terms))
        .routes(routes!(inspectors))
        .routes(routes!(rounds))
        .routes(routes!(clues))
        .layer(DefaultBodyLimit::max(app::stash::MAX_BYTES))
}

/// How a file is to be taken.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ImportQuery {
    /// True answers with the preview and stores nothing.
    #[serde(default)]
    dry_run: bool,
    /// What to call the file in the journal.
    file: Option<String>,
}

/// The day a list speaks of.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AsOfQuery {
    /// The reporting date; today unless said.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<Day>,
}

/// Import a list of units, everything or nothing
///
/// With `dry_run` the answer is 200 and the preview: what the list holds, what of it is new, and everything that is
/// wrong with it. Without, a list with an error is refused.
#[utoipa::path(post, path = "/imports/units", tag = "imports", params(ImportQuery, AsOfQuery),
    request_body(content = Vec<u8>, description = "The list as XLSX or XLS",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 201, body = ImportedUnits), (status = 200, body = UnitPreviewView, description = "The preview of a dry run")))]
async fn units(
    State(app): State<App>,
    caller: Caller,
    Asked(ImportQuery { dry_run, file }): Asked<ImportQuery>,
    Asked(AsOfQuery { as_of }): Asked<AsOfQuery>,
    FileBody(bytes): FileBody,
) -> Result<Response, Failure> {
    let file = file.unwrap_or_else(|| "units.xlsx".to_owned());
    let options = ImportOptions { as_of, ..ImportOptions::default() };
    if dry_run {
        let preview =
            app.preview_units(&caller.ctx, &file, bytes, options).await.map_err(|e| caller.fail(e))?;
        return Ok(Json(preview).into_response());
    }
    let act = ImportUnits { file, bytes, options };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// Import a file of terms and past rounds; rounds that it leaves out stay
#[utoipa::path(post, path = "/imports/terms", tag = "imports", params(ImportQuery),
    request_body(content = Vec<u8>, description = "The terms as JSON", content_type = "application/json"),
    responses((status = 201, body = ImportedTerms), (status = 200, body = TermCounts, description = "The preview of a dry run")))]
async fn terms(
    State(app): State<App>,
    caller: Caller,
    Asked(ImportQuery { dry_run, file }): Asked<ImportQuery>,
    FileBody(bytes): FileBody,
) -> Result<Response, Failure> {
    if dry_run {
        let counts = app.preview_terms(&caller.ctx, &bytes).await.map_err(|e| caller.fail(e))?;
        return Ok(Json(counts).into_response());
    }
    let act = ImportTerms { file: file.unwrap_or_else(|| "terms.json".to_owned()), bytes };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// Import a list of inspectors, everything or nothing; what it says of relatives is sealed
#[utoipa::path(post, path = "/imports/inspectors", tag = "imports", params(ImportQuery, AsOfQuery),
    request_body(content = Vec<u8>, description = "The list as XLSX or XLS",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 201, body = ImportedInspectors), (status = 200, body = PreviewView, description = "The preview of a dry run")))]
async fn inspectors(
    State(app): State<App>,
    caller: Caller,
    Asked(ImportQuery { dry_run, file }): Asked<ImportQuery>,
    Asked(AsOfQuery { as_of }): Asked<AsOfQuery>,
    FileBody(bytes): FileBody,
) -> Result<Response, Failure> {
    let file = file.unwrap_or_else(|| "inspectors.xlsx".to_owned());
    if dry_run {
        let preview = app.preview_inspectors(&caller.ctx, &file, bytes, as_of).await;
        return Ok(Json(preview.map_err(|e| caller.fail(e))?).into_response());
    }
    let act = ImportInspectors { file, bytes, as_of };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// Import a round from its file, everything or nothing
#[utoipa::path(post, path = "/imports/rounds", tag = "imports", params(ImportQuery),
    request_body(content = Vec<u8>, description = "The round as JSON", content_type = "application/json"),
    responses((status = 201, body = ImportedRound), (status = 200, body = PreviewView, description = "The preview of a dry run")))]
async fn rounds(
    State(app): State<App>,
    caller: Caller,
    Asked(ImportQuery { dry_run, file }): Asked<ImportQuery>,
    FileBody(bytes): FileBody,
) -> Result<Response, Failure> {
    let file = file.unwrap_or_else(|| "round.json".to_owned());
    if dry_run {
        let preview = app.preview_round(&caller.ctx, &file, &bytes).await.map_err(|e| caller.fail(e))?;
        return Ok(Json(preview).into_response());
    }
    let act = ImportRound { file, bytes, taken_over: None };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// The round whose units a file speaks of.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RoundQuery {
    /// Its number in the newest term that has one.
    round: u32,
}

/// Import the clues of a file, everything or nothing; the preview prints numbers, levels and routes, no names
#[utoipa::path(post, path = "/imports/clues", tag = "imports", params(ImportQuery, RoundQuery),
    request_body(content = Vec<u8>, description = "The clues as JSON", content_type = "application/json"),
    responses((status = 201, body = ImportedClues), (status = 200, body = CluePreviewView, description = "The preview of a dry run")))]
async fn clues(
    State(app): State<App>,
    caller: Caller,
    Asked(ImportQuery { dry_run, file }): Asked<ImportQuery>,
    Asked(RoundQuery { round }): Asked<RoundQuery>,
    FileBody(bytes): FileBody,
) -> Result<Response, Failure> {
    let file = file.unwrap_or_else(|| "clues.json".to_owned());
    let round = app.round_of_number(&caller.ctx, round).await.map_err(|e| caller.fail(e))?;
    if dry_run {
        let preview =
            app.preview_clues(&caller.ctx, &file, &bytes, round).await.map_err(|e| caller.fail(e))?;
        return Ok(Json(preview).into_response());
    }
    let act = ImportClues { file, bytes, round };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}
