//! Counting a period: the day it ends on and why.

use crate::caller::{Asked, Caller};
use crate::problem::Failure;
use app::App;
use axum::Json;
use axum::extract::State;
use i18n::Catalogue;
use kernel::calendar::{Period, Roll, Unit};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(count))
}

/// A period and its start.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PeriodQuery {
    /// The start; not counted.
    #[param(value_type = String, format = Date)]
    from: Day,
    /// How many, up to 3650.
    add: u16,
    /// `day`, `workday` or `month`.
    #[param(value_type = String)]
    unit: Unit,
    /// What a last day of rest does: `none` or `next_workday`, which it is unless said.
    #[param(value_type = Option<String>)]
    roll: Option<Roll>,
}

/// Most a period may count.
const MOST: u16 = 3_650;

/// A due day; the same JSON as the command line's.
#[derive(Serialize, ToSchema)]
struct DueView {
    /// The start; not counted.
    #[schema(value_type = String, format = Date)]
    start: Day,
    /// The end before rolling.
    #[schema(value_type = String, format = Date)]
    unrolled: Day,
    /// The due day.
    #[schema(value_type = String, format = Date)]
    day: Day,
    /// Whether a missing year's notice may still change it.
    provisional: bool,
    /// The steps of the count, as message ids with values.
    #[schema(value_type = Vec<Object>)]
    why: Vec<Message>,
    /// The steps in the caller's language.
    explanation: Vec<String>,
}

/// The day a period ends on, and why
#[utoipa::path(get, path = "/deadline", tag = "deadline", params(PeriodQuery), responses(
    (status = 200, body = DueView)))]
async fn count(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<PeriodQuery>,
) -> Result<Json<DueView>, Failure> {
    if asked.add > MOST {
        let wrong = Message::new("api-period-too-long").with("max", i64::from(MOST));
        return Err(caller.fail(app::Error::field("add", wrong)));
    }
    let roll = asked.roll.unwrap_or(Roll::NextWorkday);
    let period = Period { amount: asked.add, unit: asked.unit, roll };
    let due = app.due(&caller.ctx, asked.from, period).await.map_err(|e| caller.fail(e))?;
    let explanation = due.why.iter().map(|m| Catalogue::shared().say(caller.ctx.lang, m)).collect();
    Ok(Json(DueView {
        start: due.start,
        unrolled: due.unrolled,
        day: due.day,
        provisional: due.provisional,
        why: due.why,
        explanation,
    }))
}
