//! What an engagement records besides its frame: the leading body inspected, what the public is told, the way back.

use super::{Forms, address, faults, page};
use crate::components::{Button, Choice, Column, Form, FormState, Panel, Row, Table, cell, facts};
use crate::pages::fields::{Fields, code_of, coded};
use crate::pages::met;
use crate::request::{Answer, Posted, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{View, Web};
use app::Error;
use app::engagement::{EngagementPage, SetObject, SetPublicContacts, StepEngagementBack};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::engagement::{DutyDays, DutyHours, Engagement, PostHolder, PublicBox, PublicContacts, Stage};
use domain::permission::Action;
use kernel::{Day, EngagementId, FieldError, Message};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let plan = Needs::Right(Action::RoundPlan);
    routes
        .post("/engagements/{engagement}/object", plan, set_object)
        .post("/engagements/{engagement}/public", plan, set_public)
        .post("/engagements/{engagement}/step-back", Needs::Right(Action::EngagementAdvance), step_back)
}

/// The leading body inspected, and for who may, the form that names it: one person a line.
pub(super) fn object_panel(v: &View, found: &EngagementPage, may: bool, typed: Option<&FormState>) -> Panel {
    let kept = &found.kept;
    let day = |day: Option<Day>| day.map(|d| v.day(d)).unwrap_or_default();
    let rows = kept.object.iter().map(|h| {
        let span = if h.from.is_none() && h.until.is_none() {
            String::new()
        } else {
            format!("{} — {}", day(h.from), day(h.until))
        };
        Row::new([cell(&h.name), cell(&h.post), cell(&h.level), cell(span)])
    });
    let columns = [
        Column::new(v.t("engagement-object-name")).heads_row(),
        Column::new(v.t("engagement-object-post")),
        Column::new(v.t("engagement-object-level")).one_line(),
        Column::new(v.t("engagement-object-term")).one_line(),
    ];
    let table =
        Table::new(v.t("engagement-object"), columns).rows(rows).empty(crate::components::Empty::new(
            "team",
            v.t("engagement-object-none"),
            v.t("engagement-object-none-next"),
        ));
    let panel = Panel::new(v.t("engagement-object")).flush(table.html(v));
    if !may {
        return panel;
    }
    let stored = stored_object(kept);
    let state = typed.unwrap_or(&stored);
    let form = Form::post(format!("{}/object", address(kept.engagement.id)), state)
        .hidden("version", kept.version.to_string())
        .body(html! {
            (state.text("holders", v.t("engagement-object-lines")).area(8).hint(v.t("engagement-object-hint")).optional().wide().html(v))
        })
        .button(Button::submit(v.t("engagement-save")));
    panel.foot(html! { details open[typed.is_some()] { summary { (v.t("engagement-object-open")) } (form.html(v)) } })
}

fn stored_object(engagement: &Engagement) -> FormState {
    let day = |day: Option<Day>| day.map(|d| d.to_string()).unwrap_or_default();
    let line = |h: &PostHolder| {
        let parts = [h.name.clone(), h.post.clone(), h.level.clone(), day(h.from), day(h.until)];
        parts.join(&String::from('，')).trim_end_matches('，').to_owned()
    };
    let lines: Vec<String> = engagement.object.iter().map(line).collect();
    FormState::new().prefix("object").with("holders", lines.join("\n"))
}

/// Lines of name, post, level, first and last day between commas.
fn read_object(text: &str) -> Result<Vec<PostHolder>, Vec<FieldError>> {
    let (mut holders, mut errors) = (Vec::new(), Vec::new());
    for (n, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let parts: Vec<&str> = line.split(['，', ',', '\t']).map(str::trim).collect();
        let part = |at: usize| parts.get(at).copied().unwrap_or_default();
        let mut day = |at: usize| {
            let typed = part(at);
            let day: Option<Day> = typed.parse().ok();
            if day.is_none() && !typed.is_empty() {
                let message = Message::new("engagement-object-day").with("line", n + 1).with("value", typed);
                errors.push(FieldError::new("holders", message));
            }
            day
        };
        let (from, until) = (day(3), day(4));
        if part(0).is_empty() || part(1).is_empty() || parts.len() > 5 {
            let message = Message::new("engagement-object-line").with("line", n + 1);
            errors.push(FieldError::new("holders", message));
        }
        holders.push(PostHolder {
            name: part(0).to_owned(),
            post: part(1).to_owned(),
            level: part(2).to_owned(),
            from,
            until,
        });
    }
    if errors.is_empty() { Ok(holders) } else { Err(errors) }
}

/// What the public is told: the team's own contacts, hours, boxes, scope, the days of the notice.
pub(super) fn public_panel(v: &View, found: &EngagementPage, may: bool, typed: Option<&FormState>) -> Panel {
    let (kept, contacts) = (&found.kept, &found.team.contacts);
    let public = &kept.public;
    let text = |id: &str, value: &str| (v.t(id), html! { (value) });
    let mut pairs = vec![
        text("team-duty-phone", &contacts.duty_phone),
        text("engagement-duty-hours", &hours_in_words(v, public)),
        text("team-mobile", &contacts.mobile),
        text("team-email", &contacts.email),
        text("team-office", &contacts.office),
        text("team-postal-box", &contacts.postal_box),
    ];
    pairs.retain(|(_, value)| !value.0.is_empty());
    if !public.boxes.is_empty() {
        let boxes = html! { ul { @for b in &public.boxes { li { (b.number) " " (b.place) } } } };
        pairs.push((v.t("engagement-boxes"), boxes));
    }
    if !public.openings.is_empty() {
        let days: Vec<String> = public.openings.iter().map(|d| v.day_short(*d)).collect();
        pairs.push(text("engagement-openings", &days.join(&v.t("common-list-separator"))));
    }
    for (id, value) in [
        ("engagement-accepts", &public.accepts),
        ("engagement-refers", &public.refers),
        ("engagement-public-code", &public.code),
    ] {
        if !value.is_empty() {
            pairs.push(text(id, value));
        }
    }
    for (id, day) in [("engagement-posted", public.posted), ("engagement-taken-down", public.taken_down)] {
        if let Some(day) = day {
            pairs.push(text(id, &v.day(day)));
        }
    }
    let panel = Panel::new(v.t("engagement-public"));
    let panel = if pairs.is_empty() {
        panel.body(html! { p { (v.t("engagement-public-none")) } })
    } else {
        panel.body(facts(pairs))
    };
    if may { panel.foot(public_form(v, found, typed)) } else { panel }
}

fn hours_in_words(v: &View, public: &PublicContacts) -> String {
    let Some(duty) = &public.duty else { return String::new() };
    let hours: Vec<String> = duty.hours.iter().map(|(from, to)| format!("{from}—{to}")).collect();
    format!("{} {}", v.say(&duty.days.label()), hours.join(&v.t("common-list-separator")))
}

fn public_form(v: &View, found: &EngagementPage, typed: Option<&FormState>) -> Markup {
    let kept = &found.kept;
    let stored = stored_public(kept);
    let state = typed.unwrap_or(&stored);
    let days = [DutyDays::WorkingDays, DutyDays::EveryDay];
    let days = days.into_iter().map(|d| Choice::new(code_of(&d), v.say(&d.label())));
    let form = Form::post(format!("{}/public", address(kept.engagement.id)), state)
        .hidden("version", kept.version.to_string())
        .body(html! {
            (state.text("days", v.t("engagement-duty-days")).select(days).optional().wide().html(v))
            (state.text("hours", v.t("engagement-duty-hours")).hint(v.t("engagement-duty-hours-hint")).optional().wide().html(v))
            (state.text("boxes", v.t("engagement-boxes")).area(4).hint(v.t("engagement-boxes-hint")).optional().wide().html(v))
            (state.text("openings", v.t("engagement-openings")).area(2).hint(v.t("engagement-openings-hint")).optional().wide().html(v))
            (state.text("accepts", v.t("engagement-accepts")).area(4).optional().wide().html(v))
            (state.text("refers", v.t("engagement-refers")).area(4).optional().wide().html(v))
            (state.text("code", v.t("engagement-public-code")).longest(60).optional().wide().html(v))
            (state.text("posted", v.t("engagement-posted")).date().optional().wide().html(v))
            (state.text("taken_down", v.t("engagement-taken-down")).date().optional().wide().html(v))
        })
        .button(Button::submit(v.t("engagement-save")));
    html! { details open[typed.is_some()] { summary { (v.t("engagement-public-open")) } (form.html(v)) } }
}

fn stored_public(engagement: &Engagement) -> FormState {
    let public = &engagement.public;
    let day = |day: Option<Day>| day.map(|d| d.to_string()).unwrap_or_default();
    let duty = public.duty.as_ref();
    let hours: Vec<String> =
        duty.iter().flat_map(|d| &d.hours).map(|(from, to)| format!("{from}-{to}")).collect();
    let boxes: Vec<String> = public.boxes.iter().map(|b| format!("{} {}", b.number, b.place)).collect();
    let openings: Vec<String> = public.openings.iter().map(Day::to_string).collect();
    FormState::new()
        .prefix("public")
        .with("days", duty.map(|d| code_of(&d.days)).unwrap_or_default())
        .with("hours", hours.join(" "))
        .with("boxes", boxes.join("\n"))
        .with("openings", openings.join(" "))
        .with("accepts", public.accepts.as_str())
        .with("refers", public.refers.as_str())
        .with("code", public.code.as_str())
        .with("posted", day(public.posted))
        .with("taken_down", day(public.taken_down))
}

const PUBLIC: [(&str, &str); 8] = [
    ("hours", "engagement-duty-hours"),
    ("boxes", "engagement-boxes"),
    ("openings", "engagement-openings"),
    ("accepts", "engagement-accepts"),
    ("refers", "engagement-refers"),
    ("code", "engagement-public-code"),
    ("posted", "engagement-posted"),
    ("taken_down", "engagement-taken-down"),
];

fn read_public(pairs: &[(String, String)]) -> Result<PublicContacts, Vec<FieldError>> {
    let mut fields = Fields::of(pairs);
    let (posted, taken_down) = (fields.optional_day("posted"), fields.optional_day("taken_down"));
    let mut errors = Vec::new();
    let mut hours = Vec::new();
    for stretch in fields.text("hours").split_whitespace() {
        let ends = stretch.split_once(['-', '—', '–', '至']);
        let parsed = ends.and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
        match parsed {
            Some(ends) => hours.push(ends),
            None => {
                let message = Message::new("engagement-duty-hours-wrong").with("value", stretch);
                errors.push(FieldError::new("hours", message));
            }
        }
    }
    let days = coded::<DutyDays>(fields.text("days"));
    if days.is_none() && !hours.is_empty() {
        errors.push(FieldError::new("days", Message::new("engagement-duty-days-missing")));
    }
    let mut openings = Vec::new();
    for word in fields.text("openings").split(|c: char| c.is_whitespace() || matches!(c, '、' | '，' | ','))
    {
        match word.parse::<Day>() {
            Ok(day) => openings.push(day),
            Err(_) if word.is_empty() => {}
            Err(_) => {
                let message = Message::new("field-day-wrong").with("value", word);
                errors.push(FieldError::new("openings", message));
            }
        }
    }
    let lines = fields.text("boxes").lines().map(str::trim).filter(|line| !line.is_empty());
    let opinion_box = |line: &str| {
        let (number, place) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        PublicBox { number: number.to_owned(), place: place.trim().to_owned() }
    };
    let boxes = lines.map(opinion_box).collect();
    let text = |name: &str| fields.text(name).to_owned();
    let public = PublicContacts {
        duty: days.map(|days| DutyHours { days, hours }),
        boxes,
        openings,
        accepts: text("accepts"),
        refers: text("refers"),
        code: text("code"),
        posted,
        taken_down,
    };
    errors.extend(fields.errors);
    if errors.is_empty() { Ok(public) } else { Err(errors) }
}

/// The way back from a stage entered by mistake, folded away: it is seldom wanted.
pub(super) fn back_panel(v: &View, found: &EngagementPage, state: &FormState) -> Markup {
    let kept = &found.kept;
    if matches!(kept.stage, Stage::Preparation | Stage::Feedback) {
        return Markup::default();
    }
    let state = state.clone().prefix("back");
    let form = Form::post(format!("{}/step-back", address(kept.engagement.id)), &state)
        .hidden("from", code_of(&kept.stage))
        .body(html! { (state.text("reason", v.t("round-back-reason")).longest(200).wide().html(v)) })
        .button(Button::submit(v.t("round-back")).danger());
    let open = !state.errors().is_empty();
    let body = html! { details open[open] { summary { (v.t("round-back-open")) } (form.html(v)) } };
    html! { (Panel::new(v.t("round-correct")).body(body)) }
}

async fn set_object(
    State(web): State<Web>,
    Path(id): Path<EngagementId>,
    posted: Posted,
) -> Answer<Response> {
    let version = posted.value("version").parse().ok();
    let result = match read_object(posted.value("holders")) {
        Err(errors) => Err(Error::Invalid(errors)),
        Ok(holders) => {
            let act = SetObject { engagement: id, version, holders };
            web.app().perform(&posted.ctx, &act).await.map(|_| ())
        }
    };
    let into = |state: FormState| Forms { object: Some(state.prefix("object")), ..Forms::default() };
    ended(&web, &posted, id, result, (&[("holders", "engagement-object-lines")], stored_object, into)).await
}

async fn set_public(
    State(web): State<Web>,
    Path(id): Path<EngagementId>,
    posted: Posted,
) -> Answer<Response> {
    let version = posted.value("version").parse().ok();
    let result = match read_public(&posted.pairs) {
        Err(errors) => Err(Error::Invalid(errors)),
        Ok(public) => {
            let act = SetPublicContacts { engagement: id, version, public };
            web.app().perform(&posted.ctx, &act).await.map(|_| ())
        }
    };
    let into = |state: FormState| Forms { public: Some(state.prefix("public")), ..Forms::default() };
    ended(&web, &posted, id, result, (&PUBLIC, stored_public, into)).await
}

/// A form's fields with the ids of their names, the form as the record fills it, and where it stands on the page.
type Kind<'a> = (&'a [(&'a str, &'a str)], fn(&Engagement) -> FormState, fn(FormState) -> Forms);

async fn ended(
    web: &Web,
    posted: &Posted,
    id: EngagementId,
    result: Result<(), Error>,
    (fields, stored, into): Kind<'_>,
) -> Answer<Response> {
    let (ctx, v) = (&posted.ctx, &posted.view);
    match result {
        Ok(()) => Ok(done(&address(id), "engagement-saved")),
        Err(Error::Conflict { last, .. }) => {
            let typed = posted.state(vec![FieldError::new("", Message::new("round-changed-meanwhile"))]);
            let found = web.app().engagement(ctx, id).await?;
            let met = met::both(v, last.as_ref(), fields, (&stored(&found.kept), &typed));
            let forms = Forms { met: Some(met), ..into(typed) };
            let page = page(web, ctx, v, id, &forms).await?;
            Ok(page.status(StatusCode::CONFLICT).into_response())
        }
        Err(error) => {
            let forms = into(posted.state(faults(error)?));
            Ok(unprocessable(page(web, ctx, v, id, &forms).await?).into_response())
        }
    }
}

async fn step_back(State(web): State<Web>, Path(id): Path<EngagementId>, posted: Posted) -> Answer<Response> {
    let from = coded(posted.value("from")).ok_or(Error::NotFound)?;
    let act = StepEngagementBack { engagement: id, from, reason: posted.value("reason").to_owned() };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&address(id), "round-stepped-back")),
        Err(error) => {
            let forms = Forms { back: posted.state(faults(error)?), ..Forms::default() };
            let page = page(&web, &posted.ctx, &posted.view, id, &forms).await?;
            Ok(unprocessable(page).into_response())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
        given.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn what_is_typed_of_hours_boxes_and_days_is_read_or_named() {
        let good = pairs(&[
            ("days", "working_days"),
            ("hours", "08:30-12:00 14:30—17:30"),
            ("boxes", "B1 县政务中心\n\nB2 大厅 东侧"),
            ("openings", "2025-09-12、2025-09-19"),
        ]);
        let read = read_public(&good).unwrap();
        assert_eq!((read.boxes.len(), read.openings.len()), (2, 2));
        assert_eq!((read.boxes[1].number.as_str(), read.boxes[1].place.as_str()), ("B2", "大厅 东侧"));
        let wrong = read_public(&pairs(&[("hours", "8点到12点"), ("openings", "周五")])).unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|e| e.field.as_ref()).collect();
        assert_eq!(fields, ["hours", "openings"]);
        let undecided = read_public(&pairs(&[("hours", "08:30-12:00")])).unwrap_err();
        assert_eq!(undecided[0].field, "days");
    }

    #[test]
    fn the_members_of_a_leading_body_stand_one_a_line() {
        let read = read_object("祝丙衡，党组书记、局长，县管，2021-05-01\n娄庚川, 副局长").unwrap();
        assert_eq!((read.len(), read[0].post.as_str(), read[1].level.as_str()), (2, "党组书记、局长", ""));
        assert!(read[0].from.is_some() && read[0].until.is_none());
        let wrong = read_object("祝丙衡\n娄庚川，副局长，县管，去年").unwrap_err();
        let ids: Vec<&str> = wrong.iter().map(|e| e.message.id.as_ref()).collect();
        assert_eq!(ids, ["engagement-object-line", "engagement-object-day"]);
    }
}
