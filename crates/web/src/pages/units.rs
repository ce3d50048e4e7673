//! The organisation: its list, its tree, each unit, what may happen to it, and lists in and out (A1).

mod change;
mod import;
mod one;
mod record;
mod tree;
pub(super) mod words;

use crate::components::{
    Button, Choice, Column, Empty, Filters, Help, Page, Pager, Panel, Row, Tab, Table, Tone, cell, chip,
    page_request, segment,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::organisation::{STANDINGS, UnitFilter, UnitTotals};
use app::{Ctx, Error, Stored};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::organisation::{Taxonomy, Unit};
use domain::permission::{Action, Scope};
use kernel::{Message, UnitId};
use maud::html;
use std::collections::BTreeMap;

pub(super) use words::{kind_word, last_inspection, nature_word, standing_id};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes.get("/units", Needs::Right(Action::UnitView), list).get(
        "/units/export",
        Needs::Right(Action::UnitExport),
        export,
    );
    change::routes(record::routes(one::routes(tree::routes(import::routes(routes)))))
}

/// What the address asks of the list.
fn filter(v: &View) -> UnitFilter {
    let text = |name: &str| v.address.get(name).filter(|value| !value.is_empty()).map(str::to_owned);
    UnitFilter {
        text: text("q"),
        kind: text("kind"),
        parent: v.address.get("parent").and_then(|id| id.parse().ok()),
        standing: text("standing").filter(|standing| STANDINGS.contains(&standing.as_str())),
        covered: v.address.get("uncovered").is_some_and(|on| on == "1").then_some(false),
    }
}

async fn list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let filter = filter(v);
    let found = web.app().units(ctx, &filter, &page_request(v)).await?;
    let totals = web.app().unit_totals(ctx).await?;
    let taxonomy = web.app().taxonomy(ctx).await?;
    let mut ids: Vec<UnitId> = found.items.iter().filter_map(|unit| unit.parent).collect();
    ids.extend(filter.parent);
    let names = web.app().unit_names(ctx, &ids).await?;
    let mut pager = Pager::keyset(found.next.as_ref());
    if let Some(total) = total(&filter, &totals) {
        pager = pager.total(total);
    }
    let rows = found.items.iter().map(|unit| row(v, &taxonomy, &names, unit));
    let table = Table::new(v.t("unit-list"), columns(v)).rows(rows).empty(empty(ctx, v, &filter, &totals));
    let mut panel = Panel::new(v.t("unit-list"));
    if let Some(name) = filter.parent.and_then(|parent| names.get(&parent)) {
        panel = panel.note(v.say(&Message::new("unit-list-below").with("unit", name.as_str())));
    }
    let panel =
        panel.flush(html! { (filters(v, &taxonomy, &filter)) (table.html(v)) (pager.html(v)) }).fill();
    Ok(page(ctx, v, &totals, false).html(v, html! { (panel) }))
}

/// The head that list and tree share.
fn page(ctx: &Ctx, v: &View, totals: &UnitTotals, tree: bool) -> Page {
    let count = totals.standing("active");
    let views = [
        Tab::new(v.t("unit-view-list"), "/units", !tree),
        Tab::new(v.t("unit-view-tree"), "/units/tree", tree),
    ];
    let mut page = Page::new(v.t("unit-title"))
        .lead(v.say(&Message::new("unit-lead").with("count", count)))
        .control(segment(&v.t("unit-view"), &views))
        .help(Help::new(v.t("unit-help-what"), v.t("unit-help-next")));
    if count > 0 && ctx.may(Action::UnitExport, Scope::Global) {
        page = page.action(Button::link(v.t("unit-export"), "/units/export").icon("save"));
    }
    if count > 0 && ctx.may(Action::UnitChange, Scope::Global) {
        page = page.action(Button::link(v.t("unit-enter"), "/units/new").icon("plus"));
    }
    if ctx.may(Action::UnitImport, Scope::Global) {
        page = page.action(Button::link(v.t("unit-import"), "/units/import").primary().icon("upload"));
    }
    page
}

/// How many units the list holds, where counters know it.
fn total(filter: &UnitFilter, totals: &UnitTotals) -> Option<i64> {
    if filter.text.is_some() || filter.parent.is_some() || filter.covered.is_some() {
        return None;
    }
    let standing = filter.standing.as_deref().unwrap_or("active");
    match &filter.kind {
        Some(kind) => Some(totals.kind(standing, kind)),
        None => Some(totals.standing(standing)),
    }
}

fn filters(v: &View, taxonomy: &Taxonomy, filter: &UnitFilter) -> maud::Markup {
    let kinds = taxonomy.kinds.iter().map(|kind| Choice::new(kind.code.as_str(), words::said(v, &kind.word)));
    let ended = STANDINGS.into_iter().filter(|standing| *standing != "active");
    let standings = ended.map(|standing| Choice::new(standing, v.t(standing_id(standing))));
    Filters::new("/units")
        .search("q", v.t("unit-search"), filter.text.clone().unwrap_or_default())
        .select("kind", v.t("unit-kind"), kinds, filter.kind.clone().unwrap_or_default())
        .select("standing", v.t("unit-ended"), standings, filter.standing.clone().unwrap_or_default())
        .tick("uncovered", v.t("unit-uncovered"), filter.covered == Some(false))
        .html(v)
}

fn columns(v: &View) -> Vec<Column> {
    vec![
        Column::new(v.t("unit-column-name")).heads_row(),
        Column::new(v.t("unit-column-nature")).one_line(),
        Column::new(v.t("unit-column-parent")),
        Column::new(v.t("unit-column-head")).one_line(),
        Column::new(v.t("unit-column-members")).number(),
        Column::new(v.t("unit-inspected-last")).one_line(),
    ]
}

fn row(v: &View, taxonomy: &Taxonomy, names: &BTreeMap<UnitId, String>, unit: &Stored<Unit>) -> Row {
    let standing = (!unit.is_active()).then(|| chip(Tone::Mute, &v.t(words::standing(unit))));
    let name = html! {
        a.main-link href={ "/units/" (unit.id) } { (unit.name) }
        @if let Some(standing) = standing { " " (standing) }
    };
    let parent = unit.parent.and_then(|id| names.get(&id).map(|name| (id, name)));
    let parent = html! { @if let Some((id, name)) = parent { a href={ "/units/" (id) } { (name) } } };
    let head = unit.head.as_ref().map(|head| head.name.clone()).unwrap_or_default();
    let members = unit.members.map(|n| v.count(n)).unwrap_or_default();
    Row::new([
        name,
        cell(nature_word(v, taxonomy, unit)),
        parent,
        cell(head),
        cell(members),
        cell(last_inspection(v, unit).unwrap_or_else(|| v.t("unit-inspected-never"))),
    ])
}

fn empty(ctx: &Ctx, v: &View, filter: &UnitFilter, totals: &UnitTotals) -> Empty {
    if *filter != UnitFilter::default() || totals.standing("active") > 0 {
        return Empty::new("search", v.t("unit-none-fits"), v.t("unit-none-fits-next"));
    }
    let empty = Empty::new("unit", v.t("unit-empty"), v.t("unit-empty-next"));
    if ctx.may(Action::UnitImport, Scope::Global) {
        empty.action(Button::link(v.t("unit-import"), "/units/import"))
    } else {
        empty
    }
}

async fn export(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    let list = web.app().export_units(&reader.ctx).await?;
    Ok(attachment(&list.name, XLSX, list.bytes)?)
}

/// The type of a spreadsheet.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file to be saved. Its name goes as UTF-8 in percent signs, which every browser since Chromium 109 reads.
pub(super) fn attachment(name: &str, kind: &'static str, bytes: Vec<u8>) -> Result<Response, Error> {
    let coded = name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    });
    let disposition = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{coded}"))
        .map_err(|e| Error::Internal(e.to_string()))?;
    let mut response = bytes.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    Ok(response)
}
