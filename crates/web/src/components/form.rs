//! A form that writes: one act, with the session's token and an id that makes a repeat harmless.

use super::{Button, FormState, icon};
use crate::View;
use kernel::Message;
use maud::{Markup, html};

/// A POST form. Fields go into `body`, in a grid that fits the width.
pub struct Form<'f> {
    action: String,
    state: &'f FormState,
    id: Option<String>,
    multipart: bool,
    hidden: Vec<(String, String)>,
    body: Markup,
    panels: bool,
    buttons: Vec<Button>,
    note: Option<String>,
}

impl<'f> Form<'f> {
    /// Posts to `action`.
    pub fn post(action: impl Into<String>, state: &'f FormState) -> Self {
        Self {
            action: action.into(),
            state,
            id: None,
            multipart: false,
            hidden: Vec::new(),
            body: Markup::default(),
            panels: false,
            buttons: Vec::new(),
            note: None,
        }
    }

    /// For ticks of a table, and partial updates.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Carries files.
    #[must_use]
    pub const fn multipart(mut self) -> Self {
        self.multipart = true;
        self
    }

    /// Sends this too: the version that was read, the record's id.
    #[must_use]
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }

    /// Its fields.
    #[must_use]
    pub fn body(mut self, body: Markup) -> Self {
        self.body = body;
        self
    }

    /// Its fields in panels of their own, for a form as long as a page.
    #[must_use]
    pub fn panels(mut self, panels: Markup) -> Self {
        self.body = panels;
        self.panels = true;
        self
    }

    /// A button; the first is the one that Enter presses.
    #[must_use]
    pub fn button(mut self, button: Button) -> Self {
        self.buttons.push(button);
        self
    }

    /// What sending does, beside the buttons.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The form.
    pub fn html(&self, v: &View) -> Markup {
        html! {
            form.stack method="post" action=(self.action) id=[self.id.as_deref()] novalidate
                enctype=[self.multipart.then_some("multipart/form-data")] {
                (hidden_fields(v))
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                (errors(v, self.state))
                @if self.panels { (self.body) } @else if !self.body.0.is_empty() { div.form { (self.body) } }
                div.row {
                    @for button in &self.buttons { (button) }
                    @if let Some(note) = &self.note { span.hint { (note) } }
                }
            }
        }
    }
}

/// The session's token and a fresh act id, for forms written by hand.
pub fn hidden_fields(v: &View) -> Markup {
    html! {
        @if !v.csrf.is_empty() { input type="hidden" name="csrf" value=(v.csrf); }
        input type="hidden" name="act" value=(v.act_ids.next());
    }
}

/// What is wrong, above the fields, each with a link to its field; an error of the form as a whole without.
fn errors(v: &View, state: &FormState) -> Markup {
    let errors = state.errors();
    if errors.is_empty() {
        return Markup::default();
    }
    let title = v.say(&Message::new("common-form-errors").with("count", errors.len()));
    html! {
        section.form-errors role="alert" tabindex="-1" {
            h2 { (icon("alert")) " " (title) }
            ul { @for error in errors { li {
                @if error.field.is_empty() { (v.say(&error.message)) }
                @else { a href={ "#" (state.id(&error.field)) } { (v.say(&error.message)) } }
            } } }
        }
    }
}

/// A form that is one button: a step without fields.
pub fn step(v: &View, action: &str, button: Button) -> Markup {
    Form::post(action, &FormState::new()).button(button).html(v)
}
