//! Drafting the authorisations of a round's teams, all in one form with their numbers in sequence; and adding units.

use crate::components::{
    Button, Choice, Cols, Column, Crumb, Empty, Form, FormState, Help, Page, Panel, Row, Table, cell, cols,
    stack,
};
use crate::pages::fields::{Fields, code_of, coded};
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::authorisation::{ContinueNumbers, DraftAuthorisations, NewAuthorisation, NextNumber};
use app::round::{AddEngagements, RoundPage, TeamPart};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::engagement::EngagementKind;
use domain::permission::Action;
use kernel::{FieldError, Message, RoundId, TeamId, UnitId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let (draft, plan) = (Needs::Right(Action::TeamPropose), Needs::Right(Action::RoundPlan));
    routes
        .get("/rounds/{round}/authorisations", draft, ask)
        .post("/rounds/{round}/authorisations", draft, save)
        .post("/rounds/{round}/numbers", draft, continue_numbers)
        .get("/rounds/{round}/engagements", plan, ask_units)
        .post("/rounds/{round}/engagements", plan, add_units)
}

fn crumbs(v: &View, found: &RoundPage) -> [Crumb; 2] {
    let round = &found.round;
    [
        Crumb::new(v.t("round-title"), "/rounds"),
        Crumb::new(round.name.clone(), format!("/rounds/{}", round.id)),
    ]
}

async fn ask(State(web): State<Web>, Path(round): Path<RoundId>, reader: Reader) -> Answer<Html> {
    let found = web.app().round(&reader.ctx, round).await?;
    let next = web.app().next_authorisation_number(&reader.ctx).await?;
    Ok(page(&reader.view, &found, &next, &fresh(&found), &FormState::new()))
}

/// Every team that has none yet, for the window of the round.
fn fresh(found: &RoundPage) -> FormState {
    open_teams(found).fold(FormState::new(), |state, part| {
        let id = part.team.id;
        state
            .with("team", id.to_string())
            .with(format!("from-{id}"), found.round.window.from.to_string())
            .with(format!("to-{id}"), found.round.window.to.to_string())
    })
}

fn open_teams(found: &RoundPage) -> impl Iterator<Item = &TeamPart> {
    found.teams.iter().filter(|t| t.paper().is_none())
}

fn page(v: &View, found: &RoundPage, next: &NextNumber, state: &FormState, series: &FormState) -> Html {
    let page = Page::new(v.t("authorisation-draft"))
        .lead(found.round.name.clone())
        .crumbs(crumbs(v, found))
        .help(Help::new(v.t("authorisation-help-what"), v.t("authorisation-help-next")));
    let teams: Vec<&TeamPart> = open_teams(found).collect();
    if teams.is_empty() {
        let empty =
            Empty::new("check", v.t("authorisation-all-drafted"), v.t("authorisation-all-drafted-next"));
        return page.html(v, html! { (Panel::new(v.t("authorisation-draft")).flush(html! { (empty) })) });
    }
    let form = Form::post(format!("/rounds/{}/authorisations", found.round.id), state)
        .body(html! { @for part in &teams { (block(v, part, state)) } })
        .button(Button::submit(v.t("authorisation-save")).primary())
        .note(v.t("authorisation-save-note"));
    let papers = Panel::new(v.t("authorisation-papers")).body(form.html(v));
    let left = stack([html! { (papers) }]);
    let right = stack([html! { (numbers_panel(v, found, next, series)) }]);
    page.html(v, cols(Cols::ThreeOne, [left, right]))
}

/// Which number comes next, and where the series goes on that began on paper.
fn numbers_panel(v: &View, found: &RoundPage, next: &NextNumber, state: &FormState) -> Panel {
    let state = state.clone().prefix("series");
    let form = Form::post(format!("/rounds/{}/numbers", found.round.id), &state)
        .body(html! {
            (state.text("last", v.t("authorisation-numbers-last")).number().hint(v.t("authorisation-numbers-last-hint")).wide().html(v))
        })
        .button(Button::submit(v.t("authorisation-numbers-continue")));
    let open = !state.errors().is_empty();
    let lead = Message::new("authorisation-numbers-next").with("number", next.number.as_str());
    Panel::new(v.t("authorisation-numbers")).body(html! {
        p { (v.say(&lead)) }
        details open[open] { summary { (v.t("authorisation-numbers-open")) } (form.html(v)) }
    })
}

async fn continue_numbers(
    State(web): State<Web>,
    Path(round): Path<RoundId>,
    posted: Posted,
) -> Answer<Response> {
    let last = posted.value("last").trim();
    let errors = match last.parse::<u32>().ok().filter(|n| (1..100_000).contains(n)) {
        None => vec![FieldError::new("last", Message::new("field-number-wrong").with("value", last))],
        Some(last) => match web.app().perform(&posted.ctx, &ContinueNumbers { last }).await {
            Ok(_) => {
                return Ok(done(
                    &format!("/rounds/{round}/authorisations"),
                    "authorisation-numbers-continued",
                ));
            }
            Err(Error::Invalid(errors)) => errors,
            Err(Error::Refused(refusal)) => vec![FieldError::new("last", refusal.0)],
            Err(other) => return Err(other.into()),
        },
    };
    let found = web.app().round(&posted.ctx, round).await?;
    let next = web.app().next_authorisation_number(&posted.ctx).await?;
    let series = posted.state(errors);
    Ok(unprocessable(page(&posted.view, &found, &next, &fresh(&found), &series)).into_response())
}

fn block(v: &View, part: &TeamPart, state: &FormState) -> Markup {
    let id = part.team.id;
    html! {
        fieldset.field data-wide {
            legend { (part.team.name) }
            label.choice {
                input type="checkbox" name="team" value=(id) checked[state.holds("team", &id.to_string())];
                span { (v.t("authorisation-choose")) }
            }
            div.form {
                (state.text(format!("number-{id}"), v.t("authorisation-number")).hint(v.t("authorisation-number-hint")).longest(60).optional().html(v))
                (state.text(format!("from-{id}"), v.t("authorisation-from")).date().html(v))
                (state.text(format!("to-{id}"), v.t("authorisation-to")).date().html(v))
                (state.text(format!("access-{id}"), v.t("authorisation-access-until")).date().hint(v.t("authorisation-access-hint")).optional().html(v))
            }
        }
    }
}

async fn save(State(web): State<Web>, Path(round): Path<RoundId>, posted: Posted) -> Answer<Response> {
    let found = web.app().round(&posted.ctx, round).await?;
    let errors = match read(&posted.pairs, &found) {
        Err(errors) => errors,
        Ok(act) => match web.app().perform(&posted.ctx, &act).await {
            Ok(_) => return Ok(done(&format!("/rounds/{round}"), "authorisation-drafted-done")),
            Err(Error::Invalid(errors)) => errors,
            Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
            Err(other) => return Err(other.into()),
        },
    };
    let next = web.app().next_authorisation_number(&posted.ctx).await?;
    let state = posted.state(errors);
    Ok(unprocessable(page(&posted.view, &found, &next, &state, &FormState::new())).into_response())
}

/// A team that is not ticked is left out; a number left empty is issued at the approval.
fn read(pairs: &[(String, String)], found: &RoundPage) -> Result<DraftAuthorisations, Vec<FieldError>> {
    let mut fields = Fields::of(pairs);
    let mut papers = Vec::new();
    let chosen: Vec<TeamId> = fields.all("team");
    for part in open_teams(found).filter(|p| chosen.contains(&p.team.id)) {
        let team = part.team.id;
        let number = fields.optional(&format!("number-{team}"));
        let (from, to) = (fields.day(&format!("from-{team}")), fields.day(&format!("to-{team}")));
        let access_until = fields.optional_day(&format!("access-{team}"));
        if let (Some(from), Some(to)) = (from, to) {
            papers.push(NewAuthorisation { team, number, from, to, access_until });
        }
    }
    if fields.errors.is_empty() {
        Ok(DraftAuthorisations { round: found.round.id, papers })
    } else {
        Err(fields.errors)
    }
}

async fn ask_units(State(web): State<Web>, Path(round): Path<RoundId>, reader: Reader) -> Answer<Html> {
    Ok(units_page(&web, &reader.ctx, &reader.view, round, &FormState::new()).await?)
}

async fn units_page(
    web: &Web,
    ctx: &Ctx,
    v: &View,
    round: RoundId,
    state: &FormState,
) -> Result<Html, Error> {
    let found = web.app().round(ctx, round).await?;
    let aid = web.app().planning_aid(ctx).await?;
    let taken: Vec<UnitId> = found.teams.iter().flat_map(|t| &t.engagements).map(|e| e.kept.unit).collect();
    let teams = found.teams.iter().map(|t| Choice::new(t.team.id.to_string(), t.team.name.as_str()));
    let kinds = EngagementKind::ALL.into_iter().map(|k| Choice::new(code_of(&k), v.say(&k.label())));
    let rows = aid.units.iter().filter(|u| !taken.contains(&u.unit)).map(|u| {
        let note = if u.inspected { v.t("round-unit-inspected") } else { String::new() };
        Row::new([cell(&u.name), cell(&u.above), cell(note)]).tick(u.unit.to_string(), u.name.clone())
    });
    let columns = [
        Column::new(v.t("round-unit")).heads_row(),
        Column::new(v.t("round-unit-above")),
        Column::new(v.t("round-unit-remark")).one_line(),
    ];
    let table = Table::new(v.t("round-units"), columns).rows(rows).bulk("add-units");
    let form = Form::post(format!("/rounds/{round}/engagements"), state)
        .id("add-units")
        .body(html! {
            (state.text("team", v.t("round-team")).select(teams).html(v))
            (state.text("kind", v.t("engagement-kind")).select(kinds).html(v))
        })
        .button(Button::submit(v.t("engagement-add")).primary())
        .note(v.t("engagement-add-note"));
    Ok(Page::new(v.t("engagement-add"))
        .lead(found.round.name.clone())
        .crumbs(crumbs(v, &found))
        .help(Help::new(v.t("engagement-add-help-what"), v.t("engagement-add-help-next")))
        .html(v, html! { (Panel::new(v.t("round-units")).flush(table.html(v)).foot(form.html(v)).fill()) }))
}

async fn add_units(State(web): State<Web>, Path(round): Path<RoundId>, posted: Posted) -> Answer<Response> {
    let fields = Fields::of(&posted.pairs);
    let (team, kind) = (fields.text("team").parse::<TeamId>(), coded::<EngagementKind>(fields.text("kind")));
    let mut errors = Vec::new();
    if team.is_err() {
        errors.push(FieldError::new("team", Message::new("engagement-team-missing")));
    }
    if kind.is_none() {
        errors.push(FieldError::new("kind", Message::new("engagement-kind-missing")));
    }
    if let (Ok(team), Some(kind)) = (team, kind) {
        let act = AddEngagements { round, team, kind, units: fields.all("id") };
        match web.app().perform(&posted.ctx, &act).await {
            Ok(_) => return Ok(done(&format!("/rounds/{round}"), "engagement-added")),
            Err(Error::Invalid(found)) => errors = found,
            Err(Error::Refused(refusal)) => errors = vec![FieldError::new("", refusal.0)],
            Err(other) => return Err(other.into()),
        }
    }
    let page = units_page(&web, &posted.ctx, &posted.view, round, &posted.state(errors)).await?;
    Ok(unprocessable(page).into_response())
}
