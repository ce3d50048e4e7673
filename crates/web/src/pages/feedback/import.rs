//! Importing a feedback paper: the engagement and the file, the preview with its outline, acceptance.

use super::address;
use crate::components::{
    Button, Choice, Column, Crumb, Form, FormState, Help, Page, Panel, Row, Stat, Table, cell, chip, stack,
    stats,
};
use crate::pages::preview;
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::view::Address;
use crate::{Html, View, Web};
use app::feedback::{FeedbackPreview, ImportFeedback};
use app::file::Received;
use app::stash::{MAX_BYTES, StashId};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::feedback::draft::Source;
use domain::feedback::import::Part;
use domain::file::Limits;
use domain::permission::{Action, Scope};
use kernel::{EngagementId, FieldError, Message};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::FeedbackDraft);
    routes
        .get("/feedback/import", needs, ask)
        .upload("/feedback/import", needs, 2 * MAX_BYTES, upload)
        .get("/feedback/import/{file}", needs, show)
        .post("/feedback/import/{file}", needs, accept)
}

/// The engagements for which the reader may import: those of their team, or of every round for the office.
async fn engagements(web: &Web, ctx: &Ctx) -> Result<Vec<(EngagementId, String)>, Error> {
    let all = web.app().feedback_engagements(ctx).await?;
    Ok(all.into_iter().filter(|(id, _)| ctx.may(Action::FeedbackDraft, Scope::One(id.0))).collect())
}

async fn ask(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let chosen = v.address.get("engagement").unwrap_or_default().to_owned();
    let state = FormState::new().with("engagement", chosen);
    Ok(file_page(v, &engagements(&web, &reader.ctx).await?, &state))
}

fn head(v: &View) -> Page {
    Page::new(v.t("feedback-import"))
        .crumbs([Crumb::new(v.t("feedback-title"), "/feedback")])
        .help(Help::new(v.t("feedback-import-help-what"), v.t("feedback-import-help-next")))
}

fn file_page(v: &View, units: &[(EngagementId, String)], state: &FormState) -> Html {
    let choices = units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
    let form = Form::post("/feedback/import", state)
        .multipart()
        .body(html! {
            (state.text("engagement", v.t("ledger-unit")).select(choices).wide().html(v))
            (state.text("file", v.t("feedback-import-file")).file(".docx,.txt").hint(v.t("feedback-import-file-hint")).html(v))
        })
        .button(Button::submit(v.t("preview-read")).primary())
        .note(v.t("preview-read-note"));
    head(v).html(v, html! { (Panel::new(v.t("feedback-import-choose")).body(form.html(v))) })
}

async fn upload(State(web): State<Web>, uploaded: Uploaded) -> Answer<Response> {
    let engagement: Option<EngagementId> = uploaded.value("engagement").parse().ok();
    let mut errors = Vec::new();
    if engagement.is_none() {
        errors.push(FieldError::new("engagement", Message::new("feedback-engagement-missing")));
    }
    let file = uploaded.file("file");
    if file.is_none() {
        errors.push(FieldError::new("file", Message::new("preview-file-missing")));
    }
    let (Some(engagement), Some(file)) = (engagement, file) else {
        let units = engagements(&web, &uploaded.ctx).await?;
        let page = file_page(&uploaded.view, &units, &uploaded.state(errors));
        return Ok(unprocessable(page).into_response());
    };
    let kept = web.app().stash(&uploaded.ctx, &file.name, &file.bytes).await?;
    let to = Address::parse(&format!("/feedback/import/{kept}")).with("engagement", &engagement.to_string());
    Ok(Redirect::to(&to.to_string()).into_response())
}

/// What the preview is of: the engagement and the section, as the address or the form names them.
fn asked(get: impl Fn(&str) -> Option<String>) -> Result<(EngagementId, Option<u32>), Error> {
    let engagement = get("engagement").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    Ok((engagement, get("section").and_then(|n| n.parse().ok())))
}

async fn show(State(web): State<Web>, Path(file): Path<StashId>, reader: Reader) -> Answer<Response> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let (engagement, section) = asked(|name| v.address.get(name).map(str::to_owned))?;
    let (name, bytes) = web.app().unstash(ctx, file).await?;
    match web.app().preview_feedback(ctx, engagement, (&name, bytes), section).await {
        Ok(found) => {
            let at = (file, engagement, section);
            Ok(preview_page(v, at, &found, &FormState::new()).into_response())
        }
        Err(Error::Refused(refusal)) => {
            let errors = vec![FieldError::new("file", refusal.0)];
            let state = FormState::typed([("engagement".to_owned(), engagement.to_string())], errors);
            let page = file_page(v, &engagements(&web, ctx).await?, &state);
            Ok(unprocessable(page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

type At = (StashId, EngagementId, Option<u32>);

fn preview_page(
    v: &View,
    (file, engagement, section): At,
    found: &FeedbackPreview,
    state: &FormState,
) -> Html {
    let counts = &found.counts;
    let count = |n: usize| v.count(i64::try_from(n).unwrap_or(i64::MAX));
    let figures = [
        Stat::new(v.t("feedback-problems"), count(counts.problems)),
        Stat::new(v.t("feedback-groups"), count(counts.groups)),
        Stat::new(v.t("feedback-instances"), count(counts.instances)),
        Stat::new(v.t("feedback-from-annex"), count(counts.from_annex)),
        Stat::new(v.t("feedback-existing"), count(counts.existing)),
    ];
    let mut parts = vec![preview::verdict(v, found.errors, found.warnings), stats(&figures)];
    if found.is_clean() {
        let form = Form::post(format!("/feedback/import/{file}"), state)
            .hidden("engagement", engagement.to_string())
            .hidden("section", section.map(|n| n.to_string()).unwrap_or_default())
            .button(Button::submit(v.t("feedback-import-accept")).primary().icon("check"))
            .note(v.t("feedback-import-accept-note"));
        parts.push(html! { (Panel::new(v.t("feedback-import-accept")).body(form.html(v))) });
    }
    parts.push(preview::issues(v, &found.issues));
    parts.push(html! { (problems(v, found)) });
    parts.push(html! { (outline(v, (file, engagement), found)) });
    head(v)
        .lead(format!("{} · {}", counts.unit, found.file))
        .action(Button::link(v.t("preview-other"), "/feedback/import"))
        .html(v, stack(parts))
}

fn problems(v: &View, found: &FeedbackPreview) -> Panel {
    let mut group = "";
    let mut rows = Vec::new();
    for problem in &found.counts.list {
        if problem.group != group {
            group = &problem.group;
            rows.push(super::heading(v, group));
        }
        let source = match problem.source {
            Source::Body => Markup::default(),
            Source::Annex => chip(crate::components::Tone::Info, &v.t("feedback-only-annex")),
            Source::ByHand => Markup::default(),
        };
        rows.push(Row::new([
            cell(problem.number),
            cell(&problem.mark),
            html! { (problem.title) " " (source) },
            cell(problem.instances),
        ]));
    }
    let columns = [
        Column::new(v.t("feedback-number")).number().heads_row(),
        Column::new(v.t("feedback-mark")).one_line(),
        Column::new(v.t("ledger-problem")),
        Column::new(v.t("feedback-instances")).number(),
    ];
    Panel::new(v.t("feedback-problems"))
        .flush(Table::new(v.t("feedback-problems"), columns).rows(rows).html(v))
}

/// Every paragraph with what it was read as; a section can be chosen as the one that holds the problems.
fn outline(v: &View, (file, engagement): (StashId, EngagementId), found: &FeedbackPreview) -> Panel {
    use domain::feedback::draft::Place;
    let rows = found.counts.outline.iter().map(|entry| {
        let place = match entry.place {
            Place::Paragraph(n) => n.to_string(),
            Place::Row { row, .. } => row.to_string(),
            Place::ByHand => String::new(),
        };
        let choose = match (entry.part, entry.place) {
            (Part::Section, Place::Paragraph(n)) if !entry.in_problems => {
                let href = format!("/feedback/import/{file}?engagement={engagement}&section={n}");
                html! { " " (Button::link(v.t("feedback-section-choose"), href).small().quiet()) }
            }
            _ => Markup::default(),
        };
        Row::new([cell(place), cell(v.t(part(entry.part))), html! { (entry.mark) (entry.text) (choose) }])
    });
    let columns = [
        Column::new(v.t("feedback-paragraph")).number().heads_row(),
        Column::new(v.t("feedback-part")).one_line(),
        Column::new(v.t("feedback-text")),
    ];
    let table = Table::new(v.t("feedback-outline"), columns).rows(rows);
    Panel::new(v.t("feedback-outline")).note(v.t("feedback-outline-note")).flush(table.html(v))
}

const fn part(part: Part) -> &'static str {
    match part {
        Part::Opening => "feedback-part-opening",
        Part::Section => "feedback-part-section",
        Part::Group => "feedback-part-group",
        Part::Problem => "feedback-part-problem",
        Part::Instance => "feedback-part-instance",
        Part::Text => "feedback-part-text",
        Part::Other => "feedback-part-other",
        Part::Signature => "feedback-part-signature",
        Part::Annex => "feedback-part-annex",
    }
}

/// The file kept with the list; one that files are not taken as is read and not kept.
async fn received(web: &Web, id: EngagementId, name: &str, bytes: &[u8]) -> Result<Option<Received>, Error> {
    let receiving = web.app().receive_file(Some(id), Limits::default()).await?;
    match receiving.push(bytes.to_vec()).await?.finish(name).await {
        Ok(received) => Ok(Some(received)),
        Err(Error::Refused(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

async fn accept(State(web): State<Web>, Path(file): Path<StashId>, posted: Posted) -> Answer<Response> {
    let (engagement, section) = asked(|name| Some(posted.value(name).to_owned()))?;
    let (name, bytes) = web.app().unstash(&posted.ctx, file).await?;
    posted.ctx.require(Action::FeedbackDraft, Scope::One(engagement.0))?;
    let paper = received(&web, engagement, &name, &bytes).await?;
    let act = ImportFeedback { engagement, file: name.clone(), bytes: bytes.clone(), section, paper };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(made) => Ok(done(&address(made.done.feedback), "feedback-imported")),
        Err(Error::Refused(refusal)) => {
            let found = web.app().preview_feedback(&posted.ctx, engagement, (&name, bytes), section).await?;
            let state = posted.state(vec![FieldError::new("", refusal.0)]);
            let page = preview_page(&posted.view, (file, engagement, section), &found, &state);
            Ok(unprocessable(page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
