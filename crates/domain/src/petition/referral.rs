//! Referral of what is out of scope, or of a personal claim, to the department it belongs to.
//!
//! No referral reaches a subject, a subject's unit, or a body that a subject leads or manages. The original never leaves:
//! an extract does. Identity goes with it only with the reporter's recorded consent.

use super::{Petition, Standing};
use crate::decision::Clerk;
use crate::{Refusal, organisation::Tree};
use kernel::id::{DecisionId, PersonId, UnitId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// Who a referral goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiver {
    /// The unit.
    pub unit: UnitId,
    /// Its name on the day.
    pub name: String,
    /// The officer who takes it, when named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// The reporter's recorded consent that the receiver learns who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// When it was given.
    pub on: Day,
    /// How: in person, by telephone, in writing.
    pub how: String,
}

/// A referral as it is drafted.
#[derive(Clone, Debug)]
pub struct ReferralDraft {
    /// Where to.
    pub to: Receiver,
    /// What the receiver gets to read.
    pub extract: String,
    /// The consent, when identity goes along.
    pub consent: Option<Consent>,
    /// The team leader's decision.
    pub decision: DecisionId,
    /// When.
    pub on: Day,
}

/// The receiver's signed receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Who signed, as written.
    pub by: String,
    /// When.
    pub on: Day,
}

/// What the receiver reports back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What was done.
    pub result: String,
    /// When it was reported.
    pub on: Day,
}

/// A referral.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// Where to.
    pub to: Receiver,
    /// What the receiver got to read.
    pub extract: String,
    /// The consent under which identity went along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// The team leader's decision.
    pub decision: DecisionId,
    /// When.
    pub on: Day,
    /// The receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// What came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// A referral that the leader approved on paper: recorded, shown, and without effect until a second person has held the
/// record against the paper (A7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperReferral {
    /// Where to.
    pub to: Receiver,
    /// What the receiver gets to read.
    pub extract: String,
    /// The consent, when identity goes along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// Bodies that those it is about lead, as the recorder named them: the guard is asked again when it takes effect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub led: Vec<UnitId>,
    /// The decision as it was recorded.
    pub decision: DecisionId,
    /// Who recorded it.
    pub by: Clerk,
    /// The day the leader approved it.
    pub on: Day,
}

impl From<PaperReferral> for ReferralDraft {
    fn from(paper: PaperReferral) -> Self {
        let PaperReferral { to, extract, consent, decision, on, .. } = paper;
        Self { to, extract, consent, decision, on }
    }
}

/// Where those a petition is about belong, and what they lead or manage: what the guard must know.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    /// The subjects, as far as they are known persons.
    pub persons: Vec<PersonId>,
    /// Their units, and the unit the petition is about.
    pub units: Vec<UnitId>,
    /// Bodies that they lead or manage: a deputy head's departments, a unit's head's unit.
    pub led: Vec<UnitId>,
}

impl Ties {
    /// Why a receiver may not have it.
    pub fn forbid(&self, receiver: &Receiver, tree: &Tree) -> Result<(), Refusal> {
        let named = |id: &'static str| Refusal(Message::new(id).with("receiver", receiver.name.as_str()));
        if receiver.person.is_some_and(|person| self.persons.contains(&person)) {
            return Err(named("petition-referral-to-subject"));
        }
        if self.units.contains(&receiver.unit) {
            return Err(named("petition-referral-to-subjects-unit"));
        }
        // Whoever leads a body leads what lies below it.
        let led = self.led.iter().chain(&self.units);
        if led.into_iter().any(|body| tree.is_within(receiver.unit, *body)) {
            return Err(named("petition-referral-to-body-led"));
        }
        Ok(())
    }
}

impl Petition {
    /// Refers it. Only what is out of scope, to whom the guard allows, as an extract.
    pub fn refer(mut self, draft: ReferralDraft, ties: &Ties, tree: &Tree) -> Result<Self, Refusal> {
        self.refuse_if_over()?;
        self.refuse_while_paper_waits()?;
        match self.standing() {
            Standing::Out => {}
            Standing::Registered => return Err(self.at("petition-not-screened")),
            Standing::In => return Err(self.at("petition-in-scope-is-not-referred")),
            _ => return Err(self.at("petition-has-a-disposition")),
        }
        let mut ties = ties.clone();
        ties.units.extend(self.content.unit);
        ties.units.extend(self.content.subjects.iter().filter_map(|s| s.unit));
        ties.forbid(&draft.to, tree)?;
        self.check_extract(&draft.extract)?;
        let ReferralDraft { to, extract, consent, decision, on } = draft;
        self.referral = Some(Referral { to, extract, consent, decision, on, receipt: None, outcome: None });
        Ok(self)
    }

    /// Notes a referral that was approved on paper, to be checked. What could not be referred is refused at once.
    pub fn note_paper(mut self, paper: PaperReferral, ties: &Ties, tree: &Tree) -> Result<Self, Refusal> {
        self.clone().refer(paper.clone().into(), ties, tree)?;
        self.on_paper = Some(paper);
        Ok(self)
    }

    /// Takes the noted paper off: it is given its effect, does not agree, or was recorded by mistake.
    pub fn take_paper(mut self) -> Result<(Self, PaperReferral), Refusal> {
        let paper = self.on_paper.take().ok_or_else(|| Refusal::new("decision-no-check-waiting"))?;
        Ok((self, paper))
    }

    /// While a paper waits for its check, nothing else decides where the petition goes.
    pub(super) fn refuse_while_paper_waits(&self) -> Result<(), Refusal> {
        match self.on_paper {
            Some(_) => Err(self.at("petition-paper-waits")),
            None => Ok(()),
        }
    }

    /// The original never leaves. A claim's own text is an extract already.
    fn check_extract(&self, extract: &str) -> Result<(), Refusal> {
        if extract.trim().is_empty() {
            return Err(Refusal::new("petition-extract-missing"));
        }
        let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        if !self.is_claim() && bare(extract).contains(&bare(&self.content.text)) {
            return Err(self.at("petition-extract-is-original"));
        }
        Ok(())
    }

    /// Notes the receiver's receipt.
    pub fn receipt(mut self, receipt: Receipt) -> Result<Self, Refusal> {
        if self.standing() != Standing::Referred {
            return Err(self.at("petition-receipt-out-of-order"));
        }
        if let Some(referral) = &mut self.referral {
            if receipt.on < referral.on {
                return Err(Message::new("petition-receipt-before-referral").with("on", referral.on).into());
            }
            referral.receipt = Some(receipt);
        }
        Ok(self)
    }

    /// Notes what the receiver reports.
    pub fn outcome(mut self, outcome: Outcome) -> Result<Self, Refusal> {
        if self.standing() != Standing::Received {
            return Err(self.at("petition-outcome-without-receipt"));
        }
        if outcome.result.trim().is_empty() {
            return Err(Refusal::new("petition-outcome-empty"));
        }
        if let Some(referral) = &mut self.referral {
            referral.outcome = Some(outcome);
        }
        Ok(self)
    }
}
