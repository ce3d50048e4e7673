//! The balance of clues, night by night (H6).

use super::engagement::figures;
use super::said;
use crate::components::{
    Button, Column, Crumb, Empty, Help, Note, Page, Panel, Row, Table, Tone, cell, chip, stack,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Stored;
use app::clue::NightlyBalance;
use axum::extract::State;
use domain::permission::Action;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/clues/balance", Needs::Right(Action::ClueFile), show)
}

/// What does not agree, shown until it does.
pub(super) fn unclear(v: &View, balance: &Stored<NightlyBalance>) -> Markup {
    let list = html! { ul { @for fault in &balance.faults { li { (v.say(fault)) } } } };
    let lead = said(v, "clue-balance-unclear", "day", balance.day);
    let note = Note::new(Tone::Late, list).lead(lead);
    html! { (note.action(Button::link(v.t("clue-balance-title"), "/clues/balance").small())) }
}

async fn show(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let nights = web.app().clue_balances(&reader.ctx).await?;
    let count = |n: usize| cell(n.to_string());
    let rows = nights.iter().map(|night| {
        let figures = &night.figures;
        let state = if night.faults.is_empty() {
            chip(Tone::Ok, &v.t("clue-balance-clear"))
        } else {
            html! { (chip(Tone::Late, &v.t("clue-balance-differs"))) ul { @for fault in &night.faults { li { (v.say(fault)) } } } }
        };
        Row::new([
            cell(v.day(night.day)),
            state,
            count(figures.received),
            count(figures.handed_over),
            count(figures.open),
            count(figures.withdrawn),
            count(figures.without_receipt),
            count(figures.collected),
        ])
    });
    let columns = [
        Column::new(v.t("clue-balance-day")).heads_row().one_line(),
        Column::new(v.t("clue-balance-state")),
        Column::new(v.t("clue-balance-received")).number(),
        Column::new(v.t("clue-balance-handed-over")).number(),
        Column::new(v.t("clue-balance-open")).number(),
        Column::new(v.t("clue-balance-withdrawn")).number(),
        Column::new(v.t("clue-balance-awaited")).number(),
        Column::new(v.t("clue-balance-collected")).number(),
    ];
    let table = Table::new(v.t("clue-balance-title"), columns).rows(rows).stacks().empty(Empty::new(
        "clock",
        v.t("clue-balance-none"),
        v.t("clue-balance-none-next"),
    ));
    let newest = nights.first().map(|night| figures(v, &night.figures));
    Ok(Page::new(v.t("clue-balance-title"))
        .lead(v.t("clue-balance-lead"))
        .crumbs([Crumb::new(v.t("clue-title"), "/clues")])
        .help(Help::new(v.t("clue-balance-help-what"), v.t("clue-balance-help-next")))
        .html(
            v,
            stack([
                html! { @if let Some(newest) = newest { (newest) } },
                html! { (Panel::new(v.t("clue-balance-nights")).flush(table.html(v))) },
            ]),
        ))
}
