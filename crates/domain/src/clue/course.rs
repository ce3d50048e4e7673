//! The course of a clue: drafted, graded, filed, and for each subject approved, handed over, signed for, answered.

use super::{Clue, Earliest, Grade, Kept, Nature, Route, Subject};
use crate::Refusal;
use crate::decision::Clerk;
use kernel::id::{DecisionId, PersonId, RulesetId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// The office's filing of a clue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// The keeper who filed it.
    pub by: Clerk,
    /// When.
    pub on: Day,
}

/// The approval of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The decision.
    pub decision: DecisionId,
    /// When.
    pub on: Day,
}

/// A sealed hand-over: two different people, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The number of the letter.
    pub letter: String,
    /// The number on the package's seal.
    pub seal: String,
    /// Who handed over.
    pub by: PersonId,
    /// Who was with them.
    pub with: PersonId,
    /// When.
    pub on: Day,
}

/// The receiver's signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Who signed, as written.
    pub by: String,
    /// When.
    pub on: Day,
    /// Whether the seal was whole.
    pub seal_whole: bool,
}

/// What the receiver reports: the type of outcome and its date; what was found stays there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The type, by its code.
    pub kind: String,
    /// When it was reported.
    pub on: Day,
}

/// What becomes of one subject of a clue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposition {
    /// The route a person chose.
    pub route: Route,
    /// The rules it was proposed under.
    pub ruleset: RulesetId,
    /// Why the chosen route differs from the proposed one, when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// The approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// The hand-over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_over: Option<HandOver>,
    /// The receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// The outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// Where a clue stands: where the least advanced of its dispositions stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Drafted.
    Drafted,
    /// Graded.
    Graded,
    /// Filed by the office.
    Filed,
    /// A route is chosen.
    Routed,
    /// The route is approved.
    Approved,
    /// Handed over, no receipt yet.
    HandedOver,
    /// The receiver signed.
    Received,
    /// The outcome is known.
    Outcome,
    /// Closed.
    Closed,
}

impl Standing {
    /// What pages say.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Drafted => "clue-standing-drafted",
            Self::Graded => "clue-standing-graded",
            Self::Filed => "clue-standing-filed",
            Self::Routed => "clue-standing-routed",
            Self::Approved => "clue-standing-approved",
            Self::HandedOver => "clue-standing-handed-over",
            Self::Received => "clue-standing-received",
            Self::Outcome => "clue-standing-outcome",
            Self::Closed => "clue-standing-closed",
        })
    }
}

impl Disposition {
    /// A chosen route. Another receiver than the rule's needs a reason.
    pub fn new(route: Route, ruleset: RulesetId, instead: Option<String>) -> Result<Self, Refusal> {
        if instead.as_ref().is_some_and(|why| why.trim().is_empty()) {
            return Err(Refusal::new("clue-route-without-reason"));
        }
        Ok(Self { route, ruleset, instead, approval: None, hand_over: None, receipt: None, outcome: None })
    }

    /// Where it stands.
    pub const fn standing(&self) -> Standing {
        match (&self.outcome, &self.receipt, &self.hand_over, &self.approval) {
            (Some(_), ..) => Standing::Outcome,
            (None, Some(_), ..) => Standing::Received,
            (None, None, Some(_), _) => Standing::HandedOver,
            (None, None, None, Some(_)) => Standing::Approved,
            (None, None, None, None) => Standing::Routed,
        }
    }

    fn approve(mut self, approval: Approval) -> Result<Self, Refusal> {
        if self.approval.is_some() {
            return Err(Refusal::new("clue-approved-already"));
        }
        self.approval = Some(approval);
        Ok(self)
    }

    fn hand_over(mut self, hand_over: HandOver, ended: &Ended) -> Result<Self, Refusal> {
        if let Some(before) = &self.hand_over {
            return Err(Message::new("clue-handed-over-already").with("on", before.on).into());
        }
        if self.approval.is_none() {
            return Err(Refusal::new("clue-hand-over-unapproved"));
        }
        if hand_over.by == hand_over.with {
            return Err(Refusal::new("clue-hand-over-alone"));
        }
        if hand_over.letter.trim().is_empty() || hand_over.seal.trim().is_empty() {
            return Err(Refusal::new("clue-hand-over-unsealed"));
        }
        ended.allow(self.route.earliest, hand_over.on)?;
        self.hand_over = Some(hand_over);
        Ok(self)
    }

    fn receipt(mut self, receipt: Receipt) -> Result<Self, Refusal> {
        let Some(hand_over) = &self.hand_over else { return Err(Refusal::new("clue-receipt-out-of-order")) };
        if self.receipt.is_some() {
            return Err(Refusal::new("clue-receipt-already"));
        }
        if receipt.on < hand_over.on {
            return Err(Message::new("clue-receipt-before-hand-over").with("on", hand_over.on).into());
        }
        self.receipt = Some(receipt);
        Ok(self)
    }

    fn outcome(mut self, outcome: Outcome) -> Result<Self, Refusal> {
        if self.receipt.is_none() {
            return Err(Refusal::new("clue-outcome-without-receipt"));
        }
        if outcome.kind.trim().is_empty() {
            return Err(Refusal::new("clue-outcome-empty"));
        }
        self.outcome = Some(outcome);
        Ok(self)
    }
}

/// The days that decide when a hand-over may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// The committee's decision on results.
    pub decided: Option<Day>,
    /// The end of the round on site.
    pub round: Option<Day>,
}

impl Ended {
    fn allow(&self, earliest: Earliest, on: Day) -> Result<(), Refusal> {
        let reached = |day: Option<Day>| day.is_some_and(|day| day <= on);
        match earliest {
            Earliest::DuringRoundWithApproval => Ok(()),
            Earliest::AfterDecision if reached(self.decided) => Ok(()),
            Earliest::AfterDecision => Err(Refusal::new("clue-hand-over-before-decision")),
            Earliest::AfterRound if reached(self.round) => Ok(()),
            Earliest::AfterRound => Err(Refusal::new("clue-hand-over-before-round-end")),
        }
    }
}

impl Clue {
    /// Where it stands.
    pub fn standing(&self) -> Standing {
        if self.closed.is_some() {
            return Standing::Closed;
        }
        match (self.grade, self.filing) {
            (None, _) => Standing::Drafted,
            (Some(_), None) => Standing::Graded,
            (Some(_), Some(_)) => self.least_advanced(),
        }
    }

    fn least_advanced(&self) -> Standing {
        let standing = |d: Option<&Disposition>| d.map_or(Standing::Filed, Disposition::standing);
        if self.subjects.is_empty() {
            return standing(self.general.as_ref());
        }
        let all = self.subjects.iter().map(|subject| standing(subject.disposition.as_ref()));
        all.min().unwrap_or(Standing::Filed)
    }

    /// Changes nature while nothing is filed.
    pub fn classify(mut self, nature: Nature) -> Result<Self, Refusal> {
        self.refuse_if_filed()?;
        self.nature = nature;
        Ok(self)
    }

    /// Grades it.
    pub fn grade(mut self, grade: Grade) -> Result<Self, Refusal> {
        self.refuse_if_filed()?;
        if let Kept::Elsewhere { stub } = &self.kept {
            stub.check()?;
        }
        self.grade = Some(grade);
        Ok(self)
    }

    /// The office files it. From here on the team changes nothing.
    pub fn file(mut self, filing: Filing) -> Result<Self, Refusal> {
        self.refuse_if_filed()?;
        if self.grade.is_none() {
            return Err(self.at("clue-file-ungraded"));
        }
        self.filing = Some(filing);
        Ok(self)
    }

    /// Chooses the route of a subject, or of the clue as a whole when it has none.
    pub fn route(self, key: Option<u16>, disposition: Disposition) -> Result<Self, Refusal> {
        if self.filing.is_none() {
            return Err(self.at("clue-not-filed"));
        }
        let at = self.at("clue-routed-already");
        self.change(key, |before| match before {
            Some(before) if before.approval.is_some() => Err(at),
            _ => Ok(disposition),
        })
    }

    /// Notes the approval of a route.
    pub fn approve(self, key: Option<u16>, approval: Approval) -> Result<Self, Refusal> {
        self.step(key, |disposition| disposition.approve(approval))
    }

    /// Hands it over: sealed, by two different people, after approval, once.
    pub fn hand_over(self, key: Option<u16>, hand_over: HandOver, ended: &Ended) -> Result<Self, Refusal> {
        self.step(key, |disposition| disposition.hand_over(hand_over, ended))
    }

    /// Notes the receiver's receipt.
    pub fn receipt(self, key: Option<u16>, receipt: Receipt) -> Result<Self, Refusal> {
        self.step(key, |disposition| disposition.receipt(receipt))
    }

    /// Notes the outcome; the clue closes with the last.
    pub fn outcome(self, key: Option<u16>, outcome: Outcome) -> Result<Self, Refusal> {
        let on = outcome.on;
        let mut clue = self.step(key, |disposition| disposition.outcome(outcome))?;
        if clue.least_advanced() == Standing::Outcome {
            clue.closed = Some(on);
        }
        Ok(clue)
    }

    fn step(
        self,
        key: Option<u16>,
        step: impl FnOnce(Disposition) -> Result<Disposition, Refusal>,
    ) -> Result<Self, Refusal> {
        let at = self.at("clue-not-routed");
        self.change(key, |before| step(before.ok_or(at)?))
    }

    fn change(
        mut self,
        key: Option<u16>,
        change: impl FnOnce(Option<Disposition>) -> Result<Disposition, Refusal>,
    ) -> Result<Self, Refusal> {
        if self.closed.is_some() {
            return Err(self.at("clue-closed"));
        }
        let unknown = self.at("clue-no-such-subject");
        match key {
            None if self.subjects.is_empty() => self.general = Some(change(self.general.take())?),
            None => return Err(unknown),
            Some(key) => {
                let subject: Option<&mut Subject> =
                    self.subjects.iter_mut().find(|subject| subject.key == key);
                let Some(subject) = subject else { return Err(unknown) };
                subject.disposition = Some(change(subject.disposition.take())?);
            }
        }
        Ok(self)
    }

    /// Whether the office collects it until the round is over: some subject is managed higher up.
    pub fn is_collected(&self) -> bool {
        let waiting = |d: &Disposition| d.route.earliest == Earliest::AfterRound && d.hand_over.is_none();
        self.subjects.iter().filter_map(|s| s.disposition.as_ref()).any(waiting)
    }

    fn refuse_if_filed(&self) -> Result<(), Refusal> {
        if self.filing.is_some() { Err(self.at("clue-filed")) } else { Ok(()) }
    }

    fn at(&self, id: &'static str) -> Refusal {
        let message = Message::new(id).with("number", self.number.as_str());
        Refusal(message.with("standing", self.standing().label()))
    }
}
