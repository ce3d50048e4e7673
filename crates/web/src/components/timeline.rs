//! What happened, newest first: what, who, when.

use super::Tone;
use maud::{Markup, html};

/// One thing that happened.
pub struct Event {
    what: Markup,
    who_when: String,
    quote: Option<String>,
    tone: Tone,
}

impl Event {
    /// What, and who and when in small words.
    pub fn new(what: Markup, who_when: impl Into<String>) -> Self {
        Self { what, who_when: who_when.into(), quote: None, tone: Tone::Mute }
    }

    /// What was written with it: a reason, an opinion.
    #[must_use]
    pub fn quote(mut self, quote: impl Into<String>) -> Self {
        self.quote = Some(quote.into());
        self
    }

    /// Closed well, or refused.
    #[must_use]
    pub const fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// The events.
pub fn timeline(events: &[Event]) -> Markup {
    html! {
        ol.timeline {
            @for event in events {
                li data-tone=[event.tone.value()] {
                    (event.what)
                    small.muted { (event.who_when) }
                    @if let Some(quote) = &event.quote { blockquote { (quote) } }
                }
            }
        }
    }
}
