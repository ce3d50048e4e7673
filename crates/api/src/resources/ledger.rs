//! The ledger of rectification (E2, E3, E5, E10, E11): its list and figures, one item with what its caller may do next,
//! what is late, the file; and every act of the pages on it.

mod change;
mod closing;
mod measure;
mod next;
mod post;
mod trace;
mod view;

use self::view::{FigureView, ItemLineView, ItemView, LateView};
use crate::answer::{List, One, PageQuery, Paging, Shown, XLSX, attachment};
use crate::caller::{Asked, Caller, Id};
use crate::problem::Failure;
use app::rectification::{ItemKind, ItemState, LedgerFilter, LedgerOrder, Slice};
use app::{App, Error};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use kernel::{EngagementId, FileId, ItemId, Message, PostId, RoundId, UnitId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(figures))
        .routes(routes!(late))
        .routes(routes!(show))
        .routes(routes!(file))
        .routes(routes!(export))
        .merge(change::routes())
        .merge(measure::routes())
        .merge(closing::routes())
        .merge(post::routes())
        .merge(trace::routes())
}

/// Codes of where items come from.
const ORIGINS: [&str; 4] = ["feedback", "self_inspection", "letter", "elsewhere"];

/// In which order a list comes.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Sort {
    /// Unit by unit, in the order of the ledger.
    #[default]
    Ledger,
    /// What is due first, first.
    Due,
}

/// What the list is narrowed to, by the names that the page's address has.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct LedgerQuery {
    /// Words in code, problem or department.
    q: Option<String>,
    /// One of the figures: `open`, `late`, `soon`, `unclaimed`, `to_sign`, `to_review`, `to_verify`, `sent_back`,
    /// `lasting`, `paper_only`, `rebound`, `from_elsewhere`, `closed` or `all`; also what was struck unless said.
    #[param(value_type = Option<String>)]
    view: Option<Slice>,
    /// Standing so: `fed_back`, `claimed`, `under_way`, `declared`, `leader_signed`, `head_signed`, `superior_signed`,
    /// `reviewed`, `sent_back`, `basically`, `continued`, `closed` or `annulled`.
    state: Option<String>,
    /// Of this kind by time: `before_entry`, `immediate`, `time_limit`, `staged` or `long_term`.
    #[param(value_type = Option<String>)]
    kind: Option<ItemKind>,
    /// From there: `feedback`, `self_inspection`, `letter` or `elsewhere`.
    origin: Option<String>,
    /// Of one unit.
    #[param(value_type = Option<String>, format = Uuid)]
    unit: Option<UnitId>,
    /// Of one round.
    #[param(value_type = Option<String>, format = Uuid)]
    round: Option<RoundId>,
    /// Of one engagement.
    #[param(value_type = Option<String>, format = Uuid)]
    engagement: Option<EngagementId>,
    /// For which this post answers.
    #[param(value_type = Option<String>, format = Uuid)]
    leader: Option<PostId>,
    /// Of one department of the unit.
    department: Option<String>,
    /// `ledger`, unit by unit, which it is unless said, or `due`, the nearest day first, as `late` and `soon` always are.
    #[param(value_type = Option<String>)]
    #[serde(default)]
    sort: Sort,
}

impl LedgerQuery {
    fn filter(self) -> Result<LedgerFilter, Error> {
        known("state", self.state.as_deref(), &ItemState::CODES)?;
        known("origin", self.origin.as_deref(), &ORIGINS)?;
        Ok(LedgerFilter {
            text: self.q,
            slice: self.view,
            state: self.state,
            kind: self.kind,
            origin: self.origin,
            unit: self.unit,
            round: self.round,
            engagement: self.engagement,
            leader: self.leader,
            department: self.department,
            order: match self.sort {
                Sort::Ledger => LedgerOrder::Ledger,
                Sort::Due => LedgerOrder::Due,
            },
        })
    }
}

/// A code that is none of those there are is the field's fault.
fn known(field: &'static str, code: Option<&str>, codes: &[&str]) -> Result<(), Error> {
    match code {
        Some(code) if !codes.contains(&code) => {
            let wrong = Message::new("api-code-unknown").with("value", code).with("codes", codes.join(", "));
            Err(Error::field(field, wrong))
        }
        _ => Ok(()),
    }
}

/// List items of the ledger that the caller sees (E2)
#[utoipa::path(get, path = "/ledger", tag = "ledger", params(LedgerQuery, PageQuery), responses(
    (status = 200, body = List<ItemLineView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<LedgerQuery>,
    Paging(page): Paging,
) -> Result<Json<List<ItemLineView>>, Failure> {
    let filter = asked.filter().map_err(|e| caller.fail(e))?;
    let (found, _) = app.ledger(&caller.ctx, &filter, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found, |line| ItemLineView::of(&line.item, line.unit, line.leader.as_ref())))
}

/// The figures of the ledger, each with the `view` that lists it (G1)
#[utoipa::path(get, path = "/ledger/figures", tag = "ledger", params(LedgerQuery), responses(
    (status = 200, body = Vec<FigureView>)))]
async fn figures(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<LedgerQuery>,
) -> Result<Json<Vec<FigureView>>, Failure> {
    let filter = asked.filter().map_err(|e| caller.fail(e))?;
    let found = app.ledger_figures(&caller.ctx, &filter).await.map_err(|e| caller.fail(e))?;
    let voice = caller.voice(&app).await?;
    Ok(Json(found.into_iter().map(|figure| FigureView::of(figure, &voice)).collect()))
}

/// What is late in every unit, with the reminder whose turn it is: what came back first, then the longest late (E4)
#[utoipa::path(get, path = "/ledger/late", tag = "ledger", params(PageQuery), responses(
    (status = 200, body = List<LateView>)))]
async fn late(
    State(app): State<App>,
    caller: Caller,
    Paging(page): Paging,
) -> Result<Json<List<LateView>>, Failure> {
    let found = app.late_page(&caller.ctx, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found, |line| LateView::of(&line, caller.ctx.lang)))
}

impl Shown for ItemView {
    type Id = ItemId;

    async fn shown(app: &App, caller: &Caller, id: ItemId) -> Result<One<Self>, Failure> {
        let page = app.item(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
        let voice = caller.voice(app).await?;
        Ok(One { version: page.item.version, body: Self::of(page, &caller.ctx, &voice) })
    }
}

/// One item with its measures, signatures and objections, and what the caller may do next (E2, E5)
#[utoipa::path(get, path = "/ledger/{item}", tag = "ledger",
    params(("item" = String, Path, format = Uuid)), responses(
    (status = 200, body = ItemView, headers(("ETag" = String, description = "The version, for If-Match")))))]
async fn show(State(app): State<App>, caller: Caller, Id(id): Id<ItemId>) -> Result<One<ItemView>, Failure> {
    ItemView::shown(&app, &caller, id).await
}

/// A file of an item's evidence (E2)
#[utoipa::path(get, path = "/ledger/{item}/files/{file}", tag = "ledger",
    params(("item" = String, Path, format = Uuid), ("file" = String, Path, format = Uuid)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn file(
    State(app): State<App>,
    caller: Caller,
    Id((item, file)): Id<(ItemId, FileId)>,
) -> Result<Response, Failure> {
    let opened = app.evidence_file(&caller.ctx, item, file).await.map_err(|e| caller.fail(e))?;
    let (name, size) = (opened.file.name.clone(), opened.file.size);
    let (_, bytes) = opened.range(0, size).await.map_err(|e| caller.fail(e))?;
    attachment(&name, "application/octet-stream", bytes).map_err(|e| caller.fail(e))
}

/// Whose ledger is taken out.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    /// The unit.
    #[param(value_type = String, format = Uuid)]
    unit: UnitId,
    /// One of its engagements; the newest with items unless said.
    #[param(value_type = Option<String>, format = Uuid)]
    engagement: Option<EngagementId>,
}

/// The ledger of a unit as a spreadsheet, in the form in which it comes in (E2)
#[utoipa::path(get, path = "/exports/ledger", tag = "ledger", params(ExportQuery), responses(
    (status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn export(
    State(app): State<App>,
    caller: Caller,
    Asked(ExportQuery { unit, engagement }): Asked<ExportQuery>,
) -> Result<Response, Failure> {
    let file = app.export_ledger(&caller.ctx, unit, engagement).await.map_err(|e| caller.fail(e))?;
    attachment(&file.name, XLSX, file.bytes).map_err(|e| caller.fail(e))
}

/// The unit of an item that the caller sees: the acts name it.
async fn unit_of(app: &App, caller: &Caller, item: ItemId) -> Result<UnitId, Failure> {
    app.unit_of_item(&caller.ctx, item).await.map_err(|e| caller.fail(e))
}
