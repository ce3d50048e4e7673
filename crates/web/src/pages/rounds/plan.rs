//! Planning a round on one page: a click on a team's button beside a unit chooses the unit and its team at once.
//!
//! Searching and another number of teams send the whole form back to this page, so nothing chosen is lost and no
//! script is needed.

use crate::components::{
    Button, Choice, Cols, Crumb, Form, FormState, Help, Note, Page, Panel, Tone, cols, stack,
};
use crate::pages::fields::{Fields, code_of, coded};
use crate::pages::units::kind_word;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::round::{PlanRound, PlannedUnit, PlanningAid, TakenOver, UnitChoice};
use app::{Ctx, Error};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::engagement::EngagementKind;
use domain::organisation::{Taxonomy, UnitKind};
use domain::permission::Action;
use domain::round::Stage;
use kernel::{FieldError, Message, UnitId};
use maud::{Markup, html};

/// Units the page shows at once; the search finds the others.
const SHOWN: usize = 400;
/// Most teams that get a button of their own beside each unit.
const BUTTONS: u16 = 20;

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::RoundPlan);
    routes.get("/rounds/new", needs, ask).post("/rounds/new", needs, again).post("/rounds", needs, plan)
}

async fn ask(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let aid = web.app().planning_aid(&reader.ctx).await?;
    let state = FormState::new()
        .with("number", aid.number.to_string())
        .with("name", aid.name.as_str())
        .with("teams", aid.teams.to_string());
    Ok(page(&web, &reader.ctx, &reader.view, &aid, &state).await?)
}

/// The page with what was typed and chosen, after a search or another number of teams.
async fn again(State(web): State<Web>, posted: Posted) -> Answer<Html> {
    let aid = web.app().planning_aid(&posted.ctx).await?;
    let state = posted.state(Vec::new());
    Ok(page(&web, &posted.ctx, &posted.view, &aid, &state).await?)
}

async fn plan(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    let errors = match read(&posted.pairs) {
        Err(errors) => errors,
        Ok(act) => match web.app().perform(&posted.ctx, &act).await {
            Ok(made) => return Ok(done(&format!("/rounds/{}", made.done.round), "round-planned")),
            Err(Error::Invalid(errors)) => errors,
            Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
            Err(other) => return Err(other.into()),
        },
    };
    let aid = web.app().planning_aid(&posted.ctx).await?;
    let page = page(&web, &posted.ctx, &posted.view, &aid, &posted.state(errors)).await?;
    Ok(unprocessable(page).into_response())
}

fn read(pairs: &[(String, String)]) -> Result<PlanRound, Vec<FieldError>> {
    let mut fields = Fields::of(pairs);
    let (number, teams) = (fields.number("number"), fields.number("teams"));
    let (from, to) = (fields.day("from"), fields.day("to"));
    let kind = |unit: UnitId| coded(fields.text(&format!("kind.{unit}"))).unwrap_or(EngagementKind::Routine);
    let units: Vec<PlannedUnit> = fields
        .family::<UnitId>("team.")
        .into_iter()
        .filter_map(|(unit, team)| Some(PlannedUnit { unit, team: team.parse().ok()?, kind: kind(unit) }))
        .collect();
    let taken_over = coded::<Stage>(fields.text("stage"))
        .map(|stage| TakenOver { stage, source: fields.text("source").to_owned() });
    let name = fields.text("name").to_owned();
    match (number, teams, from, to) {
        (Some(number), Some(teams), Some(from), Some(to)) if fields.errors.is_empty() => {
            Ok(PlanRound { number, name, from, to, teams, units, taken_over })
        }
        _ => Err(fields.errors),
    }
}

async fn page(web: &Web, ctx: &Ctx, v: &View, aid: &PlanningAid, state: &FormState) -> Result<Html, Error> {
    let taxonomy = web.app().taxonomy(ctx).await?;
    let side = Panel::new(v.t("round-facts")).body(facts(v, state));
    let picker = Picker { v, aid, state, taxonomy: &taxonomy };
    let body = cols(Cols::ThreeOne, [stack([picker.html()]), stack([html! { (side) }])]);
    let form = Form::post("/rounds", state)
        .id("plan")
        .body(html! { div.wide data-wide { (body) } })
        .button(Button::submit(v.t("round-plan")).primary())
        .note(v.t("round-plan-note"));
    Ok(Page::new(v.t("round-new"))
        .lead(v.t("round-new-lead"))
        .crumbs([Crumb::new(v.t("round-title"), "/rounds")])
        .help(Help::new(v.t("round-new-help-what"), v.t("round-new-help-next")))
        .html(v, form.html(v)))
}

fn facts(v: &View, state: &FormState) -> Markup {
    let stages = Stage::ALL.into_iter().filter(|s| *s > Stage::Approved);
    let stages = stages.map(|s| Choice::new(code_of(&s), v.say(&s.label())));
    html! { div.form {
        (state.text("number", v.t("round-number")).number().html(v))
        (state.text("name", v.t("round-name")).longest(100).wide().html(v))
        (state.text("from", v.t("round-from")).date().html(v))
        (state.text("to", v.t("round-to")).date().html(v))
        (state.text("teams", v.t("round-teams")).number().html(v))
        div.field data-wide { (Button::submit(v.t("round-teams-set")).small().to("/rounds/new")) }
        div.field data-wide { details open[!state.value("stage").is_empty()] {
            summary { (v.t("round-taken-over")) }
            (state.text("stage", v.t("round-taken-over-stage")).select(stages).optional().wide().html(v))
            (state.text("source", v.t("round-taken-over-source")).optional().longest(200).wide().html(v))
        } }
    } }
}

/// The units to choose from.
struct Picker<'a> {
    v: &'a View,
    aid: &'a PlanningAid,
    state: &'a FormState,
    taxonomy: &'a Taxonomy,
}

impl Picker<'_> {
    fn html(&self) -> Markup {
        let v = self.v;
        let fits = self.fitting();
        let chosen = self.aid.units.iter().filter(|u| !self.team(u).is_empty()).count();
        let note = v.say(&Message::new("round-units-chosen").with("count", chosen));
        let hidden = fits.len().saturating_sub(SHOWN);
        let mut groups: Vec<(&UnitKind, Vec<&UnitChoice>)> = Vec::new();
        for unit in fits.into_iter().take(SHOWN) {
            match groups.iter_mut().find(|(kind, _)| **kind == unit.kind) {
                Some((_, units)) => units.push(unit),
                None => groups.push((&unit.kind, vec![unit])),
            }
        }
        let body = html! {
            @if let Some(error) = self.state.error("units") { (Note::new(Tone::Late, v.say(error))) }
            div.row data-inline {
                (self.state.text("q", v.t("round-units-search")).optional().html(v))
                (Button::submit(v.t("round-units-find")).to("/rounds/new").icon("search"))
            }
            @if hidden > 0 { (Note::new(Tone::Info, v.say(&Message::new("round-units-hidden").with("count", hidden)))) }
            @for (kind, units) in &groups { (self.group(kind, units)) }
        };
        html! { (Panel::new(v.t("round-units")).id("f-units").note(note).body(body)) }
    }

    /// What is chosen stays in sight, whatever is searched for.
    fn fitting(&self) -> Vec<&UnitChoice> {
        let wanted = self.state.value("q").trim();
        let fits = |u: &&UnitChoice| {
            wanted.is_empty()
                || u.name.contains(wanted)
                || u.above.contains(wanted)
                || !self.team(u).is_empty()
        };
        self.aid.units.iter().filter(fits).collect()
    }

    fn team(&self, unit: &UnitChoice) -> &str {
        self.state.value(&format!("team.{}", unit.unit))
    }

    fn group(&self, kind: &UnitKind, units: &[&UnitChoice]) -> Markup {
        let v = self.v;
        let name = kind_word(v, self.taxonomy, kind);
        let any = units.iter().any(|u| !self.team(u).is_empty());
        let open = any || units.len() <= 80 || !self.state.value("q").is_empty();
        let teams: u16 = self.state.value("teams").parse().unwrap_or(self.aid.teams).clamp(1, BUTTONS);
        html! {
            details open[open] {
                summary { (name) " " small.muted { (v.say(&Message::new("round-units-of-kind").with("count", units.len()))) } }
                div.scroll tabindex="0" role="region" aria-label=(name) {
                    table.data data-stack {
                        caption.sr { (name) }
                        thead { tr {
                            th scope="col" { (v.t("round-unit")) }
                            th scope="col" { (v.t("round-unit-team")) }
                            th scope="col" { (v.t("round-unit-kind")) }
                        } }
                        tbody { @for unit in units { (self.row(unit, teams)) } }
                    }
                }
            }
        }
    }

    fn row(&self, unit: &UnitChoice, teams: u16) -> Markup {
        let v = self.v;
        let (team_field, kind_field) = (format!("team.{}", unit.unit), format!("kind.{}", unit.unit));
        let team = self.team(unit);
        let chosen = self.state.value(&kind_field);
        let kind_label = v.say(&Message::new("round-unit-kind-of").with("unit", unit.name.as_str()));
        html! {
            tr {
                th scope="row" {
                    (unit.name)
                    @if unit.inspected { " " small.muted { (v.t("round-unit-inspected")) } }
                    @if !unit.covered { " " small.muted { (v.t("round-unit-not-covered")) } }
                    // Most stand directly below the committee; who it is above says something only below another unit.
                    @if self.aid.units.iter().any(|u| u.name == unit.above) { " " small.muted { (unit.above) } }
                }
                td data-label=(v.t("round-unit-team")) { div.segment role="radiogroup" aria-label=(v.say(&Message::new("round-unit-team-of").with("unit", unit.name.as_str()))) {
                    label { input type="radio" name=(team_field) value="" checked[team.is_empty()]; (v.t("round-unit-none")) }
                    @for n in 1..=teams {
                        @let value = n.to_string();
                        label { input type="radio" name=(team_field) value=(value) checked[team == value]; (value) }
                    }
                } }
                td data-label=(v.t("round-unit-kind")) { select name=(kind_field) aria-label=(kind_label) {
                    @for kind in EngagementKind::ALL {
                        @let code = code_of(&kind);
                        option value=(code) selected[code == chosen] { (v.say(&kind.label())) }
                    }
                } }
            }
        }
    }
}
