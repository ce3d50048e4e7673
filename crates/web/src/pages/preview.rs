//! The parts that previews of files share: the verdict and the list of what is wrong.

use crate::View;
use crate::components::{Column, Note, Panel, Row, Table, Tone, cell, chip};
use app::import::PreviewIssue;
use domain::import::Severity;
use kernel::Message;
use maud::{Markup, html};

/// Whether the file may be accepted, in one note.
pub(super) fn verdict(v: &View, errors: usize, warnings: usize) -> Markup {
    let note = if errors > 0 {
        let lead = Message::new("preview-errors").with("count", errors);
        Note::new(Tone::Late, v.t("preview-errors-next")).lead(v.say(&lead))
    } else if warnings > 0 {
        let lead = Message::new("preview-warnings").with("count", warnings);
        Note::new(Tone::Warn, v.t("preview-warnings-next")).lead(v.say(&lead))
    } else {
        Note::new(Tone::Ok, v.t("preview-clean-next")).lead(v.t("preview-clean"))
    };
    html! { (note) }
}

/// Everything to look at, by row or by its place in the file.
pub(super) fn issues(v: &View, issues: &[PreviewIssue]) -> Markup {
    if issues.is_empty() {
        return Markup::default();
    }
    let rows = issues.iter().map(|issue| {
        let (tone, word) = match issue.severity {
            Severity::Error => (Tone::Late, "preview-error"),
            Severity::Warning => (Tone::Warn, "preview-warning"),
        };
        let row = if issue.row == 0 { "—".to_owned() } else { issue.row.to_string() };
        Row::new([
            cell(row),
            cell(issue.column.as_deref().unwrap_or("—")),
            chip(tone, &v.t(word)),
            cell(&issue.message),
        ])
    });
    let columns = [
        Column::new(v.t("preview-row")).number().heads_row(),
        Column::new(v.t("preview-column")).one_line(),
        Column::new(v.t("preview-severity")).one_line(),
        Column::new(v.t("preview-what")),
    ];
    let table = Table::new(v.t("preview-issues"), columns).rows(rows);
    html! { (Panel::new(v.t("preview-issues")).note(v.t("preview-issues-note")).flush(table.html(v))) }
}
