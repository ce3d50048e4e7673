//! A referral that the leader approved on paper: recorded with its scan, checked by another of the team, taken back.

use super::PetitionView;
use super::change::place;
use crate::answer::{One, carry_out};
use crate::caller::{Body, Caller, Id, ReasonInput};
use crate::problem::Failure;
use crate::upload::Sent;
use app::App;
use app::petition::{CheckReferral, RecordReferral, WithdrawReferralRecord};
use axum::extract::State;
use kernel::{Day, PetitionId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

type Answer = Result<One<PetitionView>, Failure>;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(record)).routes(routes!(check)).routes(routes!(withdraw))
}

/// A referral as it stands on paper.
#[derive(Deserialize, ToSchema)]
#[schema(as = PaperReferral)]
struct PaperReferralInput {
    /// The receiver, as people call it.
    to: String,
    /// What the receiver gets to read.
    extract: String,
    /// How the reporter agreed that the receiver learns who they are; empty when they did not.
    #[serde(default)]
    consent: String,
    /// Bodies that those it is about lead or manage, between 、.
    #[serde(default)]
    led: String,
    /// The leader who approved, as written.
    decided_by: String,
    /// Their post, as written.
    #[serde(default)]
    post: String,
    /// On which day.
    #[schema(value_type = String, format = Date)]
    decided_on: Day,
    /// The paper's number; empty when it has none.
    #[serde(default)]
    number: String,
    /// The words as they stand on it.
    wording: String,
}

/// A paper with its scan.
#[derive(ToSchema)]
#[schema(as = PaperReferralForm)]
#[expect(dead_code, reason = "describes what is sent as a form")]
struct PaperReferralForm {
    /// What stands on it.
    about: PaperReferralInput,
    /// The scan.
    #[schema(value_type = Vec<String>)]
    files: Vec<Vec<u8>>,
}

/// Record a referral that the leader approved on paper, with its scan; another of the team checks it
#[utoipa::path(post, path = "/petitions/{petition}/referral/paper", tag = "petitions",
    request_body(content((PaperReferralForm = "multipart/form-data"))),
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn record(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    sent: Sent<PaperReferralInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    let (input, files) = sent.received(&app, &caller, engagement).await?;
    let PaperReferralInput { to, extract, consent, led, decided_by, post, decided_on, number, wording } =
        input;
    let (decider, scan) = (decided_by, files.into_iter().next());
    let act = RecordReferral {
        engagement,
        petition,
        version,
        to,
        extract,
        consent,
        led,
        decider,
        post,
        decided_on,
        number,
        wording,
        scan,
    };
    carry_out(app, caller, petition, act).await
}

/// Whether a record agrees with its paper.
#[derive(Deserialize, ToSchema)]
#[schema(as = PaperReferralCheck)]
struct CheckInput {
    /// Whether it does.
    agrees: bool,
    /// What does not.
    #[serde(default)]
    reason: String,
}

/// Check, as a second person of the team, a referral recorded from paper; a yes refers the petition
#[utoipa::path(put, path = "/petitions/{petition}/referral/check", tag = "petitions", request_body = CheckInput,
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn check(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(CheckInput { agrees, reason }): Body<CheckInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    carry_out(app, caller, petition, CheckReferral { engagement, petition, version, agrees, reason }).await
}

/// Take one's own record of a paper back before it is checked
#[utoipa::path(post, path = "/petitions/{petition}/referral/withdraw", tag = "petitions",
    operation_id = "withdraw_paper_referral",
    request_body = ReasonInput,
    params(("petition" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = PetitionView)))]
async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Id(petition): Id<PetitionId>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Answer {
    let (engagement, version) = place(&app, &caller, petition).await?;
    carry_out(app, caller, petition, WithdrawReferralRecord { engagement, petition, version, reason }).await
}
