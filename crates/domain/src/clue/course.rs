//! The course of a clue: drafted, graded, filed, and for each subject approved, handed over, signed for, answered.

use super::{AttachedFile, Clue, Earliest, Grade, Kept, Managed, Nature, Route, Subject, Withdrawn};
use crate::Refusal;
use crate::decision::Clerk;
use kernel::id::{DecisionId, PersonId, RulesetId, TransferId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// The most files of one clue.
const MOST_FILES: usize = 20;

/// Who took a clue in or passed it on, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// Who.
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
    /// The day of the committee's decision on results, where the route waits for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Day>,
    /// The record of what was handed over, which the receiver sees.
    pub transfer: TransferId,
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
    /// Passed to the office, not filed yet.
    Passed,
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
    /// Taken back before it was sent.
    Withdrawn,
}

impl Standing {
    /// All, in order.
    pub const ALL: [Self; 11] = [
        Self::Drafted,
        Self::Graded,
        Self::Passed,
        Self::Filed,
        Self::Routed,
        Self::Approved,
        Self::HandedOver,
        Self::Received,
        Self::Outcome,
        Self::Closed,
        Self::Withdrawn,
    ];

    /// Its code in columns and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Graded => "graded",
            Self::Passed => "passed",
            Self::Filed => "filed",
            Self::Routed => "routed",
            Self::Approved => "approved",
            Self::HandedOver => "handed_over",
            Self::Received => "received",
            Self::Outcome => "outcome",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// What pages say.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Drafted => "clue-standing-drafted",
            Self::Graded => "clue-standing-graded",
            Self::Passed => "clue-standing-passed",
            Self::Filed => "clue-standing-filed",
            Self::Routed => "clue-standing-routed",
            Self::Approved => "clue-standing-approved",
            Self::HandedOver => "clue-standing-handed-over",
            Self::Received => "clue-standing-received",
            Self::Outcome => "clue-standing-outcome",
            Self::Closed => "clue-standing-closed",
            Self::Withdrawn => "clue-standing-withdrawn",
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

    /// Whether it may be handed over on a day: once, approved, and not before its time.
    ///
    /// # Errors
    /// `clue-handed-over-already`, `clue-hand-over-unapproved`, `clue-hand-over-before-decision`,
    /// `clue-hand-over-before-round-end`.
    pub fn may_be_handed_over(&self, on: Day, ended: &Ended) -> Result<(), Refusal> {
        if let Some(before) = &self.hand_over {
            return Err(Message::new("clue-handed-over-already").with("on", before.on).into());
        }
        if self.approval.is_none() {
            return Err(Refusal::new("clue-hand-over-unapproved"));
        }
        ended.allow(self.route.earliest, on)
    }

    fn hand_over(mut self, hand_over: HandOver, ended: &Ended) -> Result<Self, Refusal> {
        self.may_be_handed_over(hand_over.on, ended)?;
        if hand_over.by == hand_over.with {
            return Err(Refusal::new("clue-hand-over-alone"));
        }
        if hand_over.letter.trim().is_empty() || hand_over.seal.trim().is_empty() {
            return Err(Refusal::new("clue-hand-over-unsealed"));
        }
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
        if self.withdrawn.is_some() {
            return Standing::Withdrawn;
        }
        if self.closed.is_some() {
            return Standing::Closed;
        }
        match (self.grade, self.passed, self.filing) {
            (_, _, Some(_)) => self.least_advanced(),
            (_, Some(_), None) => Standing::Passed,
            (Some(_), None, None) => Standing::Graded,
            (None, None, None) => Standing::Drafted,
        }
    }

    /// Every disposition there must be, in the order of the subjects; `None` where no route is chosen yet.
    pub fn dispositions(&self) -> Vec<(Option<u16>, Option<&Disposition>)> {
        if self.subjects.is_empty() {
            return vec![(None, self.general.as_ref())];
        }
        self.subjects.iter().map(|s| (Some(s.key), s.disposition.as_ref())).collect()
    }

    /// The disposition of a subject, or of the clue as a whole.
    pub fn disposition(&self, key: Option<u16>) -> Option<&Disposition> {
        self.dispositions().into_iter().find(|(k, _)| *k == key).and_then(|(_, d)| d)
    }

    fn least_advanced(&self) -> Standing {
        let standing = |d: Option<&Disposition>| d.map_or(Standing::Filed, Disposition::standing);
        if self.subjects.is_empty() {
            return standing(self.general.as_ref());
        }
        let all = self.subjects.iter().map(|subject| standing(subject.disposition.as_ref()));
        all.min().unwrap_or(Standing::Filed)
    }

    /// Changes the nature while the team has it. Another nature may go elsewhere, so that routes are chosen anew.
    pub fn classify(mut self, nature: Nature) -> Result<Self, Refusal> {
        self.refuse_if_passed()?;
        if self.nature != nature {
            self.nature = nature;
            self.clear_routes();
        }
        Ok(self)
    }

    /// Takes over the team's corrected list of subjects; their routes are chosen anew where anything differs.
    pub fn with_subjects(mut self, managed: Vec<Managed>) -> Result<Self, Refusal> {
        self.refuse_if_passed()?;
        if self.subjects.iter().map(|subject| &subject.managed).eq(managed.iter()) {
            return Ok(self);
        }
        self.general = None;
        self.subjects =
            (1..).zip(managed).map(|(key, managed)| Subject { key, managed, disposition: None }).collect();
        Ok(self)
    }

    /// Notes who manages a subject, once that was asked; its route is chosen anew.
    pub fn level(mut self, key: u16, managed: Managed) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        let (unknown, routed) = (self.at("clue-no-such-subject"), self.at("clue-routed-already"));
        let Some(subject) = self.subjects.iter_mut().find(|subject| subject.key == key) else {
            return Err(unknown);
        };
        if subject.disposition.as_ref().is_some_and(|d| d.approval.is_some()) {
            return Err(routed);
        }
        subject.managed = managed;
        subject.disposition = None;
        Ok(self)
    }

    fn clear_routes(&mut self) {
        self.general = None;
        self.subjects.iter_mut().for_each(|subject| subject.disposition = None);
    }

    /// Grades it.
    pub fn grade(mut self, grade: Grade) -> Result<Self, Refusal> {
        self.refuse_if_passed()?;
        if let Kept::Elsewhere { stub } = &self.kept {
            stub.check()?;
        }
        self.grade = Some(grade);
        Ok(self)
    }

    /// The leader passes it to the office. From here on the team changes nothing.
    pub fn pass(mut self, passed: Filing) -> Result<Self, Refusal> {
        self.refuse_if_passed()?;
        if self.grade.is_none() {
            return Err(self.at("clue-file-ungraded"));
        }
        self.passed = Some(passed);
        self.sent_back = None;
        Ok(self)
    }

    /// The office sends it back to the team before filing it.
    pub fn send_back(mut self, reason: String) -> Result<Self, Refusal> {
        self.refuse_if_filed()?;
        if self.passed.is_none() {
            return Err(self.at("clue-not-passed"));
        }
        if reason.trim().is_empty() {
            return Err(Refusal::new("clue-send-back-without-reason"));
        }
        self.passed = None;
        self.sent_back = Some(reason);
        Ok(self)
    }

    /// The office files it.
    pub fn file(mut self, filing: Filing) -> Result<Self, Refusal> {
        self.refuse_if_filed()?;
        if self.passed.is_none() {
            return Err(self.at("clue-not-passed"));
        }
        self.filing = Some(filing);
        Ok(self)
    }

    /// Takes it back, with the reason, before any of it was handed over.
    pub fn withdraw(mut self, withdrawn: Withdrawn) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        if withdrawn.reason.trim().is_empty() {
            return Err(Refusal::new("clue-withdraw-without-reason"));
        }
        if self.dispositions().iter().any(|(_, d)| d.is_some_and(|d| d.hand_over.is_some())) {
            return Err(self.at("clue-withdraw-sent"));
        }
        self.withdrawn = Some(withdrawn);
        Ok(self)
    }

    /// Chooses the route of a subject, or of the clue as a whole when it has none: proposed by the team, confirmed by
    /// the office, until it is approved.
    pub fn route(self, key: Option<u16>, disposition: Disposition) -> Result<Self, Refusal> {
        let at = self.at("clue-routed-already");
        self.change(key, |before| match before {
            Some(before) if before.approval.is_some() => Err(at),
            _ => Ok(disposition),
        })
    }

    /// Notes the approval of a filed clue's route.
    pub fn approve(self, key: Option<u16>, approval: Approval) -> Result<Self, Refusal> {
        if self.filing.is_none() {
            return Err(self.at("clue-not-filed"));
        }
        self.step(key, |disposition| disposition.approve(approval))
    }

    /// Notes that the leading group refused: routes that were not approved are chosen anew.
    pub fn refuse_routes(mut self) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        let open = |d: &Disposition| d.approval.is_none();
        if self.general.as_ref().is_some_and(open) {
            self.general = None;
        }
        for subject in &mut self.subjects {
            if subject.disposition.as_ref().is_some_and(open) {
                subject.disposition = None;
            }
        }
        Ok(self)
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
        self.refuse_if_over()?;
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
        !self.collected().is_empty()
    }

    /// The subjects that wait for the end of the round, to be passed up together with others; none once handed over.
    pub fn collected(&self) -> Vec<(u16, &Disposition)> {
        if self.withdrawn.is_some() {
            return Vec::new();
        }
        let waiting = |d: &&Disposition| d.route.earliest == Earliest::AfterRound && d.hand_over.is_none();
        let all = self.subjects.iter().filter_map(|s| Some((s.key, s.disposition.as_ref()?)));
        all.filter(|(_, d)| waiting(d)).collect()
    }

    /// Adds a file to what it says.
    ///
    /// # Errors
    /// Refused once it is withdrawn or closed, for what is kept elsewhere, and beyond twenty.
    pub fn attach(mut self, file: AttachedFile) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        if matches!(self.kept, Kept::Elsewhere { .. }) {
            return Err(self.at("clue-file-kept-elsewhere"));
        }
        if self.files.len() >= MOST_FILES {
            return Err(Message::new("clue-files-many").with("max", MOST_FILES).into());
        }
        self.files.push(file);
        Ok(self)
    }

    fn refuse_if_over(&self) -> Result<(), Refusal> {
        if self.withdrawn.is_some() {
            return Err(self.at("clue-withdrawn"));
        }
        if self.closed.is_some() { Err(self.at("clue-closed")) } else { Ok(()) }
    }

    fn refuse_if_passed(&self) -> Result<(), Refusal> {
        self.refuse_if_filed()?;
        if self.passed.is_some() { Err(self.at("clue-passed")) } else { Ok(()) }
    }

    fn refuse_if_filed(&self) -> Result<(), Refusal> {
        self.refuse_if_over()?;
        if self.filing.is_some() { Err(self.at("clue-filed")) } else { Ok(()) }
    }

    fn at(&self, id: &'static str) -> Refusal {
        let message = Message::new(id).with("number", self.number.as_str());
        Refusal(message.with("standing", self.standing().label()))
    }
}
