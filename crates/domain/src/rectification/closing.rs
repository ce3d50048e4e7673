//! The chain by which an item closes: declared, signed, reviewed, verified; sent back, continued, re-checked.
//!
//! Each step consumes the state before and refuses by name. Which signatures are asked, and in which order, is the
//! ruleset's [`super::RectificationRules::chain`]. Closing needs evidence whose kinds the verifier confirmed and three
//! times yes: solved, in place, the ledger complete.

use super::item::{Item, State, StepKind};
use super::measure::{Evidence, Measure};
use super::rules::RectificationRules;
use crate::Refusal;
use crate::decision::Clerk;
use crate::post::Post;
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// Who agrees, in the order of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// The responsible leader.
    #[serde(rename = "responsible_leader")]
    Leader,
    /// The unit's head.
    #[serde(rename = "unit_head")]
    Head,
    /// The superior leader in charge (双签字).
    Superior,
    /// The supervising department.
    Review,
    /// The office.
    Verify,
}

impl Sign {
    /// The codes, as rulesets write them.
    pub const CODES: [&str; 5] = ["responsible_leader", "unit_head", "superior", "review", "verify"];

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Leader => "rectification-sign-leader",
            Self::Head => "rectification-sign-head",
            Self::Superior => "rectification-sign-superior",
            Self::Review => "rectification-sign-review",
            Self::Verify => "rectification-sign-verify",
        })
    }

    const fn reached(self) -> (State, StepKind) {
        match self {
            Self::Leader => (State::LeaderSigned, StepKind::LeaderSigned),
            Self::Head => (State::HeadSigned, StepKind::HeadSigned),
            Self::Superior => (State::SuperiorSigned, StepKind::SuperiorSigned),
            Self::Review | Self::Verify => (State::Reviewed, StepKind::Reviewed),
        }
    }
}

/// To which step an item is returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentTo {
    /// To the declaration: evidence is to be completed.
    Declaration,
    /// To the measures: they are wrong themselves.
    Measures,
}

/// The unit's declaration that an item is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// By whom.
    pub by: Clerk,
    /// When.
    pub on: Day,
    /// Which time, from 1.
    pub time: u16,
    /// Why meetings, documents and delegations suffice, where there is nothing else. Reviewers read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_sufficient: Option<String>,
    /// Who signed since, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signed: Vec<(Sign, Clerk)>,
}

/// The three that are not let go (三个不放过).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreeQuestions {
    /// The problem is solved.
    pub solved: bool,
    /// The rectification is in place.
    pub in_place: bool,
    /// The ledger is complete.
    pub ledger_complete: bool,
}

/// What the office finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Verdict {
    /// Complete.
    Closed {
        /// Three times yes.
        questions: ThreeQuestions,
    },
    /// Complete but for a rest.
    Basically {
        /// What is left.
        rest: String,
        /// Until when.
        until: Day,
    },
    /// Not complete.
    Incomplete {
        /// What is missing.
        reason: String,
        /// The new day.
        until: Day,
    },
}

/// What a re-check of a closed item finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "found")]
pub enum Recheck {
    /// It holds.
    Held,
    /// It came back.
    Rebound {
        /// What was found.
        reason: String,
        /// The new day.
        until: Day,
    },
}

impl Item {
    /// Everything that stands in the way of a declaration; empty when the unit may declare.
    pub fn obstacles(
        &self,
        measures: &[&Measure],
        rules: &RectificationRules,
        why: Option<&str>,
    ) -> Vec<Message> {
        let own: Vec<&Measure> =
            measures.iter().copied().filter(|m| m.counts() && m.items.contains(&self.id)).collect();
        let mut obstacles = Vec::new();
        let mut note = |id: &'static str, count: usize| {
            if count > 0 {
                obstacles.push(Message::new(id).with("count", count));
            }
        };
        note("rectification-not-claimed-yet", usize::from(self.claim.is_none()));
        note("rectification-no-measures", usize::from(own.is_empty()));
        note("rectification-measures-without-owner", own.iter().filter(|m| m.owner.is_none()).count());
        let unexplained = self.kind.needs_root_cause() && self.root_cause.is_empty();
        note("rectification-root-cause-needed", usize::from(unexplained));
        note("rectification-goals-needed", usize::from(self.kind.needs_goals() && self.goals.is_empty()));
        note("rectification-goals-open", self.goals.iter().filter(|goal| goal.reached.is_none()).count());
        note("rectification-measures-open", own.iter().filter(|m| m.is_open()).count());
        let evidence: Vec<&Evidence> = own.iter().flat_map(|m| m.evidence()).collect();
        if evidence.is_empty() {
            note("rectification-no-evidence", 1);
        } else {
            let bare = own.iter().filter(|m| m.evidence().next().is_none()).count();
            note("rectification-measures-without-evidence", bare);
            let unexplained = only_weak(&evidence, rules) && why.is_none_or(|why| why.trim().is_empty());
            note("rectification-why-sufficient", usize::from(unexplained));
        }
        obstacles
    }

    /// The unit declares it complete. Refused by the first obstacle; the page shows all of them.
    ///
    /// # Errors
    /// Refused by any obstacle, and unless it is under way, continued, basically complete, or was sent back.
    pub fn declare(
        self,
        (by, on): (Clerk, Day),
        why: Option<&str>,
        measures: &[&Measure],
        rules: &RectificationRules,
    ) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        match &self.state {
            State::UnderWay | State::Continued { .. } | State::Basically { .. } => {}
            State::SentBack { to: SentTo::Declaration, .. } => {}
            State::SentBack { to: SentTo::Measures, .. } => {
                return Err(self.refused("rectification-redo-measures"));
            }
            State::FedBack | State::Claimed => return Err(self.refused("rectification-not-under-way")),
            _ => return Err(self.refused("rectification-already-declared")),
        }
        if let Some(first) = self.obstacles(measures, rules, why).into_iter().next() {
            return Err(Refusal(first));
        }
        let why = why.map(str::trim).filter(|why| !why.is_empty()).map(str::to_owned);
        let time = self.declaration.as_ref().map_or(0, |declaration| declaration.time) + 1;
        let declaration = Declaration { by, on, time, why_sufficient: why, signed: Vec::new() };
        let declared = Self { declaration: Some(declaration), state: State::Declared, ..self };
        Ok(declared.stepped(StepKind::Declared, by, on, ""))
    }

    /// Whose turn it is; `None` outside the chain.
    pub fn turn(&self, rules: &RectificationRules) -> Option<Sign> {
        if !self.state.is_in_chain() {
            return None;
        }
        let last = self.declaration.as_ref().and_then(|declaration| declaration.signed.last());
        let behind = |sign: &&Sign| last.is_none_or(|(last, _)| **sign > *last);
        rules.chain.iter().find(behind).copied()
    }

    /// A signature or the review. `leader` is the responsible leader's post, for their signature.
    ///
    /// # Errors
    /// Refused out of turn, a second time, by another than the post's holder, or by a person who must not.
    pub fn sign(
        self,
        sign: Sign,
        (by, on): (Clerk, Day),
        leader: Option<&Post>,
        rules: &RectificationRules,
    ) -> Result<Self, Refusal> {
        self.refuse_out_of_turn(sign, rules)?;
        if sign == Sign::Verify {
            return Err(Refusal::new("rectification-verify-by-verdict"));
        }
        if sign == Sign::Leader {
            let post = leader.filter(|post| self.claim.as_ref().is_some_and(|claim| claim.leader == post.id));
            if !post.is_some_and(|post| post.is_held_by(by.person, on)) {
                return Err(Refusal::new("rectification-not-the-leader"));
            }
        }
        self.refuse_same_person(sign, by)?;
        let (state, step) = sign.reached();
        let mut signed = Self { state, ..self };
        if let Some(declaration) = &mut signed.declaration {
            declaration.signed.push((sign, by));
        }
        Ok(signed.stepped(step, by, on, ""))
    }

    /// Returns it to the unit with a reason, by whoever's turn it is; a new day may be set.
    ///
    /// # Errors
    /// Refused out of turn, without a reason, or with a day that has passed.
    pub fn send_back(
        self,
        sign: Sign,
        (by, on): (Clerk, Day),
        (to, reason): (SentTo, &str),
        due: Option<Day>,
        rules: &RectificationRules,
    ) -> Result<Self, Refusal> {
        self.refuse_out_of_turn(sign, rules)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::new("rectification-sent-back-without-reason"));
        }
        if let Some(due) = due {
            later_than(due, on)?;
        }
        let state = State::SentBack { to, reason: reason.to_owned() };
        let due = due.or(self.due);
        Ok(Self { state, due, ..self }.stepped(StepKind::SentBack, by, on, reason))
    }

    /// The unit redoes the measures of an item that was sent back to them.
    ///
    /// # Errors
    /// Refused unless it was sent back.
    pub fn resume(self, by: Clerk, on: Day) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        match self.state {
            State::SentBack { .. } => {
                Ok(Self { state: State::UnderWay, ..self }.stepped(StepKind::Begun, by, on, ""))
            }
            _ => Err(self.refused("rectification-not-sent-back")),
        }
    }

    /// The office's finding.
    ///
    /// # Errors
    /// Refused out of turn, by the same person, and for closing: unless three times yes, with evidence on every
    /// measure whose kinds are confirmed, and all goals reached. A rest or a new day needs words and a later day.
    pub fn verify(
        self,
        verdict: Verdict,
        (by, on): (Clerk, Day),
        measures: &[&Measure],
        rules: &RectificationRules,
    ) -> Result<Self, Refusal> {
        self.refuse_out_of_turn(Sign::Verify, rules)?;
        self.refuse_same_person(Sign::Verify, by)?;
        match verdict {
            Verdict::Closed { questions } => {
                self.refuse_closing(questions, measures, rules)?;
                let state = State::Closed { on, by };
                Ok(Self { state, due: None, ..self }.stepped(StepKind::Closed, by, on, ""))
            }
            Verdict::Basically { rest, until } => {
                let rest = worded(&rest, "rectification-basically-without-rest")?;
                later_than(until, on)?;
                let state = State::Basically { on, rest: rest.clone(), until };
                let due = Some(until);
                Ok(Self { state, due, ..self }.stepped(StepKind::Basically, by, on, &rest))
            }
            Verdict::Incomplete { reason, until } => {
                let reason = worded(&reason, "rectification-incomplete-without-reason")?;
                later_than(until, on)?;
                let due = Some(until);
                Ok(Self { state: State::UnderWay, due, ..self }.stepped(
                    StepKind::Incomplete,
                    by,
                    on,
                    &reason,
                ))
            }
        }
    }

    /// It goes on beyond the concentrated period: never silently closed when that ends.
    ///
    /// # Errors
    /// Refused unless it is basically complete, or a long-term or staged item under way.
    pub fn go_on(self, by: Clerk, on: Day) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        if !self.may_go_on() {
            return Err(self.refused("rectification-cannot-go-on"));
        }
        Ok(Self { state: State::Continued { since: on }, ..self }.stepped(StepKind::Continued, by, on, ""))
    }

    /// A re-check of a closed item; a rebound opens it again.
    ///
    /// # Errors
    /// Refused unless it is closed; a rebound needs words and a later day.
    pub fn recheck(self, found: Recheck, by: Clerk, on: Day) -> Result<Self, Refusal> {
        if !matches!(self.state, State::Closed { .. }) {
            return Err(self.refused("rectification-not-closed"));
        }
        match found {
            Recheck::Held => Ok(self.stepped(StepKind::Held, by, on, "")),
            Recheck::Rebound { reason, until } => {
                let reason = worded(&reason, "rectification-rebound-without-reason")?;
                later_than(until, on)?;
                let rebounds = self.rebounds.saturating_add(1);
                let open = Self { state: State::UnderWay, due: Some(until), rebounds, ..self };
                Ok(open.stepped(StepKind::Rebound, by, on, &reason))
            }
        }
    }

    fn refuse_out_of_turn(&self, sign: Sign, rules: &RectificationRules) -> Result<(), Refusal> {
        self.refuse_if_over()?;
        let signed = self.declaration.as_ref().filter(|_| self.state.is_in_chain());
        if signed.is_some_and(|declaration| declaration.signed.iter().any(|(before, _)| *before == sign)) {
            return Err(Message::new("rectification-already-signed").with("sign", sign.label()).into());
        }
        match self.turn(rules) {
            Some(turn) if turn == sign => Ok(()),
            Some(turn) => Err(Message::new("rectification-out-of-turn").with("turn", turn.label()).into()),
            None => Err(self.refused("rectification-not-declared")),
        }
    }

    /// Review and verification are by other persons than those who declared and signed for the unit, and than each
    /// other. The head may be the responsible leader; the leader may not be the handler who declared.
    fn refuse_same_person(&self, sign: Sign, by: Clerk) -> Result<(), Refusal> {
        let Some(declaration) = &self.declaration else { return Ok(()) };
        let before = declaration.signed.iter().filter(|(before, _)| match sign {
            Sign::Leader | Sign::Head => false,
            Sign::Superior | Sign::Review | Sign::Verify => *before < sign,
        });
        let declared = sign != Sign::Head && declaration.by.person == by.person;
        if declared || before.into_iter().any(|(_, clerk)| clerk.person == by.person) {
            return Err(Refusal::new("rectification-same-person"));
        }
        Ok(())
    }

    fn refuse_closing(
        &self,
        questions: ThreeQuestions,
        measures: &[&Measure],
        rules: &RectificationRules,
    ) -> Result<(), Refusal> {
        let no = [
            (questions.solved, "rectification-not-solved"),
            (questions.in_place, "rectification-not-in-place"),
            (questions.ledger_complete, "rectification-ledger-incomplete"),
        ];
        if let Some((_, id)) = no.into_iter().find(|(yes, _)| !yes) {
            return Err(Refusal::new(id));
        }
        let why = self.declaration.as_ref().and_then(|declaration| declaration.why_sufficient.as_deref());
        if let Some(first) = self.obstacles(measures, rules, why).into_iter().next() {
            return Err(Refusal(first));
        }
        let own = measures.iter().filter(|m| m.counts() && m.items.contains(&self.id));
        let unconfirmed = own.flat_map(|m| m.evidence()).filter(|piece| piece.confirmed.is_none()).count();
        if unconfirmed > 0 {
            return Err(Message::new("rectification-evidence-unconfirmed").with("count", unconfirmed).into());
        }
        Ok(())
    }
}

/// Whether all evidence is of kinds that prove little by themselves.
fn only_weak(evidence: &[&Evidence], rules: &RectificationRules) -> bool {
    evidence.iter().all(|piece| rules.weak_evidence.contains(&piece.counts_as()))
}

fn worded(text: &str, id: &'static str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::new(id)) } else { Ok(text.to_owned()) }
}

fn later_than(day: Day, today: Day) -> Result<(), Refusal> {
    if day <= today {
        return Err(Message::new("rectification-new-day-not-later")
            .with("day", day)
            .with("today", today)
            .into());
    }
    Ok(())
}
