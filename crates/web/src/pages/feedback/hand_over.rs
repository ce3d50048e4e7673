//! Told to the head, told to the leading body, each signed for; withdrawn before.

use super::address;
use super::one::{At, back, back_posted};
use crate::Web;
use crate::components::{Button, Form, Panel};
use crate::pages::fields::Fields;
use crate::request::{Answer, Posted, Uploaded, done};
use crate::routes::{Needs, Routes};
use app::Error;
use app::feedback::{DraftStanding, FeedbackState, Signature, TellBody, TellHead, WithdrawFeedback};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::file::Limits;
use domain::permission::Action;
use kernel::{FeedbackId, FieldError};
use maud::{Markup, Render, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::FeedbackHandOver);
    let most = routes.one_file();
    routes
        .upload("/feedback/{feedback}/head", needs, most, head)
        .upload("/feedback/{feedback}/body", needs, most, body)
        .post("/feedback/{feedback}/withdraw", needs, withdrawn)
}

/// The signature that comes next.
pub(super) fn panel(at: &At<'_>) -> Markup {
    if !at.may(Action::FeedbackHandOver) {
        return Markup::default();
    }
    let v = at.v;
    let (name, title, note) = if matches!(at.state(), Some(FeedbackState::Approved { .. })) {
        ("head", "feedback-tell-head", "feedback-tell-head-note")
    } else {
        ("body", "feedback-tell-body", "feedback-tell-body-note")
    };
    let state = at.forms.state(name);
    let state = if state.value("on").is_empty() { state.with("on", v.today().to_string()) } else { state };
    let version = at.found.taken.as_ref().map(|taken| taken.version.to_string()).unwrap_or_default();
    let form = Form::post(at.act(name), &state)
        .multipart()
        .hidden("version", version)
        .body(html! {
            (state.text("on", v.t("feedback-signed-on")).date().html(v))
            (state.text("signed_by", v.t("feedback-signed-by")).hint(v.t("feedback-signed-by-hint")).longest(100).html(v))
            (state.text("scan", v.t("feedback-slip")).file(".pdf,.png,.jpg,.jpeg").optional().html(v))
        })
        .button(Button::submit(v.t(title)).primary().icon("stamp"));
    Panel::new(v.t(title)).id("next").note(v.t(note)).body(form.html(v)).render()
}

/// Taking it back while nobody of the unit has it.
pub(super) fn withdraw(at: &At<'_>) -> Markup {
    let handed = at.found.taken.as_ref().is_some_and(|taken| taken.is_handed_over());
    let gone = at.found.drafting.standing == DraftStanding::Withdrawn;
    if handed || gone || !at.may(Action::FeedbackHandOver) {
        return Markup::default();
    }
    let v = at.v;
    let state = at.forms.state("withdraw").prefix("withdraw");
    let form = Form::post(at.act("withdraw"), &state)
        .body(html! { (state.text("reason", v.t("feedback-withdraw-reason")).longest(300).wide().html(v)) })
        .button(Button::submit(v.t("feedback-withdraw")).danger());
    let open = at.forms.name == "withdraw";
    let body = html! { details open[open] { summary { (v.t("feedback-withdraw-open")) } (form.html(v)) } };
    Panel::new(v.t("feedback-withdraw")).body(body).render()
}

/// The signature of a form; what is wrong beside its field.
async fn signature(web: &Web, uploaded: &Uploaded) -> Result<Signature, Error> {
    let mut fields = Fields::of(&uploaded.pairs);
    let on = fields.day("on");
    let mut scan = None;
    if let Some(file) = uploaded.file("scan") {
        let receiving = web.app().receive_file(None, Limits::default()).await?;
        let received = match receiving.push(file.bytes.clone()).await {
            Ok(receiving) => receiving.finish(&file.name).await,
            Err(error) => Err(error),
        };
        match received {
            Ok(received) => scan = Some(received),
            Err(Error::Refused(refusal)) => fields.errors.push(FieldError::new("scan", refusal.0)),
            Err(other) => return Err(other),
        }
    }
    match on.filter(|_| fields.errors.is_empty()) {
        Some(on) => Ok(Signature { on, signed_by: fields.text("signed_by").to_owned(), scan }),
        None => Err(Error::Invalid(fields.errors)),
    }
}

async fn head(State(web): State<Web>, Path(id): Path<FeedbackId>, uploaded: Uploaded) -> Answer<Response> {
    tell(&web, id, &uploaded, ("head", "feedback-head-told")).await
}

async fn body(State(web): State<Web>, Path(id): Path<FeedbackId>, uploaded: Uploaded) -> Answer<Response> {
    tell(&web, id, &uploaded, ("body", "feedback-body-told")).await
}

async fn tell(
    web: &Web,
    id: FeedbackId,
    uploaded: &Uploaded,
    (form, said): (&'static str, &'static str),
) -> Answer<Response> {
    let engagement = web.app().feedback(&uploaded.ctx, id).await?.drafting.engagement;
    let version = uploaded.value("version").parse().ok();
    let result = match signature(web, uploaded).await {
        Ok(signature) if form == "head" => {
            let act = TellHead { engagement, feedback: id, version, signature };
            web.app().perform(&uploaded.ctx, &act).await.map(drop)
        }
        Ok(signature) => {
            let act = TellBody { engagement, feedback: id, version, signature };
            web.app().perform(&uploaded.ctx, &act).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&address(id), said)),
        Err(error) => {
            let at = (&uploaded.ctx, &*uploaded.view);
            back(web, at, id, (form, uploaded.pairs.clone()), error).await
        }
    }
}

async fn withdrawn(State(web): State<Web>, Path(id): Path<FeedbackId>, posted: Posted) -> Answer<Response> {
    let engagement = web.app().feedback(&posted.ctx, id).await?.drafting.engagement;
    let reason = posted.value("reason").to_owned();
    match web.app().perform(&posted.ctx, &WithdrawFeedback { engagement, feedback: id, reason }).await {
        Ok(_) => Ok(done(&address(id), "feedback-withdrawn")),
        Err(error) => back_posted(&web, &posted, id, "withdraw", error).await,
    }
}
