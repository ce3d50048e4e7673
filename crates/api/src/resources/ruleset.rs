//! Rulesets: every version, and the one in force. Publishing takes the password again, so it has a page and no call.

use crate::caller::{Asked, Caller, Id};
use crate::problem::Failure;
use app::{App, Error};
use axum::Json;
use axum::extract::State;
use domain::ruleset::{Kind, Ruleset, State as Life, in_force, newest};
use kernel::{Day, RulesetId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(ruling))
}

/// A version of the rules of one kind.
#[derive(Serialize, ToSchema)]
struct RulesetView {
    /// Its id; records made under it keep it.
    #[schema(value_type = String, format = Uuid)]
    id: RulesetId,
    /// Code of what it rules.
    kind: &'static str,
    /// Its number within the kind, from 1.
    version: u32,
    /// The first day it rules.
    #[schema(value_type = String, format = Date)]
    effective_from: Day,
    /// The document it rests on.
    basis: String,
    /// When it was published; absent for a draft.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Day>,
    /// The rules as written.
    #[schema(value_type = Object)]
    body: serde_json::Value,
}

impl From<Ruleset> for RulesetView {
    fn from(r: Ruleset) -> Self {
        let published = match r.state {
            Life::Published { on, .. } => Some(on),
            Life::Draft => None,
        };
        Self {
            id: r.id,
            kind: r.kind.code(),
            version: r.version,
            effective_from: r.effective_from,
            basis: r.basis,
            published,
            body: r.body,
        }
    }
}

/// Every version of every kind, newest number first
#[utoipa::path(get, path = "/rulesets", tag = "rulesets", responses((status = 200, body = Vec<RulesetView>)))]
async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Vec<RulesetView>>, Failure> {
    let found = app.rulesets(&caller.ctx).await.map_err(|e| caller.fail(e))?;
    Ok(Json(found.into_iter().map(RulesetView::from).collect()))
}

/// Which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OnQuery {
    /// The day to be ruled; today unless said. Of the calendar the newest version counts for every day.
    #[param(value_type = Option<String>, format = Date)]
    on: Option<Day>,
}

/// The version of a kind that is in force on a day
#[utoipa::path(get, path = "/rulesets/{kind}", tag = "rulesets", operation_id = "in_force",
    params(("kind" = String, Path), OnQuery), responses((status = 200, body = RulesetView)))]
async fn ruling(
    State(app): State<App>,
    caller: Caller,
    Id(code): Id<String>,
    Asked(OnQuery { on }): Asked<OnQuery>,
) -> Result<Json<RulesetView>, Failure> {
    let versions = app.rulesets(&caller.ctx).await.map_err(|e| caller.fail(e))?;
    let missing = || caller.fail(Error::NotFound);
    let kind = Kind::from_code(&code).ok_or_else(missing)?;
    let found = match kind {
        Kind::Calendar => newest(&versions, kind),
        _ => in_force(&versions, kind, on.unwrap_or_else(|| app.today())),
    };
    found.cloned().map(|r| Json(r.into())).ok_or_else(missing)
}
