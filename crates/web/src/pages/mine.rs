//! Everything still open, for each person (E10): one list over all nouns, by day; and beside what is late with them, what is
//! late with others.

use crate::components::{
    Button, Cols, Empty, Help, Item, Page, Panel, Tab, cols, due, list, loose_list, segment, stack,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::deadline::DeadlineFilter;
use app::mine::{SOURCES, Source, Waiting};
use app::rectification::{ItemLine, LedgerFilter, LedgerOrder, Slice};
use app::{Ctx, Error};
use axum::extract::State;
use domain::permission::{Action, Scope};
use kernel::{Day, Message, PageRequest, RecordId};
use maud::{Markup, html};

/// Days of what is called this week, today apart.
const WEEK: i64 = 7;
/// Lines of one part; the rest is counted.
const MOST: usize = 50;
/// Lines of each kind of what is late with others; the rest is on its page.
const OTHERS: u32 = 20;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/mine", Needs::Account, show)
}

/// Where something that waits is done.
pub(super) fn address(waiting: &Waiting) -> String {
    let id = waiting.id.0;
    match (waiting.kind, waiting.step.id.as_ref()) {
        ("feedback", "mine-step-decide") => format!("/decisions/decide?about=feedback&id={id}"),
        (kind, _) => super::record_address(kind, id).unwrap_or_else(|| "/mine".to_owned()),
    }
}

async fn show(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let all = web.app().mine(&reader.ctx).await?;
    let chosen = v.address.get("source").unwrap_or_default().to_owned();
    let shown: Vec<&Waiting> = all.iter().filter(|w| chosen.is_empty() || w.source == chosen).collect();
    let today = v.today();
    let parts: [(&str, Part); 5] = [
        ("mine-late", |due, today| due.is_some_and(|due| due < today)),
        ("mine-today", |due, today| due == Some(today)),
        ("mine-week", |due, today| due.is_some_and(|due| due > today && due <= today.plus_days(WEEK))),
        ("mine-later", |due, today| due.is_some_and(|due| due > today.plus_days(WEEK))),
        ("mine-no-day", |due, _| due.is_none()),
    ];
    let panels: Vec<Markup> = parts
        .into_iter()
        .filter_map(|(title, belongs)| {
            let own: Vec<&Waiting> = shown.iter().copied().filter(|w| belongs(w.due, today)).collect();
            (!own.is_empty()).then(|| part(v, title, &own))
        })
        .collect();
    let empty = panels.is_empty().then(|| {
        let empty = Empty::new("check", v.t("mine-nothing"), v.t("mine-nothing-next"));
        html! { (Panel::new(v.t("mine-title")).flush(html! { (empty) })) }
    });
    // What is late comes first: with the reader, then with others.
    let own_late = usize::from(shown.iter().any(|w| w.due.is_some_and(|due| due < today)));
    let others = if chosen.is_empty() { others(&web, &reader.ctx, v, &all).await? } else { None };
    let others = others.map(|panel| if own_late == 0 { panel.id("late") } else { panel });
    let others = others.map(|panel| html! { (panel) });
    let (late, rest) = panels.split_at(own_late.min(panels.len()));
    let left = stack(empty.into_iter().chain(late.iter().cloned()).chain(others).chain(rest.iter().cloned()));
    let lead = Message::new("mine-lead").with("count", all.len());
    Ok(Page::new(v.t("mine-title"))
        .lead(v.say(&lead))
        .control(segment(&v.t("mine-sources"), &tabs(v, &all, &chosen)))
        .action(Button::print(v.t("ledger-print")))
        .help(Help::new(v.t("mine-help-what"), v.t("mine-help-next")))
        .html(v, cols(Cols::ThreeOne, [left, stack([by_source(v, &all)])])))
}

/// What is late with others and not on the reader's own list, for whoever does not work in a unit: items of the ledger,
/// and deadlines. Each is read as the reader, so that it shows what they may see.
async fn others(web: &Web, ctx: &Ctx, v: &View, own: &[Waiting]) -> Result<Option<Panel>, Error> {
    if ctx.works_outside() {
        return Ok(None);
    }
    let is_own = |id: RecordId| own.iter().any(|waiting| waiting.id == id);
    let page = PageRequest { after: None, size: OTHERS };
    let mut items = Vec::new();
    let ledger = ctx.may(Action::LedgerView, Scope::Global);
    if ledger {
        let late =
            LedgerFilter { slice: Some(Slice::Late), order: LedgerOrder::Due, ..LedgerFilter::default() };
        let found = web.app().ledger(ctx, &late, &page).await?.0.items;
        let line = |line: &ItemLine| {
            let item = &line.item;
            let href = super::ledger::address(item.item.id);
            let shown = Item::new(format!("{} {}", item.code, item.title), href).about(line.unit.clone());
            match item.summary.due {
                Some(day) => shown.due(due(v, day)),
                None => shown,
            }
        };
        items.extend(found.iter().filter(|l| !is_own(l.item.item.id.into())).map(line));
    }
    let late = DeadlineFilter { until: Some(v.today().plus_days(-1)), ..DeadlineFilter::default() };
    let found = web.app().deadlines(ctx, &late, &page).await?.items;
    let stood_for = |id| own.iter().any(|waiting| waiting.stands_for.contains(&id));
    let others = found.iter().filter(|d| !is_own(d.subject) && !stood_for(d.deadline.id));
    items.extend(others.map(|d| super::deadlines::item(ctx, v, d)));
    let panel = || {
        Panel::new(v.t("mine-others")).note(v.t("mine-others-note")).late().flush(loose_list(&items)).foot(
            html! {
                @if ledger { a href="/ledger?view=late" { (v.t("mine-others-ledger")) } " · " }
                a href="/deadlines" { (v.t("deadline-all")) }
            },
        )
    };
    Ok((!items.is_empty()).then(panel))
}

/// Whether a day belongs to a part of the list.
type Part = fn(Option<Day>, Day) -> bool;

fn tabs(v: &View, all: &[Waiting], chosen: &str) -> Vec<Tab> {
    let count = |n: usize| v.count(i64::try_from(n).unwrap_or(i64::MAX));
    let every = Tab::new(v.t("common-all"), "/mine", chosen.is_empty()).count(count(all.len()));
    let own = SOURCES.iter().filter_map(|source| {
        let n = all.iter().filter(|w| w.source == source.code).count();
        let href = format!("/mine?source={}", source.code);
        (n > 0).then(|| Tab::new(v.say(&(source.name)()), href, chosen == source.code).count(count(n)))
    });
    std::iter::once(every).chain(own).collect()
}

fn source_of(waiting: &Waiting) -> Option<&'static Source> {
    SOURCES.iter().find(|source| source.code == waiting.source)
}

fn part(v: &View, title: &'static str, own: &[&Waiting]) -> Markup {
    let items: Vec<Item> = own.iter().take(MOST).map(|w| line(v, w)).collect();
    let note = v.say(&Message::new("mine-count").with("count", own.len()));
    let panel = Panel::new(v.t(title)).note(note).flush(loose_list(&items));
    let panel = if title == "mine-late" { panel.late().id("late") } else { panel };
    html! { (panel) }
}

pub(super) fn line(v: &View, waiting: &Waiting) -> Item {
    let href = address(waiting);
    let why = v.say(&waiting.why);
    let about = if waiting.place.is_empty() { why } else { format!("{} · {why}", waiting.place) };
    let mut item = Item::new(waiting.title.clone(), href.clone()).about(about);
    if let Some(source) = source_of(waiting) {
        item = item.stamp(source.stamp, source.solid);
    }
    if let Some(day) = waiting.due {
        item = item.due(due(v, day));
    }
    item.action(Button::link(v.say(&waiting.step), href))
}

fn by_source(v: &View, all: &[Waiting]) -> Markup {
    let items: Vec<Item> = SOURCES
        .iter()
        .filter_map(|source| {
            let n = all.iter().filter(|w| w.source == source.code).count();
            let href = format!("/mine?source={}", source.code);
            (n > 0).then(|| {
                Item::new(v.say(&(source.name)()), href)
                    .stamp(source.stamp, source.solid)
                    .end(html! { b { (n) } })
            })
        })
        .collect();
    if items.is_empty() {
        return Markup::default();
    }
    html! { (Panel::new(v.t("mine-by-source")).flush(list(&items))) }
}
