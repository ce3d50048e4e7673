//! The form, and the receipt for what was sent with it.

use super::sending::{Sending, Unread};
use super::{Public, Visitor, failed, plain};
use crate::components::{Event, FormState, Note, Phone, Tone, icon, timeline};
use crate::{Html, View};
use app::online_report::{Asked, Received, Sent, Unsent};
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::online_report::{FILES_MOST, Filled, OnlineForm, Standing};
use kernel::{FieldError, Message};
use maud::{Markup, html};

/// Fields that the page itself fills in.
const STAMP: &str = "stamp";

pub(super) async fn ask(
    State(public): State<Public>,
    Visitor(v): Visitor,
    Path(address): Path<String>,
) -> Response {
    match public.intake.form(&address).await {
        Ok(asked) if asked.standing == Standing::Open => {
            let state = FormState::new().with(STAMP, public.intake.stamp(&asked.form));
            page(&v, &asked, &state).into_response()
        }
        Ok(asked) => shut(&v, &asked.form, asked.standing).into_response(),
        Err(error) => failed(&v, &error),
    }
}

pub(super) async fn take(
    State(public): State<Public>,
    Visitor(v): Visitor,
    Path(address): Path<String>,
    request: Request,
) -> Response {
    let asked = match public.intake.form(&address).await {
        Ok(asked) => asked,
        Err(error) => return failed(&v, &error),
    };
    let mut sending = match Sending::read(&public.room, request).await {
        Ok(sending) => sending,
        Err(why) => return again(&public, &v, &asked, Sending::default(), vec![unread(why)]),
    };
    let files = std::mem::take(&mut sending.files);
    let sent = Sent { stamp: sending.value(STAMP).to_owned(), filled: filled(&sending), files };
    match public.intake.receive(&address, sent).await {
        Ok(Ok(received)) => receipt(&v, &asked.form, &received).into_response(),
        Ok(Err(Unsent::Fields(errors))) => again(&public, &v, &asked, sending, errors),
        Ok(Err(Unsent::Closed(standing))) => shut(&v, &asked.form, standing).into_response(),
        Err(error) => failed(&v, &error),
    }
}

pub(super) fn unread(why: Unread) -> FieldError {
    FieldError::new(
        "files",
        Message::new(match why {
            Unread::Large => "online-sending-large",
            Unread::Broken => "online-sending-broken",
        }),
    )
}

fn filled(sending: &Sending) -> Filled {
    let line = |name: &str| sending.value(name).to_owned();
    Filled {
        unit: line("unit"),
        about: line("about"),
        text: line("text"),
        named: sending.value("named") == "yes",
        name: line("name"),
        contact: line("contact"),
    }
}

/// The form as it comes back: everything typed, the same stamp unless it was too old, and what is wrong.
fn again(public: &Public, v: &View, asked: &Asked, sending: Sending, errors: Vec<FieldError>) -> Response {
    let fresh = errors.iter().any(|e| e.message.id == "online-form-old") || sending.value(STAMP).is_empty();
    let mut pairs = sending.into_pairs();
    if fresh {
        pairs.retain(|(name, _)| name != STAMP);
        pairs.push((STAMP.to_owned(), public.intake.stamp(&asked.form)));
    }
    page(v, asked, &FormState::typed(pairs, errors)).status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
}

fn page(v: &View, asked: &Asked, state: &FormState) -> Html {
    let form = &asked.form;
    let units: Vec<&str> = form.targets.iter().map(|t| t.unit.as_str()).collect();
    let lead = Message::new("online-form-lead")
        .with("units", units.join(&v.t("common-list-separator")))
        .with("until", v.datetime(form.until));
    let main = html! {
        div { h1 { (v.t("online-form-title")) } p { (v.say(&lead)) } }
        (Note::new(Tone::Info, v.t("online-form-safe")))
        (errors(v, state))
        form.stack id="report" method="post" enctype="multipart/form-data" novalidate {
            input type="hidden" name=(STAMP) value=(state.value(STAMP));
            (unit(v, form, state))
            (state.text("about", v.t("online-about")).optional().complete("off").wide().html(v))
            (state.text("text", v.t("online-text")).hint(v.t("online-text-hint")).area(7).html(v))
            (files(v))
            @if asked.names { (name(v, state)) }
        }
        details {
            summary { (v.t("online-scope")) }
            p.hint { (form.accepted) }
            p.hint { (form.passed_on) }
        }
        details {
            summary { (v.t("online-kept")) }
            p.hint { (v.t("online-kept-what")) }
            p.hint { (v.t("online-kept-not")) }
        }
        p { a href="/q" { (v.t("online-look-up")) } }
    };
    let send = html! { button.btn data-kind="primary" type="submit" form="report" { (v.t("online-send")) } };
    Phone::new(v.t("online-form-title"), form.team_name.clone(), v.t("online-what")).foot(send).html(v, &main)
}

fn unit(v: &View, form: &OnlineForm, state: &FormState) -> Markup {
    let chosen = state.value("unit");
    html! {
        div.field {
            label for="f-unit" { (v.t("online-unit")) }
            select id="f-unit" name="unit" {
                @for (n, target) in form.targets.iter().enumerate() {
                    @let value = n.to_string();
                    option value=(value) selected[chosen == value] { (target.unit) }
                }
                option value="" selected[chosen.is_empty()] { (v.t("online-unit-unsure")) }
            }
        }
    }
}

fn files(v: &View) -> Markup {
    let hint = Message::new("online-files-hint").with("most", FILES_MOST);
    html! {
        div.field {
            label for="f-files" { (v.t("online-files")) " " i { (v.t("online-optional")) } }
            span.hint id="f-files-hint" { (v.say(&hint)) }
            input id="f-files" name="files" type="file" multiple accept="image/jpeg,image/png,application/pdf"
                aria-describedby="f-files-hint";
        }
    }
}

fn name(v: &View, state: &FormState) -> Markup {
    let named = state.value("named") == "yes";
    html! {
        fieldset.field {
            legend { (v.t("online-named")) }
            div.big-choice {
                label { input type="radio" name="named" value="no" checked[!named];
                    span { (v.t("online-named-no")) small.muted { (v.t("online-named-no-hint")) } } }
                label { input type="radio" name="named" value="yes" checked[named];
                    span { (v.t("online-named-yes")) small.muted { (v.t("online-named-yes-hint")) } } }
            }
        }
        div.named {
            (state.text("name", v.t("online-name")).optional().complete("name").wide().html(v))
            (state.text("contact", v.t("online-contact")).optional().complete("tel").wide().html(v))
        }
    }
}

pub(super) fn errors(v: &View, state: &FormState) -> Markup {
    if state.errors().is_empty() {
        return Markup::default();
    }
    html! {
        section.form-errors role="alert" tabindex="-1" {
            h2 { (icon("alert")) " " (v.t("online-not-sent")) }
            ul { @for error in state.errors() { li { (v.say(&error.message)) } } }
            p { (v.t("online-files-again")) }
        }
    }
}

/// The page outside the form's hours.
fn shut(v: &View, form: &OnlineForm, standing: Standing) -> Html {
    let says = if standing == Standing::Early {
        Message::new("online-early").with("from", v.datetime(form.from))
    } else {
        Message::new("online-closed").with("team", form.team_name.as_str())
    };
    let below = html! {
        p { (v.t(if standing == Standing::Early { "online-early-next" } else { "online-closed-next" })) }
        p { a href="/q" { (v.t("online-look-up")) } }
    };
    plain(v, &v.say(&says), below)
}

fn receipt(v: &View, form: &OnlineForm, received: &Received) -> Html {
    let code = received.code.text();
    let steps = [
        Event::new(html! { b { (v.t("online-step-received")) } }, v.day(v.today())).tone(Tone::Ok),
        Event::new(html! { b { (v.t("online-step-screened")) } }, v.t("online-step-screened-hint")),
        Event::new(html! { b { (v.t("online-step-looked-into")) } }, v.t("online-step-looked-into-hint")),
        Event::new(html! { b { (v.t("online-step-answered")) } }, v.t("online-step-answered-hint")),
    ];
    let main = html! {
        div.receipt-head { (icon("check")) h1 { (v.t("online-received")) } p { (form.team_name) } }
        @if received.again { (Note::new(Tone::Warn, v.t("online-received-again"))) }
        div.receipt {
            dl { div { dt { (v.t("online-code")) } dd.code { (code.expose()) } } }
            p { (v.t("online-code-once")) }
        }
        section { h2 { (v.t("online-next")) } (timeline(&steps)) }
        (Note::new(Tone::Warn, v.t("online-code-warning")))
    };
    let foot = html! {
        a.btn href="/q" { (v.t("online-look-up")) }
        a.btn data-kind="primary" href={ "/r/" (form.address.as_str()) } { (v.t("online-another")) }
    };
    Phone::new(v.t("online-received"), form.team_name.clone(), v.t("online-what")).foot(foot).html(v, &main)
}
