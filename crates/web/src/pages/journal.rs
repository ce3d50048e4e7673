//! The journal: who did what, when, why; and verifying that nothing was altered.

use crate::components::{
    Button, Choice, Column, Crumb, Empty, Filters, Help, Note, Page, Pager, Panel, Row, Table, Tone, cell,
    facts, page_request, stack, step,
};
use crate::request::{Answer, Posted, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::{Envelope, JournalFilter};
use axum::extract::{Path, State};
use domain::permission::Action;
use kernel::{ActId, Message, Timestamp};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/journal", Needs::Right(Action::JournalView), list)
        .get("/journal/{act}", Needs::Right(Action::JournalView), entry)
        .post("/journal/verify", Needs::Right(Action::JournalVerify), verify)
}

async fn list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let action = v.address.get("action").unwrap_or_default();
    let filter = JournalFilter {
        action: (!action.is_empty()).then(|| action.to_owned()),
        subject: v.address.get("subject").and_then(|s| s.parse().ok()),
        ..JournalFilter::default()
    };
    let found = web.app().journal(&reader.ctx, &filter, &page_request(v)).await?;
    let columns = ["journal-when", "journal-who", "journal-what", "journal-subject", "journal-reason"]
        .map(|id| Column::new(v.t(id)));
    let table = Table::new(v.t("journal-title"), columns)
        .stacks()
        .rows(found.items.iter().map(|e| row(v, e)))
        .empty(Empty::new("shield", v.t("journal-empty"), v.t("journal-empty-next")));
    let panel = Panel::new(v.t("journal-heading"))
        .flush(html! {
            (Filters::new("/journal").select("action", v.t("journal-what"), actions(v), action).html(v))
            (table.html(v))
            (Pager::keyset(found.next.as_ref()).html(v))
        })
        .fill();
    let check = step(v, "/journal/verify", Button::submit(v.t("journal-verify")).icon("shield"));
    Ok(Page::new(v.t("journal-title"))
        .lead(v.t("journal-lead"))
        .control(check)
        .help(Help::new(v.t("journal-help-what"), v.t("journal-help-next")))
        .html(v, html! { (panel) }))
}

/// What the journal can be narrowed to: everything by an empty value, then each kind of act.
fn actions(v: &View) -> Vec<Choice> {
    let act = |code: &&str| Choice::new(*code, v.t(&format!("act-{code}")));
    std::iter::once(Choice::new("", v.t("journal-all-acts"))).chain(app::ACTS.iter().map(act)).collect()
}

fn row(v: &View, e: &Envelope) -> Row {
    let who = match e.actor {
        Some(_) => html! { (e.actor_name) @if let Some(role) = role(v, e) { small.muted { " " (role) } } },
        None => html! { (v.t("journal-program")) },
    };
    let what = html! { a href={ "/journal/" (e.act) } { (v.t(&format!("act-{}", e.action))) } };
    Row::new([
        cell(v.datetime(Timestamp(e.at))),
        cell(who),
        cell(what),
        cell(&e.subject_label),
        cell(e.reason.as_deref().unwrap_or_default()),
    ])
}

/// The chains that are no engagement's have names.
fn chain_name(v: &View, chain: &str) -> String {
    match chain {
        "instance" => v.t("journal-chain-instance"),
        "trace" => v.t("journal-chain-trace"),
        other => other.to_owned(),
    }
}

fn role(v: &View, e: &Envelope) -> Option<String> {
    domain::permission::Role::from_code(&e.role).map(|r| v.t(r.message_id()))
}

async fn entry(State(web): State<Web>, Path(act): Path<ActId>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let e = web.app().journal_entry(&reader.ctx, act).await?;
    let pairs: Vec<(String, Markup)> = vec![
        (v.t("journal-when"), html! { (v.datetime(Timestamp(e.at))) }),
        (v.t("journal-who"), html! { (e.actor_name) }),
        (v.t("journal-role"), html! { (role(v, &e).unwrap_or_default()) }),
        (v.t("journal-what"), html! { (v.t(&format!("act-{}", e.action))) }),
        (v.t("journal-channel"), html! { (v.t(&format!("channel-{}", e.channel))) }),
        (v.t("journal-subject"), html! { (e.subject_label) }),
        (
            v.t("journal-reason"),
            html! { @match &e.reason { Some(why) => (why), None => span.muted { (v.t("journal-none")) } } },
        ),
        (v.t("journal-records"), html! { (v.count(e.states)) }),
        (v.t("journal-number"), html! { (chain_name(v, &e.chain)) " · " (v.count(e.seq)) }),
        (v.t("journal-act"), html! { code { (e.act) } }),
    ];
    let same = format!("/journal?subject={}", e.subject_id);
    let panel = Panel::new(v.t("journal-entry"))
        .body(facts(pairs))
        .foot(html! { a href=(same) { (v.t("journal-same-subject")) } });
    Ok(Page::new(v.t("journal-entry"))
        .crumbs([Crumb::new(v.t("journal-title"), "/journal")])
        .help(Help::new(v.t("journal-help-what"), v.t("journal-help-next")))
        .html(v, html! { (panel) }))
}

async fn verify(State(web): State<Web>, posted: Posted) -> Answer<Html> {
    let v = &posted.view;
    let report = web.app().verify(&posted.ctx).await?;
    let said = Message::new("journal-verified")
        .with("entries", report.entries)
        .with("records", report.records)
        .with("sealed", report.sealed);
    let verdict = if report.faults.is_empty() {
        Note::new(Tone::Ok, v.say(&said)).lead(v.t("journal-unaltered"))
    } else {
        let found = Message::new("journal-faults").with("count", report.faults.len());
        Note::new(Tone::Late, v.say(&said)).lead(v.say(&found))
    };
    let heads = Table::new(
        v.t("journal-heads"),
        ["journal-chain", "journal-length", "journal-head-code"].map(|id| Column::new(v.t(id))),
    )
    .rows(report.heads.iter().map(|(chain, (length, code))| {
        Row::new([cell(chain_name(v, chain)), cell(v.count(*length)), cell(html! { code { (code) } })])
    }));
    let faults = Table::new(
        v.t("journal-fault-list"),
        ["journal-fault", "journal-fault-place", "journal-fault-row"].map(|id| Column::new(v.t(id))),
    )
    .rows(
        report
            .faults
            .iter()
            .map(|f| Row::new([cell(v.t(&format!("fault-{}", f.fault))), cell(&f.place), cell(&f.row)])),
    );
    let parts = [
        html! { (verdict) },
        html! { @if !report.faults.is_empty() { (Panel::new(v.t("journal-fault-list")).flush(faults.html(v))) } },
        html! { (Panel::new(v.t("journal-heads")).note(v.t("journal-heads-note")).flush(heads.html(v))) },
    ];
    Ok(Page::new(v.t("journal-verify-title"))
        .crumbs([Crumb::new(v.t("journal-title"), "/journal")])
        .help(Help::new(v.t("journal-verify-help-what"), v.t("journal-verify-help-next")))
        .html(v, stack(parts)))
}
