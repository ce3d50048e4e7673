//! What waits for the caller, from every part of the program (E10): the list behind the page of one's work.

use crate::caller::{Asked, Caller};
use crate::problem::Failure;
use crate::voice::Voice;
use app::App;
use app::mine::Waiting;
use axum::Json;
use axum::extract::State;
use kernel::RecordId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Something that waits for the caller.
#[derive(Serialize, ToSchema)]
struct WaitingView {
    /// Code of the part of the program it comes from.
    source: &'static str,
    /// Kind of the record.
    kind: &'static str,
    /// The record.
    #[schema(value_type = String, format = Uuid)]
    id: RecordId,
    /// What it is called.
    title: String,
    /// The unit or round it belongs to; absent for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    place: String,
    /// Message id of why it waits: stable, for programs.
    why_code: String,
    /// Why it waits, in the caller's language.
    why: String,
    /// Message id of the next step: stable, for programs.
    step_code: String,
    /// The next step, in the caller's language.
    step: String,
    /// The last day; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// Whether that day is over.
    late: bool,
}

impl WaitingView {
    fn of(waiting: Waiting, today: kernel::Day, voice: &Voice) -> Self {
        Self {
            source: waiting.source,
            kind: waiting.kind,
            id: waiting.id,
            title: waiting.title,
            place: waiting.place,
            why: voice.say(&waiting.why),
            why_code: waiting.why.id.into_owned(),
            step: voice.say(&waiting.step),
            step_code: waiting.step.id.into_owned(),
            late: waiting.due.is_some_and(|due| due < today),
            due: waiting.due.map(|due| due.to_string()),
        }
    }
}

/// Which part.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MineQuery {
    /// Only what comes from this part of the program, by its code.
    source: Option<String>,
}

/// What waits for the caller.
#[derive(Serialize, ToSchema)]
struct MineView {
    /// The nearest day first, what has none last; at most two hundred of each part.
    items: Vec<WaitingView>,
}

/// What waits for me
#[utoipa::path(get, path = "/mine", tag = "me", params(MineQuery), responses((status = 200, body = MineView)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<MineQuery>,
) -> Result<Json<MineView>, Failure> {
    let found = app.mine(&caller.ctx).await.map_err(|e| caller.fail(e))?;
    let of = |waiting: &Waiting| query.source.as_deref().is_none_or(|source| source == waiting.source);
    let (today, voice) = (app.today(), caller.voice(&app).await?);
    let items = found.into_iter().filter(of).map(|waiting| WaitingView::of(waiting, today, &voice)).collect();
    Ok(Json(MineView { items }))
}
