//! The ledger (E2): its list for office, team, unit and supervising department; items, import, export, what is late.

mod acts;
mod closing;
mod enter;
mod import;
mod item;
mod late;
mod measures;
mod panels;
mod trace;
pub(super) mod words;

use crate::components::{
    Button, Choice, Column, Empty, Filters, Help, Page, Pager, Panel, Row, Tab, Table, cell, chip, due,
    due_done, page_request, share_bar, tabs,
};
use crate::pages::fields::{code_of, coded};
use crate::pages::units::{XLSX, attachment};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::view::Address;
use crate::{Html, View, Web};
use app::rectification::{
    Choices, ItemKind, ItemLine, ItemState, LedgerFilter, LedgerOrder, PostLine, Slice,
};
use app::{Ctx, Error};
use axum::extract::State;
use axum::response::Response;
use domain::permission::{Action, Scope};
use kernel::{FieldError, Message, UnitId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes.get("/ledger", Needs::Right(Action::LedgerView), list).get(
        "/ledger/export",
        Needs::Right(Action::LedgerExport),
        export,
    );
    let routes = late::routes(import::routes(enter::routes(routes)));
    let routes = trace::routes(routes);
    closing::routes(measures::routes(acts::routes(item::routes(routes))))
}

/// The address of an item.
pub(super) fn address(id: kernel::ItemId) -> String {
    format!("/ledger/{id}")
}

/// The faults of fields, and a rule's refusal as a fault of the form as a whole; anything else is an error's page.
pub(super) fn faults(error: Error) -> Result<Vec<FieldError>, Error> {
    match error {
        Error::Invalid(errors) => Ok(errors),
        Error::Refused(refusal) => Ok(vec![FieldError::new("", refusal.0)]),
        other => Err(other),
    }
}

/// What the address narrows the list to; the round of the switcher where it names nothing narrower.
fn filter(v: &View) -> LedgerFilter {
    let text = |name: &str| v.address.get(name).filter(|value| !value.is_empty()).map(str::to_owned);
    LedgerFilter {
        text: text("q"),
        slice: v.address.get("view").and_then(coded::<Slice>).or(Some(Slice::Open)),
        state: text("state"),
        kind: v.address.get("kind").and_then(coded::<ItemKind>),
        origin: text("origin"),
        unit: v.address.get("unit").and_then(|id| id.parse().ok()),
        round: v.address.get("round").and_then(|id| id.parse().ok()),
        engagement: v.address.get("engagement").and_then(|id| id.parse().ok()),
        leader: v.address.get("leader").and_then(|id| id.parse().ok()),
        department: text("department"),
        order: if v.address.get("sort") == Some("due") { LedgerOrder::Due } else { LedgerOrder::Ledger },
    }
}

async fn list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let mut filter = filter(v);
    let choices = web.app().ledger_choices(ctx, &filter).await?;
    // A leader or department of a unit that is no longer chosen narrows nothing.
    filter.leader = filter.leader.filter(|_| !choices.leaders.is_empty());
    filter.department = filter.department.filter(|_| !choices.departments.is_empty());
    let (found, count) = web.app().ledger(ctx, &filter, &page_request(v)).await?;
    let figures = web.app().ledger_figures(ctx, &filter).await?;
    let units = web.app().ledger_units(ctx).await?;
    let one = exported(&units, &filter);
    let exports = |unit: UnitId| one.is_none() && ctx.may(Action::LedgerExport, Scope::One(unit.0));
    let table = table(v, &found.items, &filter, exports);
    let pager = Pager::keyset(found.next.as_ref());
    let pager = if count > 1_000 { pager.more_than(1_000) } else { pager.total(count) };
    let body = html! {
        (views(v, &filter, &figures))
        (filters(v, &filter, (&choices, &units)))
        (table.html(v)) (pager.html(v))
    };
    let panel = Panel::new(v.t("ledger-title")).flush(body).fill();
    Ok(head(ctx, v, &units, &filter).html(v, html! { (panel) }))
}

fn head(ctx: &Ctx, v: &View, units: &[(UnitId, String)], filter: &LedgerFilter) -> Page {
    let lead = Message::new("ledger-lead").with("units", units.len());
    let mut page = Page::new(v.t("ledger-title"))
        .lead(v.say(&lead))
        .landscape()
        .help(Help::new(v.t("ledger-help-what"), v.t("ledger-help-next")));
    let may = |action| ctx.may(action, Scope::Global);
    if may(Action::ItemRemind) {
        page = page.action(Button::link(v.t("ledger-late"), "/ledger/late").icon("clock"));
    }
    if may(Action::ItemEnter) {
        page = page.action(Button::link(v.t("ledger-enter"), "/ledger/new").icon("plus"));
    }
    if may(Action::LedgerExport)
        && let Some(unit) = exported(units, filter)
    {
        page = page.action(Button::link(v.t("ledger-export"), export_address(unit)).icon("save"));
    }
    if may(Action::LedgerImport) {
        page = page.action(Button::link(v.t("ledger-import"), "/ledger/import").primary().icon("upload"));
    }
    page
}

/// The one unit that the list is about, whose ledger is taken out above it; of several each at its own heading.
fn exported(units: &[(UnitId, String)], filter: &LedgerFilter) -> Option<UnitId> {
    filter.unit.or_else(|| units.first().filter(|_| units.len() == 1).map(|unit| unit.0))
}

fn export_address(unit: UnitId) -> String {
    format!("/ledger/export?unit={unit}")
}

/// The views that stand above the list; each counts what it opens.
const VIEWS: [Slice; 10] = [
    Slice::Open,
    Slice::Late,
    Slice::Soon,
    Slice::Unclaimed,
    Slice::ToSign,
    Slice::ToReview,
    Slice::ToVerify,
    Slice::SentBack,
    Slice::Lasting,
    Slice::Closed,
];

/// Views that are shown only while they hold something.
const RARE: [Slice; 3] = [Slice::PaperOnly, Slice::Rebound, Slice::FromElsewhere];

/// The address that opens a slice, with the scope that the list has.
pub(super) fn opens(address: &Address, slice: Slice) -> String {
    let kept = crate::components::first_page(address);
    kept.with("view", &code_of(&slice)).to_string()
}

fn views(v: &View, filter: &LedgerFilter, figures: &[(Slice, i64)]) -> Markup {
    let count = |slice: Slice| figures.iter().find(|(s, _)| *s == slice).map_or(0, |(_, n)| *n);
    let shown = VIEWS.into_iter().chain(RARE.into_iter().filter(|s| count(*s) > 0));
    let all: Vec<Tab> = shown
        .chain([Slice::All])
        .map(|slice| {
            let current = filter.slice == Some(slice);
            let tab = Tab::new(v.say(&slice.label()), opens(&v.address, slice), current)
                .count(v.count(count(slice)));
            if slice == Slice::Late && count(slice) > 0 { tab.late() } else { tab }
        })
        .collect();
    tabs(&v.t("ledger-views"), &all)
}

fn filters(v: &View, filter: &LedgerFilter, (choices, units): (&Choices, &[(UnitId, String)])) -> Markup {
    let kinds = ItemKind::ALL.into_iter().map(|k| Choice::new(code_of(&k), v.say(&k.label())));
    let origins = [
        ("feedback", "ledger-origin-feedback"),
        ("self_inspection", "ledger-origin-self-inspection"),
        ("letter", "ledger-origin-letter"),
        ("elsewhere", "ledger-origin-elsewhere"),
    ];
    let origins = origins.map(|(code, id)| Choice::new(code, v.t(id)));
    let rounds = v.rounds.iter().flat_map(|r| &r.rounds);
    let rounds: Vec<Choice> = rounds.map(|r| Choice::new(r.value.as_str(), r.name.as_str())).collect();
    let mut filters =
        Filters::new("/ledger").search("q", v.t("ledger-search"), filter.text.clone().unwrap_or_default());
    if units.len() > 1 {
        filters = filters.select(
            "unit",
            v.t("ledger-unit"),
            units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())),
            filter.unit.map(|id| id.to_string()).unwrap_or_default(),
        );
    }
    if !rounds.is_empty() {
        let chosen = filter.round.map(|id| id.to_string()).unwrap_or_default();
        filters = filters.select("round", v.t("ledger-round"), rounds, chosen);
    }
    filters = filters
        .select("kind", v.t("ledger-kind"), kinds, filter.kind.map(|k| code_of(&k)).unwrap_or_default())
        .select("origin", v.t("ledger-origin"), origins, filter.origin.clone().unwrap_or_default());
    if !choices.leaders.is_empty() {
        let named = |line: &PostLine| format!("{} {}", line.holder, line.title);
        let leaders = choices.leaders.iter().map(|(id, line)| Choice::new(id.to_string(), named(line)));
        let chosen = filter.leader.map(|id| id.to_string()).unwrap_or_default();
        filters = filters.select("leader", v.t("ledger-leader"), leaders, chosen);
    }
    if !choices.departments.is_empty() {
        let departments = choices.departments.iter().map(|d| Choice::new(d.as_str(), d.as_str()));
        let chosen = filter.department.clone().unwrap_or_default();
        filters = filters.select("department", v.t("ledger-department"), departments, chosen);
    }
    filters.html(v)
}

fn table(v: &View, lines: &[ItemLine], filter: &LedgerFilter, exports: impl Fn(UnitId) -> bool) -> Table {
    let columns = [
        Column::new(v.t("ledger-code")).heads_row().one_line(),
        Column::new(v.t("ledger-problem")).clipped(),
        Column::new(v.t("ledger-state")).one_line(),
        Column::new(v.t("ledger-due")).one_line().sort("due"),
        Column::new(v.t("ledger-responsible")).one_line(),
        Column::new(v.t("ledger-progress")).one_line(),
        Column::new(v.t("ledger-evidence")).one_line(),
        Column::new(v.t("ledger-kind")).one_line(),
        Column::new(v.t("ledger-origin")).one_line(),
    ];
    let mut rows = Vec::new();
    let mut group = String::new();
    let grouped = !filter.by_due();
    for line in lines {
        if grouped && line.unit != group {
            group.clone_from(&line.unit);
            let button = Button::link(v.t("ledger-export"), export_address(line.item.unit));
            let button = exports(line.item.unit).then(|| button.small().quiet().icon("save").about(&group));
            rows.push(Row::group(html! { (group) " " @if let Some(button) = button { (button) } }));
        }
        rows.push(row(v, line, !grouped));
    }
    let empty = if filter.slice == Some(Slice::Open) && filter.text.is_none() {
        Empty::new("ledger", v.t("ledger-empty"), v.t("ledger-empty-next"))
    } else {
        Empty::new("search", v.t("ledger-none-fits"), v.t("ledger-none-fits-next"))
    };
    let table = Table::new(v.t("ledger-title"), columns).rows(rows).empty(empty);
    if grouped { table } else { table.sorted(crate::components::Sorted::parse("due")) }
}

fn row(v: &View, line: &ItemLine, with_unit: bool) -> Row {
    let item = &line.item;
    let href = address(item.item.id);
    let title = html! {
        span {
            a.main-link href=(href) { (item.title) }
            small.muted { @if with_unit { (line.unit) " · " } (item.summary.first_measure) }
        }
    };
    Row::new([
        html! { a href=(href) { (item.code) } @if item.rebounds > 0 { " " (chip(crate::components::Tone::Late, &v.t("ledger-rebound"))) } },
        title,
        words::state(v, item),
        due_cell(v, line),
        responsible(v, line),
        progress(v, line),
        words::evidence(v, &item.summary),
        cell(v.say(&item.item.kind.label())),
        cell(v.say(&words::origin(&item.origin))),
    ])
}

fn due_cell(v: &View, line: &ItemLine) -> Markup {
    match (&line.item.state, line.item.summary.due) {
        (ItemState::Closed { on, .. }, _) => due_done(v, *on, &v.t("ledger-closed-on")),
        (_, Some(day)) => due(v, day),
        (_, None) => html! { span.muted { "—" } },
    }
}

fn responsible(v: &View, line: &ItemLine) -> Markup {
    let department = line.item.claim.as_ref().map(|claim| claim.department.as_str()).unwrap_or_default();
    html! {
        @match &line.leader {
            Some(leader) => {
                @if leader.holder.is_empty() { span.late { (v.t("ledger-post-vacant")) } } @else { (leader.holder) }
            }
            None => { span.muted { (v.t("ledger-unclaimed")) } }
        }
        @if !department.is_empty() { small.muted { (department) } }
    }
}

fn progress(v: &View, line: &ItemLine) -> Markup {
    let (done, all) = (line.item.summary.done, line.item.summary.measures);
    if all == 0 {
        return html! { span.muted { (v.t("ledger-no-measure")) } };
    }
    let words = Message::new("ledger-measures-done").with("done", done).with("all", all);
    let number = |n: usize| i64::try_from(n).unwrap_or(0);
    html! { (share_bar(number(done), number(all))) small.muted { (v.say(&words)) } }
}

async fn export(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    let id = |name: &str| reader.view.address.get(name).and_then(|id| id.parse::<uuid::Uuid>().ok());
    let unit = id("unit").map(UnitId).ok_or(Error::NotFound)?;
    let engagement = id("engagement").map(kernel::EngagementId);
    let file = web.app().export_ledger(&reader.ctx, unit, engagement).await?;
    Ok(attachment(&file.name, XLSX, file.bytes)?)
}
