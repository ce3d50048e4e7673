//! Pages of a list: each begins after the last row of the one before, so page 5,000 is as quick as page 1.

use super::icon;
use crate::View;
use kernel::{Cursor, Message};
use maud::{Markup, html};

/// Numbers of rows to choose from.
const SIZES: [&str; 3] = ["20", "50", "100"];

/// The foot of a list.
pub struct Pager {
    next: Option<String>,
    total: Option<Message>,
}

impl Pager {
    /// With the next page's cursor, as [`kernel::Page`] gives it.
    pub fn keyset(next: Option<&Cursor>) -> Self {
        Self { next: next.map(Cursor::encode), total: None }
    }

    /// How many there are.
    #[must_use]
    pub fn total(mut self, total: i64) -> Self {
        self.total = Some(Message::new("common-total").with("count", total));
        self
    }

    /// How many there are, when counting stopped: "1,000+".
    #[must_use]
    pub fn more_than(mut self, counted: i64) -> Self {
        self.total = Some(Message::new("common-total-capped").with("count", counted));
        self
    }

    /// The links; addresses keep the filters and the order.
    pub fn html(&self, v: &View) -> Markup {
        let first = v.address.get("after").map(|_| v.address.without("after").to_string());
        let next = self.next.as_ref().map(|cursor| v.address.with("after", cursor).to_string());
        let size = v.address.get("size").unwrap_or("20");
        html! {
            div.pager {
                @if let Some(total) = &self.total { span { (v.say(total)) } }
                nav.sizes aria-label=(v.t("common-page-size")) {
                    span { (v.t("common-per-page")) }
                    @for n in SIZES {
                        a href=(v.address.without("after").with("size", n)) aria-current=[(n == size).then_some("true")] { (n) }
                    }
                }
                nav aria-label=(v.t("common-pages")) {
                    @if let Some(href) = first { a href=(href) { (v.t("common-first-page")) } }
                    @if let Some(href) = next { a rel="next" href=(href) { span { (v.t("common-next-page")) (icon("right")) } } }
                }
            }
        }
    }
}
