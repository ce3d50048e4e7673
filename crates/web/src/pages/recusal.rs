//! Who must stay away from a unit and why (F2, H8).

use crate::components::FormState;
use crate::components::{Button, Choice, Crumb, Empty, Help, Note, Page, Panel, Tone, chip, stack};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::recusal::{Asked, Away, UnitRecusal, WordedReason};
use axum::extract::State;
use domain::permission::Action;
use kernel::{Day, Message, UnitId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/recusal", Needs::Right(Action::RecusalCheck), show)
}

async fn show(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let asked: Option<UnitId> = v.address.get("unit").and_then(|id| id.parse().ok());
    let start: Option<Day> = v.address.get("start").and_then(|day| day.parse().ok());
    let reason = v.address.get("reason");
    let aid = web.app().unit_choices(ctx).await?;
    let choices = aid.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
    let state = FormState::new()
        .with("unit", asked.map(|u| u.to_string()).unwrap_or_default())
        .with("start", start.unwrap_or_else(|| v.today()).to_string())
        .with("reason", reason.unwrap_or_default());
    let form = html! {
        form.stack method="get" action="/recusal" {
            div.form {
                (state.text("unit", v.t("recusal-unit")).select(choices).html(v))
                (state.text("start", v.t("recusal-start")).date().html(v))
                (state.text("reason", v.t("recusal-reason")).optional().longest(200).html(v))
            }
            div.row { (Button::submit(v.t("recusal-look")).primary()) span.hint { (v.t("recusal-traced")) } }
        }
    };
    let mut parts = vec![html! { (Panel::new(v.t("recusal-ask")).body(form)) }];
    if let Some(unit) = asked {
        for found in web.app().recusal(ctx, &[unit], start, reason).await? {
            parts.extend(answer(v, &found));
        }
    }
    Ok(Page::new(v.t("recusal-title"))
        .lead(v.t("recusal-lead"))
        .crumbs([Crumb::new(v.t("inspector-title"), "/inspectors")])
        .help(Help::new(v.t("recusal-help-what"), v.t("recusal-help-next")))
        .html(v, stack(parts)))
}

fn answer(v: &View, found: &UnitRecusal) -> Vec<Markup> {
    let lead = Message::new("recusal-answer")
        .with("unit", found.name.as_str())
        .with("start", found.start)
        .with("away", found.stay_away.len())
        .with("ask", found.must_ask.len())
        .with("people", found.looked_at);
    let note = Note::new(Tone::Info, v.say(&Message::new("recusal-ruleset").with("version", found.ruleset)));
    let away = if found.stay_away.is_empty() {
        html! { (Empty::new("check", v.t("recusal-nobody"), v.t("recusal-nobody-next"))) }
    } else {
        html! { ul.list data-loose { @for person in &found.stay_away { (away(v, person)) } } }
    };
    let asks = if found.must_ask.is_empty() {
        html! { (Empty::new("check", v.t("recusal-none-asked"), v.t("recusal-none-asked-next"))) }
    } else {
        html! { ul.list data-loose { @for person in &found.must_ask { (asked(person)) } } }
    };
    vec![
        html! { (note.lead(v.say(&lead))) },
        html! { (Panel::new(v.t("recusal-stay-away")).flush(away)) },
        html! { (Panel::new(v.t("recusal-must-ask")).note(v.t("recusal-must-ask-note")).flush(asks)) },
    ]
}

fn away(v: &View, person: &Away) -> Markup {
    html! { li { div {
        a href={ "/inspectors/" (person.person) } { (person.name) } " " small.muted { (person.code) }
        @for reason in &person.reasons { (reason_html(v, reason)) }
    } } }
}

/// A reason: its rule, whom it binds, the fact in words.
pub(super) fn reason_html(v: &View, reason: &WordedReason) -> Markup {
    let everyone = reason.roles.len() == domain::team::Role::ALL.len();
    let bound: Vec<String> = reason.roles.iter().map(|r| v.say(&r.label())).collect();
    html! {
        p {
            (reason.text)
            @if !everyone { " " (chip(Tone::Mute, &v.say(&Message::new("recusal-binds").with("roles", bound.join(&v.t("common-list-separator")))))) }
            small.muted { (reason.basis) }
        }
        @if !reason.facts.is_empty() { ul { @for fact in &reason.facts { li { (fact) } } } }
    }
}

fn asked(person: &Asked) -> Markup {
    html! { li { div {
        a href={ "/inspectors/" (person.person) } { (person.name) } " " small.muted { (person.code) }
        @for question in &person.questions { p { (question.text) } }
    } } }
}
