//! Drafting a version and publishing it.

use super::{address, crumbs, draft_note, help, kind_of, number, one};
use crate::components::{
    Button, Cols, Column, Form, FormState, Note, Page, Panel, Row, Table, Tone, cell, cols, stack,
};
use crate::request::{Answer, Posted, Reader, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web, gate};
use app::ruleset::{DraftRuleset, PublishRuleset};
use app::{Ctx, Error, Stored};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::permission::{Action, Scope};
use domain::ruleset::{Kind, Ruleset};
use kernel::{Day, FieldError, Message};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/rulesets/{kind}/draft", Needs::Right(Action::RulesetDraft), ask)
        .post("/rulesets/{kind}/draft", Needs::Right(Action::RulesetDraft), draft)
        .post("/rulesets/{kind}/publish", Needs::Right(Action::RulesetPublish), publish)
}

async fn ask(State(web): State<Web>, Path(code): Path<String>, reader: Reader) -> Answer<Html> {
    let kind = kind_of(&code)?;
    let versions = web.app().ruleset_versions(&reader.ctx, kind).await?;
    let from =
        versions.iter().map(|(r, _)| r).find(|r| !r.is_published()).or(versions.first().map(|(r, _)| r));
    let state = match from {
        Some(stored) => written(&reader.view, stored),
        None => FormState::new(),
    };
    Ok(form_page(&reader.view, kind, seen(&versions), &state, None))
}

/// The form of a draft as it is stored, or of a new one that begins as the newest version.
fn written(v: &View, stored: &Ruleset) -> FormState {
    let body = serde_json::to_string_pretty(&stored.body).unwrap_or_default();
    let (from, basis) = if stored.is_published() {
        (v.today(), String::new())
    } else {
        (stored.effective_from, stored.basis.clone())
    };
    FormState::new().with("effective_from", from.to_string()).with("basis", basis).with("body", body)
}

/// The stored version of the draft; 0 where there is none.
fn seen(versions: &[(Stored<Ruleset>, Option<String>)]) -> i64 {
    versions.iter().find(|(r, _)| !r.is_published()).map_or(0, |(r, _)| r.version)
}

fn form_page(v: &View, kind: Kind, seen: i64, state: &FormState, above: Option<Note>) -> Html {
    let fields = html! {
        (state.text("effective_from", v.t("ruleset-effective-from")).date().hint(v.t("ruleset-effective-from-hint")).html(v))
        (state.text("basis", v.t("ruleset-basis")).hint(v.t("ruleset-basis-hint")).longest(300).html(v))
        (state.text("body", v.t("ruleset-body")).code(28).hint(v.t("ruleset-body-hint")).wide().html(v))
    };
    let form = Form::post(format!("{}/draft", address(kind)), state)
        .hidden("seen", seen.to_string())
        .body(fields)
        .button(Button::submit(v.t("ruleset-save-draft")).primary())
        .button(Button::link(v.t("ruleset-leave"), address(kind)));
    let left = stack([html! { (Panel::new(v.t("ruleset-draft-form")).body(form.html(v))) }]);
    let right = mistakes(v, state).map(|panel| stack([html! { (panel) }]));
    let content = match right {
        Some(right) => cols(Cols::ThreeOne, [left, right]),
        None => left,
    };
    Page::new(v.t(if seen == 0 { "ruleset-new-version" } else { "ruleset-edit-draft" }))
        .crumbs(crumbs(v, Some(kind)))
        .help(help(v))
        .html(v, html! { @if let Some(note) = above { (note) } (draft_note(v)) (content) })
}

/// Every mistake of the content with its place, beside the form.
fn mistakes(v: &View, state: &FormState) -> Option<Panel> {
    let rows: Vec<Row> = state
        .errors()
        .iter()
        .filter(|e| e.field == "body")
        .map(|e| Row::new([cell(v.say(&e.message))]))
        .collect();
    let count = rows.len();
    (count > 1).then(|| {
        let title = v.say(&Message::new("ruleset-mistakes").with("count", count));
        let columns = [Column::new(v.t("ruleset-mistake"))];
        Panel::new(title.clone()).flush(Table::new(title, columns).rows(rows).html(v))
    })
}

#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    effective_from: String,
    #[serde(default)]
    basis: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    seen: i64,
}

impl Written {
    fn act(&self, kind: Kind) -> Result<DraftRuleset, Vec<FieldError>> {
        let mut errors = Vec::new();
        let day = self.effective_from.trim();
        let effective_from: Option<Day> = day.parse().ok();
        if effective_from.is_none() {
            errors.push(FieldError::new(
                "effective_from",
                Message::new("ruleset-not-a-day").with("value", day),
            ));
        }
        if self.basis.trim().is_empty() {
            errors.push(FieldError::new("basis", Message::new("ruleset-basis-missing")));
        }
        let body = serde_json::from_str(&self.body)
            .map_err(|e| {
                let message =
                    Message::new("ruleset-body-not-json").with("line", e.line()).with("column", e.column());
                errors.push(FieldError::new("body", message));
            })
            .ok();
        match (effective_from, body) {
            (Some(effective_from), Some(body)) if errors.is_empty() => {
                Ok(DraftRuleset { kind, effective_from, basis: self.basis.clone(), body, seen: self.seen })
            }
            _ => Err(errors),
        }
    }
}

/// A mistake inside the content belongs to its field, with its place in words.
fn in_body(error: FieldError) -> FieldError {
    match error.field.strip_prefix("body") {
        Some(place) if !place.is_empty() => {
            let place = place.trim_start_matches('.').to_owned();
            FieldError::new(
                "body",
                Message::new("ruleset-mistake-at").with("place", place).with("what", error.message),
            )
        }
        _ => error,
    }
}

async fn draft(
    State(web): State<Web>,
    Path(code): Path<String>,
    posted: Posted<Written>,
) -> Answer<Response> {
    let kind = kind_of(&code)?;
    let v = &posted.view;
    let written = match &posted.form {
        Ok(written) => written,
        Err(errors) => {
            return Ok(
                unprocessable(form_page(v, kind, 0, &posted.state(errors.clone()), None)).into_response()
            );
        }
    };
    let errors = match written.act(kind) {
        Err(errors) => errors,
        Ok(act) => match web.app().perform(&posted.ctx, &act).await {
            Ok(made) => {
                return Ok(Redirect::to(&format!("{}/{}", address(kind), made.done.version)).into_response());
            }
            Err(Error::Invalid(errors)) => errors.into_iter().map(in_body).collect(),
            Err(Error::Conflict { last, .. }) => return overtaken(&web, &posted, kind, last).await,
            Err(other) => return Err(other.into()),
        },
    };
    Ok(unprocessable(form_page(v, kind, written.seen, &posted.state(errors), None)).into_response())
}

/// Someone changed the draft in between: what was typed stays, saving again replaces theirs.
async fn overtaken(
    web: &Web,
    posted: &Posted<Written>,
    kind: Kind,
    last: Option<app::LastChange>,
) -> Answer<Response> {
    let v = &posted.view;
    let versions = web.app().ruleset_versions(&posted.ctx, kind).await?;
    let who = last.map(|last| v.say(&gate::changed_by(v, &last))).unwrap_or_default();
    let note = Note::new(Tone::Warn, html! { (who) " " (v.t("ruleset-overtaken")) });
    let page = form_page(v, kind, seen(&versions), &posted.state(Vec::new()), Some(note));
    Ok(page.status(StatusCode::CONFLICT).into_response())
}

/// The form that publishes, or who may.
pub(super) fn publish_panel(v: &View, ctx: &Ctx, draft: &Stored<Ruleset>, state: &FormState) -> Markup {
    let panel = Panel::new(v.t("ruleset-publish"));
    if !ctx.may(Action::RulesetPublish, Scope::Global) {
        return html! { (panel.body(html! { p { (v.t("ruleset-publish-who")) } })) };
    }
    let form = Form::post(format!("{}/publish", address(draft.kind)), state)
        .hidden("seen", draft.version.to_string())
        .body(html! {
            (state.text("password", v.t("ruleset-publish-password")).password().complete("current-password").wide().html(v))
        })
        .button(Button::submit(v.t("ruleset-publish-now")).primary().about(number(v, draft)));
    let panel = panel.body(html! { p { (v.t("ruleset-publish-about")) } (form.html(v)) });
    if !ctx.may(Action::DecisionRecord, Scope::Global) {
        return html! { (panel) };
    }
    // Where a leader signed on paper, the paper is what the rules rest on.
    let href = format!("/decisions/new?about=ruleset&id={}", draft.id);
    html! { (panel.foot(html! { (Button::link(v.t("decision-record"), href).small()) span.hint { (v.t("ruleset-publish-paper")) } })) }
}

#[derive(Deserialize)]
struct Approval {
    #[serde(default)]
    password: String,
    seen: i64,
}

async fn publish(
    State(web): State<Web>,
    Path(code): Path<String>,
    posted: Posted<Approval>,
) -> Answer<Response> {
    let kind = kind_of(&code)?;
    let approval = posted.form.as_ref().map_err(|errors| Error::Invalid(errors.clone()))?;
    if !web.app().confirm_password(posted.ctx.signed()?, &approval.password).await? {
        let wrong = FieldError::new("password", Message::new("account-password-wrong"));
        return came_back(&web, &posted, kind, wrong).await;
    }
    let act = PublishRuleset { kind, seen: approval.seen };
    let made = web.app().perform(&posted.ctx, &act).await?;
    Ok(Redirect::to(&format!("{}/{}", address(kind), made.done.version)).into_response())
}

async fn came_back(web: &Web, posted: &Posted<Approval>, kind: Kind, error: FieldError) -> Answer<Response> {
    let versions = web.app().ruleset_versions(&posted.ctx, kind).await?;
    let draft = versions.iter().find(|(r, _)| !r.is_published()).ok_or(Error::NotFound)?.0.value.version;
    let reader = Reader { ctx: posted.ctx.clone(), view: std::sync::Arc::clone(&posted.view) };
    let page = one(&reader, &posted.view, kind, draft, &versions, &posted.state(vec![error]))?;
    Ok(unprocessable(page).into_response())
}
