//! Importing clues from a file: the round, the file, a preview that names nobody, one act. The file waits sealed for an
//! hour and is seen by whoever sent it.

use crate::components::{
    Button, Choice, Column, Crumb, Form, FormState, Help, Note, Page, Panel, Row, Stat, Table, Tone, cell,
    stack, stats,
};
use crate::pages::preview;
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::clue::{CluePreview, ImportClues};
use app::stash::{MAX_BYTES, StashId};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::permission::Action;
use kernel::{FieldError, Message, RoundId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::ClueImport);
    routes
        .get("/clues/import", needs, ask)
        .upload("/clues/import", needs, 2 * MAX_BYTES, upload)
        .get("/clues/import/{file}", needs, show)
        .post("/clues/import/{file}", needs, accept)
}

async fn ask(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let rounds = web.app().clue_rounds(&reader.ctx).await?;
    Ok(file_page(&reader.view, &rounds, &FormState::new()))
}

fn head(v: &View) -> Page {
    Page::new(v.t("clue-import"))
        .crumbs([Crumb::new(v.t("clue-title"), "/clues")])
        .help(Help::new(v.t("clue-import-help-what"), v.t("clue-import-help-next")))
}

fn file_page(v: &View, rounds: &[(RoundId, String)], state: &FormState) -> Html {
    let choices = rounds.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let form = Form::post("/clues/import", state)
        .multipart()
        .body(html! {
            (state.text("round", v.t("clue-import-round")).select(choices).html(v))
            (state.text("file", v.t("clue-import-file")).file(".json").hint(v.t("clue-import-file-hint")).html(v))
        })
        .button(Button::submit(v.t("preview-read")).primary())
        .note(v.t("preview-read-note"));
    head(v).html(v, html! { (Panel::new(v.t("clue-import")).body(form.html(v))) })
}

async fn upload(State(web): State<Web>, uploaded: Uploaded) -> Answer<Response> {
    let round: Option<RoundId> = uploaded.value("round").parse().ok();
    let (Some(file), Some(round)) = (uploaded.file("file"), round) else {
        let errors = vec![FieldError::new("file", Message::new("preview-file-missing"))];
        let rounds = web.app().clue_rounds(&uploaded.ctx).await?;
        return Ok(unprocessable(file_page(&uploaded.view, &rounds, &uploaded.state(errors))).into_response());
    };
    // The file's own name stays with its sender: it may name somebody.
    let kept = web.app().stash(&uploaded.ctx, "clues.json", &file.bytes).await?;
    Ok(Redirect::to(&format!("/clues/import/{kept}?round={round}")).into_response())
}

fn round_of(v: &View) -> Result<RoundId, Error> {
    v.address.get("round").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}

async fn show(State(web): State<Web>, Path(file): Path<StashId>, reader: Reader) -> Answer<Response> {
    let v = &reader.view;
    let round = round_of(v)?;
    match look(&web, &reader.ctx, file, round).await {
        Ok(found) => Ok(preview_page(v, file, round, &found).into_response()),
        Err(Error::Refused(refusal)) => {
            let state = FormState::typed([], vec![FieldError::new("file", refusal.0)]);
            let rounds = web.app().clue_rounds(&reader.ctx).await?;
            Ok(unprocessable(file_page(v, &rounds, &state)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn look(web: &Web, ctx: &Ctx, file: StashId, round: RoundId) -> Result<CluePreview, Error> {
    let (name, bytes) = web.app().unstash(ctx, file).await?;
    web.app().preview_clues(ctx, &name, &bytes, round).await
}

fn preview_page(v: &View, file: StashId, round: RoundId, found: &CluePreview) -> Html {
    let count = |n: usize| v.count(i64::try_from(n).unwrap_or(i64::MAX));
    let stat = |id: &str, n: usize| Stat::new(v.t(id), count(n));
    let counts = &found.preview.counts;
    let figures = [
        stat("clue-import-clues", counts.clues).unit(v.t("clue-pieces")),
        stat("clue-import-persons", counts.persons).unit(v.t("clue-people")),
        stat("clue-import-new", counts.new).unit(v.t("clue-pieces")),
        stat("clue-import-there", counts.there).unit(v.t("clue-pieces")),
        stat("clue-import-asked", counts.to_be_asked).unit(v.t("clue-people")),
    ];
    let mut page = head(v);
    if found.preview.is_clean() && counts.new > 0 {
        let label = Message::new("clue-import-accept").with("count", counts.new);
        let accept = Form::post(format!("/clues/import/{file}"), &FormState::new())
            .hidden("round", round.to_string())
            .button(Button::submit(v.say(&label)).primary().icon("check"))
            .html(v);
        page = page.control(accept);
    }
    page = page.action(Button::link(v.t("preview-other"), "/clues/import"));
    let papers = (counts.findings > 0).then(|| {
        let said = Message::new("clue-import-findings").with("count", counts.findings);
        html! { (Note::new(Tone::Info, v.say(&said))) }
    });
    let parts = [
        preview::verdict(v, found.preview.errors, found.preview.warnings),
        stats(&figures),
        papers.unwrap_or_default(),
        routes_panel(v, found),
        preview::issues(v, &found.preview.issues),
    ];
    page.html(v, stack(parts))
}

/// Every proposed route with its reason: numbers and levels, no names.
fn routes_panel(v: &View, found: &CluePreview) -> Markup {
    if found.clues.is_empty() {
        return Markup::default();
    }
    let rows = found.clues.iter().flat_map(|clue| {
        clue.routes.iter().map(|route| {
            let why = html! { ul { @for why in &route.why { li { (why) } } } };
            Row::new([cell(&clue.number), cell(route.receiver.as_deref().unwrap_or("—")), why])
        })
    });
    let columns = [
        Column::new(v.t("clue-number")).heads_row().one_line(),
        Column::new(v.t("clue-route-proposed")),
        Column::new(v.t("clue-why")),
    ];
    let table = Table::new(v.t("clue-import-routes"), columns).rows(rows.collect::<Vec<_>>()).stacks();
    html! { (Panel::new(v.t("clue-import-routes")).note(v.t("clue-import-routes-note")).flush(table.html(v))) }
}

async fn accept(State(web): State<Web>, Path(file): Path<StashId>, posted: Posted) -> Answer<Response> {
    let round: RoundId = posted.value("round").parse().map_err(|_| Error::NotFound)?;
    let (name, bytes) = web.app().unstash(&posted.ctx, file).await?;
    web.app().perform(&posted.ctx, &ImportClues { file: name, bytes, round }).await?;
    Ok(done("/clues/import", "clue-imported"))
}
