//! What a member declared and what the office's check found: sealed, opened for a reason, closed by itself.

use super::team::address;
use crate::components::{
    Button, Crumb, Empty, Form, FormState, Help, Note, Page, Panel, Sealed, Tone, facts, stack,
};
use crate::pages::recusal::reason_html;
use crate::request::{Answer, Posted, Reader, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::team::OpenedCheck;
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::permission::Action;
use domain::team::{Answer as Given, DeclaredConflict};
use kernel::{Day, MemberId, Message, RoundId, TeamId, UnitId};
use maud::{Markup, html};

type Place = (RoundId, TeamId, MemberId);

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::RecusalCheck);
    routes.get("/rounds/{round}/teams/{team}/members/{member}", needs, closed).post(
        "/rounds/{round}/teams/{team}/members/{member}",
        needs,
        open,
    )
}

fn own((round, team, member): Place) -> String {
    format!("{}/members/{member}", address(round, team))
}

/// The page around it: the member's name is no secret, what they declared is.
async fn frame(
    web: &Web,
    ctx: &Ctx,
    v: &View,
    (round, team, member): Place,
) -> Result<(Page, String), Error> {
    let found = web.app().round(ctx, round).await?;
    let part = found.team(team).ok_or(Error::NotFound)?;
    let line = part.members.iter().find(|m| m.member.id == member).ok_or(Error::NotFound)?;
    let page = Page::new(v.t("team-sealed-check"))
        .lead(format!("{} · {}", line.name, v.say(&line.member.role.label())))
        .crumbs([
            Crumb::new(found.round.name.clone(), format!("/rounds/{round}")),
            Crumb::new(part.team.name.clone(), address(round, team)),
        ])
        .help(Help::new(v.t("team-sealed-help-what"), v.t("team-sealed-help-next")));
    Ok((page, line.name.clone()))
}

async fn closed(State(web): State<Web>, Path(place): Path<Place>, reader: Reader) -> Answer<Html> {
    Ok(closed_page(&web, &reader.ctx, &reader.view, place, &FormState::new()).await?)
}

async fn closed_page(web: &Web, ctx: &Ctx, v: &View, place: Place, state: &FormState) -> Result<Html, Error> {
    let (page, _) = frame(web, ctx, v, place).await?;
    let form = Form::post(own(place), state)
        .body(html! { (state.text("reason", v.t("inspector-open-reason")).longest(200).wide().html(v)) })
        .button(Button::submit(v.t("inspector-open")).icon("unlock"));
    let body = html! {
        (Sealed::closed(v.t("team-sealed-closed"), v.t("inspector-relatives-how")))
        (form.html(v))
    };
    Ok(page.html(v, html! { (Panel::new(v.t("team-sealed-check")).body(body)) }))
}

/// Shows what is sealed, and tells the browser to close it by itself: this works without script.
async fn open(State(web): State<Web>, Path(place): Path<Place>, posted: Posted) -> Answer<Response> {
    let (_, team, member) = place;
    let (ctx, v) = (&posted.ctx, &posted.view);
    let (page, _) = frame(&web, ctx, v, place).await?;
    match web.app().open_recusal_check(ctx, team, member, posted.value("reason")).await {
        Ok(opened) => {
            let mut response = page.html(v, opened_html(v, place, &opened)).into_response();
            if let Ok(close) = HeaderValue::from_str(&format!("600; url={}", own(place))) {
                response.headers_mut().insert(header::REFRESH, close);
            }
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(response)
        }
        Err(Error::Invalid(errors)) => {
            let page = closed_page(&web, ctx, v, place, &posted.state(errors)).await?;
            Ok(unprocessable(page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn opened_html(v: &View, place: Place, opened: &OpenedCheck) -> Markup {
    let until = Message::new("inspector-relatives-until").with("when", v.datetime(opened.closes));
    let close = Button::link(v.t("inspector-relatives-close"), own(place));
    let name = |unit: UnitId| {
        opened.units.iter().find(|(id, _)| *id == unit).map(|(_, name)| name.clone()).unwrap_or_default()
    };
    let declared = match &opened.declared {
        Some((on, conflicts, answers)) => declared(v, opened, (*on, conflicts, answers), &name),
        None => html! { (Empty::new("lock", v.t("team-sealed-undeclared"), v.t("team-declare-help-next"))) },
    };
    let found = match &opened.checked {
        Some((on, findings)) => html! {
            p { (v.say(&Message::new("team-sealed-checked-on").with("day", *on))) }
            @for unit in findings {
                h3 { (unit.name) }
                @if unit.reasons.is_empty() && unit.asks.is_empty() { p { (v.t("team-sealed-nothing")) } }
                @for reason in &unit.reasons { (reason_html(v, reason)) }
                @for ask in &unit.asks { (Note::new(Tone::Warn, ask.text.as_str())) }
            }
        },
        None => html! { (Empty::new("lock", v.t("team-sealed-unchecked"), v.t("round-next-check"))) },
    };
    stack([
        html! { (Sealed::open(html! { (opened.name) }, v.say(&until)).action(close)) },
        html! { (Panel::new(v.t("team-declarations")).body(declared)) },
        html! { (Panel::new(v.t("team-check")).body(found)) },
    ])
}

fn declared(
    v: &View,
    opened: &OpenedCheck,
    (on, conflicts, answers): (Day, &[DeclaredConflict], &[Given]),
    name: &dyn Fn(UnitId) -> String,
) -> Markup {
    // A question is asked in the words of the check; its key says what about.
    let question = |given: &Given| {
        let units = opened.checked.iter().flat_map(|(_, found)| found);
        let asks = units.filter(|u| u.unit == given.unit).flat_map(|u| &u.asks);
        asks.filter(|a| a.key == given.key).map(|a| a.text.clone()).next().unwrap_or_else(|| name(given.unit))
    };
    html! {
        p { (v.say(&Message::new("team-sealed-declared-on").with("day", on))) }
        @if conflicts.is_empty() { p { (v.t("team-sealed-no-conflict")) } }
        @for conflict in conflicts { (Note::new(Tone::Warn, conflict.words.as_str()).lead(name(conflict.unit))) }
        @if !answers.is_empty() { (facts(answers.iter().map(|given| {
            let answer = v.t(if given.conflict { "team-answer-yes" } else { "team-answer-no" });
            (question(given), html! { (answer) " " (given.words) })
        }))) }
    }
}
