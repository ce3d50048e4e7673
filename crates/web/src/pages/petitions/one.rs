//! One petition: what it says, where it stands, what is next, and all that surrounds it. Who wrote it stays hatched until
//! someone who may opens it for a reason.

use super::{address, incident, next, paper, talk, words};
use crate::components::{
    Button, Cols, Crumb, Event, Form, FormState, Help, Item, Note, Page, Panel, Sealed, Step, StepState,
    Tone, chip, cols, due, facts, list, stack, steps, timeline,
};
use crate::request::{Answer, Posted, Reader, unprocessable};
use crate::routes::{Needs, Routes};
use crate::view::Address;
use crate::{Html, View, Web};
use app::petition::{OpenedIdentity, PetitionPage, Related};
use app::thread::{ClueBeside, Reached};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::permission::{Action, Scope};
use domain::petition::Standing;
use kernel::{Day, Message, PetitionId, UserId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/petitions/{petition}", Needs::Right(Action::PetitionView), show).post(
        "/petitions/{petition}/open",
        Needs::Right(Action::PetitionIdentity),
        open,
    )
}

/// A form of the page as it comes back, and the identity once it is open.
#[derive(Default)]
pub(super) struct Forms {
    typed: Option<(&'static str, FormState)>,
    opened: Option<OpenedIdentity>,
}

impl Forms {
    /// One form came back.
    pub(super) fn back(step: &'static str, state: FormState) -> Self {
        Self { typed: Some((step, state.prefix(step))), opened: None }
    }

    /// Whether this form came back.
    pub(super) fn is(&self, step: &str) -> bool {
        self.typed.as_ref().is_some_and(|(typed, _)| *typed == step)
    }

    /// A form as it was typed; empty, or as it begins, when it is another that came back.
    pub(super) fn state(&self, step: &'static str, begins: FormState) -> FormState {
        match &self.typed {
            Some((typed, state)) if *typed == step => state.clone(),
            _ => begins.prefix(step),
        }
    }
}

async fn show(State(web): State<Web>, Path(id): Path<PetitionId>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, &reader.ctx, &reader.view, id, &Forms::default()).await?)
}

/// Opens who wrote it; the browser closes the page by itself, also without script.
async fn open(State(web): State<Web>, Path(id): Path<PetitionId>, posted: Posted) -> Answer<Response> {
    match web.app().open_identity(&posted.ctx, id, posted.value("reason")).await {
        Ok(opened) => {
            let forms = Forms { opened: Some(opened), ..Forms::default() };
            let shown = page(&web, &posted.ctx, &posted.view, id, &forms).await?;
            let mut response = shown.into_response();
            if let Ok(close) = HeaderValue::from_str(&format!("600; url={}", address(id))) {
                response.headers_mut().insert(header::REFRESH, close);
            }
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(response)
        }
        Err(error) => {
            let errors = super::entry::faults(error)?;
            let forms = Forms::back("open", posted.state(errors));
            let shown = page(&web, &posted.ctx, &posted.view, id, &forms).await?;
            Ok(unprocessable(shown).into_response())
        }
    }
}

pub(super) async fn page(
    web: &Web,
    ctx: &Ctx,
    v: &View,
    id: PetitionId,
    forms: &Forms,
) -> Result<Html, Error> {
    let found = web.app().petition(ctx, id).await?;
    let petition = &found.petition;
    let scope = Scope::One(petition.engagement.0);
    let reached = match ctx.may(Action::FindingView, scope) {
        true => Some(web.app().petition_reached(ctx, id).await?),
        false => None,
    };
    let clues = if web.app().sees_clues_of(ctx, petition.engagement).await? {
        let own = [(petition.value.id.into(), petition.number.clone())];
        web.app().clues_beside(ctx, petition.engagement, &own).await?
    } else {
        Vec::new()
    };
    let talk = web.app().online_talk(ctx, id).await?;
    let answers = ctx.may(Action::PetitionHandle, scope);
    let left = stack([
        html! { (said(v, &found)) },
        paper::panel(ctx, v, &found, forms),
        html! { (next::panel(ctx, v, &found, forms)) },
        html! { (alike(v, &found)) },
        talk::panel(v, id, talk.as_ref(), answers, forms),
        incident::panel(v, &found, forms),
    ]);
    let right = stack([
        html! { (reporter(v, &found, forms)) },
        html! { (screening(v, &found)) },
        html! { (what_is_due(v, &found)) },
        html! { @if let Some(reached) = &reached { (went(v, reached, &clues)) } },
        html! { (course(v, &found)) },
        related(v, &found),
        next::retract(ctx, v, &found, forms),
        html! { (next::corrections(ctx, v, &found, forms)) },
    ]);
    let channel = words::channel(v, &found.rules, &petition.content.channel.0);
    let came = Message::new("petition-came").with("channel", channel);
    let lead =
        v.say(&came.with("when", v.datetime(petition.content.received)).with("unit", found.unit.as_str()));
    let mut page = Page::new(petition.number.clone())
        .mark(words::standing(v, petition.standing()))
        .lead(lead)
        .crumbs([
            Crumb::new(found.unit.clone(), format!("/engagements/{}", petition.engagement)),
            Crumb::new(v.t("petition-title"), "/petitions"),
        ])
        .action(Button::print(v.t("petition-print")))
        .help(Help::new(v.t("petition-one-help-what"), v.t("petition-one-help-next")));
    let in_scope = matches!(petition.standing(), Standing::In | Standing::Handled);
    if in_scope && ctx.may(Action::FindingWrite, scope) {
        let papers = format!("/engagements/{}/findings/new", petition.engagement);
        let href = Address::parse(&papers).with("number", &petition.number).to_string();
        page = page.action(Button::link(v.t("trace-write-finding"), href).icon("plus"));
    }
    let body = html! {
        (steps(v, &v.t("petition-course"), &way(v, &found)))
        (hint(v, &found))
        (cols(Cols::ThreeOne, [left, right]))
    };
    Ok(page.html(v, body))
}

/// The stations of its course.
fn way(v: &View, found: &PetitionPage) -> Vec<Step> {
    let petition = &found.petition;
    let out = petition.referral.is_some() || petition.standing() == Standing::Out;
    let middle = if out {
        vec![
            ("petition-step-referred", petition.referral.is_some()),
            ("petition-step-receipt", petition.referral.as_ref().is_some_and(|r| r.receipt.is_some())),
            ("petition-step-outcome", petition.referral.as_ref().is_some_and(|r| r.outcome.is_some())),
        ]
    } else {
        vec![("petition-step-handled", petition.handled.is_some())]
    };
    let mut all =
        vec![("petition-step-registered", true), ("petition-step-screened", petition.screening.is_some())];
    all.extend(middle);
    if petition.content.naming.is_real_name() || petition.answer.is_some() {
        all.push(("petition-step-answered", petition.answer.is_some()));
    }
    all.push(("petition-step-closed", petition.closing.is_some()));
    let first_open = all.iter().position(|(_, done)| !done);
    let over = matches!(petition.standing(), Standing::Merged | Standing::Withdrawn | Standing::Retracted);
    let state = |at: usize, done: bool| match done {
        true => StepState::Done,
        false if Some(at) == first_open && !over => StepState::Current,
        false => StepState::Todo,
    };
    all.into_iter().enumerate().map(|(at, (id, done))| Step::new(v.t(id), state(at, done))).collect()
}

/// What should be looked at before anything else.
fn hint(v: &View, found: &PetitionPage) -> Markup {
    let waiting = found.alike.iter().filter(|a| a.apart.is_none() && a.other.standing != Standing::Merged);
    let count = waiting.count();
    let open = !matches!(
        found.petition.standing(),
        Standing::Merged | Standing::Closed | Standing::Withdrawn | Standing::Retracted
    );
    html! {
        @if count > 0 && open {
            (Note::new(Tone::Warn, v.t("petition-alike-next"))
                .lead(v.say(&Message::new("petition-alike-lead").with("count", count)))
                .action(Button::link(v.t("petition-alike-look"), "#alike")))
        }
        @if let Some(into) = &found.into {
            (Note::new(Tone::Info, html! { a href=(address(into.id)) { (into.number) } " " (into.beginning) })
                .lead(v.t("petition-merged-into")))
        }
        @if let Some(withdrawn) = &found.petition.withdrawn {
            (Note::new(Tone::Warn, withdrawn.why.clone()).lead(v.t("petition-was-withdrawn")))
        }
        @if let Some(retracted) = &found.petition.retracted {
            @let lead = Message::new("petition-was-retracted").with("on", retracted.on);
            (Note::new(Tone::Info, retracted.why.clone()).lead(v.say(&lead)))
        }
    }
}

fn said(v: &View, found: &PetitionPage) -> Panel {
    let content = &found.petition.content;
    let subjects: Vec<&str> = content.subjects.iter().map(|s| s.name.as_str()).collect();
    let separator = v.t("common-list-separator");
    let mut pairs = vec![
        (
            v.t("petition-unit"),
            html! {
                @match content.unit {
                    Some(unit) => { a href={ "/units/" (unit) } { (content.unit_written) } }
                    None => { (content.unit_written) }
                }
            },
        ),
        (v.t("petition-subjects"), html! { (subjects.join(&separator)) }),
    ];
    let disciplines: Vec<String> =
        content.disciplines.iter().map(|d| words::discipline(v, &found.rules, &d.0)).collect();
    for (id, value) in [
        ("petition-disciplines", disciplines.join(&separator)),
        ("petition-people", content.people.map(|n| n.to_string()).unwrap_or_default()),
        ("petition-openers", content.openers.join(&separator)),
        ("petition-registrar", content.registrar.clone()),
    ] {
        if !value.is_empty() {
            pairs.push((v.t(id), html! { (value) }));
        }
    }
    let length = Message::new("petition-length").with("count", content.text.chars().count());
    let body = html! {
        (words::lines(&content.text))
        @if !content.marks.is_empty() { p { (words::marks(v, &content.marks)) } }
        (facts(pairs))
    };
    Panel::new(v.t("petition-text")).note(v.say(&length)).body(body)
}

/// Others that may tell of one matter, with why.
fn alike(v: &View, found: &PetitionPage) -> Markup {
    let id = found.petition.value.id;
    let items: Vec<Item> = found
        .alike
        .iter()
        .map(|alike| {
            let why: Vec<String> = alike.common.why.iter().map(|m| v.say(m)).collect();
            let apart = alike
                .apart
                .as_ref()
                .map(|why| v.say(&Message::new("petition-apart-because").with("why", why.as_str())));
            let href = format!("/petitions/pairs/{id}/{}", alike.other.id);
            let title = format!("{} {}", alike.other.number, alike.other.beginning);
            let percent = v.percent(alike.score, 1_000);
            Item::new(title, href)
                .about(apart.unwrap_or_else(|| why.join(" ")))
                .end(chip(Tone::Mute, &percent))
        })
        .collect();
    if items.is_empty() {
        return Markup::default();
    }
    html! { (Panel::new(v.t("petition-alike")).id("alike").note(v.t("petition-alike-note")).flush(list(&items))) }
}

fn reporter(v: &View, found: &PetitionPage, forms: &Forms) -> Panel {
    let id = found.petition.value.id;
    let panel = Panel::new(v.t("petition-reporter")).note(v.say(&found.petition.content.naming.label()));
    let (sealed, may) = found.identity;
    if let Some(opened) = &forms.opened {
        let (name, contact) = opened.identity.expose();
        let until = Message::new("petition-identity-until").with("when", v.datetime(opened.closes));
        let close = Button::link(v.t("petition-identity-close"), address(id));
        let shown = html! { (name) " " (contact) };
        return panel.body(html! { (Sealed::open(shown, v.say(&until)).action(close)) });
    }
    if !sealed {
        return panel.body(html! { p { (v.t("petition-identity-none")) } });
    }
    let state = forms.state("open", FormState::new());
    let form = Form::post(format!("{}/open", address(id)), &state)
        .body(state.text("reason", v.t("petition-open-reason")).longest(200).wide().html(v))
        .button(Button::submit(v.t("petition-open")).icon("unlock"));
    let how = v.t(if may { "petition-identity-how" } else { "petition-identity-closed" });
    panel.body(html! {
        (Sealed::closed(v.t("petition-identity-sealed"), how))
        @if may { (form.html(v)) }
    })
}

fn screening(v: &View, found: &PetitionPage) -> Markup {
    let Some(screening) = &found.petition.screening else { return Markup::default() };
    let tone = match screening.verdict {
        domain::petition::Verdict::Out { .. } => Tone::Warn,
        _ => Tone::Ok,
    };
    let by = by(v, found, screening.by.user, screening.on);
    html! {
        (Panel::new(v.t("petition-screening")).body(html! {
            p { (chip(tone, &words::verdict(v, &found.rules, &screening.verdict))) }
            p { (screening.why) }
            small.muted { (by) }
        }))
    }
}

fn by(v: &View, found: &PetitionPage, user: UserId, on: Day) -> String {
    let name = found.names.get(&user).cloned().unwrap_or_default();
    format!("{} · {name}", v.day_short(on))
}

fn what_is_due(v: &View, found: &PetitionPage) -> Markup {
    if found.running.is_empty() {
        return Markup::default();
    }
    let pairs = found.running.iter().map(|d| (d.name.get(v.lang).to_owned(), due(v, d.due)));
    html! { (Panel::new(v.t("petition-due")).body(facts(pairs))) }
}

/// What happened, the newest first.
fn course(v: &View, found: &PetitionPage) -> Panel {
    let p = &found.petition;
    let mut events: Vec<(Day, Event)> = Vec::new();
    let came = p.content.received.day(v.offset);
    events.push((
        came,
        Event::new(html! { b { (v.t("petition-event-came")) } }, v.datetime(p.content.received)),
    ));
    let mut add = |on: Day, id: &str, quote: &str, who: String| {
        let event = Event::new(html! { b { (v.t(id)) } }, who);
        events.push((on, if quote.is_empty() { event } else { event.quote(quote) }));
    };
    let day = |on: Day| v.day_short(on);
    if let Some(s) = &p.screening {
        add(s.on, "petition-event-screened", &s.why, by(v, found, s.by.user, s.on));
    }
    if let Some(h) = &p.handled {
        add(h.on, "petition-event-handled", &h.result, by(v, found, h.by.user, h.on));
    }
    if let Some(r) = &p.referral {
        add(r.on, "petition-event-referred", &r.to.name, day(r.on));
        if let Some(receipt) = &r.receipt {
            add(receipt.on, "petition-event-receipt", &receipt.by, day(receipt.on));
        }
        if let Some(outcome) = &r.outcome {
            add(outcome.on, "petition-event-outcome", &outcome.result, day(outcome.on));
        }
    }
    if let Some(a) = &p.answer {
        add(a.on, "petition-event-answered", &a.told, day(a.on));
    }
    if let Some(m) = &p.merged {
        add(m.on, "petition-event-merged", &m.why, by(v, found, m.by.user, m.on));
    }
    for r in &p.reopened {
        add(r.on, "petition-event-reopened", &r.why, by(v, found, r.by.user, r.on));
    }
    if let Some(c) = &p.closing {
        add(c.on, "petition-event-closed", &c.outcome, day(c.on));
    }
    events.sort_by_key(|(on, _)| *on);
    let newest: Vec<Event> = events.into_iter().rev().map(|(_, event)| event).collect();
    Panel::new(v.t("petition-trace")).body(timeline(&newest))
}

/// Where it went: papers that cite it, items they became; and clues, for whoever sees those.
fn went(v: &View, reached: &[Reached], clues: &[ClueBeside]) -> Panel {
    let papers = reached.iter().map(|one| {
        let line = Item::new(one.code.clone(), format!("/findings/{}", one.finding));
        line.stamp(v.t("finding-stamp"), true)
            .about(one.title.clone())
            .end(chip(Tone::Mute, &v.say(&one.standing)))
    });
    let items = reached.iter().flat_map(|one| &one.items).map(|item| {
        let line = Item::new(item.code.clone(), format!("/ledger/{}/trace", item.id));
        line.stamp(v.t("ledger-stamp"), true)
            .about(item.title.clone())
            .end(chip(Tone::Mute, &v.say(&item.state)))
    });
    let clues = clues.iter().map(|clue| {
        let line = Item::new(clue.number.clone(), format!("/clues/{}", clue.id));
        line.stamp(v.t("trace-sign-clue"), true).end(chip(Tone::Mute, &v.say(&clue.standing)))
    });
    let lines: Vec<Item> = papers.chain(items).chain(clues).collect();
    let panel = Panel::new(v.t("trace-reached")).id("reached").note(v.t("trace-reached-note"));
    if lines.is_empty() {
        return panel.body(html! { p.muted { (v.t("trace-reached-nothing")) } });
    }
    panel.flush(list(&lines))
}

/// Claims split off, the petition it was split off, those merged into it.
fn related(v: &View, found: &PetitionPage) -> Markup {
    let item = |related: &Related| {
        Item::new(related.number.clone(), address(related.id))
            .about(related.beginning.clone())
            .end(words::standing(v, related.standing))
    };
    let origin: Vec<Item> = found.origin.iter().map(item).collect();
    let claims: Vec<Item> = found.claims.iter().map(item).collect();
    let merged: Vec<Item> = found.merged.iter().map(item).collect();
    html! {
        @for (id, items) in [("petition-origin", origin), ("petition-claims", claims), ("petition-merged-here", merged)] {
            @if !items.is_empty() { (Panel::new(v.t(id)).flush(list(&items))) }
        }
    }
}
