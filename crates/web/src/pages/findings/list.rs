//! The list of findings: of one engagement, or of all in which the reader works.

use super::{address, of_engagement, words};
use crate::components::{
    Button, Choice, Column, Crumb, Empty, Filters, Help, Page, Pager, Panel, Row, Stat, Table, cell,
    page_request, stack, stats,
};
use crate::pages::fields::{code_of, coded};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Ctx;
use app::finding::{COUNTED, FindingFilter, FindingList};
use axum::extract::{Path, State};
use domain::finding::{Degree, Kept, Standing};
use domain::permission::{Action, Scope};
use kernel::EngagementId;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::FindingView);
    routes.get("/findings", needs, own).get("/engagements/{engagement}/findings", needs, of_one)
}

fn filter(v: &View) -> FindingFilter {
    let get = |name: &str| v.address.get(name).unwrap_or_default();
    let yes_no = |name: &str| match get(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    FindingFilter {
        engagements: get("engagement").parse().into_iter().collect(),
        standing: coded(get("standing")),
        degree: coded(get("degree")),
        blocked: (get("blocked") == "1").then_some(true),
        signed: yes_no("signed"),
        to_check: get("check") == "1",
        focus: Some(get("focus").trim().to_owned()).filter(|code| is_code(code)),
    }
}

/// A code of a focus point holds letters, digits and points: nothing that a pattern means otherwise.
fn is_code(code: &str) -> bool {
    !code.is_empty() && code.len() <= 20 && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
}

async fn own(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let found = web.app().findings(&reader.ctx, None, &filter(v), &page_request(v)).await?;
    Ok(page(&reader.ctx, v, None, &found))
}

async fn of_one(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let filter = FindingFilter { engagements: vec![id], ..filter(v) };
    let found = web.app().findings(&reader.ctx, Some(id), &filter, &page_request(v)).await?;
    Ok(page(&reader.ctx, v, Some(id), &found))
}

fn page(ctx: &Ctx, v: &View, one: Option<EngagementId>, found: &FindingList) -> Html {
    let path = one.map_or_else(|| "/findings".to_owned(), of_engagement);
    let unit = found.engagements.first().map_or("", |(_, unit)| unit.as_str());
    let mut page = Page::new(v.t("finding-title"))
        .help(Help::new(v.t("finding-list-help-what"), v.t("finding-list-help-next")));
    // With one engagement there is nothing to choose: the first step leads on.
    let home = one.or(match found.engagements.as_slice() {
        [(id, _)] => Some(*id),
        _ => None,
    });
    if let Some(id) = home.filter(|id| ctx.may(Action::FindingWrite, Scope::One(id.0))) {
        let at = of_engagement(id);
        page = page
            .action(Button::link(v.t("finding-import"), format!("{at}/import")).icon("upload"))
            .action(Button::link(v.t("finding-focus-matrix"), format!("{at}/matrix")))
            .action(Button::link(v.t("finding-meeting"), format!("{at}/meeting")))
            .action(Button::link(v.t("finding-new"), format!("{at}/new")).primary().icon("plus"));
    }
    if let Some(id) = one {
        page = page.lead(unit.to_owned()).crumbs([Crumb::new(unit, format!("/engagements/{id}"))]);
    }
    let table = table(v, one, found, home);
    let pager = Pager::keyset(found.page.next.as_ref());
    let pager = if found.total > COUNTED { pager.more_than(COUNTED) } else { pager.total(found.total) };
    let body = html! { (filters(v, &path, one, found)) (table.html(v)) (pager.html(v)) };
    let list = Panel::new(v.t("finding-title")).flush(body).fill();
    page.html(v, stack([figures(v, &path, found), html! { (list) }]))
}

/// How many stand where, each leading to its list.
fn figures(v: &View, path: &str, found: &FindingList) -> Markup {
    let order = [
        Standing::Draft,
        Standing::Signed,
        Standing::Reviewed,
        Standing::SignedOff,
        Standing::Adopted,
        Standing::Confirmed,
        Standing::Aside,
    ];
    let of = |standing: Standing| found.standings.get(standing.code()).copied().unwrap_or(0);
    if found.standings.is_empty() {
        return Markup::default();
    }
    let items = order.map(|standing| {
        let href = format!("{path}?standing={}", standing.code());
        Stat::new(v.say(&standing.label()), v.count(of(standing))).href(href)
    });
    stats(&items)
}

fn filters(v: &View, path: &str, one: Option<EngagementId>, found: &FindingList) -> Markup {
    let get = |name: &str| v.address.get(name).unwrap_or_default().to_owned();
    let standings = Standing::ALL.into_iter().map(|s| Choice::new(s.code(), v.say(&s.label())));
    let degrees = [Degree::Ordinary, Degree::Serious].map(|d| Choice::new(code_of(&d), v.say(&d.label())));
    let signed =
        [Choice::new("yes", v.t("finding-filter-signed")), Choice::new("no", v.t("finding-filter-unsigned"))];
    let points = found.rules.frames.iter().flat_map(|frame| &frame.points);
    let points = points.map(|p| Choice::new(p.code.0.clone(), words::focus(v, &found.rules, &p.code)));
    let mut filters = Filters::new(path);
    if one.is_none() && found.engagements.len() > 1 {
        let units = found.engagements.iter().map(|(id, unit)| Choice::new(id.to_string(), unit.as_str()));
        filters = filters.select("engagement", v.t("finding-unit-column"), units, get("engagement"));
    }
    filters
        .select("standing", v.t("finding-standing"), standings, get("standing"))
        .select("focus", v.t("finding-focus"), points, get("focus"))
        .select("degree", v.t("finding-degree"), degrees, get("degree"))
        .select("signed", v.t("finding-signatures"), signed, get("signed"))
        .tick("blocked", v.t("finding-blocked"), get("blocked") == "1")
        .tick("check", v.t("finding-to-check"), get("check") == "1")
        .html(v)
}

fn table(v: &View, one: Option<EngagementId>, found: &FindingList, home: Option<EngagementId>) -> Table {
    let mut columns = vec![
        Column::new(v.t("finding-number")).one_line().heads_row(),
        Column::new(v.t("finding-heading")).clipped(),
    ];
    if one.is_none() {
        columns.push(Column::new(v.t("finding-unit-column")));
    }
    columns.extend([
        Column::new(v.t("finding-focus")),
        Column::new(v.t("finding-degree")).one_line(),
        Column::new(v.t("finding-evidence-column")).number(),
        Column::new(v.t("finding-signatures")).number(),
        Column::new(v.t("finding-standing")),
    ]);
    let rows = found.page.items.iter().map(|kept| row(v, one, found, kept));
    let narrowed = v.address.pairs().any(|(_, value)| !value.is_empty());
    let mut empty = if narrowed {
        Empty::new("paper", v.t("finding-none-such"), v.t("finding-none-such-next"))
    } else {
        Empty::new("paper", v.t("finding-none"), v.t("finding-none-next"))
    };
    if let Some(id) = home.filter(|_| !narrowed) {
        empty = empty.action(Button::link(v.t("finding-new"), format!("{}/new", of_engagement(id))));
    }
    Table::new(v.t("finding-title"), columns).rows(rows).stacks().empty(empty)
}

fn row(v: &View, one: Option<EngagementId>, found: &FindingList, kept: &Kept) -> Row {
    let href = address(kept.finding.id);
    let unit = found.engagements.iter().find(|(id, _)| *id == kept.engagement);
    let points: Vec<&str> = kept.paper.focus.iter().map(|code| code.0.as_str()).collect();
    let mut cells =
        vec![html! { a href=(href) { (kept.number) } }, html! { a href=(href) { (kept.paper.title) } }];
    if one.is_none() {
        cells.push(cell(unit.map_or("", |(_, name)| name.as_str())));
    }
    cells.extend([
        cell(points.join(&v.t("common-list-separator"))),
        words::degree(v, kept.paper.degree),
        cell(v.count(i64::try_from(kept.paper.all_evidence().count()).unwrap_or(0))),
        cell(v.count(i64::from(kept.mark.signatures))),
        words::marks(v, kept),
    ]);
    Row::new(cells)
}
