//! Taking down what the members of a team declare: one form, a block a person, every question of the check answered.

use super::team::address;
use crate::components::{Button, Choice, Crumb, Empty, Form, FormState, Help, Page, Panel, stack};
use crate::pages::fields::Fields;
use crate::pages::recusal::reason_html;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::team::{
    GivenAnswer, GivenConflict, GivenDeclaration, MemberQuestions, RecordDeclarations, UnitFindings,
};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::permission::Action;
use domain::team::MemberState;
use kernel::{FieldError, Message, RoundId, TeamId, UnitId};
use maud::{Markup, html};

type Place = (RoundId, TeamId);

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::RecusalCheck);
    routes.get("/rounds/{round}/teams/{team}/declarations", needs, ask).post(
        "/rounds/{round}/teams/{team}/declarations",
        needs,
        record,
    )
}

async fn ask(State(web): State<Web>, Path(place): Path<Place>, reader: Reader) -> Answer<Html> {
    let state = FormState::new().with("on", reader.view.today().to_string());
    Ok(page(&web, &reader.ctx, &reader.view, place, &state).await?)
}

async fn page(web: &Web, ctx: &Ctx, v: &View, place: Place, state: &FormState) -> Result<Html, Error> {
    let (questions, name) = waiting(web, ctx, place).await?;
    let (round, team) = place;
    let page = Page::new(v.t("team-declare"))
        .lead(name.clone())
        .crumbs([Crumb::new(name, address(round, team))])
        .help(Help::new(v.t("team-declare-help-what"), v.t("team-declare-help-next")));
    if questions.is_empty() {
        let empty = Empty::new("check", v.t("team-declare-none"), v.t("team-declare-none-next"));
        return Ok(page.html(v, html! { (Panel::new(v.t("team-declare")).flush(html! { (empty) })) }));
    }
    let blocks = questions.iter().map(|q| html! { div.field data-wide { (block(v, q, state)) } });
    let form = Form::post(format!("{}/declarations", address(round, team)), state)
        .body(html! {
            (state.text("on", v.t("team-declared-on")).date().html(v))
            @for block in blocks { (block) }
        })
        .button(Button::submit(v.t("team-declare-save")).primary())
        .note(v.t("team-declare-note"));
    Ok(page.html(v, stack([html! { (Panel::new(v.t("team-declarations")).body(form.html(v))) }])))
}

/// The members who may still declare, each with their questions; and the team's name.
async fn waiting(
    web: &Web,
    ctx: &Ctx,
    (round, team): Place,
) -> Result<(Vec<MemberQuestions>, String), Error> {
    let found = web.app().round(ctx, round).await?;
    let part = found.team(team).ok_or(Error::NotFound)?;
    let mut questions = web.app().declaration_questions(ctx, team).await?;
    let open = |q: &MemberQuestions| {
        part.members.iter().any(|m| {
            m.member.id == q.member
                && matches!(m.member.state, MemberState::Proposed | MemberState::Declared { .. })
        })
    };
    questions.retain(open);
    Ok((questions, part.team.name.clone()))
}

fn block(v: &View, asked: &MemberQuestions, state: &FormState) -> Markup {
    let member = asked.member;
    let units = asked.units.iter().map(|u| Choice::new(u.unit.to_string(), u.name.as_str()));
    html! {
        fieldset.field {
            legend { (asked.name) }
            label.choice {
                input type="checkbox" name="member" value=(member) checked[state.errors().is_empty() || state.holds("member", &member.to_string())];
                span { (v.t("team-declared")) }
            }
            @for found in &asked.units { (findings(v, asked, found, state)) }
            details open[!state.value(&format!("conflict.{member}")).is_empty()] {
                summary { (v.t("team-names-conflict")) }
                div.form {
                    (state.text(format!("conflict.{member}"), v.t("team-conflict-unit")).select(units).optional().html(v))
                    (state.text(format!("words.{member}"), v.t("team-conflict-words")).optional().longest(200).html(v))
                }
            }
        }
    }
}

/// What the rules found, and the questions; an answer is never set beforehand.
fn findings(v: &View, asked: &MemberQuestions, found: &UnitFindings, state: &FormState) -> Markup {
    let answers = || [Choice::new("no", v.t("team-answer-no")), Choice::new("yes", v.t("team-answer-yes"))];
    html! {
        @for reason in &found.reasons { (reason_html(v, reason)) }
        @for ask in &found.asks {
            (state.text(field(asked, found.unit, &ask.key), ask.text.clone()).segment(answers()).html(v))
        }
    }
}

/// The field of an answer: member, unit and the question's key.
fn field(asked: &MemberQuestions, unit: UnitId, key: &str) -> String {
    format!("answer.{}.{unit}.{key}", asked.member)
}

async fn record(State(web): State<Web>, Path(place): Path<Place>, posted: Posted) -> Answer<Response> {
    let (questions, _) = waiting(&web, &posted.ctx, place).await?;
    let errors = match read(&posted.pairs, &questions, place.1) {
        Err(errors) => errors,
        Ok(act) => match web.app().perform(&posted.ctx, &act).await {
            Ok(_) => return Ok(done(&address(place.0, place.1), "team-declarations-saved")),
            Err(Error::Invalid(errors)) => errors,
            Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
            Err(other) => return Err(other.into()),
        },
    };
    let page = page(&web, &posted.ctx, &posted.view, place, &posted.state(errors)).await?;
    Ok(unprocessable(page).into_response())
}

fn read(
    pairs: &[(String, String)],
    questions: &[MemberQuestions],
    team: TeamId,
) -> Result<RecordDeclarations, Vec<FieldError>> {
    let mut fields = Fields::of(pairs);
    let on = fields.day("on");
    let chosen: Vec<kernel::MemberId> = fields.all("member");
    let mut declarations = Vec::new();
    for asked in questions.iter().filter(|q| chosen.contains(&q.member)) {
        declarations.push(one(&mut fields, asked));
    }
    match on {
        Some(on) if fields.errors.is_empty() => Ok(RecordDeclarations { team, on, declarations }),
        _ => Err(fields.errors),
    }
}

fn one(fields: &mut Fields<'_>, asked: &MemberQuestions) -> GivenDeclaration {
    let mut answers = Vec::new();
    for (unit, ask) in asked.units.iter().flat_map(|u| u.asks.iter().map(|a| (u.unit, a))) {
        let name = field(asked, unit, &ask.key);
        match fields.text(&name) {
            "" => fields.errors.push(FieldError::new(
                name,
                Message::new("team-answer-missing").with("name", asked.name.as_str()),
            )),
            answer => answers.push(GivenAnswer {
                unit,
                key: ask.key.clone(),
                conflict: answer == "yes",
                words: String::new(),
            }),
        }
    }
    let words = fields.text(&format!("words.{}", asked.member)).to_owned();
    let conflict = fields.text(&format!("conflict.{}", asked.member)).parse().ok();
    let conflicts = conflict.map(|unit| GivenConflict { unit, words }).into_iter().collect();
    GivenDeclaration { member: asked.member, conflicts, answers }
}
