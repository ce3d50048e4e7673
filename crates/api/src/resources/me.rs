//! Who the token belongs to, and what it may do.

use crate::caller::Caller;
use crate::problem::{Failure, Problem};
use app::App;
use axum::Json;
use domain::permission::{Action, Scope};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(me))
}

/// The account behind the token.
#[derive(Serialize, ToSchema)]
struct Me {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: kernel::UserId,
    /// What is typed to sign in.
    login: String,
    /// The holder's name.
    name: String,
    /// Codes of the roles held.
    roles: Vec<&'static str>,
    /// Codes of the actions allowed somewhere.
    actions: Vec<&'static str>,
}

/// Who am I
#[utoipa::path(get, path = "/me", tag = "me", responses(
    (status = 200, body = Me), (status = 401, body = Problem, content_type = "application/problem+json")))]
async fn me(caller: Caller) -> Result<Json<Me>, Failure> {
    let signed = caller.ctx.signed().map_err(|e| caller.fail(e))?;
    let allowed = |a: &Action| caller.ctx.may(*a, Scope::Global) || caller.ctx.may(*a, Scope::Own);
    Ok(Json(Me {
        id: signed.account,
        login: signed.login.clone(),
        name: signed.name.clone(),
        roles: signed.roles().iter().map(|r| r.code()).collect(),
        actions: Action::all().filter(allowed).map(Action::code).collect(),
    }))
}
