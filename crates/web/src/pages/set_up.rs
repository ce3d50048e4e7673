//! First-run set-up, behind the code that the console printed.

use crate::components::{Button, Choice, Door, Form, FormState, Note, Tone};
use crate::request::{Answer, Posted, Reader, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, RecoverySheet, View, Web, session};
use app::account::{Attempt, Entered, SetUp};
use app::{Ctx, Error, Who};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use crypto::token::TokenKind;
use domain::account::Profile;
use domain::recusal::own_place_of;
use kernel::{FieldError, Message};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/set-up", Needs::Nothing, ask)
        .post("/set-up/sheet", Needs::Nothing, show_sheet)
        .post("/set-up/form", Needs::Nothing, after_sheet)
        .get("/set-up/place", Needs::Nothing, propose_place)
        .post("/set-up", Needs::Nothing, carry_out)
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
    own_place: String,
    #[serde(default)]
    proposed_place: String,
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
            own_place: self.place(),
            profile: self.profile,
            name: self.name.clone(),
            login: self.login.clone(),
            password: self.password.clone(),
            practice: false,
        }
    }

    /// The place as typed. One that the page had proposed and that was taken out again stays out; where the page never
    /// got to propose any, without script, the name of the committee says it as the hint told.
    fn place(&self) -> String {
        let typed = self.own_place.trim();
        let read = own_place_of(&self.committee).unwrap_or_default();
        if typed.is_empty() && self.proposed_place != read { read } else { typed.to_owned() }
    }
}

async fn ask(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    if web.app().is_set_up().await? {
        return Ok(Redirect::to("/").into_response());
    }
    Ok(first_page(&web, &reader.view).into_response())
}

/// What set-up begins with: the recovery sheet where there is one to show, else the form. The sheet is for whoever has
/// the console's code, which the console's address carries.
pub(super) fn first_page(web: &Web, v: &View) -> Html {
    let code = v.address.get("code").unwrap_or_default();
    match &web.settings().sheet {
        None => page(v, &[], &blank(code)),
        Some(sheet) if code_errors(web, code).is_empty() => sheet_page(v, &**sheet, code),
        Some(_) => code_page(v, &FormState::new()),
    }
}

/// The form as it is first shown.
fn blank(code: &str) -> FormState {
    FormState::new().with("code", code).with("level", "county").with("profile", "small_office")
}

/// Only the code: nothing is shown to anyone without it.
fn code_page(v: &View, state: &FormState) -> Html {
    let field = state.text("code", v.t("set-up-code")).hint(v.t("set-up-code-hint")).complete("off").wide();
    let form = Form::post("/set-up/sheet", state)
        .body(field.html(v))
        .button(Button::submit(v.t("set-up-go-on")).primary());
    Door::new(v.t("set-up-title")).hint(v.t("set-up-lead")).html(v, form.html(v))
}

/// The sheet, to be printed or copied.
fn sheet_page(v: &View, sheet: &dyn RecoverySheet, code: &str) -> Html {
    let groups = sheet.groups();
    let state = FormState::new();
    let on = Form::post("/set-up/form", &state)
        .hidden("code", code)
        .button(Button::submit(v.t("set-up-sheet-printed")).primary())
        .note(v.t("set-up-sheet-then"));
    let name = Message::new("set-up-sheet-name").with("sheet", sheet.name()).with("key", sheet.key());
    let body = html! {
        section.stack {
            p { (v.say(&name)) }
            ol { @for group in &groups { li { code { (group) } } } }
            p { (v.t("set-up-sheet-use")) }
            p { (v.t("set-up-sheet-lost")) }
            (Button::print(v.t("set-up-sheet-print")))
        }
        (on.html(v))
    };
    Door::new(v.t("set-up-sheet-title")).hint(v.t("set-up-sheet-lead")).wide().html(v, body)
}

async fn show_sheet(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    behind_code(&web, &posted, |sheet, code| sheet_page(&posted.view, sheet, code)).await
}

async fn after_sheet(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    behind_code(&web, &posted, |sheet, code| page(&posted.view, &sheet.asked(), &blank(code))).await
}

/// A page of set-up that shows or follows the sheet, for whoever has the console's code.
async fn behind_code(
    web: &Web,
    posted: &Posted,
    show: impl FnOnce(&dyn RecoverySheet, &str) -> Html + Send,
) -> Answer<Response> {
    let (Some(sheet), false) = (&web.settings().sheet, web.app().is_set_up().await?) else {
        return Ok(Redirect::to("/set-up").into_response());
    };
    let code = posted.value("code");
    let errors = code_errors(web, code);
    if !errors.is_empty() {
        return Ok(unprocessable(code_page(&posted.view, &posted.state(errors))).into_response());
    }
    Ok(show(&**sheet, code).into_response())
}

/// The groups that were not typed as they stand on the sheet.
fn sheet_errors(web: &Web, posted: &Posted<Asked>) -> Vec<FieldError> {
    let Some(sheet) = &web.settings().sheet else { return Vec::new() };
    let wrong = sheet.asked().into_iter().filter(|n| !sheet.is_group(*n, posted.value(&group_field(*n))));
    wrong
        .map(|n| FieldError::new(group_field(n), Message::new("set-up-sheet-group-wrong").with("group", n)))
        .collect()
}

fn group_field(number: usize) -> String {
    format!("group-{number}")
}

/// Which groups the form asks for.
fn asked_groups(web: &Web) -> Vec<usize> {
    web.settings().sheet.as_ref().map(|sheet| sheet.asked()).unwrap_or_default()
}

async fn carry_out(State(web): State<Web>, headers: HeaderMap, posted: Posted<Asked>) -> Answer<Response> {
    let asked = match &posted.form {
        Ok(asked) => asked,
        Err(errors) => return Ok(back(&web, &posted, errors.clone())),
    };
    let mut errors = code_errors(&web, &asked.code);
    errors.extend(sheet_errors(&web, &posted));
    if asked.again != asked.password {
        errors.push(FieldError::new("again", Message::new("account-password-differs")));
    }
    if !errors.is_empty() {
        return Ok(back(&web, &posted, errors));
    }
    let ctx = Ctx { who: Who::Program("set-up"), ..posted.ctx.clone() };
    let set_up = asked.set_up();
    if let Err(Error::Invalid(errors)) = set_up.validate() {
        return Ok(back(&web, &posted, errors));
    }
    if let Some(sheet) = &web.settings().sheet {
        // First the lock: an installation whose sheet opens nothing would be worse than one not set up.
        sheet.keep().map_err(Error::Internal)?;
    }
    match web.app().perform(&ctx, &set_up).await {
        Ok(_) => sign_in_first(&web, &headers, &set_up).await,
        Err(Error::Invalid(errors)) => Ok(back(&web, &posted, errors)),
        Err(other) => Err(other.into()),
    }
}

/// The first account goes straight in.
async fn sign_in_first(web: &Web, headers: &HeaderMap, set_up: &SetUp) -> Answer<Response> {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let attempt = Attempt { login: &set_up.login, password: &set_up.password, address: "set-up", agent };
    let token = web.app().sign_in(&attempt).await?.ok().and_then(Entered::session).map(|s| s.token);
    Ok(session::keep(token, web, Redirect::to("/").into_response()))
}

fn code_errors(web: &Web, typed: &str) -> Vec<FieldError> {
    let right = web.settings().set_up_code.is_some_and(|stored| {
        web.app().tokens().digest(TokenKind::Setup, typed).is_ok_and(|shown| shown == stored)
    });
    if right { Vec::new() } else { vec![FieldError::new("code", Message::new("set-up-code-wrong"))] }
}

fn back(web: &Web, posted: &Posted<Asked>, errors: Vec<FieldError>) -> Response {
    unprocessable(page(&posted.view, &asked_groups(web), &posted.state(errors))).into_response()
}

/// The field for the place with what the committee's name proposes, as a part for the page that asks.
async fn propose_place(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    if web.app().is_set_up().await? {
        return Ok(Redirect::to("/").into_response());
    }
    let mut state = FormState::new();
    for name in ["committee", "own_place", "proposed_place"] {
        state = state.with(name, reader.view.address.get(name).unwrap_or_default());
    }
    Ok(Html::new(place(&reader.view, &state)).into_response())
}

/// What the place's field holds when the page is shown: what was typed, else what the committee's name says. With what was
/// proposed beside it, so that a proposal taken out is told from one never made.
fn shown_place(state: &FormState) -> FormState {
    let read = own_place_of(state.value("committee")).unwrap_or_default();
    let (typed, proposed) = (state.value("own_place").trim(), state.value("proposed_place"));
    let untouched = if proposed.is_empty() { typed.is_empty() } else { typed == proposed };
    let taken_out = typed.is_empty() && !proposed.is_empty() && proposed == read;
    let own = if untouched && !taken_out { read.as_str() } else { typed };
    FormState::typed(
        [("own_place".to_owned(), own.to_owned()), ("proposed_place".to_owned(), read.clone())],
        state.errors().to_vec(),
    )
}

/// The place the organisation stands for. With script it follows the committee's name until something else is typed.
fn place(v: &View, state: &FormState) -> Markup {
    let shown = shown_place(state);
    let field = shown.text("own_place", v.t("set-up-own-place")).hint(v.t("set-up-own-place-hint"));
    let trigger = format!("change from:#{}", state.id("committee"));
    html! {
        div #own-place hx-get="/set-up/place" hx-trigger=(trigger) hx-include="[name=committee]" hx-swap="outerHTML" {
            input type="hidden" name="proposed_place" value=(shown.value("proposed_place"));
            (field.optional().complete("off").longest(20).html(v))
        }
    }
}

fn page(v: &View, groups: &[usize], state: &FormState) -> Html {
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
        @for number in groups { (group(v, state, *number)) }
        (state.text("committee", v.t("set-up-committee")).hint(v.t("set-up-committee-hint")).longest(60).html(v))
        (state.text("office", v.t("set-up-office")).hint(v.t("set-up-office-hint")).longest(60).html(v))
        (state.text("level", v.t("set-up-level")).select(levels).html(v))
        (place(v, state))
        (state.text("profile", v.t("set-up-profile")).radios(profiles).hint(v.t("set-up-profile-hint")).wide().html(v))
        (state.text("name", v.t("set-up-name")).hint(v.t("set-up-name-hint")).complete("name").longest(60).html(v))
        (state.text("login", v.t("set-up-login")).hint(v.t("set-up-login-hint")).complete("username").html(v))
        (password("password", "set-up-password").hint(v.t("set-up-password-hint")).html(v))
        (password("again", "set-up-again").hint(v.t("set-up-again-hint")).html(v))
    };
    let form = Form::post("/set-up", state).body(body).button(Button::submit(v.t("set-up-submit")).primary());
    // Where the sheet was shown just now, it need not be spoken of again.
    let below = html! { @if groups.is_empty() { (Note::new(Tone::Warn, v.t("set-up-keys"))) } };
    Door::new(v.t("set-up-title")).hint(v.t("set-up-lead")).wide().below(below).html(v, form.html(v))
}

/// A group of the sheet, to be typed from the paper.
fn group(v: &View, state: &FormState, number: usize) -> Markup {
    let label = Message::new("set-up-sheet-group").with("group", number);
    let field = state.text(group_field(number), v.say(&label)).hint(v.t("set-up-sheet-group-hint"));
    field.complete("off").longest(12).html(v)
}
