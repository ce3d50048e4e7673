//! The roles of an account: held for what and how long, given for a period, ended. What the profile excludes is said in
//! words before anything is sent; a unit is found by its name, without script.

use super::one;
use crate::components::{
    Button, Choice, Column, Empty, Form, FormState, Note, Panel, Row, Table, Tone, cell, step,
};
use crate::request::{Answer, Posted, done, unprocessable};
use crate::{View, Web};
use app::account::{EndRole, GrantRole, UnitChoice};
use app::{Ctx, Error, Stored};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::account::{Account, Grant, Profile};
use domain::permission::{Action, Role, Scope, ScopeKind, may_hold_together};
use kernel::{Day, FieldError, GrantId, Message, UserId};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The form that grants, as it stands; with the units that were meant by what was typed, where several were.
#[derive(Default)]
pub(super) struct Granting {
    pub(super) state: FormState,
    pub(super) units: Vec<(Uuid, String)>,
}

/// The roles in force, and the form for another.
pub(super) fn panel(
    ctx: &Ctx,
    v: &View,
    (account, grants): (&Account, &[Stored<Grant>]),
    places: &BTreeMap<Uuid, String>,
    granting: &Granting,
) -> Panel {
    let may = ctx.may(Action::RoleGrant, Scope::System);
    let rows = grants.iter().map(|g| {
        let target = format!("/users/{}/roles/{}/end", account.id, g.id);
        let name = v.t(g.role.message_id());
        let control = html! { @if may { (step(v, &target, end_button(v, &name))) } };
        Row::new([cell(&name), cell(held_for(v, g, places)), cell(period(v, g)), cell(control)])
    });
    let columns = ["role-name", "role-held-for", "role-period", "common-step"].map(|id| Column::new(v.t(id)));
    let table = Table::new(v.t("account-roles"), columns).stacks().rows(rows).empty(Empty::new(
        "key",
        v.t("role-none"),
        v.t("role-none-next"),
    ));
    let panel = Panel::new(v.t("account-roles")).flush(table.html(v));
    if may { panel.foot(form(ctx, v, (account, grants), granting)) } else { panel }
}

/// What a role is held for, in words.
pub(crate) fn held_for(v: &View, grant: &Grant, places: &BTreeMap<Uuid, String>) -> String {
    match grant.scope {
        Scope::Global => v.t("role-for-committee"),
        Scope::System => v.t("role-for-system"),
        Scope::Own => String::new(),
        Scope::One(id) => places.get(&id).cloned().unwrap_or_else(|| v.t("role-for-unknown")),
    }
}

/// From when until when.
pub(crate) fn period(v: &View, grant: &Grant) -> String {
    let from = v.datetime(grant.from);
    let words = match grant.until {
        Some(until) => Message::new("role-from-until").with("from", from).with("until", v.datetime(until)),
        None => Message::new("role-from-on").with("from", from),
    };
    v.say(&words)
}

fn end_button(v: &View, role: &str) -> Button {
    let happens = Message::new("role-end-confirm").with("role", role);
    Button::submit(v.t("role-end")).small().about(role.to_owned()).confirm(v.say(&happens))
}

/// Roles that are given by hand, parted by whether this account may hold them beside what it holds.
fn by_hand(ctx: &Ctx, grants: &[Stored<Grant>]) -> (Vec<Role>, Vec<Role>) {
    let held: Vec<Role> = grants.iter().map(|g| g.role).collect();
    let strict = ctx.signed().is_ok_and(|s| s.profile == Profile::Strict);
    let all = Role::ALL.into_iter().filter(|r| r.scope_kind() != ScopeKind::Engagement);
    all.partition(|role| !strict || may_hold_together(&held, *role).is_ok())
}

fn form(ctx: &Ctx, v: &View, (account, grants): (&Account, &[Stored<Grant>]), granting: &Granting) -> Markup {
    let (free, excluded) = by_hand(ctx, grants);
    let state = &granting.state;
    let roles = free.iter().map(|r| Choice::new(r.code(), v.t(r.message_id())));
    let units = granting.units.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let form = Form::post(format!("/users/{}/roles", account.id), state)
        .body(html! {
            (state.text("role", v.t("role-name")).select(roles).html(v))
            (state.text("unit", v.t("role-unit")).hint(v.t("role-unit-hint")).optional().longest(60).html(v))
            @if !granting.units.is_empty() {
                (state.text("unit_id", v.t("role-unit-which")).radios(units).wide().html(v))
            }
            (state.text("last_day", v.t("role-last-day")).hint(v.t("role-last-day-hint")).optional().date().html(v))
        })
        .button(Button::submit(v.t("role-grant")))
        .html(v);
    html! { @if let Some(note) = exclusion(ctx, v, grants, &excluded) { (note) } (form) }
}

/// In the strict profile: which roles this account cannot be given, and why.
fn exclusion(ctx: &Ctx, v: &View, grants: &[Stored<Grant>], excluded: &[Role]) -> Option<Note> {
    if !ctx.signed().is_ok_and(|s| s.profile == Profile::Strict) {
        return None;
    }
    let names = |roles: &mut dyn Iterator<Item = Role>| {
        let names: Vec<String> = roles.map(|r| v.t(r.message_id())).collect();
        names.join(&v.t("common-list-separator"))
    };
    let words = if excluded.is_empty() {
        Message::new("role-strict-rule")
    } else {
        Message::new("role-strict-excluded")
            .with("held", names(&mut grants.iter().map(|g| g.role)))
            .with("excluded", names(&mut excluded.iter().copied()))
    };
    Some(Note::new(Tone::Info, v.say(&words)))
}

#[derive(Deserialize)]
pub(super) struct RoleForm {
    #[serde(default)]
    role: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    unit_id: Option<Uuid>,
    #[serde(default)]
    last_day: String,
}

/// A form read as far as it can be; the rest as errors and units to choose from.
struct ReadForm {
    act: Option<GrantRole>,
    errors: Vec<FieldError>,
    units: Vec<(Uuid, String)>,
}

async fn read(web: &Web, ctx: &Ctx, account: UserId, form: &RoleForm) -> Result<ReadForm, Error> {
    let mut errors = Vec::new();
    let role = Role::from_code(&form.role);
    if role.is_none() {
        errors.push(FieldError::new("role", Message::new("role-unknown")));
    }
    let typed = form.last_day.trim();
    let last_day = typed.parse::<Day>().ok();
    if !typed.is_empty() && last_day.is_none() {
        errors.push(FieldError::new("last_day", Message::new("role-last-day-wrong")));
    }
    let (mut scope, mut units) = (form.unit_id, Vec::new());
    let needs_unit = role.is_some_and(|r| r.scope_kind() == ScopeKind::Unit);
    if needs_unit && scope.is_none() && !form.unit.trim().is_empty() {
        match web.app().units_for_role(ctx, &form.unit).await? {
            UnitChoice::One(unit) => scope = Some(unit.0),
            UnitChoice::Several(several) => {
                units = several.into_iter().map(|(id, name)| (id.0, name)).collect();
                errors.push(FieldError::new("unit_id", Message::new("role-unit-several")));
            }
            UnitChoice::Unknown => {
                errors.push(FieldError::new("unit", Message::new("role-unit-unknown")));
            }
        }
    }
    let act = role.filter(|_| errors.is_empty()).map(|role| {
        // A unit typed beside a role that takes none is told by the act.
        let scope =
            if needs_unit || form.unit.trim().is_empty() { scope } else { scope.or(Some(Uuid::nil())) };
        GrantRole { account, role, scope, last_day }
    });
    Ok(ReadForm { act, errors, units })
}

pub(super) async fn grant(
    State(web): State<Web>,
    Path(account): Path<UserId>,
    posted: Posted<RoleForm>,
) -> Answer<Response> {
    let form = posted.form.as_ref().map_err(|errors| Error::Invalid(errors.clone()))?;
    let ReadForm { act, mut errors, units } = read(&web, &posted.ctx, account, form).await?;
    if let Some(act) = act {
        match web.app().perform(&posted.ctx, &act).await {
            Ok(_) => return Ok(done(&format!("/users/{account}"), "role-granted")),
            Err(Error::Invalid(wrong)) => errors = wrong.into_iter().map(beside_unit).collect(),
            Err(Error::Refused(refusal)) => errors = vec![FieldError::new("role", refusal.0)],
            Err(other) => return Err(other.into()),
        }
    }
    let granting = Granting { state: posted.state(errors), units };
    let page = one(&web, &posted.ctx, &posted.view, account, (&FormState::new(), &granting)).await?;
    Ok(unprocessable(page).into_response())
}

/// The act speaks of its scope; the form has a field for the unit.
fn beside_unit(error: FieldError) -> FieldError {
    if error.field == "scope" { FieldError::new("unit", error.message) } else { error }
}

pub(super) async fn end(
    State(web): State<Web>,
    Path((account, grant)): Path<(UserId, GrantId)>,
    posted: Posted,
) -> Answer<Response> {
    web.app().perform(&posted.ctx, &EndRole { account, grant }).await?;
    Ok(done(&format!("/users/{account}"), "role-ended"))
}
