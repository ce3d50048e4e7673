//! Taking a register over from a spreadsheet: the file, its preview with what is proposed and what looks alike, accepting it.
//! The file waits for an hour behind an address, sealed; nothing of who wrote is shown.

use super::words;
use crate::components::{
    Button, Choice, Column, Crumb, Form, FormState, Help, Note, Page, Panel, Row, Stat, Table, Tone, cell,
    chip, stack, stats,
};
use crate::pages::preview;
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::petition::{ImportPetitions, PetitionPreview, ProposedRow};
use app::stash::{MAX_BYTES, StashId};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::permission::{Action, Scope};
use domain::petition::{PetitionRules, Verdict};
use kernel::{EngagementId, FieldError, Message};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::PetitionImport);
    routes
        .get("/petitions/import", needs, ask)
        .upload("/petitions/import", needs, 2 * MAX_BYTES, upload)
        .get("/petitions/import/{file}", needs, show)
        .post("/petitions/import/{file}", needs, accept)
}

async fn ask(reader: Reader) -> Answer<Html> {
    Ok(file_page(&reader.ctx, &reader.view, &FormState::new()))
}

/// Where the list of the reader is: the office has none but the registers.
fn home(ctx: &Ctx) -> &'static str {
    if ctx.may(Action::PetitionView, Scope::Global) { "/petitions" } else { "/registers" }
}

fn head(ctx: &Ctx, v: &View) -> Page {
    Page::new(v.t("petition-import"))
        .crumbs([Crumb::new(v.t("petition-title"), home(ctx))])
        .help(Help::new(v.t("petition-import-help-what"), v.t("petition-import-help-next")))
}

fn file_page(ctx: &Ctx, v: &View, state: &FormState) -> Html {
    let form = Form::post("/petitions/import", state)
        .multipart()
        .body(html! {
            (state.text("file", v.t("petition-import-file")).file(".xlsx").hint(v.t("petition-import-file-hint")).html(v))
        })
        .button(Button::submit(v.t("preview-read")).primary())
        .note(v.t("preview-read-note"));
    head(ctx, v).html(v, html! { (Panel::new(v.t("petition-import-choose")).body(form.html(v))) })
}

async fn upload(State(web): State<Web>, uploaded: Uploaded) -> Answer<Response> {
    let Some(file) = uploaded.file("file") else {
        let errors = vec![FieldError::new("file", Message::new("preview-file-missing"))];
        let page = file_page(&uploaded.ctx, &uploaded.view, &uploaded.state(errors));
        return Ok(unprocessable(page).into_response());
    };
    let kept = web.app().stash(&uploaded.ctx, &file.name, &file.bytes).await?;
    Ok(Redirect::to(&format!("/petitions/import/{kept}")).into_response())
}

async fn show(State(web): State<Web>, Path(file): Path<StashId>, reader: Reader) -> Answer<Response> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let besides = v.address.get("besides").and_then(|id| id.parse().ok());
    match look(&web, ctx, file, besides).await {
        Ok(preview) => Ok(preview_page(ctx, v, (file, besides), &preview).into_response()),
        Err(Error::Refused(refusal)) => {
            let state = FormState::typed([], vec![FieldError::new("file", refusal.0)]);
            Ok(unprocessable(file_page(ctx, v, &state)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn look(
    web: &Web,
    ctx: &Ctx,
    file: StashId,
    besides: Option<EngagementId>,
) -> Result<PetitionPreview, Error> {
    let (name, bytes) = web.app().unstash(ctx, file).await?;
    web.app().preview_petitions(ctx, &name, bytes, (None, besides)).await
}

async fn accept(State(web): State<Web>, Path(file): Path<StashId>, posted: Posted) -> Answer<Response> {
    let (name, bytes) = web.app().unstash(&posted.ctx, file).await?;
    let besides = posted.value("besides").parse().ok();
    let act = ImportPetitions { file: name, bytes, round: None, besides };
    web.app().perform(&posted.ctx, &act).await?;
    Ok(done(home(&posted.ctx), "petition-imported"))
}

fn preview_page(
    ctx: &Ctx,
    v: &View,
    (file, besides): (StashId, Option<EngagementId>),
    found: &PetitionPreview,
) -> Html {
    let at = format!("/petitions/import/{file}");
    let mut page = head(ctx, v).lead(format!("{} · {}", found.file, found.more.round));
    if found.is_clean() && found.counts.new > 0 {
        let label = Message::new("petition-import-accept").with("count", found.counts.new);
        let accept = Form::post(at.clone(), &FormState::new())
            .hidden("besides", besides.map(|id| id.to_string()).unwrap_or_default())
            .button(Button::submit(v.say(&label)).primary().icon("check"))
            .html(v);
        page = page.control(accept);
    }
    page = page.action(Button::link(v.t("preview-other"), "/petitions/import"));
    let parts = [
        preview::verdict(v, found.errors, found.warnings),
        there(v, found),
        figures(v, found),
        placed(v, &at, besides, found),
        duplicates(v, found),
        proposals(v, found),
        preview::issues(v, &found.issues),
    ];
    page.html(v, stack(parts))
}

fn there(v: &View, found: &PetitionPreview) -> Markup {
    let there = Message::new("petition-import-there").with("count", found.counts.there);
    html! { @if found.counts.there > 0 { (Note::new(Tone::Info, v.say(&there))) } }
}

fn figures(v: &View, found: &PetitionPreview) -> Markup {
    let rules = PetitionRules::shipped();
    let count = |n: usize| v.count(i64::try_from(n).unwrap_or(i64::MAX));
    let stat = |id: &str, n: usize| Stat::new(v.t(id), count(n));
    let c = &found.counts;
    let all = [
        stat("petition-import-rows", c.rows),
        stat("petition-import-new", c.new),
        stat("petition-import-in", c.in_scope),
        stat("petition-import-mixed", c.mixed),
        stat("petition-import-out", c.out_of_scope),
        stat("petition-naming-real-name", c.real_name),
        stat("petition-naming-unverified", c.unverified),
        stat("petition-naming-surname-only", c.surname_only),
        stat("petition-naming-anonymous", c.anonymous),
        Stat::new(v.t("petition-import-visitors"), v.count(i64::from(c.visitors))),
    ];
    let channels: Vec<Stat> =
        c.channels.iter().map(|(code, n)| Stat::new(words::channel(v, &rules, code), count(*n))).collect();
    html! { (stats(&all)) (stats(&channels)) }
}

/// Which engagement gets how many; and who takes what is about no unit of the round.
fn placed(v: &View, at: &str, besides: Option<EngagementId>, found: &PetitionPreview) -> Markup {
    let separator = v.t("common-list-separator");
    let rows = found.more.engagements.iter().map(|placed| {
        Row::new([
            cell(&placed.unit),
            cell(v.count(i64::try_from(placed.rows).unwrap_or(0))),
            cell(placed.besides.join(&separator)),
        ])
    });
    let columns = [
        Column::new(v.t("petition-engagement")).heads_row().one_line(),
        Column::new(v.t("petition-import-own")).number(),
        Column::new(v.t("petition-import-besides")),
    ];
    let table = Table::new(v.t("petition-import-placed"), columns).rows(rows);
    let choices = found
        .more
        .engagements
        .iter()
        .map(|placed| Choice::new(placed.engagement.to_string(), placed.unit.as_str()));
    let chosen = besides.map(|id| id.to_string()).unwrap_or_default();
    let filters = crate::components::Filters::new(at.to_owned()).select(
        "besides",
        v.t("petition-import-besides-to"),
        choices,
        chosen,
    );
    let body = html! { (filters.html(v)) (table.html(v)) };
    html! { (Panel::new(v.t("petition-import-placed")).note(v.t("petition-import-placed-note")).flush(body)) }
}

fn duplicates(v: &View, found: &PetitionPreview) -> Markup {
    if found.more.duplicates.is_empty() {
        return Markup::default();
    }
    let rows = found
        .more
        .duplicates
        .iter()
        .map(|pair| Row::new([cell(&pair.one), cell(&pair.other), cell(pair.why.join(" "))]));
    let columns = [
        Column::new(v.t("petition-number")).heads_row().one_line(),
        Column::new(v.t("petition-number")).one_line(),
        Column::new(v.t("petition-pair-why")),
    ];
    let table = Table::new(v.t("petition-alike"), columns).rows(rows);
    let count = Message::new("petition-pairs-count").with("count", found.more.duplicates.len());
    html! { (Panel::new(v.t("petition-alike")).note(v.say(&count)).flush(table.html(v))) }
}

/// What the rules propose for what is not plainly in scope, or bears a mark; a person decides later.
fn proposals(v: &View, found: &PetitionPreview) -> Markup {
    let rules = PetitionRules::shipped();
    let verdict = |row: &ProposedRow| match (row.verdict, &row.reason) {
        ("mixed", _) => (Tone::Info, words::verdict(v, &rules, &Verdict::Mixed)),
        (_, Some(reason)) => {
            (Tone::Warn, words::verdict(v, &rules, &Verdict::Out { reason: reason.clone() }))
        }
        _ => (Tone::Ok, words::verdict(v, &rules, &Verdict::In)),
    };
    let notable = found.more.scope.iter().filter(|row| row.verdict != "in" || !row.marks.is_empty());
    let rows = notable.map(|row| {
        let (tone, said) = verdict(row);
        let marks: Vec<String> = domain::petition::Mark::ALL
            .into_iter()
            .filter(|mark| row.marks.contains(&mark.code()))
            .map(|mark| v.say(&mark.label()))
            .collect();
        let why = row.why.iter().chain(&marks).cloned().collect::<Vec<_>>().join(" ");
        Row::new([cell(row.row.to_string()), cell(&row.number), chip(tone, &said), cell(why)])
    });
    let columns = [
        Column::new(v.t("preview-row")).number().heads_row(),
        Column::new(v.t("petition-number")).one_line(),
        Column::new(v.t("petition-verdict")).one_line(),
        Column::new(v.t("petition-why")),
    ];
    let table = Table::new(v.t("petition-import-proposals"), columns).rows(rows);
    html! { (Panel::new(v.t("petition-import-proposals")).note(v.t("petition-import-proposals-note")).flush(table.html(v))) }
}
