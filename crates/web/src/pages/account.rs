//! One's own account: password, sessions, tokens, language, role.

mod second_factor;

use super::accounts::roles::{held_for, period};
use crate::components::{
    Button, Choice, Cols, Column, Crumb, Empty, Form, FormState, Help, Note, Page, Panel, Row, Table, Tone,
    cell, cols, stack, step,
};
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::session::keep;
use crate::{Html, View, Web};
use app::account::{
    ChangeOwnPassword, EndOtherSessions, IssueToken, NewPassword, RevokeToken, SetLanguage, TOKEN_SCOPES,
};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use domain::account::Profile;
use domain::permission::Action;
use kernel::{FieldError, GrantId, Lang, Message, SessionId, Timestamp, TokenId};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) fn routes(routes: Routes) -> Routes {
    second_factor::routes(routes)
        .get("/account", Needs::Account, show)
        .get("/account/password", Needs::Account, ask_password)
        .post("/account/password", Needs::Right(Action::PasswordChange), change_password)
        .post("/account/language", Needs::Right(Action::SessionManage), choose_language)
        .post("/account/sessions/end", Needs::Right(Action::SessionManage), end_others)
        .post("/account/sessions/{session}/end", Needs::Right(Action::SessionManage), end_one)
        .post("/account/tokens", Needs::Right(Action::TokenManage), issue_token)
        .post("/account/tokens/{token}/revoke", Needs::Right(Action::TokenManage), revoke_token)
        .post("/account/act-in/{grant}", Needs::Account, act_in)
        .post("/account/act-in-all", Needs::Account, act_in_all)
}

async fn show(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    Ok(overview(&web, &reader.ctx, &reader.view, &token_form(), None).await?)
}

fn token_form() -> FormState {
    FormState::new().with("scope", "read").with("days", "90")
}

async fn overview(
    web: &Web,
    ctx: &Ctx,
    v: &View,
    token_state: &FormState,
    fresh: Option<&str>,
) -> Result<Html, Error> {
    let sessions = sessions_panel(web, ctx, v).await?;
    let tokens = tokens_panel(web, ctx, v, token_state, fresh).await?;
    let signed = ctx.signed()?;
    let about = Panel::new(v.t("account-self")).body(crate::components::facts([
        (v.t("account-name"), html! { (signed.name) }),
        (v.t("account-login"), html! { (signed.login) }),
        second_factor::line(v, web.app().own_second_factor(ctx).await?),
    ]));
    let about = about
        .foot(language_form(v, signed.lang))
        .actions(html! { (Button::link(v.t("account-change-password"), "/account/password")) });
    let left = stack([html! { (about) }, roles_panel(web, ctx, v).await?, sessions]);
    Ok(Page::new(v.t("account-title"))
        .help(Help::new(v.t("account-help-what"), v.t("account-help-next")))
        .html(v, cols(Cols::Two, [left, tokens])))
}

/// Every role held, for what and how long, and the switch to act in one of them alone.
async fn roles_panel(web: &Web, ctx: &Ctx, v: &View) -> Result<Markup, Error> {
    let signed = ctx.signed()?;
    let places = web.app().places_of(ctx, &signed.grants).await?;
    let rows = signed.grants.iter().map(|grant| {
        let name = v.t(grant.role.message_id());
        let control = if signed.acting == Some(grant.id) {
            html! { (v.t("role-acting")) }
        } else {
            let target = format!("/account/act-in/{}", grant.id);
            step(v, &target, Button::submit(v.t("role-act-in")).small().about(name.clone()))
        };
        Row::new([cell(name), cell(held_for(v, grant, &places)), cell(period(v, grant)), cell(control)])
    });
    let columns = ["role-name", "role-held-for", "role-period", "common-step"].map(|id| Column::new(v.t(id)));
    let table = Table::new(v.t("account-roles"), columns).stacks().rows(rows).empty(Empty::new(
        "key",
        v.t("role-none"),
        v.t("role-none-next"),
    ));
    let strict = signed.profile == Profile::Strict;
    let note = v.t(if strict { "role-one-at-a-time" } else { "role-all-at-once" });
    let panel = Panel::new(v.t("account-roles")).note(note).flush(table.html(v));
    let all = (!strict && signed.acting.is_some())
        .then(|| step(v, "/account/act-in-all", Button::submit(v.t("role-act-in-all"))));
    Ok(match all {
        Some(all) => html! { (panel.foot(all)) },
        None => html! { (panel) },
    })
}

/// The language kept with the account, for whichever browser comes next.
fn language_form(v: &View, chosen: Option<Lang>) -> Markup {
    let state = FormState::new().with("lang", chosen.unwrap_or(v.lang).tag());
    let choices = [
        Choice::new(Lang::ZhCn.tag(), v.t("account-language-zh")),
        Choice::new(Lang::En.tag(), v.t("account-language-en")),
    ];
    Form::post("/account/language", &state)
        .body(html! { (state.text("lang", v.t("account-language")).segment(choices).html(v)) })
        .button(Button::submit(v.t("account-language-keep")))
        .html(v)
}

#[derive(Deserialize)]
struct LanguageForm {
    lang: String,
}

async fn choose_language(State(web): State<Web>, posted: Posted<LanguageForm>) -> Answer<Response> {
    let form = posted.form.map_err(Error::Invalid)?;
    let lang = Lang::from_tag(&form.lang).ok_or(Error::NotFound)?;
    web.app().perform(&posted.ctx, &SetLanguage { lang }).await?;
    let mut answer = done("/account", "account-language-kept");
    answer.headers_mut().extend(crate::look::language_cookie(lang).map(|c| (header::SET_COOKIE, c)));
    Ok(answer)
}

async fn sessions_panel(web: &Web, ctx: &Ctx, v: &View) -> Result<Markup, Error> {
    let here = ctx.signed()?.session.map(|s| s.0);
    let rows = web.app().own_sessions(ctx).await?.into_iter().map(|s| {
        let control = if Some(s.id) == here {
            html! { (v.t("account-this-session")) }
        } else {
            let target = format!("/account/sessions/{}/end", s.id);
            let began =
                Message::new("account-end-session-about").with("began", v.datetime(Timestamp(s.made_at)));
            step(v, &target, Button::submit(v.t("account-end-session")).small().about(v.say(&began)))
        };
        Row::new([
            cell(v.datetime(Timestamp(s.made_at))),
            cell(v.datetime(Timestamp(s.seen_at))),
            cell(browser_name(&s.agent)),
            cell(control),
        ])
    });
    let limits = web.app().limits();
    let lasts = Message::new("account-sessions-note")
        .with("minutes", limits.idle_seconds / 60)
        .with("hours", limits.absolute_seconds / 3_600);
    let columns = ["account-session-began", "account-session-used", "account-session-browser", "common-step"]
        .map(|id| Column::new(v.t(id)));
    let table = Table::new(v.t("account-sessions"), columns).stacks().rows(rows);
    let end = step(v, "/account/sessions/end", Button::submit(v.t("account-end-others")));
    Ok(html! { (Panel::new(v.t("account-sessions")).note(v.say(&lasts)).flush(table.html(v)).foot(end)) })
}

/// A browser as people know it: `Edge 126 · Windows`. The agent's own line where it is none we know.
fn browser_name(agent: &str) -> String {
    // Most browsers also claim to be the ones before them: the most particular name comes first.
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg/", "Edge"),
        ("QQBrowser/", "QQ"),
        ("Firefox/", "Firefox"),
        ("HeadlessChrome/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Version/", "Safari"),
    ];
    const SYSTEMS: [&str; 6] = ["Windows", "Android", "iPhone", "iPad", "Mac", "Linux"];
    let found = BROWSERS.iter().find_map(|(mark, name)| {
        let (_, rest) = agent.split_once(mark)?;
        let version: String = rest.chars().take_while(char::is_ascii_digit).collect();
        Some(format!("{name} {version}"))
    });
    let system = SYSTEMS.iter().find(|system| agent.contains(**system));
    match (found, system) {
        (Some(name), Some(system)) => format!("{name} · {system}"),
        (Some(name), None) => name,
        (None, _) => agent.to_owned(),
    }
}

async fn tokens_panel(
    web: &Web,
    ctx: &Ctx,
    v: &View,
    state: &FormState,
    fresh: Option<&str>,
) -> Result<Markup, Error> {
    let rows = web.app().own_tokens(ctx).await?.into_iter().map(|(token, used)| {
        let used = used.map_or_else(|| v.t("token-never-used"), |at| v.datetime(at));
        let ended = token.revoked.is_some() || token.expires <= v.now;
        let control = if ended {
            html! { (v.t("token-ended")) }
        } else {
            let target = format!("/account/tokens/{}/revoke", token.id);
            step(v, &target, Button::submit(v.t("token-revoke")).small().about(token.label.clone()))
        };
        let scope = v.t(&format!("token-scope-{}", token.scope));
        Row::new([
            cell(&token.label),
            cell(scope),
            cell(v.datetime(token.expires)),
            cell(used),
            cell(control),
        ])
    });
    let columns = ["token-label", "token-scope", "token-expires", "token-used", "common-step"]
        .map(|id| Column::new(v.t(id)));
    let table = Table::new(v.t("token-title"), columns).stacks().rows(rows).empty(Empty::new(
        "key",
        v.t("token-empty"),
        v.t("token-empty-next"),
    ));
    let scopes = TOKEN_SCOPES.map(|s| Choice::new(s, v.t(&format!("token-scope-{s}"))));
    let form = Form::post("/account/tokens", state)
        .body(html! {
            (state.text("label", v.t("token-label")).longest(60).html(v))
            (state.text("scope", v.t("token-scope")).select(scopes).html(v))
            (state.text("days", v.t("token-days-field")).number().html(v))
        })
        .button(Button::submit(v.t("token-issue")));
    let shown =
        fresh.map(|text| Note::new(Tone::Warn, html! { code { (text) } }).lead(v.t("token-shown-once")));
    Ok(html! {
        (Panel::new(v.t("token-title")).note(v.t("token-note")).flush(table.html(v)).foot(html! {
            @if let Some(shown) = shown { (shown) }
            (form.html(v))
        }))
    })
}

async fn ask_password(reader: Reader) -> Answer<Html> {
    Ok(password_page(&reader.ctx, &reader.view, &FormState::new())?)
}

fn password_page(ctx: &Ctx, v: &View, state: &FormState) -> Result<Html, Error> {
    let must = ctx.signed()?.must_change_password;
    let field =
        |name: &str, id: &str, complete| state.text(name, v.t(id)).password().complete(complete).wide();
    let form = Form::post("/account/password", state)
        .body(html! {
            (field("current", "account-password-current", "current-password").html(v))
            (field("password", "account-password-new", "new-password").hint(v.t("set-up-password-hint")).html(v))
            (field("again", "account-password-again", "new-password").html(v))
        })
        .button(Button::submit(v.t("account-change-password")).primary())
        .note(v.t("account-password-ends-sessions"));
    let must = must.then(|| Note::new(Tone::Warn, v.t("account-password-must")));
    Ok(Page::new(v.t("account-change-password"))
        .crumbs([Crumb::new(v.t("account-title"), "/account")])
        .help(Help::new(v.t("account-password-help-what"), v.t("account-password-help-next")))
        .html(
            v,
            html! {
                @if let Some(must) = must { (must) }
                (Panel::new(v.t("account-change-password")).body(form.html(v)))
            },
        ))
}

#[derive(Deserialize)]
struct Passwords {
    #[serde(default)]
    current: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

async fn change_password(State(web): State<Web>, posted: Posted<Passwords>) -> Answer<Response> {
    let (ctx, v) = (&posted.ctx, &posted.view);
    let errors = match &posted.form {
        Err(errors) => errors.clone(),
        Ok(p) => {
            let new = NewPassword { password: p.password.clone(), again: p.again.clone() };
            let act = ChangeOwnPassword { current: p.current.clone(), new };
            match web.app().perform(ctx, &act).await {
                Ok(_) => {
                    let token = web.app().renew_session(ctx.signed()?).await?;
                    return Ok(keep(token, &web, done("/account", "account-password-changed")));
                }
                Err(Error::Invalid(errors)) => errors,
                Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
                Err(other) => return Err(other.into()),
            }
        }
    };
    let page = password_page(ctx, v, &posted.state(errors))?;
    Ok(unprocessable(page).into_response())
}

async fn end_others(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    web.app().perform(&posted.ctx, &EndOtherSessions {}).await?;
    Ok(done("/account", "account-ended-others"))
}

async fn end_one(State(web): State<Web>, Path(session): Path<SessionId>, posted: Posted) -> Answer<Response> {
    web.app().end_session(&posted.ctx, session).await?;
    Ok(done("/account", "account-ended-session"))
}

#[derive(Deserialize)]
struct NewToken {
    #[serde(default)]
    label: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    days: String,
}

async fn issue_token(State(web): State<Web>, posted: Posted<NewToken>) -> Answer<Html> {
    let (ctx, v) = (&posted.ctx, &posted.view);
    let errors: Vec<FieldError> = match &posted.form {
        Err(errors) => errors.clone(),
        Ok(asked) => {
            let token = web.app().new_token();
            let act = IssueToken {
                label: asked.label.clone(),
                scope: asked.scope.clone(),
                days: asked.days.trim().parse().unwrap_or(0),
                digest: token.digest,
            };
            match web.app().perform(ctx, &act).await {
                // A repeat made no token, so there is none to show.
                Ok(done) => {
                    let text = (!done.repeated).then(|| token.text.expose().as_str());
                    return Ok(overview(&web, ctx, v, &token_form(), text).await?);
                }
                Err(Error::Invalid(errors)) => errors,
                Err(other) => return Err(other.into()),
            }
        }
    };
    Ok(unprocessable(overview(&web, ctx, v, &posted.state(errors), None).await?))
}

async fn revoke_token(
    State(web): State<Web>,
    Path(token): Path<TokenId>,
    posted: Posted,
) -> Answer<Response> {
    web.app().perform(&posted.ctx, &RevokeToken { token }).await?;
    Ok(done("/account", "token-revoked"))
}

async fn act_in(State(web): State<Web>, Path(grant): Path<GrantId>, posted: Posted) -> Answer<Response> {
    let token = web.app().act_in(posted.ctx.signed()?, Some(grant)).await?;
    Ok(keep(token, &web, Redirect::to("/").into_response()))
}

async fn act_in_all(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    let token = web.app().act_in(posted.ctx.signed()?, None).await?;
    Ok(keep(token, &web, Redirect::to("/").into_response()))
}

#[cfg(test)]
mod tests {
    use super::browser_name;

    #[test]
    fn a_session_names_its_browser_as_people_do() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                    Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0";
        assert_eq!(browser_name(edge), "Edge 126 · Windows");
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
        assert_eq!(browser_name(firefox), "Firefox 128 · Linux");
        assert_eq!(browser_name("curl/8.0"), "curl/8.0");
    }
}
