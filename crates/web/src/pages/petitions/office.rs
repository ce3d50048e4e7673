//! What the office sees of all registers: envelopes without text, the nightly balance, the teams' incidents.

use super::super::units::{XLSX, attachment};
use super::list::figure;
use super::words;
use crate::components::{
    Button, Choice, Column, Empty, Filters, Help, Note, Page, Pager, Panel, Row, Table, Tone, cell, chip,
    due, page_request, stack,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::view::Address;
use crate::{Html, View, Web};
use app::petition::{Balances, EnvelopeRow, IncidentPage, PetitionFilter};
use axum::extract::State;
use axum::response::Response;
use domain::permission::{Action, Scope};
use domain::petition::{PetitionRules, Standing};
use kernel::{Message, Page as Rows};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/registers", Needs::Right(Action::PetitionEnvelope), show)
        .get("/registers/export", Needs::Right(Action::RegisterExport), export)
        .get("/petitions/balance", Needs::Right(Action::PetitionView), own_balance)
}

fn filter(v: &View) -> PetitionFilter {
    let text = |name: &str| v.address.get(name).filter(|value| !value.is_empty()).map(str::to_owned);
    let standing = text("standing").and_then(|code| Standing::ALL.into_iter().find(|s| s.code() == code));
    PetitionFilter {
        engagement: text("engagement").and_then(|id| id.parse().ok()),
        standings: standing.into_iter().map(Standing::code).collect(),
        channel: text("channel"),
        late: text("late").map(|_| v.today()),
        number: text("q"),
        ..PetitionFilter::default()
    }
}

async fn show(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let filter = filter(v);
    let (rows, rules) = web.app().petition_envelopes(ctx, &filter, &page_request(v)).await?;
    let balances = web.app().petition_balances(ctx).await?;
    let incidents = web.app().office_incidents(ctx).await?;
    let body = stack([
        html! { (balance(v, &balances, true)) },
        html! { (envelopes(v, &filter, &rows, &rules)) },
        html! { (gatherings(v, &incidents)) },
    ]);
    let both = Button::link(v.t("balance-both-title"), "/balance");
    let import = Button::link(v.t("petition-import"), "/petitions/import").icon("upload");
    let mut page = Page::new(v.t("registers-title")).lead(v.t("registers-lead")).action(both);
    if ctx.may(Action::RegisterExport, Scope::Global) {
        page = page.action(Button::link(v.t("petition-export"), narrowed(v)).icon("save"));
    }
    Ok(page
        .action(import)
        .help(Help::new(v.t("registers-help-what"), v.t("registers-help-next")))
        .html(v, body))
}

/// What is taken out is what the list shows.
fn narrowed(v: &View) -> String {
    let all = ["engagement", "standing", "channel", "late", "q"].into_iter();
    let asked = all.filter_map(|name| Some((name, v.address.get(name)?)));
    asked
        .fold(Address::parse("/registers/export"), |address, (name, value)| address.with(name, value))
        .to_string()
}

async fn export(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    let list = web.app().export_registers(&reader.ctx, &filter(&reader.view)).await?;
    Ok(attachment(&list.name, XLSX, list.bytes)?)
}

async fn own_balance(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let balances = web.app().petition_balances(&reader.ctx).await?;
    Ok(Page::new(v.t("balance-title"))
        .help(Help::new(v.t("balance-help-what"), v.t("balance-help-next")))
        .html(v, html! { (balance(v, &balances, false)) }))
}

/// The balance of each register as the last night found it; what does not balance stands first and is said aloud.
/// `links`: whether the reader may open each register's envelopes.
pub(in crate::pages) fn balance(v: &View, balances: &Balances, links: bool) -> Markup {
    let off = balances.iter().filter(|line| !line.balance.balances()).count();
    let count = |n: usize| cell(v.count(i64::try_from(n).unwrap_or(i64::MAX)));
    let rows = balances.iter().map(|line| {
        let b = &line.balance;
        let state = if b.balances() {
            chip(Tone::Ok, &v.t("balance-clear"))
        } else {
            let message = Message::new("balance-differs").with("count", b.difference());
            chip(Tone::Late, &v.say(&message))
        };
        Row::new([
            html! { @if links { a href={ "/registers?engagement=" (line.engagement) } { (line.unit) } } @else { (line.unit) } },
            count(b.received),
            count(b.handled),
            count(b.referred),
            count(b.merged),
            count(b.retracted),
            count(b.open),
            html! { @if b.without_receipt > 0 { (figure(v, "balance-without-receipt", b.without_receipt)) } },
            state,
            cell(v.day_short(line.day)),
        ])
    });
    let columns = [
        Column::new(v.t("petition-engagement")).heads_row().one_line(),
        Column::new(v.t("balance-received")).number(),
        Column::new(v.t("balance-handled")).number(),
        Column::new(v.t("balance-referred")).number(),
        Column::new(v.t("balance-merged")).number(),
        Column::new(v.t("balance-retracted")).number(),
        Column::new(v.t("balance-open")).number(),
        Column::new(v.t("balance-receipts")).one_line(),
        Column::new(v.t("balance-state")).one_line(),
        Column::new(v.t("balance-day")).one_line(),
    ];
    let table = Table::new(v.t("balance-title"), columns).rows(rows).stacks().empty(Empty::new(
        "ledger",
        v.t("balance-none"),
        v.t("balance-none-next"),
    ));
    html! {
        @if off > 0 {
            (Note::new(Tone::Late, v.t("balance-off-next")).lead(v.say(&Message::new("balance-off").with("count", off))))
        }
        (Panel::new(v.t("balance-title")).note(v.t("balance-note")).flush(table.html(v)))
    }
}

fn envelopes(v: &View, filter: &PetitionFilter, rows: &Rows<EnvelopeRow>, rules: &PetitionRules) -> Panel {
    let columns = [
        Column::new(v.t("petition-number")).heads_row().one_line(),
        Column::new(v.t("petition-engagement")).one_line(),
        Column::new(v.t("petition-received")).one_line(),
        Column::new(v.t("petition-channel")).one_line(),
        Column::new(v.t("petition-standing")).one_line(),
        Column::new(v.t("petition-due")).one_line(),
    ];
    let standing = |code: &str| Standing::ALL.into_iter().find(|s| s.code() == code);
    let lines = rows.items.iter().map(|row| {
        let e = &row.envelope;
        Row::new([
            cell(&e.number),
            cell(&row.unit),
            cell(v.day_short(e.received)),
            words::channel_stamp(v, rules, &e.channel),
            html! { @if let Some(standing) = standing(&e.standing) { (words::standing(v, standing)) } },
            html! { @if let Some(day) = e.due { (due(v, day)) } },
        ])
    });
    let channels = rules.channels.iter().map(|c| Choice::new(c.code.0.as_str(), c.name.get(v.lang)));
    let standings = Standing::ALL
        .into_iter()
        .filter(|s| *s != Standing::Withdrawn)
        .map(|s| Choice::new(s.code(), v.say(&s.label())));
    let chosen = |name: &str| v.address.get(name).unwrap_or_default().to_owned();
    let filters = Filters::new("/registers")
        .search("q", v.t("petition-search"), filter.number.clone().unwrap_or_default())
        .select("channel", v.t("petition-channel"), channels, chosen("channel"))
        .select("standing", v.t("petition-standing"), standings, chosen("standing"))
        .tick("late", v.t("petition-view-late"), filter.late.is_some());
    let table = Table::new(v.t("registers-list"), columns).rows(lines).empty(Empty::new(
        "mail",
        v.t("registers-empty"),
        v.t("registers-empty-next"),
    ));
    let pager = Pager::keyset(rows.next.as_ref());
    let body = html! { (filters.html(v)) (table.html(v)) (pager.html(v)) };
    Panel::new(v.t("registers-list")).note(v.t("registers-list-note")).flush(body)
}

fn gatherings(v: &View, incidents: &[IncidentPage]) -> Markup {
    if incidents.is_empty() {
        return Markup::default();
    }
    let columns = [
        Column::new(v.t("petition-engagement")).heads_row().one_line(),
        Column::new(v.t("incident-since")).one_line(),
        Column::new(v.t("incident-last")),
        Column::new(v.t("incident-unit-told")),
        Column::new(v.t("incident-state")).one_line(),
    ];
    let rows = incidents.iter().map(|page| {
        let i = &page.incident;
        let last = i.entries.last().map(|e| e.what.clone()).unwrap_or_default();
        let told = i.told_unit.as_ref().map(|n| format!("{} · {} · {}", n.place, n.time, n.help));
        let state = match i.ended {
            Some(_) => chip(Tone::Ok, &v.t("incident-ended")),
            None => chip(Tone::Late, &v.t("incident-open")),
        };
        Row::new([
            cell(&page.unit),
            cell(v.datetime(i.raised)),
            cell(last),
            cell(told.unwrap_or_default()),
            state,
        ])
    });
    let table = Table::new(v.t("incident-title"), columns).rows(rows);
    html! { (Panel::new(v.t("incident-title")).flush(table.html(v))) }
}
