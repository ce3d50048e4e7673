//! Two versions side by side: duplicates, edits that met.

use crate::View;
use maud::{Markup, html};

/// One field in both versions.
pub struct CompareRow {
    field: String,
    left: Markup,
    right: Markup,
    same: bool,
}

impl CompareRow {
    /// Text that both hold.
    pub fn text(field: impl Into<String>, left: &str, right: &str) -> Self {
        Self { field: field.into(), left: html! { (left) }, right: html! { (right) }, same: left == right }
    }

    /// Anything; says itself whether the versions agree.
    pub fn new(field: impl Into<String>, left: Markup, right: Markup, same: bool) -> Self {
        Self { field: field.into(), left, right, same }
    }
}

/// The table: each version has a name and a line about it.
pub struct Compare {
    left: (String, String),
    right: (String, String),
    rows: Vec<CompareRow>,
}

impl Compare {
    /// Names and lines of both versions, and the rows.
    pub fn new(left: (String, String), right: (String, String), rows: Vec<CompareRow>) -> Self {
        Self { left, right, rows }
    }

    /// The table.
    pub fn html(&self, v: &View) -> Markup {
        html! {
            table.compare {
                thead { tr {
                    th scope="col" { span.sr { (v.t("common-field")) } }
                    @for (name, about) in [&self.left, &self.right] { th scope="col" { (name) small { (about) } } }
                } }
                tbody { @for row in &self.rows {
                    tr data-same[row.same] data-differs[!row.same] {
                        th scope="row" { (row.field) span.sr { (v.t(if row.same { "common-same" } else { "common-differs" })) } }
                        td { (row.left) } td { (row.right) }
                    }
                } }
            }
        }
    }
}
