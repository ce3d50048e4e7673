//! Taking back: a planned round that is not wanted any more, and a step that was taken by mistake.

use crate::View;
use crate::Web;
use crate::components::{Button, Form, FormState, Panel};
use crate::pages::fields::{code_of, coded};
use crate::request::{Answer, Posted, done, unprocessable};
use crate::routes::{Needs, Routes};
use app::Error;
use app::round::{RoundPage, StepRoundBack, WithdrawRound};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::permission::Action;
use domain::round::Stage;
use kernel::{FieldError, Message, RoundId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let plan = Needs::Right(Action::RoundPlan);
    routes.post("/rounds/{round}/withdraw", plan, withdraw).post("/rounds/{round}/step-back", plan, step_back)
}

/// What may be taken back now, folded away: it is seldom wanted.
pub(super) fn panel(v: &View, found: &RoundPage, state: &FormState) -> Markup {
    let round = &found.round;
    if round.withdrawn.is_some() {
        return Markup::default();
    }
    let state = state.clone().prefix("back");
    let open = !state.errors().is_empty();
    let (target, label, opener) = match round.stage {
        Stage::Planned => ("withdraw", "round-withdraw", "round-withdraw-open"),
        Stage::Rectifying => return Markup::default(),
        _ => ("step-back", "round-back", "round-back-open"),
    };
    let form = Form::post(format!("/rounds/{}/{target}", round.id), &state)
        .hidden("from", code_of(&round.stage))
        .body(html! { (state.text("reason", v.t("round-back-reason")).longest(200).wide().html(v)) })
        .button(Button::submit(v.t(label)).danger());
    let panel = Panel::new(v.t("round-correct"))
        .body(html! { details open[open] { summary { (v.t(opener)) } (form.html(v)) } });
    html! { (panel) }
}

async fn ended(
    web: &Web,
    posted: &Posted,
    round: RoundId,
    result: Result<(), Error>,
    said: &'static str,
) -> Answer<Response> {
    let errors = match result {
        Ok(()) => return Ok(done(&format!("/rounds/{round}"), said)),
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
        Err(other) => return Err(other.into()),
    };
    let found = web.app().round(&posted.ctx, round).await?;
    let forms = super::one::Forms { back: posted.state(errors), ..super::one::Forms::default() };
    Ok(unprocessable(super::one::page(&posted.ctx, &posted.view, &found, &forms)).into_response())
}

async fn withdraw(State(web): State<Web>, Path(round): Path<RoundId>, posted: Posted) -> Answer<Response> {
    let reason = posted.value("reason").to_owned();
    let result = if reason.trim().is_empty() {
        Err(Error::field("reason", Message::new("round-withdraw-without-reason")))
    } else {
        web.app().perform(&posted.ctx, &WithdrawRound { round, reason }).await.map(|_| ())
    };
    ended(&web, &posted, round, result, "round-withdrawn-done").await
}

async fn step_back(State(web): State<Web>, Path(round): Path<RoundId>, posted: Posted) -> Answer<Response> {
    let from = coded(posted.value("from")).ok_or(Error::NotFound)?;
    let act = StepRoundBack { round, from, reason: posted.value("reason").to_owned() };
    let result = web.app().perform(&posted.ctx, &act).await.map(|_| ());
    ended(&web, &posted, round, result, "round-stepped-back").await
}
