//! Imports: the file is the body; `dry_run` answers with the preview and stores nothing.

mod preview;

use self::preview::{CluePreviewView, PetitionPreviewView, PreviewView, UnitPreviewView};
use crate::answer::made;
use crate::caller::{Asked, Caller, FileBody};
use crate::problem::Failure;
use app::App;
use app::clue::{ImportClues, ImportedClues};
use app::feedback::{ImportFeedback, ImportedFeedback};
use app::finding::{ImportFindings, ImportedFindings, Into};
use app::inspector::{ImportInspectors, ImportedInspectors};
use app::organisation::{ImportOptions, ImportUnits, ImportedUnits};
use app::petition::{ImportPetitions, ImportedPetitions};
use app::rectification::{ImportLedger, ImportedLedger, LedgerOptions};
use app::round::{ImportRound, ImportedRound};
use app::term::{ImportTerms, ImportedTerms, TermCounts};
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::{IntoResponse, Response};
use kernel::{Day, EngagementId, RoundId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(units))
        .routes(routes!(terms))
        .routes(routes!(inspectors))
        .routes(routes!(rounds))
        .routes(routes!(feedback))
        .routes(routes!(ledger))
        .routes(routes!(petitions))
        .routes(routes!(findings))
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

/// Whose feedback a paper is.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FeedbackQuery {
    /// Number of the round; the unit's newest unless said.
    round: Option<u16>,
    /// The unit, as people name it.
    unit: String,
    /// The paragraph of the section that holds the problems, where a person has chosen it.
    section: Option<u32>,
}

/// Import a feedback paper to a list that is then corrected by hand
///
/// With `dry_run` the answer is 200 and the preview: the problems with the outline of the whole paper, and everything
/// that wants a look.
#[utoipa::path(post, path = "/imports/feedback", tag = "imports", params(ImportQuery, FeedbackQuery),
    request_body(content = Vec<u8>, description = "The paper as DOCX or plain text",
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    responses((status = 201, body = ImportedFeedback), (status = 200, body = PreviewView, description = "The preview of a dry run")))]
async fn feedback(
    State(app): State<App>,
    caller: Caller,
    Asked(ImportQuery { dry_run, file }): Asked<ImportQuery>,
    Asked(FeedbackQuery { round, unit, section }): Asked<FeedbackQuery>,
    FileBody(bytes): FileBody,
) -> Result<Response, Failure> {
    let file = file.unwrap_or_else(|| "feedback.docx".to_owned());
    let engagement = app.engagement_named(&caller.ctx, round, &unit).await.map_err(|e| caller.fail(e))?;
    if dry_run {
        let preview = app.preview_feedback(&caller.ctx, engagement, (&file, bytes), section).await;
        return Ok(Json(preview.map_err(|e| caller.fail(e))?).into_response());
    }
    let act = ImportFeedback { engagement, file, bytes, section, paper: None };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// How a ledger is to be taken.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct LedgerQuery {
    /// The unit, as people name it; the sheet's own unless said.
    unit: Option<String>,
    /// Number of the round whose feedback it is; found by the day unless said.
    round: Option<u16>,
    /// The day of the feedback; the sheet's own unless said.
    #[param(value_type = Option<String>, format = Date)]
    feedback_date: Option<Day>,
}

/// Import a unit's ledger, everything or nothing
///
/// It goes to the engagement whose feedback it is, which is made where there is none. What is there already is shown,
/// and what a list may not change is left.
#[utoipa::path(post, path = "/imports/ledger", tag = "imports", params(ImportQuery, LedgerQuery, AsOfQuery),
    request_body(content = Vec<u8>, description = "The ledger as XLSX or XLS",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 201, body = ImportedLedger), (status = 200, body = PreviewView, description = "The preview of a dry run")))]
async fn ledger(
    State(app): State<App>,
    caller: Caller,
    Asked(ImportQuery { dry_run, file }): Asked<ImportQuery>,
    Asked(LedgerQuery { unit, round, feedback_date }): Asked<LedgerQuery>,
    Asked(AsOfQuery { as_of }): Asked<AsOfQuery>,
    FileBody(bytes): FileBody,
) -> Result<Response, Failure> {
    let file = file.unwrap_or_else(|| "ledger.xlsx".to_owned());
    let options =
        LedgerOptions { unit, feedback_date, as_of, round, answers: std::collections::BTreeMap::new() };
    if dry_run {
        let preview = app.preview_ledger(&caller.ctx, (&file, bytes), &options).await;
        return Ok(Json(preview.map_err(|e| caller.fail(e))?).into_response());
    }
    let act = ImportLedger { file, bytes, options };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// Where petitions are to go.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PlacesQuery {
    /// The round; the newest that is not over unless said.
    #[param(value_type = Option<String>, format = Uuid)]
    round: Option<RoundId>,
    /// The engagement that takes what is about no unit of the round; the first unless said.
    #[param(value_type = Option<String>, format = Uuid)]
    besides: Option<EngagementId>,
}

/// Take a register of petitions over, everything or nothing; who wrote is sealed
///
/// With `dry_run` the answer is 200 and the preview: counts by channel, naming and mark, what the rules propose for each
/// row and why, likely duplicates and why, and everything that is wrong. Nothing of who wrote is in it.
#[utoipa::path(post, path = "/imports/petitions", tag = "imports", params(ImportQuery, PlacesQuery),
    request_body(content = Vec<u8>, description = "The register as XLSX or XLS",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 201, body = ImportedPetitions), (status = 200, body = PetitionPreviewView, description = "The preview of a dry run")))]
async fn petitions(
    State(app): State<App>,
    caller: Caller,
    Asked(ImportQuery { dry_run, file }): Asked<ImportQuery>,
    Asked(PlacesQuery { round, besides }): Asked<PlacesQuery>,
    FileBody(bytes): FileBody,
) -> Result<Response, Failure> {
    let file = file.unwrap_or_else(|| "petitions.xlsx".to_owned());
    if dry_run {
        let preview = app.preview_petitions(&caller.ctx, &file, bytes, (round, besides)).await;
        return Ok(Json(preview.map_err(|e| caller.fail(e))?).into_response());
    }
    let act = ImportPetitions { file, bytes, round, besides };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// The round whose units a file speaks of.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RoundQuery {
    /// The round.
    #[param(value_type = String, format = Uuid)]
    round: RoundId,
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
    if dry_run {
        let preview =
            app.preview_clues(&caller.ctx, &file, &bytes, round).await.map_err(|e| caller.fail(e))?;
        return Ok(Json(preview).into_response());
    }
    let act = ImportClues { file, bytes, round };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// Whose papers are taken.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PapersQuery {
    /// All engagements of a round; for the office.
    #[param(value_type = Option<String>, format = Uuid)]
    round: Option<RoundId>,
    /// One engagement; for its team.
    #[param(value_type = Option<String>, format = Uuid)]
    engagement: Option<EngagementId>,
}

/// Import working papers as drafts, everything or nothing
///
/// Papers that are there already stay as they are; the file's clues are counted and imported apart.
#[utoipa::path(post, path = "/imports/findings", tag = "imports", params(ImportQuery, PapersQuery),
    request_body(content = Vec<u8>, description = "The papers as JSON", content_type = "application/json"),
    responses((status = 201, body = ImportedFindings), (status = 200, body = PreviewView, description = "The preview of a dry run")))]
async fn findings(
    State(app): State<App>,
    caller: Caller,
    Asked(ImportQuery { dry_run, file }): Asked<ImportQuery>,
    Asked(PapersQuery { round, engagement }): Asked<PapersQuery>,
    FileBody(bytes): FileBody,
) -> Result<Response, Failure> {
    let into = round.map(Into::Round).or(engagement.map(Into::Engagement));
    let missing = || app::Error::field("round", kernel::Message::new("finding-import-into-missing"));
    let into = into.ok_or_else(|| caller.fail(missing()))?;
    let file = file.unwrap_or_else(|| "findings.json".to_owned());
    if dry_run {
        let preview = app.preview_findings(&caller.ctx, into, &file, &bytes).await;
        return Ok(Json(preview.map_err(|e| caller.fail(e))?).into_response());
    }
    let act = ImportFindings { into, file, bytes };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}
