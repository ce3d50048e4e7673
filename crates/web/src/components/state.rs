//! States, deadlines, stamps: small marks that say it by shape and word as well as by colour.

use crate::View;
use i18n::format::Distance;
use kernel::Day;
use maud::{Markup, html};

/// What a mark means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Not begun, withdrawn. ○
    Mute,
    /// Under way. ◐
    Info,
    /// Closed and verified, not merely saved. ●
    Ok,
    /// Soon due, or needs a look. ▲
    Warn,
    /// Late, refused or irreversible. ■
    Late,
}

impl Tone {
    /// The value of `data-tone`; none for the quiet one.
    pub const fn value(self) -> Option<&'static str> {
        match self {
            Self::Mute => None,
            Self::Info => Some("info"),
            Self::Ok => Some("ok"),
            Self::Warn => Some("warn"),
            Self::Late => Some("late"),
        }
    }
}

/// A state: its shape and its word.
pub fn chip(tone: Tone, word: &str) -> Markup {
    html! { span.chip data-tone=[tone.value()] { (word) } }
}

/// The source of a record, one character in an outline; its code or words stand beside it.
pub fn stamp(character: &str) -> Markup {
    html! { span.stamp aria-hidden="true" { (character) } }
}

/// The outcome of a record, one character on solid ground.
pub fn stamp_solid(character: &str) -> Markup {
    html! { span.stamp data-solid aria-hidden="true" { (character) } }
}

/// A link to a record that proves something: stamp and code.
pub fn evidence(character: &str, solid: bool, code: &str, href: &str) -> Markup {
    html! { a.ev href=(href) { @if solid { (stamp_solid(character)) } @else { (stamp(character)) } span { (code) } } }
}

/// Days before a deadline from which it is soon.
const SOON: i64 = 3;

/// A deadline that runs: distance first when it is late or soon, date first otherwise.
pub fn due(v: &View, day: Day) -> Markup {
    let distance = Distance::between(day, v.today());
    let (words, date) = (v.say(&distance.message()), v.day_short(day));
    match distance {
        Distance::In(n) if n > SOON => html! { span.due { (date) small { (words) } } },
        Distance::Late(_) => html! { span.due data-due="late" { (words) small { (date) } } },
        _ => html! { span.due data-due="soon" { (words) small { (date) } } },
    }
}

/// A deadline that was met: what was done, and when.
pub fn due_done(v: &View, day: Day, done: &str) -> Markup {
    html! { span.due data-due="done" { (done) small { (v.day_short(day)) } } }
}
