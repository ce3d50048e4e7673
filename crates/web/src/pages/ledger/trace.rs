//! The trace of an item (G4), as map and as list: for its team from the letter on, for everyone else from the feedback on.

use super::{address, words};
use crate::components::{
    Button, Cols, Crumb, Event, Help, Item as Line, Page, Panel, Stop, TraceMap, chip, cols, list, stack,
    stamp, stamp_solid, timeline,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Ctx;
use app::thread::{
    Beginning, ClueBeside, EvidenceNode, FindingNode, Inner, Source, SourceKind, Thread, Trace,
};
use axum::extract::{Path, State};
use domain::method::Method;
use domain::permission::Action;
use kernel::{EngagementId, ItemId, Message, RecordId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/ledger/{item}/trace", Needs::Right(Action::LedgerView), show)
}

async fn show(State(web): State<Web>, Path(id): Path<ItemId>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let found = web.app().item(ctx, id).await?;
    let trace = web.app().item_trace(ctx, id).await?;
    let clues = match &trace {
        Trace::Inside(inner) => clues(&web, ctx, found.item.engagement, inner).await?,
        Trace::Outside(_) => Vec::new(),
    };
    let thread = trace.thread();
    let before = match &trace {
        Trace::Inside(inner) => html! { (before(v, inner)) (beside(v, &clues)) },
        Trace::Outside(_) => Markup::default(),
    };
    let lead = html! { (v.t("ledger-title")) " " span.mono { (thread.code) } " · " (found.unit) " · " (found.round) };
    let page = Page::new(v.t("trace-title"))
        .stamp(stamp_solid(&v.t("ledger-stamp")))
        .mark(words::state(v, &found.item))
        .lead(lead)
        .landscape()
        .crumbs([Crumb::new(v.t("ledger-title"), "/ledger"), Crumb::new(thread.title.clone(), address(id))])
        .action(Button::print(v.t("ledger-print")))
        .help(Help::new(v.t("trace-help-what"), v.t("trace-help-next")));
    let after = cols(Cols::Two, [html! { (measures(v, thread)) }, html! { (steps(v, thread)) }]);
    Ok(page
        .html(v, stack([html! { (map_panel(v, &trace)) }, before, html! { (beginning(v, thread)) }, after])))
}

/// Clues that came from the same letters, for whoever sees the team's clues; nobody else learns whether there are any.
async fn clues(
    web: &Web,
    ctx: &Ctx,
    engagement: EngagementId,
    inner: &Inner,
) -> Result<Vec<ClueBeside>, app::Error> {
    if !web.app().sees_clues_of(ctx, engagement).await? {
        return Ok(Vec::new());
    }
    let sources = inner.findings.iter().flat_map(|f| &f.evidence).flat_map(|e| &e.sources);
    let sources: Vec<(RecordId, String)> = sources.map(|s| (s.id, s.code.clone())).collect();
    web.app().clues_beside(ctx, engagement, &sources).await
}

/// The map, in a panel of its own.
pub(super) fn map_panel(v: &View, trace: &Trace) -> Panel {
    let drawn = match trace {
        Trace::Inside(inner) => map(v, &inner.thread, &inner.findings),
        Trace::Outside(thread) => map(v, thread, &[]),
    };
    let name = Message::new("trace-map-of").with("code", trace.thread().code.as_str());
    Panel::new(v.t("trace-map")).id("trace").body(drawn.html(&v.say(&name)))
}

/// What stands in the first column: records that evidence stands for, and evidence that stands for itself.
fn sources(v: &View, findings: &[FindingNode]) -> Vec<(RecordId, Stop)> {
    let mut stops: Vec<(RecordId, Stop)> = Vec::new();
    for piece in findings.iter().flat_map(|finding| &finding.evidence) {
        let made: Vec<(RecordId, Stop)> = if piece.sources.is_empty() {
            vec![(piece.id, evidence_stop(v, piece))]
        } else {
            piece.sources.iter().map(|source| (source.id, source_stop(v, source))).collect()
        };
        stops.extend(made);
    }
    let mut seen = std::collections::BTreeSet::new();
    stops.retain(|(id, _)| seen.insert(*id));
    stops
}

fn evidence_stop(v: &View, piece: &EvidenceNode) -> Stop {
    let method = Method::of(&piece.method);
    Stop::new(method.stamp, piece.title.clone(), v.say(&method.label()))
}

fn source_stop(v: &View, source: &Source) -> Stop {
    let about = source.on.map(|on| v.day_short(on)).unwrap_or_default();
    let stop = Stop::new(
        sign(v, source.kind),
        source.code.clone(),
        format!("{} {about}", v.say(&kind(source.kind))),
    );
    match source.kind {
        SourceKind::Petition => stop.href(format!("/petitions/{}", source.id)),
        SourceKind::Interview | SourceKind::Record | SourceKind::Clue => stop,
    }
}

fn sign(v: &View, kind: SourceKind) -> String {
    v.t(match kind {
        SourceKind::Petition => "trace-sign-petition",
        SourceKind::Interview => "trace-sign-interview",
        SourceKind::Record => "trace-sign-record",
        SourceKind::Clue => "trace-sign-clue",
    })
}

const fn kind(kind: SourceKind) -> Message {
    Message::new(match kind {
        SourceKind::Petition => "trace-petition",
        SourceKind::Interview => "trace-interview",
        SourceKind::Record => "trace-record",
        SourceKind::Clue => "trace-clue",
    })
}

fn map(v: &View, thread: &Thread, findings: &[FindingNode]) -> TraceMap {
    let mut map = TraceMap::default();
    let sources = sources(v, findings);
    let rows: Vec<RecordId> = sources.iter().map(|(id, _)| *id).collect();
    let from = map.column(v.t("trace-column-sources"), sources.into_iter().map(|(_, stop)| stop).collect());
    let papers = findings.iter().map(|finding| {
        let href = format!("/findings/{}", finding.id);
        Stop::new(v.t("finding-stamp"), finding.code.clone(), finding.title.clone()).solid().href(href)
    });
    let papers = map.column(v.t("trace-column-findings"), papers.collect());
    let begins = map.column(v.t("trace-column-beginning"), vec![beginning_stop(v, &thread.beginning)]);
    let item = Stop::new(v.t("ledger-stamp"), thread.code.clone(), thread.title.clone());
    let item = item.solid().here().href(address(thread.item));
    let item = map.column(v.t("trace-column-item"), vec![item]);
    let measures: Vec<Stop> = thread.measures.iter().map(|measure| measure_stop(v, measure)).collect();
    let count = measures.len();
    let done = map.column(v.t("trace-column-measures"), measures);
    let end = map.column(v.t("trace-column-end"), vec![end_stop(v, thread)]);
    for (row, finding) in findings.iter().enumerate() {
        for piece in &finding.evidence {
            let ids = piece.sources.iter().map(|source| source.id).chain([piece.id]);
            for at in ids.filter_map(|id| rows.iter().position(|known| *known == id)) {
                map.way((from, at), (papers, row));
            }
        }
        map.way((papers, row), (begins, 0));
    }
    map.way((begins, 0), (item, 0));
    for row in 0..count {
        map.way((item, 0), (done, row));
        map.way((done, row), (end, 0));
    }
    if count == 0 {
        map.way((item, 0), (end, 0));
    }
    map
}

fn measure_stop(v: &View, measure: &app::thread::MeasureNode) -> Stop {
    let about = match measure.done {
        Some(on) => v.say(&Message::new("trace-measure-done").with("on", v.day_short(on))),
        None => v.t("trace-measure-open"),
    };
    let stop = Stop::new(v.t("trace-sign-measure"), measure.text.clone(), about);
    if measure.done.is_some() { stop } else { stop.to_come() }
}

fn end_stop(v: &View, thread: &Thread) -> Stop {
    match thread.closed {
        Some(on) => Stop::new(v.t("trace-sign-end"), v.say(&thread.state), v.day_short(on)).solid(),
        None => Stop::new(v.t("trace-sign-end"), v.say(&thread.state), v.t("trace-not-closed")).to_come(),
    }
}

fn beginning_stop(v: &View, beginning: &Beginning) -> Stop {
    let sign = v.t("trace-sign-feedback");
    match beginning {
        Beginning::Feedback { number, on, .. } => {
            let name = v.say(&Message::new("trace-problem").with("number", *number));
            Stop::new(sign, name, on.map(|on| v.day_short(on)).unwrap_or_default()).solid()
        }
        Beginning::SelfInspection => {
            Stop::new(v.t("trace-sign-own"), v.t("ledger-origin-self-inspection"), "")
        }
        Beginning::Letter { number } => {
            Stop::new(v.t("trace-sign-letter"), v.t("ledger-origin-letter"), number.clone()).solid()
        }
        Beginning::Elsewhere { name } => {
            Stop::new(v.t("trace-sign-own"), v.t("ledger-origin-elsewhere"), name.clone())
        }
    }
}

/// What stands before the feedback: each paper with what proves it.
fn before(v: &View, inner: &Inner) -> Panel {
    let panel = Panel::new(v.t("trace-before")).note(v.t("trace-before-note"));
    if inner.findings.is_empty() {
        return panel.body(html! { p.muted { (v.t("trace-nothing-before")) } });
    }
    panel.body(html! {
        ol.trace {
            @for finding in &inner.findings {
                @for piece in &finding.evidence { (evidence_line(v, piece)) }
                li {
                    (stamp_solid(&v.t("finding-stamp")))
                    div { a href={ "/findings/" (finding.id) } { b { (finding.code) } } small { (finding.title) } }
                }
            }
        }
    })
}

fn evidence_line(v: &View, piece: &EvidenceNode) -> Markup {
    let method = Method::of(&piece.method);
    html! {
        @for source in &piece.sources {
            li {
                (stamp(&sign(v, source.kind)))
                div {
                    @if source.kind == SourceKind::Petition { a href={ "/petitions/" (source.id) } { (source.code) } } @else { (source.code) }
                    @if let Some(on) = source.on { " " span.muted { (v.day(on)) } }
                    small.muted { (source.title) }
                }
            }
        }
        @if piece.sources.is_empty() {
            li { (stamp(method.stamp)) div { (piece.title) small.muted { (v.say(&method.label())) } } }
        }
    }
}

fn beside(v: &View, clues: &[ClueBeside]) -> Markup {
    if clues.is_empty() {
        return Markup::default();
    }
    let lines: Vec<Line> = clues
        .iter()
        .map(|clue| {
            Line::new(clue.number.clone(), format!("/clues/{}", clue.id))
                .stamp(v.t("trace-sign-clue"), true)
                .about(v.say(&clue.standing))
        })
        .collect();
    html! { (Panel::new(v.t("trace-clues")).note(v.t("trace-clues-note")).flush(list(&lines))) }
}

/// Where the reader's thread begins.
fn beginning(v: &View, thread: &Thread) -> Panel {
    let (title, about) = match &thread.beginning {
        Beginning::Feedback { paper, number, title, on } => {
            let number = v.say(&Message::new("trace-problem").with("number", *number));
            let day = on.map(|on| v.day(on)).unwrap_or_default();
            (title.clone(), format!("{paper} · {number} · {day}"))
        }
        Beginning::SelfInspection => (thread.title.clone(), v.t("ledger-origin-self-inspection")),
        Beginning::Letter { number } => (thread.title.clone(), number.clone()),
        Beginning::Elsewhere { name } => (thread.title.clone(), name.clone()),
    };
    Panel::new(v.t("trace-beginning")).body(html! {
        ol.trace {
            li { (stamp_solid(&v.t("trace-sign-feedback"))) div { (title) small.muted { (about) } } }
            li aria-current="true" {
                (stamp_solid(&v.t("ledger-stamp")))
                div { a href=(address(thread.item)) { b { (thread.code) } } small { (v.say(&thread.state)) } }
            }
        }
    })
}

fn measures(v: &View, thread: &Thread) -> Panel {
    let separator = v.t("common-list-separator");
    let panel = Panel::new(v.t("trace-measures"));
    if thread.measures.is_empty() {
        return panel.body(html! { p.muted { (v.t("trace-no-measure")) } });
    }
    let lines: Vec<Line> = thread
        .measures
        .iter()
        .map(|measure| {
            let done = match measure.done {
                Some(on) => chip(
                    crate::components::Tone::Ok,
                    &v.say(&Message::new("trace-measure-done").with("on", v.day_short(on))),
                ),
                None => chip(crate::components::Tone::Info, &v.t("trace-measure-open")),
            };
            Line::plain(measure.text.clone()).about(measure.evidence.join(&separator)).end(done)
        })
        .collect();
    panel.flush(list(&lines))
}

/// What was done, the newest first.
fn steps(v: &View, thread: &Thread) -> Panel {
    let event = |step: &app::thread::StepNode| {
        let event = Event::new(html! { b { (v.say(&words::step(step.step))) } }, v.day(step.on));
        let event = event.tone(words::step_tone(step.step));
        if step.note.is_empty() { event } else { event.quote(step.note.clone()) }
    };
    let events: Vec<Event> = thread.steps.iter().rev().map(event).collect();
    let panel = Panel::new(v.t("trace-steps"));
    if events.is_empty() {
        return panel.body(html! { p.muted { (v.t("trace-no-step")) } });
    }
    panel.body(timeline(&events))
}
