//! 系统: version, sizes, queues, today's head code. No business content.

use crate::components::{
    Cols, Column, Empty, Help, Note, Page, Panel, Row, Stat, Table, Tone, cell, cols, facts, stack, stats,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::system::SystemState;
use axum::extract::State;
use domain::account::Profile;
use domain::permission::Action;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/system", Needs::Right(Action::SystemView), show)
}

async fn show(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let state = web.app().system(&reader.ctx).await?;
    let head = web.app().day_head().await?;
    let small = reader.ctx.signed().is_ok_and(|s| s.profile == Profile::SmallOffice);
    let note = small.then(|| Note::new(Tone::Warn, v.t("account-small-office")));
    let left = stack([html! { (records(v, &state)) }]);
    let right = stack([
        html! { (program(v, &state, head.map(|h| h.code().to_string()))) },
        html! { (failing(v, &state)) },
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

fn figures(v: &View, state: &SystemState) -> Markup {
    let (size, unit) = size(state.database_bytes);
    stats(&[
        Stat::new(v.t("system-database"), size).unit(unit),
        Stat::new(v.t("system-entries"), v.count(state.entries)),
        Stat::new(v.t("system-sessions"), v.count(state.sessions)),
        Stat::new(v.t("system-search-queue"), v.count(state.search_queue)),
        Stat::new(v.t("system-jobs"), v.count(state.jobs_waiting)),
    ])
}

/// Bytes as people say them, with one digit after the point.
fn size(bytes: i64) -> (String, &'static str) {
    let tenths = |unit: i64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    const MEBI: i64 = 1 << 20;
    match bytes {
        ..MEBI => ((bytes / 1024).to_string(), "KiB"),
        MEBI..0x4000_0000 => (tenths(MEBI), "MiB"),
        _ => (tenths(1 << 30), "GiB"),
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

fn failing(v: &View, state: &SystemState) -> Panel {
    let columns = ["system-job", "system-job-tries", "system-job-error"].map(|id| Column::new(v.t(id)));
    let rows = state
        .jobs_failing
        .iter()
        .map(|job| Row::new([cell(&job.kind), cell(v.count(job.attempts)), cell(&job.last_error)]));
    let table = Table::new(v.t("system-jobs-failing"), columns).rows(rows).empty(Empty::new(
        "check",
        v.t("system-jobs-fine"),
        v.t("system-jobs-fine-next"),
    ));
    Panel::new(v.t("system-jobs-failing")).flush(table.html(v))
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_said_in_the_unit_that_fits() {
        assert_eq!(size(204_800), ("200".into(), "KiB"));
        assert_eq!(size(5 * 1024 * 1024 + 600 * 1024), ("5.5".into(), "MiB"));
        assert_eq!(size(3 << 30), ("3.0".into(), "GiB"));
    }
}
