//! Importing a list of the pool: the file, its preview, accepting it. The file waits for an hour behind an address.

use crate::components::{Button, Crumb, Form, FormState, Help, Page, Panel, Stat, stack, stats};
use crate::pages::preview;
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::import::Preview;
use app::inspector::{ImportInspectors, PoolCounts};
use app::stash::{MAX_BYTES, StashId};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::permission::Action;
use kernel::{FieldError, Message};
use maud::html;

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::InspectorChange);
    routes
        .get("/inspectors/import", needs, ask)
        .upload("/inspectors/import", needs, 2 * MAX_BYTES, upload)
        .get("/inspectors/import/{file}", needs, show)
        .post("/inspectors/import/{file}", needs, accept)
}

async fn ask(reader: Reader) -> Answer<Html> {
    Ok(file_page(&reader.view, &FormState::new()))
}

fn head(v: &View) -> Page {
    Page::new(v.t("inspector-import"))
        .crumbs([Crumb::new(v.t("inspector-title"), "/inspectors")])
        .help(Help::new(v.t("inspector-import-help-what"), v.t("inspector-import-help-next")))
}

fn file_page(v: &View, state: &FormState) -> Html {
    let form = Form::post("/inspectors/import", state)
        .multipart()
        .body(html! {
            (state.text("file", v.t("inspector-import-file")).file(".xlsx").hint(v.t("inspector-import-file-hint")).html(v))
        })
        .button(Button::submit(v.t("preview-read")).primary())
        .note(v.t("preview-read-note"));
    head(v).html(v, html! { (Panel::new(v.t("inspector-import-choose")).body(form.html(v))) })
}

async fn upload(State(web): State<Web>, uploaded: Uploaded) -> Answer<Response> {
    let Some(file) = uploaded.file("file") else {
        let errors = vec![FieldError::new("file", Message::new("preview-file-missing"))];
        return Ok(unprocessable(file_page(&uploaded.view, &uploaded.state(errors))).into_response());
    };
    let kept = web.app().stash(&uploaded.ctx, &file.name, &file.bytes).await?;
    Ok(Redirect::to(&format!("/inspectors/import/{kept}")).into_response())
}

async fn show(State(web): State<Web>, Path(file): Path<StashId>, reader: Reader) -> Answer<Response> {
    let v = &reader.view;
    match look(&web, &reader.ctx, file).await {
        Ok(preview) => Ok(preview_page(v, file, &preview).into_response()),
        Err(Error::Refused(refusal)) => {
            let state = FormState::typed([], vec![FieldError::new("file", refusal.0)]);
            Ok(unprocessable(file_page(v, &state)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn look(web: &Web, ctx: &Ctx, file: StashId) -> Result<Preview<PoolCounts>, Error> {
    let (name, bytes) = web.app().unstash(ctx, file).await?;
    web.app().preview_inspectors(ctx, &name, bytes, None).await
}

fn preview_page(v: &View, file: StashId, found: &Preview<PoolCounts>) -> Html {
    let count = |n: usize| v.count(i64::try_from(n).unwrap_or(i64::MAX));
    let stat = |id: &str, n: usize| Stat::new(v.t(id), count(n));
    let counts = &found.counts;
    let figures = [
        stat("inspector-import-people", counts.people),
        stat("inspector-import-new", counts.new),
        stat("inspector-import-known", counts.known),
        stat("inspector-available", counts.available),
        stat("inspector-import-not-asked", counts.relatives_not_asked),
        stat("inspector-import-never-served", counts.never_served),
    ];
    let mut page = head(v).lead(found.file.clone());
    if found.is_clean() {
        let label = Message::new("inspector-import-accept").with("count", counts.people);
        let accept = Form::post(format!("/inspectors/import/{file}"), &FormState::new())
            .button(Button::submit(v.say(&label)).primary().icon("check"))
            .html(v);
        page = page.control(accept);
    }
    page = page.action(Button::link(v.t("preview-other"), "/inspectors/import"));
    let parts = [
        preview::verdict(v, found.errors, found.warnings),
        stats(&figures),
        preview::issues(v, &found.issues),
    ];
    page.html(v, stack(parts))
}

async fn accept(State(web): State<Web>, Path(file): Path<StashId>, posted: Posted) -> Answer<Response> {
    let (name, bytes) = web.app().unstash(&posted.ctx, file).await?;
    web.app().perform(&posted.ctx, &ImportInspectors { file: name, bytes, as_of: None }).await?;
    Ok(done("/inspectors", "inspector-imported"))
}
