//! Signing in and out.

use crate::components::{Button, Door, Form, FormState, Note, Tone};
use crate::look::own_path;
use crate::request::{Answer, Posted, Reader, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web, session};
use app::Ctx;
use app::account::{Attempt, CodeAttempt, Entered, SignInRefusal, SignedIn};
use axum::Extension;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use kernel::FieldError;
use maud::{Markup, html};
use serde::Deserialize;
use std::net::SocketAddr;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/sign-in", Needs::Nothing, ask)
        .post("/sign-in", Needs::Nothing, enter)
        .post("/sign-in/code", Needs::Nothing, enter_code)
        .post("/sign-out", Needs::Account, leave)
}

/// The other end of the connection.
type Peer = Option<Extension<ConnectInfo<SocketAddr>>>;

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

async fn ask(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    if !web.app().is_set_up().await? {
        return Ok(Redirect::to("/set-up").into_response());
    }
    if reader.ctx.signed().is_ok() {
        return Ok(Redirect::to("/").into_response());
    }
    let next = reader.view.address.get("next").unwrap_or_default().to_owned();
    Ok(first(&web, &reader.view, &next).await?.into_response())
}

async fn enter(
    State(web): State<Web>,
    peer: Peer,
    headers: HeaderMap,
    posted: Posted<Typed>,
) -> Answer<Response> {
    let Ok(typed) = &posted.form else {
        return Ok(page(&posted.view, &posted.state(Vec::new())).into_response());
    };
    let (address, agent) = (address(peer), agent(&headers));
    let attempt = Attempt { login: &typed.login, password: &typed.password, address: &address, agent };
    match web.app().sign_in(&attempt).await? {
        Ok(Entered::In(signed)) => inside(&web, &posted.ctx, signed, &typed.next).await,
        Ok(Entered::AsksCode(ticket)) => {
            let state = FormState::new().with("next", typed.next.clone());
            Ok(code_page(&posted.view, &ticket, &state).into_response())
        }
        Err(refusal) => {
            let state = posted.state(vec![FieldError::new("login", refusal.message())]);
            Ok(unprocessable(page(&posted.view, &state)).into_response())
        }
    }
}

/// Where a request comes from; empty when nobody says.
fn address(peer: Peer) -> String {
    peer.map(|Extension(ConnectInfo(peer))| peer.ip().to_string()).unwrap_or_default()
}

fn agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

/// On to the page that was asked for, with the new session's cookie. A session that this browser still had ends.
async fn inside(web: &Web, ctx: &Ctx, signed: SignedIn, next: &str) -> Answer<Response> {
    if let Ok(before) = ctx.signed() {
        web.app().sign_out(before).await?;
    }
    Ok(session::keep(Some(signed.token), web, Redirect::to(own_path(next)).into_response()))
}

#[derive(Deserialize)]
struct TypedCode {
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    factor: String,
    #[serde(default)]
    next: String,
}

async fn enter_code(
    State(web): State<Web>,
    peer: Peer,
    headers: HeaderMap,
    posted: Posted<TypedCode>,
) -> Answer<Response> {
    let v = &posted.view;
    let Ok(typed) = &posted.form else {
        return Ok(unprocessable(page(v, &posted.state(Vec::new()))).into_response());
    };
    let (address, agent) = (address(peer), agent(&headers));
    let attempt = CodeAttempt { ticket: &typed.ticket, code: &typed.factor, address: &address, agent };
    let refusal = match web.app().sign_in_with_code(&attempt).await? {
        Ok(signed) => return inside(&web, &posted.ctx, signed, &typed.next).await,
        Err(refusal) => refusal,
    };
    let page = if refusal == SignInRefusal::Late {
        page(v, &posted.state(vec![FieldError::new("login", refusal.message())]))
    } else {
        code_page(v, &typed.ticket, &posted.state(vec![FieldError::new("factor", refusal.message())]))
    };
    Ok(unprocessable(page).into_response())
}

/// The second step: a code from the authenticator, or a spare one.
fn code_page(v: &View, ticket: &str, state: &FormState) -> Html {
    let field = state.text("factor", v.t("sign-in-code")).complete("one-time-code").longest(20);
    let form = Form::post("/sign-in/code", state)
        .hidden("ticket", ticket)
        .hidden("next", state.value("next"))
        .body(field.hint(v.t("sign-in-code-hint")).wide().focus().html(v))
        .button(Button::submit(v.t("sign-in-submit")).primary());
    let below =
        html! { p.hint { (v.t("sign-in-code-lost")) } p { a href="/sign-in" { (v.t("sign-in-anew")) } } };
    Door::new(v.t("sign-in-code-title")).hint(v.t("sign-in-code-lead")).below(below).html(v, form.html(v))
}

async fn leave(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    web.app().sign_out(posted.ctx.signed()?).await?;
    let cookie = [(header::SET_COOKIE, session::gone(web.settings().secure))];
    Ok((AppendHeaders(cookie), Redirect::to("/sign-in")).into_response())
}

/// The page before the house: sign-in, or set-up where that has not been done.
pub(super) async fn door(web: &Web, v: &View) -> Answer<Response> {
    if web.app().is_set_up().await? {
        Ok(first(web, v, "/").await?.into_response())
    } else {
        Ok(super::set_up::first_page(web, v).into_response())
    }
}

/// The page as it is first shown: on a practice instance the list of people.
async fn first(web: &Web, v: &View, next: &str) -> Answer<Html> {
    let state = FormState::new().with("next", next);
    let practice = super::practice::page(web, v, form(v, &state)).await?;
    Ok(practice.unwrap_or_else(|| page(v, &state)))
}

fn form(v: &View, state: &FormState) -> Markup {
    let body = html! {
        (state.text("login", v.t("sign-in-login")).complete("username").wide().focus().html(v))
        (state.text("password", v.t("sign-in-password")).password().complete("current-password").wide().html(v))
    };
    Form::post("/sign-in", state)
        .hidden("next", state.value("next"))
        .body(body)
        .button(Button::submit(v.t("sign-in-submit")).primary())
        .html(v)
}

fn page(v: &View, state: &FormState) -> Html {
    let below = html! {
        p.hint { (v.t("sign-in-forgot")) }
        (Note::new(Tone::Info, v.t("sign-in-work-secret")))
    };
    Door::new(v.t("sign-in-title")).hint(v.t("sign-in-hint")).below(below).html(v, form(v, state))
}
