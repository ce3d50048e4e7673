//! Who must stay away from a unit, and why. Asking opens what is sealed, so each asking leaves a trace.

use crate::caller::{Asked, Caller};
use crate::problem::Failure;
use app::App;
use app::recusal::UnitRecusal;
use axum::Json;
use axum::extract::State;
use kernel::{Day, UnitId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(check))
}

/// Which unit, when, and why it is asked.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RecusalQuery {
    /// The unit: its id, or a name that fits it alone.
    unit: String,
    /// The day the inspection begins; today unless said.
    #[param(value_type = Option<String>, format = Date)]
    start: Option<Day>,
    /// Why it is asked; it is noted in the trace.
    reason: Option<String>,
}

/// Who must stay away from a unit, and who must be asked first
#[utoipa::path(get, path = "/recusal", tag = "recusal", params(RecusalQuery), responses(
    (status = 200, body = Vec<UnitRecusal>)))]
async fn check(
    State(app): State<App>,
    caller: Caller,
    Asked(RecusalQuery { unit, start, reason }): Asked<RecusalQuery>,
) -> Result<Json<Vec<UnitRecusal>>, Failure> {
    let unit: UnitId = match unit.parse() {
        Ok(id) => id,
        Err(_) => app.recognise_unit(&caller.ctx, &unit).await.map_err(|e| caller.fail(e))?,
    };
    let found = app.recusal(&caller.ctx, &[unit], start, reason.as_deref()).await;
    found.map(Json).map_err(|e| caller.fail(e))
}
