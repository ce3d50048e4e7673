//! Counting a period, the day it ends on and why; the deadlines that run.

use crate::answer::{List, PageQuery, Paging, performed};
use crate::caller::{Asked, Body, Caller, Id};
use crate::problem::Failure;
use app::App;
use app::deadline::{DeadlineFilter, ExtendDeadline, Running};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::calendar::{Period, Roll, Unit};
use kernel::{Day, DeadlineId, DecisionId, Lang, Message};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(count)).routes(routes!(list)).routes(routes!(extend))
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
    let voice = caller.voice(&app).await?;
    let explanation = due.why.iter().map(|m| voice.say(m)).collect();
    Ok(Json(DueView {
        start: due.start,
        unrolled: due.unrolled,
        day: due.day,
        provisional: due.provisional,
        why: due.why,
        explanation,
    }))
}

/// Which deadlines.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DeadlineQuery {
    /// True for those of the caller's own teams only.
    #[serde(default)]
    own: bool,
    /// True for those that are over instead of those that run.
    #[serde(default)]
    over: bool,
    /// Only those due on this day at the latest.
    #[param(value_type = Option<String>, format = Date)]
    until: Option<Day>,
}

/// A deadline.
#[derive(Serialize, ToSchema)]
struct DeadlineView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: DeadlineId,
    /// Code of the matter.
    matter: String,
    /// What it is called, in the caller's language.
    name: String,
    /// Kind of the record it is about.
    about_kind: String,
    /// That record.
    about_id: uuid::Uuid,
    /// What the record was called.
    label: String,
    /// From when it counts; not counted itself.
    #[schema(value_type = String, format = Date)]
    start: Day,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    due: Day,
    /// The last day before it was extended.
    #[schema(value_type = String, format = Date)]
    original_due: Day,
    /// Whether a missing year's notice may still change it.
    provisional: bool,
    /// On which day it was met; absent while it runs.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    met: Option<Day>,
}

impl DeadlineView {
    fn of(running: &Running, lang: Lang) -> Self {
        Self {
            id: running.deadline.id,
            matter: running.matter.0.clone(),
            name: running.name.get(lang).to_owned(),
            about_kind: running.subject_kind.clone(),
            about_id: running.subject.0,
            label: running.label.clone(),
            start: running.start,
            due: running.due,
            original_due: running.original_due,
            provisional: running.provisional,
            met: running.satisfied.map(|met| met.on),
        }
    }
}

/// List deadlines of what the caller may see, the nearest first
#[utoipa::path(get, path = "/deadlines", tag = "deadline", operation_id = "list", params(DeadlineQuery, PageQuery),
    responses((status = 200, body = List<DeadlineView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(DeadlineQuery { own, over, until }): Asked<DeadlineQuery>,
    Paging(page): Paging,
) -> Result<Json<List<DeadlineView>>, Failure> {
    let filter = DeadlineFilter { own, over, until };
    let found = app.deadlines(&caller.ctx, &filter, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found, |running| DeadlineView::of(&running.value, caller.ctx.lang)))
}

/// A recorded approval that moves the last day.
#[derive(Deserialize, ToSchema)]
struct ExtensionInput {
    /// The approval: a decision with effect.
    #[schema(value_type = String, format = Uuid)]
    decision: DecisionId,
    /// The new last day.
    #[schema(value_type = String, format = Date)]
    to: Day,
    /// Why.
    reason: String,
}

/// Move a deadline's last day by a recorded approval
#[utoipa::path(post, path = "/deadlines/{deadline}/extend", tag = "deadline", operation_id = "extend",
    request_body = ExtensionInput, params(("deadline" = String, Path, format = Uuid)), responses((status = 204)))]
async fn extend(
    State(app): State<App>,
    caller: Caller,
    Id(deadline): Id<DeadlineId>,
    Body(ExtensionInput { decision, to, reason }): Body<ExtensionInput>,
) -> Result<StatusCode, Failure> {
    performed(app, caller, ExtendDeadline { deadline, decision, to, reason }).await
}
