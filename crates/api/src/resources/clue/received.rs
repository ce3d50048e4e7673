//! Hand-overs: what came on paper, noted by the office; what was handed over, signed for and answered by its receiver.

use super::ReasonInput;
use crate::answer::{List, PageQuery, Paging, performed};
use crate::caller::{Body, Caller, Id};
use crate::problem::Failure;
use app::App;
use app::clue::{NoteOutcome, NoteReceipt, ReceivedLine, RemindReceivers, ReportOutcome, SignReceipt};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::id::TransferId;
use kernel::{Day, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(note_receipt))
        .routes(routes!(note_outcome))
        .routes(routes!(remind))
        .routes(routes!(received))
        .routes(routes!(sign))
        .routes(routes!(open_received))
        .routes(routes!(report))
}

/// A receipt that came on paper.
#[derive(Deserialize, ToSchema)]
#[schema(as = CluePaperReceipt)]
struct PaperReceiptInput {
    /// Who signed, as written.
    by: String,
    /// When.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// Whether the seal was whole.
    seal_whole: bool,
}

/// Note a receipt that came on paper
#[utoipa::path(post, path = "/transfers/{transfer}/receipt", tag = "clues", operation_id = "note_receipt",
    request_body = PaperReceiptInput, params(("transfer" = String, Path, format = Uuid)), responses((status = 204)))]
async fn note_receipt(
    State(app): State<App>,
    caller: Caller,
    Id(transfer): Id<TransferId>,
    Body(PaperReceiptInput { by, on, seal_whole }): Body<PaperReceiptInput>,
) -> Result<StatusCode, Failure> {
    performed(app, caller, NoteReceipt { transfer, by, on, seal_whole }).await
}

/// An outcome that came on paper.
#[derive(Deserialize, ToSchema)]
#[schema(as = CluePaperOutcome)]
struct PaperOutcomeInput {
    /// Code of its type.
    kind: String,
    /// When it was reported.
    #[schema(value_type = String, format = Date)]
    on: Day,
}

/// Note an outcome that came on paper
#[utoipa::path(post, path = "/transfers/{transfer}/outcome", tag = "clues", operation_id = "note_outcome",
    request_body = PaperOutcomeInput, params(("transfer" = String, Path, format = Uuid)), responses((status = 204)))]
async fn note_outcome(
    State(app): State<App>,
    caller: Caller,
    Id(transfer): Id<TransferId>,
    Body(PaperOutcomeInput { kind, on }): Body<PaperOutcomeInput>,
) -> Result<StatusCode, Failure> {
    performed(app, caller, NoteOutcome { transfer, kind, on }).await
}

/// Remind a receiver of what is due
#[utoipa::path(post, path = "/transfers/{transfer}/remind", tag = "clues", operation_id = "remind_receiver",
    params(("transfer" = String, Path, format = Uuid)), responses((status = 204)))]
async fn remind(
    State(app): State<App>,
    caller: Caller,
    Id(transfer): Id<TransferId>,
) -> Result<StatusCode, Failure> {
    performed(app, caller, RemindReceivers { transfers: vec![transfer] }).await
}

/// A hand-over as its receiver sees it.
#[derive(Serialize, ToSchema)]
#[schema(as = ClueReceived)]
struct ReceivedView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: TransferId,
    /// The clue's number.
    number: String,
    /// The number of the letter.
    letter: String,
    /// When it was handed over.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// `handed_over`, `received`, `outcome`.
    standing: &'static str,
    /// The last day of what is due next.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Day>,
}

/// List what was handed over to the caller, newest first
#[utoipa::path(get, path = "/received", tag = "clues", operation_id = "list_received", params(PageQuery), responses(
    (status = 200, body = List<ReceivedView>)))]
async fn received(
    State(app): State<App>,
    caller: Caller,
    Paging(page): Paging,
) -> Result<Json<List<ReceivedView>>, Failure> {
    let found = app.received_clues(&caller.ctx, false, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found, |line: ReceivedLine| ReceivedView {
        id: line.transfer.value.id,
        number: line.transfer.number.clone(),
        letter: line.transfer.letter.clone(),
        on: line.transfer.on,
        standing: line.transfer.standing(),
        due: line.due,
    }))
}

/// A signature.
#[derive(Deserialize, ToSchema)]
#[schema(as = ClueReceipt)]
struct ReceiptInput {
    /// Whether the seal was whole.
    seal_whole: bool,
}

/// Sign for a hand-over
#[utoipa::path(post, path = "/received/{transfer}/receipt", tag = "clues", operation_id = "sign_receipt",
    request_body = ReceiptInput, params(("transfer" = String, Path, format = Uuid)), responses((status = 204)))]
async fn sign(
    State(app): State<App>,
    caller: Caller,
    Id(transfer): Id<TransferId>,
    Body(ReceiptInput { seal_whole }): Body<ReceiptInput>,
) -> Result<StatusCode, Failure> {
    performed(app, caller, SignReceipt { transfer, seal_whole }).await
}

/// What was handed over, opened.
#[derive(Serialize, ToSchema)]
#[schema(as = ClueOpenedReceived)]
struct OpenedReceivedView {
    /// Name of the subject; absent for a clue without any.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Post of the subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<String>,
    /// What the clue says.
    summary: String,
    /// Until when it may be shown, in microseconds of UTC.
    #[schema(value_type = i64)]
    closes: Timestamp,
}

/// Open what was handed over, once it was signed for
#[utoipa::path(post, path = "/received/{transfer}/open", tag = "clues", operation_id = "open_received",
    request_body = ReasonInput, params(("transfer" = String, Path, format = Uuid)),
    responses((status = 200, body = OpenedReceivedView)))]
async fn open_received(
    State(app): State<App>,
    caller: Caller,
    Id(transfer): Id<TransferId>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Result<Json<OpenedReceivedView>, Failure> {
    let opened = app.open_received_clue(&caller.ctx, transfer, &reason).await.map_err(|e| caller.fail(e))?;
    let (name, post) = opened.subject.unzip();
    Ok(Json(OpenedReceivedView { name, post, summary: opened.summary, closes: opened.closes }))
}

/// The type of an outcome.
#[derive(Deserialize, ToSchema)]
#[schema(as = ClueOutcome)]
struct OutcomeInput {
    /// Its code.
    kind: String,
}

/// Report the type of outcome
#[utoipa::path(post, path = "/received/{transfer}/outcome", tag = "clues", operation_id = "report_outcome",
    request_body = OutcomeInput, params(("transfer" = String, Path, format = Uuid)), responses((status = 204)))]
async fn report(
    State(app): State<App>,
    caller: Caller,
    Id(transfer): Id<TransferId>,
    Body(OutcomeInput { kind }): Body<OutcomeInput>,
) -> Result<StatusCode, Failure> {
    performed(app, caller, ReportOutcome { transfer, kind }).await
}
