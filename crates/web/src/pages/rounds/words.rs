//! How the states of rounds, members and papers look.

use crate::View;
use crate::components::{Step, StepState, Tone, chip};
use app::authorisation::AuthorisationStanding;
use domain::engagement::Stage as EngagementStage;
use domain::round::{Round, Stage};
use domain::team::MemberState;
use maud::Markup;

/// A round's stage.
pub(in crate::pages) const fn round_tone(stage: Stage) -> Tone {
    match stage {
        Stage::Planned => Tone::Mute,
        Stage::Closed | Stage::Archived => Tone::Ok,
        _ => Tone::Info,
    }
}

/// A round's stage, or that it was taken back.
pub(in crate::pages) fn round_chip(v: &View, round: &Round) -> Markup {
    if round.withdrawn.is_some() {
        return chip(Tone::Mute, &v.t("round-withdrawn-mark"));
    }
    chip(round_tone(round.stage), &v.say(&round.stage.label()))
}

/// An engagement's stage.
pub(in crate::pages) const fn engagement_tone(stage: EngagementStage) -> Tone {
    match stage {
        EngagementStage::Preparation => Tone::Mute,
        EngagementStage::Closed => Tone::Ok,
        _ => Tone::Info,
    }
}

/// Where a member stands.
pub(in crate::pages) const fn member_tone(state: &MemberState) -> Tone {
    match state {
        MemberState::Proposed | MemberState::Released { .. } => Tone::Mute,
        MemberState::Declared { .. } => Tone::Warn,
        MemberState::Cleared { .. } => Tone::Info,
        MemberState::Refused { .. } => Tone::Late,
        MemberState::Authorised { .. } => Tone::Ok,
    }
}

/// Where an authorisation stands, and its words.
pub(in crate::pages) const fn paper(standing: &AuthorisationStanding) -> (Tone, &'static str) {
    match standing {
        AuthorisationStanding::Drafted => (Tone::Warn, "authorisation-drafted"),
        AuthorisationStanding::Given { .. } => (Tone::Ok, "authorisation-given"),
        AuthorisationStanding::Refused { .. } => (Tone::Late, "authorisation-refused"),
        AuthorisationStanding::Withdrawn { .. } => (Tone::Mute, "authorisation-withdrawn"),
        AuthorisationStanding::Lifted { .. } => (Tone::Mute, "authorisation-lifted"),
    }
}

/// The stages of a round as steps.
pub(super) fn round_steps(v: &View, at: Stage) -> Vec<Step> {
    Stage::ALL.into_iter().map(|s| Step::new(v.say(&s.label()), state(s.cmp(&at)))).collect()
}

/// The stages of an engagement as steps.
pub(in crate::pages) fn engagement_steps(v: &View, at: EngagementStage) -> Vec<Step> {
    EngagementStage::ALL.into_iter().map(|s| Step::new(v.say(&s.label()), state(s.cmp(&at)))).collect()
}

const fn state(order: std::cmp::Ordering) -> StepState {
    match order {
        std::cmp::Ordering::Less => StepState::Done,
        std::cmp::Ordering::Equal => StepState::Current,
        std::cmp::Ordering::Greater => StepState::Todo,
    }
}
