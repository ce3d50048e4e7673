//! Crossings of two lists: rights of roles, coverage of points. Empties are as visible as values.

use maud::{Markup, html};

/// One line: its name, and a cell per column.
pub struct MatrixRow {
    name: String,
    cells: Vec<Markup>,
    group: bool,
    gap: bool,
}

impl MatrixRow {
    /// A line of cells.
    pub fn new(name: impl Into<String>, cells: impl IntoIterator<Item = Markup>) -> Self {
        Self { name: name.into(), cells: cells.into_iter().collect(), group: false, gap: false }
    }

    /// A line that names the lines after it.
    pub fn group(name: impl Into<String>) -> Self {
        Self { group: true, ..Self::new(name, []) }
    }

    /// Something is missing in this line.
    #[must_use]
    pub const fn gap(mut self) -> Self {
        self.gap = true;
        self
    }
}

/// The table: its name, its columns, its lines.
pub struct Matrix {
    caption: String,
    corner: String,
    columns: Vec<String>,
    rows: Vec<MatrixRow>,
}

impl Matrix {
    /// `corner` heads the names of the lines.
    pub fn new(caption: impl Into<String>, corner: impl Into<String>, columns: Vec<String>) -> Self {
        Self { caption: caption.into(), corner: corner.into(), columns, rows: Vec::new() }
    }

    /// Its lines.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = MatrixRow>) -> Self {
        self.rows = rows.into_iter().collect();
        self
    }
}

impl maud::Render for Matrix {
    fn render(&self) -> Markup {
        html! {
            div.scroll tabindex="0" role="region" aria-label=(self.caption) {
                table.matrix data-flush data-plain {
                    caption.sr { (self.caption) }
                    thead { tr {
                        th scope="col" { (self.corner) }
                        @for column in &self.columns { th scope="col" { (column) } }
                    } }
                    tbody { @for row in &self.rows {
                        @if row.group {
                            tr.group { th scope="colgroup" colspan=(self.columns.len() + 1) { (row.name) } }
                        } @else {
                            tr data-gap[row.gap] { th scope="row" { (row.name) } @for cell in &row.cells { td { (cell) } } }
                        }
                    } }
                }
            }
        }
    }
}
