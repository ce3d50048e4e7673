//! Importing a unit's ledger: file, preview with the place it goes to and what is there, acceptance.

use crate::components::{
    Button, Column, Crumb, Form, FormState, Help, Note, Page, Panel, Row, Stat, Table, Tone, cell, chip,
    stack, stats,
};
use crate::pages::fields::Fields;
use crate::pages::preview;
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::view::Address;
use crate::{Html, View, Web};
use app::Error;
use app::rectification::{Difference, ImportLedger, LedgerOptions, LedgerPreview};
use app::stash::{MAX_BYTES, StashId};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::deadline::words::Class;
use domain::permission::Action;
use domain::rectification::ledger::blank_key;
use kernel::{FieldError, Message};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::LedgerImport);
    routes
        .get("/ledger/import", needs, ask)
        .upload("/ledger/import", needs, 2 * MAX_BYTES, upload)
        .get("/ledger/import/{file}", needs, show)
        .post("/ledger/import/{file}", needs, accept)
}

/// Most words of deadlines that one preview asks about; the rest is asked when these are answered.
const MOST_ASKED: usize = 100;

/// What the form says beside the file; kept in the address of the preview.
fn options(pairs: &[(String, String)]) -> (LedgerOptions, Vec<FieldError>) {
    let mut fields = Fields::of(pairs);
    let said = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
    let mut answers = BTreeMap::new();
    for number in 0..MOST_ASKED {
        let Some(words) = said(&format!("words.{number}")) else { break };
        if let Some(day) = fields.optional_day(&format!("answer.{number}")) {
            answers.insert(words, day);
        }
    }
    let options = LedgerOptions {
        unit: fields.optional("unit"),
        feedback_date: fields.optional_day("feedback_date"),
        as_of: fields.optional_day("as_of"),
        round: fields.optional("round").and_then(|n| n.parse().ok()),
        answers,
    };
    (options, fields.errors)
}

fn asked(v: &View) -> Vec<(String, String)> {
    v.address.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

async fn ask(reader: Reader) -> Answer<Html> {
    Ok(file_page(&reader.view, &FormState::new()))
}

fn head(v: &View) -> Page {
    Page::new(v.t("ledger-import"))
        .crumbs([Crumb::new(v.t("ledger-title"), "/ledger")])
        .help(Help::new(v.t("ledger-import-help-what"), v.t("ledger-import-help-next")))
}

fn option_fields(v: &View, state: &FormState) -> Markup {
    html! {
        (state.text("unit", v.t("ledger-import-unit")).hint(v.t("ledger-import-unit-hint")).optional().longest(100).html(v))
        (state.text("round", v.t("ledger-import-round")).number().hint(v.t("ledger-import-round-hint")).optional().html(v))
        (state.text("feedback_date", v.t("ledger-import-feedback-date")).date().optional().html(v))
        (state.text("as_of", v.t("ledger-import-as-of")).date().optional().html(v))
    }
}

fn file_page(v: &View, state: &FormState) -> Html {
    let form = Form::post("/ledger/import", state)
        .multipart()
        .body(html! {
            (state.text("file", v.t("ledger-import-file")).file(".xlsx,.xls").hint(v.t("ledger-import-file-hint")).html(v))
            (option_fields(v, state))
        })
        .button(Button::submit(v.t("preview-read")).primary())
        .note(v.t("preview-read-note"));
    head(v).html(v, html! { (Panel::new(v.t("ledger-import-choose")).body(form.html(v))) })
}

async fn upload(State(web): State<Web>, uploaded: Uploaded) -> Answer<Response> {
    let v = &uploaded.view;
    let (_, mut errors) = options(&uploaded.pairs);
    let file = uploaded.file("file");
    if file.is_none() {
        errors.push(FieldError::new("file", Message::new("preview-file-missing")));
    }
    let (Some(file), true) = (file, errors.is_empty()) else {
        return Ok(unprocessable(file_page(v, &uploaded.state(errors))).into_response());
    };
    let kept = web.app().stash(&uploaded.ctx, &file.name, &file.bytes).await?;
    let begin = Address::parse(&format!("/ledger/import/{kept}"));
    let filled = uploaded.pairs.iter().filter(|(_, value)| !value.trim().is_empty());
    let to = filled.fold(begin, |address, (name, value)| address.with(name, value));
    Ok(Redirect::to(&to.to_string()).into_response())
}

async fn show(State(web): State<Web>, Path(file): Path<StashId>, reader: Reader) -> Answer<Response> {
    let v = &reader.view;
    let (name, bytes) = web.app().unstash(&reader.ctx, file).await?;
    let pairs = asked(v);
    let (options, _) = options(&pairs);
    let state = FormState::typed(pairs, Vec::new());
    match web.app().preview_ledger(&reader.ctx, (&name, bytes), &options).await {
        Ok(found) => Ok(preview_page(v, file, &found, &state).into_response()),
        Err(Error::Refused(refusal)) => {
            let state = FormState::typed(asked(v), vec![FieldError::new("file", refusal.0)]);
            Ok(unprocessable(file_page(v, &state)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn preview_page(v: &View, file: StashId, found: &LedgerPreview, state: &FormState) -> Html {
    let counts = &found.counts;
    let count = |n: usize| v.count(i64::try_from(n).unwrap_or(i64::MAX));
    let mut figures = vec![
        Stat::new(v.t("ledger-import-problems"), count(counts.summary.problems)),
        Stat::new(v.t("ledger-import-measures"), count(counts.summary.measures)),
        Stat::new(v.t("ledger-import-new"), count(counts.new)),
        Stat::new(v.t("ledger-import-unchanged"), count(counts.unchanged)),
        Stat::new(v.t("ledger-import-changed"), count(counts.changed)),
    ];
    if counts.summary.overdue > 0 {
        figures.push(Stat::new(v.t("ledger-import-overdue"), count(counts.summary.overdue)).late());
    }
    let mut parts = vec![preview::verdict(v, found.errors, found.warnings), stats(&figures)];
    if counts.makes_engagement && found.is_clean() {
        let message = Message::new("ledger-import-makes")
            .with("unit", counts.unit.as_str())
            .with("round", counts.round.as_str());
        parts.push(html! { (Note::new(Tone::Info, v.say(&message))) });
    }
    let anything = counts.new > 0 || counts.differences.iter().any(|d| d.taken);
    if found.is_clean() && anything {
        parts.push(accept_panel(v, (file, state), &asked_words(found, state)));
    } else if found.is_clean() {
        parts.push(html! { (Note::new(Tone::Ok, v.t("rectification-import-nothing-new"))) });
    }
    parts.push(states(v, found));
    parts.push(differences(v, &counts.differences));
    parts.push(preview::issues(v, &found.issues));
    parts.push(list(v, found));
    head(v)
        .lead(format!("{} · {} · {}", counts.unit, counts.round, found.file))
        .action(Button::link(v.t("preview-other"), "/ledger/import"))
        .html(v, stack(parts))
}

/// The words of deadlines that somebody has to be asked about, and those that were answered already, each with the
/// first row it stands in; a blank by its row.
fn asked_words(found: &LedgerPreview, state: &FormState) -> Vec<(String, u32)> {
    let before: BTreeSet<&str> = (0..MOST_ASKED)
        .map(|number| state.value(&format!("words.{number}")))
        .filter(|words| !words.is_empty())
        .collect();
    let mut asked: Vec<(String, u32)> = Vec::new();
    for measure in found.counts.list.iter().flat_map(|problem| &problem.measures) {
        let blank = measure.deadline.trim().is_empty();
        let words = if blank { blank_key(measure.row) } else { measure.deadline.clone() };
        let open = matches!(measure.class, Class::Asked | Class::Missing) || before.contains(words.as_str());
        if open && !asked.iter().any(|(known, _)| *known == words) {
            asked.push((words, measure.row));
        }
    }
    asked.truncate(MOST_ASKED);
    asked
}

/// The step that takes the ledger, with a day for each of the words that were not understood.
fn accept_panel(v: &View, (file, state): (StashId, &FormState), asked: &[(String, u32)]) -> Markup {
    let given = |words: &str| {
        let number = (0..MOST_ASKED).find(|number| state.value(&format!("words.{number}")) == words);
        number.map(|number| state.value(&format!("answer.{number}")).to_owned()).unwrap_or_default()
    };
    let answers = asked.iter().zip(0_usize..).map(|((words, _), n)| (format!("answer.{n}"), given(words)));
    let days = FormState::typed(answers, state.errors().to_vec());
    let form = Form::post(format!("/ledger/import/{file}"), &days);
    let mut form = ["unit", "round", "feedback_date", "as_of"]
        .into_iter()
        .fold(form, |form, name| form.hidden(name, state.value(name)));
    for ((words, _), number) in asked.iter().zip(0_usize..) {
        form = form.hidden(format!("words.{number}"), words.as_str());
    }
    if !asked.is_empty() {
        form = form.body(html! {
            p data-wide { (v.t("ledger-import-asked-lead")) }
            @for ((words, row), number) in asked.iter().zip(0_usize..) {
                @let asks = if *words == blank_key(*row) { "ledger-import-asked-blank" } else { "ledger-import-asked" };
                @let label = v.say(&Message::new(asks).with("words", words.as_str()).with("row", *row));
                (days.text(format!("answer.{number}"), label).date().optional().html(v))
            }
        });
    }
    form = form.button(Button::submit(v.t("ledger-import-accept")).primary().icon("check"));
    if !asked.is_empty() {
        form = form.button(Button::submit(v.t("ledger-import-again")).sends("again", "yes"));
    }
    html! { (Panel::new(v.t("ledger-import-accept")).body(form.html(v))) }
}

/// Measures and problems by the state that the list reports.
fn states(v: &View, found: &LedgerPreview) -> Markup {
    let summary = &found.counts.summary;
    let rows = domain::rectification::ledger::Reported::ALL.into_iter().map(|state| {
        let n =
            |map: &std::collections::BTreeMap<_, usize>| map.get(&state).copied().unwrap_or(0).to_string();
        Row::new([
            cell(v.say(&state.label())),
            cell(n(&summary.problems_by_state)),
            cell(n(&summary.measures_by_state)),
        ])
    });
    let columns = [
        Column::new(v.t("ledger-state")).heads_row(),
        Column::new(v.t("ledger-import-problems")).number(),
        Column::new(v.t("ledger-import-measures")).number(),
    ];
    let table = Table::new(v.t("ledger-import-states"), columns).rows(rows);
    html! { (Panel::new(v.t("ledger-import-states")).flush(table.html(v))) }
}

fn differences(v: &View, all: &[Difference]) -> Markup {
    if all.is_empty() {
        return Markup::default();
    }
    let rows = all.iter().map(|d| {
        let mark = if d.taken {
            chip(Tone::Info, &v.t("ledger-import-taken"))
        } else {
            chip(Tone::Mute, &v.t("ledger-import-left"))
        };
        Row::new([cell(d.number), cell(d.column), cell(&d.before), cell(&d.after), mark])
    });
    let columns = [
        Column::new(v.t("ledger-import-number")).number().heads_row(),
        Column::new(v.t("preview-column")).one_line(),
        Column::new(v.t("ledger-import-before")),
        Column::new(v.t("ledger-import-after")),
        Column::new(v.t("ledger-import-effect")).one_line(),
    ];
    let table = Table::new(v.t("ledger-import-differences"), columns).rows(rows);
    html! { (Panel::new(v.t("ledger-import-differences")).note(v.t("ledger-import-differences-note")).flush(table.html(v))) }
}

fn list(v: &View, found: &LedgerPreview) -> Markup {
    let mut rows = Vec::new();
    for problem in &found.counts.list {
        let head = html! { (problem.number) " " (problem.title) " " small.muted { (problem.leader) " " (v.say(&problem.state.label())) } };
        rows.push(Row::group(head));
        rows.extend(problem.measures.iter().map(|measure| {
            Row::new([
                cell(measure.row),
                cell(&measure.text),
                html! { (measure.deadline) small.muted { @match measure.due { Some(day) => (v.day(day)), None => (v.t(class(measure.class))) } } },
                cell(v.say(&measure.state.label())),
            ])
        }));
    }
    let columns = [
        Column::new(v.t("preview-row")).number().heads_row(),
        Column::new(v.t("ledger-measure")),
        Column::new(v.t("ledger-deadline")).one_line(),
        Column::new(v.t("ledger-state")).one_line(),
    ];
    let table = Table::new(v.t("ledger-import-list"), columns).rows(rows);
    html! { (Panel::new(v.t("ledger-import-list")).flush(table.html(v))) }
}

const fn class(class: Class) -> &'static str {
    match class {
        Class::Immediate => "deadline-class-immediate",
        Class::Dated => "deadline-class-dated",
        Class::DatedThenLong => "deadline-class-dated-then-long",
        Class::LongTerm => "deadline-class-long-term",
        Class::Missing => "deadline-class-missing",
        Class::Asked => "deadline-class-asked",
    }
}

/// The address of the preview with what was answered, so that it shows what follows from it.
fn answered(file: StashId, pairs: &[(String, String)]) -> String {
    let begin = Address::parse(&format!("/ledger/import/{file}"));
    let ours = |name: &str| {
        matches!(name, "unit" | "round" | "feedback_date" | "as_of")
            || name.starts_with("words.")
            || name.starts_with("answer.")
    };
    let filled = pairs.iter().filter(|(name, value)| ours(name) && !value.trim().is_empty());
    filled.fold(begin, |address, (name, value)| address.with(name, value)).to_string()
}

async fn accept(State(web): State<Web>, Path(file): Path<StashId>, posted: Posted) -> Answer<Response> {
    let (name, bytes) = web.app().unstash(&posted.ctx, file).await?;
    let (options, errors) = options(&posted.pairs);
    if errors.is_empty() && posted.pairs.iter().any(|(name, _)| name == "again") {
        return Ok(Redirect::to(&answered(file, &posted.pairs)).into_response());
    }
    if !errors.is_empty() {
        let found = web.app().preview_ledger(&posted.ctx, (&name, bytes), &options).await?;
        return Ok(
            unprocessable(preview_page(&posted.view, file, &found, &posted.state(errors))).into_response()
        );
    }
    let act = ImportLedger { file: name.clone(), bytes: bytes.clone(), options: options.clone() };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(made) => {
            let to = format!("/ledger?unit={}&engagement={}&view=all", made.done.unit, made.done.engagement);
            Ok(done(&to, "ledger-imported"))
        }
        Err(Error::Refused(refusal)) => {
            let found = web.app().preview_ledger(&posted.ctx, (&name, bytes), &options).await?;
            let state = posted.state(vec![FieldError::new("", refusal.0)]);
            Ok(unprocessable(preview_page(&posted.view, file, &found, &state)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
