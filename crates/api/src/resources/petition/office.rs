//! What the office sees of all registers: envelopes without text, and the nightly balance.

use super::PetitionQuery;
use crate::answer::{List, PageQuery, Paging, XLSX, attachment};
use crate::caller::{Asked, Caller};
use crate::problem::Failure;
use app::App;
use app::petition::{BalanceLine, EnvelopeRow};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use kernel::{Day, EngagementId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(envelopes)).routes(routes!(balances)).routes(routes!(export))
}

/// An entry of a register without what it says.
#[derive(Serialize, ToSchema)]
struct EnvelopeView {
    /// The engagement.
    #[schema(value_type = String, format = Uuid)]
    engagement: EngagementId,
    /// The unit of the engagement.
    unit: String,
    /// Its number.
    number: String,
    /// Code of the way it came in.
    channel: String,
    /// The day it came in.
    #[schema(value_type = String, format = Date)]
    received: Day,
    /// Code of where it stands.
    standing: String,
    /// The next day by which something is due.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Day>,
}

impl From<EnvelopeRow> for EnvelopeView {
    fn from(row: EnvelopeRow) -> Self {
        let EnvelopeRow { unit, envelope: e } = row;
        let (engagement, number, channel) = (e.engagement, e.number, e.channel);
        Self { engagement, unit, number, channel, received: e.received, standing: e.standing, due: e.due }
    }
}

/// The registers of all teams without text, the newest first
#[utoipa::path(get, path = "/registers/petitions", tag = "petitions", params(PetitionQuery, PageQuery), responses(
    (status = 200, body = List<EnvelopeView>)))]
async fn envelopes(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<PetitionQuery>,
    Paging(page): Paging,
) -> Result<Json<List<EnvelopeView>>, Failure> {
    let filter = query.filter(app.today());
    let found = app.petition_envelopes(&caller.ctx, &filter, &page).await;
    let (rows, _) = found.map_err(|e| caller.fail(e))?;
    Ok(List::of(rows, EnvelopeView::from))
}

/// An engagement's balance as a night found it.
#[derive(Serialize, ToSchema)]
struct BalanceView {
    /// The engagement.
    #[schema(value_type = String, format = Uuid)]
    engagement: EngagementId,
    /// Its unit.
    unit: String,
    /// The day it was counted for.
    #[schema(value_type = String, format = Date)]
    day: Day,
    /// Received, as the acts that register count.
    received: usize,
    /// Handled here.
    handled: usize,
    /// Referred.
    referred: usize,
    /// Merged into another.
    merged: usize,
    /// Withdrawn at their reporters' wish.
    retracted: usize,
    /// Without a disposition.
    open: usize,
    /// Referred and not signed for.
    without_receipt: usize,
    /// Claims split off, counted apart.
    claims: usize,
    /// By how many it does not balance.
    difference: usize,
}

impl From<BalanceLine> for BalanceView {
    fn from(line: BalanceLine) -> Self {
        let b = line.balance;
        Self {
            engagement: line.engagement,
            unit: line.unit,
            day: line.day,
            received: b.received,
            handled: b.handled,
            referred: b.referred,
            merged: b.merged,
            retracted: b.retracted,
            open: b.open,
            without_receipt: b.without_receipt,
            claims: b.claims,
            difference: b.difference(),
        }
    }
}

/// The newest balances of one's own registers, or of all for the office
#[utoipa::path(get, path = "/registers/petitions/balance", tag = "petitions", responses(
    (status = 200, body = Vec<BalanceView>)))]
async fn balances(State(app): State<App>, caller: Caller) -> Result<Json<Vec<BalanceView>>, Failure> {
    let found = app.petition_balances(&caller.ctx).await.map_err(|e| caller.fail(e))?;
    Ok(Json(found.into_iter().map(BalanceView::from).collect()))
}

/// The registers of all teams without text as a spreadsheet, narrowed as the list is
#[utoipa::path(get, path = "/exports/registers", tag = "petitions",
    operation_id = "export_registers", params(PetitionQuery), responses(
    (status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn export(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<PetitionQuery>,
) -> Result<Response, Failure> {
    let filter = query.filter(app.today());
    let file = app.export_registers(&caller.ctx, &filter).await.map_err(|e| caller.fail(e))?;
    attachment("registers.xlsx", XLSX, file.bytes).map_err(|e| caller.fail(e))
}
