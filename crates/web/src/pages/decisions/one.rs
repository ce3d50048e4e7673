//! One decision: what, who, when, how; its scan; the second person's check.

use super::{answer, decider, how, subject};
use crate::components::{
    Button, Cols, Crumb, Form, FormState, Help, Note, Page, Panel, Tone, cols, facts, stack,
};
use crate::pages::units::attachment;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::decision::{CheckPaper, Decided, DecisionPage, Subject, WithdrawRecord};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::decision::{How, PaperCheck};
use domain::permission::{Action, Scope};
use kernel::{DecisionId, FieldError, Message};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/decisions/{decision}", Needs::Right(Action::RoundView), show)
        .get("/decisions/{decision}/scan", Needs::Right(Action::RoundView), scan)
        .post("/decisions/{decision}/check", Needs::Right(Action::DecisionCheck), check)
        .post("/decisions/{decision}/withdraw", Needs::Right(Action::DecisionRecord), withdraw)
}

async fn show(State(web): State<Web>, Path(id): Path<DecisionId>, reader: Reader) -> Answer<Html> {
    let found = web.app().decision(&reader.ctx, id).await?;
    Ok(page(&reader.ctx, &reader.view, &found, &FormState::new()))
}

fn page(ctx: &Ctx, v: &View, found: &DecisionPage, state: &FormState) -> Html {
    let decided = &found.decided;
    let left = stack([html! { (facts_panel(ctx, v, found)) }]);
    let waits = matches!(&decided.how, How::OnPaper { check: PaperCheck::Waiting, .. });
    let recorder = ctx.signed().is_ok_and(|signed| signed.account == decided.recorded_by.user);
    let right = stack([
        html! { @if waits && !recorder && ctx.may(Action::DecisionCheck, Scope::Global) { (check_panel(v, decided, state)) } },
        html! { @if waits && recorder { (Note::new(Tone::Info, v.t("decision-check-other"))) (withdraw_panel(v, decided, state)) } },
    ]);
    Page::new(decided.label.clone())
        .mark(answer(v, decided))
        .lead(v.t(subject(decided.about)))
        .crumbs([Crumb::new(v.t("decision-title"), "/decisions")])
        .help(Help::new(v.t("decision-one-help-what"), v.t("decision-one-help-next")))
        .html(v, cols(Cols::TwoOne, [left, right]))
}

fn facts_panel(ctx: &Ctx, v: &View, found: &DecisionPage) -> Panel {
    let decided = &found.decided;
    let text = |id: &str, value: String| (v.t(id), html! { (value) });
    let mut pairs = vec![
        (v.t("decision-about"), about(ctx, v, decided)),
        text("decision-by", decider(v, decided)),
        text("decision-on", v.day(decided.decided_on)),
        text("decision-how", how(v, decided)),
        text("decision-recorder", found.recorder.clone()),
    ];
    if let How::OnPaper { paper, check } = &decided.how {
        pairs.push(text("decision-number", paper.number.clone()));
        pairs.push((v.t("decision-wording"), html! { blockquote { (paper.wording) } }));
        let href = format!("/decisions/{}/scan", decided.decision.id);
        pairs.push((
            v.t("decision-scan"),
            html! { (Button::link(v.t("decision-scan-open"), href).small().icon("save")) },
        ));
        let checked = match check {
            PaperCheck::Waiting => None,
            PaperCheck::Agreed { on, .. } => Some((*on, String::new())),
            PaperCheck::Rejected { on, reason, .. } | PaperCheck::Withdrawn { on, reason } => {
                Some((*on, reason.clone()))
            }
        };
        if let Some((on, reason)) = checked {
            let who = found.checker.clone().unwrap_or_default();
            pairs.push(text("decision-checker", format!("{who} {} {reason}", v.day(on))));
        }
    }
    Panel::new(v.t("decision-facts")).body(facts(pairs))
}

/// What was decided about, led to only for a reader who may open it.
fn about(ctx: &Ctx, v: &View, decided: &Decided) -> Markup {
    let led = |folder: &str, action: Action| match ctx.may(action, Scope::Global) {
        true => html! { a href={ "/" (folder) "/" (decided.subject) } { (decided.label) } },
        false => html! { (decided.label) },
    };
    match decided.about {
        Subject::Round => led("rounds", Action::RoundView),
        Subject::Feedback => led("feedback", Action::FeedbackView),
        Subject::Item => led("ledger", Action::LedgerView),
        Subject::Matter => led("matters", Action::MatterView),
        Subject::Authorisation
        | Subject::Ruleset
        | Subject::Petition
        | Subject::Clue
        | Subject::Measure
        | Subject::Reminder => {
            html! { (v.t(subject(decided.about))) " " (decided.label) }
        }
    }
}

fn check_panel(v: &View, decided: &Decided, state: &FormState) -> Panel {
    let form = Form::post(format!("/decisions/{}/check", decided.decision.id), state)
        .body(html! { (state.text("reason", v.t("decision-reject-reason")).optional().longest(200).wide().html(v)) })
        .button(Button::submit(v.t("decision-agree")).primary().sends("agrees", "yes"))
        .button(Button::submit(v.t("decision-reject")).danger().sends("agrees", "no"));
    Panel::new(v.t("decision-check")).note(v.t("decision-check-note")).body(form.html(v))
}

/// Whoever recorded it by mistake takes it back while nobody has looked.
fn withdraw_panel(v: &View, decided: &Decided, state: &FormState) -> Panel {
    let form = Form::post(format!("/decisions/{}/withdraw", decided.decision.id), state)
        .body(html! { (state.text("reason", v.t("decision-withdraw-reason")).longest(200).wide().html(v)) })
        .button(Button::submit(v.t("decision-withdraw")).danger());
    let open = !state.errors().is_empty();
    Panel::new(v.t("decision-withdraw"))
        .note(v.t("decision-check-note"))
        .body(html! { details open[open] { summary { (v.t("decision-withdraw-open")) } (form.html(v)) } })
}

async fn withdraw(State(web): State<Web>, Path(id): Path<DecisionId>, posted: Posted) -> Answer<Response> {
    let reason = posted.value("reason").to_owned();
    let errors = if reason.trim().is_empty() {
        vec![FieldError::new("reason", Message::new("decision-withdraw-without-reason"))]
    } else {
        let decisions = web.app().decisions_of_paper(&posted.ctx, id).await?;
        match web.app().perform(&posted.ctx, &WithdrawRecord { decisions, reason }).await {
            Ok(_) => return Ok(done(&format!("/decisions/{id}"), "decision-withdrawn-done")),
            Err(Error::Invalid(errors)) => errors,
            Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
            Err(other) => return Err(other.into()),
        }
    };
    let found = web.app().decision(&posted.ctx, id).await?;
    Ok(unprocessable(page(&posted.ctx, &posted.view, &found, &posted.state(errors))).into_response())
}

async fn check(State(web): State<Web>, Path(id): Path<DecisionId>, posted: Posted) -> Answer<Response> {
    let agrees = posted.value("agrees") == "yes";
    let decisions = web.app().decisions_of_paper(&posted.ctx, id).await?;
    let act = CheckPaper { decisions, agrees, reason: posted.value("reason").to_owned() };
    let errors = match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => return Ok(done(&format!("/decisions/{id}"), "decision-checked")),
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
        Err(other) => return Err(other.into()),
    };
    let found = web.app().decision(&posted.ctx, id).await?;
    Ok(unprocessable(page(&posted.ctx, &posted.view, &found, &posted.state(errors))).into_response())
}

async fn scan(State(web): State<Web>, Path(id): Path<DecisionId>, reader: Reader) -> Answer<Response> {
    let found = web.app().decision(&reader.ctx, id).await?;
    let How::OnPaper { paper, .. } = &found.decided.how else { return Err(Error::NotFound.into()) };
    let right = (Action::RoundView, Scope::Global);
    let opened = web.app().open_file(&reader.ctx, right, paper.scan, None).await?;
    let (name, size) = (opened.file.name.clone(), opened.file.size);
    let (_, bytes) = opened.range(0, size).await?;
    Ok(attachment(&name, "application/octet-stream", bytes)?)
}
