//! Deciding with consequences, and filling a page while looking at another source.

use super::icon;
use crate::View;
use maud::{Markup, html};

/// A dialog of the page, opened by a [`super::Button`] that `opens` its id.
pub struct Dialog {
    id: String,
    title: String,
    body: Markup,
    foot: Option<Markup>,
    drawer: bool,
}

impl Dialog {
    /// Closed until opened. A form goes into the body with its own buttons.
    pub fn new(id: impl Into<String>, title: impl Into<String>, body: Markup) -> Self {
        Self { id: id.into(), title: title.into(), body, foot: None, drawer: false }
    }

    /// Buttons at the foot.
    #[must_use]
    pub fn foot(mut self, foot: Markup) -> Self {
        self.foot = Some(foot);
        self
    }

    /// At the side of the page, as tall as the window.
    #[must_use]
    pub const fn drawer(mut self) -> Self {
        self.drawer = true;
        self
    }

    /// The dialog.
    pub fn html(&self, v: &View) -> Markup {
        let heading = format!("{}-title", self.id);
        html! {
            dialog.drawer[self.drawer] id=(self.id) aria-labelledby=(heading) {
                header {
                    h2 id=(heading) { (self.title) }
                    button.icon-btn type="button" data-close aria-label=(v.t("common-close")) { (icon("x")) }
                }
                div.body { (self.body) }
                @if let Some(foot) = &self.foot { footer { (foot) } }
            }
        }
    }
}

/// What script shows before a button that asks first; once in the shell.
pub(super) fn confirm_template(v: &View) -> Markup {
    html! {
        template id="confirm-template" {
            dialog aria-labelledby="confirm-title" {
                header { h2 id="confirm-title" { (v.t("common-confirm")) } }
                div.body { p data-question {} }
                footer {
                    button.btn type="button" data-close autofocus { (v.t("common-confirm-no")) }
                    button.btn type="button" data-go {}
                }
            }
        }
    }
}
