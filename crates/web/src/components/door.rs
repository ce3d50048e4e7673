//! The page before the house: sign-in and set-up. Cover with a title slip on the left, paper on the right.

use super::{shell, top};
use crate::{Html, View, safe};
use maud::{Markup, html};

/// The title slip of a thread-bound book, with the seal.
const SLIP: &str = include_str!("../../../../assets/img/slip.svg");

/// A page for those who are not inside yet.
pub struct Door {
    title: String,
    hint: Option<String>,
    wide: bool,
    below: Option<Markup>,
}

impl Door {
    /// With its heading.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), hint: None, wide: false, below: None }
    }

    /// One sentence below the heading.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Room for several fields beside each other: set-up.
    #[must_use]
    pub const fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Something below the form: notes, links.
    #[must_use]
    pub fn below(mut self, below: Markup) -> Self {
        self.below = Some(below);
        self
    }

    /// The whole document around a form.
    pub fn html(&self, v: &View, form: Markup) -> Html {
        let body = html! {
            (shell::banner(v))
            main.door {
                section.cover aria-label=(v.t("shell-name")) {
                    (safe::own_svg(SLIP))
                    div { p.serif { (v.t("shell-product")) } @if !v.office.is_empty() { p { (v.office) } } }
                }
                section.desk data-wide[self.wide] {
                    div { h1 { (self.title) } @if let Some(hint) = &self.hint { p.hint { (hint) } } }
                    (form)
                    @if let Some(below) = &self.below { (below) }
                    (top::switches(v))
                }
            }
        };
        Html::new(shell::whole(v, &self.title, false, &body))
    }
}
