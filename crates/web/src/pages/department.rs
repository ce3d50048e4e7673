//! The home of whoever receives (D4, G1): what was handed to a department or a unit's own discipline body, over clues,
//! matters and extracts of petitions, by what it owes and what of that is late; each figure opens its list. And the page
//! of one extract.
//!
//! Everything is read as what the reader received; nothing of others is counted or named.

use crate::components::{
    Button, Cols, Column, Crumb, Empty, Form, FormState, Help, Page, Pager, Panel, Row, Stat, Tab, Table,
    Tone, cell, chip, cols, due, facts, page_request, segment, stack, stats, step,
};
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::department::{Count, HandedFilter, HandedLine, Owed, What};
use app::petition::{AnswerReferral, SignReferral};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::permission::{Action, Scope};
use kernel::{FieldError, Message, RecordId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let (receive, matters) = (Needs::Right(Action::ClueReceive), Needs::Right(Action::MatterReceive));
    routes
        .get("/department", receive, home)
        .get("/received-referrals/{referral}", matters, show)
        .post("/received-referrals/{referral}/receipt", matters, sign)
        .post("/received-referrals/{referral}/outcome", matters, report)
}

/// A kind in words.
fn named(v: &View, what: What) -> String {
    v.t(match what {
        What::Clue => "department-clue",
        What::Matter => "department-matter",
        What::Referral => "department-referral",
    })
}

/// What is owed, in words.
fn owed(v: &View, owed: Owed) -> String {
    v.t(match owed {
        Owed::Receipt => "department-owes-receipt",
        Owed::Outcome => "department-owes-outcome",
        Owed::Nothing => "department-answered",
    })
}

/// What the address asks for.
struct Asked {
    what: Option<What>,
    owed: Option<Owed>,
    late: bool,
}

impl Asked {
    fn read(v: &View) -> Self {
        let get = |name: &str| v.address.get(name).unwrap_or_default();
        Self {
            what: What::from_code(get("what")),
            owed: Owed::from_code(get("owed")),
            late: get("late") == "1",
        }
    }

    /// Without anything asked for, what is still owed.
    fn filter(&self, v: &View) -> HandedFilter {
        HandedFilter {
            what: self.what,
            owed: self.owed,
            open: self.owed.is_none(),
            late: self.late.then(|| v.today()),
        }
    }
}

async fn home(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (ctx, v) = (&reader.ctx, &reader.view);
    let asked = Asked::read(v);
    let counts = web.app().handed_figures(ctx).await?;
    let found = web.app().handed(ctx, &asked.filter(v), &page_request(v)).await?;
    let sum = |fits: &dyn Fn(&Count) -> bool| counts.iter().filter(|c| fits(c)).map(|c| c.count).sum::<i64>();
    let open = sum(&|c| c.owed != Owed::Nothing);
    let late = sum(&|c| c.late && c.owed != Owed::Nothing);
    let empty = if counts.is_empty() {
        Empty::new("send", v.t("department-none"), v.t("department-none-next"))
    } else {
        Empty::new("check", v.t("department-empty"), v.t("department-empty-next"))
    };
    let table = table(v, &found.items).empty(empty);
    let body = html! { (table.html(v)) (Pager::keyset(found.next.as_ref()).html(v)) };
    let title = match (asked.late, asked.owed) {
        (true, _) => v.t("department-late"),
        (false, Some(one)) => owed(v, one),
        (false, None) => v.t("department-open"),
    };
    let receiver = found.items.first().map(|line| line.receiver.clone());
    let lead = Message::new("department-lead").with("open", open).with("late", late);
    let lead = match receiver {
        Some(name) => format!("{name} · {}", v.say(&lead)),
        None => v.say(&lead),
    };
    let tabs = kinds(ctx, v, &counts, &asked);
    let page = Page::new(v.t("department-title"))
        .lead(lead)
        .help(Help::new(v.t("department-help-what"), v.t("department-help-next")));
    let page = if tabs.len() > 2 { page.control(segment(&v.t("department-kinds"), &tabs)) } else { page };
    Ok(page.html(v, html! { (stats(&figures(v, &counts))) (Panel::new(title).flush(body)) }))
}

/// What is owed and what is late; each opens its list.
fn figures(v: &View, counts: &[Count]) -> Vec<Stat> {
    let sum = |fits: &dyn Fn(&Count) -> bool| counts.iter().filter(|c| fits(c)).map(|c| c.count).sum::<i64>();
    let late = sum(&|c| c.late && c.owed != Owed::Nothing);
    let stat = Stat::new(v.t("department-late"), v.count(late)).href("/department?late=1");
    let late = if late > 0 { stat.late() } else { stat };
    let of = |one: Owed| {
        let href = format!("/department?owed={}", one.code());
        Stat::new(owed(v, one), v.count(sum(&|c| c.owed == one))).href(href)
    };
    std::iter::once(late).chain(Owed::ALL.into_iter().map(of)).collect()
}

/// One view for each kind the reader may receive.
fn kinds(ctx: &Ctx, v: &View, counts: &[Count], asked: &Asked) -> Vec<Tab> {
    let rest = |address: String| match (asked.owed, asked.late) {
        (_, true) => format!("{address}&late=1"),
        (Some(one), false) => format!("{address}&owed={}", one.code()),
        (None, false) => address,
    };
    let fits = |c: &Count| match (asked.owed, asked.late) {
        (_, true) => c.late && c.owed != Owed::Nothing,
        (Some(one), false) => c.owed == one,
        (None, false) => c.owed != Owed::Nothing,
    };
    let sum = |what: Option<What>| {
        let own = counts.iter().filter(|c| fits(c) && what.is_none_or(|what| c.what == what));
        v.count(own.map(|c| c.count).sum::<i64>())
    };
    let all = Tab::new(v.t("common-all"), rest("/department?what=all".to_owned()), asked.what.is_none());
    let matters = ctx.may(Action::MatterReceive, Scope::Global);
    let own = What::ALL.into_iter().filter(|what| *what == What::Clue || matters).map(|what| {
        let href = rest(format!("/department?what={}", what.code()));
        Tab::new(named(v, what), href, asked.what == Some(what)).count(sum(Some(what)))
    });
    std::iter::once(all.count(sum(None))).chain(own).collect()
}

fn address(line: &HandedLine) -> String {
    let folder = match line.handed.what {
        What::Clue => "received",
        What::Matter => "received-matters",
        What::Referral => "received-referrals",
    };
    format!("/{folder}/{}", line.handed.id.0)
}

fn table(v: &View, lines: &[HandedLine]) -> Table {
    let columns = [
        Column::new(v.t("clue-number")).heads_row().one_line(),
        Column::new(v.t("department-kind")).one_line(),
        Column::new(v.t("matter-text")).clipped(),
        Column::new(v.t("clue-sheet-on")).one_line(),
        Column::new(v.t("department-owed")).one_line(),
        Column::new(v.t("clue-due")).one_line(),
    ];
    let rows = lines.iter().map(|line| {
        let about = if line.about.is_empty() { v.t("department-sealed") } else { line.about.clone() };
        let tone = if line.handed.owed == Owed::Nothing { Tone::Ok } else { Tone::Info };
        Row::new([
            html! { a.main-link href=(address(line)) { (line.number) } },
            cell(named(v, line.handed.what)),
            html! { span { (about) } },
            cell(v.day(line.handed.on)),
            chip(tone, &owed(v, line.handed.owed)),
            line.handed.due.map(|day| due(v, day)).unwrap_or_default(),
        ])
    });
    Table::new(v.t("department-title"), columns).rows(rows).stacks()
}

async fn show(State(web): State<Web>, Path(id): Path<uuid::Uuid>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, (&reader.ctx, &reader.view), RecordId(id), &FormState::new()).await?)
}

async fn page(web: &Web, (ctx, v): (&Ctx, &View), id: RecordId, state: &FormState) -> Result<Html, Error> {
    let found = web.app().received_referral(ctx, id).await?;
    let slip = &found.slip;
    let href = format!("/received-referrals/{}", id.0);
    let next = match (&slip.receipt, &slip.outcome) {
        (None, None) => {
            let button = Button::submit(v.t("received-sign")).primary().icon("stamp");
            html! { (Panel::new(v.t("received-sign")).body(step(v, &format!("{href}/receipt"), button))) }
        }
        (Some(_), None) => {
            let form = Form::post(format!("{href}/outcome"), state)
                .body(state.text("result", v.t("matter-result")).area(3).longest(2000).html(v))
                .button(Button::submit(v.t("received-report")).primary());
            html! { (Panel::new(v.t("received-report")).body(form.html(v))) }
        }
        _ => Markup::default(),
    };
    let text = |id: &str, value: String| (v.t(id), html! { (value) });
    let mut pairs = vec![text("clue-sheet-on", v.day(slip.on)), text("clue-receiver", slip.name.clone())];
    if let Some(day) = found.due {
        pairs.push((v.t("clue-due"), due(v, day)));
    }
    if let Some(receipt) = &slip.receipt {
        pairs.push(text("clue-receipt", format!("{} · {}", receipt.by, v.day(receipt.on))));
    }
    if let Some(outcome) = &slip.outcome {
        pairs.push(text("clue-outcome", format!("{} · {}", outcome.result, v.day(outcome.on))));
    }
    let extract = html! { @for line in slip.extract.lines() { p { (line) } } };
    let left = stack([
        html! { (Panel::new(v.t("department-extract")).note(v.t("department-extract-note")).body(extract)) },
    ]);
    let right = stack([next, html! { (Panel::new(v.t("clue-facts")).body(facts(pairs))) }]);
    let tone = if slip.outcome.is_some() { Tone::Ok } else { Tone::Info };
    Ok(Page::new(slip.number.clone())
        .mark(chip(tone, &v.say(&slip.label())))
        .lead(v.t("department-referral"))
        .crumbs([Crumb::new(v.t("department-title"), "/department")])
        .help(Help::new(v.t("department-referral-help-what"), v.t("department-referral-help-next")))
        .html(v, cols(Cols::TwoOne, [left, right])))
}

async fn sign(State(web): State<Web>, Path(id): Path<uuid::Uuid>, posted: Posted) -> Answer<Response> {
    web.app().perform(&posted.ctx, &SignReferral { referral: RecordId(id) }).await?;
    Ok(done(&format!("/received-referrals/{id}"), "clue-receipt-done"))
}

async fn report(State(web): State<Web>, Path(id): Path<uuid::Uuid>, posted: Posted) -> Answer<Response> {
    let act = AnswerReferral { referral: RecordId(id), result: posted.value("result").to_owned() };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&format!("/received-referrals/{id}"), "clue-outcome-done")),
        Err(error) => {
            let errors = match error {
                Error::Invalid(errors) => errors,
                Error::Refused(refusal) => vec![FieldError::new("", refusal.0)],
                other => return Err(other.into()),
            };
            let state = posted.state(errors);
            let page = page(&web, (&posted.ctx, &posted.view), RecordId(id), &state).await?;
            Ok(unprocessable(page).into_response())
        }
    }
}
