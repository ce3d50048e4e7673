//! The register of an engagement: how often each method was used, and every record, the latest first.

use super::{address, of_engagement, words};
use crate::components::{
    Button, Choice, Cols, Column, Crumb, Empty, Filters, Help, Page, Pager, Panel, Row, Table, cell, cols,
    page_request,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::method::{MethodCount, MethodFilter, MethodLine, MethodList};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::method::Standing;
use domain::permission::{Action, Scope};
use kernel::EngagementId;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let view = Needs::Right(Action::MethodView);
    routes.get("/methods", view, registers).get("/engagements/{engagement}/methods", view, show)
}

/// The registers of the reader's engagements; with one alone there is nothing to choose.
async fn registers(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    let v = &reader.view;
    let found = web.app().method_registers(&reader.ctx).await?;
    if let [one] = found.as_slice() {
        return Ok(Redirect::to(&of_engagement(one.engagement)).into_response());
    }
    let rows = found.iter().map(|register| {
        let name = html! { a.main-link href=(of_engagement(register.engagement)) { (register.unit) } };
        Row::new([name, cell(v.count(register.recorded)), cell(v.count(register.planned))])
    });
    let columns = [
        Column::new(v.t("method-unit")).heads_row(),
        Column::new(v.t("method-recorded")).number(),
        Column::new(v.t("method-planned")).number(),
    ];
    let empty = Empty::new("talk", v.t("method-no-engagement"), v.t("method-no-engagement-next"));
    let table = Table::new(v.t("method-registers"), columns).rows(rows).empty(empty);
    Ok(Page::new(v.t("method-title"))
        .help(Help::new(v.t("method-help-what"), v.t("method-help-next")))
        .html(v, html! { (Panel::new(v.t("method-registers")).flush(table.html(v))) })
        .into_response())
}

fn filter(v: &View) -> MethodFilter {
    let get = |name: &str| v.address.get(name).unwrap_or_default().trim().to_owned();
    let code = |text: String| {
        let plain = text.len() <= 20 && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
        Some(text).filter(|text| plain && !text.is_empty())
    };
    MethodFilter {
        method: code(get("method")),
        standing: Standing::from_code(&get("standing")),
        focus: code(get("focus")),
    }
}

async fn show(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let found = web.app().methods(&reader.ctx, id, &filter(v), &page_request(v)).await?;
    let at = of_engagement(id);
    let writes = reader.ctx.may(Action::MethodWrite, Scope::One(id.0));
    let mut page = Page::new(v.t("method-title"))
        .lead(found.unit.clone())
        .crumbs([Crumb::new(found.unit.clone(), format!("/engagements/{id}"))])
        .action(Button::link(v.t("method-matrix"), format!("{at}/matrix")))
        .help(Help::new(v.t("method-help-what"), v.t("method-help-next")));
    if writes {
        page = page.action(Button::link(v.t("method-new"), format!("{at}/new")).primary().icon("plus"));
    }
    let table = table(v, &found, writes.then(|| format!("{at}/new")));
    let pager = Pager::keyset(found.page.next.as_ref());
    let body = html! { (filters(v, &at, &found)) (table.html(v)) (pager.html(v)) };
    let list = html! { (Panel::new(v.t("method-records")).flush(body)) };
    Ok(page.html(v, cols(Cols::ThreeOne, [list, html! { (counts_panel(v, &at, &found)) }])))
}

fn filters(v: &View, at: &str, found: &MethodList) -> Markup {
    let get = |name: &str| v.address.get(name).unwrap_or_default().to_owned();
    let standings = Standing::ALL.into_iter().map(|s| Choice::new(s.code(), v.say(&s.label())));
    Filters::new(at)
        .select("method", v.t("method-method"), words::methods(v, &found.rules), get("method"))
        .select("standing", v.t("method-standing"), standings, get("standing"))
        .html(v)
}

/// How often each method was used; what was never used stands out by its nought.
fn counts_panel(v: &View, at: &str, found: &MethodList) -> Panel {
    let row = |count: &MethodCount| {
        let href = format!("{at}?method={}", count.method);
        let name = html! { (words::method_stamp(&count.method)) " " a href=(href) { (words::method(v, &count.method)) } };
        Row::new([name, cell(v.count(count.recorded)), cell(v.count(count.planned))])
    };
    let columns = [
        Column::new(v.t("method-method")).heads_row().one_line(),
        Column::new(v.t("method-recorded")).number(),
        Column::new(v.t("method-planned")).number(),
    ];
    let used = found.counts.iter().filter(|count| count.recorded > 0).count();
    let note = words::said(v, "method-used", "count", used);
    let table = Table::new(v.t("method-coverage"), columns).rows(found.counts.iter().map(row));
    Panel::new(v.t("method-coverage")).note(note).flush(table.html(v))
}

fn table(v: &View, found: &MethodList, new: Option<String>) -> Table {
    let row = |line: &MethodLine| {
        let record = &line.record;
        let href = address(record.value.id);
        let setting = record.setting();
        let who = line.inspectors.join(&v.t("common-list-separator"));
        Row::new([
            html! { (words::method_stamp(&record.plan.method)) " " a.main-link href=(href) { (record.number) } },
            html! { (record.plan.topic) @if !setting.met.is_empty() { br; small.muted { (words::met(v, &setting.met)) } } },
            html! { (words::times(v, &setting.times)) @if !setting.place.is_empty() { br; small.muted { (setting.place) } } },
            cell(who),
            words::standing(v, record.standing()),
        ])
    };
    let columns = [
        Column::new(v.t("method-number")).heads_row().one_line(),
        Column::new(v.t("method-topic")),
        Column::new(v.t("method-when")),
        Column::new(v.t("method-inspectors")).one_line(),
        Column::new(v.t("method-standing")).one_line(),
    ];
    let narrowed = v.address.pairs().any(|(_, value)| !value.is_empty());
    let mut empty = if narrowed {
        Empty::new("paper", v.t("method-none-such"), v.t("method-none-such-next"))
    } else {
        Empty::new("paper", v.t("method-none"), v.t("method-none-next"))
    };
    if let Some(href) = new.filter(|_| !narrowed) {
        empty = empty.action(Button::link(v.t("method-new"), href));
    }
    Table::new(v.t("method-records"), columns).rows(found.page.items.iter().map(row)).stacks().empty(empty)
}
