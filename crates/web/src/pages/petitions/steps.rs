//! The steps of a petition's course, as forms send them. A form that is refused comes back with what was typed.

use super::address;
use super::entry::faults;
use super::next::verdict_of;
use super::one::{Forms, page};
use crate::Web;
use crate::pages::fields::{Fields, coded};
use crate::request::{Answer, Posted, done, unprocessable};
use crate::routes::{Needs, Routes};
use app::petition::{
    AnswerPetition, ClosePetition, HandlePetition, NoteOutcome, NoteReceipt, ReferPetition, ReopenPetition,
    RetractPetition, ScreenPetition, SplitClaim, UnmergePetition, WithdrawPetition,
};
use app::{Act, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::permission::Action;
use kernel::{EngagementId, FieldError, Message, PetitionId};

pub(super) fn routes(routes: Routes) -> Routes {
    let handle = Needs::Right(Action::PetitionHandle);
    routes
        .post("/petitions/{petition}/screen", handle, screen)
        .post("/petitions/{petition}/split", handle, split)
        .post("/petitions/{petition}/handle", handle, handle_it)
        .post("/petitions/{petition}/refer", Needs::Right(Action::PetitionRefer), refer)
        .post("/petitions/{petition}/receipt", handle, receipt)
        .post("/petitions/{petition}/outcome", handle, outcome)
        .post("/petitions/{petition}/answer", handle, answer)
        .post("/petitions/{petition}/close", handle, close)
        .post("/petitions/{petition}/reopen", handle, reopen)
        .post("/petitions/{petition}/unmerge", handle, unmerge)
        .post("/petitions/{petition}/withdraw", Needs::Right(Action::PetitionRegister), withdraw)
        .post("/petitions/{petition}/retract", Needs::Right(Action::PetitionHandle), retract)
}

/// Carries a step out; what is wrong with it comes back beside its form.
pub(super) async fn carry_out<A: Act>(
    web: &Web,
    posted: &Posted,
    (id, step): (PetitionId, &'static str),
    act: &A,
    said: &'static str,
) -> Answer<Response> {
    match web.app().perform(&posted.ctx, act).await {
        Ok(_) => Ok(done(&address(id), said)),
        Err(error) => back(web, posted, (id, step), faults(error)?).await,
    }
}

/// The page again, with the form that was wrong.
pub(super) async fn back(
    web: &Web,
    posted: &Posted,
    (id, step): (PetitionId, &'static str),
    errors: Vec<FieldError>,
) -> Answer<Response> {
    let forms = Forms::back(step, posted.state(errors));
    let shown = page(web, &posted.ctx, &posted.view, id, &forms).await?;
    Ok(unprocessable(shown).into_response())
}

/// Where the petition belongs, and the version its form was made from.
pub(super) async fn place(
    web: &Web,
    posted: &Posted,
    id: PetitionId,
) -> Result<(EngagementId, Option<i64>), Error> {
    let engagement = web.app().petition_place(&posted.ctx, id).await?;
    Ok((engagement, posted.value("version").parse().ok()))
}

async fn screen(
    State(web): State<Web>,
    Path(petition): Path<PetitionId>,
    posted: Posted,
) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let step = (petition, "screen");
    let Some(verdict) = verdict_of(posted.value("verdict")) else {
        let errors = vec![FieldError::new("verdict", Message::new("petition-verdict-missing"))];
        return back(&web, &posted, step, errors).await;
    };
    let why = posted.value("why").to_owned();
    let act = ScreenPetition { engagement, petition, version, verdict, why };
    carry_out(&web, &posted, step, &act, "petition-screened").await
}

async fn split(State(web): State<Web>, Path(petition): Path<PetitionId>, posted: Posted) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let act = SplitClaim { engagement, petition, version, extract: posted.value("extract").to_owned() };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(outcome) => Ok(done(&address(outcome.done.petition), "petition-split-off")),
        Err(error) => back(&web, &posted, (petition, "split"), faults(error)?).await,
    }
}

async fn handle_it(
    State(web): State<Web>,
    Path(petition): Path<PetitionId>,
    posted: Posted,
) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let step = (petition, "handle");
    let Some(how) = coded(posted.value("how")) else {
        let errors = vec![FieldError::new("how", Message::new("petition-how-missing"))];
        return back(&web, &posted, step, errors).await;
    };
    let record = posted.value("record").parse().ok().map(kernel::RecordId);
    let result = posted.value("result").to_owned();
    let act = HandlePetition { engagement, petition, version, how, record, result };
    carry_out(&web, &posted, step, &act, "petition-handled").await
}

async fn refer(State(web): State<Web>, Path(petition): Path<PetitionId>, posted: Posted) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let text = |name: &str| posted.value(name).to_owned();
    let act = ReferPetition {
        engagement,
        petition,
        version,
        to: text("to"),
        extract: text("extract"),
        consent: text("consent"),
        consent_on: None,
        led: text("led"),
        password: text("password"),
    };
    carry_out(&web, &posted, (petition, "refer"), &act, "petition-referred").await
}

async fn receipt(
    State(web): State<Web>,
    Path(petition): Path<PetitionId>,
    posted: Posted,
) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let step = (petition, "receipt");
    let mut fields = Fields::of(&posted.pairs);
    let on = fields.optional_day("on");
    if !fields.errors.is_empty() {
        let errors = fields.errors;
        return back(&web, &posted, step, errors).await;
    }
    let act = NoteReceipt { engagement, petition, version, by: posted.value("by").to_owned(), on };
    carry_out(&web, &posted, step, &act, "petition-receipt-noted").await
}

async fn outcome(
    State(web): State<Web>,
    Path(petition): Path<PetitionId>,
    posted: Posted,
) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let step = (petition, "outcome");
    let mut fields = Fields::of(&posted.pairs);
    let on = fields.optional_day("on");
    if !fields.errors.is_empty() {
        let errors = fields.errors;
        return back(&web, &posted, step, errors).await;
    }
    let act = NoteOutcome { engagement, petition, version, result: posted.value("result").to_owned(), on };
    carry_out(&web, &posted, step, &act, "petition-outcome-noted").await
}

async fn answer(
    State(web): State<Web>,
    Path(petition): Path<PetitionId>,
    posted: Posted,
) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let act = AnswerPetition { engagement, petition, version, told: posted.value("told").to_owned() };
    carry_out(&web, &posted, (petition, "answer"), &act, "petition-answered").await
}

async fn close(State(web): State<Web>, Path(petition): Path<PetitionId>, posted: Posted) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let act = ClosePetition { engagement, petition, version, outcome: posted.value("outcome").to_owned() };
    carry_out(&web, &posted, (petition, "close"), &act, "petition-closed-done").await
}

async fn reopen(
    State(web): State<Web>,
    Path(petition): Path<PetitionId>,
    posted: Posted,
) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let act = ReopenPetition { engagement, petition, version, why: posted.value("why").to_owned() };
    carry_out(&web, &posted, (petition, "reopen"), &act, "petition-reopened-done").await
}

async fn unmerge(
    State(web): State<Web>,
    Path(petition): Path<PetitionId>,
    posted: Posted,
) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let act = UnmergePetition { engagement, petition, version };
    carry_out(&web, &posted, (petition, "unmerge"), &act, "petition-unmerged").await
}

async fn retract(
    State(web): State<Web>,
    Path(petition): Path<PetitionId>,
    posted: Posted,
) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let act = RetractPetition { engagement, petition, version, why: posted.value("why").to_owned() };
    carry_out(&web, &posted, (petition, "retract"), &act, "petition-retracted-done").await
}

async fn withdraw(
    State(web): State<Web>,
    Path(petition): Path<PetitionId>,
    posted: Posted,
) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let act = WithdrawPetition { engagement, petition, version, why: posted.value("why").to_owned() };
    carry_out(&web, &posted, (petition, "withdraw"), &act, "petition-withdrawn-done").await
}
