//! Importing a round from its file: preview and acceptance.

use crate::components::{
    Button, Choice, Crumb, Form, FormState, Help, Note, Page, Panel, Stat, Tone, stack, stats,
};
use crate::pages::fields::{code_of, coded};
use crate::pages::preview;
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Error;
use app::round::{ImportRound, RoundPreview, TakenOver};
use app::stash::{MAX_BYTES, StashId};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::permission::Action;
use domain::round::Stage;
use kernel::{FieldError, Message};
use maud::html;

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::RoundPlan);
    routes
        .get("/rounds/import", needs, ask)
        .upload("/rounds/import", needs, 2 * MAX_BYTES, upload)
        .get("/rounds/import/{file}", needs, show)
        .post("/rounds/import/{file}", needs, accept)
}

async fn ask(reader: Reader) -> Answer<Html> {
    Ok(file_page(&reader.view, &FormState::new()))
}

fn head(v: &View) -> Page {
    Page::new(v.t("round-import"))
        .crumbs([Crumb::new(v.t("round-title"), "/rounds")])
        .help(Help::new(v.t("round-import-help-what"), v.t("round-import-help-next")))
}

fn file_page(v: &View, state: &FormState) -> Html {
    let form = Form::post("/rounds/import", state)
        .multipart()
        .body(html! {
            (state.text("file", v.t("round-import-file")).file(".json").hint(v.t("round-import-file-hint")).html(v))
        })
        .button(Button::submit(v.t("preview-read")).primary())
        .note(v.t("preview-read-note"));
    head(v).html(v, html! { (Panel::new(v.t("round-import-choose")).body(form.html(v))) })
}

async fn upload(State(web): State<Web>, uploaded: Uploaded) -> Answer<Response> {
    let Some(file) = uploaded.file("file") else {
        let errors = vec![FieldError::new("file", Message::new("preview-file-missing"))];
        return Ok(unprocessable(file_page(&uploaded.view, &uploaded.state(errors))).into_response());
    };
    let kept = web.app().stash(&uploaded.ctx, &file.name, &file.bytes).await?;
    Ok(Redirect::to(&format!("/rounds/import/{kept}")).into_response())
}

async fn show(State(web): State<Web>, Path(file): Path<StashId>, reader: Reader) -> Answer<Response> {
    let v = &reader.view;
    let (name, bytes) = web.app().unstash(&reader.ctx, file).await?;
    match web.app().preview_round(&reader.ctx, &name, &bytes).await {
        Ok(preview) => Ok(preview_page(v, file, &preview, &FormState::new()).into_response()),
        Err(Error::Refused(refusal)) => {
            let state = FormState::typed([], vec![FieldError::new("file", refusal.0)]);
            Ok(unprocessable(file_page(v, &state)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn preview_page(v: &View, file: StashId, found: &RoundPreview, state: &FormState) -> Html {
    let count = |n: usize| v.count(i64::try_from(n).unwrap_or(i64::MAX));
    let stat = |id: &str, n: usize| Stat::new(v.t(id), count(n));
    let counts = &found.counts.counts;
    let figures = [
        stat("round-import-teams", counts.teams),
        stat("round-import-units", counts.units),
        stat("round-import-extensions", counts.extension_units),
        stat("round-import-members", counts.members),
        stat("round-import-cadres", counts.cadres),
        stat("engagement-boxes", counts.boxes),
    ];
    let mut parts = vec![preview::verdict(v, found.errors, found.warnings), stats(&figures)];
    let left = Message::new("round-import-not-stored")
        .with("focus", counts.focus_points)
        .with("cadres", counts.other_cadres);
    if counts.focus_points + counts.other_cadres > 0 {
        parts.push(html! { (Note::new(Tone::Info, v.say(&left))) });
    }
    if found.is_clean() {
        let stages = Stage::ALL.into_iter().filter(|s| *s > Stage::Approved);
        let stages = stages.map(|s| Choice::new(code_of(&s), v.say(&s.label())));
        let form = Form::post(format!("/rounds/import/{file}"), state)
            .body(html! {
                (state.text("stage", v.t("round-taken-over-stage")).select(stages).hint(v.t("round-taken-over-hint")).optional().html(v))
                (state.text("source", v.t("round-taken-over-source")).optional().longest(200).html(v))
            })
            .button(Button::submit(v.t("round-import-accept")).primary().icon("check"));
        parts.push(html! { (Panel::new(v.t("round-import-accept")).body(form.html(v))) });
    }
    parts.push(preview::issues(v, &found.issues));
    head(v)
        .lead(format!("{} · {}", found.counts.name, found.file))
        .action(Button::link(v.t("preview-other"), "/rounds/import"))
        .html(v, stack(parts))
}

async fn accept(State(web): State<Web>, Path(file): Path<StashId>, posted: Posted) -> Answer<Response> {
    let (name, bytes) = web.app().unstash(&posted.ctx, file).await?;
    let source = posted.value("source").trim().to_owned();
    let taken_over = coded::<Stage>(posted.value("stage")).map(|stage| TakenOver { stage, source });
    let preview = web.app().preview_round(&posted.ctx, &name, &bytes).await?;
    let act = ImportRound { file: name, bytes, taken_over };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(made) => Ok(done(&format!("/rounds/{}", made.done.round), "round-imported")),
        Err(Error::Refused(refusal)) => {
            let state = posted.state(vec![FieldError::new("source", refusal.0)]);
            Ok(unprocessable(preview_page(&posted.view, file, &preview, &state)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
