//! What is sealed: hatched until a reason is given; each opening is journalled; it closes by itself.
//!
//! Sealed text is not in the page before it is opened: hatching is not protection.

use super::{Button, icon};
use crate::View;
use maud::{Markup, html};

/// A sealed field.
pub struct Sealed {
    what: String,
    how: String,
    content: Option<Markup>,
    action: Option<Button>,
}

impl Sealed {
    /// Closed: what it is, and what opening asks for.
    pub fn closed(what: impl Into<String>, how: impl Into<String>) -> Self {
        Self { what: what.into(), how: how.into(), content: None, action: None }
    }

    /// Open: its content, and when it closes.
    pub fn open(content: Markup, until: impl Into<String>) -> Self {
        Self { what: String::new(), how: until.into(), content: Some(content), action: None }
    }

    /// Opens or closes it.
    #[must_use]
    pub fn action(mut self, action: Button) -> Self {
        self.action = Some(action.small());
        self
    }
}

impl maud::Render for Sealed {
    fn render(&self) -> Markup {
        let drawing = if self.content.is_some() { "unlock" } else { "lock" };
        html! {
            div.sealed data-open[self.content.is_some()] {
                (icon(drawing))
                span {
                    @match &self.content { Some(content) => { b { (content) } } None => { (self.what) } }
                    small { (self.how) }
                }
                @if let Some(action) = &self.action { (action) }
            }
        }
    }
}

/// Sealed, in a table.
pub fn sealed_bar(v: &View) -> Markup {
    html! { span.sealed-bar role="img" aria-label=(v.t("common-sealed")) {} }
}
