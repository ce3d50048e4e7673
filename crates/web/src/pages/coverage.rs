//! Coverage of the term (A2): the rate, who is inspected, planned, left; what the rounds that remain must carry.
//! Every figure opens the list behind it.

mod units;

use super::units::{XLSX, attachment, kind_word, words};
use crate::components::{
    Bar, Button, Chart, Cols, Column, Empty, Help, Page, Panel, Row, Series, Stat, Table, cell, cols,
    share_bar, stack, stats,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::view::Address;
use crate::{Html, View, Web};
use app::coverage::{CoverageView, RoundsLeft};
use app::{Ctx, Error};
use axum::extract::State;
use axum::response::Response;
use domain::coverage::Tally;
use domain::organisation::UnitKind;
use domain::permission::{Action, Scope};
use kernel::{Day, Message};
use maud::{Markup, html};
use std::sync::Arc;

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes.get("/coverage", Needs::Right(Action::CoverageView), show).get(
        "/coverage/export",
        Needs::Right(Action::CoverageExport),
        export,
    );
    units::routes(routes)
}

/// The reporting date and the rounds that an address asks for.
struct Asked {
    as_of: Day,
    rounds: Option<u16>,
}

impl Asked {
    fn of(v: &View) -> Self {
        let get = |name: &str| v.address.get(name).map(str::trim);
        Self {
            as_of: get("as_of").and_then(|day| day.parse().ok()).unwrap_or_else(|| v.today()),
            rounds: get("rounds").and_then(|n| n.parse().ok()),
        }
    }
}

async fn load(web: &Web, ctx: &Ctx, v: &View) -> Result<Option<Arc<CoverageView>>, Error> {
    let asked = Asked::of(v);
    web.app().coverage(ctx, asked.as_of, asked.rounds).await
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

async fn show(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let found = load(&web, ctx, v).await?;
    let page = Page::new(v.t("coverage-title"))
        .help(Help::new(v.t("coverage-help-what"), v.t("coverage-help-next")));
    let Some(found) = found else { return Ok(page.html(v, no_term(ctx, v))) };
    if found.coverage.units.is_empty() {
        return Ok(page.lead(lead(v, &found)).html(v, no_units(ctx, v)));
    }
    let mut page = page.lead(lead(v, &found)).landscape();
    if ctx.may(Action::UnitView, Scope::Global) {
        page = page.action(Button::link(v.t("term-list"), "/terms"));
    }
    if ctx.may(Action::CoverageExport, Scope::Global) {
        let asked =
            ["as_of", "rounds"].into_iter().fold(Address::parse("/coverage/export"), |address, name| {
                address.with(name, v.address.get(name).unwrap_or_default())
            });
        page = page.action(Button::link(v.t("coverage-export"), asked.to_string()).icon("save"));
    }
    page = page.action(Button::print(v.t("coverage-print")));
    let right = stack([rounds_panel(v, &found), asked_panel(v)]);
    let parts = [
        figures(v, &found),
        cols(Cols::Two, [chart_panel(v, &found), right]),
        kinds_panel(v, &found),
        sectors_panel(v, &found),
    ];
    Ok(page.html(v, stack(parts)))
}

async fn export(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    let asked = Asked::of(&reader.view);
    let list = web.app().export_coverage(&reader.ctx, asked.as_of, asked.rounds).await?;
    Ok(attachment(&list.name, XLSX, list.bytes)?)
}

fn lead(v: &View, found: &CoverageView) -> String {
    let term = &found.term;
    v.say(
        &Message::new("coverage-lead")
            .with("term", term.name.as_str())
            .with("from", term.from)
            .with("to", term.to)
            .with("as-of", found.coverage.as_of),
    )
}

fn no_term(ctx: &Ctx, v: &View) -> Markup {
    let fact = Message::new("coverage-no-term").with("day", Asked::of(v).as_of);
    let mut empty = Empty::new("round", v.say(&fact), v.t("coverage-no-term-next"));
    if ctx.may(Action::TermChange, Scope::Global) {
        empty = empty.action(Button::link(v.t("term-list"), "/terms"));
    }
    html! { (Panel::new(v.t("coverage-title")).flush(html! { (empty) })) (asked_panel(v)) }
}

fn no_units(ctx: &Ctx, v: &View) -> Markup {
    let mut empty = Empty::new("unit", v.t("coverage-no-units"), v.t("coverage-no-units-next"));
    if ctx.may(Action::UnitImport, Scope::Global) {
        empty = empty.action(Button::link(v.t("unit-import"), "/units/import"));
    }
    html! { (Panel::new(v.t("coverage-title")).flush(html! { (empty) })) }
}

/// The address of the list behind a figure: the same day and rounds, narrowed.
fn behind(v: &View, narrowed: &[(&str, &str)]) -> String {
    let mut address = Address::parse("/coverage/units");
    for name in ["as_of", "rounds"] {
        address = address.with(name, v.address.get(name).unwrap_or_default());
    }
    for (name, value) in narrowed {
        address = address.with(name, value);
    }
    address.to_string()
}

/// A count that opens its list; nothing to open where it is none.
fn figure(v: &View, n: usize, narrowed: &[(&str, &str)]) -> Markup {
    if n == 0 {
        return html! { span.muted { "0" } };
    }
    html! { a href=(behind(v, narrowed)) { (v.count(count(n))) } }
}

fn figures(v: &View, found: &CoverageView) -> Markup {
    let coverage = &found.coverage;
    let mut items: Vec<Stat> = coverage
        .groups
        .iter()
        .enumerate()
        .map(|(at, group)| {
            let rate = group.tally.rate();
            let share = format!("{} / {}", v.count(count(rate.part)), v.count(count(rate.whole)));
            Stat::new(group.name.get(v.lang), v.percent(count(rate.part), count(rate.whole)))
                .hint(share)
                .href(behind(v, &[("group", &at.to_string()), ("standing", "inspected")]))
        })
        .collect();
    let sum = |of: fn(&Tally) -> usize| coverage.by_kind.values().map(of).sum::<usize>();
    let never = sum(|tally| tally.never);
    items.push(
        Stat::new(v.t("coverage-never"), v.count(count(never)))
            .unit(v.t("coverage-units"))
            .href(behind(v, &[("standing", "never")])),
    );
    let days = found.term.to.days_since(coverage.as_of).max(0);
    items.push(
        Stat::new(v.t("coverage-days-left"), v.count(days))
            .unit(v.t("coverage-days"))
            .hint(v.say(&Message::new("coverage-term-ends").with("day", found.term.to))),
    );
    stats(&items)
}

/// Kinds in the order of lists.
fn kinds(found: &CoverageView) -> impl Iterator<Item = (&UnitKind, &Tally)> {
    let ordered = found.taxonomy.kinds.iter().map(|entry| &entry.code);
    ordered.filter_map(|kind| found.coverage.by_kind.get_key_value(kind))
}

fn chart_panel(v: &View, found: &CoverageView) -> Markup {
    html! { (chart_of(v, found)) }
}

fn chart_of(v: &View, found: &CoverageView) -> Panel {
    let bars = kinds(found).map(|(kind, tally)| {
        Bar::new(
            kind_word(v, &found.taxonomy, kind),
            [tally.inspected, tally.this_round, tally.planned, tally.open].map(count),
        )
        .href(behind(v, &[("kind", kind.as_str())]))
    });
    let series = [
        Series::done(v.t("coverage-standing-inspected")),
        Series::moving(v.t("coverage-standing-this-round")),
        Series::planned(v.t("coverage-standing-planned")),
        Series::nothing(v.t("coverage-standing-open")),
    ];
    let chart = Chart::new("chart-by-kind", v.t("coverage-by-kind"), v.t("unit-kind"))
        .series(series)
        .bars(bars)
        .shares()
        .caption(v.t("coverage-caption"));
    Panel::new(v.t("coverage-by-kind")).body(html! { p { (to_do(v, found)) } (chart.lying(v)) })
}

/// Coverage by kind for the home page, with a link to all of it; `None` for whoever may not see it, and where there is
/// nothing to count yet.
pub(super) async fn home_panel(web: &Web, ctx: &Ctx, v: &View) -> Result<Option<Markup>, Error> {
    if !ctx.may(Action::CoverageView, Scope::Global) {
        return Ok(None);
    }
    let found = web.app().coverage(ctx, v.today(), None).await?;
    let found = found.filter(|found| !found.coverage.units.is_empty());
    Ok(found.map(|found| {
        let foot = html! { a href="/coverage" { (v.t("coverage-open")) } };
        html! { (chart_of(v, &found).foot(foot)) }
    }))
}

/// What is left, in a sentence.
fn to_do(v: &View, found: &CoverageView) -> String {
    let open: usize = found.coverage.by_kind.values().map(|t| t.open + t.planned).sum();
    let rounds = i64::from(found.rounds_left.rounds());
    let message = match (open, rounds) {
        (0, _) => Message::new("coverage-all-done"),
        (open, 0) => Message::new("coverage-no-round-left").with("count", open),
        (open, rounds) => {
            let each = (count(open) + rounds - 1) / rounds;
            Message::new("coverage-to-do").with("count", open).with("rounds", rounds).with("each", each)
        }
    };
    v.say(&message)
}

fn tally_columns(v: &View, first: &str) -> Vec<Column> {
    let number = |id: &str| Column::new(v.t(id)).number();
    vec![
        Column::new(v.t(first)).heads_row(),
        number("coverage-due"),
        number("coverage-standing-inspected"),
        number("coverage-standing-this-round"),
        number("coverage-standing-planned"),
        number("coverage-standing-open"),
        number("coverage-never"),
        number("coverage-rate"),
    ]
}

/// A line of figures; each opens the list of the line narrowed to its column.
fn tally_row(v: &View, name: String, tally: &Tally, narrowed: (&str, &str)) -> Row {
    let cell_of = |n: usize, standing: &str| figure(v, n, &[narrowed, ("standing", standing)]);
    let rate = tally.rate();
    Row::new([
        cell(name),
        figure(v, tally.due, &[narrowed]),
        cell_of(tally.inspected, "inspected"),
        cell_of(tally.this_round, "this_round"),
        cell_of(tally.planned, "planned"),
        cell_of(tally.open, "open"),
        cell_of(tally.never, "never"),
        html! { span.rate {
            (share_bar(count(rate.part), count(rate.whole)))
            span { (v.percent(count(rate.part), count(rate.whole))) }
        } },
    ])
}

fn kinds_panel(v: &View, found: &CoverageView) -> Markup {
    let kinds = kinds(found).map(|(kind, tally)| {
        tally_row(v, kind_word(v, &found.taxonomy, kind), tally, ("kind", kind.as_str()))
    });
    let groups = found.coverage.groups.iter().enumerate().map(|(at, group)| {
        tally_row(v, group.name.get(v.lang).to_owned(), &group.tally, ("group", &at.to_string()))
    });
    let together = Row::group(v.t("coverage-together"));
    let table = Table::new(v.t("coverage-by-kind"), tally_columns(v, "unit-kind"))
        .rows(kinds.chain([together]).chain(groups));
    html! { (Panel::new(v.t("coverage-figures")).note(v.t("coverage-figures-note")).flush(table.html(v))) }
}

fn sectors_panel(v: &View, found: &CoverageView) -> Markup {
    let natures = found.taxonomy.natures.iter().filter_map(|entry| {
        let tally = found.coverage.by_nature.get(&entry.code)?;
        Some(tally_row(v, words::said(v, &entry.word), tally, ("nature", entry.code.as_str())))
    });
    let table = Table::new(v.t("coverage-by-sector"), tally_columns(v, "unit-column-nature")).rows(natures);
    html! { (Panel::new(v.t("coverage-by-sector")).flush(table.html(v))) }
}

/// Another day, or another number of rounds to reckon with.
fn asked_panel(v: &View) -> Markup {
    let asked = Asked::of(v);
    let rounds = asked.rounds.map(|n| n.to_string()).unwrap_or_default();
    let state =
        crate::components::FormState::new().with("as_of", asked.as_of.to_string()).with("rounds", rounds);
    let form = html! {
        form.stack method="get" action="/coverage" {
            div.form {
                (state.text("as_of", v.t("coverage-as-of")).date().html(v))
                (state.text("rounds", v.t("coverage-rounds-asked")).number().optional().html(v))
            }
            div.row { (Button::submit(v.t("coverage-reckon"))) }
        }
    };
    html! { (Panel::new(v.t("coverage-asked")).body(form)) }
}

fn rounds_panel(v: &View, found: &CoverageView) -> Markup {
    let names: Vec<&UnitKind> = kinds(found).map(|(kind, _)| kind).collect();
    let rows = found.coverage.rounds.iter().map(|round| {
        let number = i64::from(round.round.0);
        let name = v.say(&Message::new("term-round").with("number", number));
        let loads = names.iter().map(|kind| {
            let load = round.kinds.get(*kind).copied().unwrap_or_default();
            let (number, planned) = (number.to_string(), load.planned);
            html! {
                @if planned > 0 {
                    span { (figure(v, planned, &[("kind", kind.as_str()), ("round", &number)])) } " + "
                }
                (v.count(count(load.to_add)))
            }
        });
        let sum: usize = round.kinds.values().map(|load| load.planned + load.to_add).sum();
        Row::new([cell(name)].into_iter().chain(loads).chain([html! { b { (v.count(count(sum))) } }]))
    });
    let columns = [Column::new(v.t("term-round-name")).heads_row().one_line()]
        .into_iter()
        .chain(names.iter().map(|kind| Column::new(kind_word(v, &found.taxonomy, kind)).number()))
        .chain([Column::new(v.t("common-sum")).number()]);
    let table = Table::new(v.t("coverage-rounds"), columns).rows(rows).empty(Empty::new(
        "round",
        v.t("coverage-rounds-none"),
        v.t("coverage-rounds-none-next"),
    ));
    let panel = Panel::new(v.t("coverage-rounds"))
        .flush(table.html(v))
        .foot(html! { span.hint { (v.say(&why(found.rounds_left))) } });
    html! { (panel) }
}

/// Why this many rounds.
fn why(left: RoundsLeft) -> Message {
    match left {
        RoundsLeft::Asked { rounds } => {
            Message::new("coverage-rounds-as-asked").with("rounds", i64::from(rounds))
        }
        RoundsLeft::Planned { rounds } => {
            Message::new("coverage-rounds-as-planned").with("rounds", i64::from(rounds))
        }
        RoundsLeft::Pace { rounds, held, months } => Message::new("coverage-rounds-at-pace")
            .with("rounds", i64::from(rounds))
            .with("held", i64::from(held))
            .with("months", i64::from(months)),
    }
}
