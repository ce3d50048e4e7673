//! Entering a unit by hand, and changing what is recorded of it.

use super::one::crumbs;
use super::words;
use crate::components::{
    Button, Choice, Compare, CompareRow, Crumb, Form, FormState, Help, Note, Page, Panel, Tone, stack,
};
use crate::gate::changed_by;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::organisation::{ChangeUnit, EnterUnit, HeadFields, UnitFields, UnitPage};
use app::{Ctx, Error, LastChange};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::organisation::{Taxonomy, Unit};
use domain::permission::Action;
use kernel::{Day, FieldError, Message, UnitId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/units/new", Needs::Right(Action::UnitChange), ask_new)
        .post("/units", Needs::Right(Action::UnitChange), enter)
        .get("/units/{unit}/edit", Needs::Right(Action::UnitChange), ask_edit)
        .post("/units/{unit}/edit", Needs::Right(Action::UnitChange), change)
}

async fn ask_new(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let mut state = FormState::new();
    if let Some(parent) = v.address.get("parent").and_then(|id| id.parse::<UnitId>().ok()) {
        let names = web.app().unit_names(ctx, &[parent]).await?;
        if let Some(name) = names.get(&parent) {
            state = state.with("parent", name.as_str());
        }
    }
    Ok(new_page(&web, ctx, v, &state).await?)
}

async fn new_page(web: &Web, ctx: &Ctx, v: &View, state: &FormState) -> Result<Html, Error> {
    let taxonomy = web.app().taxonomy(ctx).await?;
    let form = Form::post("/units", state)
        .body(html! {
            (state.text("name", v.t("unit-column-name")).longest(100).focus().html(v))
            (state.text("parent", v.t("unit-column-parent")).hint(v.t("unit-named-hint")).longest(200).html(v))
            (fields(v, &taxonomy, state))
        })
        .button(Button::submit(v.t("unit-enter-save")).primary())
        .html(v);
    let panel = Panel::new(v.t("unit-facts")).body(form);
    Ok(Page::new(v.t("unit-enter"))
        .crumbs([Crumb::new(v.t("unit-title"), "/units")])
        .help(Help::new(v.t("unit-enter-help-what"), v.t("unit-enter-help-next")))
        .html(v, html! { (panel) }))
}

/// The fields that entering and changing share.
fn fields(v: &View, taxonomy: &Taxonomy, state: &FormState) -> Markup {
    let natures =
        taxonomy.natures.iter().map(|entry| Choice::new(entry.code.as_str(), words::said(v, &entry.word)));
    let levels =
        taxonomy.levels.iter().map(|entry| Choice::new(entry.code.as_str(), words::said(v, &entry.word)));
    html! {
        (state.text("nature", v.t("unit-column-nature")).select(natures).html(v))
        (state.text("party_form", v.t("unit-column-party-form")).hint(v.t("unit-party-form-hint")).longest(100).optional().html(v))
        (state.text("members", v.t("unit-column-members")).number().optional().html(v))
        (state.text("staff", v.t("unit-column-staff")).number().optional().html(v))
        (state.text("head.name", v.t("unit-column-head")).longest(100).optional().html(v))
        (state.text("head.post", v.t("unit-column-post")).longest(100).optional().html(v))
        (state.text("head.level", v.t("unit-column-level")).select(levels).optional().html(v))
        (state.text("since", v.t("unit-since")).date().optional().html(v))
        (state.text("note", v.t("unit-column-note")).area(3).longest(1000).optional().html(v))
    }
}

/// What was typed, as the act takes it; or what cannot be read.
fn read(posted: &Posted) -> Result<UnitFields, Vec<FieldError>> {
    let mut errors = Vec::new();
    let text = |name: &str| posted.value(name).trim().to_owned();
    let mut number = |name: &'static str| -> Option<u32> {
        let typed = text(name);
        if typed.is_empty() {
            return None;
        }
        let parsed = typed.parse().ok();
        if parsed.is_none() {
            let message = Message::new("unit-number-unreadable").with("value", typed);
            errors.push(FieldError::new(name, message));
        }
        parsed
    };
    let (members, staff) = (number("members"), number("staff"));
    let since = text("since");
    let since: Option<Day> = if since.is_empty() {
        None
    } else {
        let parsed = since.parse().ok();
        if parsed.is_none() {
            errors.push(FieldError::new("since", Message::new("unit-day-unreadable").with("value", since)));
        }
        parsed
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    let head = HeadFields {
        name: text("head.name"),
        post: text("head.post"),
        level: Some(text("head.level")).filter(|code| !code.is_empty()),
    };
    Ok(UnitFields {
        nature: text("nature"),
        party_form: text("party_form"),
        members,
        staff,
        head: (head != HeadFields::default()).then_some(head),
        note: posted.value("note").to_owned(),
        since,
    })
}

async fn enter(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    let (ctx, v) = (&posted.ctx, &posted.view);
    let mut errors = Vec::new();
    let fields = read(&posted).map_err(|wrong| errors.extend(wrong)).ok();
    let parent = match web.app().unit_named(ctx, posted.value("parent")).await? {
        Ok(parent) => Some(parent),
        Err(message) => {
            errors.push(FieldError::new("parent", message));
            None
        }
    };
    if let (Some(fields), Some(parent)) = (fields, parent) {
        let act = EnterUnit { name: posted.value("name").to_owned(), parent, fields };
        match web.app().perform(ctx, &act).await {
            Ok(made) => return Ok(done(&format!("/units/{}", made.done.unit), "unit-entered")),
            Err(Error::Invalid(wrong)) => errors.extend(wrong),
            Err(other) => return Err(other.into()),
        }
    }
    let page = new_page(&web, ctx, v, &posted.state(errors)).await?;
    Ok(unprocessable(page).into_response())
}

async fn ask_edit(State(web): State<Web>, Path(id): Path<UnitId>, reader: Reader) -> Answer<Html> {
    let found = web.app().unit(&reader.ctx, id).await?;
    let state = stored(&found.unit);
    Ok(edit_page(&reader.view, &found, &state, None))
}

/// The form as the record fills it.
fn stored(unit: &Unit) -> FormState {
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let head = unit.head.clone().unwrap_or_default();
    FormState::new()
        .with("nature", unit.nature.as_ref().map_or("", |nature| nature.as_str()))
        .with("party_form", unit.party_form.as_str())
        .with("members", number(unit.members))
        .with("staff", number(unit.staff))
        .with("head.name", head.name)
        .with("head.post", head.post)
        .with("head.level", head.level.map(|level| level.0).unwrap_or_default())
        .with("since", unit.since.map(|day| day.to_string()).unwrap_or_default())
        .with("note", unit.note.as_str())
}

fn edit_page(v: &View, found: &UnitPage, state: &FormState, met: Option<Markup>) -> Html {
    let id = found.unit.id;
    let form = Form::post(format!("/units/{id}/edit"), state)
        .hidden("version", found.unit.version.to_string())
        .body(fields(v, &found.taxonomy, state))
        .button(Button::submit(v.t("unit-change-save")).primary())
        .button(Button::link(v.t("unit-change-leave"), format!("/units/{id}")))
        .html(v);
    let panel = Panel::new(v.t("unit-facts")).body(form);
    let crumbs =
        crumbs(v, found).into_iter().chain([Crumb::new(found.unit.name.clone(), format!("/units/{id}"))]);
    let parts = met.into_iter().chain([html! { (panel) }]);
    Page::new(v.t("unit-change"))
        .lead(found.unit.name.clone())
        .crumbs(crumbs)
        .help(Help::new(v.t("unit-change-help-what"), v.t("unit-change-help-next")))
        .html(v, stack(parts))
}

async fn change(State(web): State<Web>, Path(unit): Path<UnitId>, posted: Posted) -> Answer<Response> {
    let (ctx, v) = (&posted.ctx, &posted.view);
    let version = posted.value("version").parse().ok();
    let mut met = None;
    let errors = match read(&posted) {
        Err(errors) => errors,
        Ok(fields) => match web.app().perform(ctx, &ChangeUnit { unit, version, fields }).await {
            Ok(_) => return Ok(done(&format!("/units/{unit}"), "unit-changed")),
            Err(Error::Invalid(errors)) => errors,
            Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
            Err(Error::Conflict { last, .. }) => {
                met = Some(last);
                vec![FieldError::new("", Message::new("unit-changed-meanwhile"))]
            }
            Err(other) => return Err(other.into()),
        },
    };
    let found = web.app().unit(ctx, unit).await?;
    let met = met.map(|last| both(v, &found, &posted, last.as_ref()));
    Ok(unprocessable(edit_page(v, &found, &posted.state(errors), met)).into_response())
}

/// What the other one stored beside what was typed here: sending again replaces it, knowingly.
fn both(v: &View, found: &UnitPage, posted: &Posted, last: Option<&LastChange>) -> Markup {
    let stored = stored(&found.unit);
    let taxonomy = &found.taxonomy;
    let shown = |name: &str, value: &str| -> String {
        let entry = match name {
            "nature" => taxonomy.natures.iter().find(|n| n.code.as_str() == value).map(|n| &n.word),
            "head.level" => taxonomy.levels.iter().find(|l| l.code.as_str() == value).map(|l| &l.word),
            _ => None,
        };
        entry.map_or_else(|| value.to_owned(), |word| words::said(v, word))
    };
    let rows = FIELDS.iter().map(|(name, id)| {
        CompareRow::text(v.t(id), &shown(name, stored.value(name)), &shown(name, posted.value(name)))
    });
    let theirs = last.map(|last| v.say(&changed_by(v, last))).unwrap_or_default();
    let compare = Compare::new(
        (v.t("unit-met-stored"), theirs.clone()),
        (v.t("unit-met-typed"), v.t("unit-met-typed-about")),
        rows.collect(),
    );
    let note = Note::new(Tone::Warn, v.t("unit-met-next")).lead(theirs);
    stack([html! { (note) }, html! { (Panel::new(v.t("unit-met")).flush(compare.html(v))) }])
}

/// The fields of the form and their names.
const FIELDS: [(&str, &str); 9] = [
    ("nature", "unit-column-nature"),
    ("party_form", "unit-column-party-form"),
    ("members", "unit-column-members"),
    ("staff", "unit-column-staff"),
    ("head.name", "unit-column-head"),
    ("head.post", "unit-column-post"),
    ("head.level", "unit-column-level"),
    ("since", "unit-since"),
    ("note", "unit-column-note"),
];
