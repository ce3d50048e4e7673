//! The forms of a plan and of what was held, and how they are read.

use super::words;
use crate::View;
use crate::components::{Choice, FormState};
use crate::pages::fields::Fields;
use crate::request::Posted;
use app::method::{GivenHeld, GivenPlan, GivenSetting, MethodStart};
use domain::finding::FocusCode;
use domain::method::{MethodRecord, MethodRule, Plan, Setting};
use maud::{Markup, html};

/// The fields of what is to be done. A method's own fields stand where its rule asks for them.
pub(super) fn plan_fields(v: &View, start: &MethodStart, rule: &MethodRule, state: &FormState) -> Markup {
    let points = start.focus.frames.first().map(|frame| start.focus.lines(&frame.code)).unwrap_or_default();
    let leaves = points.into_iter().filter(|(depth, _)| *depth > 0).map(|(_, point)| {
        Choice::new(point.code.0.clone(), format!("{} {}", point.code.0, point.name.get(v.lang)))
    });
    let visits = rule.code == "C9";
    html! {
        (state.text("topic", v.t("method-topic")).hint(v.t("method-topic-hint")).longest(200).wide().html(v))
        (setting_fields(v, start, rule, state, !rule.people_sealed))
        @if visits { (state.text("unannounced", v.t("method-unannounced")).check().hint(v.t("method-unannounced-hint")).wide().html(v)) }
        @if visits || rule.approval {
            (state.text("approval", v.t("method-approval")).hint(v.t("method-approval-hint")).optional().longest(200).wide().html(v))
        }
        (state.text("outline", v.t("method-outline")).area(3).hint(v.t("method-outline-hint")).optional().wide().html(v))
        (state.text("focus", v.t("method-focus")).checks(leaves).optional().wide().html(v))
    }
}

/// When, where, by whom and with whom.
pub(super) fn setting_fields(
    v: &View,
    start: &MethodStart,
    rule: &MethodRule,
    state: &FormState,
    people: bool,
) -> Markup {
    let team = start.team.iter().map(|one| Choice::new(one.person.to_string(), one.name.as_str()));
    let units = start.units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
    let least = words::said(v, "method-inspectors-hint", "least", i64::from(rule.inspectors));
    let met = state.text("met", v.t("method-met")).area(2).hint(v.t("method-met-hint")).wide();
    let met = if rule.people_named { met } else { met.optional() };
    html! {
        (state.text("day", v.t("method-day")).date().html(v))
        (state.text("from", v.t("method-from")).example("09:00").optional().longest(5).html(v))
        (state.text("to", v.t("method-to")).example("10:30").optional().longest(5).html(v))
        (state.text("place", v.t("method-place")).optional().longest(200).html(v))
        @if start.units.len() > 1 { (state.text("unit", v.t("method-unit")).select(units).wide().html(v)) }
        (state.text("inspectors", v.t("method-inspectors")).checks(team).hint(least).wide().html(v))
        @if people { (met.html(v)) }
    }
}

/// What was learnt.
pub(super) fn held_fields(v: &View, rule: &MethodRule, state: &FormState) -> Markup {
    let hint = v.t(if rule.notes_sealed { "method-points-hint-sealed" } else { "method-points-hint" });
    html! {
        (state.text("people", v.t("method-people")).number().hint(v.t("method-people-hint")).optional().html(v))
        (state.text("points", v.t("method-points")).area(7).hint(hint).wide().html(v))
    }
}

/// A setting as its form shows it.
pub(super) fn stored_setting(state: FormState, setting: &Setting) -> FormState {
    let clock =
        |time: Option<domain::method::TimeOfDay>| time.map(|time| time.to_string()).unwrap_or_default();
    let mut state = state
        .with("day", setting.times.day.to_string())
        .with("from", clock(setting.times.from))
        .with("to", clock(setting.times.to))
        .with("place", setting.place.clone())
        .with("unit", setting.unit.to_string())
        .with("met", words::written_met(&setting.met));
    for one in &setting.inspectors {
        state = state.with("inspectors", one.to_string());
    }
    state
}

/// A plan as its form shows it.
pub(super) fn stored_plan(plan: &Plan) -> FormState {
    let mut state = stored_setting(FormState::new(), &plan.setting)
        .with("topic", plan.topic.clone())
        .with("outline", plan.outline.clone())
        .with("approval", plan.approval.clone());
    if plan.unannounced {
        state = state.with("unannounced", "1");
    }
    for code in &plan.focus {
        state = state.with("focus", code.0.clone());
    }
    state
}

/// What was held as its form shows it: as it is noted, else as it was planned.
pub(super) fn stored_held(record: &MethodRecord) -> FormState {
    let state = stored_setting(FormState::new(), record.setting());
    let Some(held) = &record.held else { return state };
    state.with("people", held.people.to_string()).with("points", words::written_points(&held.points))
}

pub(super) fn read_setting(fields: &mut Fields<'_>, posted: &Posted) -> GivenSetting {
    GivenSetting {
        day: fields.optional_day("day"),
        from: fields.text("from").to_owned(),
        to: fields.text("to").to_owned(),
        place: fields.text("place").to_owned(),
        unit: fields.text("unit").parse().ok(),
        inspectors: fields.all("inspectors"),
        met: words::read_met(posted.value("met")),
    }
}

pub(super) fn read_plan(fields: &mut Fields<'_>, posted: &Posted, method: &str) -> GivenPlan {
    GivenPlan {
        method: method.to_owned(),
        topic: fields.text("topic").to_owned(),
        focus: fields.all::<String>("focus").into_iter().map(FocusCode).collect(),
        outline: fields.text("outline").to_owned(),
        unannounced: !fields.text("unannounced").is_empty(),
        approval: fields.text("approval").to_owned(),
        setting: read_setting(fields, posted),
    }
}

pub(super) fn read_held(fields: &mut Fields<'_>, posted: &Posted) -> GivenHeld {
    let people = fields.text("people").is_empty().then_some(None);
    let people = people.unwrap_or_else(|| fields.number("people").map(u32::from));
    GivenHeld {
        setting: read_setting(fields, posted),
        people,
        points: words::read_points(posted.value("points")),
    }
}
