//! One deadline: from when it counts and why, what moved it, and moving it by a recorded approval.

use super::{basis, last_day};
use crate::components::{
    Button, Choice, Cols, Column, Crumb, Form, FormState, Help, Note, Page, Panel, Row, Table, Tone, cell,
    cols, facts,
};
use crate::pages::fields::Fields;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::deadline::{ExtendDeadline, Running};
use app::decision::Decided;
use app::{Ctx, Error, Stored};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::permission::{Action, Scope};
use kernel::{DeadlineId, FieldError, Message, PageRequest};
use maud::html;

/// How many of the newest decisions are offered as the approval.
const DECISIONS: u32 = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/deadlines/{deadline}", Needs::Account, show).post(
        "/deadlines/{deadline}/extend",
        Needs::Right(Action::DecisionRecord),
        extend,
    )
}

async fn show(State(web): State<Web>, Path(id): Path<DeadlineId>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, &reader.ctx, &reader.view, id, &FormState::new()).await?)
}

async fn extend(State(web): State<Web>, Path(id): Path<DeadlineId>, posted: Posted) -> Answer<Response> {
    let errors = match read(id, &posted.pairs) {
        Ok(act) => match web.app().perform(&posted.ctx, &act).await {
            Ok(_) => return Ok(done(&format!("/deadlines/{id}"), "deadline-extended-done")),
            Err(Error::Invalid(errors)) => errors,
            Err(Error::Refused(refusal)) => vec![FieldError::new("to", refusal.0)],
            Err(other) => return Err(other.into()),
        },
        Err(errors) => errors,
    };
    let state = posted.state(errors);
    Ok(unprocessable(page(&web, &posted.ctx, &posted.view, id, &state).await?).into_response())
}

fn read(deadline: DeadlineId, pairs: &[(String, String)]) -> Result<ExtendDeadline, Vec<FieldError>> {
    let mut fields = Fields::of(pairs);
    let to = fields.day("to");
    let decision = fields.text("decision").parse().ok();
    if decision.is_none() {
        fields.errors.push(FieldError::new("decision", Message::new("deadline-extend-choose")));
    }
    let reason = fields.text("reason").trim().to_owned();
    match (to, decision) {
        (Some(to), Some(decision)) if fields.errors.is_empty() => {
            Ok(ExtendDeadline { deadline, decision, to, reason })
        }
        _ => Err(fields.errors),
    }
}

async fn page(web: &Web, ctx: &Ctx, v: &View, id: DeadlineId, state: &FormState) -> Result<Html, Error> {
    let found = web.app().deadline(ctx, id).await?;
    let extends = ctx.may(Action::DecisionRecord, Scope::Global) && found.satisfied.is_none();
    let approvals = if extends { approvals(web, ctx).await? } else { Vec::new() };
    let side = if extends {
        html! { (asking(v, &found, &approvals, state)) }
    } else {
        html! {}
    };
    let body = cols(Cols::TwoOne, [html! { (about(ctx, v, &found)) (moves(v, &found)) }, side]);
    Ok(Page::new(found.name.get(v.lang).to_owned())
        .lead(found.label.clone())
        .crumbs([Crumb::new(v.t("deadline-title"), "/deadlines")])
        .help(Help::new(v.t("deadline-one-help-what"), v.t("deadline-one-help-next")))
        .html(v, body))
}

/// The newest approvals, from which the one for this extension is chosen.
async fn approvals(web: &Web, ctx: &Ctx) -> Result<Vec<Stored<Decided>>, Error> {
    let newest = PageRequest { after: None, size: DECISIONS };
    let found = web.app().decisions(ctx, false, &newest).await?;
    Ok(found.items.into_iter().filter(|d| d.approved).collect())
}

fn about(ctx: &Ctx, v: &View, found: &Running) -> Panel {
    let label = match super::subject_address(ctx, found) {
        Some(href) => html! { a.main-link href=(href) { (found.label) } },
        None => html! { (found.label) },
    };
    let mut rows = vec![
        (v.t("deadline-about"), label),
        (v.t("deadline-due"), last_day(v, found)),
        (v.t("deadline-first-due"), html! { (v.day(found.original_due)) }),
        (v.t("deadline-basis"), html! { (basis(v, found)) }),
    ];
    if let Some(words) = &found.words {
        rows.push((v.t("deadline-words"), html! { (words) }));
    }
    Panel::new(v.t("deadline-matter")).body(facts(rows))
}

fn moves(v: &View, found: &Running) -> Panel {
    let columns = [
        Column::new(v.t("deadline-moved-from")).one_line(),
        Column::new(v.t("deadline-moved-to")).one_line(),
        Column::new(v.t("deadline-moved-why")).heads_row(),
        Column::new(v.t("deadline-moved-by")).one_line(),
    ];
    let rows = found.extensions.iter().map(|moved| {
        let approval = html! { a href={ "/decisions/" (moved.decision) } { (v.t("deadline-approval")) } };
        Row::new([cell(v.day(moved.from)), cell(v.day(moved.to)), cell(&moved.reason), approval])
    });
    let empty =
        crate::components::Empty::new("clock", v.t("deadline-never-moved"), v.t("deadline-never-moved-next"));
    Panel::new(v.t("deadline-moves"))
        .flush(Table::new(v.t("deadline-moves"), columns).rows(rows).empty(empty).html(v))
}

fn asking(v: &View, found: &Running, approvals: &[Stored<Decided>], state: &FormState) -> Panel {
    let panel = Panel::new(v.t("deadline-extend"));
    if approvals.is_empty() {
        let note = Note::new(Tone::Info, v.t("deadline-extend-no-approval"));
        return panel.body(html! { (note) p { a href="/decisions" { (v.t("decision-all")) } } });
    }
    let option = |d: &Stored<Decided>| {
        Choice::new(d.decision.id.to_string(), format!("{} · {}", d.label, v.day(d.decided_on)))
    };
    let options = approvals.iter().map(option);
    let form = Form::post(format!("/deadlines/{}/extend", found.deadline.id), state)
        .body(html! {
            (state.text("decision", v.t("deadline-extend-decision")).select(options).hint(v.t("deadline-extend-decision-hint")).wide().html(v))
            (state.text("to", v.t("deadline-extend-to")).date().html(v))
            (state.text("reason", v.t("deadline-extend-reason")).longest(200).wide().html(v))
        })
        .button(Button::submit(v.t("deadline-extend")).primary())
        .note(v.t("deadline-extend-note"));
    panel.body(form.html(v))
}
