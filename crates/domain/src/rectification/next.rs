//! What an item's state allows next: one answer for pages, API and whoever asks what is to be done.
//!
//! It refuses nothing, the steps themselves do that; it names the steps that would not be refused for the item's state.
//! Whoever asks adds whether the reader has the right for a step.

use super::{Item, ItemKind, Measure, RectificationRules, SentTo, Sign, State};

/// The one obstacle that words in the declaration itself remove.
const REMOVED_BY_WORDS: &str = "rectification-why-sufficient";

/// A step that an item's state allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// The unit takes it on, or names another leader or department.
    Claim,
    /// The unit objects to facts.
    Object,
    /// An objection is answered.
    Answer,
    /// Kind, root cause and goals are set.
    Plan,
    /// A measure is added.
    Measure,
    /// Progress of a measure is reported.
    Report,
    /// A goal by stage is noted as reached.
    Goal,
    /// Measures that were sent back are redone.
    Resume,
    /// It would be declared complete, but something stands in the way.
    NotYet,
    /// It is declared complete.
    Declare,
    /// It is signed, or agreed to in review.
    Sign(Sign),
    /// The office finds.
    Verify,
    /// It is returned to the unit by whoever's turn it is.
    SendBack(Sign),
    /// What lasts is let go on.
    GoOn,
    /// A closed item is looked at again.
    Recheck,
}

impl Item {
    /// Whether the unit may still plan it: neither over nor being signed.
    pub const fn is_open(&self) -> bool {
        !self.state.is_over() && !self.state.is_in_chain()
    }

    /// The steps that its state allows, in the order of an item's way. `measures` are those of its ledger.
    pub fn next(&self, measures: &[&Measure], rules: &RectificationRules) -> Vec<NextStep> {
        let open = self.is_open();
        let turn = self.turn(rules);
        let waits = self.objections.iter().any(|objection| objection.answer.is_none());
        let counted = || measures.iter().any(|m| m.counts() && m.items.contains(&self.id));
        let goals = self.goals.iter().any(|goal| goal.reached.is_none());
        let agrees = turn.filter(|sign| *sign != Sign::Verify);
        let begun = self.is_begun();
        let ready = begun && self.may_be_declared(measures, rules);
        let all = [
            (NextStep::Claim, open && !matches!(self.state, State::Basically { .. })),
            (NextStep::Object, !self.state.is_over() && !waits),
            (NextStep::Answer, waits),
            (NextStep::Plan, open && !matches!(self.state, State::FedBack)),
            (NextStep::Measure, open && self.claim.is_some()),
            (NextStep::Report, open && counted()),
            (NextStep::Goal, open && goals),
            (NextStep::Resume, matches!(self.state, State::SentBack { to: SentTo::Measures, .. })),
            (NextStep::NotYet, begun && !ready),
            (NextStep::Declare, ready),
        ];
        let all = all.into_iter().filter(|(_, fits)| *fits).map(|(step, _)| step);
        let signed = agrees.map(NextStep::Sign);
        let verified = (turn == Some(Sign::Verify)).then_some(NextStep::Verify);
        let back = turn.map(NextStep::SendBack);
        let on = self.may_go_on().then_some(NextStep::GoOn);
        let again = matches!(self.state, State::Closed { .. }).then_some(NextStep::Recheck);
        all.chain(signed).chain(verified).chain(back).chain(on).chain(again).collect()
    }

    /// Whether it stands where a unit declares items complete.
    const fn is_begun(&self) -> bool {
        matches!(
            self.state,
            State::UnderWay
                | State::Continued { .. }
                | State::Basically { .. }
                | State::SentBack { to: SentTo::Declaration, .. }
        )
    }

    fn may_be_declared(&self, measures: &[&Measure], rules: &RectificationRules) -> bool {
        self.obstacles(measures, rules, None).iter().all(|obstacle| obstacle.id == REMOVED_BY_WORDS)
    }

    /// Whether it may go on without a day by which it is over.
    pub(super) const fn may_go_on(&self) -> bool {
        match self.state {
            State::Basically { .. } => true,
            State::UnderWay => matches!(self.kind, ItemKind::LongTerm | ItemKind::Staged),
            _ => false,
        }
    }
}
