//! Signing in and out.

use crate::components::{Button, Door, Form, FormState, Note, Tone};
use crate::look::own_path;
use crate::request::{Answer, Posted, Reader, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web, session};
use app::account::Attempt;
use axum::Extension;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use kernel::FieldError;
use maud::html;
use serde::Deserialize;
use std::net::SocketAddr;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/sign-in", Needs::Nothing, ask).post("/sign-in", Needs::Nothing, enter).post(
        "/sign-out",
        Needs::Account,
        leave,
    )
}

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
    Ok(page(&reader.view, &FormState::new().with("next", next)).into_response())
}

async fn enter(
    State(web): State<Web>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    posted: Posted<Typed>,
) -> Answer<Response> {
    let Ok(typed) = &posted.form else {
        return Ok(page(&posted.view, &posted.state(Vec::new())).into_response());
    };
    let address = peer.map(|Extension(ConnectInfo(peer))| peer.ip().to_string()).unwrap_or_default();
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let attempt = Attempt { login: &typed.login, password: &typed.password, address: &address, agent };
    match web.app().sign_in(&attempt).await? {
        Ok(signed) => {
            let cookie = session::cookie(signed.token.text.expose(), web.settings().secure);
            let cookies: Vec<_> = cookie.into_iter().map(|c| (header::SET_COOKIE, c)).collect();
            Ok((AppendHeaders(cookies), Redirect::to(own_path(&typed.next))).into_response())
        }
        Err(refusal) => {
            let state = posted.state(vec![FieldError::new("login", refusal.message())]);
            Ok(unprocessable(page(&posted.view, &state)).into_response())
        }
    }
}

async fn leave(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    web.app().sign_out(posted.ctx.signed()?).await?;
    let cookie = [(header::SET_COOKIE, session::gone(web.settings().secure))];
    Ok((AppendHeaders(cookie), Redirect::to("/sign-in")).into_response())
}

/// The page before the house: sign-in, or set-up where that has not been done.
pub(super) async fn door(web: &Web, v: &View) -> Answer<Response> {
    if web.app().is_set_up().await? {
        Ok(page(v, &FormState::new().with("next", "/")).into_response())
    } else {
        Ok(super::set_up::first_page(v).into_response())
    }
}

fn page(v: &View, state: &FormState) -> Html {
    let body = html! {
        (state.text("login", v.t("sign-in-login")).complete("username").wide().focus().html(v))
        (state.text("password", v.t("sign-in-password")).password().complete("current-password").wide().html(v))
    };
    let form = Form::post("/sign-in", state)
        .hidden("next", state.value("next"))
        .body(body)
        .button(Button::submit(v.t("sign-in-submit")).primary());
    let below = html! {
        p.hint { (v.t("sign-in-forgot")) }
        (Note::new(Tone::Info, v.t("sign-in-work-secret")))
    };
    Door::new(v.t("sign-in-title")).hint(v.t("sign-in-hint")).below(below).html(v, form.html(v))
}
