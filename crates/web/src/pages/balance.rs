//! Petitions and clues in double entry on one page (H6, D8): received = handled + referred + merged + withdrawn + open, by
//! engagement, as the last night found it. What does not add up stands first, and stands here until it does.
//!
//! It shows what the two nightly counts keep; it counts nothing itself. Clues are shown to their keepers alone.

use super::petitions::office;
use crate::components::{
    Button, Column, Empty, Help, Note, Page, Panel, Row, Table, Tone, cell, chip, stack,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::clue::{ClueSheet, ClueSheetLine};
use axum::extract::State;
use domain::permission::{Action, Scope};
use kernel::Message;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/balance", Needs::Right(Action::PetitionEnvelope), show)
}

async fn show(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let petitions = web.app().petition_balances(ctx).await?;
    let off = petitions.iter().filter(|line| !line.balance.balances()).count();
    let mut parts = vec![office::balance(v, &petitions, true)];
    let mut counted = !petitions.is_empty();
    let mut faults = 0;
    if ctx.may(Action::ClueFile, Scope::Global) {
        let sheet = web.app().clue_balance_sheet(ctx).await?;
        counted |= sheet.is_some();
        faults = sheet.as_ref().map_or(0, |sheet| sheet.night.faults.len());
        parts.push(clues(v, sheet.as_ref()));
    }
    let clear = off == 0 && faults == 0;
    // Before the first night nothing has been counted, so nothing is clear either.
    let mark = match (counted, clear) {
        (false, _) => Markup::default(),
        (true, true) => chip(Tone::Ok, &v.t("balance-clear")),
        (true, false) => chip(Tone::Late, &v.t("balance-not-clear")),
    };
    Ok(Page::new(v.t("balance-both-title"))
        .mark(mark)
        .lead(v.t("balance-both-lead"))
        .help(Help::new(v.t("balance-both-help-what"), v.t("balance-both-help-next")))
        .html(v, stack(parts)))
}

/// The clues of each engagement, and what the night found that does not agree.
fn clues(v: &View, sheet: Option<&ClueSheet>) -> Markup {
    let lines = sheet.map(|sheet| sheet.lines.as_slice()).unwrap_or_default();
    let columns = [
        Column::new(v.t("petition-engagement")).heads_row().one_line(),
        Column::new(v.t("clue-balance-received")).number(),
        Column::new(v.t("clue-balance-handed-over")).number(),
        Column::new(v.t("clue-balance-withdrawn")).number(),
        Column::new(v.t("clue-balance-open")).number(),
        Column::new(v.t("clue-balance-awaited")).number(),
        Column::new(v.t("balance-state")).one_line(),
    ];
    let table = Table::new(v.t("balance-clues"), columns)
        .rows(lines.iter().map(|line| clue_row(v, line)))
        .stacks()
        .empty(Empty::new("clock", v.t("clue-balance-none"), v.t("clue-balance-none-next")));
    let faults = sheet.map(|sheet| sheet.night.faults.as_slice()).unwrap_or_default();
    let link = Button::link(v.t("clue-balance-nights"), "/clues/balance").small();
    let note = sheet.map(|sheet| v.day(sheet.night.day)).unwrap_or_default();
    html! {
        @if !faults.is_empty() {
            (Note::new(Tone::Late, html! { ul { @for fault in faults { li { (v.say(fault)) } } } }).lead(v.t("balance-clues-off")))
        }
        (Panel::new(v.t("balance-clues")).note(note).actions(html! { (link) }).flush(table.html(v)))
    }
}

fn clue_row(v: &View, line: &ClueSheetLine) -> Row {
    let count = |n: usize| cell(v.count(i64::try_from(n).unwrap_or(i64::MAX)));
    let b = &line.balance;
    let state = if b.difference() == 0 {
        chip(Tone::Ok, &v.t("balance-clear"))
    } else {
        chip(Tone::Late, &v.say(&Message::new("balance-differs").with("count", b.difference())))
    };
    Row::new([
        cell(&line.unit),
        count(b.received),
        count(b.handed_over),
        count(b.withdrawn),
        count(b.open),
        count(b.without_receipt),
        state,
    ])
}
