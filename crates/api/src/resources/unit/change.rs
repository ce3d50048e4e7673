//! What may happen to a unit, through the acts of the pages. Each answers with the unit as it then stands.

use super::view::UnitView;
use crate::answer::{One, carry_out, made};
use crate::caller::{Asked, Body, Caller, Id};
use crate::problem::Failure;
use app::App;
use app::organisation::{
    AbolishUnit, AddAlias, ChangeUnit, EnterUnit, EnteredUnit, MergeUnits, MoveUnit, RemoveAlias, RenameUnit,
    SplitUnit, UnitFields,
};
use axum::extract::State;
use axum::response::Response;
use domain::organisation::AliasKind;
use kernel::{Day, UnitId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(enter))
        .routes(routes!(change))
        .routes(routes!(rename))
        .routes(routes!(relocate))
        .routes(routes!(merge))
        .routes(routes!(split))
        .routes(routes!(abolish))
        .routes(routes!(add_alias, remove_alias))
}

/// Enter one unit
#[utoipa::path(post, path = "/units", tag = "units", request_body = EnterUnit, responses(
    (status = 201, body = EnteredUnit)))]
async fn enter(
    State(app): State<App>,
    caller: Caller,
    Body(act): Body<EnterUnit>,
) -> Result<Response, Failure> {
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// Change what is recorded of a unit; what is left out becomes empty
#[utoipa::path(put, path = "/units/{unit}", tag = "units", request_body = UnitFields,
    params(("unit" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = UnitView)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Id(unit): Id<UnitId>,
    Body(fields): Body<UnitFields>,
) -> Result<One<UnitView>, Failure> {
    let act = ChangeUnit { unit, version: caller.version(), fields };
    carry_out(app, caller, unit, act).await
}

/// A new name.
#[derive(Deserialize, ToSchema)]
struct RenameInput {
    /// The name.
    name: String,
    /// From which day.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// Why.
    reason: String,
}

/// Give a unit a new name; the old one stays as a former name
#[utoipa::path(post, path = "/units/{unit}/rename", tag = "units", request_body = RenameInput,
    params(("unit" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = UnitView)))]
async fn rename(
    State(app): State<App>,
    caller: Caller,
    Id(unit): Id<UnitId>,
    Body(RenameInput { name, on, reason }): Body<RenameInput>,
) -> Result<One<UnitView>, Failure> {
    let act = RenameUnit { unit, version: caller.version(), name, on, reason };
    carry_out(app, caller, unit, act).await
}

/// A new place.
#[derive(Deserialize, ToSchema)]
struct MoveInput {
    /// The unit above it from now on.
    #[schema(value_type = String, format = Uuid)]
    parent: UnitId,
    /// From which day.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// Why.
    reason: String,
}

/// Put a unit, with everything below it, under another one
#[utoipa::path(post, path = "/units/{unit}/move", tag = "units", operation_id = "move", request_body = MoveInput,
    params(("unit" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = UnitView)))]
async fn relocate(
    State(app): State<App>,
    caller: Caller,
    Id(unit): Id<UnitId>,
    Body(MoveInput { parent, on, reason }): Body<MoveInput>,
) -> Result<One<UnitView>, Failure> {
    let act = MoveUnit { unit, version: caller.version(), parent, on, reason };
    carry_out(app, caller, unit, act).await
}

/// Where a unit goes.
#[derive(Deserialize, ToSchema)]
struct MergeInput {
    /// The unit it goes into.
    #[schema(value_type = String, format = Uuid)]
    into: UnitId,
    /// First day on which it no longer exists.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// Why.
    reason: String,
}

/// Let a unit go into another one
#[utoipa::path(post, path = "/units/{unit}/merge", tag = "units", request_body = MergeInput,
    params(("unit" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = UnitView)))]
async fn merge(
    State(app): State<App>,
    caller: Caller,
    Id(unit): Id<UnitId>,
    Body(MergeInput { into, on, reason }): Body<MergeInput>,
) -> Result<One<UnitView>, Failure> {
    let act = MergeUnits { unit, version: caller.version(), into, on, reason };
    carry_out(app, caller, unit, act).await
}

/// What a unit becomes.
#[derive(Deserialize, ToSchema)]
struct SplitInput {
    /// The units it becomes, at least two, which are there already.
    #[schema(value_type = Vec<String>)]
    parts: Vec<UnitId>,
    /// First day on which it no longer exists.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// Why.
    reason: String,
}

/// End a unit in favour of several others
#[utoipa::path(post, path = "/units/{unit}/split", tag = "units", request_body = SplitInput,
    params(("unit" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = UnitView)))]
async fn split(
    State(app): State<App>,
    caller: Caller,
    Id(unit): Id<UnitId>,
    Body(SplitInput { parts, on, reason }): Body<SplitInput>,
) -> Result<One<UnitView>, Failure> {
    let act = SplitUnit { unit, version: caller.version(), parts, on, reason };
    carry_out(app, caller, unit, act).await
}

/// The end of a unit.
#[derive(Deserialize, ToSchema)]
struct AbolishInput {
    /// The unit that carries on its work, if any.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(default)]
    successor: Option<UnitId>,
    /// First day on which it no longer exists.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// Why.
    reason: String,
}

/// End a unit
#[utoipa::path(post, path = "/units/{unit}/abolish", tag = "units", request_body = AbolishInput,
    params(("unit" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = UnitView)))]
async fn abolish(
    State(app): State<App>,
    caller: Caller,
    Id(unit): Id<UnitId>,
    Body(AbolishInput { successor, on, reason }): Body<AbolishInput>,
) -> Result<One<UnitView>, Failure> {
    let act = AbolishUnit { unit, version: caller.version(), successor, on, reason };
    carry_out(app, caller, unit, act).await
}

/// Another name.
#[derive(Deserialize, ToSchema)]
struct AliasInput {
    /// The name.
    name: String,
    /// `former`, `short` or `plate`.
    #[schema(value_type = String)]
    kind: AliasKind,
    /// Until when it was the unit's own name, of a former one.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    until: Option<Day>,
}

/// Add another name under which people write a unit
#[utoipa::path(post, path = "/units/{unit}/aliases", tag = "units", request_body = AliasInput,
    params(("unit" = String, Path, format = Uuid)), responses((status = 200, body = UnitView)))]
async fn add_alias(
    State(app): State<App>,
    caller: Caller,
    Id(unit): Id<UnitId>,
    Body(AliasInput { name, kind, until }): Body<AliasInput>,
) -> Result<One<UnitView>, Failure> {
    carry_out(app, caller, unit, AddAlias { unit, name, kind, until }).await
}

/// Which name.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AliasQuery {
    /// The name.
    name: String,
}

/// Take another name away that was entered by mistake
#[utoipa::path(delete, path = "/units/{unit}/aliases", tag = "units",
    params(("unit" = String, Path, format = Uuid), AliasQuery), responses((status = 200, body = UnitView)))]
async fn remove_alias(
    State(app): State<App>,
    caller: Caller,
    Id(unit): Id<UnitId>,
    Asked(AliasQuery { name }): Asked<AliasQuery>,
) -> Result<One<UnitView>, Failure> {
    carry_out(app, caller, unit, RemoveAlias { unit, name }).await
}
