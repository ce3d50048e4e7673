//! A fixed order of stages.

use crate::View;
use maud::{Markup, html};

/// How far a stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Passed.
    Done,
    /// The present one.
    Current,
    /// Sent back.
    Back,
    /// Still to come.
    Todo,
}

/// One stage.
pub struct Step {
    name: String,
    note: Option<String>,
    state: StepState,
}

impl Step {
    /// A stage.
    pub fn new(name: impl Into<String>, state: StepState) -> Self {
        Self { name: name.into(), note: None, state }
    }

    /// A day or a word below it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// The stages in their order, in a panel of their own; below each other where it is narrow.
pub fn steps(v: &View, name: &str, steps: &[Step]) -> Markup {
    html! {
        section.panel { div.body { ol.steps aria-label=(name) {
            @for step in steps {
                @let (state, word) = match step.state {
                    StepState::Done => (Some("done"), Some("common-step-done")),
                    StepState::Back => (Some("back"), Some("common-step-back")),
                    StepState::Current | StepState::Todo => (None, None),
                };
                @let current = (step.state == StepState::Current).then_some("step");
                li data-state=[state] aria-current=[current] {
                    @if let Some(word) = word { span.sr { (v.t(word)) } }
                    b { (step.name) }
                    @if let Some(note) = &step.note { small.late[step.state == StepState::Back] { (note) } }
                }
            }
        } } }
    }
}
