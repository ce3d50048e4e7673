//! Fields of a form: label, hint, control, error, in that order, tied together for those who hear them.

use super::{FormState, icon};
use crate::View;
use maud::{Markup, html};

mod control;

/// One of several answers.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A few words more.
    pub hint: Option<String>,
}

impl Choice {
    /// An answer.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// With a few words more.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

enum Kind {
    Input { kind: &'static str, mode: Option<&'static str> },
    Area { rows: u8, code: bool },
    Select(Vec<Choice>),
    Radios(Vec<Choice>),
    Segment(Vec<Choice>),
    Checks(Vec<Choice>),
    Check,
    File { accept: String, several: bool },
}

/// A field of a [`FormState`]. Needed unless [`Field::optional`].
pub struct Field<'f> {
    state: &'f FormState,
    name: String,
    label: String,
    kind: Kind,
    hint: Option<String>,
    example: Option<String>,
    complete: Option<&'static str>,
    longest: Option<u16>,
    needed: bool,
    wide: bool,
    fixed: bool,
    focus: bool,
}

impl<'f> Field<'f> {
    fn new(state: &'f FormState, name: impl Into<String>, label: impl Into<String>, kind: Kind) -> Self {
        Self {
            state,
            name: name.into(),
            label: label.into(),
            kind,
            hint: None,
            example: None,
            complete: None,
            longest: None,
            needed: true,
            wide: false,
            fixed: false,
            focus: false,
        }
    }

    /// One line of text.
    pub fn text(state: &'f FormState, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(state, name, label, Kind::Input { kind: "text", mode: None })
    }

    /// Several lines.
    #[must_use]
    pub fn area(mut self, rows: u8) -> Self {
        self.kind = Kind::Area { rows, code: false };
        self.wide = true;
        self
    }

    /// Several lines for a machine to read: every character as wide as the next.
    #[must_use]
    pub fn code(mut self, rows: u8) -> Self {
        self.kind = Kind::Area { rows, code: true };
        self.wide = true;
        self
    }

    /// A day: written `2026-11-18`, or picked.
    #[must_use]
    pub fn date(mut self) -> Self {
        self.kind = Kind::Input { kind: "date", mode: None };
        self
    }

    /// A whole number.
    #[must_use]
    pub fn number(mut self) -> Self {
        self.kind = Kind::Input { kind: "text", mode: Some("numeric") };
        self
    }

    /// A password; never filled in again.
    #[must_use]
    pub fn password(mut self) -> Self {
        self.kind = Kind::Input { kind: "password", mode: None };
        self
    }

    /// One of many, from a list.
    #[must_use]
    pub fn select(mut self, choices: impl IntoIterator<Item = Choice>) -> Self {
        self.kind = Kind::Select(choices.into_iter().collect());
        self
    }

    /// One of few, all seen.
    #[must_use]
    pub fn radios(mut self, choices: impl IntoIterator<Item = Choice>) -> Self {
        self.kind = Kind::Radios(choices.into_iter().collect());
        self
    }

    /// One of two to four short ones, in one control.
    #[must_use]
    pub fn segment(mut self, choices: impl IntoIterator<Item = Choice>) -> Self {
        self.kind = Kind::Segment(choices.into_iter().collect());
        self
    }

    /// Any of several.
    #[must_use]
    pub fn checks(mut self, choices: impl IntoIterator<Item = Choice>) -> Self {
        self.kind = Kind::Checks(choices.into_iter().collect());
        self.needed = false;
        self
    }

    /// Yes or no; sends `1`.
    #[must_use]
    pub fn check(mut self) -> Self {
        self.kind = Kind::Check;
        self.needed = false;
        self
    }

    /// A file of these kinds: `.xlsx,.docx`. Its form must be `multipart`.
    #[must_use]
    pub fn file(mut self, accept: impl Into<String>) -> Self {
        self.kind = Kind::File { accept: accept.into(), several: false };
        self.wide = true;
        self
    }

    /// Several files.
    #[must_use]
    pub fn files(mut self, accept: impl Into<String>) -> Self {
        self.kind = Kind::File { accept: accept.into(), several: true };
        self.wide = true;
        self
    }

    /// May be left empty; the label says so.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.needed = false;
        self
    }

    /// What is wanted, below the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// An example, in the empty control; never instead of a label.
    #[must_use]
    pub fn example(mut self, example: impl Into<String>) -> Self {
        self.example = Some(example.into());
        self
    }

    /// What browsers may fill in: `username`, `new-password`, `one-time-code`, `off`.
    #[must_use]
    pub fn complete(mut self, complete: &'static str) -> Self {
        self.complete = Some(complete);
        self
    }

    /// The most characters.
    #[must_use]
    pub fn longest(mut self, characters: u16) -> Self {
        self.longest = Some(characters);
        self
    }

    /// As wide as the form.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Given by the program; shown, sent, not changed.
    #[must_use]
    pub fn fixed(mut self) -> Self {
        self.fixed = true;
        self.needed = false;
        self
    }

    /// Gets the focus when the page opens: one field of a page at most.
    #[must_use]
    pub fn focus(mut self) -> Self {
        self.focus = true;
        self
    }

    /// The field.
    pub fn html(&self, v: &View) -> Markup {
        match &self.kind {
            Kind::Radios(_) | Kind::Checks(_) | Kind::Segment(_) => html! {
                fieldset.field id=(self.id()) data-wide[self.wide] aria-describedby=[self.described_by()] {
                    legend { (self.label_text(v)) }
                    (self.hint_html()) (self.control(v)) (self.error_html(v))
                }
            },
            Kind::Check => {
                html! { div.field data-wide[self.wide] { (self.control(v)) (self.error_html(v)) } }
            }
            _ => html! {
                div.field data-wide[self.wide] {
                    label for=(self.id()) { (self.label_text(v)) }
                    (self.hint_html()) (self.control(v)) (self.error_html(v))
                }
            },
        }
    }

    fn id(&self) -> String {
        self.state.id(&self.name)
    }

    fn label_text(&self, v: &View) -> Markup {
        html! {
            (self.label)
            @if self.fixed { " " i { (v.t("common-given")) } }
            @else if !self.needed && !matches!(self.kind, Kind::Checks(_)) { " " i { (v.t("common-optional")) } }
        }
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id()));
        let error = self.state.error(&self.name).map(|_| format!("{}-error", self.id()));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (hint, error) => hint.or(error),
        }
    }

    fn hint_html(&self) -> Markup {
        html! { @if let Some(hint) = &self.hint { p.hint id={ (self.id()) "-hint" } { (hint) } } }
    }

    fn error_html(&self, v: &View) -> Markup {
        html! {
            @if let Some(error) = self.state.error(&self.name) {
                p.error id={ (self.id()) "-error" } { (icon("alert")) span { (v.say(error)) } }
            }
        }
    }
}
