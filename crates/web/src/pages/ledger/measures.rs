//! Measures of an item: the table, the form for a new one, progress with files, owner, later day, giving up.

use super::item::{At, back_posted, back_uploaded};
use super::{address, panels, words};
use crate::components::{
    Button, Choice, Column, Empty, Form, FormState, Panel, Row, Table, Tone, chip, due, due_done, evidence,
    stack,
};
use crate::pages::fields::{Fields, code_of, coded};
use crate::request::{Answer, Posted, Uploaded, done};
use crate::routes::{Needs, Routes};
use crate::{View, Web};
use app::Error;
use app::rectification::{
    AddMeasure, AskLaterDay, AssignMeasure, EvidenceKind, GiveUpMeasure, Leader, Measure, MeasureLine,
    NewEvidence, NextStep, ReportProgress, ServeItem,
};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::file::Limits;
use domain::permission::Action;
use kernel::{FieldError, ItemId, MeasureId, Message};
use maud::{Markup, Render, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let (plan, report) = (Needs::Right(Action::ItemPlan), Needs::Right(Action::ItemReport));
    let most = routes.one_file();
    routes
        .post("/ledger/{item}/measures", plan, add)
        .upload("/ledger/{item}/measures/{measure}/report", report, most, save_report)
        .post("/ledger/{item}/measures/{measure}/assign", plan, assign)
        .post("/ledger/{item}/measures/{measure}/serve", plan, serve)
        .post("/ledger/{item}/measures/{measure}/later", plan, later)
        .post("/ledger/{item}/measures/{measure}/give-up", plan, give_up)
}

/// The measures with what each needs next.
pub(super) fn table(at: &At<'_>) -> Markup {
    let v = at.v;
    let columns = [
        Column::new(v.t("ledger-measure")).heads_row(),
        Column::new(v.t("ledger-owner")).one_line(),
        Column::new(v.t("ledger-due")).one_line(),
        Column::new(v.t("ledger-evidence")),
        Column::new(v.t("ledger-result")).one_line(),
    ];
    let rows = at.found.measures.iter().map(|line| row(at, line));
    let empty = Empty::new("ledger", v.t("ledger-no-measures"), v.t("ledger-no-measures-next"));
    let table = Table::new(v.t("ledger-measures"), columns).rows(rows).empty(empty).stacks();
    let left = at.found.measures.iter().map(|line| &line.measure).filter(|measure| is_left(measure));
    let left: Vec<MeasureId> = left.map(|measure| measure.id).collect();
    let form = |line: &MeasureLine| forms_of(at, line, left == [line.measure.id]);
    let forms: Vec<Markup> = at.found.measures.iter().map(form).collect();
    html! { (table.html(v)) @for form in &forms { (form) } }
}

fn row(at: &At<'_>, line: &MeasureLine) -> Row {
    let (v, measure) = (at.v, &line.measure);
    let text = html! {
        span.mono { (measure.code) } " " (measure.text)
        @for (id, code) in &line.serves { " " a href=(address(*id)) { (code) } }
        @for progress in &measure.progress {
            @if !progress.text.is_empty() {
                div { small.muted { (v.day_short(progress.on)) " " (at.name(progress.by.user)) " " (progress.text) } }
            }
        }
    };
    let owner = html! {
        @match &line.owner { Some(owner) => { (words::post(v, owner)) } None => { span.muted { (v.t("ledger-no-owner")) } } }
        @if !measure.handler.is_empty() { div { small.muted { (measure.handler) } } }
    };
    let words = html! { div { small.muted { (measure.deadline.words) } } };
    let day = match (measure.done_on(), measure.due()) {
        (Some(on), _) => html! { (due_done(v, on, &v.t("ledger-done"))) (words) },
        (None, Some(day)) => html! { (due(v, day)) (words) },
        (None, None) => words,
    };
    let asked = measure.asked.as_ref().map(|a| Message::new("ledger-later-waits").with("to", a.to));
    let day = html! { (day) @if let Some(asked) = asked { div { small.late { (v.say(&asked)) } } } };
    let pieces = html! {
        @if measure.evidence().next().is_none() { span.muted { (v.t("ledger-no-evidence")) } }
        @for piece in measure.evidence() {
            @match piece.file {
                Some(file) => { (evidence(&words::stamp_of(v, piece.counts_as()), false, &piece.name, &format!("{}/files/{file}", address(at.found.item.item.id)))) " " }
                None => { span.ev { (crate::components::stamp(&words::stamp_of(v, piece.counts_as()))) span { (piece.name) } } " " }
            }
        }
    };
    Row::new([text, owner, day, pieces, result(v, measure)])
}

fn result(v: &View, measure: &Measure) -> Markup {
    let (tone, id) = if measure.given_up.is_some() {
        (Tone::Mute, "ledger-measure-given-up")
    } else if measure.done_on().is_some() {
        (Tone::Ok, "ledger-done")
    } else if !measure.progress.is_empty() {
        (Tone::Info, "ledger-measure-under-way")
    } else {
        (Tone::Mute, "ledger-measure-not-begun")
    };
    html! { (chip(tone, &v.t(id))) @if let Some(reported) = measure.reported { small.muted { (v.say(&reported.label())) } } }
}

/// Whether something is left to be done of a measure.
fn is_left(measure: &Measure) -> bool {
    measure.counts() && measure.done_on().is_none()
}

/// What can be done with one measure, folded under its code; open for whoever reports on the only one that is left.
fn forms_of(at: &At<'_>, line: &MeasureLine, only: bool) -> Markup {
    let measure = &line.measure;
    let open = at.found.item.item.is_open() && measure.counts();
    let (plans, reports) = (at.may(Action::ItemPlan), at.may(Action::ItemReport));
    if !open || !(plans || reports) {
        return decisions(at, line);
    }
    let of = measure.id.to_string();
    let back = ["report", "assign", "serve", "later", "give-up"].iter().any(|n| at.forms.came_back(n, &of));
    let parts = stack([
        html! { @if reports { (report_form(at, measure)) } },
        html! { @if plans { (other_forms(at, measure)) } },
    ]);
    let v = at.v;
    let label = Message::new("ledger-measure-open").with("code", measure.code.as_str());
    html! { div.body { details open[back || (only && reports)] { summary { (v.say(&label)) } (parts) } (decisions(at, line)) } }
}

/// The answer to a later day that is asked for.
fn decisions(at: &At<'_>, line: &MeasureLine) -> Markup {
    let (v, measure) = (at.v, &line.measure);
    if measure.asked.is_none() {
        return Markup::default();
    }
    let question = format!("about=measure&id={}", measure.id);
    html! { div.row {
        @if at.may(Action::FeedbackApprove) { (Button::link(v.t("ledger-later-decide"), format!("/decisions/decide?{question}")).small().primary()) }
        @if at.may(Action::DecisionRecord) { (Button::link(v.t("ledger-later-record"), format!("/decisions/new?{question}")).small()) }
    } }
}

fn act(at: &At<'_>, measure: &Measure, name: &str) -> String {
    at.act(&format!("measures/{}/{name}", measure.id))
}

fn report_form(at: &At<'_>, measure: &Measure) -> Markup {
    let v = at.v;
    let of = measure.id.to_string();
    let state = at.forms.state("report", &of, FormState::new).prefix(format!("report-{of}"));
    let kinds = EvidenceKind::ALL.into_iter().map(|k| Choice::new(code_of(&k), v.say(&k.label())));
    let done = state.text("done", v.t("ledger-report-done")).check();
    Form::post(act(at, measure, "report"), &state)
        .multipart()
        .body(html! {
            (state.text("text", v.t("ledger-report-text")).area(2).longest(2000).html(v))
            (state.text("files", v.t("ledger-report-files")).files(".pdf,.docx,.xlsx,.png,.jpg,.jpeg,.txt").optional().html(v))
            (state.text("kind", v.t("ledger-report-kind")).select(kinds).hint(v.t("ledger-report-kind-hint")).optional().html(v))
            (done.html(v))
        })
        .button(Button::submit(v.t("ledger-report")).primary().about(measure.code.clone()))
        .html(v)
}

fn other_forms(at: &At<'_>, measure: &Measure) -> Markup {
    let v = at.v;
    let of = measure.id.to_string();
    let assigned = at.forms.state("assign", &of, || {
        FormState::new()
            .with("leader", measure.owner.map(|o| o.to_string()).unwrap_or_default())
            .with("handler", measure.handler.clone())
    });
    let assigned = assigned.prefix(format!("assign-{of}"));
    let assign = Form::post(act(at, measure, "assign"), &assigned)
        .body(html! { (panels::leader_fields(at, &assigned)) (assigned.text("handler", v.t("ledger-handler")).optional().longest(60).html(v)) })
        .button(Button::submit(v.t("ledger-assign")).about(measure.code.clone()));
    let others: Vec<Choice> = at
        .found
        .others
        .iter()
        .filter(|(id, _)| !measure.items.contains(id))
        .map(|(id, name)| Choice::new(id.to_string(), name.as_str()))
        .collect();
    let served = at.forms.state("serve", &of, FormState::new).prefix(format!("serve-{of}"));
    let asked = at.forms.state("later", &of, FormState::new).prefix(format!("later-{of}"));
    let given = at.forms.state("give-up", &of, FormState::new).prefix(format!("give-up-{of}"));
    let serve = Form::post(act(at, measure, "serve"), &served)
        .body(
            html! { (served.text("other", v.t("ledger-serve-item")).select(others.clone()).wide().html(v)) },
        )
        .button(Button::submit(v.t("ledger-serve")).about(measure.code.clone()));
    let later = Form::post(act(at, measure, "later"), &asked)
        .body(html! {
            (asked.text("to", v.t("ledger-later-to")).date().html(v))
            (asked.text("reason", v.t("ledger-later-reason")).longest(300).html(v))
        })
        .button(Button::submit(v.t("ledger-later")).about(measure.code.clone()))
        .note(v.t("ledger-later-note"));
    let give_up = Form::post(act(at, measure, "give-up"), &given)
        .body(html! { (given.text("reason", v.t("ledger-give-up-reason")).longest(300).wide().html(v)) })
        .button(Button::submit(v.t("ledger-give-up")).danger().about(measure.code.clone()));
    let may_later = measure.due().is_some() && measure.done_on().is_none() && measure.asked.is_none();
    let fold = |name: &str, label: &str, form: Markup| {
        let open = at.forms.came_back(name, &of);
        html! { details open[open] { summary { (v.t(label)) } (form) } }
    };
    html! {
        (fold("assign", "ledger-assign", assign.html(v)))
        @if !others.is_empty() { (fold("serve", "ledger-serve", serve.html(v))) }
        @if may_later { (fold("later", "ledger-later", later.html(v))) }
        @if measure.done_on().is_none() { (fold("give-up", "ledger-give-up", give_up.html(v))) }
    }
}

/// The form of a new measure.
pub(super) fn add_panel(at: &At<'_>) -> Markup {
    let v = at.v;
    if !at.can(NextStep::Measure) {
        return Markup::default();
    }
    let state = at.forms.state("measure", "", FormState::new).prefix("measure");
    let asked = state.errors().iter().any(|e| e.field == "deadline" || e.field == "day");
    let form = Form::post(at.act("measures"), &state)
        .body(html! {
            (state.text("text", v.t("ledger-measure-text")).area(2).longest(2000).html(v))
            (state.text("deadline", v.t("ledger-deadline")).hint(v.t("ledger-deadline-hint")).example(v.t("ledger-deadline-example")).longest(60).html(v))
            @if asked { (state.text("day", v.t("ledger-deadline-day")).date().optional().html(v)) }
            (state.text("handler", v.t("ledger-handler")).optional().longest(60).html(v))
        })
        .button(Button::submit(v.t("ledger-measure-add")).primary().icon("plus"));
    Panel::new(v.t("ledger-measure-add")).id("measure").body(form.html(v)).render()
}

/// The post that a form names.
pub(super) fn leader(fields: &mut Fields<'_>) -> Option<Leader> {
    match fields.text("leader") {
        "new" => Some(Leader::New {
            title: fields.text("title").to_owned(),
            name: fields.text("name").to_owned(),
            account: fields.text("account").parse().ok(),
        }),
        id => {
            let post = id.parse().ok().map(Leader::Post);
            if post.is_none() {
                fields.errors.push(FieldError::new("leader", Message::new("post-unknown")));
            }
            post
        }
    }
}

async fn add(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let mut fields = Fields::of(&posted.pairs);
    let day = fields.optional_day("day");
    if !fields.errors.is_empty() {
        let error = Error::Invalid(fields.errors);
        return back_posted(&web, &posted, id, ("measure", String::new()), error).await;
    }
    let act = AddMeasure {
        unit,
        items: vec![id],
        text: fields.text("text").to_owned(),
        owner: None,
        handler: fields.text("handler").to_owned(),
        deadline: fields.text("deadline").to_owned(),
        day,
    };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&address(id), "ledger-measure-added")),
        Err(error) => back_posted(&web, &posted, id, ("measure", String::new()), error).await,
    }
}

async fn save_report(
    State(web): State<Web>,
    Path((item, measure)): Path<(ItemId, MeasureId)>,
    uploaded: Uploaded,
) -> Answer<Response> {
    let (unit, engagement) = web.app().measure_place(&uploaded.ctx, (item, measure)).await?;
    let fields = Fields::of(&uploaded.pairs);
    let of = measure.to_string();
    let kind: EvidenceKind = coded(fields.text("kind")).unwrap_or(EvidenceKind::Other);
    let mut evidence = Vec::new();
    for file in &uploaded.files {
        let receiving = web.app().receive_file(Some(engagement), Limits::default()).await?;
        let received = match receiving.push(file.bytes.clone()).await {
            Ok(receiving) => receiving.finish(&file.name).await,
            Err(error) => Err(error),
        };
        match received {
            Ok(file) => evidence.push(NewEvidence { file, kind }),
            Err(Error::Refused(refusal)) => {
                let error = Error::Invalid(vec![FieldError::new("files", refusal.0)]);
                return back_uploaded(&web, &uploaded, item, ("report", of), error).await;
            }
            Err(other) => return Err(other.into()),
        }
    }
    let text = fields.text("text").to_owned();
    let act = ReportProgress { unit, measure, text, evidence, done: fields.text("done") == "1" };
    match web.app().perform(&uploaded.ctx, &act).await {
        Ok(_) => Ok(done(&address(item), "ledger-reported")),
        Err(error) => back_uploaded(&web, &uploaded, item, ("report", of), error).await,
    }
}

async fn assign(
    State(web): State<Web>,
    Path((item, measure)): Path<(ItemId, MeasureId)>,
    posted: Posted,
) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, item).await?;
    let mut fields = Fields::of(&posted.pairs);
    let owner = leader(&mut fields);
    let result = match owner {
        Some(owner) => {
            let handler = fields.text("handler").to_owned();
            web.app().perform(&posted.ctx, &AssignMeasure { unit, measure, owner, handler }).await.map(drop)
        }
        None => Err(Error::Invalid(fields.errors)),
    };
    ended(&web, &posted, (item, measure), ("assign", "ledger-assigned"), result).await
}

async fn serve(
    State(web): State<Web>,
    Path((item, measure)): Path<(ItemId, MeasureId)>,
    posted: Posted,
) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, item).await?;
    let other: Option<ItemId> = posted.value("other").parse().ok();
    let result = match other {
        Some(other) => {
            web.app().perform(&posted.ctx, &ServeItem { unit, measure, item: other }).await.map(drop)
        }
        None => Err(Error::field("other", Message::new("ledger-serve-missing"))),
    };
    ended(&web, &posted, (item, measure), ("serve", "ledger-served"), result).await
}

async fn later(
    State(web): State<Web>,
    Path((item, measure)): Path<(ItemId, MeasureId)>,
    posted: Posted,
) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, item).await?;
    let mut fields = Fields::of(&posted.pairs);
    let result = match fields.day("to") {
        Some(to) => {
            let reason = fields.text("reason").to_owned();
            web.app().perform(&posted.ctx, &AskLaterDay { unit, measure, to, reason }).await.map(drop)
        }
        None => Err(Error::Invalid(fields.errors)),
    };
    ended(&web, &posted, (item, measure), ("later", "ledger-later-asked"), result).await
}

async fn give_up(
    State(web): State<Web>,
    Path((item, measure)): Path<(ItemId, MeasureId)>,
    posted: Posted,
) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, item).await?;
    let reason = posted.value("reason").to_owned();
    let result = web.app().perform(&posted.ctx, &GiveUpMeasure { unit, measure, reason }).await.map(drop);
    ended(&web, &posted, (item, measure), ("give-up", "ledger-given-up"), result).await
}

async fn ended(
    web: &Web,
    posted: &Posted,
    (item, measure): (ItemId, MeasureId),
    (form, said): (&'static str, &'static str),
    result: Result<(), Error>,
) -> Answer<Response> {
    match result {
        Ok(()) => Ok(done(&address(item), said)),
        Err(error) => back_posted(web, posted, item, (form, measure.to_string()), error).await,
    }
}
