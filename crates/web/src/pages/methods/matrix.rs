//! Focus points × methods of an engagement (C14): how much stands behind each point, and under which nothing does. A cell
//! opens its numbers below the table.

use super::{crumbs, of_engagement, words};
use crate::components::{Button, Help, Matrix, MatrixRow, Page, Panel, Stat, Tab, segment, stack, stats};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::method::{MethodMatrix, MethodMatrixLine};
use axum::extract::{Path, State};
use domain::method::Method;
use domain::permission::Action;
use kernel::EngagementId;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/engagements/{engagement}/methods/matrix", Needs::Right(Action::MethodView), show)
}

async fn show(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let found = web.app().method_matrix(&reader.ctx, id, v.address.get("frame")).await?;
    let count = |n: usize| v.count(i64::try_from(n).unwrap_or(i64::MAX));
    let points: Vec<&MethodMatrixLine> = found.lines.iter().filter(|line| line.depth > 0).collect();
    let bare = points.iter().filter(|line| line.cells.is_empty()).count();
    let figures = [
        Stat::new(v.t("finding-matrix-points"), count(points.len())),
        Stat::new(v.t("method-matrix-covered"), count(points.len() - bare)),
        Stat::new(v.t("method-matrix-bare"), count(bare)),
    ];
    let frames: Vec<Tab> = found
        .rules
        .frames
        .iter()
        .map(|f| {
            let href = v.address.with("frame", &f.code).to_string();
            Tab::new(f.name.get(v.lang), href, f.code == found.frame)
        })
        .collect();
    let matrix = matrix(v, &found);
    Ok(Page::new(v.t("method-matrix"))
        .lead(found.unit.clone())
        .crumbs(crumbs(v, id, &found.unit))
        .control(segment(&v.t("finding-frame"), &frames))
        .action(Button::print(v.t("finding-print")))
        .help(Help::new(v.t("method-matrix-help-what"), v.t("method-matrix-help-next")))
        .html(
            v,
            stack([
                stats(&figures),
                html! { (Panel::new(v.t("method-matrix")).note(v.t("method-matrix-note")).flush(html! { (matrix) })) },
                opened(v, id, &found),
            ]),
        ))
}

fn matrix(v: &View, found: &MethodMatrix) -> Matrix {
    let rows = found.lines.iter().map(|line| {
        let name = format!("{} {}", line.code.0, line.name.get(v.lang));
        if line.depth == 0 && line.cells.is_empty() {
            return MatrixRow::group(name);
        }
        let cells = Method::ALL.iter().map(|method| cell(v, line, method.code));
        let row = MatrixRow::new(name, cells.chain([total(v, line)]));
        if line.cells.is_empty() { row.gap() } else { row }
    });
    let mut columns: Vec<String> = Method::ALL.iter().map(|method| v.say(&method.label())).collect();
    columns.push(v.t("method-matrix-total"));
    Matrix::new(v.t("method-matrix"), v.t("finding-focus"), columns).rows(rows)
}

fn cell(v: &View, line: &MethodMatrixLine, method: &str) -> Markup {
    let Some(numbers) = line.cells.get(method) else { return html! { span.muted { "·" } } };
    let href = v.address.with("point", &line.code.0).with("method", method).to_string();
    html! { a href=(format!("{href}#numbers")) { (v.count(i64::try_from(numbers.len()).unwrap_or(i64::MAX))) } }
}

fn total(v: &View, line: &MethodMatrixLine) -> Markup {
    if line.cells.is_empty() {
        return html! { (v.t("method-matrix-none")) };
    }
    let all: usize = line.cells.values().map(std::collections::BTreeSet::len).sum();
    html! { b { (v.count(i64::try_from(all).unwrap_or(i64::MAX))) } }
}

/// The numbers of the cell that was opened, and the way to its records.
fn opened(v: &View, id: EngagementId, found: &MethodMatrix) -> Markup {
    let (point, method) = (v.address.get("point"), v.address.get("method"));
    let (Some(point), Some(method)) = (point, method) else { return Markup::default() };
    let line = found.lines.iter().find(|line| line.code.0 == point);
    let Some(numbers) = line.and_then(|line| line.cells.get(method)) else { return Markup::default() };
    let title = format!("{} · {}", words::method(v, method), point);
    let body = html! { ul.row { @for number in numbers { li { (number) } } } };
    let href = format!("{}?method={method}&focus={point}", of_engagement(id));
    let records = Button::link(v.t("method-records"), href).small();
    html! { (Panel::new(title).id("numbers").actions(html! { (records) }).body(body)) }
}
