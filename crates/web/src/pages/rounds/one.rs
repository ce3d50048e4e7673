//! One round: its stages, what it waits for, teams, engagements, decisions.

use super::words::{engagement_tone, paper, round_chip, round_steps};
use crate::components::{
    Button, Cols, Column, Crumb, Empty, Form, FormState, Help, Note, Page, Panel, Row, Table, Tone, cell,
    chip, cols, facts, stack, steps,
};
use crate::pages::decisions::decisions_panel;
use crate::pages::fields::{Fields, code_of};
use crate::pages::files;
use crate::pages::met;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::round::{EditRound, EngagementLine, MoveRoundOn, NextStep, RoundPage, TeamPart};
use app::team::ProposeTeams;
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::permission::{Action, Scope};
use domain::round::{Origin, Stage};
use domain::team::Role;
use kernel::{FieldError, Message, RoundId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/rounds/{round}", Needs::Right(Action::RoundView), show)
        .post("/rounds/{round}", Needs::Right(Action::RoundPlan), edit)
        .post("/rounds/{round}/next", Needs::Right(Action::RoundPlan), next)
        .post("/rounds/{round}/proposal", Needs::Right(Action::TeamPropose), propose)
}

async fn show(State(web): State<Web>, Path(id): Path<RoundId>, reader: Reader) -> Answer<Html> {
    let found = web.app().round(&reader.ctx, id).await?;
    Ok(page(&reader.ctx, &reader.view, &found, &Forms::default()))
}

/// The page's forms as they come back.
#[derive(Default)]
pub(super) struct Forms {
    pub(super) edit: Option<FormState>,
    pub(super) back: FormState,
    /// What someone else stored meanwhile, beside what was typed.
    pub(super) met: Option<Markup>,
}

pub(super) fn page(ctx: &Ctx, v: &View, found: &RoundPage, forms: &Forms) -> Html {
    let round = &found.round;
    let plans = ctx.may(Action::RoundPlan, Scope::Global) && round.withdrawn.is_none();
    let stages = round_steps(v, round.stage);
    let left = stack([
        html! { (teams_panel(ctx, v, found)) },
        html! { (engagements_panel(ctx, v, found)) },
        files::panel(ctx, v, round.id.into(), &found.files),
        html! { @if !found.withdrawn.is_empty() { (withdrawn_panel(v, found)) } },
    ]);
    let right = stack([
        html! { (facts_panel(v, found)) },
        html! { @if !found.missing.is_empty() { (missing_panel(v, found)) } },
        html! { (decisions_panel(v, &found.decisions)) },
        html! { @if plans && round.stage == Stage::Planned { (edit_panel(v, found, forms.edit.as_ref())) } },
        html! { @if plans { (super::back::panel(v, found, &forms.back)) } },
    ]);
    let mut page = Page::new(round.name.clone())
        .mark(round_chip(v, round))
        .lead(found.term.clone())
        .crumbs([Crumb::new(v.t("round-title"), "/rounds")])
        .help(Help::new(v.t("round-one-help-what"), v.t("round-one-help-next")));
    if plans && round.stage < Stage::Reporting {
        page = page.action(Button::link(v.t("engagement-add"), format!("/rounds/{}/engagements", round.id)));
    }
    if ctx.may(Action::RoundExport, Scope::Global) {
        let href = format!("/rounds/export?only={}", round.id);
        page = page.action(Button::link(v.t("round-export"), href).icon("save"));
    }
    if round.withdrawn.is_none() && ctx.may(Action::FindingImport, Scope::Global) {
        page =
            page.action(Button::link(v.t("finding-import"), format!("/rounds/{}/findings/import", round.id)));
    }
    page.html(
        v,
        html! {
            @if let Some(met) = &forms.met { (met) }
            @if let Some(gone) = &round.withdrawn {
                (Note::new(Tone::Warn, v.say(&Message::new("round-withdrawn-on").with("day", gone.on).with("reason", gone.reason.as_str()))))
            } @else {
                (steps(v, &v.t("round-stages"), &stages))
                (next_note(ctx, v, found))
            }
            (cols(Cols::ThreeOne, [left, right]))
        },
    )
}

/// What the round waits for, with the control that does it.
fn next_note(ctx: &Ctx, v: &View, found: &RoundPage) -> Markup {
    let id = found.round.id;
    let may = |action| ctx.may(action, Scope::Global);
    let (text, control): (&str, Markup) = match found.next {
        NextStep::Nothing => return Markup::default(),
        NextStep::Units => (
            "round-next-units",
            html! {
                @if may(Action::RoundPlan) { (Button::link(v.t("engagement-add"), format!("/rounds/{id}/engagements")).primary()) }
            },
        ),
        NextStep::Members => (
            "round-next-members",
            html! {
                @if may(Action::TeamPropose) { (one_button(v, &format!("/rounds/{id}/proposal"), "round-propose")) }
            },
        ),
        NextStep::Declarations => ("round-next-declarations", Markup::default()),
        NextStep::Check => ("round-next-check", Markup::default()),
        NextStep::Clearance => ("round-next-clearance", Markup::default()),
        NextStep::Approval => (
            "round-next-approval",
            html! {
                @if may(Action::RoundApprove) { (Button::link(v.t("decision-decide"), format!("/decisions/decide?about=round&id={id}")).primary()) }
                @if may(Action::DecisionRecord) { (Button::link(v.t("decision-record"), format!("/decisions/new?about=round&id={id}"))) }
            },
        ),
        NextStep::PaperCheck => (
            "round-next-paper-check",
            html! {
                @if let Some(waiting) = found.decisions.iter().find(|d| d.standing() == "waiting") {
                    (Button::link(v.t("decision-check"), format!("/decisions/{}", waiting.decision.id)).primary())
                }
            },
        ),
        NextStep::Drafts => (
            "round-next-drafts",
            html! {
                @if may(Action::TeamPropose) { (Button::link(v.t("authorisation-draft"), format!("/rounds/{id}/authorisations")).primary()) }
            },
        ),
        NextStep::Authorisation => ("round-next-authorisation", authorise_buttons(ctx, v, found)),
        NextStep::Stage => ("round-next-stage", html! { @if may(Action::RoundPlan) { (move_on(v, found)) } }),
    };
    let note = Note::new(Tone::Info, v.t(text)).lead(v.t("round-next"));
    html! { (note.control(control)) }
}

fn one_button(v: &View, target: &str, label: &str) -> Markup {
    Form::post(target, &FormState::new()).button(Button::submit(v.t(label)).primary()).html(v)
}

fn authorise_buttons(ctx: &Ctx, v: &View, found: &RoundPage) -> Markup {
    let waiting: Vec<String> = found
        .teams
        .iter()
        .filter_map(TeamPart::paper)
        .filter(|p| p.standing.code() == "drafted")
        .map(|p| format!("&id={}", p.id))
        .collect();
    let ids = waiting.concat();
    html! {
        @if ctx.may(Action::AuthorisationApprove, Scope::Global) {
            (Button::link(v.t("decision-decide"), format!("/decisions/decide?about=authorisation{ids}")).primary())
        }
        @if ctx.may(Action::DecisionRecord, Scope::Global) {
            (Button::link(v.t("decision-record"), format!("/decisions/new?about=authorisation{ids}")))
        }
    }
}

fn move_on(v: &View, found: &RoundPage) -> Markup {
    let round = &found.round;
    let following = Stage::ALL.into_iter().find(|s| *s > round.stage);
    let Some(following) = following else { return Markup::default() };
    let label = Message::new("round-move-on").with("stage", following.label());
    let state = FormState::new().with("on", v.today().to_string());
    let form = Form::post(format!("/rounds/{}/next", round.id), &state).hidden("from", code_of(&round.stage));
    let form = if round.stage == Stage::Approved {
        form.body(html! { (state.text("on", v.t("round-deployed-on")).date().html(v)) })
    } else {
        form
    };
    form.button(Button::submit(v.say(&label)).primary()).html(v)
}

fn facts_panel(v: &View, found: &RoundPage) -> Panel {
    let round = &found.round;
    let window = format!("{} — {}", v.day(round.window.from), v.day(round.window.to));
    let mut pairs =
        vec![(v.t("round-number"), html! { (round.number.0) }), (v.t("round-window"), html! { (window) })];
    if let Some(closes) = round.intake_closes {
        pairs.push((v.t("round-intake-closes"), html! { (v.datetime(closes)) }));
    }
    if let Some(on) = round.deployed_on {
        pairs.push((v.t("round-deployed-on"), html! { (v.day(on)) }));
    }
    if let Origin::TakenOver { at, source } = &round.origin {
        let text =
            Message::new("round-taken-over-at").with("stage", at.label()).with("source", source.as_str());
        pairs.push((v.t("round-taken-over"), html! { (v.say(&text)) }));
    }
    Panel::new(v.t("round-facts")).body(facts(pairs))
}

fn missing_panel(v: &View, found: &RoundPage) -> Panel {
    let list = html! { ul { @for message in &found.missing { li { (v.say(message)) } } } };
    Panel::new(v.t("round-missing")).body(list)
}

fn teams_panel(ctx: &Ctx, v: &View, found: &RoundPage) -> Panel {
    let rows = found.teams.iter().map(|t| team_row(v, found, t));
    let columns = [
        Column::new(v.t("round-team")).heads_row().one_line(),
        Column::new(v.t("team-role-leader")).one_line(),
        Column::new(v.t("round-team-people")).number(),
        Column::new(v.t("round-team-cleared")).number(),
        Column::new(v.t("round-team-units")),
        Column::new(v.t("round-team-paper")).one_line(),
    ];
    let table = Table::new(v.t("round-teams-list"), columns).rows(rows).empty(Empty::new(
        "team",
        v.t("round-teams-none"),
        v.t("round-teams-none-next"),
    ));
    let panel = Panel::new(v.t("round-teams-list")).flush(table.html(v));
    let open = found.teams.iter().any(|t| t.paper().is_none());
    if ctx.may(Action::TeamPropose, Scope::Global) && open && found.round.stage < Stage::Closed {
        let draft =
            Button::link(v.t("authorisation-draft"), format!("/rounds/{}/authorisations", found.round.id));
        panel.actions(html! { (draft.small()) })
    } else {
        panel
    }
}

fn team_row(v: &View, found: &RoundPage, part: &TeamPart) -> Row {
    let leader = part.present().find(|m| m.member.role == Role::Leader);
    let count = |n: usize| cell(v.count(i64::try_from(n).unwrap_or(0)));
    let units: Vec<&str> = part.engagements.iter().map(|e| e.unit.as_str()).collect();
    let paper = part.papers.first().map(|p| (p, paper(&p.standing)));
    Row::new([
        html! { a.main-link href={ "/rounds/" (found.round.id) "/teams/" (part.team.id) } { (part.team.name) } },
        cell(leader.map(|m| m.name.clone()).unwrap_or_default()),
        count(part.present().count()),
        count(part.present().filter(|m| m.member.is_checked()).count()),
        cell(units.join(&v.t("common-list-separator"))),
        html! { @if let Some((paper, (tone, word))) = paper { (chip(tone, &v.t(word))) " " small.muted { (paper.number.clone().unwrap_or_default()) } } },
    ])
}

fn engagements_panel(ctx: &Ctx, v: &View, found: &RoundPage) -> Panel {
    let with_team =
        |t: &TeamPart| t.engagements.iter().map(|e| (t.team.name.clone(), e.clone())).collect::<Vec<_>>();
    let all: Vec<(String, EngagementLine)> = found.teams.iter().flat_map(with_team).collect();
    let rows = all.iter().map(|(team, line)| engagement_row(ctx, v, team, line));
    let columns = [
        Column::new(v.t("engagement-unit")).heads_row(),
        Column::new(v.t("engagement-kind")).one_line(),
        Column::new(v.t("round-team")).one_line(),
        Column::new(v.t("round-window")).one_line(),
        Column::new(v.t("engagement-stage")).one_line(),
    ];
    let table = Table::new(v.t("round-engagements-list"), columns).rows(rows).empty(Empty::new(
        "unit",
        v.t("round-engagements-none"),
        v.t("round-engagements-none-next"),
    ));
    Panel::new(v.t("round-engagements-list")).flush(table.html(v))
}

fn engagement_row(ctx: &Ctx, v: &View, team: &str, line: &EngagementLine) -> Row {
    let kept = &line.kept;
    let opens = ctx.may(Action::EngagementView, Scope::One(kept.engagement.id.0));
    let unit = html! {
        @if opens { a.main-link href={ "/engagements/" (kept.engagement.id) } { (line.unit) } }
        @else { (line.unit) }
        @if !line.extensions.is_empty() {
            " " small.muted { (v.say(&Message::new("engagement-extends").with("units", line.extensions.join(&v.t("common-list-separator"))))) }
        }
    };
    Row::new([
        unit,
        cell(v.say(&kept.kind.label())),
        cell(team),
        cell(format!("{} — {}", v.day_short(kept.on_site.from), v.day_short(kept.on_site.to))),
        chip(engagement_tone(kept.stage), &v.say(&kept.stage.label())),
    ])
}

fn withdrawn_panel(v: &View, found: &RoundPage) -> Panel {
    let items = found.withdrawn.iter().filter_map(|line| {
        let gone = line.kept.withdrawn.as_ref()?;
        let about =
            Message::new("engagement-withdrawn-on").with("day", gone.on).with("reason", gone.reason.as_str());
        let href = format!("/engagements/{}", line.kept.engagement.id);
        Some(crate::components::Item::new(line.unit.clone(), href).about(v.say(&about)))
    });
    let items: Vec<_> = items.collect();
    Panel::new(v.t("round-withdrawn")).flush(crate::components::list(&items))
}

/// The form as the record fills it.
fn stored(found: &RoundPage) -> FormState {
    let round = &found.round;
    FormState::new()
        .with("name", round.name.as_str())
        .with("from", round.window.from.to_string())
        .with("to", round.window.to.to_string())
}

fn edit_panel(v: &View, found: &RoundPage, typed: Option<&FormState>) -> Panel {
    let round = &found.round;
    let stored = stored(found);
    let state = typed.unwrap_or(&stored);
    let form = Form::post(format!("/rounds/{}", round.id), state)
        .hidden("version", round.version.to_string())
        .body(html! {
            (state.text("name", v.t("round-name")).longest(100).wide().html(v))
            (state.text("from", v.t("round-from")).date().wide().html(v))
            (state.text("to", v.t("round-to")).date().wide().html(v))
        })
        .button(Button::submit(v.t("round-save")));
    Panel::new(v.t("round-edit")).body(form.html(v))
}

async fn edit(State(web): State<Web>, Path(round): Path<RoundId>, posted: Posted) -> Answer<Response> {
    let mut fields = Fields::of(&posted.pairs);
    let version = fields.text("version").parse().ok();
    let mut last = None;
    let errors = match (fields.day("from"), fields.day("to")) {
        (Some(from), Some(to)) => {
            let act = EditRound { round, name: fields.text("name").to_owned(), from, to, version };
            match web.app().perform(&posted.ctx, &act).await {
                Ok(_) => return Ok(done(&format!("/rounds/{round}"), "round-saved")),
                Err(Error::Invalid(errors)) => errors,
                Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
                Err(Error::Conflict { last: other, .. }) => {
                    last = Some(other);
                    vec![FieldError::new("", Message::new("round-changed-meanwhile"))]
                }
                Err(other) => return Err(other.into()),
            }
        }
        _ => fields.errors,
    };
    let found = web.app().round(&posted.ctx, round).await?;
    let typed = posted.state(errors);
    let names = [("name", "round-name"), ("from", "round-from"), ("to", "round-to")];
    let met =
        last.as_ref().map(|last| met::both(&posted.view, last.as_ref(), &names, (&stored(&found), &typed)));
    let conflict = met.is_some();
    let forms = Forms { edit: Some(typed), met, ..Forms::default() };
    let page = page(&posted.ctx, &posted.view, &found, &forms);
    let page = if conflict { page.status(StatusCode::CONFLICT) } else { unprocessable(page) };
    Ok(page.into_response())
}

async fn next(State(web): State<Web>, Path(round): Path<RoundId>, posted: Posted) -> Answer<Response> {
    let fields = Fields::of(&posted.pairs);
    let from = crate::pages::fields::coded(fields.text("from")).ok_or(Error::NotFound)?;
    let on = fields.text("on").parse().ok();
    web.app().perform(&posted.ctx, &MoveRoundOn { round, from, on }).await?;
    Ok(done(&format!("/rounds/{round}"), "round-moved-on"))
}

async fn propose(State(web): State<Web>, Path(round): Path<RoundId>, posted: Posted) -> Answer<Response> {
    web.app().perform(&posted.ctx, &ProposeTeams { round }).await?;
    Ok(done(&format!("/rounds/{round}"), "round-proposed"))
}
