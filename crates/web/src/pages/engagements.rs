//! One engagement: where it stands, what is in the way, its team, the units it brings along (A3, A4).

mod about;

use crate::components::{
    Button, Choice, Cols, Column, Crumb, Empty, Form, FormState, Help, Note, Page, Panel, Row, Table, Tone,
    cell, chip, cols, facts, stack, steps,
};
use crate::pages::fields::{Fields, code_of, coded};
use crate::pages::met;
use crate::pages::rounds::words::{engagement_steps, engagement_tone, member_tone};
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::authorisation::HandOver;
use app::engagement::{AdvanceEngagement, EngagementPage};
use app::round::{ChangeEngagement, ExtendEngagement, RemoveEngagement};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::engagement::{AccessEnd, Engagement, EngagementKind, Stage};
use domain::permission::{Action, Scope};
use kernel::{EngagementId, FieldError, Message, UnitId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let plan = Needs::Right(Action::RoundPlan);
    about::routes(routes)
        .get("/engagements/{engagement}", Needs::Right(Action::EngagementView), show)
        .post("/engagements/{engagement}", plan, change)
        .post("/engagements/{engagement}/advance", Needs::Right(Action::EngagementAdvance), advance)
        .post("/engagements/{engagement}/extensions", plan, extend)
        .post("/engagements/{engagement}/remove", plan, remove)
        .post("/engagements/{engagement}/hand-over", plan, hand_over)
}

fn address(id: EngagementId) -> String {
    format!("/engagements/{id}")
}

async fn show(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, &reader.ctx, &reader.view, id, &Forms::default()).await?)
}

/// The page's forms as they come back.
#[derive(Default)]
struct Forms {
    change: Option<FormState>,
    extend: FormState,
    remove: FormState,
    advance: FormState,
    object: Option<FormState>,
    public: Option<FormState>,
    back: FormState,
    /// What someone else stored meanwhile, beside what was typed.
    met: Option<Markup>,
}

async fn page(web: &Web, ctx: &Ctx, v: &View, id: EngagementId, forms: &Forms) -> Result<Html, Error> {
    let found = web.app().engagement(ctx, id).await?;
    let plans = ctx.may(Action::RoundPlan, Scope::Global);
    let kept = &found.kept;
    let standing = kept.withdrawn.is_none();
    let open = standing && kept.stage == Stage::Preparation;
    let teams = if plans && open { teams(web, ctx, &found).await? } else { Vec::new() };
    let clues = super::clues::link_of(web, ctx, v, id).await?;
    let left = stack([
        html! { (obstacles(v, &found)) },
        clues,
        html! { @if standing { (advance_panel(ctx, v, &found, &forms.advance)) } },
        html! { (team_panel(ctx, v, &found)) },
        html! { (about::object_panel(v, &found, plans && standing, forms.object.as_ref())) },
        html! { (extensions_panel(v, &found, plans && standing, &forms.extend)) },
        super::files::panel(ctx, v, id.into(), &found.files),
    ]);
    let right = stack([
        html! { (facts_panel(v, &found)) },
        html! { (about::public_panel(v, &found, plans && standing, forms.public.as_ref())) },
        html! { @if plans && open { (change_panel(v, &found, teams, forms.change.as_ref())) } },
        html! { @if plans && open { (remove_panel(v, &found, &forms.remove)) } },
        html! { @if standing && ctx.may(Action::EngagementAdvance, Scope::One(id.0)) { (about::back_panel(v, &found, &forms.back)) } },
    ]);
    let crumbs: Vec<Crumb> = if ctx.may(Action::RoundView, Scope::Global) {
        let (round, name) = &found.round;
        vec![Crumb::new(v.t("round-title"), "/rounds"), Crumb::new(name.clone(), format!("/rounds/{round}"))]
    } else {
        Vec::new()
    };
    let mut page = Page::new(found.unit.clone())
        .mark(chip(engagement_tone(kept.stage), &v.say(&kept.stage.label())))
        .lead(format!("{} · {}", found.round.1, v.say(&kept.kind.label())))
        .crumbs(crumbs)
        .help(Help::new(v.t("engagement-help-what"), v.t("engagement-help-next")));
    if standing && ctx.may(Action::PetitionView, Scope::One(id.0)) {
        let href = format!("/petitions?engagement={id}");
        page = page.action(Button::link(v.t("shell-nav-petitions"), href).icon("mail"));
    }
    if standing && ctx.may(Action::MethodView, Scope::One(id.0)) {
        let href = format!("/engagements/{id}/methods");
        page = page.action(Button::link(v.t("method-title"), href).icon("talk"));
    }
    if standing && ctx.may(Action::FindingView, Scope::One(id.0)) {
        let href = format!("/engagements/{id}/findings");
        page = page.action(Button::link(v.t("finding-title"), href).icon("paper"));
    }
    let withdrawn = kept
        .withdrawn
        .as_ref()
        .map(|w| Message::new("engagement-withdrawn-on").with("day", w.on).with("reason", w.reason.as_str()));
    Ok(page.html(
        v,
        html! {
            @if let Some(met) = &forms.met { (met) }
            @if let Some(message) = withdrawn { (Note::new(Tone::Warn, v.say(&message))) }
            (steps(v, &v.t("engagement-stages"), &engagement_steps(v, kept.stage)))
            (cols(Cols::ThreeOne, [left, right]))
        },
    ))
}

async fn teams(web: &Web, ctx: &Ctx, found: &EngagementPage) -> Result<Vec<Choice>, Error> {
    let round = web.app().round(ctx, found.round.0).await?;
    Ok(round.teams.iter().map(|t| Choice::new(t.team.id.to_string(), t.team.name.as_str())).collect())
}

/// Everything that entry waits for; nothing once the team has entered.
fn obstacles(v: &View, found: &EngagementPage) -> Markup {
    if found.obstacles.is_empty() || found.kept.withdrawn.is_some() {
        return Markup::default();
    }
    let list = html! { ul { @for message in &found.obstacles { li { (v.say(message)) } } } };
    html! { (Note::new(Tone::Warn, list).lead(v.t("engagement-obstacles"))) }
}

fn advance_panel(ctx: &Ctx, v: &View, found: &EngagementPage, state: &FormState) -> Markup {
    let id = found.kept.engagement.id;
    let following = Stage::ALL.into_iter().find(|s| *s > found.kept.stage);
    let Some(following) = following.filter(|_| ctx.may(Action::EngagementAdvance, Scope::One(id.0))) else {
        return Markup::default();
    };
    let label = v.say(&Message::new("engagement-move-on").with("stage", following.label()));
    let button = if found.obstacles.is_empty() {
        Button::submit(label).primary()
    } else {
        Button::submit(label).not_now(v.t("engagement-obstacles"))
    };
    let form = Form::post(format!("{}/advance", address(id)), state)
        .hidden("from", code_of(&found.kept.stage))
        .button(button);
    html! { (Panel::new(v.t("engagement-next")).body(form.html(v))) }
}

fn team_panel(ctx: &Ctx, v: &View, found: &EngagementPage) -> Panel {
    let rows = found.members.iter().map(|m| {
        Row::new([
            cell(&m.name),
            cell(v.say(&m.member.role.label())),
            chip(member_tone(&m.member.state), &v.say(&m.member.state.label())),
        ])
    });
    let columns = [
        Column::new(v.t("team-member")).heads_row().one_line(),
        Column::new(v.t("team-part")).one_line(),
        Column::new(v.t("team-standing")).one_line(),
    ];
    let table = Table::new(v.t("team-members"), columns).rows(rows).empty(Empty::new(
        "team",
        v.t("team-nobody"),
        v.t("team-nobody-next"),
    ));
    let panel = Panel::new(found.team.name.clone()).flush(table.html(v));
    if ctx.may(Action::RoundView, Scope::Global) {
        let href = format!("/rounds/{}/teams/{}", found.round.0, found.team.id);
        panel.actions(html! { (Button::link(v.t("engagement-open-team"), href).small()) })
    } else {
        panel
    }
}

fn facts_panel(v: &View, found: &EngagementPage) -> Panel {
    let kept = &found.kept;
    let span = |from, to| format!("{} — {}", v.day(from), v.day(to));
    let mut pairs = vec![
        (v.t("engagement-unit"), html! { a href={ "/units/" (kept.unit) } { (found.unit) } }),
        (v.t("engagement-kind"), html! { (v.say(&kept.kind.label())) }),
        (v.t("engagement-on-site"), html! { (span(kept.on_site.from, kept.on_site.to)) }),
    ];
    if let Some(topic) = &kept.topic {
        pairs.push((v.t("engagement-topic"), html! { (topic) }));
    }
    if let Some(earlier) = &kept.follows_up {
        pairs.push((v.t("engagement-follows-up"), html! { (earlier) }));
    }
    if let Some(authorisation) = &kept.authorisation {
        pairs.push((v.t("authorisation-number"), html! { (found.number.clone().unwrap_or_default()) }));
        pairs.push((
            v.t("authorisation-period"),
            html! { (span(authorisation.period.from, authorisation.period.to)) },
        ));
        if let Some(lifted) = authorisation.lifted {
            pairs.push((v.t("authorisation-lifted"), html! { (v.day(lifted)) }));
        }
        let ends = match kept.access_end {
            AccessEnd::Handover { done: None } => v.t("authorisation-until-handover"),
            AccessEnd::Handover { done: Some(day) } | AccessEnd::Fixed { day } => v.day(day),
        };
        pairs.push((v.t("authorisation-access-end"), html! { (ends) }));
    }
    let panel = Panel::new(v.t("engagement-facts")).body(facts(pairs));
    let may_hand_over =
        kept.stage >= Stage::Feedback && kept.access_end == AccessEnd::Handover { done: None };
    if may_hand_over {
        let state = FormState::new();
        let form = Form::post(format!("{}/hand-over", address(kept.engagement.id)), &state)
            .button(Button::submit(v.t("engagement-hand-over")).confirm(v.t("engagement-hand-over-confirm")));
        panel.foot(form.html(v))
    } else {
        panel
    }
}

fn extensions_panel(v: &View, found: &EngagementPage, may: bool, state: &FormState) -> Panel {
    let brought: Vec<&str> =
        found.extensions.iter().filter(|(_, _, on)| *on).map(|(_, name, _)| name.as_str()).collect();
    let panel = Panel::new(v.t("engagement-extensions"))
        .note(v.say(&Message::new("engagement-extensions-count").with("count", brought.len())));
    if found.extensions.is_empty() {
        let empty =
            Empty::new("unit", v.t("engagement-extensions-none"), v.t("engagement-extensions-none-next"));
        return panel.flush(html! { (empty) });
    }
    if !may || found.kept.stage > Stage::Understanding {
        return panel.body(html! { p { (brought.join(&v.t("common-list-separator"))) } });
    }
    let mut shown = state.clone();
    for (unit, _, _) in found.extensions.iter().filter(|(_, _, on)| *on) {
        shown = shown.with("units", unit.to_string());
    }
    let choices = found.extensions.iter().map(|(unit, name, _)| Choice::new(unit.to_string(), name.as_str()));
    let form = Form::post(format!("{}/extensions", address(found.kept.engagement.id)), &shown)
        .hidden("version", found.kept.version.to_string())
        .body(html! { (shown.text("units", v.t("engagement-extensions-choose")).checks(choices).wide().html(v)) })
        .button(Button::submit(v.t("engagement-extend")));
    panel.body(form.html(v))
}

/// The form of the frame as the record fills it.
fn stored_change(kept: &Engagement) -> FormState {
    FormState::new()
        .with("kind", code_of(&kept.kind))
        .with("from", kept.on_site.from.to_string())
        .with("to", kept.on_site.to.to_string())
        .with("topic", kept.topic.clone().unwrap_or_default())
        .with("follows_up", kept.follows_up.clone().unwrap_or_default())
        .with("team", kept.team.to_string())
}

/// Its fields that stand as they are typed, and their names.
const CHANGE: [(&str, &str); 4] = [
    ("from", "round-from"),
    ("to", "round-to"),
    ("topic", "engagement-topic"),
    ("follows_up", "engagement-follows-up"),
];

fn change_panel(v: &View, found: &EngagementPage, teams: Vec<Choice>, typed: Option<&FormState>) -> Panel {
    let kept = &found.kept;
    let stored = stored_change(kept);
    let state = typed.unwrap_or(&stored);
    let kinds = EngagementKind::ALL.into_iter().map(|k| Choice::new(code_of(&k), v.say(&k.label())));
    let form = Form::post(address(kept.engagement.id), state)
        .hidden("version", kept.version.to_string())
        .body(html! {
            (state.text("kind", v.t("engagement-kind")).select(kinds).wide().html(v))
            (state.text("team", v.t("round-team")).select(teams).wide().html(v))
            (state.text("from", v.t("round-from")).date().wide().html(v))
            (state.text("to", v.t("round-to")).date().wide().html(v))
            (state.text("topic", v.t("engagement-topic")).optional().longest(200).wide().html(v))
            (state.text("follows_up", v.t("engagement-follows-up")).optional().longest(200).wide().html(v))
        })
        .button(Button::submit(v.t("engagement-save")));
    Panel::new(v.t("engagement-change")).body(form.html(v))
}

fn remove_panel(v: &View, found: &EngagementPage, state: &FormState) -> Panel {
    let form = Form::post(format!("{}/remove", address(found.kept.engagement.id)), state)
        .body(html! { (state.text("reason", v.t("engagement-remove-reason")).longest(200).wide().html(v)) })
        .button(Button::submit(v.t("engagement-remove")).danger());
    Panel::new(v.t("engagement-remove"))
        .body(html! { details { summary { (v.t("engagement-remove-open")) } (form.html(v)) } })
}

async fn back(
    web: &Web,
    posted: &Posted,
    id: EngagementId,
    errors: Vec<FieldError>,
    into: fn(FormState) -> Forms,
) -> Answer<Response> {
    let forms = into(posted.state(errors));
    Ok(unprocessable(page(web, &posted.ctx, &posted.view, id, &forms).await?).into_response())
}

/// The faults of fields, and a rule's refusal as a fault of the form as a whole; anything else is an error's page.
fn faults(error: Error) -> Result<Vec<FieldError>, Error> {
    match error {
        Error::Invalid(errors) => Ok(errors),
        Error::Refused(refusal) => Ok(vec![FieldError::new("", refusal.0)]),
        other => Err(other),
    }
}

async fn change(State(web): State<Web>, Path(id): Path<EngagementId>, posted: Posted) -> Answer<Response> {
    let mut fields = Fields::of(&posted.pairs);
    let (from, to) = (fields.day("from"), fields.day("to"));
    let (kind, team) = (coded(fields.text("kind")), fields.text("team").parse().ok());
    if kind.is_none() {
        fields.errors.push(FieldError::new("kind", Message::new("engagement-kind-missing")));
    }
    if team.is_none() {
        fields.errors.push(FieldError::new("team", Message::new("engagement-team-missing")));
    }
    let errors = match (from, to, kind, team) {
        (Some(from), Some(to), Some(kind), Some(team)) => {
            let topic = fields.text("topic").to_owned();
            let follows_up = fields.text("follows_up").to_owned();
            let version = fields.text("version").parse().ok();
            let act = ChangeEngagement { engagement: id, kind, from, to, topic, follows_up, team, version };
            match web.app().perform(&posted.ctx, &act).await {
                Ok(_) => return Ok(done(&address(id), "engagement-saved")),
                Err(Error::Conflict { last, .. }) => return overtaken(&web, &posted, id, last).await,
                Err(error) => faults(error)?,
            }
        }
        _ => fields.errors,
    };
    back(&web, &posted, id, errors, |change| Forms { change: Some(change), ..Forms::default() }).await
}

/// Someone changed the frame meanwhile: both are shown, nothing typed is lost.
async fn overtaken(
    web: &Web,
    posted: &Posted,
    id: EngagementId,
    last: Option<app::LastChange>,
) -> Answer<Response> {
    let typed = posted.state(vec![FieldError::new("", Message::new("round-changed-meanwhile"))]);
    let found = web.app().engagement(&posted.ctx, id).await?;
    let stored = stored_change(&found.kept);
    let met = met::both(&posted.view, last.as_ref(), &CHANGE, (&stored, &typed));
    let forms = Forms { change: Some(typed), met: Some(met), ..Forms::default() };
    let page = page(web, &posted.ctx, &posted.view, id, &forms).await?;
    Ok(page.status(StatusCode::CONFLICT).into_response())
}

async fn advance(State(web): State<Web>, Path(id): Path<EngagementId>, posted: Posted) -> Answer<Response> {
    let from = coded(posted.value("from")).ok_or(Error::NotFound)?;
    let act = AdvanceEngagement { engagement: id, from, reason: posted.value("reason").to_owned() };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&address(id), "engagement-moved-on")),
        Err(error) => {
            let errors = faults(error)?;
            back(&web, &posted, id, errors, |advance| Forms { advance, ..Forms::default() }).await
        }
    }
}

async fn extend(State(web): State<Web>, Path(id): Path<EngagementId>, posted: Posted) -> Answer<Response> {
    let units: Vec<UnitId> = Fields::of(&posted.pairs).all("units");
    let version = posted.value("version").parse().ok();
    match web.app().perform(&posted.ctx, &ExtendEngagement { engagement: id, units, version }).await {
        Ok(outcome) if outcome.done.released > 0 => Ok(done(&address(id), "engagement-extended-released")),
        Ok(_) => Ok(done(&address(id), "engagement-extended")),
        Err(error) => {
            let errors = faults(error)?;
            back(&web, &posted, id, errors, |extend| Forms { extend, ..Forms::default() }).await
        }
    }
}

async fn remove(State(web): State<Web>, Path(id): Path<EngagementId>, posted: Posted) -> Answer<Response> {
    let act = RemoveEngagement { engagement: id, reason: posted.value("reason").to_owned() };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&address(id), "engagement-removed")),
        Err(error) => {
            let errors = faults(error)?;
            back(&web, &posted, id, errors, |remove| Forms { remove, ..Forms::default() }).await
        }
    }
}

async fn hand_over(State(web): State<Web>, Path(id): Path<EngagementId>, posted: Posted) -> Answer<Response> {
    web.app().perform(&posted.ctx, &HandOver { engagement: id }).await?;
    Ok(done(&address(id), "engagement-handed-over"))
}
