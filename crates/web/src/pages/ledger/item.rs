//! One item: where it stands, what it is, its measures, what to do next, and everything that was done.

use super::{address, panels, words};
use crate::components::{
    Button, Cols, Crumb, FormState, Help, Note, Page, Tone, chip, cols, due, stack, stamp_solid, steps,
};
use crate::pages::units::attachment;
use crate::request::{Answer, Posted, Reader, Uploaded, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::rectification::{ItemPage, NextStep, UnitPerson};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::permission::{Action, Scope};
use kernel::{FileId, ItemId, Message};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/ledger/{item}", Needs::Right(Action::LedgerView), show).get(
        "/ledger/{item}/files/{file}",
        Needs::Right(Action::LedgerView),
        file,
    )
}

/// The page's forms as they come back: the name of the form, and what was typed in it.
#[derive(Default)]
pub(super) struct Forms {
    /// Which form.
    pub(super) name: &'static str,
    /// For which measure, where the form is a measure's.
    pub(super) of: String,
    /// What was typed, and what is wrong.
    pub(super) state: FormState,
    /// What someone else did meanwhile.
    pub(super) met: Option<String>,
}

impl Forms {
    /// The state of a form: what came back, or its beginning.
    pub(super) fn state(&self, name: &str, of: &str, begin: impl FnOnce() -> FormState) -> FormState {
        if self.name == name && self.of == of { self.state.clone() } else { begin() }
    }

    /// Whether a form came back.
    pub(super) fn came_back(&self, name: &str, of: &str) -> bool {
        self.name == name && self.of == of
    }
}

async fn show(State(web): State<Web>, Path(id): Path<ItemId>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, (&reader.ctx, &reader.view), id, &Forms::default()).await?)
}

/// Everything a panel of the page needs.
pub(super) struct At<'a> {
    /// The circumstances.
    pub(super) ctx: &'a Ctx,
    /// The page's facts.
    pub(super) v: &'a View,
    /// The item.
    pub(super) found: &'a ItemPage,
    /// Accounts of the unit, for whoever keeps its posts.
    pub(super) people: &'a [UnitPerson],
    /// Forms that came back.
    pub(super) forms: &'a Forms,
    /// What the reader may do next.
    pub(super) next: Vec<NextStep>,
}

impl At<'_> {
    /// Whether the reader may do something with this item.
    pub(super) fn may(&self, action: Action) -> bool {
        self.ctx.may(action, Scope::One(self.found.item.unit.0))
    }

    /// Whether a step is the reader's to take now.
    pub(super) fn can(&self, step: NextStep) -> bool {
        self.next.contains(&step)
    }

    /// The address of an act on the item.
    pub(super) fn act(&self, name: &str) -> String {
        format!("{}/{name}", address(self.found.item.item.id))
    }

    /// The version that the page shows.
    pub(super) fn version(&self) -> String {
        self.found.item.version.to_string()
    }

    /// The name of whoever acted.
    pub(super) fn name(&self, user: kernel::UserId) -> &str {
        self.found.names.get(&user).map_or("", String::as_str)
    }
}

pub(super) async fn page(
    web: &Web,
    (ctx, v): (&Ctx, &View),
    id: ItemId,
    forms: &Forms,
) -> Result<Html, Error> {
    let found = web.app().item(ctx, id).await?;
    let (_, people) = web.app().unit_posts(ctx, found.item.unit).await?;
    let trace = web.app().item_trace(ctx, id).await?;
    let at = At { ctx, v, found: &found, people: &people, forms, next: found.next(ctx) };
    let left = stack([
        panels::notes(&at),
        panels::next_step(&at),
        panels::problem(&at),
        panels::verify(&at),
        panels::claim(&at),
        panels::plan(&at),
        super::measures::add_panel(&at),
        panels::objections(&at),
        panels::recheck(&at),
        html! { (super::trace::map_panel(v, &trace)) },
    ]);
    let right = stack([panels::facts_panel(&at), panels::history(&at), panels::reminders(&at)]);
    let item = &found.item;
    let lead = html! {
        (v.t("ledger-title")) " " span.mono { (item.code) } " · " (found.unit) " · " (found.round) " · "
        (v.say(&item.item.kind.label()))
    };
    let mut page = Page::new(item.title.clone())
        .stamp(stamp_solid(&v.t("ledger-stamp")))
        .mark(words::state(v, item))
        .lead(lead)
        .crumbs([Crumb::new(v.t("ledger-title"), "/ledger")])
        .help(Help::new(v.t("ledger-item-help-what"), v.t("ledger-item-help-next")));
    if let Some(day) = item.summary.due.filter(|_| !item.state.is_over()) {
        page = page.control(due(v, day));
    }
    if item.rebounds > 0 {
        page = page.control(chip(Tone::Late, &v.t("ledger-rebound")));
    }
    page = page.action(Button::link(v.t("trace-open"), format!("{}/trace", address(id))).icon("link"));
    page = page.action(Button::print(v.t("ledger-print")));
    let met = forms.met.as_ref().map(|met| Note::new(Tone::Warn, met.as_str()).lead(v.t("ledger-met")));
    Ok(page.html(
        v,
        html! {
            @if let Some(met) = met { (met) }
            (steps(v, &v.t("ledger-steps"), &panels::chain(&at)))
            (cols(Cols::ThreeOne, [left, right]))
        },
    ))
}

/// The page with a form that came back, by what is wrong with it or by what someone else did meanwhile. The form is
/// named by its name, the measure that it is of, and what was typed in it.
async fn back(
    web: &Web,
    (ctx, v): (&Ctx, &View),
    id: ItemId,
    (name, of, pairs): (&'static str, String, Vec<(String, String)>),
    error: Error,
) -> Answer<Response> {
    let (errors, met) = match error {
        Error::Conflict { last, .. } => {
            let last = last.map(|last| v.say(&crate::gate::changed_by(v, &last)));
            (Vec::new(), Some(last.unwrap_or_else(|| v.t("ledger-met"))))
        }
        error => (super::faults(error)?, None),
    };
    let forms = Forms { name, of, state: FormState::typed(pairs, errors), met };
    Ok(unprocessable(page(web, (ctx, v), id, &forms).await?).into_response())
}

/// The page with a posted form that came back.
pub(super) async fn back_posted(
    web: &Web,
    posted: &Posted,
    id: ItemId,
    (name, of): (&'static str, String),
    error: Error,
) -> Answer<Response> {
    let typed = posted.pairs.iter().filter(|(name, _)| name != "password").cloned();
    back(web, (&posted.ctx, &posted.view), id, (name, of, typed.collect()), error).await
}

/// The page with an uploaded form that came back.
pub(super) async fn back_uploaded(
    web: &Web,
    uploaded: &Uploaded,
    id: ItemId,
    (name, of): (&'static str, String),
    error: Error,
) -> Answer<Response> {
    let typed = uploaded.pairs.clone();
    back(web, (&uploaded.ctx, &uploaded.view), id, (name, of, typed), error).await
}

async fn file(
    State(web): State<Web>,
    Path((item, file)): Path<(ItemId, FileId)>,
    reader: Reader,
) -> Answer<Response> {
    let opened = web.app().evidence_file(&reader.ctx, item, file).await?;
    let (name, size) = (opened.file.name.clone(), opened.file.size);
    let (_, bytes) = opened.range(0, size).await?;
    Ok(attachment(&name, "application/octet-stream", bytes)?)
}

/// A list of sentences.
pub(super) fn sentences(v: &View, all: &[Message]) -> Markup {
    html! { ul { @for message in all { li { (v.say(message)) } } } }
}
