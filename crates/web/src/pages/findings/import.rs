//! Importing working papers from a file: a team what belongs to its engagement, the office a whole round's.

use super::{crumbs, of_engagement};
use crate::components::{
    Button, Column, Crumb, Form, FormState, Help, Note, Page, Panel, Row, Stat, Table, Tone, cell, chip,
    stack, stats,
};
use crate::pages::preview;
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::finding::{FindingsPreview, ImportFindings, Into, PaperLine};
use app::stash::{MAX_BYTES, StashId};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::finding::Severity;
use domain::money::Money;
use domain::permission::{Action, Scope};
use kernel::{EngagementId, FieldError, Message, RoundId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let (own, office) = (Needs::Right(Action::FindingWrite), Needs::Right(Action::FindingImport));
    routes
        .get("/engagements/{engagement}/findings/import", own, ask_own)
        .upload("/engagements/{engagement}/findings/import", own, 2 * MAX_BYTES, upload_own)
        .get("/engagements/{engagement}/findings/import/{file}", own, show_own)
        .post("/engagements/{engagement}/findings/import/{file}", own, accept_own)
        .get("/rounds/{round}/findings/import", office, ask_round)
        .upload("/rounds/{round}/findings/import", office, 2 * MAX_BYTES, upload_round)
        .get("/rounds/{round}/findings/import/{file}", office, show_round)
        .post("/rounds/{round}/findings/import/{file}", office, accept_round)
}

/// Where the pages of an import lie.
fn at(into: Into) -> String {
    match into {
        Into::Round(id) => format!("/rounds/{id}/findings/import"),
        Into::Engagement(id) => format!("{}/import", of_engagement(id)),
    }
}

/// Refuses before anything is shown or kept whoever may not import here.
fn admit(ctx: &Ctx, into: Into) -> Result<(), Error> {
    match into {
        Into::Round(_) => ctx.require(Action::FindingImport, Scope::Global),
        Into::Engagement(id) => ctx.require(Action::FindingWrite, Scope::One(id.0)),
    }
    .map(|_| ())
}

fn head(v: &View, into: Into) -> Page {
    let page = Page::new(v.t("finding-import"))
        .help(Help::new(v.t("finding-import-help-what"), v.t("finding-import-help-next")));
    match into {
        Into::Round(id) => page.crumbs([Crumb::new(v.t("round-title"), format!("/rounds/{id}"))]),
        Into::Engagement(id) => page.crumbs(crumbs(v, id, &v.t("finding-import-engagement"))),
    }
}

fn file_page(v: &View, into: Into, state: &FormState) -> Html {
    let form = Form::post(at(into), state)
        .multipart()
        .body(html! {
            (state.text("file", v.t("finding-import-file")).file(".json").hint(v.t("finding-import-file-hint")).html(v))
        })
        .button(Button::submit(v.t("preview-read")).primary())
        .note(v.t("preview-read-note"));
    head(v, into).html(v, html! { (Panel::new(v.t("finding-import-choose")).body(form.html(v))) })
}

async fn upload(web: &Web, into: Into, uploaded: Uploaded) -> Answer<Response> {
    admit(&uploaded.ctx, into)?;
    let Some(file) = uploaded.file("file") else {
        let errors = vec![FieldError::new("file", Message::new("preview-file-missing"))];
        let page = file_page(&uploaded.view, into, &uploaded.state(errors));
        return Ok(unprocessable(page).into_response());
    };
    let kept = web.app().stash(&uploaded.ctx, &file.name, &file.bytes).await?;
    Ok(Redirect::to(&format!("{}/{kept}", at(into))).into_response())
}

async fn show(web: &Web, into: Into, file: StashId, reader: &Reader) -> Answer<Response> {
    admit(&reader.ctx, into)?;
    let v = &reader.view;
    let (name, bytes) = web.app().unstash(&reader.ctx, file).await?;
    match web.app().preview_findings(&reader.ctx, into, &name, &bytes).await {
        Ok(found) => Ok(preview_page(v, into, file, &found, &FormState::new()).into_response()),
        Err(Error::Refused(refusal)) => {
            let state = FormState::typed([], vec![FieldError::new("file", refusal.0)]);
            Ok(unprocessable(file_page(v, into, &state)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn preview_page(v: &View, into: Into, file: StashId, found: &FindingsPreview, state: &FormState) -> Html {
    let count = |n: usize| v.count(i64::try_from(n).unwrap_or(i64::MAX));
    let counts = &found.counts.counts;
    let figures = [
        Stat::new(v.t("finding-import-papers"), count(counts.papers)),
        Stat::new(v.t("finding-import-new"), count(counts.new)),
        Stat::new(v.t("finding-import-there"), count(counts.there)),
        Stat::new(v.t("finding-blocked"), count(counts.blocked)),
        Stat::new(v.t("finding-import-open"), count(counts.to_be_linked)),
        Stat::new(v.t("finding-import-sums"), super::words::sum(v, Money::fen(counts.amount_fen))),
    ];
    let mut parts = vec![preview::verdict(v, found.errors, found.warnings), stats(&figures)];
    if found.counts.clues > 0 {
        let clues = Message::new("finding-import-clues").with("count", found.counts.clues);
        parts.push(html! { (Note::new(Tone::Info, v.say(&clues))) });
    }
    if counts.elsewhere > 0 {
        let left = Message::new("finding-import-elsewhere").with("count", counts.elsewhere);
        parts.push(html! { (Note::new(Tone::Info, v.say(&left))) });
    }
    if found.is_clean() && counts.new > 0 {
        let form = Form::post(format!("{}/{file}", at(into)), state)
            .button(Button::submit(v.t("finding-import-accept")).primary().icon("check"))
            .note(v.t("finding-import-accept-note"));
        parts.push(html! { (Panel::new(v.t("finding-import-accept")).body(form.html(v))) });
    } else if found.is_clean() {
        let none = Message::new("finding-import-nothing-new").with("count", counts.there);
        parts.push(html! { (Note::new(Tone::Info, v.say(&none))) });
    }
    parts.push(papers(v, &found.counts.drafts));
    parts.push(preview::issues(v, &found.issues));
    head(v, into)
        .lead(found.file.clone())
        .action(Button::link(v.t("preview-other"), at(into)))
        .html(v, stack(parts))
}

/// The papers by their numbers, with what each lacks.
fn papers(v: &View, drafts: &[PaperLine]) -> Markup {
    if drafts.is_empty() {
        return Markup::default();
    }
    let rows = drafts.iter().map(|draft| {
        let words = draft.marks.iter().filter(|mark| mark.severity != Severity::Hint);
        let state = if draft.blocked {
            chip(Tone::Late, &v.t("finding-blocked"))
        } else {
            chip(Tone::Info, &v.t("finding-import-draft"))
        };
        Row::new([
            cell(draft.row.to_string()),
            cell(&draft.number),
            html! { (state) @if draft.offers_clue { " " (chip(Tone::Warn, &v.t("finding-import-offers-clue"))) } },
            cell(draft.to_be_linked.to_string()),
            html! { ul { @for mark in words { li { (mark.message) } } } },
        ])
    });
    let columns = [
        Column::new(v.t("preview-row")).number(),
        Column::new(v.t("finding-number")).one_line().heads_row(),
        Column::new(v.t("finding-standing")),
        Column::new(v.t("finding-import-open")).number(),
        Column::new(v.t("finding-lacks")),
    ];
    let table = Table::new(v.t("finding-import-drafts"), columns).rows(rows).stacks();
    html! { (Panel::new(v.t("finding-import-drafts")).note(v.t("finding-import-drafts-note")).flush(table.html(v))) }
}

async fn accept(web: &Web, into: Into, file: StashId, posted: &Posted) -> Answer<Response> {
    admit(&posted.ctx, into)?;
    let (name, bytes) = web.app().unstash(&posted.ctx, file).await?;
    let act = ImportFindings { into, file: name.clone(), bytes: bytes.clone() };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => {
            let to = match into {
                Into::Round(id) => format!("/rounds/{id}"),
                Into::Engagement(id) => of_engagement(id),
            };
            Ok(done(&to, "finding-imported"))
        }
        Err(Error::Refused(refusal)) => {
            let found = web.app().preview_findings(&posted.ctx, into, &name, &bytes).await?;
            let state = posted.state(vec![FieldError::new("", refusal.0)]);
            let page = preview_page(&posted.view, into, file, &found, &state);
            Ok(unprocessable(page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn ask_own(Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    admit(&reader.ctx, Into::Engagement(id))?;
    Ok(file_page(&reader.view, Into::Engagement(id), &FormState::new()))
}

async fn ask_round(Path(id): Path<RoundId>, reader: Reader) -> Answer<Html> {
    admit(&reader.ctx, Into::Round(id))?;
    Ok(file_page(&reader.view, Into::Round(id), &FormState::new()))
}

async fn upload_own(
    State(web): State<Web>,
    Path(id): Path<EngagementId>,
    uploaded: Uploaded,
) -> Answer<Response> {
    upload(&web, Into::Engagement(id), uploaded).await
}

async fn upload_round(
    State(web): State<Web>,
    Path(id): Path<RoundId>,
    uploaded: Uploaded,
) -> Answer<Response> {
    upload(&web, Into::Round(id), uploaded).await
}

async fn show_own(
    State(web): State<Web>,
    Path((id, file)): Path<(EngagementId, StashId)>,
    reader: Reader,
) -> Answer<Response> {
    show(&web, Into::Engagement(id), file, &reader).await
}

async fn show_round(
    State(web): State<Web>,
    Path((id, file)): Path<(RoundId, StashId)>,
    reader: Reader,
) -> Answer<Response> {
    show(&web, Into::Round(id), file, &reader).await
}

async fn accept_own(
    State(web): State<Web>,
    Path((id, file)): Path<(EngagementId, StashId)>,
    posted: Posted,
) -> Answer<Response> {
    accept(&web, Into::Engagement(id), file, &posted).await
}

async fn accept_round(
    State(web): State<Web>,
    Path((id, file)): Path<(RoundId, StashId)>,
    posted: Posted,
) -> Answer<Response> {
    accept(&web, Into::Round(id), file, &posted).await
}
