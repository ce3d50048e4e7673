//! Measures of an item, through the acts of the pages: added, reported on with evidence, assigned, asked a later day
//! for, given up. Each answers with the item as it then stands.

use super::change::{AnsweringInput, Done};
use super::unit_of;
use super::view::ItemView;
use crate::answer::{carry_out, made_as};
use crate::caller::{Body, Caller, Id, ReasonInput};
use crate::problem::Failure;
use crate::upload::Sent;
use app::App;
use app::rectification::{
    AddMeasure, AskLaterDay, AssignMeasure, EvidenceKind, GiveUpMeasure, NewEvidence, ReportProgress,
    ServeItem,
};
use axum::extract::State;
use axum::response::Response;
use domain::permission::{Action, Scope};
use kernel::{Day, EngagementId, ItemId, MeasureId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(add))
        .routes(routes!(report))
        .routes(routes!(assign))
        .routes(routes!(serve))
        .routes(routes!(ask_later))
        .routes(routes!(give_up))
}

/// The unit and the engagement of a measure, which must be one of the item's that the caller sees.
async fn place(
    app: &App,
    caller: &Caller,
    named: (ItemId, MeasureId),
) -> Result<(UnitId, EngagementId), Failure> {
    app.measure_place(&caller.ctx, named).await.map_err(|e| caller.fail(e))
}

/// A measure.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewMeasure)]
struct MeasureInput {
    /// What is done.
    text: String,
    /// Until when, in people's words: `2025年底前`, `长期坚持`.
    deadline: String,
    /// What the words mean, where they were asked about: a day.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    day: Option<Day>,
    /// Who answers for it; the item's responsible leader unless said.
    #[serde(default)]
    owner: Option<AnsweringInput>,
    /// Who carries it out.
    #[serde(default)]
    handler: String,
    /// Other items of the same ledger that it serves, too.
    #[schema(value_type = Vec<String>)]
    #[serde(default)]
    also: Vec<ItemId>,
}

/// A measure that was added.
#[derive(Serialize, ToSchema)]
#[schema(as = AddedMeasure)]
struct AddedView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    measure: MeasureId,
}

/// Add a measure; words of a deadline that mean several things come back as a question (E2)
#[utoipa::path(post, path = "/ledger/{item}/measures", tag = "ledger", request_body = MeasureInput,
    params(("item" = String, Path, format = Uuid)), responses((status = 201, body = AddedView)))]
async fn add(
    State(app): State<App>,
    caller: Caller,
    Id(item): Id<ItemId>,
    Body(MeasureInput { text, deadline, day, owner, handler, also }): Body<MeasureInput>,
) -> Result<Response, Failure> {
    let unit = unit_of(&app, &caller, item).await?;
    let items = std::iter::once(item).chain(also).collect();
    let act = AddMeasure { unit, items, text, owner: owner.map(Into::into), handler, deadline, day };
    let added = app.perform(&caller.ctx, &act).await.map_err(|e| caller.fail(e))?;
    Ok(made_as(added, |measure| AddedView { measure }))
}

/// Progress.
#[derive(Deserialize, ToSchema)]
#[schema(as = MeasureReport)]
struct ReportInput {
    /// What was done.
    text: String,
    /// Whether the measure is done with it.
    #[serde(default)]
    done: bool,
    /// What the files are, as the unit sees it: `document`, `meeting`, `delegation`, `photo`, `payment`, `register`,
    /// `site_check`, or `other`, which they are unless said.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    kind: Option<EvidenceKind>,
}

/// Progress with the files that prove it.
#[derive(ToSchema)]
#[schema(as = MeasureReportWithFiles)]
#[expect(dead_code, reason = "describes what is sent as a form")]
struct ReportForm {
    /// The progress.
    about: ReportInput,
    /// The files.
    #[schema(value_type = Vec<String>)]
    files: Vec<Vec<u8>>,
}

/// Note progress, with the files that prove it where it is sent as a form (E2)
#[utoipa::path(post, path = "/ledger/{item}/measures/{measure}/report", tag = "ledger",
    request_body(content((ReportInput = "application/json"), (ReportForm = "multipart/form-data"))),
    params(("item" = String, Path, format = Uuid), ("measure" = String, Path, format = Uuid)),
    responses((status = 200, body = ItemView)))]
async fn report(
    State(app): State<App>,
    caller: Caller,
    Id((item, measure)): Id<(ItemId, MeasureId)>,
    sent: Sent<ReportInput>,
) -> Done {
    let (unit, engagement) = place(&app, &caller, (item, measure)).await?;
    // Nobody's files are taken in before it is known that they may report.
    caller.ctx.require(Action::ItemReport, Scope::One(unit.0)).map_err(|e| caller.fail(e))?;
    let (ReportInput { text, done, kind }, files) = sent.received(&app, &caller, engagement).await?;
    let kind = kind.unwrap_or(EvidenceKind::Other);
    let evidence = files.into_iter().map(|file| NewEvidence { file, kind }).collect();
    carry_out(app, caller, item, ReportProgress { unit, measure, text, evidence, done }).await
}

/// Who answers for a measure.
#[derive(Deserialize, ToSchema)]
#[schema(as = MeasureOwner)]
struct OwnerInput {
    /// The post.
    owner: AnsweringInput,
    /// Who carries it out.
    #[serde(default)]
    handler: String,
}

/// Give a measure to another post (E2)
#[utoipa::path(post, path = "/ledger/{item}/measures/{measure}/assign", tag = "ledger", request_body = OwnerInput,
    params(("item" = String, Path, format = Uuid), ("measure" = String, Path, format = Uuid)),
    responses((status = 200, body = ItemView)))]
async fn assign(
    State(app): State<App>,
    caller: Caller,
    Id((item, measure)): Id<(ItemId, MeasureId)>,
    Body(OwnerInput { owner, handler }): Body<OwnerInput>,
) -> Done {
    let (unit, _) = place(&app, &caller, (item, measure)).await?;
    carry_out(app, caller, item, AssignMeasure { unit, measure, owner: owner.into(), handler }).await
}

/// Another item of the same ledger.
#[derive(Deserialize, ToSchema)]
#[schema(as = OtherItem)]
struct OtherInput {
    /// The item.
    #[schema(value_type = String, format = Uuid)]
    other: ItemId,
}

/// Let a measure serve another item, too (E2)
#[utoipa::path(post, path = "/ledger/{item}/measures/{measure}/serve", tag = "ledger", request_body = OtherInput,
    params(("item" = String, Path, format = Uuid), ("measure" = String, Path, format = Uuid)),
    responses((status = 200, body = ItemView)))]
async fn serve(
    State(app): State<App>,
    caller: Caller,
    Id((item, measure)): Id<(ItemId, MeasureId)>,
    Body(OtherInput { other }): Body<OtherInput>,
) -> Done {
    let (unit, _) = place(&app, &caller, (item, measure)).await?;
    carry_out(app, caller, item, ServeItem { unit, measure, item: other }).await
}

/// A later day.
#[derive(Deserialize, ToSchema)]
#[schema(as = LaterDay)]
struct LaterInput {
    /// The day.
    #[schema(value_type = String, format = Date)]
    to: Day,
    /// Why.
    reason: String,
}

/// Ask for a later day; the day stays until that is approved (E3)
#[utoipa::path(post, path = "/ledger/{item}/measures/{measure}/later", tag = "ledger", request_body = LaterInput,
    params(("item" = String, Path, format = Uuid), ("measure" = String, Path, format = Uuid)),
    responses((status = 200, body = ItemView)))]
async fn ask_later(
    State(app): State<App>,
    caller: Caller,
    Id((item, measure)): Id<(ItemId, MeasureId)>,
    Body(LaterInput { to, reason }): Body<LaterInput>,
) -> Done {
    let (unit, _) = place(&app, &caller, (item, measure)).await?;
    carry_out(app, caller, item, AskLaterDay { unit, measure, to, reason }).await
}

/// Give a measure up with a reason; it stays on record (E2)
#[utoipa::path(post, path = "/ledger/{item}/measures/{measure}/give-up", tag = "ledger", request_body = ReasonInput,
    params(("item" = String, Path, format = Uuid), ("measure" = String, Path, format = Uuid)),
    responses((status = 200, body = ItemView)))]
async fn give_up(
    State(app): State<App>,
    caller: Caller,
    Id((item, measure)): Id<(ItemId, MeasureId)>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Done {
    let (unit, _) = place(&app, &caller, (item, measure)).await?;
    carry_out(app, caller, item, GiveUpMeasure { unit, measure, reason }).await
}
