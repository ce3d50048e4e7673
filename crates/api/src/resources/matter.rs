//! Matters transferred, through the acts of the pages. Their approval is a decision and has a page.

use crate::answer::{List, One, PageQuery, Paging, made, performed};
use crate::caller::{Body, Caller, Id, ReasonInput};
use crate::problem::Failure;
use app::App;
use app::matter::{
    DraftMatter, DraftedMatter, MatterLine, MatterOutcome, MatterReceipt, PassMatter, SendMatter,
    WithdrawMatter,
};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::clue::Matter;
use kernel::id::MatterId;
use kernel::{Day, EngagementId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(draft))
        .routes(routes!(show))
        .routes(routes!(pass))
        .routes(routes!(withdraw))
        .routes(routes!(send))
        .routes(routes!(receipt))
        .routes(routes!(outcome))
}

/// A matter.
#[derive(Serialize, ToSchema)]
struct MatterView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: MatterId,
    /// Its number.
    number: String,
    /// Its engagement.
    #[schema(value_type = String, format = Uuid)]
    engagement: EngagementId,
    /// What it is about.
    text: String,
    /// Class of the receiver.
    receiver: String,
    /// The receiver's name.
    receiver_name: String,
    /// Where it stands.
    standing: &'static str,
}

impl From<&Matter> for MatterView {
    fn from(matter: &Matter) -> Self {
        Self {
            id: matter.id,
            number: matter.number.clone(),
            engagement: matter.engagement,
            text: matter.text.clone(),
            receiver: matter.receiver.0.clone(),
            receiver_name: matter.receiver_name.clone(),
            standing: matter.state.code(),
        }
    }
}

/// List matters that the caller sees, newest first
#[utoipa::path(get, path = "/matters", tag = "clues", operation_id = "list_matters", params(PageQuery), responses(
    (status = 200, body = List<MatterView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Paging(page): Paging,
) -> Result<Json<List<MatterView>>, Failure> {
    let found = app.matters(&caller.ctx, None, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found, |line: MatterLine| MatterView::from(&line.matter.value)))
}

/// One matter
#[utoipa::path(get, path = "/matters/{matter}", tag = "clues", operation_id = "show_matter",
    params(("matter" = String, Path, format = Uuid)), responses((status = 200, body = MatterView)))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<MatterId>,
) -> Result<One<MatterView>, Failure> {
    let line = app.matter(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    Ok(One { version: line.matter.version, body: MatterView::from(&line.matter.value) })
}

/// A matter as it is sent in.
#[derive(Deserialize, ToSchema)]
struct MatterInput {
    /// What it is about.
    text: String,
    /// Class of the receiver.
    receiver: String,
    /// The receiver's name.
    receiver_name: String,
    /// Numbers of what it came from.
    #[serde(default)]
    sources: Vec<String>,
}

/// Draft a matter of an engagement
#[utoipa::path(post, path = "/engagements/{engagement}/matters", tag = "clues", operation_id = "draft_matter",
    request_body = MatterInput, params(("engagement" = String, Path, format = Uuid)),
    responses((status = 201, body = DraftedMatter)))]
async fn draft(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Body(input): Body<MatterInput>,
) -> Result<Response, Failure> {
    let MatterInput { text, receiver, receiver_name, sources } = input;
    let act = DraftMatter { engagement, text, receiver, receiver_name, sources };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// The leader passes a matter to the office
#[utoipa::path(post, path = "/matters/{matter}/pass", tag = "clues", operation_id = "pass_matter",
    params(("matter" = String, Path, format = Uuid)), responses((status = 204)))]
async fn pass(
    State(app): State<App>,
    caller: Caller,
    Id(matter): Id<MatterId>,
) -> Result<StatusCode, Failure> {
    let found = app.matter(&caller.ctx, matter).await.map_err(|e| caller.fail(e))?;
    let engagement = found.matter.engagement;
    performed(app, caller, PassMatter { engagement, matter }).await
}

/// Take a matter back before it is sent
#[utoipa::path(post, path = "/matters/{matter}/withdraw", tag = "clues", operation_id = "withdraw_matter",
    request_body = ReasonInput, params(("matter" = String, Path, format = Uuid)), responses((status = 204)))]
async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Id(matter): Id<MatterId>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Result<StatusCode, Failure> {
    performed(app, caller, WithdrawMatter { matter, reason }).await
}

/// A letter that went out.
#[derive(Deserialize, ToSchema)]
struct LetterInput {
    /// Its number.
    letter: String,
    /// When.
    #[schema(value_type = String, format = Date)]
    on: Day,
}

/// Note that a matter's letter went out
#[utoipa::path(post, path = "/matters/{matter}/send", tag = "clues", operation_id = "send_matter",
    request_body = LetterInput, params(("matter" = String, Path, format = Uuid)), responses((status = 204)))]
async fn send(
    State(app): State<App>,
    caller: Caller,
    Id(matter): Id<MatterId>,
    Body(LetterInput { letter, on }): Body<LetterInput>,
) -> Result<StatusCode, Failure> {
    performed(app, caller, SendMatter { matter, letter, on }).await
}

/// A receipt: signed by the caller, or noted from paper by the office.
#[derive(Deserialize, ToSchema)]
struct MatterReceiptInput {
    /// Who signed on paper; nothing when the caller signs.
    by: Option<String>,
    /// When it was signed on paper.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Day>,
}

/// Sign for a matter, or note its receipt from paper
#[utoipa::path(post, path = "/matters/{matter}/receipt", tag = "clues", operation_id = "receive_matter",
    request_body = MatterReceiptInput, params(("matter" = String, Path, format = Uuid)), responses((status = 204)))]
async fn receipt(
    State(app): State<App>,
    caller: Caller,
    Id(matter): Id<MatterId>,
    Body(MatterReceiptInput { by, on }): Body<MatterReceiptInput>,
) -> Result<StatusCode, Failure> {
    performed(app, caller, MatterReceipt { matter, paper: by.zip(on) }).await
}

/// An outcome: reported by the caller, or noted from paper by the office.
#[derive(Deserialize, ToSchema)]
struct MatterOutcomeInput {
    /// What was done.
    result: String,
    /// The day of the paper; nothing when the caller reports.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Day>,
}

/// Report what was done about a matter, or note it from paper
#[utoipa::path(post, path = "/matters/{matter}/outcome", tag = "clues", operation_id = "answer_matter",
    request_body = MatterOutcomeInput, params(("matter" = String, Path, format = Uuid)), responses((status = 204)))]
async fn outcome(
    State(app): State<App>,
    caller: Caller,
    Id(matter): Id<MatterId>,
    Body(MatterOutcomeInput { result, on }): Body<MatterOutcomeInput>,
) -> Result<StatusCode, Failure> {
    performed(app, caller, MatterOutcome { matter, result, paper: on }).await
}
