//! What was handed over to a department or to a unit's own discipline body: signing, opening, reporting.

use super::{faults, said, words};
use crate::components::{
    Button, Choice, Cols, Column, Crumb, Empty, Filters, Form, FormState, Help, Note, Page, Pager, Panel,
    Row, Sealed, Table, Tone, cell, chip, cols, due, facts, page_request, stack,
};
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::clue::{OpenedTransfer, ReceivedLine, ReportOutcome, SignReceipt};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::clue::RoutingRules;
use domain::permission::Action;
use kernel::id::TransferId;
use kernel::{FieldError, Message};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let receive = Needs::Right(Action::ClueReceive);
    routes
        .get("/received", receive, show_list)
        .get("/received/{transfer}", receive, show)
        .post("/received/{transfer}/receipt", receive, sign)
        .post("/received/{transfer}/open", receive, open)
        .post("/received/{transfer}/outcome", receive, report)
}

fn address(id: TransferId) -> String {
    format!("/received/{id}")
}

async fn show_list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let open = v.address.get("open") == Some("1");
    let found = web.app().received_clues(&reader.ctx, open, &page_request(v)).await?;
    let rows = found.items.iter().map(|line| {
        let transfer = &line.transfer;
        let number = html! { a.main-link href=(address(transfer.value.id)) { (transfer.number) } };
        Row::new([
            number,
            cell(v.day(transfer.on)),
            cell(&transfer.letter),
            standing(v, line),
            line.due.map(|day| due(v, day)).unwrap_or_default(),
        ])
    });
    let columns = [
        Column::new(v.t("clue-number")).heads_row().one_line(),
        Column::new(v.t("clue-sheet-on")).one_line(),
        Column::new(v.t("clue-letter")).one_line(),
        Column::new(v.t("clue-standing")).one_line(),
        Column::new(v.t("clue-due")).one_line(),
    ];
    let table = Table::new(v.t("received-title"), columns).rows(rows).stacks().empty(Empty::new(
        "send",
        v.t("received-empty"),
        v.t("received-empty-next"),
    ));
    let filter = Filters::new("/received").tick("open", v.t("received-open-only"), open);
    let body = html! { (filter.html(v)) (table.html(v)) (Pager::keyset(found.next.as_ref()).html(v)) };
    Ok(Page::new(v.t("received-title"))
        .lead(v.t("received-lead"))
        .help(Help::new(v.t("received-help-what"), v.t("received-help-next")))
        .html(v, html! { (Panel::new(v.t("received-title")).flush(body)) }))
}

fn standing(v: &View, line: &ReceivedLine) -> Markup {
    let tone = if line.transfer.outcome.is_some() { Tone::Ok } else { Tone::Info };
    chip(tone, &v.say(&line.transfer.label()))
}

/// The page's form that came back, and what was opened.
#[derive(Default)]
struct Forms {
    which: &'static str,
    state: FormState,
    opened: Option<OpenedTransfer>,
}

impl Forms {
    fn of(&self, which: &'static str) -> FormState {
        let state = if self.which == which { self.state.clone() } else { FormState::new() };
        state.prefix(which)
    }
}

async fn show(State(web): State<Web>, Path(id): Path<TransferId>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, &reader.ctx, &reader.view, id, &Forms::default()).await?)
}

async fn page(web: &Web, ctx: &Ctx, v: &View, id: TransferId, forms: &Forms) -> Result<Html, Error> {
    let found = web.app().received_clue(ctx, id).await?;
    let routing = web.app().clue_outcomes(ctx).await?;
    let left = stack([package_panel(v, &found, forms)]);
    let right = stack([step_panel(v, &found, &routing, forms), html! { (facts_panel(v, &found, &routing)) }]);
    Ok(Page::new(found.transfer.number.clone())
        .mark(standing(v, &found))
        .lead(found.transfer.name.clone())
        .crumbs([Crumb::new(v.t("received-title"), "/received")])
        .help(Help::new(v.t("received-one-help-what"), v.t("received-one-help-next")))
        .html(v, cols(Cols::TwoOne, [left, right])))
}

/// What lies in the package: closed until it was signed for and a reason is given.
fn package_panel(v: &View, found: &ReceivedLine, forms: &Forms) -> Markup {
    let transfer = &found.transfer;
    let panel = Panel::new(v.t("received-package"));
    let body = match &forms.opened {
        Some(opened) => {
            let until = said(v, "clue-open-until", "when", v.datetime(opened.closes));
            let content = html! {
                @if let Some((name, post)) = &opened.subject { p { b { (name) } " " (post) } }
                @for line in opened.summary.lines() { p { (line) } }
            };
            let close = Button::link(v.t("clue-close"), address(transfer.value.id));
            html! { (Sealed::open(content, until).action(close)) }
        }
        None if transfer.package.is_none() => html! { (Note::new(Tone::Info, v.t("received-elsewhere"))) },
        None => {
            let state = forms.of("open");
            let how = if transfer.receipt.is_some() { "clue-sealed-how" } else { "received-sign-first" };
            let form = Form::post(format!("{}/open", address(transfer.value.id)), &state)
                .body(state.text("reason", v.t("clue-open-reason")).longest(200).wide().html(v))
                .button(Button::submit(v.t("clue-open")).icon("unlock"))
                .note(v.t("clue-open-note"));
            html! {
                (Sealed::closed(v.t("clue-sealed"), v.t(how)))
                @if transfer.receipt.is_some() { (form.html(v)) }
            }
        }
    };
    html! { (panel.body(body)) }
}

/// Signing, then reporting.
fn step_panel(v: &View, found: &ReceivedLine, routing: &RoutingRules, forms: &Forms) -> Markup {
    let transfer = &found.transfer;
    if transfer.receipt.is_none() {
        let state = forms.of("receipt");
        let whole =
            [Choice::new("yes", v.t("clue-seal-is-whole")), Choice::new("no", v.t("clue-seal-broken"))];
        let form = Form::post(format!("{}/receipt", address(transfer.value.id)), &state)
            .body(state.text("seal", v.t("clue-sheet-seal-whole")).segment(whole).wide().html(v))
            .button(Button::submit(v.t("received-sign")).primary().icon("stamp"));
        return html! { (Panel::new(v.t("received-sign")).body(form.html(v))) };
    }
    if transfer.outcome.is_some() {
        return Markup::default();
    }
    let state = forms.of("outcome");
    let form = Form::post(format!("{}/outcome", address(transfer.value.id)), &state)
        .body(state.text("kind", v.t("clue-outcome")).select(words::outcomes(v, routing)).wide().html(v))
        .button(Button::submit(v.t("received-report")).primary())
        .note(v.t("received-report-note"));
    html! { (Panel::new(v.t("received-report")).body(form.html(v))) }
}

fn facts_panel(v: &View, found: &ReceivedLine, routing: &RoutingRules) -> Panel {
    let transfer = &found.transfer;
    let text = |id: &str, value: String| (v.t(id), html! { (value) });
    let mut pairs = vec![
        text("clue-letter", transfer.letter.clone()),
        text("clue-letter-seal", transfer.seal.clone()),
        text("clue-sheet-on", v.day(transfer.on)),
        text("clue-two-people", format!("{} · {}", transfer.by.1, transfer.with.1)),
    ];
    if let Some(receipt) = &transfer.receipt {
        pairs.push(text("clue-receipt", format!("{} · {}", receipt.by, v.day(receipt.on))));
    }
    if let Some(outcome) = &transfer.outcome {
        let name = words::outcome(v, routing, &outcome.kind);
        pairs.push(text("clue-outcome", format!("{name} · {}", v.day(outcome.on))));
    }
    if let Some(day) = found.due {
        pairs.push((v.t("clue-due"), due(v, day)));
    }
    if let Some(last) = transfer.reminders.last() {
        pairs.push(text("clue-reminders", v.day(last.on)));
    }
    Panel::new(v.t("clue-hand-over-title")).body(facts(pairs))
}

async fn again(
    web: &Web,
    posted: &Posted,
    id: TransferId,
    which: &'static str,
    error: Error,
) -> Answer<Response> {
    back(web, posted, id, which, faults(error)?).await
}

async fn back(
    web: &Web,
    posted: &Posted,
    id: TransferId,
    which: &'static str,
    errors: Vec<FieldError>,
) -> Answer<Response> {
    let forms = Forms { which, state: posted.state(errors), opened: None };
    Ok(unprocessable(page(web, &posted.ctx, &posted.view, id, &forms).await?).into_response())
}

async fn sign(State(web): State<Web>, Path(id): Path<TransferId>, posted: Posted) -> Answer<Response> {
    let seal_whole = match posted.value("seal") {
        "yes" => true,
        "no" => false,
        _ => {
            let error = FieldError::new("seal", Message::new("received-seal-missing"));
            return back(&web, &posted, id, "receipt", vec![error]).await;
        }
    };
    match web.app().perform(&posted.ctx, &SignReceipt { transfer: id, seal_whole }).await {
        Ok(_) => Ok(done(&address(id), "clue-receipt-done")),
        Err(error) => again(&web, &posted, id, "receipt", error).await,
    }
}

async fn open(State(web): State<Web>, Path(id): Path<TransferId>, posted: Posted) -> Answer<Response> {
    match web.app().open_received_clue(&posted.ctx, id, posted.value("reason")).await {
        Ok(opened) => {
            let forms = Forms { which: "", state: FormState::new(), opened: Some(opened) };
            Ok(page(&web, &posted.ctx, &posted.view, id, &forms).await?.into_response())
        }
        Err(error) => again(&web, &posted, id, "open", error).await,
    }
}

async fn report(State(web): State<Web>, Path(id): Path<TransferId>, posted: Posted) -> Answer<Response> {
    let act = ReportOutcome { transfer: id, kind: posted.value("kind").to_owned() };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&address(id), "clue-outcome-done")),
        Err(error) => again(&web, &posted, id, "outcome", error).await,
    }
}
