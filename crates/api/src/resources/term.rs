//! Terms of the committee, and the rounds held in them before the program came.

use crate::answer::{One, made};
use crate::caller::{Body, Caller, Id};
use crate::problem::Failure;
use app::term::{ChangeTerm, EnterTerm, EnteredTerm, TermFields};
use app::{App, Error, Stored};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::term::{PastRound, Term};
use kernel::{Day, TermId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, enter)).routes(routes!(show, change))
}

/// A term.
#[derive(Serialize, ToSchema)]
pub(super) struct TermView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: TermId,
    /// Name, such as 十五届.
    name: String,
    /// Number.
    number: u16,
    /// First day.
    #[schema(value_type = String, format = Date)]
    from: Day,
    /// Last day.
    #[schema(value_type = String, format = Date)]
    to: Day,
    /// Rounds held before the program came, in order of number.
    rounds: Vec<PastRoundView>,
}

/// A round held before the program came.
#[derive(Serialize, ToSchema)]
struct PastRoundView {
    /// Number within the term.
    number: u16,
    /// First day.
    #[schema(value_type = String, format = Date)]
    from: Day,
    /// Last day.
    #[schema(value_type = String, format = Date)]
    to: Day,
}

impl From<Term> for TermView {
    fn from(Term { id, facts }: Term) -> Self {
        let round = |r: PastRound| PastRoundView { number: r.number.0, from: r.from, to: r.to };
        Self {
            id,
            name: facts.name,
            number: facts.number.0,
            from: facts.from,
            to: facts.to,
            rounds: facts.rounds.into_iter().map(round).collect(),
        }
    }
}

/// Every term, the earliest first
#[utoipa::path(get, path = "/terms", tag = "terms", responses((status = 200, body = Vec<TermView>)))]
async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Vec<TermView>>, Failure> {
    let found = app.terms(&caller.ctx).await.map_err(|e| caller.fail(e))?;
    Ok(Json(found.into_iter().map(|term| term.value.into()).collect()))
}

/// One term
#[utoipa::path(get, path = "/terms/{term}", tag = "terms", params(("term" = String, Path, format = Uuid)), responses(
    (status = 200, body = TermView, headers(("ETag" = String, description = "The version, for If-Match")))))]
async fn show(State(app): State<App>, caller: Caller, Id(id): Id<TermId>) -> Result<One<TermView>, Failure> {
    let found = app.terms(&caller.ctx).await.map_err(|e| caller.fail(e))?;
    let term = found.into_iter().find(|term| term.id == id).ok_or_else(|| caller.fail(Error::NotFound))?;
    let Stored { version, value, .. } = term;
    Ok(One { version, body: value.into() })
}

/// Enter a term
#[utoipa::path(post, path = "/terms", tag = "terms", request_body = EnterTerm, responses(
    (status = 201, body = EnteredTerm)))]
async fn enter(
    State(app): State<App>,
    caller: Caller,
    Body(act): Body<EnterTerm>,
) -> Result<Response, Failure> {
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// Correct a term or its past rounds
#[utoipa::path(put, path = "/terms/{term}", tag = "terms", request_body = TermFields,
    params(("term" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = TermView)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Id(term): Id<TermId>,
    Body(fields): Body<TermFields>,
) -> Result<One<TermView>, Failure> {
    let act = ChangeTerm { term, version: caller.version(), fields };
    app.perform(&caller.ctx, &act).await.map_err(|e| caller.fail(e))?;
    show(State(app), caller, Id(term)).await
}
