//! Methods of understanding (C1 to C12), through the acts of the pages. What is sealed of a talk is opened by a page alone:
//! a token keeps no secret from whoever holds it.

use crate::answer::{List, One, PageQuery, Paging, made, performed};
use crate::caller::{Body, Caller, Id, ReasonInput};
use crate::problem::Failure;
use app::App;
use app::method::{
    CheckMethod, EnterMethod, EnteredMethod, GivenHeld, GivenPlan, GivenSetting, HoldMethod, MethodFilter,
    MethodLine, ReplanMethod, WithdrawMethod,
};
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::finding::FocusCode;
use domain::method::{Met, MethodRecord, Point, Standing};
use kernel::{Day, EngagementId, MethodRecordId, PersonId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, enter))
        .routes(routes!(show, replan))
        .routes(routes!(hold))
        .routes(routes!(check))
        .routes(routes!(withdraw))
}

/// Somebody who is met.
#[derive(Serialize, Deserialize, ToSchema)]
struct MetView {
    /// Name.
    name: String,
    /// Post.
    #[serde(default)]
    post: String,
}

/// A key point.
#[derive(Serialize, Deserialize, ToSchema)]
struct PointView {
    /// The topic.
    #[serde(default)]
    topic: String,
    /// What was learnt.
    text: String,
}

/// One use of a method.
#[derive(Serialize, ToSchema)]
struct MethodView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: MethodRecordId,
    /// Its number.
    number: String,
    /// Its engagement.
    #[schema(value_type = String, format = Uuid)]
    engagement: EngagementId,
    /// The method's code: `C2`.
    method: String,
    /// What it is about.
    topic: String,
    /// Where it stands: `planned`, `to_check`, `recorded`, `withdrawn`.
    standing: &'static str,
    /// The day.
    #[schema(value_type = String, format = Date)]
    day: Day,
    /// When it begins: `09:00`.
    from: Option<String>,
    /// When it ends.
    to: Option<String>,
    /// Where.
    place: String,
    /// In which unit.
    #[schema(value_type = String, format = Uuid)]
    unit: UnitId,
    /// Who of the team.
    #[schema(value_type = Vec<String>)]
    inspectors: Vec<PersonId>,
    /// Who is met; empty where that is sealed.
    met: Vec<MetView>,
    /// Codes of focus points.
    focus: Vec<String>,
    /// How many people took part, once it was held.
    people: Option<u32>,
    /// What was learnt; empty where that is sealed.
    points: Vec<PointView>,
    /// Whether something is sealed.
    sealed: bool,
    /// Who has not checked it yet.
    #[schema(value_type = Vec<String>)]
    unchecked: Vec<PersonId>,
}

impl From<&MethodRecord> for MethodView {
    fn from(record: &MethodRecord) -> Self {
        let (plan, setting) = (&record.plan, record.setting());
        let held = record.held.as_ref();
        let met = |met: &Met| MetView { name: met.name.clone(), post: met.post.clone() };
        let point = |point: &Point| PointView { topic: point.topic.clone(), text: point.text.clone() };
        Self {
            id: record.id,
            number: record.number.clone(),
            engagement: record.engagement,
            method: plan.method.clone(),
            topic: plan.topic.clone(),
            standing: record.standing().code(),
            day: setting.times.day,
            from: setting.times.from.map(|time| time.to_string()),
            to: setting.times.to.map(|time| time.to_string()),
            place: setting.place.clone(),
            unit: setting.unit,
            inspectors: setting.inspectors.clone(),
            met: setting.met.iter().map(met).collect(),
            focus: plan.focus.iter().map(|code| code.0.clone()).collect(),
            people: held.map(|held| held.people),
            points: held.iter().flat_map(|held| &held.points).map(point).collect(),
            sealed: held.is_some_and(|held| held.sealed.is_some()),
            unchecked: if record.to_check { record.unchecked().collect() } else { Vec::new() },
        }
    }
}

/// What a list is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MethodQuery {
    /// Of this method: `C2`.
    method: Option<String>,
    /// Standing so: `planned`, `to_check`, `recorded`, `withdrawn`.
    standing: Option<String>,
    /// With this focus point.
    focus: Option<String>,
}

/// List the records of an engagement's methods, the latest day first
#[utoipa::path(get, path = "/engagements/{engagement}/methods", tag = "methods", operation_id = "list_methods",
    params(("engagement" = String, Path, format = Uuid), MethodQuery, PageQuery), responses((status = 200, body = List<MethodView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Query(query): Query<MethodQuery>,
    Paging(page): Paging,
) -> Result<Json<List<MethodView>>, Failure> {
    let plain = |text: &String| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    let filter = MethodFilter {
        method: query.method,
        standing: query.standing.as_deref().and_then(Standing::from_code),
        focus: query.focus.filter(plain),
    };
    let found = app.methods(&caller.ctx, engagement, &filter, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found.page, |line: MethodLine| MethodView::from(&line.record.value)))
}

/// One record
#[utoipa::path(get, path = "/methods/{record}", tag = "methods", operation_id = "show_method",
    params(("record" = String, Path, format = Uuid)), responses((status = 200, body = MethodView)))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<MethodRecordId>,
) -> Result<One<MethodView>, Failure> {
    let found = app.method(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    Ok(One { version: found.record.version, body: MethodView::from(&found.record.value) })
}

/// When, where, by whom and with whom.
#[derive(Deserialize, ToSchema)]
struct SettingInput {
    /// The day.
    #[schema(value_type = String, format = Date)]
    day: Option<Day>,
    /// When it begins: `09:00`.
    #[serde(default)]
    from: String,
    /// When it ends.
    #[serde(default)]
    to: String,
    /// Where.
    #[serde(default)]
    place: String,
    /// In which unit; the engagement's own when left out.
    #[schema(value_type = Option<String>, format = Uuid)]
    unit: Option<UnitId>,
    /// Who of the team.
    #[schema(value_type = Vec<String>)]
    inspectors: Vec<PersonId>,
    /// Who is met.
    #[serde(default)]
    met: Vec<MetView>,
}

impl From<SettingInput> for GivenSetting {
    fn from(input: SettingInput) -> Self {
        let SettingInput { day, from, to, place, unit, inspectors, met } = input;
        let met = met.into_iter().map(|one| Met { name: one.name, post: one.post }).collect();
        Self { day, from, to, place, unit, inspectors, met }
    }
}

/// A plan.
#[derive(Deserialize, ToSchema)]
struct PlanInput {
    /// The method's code; left out when a plan is changed.
    #[serde(default)]
    method: String,
    /// What it is about, in one line.
    topic: String,
    /// Codes of focus points.
    #[serde(default)]
    focus: Vec<String>,
    /// What to ask or look at.
    #[serde(default)]
    outline: String,
    /// Nobody is told beforehand.
    #[serde(default)]
    unannounced: bool,
    /// The approval it rests on.
    #[serde(default)]
    approval: String,
    /// When, where, by whom and with whom.
    setting: SettingInput,
}

impl From<PlanInput> for GivenPlan {
    fn from(input: PlanInput) -> Self {
        let PlanInput { method, topic, focus, outline, unannounced, approval, setting } = input;
        let focus = focus.into_iter().map(FocusCode).collect();
        Self { method, topic, focus, outline, unannounced, approval, setting: setting.into() }
    }
}

/// What was held.
#[derive(Deserialize, ToSchema)]
struct HeldInput {
    /// As it was.
    setting: SettingInput,
    /// How many people took part.
    people: Option<u32>,
    /// What was learnt.
    points: Vec<PointView>,
}

impl From<HeldInput> for GivenHeld {
    fn from(input: HeldInput) -> Self {
        let HeldInput { setting, people, points } = input;
        let points = points.into_iter().map(|point| Point { topic: point.topic, text: point.text });
        Self { setting: setting.into(), people, points: points.collect() }
    }
}

/// A new record: a plan, and what was learnt where it was held already.
#[derive(Deserialize, ToSchema)]
struct MethodInput {
    /// The number it bears on paper; the next one if left out.
    #[serde(default)]
    number: String,
    /// What is planned, or was.
    plan: PlanInput,
    /// What was learnt.
    held: Option<HeldInput>,
}

/// Enter a record of an engagement
#[utoipa::path(post, path = "/engagements/{engagement}/methods", tag = "methods", operation_id = "enter_method",
    request_body = MethodInput, params(("engagement" = String, Path, format = Uuid)),
    responses((status = 201, body = EnteredMethod)))]
async fn enter(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Body(input): Body<MethodInput>,
) -> Result<Response, Failure> {
    let MethodInput { number, plan, held } = input;
    let act = EnterMethod { engagement, number, plan: plan.into(), held: held.map(Into::into) };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// The engagement of a record that the caller sees.
async fn home(app: &App, caller: &Caller, id: MethodRecordId) -> Result<EngagementId, Failure> {
    let found = app.method(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    Ok(found.record.engagement)
}

/// Change what is planned
#[utoipa::path(put, path = "/methods/{record}", tag = "methods", operation_id = "replan_method",
    request_body = PlanInput, params(("record" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses((status = 204)))]
async fn replan(
    State(app): State<App>,
    caller: Caller,
    Id(record): Id<MethodRecordId>,
    Body(plan): Body<PlanInput>,
) -> Result<StatusCode, Failure> {
    let found = app.method(&caller.ctx, record).await.map_err(|e| caller.fail(e))?;
    let (engagement, version) = (found.record.engagement, caller.version());
    let plan = GivenPlan { method: found.record.plan.method.clone(), ..plan.into() };
    performed(app, caller, ReplanMethod { engagement, record, version, plan }).await
}

/// Note that it was held and what was learnt, or correct what was noted
#[utoipa::path(post, path = "/methods/{record}/hold", tag = "methods", operation_id = "hold_method",
    request_body = HeldInput, params(("record" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses((status = 204)))]
async fn hold(
    State(app): State<App>,
    caller: Caller,
    Id(record): Id<MethodRecordId>,
    Body(held): Body<HeldInput>,
) -> Result<StatusCode, Failure> {
    let engagement = home(&app, &caller, record).await?;
    let version = caller.version();
    performed(app, caller, HoldMethod { engagement, record, version, held: held.into() }).await
}

/// Check a record as one who took part
#[utoipa::path(post, path = "/methods/{record}/check", tag = "methods", operation_id = "check_method",
    params(("record" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses((status = 204)))]
async fn check(
    State(app): State<App>,
    caller: Caller,
    Id(record): Id<MethodRecordId>,
) -> Result<StatusCode, Failure> {
    let engagement = home(&app, &caller, record).await?;
    let version = caller.version();
    performed(app, caller, CheckMethod { engagement, record, version }).await
}

/// Take a record back
#[utoipa::path(post, path = "/methods/{record}/withdraw", tag = "methods", operation_id = "withdraw_method",
    request_body = ReasonInput, params(("record" = String, Path, format = Uuid)), responses((status = 204)))]
async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Id(record): Id<MethodRecordId>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Result<StatusCode, Failure> {
    let engagement = home(&app, &caller, record).await?;
    performed(app, caller, WithdrawMethod { engagement, record, reason }).await
}
