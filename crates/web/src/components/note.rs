//! Words of a page: notes, help, empty places.

use super::{Button, Tone, icon};
use crate::View;
use maud::{Markup, Render, html};

/// Information that belongs to the page. Results of an act are the [`crate::view::Flash`].
pub struct Note {
    tone: Tone,
    lead: Option<String>,
    text: Markup,
    action: Option<Markup>,
}

impl Note {
    /// A note.
    pub fn new(tone: Tone, text: impl Render) -> Self {
        Self { tone, lead: None, text: text.render(), action: None }
    }

    /// The point, in bold, before the text.
    #[must_use]
    pub fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = Some(lead.into());
        self
    }

    /// What can be done about it.
    #[must_use]
    pub fn action(mut self, action: Button) -> Self {
        self.action = Some(action.render());
        self
    }

    /// The controls or the short form that do it.
    #[must_use]
    pub fn control(mut self, control: Markup) -> Self {
        self.action = (!control.0.is_empty()).then_some(control);
        self
    }
}

impl Render for Note {
    fn render(&self) -> Markup {
        let drawing = match self.tone {
            Tone::Mute | Tone::Info => "info",
            Tone::Ok => "check",
            Tone::Warn | Tone::Late => "alert",
        };
        html! {
            div.note data-tone=[self.tone.value()] {
                (icon(drawing))
                div { @if let Some(lead) = &self.lead { b { (lead) } " " } (self.text) }
                @if let Some(action) = &self.action { div.row { (action) } }
            }
        }
    }
}

/// What this page is, and what comes next; under the page's head, closed until asked for.
pub struct Help {
    what: String,
    next: String,
    guide: Option<String>,
}

impl Help {
    /// Both answers.
    pub fn new(what: impl Into<String>, next: impl Into<String>) -> Self {
        Self { what: what.into(), next: next.into(), guide: None }
    }

    /// The chapter of the guide that says more.
    #[must_use]
    pub fn guide(mut self, href: impl Into<String>) -> Self {
        self.guide = Some(href.into());
        self
    }

    /// The chapter named, else the section that belongs to the page.
    fn chapter(&self, v: &View) -> Option<String> {
        self.guide.clone().or_else(|| v.guide.map(|section| format!("/help/guide/{section}")))
    }

    /// The panel.
    pub fn html(&self, v: &View) -> Markup {
        html! {
            details.help {
                summary { (icon("info")) (v.t("shell-help")) }
                dl {
                    dt { (v.t("shell-help-what")) } dd { (self.what) }
                    dt { (v.t("shell-help-next")) } dd { (self.next) }
                    @if let Some(href) = self.chapter(v) { dt { (v.t("shell-help-more")) } dd { a href=(href) { (v.t("shell-help-guide")) } } }
                }
            }
        }
    }
}

/// A place with nothing in it: a fact, what happens next, at most one thing to do.
pub struct Empty {
    icon: &'static str,
    fact: String,
    next: String,
    action: Option<Button>,
}

impl Empty {
    /// The fact and what happens next.
    pub fn new(icon: &'static str, fact: impl Into<String>, next: impl Into<String>) -> Self {
        Self { icon, fact: fact.into(), next: next.into(), action: None }
    }

    /// The one thing to do.
    #[must_use]
    pub fn action(mut self, action: Button) -> Self {
        self.action = Some(action);
        self
    }
}

impl Render for Empty {
    fn render(&self) -> Markup {
        html! {
            div.empty {
                (icon(self.icon)) b { (self.fact) } span { (self.next) }
                @if let Some(action) = &self.action { (action) }
            }
        }
    }
}
