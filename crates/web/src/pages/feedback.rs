//! Feedback (E1): the lists, the import of a paper, one list from its correction to the leading body's signature.

mod correct;
mod hand_over;
mod import;
mod one;

use crate::components::{Button, Column, Empty, Help, Page, Panel, Row, Table, Tone, cell, chip};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::feedback::{DraftStanding, FeedbackLine, FeedbackState};
use axum::extract::State;
use domain::permission::{Action, Scope};
use kernel::FeedbackId;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes.get("/feedback", Needs::Right(Action::FeedbackView), list);
    hand_over::routes(correct::routes(one::routes(import::routes(routes))))
}

/// The address of a feedback.
fn address(id: FeedbackId) -> String {
    format!("/feedback/{id}")
}

/// How far a list went.
fn standing(v: &View, line: (DraftStanding, Option<&FeedbackState>)) -> Markup {
    match line {
        (DraftStanding::Withdrawn, _) => chip(Tone::Mute, &v.t("feedback-state-withdrawn")),
        (DraftStanding::Open, None) => chip(Tone::Mute, &v.t("feedback-correcting")),
        (DraftStanding::Open, Some(_)) => chip(Tone::Warn, &v.t("feedback-correcting")),
        (DraftStanding::Taken, Some(state)) => {
            let tone = match state {
                FeedbackState::Drafted => Tone::Info,
                FeedbackState::Approved { .. } | FeedbackState::ToldHead { .. } => Tone::Info,
                FeedbackState::Delivered { .. } => Tone::Ok,
                FeedbackState::Withdrawn { .. } => Tone::Mute,
            };
            let words = if matches!(state, FeedbackState::Drafted) {
                v.t("feedback-to-approve")
            } else {
                v.say(&state.label())
            };
            chip(tone, &words)
        }
        (DraftStanding::Taken, None) => chip(Tone::Info, &v.t("feedback-to-approve")),
    }
}

async fn list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let found = web.app().feedbacks(&reader.ctx).await?;
    let columns = [
        Column::new(v.t("ledger-unit")).heads_row().one_line(),
        Column::new(v.t("feedback-paper")),
        Column::new(v.t("feedback-problems")).number(),
        Column::new(v.t("feedback-dated")).one_line(),
        Column::new(v.t("ledger-state")).one_line(),
    ];
    let empty = Empty::new("doc", v.t("feedback-none"), v.t("feedback-none-next"));
    let table = Table::new(v.t("feedback-title"), columns).rows(found.iter().map(|l| row(v, l))).empty(empty);
    let mut page = Page::new(v.t("feedback-title"))
        .lead(v.t("feedback-lead"))
        .help(Help::new(v.t("feedback-help-what"), v.t("feedback-help-next")));
    if reader.ctx.may(Action::FeedbackDraft, Scope::Global) {
        page = page.action(Button::link(v.t("feedback-import"), "/feedback/import").primary().icon("upload"));
    }
    Ok(page.html(v, html! { (Panel::new(v.t("feedback-title")).flush(table.html(v)).fill()) }))
}

fn row(v: &View, line: &FeedbackLine) -> Row {
    let href = address(line.drafting.id);
    let draft = &line.drafting.draft;
    let count = line.taken.as_ref().map_or(draft.problems.len(), |f| f.problems.len());
    Row::new([
        html! { a.main-link href=(href) { (line.unit) } },
        cell(&draft.title),
        cell(count),
        draft.dated.map_or_else(Markup::default, |day| cell(v.day(day))),
        standing(v, (line.drafting.standing, line.taken.as_ref().map(|f| &f.state))),
    ])
}

/// The line above the problems of a heading; those without one come after others and are told apart as well.
pub(super) fn heading(v: &View, group: &str) -> Row {
    if group.is_empty() { Row::group(v.t("feedback-no-group")) } else { Row::group(group) }
}
