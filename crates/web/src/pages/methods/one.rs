//! One record: what was planned, what was learnt, who checked it; what is sealed opens for a reason.

use super::form::{held_fields, setting_fields, stored_held};
use super::{address, crumbs, faults, words};
use crate::components::{
    Button, Cols, Form, FormState, Help, Note, Page, Panel, Sealed, Tone, cols, facts, stack,
};
use crate::request::{Answer, Posted, Reader, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::method::{MethodPage, OpenedMethod};
use app::{Ctx, Error, Stored};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::method::{MethodRecord, MethodRule, Standing};
use domain::permission::{Action, Scope};
use kernel::{Message, MethodRecordId, PersonId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let view = Needs::Right(Action::MethodView);
    routes.get("/methods/{record}", view, show).post("/methods/{record}/open", view, open)
}

/// The page's form that came back, and what was opened.
#[derive(Default)]
pub(super) struct Forms {
    pub(super) which: &'static str,
    pub(super) state: FormState,
    pub(super) opened: Option<OpenedMethod>,
}

impl Forms {
    pub(super) fn back(which: &'static str, state: FormState) -> Self {
        Self { which, state, opened: None }
    }

    fn of(&self, which: &'static str) -> Option<&FormState> {
        (self.which == which).then_some(&self.state)
    }
}

async fn show(State(web): State<Web>, Path(id): Path<MethodRecordId>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, &reader.ctx, &reader.view, id, &Forms::default()).await?)
}

async fn open(State(web): State<Web>, Path(id): Path<MethodRecordId>, posted: Posted) -> Answer<Response> {
    match web.app().open_method(&posted.ctx, id, posted.value("reason")).await {
        Ok(opened) => {
            let forms = Forms { opened: Some(opened), ..Forms::default() };
            let shown = page(&web, &posted.ctx, &posted.view, id, &forms).await?;
            let mut response = shown.into_response();
            if let Ok(close) = HeaderValue::from_str(&format!("600; url={}", address(id))) {
                response.headers_mut().insert(header::REFRESH, close);
            }
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(response)
        }
        Err(error) => {
            let forms = Forms::back("open", posted.state(faults(error)?));
            let shown = page(&web, &posted.ctx, &posted.view, id, &forms).await?;
            Ok(unprocessable(shown).into_response())
        }
    }
}

pub(super) async fn page(
    web: &Web,
    ctx: &Ctx,
    v: &View,
    id: MethodRecordId,
    forms: &Forms,
) -> Result<Html, Error> {
    let found = web.app().method(ctx, id).await?;
    let record = &found.record;
    let writes = ctx.may(Action::MethodWrite, Scope::One(record.engagement.0));
    let stands = record.withdrawn.is_none();
    let rule = found.start.rules.of(&record.plan.method);
    let left = stack([
        withdrawn_note(v, record),
        html! { @if record.held.is_some() { (learnt_panel(v, &found, forms)) } },
        html! { @if let Some(rule) = rule.filter(|_| writes && stands) { (hold_panel(v, &found, rule, forms)) } },
        html! { @if !record.plan.outline.is_empty() { (Panel::new(v.t("method-outline")).body(lines(&record.plan.outline))) } },
    ]);
    let right = stack([
        html! { @if writes && found.checks { (check_panel(v, record, forms)) } },
        html! { (facts_panel(v, &found)) },
        html! { @if record.to_check && record.held.is_some() { (checks_panel(v, &found)) } },
        html! { @if writes && stands { (withdraw_panel(v, record, forms)) } },
    ]);
    let unit = found.start.units.first().map_or("", |(_, name)| name.as_str());
    let mut page = Page::new(record.number.clone())
        .stamp(words::method_stamp(&record.plan.method))
        .mark(words::standing(v, record.standing()))
        .lead(record.plan.topic.clone())
        .crumbs(crumbs(v, record.engagement, unit))
        .help(Help::new(v.t("method-one-help-what"), v.t("method-one-help-next")));
    if writes && record.standing() == Standing::Planned {
        page = page.action(Button::link(v.t("method-edit"), format!("{}/edit", address(id))));
    }
    Ok(page.html(v, cols(Cols::ThreeOne, [left, right])))
}

fn lines(text: &str) -> Markup {
    html! { @for line in text.lines() { p { (line) } } }
}

fn withdrawn_note(v: &View, record: &MethodRecord) -> Markup {
    let Some(gone) = &record.withdrawn else { return Markup::default() };
    let message =
        Message::new("method-withdrawn-on").with("day", gone.on).with("reason", gone.reason.as_str());
    html! { (Note::new(Tone::Warn, v.say(&message))) }
}

/// What was learnt: in words, or sealed until somebody who may gives a reason.
fn learnt_panel(v: &View, found: &MethodPage, forms: &Forms) -> Panel {
    let panel = Panel::new(v.t("method-points"));
    let record = &found.record;
    let Some(held) = &record.held else { return panel };
    if held.sealed.is_none() {
        return panel.body(words::points(&held.points));
    }
    if let Some(opened) = &forms.opened {
        let until = words::said(v, "method-open-until", "when", v.datetime(opened.closes));
        let close = Button::link(v.t("method-close"), address(record.value.id));
        return panel.body(html! { (Sealed::open(opened_body(v, opened), until).action(close)) });
    }
    let empty = FormState::new();
    let state = forms.of("open").unwrap_or(&empty);
    let ask = Form::post(format!("{}/open", address(record.value.id)), state)
        .body(state.text("reason", v.t("method-open-reason")).longest(200).wide().html(v))
        .button(Button::submit(v.t("method-open")).icon("unlock"))
        .note(v.t("method-open-note"));
    panel.body(html! {
        (Sealed::closed(v.t("method-sealed"), v.t("method-sealed-how")))
        @if found.opens { (ask.html(v)) }
    })
}

fn opened_body(v: &View, opened: &OpenedMethod) -> Markup {
    html! {
        @if !opened.notes.met.is_empty() { p { (words::met(v, &opened.notes.met)) } }
        (words::points(&opened.notes.points))
    }
}

/// Noting what was learnt, or correcting it. What is sealed is corrected once it was opened: else it would be replaced
/// unseen.
fn hold_panel(v: &View, found: &MethodPage, rule: &MethodRule, forms: &Forms) -> Markup {
    let record = &found.record;
    let sealed = record.held.as_ref().is_some_and(|held| held.sealed.is_some());
    if sealed && forms.opened.is_none() && forms.of("hold").is_none() {
        return Markup::default();
    }
    let mut stored = stored_held(record);
    if let Some(opened) = &forms.opened {
        stored = stored.with("points", words::written_points(&opened.notes.points));
        if rule.people_sealed {
            stored = stored.with("met", words::written_met(&opened.notes.met));
        }
    }
    let state = forms.of("hold").unwrap_or(&stored);
    let form = Form::post(format!("{}/hold", address(record.value.id)), state)
        .hidden("version", record.version.to_string())
        .body(html! {
            (held_fields(v, rule, state))
            (setting_fields(v, &found.start, rule, state, true))
        })
        .button(Button::submit(v.t("method-hold")).primary());
    match (&record.held, forms.of("hold")) {
        (None, _) => html! { (Panel::new(v.t("method-hold-title")).id("hold").body(form.html(v))) },
        (Some(_), typed) => html! { (Panel::new(v.t("method-correct")).id("hold").body(html! {
            details open[typed.is_some()] { summary { (v.t("method-correct-open")) } (form.html(v)) }
        })) },
    }
}

/// What is checked is what was read: a record that was corrected meanwhile is read again first.
fn check_panel(v: &View, record: &Stored<MethodRecord>, forms: &Forms) -> Panel {
    let empty = FormState::new();
    let state = forms.of("check").unwrap_or(&empty);
    let form = Form::post(format!("{}/check", address(record.value.id)), state)
        .hidden("version", record.version.to_string())
        .button(Button::submit(v.t("method-check")).primary().icon("check"));
    Panel::new(v.t("method-check-title")).body(html! { p { (v.t("method-check-about")) } (form.html(v)) })
}

fn name(found: &MethodPage, person: PersonId) -> &str {
    found.names.get(&person).map_or("", String::as_str)
}

fn checks_panel(v: &View, found: &MethodPage) -> Panel {
    let record = &found.record;
    let checked =
        record.checks.iter().map(|check| (name(found, check.by).to_owned(), html! { (v.day(check.on)) }));
    let waiting =
        record.unchecked().map(|one| (name(found, one).to_owned(), html! { (v.t("method-unchecked")) }));
    Panel::new(v.t("method-checks")).body(facts(checked.chain(waiting).collect::<Vec<_>>()))
}

fn facts_panel(v: &View, found: &MethodPage) -> Panel {
    let record = &found.record;
    let (plan, setting) = (&record.plan, record.setting());
    let join = |parts: Vec<String>| parts.join(&v.t("common-list-separator"));
    let inspectors = setting.inspectors.iter().map(|one| name(found, *one).to_owned()).collect();
    let unit = found.start.units.iter().find(|(id, _)| *id == setting.unit).map(|(_, name)| name.clone());
    let mut pairs = vec![
        (v.t("method-method"), html! { (words::method(v, &plan.method)) }),
        (v.t("method-when"), html! { (words::times(v, &setting.times)) }),
        (v.t("method-unit"), html! { (unit.unwrap_or_default()) }),
        (v.t("method-inspectors"), html! { (join(inspectors)) }),
    ];
    let mut add = |id: &str, text: String| {
        if !text.is_empty() {
            pairs.push((v.t(id), html! { (text) }));
        }
    };
    add("method-place", setting.place.clone());
    add("method-met", words::met(v, &setting.met));
    add(
        "method-people",
        record.held.as_ref().map(|held| v.count(i64::from(held.people))).unwrap_or_default(),
    );
    add("method-approval", plan.approval.clone());
    add("method-unannounced", if plan.unannounced { v.t("method-yes") } else { String::new() });
    add(
        "method-focus",
        join(plan.focus.iter().map(|code| words::focus(v, &found.start.focus, code)).collect()),
    );
    add("method-entered", record.held.as_ref().map(|held| v.datetime(held.entered)).unwrap_or_default());
    Panel::new(v.t("method-facts")).body(facts(pairs))
}

fn withdraw_panel(v: &View, record: &MethodRecord, forms: &Forms) -> Panel {
    let empty = FormState::new();
    let typed = forms.of("withdraw");
    let state = typed.unwrap_or(&empty);
    let form = Form::post(format!("{}/withdraw", address(record.id)), state)
        .body(state.text("reason", v.t("method-withdraw-reason")).longest(200).wide().html(v))
        .button(Button::submit(v.t("method-withdraw")).danger());
    Panel::new(v.t("method-withdraw")).body(html! {
        details open[typed.is_some()] { summary { (v.t("method-withdraw-open")) } (form.html(v)) }
    })
}
