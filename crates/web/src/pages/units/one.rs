//! One unit: what it is, what lies below it, when it was inspected, its names, what became of it.

use super::words::{last_inspection, level_word, standing};
use super::{kind_word, nature_word, tree};
use crate::components::{
    Button, Choice, Cols, Column, Crumb, Empty, Event, Form, FormState, Help, Note, Page, Panel, Row, Table,
    Tone, cell, chip, cols, facts, menu, stack, timeline, tree as tree_of,
};
use crate::pages::files;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::organisation::{AddAlias, RemoveAlias, UnitPage, UnitVersion};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::organisation::AliasKind;
use domain::permission::{Action, Scope};
use kernel::{Day, FieldError, Message, UnitId};
use maud::{Markup, html};
use serde::Deserialize;

/// As many units below as the page shows itself.
const BELOW: usize = 30;
/// As many changes.
const CHANGES: usize = 30;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/units/{unit}", Needs::Right(Action::UnitView), show)
        .post("/units/{unit}/names", Needs::Right(Action::UnitChange), add_name)
        .post("/units/{unit}/names/remove", Needs::Right(Action::UnitChange), remove_name)
}

async fn show(State(web): State<Web>, Path(id): Path<UnitId>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, &reader.ctx, &reader.view, id, &FormState::new()).await?)
}

/// The page; `names` is the form for another name when it came back with errors.
async fn page(web: &Web, ctx: &Ctx, v: &View, id: UnitId, names: &FormState) -> Result<Html, Error> {
    let found = web.app().unit(ctx, id).await?;
    let unit = &found.unit;
    let may = ctx.may(Action::UnitChange, Scope::Global);
    let ending = unit.ending().map(|ending| ended(v, &found, ending.on, &ending.reason));
    let left = stack([
        facts_panel(v, &found),
        below_panel(v, &found, may),
        files::panel(ctx, v, id.into(), &found.files),
        history_panel(v, &found),
    ]);
    let right = stack([inspections_panel(v, &found), names_panel(v, &found, may, names)]);
    let mut page = Page::new(unit.name.clone())
        .lead(nature_word(v, &found.taxonomy, unit))
        .crumbs(crumbs(v, &found))
        .help(Help::new(v.t("unit-one-help-what"), v.t("unit-one-help-next")));
    if !unit.is_active() {
        page = page.mark(chip(Tone::Mute, &v.t(standing(unit))));
    }
    if may && unit.is_active() && unit.parent.is_some() {
        let link = |id: &str, to: &str| html! { a href={ "/units/" (unit.id) "/" (to) } { (v.t(id)) } };
        let steps = [
            link("unit-rename", "rename"),
            link("unit-move", "move"),
            link("unit-merge", "merge"),
            link("unit-split", "split"),
            link("unit-abolish", "abolish"),
        ];
        page = page
            .control(menu(v.t("unit-steps"), steps))
            .action(Button::link(v.t("unit-change"), format!("/units/{}/edit", unit.id)).primary());
    }
    Ok(page.html(v, html! { @if let Some(note) = ending { (note) } (cols(Cols::ThreeOne, [left, right])) }))
}

pub(super) fn crumbs(v: &View, found: &UnitPage) -> Vec<Crumb> {
    let above = found.path.iter().filter(|unit| unit.id != found.unit.id.0);
    std::iter::once(Crumb::new(v.t("unit-title"), "/units"))
        .chain(above.map(|unit| Crumb::new(unit.name.clone(), format!("/units/{}", unit.id))))
        .collect()
}

fn ended(v: &View, found: &UnitPage, on: Day, reason: &str) -> Note {
    let said = Message::new("unit-ended-on").with("day", on).with("reason", reason);
    Note::new(
        Tone::Warn,
        html! {
            (v.say(&said))
            @if !found.successors.is_empty() {
                " " (v.t("unit-carried-on-by")) " "
                @for (at, (id, name)) in found.successors.iter().enumerate() {
                    @if at > 0 { (v.t("common-list-separator")) }
                    a href={ "/units/" (id) } { (name) }
                }
            }
        },
    )
    .lead(v.t(standing(&found.unit)))
}

fn facts_panel(v: &View, found: &UnitPage) -> Markup {
    let (unit, taxonomy) = (&found.unit, &found.taxonomy);
    let mut pairs: Vec<(String, Markup)> = Vec::new();
    let mut add = |id: &str, value: String| {
        if !value.is_empty() {
            pairs.push((v.t(id), html! { (value) }));
        }
    };
    add("unit-kind", unit.kind.as_ref().map(|kind| kind_word(v, taxonomy, kind)).unwrap_or_default());
    add("unit-column-nature", nature_word(v, taxonomy, unit));
    add("unit-column-party-form", unit.party_form.clone());
    add("unit-column-members", unit.members.map(|n| v.count(n)).unwrap_or_default());
    add("unit-column-staff", unit.staff.map(|n| v.count(n)).unwrap_or_default());
    if let Some(head) = &unit.head {
        let level = head.level.as_ref().map(|level| level_word(v, taxonomy, level)).unwrap_or_default();
        add("unit-column-head", head.name.clone());
        add("unit-column-post", head.post.clone());
        add("unit-column-level", level);
    }
    if unit.parent.is_some() {
        add("unit-covered", v.t(if unit.covered { "unit-covered-yes" } else { "unit-covered-no" }));
    }
    add("unit-since", unit.since.map(|day| v.day(day)).unwrap_or_default());
    add("unit-column-note", unit.note.clone());
    html! { (Panel::new(v.t("unit-facts")).body(facts(pairs))) }
}

fn below_panel(v: &View, found: &UnitPage, may: bool) -> Markup {
    let nodes: Vec<_> =
        found.below.iter().take(BELOW).map(|unit| tree::node(v, &found.taxonomy, unit)).collect();
    let id = found.unit.id;
    let mut panel = Panel::new(v.t("unit-below"));
    if may && found.unit.is_active() {
        let enter = format!("/units/new?parent={id}");
        panel = panel.actions(html! { (Button::link(v.t("unit-enter-below"), enter).small().icon("plus")) });
    }
    if nodes.is_empty() {
        let empty = Empty::new("unit", v.t("unit-below-none"), v.t("unit-below-none-next"));
        return html! { (panel.flush(html! { (empty) })) };
    }
    let count = i64::try_from(found.below.len()).unwrap_or(i64::MAX);
    let all = html! { a href={ "/units?parent=" (id) } { (v.t("unit-below-all")) } };
    html! { (panel.note(v.say(&Message::new("unit-tree-below").with("count", count))).body(tree_of(v, &nodes)).foot(all)) }
}

fn history_panel(v: &View, found: &UnitPage) -> Markup {
    let events: Vec<Event> =
        found.history.iter().take(CHANGES).map(|version| event(v, found, version)).collect();
    html! { (Panel::new(v.t("unit-history")).body(timeline(&events))) }
}

fn event(v: &View, found: &UnitPage, version: &UnitVersion) -> Event {
    let act = v.t(&format!("act-{}", version.action));
    // An act about another unit, or a list's name, says which.
    let about = (version.subject != found.unit.name
        && !version.subject.is_empty()
        && version.differences.iter().all(|d| d.field != "unit-column-name"))
    .then_some(&version.subject);
    let what = html! {
        b { (act) } @if let Some(about) = about { " " (about) }
        @for difference in &version.differences {
            br;
            (v.t(difference.field)) " "
            @if difference.before.is_empty() { (difference.after) }
            @else if difference.after.is_empty() { del { (difference.before) } }
            @else { del { (difference.before) } " → " (difference.after) }
        }
    };
    let event = Event::new(what, format!("{} · {}", version.by, v.datetime(version.at)));
    match &version.reason {
        Some(reason) => event.quote(reason.clone()),
        None => event,
    }
}

fn inspections_panel(v: &View, found: &UnitPage) -> Markup {
    let stated = last_inspection(v, &found.unit)
        .map(|said| Row::new([cell(said), cell(v.t("unit-inspected-stated"))]));
    let held = found.inspections.iter().map(|inspection| {
        let round = v.say(&Message::new("unit-inspected-round").with("round", i64::from(inspection.round.0)));
        let kind = v.say(&inspection.kind.label());
        let window =
            format!("{} – {}", v.day_short(inspection.window.from), v.day_short(inspection.window.to));
        let link = html! { a href={ "/engagements/" (inspection.engagement) } { (round) } };
        let extension = if inspection.extension { v.t("unit-inspected-extension") } else { String::new() };
        Row::new([link, cell(format!("{kind} {extension} {window}"))])
    });
    let columns =
        [Column::new(v.t("unit-inspected-when")).heads_row(), Column::new(v.t("unit-inspected-how"))];
    let table = Table::new(v.t("unit-inspected"), columns).rows(held.chain(stated)).empty(Empty::new(
        "cover",
        v.t("unit-inspected-none"),
        v.t("unit-inspected-none-next"),
    ));
    html! { (Panel::new(v.t("unit-inspected")).flush(table.html(v))) }
}

const fn alias_kind(kind: AliasKind) -> &'static str {
    match kind {
        AliasKind::Former => "unit-alias-former",
        AliasKind::Short => "unit-alias-short",
        AliasKind::Plate => "unit-alias-plate",
    }
}

fn names_panel(v: &View, found: &UnitPage, may: bool, state: &FormState) -> Markup {
    let id = found.unit.id;
    let may = may && found.unit.is_active();
    let rows = found.unit.aliases.iter().map(|alias| {
        let until = alias.until.map(|day| v.say(&Message::new("unit-alias-until").with("day", day)));
        let remove = may.then(|| {
            Form::post(format!("/units/{id}/names/remove"), &FormState::new())
                .hidden("name", alias.name.clone())
                .button(Button::submit(v.t("unit-alias-remove")).small().about(alias.name.clone()))
                .html(v)
        });
        Row::new([
            html! { (alias.name) small.muted { " " (v.t(alias_kind(alias.kind))) @if let Some(until) = until { " " (until) } } },
            html! { @if let Some(remove) = remove { (remove) } },
        ])
    });
    let columns = [Column::new(v.t("unit-alias")).heads_row(), Column::new(v.t("common-step"))];
    let table = Table::new(v.t("unit-aliases"), columns).rows(rows).empty(Empty::new(
        "unit",
        v.t("unit-alias-none"),
        v.t("unit-alias-none-next"),
    ));
    let kinds = [AliasKind::Short, AliasKind::Former, AliasKind::Plate];
    let codes = ["short", "former", "plate"];
    let choices = kinds.into_iter().zip(codes).map(|(kind, code)| Choice::new(code, v.t(alias_kind(kind))));
    let form = may.then(|| {
        Form::post(format!("/units/{id}/names"), state)
            .body(html! {
                (state.text("alias", v.t("unit-alias")).longest(100).html(v))
                (state.text("kind", v.t("unit-alias-kind")).select(choices).html(v))
            })
            .button(Button::submit(v.t("unit-alias-add")))
            .html(v)
    });
    let panel = Panel::new(v.t("unit-aliases")).flush(table.html(v));
    html! { @match form { Some(form) => { (panel.foot(form)) } None => { (panel) } } }
}

#[derive(Deserialize)]
struct NameForm {
    alias: String,
    kind: String,
}

async fn add_name(
    State(web): State<Web>,
    Path(unit): Path<UnitId>,
    posted: Posted<NameForm>,
) -> Answer<Response> {
    let errors = match &posted.form {
        Err(errors) => errors.clone(),
        Ok(form) => match kind_of(&form.kind) {
            None => vec![FieldError::new("kind", Message::new("unit-alias-kind-missing"))],
            Some(kind) => {
                let act = AddAlias { unit, name: form.alias.clone(), kind, until: None };
                match web.app().perform(&posted.ctx, &act).await {
                    Ok(_) => return Ok(done(&format!("/units/{unit}"), "unit-alias-added")),
                    Err(Error::Invalid(errors)) => errors,
                    Err(other) => return Err(other.into()),
                }
            }
        },
    };
    let page = page(&web, &posted.ctx, &posted.view, unit, &posted.state(errors)).await?;
    Ok(unprocessable(page).into_response())
}

fn kind_of(code: &str) -> Option<AliasKind> {
    match code {
        "short" => Some(AliasKind::Short),
        "former" => Some(AliasKind::Former),
        "plate" => Some(AliasKind::Plate),
        _ => None,
    }
}

#[derive(Deserialize)]
struct NamedForm {
    name: String,
}

async fn remove_name(
    State(web): State<Web>,
    Path(unit): Path<UnitId>,
    posted: Posted<NamedForm>,
) -> Answer<Response> {
    let form = posted.form.map_err(Error::Invalid)?;
    web.app().perform(&posted.ctx, &RemoveAlias { unit, name: form.name }).await?;
    Ok(done(&format!("/units/{unit}"), "unit-alias-removed"))
}
