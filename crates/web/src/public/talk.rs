//! Coming back with a receipt code: what became of a report, adding to it, saying whether the answer helps.
//!
//! The code travels in forms only, never in an address, and each page that needs it again carries it in a form.

use super::form::{errors, unread};
use super::sending::Sending;
use super::{Public, Visitor, failed};
use crate::components::{FormState, Note, Phone, Tone};
use crate::{Html, View};
use app::Error;
use app::online_report::{Talk, Unsent};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use crypto::ReceiptCode;
use kernel::{FieldError, Message};
use maud::{Markup, html};

pub(super) async fn ask(Visitor(v): Visitor) -> Html {
    code_page(&v, &FormState::new())
}

fn code_page(v: &View, state: &FormState) -> Html {
    let main = html! {
        div { h1 { (v.t("online-look-up")) } p { (v.t("online-look-up-lead")) } }
        (errors(v, state))
        form.stack id="code" method="post" action="/q" {
            (state.text("code", v.t("online-code")).hint(v.t("online-code-hint")).complete("off").wide().html(v))
        }
    };
    let foot = html! { button.btn data-kind="primary" type="submit" form="code" { (v.t("online-look")) } };
    Phone::new(v.t("online-look-up"), v.t("shell-product"), v.t("online-what")).foot(foot).html(v, &main)
}

pub(super) async fn show(State(public): State<Public>, Visitor(v): Visitor, request: Request) -> Response {
    match Sending::read(&public.room, request).await {
        Ok(sending) => found(&public, &v, sending.value("code"), &FormState::new()).await,
        Err(why) => unprocessable(code_page(&v, &FormState::typed([], vec![unread(why)]))),
    }
}

pub(super) async fn add(State(public): State<Public>, Visitor(v): Visitor, request: Request) -> Response {
    let mut sending = match Sending::read(&public.room, request).await {
        Ok(sending) => sending,
        Err(why) => return unprocessable(code_page(&v, &FormState::typed([], vec![unread(why)]))),
    };
    let typed = sending.value("code").to_owned();
    let Ok(code) = ReceiptCode::parse(&typed) else { return wrong_code(&v, &typed) };
    let files = std::mem::take(&mut sending.files);
    match public.intake.add(&code, sending.value("text"), files).await {
        Ok(Ok(())) => found(&public, &v, &typed, &FormState::new().with("said", "1")).await,
        Ok(Err(Unsent::Fields(errors))) => {
            found(&public, &v, &typed, &FormState::typed(sending.into_pairs(), errors)).await
        }
        Ok(Err(Unsent::Closed(_))) | Err(Error::NotFound) => wrong_code(&v, &typed),
        Err(error) => failed(&v, &error),
    }
}

pub(super) async fn rate(State(public): State<Public>, Visitor(v): Visitor, request: Request) -> Response {
    let sending = match Sending::read(&public.room, request).await {
        Ok(sending) => sending,
        Err(why) => return unprocessable(code_page(&v, &FormState::typed([], vec![unread(why)]))),
    };
    let typed = sending.value("code").to_owned();
    let Ok(code) = ReceiptCode::parse(&typed) else { return wrong_code(&v, &typed) };
    match public.intake.rate(&code, sending.value("satisfied") == "yes").await {
        Ok(()) => found(&public, &v, &typed, &FormState::new().with("said", "1")).await,
        Err(Error::NotFound) => wrong_code(&v, &typed),
        Err(Error::Refused(refusal)) => {
            let state = FormState::typed([], vec![FieldError::new("", refusal.0)]);
            found(&public, &v, &typed, &state).await
        }
        Err(error) => failed(&v, &error),
    }
}

async fn found(public: &Public, v: &View, typed: &str, state: &FormState) -> Response {
    let Ok(code) = ReceiptCode::parse(typed) else { return wrong_code(v, typed) };
    match public.intake.talk(&code).await {
        Ok(Some(talk)) => {
            let page = page(v, &code, &talk, state);
            if state.errors().is_empty() { page.into_response() } else { unprocessable(page) }
        }
        Ok(None) => wrong_code(v, typed),
        Err(error) => failed(v, &error),
    }
}

/// A slip and an unknown code read the same: nobody learns which codes there are.
fn wrong_code(v: &View, typed: &str) -> Response {
    let pairs = [("code".to_owned(), typed.to_owned())];
    let error = FieldError::new("code", Message::new("online-code-unknown"));
    unprocessable(code_page(v, &FormState::typed(pairs, vec![error])))
}

fn unprocessable(page: Html) -> Response {
    page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
}

fn page(v: &View, code: &ReceiptCode, talk: &Talk, state: &FormState) -> Html {
    let code = code.text();
    let answered = talk.parts.iter().any(|p| p.from_team);
    let main = html! {
        div { h1 { (v.t("online-talk-title")) } p { (v.t(standing(talk, answered))) } }
        @if state.value("said") == "1" { (Note::new(Tone::Ok, v.t("online-said"))) }
        (errors(v, state))
        ol.talk {
            @for part in &talk.parts {
                li data-from=(if part.from_team { "team" } else { "reporter" }) {
                    b { (if part.from_team { talk.team_name.clone() } else { v.t("online-you") }) }
                    " " small.muted { (v.day(part.day)) }
                    p { (part.text) }
                    @if part.files > 0 {
                        @let files = Message::new("online-files-count").with("count", part.files);
                        small.muted { (v.say(&files)) }
                    }
                }
            }
        }
        @if answered { (rating(v, code.expose(), talk.satisfied)) }
        form.stack id="add" method="post" action="/q/add" enctype="multipart/form-data" novalidate {
            input type="hidden" name="code" value=(code.expose());
            (state.text("text", v.t("online-add")).hint(v.t("online-add-hint")).area(5).html(v))
            div.field {
                label for="f-files" { (v.t("online-files")) " " i { (v.t("online-optional")) } }
                input id="f-files" name="files" type="file" multiple accept="image/jpeg,image/png,application/pdf";
            }
        }
    };
    let foot = html! { button.btn data-kind="primary" type="submit" form="add" { (v.t("online-add-send")) } };
    Phone::new(v.t("online-talk-title"), talk.team_name.clone(), v.t("online-what")).foot(foot).html(v, &main)
}

const fn standing(talk: &Talk, answered: bool) -> &'static str {
    match (talk.taken, answered) {
        (_, true) => "online-standing-answered",
        (true, false) => "online-standing-taken",
        (false, false) => "online-standing-received",
    }
}

fn rating(v: &View, code: &str, satisfied: Option<bool>) -> Markup {
    let button = |value: &str, words: &str, pressed: bool| {
        html! { button.btn type="submit" name="satisfied" value=(value) aria-pressed=(pressed) { (v.t(words)) } }
    };
    html! {
        form method="post" action="/q/rate" {
            input type="hidden" name="code" value=(code);
            fieldset.field {
                legend { (v.t("online-rate")) }
                div.row {
                    (button("yes", "online-rate-yes", satisfied == Some(true)))
                    (button("no", "online-rate-no", satisfied == Some(false)))
                }
            }
        }
    }
}
