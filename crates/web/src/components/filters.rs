//! Filters of a list: a GET form, so every view has an address.

use super::{Button, Choice, icon};
use crate::View;
use maud::{Markup, html};

enum Part {
    Search { name: &'static str, label: String, value: String },
    Select { name: &'static str, label: String, choices: Vec<Choice>, value: String },
    Tick { name: &'static str, label: String, on: bool },
}

/// The filters of one list.
pub struct Filters {
    action: String,
    parts: Vec<Part>,
    end: Option<Markup>,
}

impl Filters {
    /// Of the list at this path.
    pub fn new(action: impl Into<String>) -> Self {
        Self { action: action.into(), parts: Vec::new(), end: None }
    }

    /// A box for words.
    #[must_use]
    pub fn search(mut self, name: &'static str, label: impl Into<String>, value: impl Into<String>) -> Self {
        self.parts.push(Part::Search { name, label: label.into(), value: value.into() });
        self
    }

    /// One of several; the first choice, "all", is added.
    #[must_use]
    pub fn select(
        mut self,
        name: &'static str,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = Choice>,
        value: impl Into<String>,
    ) -> Self {
        let choices = choices.into_iter().collect();
        self.parts.push(Part::Select { name, label: label.into(), choices, value: value.into() });
        self
    }

    /// Only these, or not.
    #[must_use]
    pub fn tick(mut self, name: &'static str, label: impl Into<String>, on: bool) -> Self {
        self.parts.push(Part::Tick { name, label: label.into(), on });
        self
    }

    /// Controls at the end: export, print.
    #[must_use]
    pub fn end(mut self, end: Markup) -> Self {
        self.end = Some(end);
        self
    }

    /// The form. The order of the list stays, its page begins anew.
    pub fn html(&self, v: &View) -> Markup {
        let names: Vec<&str> = self.parts.iter().map(Part::name).collect();
        let active = names.iter().any(|n| v.address.get(n).is_some_and(|value| !value.is_empty()));
        html! {
            form.filters method="get" action=(self.action) aria-label=(v.t("common-filter")) data-auto {
                @for part in &self.parts { (part.html(v)) }
                @for (name, value) in v.address.pairs().filter(|(n, _)| !super::pager::says_place(n) && !names.contains(n)) {
                    input type="hidden" name=(name) value=(value);
                }
                (Button::submit(v.t("common-filter")).icon("filter").small())
                @if active { a href=(self.action) { (v.t("common-filter-clear")) } }
                @if let Some(end) = &self.end { span.row.push { (end) } }
            }
        }
    }
}

impl Part {
    const fn name(&self) -> &'static str {
        match self {
            Self::Search { name, .. } | Self::Select { name, .. } | Self::Tick { name, .. } => name,
        }
    }

    fn html(&self, v: &View) -> Markup {
        match self {
            Self::Search { name, label, value } => html! {
                span.search { (icon("search")) input type="search" name=(name) value=(value) aria-label=(label) placeholder=(label); }
            },
            Self::Select { name, label, choices, value } => html! {
                label { (label) select name=(name) {
                    option value="" { (v.t("common-all")) }
                    @for choice in choices { option value=(choice.value) selected[choice.value == *value] { (choice.label) } }
                } }
            },
            Self::Tick { name, label, on } => html! {
                label { input type="checkbox" name=(name) value="1" checked[*on]; (label) }
            },
        }
    }
}
