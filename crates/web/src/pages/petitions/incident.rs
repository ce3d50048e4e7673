//! The incident that a petition led to (B8), on the petition's page; and what units are told, on a page of their own.

use super::one::Forms;
use super::steps::{carry_out, place};
use crate::View;
use crate::components::{
    Button, Column, Empty, Event, Form, FormState, Help, Note, Page, Panel, Row, Table, Tone, cell, chip,
    facts, timeline,
};
use crate::request::{Answer, Posted, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, Web};
use app::petition::{EndIncident, KeptIncident, NoteIncident, PetitionPage, RaiseIncident, TellUnit};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::permission::Action;
use domain::petition::{Mark, UnitNotice};
use kernel::{IncidentId, PetitionId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let handle = Needs::Right(Action::PetitionHandle);
    routes
        .post("/petitions/{petition}/incident", handle, raise)
        .post("/petitions/{petition}/incident/{incident}/note", handle, note)
        .post("/petitions/{petition}/incident/{incident}/tell", handle, tell)
        .post("/petitions/{petition}/incident/{incident}/end", handle, end)
        .get("/gatherings", Needs::Right(Action::IncidentNotice), told)
}

/// The incident of a petition, or raising one where it announces a gathering.
pub(super) fn panel(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let risk = found.petition.content.marks.contains(&Mark::CrowdRisk);
    html! {
        @for incident in &found.incidents { (running(v, found, incident, forms)) }
        @if risk && found.incidents.iter().all(|i| i.ended.is_some()) { (raising(v, found, forms)) }
    }
}

fn raising(v: &View, found: &PetitionPage, forms: &Forms) -> Panel {
    let state = forms.state("raise", FormState::new());
    let form = Form::post(format!("{}/incident", super::address(found.petition.value.id)), &state)
        .body(html! { (state.text("what", v.t("incident-what")).area(2).hint(v.t("incident-what-hint")).wide().html(v)) })
        .button(Button::submit(v.t("incident-raise")).icon("alert"));
    Panel::new(v.t("incident-raise")).note(v.t("incident-raise-note")).body(form.html(v))
}

fn running(v: &View, found: &PetitionPage, incident: &KeptIncident, forms: &Forms) -> Panel {
    let at = format!("{}/incident/{}", super::address(found.petition.value.id), incident.incident.id);
    let events: Vec<Event> = incident
        .entries
        .iter()
        .rev()
        .map(|entry| Event::new(html! { (entry.what) }, v.datetime(entry.at)))
        .collect();
    let mark = match incident.ended {
        Some(_) => chip(Tone::Ok, &v.t("incident-ended")),
        None => chip(Tone::Late, &v.t("incident-open")),
    };
    let open = incident.ended.is_none();
    let body = html! {
        p { (mark) }
        @if let Some(notice) = &incident.told_unit { (told_facts(v, notice)) }
        (timeline(&events))
        @if open { (note_form(v, &at, forms)) (tell_form(v, &at, forms)) (end_form(v, &at)) }
    };
    Panel::new(v.t("incident-one")).body(body)
}

fn told_facts(v: &View, notice: &UnitNotice) -> Markup {
    facts([
        (v.t("incident-place"), html! { (notice.place) }),
        (v.t("incident-time"), html! { (notice.time) }),
        (v.t("incident-help"), html! { (notice.help) }),
    ])
}

fn note_form(v: &View, at: &str, forms: &Forms) -> Markup {
    let state = forms.state("note", FormState::new());
    Form::post(format!("{at}/note"), &state)
        .body(html! { (state.text("what", v.t("incident-note")).longest(500).wide().html(v)) })
        .button(Button::submit(v.t("incident-add")))
        .html(v)
}

fn tell_form(v: &View, at: &str, forms: &Forms) -> Markup {
    let state = forms.state("tell", FormState::new());
    let form = Form::post(format!("{at}/tell"), &state)
        .body(html! {
            (state.text("place", v.t("incident-place")).longest(100).html(v))
            (state.text("time", v.t("incident-time")).longest(100).html(v))
            (state.text("help", v.t("incident-help")).longest(200).wide().html(v))
        })
        .button(Button::submit(v.t("incident-tell")))
        .note(v.t("incident-tell-note"));
    html! { details { summary { (v.t("incident-tell-open")) } (form.html(v)) } }
}

fn end_form(v: &View, at: &str) -> Markup {
    let state = FormState::new();
    Form::post(format!("{at}/end"), &state).button(Button::submit(v.t("incident-end"))).html(v)
}

async fn raise(State(web): State<Web>, Path(petition): Path<PetitionId>, posted: Posted) -> Answer<Response> {
    let (engagement, _) = place(&web, &posted, petition).await?;
    let act = RaiseIncident { engagement, petition, what: posted.value("what").to_owned() };
    carry_out(&web, &posted, (petition, "raise"), &act, "incident-raised").await
}

async fn note(
    State(web): State<Web>,
    Path((petition, incident)): Path<(PetitionId, IncidentId)>,
    posted: Posted,
) -> Answer<Response> {
    let (engagement, _) = place(&web, &posted, petition).await?;
    let act = NoteIncident { engagement, petition, incident, what: posted.value("what").to_owned() };
    carry_out(&web, &posted, (petition, "note"), &act, "incident-noted").await
}

async fn tell(
    State(web): State<Web>,
    Path((petition, incident)): Path<(PetitionId, IncidentId)>,
    posted: Posted,
) -> Answer<Response> {
    let (engagement, _) = place(&web, &posted, petition).await?;
    let text = |name: &str| posted.value(name).to_owned();
    let (place, time, help) = (text("place"), text("time"), text("help"));
    let act = TellUnit { engagement, petition, incident, place, time, help };
    carry_out(&web, &posted, (petition, "tell"), &act, "incident-told").await
}

async fn end(
    State(web): State<Web>,
    Path((petition, incident)): Path<(PetitionId, IncidentId)>,
    posted: Posted,
) -> Answer<Response> {
    let (engagement, _) = place(&web, &posted, petition).await?;
    let act = EndIncident { engagement, petition, incident };
    carry_out(&web, &posted, (petition, "end"), &act, "incident-ended-done").await
}

/// What a unit was told: place, time, help, and nothing else.
async fn told(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let notices = web.app().told_incidents(&reader.ctx).await?;
    let columns = [
        Column::new(v.t("incident-place")).heads_row(),
        Column::new(v.t("incident-time")),
        Column::new(v.t("incident-help")),
        Column::new(v.t("incident-since")).one_line(),
        Column::new(v.t("incident-state")).one_line(),
    ];
    let rows = notices.iter().map(|(notice, since, over)| {
        let state = if *over {
            chip(Tone::Ok, &v.t("incident-ended"))
        } else {
            chip(Tone::Late, &v.t("incident-open"))
        };
        Row::new([
            cell(&notice.place),
            cell(&notice.time),
            cell(&notice.help),
            cell(v.datetime(*since)),
            state,
        ])
    });
    let table = Table::new(v.t("gathering-title"), columns).rows(rows).stacks().empty(Empty::new(
        "bell",
        v.t("gathering-none"),
        v.t("gathering-none-next"),
    ));
    let body = html! {
        (Note::new(Tone::Info, v.t("gathering-note")))
        (Panel::new(v.t("gathering-title")).flush(table.html(v)))
    };
    Ok(Page::new(v.t("gathering-title"))
        .help(Help::new(v.t("gathering-help-what"), v.t("gathering-help-next")))
        .html(v, body))
}
