//! Tables of data: to scan and to act on.

use super::Empty;
use crate::View;
use maud::{Markup, Render, html};

/// How a column stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Align {
    Text,
    Number,
    OneLine,
    Clipped,
}

impl Align {
    const fn class(self) -> Option<&'static str> {
        match self {
            Self::Text => None,
            Self::Number => Some("num"),
            Self::OneLine => Some("nowrap"),
            Self::Clipped => Some("clip"),
        }
    }
}

/// A column: its heading, how it stands, whether the list can be sorted by it.
pub struct Column {
    title: String,
    align: Align,
    head: bool,
    sort: Option<&'static str>,
}

impl Column {
    /// A column of text.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), align: Align::Text, head: false, sort: None }
    }

    /// Numbers, to the right.
    #[must_use]
    pub const fn number(mut self) -> Self {
        self.align = Align::Number;
        self
    }

    /// Never broken: codes, days.
    #[must_use]
    pub const fn one_line(mut self) -> Self {
        self.align = Align::OneLine;
        self
    }

    /// Long text: two lines, then cut. The cell must be one link or span.
    #[must_use]
    pub const fn clipped(mut self) -> Self {
        self.align = Align::Clipped;
        self
    }

    /// Names its row: the cell is a row heading.
    #[must_use]
    pub const fn heads_row(mut self) -> Self {
        self.head = true;
        self
    }

    /// Sortable under this name: `?sort=name`, `?sort=-name`.
    #[must_use]
    pub const fn sort(mut self, name: &'static str) -> Self {
        self.sort = Some(name);
        self
    }
}

/// A cell of plain text.
pub fn cell(text: impl Render) -> Markup {
    text.render()
}

/// One row: a markup per column.
pub struct Row {
    cells: Vec<Markup>,
    tick: Option<(String, String)>,
    ticked: bool,
    group: bool,
    current: bool,
}

impl Row {
    /// A row of data.
    pub fn new(cells: impl IntoIterator<Item = Markup>) -> Self {
        Self { cells: cells.into_iter().collect(), tick: None, ticked: false, group: false, current: false }
    }

    /// A line across the table that names the rows after it.
    pub fn group(title: impl Render) -> Self {
        Self { group: true, ..Self::new([title.render()]) }
    }

    /// Can be ticked for an act on several: the value sent as `id`, and the row's name.
    #[must_use]
    pub fn tick(mut self, value: impl Into<String>, name: impl Into<String>) -> Self {
        self.tick = Some((value.into(), name.into()));
        self
    }

    /// Comes back with its tick, or is ticked to begin with.
    #[must_use]
    pub const fn ticked(mut self, ticked: bool) -> Self {
        self.ticked = ticked;
        self
    }

    /// The row the page is about.
    #[must_use]
    pub const fn current(mut self) -> Self {
        self.current = true;
        self
    }
}

/// The order a list is in, as its address says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorted {
    column: String,
    down: bool,
}

impl Sorted {
    /// Reads `?sort=`: a name, or a name after a minus sign for the falling order.
    pub fn parse(value: &str) -> Self {
        match value.strip_prefix('-') {
            Some(column) => Self { column: column.to_owned(), down: true },
            None => Self { column: value.to_owned(), down: false },
        }
    }
}

/// A table with a name, headings, rows; an empty place instead when there are none.
pub struct Table {
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    sorted: Option<Sorted>,
    bulk: Option<String>,
    stack: bool,
    empty: Option<Empty>,
}

impl Table {
    /// `caption` names the table for those who hear it; it is not shown.
    pub fn new(caption: impl Into<String>, columns: impl IntoIterator<Item = Column>) -> Self {
        Self {
            caption: caption.into(),
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            sorted: None,
            bulk: None,
            stack: false,
            empty: None,
        }
    }

    /// Its rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows = rows.into_iter().collect();
        self
    }

    /// The order it is in.
    #[must_use]
    pub fn sorted(mut self, sorted: Sorted) -> Self {
        self.sorted = Some(sorted);
        self
    }

    /// Its ticks belong to the form with this id.
    #[must_use]
    pub fn bulk(mut self, form: impl Into<String>) -> Self {
        self.bulk = Some(form.into());
        self
    }

    /// Rows become cards where it is narrow.
    #[must_use]
    pub const fn stacks(mut self) -> Self {
        self.stack = true;
        self
    }

    /// What stands here without rows.
    #[must_use]
    pub fn empty(mut self, empty: Empty) -> Self {
        self.empty = Some(empty);
        self
    }

    /// The table in its scrolling frame.
    pub fn html(&self, v: &View) -> Markup {
        if let (true, Some(empty)) = (self.rows.is_empty(), &self.empty) {
            return empty.render();
        }
        html! {
            div.scroll tabindex="0" role="region" aria-label=(self.caption) {
                table.data data-stack[self.stack] {
                    caption.sr { (self.caption) }
                    thead { tr {
                        @if self.bulk.is_some() { th.tick scope="col" { label { input type="checkbox" data-tick-all aria-label=(v.t("common-tick-all")); } } }
                        @for column in &self.columns { (self.heading(v, column)) }
                    } }
                    tbody { @for row in &self.rows { (self.row(v, row)) } }
                }
            }
        }
    }

    fn heading(&self, v: &View, column: &Column) -> Markup {
        let Some(name) = column.sort else {
            return html! { th scope="col" class=[column.align.class()] { (column.title) } };
        };
        let current = self.sorted.as_ref().filter(|s| s.column == name);
        let aria = current.map(|s| if s.down { "descending" } else { "ascending" });
        let next = if current.is_some_and(|s| !s.down) { format!("-{name}") } else { name.to_owned() };
        let href = super::first_page(&v.address).with("sort", &next).to_string();
        html! { th scope="col" class=[column.align.class()] aria-sort=[aria] { a href=(href) { (column.title) } } }
    }

    fn row(&self, v: &View, row: &Row) -> Markup {
        if row.group {
            let span = self.columns.len() + usize::from(self.bulk.is_some());
            return html! { tr.group { th scope="colgroup" colspan=(span) { @for c in &row.cells { (c) } } } };
        }
        html! {
            tr aria-selected=[row.current.then_some("true")] {
                @if let Some(form) = &self.bulk { td.tick { @if let Some((value, name)) = &row.tick {
                    label { input type="checkbox" name="id" value=(value) form=(form) checked[row.ticked] aria-label={ (v.t("common-tick")) " " (name) }; }
                } } }
                @for (column, content) in self.columns.iter().zip(&row.cells) { (self.cell(column, content)) }
            }
        }
    }

    fn cell(&self, column: &Column, content: &Markup) -> Markup {
        let label = (self.stack && !column.head).then_some(column.title.as_str());
        let class = column.align.class();
        html! {
            @if column.head { th scope="row" class=[class] { (content) } }
            @else { td class=[class] data-label=[label] { (content) } }
        }
    }
}
