//! Rounds with their teams, members, engagements and authorisations.

mod change;
mod view;

use self::view::{RoundLine, RoundView};
use crate::answer::{List, One, PageQuery, Paging, Shown, XLSX, attachment, carry_out, made};
use crate::caller::{Asked, Body, Caller, Id};
use crate::problem::Failure;
use app::App;
use app::round::{MoveRoundOn, PlanRound, PlannedRound};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::round::Stage;
use kernel::{Day, RoundId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, plan))
        .routes(routes!(show))
        .routes(routes!(advance))
        .routes(routes!(export))
        .merge(change::routes())
}

/// List rounds, newest first
#[utoipa::path(get, path = "/rounds", tag = "rounds", params(PageQuery), responses(
    (status = 200, body = List<RoundLine>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Paging(page): Paging,
) -> Result<Json<List<RoundLine>>, Failure> {
    let found = app.rounds(&caller.ctx, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found, |row| RoundLine::of(&row.round.value, row.term)))
}

impl Shown for RoundView {
    type Id = RoundId;

    async fn shown(app: &App, caller: &Caller, id: RoundId) -> Result<One<Self>, Failure> {
        let page = app.round(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
        let voice = caller.voice(app).await?;
        Ok(One { version: page.round.version, body: Self::of(page, &voice) })
    }
}

/// One round with its teams and what it waits for
#[utoipa::path(get, path = "/rounds/{round}", tag = "rounds", params(("round" = String, Path, format = Uuid)), responses(
    (status = 200, body = RoundView, headers(("ETag" = String, description = "The version, for If-Match")))))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<RoundId>,
) -> Result<One<RoundView>, Failure> {
    RoundView::shown(&app, &caller, id).await
}

/// Plan a round with its teams and units
#[utoipa::path(post, path = "/rounds", tag = "rounds", request_body = PlanRound, responses(
    (status = 201, body = PlannedRound)))]
async fn plan(
    State(app): State<App>,
    caller: Caller,
    Body(act): Body<PlanRound>,
) -> Result<Response, Failure> {
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// A step to the next stage.
#[derive(Deserialize, ToSchema)]
struct RoundStepInput {
    /// The stage it is in, so that an old reading does not take a second step.
    #[schema(value_type = String)]
    from: Stage,
    /// The day of deployment, for that step; today unless said.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    on: Option<Day>,
}

/// Take a round to its next stage
#[utoipa::path(post, path = "/rounds/{round}/advance", tag = "rounds", request_body = RoundStepInput,
    params(("round" = String, Path, format = Uuid)), responses((status = 200, body = RoundView)))]
async fn advance(
    State(app): State<App>,
    caller: Caller,
    Id(round): Id<RoundId>,
    Body(RoundStepInput { from, on }): Body<RoundStepInput>,
) -> Result<One<RoundView>, Failure> {
    carry_out(app, caller, round, MoveRoundOn { round, from, on }).await
}

/// Which rounds are taken out.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RoundExportQuery {
    /// Only this round; all of them unless said.
    #[param(value_type = Option<String>, format = Uuid)]
    round: Option<RoundId>,
}

/// Rounds with their teams, engagements and windows as a spreadsheet
#[utoipa::path(get, path = "/exports/rounds", tag = "rounds", params(RoundExportQuery), responses(
    (status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn export(
    State(app): State<App>,
    caller: Caller,
    Asked(RoundExportQuery { round }): Asked<RoundExportQuery>,
) -> Result<Response, Failure> {
    let file = app.export_rounds(&caller.ctx, round).await.map_err(|e| caller.fail(e))?;
    attachment("rounds.xlsx", XLSX, file.bytes).map_err(|e| caller.fail(e))
}
