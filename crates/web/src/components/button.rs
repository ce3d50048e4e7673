//! Buttons and menus. A button is verb and object: 提交会审, "Send back".

use super::icon;
use maud::{Markup, Render, html};

enum Does {
    Follow(String),
    Submit,
    Press,
}

/// A link or button that looks like one. One primary in a view.
pub struct Button {
    label: String,
    does: Does,
    kind: Option<&'static str>,
    small: bool,
    push: bool,
    icon: Option<&'static str>,
    about: Option<String>,
    opens: Option<String>,
    closes: bool,
    prints: bool,
    answers: Option<String>,
    confirm: Option<String>,
    shows: Option<String>,
    sends: Option<(String, String)>,
    to: Option<String>,
    why_not: Option<String>,
}

impl Button {
    fn new(label: impl Into<String>, does: Does) -> Self {
        Self {
            label: label.into(),
            does,
            kind: None,
            small: false,
            push: false,
            icon: None,
            about: None,
            opens: None,
            closes: false,
            prints: false,
            answers: None,
            confirm: None,
            shows: None,
            sends: None,
            to: None,
            why_not: None,
        }
    }

    /// Goes to an address.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self::new(label, Does::Follow(href.into()))
    }

    /// Sends the form it stands in.
    pub fn submit(label: impl Into<String>) -> Self {
        Self::new(label, Does::Submit)
    }

    /// Closes the dialog it stands in; does nothing without script.
    pub fn close(label: impl Into<String>) -> Self {
        Self { closes: true, ..Self::new(label, Does::Press) }
    }

    /// Prints the page.
    pub fn print(label: impl Into<String>) -> Self {
        Self { prints: true, icon: Some("print"), ..Self::new(label, Does::Press) }
    }

    /// Chooses this answer to every question of its form, to be seen there and changed; sends nothing. Only script shows it.
    pub fn answers(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { answers: Some(value.into()), ..Self::new(label, Does::Press) }
    }

    /// The one thing to do here.
    #[must_use]
    pub const fn primary(mut self) -> Self {
        self.kind = Some("primary");
        self
    }

    /// Refuses, sends back or cannot be undone.
    #[must_use]
    pub const fn danger(mut self) -> Self {
        self.kind = Some("danger");
        self
    }

    /// Beside the point.
    #[must_use]
    pub const fn quiet(mut self) -> Self {
        self.kind = Some("quiet");
        self
    }

    /// In a table or list.
    #[must_use]
    pub const fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// At the end of its row.
    #[must_use]
    pub const fn push(mut self) -> Self {
        self.push = true;
        self
    }

    /// With an icon before the words.
    #[must_use]
    pub const fn icon(mut self, name: &'static str) -> Self {
        self.icon = Some(name);
        self
    }

    /// What it is about, for those who hear the button without its row: 核验 “6-014 …”.
    #[must_use]
    pub fn about(mut self, what: impl Into<String>) -> Self {
        self.about = Some(what.into());
        self
    }

    /// Opens the dialog with this id; the link stays for those without script.
    #[must_use]
    pub fn opens(mut self, dialog: impl Into<String>) -> Self {
        self.opens = Some(dialog.into());
        self
    }

    /// Says what will happen, and asks, before the form is sent.
    #[must_use]
    pub fn confirm(mut self, what_happens: impl Into<String>) -> Self {
        self.confirm = Some(what_happens.into());
        self
    }

    /// Shows what these fields of its form hold where it asks, so that the eye goes over them once more.
    #[must_use]
    pub fn shows<'n>(mut self, fields: impl IntoIterator<Item = &'n str>) -> Self {
        self.shows = Some(fields.into_iter().collect::<Vec<_>>().join(" "));
        self
    }

    /// Sends this name and value with its form.
    #[must_use]
    pub fn sends(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.sends = Some((name.into(), value.into()));
        self
    }

    /// Sends its form to another address.
    #[must_use]
    pub fn to(mut self, action: impl Into<String>) -> Self {
        self.to = Some(action.into());
        self
    }

    /// Cannot be pressed now, and says why.
    #[must_use]
    pub fn not_now(mut self, why: impl Into<String>) -> Self {
        self.why_not = Some(why.into());
        self
    }

    fn inside(&self) -> Markup {
        html! {
            @if let Some(name) = self.icon { (icon(name)) }
            (self.label)
            @if let Some(about) = &self.about { span.sr { " " (about) } }
        }
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        let size = self.small.then_some("small");
        if let Some(why) = &self.why_not {
            return html! {
                span.btn.push[self.push] data-size=[size] role="link" aria-disabled="true" title=(why) {
                    (self.inside()) span.sr { " " (why) }
                }
            };
        }
        match &self.does {
            Does::Follow(href) => html! {
                a.btn.push[self.push] data-kind=[self.kind] data-size=[size] href=(href)
                    data-open=[self.opens.as_deref()] { (self.inside()) }
            },
            Does::Submit | Does::Press => html! {
                button.btn.push[self.push] data-kind=[self.kind] data-size=[size]
                    type=(if matches!(self.does, Does::Submit) { "submit" } else { "button" })
                    name=[self.sends.as_ref().map(|(n, _)| n)] value=[self.sends.as_ref().map(|(_, v)| v)]
                    formaction=[self.to.as_deref()] data-confirm=[self.confirm.as_deref()] data-shows=[self.shows.as_deref()]
                    data-close[self.closes] data-print[self.prints]
                    data-answers=[self.answers.as_deref()] hidden[self.answers.is_some()] { (self.inside()) }
            },
        }
    }
}

/// A menu of further acts: links and buttons under one word.
pub fn menu(label: impl Render, entries: impl IntoIterator<Item = Markup>) -> Markup {
    html! {
        details.menu {
            summary.btn { (label) (icon("down")) }
            div { @for entry in entries { (entry) } }
        }
    }
}
