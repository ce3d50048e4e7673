//! The pool of inspectors. What people declared of relatives is sealed: no call opens it.

mod change;

use crate::answer::{List, One, PageQuery, Paging, XLSX, attachment, code};
use crate::caller::{Asked, Caller, Id};
use crate::problem::Failure;
use app::App;
use app::inspector::{InspectorPage, PoolFilter, Pooled};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::inspector::Availability;
use kernel::{PersonId, RoundId, TeamId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(export))
        .merge(change::routes())
}

/// What the pool is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PoolQuery {
    /// Part of a name or code.
    q: Option<String>,
    /// Who can be called up, or who cannot.
    available: Option<bool>,
    /// Who has this skill.
    skill: Option<String>,
    /// Whose present unit this is.
    #[param(value_type = Option<String>, format = Uuid)]
    unit: Option<UnitId>,
}

/// A person's entry in the pool.
#[derive(Serialize, ToSchema)]
struct InspectorView {
    /// The person.
    #[schema(value_type = String, format = Uuid)]
    person: PersonId,
    /// The pool's code.
    code: String,
    /// Name.
    name: String,
    /// The present unit, as written.
    home: String,
    /// The unit it was recognised as.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(skip_serializing_if = "Option::is_none")]
    home_unit: Option<UnitId>,
    /// The present post.
    post: String,
    /// Whether a full member of the Party.
    full_member: bool,
    /// Skills, as listed.
    skills: Vec<String>,
    /// Training hours of the last three years, where listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    training_hours: Option<u16>,
    /// Whether they can be called up.
    available: bool,
    /// Whether they were asked about relatives; the answer is sealed.
    relatives_asked: bool,
    /// Where they serve and served, the newest first; only on the record itself, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<Vec<ServiceView>>,
}

/// A place in a team.
#[derive(Serialize, ToSchema)]
struct ServiceView {
    /// The round.
    #[schema(value_type = String, format = Uuid)]
    round: RoundId,
    /// Its name.
    round_name: String,
    /// The team.
    #[schema(value_type = String, format = Uuid)]
    team: TeamId,
    /// Its name.
    team_name: String,
    /// Code of the person's part.
    role: String,
    /// Code of where they stand.
    state: String,
}

impl From<&Pooled> for InspectorView {
    fn from(p: &Pooled) -> Self {
        Self {
            person: p.person,
            code: p.code.0.clone(),
            name: p.name.clone(),
            home: p.home.written.clone(),
            home_unit: p.home.unit,
            post: p.post.clone(),
            full_member: p.party.is_full_member(),
            skills: p.skills.clone(),
            training_hours: p.training_hours,
            available: matches!(p.availability, Availability::Available),
            relatives_asked: p.relatives.is_some(),
            service: None,
        }
    }
}

impl From<&InspectorPage> for InspectorView {
    fn from(page: &InspectorPage) -> Self {
        let service = page.service.iter().map(|s| ServiceView {
            round: s.round,
            round_name: s.round_name.clone(),
            team: s.team,
            team_name: s.team_name.clone(),
            role: code(&s.role),
            state: code(&s.state),
        });
        Self { service: Some(service.collect()), ..Self::from(&page.inspector.value) }
    }
}

/// List inspectors, in order of names
#[utoipa::path(get, path = "/inspectors", tag = "inspectors", params(PoolQuery, PageQuery), responses(
    (status = 200, body = List<InspectorView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(PoolQuery { q, available, skill, unit }): Asked<PoolQuery>,
    Paging(page): Paging,
) -> Result<Json<List<InspectorView>>, Failure> {
    let filter = PoolFilter { text: q, available, skill, unit };
    let (found, _) = app.inspectors(&caller.ctx, &filter, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found, |p| InspectorView::from(&p.value)))
}

/// One inspector with where they serve and served
#[utoipa::path(get, path = "/inspectors/{person}", tag = "inspectors",
    params(("person" = String, Path, format = Uuid)), responses(
    (status = 200, body = InspectorView, headers(("ETag" = String, description = "The version, for If-Match")))))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<PersonId>,
) -> Result<One<InspectorView>, Failure> {
    let page = app.inspector(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    Ok(One { version: page.inspector.version, body: InspectorView::from(&page) })
}

/// The pool as a spreadsheet, in the form in which it comes in; what was declared of relatives stays sealed
#[utoipa::path(get, path = "/exports/inspectors", tag = "inspectors", responses(
    (status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn export(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let file = app.export_inspectors(&caller.ctx).await.map_err(|e| caller.fail(e))?;
    attachment("inspectors.xlsx", XLSX, file.bytes).map_err(|e| caller.fail(e))
}
