//! Views of one thing, each with an address.

use maud::{Markup, html};

/// One view.
pub struct Tab {
    label: String,
    href: String,
    count: Option<String>,
    current: bool,
    late: bool,
}

impl Tab {
    /// A view and its address.
    pub fn new(label: impl Into<String>, href: impl Into<String>, current: bool) -> Self {
        Self { label: label.into(), href: href.into(), count: None, current, late: false }
    }

    /// How many it holds.
    #[must_use]
    pub fn count(mut self, count: impl Into<String>) -> Self {
        self.count = Some(count.into());
        self
    }

    /// What it holds is late.
    #[must_use]
    pub const fn late(mut self) -> Self {
        self.late = true;
        self
    }

    fn inside(&self) -> Markup {
        html! { (self.label) @if let Some(count) = &self.count { " " b { (count) } } }
    }

    fn aria(&self) -> Option<&'static str> {
        self.current.then_some("page")
    }
}

/// Tabs above a record or list; `name` says what they choose.
pub fn tabs(name: &str, tabs: &[Tab]) -> Markup {
    html! {
        nav.tabs aria-label=(name) {
            @for tab in tabs {
                a href=(tab.href) aria-current=[tab.aria()] data-tone=[tab.late.then_some("late")] { (tab.inside()) }
            }
        }
    }
}

/// Two to four views that exclude each other, beside the page's heading.
pub fn segment(name: &str, views: &[Tab]) -> Markup {
    html! {
        nav.segment aria-label=(name) {
            @for view in views { a href=(view.href) aria-current=[view.aria()] { (view.inside()) } }
        }
    }
}
