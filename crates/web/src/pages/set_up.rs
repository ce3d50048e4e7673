//! First-run set-up, behind the code that the console printed.

use crate::components::{Button, Choice, Door, Form, FormState, Note, Tone};
use crate::request::{Answer, Posted, Reader, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web, session};
use app::account::{Attempt, SetUp};
use app::{Ctx, Error, Who};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use crypto::token::TokenKind;
use domain::account::Profile;
use kernel::{FieldError, Message};
use maud::html;
use serde::Deserialize;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/set-up", Needs::Nothing, ask).post("/set-up", Needs::Nothing, carry_out)
}

/// The form as posted.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    code: String,
    #[serde(default)]
    committee: String,
    #[serde(default)]
    office: String,
    #[serde(default)]
    level: String,
    #[serde(default)]
    profile: Profile,
    #[serde(default)]
    name: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

impl Asked {
    fn set_up(&self) -> SetUp {
        SetUp {
            committee: self.committee.clone(),
            office: self.office.clone(),
            level: self.level.clone(),
            profile: self.profile,
            name: self.name.clone(),
            login: self.login.clone(),
            password: self.password.clone(),
        }
    }
}

async fn ask(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    if web.app().is_set_up().await? {
        return Ok(Redirect::to("/").into_response());
    }
    Ok(first_page(&reader.view).into_response())
}

/// The form as it is first shown, with the code that the console's address carries.
pub(super) fn first_page(v: &View) -> Html {
    let typed = FormState::new()
        .with("code", v.address.get("code").unwrap_or_default())
        .with("level", "county")
        .with("profile", "small_office");
    page(v, &typed)
}

async fn carry_out(State(web): State<Web>, headers: HeaderMap, posted: Posted<Asked>) -> Answer<Response> {
    let asked = match &posted.form {
        Ok(asked) => asked,
        Err(errors) => return Ok(back(&posted, errors.clone())),
    };
    let mut errors = code_errors(&web, &asked.code);
    if asked.again != asked.password {
        errors.push(FieldError::new("again", Message::new("account-password-differs")));
    }
    if !errors.is_empty() {
        return Ok(back(&posted, errors));
    }
    let ctx = Ctx { who: Who::Program("set-up"), ..posted.ctx.clone() };
    let set_up = asked.set_up();
    match web.app().perform(&ctx, &set_up).await {
        Ok(_) => sign_in_first(&web, &headers, &set_up).await,
        Err(Error::Invalid(errors)) => Ok(back(&posted, errors)),
        Err(other) => Err(other.into()),
    }
}

/// The first account goes straight in.
async fn sign_in_first(web: &Web, headers: &HeaderMap, set_up: &SetUp) -> Answer<Response> {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let attempt = Attempt { login: &set_up.login, password: &set_up.password, address: "set-up", agent };
    let target = Redirect::to("/");
    Ok(match web.app().sign_in(&attempt).await? {
        Ok(signed) => {
            let cookie = session::cookie(signed.token.text.expose(), web.settings().secure);
            let cookies = cookie.into_iter().map(|c| (header::SET_COOKIE, c)).collect::<Vec<_>>();
            (AppendHeaders(cookies), target).into_response()
        }
        Err(_) => target.into_response(),
    })
}

fn code_errors(web: &Web, typed: &str) -> Vec<FieldError> {
    let right = web.settings().set_up_code.is_some_and(|stored| {
        web.app().tokens().digest(TokenKind::Setup, typed).is_ok_and(|shown| shown == stored)
    });
    if right { Vec::new() } else { vec![FieldError::new("code", Message::new("set-up-code-wrong"))] }
}

fn back(posted: &Posted<Asked>, errors: Vec<FieldError>) -> Response {
    unprocessable(page(&posted.view, &posted.state(errors))).into_response()
}

fn page(v: &View, state: &FormState) -> Html {
    let level = |code: &str| Choice::new(code, v.t(&format!("level-{code}")));
    let levels = app::account::LEVELS.map(level);
    let profiles = [
        Choice::new("small_office", v.t("set-up-profile-small-office"))
            .hint(v.t("set-up-profile-small-office-hint")),
        Choice::new("strict", v.t("set-up-profile-strict")).hint(v.t("set-up-profile-strict-hint")),
    ];
    let password = |name: &str, id: &str| state.text(name, v.t(id)).password().complete("new-password");
    let body = html! {
        (state.text("code", v.t("set-up-code")).hint(v.t("set-up-code-hint")).complete("off").wide().html(v))
        (state.text("committee", v.t("set-up-committee")).hint(v.t("set-up-committee-hint")).longest(60).html(v))
        (state.text("office", v.t("set-up-office")).hint(v.t("set-up-office-hint")).longest(60).html(v))
        (state.text("level", v.t("set-up-level")).select(levels).html(v))
        (state.text("profile", v.t("set-up-profile")).radios(profiles).hint(v.t("set-up-profile-hint")).wide().html(v))
        (state.text("name", v.t("set-up-name")).hint(v.t("set-up-name-hint")).complete("name").longest(60).html(v))
        (state.text("login", v.t("set-up-login")).hint(v.t("set-up-login-hint")).complete("username").html(v))
        (password("password", "set-up-password").hint(v.t("set-up-password-hint")).html(v))
        (password("again", "set-up-again").hint(v.t("set-up-again-hint")).html(v))
    };
    let form = Form::post("/set-up", state).body(body).button(Button::submit(v.t("set-up-submit")).primary());
    let below = html! { (Note::new(Tone::Warn, v.t("set-up-keys"))) };
    Door::new(v.t("set-up-title")).hint(v.t("set-up-lead")).wide().below(below).html(v, form.html(v))
}
