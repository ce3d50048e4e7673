//! Users: accounts, whether they may sign in, the roles they hold.

pub(super) mod roles;

use self::roles::Granting;
use crate::components::{
    Button, Cols, Column, Crumb, Empty, Form, FormState, Help, Note, Page, Pager, Panel, Row, Table, Tone,
    cell, chip, cols, page_request, stack, step,
};
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::account::{ChangeAccount, CreateAccount, NewPassword, ResetPassword, ResetSecondFactor};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::account::{Account, Grant, Profile, Standing};
use domain::permission::{Action, Scope};
use kernel::UserId;
use maud::{Markup, html};
use serde::Deserialize;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/users", Needs::Right(Action::AccountView), list)
        .get("/users/new", Needs::Right(Action::AccountChange), ask_new)
        .post("/users", Needs::Right(Action::AccountChange), create)
        .get("/users/{account}", Needs::Right(Action::AccountView), show)
        .post("/users/{account}/standing", Needs::Right(Action::AccountEnable), change_standing)
        .post("/users/{account}/password", Needs::Right(Action::AccountChange), reset_password)
        .post("/users/{account}/second-factor/reset", Needs::Right(Action::SecondFactorReset), reset_factor)
        .post("/users/{account}/roles", Needs::Right(Action::RoleGrant), roles::grant)
        .post("/users/{account}/roles/{grant}/end", Needs::Right(Action::RoleGrant), roles::end)
}

/// In the small-office profile one clerk may run everything; every page of administration says so.
fn profile_note(ctx: &Ctx, v: &View) -> Option<Note> {
    let small = ctx.signed().is_ok_and(|s| s.profile == Profile::SmallOffice);
    small.then(|| Note::new(Tone::Warn, v.t("account-small-office")))
}

async fn list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let found = web.app().accounts(&reader.ctx, &page_request(v)).await?;
    let columns = ["account-name", "account-login", "account-standing"].map(|id| Column::new(v.t(id)));
    let table = Table::new(v.t("account-list"), columns)
        .rows(found.items.iter().map(|a| {
            let name = html! { a href={ "/users/" (a.id) } { (a.name) } };
            Row::new([cell(name), cell(&a.login), cell(standing(v, a.standing))])
        }))
        .empty(Empty::new("user", v.t("account-empty"), v.t("account-empty-next")));
    let panel = Panel::new(v.t("account-list"))
        .flush(html! { (table.html(v)) (Pager::keyset(found.next.as_ref()).html(v)) })
        .fill();
    let mut page = Page::new(v.t("account-list"))
        .lead(v.t("account-list-lead"))
        .help(Help::new(v.t("account-list-help-what"), v.t("account-list-help-next")));
    if reader.ctx.may(Action::AccountChange, Scope::System) {
        page = page.action(Button::link(v.t("account-new"), "/users/new").primary().icon("plus"));
    }
    let note = profile_note(&reader.ctx, v);
    Ok(page.html(v, html! { @if let Some(note) = note { (note) } (panel) }))
}

fn standing(v: &View, standing: Standing) -> Markup {
    let tone = match standing {
        Standing::Enabled => Tone::Ok,
        Standing::Disabled => Tone::Warn,
        Standing::Closed => Tone::Mute,
    };
    chip(tone, &v.t(&format!("account-standing-{}", standing.code())))
}

async fn ask_new(reader: Reader) -> Answer<Html> {
    Ok(new_page(&reader.ctx, &reader.view, &FormState::new()))
}

fn new_page(ctx: &Ctx, v: &View, state: &FormState) -> Html {
    let form = Form::post("/users", state)
        .body(html! {
            (state.text("name", v.t("account-name")).longest(60).html(v))
            (state.text("login", v.t("account-login")).hint(v.t("set-up-login-hint")).complete("off").html(v))
            (state.text("password", v.t("account-first-password")).password().complete("new-password")
                .hint(v.t("account-first-password-hint")).html(v))
        })
        .button(Button::submit(v.t("account-create")).primary());
    let note = profile_note(ctx, v);
    Page::new(v.t("account-new"))
        .crumbs([Crumb::new(v.t("account-list"), "/users")])
        .help(Help::new(v.t("account-list-help-what"), v.t("account-list-help-next")))
        .html(
            v,
            html! {
                @if let Some(note) = note { (note) }
                (Panel::new(v.t("account-new")).body(form.html(v)))
            },
        )
}

async fn create(State(web): State<Web>, posted: Posted<CreateAccount>) -> Answer<Response> {
    let errors = match &posted.form {
        Err(errors) => errors.clone(),
        Ok(act) => match web.app().perform(&posted.ctx, act).await {
            Ok(made) => {
                return Ok(done(&format!("/users/{}", made.done.account), "account-made"));
            }
            Err(Error::Invalid(errors)) => errors,
            Err(other) => return Err(other.into()),
        },
    };
    Ok(unprocessable(new_page(&posted.ctx, &posted.view, &posted.state(errors))).into_response())
}

async fn show(State(web): State<Web>, Path(id): Path<UserId>, reader: Reader) -> Answer<Html> {
    Ok(one(&web, &reader.ctx, &reader.view, id, (&FormState::new(), &Granting::default())).await?)
}

/// The page of one account; `password` and `granting` are the forms that came back with their errors.
async fn one(
    web: &Web,
    ctx: &Ctx,
    v: &View,
    id: UserId,
    (password, granting): (&FormState, &Granting),
) -> Result<Html, Error> {
    let (account, grants) = web.app().account(ctx, id).await?;
    let plain: Vec<Grant> = grants.iter().map(|g| g.value.clone()).collect();
    let places = web.app().places_of(ctx, &plain).await?;
    let left = stack([html! { (roles::panel(ctx, v, (&account, &grants), &places, granting)) }]);
    let factor = web.app().has_second_factor(ctx, id).await?;
    let right = stack([
        html! { (standing_panel(ctx, v, &account)) },
        html! { (factor_panel(ctx, v, &account, factor)) },
        html! { @if ctx.may(Action::AccountChange, Scope::System) { (password_panel(v, &account, password)) } },
    ]);
    let note = profile_note(ctx, v);
    Ok(Page::new(account.name.clone())
        .mark(standing(v, account.standing))
        .lead(account.login.clone())
        .crumbs([Crumb::new(v.t("account-list"), "/users")])
        .help(Help::new(v.t("account-list-help-what"), v.t("account-list-help-next")))
        .html(v, html! { @if let Some(note) = note { (note) } (cols(Cols::ThreeOne, [left, right])) }))
}

fn standing_panel(ctx: &Ctx, v: &View, account: &Account) -> Panel {
    let (button, enabled, next) = match account.standing {
        Standing::Enabled => {
            let button =
                Button::submit(v.t("account-disable")).danger().confirm(v.t("account-disable-confirm"));
            (button, "false", v.t("account-enabled-about"))
        }
        Standing::Disabled => {
            (Button::submit(v.t("account-enable")).primary(), "true", v.t("account-disabled-about"))
        }
        Standing::Closed => {
            return Panel::new(v.t("account-standing")).body(html! { p { (v.t("account-closed-about")) } });
        }
    };
    let form = Form::post(format!("/users/{}/standing", account.id), &FormState::new())
        .hidden("enabled", enabled)
        .button(button)
        .html(v);
    let may = ctx.may(Action::AccountEnable, Scope::System);
    Panel::new(v.t("account-standing")).body(html! { p { (next) } @if may { (form) } })
}

/// Whether there is a second factor; who may take it off takes it off here.
fn factor_panel(ctx: &Ctx, v: &View, account: &Account, on: bool) -> Panel {
    let own = ctx.signed().is_ok_and(|s| s.account == account.id);
    let may = on && !own && ctx.may(Action::SecondFactorReset, Scope::System);
    let reset =
        Button::submit(v.t("second-factor-reset")).danger().confirm(v.t("second-factor-reset-confirm"));
    let target = format!("/users/{}/second-factor/reset", account.id);
    Panel::new(v.t("second-factor-title")).body(html! {
        p { (v.t(if on { "second-factor-on" } else { "second-factor-off" })) }
        @if may { (step(v, &target, reset)) }
    })
}

async fn reset_factor(
    State(web): State<Web>,
    Path(account): Path<UserId>,
    posted: Posted,
) -> Answer<Response> {
    web.app().perform(&posted.ctx, &ResetSecondFactor { account }).await?;
    Ok(done(&format!("/users/{account}"), "second-factor-was-reset"))
}

fn password_panel(v: &View, account: &Account, state: &FormState) -> Panel {
    let field = |name: &str, id: &str| state.text(name, v.t(id)).password().complete("new-password").wide();
    let form = Form::post(format!("/users/{}/password", account.id), state)
        .body(html! {
            (field("password", "account-password-new").hint(v.t("account-first-password-hint")).html(v))
            (field("again", "account-password-again").html(v))
        })
        .button(Button::submit(v.t("account-reset-password")))
        .note(v.t("account-reset-note"));
    Panel::new(v.t("account-reset-password")).body(form.html(v))
}

#[derive(Deserialize)]
struct StandingForm {
    enabled: bool,
}

async fn change_standing(
    State(web): State<Web>,
    Path(account): Path<UserId>,
    posted: Posted<StandingForm>,
) -> Answer<Response> {
    let form = posted.form.map_err(Error::Invalid)?;
    web.app().perform(&posted.ctx, &ChangeAccount { account, enabled: form.enabled }).await?;
    let said = if form.enabled { "account-now-enabled" } else { "account-now-disabled" };
    Ok(done(&format!("/users/{account}"), said))
}

async fn reset_password(
    State(web): State<Web>,
    Path(account): Path<UserId>,
    posted: Posted<NewPassword>,
) -> Answer<Response> {
    let errors = match &posted.form {
        Err(errors) => errors.clone(),
        Ok(new) => {
            let new = NewPassword { password: new.password.clone(), again: new.again.clone() };
            match web.app().perform(&posted.ctx, &ResetPassword { account, new }).await {
                Ok(_) => return Ok(done(&format!("/users/{account}"), "account-password-was-reset")),
                Err(Error::Invalid(errors)) => errors,
                Err(other) => return Err(other.into()),
            }
        }
    };
    let page =
        one(&web, &posted.ctx, &posted.view, account, (&posted.state(errors), &Granting::default())).await?;
    Ok(unprocessable(page).into_response())
}
