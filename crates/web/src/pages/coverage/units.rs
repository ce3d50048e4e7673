//! The list behind a figure of coverage.

use super::{Asked, load};
use crate::components::{
    Choice, Column, Crumb, Empty, Filters, Help, Page, Pager, Panel, Row, Table, Tone, cell, chip,
    page_request,
};
use crate::pages::units::{kind_word, last_inspection, nature_word, words};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Error;
use app::coverage::{COVERAGE_STANDINGS, CoverageFilter, CoverageView, CoveredUnit};
use axum::extract::State;
use domain::coverage::Standing;
use domain::permission::Action;
use kernel::Message;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/coverage/units", Needs::Right(Action::CoverageView), list)
}

fn filter(v: &View) -> CoverageFilter {
    let text = |name: &str| v.address.get(name).filter(|value| !value.is_empty()).map(str::to_owned);
    CoverageFilter {
        kind: text("kind"),
        nature: text("nature"),
        group: text("group").and_then(|n| n.parse().ok()),
        standing: text("standing"),
        round: text("round").and_then(|n| n.parse().ok()),
    }
}

/// Message id of a standing, by the code that addresses carry.
fn standing_id(code: &str) -> &'static str {
    match code {
        "inspected" => "coverage-standing-inspected",
        "this_round" => "coverage-standing-this-round",
        "planned" => "coverage-standing-planned",
        "never" => "coverage-never",
        _ => "coverage-standing-open",
    }
}

async fn list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let found = load(&web, &reader.ctx, v).await?.ok_or(Error::NotFound)?;
    let filter = filter(v);
    let rows = found.list(&filter, &page_request(v));
    let columns = [
        Column::new(v.t("unit-column-name")).heads_row(),
        Column::new(v.t("coverage-standing")).one_line(),
        Column::new(v.t("unit-column-nature")).one_line(),
        Column::new(v.t("unit-column-head")).one_line(),
        Column::new(v.t("unit-inspected-last")).one_line(),
    ];
    let table = Table::new(v.t("coverage-list"), columns)
        .rows(rows.items.iter().map(|row| line(v, &found, row)))
        .empty(Empty::new("search", v.t("unit-none-fits"), v.t("unit-none-fits-next")));
    let total = i64::try_from(found.count(&filter)).unwrap_or(i64::MAX);
    let mut panel = Panel::new(v.t("coverage-list"));
    if let Some(group) = filter.group.and_then(|at| found.groups.get(at)) {
        panel = panel.note(group.name.get(v.lang));
    }
    let panel = panel
        .flush(html! {
            (filters(v, &found, &filter)) (table.html(v))
            (Pager::keyset(rows.next.as_ref()).total(total).html(v))
        })
        .fill();
    let asked = Asked::of(v);
    let back = crate::view::Address::parse("/coverage")
        .with("as_of", v.address.get("as_of").unwrap_or_default())
        .with("rounds", &asked.rounds.map(|n| n.to_string()).unwrap_or_default());
    let lead = Message::new("coverage-list-lead")
        .with("term", found.term.name.as_str())
        .with("as-of", found.coverage.as_of);
    Ok(Page::new(v.t("coverage-list"))
        .lead(v.say(&lead))
        .crumbs([Crumb::new(v.t("coverage-title"), back.to_string())])
        .help(Help::new(v.t("coverage-list-help-what"), v.t("coverage-list-help-next")))
        .html(v, html! { (panel) }))
}

fn filters(v: &View, found: &CoverageView, filter: &CoverageFilter) -> Markup {
    let kinds = found.taxonomy.kinds.iter().filter(|entry| found.coverage.by_kind.contains_key(&entry.code));
    let kinds =
        kinds.map(|entry| Choice::new(entry.code.as_str(), kind_word(v, &found.taxonomy, &entry.code)));
    let natures =
        found.taxonomy.natures.iter().filter(|entry| found.coverage.by_nature.contains_key(&entry.code));
    let natures = natures.map(|entry| Choice::new(entry.code.as_str(), words::said(v, &entry.word)));
    let standings = COVERAGE_STANDINGS.into_iter().map(|code| Choice::new(code, v.t(standing_id(code))));
    Filters::new("/coverage/units")
        .select("standing", v.t("coverage-standing"), standings, filter.standing.clone().unwrap_or_default())
        .select("kind", v.t("unit-kind"), kinds, filter.kind.clone().unwrap_or_default())
        .select("nature", v.t("unit-column-nature"), natures, filter.nature.clone().unwrap_or_default())
        .html(v)
}

fn line(v: &View, found: &CoverageView, row: &CoveredUnit) -> Row {
    let (tone, round) = match row.standing.standing {
        Standing::Inspected(round) => (Tone::Ok, round),
        Standing::ThisRound(round) => (Tone::Info, Some(round)),
        Standing::Planned(round) => (Tone::Info, Some(round)),
        Standing::Open => (Tone::Mute, None),
    };
    let round = round.map(|round| v.say(&Message::new("term-round").with("number", i64::from(round.0))));
    let standing = html! {
        (chip(tone, &v.say(&row.standing.standing.label())))
        @if let Some(round) = round { " " small.muted { (round) } }
    };
    let head = row.unit.head.as_ref().map(|head| head.name.clone()).unwrap_or_default();
    Row::new([
        html! { a.main-link href={ "/units/" (row.unit.id) } { (row.unit.name) } },
        standing,
        cell(nature_word(v, &found.taxonomy, &row.unit)),
        cell(head),
        cell(last_inspection(v, &row.unit).unwrap_or_else(|| v.t("unit-inspected-never"))),
    ])
}
