//! The chain by which an item closes (E5), through the acts of the pages: declared, signed, reviewed, sent back,
//! verified, let go on, re-checked. Each answers with the item as it then stands.
//!
//! A signature takes the signer's own password in the body, as the page does: a token alone signs nothing. It is
//! handed to the act, which checks it, and is kept nowhere.

use super::change::Done;
use super::unit_of;
use super::view::ItemView;
use crate::answer::carry_out;
use crate::caller::{Body, Caller, Id};
use app::App;
use app::rectification::{
    ConfirmedKind, DeclareItem, EvidenceKind, GoOnItem, ItemVerdict, Recheck, RecheckItem, ResumeItem,
    SendBackItem, SentTo, Sign, SignItem, ThreeQuestions, VerifyItem,
};
use axum::extract::State;
use kernel::{Day, ItemId, MeasureId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(declare))
        .routes(routes!(sign))
        .routes(routes!(send_back))
        .routes(routes!(resume))
        .routes(routes!(verify))
        .routes(routes!(go_on))
        .routes(routes!(recheck))
}

/// A declaration.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewDeclaration)]
struct DeclareInput {
    /// Why meetings, documents and delegations suffice, where there is nothing else.
    #[serde(default)]
    why: String,
}

/// Declare an item complete (E5)
#[utoipa::path(post, path = "/ledger/{item}/declare", tag = "ledger", request_body = DeclareInput,
    params(("item" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = ItemView)))]
async fn declare(
    State(app): State<App>,
    caller: Caller,
    Id(item): Id<ItemId>,
    Body(DeclareInput { why }): Body<DeclareInput>,
) -> Done {
    let (unit, version) = (unit_of(&app, &caller, item).await?, caller.version());
    carry_out(app, caller, item, DeclareItem { unit, item, version, why }).await
}

/// A signature, or the review.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewSignature)]
struct SignInput {
    /// As what: `responsible_leader`, `unit_head`, `superior` or `review`.
    #[schema(value_type = String)]
    sign: Sign,
    /// One's own password, again; not asked of the review.
    #[serde(default)]
    password: String,
}

/// Sign for an item with the password again, or agree to it in review (E5)
#[utoipa::path(post, path = "/ledger/{item}/sign", tag = "ledger", request_body = SignInput,
    params(("item" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = ItemView)))]
async fn sign(
    State(app): State<App>,
    caller: Caller,
    Id(item): Id<ItemId>,
    Body(SignInput { sign, password }): Body<SignInput>,
) -> Done {
    let (unit, version) = (unit_of(&app, &caller, item).await?, caller.version());
    carry_out(app, caller, item, SignItem { unit, item, version, sign, password }).await
}

/// A return.
#[derive(Deserialize, ToSchema)]
#[schema(as = ItemReturn)]
struct SendBackInput {
    /// In whose turn: `responsible_leader`, `unit_head`, `superior`, `review` or `verify`.
    #[schema(value_type = String)]
    sign: Sign,
    /// To which step: `declaration` or `measures`.
    #[schema(value_type = String)]
    to: SentTo,
    /// Why; the unit reads these words.
    reason: String,
    /// A new day, where one is set.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    due: Option<Day>,
}

/// Return an item to its unit with a reason (E5)
#[utoipa::path(post, path = "/ledger/{item}/send-back", tag = "ledger", request_body = SendBackInput,
    params(("item" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = ItemView)))]
async fn send_back(
    State(app): State<App>,
    caller: Caller,
    Id(item): Id<ItemId>,
    Body(SendBackInput { sign, to, reason, due }): Body<SendBackInput>,
) -> Done {
    let (unit, version) = (unit_of(&app, &caller, item).await?, caller.version());
    carry_out(app, caller, item, SendBackItem { unit, item, version, sign, to, reason, due }).await
}

/// Take an item up again that was sent back to its measures (E5)
#[utoipa::path(post, path = "/ledger/{item}/resume", tag = "ledger",
    params(("item" = String, Path, format = Uuid)), responses((status = 200, body = ItemView)))]
async fn resume(State(app): State<App>, caller: Caller, Id(item): Id<ItemId>) -> Done {
    let unit = unit_of(&app, &caller, item).await?;
    carry_out(app, caller, item, ResumeItem { unit, item }).await
}

/// What the office finds, by its `verdict`.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "verdict", rename_all = "snake_case")]
#[schema(as = ItemVerdict)]
enum VerdictInput {
    /// Complete: three times yes.
    Closed {
        /// The problem is solved.
        solved: bool,
        /// The rectification is in place.
        in_place: bool,
        /// The ledger is complete.
        ledger_complete: bool,
    },
    /// Complete but for a rest.
    Basically {
        /// What is left.
        rest: String,
        /// Until when.
        #[schema(value_type = String, format = Date)]
        until: Day,
    },
    /// Not complete.
    Incomplete {
        /// What is missing.
        reason: String,
        /// The new day.
        #[schema(value_type = String, format = Date)]
        until: Day,
    },
}

impl From<VerdictInput> for ItemVerdict {
    fn from(verdict: VerdictInput) -> Self {
        match verdict {
            VerdictInput::Closed { solved, in_place, ledger_complete } => {
                Self::Closed { questions: ThreeQuestions { solved, in_place, ledger_complete } }
            }
            VerdictInput::Basically { rest, until } => Self::Basically { rest, until },
            VerdictInput::Incomplete { reason, until } => Self::Incomplete { reason, until },
        }
    }
}

/// What a piece of evidence was found to be.
#[derive(Deserialize, ToSchema)]
#[schema(as = ConfirmedEvidence)]
struct ConfirmedInput {
    /// The measure.
    #[schema(value_type = String, format = Uuid)]
    measure: MeasureId,
    /// The piece, by its `at`.
    at: usize,
    /// `document`, `meeting`, `delegation`, `photo`, `payment`, `register`, `site_check` or `other`.
    #[schema(value_type = String)]
    kind: EvidenceKind,
}

/// What the office finds of an item and its evidence.
#[derive(Deserialize, ToSchema)]
#[schema(as = ItemVerification)]
struct VerifyInput {
    /// What was found.
    #[serde(flatten)]
    verdict: VerdictInput,
    /// Kinds of evidence, as confirmed; closing needs every piece's.
    #[serde(default)]
    kinds: Vec<ConfirmedInput>,
}

/// Close an item, or find it basically complete or incomplete (E5)
#[utoipa::path(post, path = "/ledger/{item}/verify", tag = "ledger", request_body = VerifyInput,
    params(("item" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = ItemView)))]
async fn verify(
    State(app): State<App>,
    caller: Caller,
    Id(item): Id<ItemId>,
    Body(VerifyInput { verdict, kinds }): Body<VerifyInput>,
) -> Done {
    let (unit, version) = (unit_of(&app, &caller, item).await?, caller.version());
    let confirmed = |c: ConfirmedInput| ConfirmedKind { measure: c.measure, at: c.at, kind: c.kind };
    let kinds = kinds.into_iter().map(confirmed).collect();
    carry_out(app, caller, item, VerifyItem { unit, item, version, verdict: verdict.into(), kinds }).await
}

/// Let an item go on beyond the concentrated period (E3)
#[utoipa::path(post, path = "/ledger/{item}/go-on", tag = "ledger",
    params(("item" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = ItemView)))]
async fn go_on(State(app): State<App>, caller: Caller, Id(item): Id<ItemId>) -> Done {
    let (unit, version) = (unit_of(&app, &caller, item).await?, caller.version());
    carry_out(app, caller, item, GoOnItem { unit, item, version }).await
}

/// What a re-check finds, by its `found`.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "found", rename_all = "snake_case")]
#[schema(as = ItemRecheck)]
enum RecheckInput {
    /// It holds.
    Held,
    /// It came back.
    Rebound {
        /// What was found.
        reason: String,
        /// The new day.
        #[schema(value_type = String, format = Date)]
        until: Day,
    },
}

impl From<RecheckInput> for Recheck {
    fn from(found: RecheckInput) -> Self {
        match found {
            RecheckInput::Held => Self::Held,
            RecheckInput::Rebound { reason, until } => Self::Rebound { reason, until },
        }
    }
}

/// Re-check a closed item; a rebound opens it again (E5)
#[utoipa::path(post, path = "/ledger/{item}/recheck", tag = "ledger", request_body = RecheckInput,
    params(("item" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = ItemView)))]
async fn recheck(
    State(app): State<App>,
    caller: Caller,
    Id(item): Id<ItemId>,
    Body(found): Body<RecheckInput>,
) -> Done {
    let (unit, version) = (unit_of(&app, &caller, item).await?, caller.version());
    carry_out(app, caller, item, RecheckItem { unit, item, version, found: found.into() }).await
}
