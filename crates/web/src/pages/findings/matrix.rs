//! Focus points × findings of an engagement: what has been found under each point, and under which nothing.

use super::{address, crumbs};
use crate::components::{
    Button, Help, Matrix, MatrixRow, Page, Panel, Stat, Tab, evidence, segment, stack, stats,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::finding::MatrixLine;
use axum::extract::{Path, State};
use domain::finding::Standing;
use domain::permission::Action;
use kernel::EngagementId;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/engagements/{engagement}/findings/matrix", Needs::Right(Action::FindingView), show)
}

async fn show(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let asked = v.address.get("frame");
    let (rules, frame, unit, lines) = web.app().finding_matrix(&reader.ctx, id, asked).await?;
    let count = |n: usize| v.count(i64::try_from(n).unwrap_or(i64::MAX));
    let points: Vec<&MatrixLine> = lines.iter().filter(|line| line.depth > 0).collect();
    let bare = points.iter().filter(|line| line.findings.is_empty()).count();
    let figures = [
        Stat::new(v.t("finding-matrix-points"), count(points.len())),
        Stat::new(v.t("finding-matrix-found"), count(points.len() - bare)),
        Stat::new(v.t("finding-matrix-bare"), count(bare)),
    ];
    let rows = lines.iter().map(|line| {
        let name = format!("{} {}", line.code.0, line.name.get(v.lang));
        if line.depth == 0 && line.findings.is_empty() {
            return MatrixRow::group(name);
        }
        let row = MatrixRow::new(name, [html! { (count(line.findings.len())) }, found(v, line)]);
        if line.findings.is_empty() { row.gap() } else { row }
    });
    let columns = vec![v.t("finding-matrix-count"), v.t("finding-title")];
    let matrix = Matrix::new(v.t("finding-focus-matrix"), v.t("finding-focus"), columns).rows(rows);
    let frames: Vec<Tab> = rules
        .frames
        .iter()
        .map(|f| {
            let href = v.address.with("frame", &f.code).to_string();
            Tab::new(f.name.get(v.lang), href, f.code == frame)
        })
        .collect();
    Ok(Page::new(v.t("finding-focus-matrix"))
        .lead(unit.clone())
        .crumbs(crumbs(v, id, &unit))
        .control(segment(&v.t("finding-frame"), &frames))
        .action(Button::print(v.t("finding-print")))
        .help(Help::new(v.t("finding-matrix-help-what"), v.t("finding-matrix-help-next")))
        .html(
            v,
            stack([
                stats(&figures),
                html! { (Panel::new(v.t("finding-focus-matrix")).flush(html! { (matrix) })) },
            ]),
        ))
}

/// The findings under a point, adopted ones solid.
fn found(v: &View, line: &MatrixLine) -> Markup {
    let solid = |standing: Standing| matches!(standing, Standing::Adopted | Standing::Confirmed);
    html! { div.row {
        @for (id, number, standing) in &line.findings { (evidence(&v.t("finding-stamp"), solid(*standing), number, &address(*id))) }
    } }
}
