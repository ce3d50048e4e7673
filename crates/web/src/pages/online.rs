//! A team's form on the public page, as the office opens, shows and closes it (C13, B3).

use super::fields::Fields;
use crate::components::{
    Button, Cols, Column, Crumb, Empty, Form, FormState, Help, Note, Page, Panel, Row, Table, Tone, chip,
    cols, facts, qr,
};
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::online_report::{CloseOnlineForm, FormPage, OpenOnlineForm};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::online_report::{OnlineForm, Standing};
use domain::permission::{Action, Scope};
use kernel::{FieldError, Message, OnlineFormId, TeamId, Timestamp};
use maud::html;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/teams/{team}/online", Needs::Right(Action::OnlineFormView), show)
        .post("/teams/{team}/online", Needs::Right(Action::OnlineFormChange), open)
        .post("/teams/{team}/online/{form}/close", Needs::Right(Action::OnlineFormChange), close)
}

/// What the office filled in to open a form.
fn read(v: &View, team: TeamId, pairs: &[(String, String)]) -> Result<OpenOnlineForm, Vec<FieldError>> {
    let mut fields = Fields::of(pairs);
    let (from, until) = (fields.day("from"), fields.day("until"));
    let hour = seconds_of(fields.text("until_hour"));
    if hour.is_none() {
        fields.errors.push(FieldError::new("until_hour", Message::new("online-hour-unreadable")));
    }
    let (accepted, passed_on) = (fields.text("accepted").to_owned(), fields.text("passed_on").to_owned());
    match (from, until, hour) {
        (Some(from), Some(until), Some(seconds)) => {
            let until = until.start(v.offset).plus_seconds(seconds);
            Ok(OpenOnlineForm { team, from: from.start(v.offset), until, accepted, passed_on })
        }
        _ => Err(fields.errors),
    }
}

/// Seconds since midnight of `18:00`, also with a full-width colon.
fn seconds_of(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once([':', '\u{ff1a}'])?;
    let (hours, minutes): (i64, i64) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
    ((0..=24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 3_600 + minutes * 60)
}

async fn show(State(web): State<Web>, Path(team): Path<TeamId>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, &reader.ctx, &reader.view, team, None).await?)
}

async fn open(State(web): State<Web>, Path(team): Path<TeamId>, posted: Posted) -> Answer<Response> {
    let errors = match read(&posted.view, team, &posted.pairs) {
        Ok(act) => match web.app().perform(&posted.ctx, &act).await {
            Ok(_) => return Ok(done(&address(team), "online-opened")),
            Err(Error::Invalid(errors)) => errors,
            Err(error) => return Err(error.into()),
        },
        Err(errors) => errors,
    };
    let state = posted.state(errors);
    Ok(unprocessable(page(&web, &posted.ctx, &posted.view, team, Some(state)).await?).into_response())
}

async fn close(
    State(web): State<Web>,
    Path((team, form)): Path<(TeamId, OnlineFormId)>,
    posted: Posted,
) -> Answer<Response> {
    let reason = posted.value("reason").to_owned();
    web.app().perform(&posted.ctx, &CloseOnlineForm { form, reason }).await?;
    Ok(done(&address(team), "online-closed-done"))
}

fn address(team: TeamId) -> String {
    format!("/teams/{team}/online")
}

async fn page(web: &Web, ctx: &Ctx, v: &View, team: TeamId, typed: Option<FormState>) -> Result<Html, Error> {
    let found = web.app().online_forms(ctx, team).await?;
    let current = found.forms.iter().find(|f| f.standing(v.now) != Standing::Over);
    let changes = ctx.may(Action::OnlineFormChange, Scope::Global);
    let left = match current {
        Some(form) => open_panel(web, v, form, changes),
        None if changes => asking_panel(v, &found, typed.unwrap_or_else(|| proposed(v))),
        None => Panel::new(v.t("online-form"))
            .body(html! { (Empty::new("phone", v.t("online-none"), v.t("online-none-next"))) }),
    };
    let crumbs = [
        Crumb::new(v.t("round-title"), "/rounds"),
        Crumb::new(found.team.name.clone(), format!("/rounds/{}/teams/{team}", found.team.round)),
    ];
    let body = cols(Cols::ThreeOne, [html! { (left) }, html! { (earlier(v, &found)) }]);
    Ok(Page::new(v.t("online-form"))
        .lead(found.team.name.clone())
        .crumbs(crumbs)
        .action(Button::link(v.t("collector-title"), "/collector"))
        .help(Help::new(v.t("online-help-what"), v.t("online-help-next")))
        .html(v, body))
}

/// Sentences to begin with; the office changes them.
fn proposed(v: &View) -> FormState {
    FormState::new()
        .with("from", v.today().to_string())
        .with("until_hour", "18:00")
        .with("accepted", v.t("online-accepted-proposed"))
        .with("passed_on", v.t("online-passed-on-proposed"))
}

fn asking_panel(v: &View, found: &FormPage, state: FormState) -> Panel {
    let units = Message::new("online-units").with("units", found.units.join(&v.t("common-list-separator")));
    let body = html! {
        (state.text("from", v.t("online-from")).date().html(v))
        (state.text("until", v.t("online-until")).date().html(v))
        (state.text("until_hour", v.t("online-until-hour")).hint(v.t("online-until-hour-hint")).html(v))
        (state.text("accepted", v.t("online-accepted")).wide().html(v))
        (state.text("passed_on", v.t("online-passed-on")).wide().html(v))
    };
    let form = Form::post(address(found.team.id), &state)
        .body(body)
        .button(Button::submit(v.t("online-open")).primary())
        .note(v.t("online-open-note"));
    Panel::new(v.t("online-open-title")).body(html! { p { (v.say(&units)) } (form.html(v)) })
}

fn open_panel(web: &Web, v: &View, form: &OnlineForm, changes: bool) -> Panel {
    let short = form.address.as_str();
    let base = web.settings().public_url.as_deref().map(|u| u.trim_end_matches('/'));
    let full = base.map(|base| format!("{base}/r/{short}"));
    let (tone, standing) = match form.standing(v.now) {
        Standing::Early => (Tone::Mute, "online-standing-early"),
        Standing::Open | Standing::Over => (Tone::Ok, "online-standing-open"),
    };
    let units: Vec<&str> = form.targets.iter().map(|t| t.unit.as_str()).collect();
    let rows = [
        (v.t("online-state"), chip(tone, &v.t(standing))),
        (v.t("online-front-address"), html! { b.code { (short) } }),
        (v.t("online-hours"), html! { (hours(v, form.from, form.until)) }),
        (v.t("online-units-label"), html! { (units.join(&v.t("common-list-separator"))) }),
        (v.t("online-accepted"), html! { (form.accepted) }),
        (v.t("online-passed-on"), html! { (form.passed_on) }),
    ];
    let state = FormState::new();
    let body = html! {
        (facts(rows))
        @match &full {
            Some(full) => { figure.qr { (qr(full, &v.t("online-qr"))) figcaption { (full) } } }
            None => (Note::new(Tone::Warn, v.t("online-no-public-url")))
        }
        @if changes {
            (Form::post(format!("{}/{}/close", address(form.team), form.id), &state)
                .body(state.text("reason", v.t("online-close-reason")).wide().html(v))
                .button(Button::submit(v.t("online-close")))
                .html(v))
        }
    };
    Panel::new(v.t("online-form")).body(body)
}

fn hours(v: &View, from: Timestamp, until: Timestamp) -> String {
    v.say(&Message::new("online-hours-span").with("from", v.datetime(from)).with("until", v.datetime(until)))
}

fn earlier(v: &View, found: &FormPage) -> Panel {
    let over = found.forms.iter().filter(|f| f.standing(v.now) == Standing::Over);
    let rows = over.map(|f| {
        let why = f.closed.as_ref().map(|c| c.reason.clone()).unwrap_or_default();
        Row::new([html! { (f.address.as_str()) }, html! { (hours(v, f.from, f.until)) }, html! { (why) }])
    });
    let columns = [
        Column::new(v.t("online-front-address")).heads_row(),
        Column::new(v.t("online-hours")),
        Column::new(v.t("online-close-reason")),
    ];
    let table = Table::new(v.t("online-earlier"), columns).rows(rows).empty(Empty::new(
        "phone",
        v.t("online-no-earlier"),
        v.t("online-no-earlier-next"),
    ));
    Panel::new(v.t("online-earlier")).flush(table.html(v))
}

#[cfg(test)]
mod tests {
    use super::seconds_of;

    #[test]
    fn an_hour_is_read_as_people_write_it() {
        assert_eq!(seconds_of("18:00"), Some(64_800));
        assert_eq!(seconds_of(" 9\u{ff1a}05 "), Some(32_700));
        for wrong in ["", "18", "25:00", "18:60", "-1:00", "六点"] {
            assert_eq!(seconds_of(wrong), None, "{wrong}");
        }
    }
}
