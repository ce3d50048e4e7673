//! One feedback: its list to be corrected, what was taken, who decided, who signed.

use super::{address, correct, hand_over, standing};
use crate::components::{
    Button, Cols, Crumb, FormState, Help, Item, Note, Page, Panel, Step, StepState, Tone, cols, due,
    due_done, list, stack, steps,
};
use crate::request::{Answer, Posted, Reader, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::feedback::{Delivery, DraftPage, DraftStanding, FeedbackState};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::permission::{Action, Scope};
use kernel::{FeedbackId, FieldError};
use maud::{Markup, Render, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/feedback/{feedback}", Needs::Right(Action::FeedbackView), show)
}

/// The page's forms as they come back.
#[derive(Default)]
pub(super) struct Forms {
    /// Which form: `correct`, `head`, `body`, `withdraw`, `take`.
    pub(super) name: &'static str,
    /// What was typed, and what is wrong.
    pub(super) state: FormState,
    /// Who changed the list meanwhile.
    pub(super) met: Option<String>,
}

impl Forms {
    pub(super) fn state(&self, name: &str) -> FormState {
        if self.name == name { self.state.clone() } else { FormState::new() }
    }
}

async fn show(State(web): State<Web>, Path(id): Path<FeedbackId>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, (&reader.ctx, &reader.view), id, &Forms::default()).await?)
}

/// What a panel of the page needs.
pub(super) struct At<'a> {
    pub(super) ctx: &'a Ctx,
    pub(super) v: &'a View,
    pub(super) found: &'a DraftPage,
    pub(super) forms: &'a Forms,
}

impl At<'_> {
    pub(super) fn may(&self, action: Action) -> bool {
        self.ctx.may(action, Scope::One(self.found.drafting.engagement.0))
    }

    pub(super) fn act(&self, name: &str) -> String {
        format!("{}/{name}", address(self.found.drafting.id))
    }

    /// Whether the list may still be corrected.
    pub(super) fn is_open(&self) -> bool {
        let standing = self.found.drafting.standing != DraftStanding::Withdrawn;
        standing && self.found.taken.as_ref().is_none_or(|taken| taken.may_be_corrected().is_ok())
    }

    pub(super) fn state(&self) -> Option<&FeedbackState> {
        self.found.taken.as_ref().map(|taken| &taken.state)
    }
}

pub(super) async fn page(
    web: &Web,
    (ctx, v): (&Ctx, &View),
    id: FeedbackId,
    forms: &Forms,
) -> Result<Html, Error> {
    let found = web.app().feedback(ctx, id).await?;
    let at = At { ctx, v, found: &found, forms };
    let left = stack([correct::problems(&at), correct::taken_out(&at)]);
    let right = stack([next(&at), signatures(&at), deadlines(&at), decisions(&at), hand_over::withdraw(&at)]);
    let mark = standing(v, (found.drafting.standing, at.state()));
    let met = forms.met.as_ref().map(|met| Note::new(Tone::Warn, met.as_str()).lead(v.t("feedback-met")));
    Ok(Page::new(found.drafting.draft.title.clone())
        .mark(mark)
        .lead(format!("{} · {} · {}", found.unit, found.round, found.drafting.file))
        .crumbs([Crumb::new(v.t("feedback-title"), "/feedback")])
        .help(Help::new(v.t("feedback-one-help-what"), v.t("feedback-one-help-next")))
        .html(
            v,
            html! {
                @if let Some(met) = met { (met) }
                (steps(v, &v.t("feedback-steps"), &way(&at)))
                (cols(Cols::TwoOne, [left, right]))
            },
        ))
}

/// The page with a form that came back.
pub(super) async fn back(
    web: &Web,
    (ctx, v): (&Ctx, &View),
    id: FeedbackId,
    (name, pairs): (&'static str, Vec<(String, String)>),
    error: Error,
) -> Answer<Response> {
    let (errors, met): (Vec<FieldError>, _) = match error {
        Error::Conflict { last, .. } => {
            let last = last.map(|last| v.say(&crate::gate::changed_by(v, &last)));
            (Vec::new(), Some(last.unwrap_or_else(|| v.t("feedback-met"))))
        }
        error => (crate::pages::ledger::faults(error)?, None),
    };
    let forms = Forms { name, state: FormState::typed(pairs, errors), met };
    Ok(unprocessable(page(web, (ctx, v), id, &forms).await?).into_response())
}

pub(super) async fn back_posted(
    web: &Web,
    posted: &Posted,
    id: FeedbackId,
    name: &'static str,
    error: Error,
) -> Answer<Response> {
    back(web, (&posted.ctx, &posted.view), id, (name, posted.pairs.clone()), error).await
}

/// The way: corrected, taken, approved, told to the head, told to the leading body.
fn way(at: &At<'_>) -> Vec<Step> {
    let (v, state) = (at.v, at.state());
    let rank = match (at.found.is_taken(), state) {
        (false, _) | (true, None) => 0,
        (true, Some(FeedbackState::Drafted)) => 1,
        (true, Some(FeedbackState::Approved { .. })) => 2,
        (true, Some(FeedbackState::ToldHead { .. })) => 3,
        (true, Some(FeedbackState::Delivered { .. })) => 4,
        (true, Some(FeedbackState::Withdrawn { .. })) => 0,
    };
    let names =
        ["feedback-step-corrected", "feedback-step-approved", "feedback-told-head", "feedback-told-body"];
    let step = |(n, id): (usize, &str)| {
        let state = match n.cmp(&rank) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Current,
            std::cmp::Ordering::Greater => StepState::Todo,
        };
        Step::new(v.t(id), state)
    };
    names.into_iter().enumerate().map(step).collect()
}

/// The one thing to do now.
fn next(at: &At<'_>) -> Markup {
    let (v, id) = (at.v, at.found.drafting.id);
    if at.found.drafting.standing == DraftStanding::Withdrawn {
        return Markup::default();
    }
    if !at.found.is_taken() {
        return correct::take_panel(at);
    }
    match at.state() {
        Some(FeedbackState::Drafted) => {
            let question = format!("about=feedback&id={id}");
            let waits = at.found.decisions.iter().any(|d| d.standing() == "waiting");
            let body = html! {
                @if waits { (Note::new(Tone::Info, v.t("feedback-approval-waits"))) } @else {
                    div.row {
                        @if at.may(Action::FeedbackApprove) { (Button::link(v.t("feedback-approve"), format!("/decisions/decide?{question}")).primary()) }
                        @if at.may(Action::DecisionRecord) { (Button::link(v.t("feedback-approve-record"), format!("/decisions/new?{question}"))) }
                    }
                }
            };
            Panel::new(v.t("feedback-step-approved")).note(v.t("feedback-approve-note")).body(body).render()
        }
        Some(FeedbackState::Approved { .. } | FeedbackState::ToldHead { .. }) => hand_over::panel(at),
        Some(FeedbackState::Delivered { .. }) => {
            let href = format!(
                "/ledger?unit={}&engagement={}&view=all",
                at.found.drafting.unit, at.found.drafting.engagement
            );
            let body = html! { p { (v.t("feedback-delivered-about")) } (Button::link(v.t("feedback-open-ledger"), href).primary()) };
            Panel::new(v.t("feedback-delivered")).body(body).render()
        }
        _ => Markup::default(),
    }
}

fn signatures(at: &At<'_>) -> Markup {
    let v = at.v;
    let (head, body): (Option<&Delivery>, Option<&Delivery>) = match at.state() {
        Some(FeedbackState::ToldHead { head, .. }) => (Some(head), None),
        Some(FeedbackState::Delivered { head, body, .. }) => (Some(head), Some(body)),
        _ => return Markup::default(),
    };
    let line = |id: &str, delivery: Option<&Delivery>| {
        let item = Item::plain(v.t(id));
        match delivery {
            Some(d) => item.about(d.signed_by.clone()).due(due_done(v, d.on, &v.t("feedback-signed"))),
            None => item.about(v.t("feedback-not-yet")),
        }
    };
    let items = [line("feedback-told-head", head), line("feedback-told-body", body)];
    Panel::new(v.t("feedback-deliveries")).flush(list(&items)).render()
}

fn deadlines(at: &At<'_>) -> Markup {
    let v = at.v;
    if at.found.deadlines.is_empty() && at.found.submissions.is_empty() {
        return Markup::default();
    }
    let running = at.found.deadlines.iter().map(|d| Item::plain(d.name.get(v.lang)).due(due(v, d.due)));
    let handed = at.found.submissions.iter().map(|paper| {
        let names: Vec<&str> = paper.files.iter().map(|(_, name)| name.as_str()).collect();
        Item::plain(names.join(&v.t("common-list-separator"))).due(due_done(
            v,
            paper.on,
            &v.t("feedback-handed-in"),
        ))
    });
    let items: Vec<Item> = running.chain(handed).collect();
    Panel::new(v.t("portal-papers")).flush(list(&items)).render()
}

fn decisions(at: &At<'_>) -> Markup {
    if at.found.decisions.is_empty() || !at.ctx.may(Action::RoundView, Scope::Global) {
        return Markup::default();
    }
    crate::pages::decisions::decisions_panel(at.v, &at.found.decisions).render()
}
