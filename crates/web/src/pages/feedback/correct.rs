//! Correcting a list by hand: every problem with what can be done to it, problems taken out, one more, and taking the list.

use super::one::{At, back_posted};
use super::{address, heading};
use crate::Web;
use crate::components::{
    Button, Choice, Column, Empty, Form, FormState, Note, Panel, Row, Table, Tone, cell, chip,
};
use crate::pages::fields::Fields;
use crate::request::{Answer, Posted, done};
use crate::routes::{Needs, Routes};
use app::Error;
use app::feedback::{CorrectFeedback, Correction, Key, ListFinding, TakeFeedback, TieFindings};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::feedback::draft::{Problem, Source};
use domain::permission::Action;
use kernel::{FeedbackId, FieldError, Message};
use maud::{Markup, Render, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let draft = Needs::Right(Action::FeedbackDraft);
    routes
        .post("/feedback/{feedback}/correct", draft, correct)
        .post("/feedback/{feedback}/take", draft, take)
        .post("/feedback/{feedback}/tie", Needs::Right(Action::FeedbackTie), tie)
        .post("/feedback/{feedback}/findings", Needs::Right(Action::FeedbackTie), list_finding)
}

/// The problems in order, under their headings.
pub(super) fn problems(at: &At<'_>) -> Markup {
    let v = at.v;
    let draft = &at.found.drafting.draft;
    let open = at.is_open() && at.may(Action::FeedbackDraft);
    let mut rows = Vec::new();
    let mut group = None;
    for (n, problem) in (1_usize..).zip(&draft.problems) {
        if problem.group != group {
            group = problem.group;
            let name = draft.groups.iter().find(|g| Some(g.key) == group).map(|g| g.title.as_str());
            rows.push(heading(v, name.unwrap_or_default()));
        }
        rows.push(row(at, n, problem, open));
    }
    let columns = [
        Column::new(v.t("feedback-number")).number().heads_row(),
        Column::new(v.t("ledger-problem")),
        Column::new(v.t("feedback-instances")).number(),
    ];
    let empty = Empty::new("doc", v.t("feedback-no-problems"), v.t("feedback-no-problems-next"));
    let table = Table::new(v.t("feedback-problems"), columns).rows(rows).empty(empty);
    let errors = if at.forms.name == "correct" { at.forms.state.errors() } else { &[] };
    let body = html! {
        @for error in errors { (Note::new(Tone::Late, v.say(&error.message))) }
        (table.html(v))
        @if open { (add_forms(at)) }
    };
    let note = Message::new("feedback-count").with("count", draft.problems.len());
    Panel::new(v.t("feedback-problems")).id("problems").note(v.say(&note)).flush(body).render()
}

fn row(at: &At<'_>, n: usize, problem: &Problem, open: bool) -> Row {
    let v = at.v;
    let tied =
        at.found.ties.iter().find(|tie| tie.problem == problem.key).map_or(0, |tie| tie.findings.len());
    let text = html! {
        (problem.title)
        @if problem.source == Source::Annex { " " (chip(Tone::Info, &v.t("feedback-only-annex"))) }
        @if tied > 0 { " " (chip(Tone::Mute, &v.say(&Message::new("feedback-tied").with("count", tied)))) }
        @for passage in &problem.passages { small.muted { (passage.mark) (passage.text) } }
        @if open { (change_forms(at, n, problem)) }
        @if at.may(Action::FeedbackTie) { (tie_form(at, problem)) }
    };
    Row::new([cell(n), text, cell(problem.instances())])
}

/// A form of one correction.
fn form<'f>(at: &At<'_>, state: &'f FormState, what: &str, key: Key) -> Form<'f> {
    Form::post(at.act("correct"), state)
        .hidden("version", at.found.drafting.version.to_string())
        .hidden("do", what)
        .hidden("problem", key.0.to_string())
}

/// Everything that can be done to a problem, folded.
fn change_forms(at: &At<'_>, n: usize, problem: &Problem) -> Markup {
    let (v, key) = (at.v, problem.key);
    let draft = &at.found.drafting.draft;
    let prefix = |name: &'static str| FormState::new().prefix(name);
    let groups: Vec<Choice> =
        draft.groups.iter().map(|g| Choice::new(g.key.0.to_string(), g.title.as_str())).collect();
    let others = (1_usize..).zip(&draft.problems).filter(|(_, other)| other.key != key);
    let others: Vec<Choice> = others
        .map(|(n, other)| Choice::new(other.key.0.to_string(), format!("{n} {}", other.title)))
        .collect();
    let field = |name: &str| format!("{name}-{}", key.0);
    let retitle = prefix("retitle").with(field("title"), problem.title.clone());
    let regroup =
        prefix("regroup").with(field("group"), problem.group.map(|g| g.0.to_string()).unwrap_or_default());
    let place = prefix("move").with(field("to"), n.to_string());
    let (merge, split, out, new_group) = (prefix("merge"), prefix("split"), prefix("out"), prefix("group"));
    let passages: Vec<Choice> = problem
        .passages
        .iter()
        .enumerate()
        .map(|(at, passage)| {
            let text: String = passage.text.chars().take(40).collect();
            Choice::new(at.to_string(), format!("{}{text}", passage.mark))
        })
        .collect();
    let about = problem.title.clone();
    html! {
        details {
            summary { (v.t("feedback-correct")) span.sr { " " (about) } }
            (form(at, &retitle, "retitle", key)
                .body(html! { (retitle.text(field("title"), v.t("feedback-wording")).area(2).longest(500).html(v)) })
                .button(Button::submit(v.t("feedback-retitle")).small()).html(v))
            (form(at, &place, "move", key)
                .body(html! { (place.text(field("to"), v.t("feedback-move-to")).number().html(v)) })
                .button(Button::submit(v.t("feedback-move")).small()).html(v))
            @if !groups.is_empty() {
                (form(at, &regroup, "regroup", key)
                    .body(html! { (regroup.text(field("group"), v.t("feedback-group")).select(groups).optional().html(v)) })
                    .button(Button::submit(v.t("feedback-regroup")).small()).html(v))
            }
            (form(at, &new_group, "new_group", key)
                .body(html! { (new_group.text(field("title"), v.t("feedback-new-group")).longest(100).html(v)) })
                .button(Button::submit(v.t("feedback-regroup")).small()).html(v))
            @if !passages.is_empty() {
                (form(at, &split, "split", key)
                    .body(html! {
                        (split.text(field("passage"), v.t("feedback-split-passage")).select(passages).html(v))
                        (split.text(field("title"), v.t("feedback-split-title")).longest(500).html(v))
                    })
                    .button(Button::submit(v.t("feedback-split")).small()).html(v))
            }
            @if !others.is_empty() {
                (form(at, &merge, "merge", key)
                    .body(html! { (merge.text(field("into"), v.t("feedback-merge-into")).select(others).html(v)) })
                    .button(Button::submit(v.t("feedback-merge")).small()).html(v))
            }
            (form(at, &out, "take_out", key)
                .body(html! { (out.text(field("reason"), v.t("feedback-take-out-reason")).longest(200).html(v)) })
                .button(Button::submit(v.t("feedback-take-out")).small().danger()).html(v))
        }
    }
}

/// The findings behind a problem, chosen among those that were adopted: the team's alone.
fn tie_form(at: &At<'_>, problem: &Problem) -> Markup {
    let v = at.v;
    let name = format!("findings-{}", problem.key.0);
    let tied = at.found.ties.iter().filter(|tie| tie.problem == problem.key).flat_map(|tie| &tie.findings);
    let tied: Vec<String> = tied.map(ToString::to_string).collect();
    // One that was adopted when it was tied and is not any more stays, until someone takes it off.
    let gone = tied.iter().filter(|id| at.found.adopted.iter().all(|(known, _)| known.to_string() != **id));
    let gone = gone.map(|id| Choice::new(id.clone(), v.t("feedback-tie-gone")));
    let adopted = at.found.adopted.iter().map(|(id, title)| Choice::new(id.to_string(), title.as_str()));
    let choices: Vec<Choice> = adopted.chain(gone).collect();
    if choices.is_empty() {
        return Markup::default();
    }
    let begins = FormState::new().prefix("tie");
    let state = tied.iter().fold(begins, |state, id| state.with(name.clone(), id.clone()));
    let form = Form::post(at.act("tie"), &state)
        .hidden("problem", problem.key.0.to_string())
        .body(html! { (state.text(name, v.t("feedback-tie-findings")).checks(choices).hint(v.t("feedback-tie-hint")).wide().html(v)) })
        .button(Button::submit(v.t("feedback-tie")).small());
    html! { details { summary { (v.t("feedback-tie")) span.sr { " " (problem.title) } } (form.html(v)) } }
}

fn add_forms(at: &At<'_>) -> Markup {
    let v = at.v;
    let draft = &at.found.drafting.draft;
    let groups = draft.groups.iter().map(|g| Choice::new(g.key.0.to_string(), g.title.as_str()));
    let state = FormState::new().prefix("add");
    let paper = FormState::new()
        .prefix("paper")
        .with("title-0", draft.title.clone())
        .with("dated-0", draft.dated.map(|d| d.to_string()).unwrap_or_default());
    let add = form(at, &state, "add", Key(0))
        .body(html! {
            (state.text("title-0", v.t("feedback-wording")).area(2).longest(500).html(v))
            (state.text("group-0", v.t("feedback-group")).select(groups).optional().html(v))
        })
        .button(Button::submit(v.t("feedback-add")));
    let about = form(at, &paper, "paper", Key(0))
        .body(html! {
            (paper.text("title-0", v.t("feedback-paper")).longest(200).html(v))
            (paper.text("dated-0", v.t("feedback-dated")).date().optional().html(v))
        })
        .button(Button::submit(v.t("feedback-save-paper")));
    html! { div.body {
        details { summary { (v.t("feedback-add")) } (add.html(v)) }
        details { summary { (v.t("feedback-change-paper")) } (about.html(v)) }
    } }
}

/// Problems taken out, with the reason, to be put back.
pub(super) fn taken_out(at: &At<'_>) -> Markup {
    let v = at.v;
    let out = &at.found.drafting.draft.taken_out;
    if out.is_empty() {
        return Markup::default();
    }
    let open = at.is_open() && at.may(Action::FeedbackDraft);
    let blank = FormState::new();
    let body = html! { ul.list { @for gone in out { li {
        div { (gone.problem.title) small.muted { (gone.reason) } }
        @if open { (form(at, &blank, "put_back", gone.problem.key).button(Button::submit(v.t("feedback-put-back")).small().about(gone.problem.title.clone())).html(v)) }
    } } } };
    Panel::new(v.t("feedback-taken-out")).flush(body).render()
}

/// The corrected list is taken.
pub(super) fn take_panel(at: &At<'_>) -> Markup {
    if !at.is_open() || !at.may(Action::FeedbackDraft) {
        return Markup::default();
    }
    let v = at.v;
    let state = at.forms.state("take");
    let form = Form::post(at.act("take"), &state)
        .hidden("version", at.found.drafting.version.to_string())
        .button(Button::submit(v.t("feedback-take")).primary().icon("check"));
    Panel::new(v.t("feedback-take")).note(v.t("feedback-take-note")).body(form.html(v)).render()
}

/// The correction that a form asks for. Fields carry the problem's key, so that a page holds many of them.
fn correction(fields: &mut Fields<'_>) -> Option<Correction> {
    let key: u32 = fields.text("problem").parse().ok()?;
    let problem = Key(key);
    let name = |field: &str| format!("{field}-{key}");
    let text = |fields: &Fields<'_>, field: &str| fields.text(&name(field)).to_owned();
    let other = |fields: &Fields<'_>, field: &str| fields.text(&name(field)).parse().ok().map(Key);
    Some(match fields.text("do") {
        "retitle" => Correction::Retitle { problem, title: text(fields, "title") },
        "regroup" => Correction::Regroup { problem, group: other(fields, "group") },
        "new_group" => Correction::NewGroup { problem, title: text(fields, "title") },
        "move" => {
            let to = fields.number(&name("to"))?;
            Correction::Move { problem, to: usize::from(to) }
        }
        "split" => {
            let passage = fields.text(&name("passage")).parse().ok()?;
            Correction::Split { problem, passage, title: text(fields, "title") }
        }
        "merge" => Correction::Merge { problem, into: other(fields, "into")? },
        "add" => Correction::Add { title: text(fields, "title"), group: other(fields, "group") },
        "take_out" => Correction::TakeOut { problem, reason: text(fields, "reason") },
        "put_back" => Correction::PutBack { problem },
        "paper" => {
            let dated = fields.optional_day(&name("dated"));
            Correction::Paper { title: text(fields, "title"), dated }
        }
        _ => return None,
    })
}

async fn correct(State(web): State<Web>, Path(id): Path<FeedbackId>, posted: Posted) -> Answer<Response> {
    let found = web.app().feedback(&posted.ctx, id).await?;
    let mut fields = Fields::of(&posted.pairs);
    let correction = correction(&mut fields);
    let error = match correction.filter(|_| fields.errors.is_empty()) {
        Some(correction) => {
            let act = CorrectFeedback {
                engagement: found.drafting.engagement,
                feedback: id,
                version: fields.text("version").parse().ok(),
                correction,
            };
            match web.app().perform(&posted.ctx, &act).await {
                Ok(_) => return Ok(done(&format!("{}#problems", address(id)), "feedback-corrected")),
                Err(error) => error,
            }
        }
        None if fields.errors.is_empty() => {
            Error::Invalid(vec![FieldError::new("", Message::new("feedback-correction-missing"))])
        }
        None => Error::Invalid(fields.errors),
    };
    back_posted(&web, &posted, id, "correct", error).await
}

async fn take(State(web): State<Web>, Path(id): Path<FeedbackId>, posted: Posted) -> Answer<Response> {
    let found = web.app().feedback(&posted.ctx, id).await?;
    let version = posted.value("version").parse().ok();
    let act = TakeFeedback { engagement: found.drafting.engagement, feedback: id, version };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&address(id), "feedback-taken")),
        Err(error) => back_posted(&web, &posted, id, "take", error).await,
    }
}

async fn tie(State(web): State<Web>, Path(id): Path<FeedbackId>, posted: Posted) -> Answer<Response> {
    let found = web.app().feedback(&posted.ctx, id).await?;
    let key: u32 = posted.value("problem").parse().map_err(|_| Error::NotFound)?;
    let name = format!("findings-{key}");
    let chosen = posted.pairs.iter().filter(|(field, id)| *field == name && !id.is_empty());
    let ids: Result<Vec<_>, _> = chosen.map(|(_, id)| id.parse()).collect();
    let error = match ids {
        Ok(findings) => {
            let engagement = found.drafting.engagement;
            let act = TieFindings { engagement, feedback: id, problem: Key(key), findings };
            match web.app().perform(&posted.ctx, &act).await {
                Ok(_) => return Ok(done(&format!("{}#problems", address(id)), "feedback-tied-done")),
                Err(error) => error,
            }
        }
        Err(_) => Error::Invalid(vec![FieldError::new("", Message::new("feedback-tie-wrong"))]),
    };
    back_posted(&web, &posted, id, "correct", error).await
}

/// Puts a finding on the list, from the finding's own page; what is refused is said on the list's.
async fn list_finding(
    State(web): State<Web>,
    Path(id): Path<FeedbackId>,
    posted: Posted,
) -> Answer<Response> {
    let engagement = web.app().feedback(&posted.ctx, id).await?.drafting.engagement;
    let finding = posted.value("finding").parse().map_err(|_| Error::NotFound)?;
    match web.app().perform(&posted.ctx, &ListFinding { engagement, feedback: id, finding }).await {
        Ok(_) => Ok(done(&format!("{}#problems", address(id)), "feedback-finding-listed-done")),
        Err(error) => back_posted(&web, &posted, id, "correct", error).await,
    }
}
