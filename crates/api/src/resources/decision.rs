//! Decisions, read only: deciding takes the password again and recording from paper takes a scan, so both have pages.

use crate::answer::{List, One, PageQuery, Paging, code};
use crate::caller::{Asked, Caller, Id};
use crate::problem::Failure;
use app::App;
use app::decision::Decided;
use axum::Json;
use axum::extract::State;
use domain::decision::DecidedBy;
use kernel::{Day, DecisionId, RecordId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show))
}

/// Which decisions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DecisionQuery {
    /// True for those that wait for the second person's check only.
    #[serde(default)]
    waiting: bool,
}

/// A decision.
#[derive(Serialize, ToSchema)]
struct DecisionView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: DecisionId,
    /// Kind of the record it is about.
    about: String,
    /// That record.
    #[schema(value_type = String, format = Uuid)]
    subject: RecordId,
    /// What the record was called.
    label: String,
    /// Whether the answer was yes.
    approved: bool,
    /// Name of the person or body that decided.
    decided_by: String,
    /// On which day.
    #[schema(value_type = String, format = Date)]
    decided_on: Day,
    /// `program`, `waiting`, `agreed` or `rejected`.
    standing: &'static str,
}

impl From<&Decided> for DecisionView {
    fn from(decided: &Decided) -> Self {
        let (DecidedBy::Person { name, .. } | DecidedBy::Body { name }) = &decided.decided_by;
        Self {
            id: decided.decision.id,
            about: code(&decided.about),
            subject: decided.subject,
            label: decided.label.clone(),
            approved: decided.approved,
            decided_by: name.clone(),
            decided_on: decided.decided_on,
            standing: decided.standing(),
        }
    }
}

/// List decisions, newest first
#[utoipa::path(get, path = "/decisions", tag = "decisions", params(DecisionQuery, PageQuery), responses(
    (status = 200, body = List<DecisionView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(DecisionQuery { waiting }): Asked<DecisionQuery>,
    Paging(page): Paging,
) -> Result<Json<List<DecisionView>>, Failure> {
    let found = app.decisions(&caller.ctx, waiting, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found, |decided| DecisionView::from(&decided.value)))
}

/// One decision
#[utoipa::path(get, path = "/decisions/{decision}", tag = "decisions",
    params(("decision" = String, Path, format = Uuid)), responses((status = 200, body = DecisionView)))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<DecisionId>,
) -> Result<One<DecisionView>, Failure> {
    let page = app.decision(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    Ok(One { version: page.decided.version, body: DecisionView::from(&page.decided.value) })
}
