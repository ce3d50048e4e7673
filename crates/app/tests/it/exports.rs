//! Lists taken out: the pool, rounds, coverage; whoever takes one leaves a trace, and nothing sealed goes along.

use crate::inspectors::refusal;
use crate::rounds::{page, with_round};
use app::inspector::ImportInspectors;
use documents::sheet::{Limits, Workbook, open};
use domain::permission::Role;
use testkit::{TestApp, on_both};

/// Everything that a sheet's cells show, row by row.
fn shown(workbook: &Workbook, sheet: &str) -> Vec<Vec<String>> {
    let sheet =
        workbook.sheets.iter().find(|s| s.name == sheet).unwrap_or_else(|| panic!("no sheet {sheet}"));
    let row = |row: &documents::sheet::Row| row.cells.iter().map(|c| c.value.shown().into_owned()).collect();
    sheet.rows().iter().map(row).collect()
}

/// What the trace says of lists taken out.
async fn traced(t: &TestApp) -> Vec<(String, String)> {
    let mut conn = t.app.db().read().await.unwrap();
    let rows: Vec<(String, Option<String>)> = conn
        .all(db::sql("select event, reason from trace_entry where event = 'list-exported' order by seq"))
        .await
        .unwrap();
    rows.into_iter().map(|(event, reason)| (event, reason.unwrap_or_default())).collect()
}

on_both! {
    async fn the_pool_imported_again_brings_nothing_new_and_holds_nothing_sealed(engine) {
        let (t, _) = with_round(engine).await;
        let list = t.app.export_inspectors(&t.clerk().await).await.unwrap();
        assert_eq!(list.name, "巡察人才库-2025-07-21.xlsx");
        let workbook = open(&list.bytes, &Limits::default()).unwrap();
        let rows = shown(&workbook, "巡察人才库");
        let head = rows.iter().position(|row| row.contains(&"编号".to_owned())).unwrap();
        assert_eq!(rows.len() - head - 1, 180);
        let cells = || workbook.sheets[0].rows().iter().flat_map(|row| &row.cells);
        let relatives = cells().find(|c| c.value.shown() == "主要社会关系").unwrap().column;
        let said = cells().filter(|c| c.column == relatives && !c.value.shown().is_empty()).count();
        assert_eq!(said, 1, "the heading alone: relatives stay sealed");
        let again = ImportInspectors { file: list.name.clone(), bytes: list.bytes, as_of: None };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &again).await), "inspector-import-nothing-new");
        assert_eq!(traced(&t).await, [("list-exported".to_owned(), list.name)]);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_round_goes_out_with_its_teams_engagements_and_windows(engine) {
        let (t, round) = with_round(engine).await;
        let found = page(&t, round).await;
        let list = t.app.export_rounds(&t.clerk().await, Some(round)).await.unwrap();
        let workbook = open(&list.bytes, &Limits::default()).unwrap();
        let all = t.app.export_rounds(&t.clerk().await, None).await.unwrap();
        assert_eq!(open(&all.bytes, &Limits::default()).unwrap().sheets.len(), workbook.sheets.len());
        let engagements = shown(&workbook, "巡察任务");
        let units = found.teams.iter().flat_map(|team| &team.engagements);
        for line in units {
            let row = engagements.iter().find(|row| row.contains(&line.unit)).unwrap();
            assert!(row.contains(&line.kept.on_site.from.to_string()), "{row:?}");
        }
        let teams = shown(&workbook, "巡察组");
        assert!(found.teams.iter().all(|team| teams.iter().any(|row| row.contains(&team.team.name))));
        assert_eq!(traced(&t).await.len(), 2);
    }

    async fn coverage_goes_out_as_its_page_shows_it(engine) {
        let (t, _) = with_round(engine).await;
        let today = t.app.today();
        let found = t.app.coverage(&t.clerk().await, today, None).await.unwrap().unwrap();
        let list = t.app.export_coverage(&t.clerk().await, today, None).await.unwrap();
        let workbook = open(&list.bytes, &Limits::default()).unwrap();
        let figures = shown(&workbook, "分类数据");
        let first = &found.coverage.groups[0];
        let row = figures.iter().find(|row| row.contains(&first.name.zh)).unwrap();
        assert!(row.contains(&first.tally.due.to_string()) && row.contains(&first.tally.inspected.to_string()), "{row:?}");
        let units = shown(&workbook, "覆盖名单");
        assert!(units.len() > found.coverage.units.len(), "a row for every unit below the heading");
        // On a day of no term there is nothing to reckon.
        let long_ago = kernel::Day::new(1990, 1, 1).unwrap();
        let none = t.app.export_coverage(&t.clerk().await, long_ago, None).await.unwrap_err();
        assert!(matches!(none, app::Error::Refused(r) if r.0.id == "coverage-no-term"));
    }

    async fn terms_and_units_go_out_with_a_trace_as_every_list_does(engine) {
        let (t, _) = with_round(engine).await;
        let clerk = t.clerk().await;
        let terms = t.app.export_terms(&clerk).await.unwrap();
        let units = t.app.export_units(&clerk).await.unwrap();
        let names: Vec<String> = traced(&t).await.into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, [terms.name, units.name]);
        t.stranger("stranger").await;
        let refused = t.app.export_terms(&t.ctx("stranger").await).await;
        assert!(matches!(refused, Err(app::Error::Forbidden(_))));
        assert_eq!(traced(&t).await.len(), 2, "who gets nothing leaves none");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn who_may_look_may_not_take_out(engine) {
        let (t, round) = with_round(engine).await;
        t.holder("head", Some(Role::LeadingGroupHead)).await;
        let head = t.ctx("head").await;
        assert!(t.app.round(&head, round).await.is_ok());
        assert!(matches!(t.app.export_rounds(&head, Some(round)).await, Err(app::Error::Forbidden(_))));
        assert!(matches!(t.app.export_coverage(&head, t.app.today(), None).await, Err(app::Error::Forbidden(_))));
        assert!(matches!(t.app.export_inspectors(&head).await, Err(app::Error::Forbidden(_))));
        assert!(traced(&t).await.is_empty());
    }
}
