//! The inspector pool: its list, each person, and the import of a list (A5).

mod change;
mod import;
mod one;

use super::units::{XLSX, attachment};
use crate::components::{
    Button, Choice, Column, Empty, Filters, Help, Page, Pager, Panel, Row, Table, Tone, cell, chip,
    page_request,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::inspector::{PoolFilter, Pooled};
use app::{Ctx, Stored};
use axum::extract::State;
use axum::response::Response;
use domain::permission::{Action, Scope};
use kernel::Message;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes.get("/inspectors", Needs::Right(Action::InspectorView), list).get(
        "/inspectors/export",
        Needs::Right(Action::InspectorExport),
        export,
    );
    change::routes(one::routes(import::routes(routes)))
}

fn filter(v: &View) -> PoolFilter {
    let text = |name: &str| v.address.get(name).filter(|value| !value.is_empty()).map(str::to_owned);
    PoolFilter {
        text: text("q"),
        available: match v.address.get("available") {
            Some("yes") => Some(true),
            Some("no") => Some(false),
            _ => None,
        },
        skill: text("skill"),
        unit: v.address.get("unit").and_then(|id| id.parse().ok()),
    }
}

async fn list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let filter = filter(v);
    let (found, count) = web.app().inspectors(ctx, &filter, &page_request(v)).await?;
    let skills = web.app().pool_skills(ctx).await?;
    let columns = [
        Column::new(v.t("inspector-name")).heads_row().one_line(),
        Column::new(v.t("inspector-code")).one_line(),
        Column::new(v.t("inspector-home")),
        Column::new(v.t("inspector-grade")).one_line(),
        Column::new(v.t("inspector-skills")),
        Column::new(v.t("inspector-training-hours")).number(),
        Column::new(v.t("inspector-rounds-served")).number(),
        Column::new(v.t("inspector-availability")).one_line(),
    ];
    let table = Table::new(v.t("inspector-list"), columns)
        .rows(found.items.iter().map(|i| row(v, i)))
        .empty(empty(ctx, v, &filter));
    let pager = Pager::keyset(found.next.as_ref());
    let pager = if count > 1_000 { pager.more_than(1_000) } else { pager.total(count) };
    let body = html! { (filters(v, &filter, &skills)) (table.html(v)) (pager.html(v)) };
    let panel = Panel::new(v.t("inspector-list")).flush(body).fill();
    Ok(head(ctx, v).html(v, html! { (panel) }))
}

fn head(ctx: &Ctx, v: &View) -> Page {
    let mut page = Page::new(v.t("inspector-title"))
        .lead(v.t("inspector-lead"))
        .help(Help::new(v.t("inspector-help-what"), v.t("inspector-help-next")));
    if ctx.may(Action::RecusalCheck, Scope::Global) {
        page = page.action(Button::link(v.t("recusal-title"), "/recusal").icon("search"));
    }
    if ctx.may(Action::InspectorExport, Scope::Global) {
        page = page.action(Button::link(v.t("inspector-export"), "/inspectors/export").icon("save"));
    }
    if ctx.may(Action::InspectorChange, Scope::Global) {
        page =
            page.action(Button::link(v.t("inspector-import"), "/inspectors/import").primary().icon("upload"));
    }
    page
}

fn filters(v: &View, filter: &PoolFilter, skills: &[String]) -> Markup {
    let available =
        [Choice::new("yes", v.t("inspector-available")), Choice::new("no", v.t("inspector-unavailable"))];
    let chosen = match filter.available {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    Filters::new("/inspectors")
        .search("q", v.t("inspector-search"), filter.text.clone().unwrap_or_default())
        .select("available", v.t("inspector-availability"), available, chosen)
        .select(
            "skill",
            v.t("inspector-skills"),
            skills.iter().map(|s| Choice::new(s.as_str(), s.as_str())),
            filter.skill.clone().unwrap_or_default(),
        )
        .html(v)
}

fn row(v: &View, inspector: &Stored<Pooled>) -> Row {
    let name = html! { a.main-link href={ "/inspectors/" (inspector.person) } { (inspector.name) } };
    let served = i64::try_from(inspector.rounds_served.len()).unwrap_or(0);
    Row::new([
        name,
        cell(&inspector.code.0),
        cell(home(inspector)),
        cell(&inspector.grade),
        cell(inspector.skills.join(&v.t("common-list-separator"))),
        cell(inspector.training_hours.map(|h| h.to_string()).unwrap_or_default()),
        cell(v.count(served)),
        availability(v, inspector),
    ])
}

/// The present unit and post; the unit is a link where it is one of the tree.
fn home(inspector: &Pooled) -> Markup {
    html! {
        @match inspector.home.unit {
            Some(unit) => { a href={ "/units/" (unit) } { (inspector.home.written) } }
            None => { (inspector.home.written) }
        }
        " " small.muted { (inspector.post) }
    }
}

fn availability(v: &View, inspector: &Pooled) -> Markup {
    match &inspector.availability {
        domain::inspector::Availability::Available => chip(Tone::Ok, &v.t("inspector-available")),
        domain::inspector::Availability::Unavailable { words, .. } => {
            let word = if words.is_empty() { v.t("inspector-unavailable") } else { words.clone() };
            chip(Tone::Warn, &word)
        }
    }
}

fn empty(ctx: &Ctx, v: &View, filter: &PoolFilter) -> Empty {
    if *filter != PoolFilter::default() {
        return Empty::new("search", v.t("inspector-none-fits"), v.t("inspector-none-fits-next"));
    }
    let empty = Empty::new("team", v.t("inspector-empty"), v.t("inspector-empty-next"));
    if ctx.may(Action::InspectorChange, Scope::Global) {
        empty.action(Button::link(v.t("inspector-import"), "/inspectors/import"))
    } else {
        empty
    }
}

/// How many rounds of the program and of the lists before it someone served on.
fn load(v: &View, page: &app::inspector::InspectorPage) -> String {
    let before = page.inspector.rounds_served.len();
    let here = page
        .service
        .iter()
        .filter(|s| matches!(s.state, domain::team::MemberState::Authorised { .. }))
        .count();
    v.say(&Message::new("inspector-load").with("before", before).with("here", here))
}

async fn export(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    let list = web.app().export_inspectors(&reader.ctx).await?;
    Ok(attachment(&list.name, XLSX, list.bytes)?)
}
