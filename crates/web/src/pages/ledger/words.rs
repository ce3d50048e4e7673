//! Words and marks of the ledger that several pages show.

use crate::View;
use crate::components::{Tone, chip};
use app::rectification::{EvidenceKind, Item, ItemState, Origin, PostLine, StepKind, Summary};
use kernel::Message;
use maud::{Markup, html};

/// The tone of a state; what is late shows it.
pub(in crate::pages) fn tone(state: &ItemState) -> Tone {
    match state {
        ItemState::FedBack | ItemState::Claimed | ItemState::Annulled { .. } => Tone::Mute,
        ItemState::SentBack { .. } => Tone::Late,
        ItemState::Basically { .. } => Tone::Warn,
        ItemState::Closed { .. } => Tone::Ok,
        _ => Tone::Info,
    }
}

/// A state's chip.
pub(in crate::pages) fn state(v: &View, item: &Item) -> Markup {
    chip(tone(&item.state), &v.say(&item.state.label()))
}

/// Where an item comes from, in a word.
pub(in crate::pages) fn origin(origin: &Origin) -> Message {
    Message::new(match origin {
        Origin::Feedback { .. } => "ledger-origin-feedback",
        Origin::SelfInspection => "ledger-origin-self-inspection",
        Origin::Letter { .. } => "ledger-origin-letter",
        Origin::Elsewhere { .. } => "ledger-origin-elsewhere",
    })
}

/// What the origin is called, where it has a name.
pub(in crate::pages) fn origin_name(origin: &Origin) -> &str {
    match origin {
        Origin::Letter { number } => number,
        Origin::Elsewhere { name } => name,
        Origin::Feedback { .. } | Origin::SelfInspection => "",
    }
}

/// A post with its holder: 窦辛屿 副局长.
pub(in crate::pages) fn post(v: &View, line: &PostLine) -> Markup {
    html! {
        @if line.holder.is_empty() { span.late { (v.t("ledger-post-vacant")) } } @else { (line.holder) }
        " " small.muted { (line.title) }
    }
}

/// One character for a kind of evidence.
pub(in crate::pages) fn stamp_of(v: &View, kind: EvidenceKind) -> String {
    v.t(match kind {
        EvidenceKind::Document => "ledger-stamp-document",
        EvidenceKind::Meeting => "ledger-stamp-meeting",
        EvidenceKind::Delegation => "ledger-stamp-delegation",
        EvidenceKind::Photo => "ledger-stamp-photo",
        EvidenceKind::Payment => "ledger-stamp-payment",
        EvidenceKind::Register => "ledger-stamp-register",
        EvidenceKind::SiteCheck => "ledger-stamp-site-check",
        EvidenceKind::Other => "ledger-stamp-other",
    })
}

/// Pieces of evidence by kind: 文 4 · 图 1, and a word where that proves little.
pub(in crate::pages) fn evidence(v: &View, summary: &Summary) -> Markup {
    let parts: Vec<String> =
        summary.evidence.iter().map(|(kind, count)| format!("{} {count}", stamp_of(v, *kind))).collect();
    html! {
        @if parts.is_empty() { span.muted { "—" } } @else { (parts.join(" · ")) }
        @if summary.paper_only { small.late { (v.t("ledger-paper-only")) } }
    }
}

/// A step of the way in words.
pub(in crate::pages) const fn step(kind: StepKind) -> Message {
    Message::new(match kind {
        StepKind::Claimed => "ledger-step-claimed",
        StepKind::Begun => "ledger-step-begun",
        StepKind::Declared => "ledger-step-declared",
        StepKind::LeaderSigned => "ledger-step-leader-signed",
        StepKind::HeadSigned => "ledger-step-head-signed",
        StepKind::SuperiorSigned => "ledger-step-superior-signed",
        StepKind::Reviewed => "ledger-step-reviewed",
        StepKind::SentBack => "ledger-step-sent-back",
        StepKind::Closed => "ledger-step-closed",
        StepKind::Basically => "ledger-step-basically",
        StepKind::Incomplete => "ledger-step-incomplete",
        StepKind::Continued => "ledger-step-continued",
        StepKind::Held => "ledger-step-held",
        StepKind::Rebound => "ledger-step-rebound",
        StepKind::Annulled => "ledger-step-annulled",
    })
}

/// The tone of a step.
pub(in crate::pages) const fn step_tone(kind: StepKind) -> Tone {
    match kind {
        StepKind::SentBack | StepKind::Incomplete | StepKind::Rebound => Tone::Late,
        StepKind::Closed | StepKind::Held => Tone::Ok,
        _ => Tone::Mute,
    }
}
