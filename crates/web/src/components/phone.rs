//! A page for phones: one column, large text, one action at the bottom; for people who see the program once.

use super::{icon::seal, shell};
use crate::{Html, View};
use maud::{Markup, html};

/// A page for phones.
pub struct Phone {
    title: String,
    name: String,
    what: String,
    foot: Option<Markup>,
}

impl Phone {
    /// With the page's title, and whose page it is.
    pub fn new(title: impl Into<String>, name: impl Into<String>, what: impl Into<String>) -> Self {
        Self { title: title.into(), name: name.into(), what: what.into(), foot: None }
    }

    /// The action at the bottom.
    #[must_use]
    pub fn foot(mut self, foot: Markup) -> Self {
        self.foot = Some(foot);
        self
    }

    /// The whole document.
    pub fn html(&self, v: &View, main: &Markup) -> Html {
        let size = if v.look.large { "normal" } else { "large" };
        let large = v.t("shell-large-text");
        let body = html! {
            a.skip href="#main" { (v.t("shell-skip")) }
            div.phone {
                header {
                    (seal())
                    b { (self.name) small { (self.what) } }
                    form method="post" action="/look" {
                        input type="hidden" name="back" value=(v.address);
                        button.icon-btn type="submit" name="size" value=(size) data-switch="size"
                            aria-pressed=(v.look.large) title=(large) {
                            (v.t("shell-large-text-sign")) span.sr { " " (large) }
                        }
                    }
                }
                main id="main" tabindex="-1" { (main) }
                @if let Some(foot) = &self.foot { footer { (foot) } }
            }
        };
        Html::new(shell::whole(v, &self.title, false, &body))
    }
}
