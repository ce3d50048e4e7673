//! Clues on pages (D4, H6): the list for the office and the head, one clue, an engagement's clues, what was handed over
//! to a department, the balance, the import. Closed by default everywhere; a page someone may not see does not exist.

mod acts;
mod balance;
mod body;
mod collected;
mod engagement;
mod files;
mod import;
mod one;
mod received;
mod steps;
pub(super) mod words;

use crate::components::{
    Button, Choice, Column, Empty, Filters, Form, FormState, Help, Item, Note, Page, Pager, Panel, Row,
    Table, Tone, cell, chip, due, list, page_request, stack,
};
use crate::request::{Answer, Posted, Reader, done};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::clue::{ClueFilter, ClueLine, FileClues, RemindReceivers};
use app::{Ctx, Error};
use axum::extract::State;
use axum::response::Response;
use domain::clue::Standing;
use domain::permission::{Action, Scope};
use kernel::id::ClueId;
use kernel::{EngagementId, FieldError, Message};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let keep = Needs::Right(Action::ClueFile);
    let routes = routes
        .get("/clues", Needs::Right(Action::ClueView), show_list)
        .post("/clues/file", keep, file)
        .post("/clues/remind", keep, remind);
    let routes = files::routes(collected::routes(balance::routes(import::routes(routes))));
    received::routes(engagement::routes(acts::routes(one::routes(routes))))
}

fn address(id: ClueId) -> String {
    format!("/clues/{id}")
}

/// The faults of fields, and a rule's refusal as a fault of the form as a whole; anything else is an error's page.
fn faults(error: Error) -> Result<Vec<FieldError>, Error> {
    match error {
        Error::Invalid(errors) => Ok(errors),
        Error::Refused(refusal) => Ok(vec![FieldError::new("", refusal.0)]),
        other => Err(other),
    }
}

async fn show_list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (ctx, v) = (&reader.ctx, &reader.view);
    let get = |name: &str| v.address.get(name).unwrap_or_default().to_owned();
    let standing = Standing::ALL.into_iter().find(|s| s.code() == get("standing"));
    let late = get("late") == "1";
    let filter = ClueFilter {
        engagement: None,
        standing,
        late: late.then(|| v.today()),
        receiver: Some(get("receiver")).filter(|text| !text.is_empty()),
    };
    let request = page_request(v);
    let found = web.app().clues(ctx, &filter, &request).await?;
    let keeper = ctx.may(Action::ClueFile, Scope::Global);
    let standings = Standing::ALL.into_iter().map(|s| Choice::new(s.code(), v.say(&s.label())));
    let filters = Filters::new("/clues")
        .search("receiver", v.t("clue-filter-receiver"), get("receiver"))
        .select("standing", v.t("clue-filter-standing"), standings, get("standing"))
        .tick("late", v.t("clue-filter-late"), late);
    let table = table(v, &found.items, keeper.then_some("bulk")).empty(Empty::new(
        "send",
        v.t("clue-list-empty"),
        v.t("clue-list-empty-next"),
    ));
    let body = html! {
        (filters.html(v)) (table.html(v))
        (Pager::keyset(found.next.as_ref()).html(v))
    };
    let mut parts = Vec::new();
    if keeper && let Some(unclear) = web.app().unclear_clue_balance(ctx).await? {
        parts.push(balance::unclear(v, &unclear));
    }
    let mut panel = Panel::new(v.t("clue-list")).flush(body);
    if keeper && !found.items.is_empty() {
        panel = panel.foot(bulk(v));
    }
    parts.push(html! { (panel) });
    if keeper {
        parts.push(awaited_panel(v, &found.items));
    }
    let mut page = Page::new(v.t("clue-title"))
        .lead(v.t("clue-lead"))
        .help(Help::new(v.t("clue-help-what"), v.t("clue-help-next")));
    if keeper {
        page = page.action(Button::link(v.t("clue-collected-title"), "/clues/collected"));
        page = page.action(Button::link(v.t("clue-balance-title"), "/clues/balance"));
    }
    if ctx.may(Action::ClueImport, Scope::Global) {
        page = page.action(Button::link(v.t("clue-import"), "/clues/import").icon("upload"));
    }
    Ok(page.html(v, stack(parts)))
}

/// Clues in rows; the number says nothing, and so does the row.
fn table(v: &View, lines: &[ClueLine], bulk: Option<&str>) -> Table {
    let columns = [
        Column::new(v.t("clue-number")).heads_row().one_line(),
        Column::new(v.t("clue-unit")),
        Column::new(v.t("clue-grade")).one_line(),
        Column::new(v.t("clue-standing")).one_line(),
        Column::new(v.t("clue-persons")).number(),
        Column::new(v.t("clue-receiver")),
        Column::new(v.t("clue-due")).one_line(),
    ];
    let rows = lines.iter().map(|line| {
        let row = row(v, line);
        if bulk.is_some() { row.tick(line.clue.id.to_string(), line.clue.number.clone()) } else { row }
    });
    let table = Table::new(v.t("clue-list"), columns).rows(rows).stacks();
    match bulk {
        Some(form) => table.bulk(form),
        None => table,
    }
}

fn row(v: &View, line: &ClueLine) -> Row {
    let clue = &line.clue;
    let standing = clue.standing();
    let collected = clue.is_collected();
    let number = html! { a.main-link href=(address(clue.id)) { (clue.number) } };
    let state = html! {
        (chip(words::tone(standing), &v.say(&standing.label())))
        @if collected { " " (chip(Tone::Mute, &v.t("clue-collected"))) }
    };
    Row::new([
        number,
        cell(&line.unit),
        cell(clue.grade.map(|g| v.say(&g.label())).unwrap_or_default()),
        state,
        cell(clue.subjects.len().to_string()),
        cell(line.receivers.join(&v.t("common-list-separator"))),
        line.due.map(|day| due(v, day)).unwrap_or_default(),
    ])
}

/// What can be done with those ticked.
fn bulk(v: &View) -> Markup {
    Form::post("/clues/file", &FormState::new())
        .id("bulk")
        .button(Button::submit(v.t("clue-file-ticked")))
        .note(v.t("clue-file-note"))
        .html(v)
}

/// Everything that receivers owe and is late, reminded in one step.
fn awaited_panel(v: &View, lines: &[ClueLine]) -> Markup {
    let late: Vec<&ClueLine> =
        lines.iter().filter(|l| l.due.is_some_and(|day| day < v.today()) && !l.awaited.is_empty()).collect();
    if late.is_empty() {
        return Markup::default();
    }
    let items: Vec<Item> = late
        .iter()
        .map(|line| {
            let item = Item::new(line.clue.number.clone(), address(line.clue.id));
            let item = item.about(line.receivers.join(&v.t("common-list-separator")));
            match line.due {
                Some(day) => item.due(due(v, day)),
                None => item,
            }
        })
        .collect();
    let state = FormState::new();
    let mut form = Form::post("/clues/remind", &state);
    for transfer in late.iter().flat_map(|line| &line.awaited) {
        form = form.hidden("transfer", transfer.to_string());
    }
    let form = form.button(Button::submit(v.t("clue-remind-all")).icon("bell"));
    html! { (Panel::new(v.t("clue-late")).late().flush(list(&items)).foot(form.html(v))) }
}

async fn file(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    let clues = ids(&posted, "id");
    web.app().perform(&posted.ctx, &FileClues { clues }).await?;
    Ok(done("/clues", "clue-filed-done"))
}

async fn remind(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    let transfers = ids(&posted, "transfer");
    web.app().perform(&posted.ctx, &RemindReceivers { transfers }).await?;
    let back = posted.value("back").parse::<ClueId>().map_or_else(|_| "/clues".to_owned(), address);
    Ok(done(&back, "clue-reminded"))
}

fn ids<T: std::str::FromStr>(posted: &Posted, name: &str) -> Vec<T> {
    posted.pairs.iter().filter(|(n, _)| n == name).filter_map(|(_, value)| value.parse().ok()).collect()
}

/// A link to an engagement's clues, for whoever sees them.
pub(super) async fn link_of(
    web: &Web,
    ctx: &Ctx,
    v: &View,
    engagement: EngagementId,
) -> Result<Markup, Error> {
    if !web.app().sees_clues_of(ctx, engagement).await? {
        return Ok(Markup::default());
    }
    let note = Note::new(Tone::Info, v.t("clue-engagement-link-about"));
    let href = format!("/engagements/{engagement}/clues");
    Ok(html! { (note.action(Button::link(v.t("clue-engagement-link"), href).small().icon("lock"))) })
}

/// A sentence of one value.
fn said(v: &View, id: &'static str, name: &'static str, value: impl Into<kernel::message::Arg>) -> String {
    v.say(&Message::new(id).with(name, value))
}
