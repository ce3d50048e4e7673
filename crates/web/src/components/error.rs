//! Pages for what went wrong: what happened, what is not lost, what to do now.

use super::{Button, Page, icon, icon::seal, row, shell};
use crate::{Html, View};
use axum::http::StatusCode;
use kernel::Message;
use maud::{Markup, html};

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing here that this reader may know of.
    NotFound,
    /// It is there, and this reader may not.
    Forbidden,
    /// Somebody else changed it meanwhile.
    Conflict,
    /// A mistake of the program.
    Internal,
    /// The database is away.
    Unavailable,
}

impl Fault {
    const fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Title, explanation, icon.
    const fn words(self) -> (Message, Message, &'static str) {
        match self {
            Self::NotFound => (Message::new("shell-404"), Message::new("shell-404-next"), "search"),
            Self::Forbidden => (Message::new("shell-403"), Message::new("shell-403-next"), "lock"),
            Self::Conflict => (Message::new("shell-409"), Message::new("shell-409-next"), "back"),
            Self::Internal => (Message::new("shell-500"), Message::new("shell-500-next"), "alert"),
            Self::Unavailable => (Message::new("shell-503"), Message::new("shell-503-next"), "clock"),
        }
    }
}

/// An error as a page: in the shell for a reader who is signed in, alone otherwise.
pub struct ErrorPage {
    fault: Fault,
    detail: Option<Message>,
    reference: Option<String>,
}

impl ErrorPage {
    /// A page about this.
    pub const fn new(fault: Fault) -> Self {
        Self { fault, detail: None, reference: None }
    }

    /// The rule that refused, or what exactly happened.
    #[must_use]
    pub fn detail(mut self, detail: Message) -> Self {
        self.detail = Some(detail);
        self
    }

    /// The request's number in the log, to tell to who looks after the machine.
    #[must_use]
    pub fn reference(mut self, reference: impl Into<String>) -> Self {
        self.reference = Some(reference.into());
        self
    }

    /// The whole document with its status.
    pub fn html(&self, v: &View) -> Html {
        let (title, next, drawing) = self.fault.words();
        let (title, next) = (v.say(&title), v.say(&next));
        let page = if v.who.is_some() {
            Page::new(title)
                .unmarked()
                .html(v, html! { section.panel.fault { (icon(drawing)) (self.body(v, &next)) } })
        } else {
            let body = html! { main.plain {
                a.brand href="/" { (seal()) (v.t("shell-brand")) }
                section.panel.fault { (icon(drawing)) h1 { (title) } (self.body(v, &next)) }
            } };
            Html::new(shell::whole(v, &title, false, &body))
        };
        page.status(self.fault.status())
    }

    fn body(&self, v: &View, next: &str) -> Markup {
        html! {
            @if let Some(detail) = &self.detail { p { b { (v.say(detail)) } } }
            p { (next) }
            @if let Some(number) = &self.reference { p.hint { (v.say(&Message::new("shell-reference").with("number", number.as_str()))) } }
            (row([
                html! { (Button::link(v.t("shell-to-home"), "/")) },
                html! { @if matches!(self.fault, Fault::Conflict | Fault::Unavailable) { (Button::link(v.t("shell-again"), v.address.to_string())) } },
            ]))
        }
    }
}
