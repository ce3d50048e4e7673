//! What is late everywhere, with the reminder whose turn it is: one step sends it, and it is kept.

use super::{address, words};
use crate::components::{
    Button, Column, Crumb, Empty, Form, FormState, Help, Page, Panel, Row, Table, Tone, cell, chip, due,
};
use crate::pages::fields::Fields;
use crate::request::{Answer, Posted, Reader, done};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::rectification::{LateLine, RemindItems, ReminderState};
use axum::extract::State;
use axum::response::Response;
use domain::permission::{Action, Scope};
use kernel::Message;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::ItemRemind);
    routes.get("/ledger/late", needs, list).post("/ledger/late/remind", needs, remind)
}

async fn list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let found = web.app().late_items(&reader.ctx).await?;
    let decides = reader.ctx.may(Action::FeedbackApprove, Scope::Global);
    let columns = [
        Column::new(v.t("ledger-code")).heads_row().one_line(),
        Column::new(v.t("ledger-problem")).clipped(),
        Column::new(v.t("ledger-unit")).one_line(),
        Column::new(v.t("ledger-due")).one_line(),
        Column::new(v.t("ledger-state")).one_line(),
        Column::new(v.t("ledger-reminders")),
        Column::new(v.t("ledger-reminder-next")).one_line(),
    ];
    let table = Table::new(v.t("ledger-late"), columns)
        .rows(found.iter().map(|line| row(v, line, decides)))
        .stacks()
        .empty(Empty::new("check", v.t("ledger-late-none"), v.t("ledger-late-none-next")));
    let mut panel = Panel::new(v.t("ledger-late")).flush(table.bulk(CHOSEN).html(v)).fill();
    if found.iter().any(has_turn) {
        panel = panel.foot(of_chosen(v));
    }
    let lead = Message::new("ledger-late-lead").with("count", found.len());
    Ok(Page::new(v.t("ledger-late"))
        .lead(v.say(&lead))
        .landscape()
        .crumbs([Crumb::new(v.t("ledger-title"), "/ledger")])
        .action(Button::print(v.t("ledger-print")))
        .help(Help::new(v.t("ledger-late-help-what"), v.t("ledger-late-help-next")))
        .html(v, html! { (panel) }))
}

/// The form that the ticks belong to.
const CHOSEN: &str = "remind-chosen";

/// Whether a reminder's turn has come, and none waits.
fn has_turn(line: &LateLine) -> bool {
    line.next.is_some() && line.proposed().is_none()
}

/// One step for all that are ticked.
fn of_chosen(v: &View) -> Markup {
    Form::post("/ledger/late/remind", &FormState::new())
        .id(CHOSEN)
        .button(Button::submit(v.t("ledger-remind-chosen")).icon("send"))
        .note(v.t("ledger-remind-chosen-note"))
        .html(v)
}

async fn remind(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    let items = Fields::of(&posted.pairs).all("id");
    let reminded = web.app().perform(&posted.ctx, &RemindItems { items }).await?.done;
    let all_sent = reminded.proposed + reminded.left_out == 0;
    Ok(done("/ledger/late", if all_sent { "ledger-reminded-all" } else { "ledger-reminded-some" }))
}

fn row(v: &View, line: &LateLine, decides: bool) -> Row {
    let item = &line.item;
    let href = address(item.item.id);
    let row = Row::new([
        html! { a href=(href) { (item.code) } @if item.rebounds > 0 { " " (chip(Tone::Late, &v.t("ledger-rebound"))) } },
        html! { a.main-link href=(href) { (item.title) } },
        cell(&line.unit),
        due(v, line.entry.due),
        words::state(v, item),
        sent(v, line),
        next(v, line, decides),
    ]);
    if has_turn(line) { row.tick(item.item.id.to_string(), item.code.clone()) } else { row }
}

fn sent(v: &View, line: &LateLine) -> Markup {
    let all = line.reminders.iter().filter_map(|reminder| match &reminder.state {
        ReminderState::Sent { on, .. } => Some((reminder.name.get(v.lang), *on)),
        ReminderState::Proposed | ReminderState::Refused => None,
    });
    html! { @for (name, on) in all { span { (name) " " small.muted { (v.day_short(on)) } } " " } }
}

/// The reminder whose turn it is; what waits for its approval; or nothing before its day.
fn next(v: &View, line: &LateLine, decides: bool) -> Markup {
    if let Some(proposed) = line.proposed() {
        let question = format!("about=reminder&id={}", proposed.id);
        let (label, page) =
            if decides { ("ledger-reminder-decide", "decide") } else { ("ledger-reminder-record", "new") };
        let button = Button::link(v.t(label), format!("/decisions/{page}?{question}")).small();
        return html! { (chip(Tone::Warn, &v.t("ledger-reminder-waits"))) " " (button.about(line.item.code.clone())) };
    }
    match &line.next {
        Some(step) => {
            let label = step.name.get(v.lang).to_owned();
            let button = Button::submit(label).small().icon("send").about(line.item.code.clone());
            let blank = FormState::new();
            let form = Form::post(format!("{}/remind", address(line.item.item.id)), &blank);
            html! { (form.button(button).html(v)) @if step.approval { small.muted { (v.t("ledger-reminder-approval")) } } }
        }
        None => html! { span.muted { (v.t("ledger-reminder-not-yet")) } },
    }
}
