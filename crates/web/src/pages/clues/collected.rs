//! Cadres managed higher up (D4): what the office has collected, and passing several up together under one letter.

use super::{address, faults, said};
use crate::components::{
    Button, Column, Crumb, Empty, Form, FormState, Help, Page, Pager, Panel, Row, Table, Tone, cell, chip,
    page_request, stack,
};
use crate::pages::units::attachment;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::clue::{CollectedLine, CollectedPart, HandOverCollected};
use app::{Ctx, Error};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::permission::Action;
use kernel::Message;
use kernel::id::ClueId;
use maud::{Markup, html};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) fn routes(routes: Routes) -> Routes {
    let keep = Needs::Right(Action::ClueFile);
    routes.get("/clues/collected", keep, show).post("/clues/collected", keep, act)
}

async fn show(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, (&reader.ctx, &reader.view), &FormState::new(), &[]).await?)
}

/// A line's value in the form: clue, subject, and the version that was read.
fn value(line: &CollectedLine) -> String {
    format!("{}.{}.{}", line.clue.id, line.key, line.clue.version)
}

fn parsed(value: &str) -> Option<CollectedPart> {
    let mut parts = value.split('.');
    let clue: ClueId = parts.next()?.parse().ok()?;
    let key = parts.next()?.parse().ok()?;
    Some(CollectedPart { clue, key, version: parts.next()?.parse().ok() })
}

/// The page; `ticked` came back with a form that was refused.
async fn page(
    web: &Web,
    (ctx, v): (&Ctx, &View),
    state: &FormState,
    ticked: &[String],
) -> Result<Html, Error> {
    let found = web.app().collected_clues(ctx, &page_request(v)).await?;
    let mut groups: Vec<Vec<&CollectedLine>> = Vec::new();
    for line in &found.items {
        match groups.iter_mut().find(|group| group.first().is_some_and(|f| f.receiver() == line.receiver())) {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    let mut panels: Vec<Markup> =
        groups.iter().enumerate().map(|(n, group)| receiver_panel(v, (n, group), state, ticked)).collect();
    if panels.is_empty() {
        let empty = Empty::new("send", v.t("clue-collected-empty"), v.t("clue-collected-empty-next"));
        panels.push(html! { (Panel::new(v.t("clue-collected-title")).flush(html! { (empty) })) });
    }
    panels.push(Pager::keyset(found.next.as_ref()).html(v));
    Ok(Page::new(v.t("clue-collected-title"))
        .lead(v.t("clue-collected-lead"))
        .crumbs([Crumb::new(v.t("clue-title"), "/clues")])
        .help(Help::new(v.t("clue-collected-help-what"), v.t("clue-collected-help-next")))
        .html(v, stack(panels)))
}

/// What goes to one receiver, and the form that hands those ticked over.
fn receiver_panel(
    v: &View,
    (n, group): (usize, &[&CollectedLine]),
    state: &FormState,
    ticked: &[String],
) -> Markup {
    let form = format!("up-{n}");
    let name = group.first().map(|line| line.receiver().1.to_owned()).unwrap_or_default();
    let columns = [
        Column::new(v.t("clue-number")).heads_row().one_line(),
        Column::new(v.t("clue-unit")),
        Column::new(v.t("clue-subject")).one_line(),
        Column::new(v.t("clue-collected-ends")).one_line(),
        Column::new(v.t("clue-collected-ready")),
    ];
    let rows = group.iter().map(|line| row(v, line, ticked));
    let table = Table::new(name.clone(), columns).rows(rows).stacks().bulk(form.as_str());
    let panel = Panel::new(name).note(v.t("clue-collected-note")).flush(table.html(v));
    if !group.iter().any(|line| line.ready.is_ok()) {
        return html! { (panel) };
    }
    let state = state.clone().prefix(form.clone());
    let handing = Form::post("/clues/collected", &state)
        .id(form.as_str())
        .body(html! {
            (state.text("letter", v.t("clue-letter")).longest(60).wide().html(v))
            (state.text("seal", v.t("clue-letter-seal")).longest(60).wide().html(v))
            (state.text("to", v.t("clue-hand-over-to")).hint(v.t("clue-hand-over-to-hint")).optional().longest(100).wide().html(v))
            (state.text("second", v.t("clue-second")).hint(v.t("clue-second-hint")).longest(60).complete("off").wide().html(v))
            (state.text("password", v.t("clue-second-password")).password().complete("off").wide().html(v))
        })
        .button(
            Button::submit(v.t("clue-collected-do"))
                .primary()
                .icon("send")
                .sends("what", "hand-over")
                .confirm(v.t("clue-collected-confirm"))
                .shows(["to", "letter", "seal", "second"]),
        )
        .button(Button::submit(v.t("clue-collected-letter")).icon("print").sends("what", "letter"));
    html! { (panel.foot(handing.html(v))) }
}

fn row(v: &View, line: &CollectedLine, ticked: &[String]) -> Row {
    let ready = match &line.ready {
        Ok(()) => chip(Tone::Ok, &v.t("clue-collected-yes")),
        Err(refusal) => html! { (chip(Tone::Mute, &v.t("clue-collected-no"))) " " (v.say(&refusal.0)) },
    };
    let subject = said(v, "clue-subject-n", "n", u32::from(line.key));
    let row = Row::new([
        html! { a.main-link href=(address(line.clue.id)) { (line.clue.number) } },
        cell(&line.unit),
        cell(&subject),
        cell(v.day(line.ends)),
        ready,
    ]);
    if line.ready.is_err() {
        return row;
    }
    let own = value(line);
    let back = ticked.contains(&own);
    row.tick(own, format!("{} {subject}", line.clue.number)).ticked(back)
}

async fn act(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    let (ctx, v) = (&posted.ctx, &*posted.view);
    let ticked: Vec<String> =
        posted.pairs.iter().filter(|(name, _)| name == "id").map(|(_, value)| value.clone()).collect();
    let parts: Vec<CollectedPart> = ticked.iter().filter_map(|value| parsed(value)).collect();
    let text = |name: &str| posted.value(name).to_owned();
    let result = if posted.value("what") == "letter" {
        let chosen: Vec<(ClueId, u16)> = parts.iter().map(|part| (part.clue, part.key)).collect();
        if chosen.is_empty() {
            Err(domain::Refusal(Message::new("clue-nothing-chosen")).into())
        } else {
            match web.app().collected_letter(ctx, &chosen, &text("letter")).await {
                Ok(paper) => return Ok(attachment(&paper.name, DOCX, paper.bytes)?),
                Err(error) => Err(error),
            }
        }
    } else {
        let act = HandOverCollected {
            parts,
            letter: text("letter"),
            seal: text("seal"),
            to: text("to"),
            on: None,
            second: text("second"),
            password: text("password"),
        };
        web.app().perform(ctx, &act).await.map(|_| ())
    };
    match result {
        Ok(()) => Ok(done("/clues/collected", "clue-collected-done")),
        Err(error) => {
            let state = posted.state(faults(error)?);
            Ok(unprocessable(page(&web, (ctx, v), &state, &ticked).await?).into_response())
        }
    }
}
