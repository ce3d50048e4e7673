//! Changes of an engagement, through the acts of the pages. Each answers with the engagement as it then stands.

use super::EngagementView;
use crate::answer::{One, carry_out};
use crate::caller::{Body, Caller, Id, ReasonInput};
use crate::problem::Failure;
use app::App;
use app::authorisation::HandOver;
use app::engagement::{SetObject, SetPublicContacts, StepEngagementBack};
use app::round::{ChangeEngagement, ExtendEngagement, RemoveEngagement};
use axum::extract::State;
use domain::engagement::{DutyHours, EngagementKind, PostHolder, PublicBox, PublicContacts, Stage};
use kernel::{Day, EngagementId, TeamId, UnitId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(change))
        .routes(routes!(extend))
        .routes(routes!(set_object))
        .routes(routes!(set_public))
        .routes(routes!(remove))
        .routes(routes!(step_back))
        .routes(routes!(hand_over))
}

type Answer = Result<One<EngagementView>, Failure>;

/// The frame of an engagement.
#[derive(Deserialize, ToSchema)]
struct EngagementInput {
    /// Code of its kind.
    #[schema(value_type = String)]
    kind: EngagementKind,
    /// First day on site.
    #[schema(value_type = String, format = Date)]
    from: Day,
    /// Last day on site.
    #[schema(value_type = String, format = Date)]
    to: Day,
    /// What a special one is about.
    #[serde(default)]
    topic: String,
    /// What a look-back follows up.
    #[serde(default)]
    follows_up: String,
    /// The team.
    #[schema(value_type = String, format = Uuid)]
    team: TeamId,
}

/// Change an engagement before it is authorised
#[utoipa::path(put, path = "/engagements/{engagement}", tag = "engagements", request_body = EngagementInput,
    params(("engagement" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = EngagementView)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Body(input): Body<EngagementInput>,
) -> Answer {
    let EngagementInput { kind, from, to, topic, follows_up, team } = input;
    let version = caller.version();
    let act = ChangeEngagement { engagement, kind, from, to, topic, follows_up, team, version };
    carry_out(app, caller, engagement, act).await
}

/// Units brought along.
#[derive(Deserialize, ToSchema)]
struct ExtensionsInput {
    /// All of them from now on; each lies below the principal unit.
    #[schema(value_type = Vec<String>)]
    units: Vec<UnitId>,
}

/// Set the units an engagement brings along; the team's recusal is checked again
#[utoipa::path(put, path = "/engagements/{engagement}/extensions", tag = "engagements", request_body = ExtensionsInput,
    params(("engagement" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = EngagementView)))]
async fn extend(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Body(ExtensionsInput { units }): Body<ExtensionsInput>,
) -> Answer {
    let act = ExtendEngagement { engagement, units, version: caller.version() };
    carry_out(app, caller, engagement, act).await
}

/// Someone of the leading body inspected.
#[derive(Deserialize, ToSchema)]
struct HolderInput {
    /// Name.
    name: String,
    /// Post.
    post: String,
    /// Who manages them, as written.
    #[serde(default)]
    level: String,
    /// In post from.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    from: Option<Day>,
    /// In post until.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    until: Option<Day>,
}

/// The leading body inspected.
#[derive(Deserialize, ToSchema)]
struct ObjectInput {
    /// Everyone from now on.
    holders: Vec<HolderInput>,
}

/// Name the members of the leading body inspected
#[utoipa::path(put, path = "/engagements/{engagement}/object", tag = "engagements", request_body = ObjectInput,
    params(("engagement" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = EngagementView)))]
async fn set_object(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Body(ObjectInput { holders }): Body<ObjectInput>,
) -> Answer {
    let holder = |h: HolderInput| PostHolder {
        name: h.name,
        post: h.post,
        level: h.level,
        from: h.from,
        until: h.until,
    };
    let holders = holders.into_iter().map(holder).collect();
    let act = SetObject { engagement, version: caller.version(), holders };
    carry_out(app, caller, engagement, act).await
}

/// What the public is told, besides how the team is reached.
#[derive(Deserialize, ToSchema)]
struct PublicInput {
    /// When the duty telephone is answered: `days` (`working_days` or `every_day`) and `hours`, pairs such as
    /// `["08:30", "12:00"]`.
    #[schema(value_type = Option<Object>)]
    #[serde(default)]
    duty: Option<DutyHours>,
    /// Opinion boxes, each with `number` and `place`.
    #[schema(value_type = Vec<Object>)]
    #[serde(default)]
    boxes: Vec<PublicBox>,
    /// Days on which they are opened.
    #[schema(value_type = Vec<String>)]
    #[serde(default)]
    openings: Vec<Day>,
    /// What the notice says is accepted.
    #[serde(default)]
    accepts: String,
    /// What it says is passed on to others.
    #[serde(default)]
    refers: String,
    /// The code of the online form.
    #[serde(default)]
    code: String,
    /// The day the notice was posted.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    posted: Option<Day>,
    /// The day it was taken down.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    taken_down: Option<Day>,
}

/// Record what the public is told; what is left out becomes empty
#[utoipa::path(put, path = "/engagements/{engagement}/public", tag = "engagements", request_body = PublicInput,
    params(("engagement" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = EngagementView)))]
async fn set_public(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Body(input): Body<PublicInput>,
) -> Answer {
    let PublicInput { duty, boxes, openings, accepts, refers, code, posted, taken_down } = input;
    let public = PublicContacts { duty, boxes, openings, accepts, refers, code, posted, taken_down };
    let act = SetPublicContacts { engagement, version: caller.version(), public };
    carry_out(app, caller, engagement, act).await
}

/// Take an engagement out of its round before it is authorised
#[utoipa::path(post, path = "/engagements/{engagement}/remove", tag = "engagements", request_body = ReasonInput,
    params(("engagement" = String, Path, format = Uuid)), responses((status = 200, body = EngagementView)))]
async fn remove(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Answer {
    carry_out(app, caller, engagement, RemoveEngagement { engagement, reason }).await
}

/// A step back.
#[derive(Deserialize, ToSchema)]
struct EngagementBackInput {
    /// The stage it is in, so that an old reading takes no second step.
    #[schema(value_type = String)]
    from: Stage,
    /// Why.
    reason: String,
}

/// Take an engagement one stage back that was moved on by mistake
#[utoipa::path(post, path = "/engagements/{engagement}/step-back", tag = "engagements", request_body = EngagementBackInput,
    params(("engagement" = String, Path, format = Uuid)), responses((status = 200, body = EngagementView)))]
async fn step_back(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Body(EngagementBackInput { from, reason }): Body<EngagementBackInput>,
) -> Answer {
    carry_out(app, caller, engagement, StepEngagementBack { engagement, from, reason }).await
}

/// Hand the archive over: the team's access ends with the day
#[utoipa::path(post, path = "/engagements/{engagement}/hand-over", tag = "engagements",
    params(("engagement" = String, Path, format = Uuid)), responses((status = 200, body = EngagementView)))]
async fn hand_over(State(app): State<App>, caller: Caller, Id(engagement): Id<EngagementId>) -> Answer {
    carry_out(app, caller, engagement, HandOver { engagement }).await
}
