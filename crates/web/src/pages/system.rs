//! 系统: whether all is well, in words; version, sizes, queues, today's head code. No business content.

use crate::components::{
    Button, Cols, Column, Empty, Help, Note, Page, Panel, Row, Stat, Table, Tone, cell, cols, facts, stack,
    stats, step,
};
use crate::request::{Answer, Posted, Reader, done};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::job::{RetryJob, label};
use app::search::RebuildSearch;
use app::system::{Shown, SystemState};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::account::Profile;
use domain::permission::{Action, Scope};
use kernel::{JobId, Message, Timestamp};
use maud::{Markup, html};
use serde::Deserialize;

/// Seconds after which a backup is old, and a verification.
const BACKUP_OLD: i64 = 36 * 3_600;
const VERIFY_OLD: i64 = 40 * 86_400;
/// Records waiting for the search index above which it lags.
const LAGS: i64 = 5_000;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/system", Needs::Right(Action::SystemView), show)
        .post("/system/jobs/{job}/retry", Needs::Right(Action::SystemCare), retry)
        .post("/system/search/rebuild", Needs::Right(Action::SystemCare), rebuild)
}

#[derive(Deserialize)]
struct Nothing {}

async fn retry(State(web): State<Web>, Path(job): Path<JobId>, posted: Posted<Nothing>) -> Answer<Response> {
    posted.form.map_err(app::Error::Invalid)?;
    web.app().perform(&posted.ctx, &RetryJob { job }).await?;
    Ok(done("/system", "system-job-retried"))
}

async fn rebuild(State(web): State<Web>, posted: Posted<Nothing>) -> Answer<Response> {
    posted.form.map_err(app::Error::Invalid)?;
    web.app().perform(&posted.ctx, &RebuildSearch {}).await?;
    Ok(done("/system", "system-search-rebuild-begun"))
}

async fn show(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let state = web.app().system(&reader.ctx).await?;
    let head = web.app().day_head().await?;
    let small = reader.ctx.signed().is_ok_and(|s| s.profile == Profile::SmallOffice);
    let note = small.then(|| Note::new(Tone::Warn, v.t("account-small-office")));
    let cares = reader.ctx.may(Action::SystemCare, Scope::System);
    let left = stack([
        html! { (Panel::new(v.t("system-well")).body(stack(well(v, &state)))) },
        html! { (failing(v, &state, cares)) },
        html! { (search(v, &state, cares)) },
    ]);
    let right = stack([
        html! { (program(v, &state, head.map(|h| h.code().to_string()))) },
        html! { (records(v, &state)) },
    ]);
    Ok(Page::new(v.t("system-title"))
        .lead(v.t("system-lead"))
        .help(Help::new(v.t("system-help-what"), v.t("system-help-next")))
        .html(
            v,
            html! {
                @if let Some(note) = note { (note) }
                (figures(v, &state))
                (cols(Cols::Two, [left, right]))
            },
        ))
}

/// Whether all is well, one sentence a matter.
fn well(v: &View, state: &SystemState) -> Vec<Markup> {
    let said = |(tone, message): (Tone, Message)| html! { (Note::new(tone, v.say(&message))) };
    [backup(v, state), verified(v, state), jobs(state), index(state)].map(said).into()
}

fn backup(v: &View, state: &SystemState) -> (Tone, Message) {
    let Some((at, made)) = &state.backup else { return (Tone::Late, Message::new("system-backup-never")) };
    let (size, unit) = size(i64::try_from(made.bytes).unwrap_or(i64::MAX));
    let with = |id: &'static str| {
        Message::new(id).with("when", v.datetime(*at)).with("size", format!("{size} {unit}"))
    };
    match made.missing {
        0 if is_old(state, *at, BACKUP_OLD) => (Tone::Warn, with("system-backup-old")),
        0 => (Tone::Ok, with("system-backup-well")),
        missing => (Tone::Late, with("system-backup-incomplete").with("missing", missing)),
    }
}

fn verified(v: &View, state: &SystemState) -> (Tone, Message) {
    let Some((at, found)) = state.verified else { return (Tone::Warn, Message::new("system-verify-never")) };
    let with =
        |id: &'static str| Message::new(id).with("when", v.datetime(at)).with("entries", found.entries);
    match found.faults {
        0 if is_old(state, at, VERIFY_OLD) => (Tone::Warn, with("system-verify-old")),
        0 => (Tone::Ok, with("system-verify-well")),
        faults => (Tone::Late, with("system-verify-faults").with("faults", faults)),
    }
}

fn is_old(state: &SystemState, at: Timestamp, seconds: i64) -> bool {
    state.now.seconds_since(at) > seconds
}

fn jobs(state: &SystemState) -> (Tone, Message) {
    match (state.jobs_dead, state.jobs_failing.len()) {
        (0, 0) => (Tone::Ok, Message::new("system-jobs-well").with("count", state.jobs_waiting)),
        (0, failing) => (Tone::Warn, Message::new("system-jobs-retried").with("count", failing)),
        (dead, _) => (Tone::Late, Message::new("system-jobs-given-up").with("count", dead)),
    }
}

fn index(state: &SystemState) -> (Tone, Message) {
    let message = |id| Message::new(id).with("count", state.search_queue);
    if state.search_queue > LAGS {
        (Tone::Warn, message("system-index-lags"))
    } else {
        (Tone::Ok, message("system-index-well"))
    }
}

fn figures(v: &View, state: &SystemState) -> Markup {
    let (database, unit) = size(state.database_bytes);
    let mut shown = vec![Stat::new(v.t("system-database"), database).unit(unit)];
    if let Some((count, bytes)) = state.files {
        let (files, unit) = size(i64::try_from(bytes).unwrap_or(i64::MAX));
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let hint = v.say(&Message::new("system-files-count").with("count", count));
        shown.push(Stat::new(v.t("system-files"), files).unit(unit).hint(hint));
    }
    shown.push(Stat::new(v.t("system-entries"), v.count(state.entries)));
    shown.push(Stat::new(v.t("system-sessions"), v.count(state.sessions)));
    shown.push(Stat::new(v.t("system-jobs"), v.count(state.jobs_waiting)));
    stats(&shown)
}

/// Bytes as the file manager of an office PC says them, with one digit after the point from a megabyte on.
pub(super) fn size(bytes: i64) -> (String, &'static str) {
    let tenths = |unit: i64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    const KILO: i64 = 1 << 10;
    const MEGA: i64 = 1 << 20;
    const GIGA: i64 = 1 << 30;
    match bytes {
        ..KILO => (bytes.to_string(), "B"),
        KILO..MEGA => ((bytes / KILO).to_string(), "KB"),
        MEGA..GIGA => (tenths(MEGA), "MB"),
        _ => (tenths(GIGA), "GB"),
    }
}

fn records(v: &View, state: &SystemState) -> Panel {
    let columns = [Column::new(v.t("system-kind")).heads_row(), Column::new(v.t("system-count")).number()];
    let rows = state.records.iter().map(|(kind, count)| {
        let name = v.t(&format!("kind-{}", kind.replace('_', "-")));
        Row::new([cell(name), cell(v.count(*count))])
    });
    let table = Table::new(v.t("system-records"), columns).rows(rows);
    Panel::new(v.t("system-records")).note(v.t("system-records-note")).flush(table.html(v))
}

fn program(v: &View, state: &SystemState, head: Option<String>) -> Panel {
    let engine = match state.engine {
        app::Engine::Sqlite => "SQLite",
        app::Engine::Postgres => "PostgreSQL",
    };
    let head = head.map_or_else(|| html! { (v.t("system-head-none")) }, |code| html! { code { (code) } });
    Panel::new(v.t("system-program")).body(facts([
        (v.t("system-version"), html! { (state.version) }),
        (v.t("system-engine"), html! { (engine) }),
        (v.t("system-schema"), html! { (state.schema) }),
        (v.t("system-clock"), html! { (v.datetime(state.now)) }),
        (v.t("system-head"), head),
    ]))
}

fn failing(v: &View, state: &SystemState, cares: bool) -> Panel {
    let columns = ["system-job", "system-job-error", "system-job-tries", "system-job-next", "common-step"]
        .map(|id| Column::new(v.t(id)));
    let rows = state.jobs_failing.iter().map(|job| failing_row(v, job, cares));
    let table = Table::new(v.t("system-jobs-failing"), columns).stacks().rows(rows).empty(Empty::new(
        "check",
        v.t("system-jobs-fine"),
        v.t("system-jobs-fine-next"),
    ));
    Panel::new(v.t("system-jobs-failing")).flush(table.html(v))
}

fn failing_row(v: &View, job: &Shown, cares: bool) -> Row {
    let name = v.say(&label(&job.kind));
    let next = if job.dead { v.t("system-job-given-up") } else { v.datetime(job.due) };
    let control = if cares {
        let button = Button::submit(v.t("system-job-retry")).small().about(name.as_str());
        step(v, &format!("/system/jobs/{}/retry", job.id), button)
    } else {
        Markup::default()
    };
    let why = job.why.as_ref().map(|why| v.say(why)).unwrap_or_default();
    Row::new([cell(name), cell(why), cell(v.count(job.attempts)), cell(next), cell(control)])
}

fn search(v: &View, state: &SystemState, cares: bool) -> Panel {
    let panel = Panel::new(v.t("system-search"));
    let Some(progress) = state.rebuilding else {
        let panel = panel.body(html! { p { (v.t("system-search-about")) } });
        if !cares {
            return panel;
        }
        let button = Button::submit(v.t("system-search-rebuild")).confirm(v.t("system-search-rebuild-sure"));
        return panel.foot(step(v, "/system/search/rebuild", button));
    };
    let done = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let words = Message::new("system-search-rebuilding")
        .with("done", done(progress.done))
        .with("total", done(progress.total.max(progress.done)));
    panel.body(html! { p { (v.say(&words)) } })
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_said_in_the_unit_that_fits() {
        assert_eq!(size(42), ("42".into(), "B"));
        assert_eq!(size(204_800), ("200".into(), "KB"));
        assert_eq!(size(5 * 1024 * 1024 + 600 * 1024), ("5.5".into(), "MB"));
        assert_eq!(size(3 << 30), ("3.0".into(), "GB"));
    }
}
