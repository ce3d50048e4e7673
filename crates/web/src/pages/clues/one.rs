//! One clue: closed until somebody opens it for a reason; its subjects without names, their routes, its hand-overs, and
//! the next step for whoever reads.

use super::steps::{next, withdraw_panel};
use super::{address, body, files, said, words};
use crate::components::{
    Button, Choice, Cols, Column, Crumb, Form, FormState, Help, Note, Page, Panel, Row, Sealed, Step, Table,
    Tone, cell, chip, cols, due, facts, stack, stamp, steps,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::clue::{CluePage, OpenedClue, Proposal};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use domain::clue::{Clue, Disposition, Kept, Managed, Standing, Transfer};
use domain::permission::Action;
use kernel::id::ClueId;
use kernel::{Day, Message};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/clues/{clue}", Needs::Right(Action::ClueView), show)
}

async fn show(State(web): State<Web>, Path(id): Path<ClueId>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, &reader.ctx, &reader.view, id, &Forms::default()).await?)
}

/// The page's form that came back, and what was opened.
#[derive(Default)]
pub(super) struct Forms {
    /// Which form.
    pub(super) which: &'static str,
    /// Its state.
    pub(super) state: FormState,
    /// What was opened.
    pub(super) opened: Option<OpenedClue>,
}

impl Forms {
    /// The state of a form: as it came back, or empty. Every form of the page has ids of its own.
    pub(super) fn of(&self, which: &'static str) -> FormState {
        let state = if self.which == which { self.state.clone() } else { FormState::new() };
        state.prefix(which)
    }

    pub(super) fn is(&self, which: &str) -> bool {
        self.which == which
    }
}

pub(super) async fn page(web: &Web, ctx: &Ctx, v: &View, id: ClueId, forms: &Forms) -> Result<Html, Error> {
    let found = web.app().clue(ctx, id).await?;
    let clue = &found.clue;
    let left = stack([
        html! { (sealed_panel(v, &found, forms)) },
        files::panel(v, &found, forms),
        html! { (subjects_panel(v, &found, forms)) },
        html! { (transfers_panel(v, &found, forms)) },
        html! { @if can_revise(&found) { (revise_panel(v, &found, forms)) } },
    ]);
    let right =
        stack([next(v, &found, forms), html! { (facts_panel(v, &found)) }, withdraw_panel(v, &found, forms)]);
    let standing = clue.standing();
    let team = found.sight.team;
    let crumbs = if team {
        let engagement = clue.engagement;
        vec![
            Crumb::new(found.unit.clone(), format!("/engagements/{engagement}")),
            Crumb::new(v.t("clue-team-title"), format!("/engagements/{engagement}/clues")),
        ]
    } else {
        vec![Crumb::new(v.t("clue-title"), "/clues")]
    };
    let stages: Vec<Step> = words::steps(v, clue);
    let page = Page::new(clue.number.clone())
        .stamp(stamp(&v.t("clue-stamp")))
        .mark(chip(words::tone(standing), &v.say(&standing.label())))
        .lead(found.unit.clone())
        .crumbs(crumbs)
        .help(Help::new(v.t("clue-one-help-what"), v.t("clue-one-help-next")));
    Ok(page.html(
        v,
        html! {
            @if let Some(reason) = &clue.sent_back { (Note::new(Tone::Warn, reason).lead(v.t("clue-sent-back"))) }
            @if let Some(gone) = &clue.withdrawn { (Note::new(Tone::Warn, &gone.reason).lead(said(v, "clue-withdrawn-on", "day", gone.on))) }
            (steps(v, &v.t("clue-steps"), &stages))
            (cols(Cols::ThreeOne, [left, right]))
        },
    ))
}

/// The team has it, and its body may be corrected: once opened, or where a stub stands for it.
fn can_revise(found: &CluePage) -> bool {
    let clue = &found.clue;
    found.sight.team && clue.passed.is_none() && clue.withdrawn.is_none()
}

fn sealed_panel(v: &View, found: &CluePage, forms: &Forms) -> Panel {
    let clue = &found.clue;
    let panel = Panel::new(v.t("clue-body"));
    let state = forms.of("open");
    let ask = Form::post(format!("{}/open", address(clue.id)), &state)
        .body(state.text("reason", v.t("clue-open-reason")).longest(200).wide().html(v))
        .button(Button::submit(v.t("clue-open")).icon("unlock"))
        .note(v.t("clue-open-note"));
    match (&forms.opened, &clue.kept) {
        (Some(opened), _) => {
            let until = said(v, "clue-open-until", "when", v.datetime(opened.closes));
            let close = Button::link(v.t("clue-close"), address(clue.id));
            panel.body(html! { (Sealed::open(opened_body(v, found, opened), until).action(close)) })
        }
        (None, Kept::Sealed { .. }) => panel.body(html! {
            (Sealed::closed(v.t("clue-sealed"), v.t("clue-sealed-how")))
            (ask.html(v))
        }),
        (None, Kept::Elsewhere { stub }) => panel.body(facts([
            (v.t("clue-stub-mark"), html! { (stub.mark) }),
            (v.t("clue-stub-basis"), html! { (stub.basis) }),
            (v.t("clue-stub-by"), html! { (stub.classified_by) }),
            (v.t("clue-stub-keeper"), html! { (stub.keeper) }),
            (v.t("clue-stub-copies"), html! { (stub.copies) }),
        ])),
    }
}

fn opened_body(v: &View, found: &CluePage, opened: &OpenedClue) -> Markup {
    html! {
        ol { @for subject in &opened.subjects { li {
            b { (subject.name) } " " (subject.post) " · " (words::managed(v, &found.rules, &subject.managed))
        } } }
        @for line in opened.summary.lines() { p { (line) } }
    }
}

/// The name of a subject on the closed page.
pub(super) fn subject_name(v: &View, key: Option<u16>) -> String {
    key.map_or_else(|| v.t("clue-no-subject"), |key| said(v, "clue-subject-n", "n", u32::from(key)))
}

fn managed_of(clue: &Clue, key: Option<u16>) -> Option<&Managed> {
    clue.subjects.iter().find(|s| Some(s.key) == key).map(|s| &s.managed)
}

/// Whoever has the clue now may choose: the team before it is passed, the office until it is approved.
pub(super) fn may_route(found: &CluePage) -> bool {
    let clue = &found.clue;
    let open = clue.withdrawn.is_none() && clue.closed.is_none();
    open && if clue.passed.is_some() { found.sight.office } else { found.sight.team }
}

fn subjects_panel(v: &View, found: &CluePage, forms: &Forms) -> Panel {
    let clue = &found.clue;
    let rows = found.proposals.iter().map(|proposal| {
        let chosen = clue.disposition(proposal.key);
        let managed = managed_of(clue, proposal.key).map(|m| words::managed(v, &found.rules, m));
        Row::new([
            cell(subject_name(v, proposal.key)),
            cell(managed.unwrap_or_else(|| "—".to_owned())),
            proposed(v, proposal),
            chosen.map(|d| route(v, d)).unwrap_or_default(),
        ])
    });
    let columns = [
        Column::new(v.t("clue-subject")).heads_row().one_line(),
        Column::new(v.t("clue-subject-level")).one_line(),
        Column::new(v.t("clue-route-proposed")),
        Column::new(v.t("clue-route-chosen")),
    ];
    let table = Table::new(v.t("clue-subjects"), columns).rows(rows).stacks();
    let panel = Panel::new(v.t("clue-subjects")).note(v.t("clue-subjects-note")).flush(table.html(v));
    if !may_route(found) {
        return panel;
    }
    let foot = html! { (levels_forms(v, found, forms)) (route_form(v, found, forms)) };
    if foot.0.trim().is_empty() { panel } else { panel.foot(foot) }
}

fn proposed(v: &View, proposal: &Proposal) -> Markup {
    match &proposal.route {
        Ok(route) => html! {
            b { (route.name) } " " small.muted { (words::earliest(v, route.earliest)) }
            ul { @for why in &route.why { li { (v.say(why)) } } }
        },
        Err(refusal) => html! { (v.say(&refusal.0)) },
    }
}

fn route(v: &View, disposition: &Disposition) -> Markup {
    let standing = disposition.standing();
    html! {
        b { (disposition.route.name) } " " (chip(words::tone(standing), &v.say(&standing.label())))
        @if let Some(why) = &disposition.instead { p.muted { (v.t("clue-route-instead")) (why) } }
    }
}

/// Levels that must be asked, each with its form.
fn levels_forms(v: &View, found: &CluePage, forms: &Forms) -> Markup {
    let unknown = found.clue.subjects.iter().filter(|s| s.managed == Managed::Unknown);
    let state = forms.of("level");
    html! { @for subject in unknown {
        (Form::post(format!("{}/level", address(found.clue.id)), &state)
            .hidden("engagement", found.clue.engagement.to_string())
            .hidden("key", subject.key.to_string())
            .body(state.text("level", said(v, "clue-level-of", "n", u32::from(subject.key))).select(words::levels(v, &found.rules)).wide().html(v))
            .button(Button::submit(v.t("clue-level-save")))
            .html(v))
    } }
}

/// Confirming what is proposed, or choosing otherwise with a reason.
fn route_form(v: &View, found: &CluePage, forms: &Forms) -> Markup {
    let clue = &found.clue;
    let waiting =
        |p: &&Proposal| p.route.is_ok() && clue.disposition(p.key).is_none_or(|d| d.approval.is_none());
    let open: Vec<&Proposal> = found.proposals.iter().filter(waiting).collect();
    if open.is_empty() {
        return Markup::default();
    }
    let state = forms.of("route");
    let field = |key: Option<u16>| key.map_or_else(|| "0".to_owned(), |key| key.to_string());
    let choices = |proposal: &Proposal| {
        let own = proposal.route.as_ref().map(|r| r.receiver.0.clone()).unwrap_or_default();
        let first = Choice::new("", v.t("clue-route-as-proposed"));
        let others = words::receivers_of(v, found).into_iter().filter(move |c| c.value != own);
        std::iter::once(first).chain(others).collect::<Vec<_>>()
    };
    let form = Form::post(format!("{}/route", address(clue.id)), &state)
        .hidden("engagement", clue.engagement.to_string())
        .hidden("version", clue.version.to_string())
        .body(html! { @for proposal in &open {
            @let n = field(proposal.key);
            input type="hidden" name="key" value=(n);
            (state.text(format!("receiver-{n}"), format!("{} · {}", subject_name(v, proposal.key), v.t("clue-receiver"))).select(choices(proposal)).optional().html(v))
            (state.text(format!("reason-{n}"), v.t("clue-route-reason")).optional().longest(200).html(v))
        } })
        .button(Button::submit(v.t("clue-route-do")).icon("check"))
        .note(v.t("clue-route-note"));
    html! { details open[forms.is("route") || clue.standing() <= Standing::Filed] { summary { (v.t("clue-route-open")) } (form.html(v)) } }
}

fn transfers_panel(v: &View, found: &CluePage, forms: &Forms) -> Markup {
    if found.transfers.is_empty() {
        return Markup::default();
    }
    html! { @for (transfer, day) in &found.transfers { (transfer_panel(v, found, (transfer, *day), forms)) } }
}

fn transfer_panel(
    v: &View,
    found: &CluePage,
    (transfer, day): (&Transfer, Option<Day>),
    forms: &Forms,
) -> Panel {
    let text = |id: &str, value: String| (v.t(id), html! { (value) });
    let mut pairs = vec![
        text("clue-receiver", transfer.name.clone()),
        text("clue-letter", transfer.letter.clone()),
        text("clue-letter-seal", transfer.seal.clone()),
        text("clue-sheet-on", v.day(transfer.on)),
        text("clue-two-people", format!("{} · {}", transfer.by.1, transfer.with.1)),
    ];
    if let Some(package) = &transfer.package {
        pairs.push((v.t("clue-sheet-digest"), html! { code { (short(&package.digest)) } }));
    }
    if let Some(receipt) = &transfer.receipt {
        pairs.push(text("clue-receipt", format!("{} · {}", receipt.by, v.day(receipt.on))));
        if !receipt.seal_whole {
            pairs.push((v.t("clue-sheet-seal-whole"), chip(Tone::Late, &v.t("clue-seal-broken"))));
        }
    }
    if let Some(outcome) = &transfer.outcome {
        let name = words::outcome(v, &found.rules.routing, &outcome.kind);
        pairs.push(text("clue-outcome", format!("{name} · {}", v.day(outcome.on))));
    }
    if let Some(day) = day {
        pairs.push((v.t("clue-due"), due(v, day)));
    }
    if let Some(last) = transfer.reminders.last() {
        let count =
            Message::new("clue-reminded-times").with("count", transfer.reminders.len()).with("on", last.on);
        pairs.push(text("clue-reminders", v.say(&count)));
    }
    let title = format!("{} · {}", v.t("clue-hand-over-title"), subject_name(v, transfer.key));
    let panel = Panel::new(title).note(v.say(&transfer.label())).body(facts(pairs));
    if !found.sight.office {
        return panel;
    }
    let sheet =
        Button::link(v.t("clue-sheet"), format!("/transfers/{}/sheet", transfer.id)).small().icon("print");
    panel.actions(html! { (sheet) }).foot(keeper_forms(v, found, transfer, forms))
}

/// The first characters of a digest: enough to compare by eye.
fn short(digest: &str) -> String {
    digest.chars().take(16).collect()
}

/// What the office may note of a hand-over that its receiver answers on paper, and the reminder.
fn keeper_forms(v: &View, found: &CluePage, transfer: &Transfer, forms: &Forms) -> Markup {
    let back = found.clue.id.to_string();
    let remind = Form::post("/clues/remind", &FormState::new())
        .hidden("transfer", transfer.id.to_string())
        .hidden("back", back)
        .button(Button::submit(v.t("clue-remind")).icon("bell").small())
        .html(v);
    if transfer.receipt.is_none() {
        let state = forms.of("receipt");
        let whole =
            [Choice::new("yes", v.t("clue-seal-is-whole")), Choice::new("no", v.t("clue-seal-broken"))];
        let form = Form::post(format!("/transfers/{}/receipt", transfer.id), &state)
            .body(html! {
                (state.text("by", v.t("clue-receipt-by")).longest(60).html(v))
                (state.text("on", v.t("clue-receipt-on")).date().html(v))
                (state.text("seal", v.t("clue-sheet-seal-whole")).segment(whole).html(v))
            })
            .button(Button::submit(v.t("clue-receipt-note")));
        return html! { (remind) details open[forms.is("receipt")] { summary { (v.t("clue-receipt-open")) } (form.html(v)) } };
    }
    if transfer.outcome.is_some() {
        return Markup::default();
    }
    let state = forms.of("outcome");
    let form = Form::post(format!("/transfers/{}/outcome", transfer.id), &state)
        .body(html! {
            (state.text("kind", v.t("clue-outcome")).select(words::outcomes(v, &found.rules.routing)).html(v))
            (state.text("on", v.t("clue-outcome-on")).date().html(v))
        })
        .button(Button::submit(v.t("clue-outcome-note")));
    html! { (remind) details open[forms.is("outcome")] { summary { (v.t("clue-outcome-open")) } (form.html(v)) } }
}

fn revise_panel(v: &View, found: &CluePage, forms: &Forms) -> Markup {
    let clue = &found.clue;
    let stored =
        forms.opened.as_ref().map(|opened| body::stored(clue, opened)).or_else(|| body::stored_stub(clue));
    let typed = forms.is("revise").then(|| forms.state.clone());
    let Some(state) = typed.or(stored) else { return Markup::default() };
    let state = state.prefix("revise");
    let form = Form::post(format!("{}/revise", address(clue.id)), &state)
        .hidden("engagement", clue.engagement.to_string())
        .hidden("version", clue.version.to_string())
        .body(body::fields(v, &found.rules, &state))
        .button(Button::submit(v.t("clue-revise")).icon("lock"))
        .note(v.t("clue-revise-note"));
    html! { (Panel::new(v.t("clue-revise")).body(html! {
        details open[forms.is("revise")] { summary { (v.t("clue-revise-open")) } (form.html(v)) }
    })) }
}

fn facts_panel(v: &View, found: &CluePage) -> Panel {
    let clue = &found.clue;
    let rules = &found.rules;
    let nature = rules.routing.natures.iter().find(|(code, ..)| *code == clue.nature);
    let nature = nature.map(|(_, name, _)| name.get(v.lang).to_owned()).unwrap_or_default();
    let discipline = clue.discipline.as_ref().and_then(|code| {
        rules
            .petitions
            .disciplines
            .iter()
            .find(|(known, _)| known == code)
            .map(|(_, name)| name.get(v.lang).to_owned())
    });
    let separator = v.t("common-list-separator");
    let sources: Vec<&str> =
        clue.sources.iter().map(|s| s.number.as_str()).filter(|n| !n.is_empty()).collect();
    let text = |id: &str, value: String| (v.t(id), html! { (value) });
    let mut pairs = vec![
        text("clue-nature", nature),
        text("clue-discipline", discipline.unwrap_or_else(|| "—".to_owned())),
        text("clue-grade", clue.grade.map(|g| v.say(&g.label())).unwrap_or_else(|| "—".to_owned())),
        text("clue-persons", clue.subjects.len().to_string()),
        text("clue-drafted-on", v.day(clue.on)),
    ];
    // The records behind it are the team's.
    if found.sight.team {
        let listed = |all: String| if all.is_empty() { "—".to_owned() } else { all };
        pairs.push(text("clue-sources", listed(sources.join(&separator))));
        pairs.push(text("clue-methods", listed(clue.methods.join(&separator))));
    }
    if let Some(passed) = clue.passed {
        pairs.push(text("clue-passed-on", v.day(passed.on)));
    }
    if let Some(filing) = clue.filing {
        pairs.push(text("clue-filed-on", v.day(filing.on)));
    }
    for decided in &found.decisions {
        let answer = if decided.approved { "decision-approved" } else { "decision-refused" };
        let how = decided.remark().map(|remark| v.say(&remark)).unwrap_or_default();
        pairs.push(text("clue-approve", format!("{} · {} {how}", v.t(answer), v.day(decided.decided_on))));
    }
    Panel::new(v.t("clue-facts")).body(facts(pairs))
}
