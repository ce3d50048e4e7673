//! The steps of a petition's course, through the acts of the pages. Each answers with the petition as it then stands.

use super::PetitionView;
use crate::answer::{One, carry_out, made};
use crate::caller::{Body, Caller, Id};
use crate::problem::Failure;
use app::petition::{
    AnswerPetition, ClosePetition, Entry, HandlePetition, How, KeepApart, MergePetitions, NoteOutcome,
    NoteReceipt, ReferPetition, RegisterPetition, ReopenPetition, RetractPetition, ScreenPetition,
    SplitClaim, UnmergePetition, WithdrawPetition,
};
use app::{App, Error};
use axum::extract::State;
use axum::response::Response;
use domain::petition::{Verdict, import::instant};
use kernel::{Day, EngagementId, FieldError, Message, PetitionId, RecordId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(register))
        .routes(routes!(screen))
        .routes(routes!(split))
        .routes(routes!(handle))
        .routes(routes!(refer))
        .routes(routes!(receipt))
        .routes(routes!(outcome))
        .routes(routes!(answer))
        .routes(routes!(close))
        .routes(routes!(reopen))
        .routes(routes!(withdraw))
        .routes(routes!(retract))
        .routes(routes!(merge))
        .routes(routes!(unmerge))
        .routes(routes!(keep_apart))
}

type Answer = Result<One<PetitionView>, Failure>;

/// The engagement of a petition and the version the caller read.
pub(super) async fn place(
    app: &App,
    caller: &Caller,
    id: PetitionId,
) -> Result<(EngagementId, Option<i64>), Failure> {
    let engagement = app.petition_place(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    Ok((engagement, caller.version()))
}

/// A petition as it is taken in. Name and contact are sealed and come back in no answer.
#[derive(Deserialize, ToSchema)]
struct PetitionInput {
    /// Code of the way it came in.
    channel: String,
    /// When it came in, such as `2025-09-08 10:52`, by the committee's clock.
    received: String,
    /// The reporter's name; empty when anonymous.
    #[serde(default)]
    reporter: String,
    /// How they are reached.
    #[serde(default)]
    contact: String,
    /// How many people it comes from, when joint or a visit.
    #[serde(default)]
    people: Option<u32>,
    /// Who opened the box.
    #[serde(default)]
    openers: Vec<String>,
    /// The unit it is about, as people call it.
    #[serde(default)]
    unit: String,
    /// Those it is about, between 、.
    #[serde(default)]
    subjects: String,
    /// What it says.
    text: String,
    /// Codes of the disciplines it says were broken.
    #[serde(default)]
    disciplines: Vec<String>,
}

/// Register a petition of an engagement
#[utoipa::path(post, path = "/engagements/{engagement}/petitions", tag = "petitions", request_body = PetitionInput,
    params(("engagement" = String, Path, format = Uuid)), responses((status = 201, body = RegisteredView)))]
async fn register(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Body(input): Body<PetitionInput>,
) -> Result<Response, Failure> {
    let received = instant(&input.received, app.offset()).ok_or_else(|| {
        let message = Message::new("petition-received-wrong").with("value", input.received.as_str());
        caller.fail(Error::Invalid(vec![FieldError::new("received", message)]))
    })?;
    let entry = Entry {
        channel: input.channel,
        received,
        reporter: input.reporter.into(),
        contact: input.contact.into(),
        people: input.people,
        openers: input.openers,
        unit: input.unit,
        subjects: input.subjects,
        text: input.text,
        disciplines: input.disciplines,
    };
    let act = RegisterPetition { engagement, entry };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// What was registered.
#[derive(ToSchema)]
#[schema(as = RegisteredPetition)]
#[expect(dead_code, reason = "describes what the app writes")]
struct RegisteredView {
    /// The petition.
    #[schema(value_type = String, format = Uuid)]
    petition: PetitionId,
}

/// A screening.
#[derive(Deserialize, ToSchema)]
struct ScreeningInput {
    /// `in`, `mixed` or `out:<reason>`.
    verdict: String,
    /// Why, in the team's words.
    why: String,
}

/// Decide whether a petition is in scope
#[utoipa::path(put, path = "/petitions/{petition}/screening", tag = "petitions", request_body = ScreeningInput,
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn screen(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(ScreeningInput { verdict, why }): Body<ScreeningInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    let verdict = match (verdict.as_str(), verdict.strip_prefix("out:")) {
        ("in", _) => Verdict::In,
        ("mixed", _) => Verdict::Mixed,
        (_, Some(reason)) => Verdict::Out { reason: reason.to_owned() },
        _ => {
            let error = FieldError::new("verdict", Message::new("petition-verdict-missing"));
            return Err(caller.fail(Error::Invalid(vec![error])));
        }
    };
    carry_out(app, caller, petition, ScreenPetition { engagement, petition, version, verdict, why }).await
}

/// A claim to be split off.
#[derive(Deserialize, ToSchema)]
struct ClaimInput {
    /// What the department needs to know.
    extract: String,
}

/// Split the personal claim off a mixed petition; answers with the claim's id
#[utoipa::path(post, path = "/petitions/{petition}/claims", tag = "petitions", request_body = ClaimInput,
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 201, body = RegisteredView)))]
async fn split(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(ClaimInput { extract }): Body<ClaimInput>,
) -> Result<Response, Failure> {
    let (engagement, version) = place(&app, &caller, petition).await?;
    let act = SplitClaim { engagement, petition, version, extract };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// A disposition.
#[derive(Deserialize, ToSchema)]
struct HandlingInput {
    /// `looked_into`, `merged_into_interviews`, `immediate_rectification`, `finding`, `clue` or `reference`.
    #[schema(value_type = String)]
    how: How,
    /// The record it became part of, when there is one.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(default)]
    record: Option<RecordId>,
    /// What was found, or why it is kept.
    result: String,
}

/// Give a petition in scope its one disposition
#[utoipa::path(put, path = "/petitions/{petition}/handling", tag = "petitions", request_body = HandlingInput,
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn handle(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(HandlingInput { how, record, result }): Body<HandlingInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    let act = HandlePetition { engagement, petition, version, how, record, result };
    carry_out(app, caller, petition, act).await
}

/// A referral.
#[derive(Deserialize, ToSchema)]
struct ReferralInput {
    /// The receiver, as people call it.
    to: String,
    /// What the receiver gets to read.
    extract: String,
    /// How the reporter agreed that the receiver learns who they are; empty when they did not.
    #[serde(default)]
    consent: String,
    /// On which day they agreed; today when left out.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    consent_on: Option<Day>,
    /// Bodies that those it is about lead or manage, between 、.
    #[serde(default)]
    led: String,
    /// One's own password, again.
    password: String,
}

/// Refer a petition that is out of scope; the team leader's decision
#[utoipa::path(put, path = "/petitions/{petition}/referral", tag = "petitions", request_body = ReferralInput,
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn refer(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(ReferralInput { to, extract, consent, consent_on, led, password }): Body<ReferralInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    let act =
        ReferPetition { engagement, petition, version, to, extract, consent, consent_on, led, password };
    carry_out(app, caller, petition, act).await
}

/// A receipt.
#[derive(Deserialize, ToSchema)]
struct ReceiptInput {
    /// Who signed, as written.
    by: String,
    /// When; today when left out.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    on: Option<Day>,
}

/// Note the receipt for a referral
#[utoipa::path(put, path = "/petitions/{petition}/receipt", tag = "petitions", request_body = ReceiptInput,
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn receipt(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(ReceiptInput { by, on }): Body<ReceiptInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    carry_out(app, caller, petition, NoteReceipt { engagement, petition, version, by, on }).await
}

/// The outcome of a referral.
#[derive(Deserialize, ToSchema)]
struct OutcomeInput {
    /// What was done.
    result: String,
    /// When it was reported; today when left out.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    on: Option<Day>,
}

/// Note the outcome of a referral
#[utoipa::path(put, path = "/petitions/{petition}/outcome", tag = "petitions", request_body = OutcomeInput,
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn outcome(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(OutcomeInput { result, on }): Body<OutcomeInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    carry_out(app, caller, petition, NoteOutcome { engagement, petition, version, result, on }).await
}

/// An answer to the reporter.
#[derive(Deserialize, ToSchema)]
#[schema(as = PetitionAnswer)]
struct AnswerInput {
    /// What was told; no word of who they are.
    told: String,
}

/// Note the answer to a petition's reporter
#[utoipa::path(put, path = "/petitions/{petition}/answer", tag = "petitions", request_body = AnswerInput,
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn answer(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(AnswerInput { told }): Body<AnswerInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    carry_out(app, caller, petition, AnswerPetition { engagement, petition, version, told }).await
}

/// An end.
#[derive(Deserialize, ToSchema)]
struct ClosingInput {
    /// The outcome in one sentence.
    outcome: String,
}

/// Close a petition with its outcome
#[utoipa::path(put, path = "/petitions/{petition}/closing", tag = "petitions", request_body = ClosingInput,
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn close(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(ClosingInput { outcome }): Body<ClosingInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    carry_out(app, caller, petition, ClosePetition { engagement, petition, version, outcome }).await
}

/// A reason.
#[derive(Deserialize, ToSchema)]
struct WhyInput {
    /// Why.
    why: String,
}

/// Open a closed petition again
#[utoipa::path(delete, path = "/petitions/{petition}/closing", tag = "petitions", request_body = WhyInput,
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn reopen(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(WhyInput { why }): Body<WhyInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    carry_out(app, caller, petition, ReopenPetition { engagement, petition, version, why }).await
}

/// Withdraw a petition at its reporter's wish: it stays received, and is counted as such
#[utoipa::path(post, path = "/petitions/{petition}/retraction", tag = "petitions", request_body = WhyInput,
    operation_id = "retract_petition",
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn retract(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(WhyInput { why }): Body<WhyInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    carry_out(app, caller, petition, RetractPetition { engagement, petition, version, why }).await
}

/// Take back what was registered by mistake
#[utoipa::path(post, path = "/petitions/{petition}/withdrawal", tag = "petitions", request_body = WhyInput,
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(WhyInput { why }): Body<WhyInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    carry_out(app, caller, petition, WithdrawPetition { engagement, petition, version, why }).await
}

/// Another petition, with a reason.
#[derive(Deserialize, ToSchema)]
struct OtherInput {
    /// The other.
    #[schema(value_type = String, format = Uuid)]
    other: PetitionId,
    /// Why.
    why: String,
}

/// Merge a petition into another that carries the matter on
#[utoipa::path(put, path = "/petitions/{petition}/merge", tag = "petitions", request_body = OtherInput,
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn merge(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(OtherInput { other, why }): Body<OtherInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    let act = MergePetitions { engagement, petition, into: other, version, why };
    carry_out(app, caller, petition, act).await
}

/// Take a merge back; nothing is lost
#[utoipa::path(delete, path = "/petitions/{petition}/merge", tag = "petitions",
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn unmerge(State(app): State<App>, caller: Caller, Id(petition): Id<PetitionId>) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    carry_out(app, caller, petition, UnmergePetition { engagement, petition, version }).await
}

/// Note that two petitions which look alike are two matters
#[utoipa::path(post, path = "/petitions/{petition}/apart", tag = "petitions", request_body = OtherInput,
    params(("petition" = String, Path, format = Uuid)), responses((status = 200, body = PetitionView)))]
async fn keep_apart(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(OtherInput { other, why }): Body<OtherInput>,
) -> Answer {
    let (engagement, _) = place(&app, &caller, petition).await?;
    carry_out(app, caller, petition, KeepApart { engagement, petition, other, why }).await
}
