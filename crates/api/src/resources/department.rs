//! What was handed to the caller's department or discipline body, over clues, matters and extracts of petitions; and
//! signing for and answering an extract.

use crate::answer::{List, PageQuery, Paging, performed};
use crate::caller::{Asked, Body, Caller, Id};
use crate::problem::Failure;
use app::department::{HandedFilter, HandedLine, Owed, ReferralPage, What};
use app::petition::{AnswerReferral, SignReferral};
use app::{App, Error};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::{Message, RecordId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(figures))
        .routes(routes!(show))
        .routes(routes!(sign))
        .routes(routes!(answer))
}

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct HandedQuery {
    /// Of one kind: `clue`, `matter` or `referral`.
    what: Option<String>,
    /// What is owed: `receipt`, `outcome`, or `answered` for nothing; everything that is owed unless said.
    owed: Option<String>,
    /// Only what is late.
    #[serde(default)]
    late: bool,
}

impl HandedQuery {
    fn filter(&self, today: kernel::Day) -> Result<HandedFilter, Error> {
        let what = coded("what", self.what.as_deref(), What::from_code, &What::ALL.map(What::code))?;
        let owed = coded("owed", self.owed.as_deref(), Owed::from_code, &Owed::ALL.map(Owed::code))?;
        Ok(HandedFilter { what, owed, open: owed.is_none(), late: self.late.then_some(today) })
    }
}

/// A code that is none of those there are is the field's fault.
fn coded<T>(
    field: &'static str,
    code: Option<&str>,
    of: impl Fn(&str) -> Option<T>,
    codes: &[&str],
) -> Result<Option<T>, Error> {
    let Some(code) = code else { return Ok(None) };
    let wrong = || Message::new("api-code-unknown").with("value", code).with("codes", codes.join(", "));
    of(code).map(Some).ok_or_else(|| Error::field(field, wrong()))
}

/// One thing that was handed over.
#[derive(Serialize, ToSchema)]
struct HandedView {
    /// `clue`, `matter` or `referral`.
    what: &'static str,
    /// Its record.
    #[schema(value_type = String, format = Uuid)]
    id: RecordId,
    /// Its number.
    number: String,
    /// The number of the letter; absent for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    letter: String,
    /// What it is about; absent for a clue, which is sealed.
    #[serde(skip_serializing_if = "String::is_empty")]
    about: String,
    /// The receiver.
    receiver: String,
    /// The day it was handed over.
    on: String,
    /// `receipt`, `outcome`, or `answered`.
    owed: &'static str,
    /// The last day of what is owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
}

impl From<HandedLine> for HandedView {
    fn from(line: HandedLine) -> Self {
        Self {
            what: line.handed.what.code(),
            id: line.handed.id,
            number: line.number,
            letter: line.letter,
            about: line.about,
            receiver: line.receiver,
            on: line.handed.on.to_string(),
            owed: line.handed.owed.code(),
            due: line.handed.due.map(|due| due.to_string()),
        }
    }
}

/// What was handed to the caller's department, what is owed first, by its last day
#[utoipa::path(get, path = "/department", tag = "department", operation_id = "list_handed",
    params(HandedQuery, PageQuery), responses((status = 200, body = List<HandedView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<HandedQuery>,
    Paging(page): Paging,
) -> Result<Json<List<HandedView>>, Failure> {
    let filter = asked.filter(app.today()).map_err(|e| caller.fail(e))?;
    let found = app.handed(&caller.ctx, &filter, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found, HandedView::from))
}

/// A figure.
#[derive(Serialize, ToSchema)]
struct HandedCountView {
    /// `clue`, `matter` or `referral`.
    what: &'static str,
    /// `receipt`, `outcome`, or `answered`.
    owed: &'static str,
    /// Whether that is late.
    late: bool,
    /// How many.
    count: i64,
}

/// How many were handed to the caller's department, by kind and by what is owed
#[utoipa::path(get, path = "/department/figures", tag = "department", operation_id = "count_handed",
    responses((status = 200, body = Vec<HandedCountView>)))]
async fn figures(State(app): State<App>, caller: Caller) -> Result<Json<Vec<HandedCountView>>, Failure> {
    let found = app.handed_figures(&caller.ctx).await.map_err(|e| caller.fail(e))?;
    let view = |count: app::department::Count| HandedCountView {
        what: count.what.code(),
        owed: count.owed.code(),
        late: count.late,
        count: count.count,
    };
    Ok(Json(found.into_iter().map(view).collect()))
}

/// An extract of a petition, for whoever received it.
#[derive(Serialize, ToSchema)]
struct ReferralView {
    /// Its record.
    #[schema(value_type = String, format = Uuid)]
    id: RecordId,
    /// Its number.
    number: String,
    /// What it says.
    extract: String,
    /// The day it was referred.
    on: String,
    /// The last day of what is owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// Who signed for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_by: Option<String>,
    /// What was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<String>,
}

impl From<ReferralPage> for ReferralView {
    fn from(page: ReferralPage) -> Self {
        let slip = page.slip.value;
        Self {
            id: slip.id,
            number: slip.number,
            extract: slip.extract,
            on: slip.on.to_string(),
            due: page.due.map(|due| due.to_string()),
            signed_by: slip.receipt.map(|receipt| receipt.by),
            result: slip.outcome.map(|outcome| outcome.result),
        }
    }
}

/// One extract that was referred to the caller's department
#[utoipa::path(get, path = "/received-referrals/{referral}", tag = "department", operation_id = "show_referral",
    params(("referral" = String, Path, format = Uuid)), responses((status = 200, body = ReferralView)))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(referral): Id<RecordId>,
) -> Result<Json<ReferralView>, Failure> {
    let found = app.received_referral(&caller.ctx, referral).await.map_err(|e| caller.fail(e))?;
    Ok(Json(ReferralView::from(found)))
}

/// Sign for an extract
#[utoipa::path(post, path = "/received-referrals/{referral}/receipt", tag = "department",
    operation_id = "sign_referral", params(("referral" = String, Path, format = Uuid)), responses((status = 204)))]
async fn sign(
    State(app): State<App>,
    caller: Caller,
    Id(referral): Id<RecordId>,
) -> Result<StatusCode, Failure> {
    performed(app, caller, SignReferral { referral }).await
}

/// What was done.
#[derive(Deserialize, ToSchema)]
#[schema(as = ReferralAnswer)]
struct AnswerInput {
    /// In words.
    result: String,
}

/// Report what was done with an extract
#[utoipa::path(post, path = "/received-referrals/{referral}/outcome", tag = "department",
    operation_id = "answer_referral", request_body = AnswerInput,
    params(("referral" = String, Path, format = Uuid)), responses((status = 204)))]
async fn answer(
    State(app): State<App>,
    caller: Caller,
    Id(referral): Id<RecordId>,
    Body(AnswerInput { result }): Body<AnswerInput>,
) -> Result<StatusCode, Failure> {
    performed(app, caller, AnswerReferral { referral, result }).await
}
