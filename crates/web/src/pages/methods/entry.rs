//! Entering a record: the method first, then its form; planned, or with what was learnt at once. Changing a plan.

use super::form::{held_fields, plan_fields, read_held, read_plan, stored_plan};
use super::{address, crumbs, faults, of_engagement, words};
use crate::components::{Button, Form, FormState, Help, Item, Page, Panel, list};
use crate::pages::fields::Fields;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Ctx;
use app::method::{EnterMethod, MethodPage, MethodStart, ReplanMethod};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::method::MethodRule;
use domain::permission::Action;
use kernel::{EngagementId, FieldError, Message, MethodRecordId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::MethodWrite);
    routes
        .get("/engagements/{engagement}/methods/new", needs, ask)
        .post("/engagements/{engagement}/methods/new", needs, save)
        .get("/methods/{record}/edit", needs, edit)
        .post("/methods/{record}/edit", needs, change)
}

async fn ask(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let start = web.app().method_start(&reader.ctx, id).await?;
    let method = v.address.get("method").unwrap_or_default();
    match start.rules.of(method) {
        None => Ok(choice(v, id, &start)),
        Some(rule) => {
            let mut state = FormState::new().with("day", web.app().today().to_string());
            if let Some(own) = start.own {
                state = state.with("inspectors", own.to_string());
            }
            Ok(form_page(v, id, &start, rule, &state))
        }
    }
}

/// Which method it is: each with what it asks for.
fn choice(v: &View, id: EngagementId, start: &MethodStart) -> Html {
    let items: Vec<Item> = start
        .rules
        .methods
        .iter()
        .map(|rule| {
            let href = format!("{}/new?method={}", of_engagement(id), rule.code);
            Item::new(words::method(v, &rule.code), href).about(asks(v, rule))
        })
        .collect();
    Page::new(v.t("method-new"))
        .crumbs(crumbs(v, id, unit(start)))
        .help(Help::new(v.t("method-new-help-what"), v.t("method-new-help-next")))
        .html(v, html! { (Panel::new(v.t("method-choose")).flush(list(&items))) })
}

/// What a method asks for, in words.
fn asks(v: &View, rule: &MethodRule) -> String {
    let mut parts = vec![words::said(v, "method-inspectors-hint", "least", i64::from(rule.inspectors))];
    let flags = [
        (rule.people_sealed, "method-asks-people-sealed"),
        (rule.notes_sealed && !rule.people_sealed, "method-asks-sealed"),
        (rule.checked, "method-asks-checked"),
        (rule.approval, "method-asks-approval"),
    ];
    parts.extend(flags.into_iter().filter(|(asked, _)| *asked).map(|(_, id)| v.t(id)));
    parts.join(" · ")
}

fn unit(start: &MethodStart) -> &str {
    start.units.first().map_or("", |(_, name)| name.as_str())
}

fn form_page(v: &View, id: EngagementId, start: &MethodStart, rule: &MethodRule, state: &FormState) -> Html {
    let form = Form::post(format!("{}/new", of_engagement(id)), state)
        .hidden("method", rule.code.clone())
        .body(html! {
            (plan_fields(v, start, rule, state))
            (state.text("number", v.t("method-number")).hint(v.t("method-number-hint")).optional().longest(40).html(v))
            (at_once(v, rule, state))
        })
        .button(Button::submit(v.t("method-save")).primary());
    Page::new(words::method(v, &rule.code))
        .lead(v.t("method-new"))
        .crumbs(crumbs(v, id, unit(start)))
        .help(Help::new(v.t("method-new-help-what"), v.t("method-new-help-next")))
        .html(v, html! { (Panel::new(v.t("method-what")).note(asks(v, rule)).body(form.html(v))) })
}

/// What was held already is noted with the plan.
fn at_once(v: &View, rule: &MethodRule, state: &FormState) -> Markup {
    let now = state.holds("now", "1");
    html! {
        details.field data-wide open[now] {
            summary { (v.t("method-at-once")) }
            (state.text("now", v.t("method-now")).check().hint(v.t("method-now-hint")).wide().html(v))
            @if rule.people_sealed {
                (state.text("met", v.t("method-met")).area(2).hint(v.t("method-met-sealed-hint")).wide().html(v))
            }
            (held_fields(v, rule, state))
        }
    }
}

async fn save(State(web): State<Web>, Path(id): Path<EngagementId>, posted: Posted) -> Answer<Response> {
    let start = web.app().method_start(&posted.ctx, id).await?;
    let Some(rule) = start.rules.of(posted.value("method")).cloned() else {
        return Ok(unprocessable(choice(&posted.view, id, &start)).into_response());
    };
    let mut fields = Fields::of(&posted.pairs);
    let mut plan = read_plan(&mut fields, &posted, &rule.code);
    let now = !fields.text("now").is_empty();
    let held = now.then(|| read_held(&mut fields, &posted));
    if rule.people_sealed {
        plan.setting.met.clear();
    }
    let number = fields.text("number").to_owned();
    let errors = if fields.errors.is_empty() {
        match web.app().perform(&posted.ctx, &EnterMethod { engagement: id, number, plan, held }).await {
            Ok(made) => {
                let said = if now { "method-recorded-done" } else { "method-planned-done" };
                return Ok(done(&address(made.done.record), said));
            }
            Err(error) => faults(error)?,
        }
    } else {
        fields.errors
    };
    let page = form_page(&posted.view, id, &start, &rule, &posted.state(errors));
    Ok(unprocessable(page).into_response())
}

async fn edit(State(web): State<Web>, Path(id): Path<MethodRecordId>, reader: Reader) -> Answer<Html> {
    let found = web.app().method(&reader.ctx, id).await?;
    let state = stored_plan(&found.record.plan);
    Ok(edit_page(&reader.ctx, &reader.view, &found, &state)?)
}

fn edit_page(ctx: &Ctx, v: &View, found: &MethodPage, state: &FormState) -> Result<Html, app::Error> {
    let record = &found.record;
    let engagement = record.engagement;
    ctx.require(Action::MethodWrite, domain::permission::Scope::One(engagement.0))?;
    let rule = found.start.rules.of(&record.plan.method);
    let rule = rule.ok_or_else(|| domain::Refusal::new("method-not-recorded-here"))?;
    let form = Form::post(format!("{}/edit", address(record.value.id)), state)
        .hidden("version", record.version.to_string())
        .body(plan_fields(v, &found.start, rule, state))
        .button(Button::submit(v.t("method-save")).primary());
    Ok(Page::new(record.number.clone())
        .lead(v.t("method-edit"))
        .crumbs(crumbs(v, engagement, unit(&found.start)))
        .help(Help::new(v.t("method-new-help-what"), v.t("method-new-help-next")))
        .html(v, html! { (Panel::new(v.t("method-what")).note(asks(v, rule)).body(form.html(v))) }))
}

async fn change(State(web): State<Web>, Path(id): Path<MethodRecordId>, posted: Posted) -> Answer<Response> {
    let found = web.app().method(&posted.ctx, id).await?;
    let (engagement, method) = (found.record.engagement, found.record.plan.method.clone());
    let mut fields = Fields::of(&posted.pairs);
    let plan = read_plan(&mut fields, &posted, &method);
    let version = fields.text("version").parse().ok();
    let errors: Vec<FieldError> = if fields.errors.is_empty() {
        match web.app().perform(&posted.ctx, &ReplanMethod { engagement, record: id, version, plan }).await {
            Ok(_) => return Ok(done(&address(id), "method-changed-done")),
            Err(error) => faults(error)?,
        }
    } else {
        fields.errors
    };
    let stale = errors.iter().any(|fault| fault.message == Message::new("method-changed-meanwhile"));
    let found = if stale { web.app().method(&posted.ctx, id).await? } else { found };
    let page = edit_page(&posted.ctx, &posted.view, &found, &posted.state(errors))?;
    Ok(unprocessable(page).into_response())
}
