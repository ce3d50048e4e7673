//! The controls inside fields.

use super::{Choice, Field, Kind};
use crate::{View, components::icon};
use maud::{Markup, html};

impl Field<'_> {
    pub(super) fn control(&self, v: &View) -> Markup {
        match &self.kind {
            Kind::Input { kind, mode } => self.input(kind, *mode),
            Kind::Area { rows, code } => self.textarea(*rows, *code),
            Kind::Select(choices) => self.select_box(v, choices),
            Kind::Radios(choices) => self.boxes("radio", choices),
            Kind::Checks(choices) => self.boxes("checkbox", choices),
            Kind::Segment(choices) => self.segments(choices),
            Kind::Check => self.single(),
            Kind::File { accept, several } => self.drop(v, accept, *several),
        }
    }

    fn invalid(&self) -> Option<&'static str> {
        self.state.error(&self.name).map(|_| "true")
    }

    fn input(&self, kind: &str, mode: Option<&str>) -> Markup {
        let value = if kind == "password" { "" } else { self.state.value(&self.name) };
        // A browser empties a date control that holds no day, and what was typed would be lost.
        let unreadable = kind == "date" && !value.is_empty() && value.parse::<kernel::Day>().is_err();
        let kind = if unreadable { "text" } else { kind };
        html! {
            input id=(self.id()) name=(self.name) type=(kind) value=(value) inputmode=[mode]
                autocomplete=[self.complete] maxlength=[self.longest] placeholder=[self.example.as_deref()]
                required[self.needed] readonly[self.fixed] autofocus[self.focus]
                aria-invalid=[self.invalid()] aria-describedby=[self.described_by()];
        }
    }

    fn textarea(&self, rows: u8, code: bool) -> Markup {
        // The line break after the tag is the template's, not the text's: browsers drop the first one.
        html! {
            textarea id=(self.id()) name=(self.name) rows=(rows) data-code[code] maxlength=[self.longest]
                placeholder=[self.example.as_deref()] required[self.needed] readonly[self.fixed]
                autofocus[self.focus] aria-invalid=[self.invalid()] aria-describedby=[self.described_by()]
                { "\n" (self.state.value(&self.name)) }
        }
    }

    fn select_box(&self, v: &View, choices: &[Choice]) -> Markup {
        let chosen = self.state.value(&self.name);
        html! {
            select id=(self.id()) name=(self.name) required[self.needed] autofocus[self.focus]
                aria-invalid=[self.invalid()] aria-describedby=[self.described_by()] {
                option value="" selected[chosen.is_empty()] { (v.t(if self.needed { "common-choose" } else { "common-none" })) }
                @for choice in choices { option value=(choice.value) selected[choice.value == chosen] { (choice.label) } }
            }
        }
    }

    fn boxes(&self, kind: &str, choices: &[Choice]) -> Markup {
        html! {
            div.choices {
                @for choice in choices {
                    label.choice {
                        input type=(kind) name=(self.name) value=(choice.value) aria-invalid=[self.invalid()]
                            checked[self.state.holds(&self.name, &choice.value)] required[self.needed && kind == "radio"];
                        span { (choice.label) @if let Some(hint) = &choice.hint { small { (hint) } } }
                    }
                }
            }
        }
    }

    fn segments(&self, choices: &[Choice]) -> Markup {
        html! {
            div { div.segment {
                @for choice in choices {
                    label {
                        input type="radio" name=(self.name) value=(choice.value) aria-invalid=[self.invalid()]
                            checked[self.state.holds(&self.name, &choice.value)] required[self.needed];
                        (choice.label)
                    }
                }
            } }
        }
    }

    fn single(&self) -> Markup {
        html! {
            label.choice {
                input id=(self.id()) type="checkbox" name=(self.name) value="1"
                    checked[self.state.holds(&self.name, "1")] required[self.needed]
                    aria-invalid=[self.invalid()] aria-describedby=[self.described_by()];
                span { (self.label) @if let Some(hint) = &self.hint { small id={ (self.id()) "-hint" } { (hint) } } }
            }
        }
    }

    fn drop(&self, v: &View, accept: &str, several: bool) -> Markup {
        html! {
            label.drop for=(self.id()) {
                (icon("upload"))
                span { (v.t("common-drop-file")) " " b { (v.t("common-choose-file")) } }
                input id=(self.id()) name=(self.name) type="file" accept=(accept) multiple[several]
                    required[self.needed] aria-invalid=[self.invalid()] aria-describedby=[self.described_by()];
                small data-chosen {}
            }
        }
    }
}
