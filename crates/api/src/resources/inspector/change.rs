//! Changes of a person of the pool, through the acts of the pages. Each answers with the person as they then stand.

use super::{InspectorView, show};
use crate::answer::{One, check_version};
use crate::caller::{Body, Caller, Id};
use crate::problem::Failure;
use app::inspector::{AddTraining, ChangeInspector, DeclareRelatives, LinkAccount};
use app::{Act, App};
use axum::extract::State;
use domain::term::Month;
use kernel::{Day, PersonId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(change))
        .routes(routes!(train))
        .routes(routes!(relatives))
        .routes(routes!(link))
}

type Answer = Result<One<InspectorView>, Failure>;

async fn carry_out<A: Act>(app: App, caller: Caller, person: PersonId, act: A) -> Answer {
    let found = app.inspector(&caller.ctx, person).await.map_err(|e| caller.fail(e))?;
    check_version(&caller, "inspector", person.into(), found.inspector.version)?;
    app.perform(&caller.ctx, &act).await.map_err(|e| caller.fail(e))?;
    show(State(app), caller, Id(person)).await
}

/// What changes; what is left out stays.
#[derive(Deserialize, ToSchema)]
struct InspectorInput {
    /// Whether they can be called up.
    #[serde(default)]
    available: Option<bool>,
    /// Why not, in the office's words.
    #[serde(default)]
    unavailable_words: Option<String>,
    /// The last month of it, such as `2025-12`.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    unavailable_until: Option<Month>,
    /// Where they work now, as written.
    #[serde(default)]
    home: Option<String>,
    /// Their post there.
    #[serde(default)]
    post: Option<String>,
    /// Their skills, between 、.
    #[serde(default)]
    skills: Option<String>,
    /// Remark.
    #[serde(default)]
    note: Option<String>,
}

/// Change what the pool knows of a person; their teams' recusal is checked again
#[utoipa::path(patch, path = "/inspectors/{person}", tag = "inspectors", request_body = InspectorInput,
    params(("person" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = InspectorView)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Id(person): Id<PersonId>,
    Body(input): Body<InspectorInput>,
) -> Answer {
    let InspectorInput { available, unavailable_words, unavailable_until, home, post, skills, note } = input;
    let act = ChangeInspector {
        available,
        unavailable_words,
        unavailable_until,
        home,
        post,
        skills,
        note,
        person: Some(person),
    };
    carry_out(app, caller, person, act).await
}

/// A training.
#[derive(Deserialize, ToSchema)]
struct TrainingInput {
    /// The day it ended.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// What it was about.
    topic: String,
    /// Hours.
    hours: u16,
}

/// Enter a training
#[utoipa::path(post, path = "/inspectors/{person}/trainings", tag = "inspectors", request_body = TrainingInput,
    params(("person" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = InspectorView)))]
async fn train(
    State(app): State<App>,
    caller: Caller,
    Id(person): Id<PersonId>,
    Body(TrainingInput { on, topic, hours }): Body<TrainingInput>,
) -> Answer {
    carry_out(app, caller, person, AddTraining { person, on, topic, hours }).await
}

/// What a person declares of relatives.
#[derive(Deserialize, ToSchema)]
struct RelativesInput {
    /// One a line: relation, name, unit, post; 无 when there are none.
    relatives: String,
}

/// Take down what a person declares of relatives; it is sealed, and their teams' recusal is checked again
#[utoipa::path(put, path = "/inspectors/{person}/relatives", tag = "inspectors", request_body = RelativesInput,
    params(("person" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = InspectorView)))]
async fn relatives(
    State(app): State<App>,
    caller: Caller,
    Id(person): Id<PersonId>,
    Body(RelativesInput { relatives }): Body<RelativesInput>,
) -> Answer {
    carry_out(app, caller, person, DeclareRelatives { person, relatives }).await
}

/// Which account a person signs in with.
#[derive(Deserialize, ToSchema)]
struct LinkInput {
    /// Its login; empty for none.
    login: String,
}

/// Say which account a person signs in with; access moves with it at once
#[utoipa::path(put, path = "/inspectors/{person}/account", tag = "inspectors", request_body = LinkInput,
    params(("person" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = InspectorView)))]
async fn link(
    State(app): State<App>,
    caller: Caller,
    Id(person): Id<PersonId>,
    Body(LinkInput { login }): Body<LinkInput>,
) -> Answer {
    carry_out(app, caller, person, LinkAccount { person, login }).await
}
