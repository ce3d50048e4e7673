//! Search within what the caller may see.

use crate::caller::{Asked, Caller};
use crate::problem::Failure;
use app::App;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(search))
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// Words; every one must occur.
    q: String,
}

/// What a search found.
#[derive(Default, Serialize, ToSchema)]
struct FoundView {
    /// Hits, those of one kind of record together, at most a hundred.
    items: Vec<HitView>,
    /// There are more than are shown.
    more: bool,
}

/// A hit.
#[derive(Serialize, ToSchema)]
struct HitView {
    /// Kind of the record.
    kind: String,
    /// The record.
    id: uuid::Uuid,
    /// Its name.
    title: String,
}

/// The newest records that hold every word
#[utoipa::path(get, path = "/search", tag = "search", operation_id = "find", params(SearchQuery), responses(
    (status = 200, body = FoundView)))]
async fn search(
    State(app): State<App>,
    caller: Caller,
    Asked(SearchQuery { q }): Asked<SearchQuery>,
) -> Result<Json<FoundView>, Failure> {
    let found = app.search(&caller.ctx, &q).await.map_err(|e| caller.fail(e))?;
    let Some(found) = found else { return Ok(Json(FoundView::default())) };
    let hits = found.groups.into_iter().flat_map(|(_, hits)| hits);
    let items = hits.map(|hit| HitView { kind: hit.kind, id: hit.id, title: hit.title }).collect();
    Ok(Json(FoundView { items, more: found.more }))
}
