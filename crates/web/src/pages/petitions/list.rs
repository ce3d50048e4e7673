//! The list of petitions that the reader works with, and the short way to one by its id.

use super::super::units::{XLSX, attachment};
use super::{talk, words};
use crate::components::{
    Button, Choice, Column, Empty, Filters, Help, Page, Pager, Panel, Row, Tab, Table, Tone, cell, chip, due,
    page_request, sealed_bar, tabs,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Ctx;
use app::petition::{ListRow, PetitionFilter, PetitionList};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::permission::{Action, Scope};
use domain::petition::{Mark, Naming, Standing};
use kernel::EngagementId;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/petitions", Needs::Right(Action::PetitionView), list).get(
        "/petitions/export/{engagement}",
        Needs::Right(Action::PetitionExport),
        export,
    )
}

/// The views above the list: name, the word in the address, the standings it holds.
const VIEWS: [(&str, &str, &[Standing]); 5] = [
    ("petition-view-open", "open", &[Standing::Registered, Standing::In, Standing::Out]),
    ("petition-view-out", "out", &[Standing::Out, Standing::Referred, Standing::Received, Standing::Outcome]),
    ("petition-view-handled", "handled", &[Standing::Handled]),
    ("petition-view-closed", "closed", &[Standing::Closed, Standing::Merged]),
    ("petition-view-all", "", &[]),
];

fn filter(v: &View) -> PetitionFilter {
    let text = |name: &str| v.address.get(name).filter(|value| !value.is_empty()).map(str::to_owned);
    let view = text("view");
    let standings = VIEWS.iter().find(|(_, word, _)| Some(*word) == view.as_deref());
    let one = text("standing").and_then(|code| Standing::ALL.into_iter().find(|s| s.code() == code));
    let standings = match (one, standings) {
        (Some(one), _) => vec![one.code()],
        (None, Some((_, _, all))) => all.iter().map(|s| s.code()).collect(),
        (None, None) => Vec::new(),
    };
    PetitionFilter {
        engagement: text("engagement").and_then(|id| id.parse().ok()),
        standings,
        channel: text("channel"),
        unit: None,
        mark: text("mark"),
        naming: text("naming"),
        late: (view.as_deref() == Some("late")).then(|| v.today()),
        number: text("q"),
    }
}

async fn list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let filter = filter(v);
    let found = web.app().petitions(ctx, &filter, &page_request(v)).await?;
    let chosen = filter.engagement.or_else(|| found.desks.first().map(|d| d.engagement));
    let waiting = match chosen {
        Some(engagement) if ctx.may(Action::PetitionRegister, Scope::One(engagement.0)) => {
            let count = web.app().online_waiting(ctx, engagement).await?;
            talk::waiting(v, engagement, count)
        }
        _ => Markup::default(),
    };
    let columns = [
        Column::new(v.t("petition-number")).heads_row().one_line(),
        Column::new(v.t("petition-received")).one_line(),
        Column::new(v.t("petition-channel")).one_line(),
        Column::new(v.t("petition-about")).clipped(),
        Column::new(v.t("petition-standing")),
        Column::new(v.t("petition-due")).one_line(),
        Column::new(v.t("petition-reporter")).one_line(),
        Column::new(v.t("petition-engagement")).one_line(),
    ];
    let table = Table::new(v.t("petition-list"), columns)
        .rows(found.page.items.iter().map(|row| line(v, &found, row)))
        .empty(empty(v, &found, &filter));
    let pager = Pager::keyset(found.page.next.as_ref());
    let body = html! { (views(v, &found)) (filters(v, &found, &filter)) (table.html(v)) (pager.html(v)) };
    let panel = Panel::new(v.t("petition-list")).flush(body).fill();
    Ok(head(ctx, v, &found, &filter).html(v, html! { (waiting) (panel) }))
}

async fn export(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Response> {
    let list = web.app().export_petitions(&reader.ctx, id).await?;
    Ok(attachment(&list.name, XLSX, list.bytes)?)
}

fn head(ctx: &Ctx, v: &View, found: &PetitionList, filter: &PetitionFilter) -> Page {
    let units: Vec<&str> = found.desks.iter().map(|d| d.unit.as_str()).collect();
    let chosen = filter.engagement.or_else(|| found.desks.first().map(|d| d.engagement));
    let mut page = Page::new(v.t("petition-title"))
        .lead(units.join(&v.t("common-list-separator")))
        .help(Help::new(v.t("petition-help-what"), v.t("petition-help-next")));
    if let Some(engagement) = chosen {
        let query = format!("?engagement={engagement}");
        page = page
            .action(Button::link(v.t("petition-pairs"), format!("/petitions/pairs{query}")).icon("search"))
            .action(Button::link(v.t("petition-import"), "/petitions/import").icon("upload"));
        if ctx.may(Action::PetitionExport, Scope::One(engagement.0)) {
            let href = format!("/petitions/export/{engagement}");
            page = page.action(Button::link(v.t("petition-export"), href).icon("save"));
        }
        if ctx.may(Action::PetitionRegistrar, Scope::One(engagement.0)) {
            let href = format!("/petitions/registrars/{engagement}");
            page = page.action(Button::link(v.t("petition-registrars"), href).icon("key"));
        }
        let href = format!("/petitions/new{query}");
        page = page.action(Button::link(v.t("petition-register"), href).primary().icon("plus"));
    }
    page
}

fn views(v: &View, found: &PetitionList) -> Markup {
    let current = v.address.get("view").unwrap_or_default();
    let link = |word: &str| v.address.without("after").without("standing").with("view", word).to_string();
    let mut all: Vec<Tab> = VIEWS
        .iter()
        .map(|(name, word, standings)| {
            let all: Vec<Standing> =
                Standing::ALL.into_iter().filter(|s| *s != Standing::Withdrawn).collect();
            let count = found.count(if standings.is_empty() { &all } else { standings });
            Tab::new(v.t(name), link(word), current == *word).count(v.count(count))
        })
        .collect();
    let late =
        Tab::new(v.t("petition-view-late"), link("late"), current == "late").count(v.count(found.late));
    all.insert(1, if found.late > 0 { late.late() } else { late });
    tabs(&v.t("petition-views"), &all)
}

fn filters(v: &View, found: &PetitionList, filter: &PetitionFilter) -> Markup {
    let channels = found.rules.channels.iter().map(|c| Choice::new(c.code.0.as_str(), c.name.get(v.lang)));
    let marks = Mark::ALL.into_iter().map(|m| Choice::new(m.code(), v.say(&m.label())));
    let namings = [Naming::RealName, Naming::Unverified, Naming::SurnameOnly, Naming::Anonymous];
    let codes = ["real_name", "unverified", "surname_only", "anonymous"];
    let namings = codes.into_iter().zip(namings).map(|(code, n)| Choice::new(code, v.say(&n.label())));
    let desks = found.desks.iter().map(|d| Choice::new(d.engagement.to_string(), d.unit.as_str()));
    let standings = Standing::ALL
        .into_iter()
        .filter(|s| *s != Standing::Withdrawn)
        .map(|s| Choice::new(s.code(), v.say(&s.label())));
    let chosen = |name: &str| v.address.get(name).unwrap_or_default().to_owned();
    let mut filters = Filters::new("/petitions").search(
        "q",
        v.t("petition-search"),
        filter.number.clone().unwrap_or_default(),
    );
    if found.desks.len() > 1 {
        filters = filters.select("engagement", v.t("petition-engagement"), desks, chosen("engagement"));
    }
    filters
        .select("channel", v.t("petition-channel"), channels, chosen("channel"))
        .select("standing", v.t("petition-standing"), standings, chosen("standing"))
        .select("naming", v.t("petition-reporter"), namings, chosen("naming"))
        .select("mark", v.t("petition-marks"), marks, chosen("mark"))
        .html(v)
}

fn line(v: &View, found: &PetitionList, row: &ListRow) -> Row {
    let content = &row.petition.content;
    let href = super::address(row.petition.value.id);
    let beginning: String = content.text.chars().take(80).collect();
    let named = content.naming != Naming::Anonymous;
    Row::new([
        html! { a href=(href) { (row.petition.number) } },
        cell(v.datetime(content.received)),
        words::channel_stamp(v, &found.rules, &content.channel.0),
        html! { a.main-link href=(href) { (beginning) } },
        html! {
            (words::standing(v, row.petition.standing()))
            @if row.alike { " " small.muted { (v.t("petition-alike-mark")) } }
            @for mark in &content.marks { " " small.muted { (v.say(&mark.label())) } }
        },
        html! { @if let Some(day) = row.due { (due(v, day)) } },
        html! {
            (v.say(&content.naming.label()))
            @if named && row.petition.identity.is_some() { " " (sealed_bar(v)) }
        },
        cell(&row.unit),
    ])
}

fn empty(v: &View, found: &PetitionList, filter: &PetitionFilter) -> Empty {
    if *filter != PetitionFilter::default() {
        return Empty::new("search", v.t("petition-none-fits"), v.t("petition-none-fits-next"));
    }
    let empty = Empty::new("mail", v.t("petition-empty"), v.t("petition-empty-next"));
    match found.desks.first() {
        Some(desk) => {
            let href = format!("/petitions/new?engagement={}", desk.engagement);
            empty.action(Button::link(v.t("petition-register"), href))
        }
        None => empty,
    }
}

/// A quiet chip for a figure of the balance.
pub(super) fn figure(v: &View, id: &str, n: usize) -> Markup {
    let count = v.count(i64::try_from(n).unwrap_or(i64::MAX));
    chip(Tone::Mute, &format!("{} {count}", v.t(id)))
}
