//! The only box, and how boxes stand beside each other.

use maud::{Markup, Render, html};

/// A panel: heading, content, foot. Never in another panel.
pub struct Panel {
    title: String,
    id: Option<String>,
    note: Option<String>,
    late: bool,
    fill: bool,
    actions: Option<Markup>,
    body: Markup,
    padded: bool,
    foot: Option<Markup>,
}

impl Panel {
    /// An empty panel with its heading.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            id: None,
            note: None,
            late: false,
            fill: false,
            actions: None,
            body: Markup::default(),
            padded: false,
            foot: None,
        }
    }

    /// For links and partial updates.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Small words at the end of the heading.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// What it holds is late.
    #[must_use]
    pub const fn late(mut self) -> Self {
        self.late = true;
        self
    }

    /// Fills the window: its table scrolls, filters and pager stay. Its heading, which says what the page's says, is
    /// heard and not seen, unless something stands beside it.
    #[must_use]
    pub const fn fill(mut self) -> Self {
        self.fill = true;
        self
    }

    /// Controls at the end of the heading.
    #[must_use]
    pub fn actions(mut self, actions: Markup) -> Self {
        self.actions = Some(actions);
        self
    }

    /// Content with room around it: text, forms, charts.
    #[must_use]
    pub fn body(mut self, body: Markup) -> Self {
        self.body = body;
        self.padded = true;
        self
    }

    /// Content that reaches the edges: tables, lists, tabs.
    #[must_use]
    pub fn flush(mut self, body: Markup) -> Self {
        self.body = body;
        self.padded = false;
        self
    }

    /// A ruled foot: links to the rest, buttons.
    #[must_use]
    pub fn foot(mut self, foot: Markup) -> Self {
        self.foot = Some(foot);
        self
    }
}

impl Render for Panel {
    fn render(&self) -> Markup {
        html! {
            section.panel id=[self.id.as_deref()] data-fill[self.fill] {
                header.sr[self.fill && self.note.is_none() && self.actions.is_none()] {
                    h2.late[self.late] { (self.title) }
                    @if let Some(note) = &self.note { p { (note) } }
                    @if let Some(actions) = &self.actions { (actions) }
                }
                @if self.padded { div.body { (self.body) } } @else { (self.body) }
                @if let Some(foot) = &self.foot { footer { (foot) } }
            }
        }
    }
}

/// How columns share the width; one column on small screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cols {
    /// Two alike.
    Two,
    /// Three alike.
    Three,
    /// Two thirds and one third.
    TwoOne,
    /// Work on the left, its context on the right.
    ThreeOne,
}

/// Columns; each is one markup, usually a [`stack`].
pub fn cols(how: Cols, columns: impl IntoIterator<Item = Markup>) -> Markup {
    let how = match how {
        Cols::Two => "2",
        Cols::Three => "3",
        Cols::TwoOne => "2-1",
        Cols::ThreeOne => "3-1",
    };
    html! { div.cols data-cols=(how) { @for column in columns { (column) } } }
}

/// Things below each other.
pub fn stack(parts: impl IntoIterator<Item = Markup>) -> Markup {
    html! { div.stack { @for part in parts { (part) } } }
}

/// Things beside each other.
pub fn row(parts: impl IntoIterator<Item = Markup>) -> Markup {
    html! { div.row { @for part in parts { (part) } } }
}

/// Labels with their values; in rows beside each other's label when narrow.
pub fn facts(pairs: impl IntoIterator<Item = (String, Markup)>) -> Markup {
    html! { dl.facts { @for (label, value) in pairs { div { dt { (label) } dd { (value) } } } } }
}
