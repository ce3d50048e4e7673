//! Terms of the committee and the rounds held before the program came: listed, imported, entered by hand (A2, A9).

use crate::components::{
    Button, Column, Crumb, Empty, Form, FormState, Help, Note, Page, Panel, Row, Table, Tone, cell, stack,
};
use crate::gate::changed_by;
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::term::{ChangeTerm, EnterTerm, ImportTerms, TermFields};
use app::{Ctx, Error, LastChange, Stored};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::permission::{Action, Scope};
use domain::term::{PastRound, RoundNumber, Term};
use kernel::{FieldError, Message, TermId};
use maud::{Markup, html};

/// The largest file of terms.
const MOST: usize = 1024 * 1024;
/// Empty lines for rounds below those that are filled in.
const SPARE: usize = 4;
/// The most rounds that one form takes.
const ROUNDS: usize = 60;

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::TermChange);
    routes
        .get("/terms", Needs::Right(Action::UnitView), list)
        .upload("/terms/import", needs, MOST, import)
        .get("/terms/new", needs, ask_new)
        .post("/terms", needs, enter)
        .get("/terms/{term}/edit", needs, ask_edit)
        .post("/terms/{term}/edit", needs, change)
}

async fn list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    Ok(list_page(&web, &reader.ctx, &reader.view, &FormState::new()).await?)
}

async fn list_page(web: &Web, ctx: &Ctx, v: &View, state: &FormState) -> Result<Html, Error> {
    let terms = web.app().terms(ctx).await?;
    let may = ctx.may(Action::TermChange, Scope::Global);
    let mut parts: Vec<Markup> = terms.iter().rev().map(|term| panel(v, term, may)).collect();
    if terms.is_empty() {
        let empty = Empty::new("round", v.t("term-none"), v.t("term-none-next"));
        parts.push(html! { (Panel::new(v.t("term-list")).flush(html! { (empty) })) });
    }
    if may {
        let form = Form::post("/terms/import", state)
            .multipart()
            .body(
                state
                    .text("file", v.t("term-import-file"))
                    .file(".json")
                    .hint(v.t("term-import-hint"))
                    .html(v),
            )
            .button(Button::submit(v.t("term-import-save")));
        parts.push(html! { (Panel::new(v.t("term-import")).body(form.html(v))) });
    }
    let mut page = Page::new(v.t("term-list"))
        .lead(v.t("term-lead"))
        .crumbs([Crumb::new(v.t("coverage-title"), "/coverage")])
        .help(Help::new(v.t("term-help-what"), v.t("term-help-next")));
    if may {
        page = page.action(Button::link(v.t("term-enter"), "/terms/new").primary().icon("plus"));
    }
    Ok(page.html(v, stack(parts)))
}

fn panel(v: &View, term: &Stored<Term>, may: bool) -> Markup {
    let facts = &term.facts;
    let rows = facts.rounds.iter().map(|round| {
        let number = v.say(&Message::new("term-round").with("number", i64::from(round.number.0)));
        Row::new([cell(number), cell(v.day(round.from)), cell(v.day(round.to))])
    });
    let columns = [
        Column::new(v.t("term-round-name")).heads_row().one_line(),
        Column::new(v.t("term-from")),
        Column::new(v.t("term-to")),
    ];
    let table = Table::new(format!("{} {}", facts.name, v.t("term-rounds")), columns)
        .rows(rows)
        .empty(Empty::new("round", v.t("term-no-rounds"), v.t("term-no-rounds-next")));
    let period = format!("{} – {}", v.day(facts.from), v.day(facts.to));
    let panel = Panel::new(facts.name.clone()).note(period).flush(table.html(v));
    if !may {
        return html! { (panel) };
    }
    let edit = Button::link(v.t("term-change"), format!("/terms/{}/edit", term.id))
        .small()
        .about(facts.name.clone());
    html! { (panel.actions(html! { (edit) })) }
}

async fn import(State(web): State<Web>, uploaded: Uploaded) -> Answer<Response> {
    let (ctx, v) = (&uploaded.ctx, &uploaded.view);
    let errors = match uploaded.file("file") {
        None => vec![FieldError::new("file", Message::new("term-file-missing"))],
        Some(file) => {
            let act = ImportTerms { file: file.name.clone(), bytes: file.bytes.clone() };
            match web.app().perform(ctx, &act).await {
                Ok(_) => return Ok(done("/terms", "term-imported")),
                Err(Error::Invalid(errors)) => {
                    errors.into_iter().map(|error| FieldError::new("file", error.message)).collect()
                }
                Err(Error::Refused(refusal)) => vec![FieldError::new("file", refusal.0)],
                Err(other) => return Err(other.into()),
            }
        }
    };
    let page = list_page(&web, ctx, v, &uploaded.state(errors)).await?;
    Ok(unprocessable(page).into_response())
}

/// What a form of a term is about: a new one, or one that is there.
struct About<'a> {
    term: Option<&'a Stored<Term>>,
    met: Option<&'a LastChange>,
}

fn form_page(v: &View, about: &About<'_>, state: &FormState) -> Html {
    let (title, action, save) = match about.term {
        Some(term) => ("term-change", format!("/terms/{}/edit", term.id), "term-change-save"),
        None => ("term-enter", "/terms".to_owned(), "term-enter-save"),
    };
    let filled = (0..ROUNDS).take_while(|at| !state.value(&round_field(*at, "number")).is_empty()).count();
    let lines = (filled + SPARE).min(ROUNDS);
    let mut form = Form::post(action, state);
    if let Some(term) = about.term {
        form = form.hidden("version", term.version.to_string());
    }
    let form = form
        .body(html! {
            (state.text("name", v.t("term-name")).hint(v.t("term-name-hint")).longest(30).html(v))
            (state.text("number", v.t("term-number")).number().html(v))
            (state.text("from", v.t("term-from")).date().html(v))
            (state.text("to", v.t("term-to")).date().html(v))
            fieldset.field data-wide {
                legend { (v.t("term-rounds")) }
                p.hint { (v.t("term-rounds-hint")) }
                @for at in 0..lines { div.form {
                    (state.text(round_field(at, "number"), v.t("term-round-number")).number().optional().html(v))
                    (state.text(round_field(at, "from"), v.t("term-from")).date().optional().html(v))
                    (state.text(round_field(at, "to"), v.t("term-to")).date().optional().html(v))
                } }
            }
        })
        .button(Button::submit(v.t(save)).primary())
        .button(Button::link(v.t("unit-change-leave"), "/terms"))
        .html(v);
    let note = about.met.map(
        |last| html! { (Note::new(Tone::Warn, v.t("unit-met-look")).lead(v.say(&changed_by(v, last)))) },
    );
    let panel = html! { (Panel::new(v.t(title)).body(form)) };
    Page::new(v.t(title))
        .crumbs([Crumb::new(v.t("term-list"), "/terms")])
        .help(Help::new(v.t("term-help-what"), v.t("term-help-next")))
        .html(v, stack(note.into_iter().chain([panel])))
}

/// The rules name a round's field like this; so do the forms.
fn round_field(at: usize, part: &str) -> String {
    format!("rounds[{at}].{part}")
}

async fn ask_new(reader: Reader) -> Answer<Html> {
    Ok(form_page(&reader.view, &About { term: None, met: None }, &FormState::new()))
}

async fn ask_edit(State(web): State<Web>, Path(id): Path<TermId>, reader: Reader) -> Answer<Html> {
    let term = find(&web, &reader.ctx, id).await?;
    let facts = &term.facts;
    let mut state = FormState::new()
        .with("name", facts.name.as_str())
        .with("number", facts.number.0.to_string())
        .with("from", facts.from.to_string())
        .with("to", facts.to.to_string());
    for (at, round) in facts.rounds.iter().enumerate() {
        state = state
            .with(round_field(at, "number"), round.number.0.to_string())
            .with(round_field(at, "from"), round.from.to_string())
            .with(round_field(at, "to"), round.to.to_string());
    }
    Ok(form_page(&reader.view, &About { term: Some(&term), met: None }, &state))
}

async fn find(web: &Web, ctx: &Ctx, id: TermId) -> Result<Stored<Term>, Error> {
    web.app().terms(ctx).await?.into_iter().find(|term| term.id == id).ok_or(Error::NotFound)
}

/// What was typed: lines of rounds without gaps, as they come back and as the rules name them.
fn without_gaps(posted: &Posted) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> =
        posted.pairs.iter().filter(|(name, _)| !name.starts_with("rounds[")).cloned().collect();
    let lines = (0..ROUNDS)
        .map(|at| ["number", "from", "to"].map(|part| posted.value(&round_field(at, part)).trim()));
    for (at, line) in lines.filter(|line| line.iter().any(|value| !value.is_empty())).enumerate() {
        let named = ["number", "from", "to"].into_iter().zip(line);
        pairs.extend(named.map(|(part, value)| (round_field(at, part), value.to_owned())));
    }
    pairs
}

/// The form as the act takes it, or every value that cannot be read.
fn read(pairs: &[(String, String)]) -> Result<TermFields, Vec<FieldError>> {
    let mut errors = Vec::new();
    let value = |name: &str| pairs.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.trim());
    let day = |name: String, errors: &mut Vec<FieldError>| -> Option<kernel::Day> {
        let typed = value(&name);
        let day = typed.parse().ok();
        if day.is_none() {
            let message = if typed.is_empty() {
                Message::new("unit-day-missing")
            } else {
                Message::new("unit-day-unreadable").with("value", typed)
            };
            errors.push(FieldError::new(name, message));
        }
        day
    };
    let number = |name: String, errors: &mut Vec<FieldError>| -> u16 {
        value(&name).parse().unwrap_or_else(|_| {
            errors.push(FieldError::new(name.clone(), Message::new("term-number-unreadable")));
            0
        })
    };
    let whole = number("number".to_owned(), &mut errors);
    let (from, to) = (day("from".to_owned(), &mut errors), day("to".to_owned(), &mut errors));
    let mut rounds = Vec::new();
    for at in (0..ROUNDS).take_while(|at| pairs.iter().any(|(name, _)| *name == round_field(*at, "number"))) {
        let number = RoundNumber(number(round_field(at, "number"), &mut errors));
        let (from, to) = (day(round_field(at, "from"), &mut errors), day(round_field(at, "to"), &mut errors));
        rounds.extend(from.zip(to).map(|(from, to)| PastRound { number, from, to }));
    }
    match (from, to) {
        (Some(from), Some(to)) if errors.is_empty() => {
            Ok(TermFields { name: value("name").to_owned(), number: whole, from, to, rounds })
        }
        _ => Err(errors),
    }
}

async fn enter(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    let pairs = without_gaps(&posted);
    let errors = match read(&pairs) {
        Err(errors) => errors,
        Ok(fields) => match web.app().perform(&posted.ctx, &EnterTerm { fields }).await {
            Ok(_) => return Ok(done("/terms", "term-entered")),
            Err(Error::Invalid(errors)) => errors,
            Err(other) => return Err(other.into()),
        },
    };
    let page = form_page(&posted.view, &About { term: None, met: None }, &FormState::typed(pairs, errors));
    Ok(unprocessable(page).into_response())
}

async fn change(State(web): State<Web>, Path(id): Path<TermId>, posted: Posted) -> Answer<Response> {
    let pairs = without_gaps(&posted);
    let version = posted.value("version").parse().ok();
    let mut met = None;
    let errors = match read(&pairs) {
        Err(errors) => errors,
        Ok(fields) => match web.app().perform(&posted.ctx, &ChangeTerm { term: id, version, fields }).await {
            Ok(_) => return Ok(done("/terms", "term-changed")),
            Err(Error::Invalid(errors)) => errors,
            Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
            Err(Error::Conflict { last, .. }) => {
                met = last;
                vec![FieldError::new("", Message::new("unit-changed-meanwhile"))]
            }
            Err(other) => return Err(other.into()),
        },
    };
    let term = find(&web, &posted.ctx, id).await?;
    let about = About { term: Some(&term), met: met.as_ref() };
    let page = form_page(&posted.view, &about, &FormState::typed(pairs, errors));
    Ok(unprocessable(page).into_response())
}
