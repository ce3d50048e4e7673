//! Engagements: one's own, one with its team, and the step to the next stage.

mod change;

use crate::answer::{One, Shown, carry_out, code};
use crate::caller::{Body, Caller, Id};
use crate::problem::Failure;
use crate::voice::Voice;
use app::App;
use app::engagement::{AdvanceEngagement, EngagementPage};
use app::round::Kept;
use axum::Json;
use axum::extract::State;
use domain::engagement::Stage;
use kernel::{Day, EngagementId, RoundId, TeamId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(own))
        .routes(routes!(show))
        .routes(routes!(advance))
        .merge(change::routes())
}

/// An engagement.
#[derive(Serialize, ToSchema)]
struct EngagementView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: EngagementId,
    /// The round.
    #[schema(value_type = String, format = Uuid)]
    round: RoundId,
    /// The team.
    #[schema(value_type = String, format = Uuid)]
    team: TeamId,
    /// The principal unit.
    #[schema(value_type = String, format = Uuid)]
    unit: UnitId,
    /// Its name.
    unit_name: String,
    /// Code of its kind.
    kind: String,
    /// Code of its stage.
    stage: String,
    /// First day on site.
    #[schema(value_type = String, format = Date)]
    from: Day,
    /// Last day on site.
    #[schema(value_type = String, format = Date)]
    to: Day,
    /// Units brought along.
    #[schema(value_type = Vec<String>)]
    extensions: Vec<UnitId>,
    /// Whether an authorisation opens it.
    authorised: bool,
    /// What stands in the way of entry, in the caller's language; only on the record itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    obstacles: Option<Vec<String>>,
}

impl EngagementView {
    fn of(kept: &Kept, unit_name: String) -> Self {
        Self {
            id: kept.engagement.id,
            round: kept.round,
            team: kept.team,
            unit: kept.unit,
            unit_name,
            kind: code(&kept.kind),
            stage: code(&kept.stage),
            from: kept.on_site.from,
            to: kept.on_site.to,
            extensions: kept.extensions.iter().map(|e| e.unit).collect(),
            authorised: kept.is_authorised(),
            obstacles: None,
        }
    }

    fn page(page: EngagementPage, voice: &Voice) -> Self {
        let obstacles = Some(page.obstacles.iter().map(|m| voice.say(m)).collect());
        Self { obstacles, ..Self::of(&page.kept.value, page.unit) }
    }
}

/// The engagements one works in as a member of their team, newest first
#[utoipa::path(get, path = "/engagements", tag = "engagements", responses(
    (status = 200, body = Vec<EngagementView>)))]
async fn own(State(app): State<App>, caller: Caller) -> Result<Json<Vec<EngagementView>>, Failure> {
    let found = app.own_engagements(&caller.ctx).await.map_err(|e| caller.fail(e))?;
    Ok(Json(found.into_iter().map(|(kept, unit)| EngagementView::of(&kept.value, unit)).collect()))
}

impl Shown for EngagementView {
    type Id = EngagementId;

    async fn shown(app: &App, caller: &Caller, id: EngagementId) -> Result<One<Self>, Failure> {
        let page = app.engagement(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
        let voice = caller.voice(app).await?;
        Ok(One { version: page.kept.version, body: Self::page(page, &voice) })
    }
}

/// One engagement
#[utoipa::path(get, path = "/engagements/{engagement}", tag = "engagements",
    params(("engagement" = String, Path, format = Uuid)), responses(
    (status = 200, body = EngagementView, headers(("ETag" = String, description = "The version, for If-Match")))))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<EngagementId>,
) -> Result<One<EngagementView>, Failure> {
    EngagementView::shown(&app, &caller, id).await
}

/// A step to the next stage.
#[derive(Deserialize, ToSchema)]
struct EngagementStepInput {
    /// The stage it is in, so that an old reading does not take a second step.
    #[schema(value_type = String)]
    from: Stage,
    /// Why reporting begins although something is open.
    #[serde(default)]
    reason: String,
}

/// Take an engagement to its next stage
#[utoipa::path(post, path = "/engagements/{engagement}/advance", tag = "engagements", request_body = EngagementStepInput,
    params(("engagement" = String, Path, format = Uuid)), responses((status = 200, body = EngagementView)))]
async fn advance(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Body(EngagementStepInput { from, reason }): Body<EngagementStepInput>,
) -> Result<One<EngagementView>, Failure> {
    carry_out(app, caller, engagement, AdvanceEngagement { engagement, from, reason }).await
}
