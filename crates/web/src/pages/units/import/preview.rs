//! What a list holds and what is wrong with it, before anything is stored.

use super::{head, is_option};
use crate::components::{
    Button, Choice, Cols, Column, Form, FormState, Note, Panel, Row, Stat, Table, Tone, cell, chip, cols,
    stack, stats,
};
use crate::pages::units::kind_word;
use crate::{Html, View};
use app::import::{ListCoverage, PreviewIssue, SheetMapping};
use app::organisation::{UnitCounts, UnitPreview};
use app::stash::StashId;
use domain::import::Severity;
use domain::organisation::import::Column as ListColumn;
use domain::organisation::{Taxonomy, UnitKind};
use kernel::Message;
use maud::{Markup, html};

pub(super) fn page(
    v: &View,
    file: StashId,
    preview: &UnitPreview,
    terms: Option<&str>,
    taxonomy: &Taxonomy,
) -> Html {
    let mut top = vec![verdict(v, preview)];
    top.extend(term_missing(v, preview));
    top.push(figures(v, preview));
    let mut left = Vec::new();
    if !preview.issues.is_empty() {
        left.push(issues(v, &preview.issues));
    }
    left.push(kinds(v, preview, taxonomy));
    let mut right = vec![options(v, file, preview, terms)];
    right.extend(preview.mapping.as_ref().map(|mapping| columns(v, file, mapping)));
    let mut page = head(v).lead(preview.file.clone());
    if preview.is_clean() && preview.counts.is_news() {
        page = page.control(accept(v, file, &preview.counts));
    }
    page = page.action(Button::link(v.t("unit-import-other"), "/units/import"));
    top.push(cols(Cols::ThreeOne, [stack(left), stack(right)]));
    page.html(v, stack(top))
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Sends what the address says, so that what was shown is what is stored.
fn accept(v: &View, file: StashId, counts: &UnitCounts) -> Markup {
    let form = FormState::new();
    let mut form = Form::post(format!("/units/import/{file}"), &form);
    for (name, value) in v.address.pairs().filter(|(name, _)| is_option(name)) {
        form = form.hidden(name, value);
    }
    let label = match (counts.new, counts.changed) {
        (0, 0) => v.t("unit-import-accept-terms"),
        (0, changed) => v.say(&Message::new("unit-import-accept-changed").with("count", changed)),
        (new, _) => v.say(&Message::new("unit-import-accept").with("count", new)),
    };
    form.button(Button::submit(label).primary().icon("check")).html(v)
}

fn verdict(v: &View, preview: &UnitPreview) -> Markup {
    let counts = &preview.counts;
    let note = if !preview.is_clean() {
        let lead = Message::new("unit-import-errors").with("count", preview.errors);
        Note::new(Tone::Late, v.t("unit-import-errors-next")).lead(v.say(&lead))
    } else if !counts.is_news() {
        Note::new(Tone::Info, v.t("unit-import-known-next")).lead(v.t("unit-import-known"))
    } else if preview.warnings > 0 {
        let lead = Message::new("unit-import-warnings").with("count", preview.warnings);
        Note::new(Tone::Warn, v.t("unit-import-warnings-next")).lead(v.say(&lead))
    } else {
        Note::new(Tone::Ok, v.t("unit-import-clean-next")).lead(v.t("unit-import-clean"))
    };
    let root = match counts.root.as_slice() {
        [name, short, ..] => Some(
            Message::new("unit-import-root-short").with("name", name.as_str()).with("short", short.as_str()),
        ),
        [name] => Some(Message::new("unit-import-root").with("name", name.as_str())),
        [] => None,
    };
    stack(
        std::iter::once(note)
            .chain(root.map(|root| Note::new(Tone::Info, v.say(&root))))
            .map(|note| html! { (note) }),
    )
}

/// Rounds in the list mean nothing as long as no term is known.
fn term_missing(v: &View, preview: &UnitPreview) -> Option<Markup> {
    let coverage = preview.coverage.as_ref().filter(|coverage| coverage.term.is_none())?;
    let lead = Message::new("unit-import-no-term").with("day", coverage.as_of);
    Some(html! { (Note::new(Tone::Warn, v.t("unit-import-no-term-next")).lead(v.say(&lead))) })
}

fn figures(v: &View, preview: &UnitPreview) -> Markup {
    let counts = &preview.counts;
    let stat = |id: &str, n: usize| Stat::new(v.t(id), v.count(count(n)));
    let mut items = vec![
        stat("unit-import-units", counts.summary.units),
        stat("unit-import-new", counts.new),
        stat("unit-import-changed", counts.changed),
        stat("unit-import-unchanged", counts.unchanged),
    ];
    if counts.absent > 0 {
        items.push(stat("unit-import-absent", counts.absent).hint(v.t("unit-import-absent-hint")));
    }
    if preview.errors > 0 {
        items.push(stat("unit-import-error-count", preview.errors).late());
    }
    items.push(stat("unit-import-warning-count", preview.warnings));
    stats(&items)
}

fn issues(v: &View, issues: &[PreviewIssue]) -> Markup {
    let rows = issues.iter().map(|issue| {
        let (tone, word) = match issue.severity {
            Severity::Error => (Tone::Late, "unit-import-error"),
            Severity::Warning => (Tone::Warn, "unit-import-warning"),
        };
        let row = if issue.row == 0 { v.t("unit-import-whole-file") } else { issue.row.to_string() };
        Row::new([
            cell(row),
            cell(issue.column.as_deref().unwrap_or("—")),
            chip(tone, &v.t(word)),
            cell(&issue.message),
        ])
    });
    let columns = [
        Column::new(v.t("unit-import-row")).number().heads_row(),
        Column::new(v.t("unit-import-column")).one_line(),
        Column::new(v.t("unit-import-severity")).one_line(),
        Column::new(v.t("unit-import-what")),
    ];
    let table = Table::new(v.t("unit-import-issues"), columns).rows(rows);
    html! { (Panel::new(v.t("unit-import-issues")).note(v.t("unit-import-issues-note")).flush(table.html(v))) }
}

fn kinds(v: &View, preview: &UnitPreview, taxonomy: &Taxonomy) -> Markup {
    let rows = preview.counts.summary.by_kind.iter().map(|kind| {
        let cells = [kind.this_term, kind.previous_term, kind.never].map(|n| cell(v.count(count(n))));
        let rate = v.percent(count(kind.this_term), count(kind.units));
        let sums = [kind.members, kind.staff].map(|n| cell(v.count(i64::try_from(n).unwrap_or(i64::MAX))));
        let name = kind_word(v, taxonomy, &UnitKind::new(kind.kind.as_str()));
        Row::new(
            [cell(name), cell(v.count(count(kind.units)))]
                .into_iter()
                .chain(sums)
                .chain(cells)
                .chain([cell(rate)]),
        )
    });
    let number = |id: &str| Column::new(v.t(id)).number();
    let columns = [
        Column::new(v.t("unit-kind")).heads_row(),
        number("unit-import-units"),
        number("unit-column-members"),
        number("unit-column-staff"),
        number("unit-import-this-term"),
        number("unit-import-earlier-term"),
        number("unit-import-never"),
        number("coverage-rate"),
    ];
    let table = Table::new(v.t("unit-import-kinds"), columns).rows(rows);
    let mut panel = Panel::new(v.t("unit-import-kinds")).flush(table.html(v));
    if let Some(coverage) = &preview.coverage {
        panel = panel.note(as_of(v, coverage)).foot(rates(v, coverage));
    }
    html! { (panel) }
}

fn as_of(v: &View, coverage: &ListCoverage) -> String {
    let said = Message::new("unit-import-coverage-as-of").with("day", coverage.as_of);
    v.say(&said.with("term", coverage.term.clone().unwrap_or_default()))
}

fn rates(v: &View, coverage: &ListCoverage) -> Markup {
    html! {
        @for group in &coverage.groups {
            span.row {
                (group.name.get(v.lang)) " "
                b { (v.count(count(group.part))) " / " (v.count(count(group.whole))) }
                " " (v.percent(count(group.part), count(group.whole)))
            }
        }
    }
}

/// Another reporting date, or the terms that the list speaks of.
fn options(v: &View, file: StashId, preview: &UnitPreview, terms: Option<&str>) -> Markup {
    let as_of = preview.coverage.as_ref().map(|coverage| coverage.as_of.to_string()).unwrap_or_default();
    let state = FormState::new().with("as_of", as_of);
    let mut form = Form::post("/units/import", &state).multipart().hidden("kept", file.to_string());
    for (name, value) in v.address.pairs().filter(|(name, _)| is_option(name) && *name != "as_of") {
        form = form.hidden(name, value);
    }
    let hint = match terms {
        Some(name) => v.say(&Message::new("unit-import-terms-kept").with("file", name)),
        None => v.t("unit-import-terms-hint"),
    };
    let form = form
        .body(html! {
            (state.text("as_of", v.t("unit-import-as-of")).date().wide().html(v))
            (state.text("terms", v.t("unit-import-terms")).file(".json").hint(hint).optional().html(v))
        })
        .button(Button::submit(v.t("unit-import-again")));
    html! { (Panel::new(v.t("unit-import-options")).body(form.html(v))) }
}

/// Which column is read as what; each can be changed.
fn columns(v: &View, file: StashId, mapping: &SheetMapping) -> Markup {
    let choices: Vec<Choice> = ListColumn::ALL
        .into_iter()
        .map(|column| Choice::new(code(column), v.t(column.message_id())))
        .collect();
    let mut state = FormState::new();
    for column in &mapping.columns {
        state = state.with(format!("column.{}", column.at), column.holds.clone().unwrap_or_default());
    }
    let others = v.address.pairs().filter(|(name, _)| matches!(*name, "as_of" | "terms"));
    let said = Message::new("unit-import-sheet").with("sheet", mapping.sheet.as_str());
    let form = html! {
        form.stack method="get" action={ "/units/import/" (file) } {
            @for (name, value) in others { input type="hidden" name=(name) value=(value); }
            div.form {
                @for column in &mapping.columns {
                    @let label = format!("{} {}", column.letters, column.heading);
                    (state.text(format!("column.{}", column.at), label).select(choices.clone()).optional().wide().html(v))
                }
            }
            div.row { (Button::submit(v.t("unit-import-again"))) }
        }
    };
    html! { (Panel::new(v.t("unit-import-mapping")).note(v.say(&said)).body(html! {
        details { summary { (v.t("unit-import-mapping-open")) } (form) }
    })) }
}

fn code(column: ListColumn) -> String {
    serde_json::to_value(column).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
}
