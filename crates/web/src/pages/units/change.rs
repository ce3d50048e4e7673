//! What may happen to a unit, each with its form, date and reason: renamed, moved, merged, split, abolished.

use super::one::crumbs;
use crate::components::{Button, Crumb, Form, FormState, Help, Note, Page, Panel, Tone, stack};
use crate::gate::changed_by;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::organisation::{AbolishUnit, MergeUnits, MoveUnit, RenameUnit, SplitUnit, UnitPage};
use app::{Act, Error, LastChange};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::permission::Action;
use kernel::{Day, FieldError, Message, UnitId};
use maud::{Markup, html};

/// A step in a unit's life.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Rename,
    Move,
    Merge,
    Split,
    Abolish,
}

impl Change {
    const fn path(self) -> &'static str {
        match self {
            Self::Rename => "rename",
            Self::Move => "move",
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Abolish => "abolish",
        }
    }

    /// Message ids: its name, what it does, its button, what is said when it is done.
    const fn words(self) -> [&'static str; 4] {
        match self {
            Self::Rename => ["unit-rename", "unit-rename-about", "unit-rename-save", "unit-renamed"],
            Self::Move => ["unit-move", "unit-move-about", "unit-move-save", "unit-moved"],
            Self::Merge => ["unit-merge", "unit-merge-about", "unit-merge-save", "unit-merged"],
            Self::Split => ["unit-split", "unit-split-about", "unit-split-save", "unit-was-split"],
            Self::Abolish => ["unit-abolish", "unit-abolish-about", "unit-abolish-save", "unit-abolished"],
        }
    }

    /// Its own field besides day and reason.
    fn field(self, v: &View, state: &FormState) -> Markup {
        let hint = || v.t("unit-named-hint");
        match self {
            Self::Rename => state.text("name", v.t("unit-rename-to")).longest(100).focus().html(v),
            Self::Move => state.text("parent", v.t("unit-move-to")).hint(hint()).longest(200).focus().html(v),
            Self::Merge => state.text("into", v.t("unit-merge-to")).hint(hint()).longest(200).focus().html(v),
            Self::Split => {
                state.text("parts", v.t("unit-split-to")).hint(v.t("unit-split-hint")).area(4).html(v)
            }
            Self::Abolish => {
                state.text("successor", v.t("unit-abolish-to")).hint(hint()).longest(200).optional().html(v)
            }
        }
    }
}

macro_rules! step {
    ($ask:ident, $take:ident, $change:ident) => {
        async fn $ask(State(web): State<Web>, Path(id): Path<UnitId>, reader: Reader) -> Answer<Html> {
            ask(&web, Change::$change, id, &reader).await
        }
        async fn $take(State(web): State<Web>, Path(id): Path<UnitId>, posted: Posted) -> Answer<Response> {
            take(&web, Change::$change, id, &posted).await
        }
    };
}

step!(ask_rename, rename, Rename);
step!(ask_move, move_it, Move);
step!(ask_merge, merge, Merge);
step!(ask_split, split, Split);
step!(ask_abolish, abolish, Abolish);

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::UnitChange);
    routes
        .get("/units/{unit}/rename", needs, ask_rename)
        .post("/units/{unit}/rename", needs, rename)
        .get("/units/{unit}/move", needs, ask_move)
        .post("/units/{unit}/move", needs, move_it)
        .get("/units/{unit}/merge", needs, ask_merge)
        .post("/units/{unit}/merge", needs, merge)
        .get("/units/{unit}/split", needs, ask_split)
        .post("/units/{unit}/split", needs, split)
        .get("/units/{unit}/abolish", needs, ask_abolish)
        .post("/units/{unit}/abolish", needs, abolish)
}

async fn ask(web: &Web, change: Change, id: UnitId, reader: &Reader) -> Answer<Html> {
    let found = web.app().unit(&reader.ctx, id).await?;
    let state = FormState::new().with("on", reader.view.today().to_string());
    Ok(page(&reader.view, change, &found, &state, None))
}

fn page(v: &View, change: Change, found: &UnitPage, state: &FormState, met: Option<&LastChange>) -> Html {
    let [name, about, save, _] = change.words();
    let id = found.unit.id;
    let mut button = Button::submit(v.t(save));
    button = if change == Change::Abolish { button.danger() } else { button.primary() };
    let form = Form::post(format!("/units/{id}/{}", change.path()), state)
        .hidden("version", found.unit.version.to_string())
        .body(html! {
            (change.field(v, state))
            (state.text("on", v.t("unit-change-on")).date().html(v))
            (state.text("reason", v.t("unit-change-reason")).hint(v.t("unit-change-reason-hint")).area(3).longest(500).html(v))
        })
        .button(button)
        .button(Button::link(v.t("unit-change-leave"), format!("/units/{id}")))
        .html(v);
    let note = met.map(
        |last| html! { (Note::new(Tone::Warn, v.t("unit-met-look")).lead(v.say(&changed_by(v, last)))) },
    );
    let panel = Panel::new(v.t(name)).note(found.unit.name.clone()).body(html! { p { (v.t(about)) } (form) });
    let crumbs =
        crumbs(v, found).into_iter().chain([Crumb::new(found.unit.name.clone(), format!("/units/{id}"))]);
    Page::new(v.t(name))
        .lead(found.unit.name.clone())
        .crumbs(crumbs)
        .help(Help::new(v.t("unit-step-help-what"), v.t("unit-step-help-next")))
        .html(v, stack(note.into_iter().chain([html! { (panel) }])))
}

async fn take(web: &Web, change: Change, id: UnitId, posted: &Posted) -> Answer<Response> {
    let [.., said] = change.words();
    let mut met = None;
    let errors = match perform(web, change, id, posted).await {
        Ok(()) => return Ok(done(&format!("/units/{id}"), said)),
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
        Err(Error::Conflict { last, .. }) => {
            met = last;
            vec![FieldError::new("", Message::new("unit-changed-meanwhile"))]
        }
        Err(other) => return Err(other.into()),
    };
    let found = web.app().unit(&posted.ctx, id).await?;
    let page = page(&posted.view, change, &found, &posted.state(errors), met.as_ref());
    Ok(unprocessable(page).into_response())
}

/// What was typed, read as far as it goes.
struct Typed<'a> {
    web: &'a Web,
    posted: &'a Posted,
    errors: Vec<FieldError>,
}

impl Typed<'_> {
    fn day(&mut self) -> Option<Day> {
        let typed = self.posted.value("on").trim();
        let day = typed.parse().ok();
        if day.is_none() {
            let message = if typed.is_empty() {
                Message::new("unit-day-missing")
            } else {
                Message::new("unit-day-unreadable").with("value", typed)
            };
            self.errors.push(FieldError::new("on", message));
        }
        day
    }

    /// The unit that a field or a line of it names.
    async fn unit(&mut self, field: &'static str, written: &str) -> Result<Option<UnitId>, Error> {
        match self.web.app().unit_named(&self.posted.ctx, written).await? {
            Ok(unit) => Ok(Some(unit)),
            Err(message) => {
                self.errors.push(FieldError::new(field, message));
                Ok(None)
            }
        }
    }

    async fn units(&mut self, field: &'static str) -> Result<Vec<UnitId>, Error> {
        let mut units = Vec::new();
        let lines: Vec<String> = self.posted.value(field).lines().map(str::to_owned).collect();
        for line in lines.iter().filter(|line| !line.trim().is_empty()) {
            units.extend(self.unit(field, line).await?);
        }
        Ok(units)
    }
}

async fn perform(web: &Web, change: Change, unit: UnitId, posted: &Posted) -> Result<(), Error> {
    let mut typed = Typed { web, posted, errors: Vec::new() };
    let version = posted.value("version").parse().ok();
    let reason = posted.value("reason").to_owned();
    let on = typed.day();
    let value = |name: &str| posted.value(name).to_owned();
    match change {
        Change::Rename => {
            let act = on.map(|on| RenameUnit { unit, version, name: value("name"), on, reason });
            finish(typed, act).await
        }
        Change::Move => {
            let parent = typed.unit("parent", &value("parent")).await?;
            let act = on.zip(parent).map(|(on, parent)| MoveUnit { unit, version, parent, on, reason });
            finish(typed, act).await
        }
        Change::Merge => {
            let into = typed.unit("into", &value("into")).await?;
            let act = on.zip(into).map(|(on, into)| MergeUnits { unit, version, into, on, reason });
            finish(typed, act).await
        }
        Change::Split => {
            let parts = typed.units("parts").await?;
            let act = on.map(|on| SplitUnit { unit, version, parts, on, reason });
            finish(typed, act).await
        }
        Change::Abolish => {
            let written = value("successor");
            let successor = match written.trim().is_empty() {
                true => None,
                false => typed.unit("successor", &written).await?,
            };
            let act = on.map(|on| AbolishUnit { unit, version, successor, on, reason });
            finish(typed, act).await
        }
    }
}

/// Carries the act out when everything could be read.
async fn finish<A: Act>(typed: Typed<'_>, act: Option<A>) -> Result<(), Error> {
    match act {
        Some(act) if typed.errors.is_empty() => {
            typed.web.app().perform(&typed.posted.ctx, &act).await?;
            Ok(())
        }
        _ => Err(Error::Invalid(typed.errors)),
    }
}
