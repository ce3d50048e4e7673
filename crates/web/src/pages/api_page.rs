//! 程序接口: how programs call this one, and every call. Made from the committed document, which a test of `api` keeps
//! equal to the code; a call's own words are English, as in that document.

use crate::components::{Button, Cols, Column, Crumb, Help, Page, Panel, Row, Table, cell, cols, stack};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/help/api", Needs::Account, show)
}

/// The document; a broken one would be an empty page, which a test sees.
static CALLS: LazyLock<Vec<Call>> =
    LazyLock::new(|| calls(include_str!("../../../../docs/generated/openapi.json")).unwrap_or_default());

/// What every address begins with; the page says it once.
const BASE: &str = "/api/v1";

/// What is read of the document.
#[derive(Deserialize)]
struct Document {
    paths: BTreeMap<String, BTreeMap<String, Operation>>,
}

#[derive(Deserialize)]
struct Operation {
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    parameters: Vec<Parameter>,
}

#[derive(Deserialize)]
struct Parameter {
    name: String,
    #[serde(rename = "in")]
    place: String,
}

/// One call.
struct Call {
    tag: String,
    line: String,
    summary: String,
    query: Vec<String>,
}

fn calls(document: &str) -> Result<Vec<Call>, serde_json::Error> {
    let Document { paths } = serde_json::from_str(document)?;
    let each = paths.into_iter().flat_map(|(path, methods)| {
        methods.into_iter().map(move |(method, operation)| Call::new(&method, &path, operation))
    });
    let mut calls: Vec<Call> = each.collect();
    calls.sort_by(|a, b| a.tag.cmp(&b.tag));
    Ok(calls)
}

impl Call {
    fn new(method: &str, path: &str, operation: Operation) -> Self {
        let asked = operation.parameters.into_iter().filter(|p| p.place == "query");
        Self {
            tag: operation.tags.into_iter().next().unwrap_or_default(),
            line: format!("{} {}", method.to_uppercase(), path.strip_prefix(BASE).unwrap_or(path)),
            summary: operation.summary,
            query: asked.map(|p| p.name).collect(),
        }
    }
}

async fn show(reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let columns = [
        Column::new(v.t("api-page-call")).heads_row(),
        Column::new(v.t("api-page-does")),
        Column::new(v.t("api-page-query")),
    ];
    let list = Table::new(v.t("api-page-calls"), columns).rows(rows(&CALLS)).stacks();
    let document = html! { a href="/api/openapi.json" { "/api/openapi.json" } };
    let calls = Panel::new(v.t("api-page-calls")).note(v.t("api-page-calls-note")).flush(list.html(v));
    Ok(Page::new(v.t("api-page-title"))
        .crumbs([Crumb::new(v.t("guide-title"), "/help")])
        .lead(v.t("api-page-lead"))
        .help(Help::new(v.t("api-page-help-what"), v.t("api-page-help-next")))
        .action(Button::print(v.t("guide-print")))
        .unmarked()
        .html(v, cols(Cols::ThreeOne, [html! { (calls) }, stack([html! { (rules(v, &document)) }])])))
}

/// The calls, those of one noun together.
fn rows(calls: &[Call]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(calls.len());
    let mut tag = "";
    for call in calls {
        if call.tag != tag {
            tag = &call.tag;
            rows.push(Row::group(html! { span lang="en" { (tag) } }));
        }
        rows.push(Row::new([
            html! { code { (call.line) } },
            html! { span lang="en" { (call.summary) } },
            cell(call.query.join(", ")),
        ]));
    }
    rows
}

fn rules(v: &View, document: &Markup) -> Panel {
    let ids = [
        "api-page-token",
        "api-page-act",
        "api-page-version",
        "api-page-paging",
        "api-page-problem",
        "api-page-limits",
    ];
    Panel::new(v.t("api-page-rules")).body(html! {
        ul.stack { @for id in ids { li { (v.t(id)) } } }
        p { (v.t("api-page-document")) " " (document) }
    })
}

#[cfg(test)]
mod tests {
    use super::CALLS;

    #[test]
    fn every_call_of_the_document_stands_on_the_page_with_what_it_does() {
        assert!(CALLS.len() > 40, "{} calls", CALLS.len());
        assert!(CALLS.iter().all(|call| !call.tag.is_empty() && !call.summary.is_empty()));
        let coverage = CALLS.iter().find(|call| call.line == "GET /coverage").unwrap();
        assert!(coverage.query.contains(&"as_of".to_owned()));
    }
}
