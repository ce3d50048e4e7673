//! Rounds: their list, planning one, importing one, each round with its teams (A3, A4, A9).

mod authorise;
mod back;
mod declare;
mod import;
mod member;
mod one;
mod plan;
mod team;
mod team_change;
pub(super) mod words;

use super::units::{XLSX, attachment};
use crate::components::{Button, Column, Empty, Help, Page, Pager, Panel, Row, Table, cell, page_request};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::round::RoundRow;
use app::{Ctx, Error};
use axum::extract::State;
use axum::response::Response;
use domain::permission::{Action, Scope};
use maud::html;

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes.get("/rounds", Needs::Right(Action::RoundView), list).get(
        "/rounds/export",
        Needs::Right(Action::RoundExport),
        export,
    );
    let routes = team_change::routes(team::routes(declare::routes(authorise::routes(routes))));
    let routes = member::routes(routes);
    back::routes(one::routes(plan::routes(import::routes(routes))))
}

async fn list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let found = web.app().rounds(ctx, &page_request(v)).await?;
    let columns = [
        Column::new(v.t("round-name")).heads_row(),
        Column::new(v.t("round-term")).one_line(),
        Column::new(v.t("round-window")).one_line(),
        Column::new(v.t("round-engagements")).number(),
        Column::new(v.t("round-stage")).one_line(),
    ];
    let table = Table::new(v.t("round-list"), columns)
        .rows(found.items.iter().map(|r| row(v, r)))
        .empty(empty(ctx, v));
    let body = html! { (table.html(v)) (Pager::keyset(found.next.as_ref()).html(v)) };
    let mut page = Page::new(v.t("round-title"))
        .lead(v.t("round-lead"))
        .help(Help::new(v.t("round-help-what"), v.t("round-help-next")));
    if ctx.may(Action::RoundView, Scope::Global) {
        page = page.action(Button::link(v.t("decision-title"), "/decisions"));
    }
    if ctx.may(Action::RoundExport, Scope::Global) {
        page = page.action(Button::link(v.t("round-export"), "/rounds/export").icon("save"));
    }
    if ctx.may(Action::RoundPlan, Scope::Global) {
        page = page
            .action(Button::link(v.t("round-import"), "/rounds/import").icon("upload"))
            .action(Button::link(v.t("round-new"), "/rounds/new").primary().icon("plus"));
    }
    Ok(page.html(v, html! { (Panel::new(v.t("round-list")).flush(body).fill()) }))
}

fn row(v: &View, row: &RoundRow) -> Row {
    let round = &row.round;
    let window = format!("{} — {}", v.day(round.window.from), v.day(round.window.to));
    Row::new([
        html! { a.main-link href={ "/rounds/" (round.id) } { (round.name) } },
        cell(&row.term),
        cell(window),
        cell(v.count(i64::try_from(row.engagements).unwrap_or(0))),
        words::round_chip(v, round),
    ])
}

fn empty(ctx: &Ctx, v: &View) -> Empty {
    let empty = Empty::new("round", v.t("round-empty"), v.t("round-empty-next"));
    if ctx.may(Action::RoundPlan, Scope::Global) {
        empty.action(Button::link(v.t("round-new"), "/rounds/new"))
    } else {
        empty
    }
}

/// All rounds, or the one that the address names.
async fn export(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    let only = match reader.view.address.get("only").filter(|id| !id.is_empty()) {
        Some(id) => Some(id.parse().map_err(|_| Error::NotFound)?),
        None => None,
    };
    let list = web.app().export_rounds(&reader.ctx, only).await?;
    Ok(attachment(&list.name, XLSX, list.bytes)?)
}
