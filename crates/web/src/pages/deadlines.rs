//! 到期事项: what is due, the nearest first: for the office all of it, for a team what its engagements owe.

mod one;

use crate::components::{
    Column, Empty, Filters, Help, Item, Page, Pager, Panel, Row, Table, Tone, cell, chip, due, due_done,
    page_request,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::deadline::{DeadlineFilter, Running};
use app::{Ctx, Stored};
use axum::extract::State;
use domain::permission::{Action, Scope, compartment};
use kernel::{Message, PageRequest};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    one::routes(routes.get("/deadlines", Needs::Account, show))
}

async fn show(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let asked = |name| v.address.get(name) == Some("1");
    let filter = DeadlineFilter { over: asked("over"), own: asked("own"), until: None };
    let found = web.app().deadlines(&reader.ctx, &filter, &page_request(v)).await?;
    let columns = [
        Column::new(v.t("deadline-matter")).heads_row(),
        Column::new(v.t("deadline-about")),
        Column::new(v.t("deadline-due")).one_line(),
        Column::new(v.t("deadline-basis")),
    ];
    let table = Table::new(v.t("deadline-list"), columns)
        .stacks()
        .rows(found.items.iter().map(|d| row(&reader.ctx, v, d)));
    let table = table.empty(Empty::new("clock", v.t("deadline-none"), v.t("deadline-none-next")));
    let filters = Filters::new("/deadlines").tick("own", v.t("deadline-only-own"), filter.own).tick(
        "over",
        v.t("deadline-only-over"),
        filter.over,
    );
    let body = html! { (filters.html(v)) (table.html(v)) (Pager::keyset(found.next.as_ref()).html(v)) };
    Ok(Page::new(v.t("deadline-title"))
        .lead(v.t("deadline-lead"))
        .help(Help::new(v.t("deadline-help-what"), v.t("deadline-help-next")))
        .html(v, html! { (Panel::new(v.t("deadline-list")).flush(body).fill()) }))
}

/// The page of what a deadline is about, for a reader who may open it: the office sees that a petition is late, and not
/// the petition.
fn subject_address(ctx: &Ctx, deadline: &Running) -> Option<String> {
    let of_team = compartment::engagement_of(&deadline.compartment);
    let scope = of_team.map_or(Scope::Global, |engagement| Scope::One(engagement.0));
    let opens = match deadline.subject_kind.as_str() {
        "petition" => ctx.may(Action::PetitionView, scope),
        "finding" => ctx.may(Action::FindingView, scope),
        "feedback" => ctx.may(Action::FeedbackView, Scope::Global),
        "item" => ctx.may(Action::LedgerView, Scope::Global),
        _ => true,
    };
    super::record_address(&deadline.subject_kind, deadline.subject.0).filter(|_| opens)
}

fn row(ctx: &Ctx, v: &View, deadline: &Stored<Running>) -> Row {
    let about = match subject_address(ctx, deadline) {
        Some(href) => html! { a.main-link href=(href) { (deadline.label) } },
        None => cell(&deadline.label),
    };
    let name =
        html! { a.main-link href={ "/deadlines/" (deadline.deadline.id) } { (deadline.name.get(v.lang)) } };
    Row::new([name, about, last_day(v, deadline), cell(basis(v, deadline))])
}

fn last_day(v: &View, deadline: &Running) -> Markup {
    let shown = match deadline.satisfied {
        Some(_) => due_done(v, deadline.due, &v.say(&deadline.state(v.today(), 0).words())),
        None => due(v, deadline.due),
    };
    html! {
        (shown)
        @if deadline.provisional { " " (chip(Tone::Mute, &v.t("deadline-provisional"))) }
    }
}

/// From when it counts, and what moved it.
fn basis(v: &View, deadline: &Running) -> String {
    let counted = match deadline.period {
        Some(_) => Message::new("deadline-counted-from").with("start", v.day(deadline.start)),
        None => Message::new("deadline-day-set"),
    };
    let counted = v.say(&counted);
    match deadline.extensions.last() {
        Some(last) => {
            let moved = Message::new("deadline-extended")
                .with("first", v.day(deadline.original_due))
                .with("reason", last.reason.as_str());
            format!("{counted} {}", v.say(&moved))
        }
        None => counted,
    }
}

/// A deadline in a list of things to do: what is due, of what, and the page behind it.
pub(super) fn item(ctx: &Ctx, v: &View, deadline: &Running) -> Item {
    let own = || format!("/deadlines/{}", deadline.deadline.id);
    let href = subject_address(ctx, deadline).unwrap_or_else(own);
    Item::new(deadline.name.get(v.lang), href).about(deadline.label.clone()).due(due(v, deadline.due))
}

/// The nearest deadlines of the reader, for the home page.
pub(super) async fn nearest(web: &Web, ctx: &Ctx, v: &View) -> Result<Option<Markup>, app::Error> {
    let until = v.today().plus_days(i64::from(web.app().soon_days().await?));
    let filter = DeadlineFilter { until: Some(until), ..DeadlineFilter::default() };
    let found = web.app().deadlines(ctx, &filter, &PageRequest { after: None, size: 5 }).await?;
    let items: Vec<Item> = found.items.iter().map(|d| item(ctx, v, d)).collect();
    let panel = || {
        Panel::new(v.t("deadline-near"))
            .flush(crate::components::list(&items))
            .foot(html! { a href="/deadlines" { (v.t("deadline-all")) } })
    };
    Ok((!items.is_empty()).then(|| html! { (panel()) }))
}
