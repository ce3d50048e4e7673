//! Units: the list, one with everything around it, its history, one level of the tree.

mod change;
mod view;

use self::view::{BranchView, UnitChangeView, UnitView, line};
use crate::answer::{List, One, PageQuery, Paging, Shown, XLSX, attachment};
use crate::caller::{Asked, Caller, Id};
use crate::problem::Failure;
use app::App;
use app::organisation::UnitFilter;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use kernel::UnitId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(history))
        .routes(routes!(tree))
        .routes(routes!(export))
        .merge(change::routes())
}

/// What the list of units is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct UnitQuery {
    /// Part of a name, the present one or another.
    q: Option<String>,
    /// Code of a kind.
    kind: Option<String>,
    /// Directly below this unit.
    #[param(value_type = Option<String>, format = Uuid)]
    parent: Option<UnitId>,
    /// `active`, `merged`, `split` or `abolished`; active ones unless said.
    standing: Option<String>,
    /// Only units that must be inspected once in a term, or only others.
    covered: Option<bool>,
}

/// List units, in pinyin order
#[utoipa::path(get, path = "/units", tag = "units", params(UnitQuery, PageQuery), responses(
    (status = 200, body = List<UnitView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<UnitQuery>,
    Paging(page): Paging,
) -> Result<Json<List<UnitView>>, Failure> {
    let UnitQuery { q, kind, parent, standing, covered } = asked;
    let filter = UnitFilter { text: q, kind, parent, standing, covered };
    let found = app.units(&caller.ctx, &filter, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found, |unit| line(&unit.value)))
}

impl Shown for UnitView {
    type Id = UnitId;

    async fn shown(app: &App, caller: &Caller, id: UnitId) -> Result<One<Self>, Failure> {
        let page = app.unit(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
        Ok(One { version: page.unit.version, body: Self::of(&page) })
    }
}

/// One unit with its place in the tree
#[utoipa::path(get, path = "/units/{unit}", tag = "units", params(("unit" = String, Path, format = Uuid)), responses(
    (status = 200, body = UnitView, headers(("ETag" = String, description = "The version, for If-Match")))))]
async fn show(State(app): State<App>, caller: Caller, Id(id): Id<UnitId>) -> Result<One<UnitView>, Failure> {
    UnitView::shown(&app, &caller, id).await
}

/// What became of a unit, newest first
#[utoipa::path(get, path = "/units/{unit}/history", tag = "units", params(("unit" = String, Path, format = Uuid)),
    responses((status = 200, body = Vec<UnitChangeView>)))]
async fn history(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<UnitId>,
) -> Result<Json<Vec<UnitChangeView>>, Failure> {
    let page = app.unit(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    let voice = caller.voice(&app).await?;
    Ok(Json(page.history.into_iter().map(|change| UnitChangeView::of(change, &voice)).collect()))
}

/// Which level of the tree.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TreeQuery {
    /// The unit above; the committee itself unless said.
    #[param(value_type = Option<String>, format = Uuid)]
    parent: Option<UnitId>,
}

/// One level of the tree: the active units directly below one, or the root
#[utoipa::path(get, path = "/tree", tag = "units", params(TreeQuery), responses(
    (status = 200, body = Vec<BranchView>)))]
async fn tree(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<TreeQuery>,
) -> Result<Json<Vec<BranchView>>, Failure> {
    let found = app.units_below(&caller.ctx, asked.parent).await.map_err(|e| caller.fail(e))?;
    Ok(Json(found.into_iter().map(BranchView::from).collect()))
}

/// Every active unit as a spreadsheet, in the form in which it comes in
#[utoipa::path(get, path = "/exports/units", tag = "units", responses(
    (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn export(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let file = app.export_units(&caller.ctx).await.map_err(|e| caller.fail(e))?;
    attachment("units.xlsx", XLSX, file.bytes).map_err(|e| caller.fail(e))
}
