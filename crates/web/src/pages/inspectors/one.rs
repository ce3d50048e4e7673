//! One person of the pool: what is known, where they served, training; what they declared stays sealed.

use super::{availability, home, load};
use crate::components::{
    Button, Choice, Cols, Column, Crumb, Empty, Form, FormState, Help, Page, Panel, Row, Sealed, Table, cell,
    chip, cols, facts, stack,
};
use crate::pages::rounds::words::member_tone;
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::inspector::{InspectorPage, OpenedRelatives, Pooled};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use domain::inspector::{Availability, PartyStanding, Relatives, Sex};
use domain::permission::{Action, Scope};
use kernel::{Message, PersonId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/inspectors/{person}", Needs::Right(Action::InspectorView), show)
}

async fn show(State(web): State<Web>, Path(id): Path<PersonId>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, &reader.ctx, &reader.view, id, &Forms::default()).await?)
}

/// The page's forms as they come back, and what was opened.
#[derive(Default)]
pub(super) struct Forms {
    pub(super) change: Option<FormState>,
    pub(super) training: FormState,
    pub(super) relatives: FormState,
    pub(super) reason: FormState,
    pub(super) account: FormState,
    pub(super) opened: Option<OpenedRelatives>,
}

pub(super) async fn page(web: &Web, ctx: &Ctx, v: &View, id: PersonId, forms: &Forms) -> Result<Html, Error> {
    let found = web.app().inspector(ctx, id).await?;
    let may_change = ctx.may(Action::InspectorChange, Scope::Global);
    let may_open = ctx.may(Action::RecusalCheck, Scope::Global);
    let left = stack([
        html! { (known(v, &found)) },
        html! { (history(v, &found.inspector)) },
        html! { (service(v, &found)) },
        html! { (training(v, &found.inspector, may_change, &forms.training)) },
    ]);
    let right = stack([
        html! { (sealed(v, &found.inspector, may_open, forms)) },
        html! { @if may_change { (change_panel(v, &found.inspector, forms.change.as_ref())) } },
        html! { @if may_change { (account_panel(v, &found, &forms.account)) } },
    ]);
    Ok(Page::new(found.inspector.name.clone())
        .mark(availability(v, &found.inspector))
        .lead(found.inspector.code.0.clone())
        .crumbs([Crumb::new(v.t("inspector-title"), "/inspectors")])
        .help(Help::new(v.t("inspector-one-help-what"), v.t("inspector-one-help-next")))
        .html(v, cols(Cols::ThreeOne, [left, right])))
}

fn known(v: &View, page: &InspectorPage) -> Panel {
    let inspector = &page.inspector;
    let sex = match inspector.sex {
        Some(Sex::Female) => v.t("inspector-female"),
        Some(Sex::Male) => v.t("inspector-male"),
        None => String::new(),
    };
    let party = match &inspector.party {
        PartyStanding::Member { since } => with_month(v, v.t("inspector-party-member"), since.as_ref()),
        PartyStanding::Probationary { since } => {
            with_month(v, v.t("inspector-party-probationary"), since.as_ref())
        }
        PartyStanding::Other { words } => words.clone(),
    };
    let text = |id: &str, value: String| (v.t(id), html! { (value) });
    let facts = facts([
        (v.t("inspector-home"), home(inspector)),
        text("inspector-grade", inspector.grade.clone()),
        text("inspector-sex", sex),
        text("inspector-birth", inspector.birth.map(|m| m.to_string()).unwrap_or_default()),
        text("inspector-native-place", inspector.native_place.clone()),
        text("inspector-party", party),
        text("inspector-skills", inspector.skills.join(&v.t("common-list-separator"))),
        text("inspector-rounds-served", load(v, page)),
        text("inspector-note", inspector.note.clone()),
    ]);
    Panel::new(v.t("inspector-known")).body(facts)
}

fn with_month(v: &View, word: String, since: Option<&domain::term::Month>) -> String {
    let Some(month) = since else { return word };
    v.say(&Message::new("common-with-detail").with("name", word).with("detail", month.to_string()))
}

fn history(v: &View, inspector: &Pooled) -> Panel {
    let rows = inspector.posts.iter().rev().map(|post| {
        let to = post.to.map_or_else(|| v.t("recusal-until-now"), |m| m.to_string());
        let place = html! {
            @match post.unit.unit {
                Some(unit) => { a href={ "/units/" (unit) } { (post.unit.written) } }
                None => { (post.unit.written) }
            }
        };
        Row::new([cell(format!("{} — {to}", post.from)), place, cell(&post.post)])
    });
    let columns = [
        Column::new(v.t("inspector-period")).one_line().heads_row(),
        Column::new(v.t("inspector-unit")),
        Column::new(v.t("inspector-post")),
    ];
    let table = Table::new(v.t("inspector-history"), columns).rows(rows).empty(Empty::new(
        "clock",
        v.t("inspector-history-none"),
        v.t("inspector-history-none-next"),
    ));
    Panel::new(v.t("inspector-history")).flush(table.html(v))
}

fn service(v: &View, page: &InspectorPage) -> Panel {
    let rows = page.service.iter().map(|s| {
        let team = html! { a href={ "/rounds/" (s.round) "/teams/" (s.team) } { (s.round_name) " · " (s.team_name) } };
        Row::new([
            team,
            cell(v.say(&s.role.label())),
            chip(member_tone(&s.state), &v.say(&s.state.label())),
        ])
    });
    let columns = [
        Column::new(v.t("inspector-team")).heads_row(),
        Column::new(v.t("inspector-part")).one_line(),
        Column::new(v.t("inspector-standing")).one_line(),
    ];
    let served: Vec<String> = page
        .inspector
        .rounds_served
        .iter()
        .map(|r| match r.term {
            Some(term) => format!("{}-{}", term.0, r.round.0),
            None => r.round.0.to_string(),
        })
        .collect();
    let table = Table::new(v.t("inspector-service"), columns).rows(rows).empty(Empty::new(
        "round",
        v.t("inspector-service-none"),
        v.t("inspector-service-none-next"),
    ));
    let note =
        Message::new("inspector-served-before").with("rounds", served.join(&v.t("common-list-separator")));
    let panel = Panel::new(v.t("inspector-service")).flush(table.html(v));
    if served.is_empty() { panel } else { panel.note(v.say(&note)) }
}

fn training(v: &View, inspector: &Pooled, may: bool, state: &FormState) -> Panel {
    let rows = inspector
        .trainings
        .iter()
        .rev()
        .map(|t| Row::new([cell(v.day(t.on)), cell(&t.topic), cell(t.hours.to_string())]));
    let columns = [
        Column::new(v.t("inspector-training-on")).one_line().heads_row(),
        Column::new(v.t("inspector-training-topic")),
        Column::new(v.t("inspector-training-hours-short")).number(),
    ];
    let hours = i64::from(inspector.training_hours.unwrap_or(0));
    let note = Message::new("inspector-training-sum").with("hours", hours);
    let table = Table::new(v.t("inspector-training"), columns).rows(rows).empty(Empty::new(
        "book",
        v.t("inspector-training-none"),
        v.t("inspector-training-none-next"),
    ));
    let panel = Panel::new(v.t("inspector-training")).note(v.say(&note)).flush(table.html(v));
    if !may {
        return panel;
    }
    let form = Form::post(format!("/inspectors/{}/training", inspector.person), state)
        .body(html! {
            (state.text("on", v.t("inspector-training-on")).date().html(v))
            (state.text("topic", v.t("inspector-training-topic")).longest(100).html(v))
            (state.text("hours", v.t("inspector-training-hours-short")).number().html(v))
        })
        .button(Button::submit(v.t("inspector-training-add")));
    panel.foot(form.html(v))
}

/// What was declared of relatives: hatched until a reason is given, and for ten minutes after.
fn sealed(v: &View, inspector: &Pooled, may: bool, forms: &Forms) -> Panel {
    let panel = Panel::new(v.t("inspector-relatives"));
    let body = match (&forms.opened, &inspector.relatives) {
        (Some(opened), _) => {
            let until = Message::new("inspector-relatives-until").with("when", v.datetime(opened.closes));
            let close =
                Button::link(v.t("inspector-relatives-close"), format!("/inspectors/{}", inspector.person));
            html! { (Sealed::open(relatives(v, &opened.relatives), v.say(&until)).action(close)) }
        }
        (None, None) => html! { p { (v.t("inspector-relatives-not-asked")) } },
        (None, Some(_)) => html! {
            (Sealed::closed(v.t("inspector-relatives-sealed"), v.t("inspector-relatives-how")))
            @if may { (reason_form(v, inspector, &forms.reason)) }
        },
    };
    let panel = panel.body(body);
    if !may {
        return panel;
    }
    let state = &forms.relatives;
    let form = Form::post(format!("/inspectors/{}/relatives", inspector.person), state)
        .body(html! {
            (state.text("relatives", v.t("inspector-relatives-declare")).area(3)
                .hint(v.t("inspector-relatives-hint")).html(v))
        })
        .button(Button::submit(v.t("inspector-relatives-save")));
    panel.foot(html! { details { summary { (v.t("inspector-relatives-anew")) } (form.html(v)) } })
}

fn reason_form(v: &View, inspector: &Pooled, state: &FormState) -> Markup {
    Form::post(format!("/inspectors/{}/relatives/open", inspector.person), state)
        .body(html! { (state.text("reason", v.t("inspector-open-reason")).longest(200).wide().html(v)) })
        .button(Button::submit(v.t("inspector-open")).icon("unlock"))
        .html(v)
}

fn relatives(v: &View, relatives: &Relatives) -> Markup {
    match relatives {
        Relatives::NotAsked => html! { (v.t("inspector-relatives-not-asked")) },
        Relatives::None => html! { (v.t("inspector-relatives-none")) },
        Relatives::Some(all) => html! { ul {
            @for r in all { li {
                (r.relation) " " (r.name)
                @if let Some(unit) = &r.unit { " · " (unit.written) }
                @if !r.post.is_empty() { " · " (r.post) }
            } }
        } },
    }
}

fn change_panel(v: &View, inspector: &Pooled, typed: Option<&FormState>) -> Panel {
    let words = match &inspector.availability {
        Availability::Available => "",
        Availability::Unavailable { words, .. } => words.as_str(),
    };
    let available = if inspector.availability.is_available() { "yes" } else { "no" };
    let stored = FormState::new()
        .with("available", available)
        .with("unavailable_words", words)
        .with("home", inspector.home.written.as_str())
        .with("post", inspector.post.as_str())
        .with("skills", inspector.skills.join(&v.t("common-list-separator")))
        .with("note", inspector.note.as_str());
    let state = typed.unwrap_or(&stored);
    let choices =
        [Choice::new("yes", v.t("inspector-available")), Choice::new("no", v.t("inspector-unavailable"))];
    let form = Form::post(format!("/inspectors/{}", inspector.person), state)
        .body(html! {
            (state.text("available", v.t("inspector-availability")).segment(choices).html(v))
            (state.text("unavailable_words", v.t("inspector-unavailable-words")).optional().wide().html(v))
            (state.text("home", v.t("inspector-unit")).wide().html(v))
            (state.text("post", v.t("inspector-post")).optional().wide().html(v))
            (state.text("skills", v.t("inspector-skills")).hint(v.t("inspector-skills-hint")).optional().wide().html(v))
            (state.text("note", v.t("inspector-note")).optional().wide().html(v))
        })
        .button(Button::submit(v.t("inspector-save")));
    Panel::new(v.t("inspector-change")).note(v.t("inspector-change-note")).body(form.html(v))
}

fn account_panel(v: &View, page: &InspectorPage, state: &FormState) -> Panel {
    let stored = FormState::new().with("login", page.login.clone().unwrap_or_default());
    let state = if state.errors().is_empty() { &stored } else { state };
    let form = Form::post(format!("/inspectors/{}/account", page.inspector.person), state)
        .body(html! {
            (state.text("login", v.t("inspector-login")).hint(v.t("inspector-login-hint")).complete("off").optional().wide().html(v))
        })
        .button(Button::submit(v.t("inspector-link")));
    Panel::new(v.t("inspector-account")).body(form.html(v))
}
