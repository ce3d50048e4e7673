//! The talk with the reporter of a petition that came online, on the petition's page; and taking reports in.

use super::address;
use super::one::Forms;
use super::steps::{carry_out, place};
use crate::View;
use crate::Web;
use crate::components::{Button, Event, Form, FormState, Note, Panel, Tone, step, timeline};
use crate::request::{Answer, Posted, Reader, done};
use crate::routes::{Needs, Routes};
use app::Error;
use app::petition::{OnlineSaid, OnlineTalk, ReplyOnline, TakeOnlineReports};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::file::Kind;
use domain::permission::Action;
use kernel::{EngagementId, Message, PetitionId};
use maud::{Markup, html};
use uuid::Uuid;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .post("/petitions/online/{engagement}", Needs::Right(Action::PetitionRegister), take)
        .post("/petitions/{petition}/reply", Needs::Right(Action::PetitionHandle), reply)
        .get("/petitions/{petition}/files/{file}", Needs::Right(Action::PetitionView), file)
}

/// What waits to be taken in, above the list.
pub(super) fn waiting(v: &View, engagement: EngagementId, count: i64) -> Markup {
    if count == 0 {
        return Markup::default();
    }
    let lead = Message::new("petition-online-waiting").with("count", count);
    let button = Button::submit(v.t("petition-online-take")).small();
    let control = step(v, &format!("/petitions/online/{engagement}"), button);
    html! { (Note::new(Tone::Info, v.t("petition-online-waiting-next")).lead(v.say(&lead)).control(control)) }
}

async fn take(
    State(web): State<Web>,
    Path(engagement): Path<EngagementId>,
    posted: Posted,
) -> Answer<Response> {
    web.app().perform(&posted.ctx, &TakeOnlineReports { engagement }).await?;
    Ok(done(&format!("/petitions?engagement={engagement}"), "petition-online-taken"))
}

/// The talk; nothing for a petition that did not come online.
pub(super) fn panel(v: &View, id: PetitionId, talk: Option<&OnlineTalk>, may: bool, forms: &Forms) -> Markup {
    let Some(talk) = talk else { return Markup::default() };
    let events: Vec<Event> = talk.said.iter().map(|said| event(v, id, said)).collect();
    let state = forms.state("reply", FormState::new());
    let form = Form::post(format!("{}/reply", address(id)), &state)
        .body(html! { (state.text("text", v.t("petition-talk-text")).area(3).hint(v.t("petition-talk-text-hint")).wide().html(v)) })
        .button(Button::submit(v.t("petition-talk-send")).icon("send"));
    let body = html! {
        (links(v, id, &talk.files))
        @if events.is_empty() { p { (v.t("petition-talk-none")) } } @else { (timeline(&events)) }
        @match talk.satisfied {
            Some(true) => { (Note::new(Tone::Ok, v.t("petition-satisfied"))) }
            Some(false) => { (Note::new(Tone::Warn, v.t("petition-unsatisfied"))) }
            None => {}
        }
        @if may { (form.html(v)) }
    };
    html! { (Panel::new(v.t("petition-talk")).note(v.t("petition-talk-note")).body(body)) }
}

fn event(v: &View, id: PetitionId, said: &OnlineSaid) -> Event {
    let who = v.t(if said.from_team { "petition-talk-team" } else { "petition-talk-reporter" });
    let what = html! { b { (who) } (links(v, id, &said.files)) };
    Event::new(what, v.day_short(said.day)).quote(said.text.clone())
}

fn links(v: &View, id: PetitionId, files: &[(Uuid, Kind)]) -> Markup {
    html! {
        @for (n, (file, _)) in files.iter().enumerate() {
            @let name = Message::new("petition-talk-file").with("number", n + 1);
            " " a href=(format!("{}/files/{file}", address(id))) { (v.say(&name)) }
        }
    }
}

async fn reply(State(web): State<Web>, Path(petition): Path<PetitionId>, posted: Posted) -> Answer<Response> {
    let (engagement, _) = place(&web, &posted, petition).await?;
    let act = ReplyOnline { engagement, petition, text: posted.value("text").to_owned() };
    carry_out(&web, &posted, (petition, "reply"), &act, "petition-talk-sent").await
}

/// A file as it was made anew when it came: never shown inside a page, always saved.
async fn file(
    State(web): State<Web>,
    Path((petition, file)): Path<(PetitionId, Uuid)>,
    reader: Reader,
) -> Answer<Response> {
    let (kind, bytes) = web.app().online_file(&reader.ctx, petition, file).await?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.mime()));
    let name =
        format!("attachment; filename=\"{}.{}\"", file.simple(), kind.endings().first().unwrap_or(&"bin"));
    let name = HeaderValue::from_str(&name).map_err(|e| Error::Internal(e.to_string()))?;
    headers.insert(header::CONTENT_DISPOSITION, name);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
