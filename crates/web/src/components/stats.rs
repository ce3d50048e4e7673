//! Numbers that matter.

use maud::{Markup, html};

/// One number: what it counts, the figure, its unit, a hint; a link to the list behind it.
pub struct Stat {
    label: String,
    figure: String,
    unit: Option<String>,
    hint: Option<String>,
    href: Option<String>,
    late: bool,
}

impl Stat {
    /// A number without a list.
    pub fn new(label: impl Into<String>, figure: impl Into<String>) -> Self {
        Self { label: label.into(), figure: figure.into(), unit: None, hint: None, href: None, late: false }
    }

    /// Its unit: 家, 件.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// A few words below.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The list behind it.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// Counts what is late.
    #[must_use]
    pub const fn late(mut self) -> Self {
        self.late = true;
        self
    }

    fn inside(&self) -> Markup {
        html! {
            span { (self.label) }
            b { (self.figure) @if let Some(unit) = &self.unit { small { " " (unit) } } }
            @if let Some(hint) = &self.hint { " " small { (hint) } }
        }
    }
}

/// A ruled strip of numbers.
pub fn stats(items: &[Stat]) -> Markup {
    html! {
        div.metrics {
            @for stat in items {
                @let tone = stat.late.then_some("late");
                @match &stat.href {
                    Some(href) => { a href=(href) data-tone=[tone] { (stat.inside()) } }
                    None => { div data-tone=[tone] { (stat.inside()) } }
                }
            }
        }
    }
}

/// A thin bar of `part` in `whole`; the figure stands beside it in words.
pub fn share_bar(part: i64, whole: i64) -> Markup {
    let percent = if whole > 0 { (part.max(0).saturating_mul(100) / whole).min(100) } else { 0 };
    html! {
        svg.bar aria-hidden="true" {
            rect width="100%" height="100%" {}
            rect.f1 width={ (percent) "%" } height="100%" {}
        }
    }
}
