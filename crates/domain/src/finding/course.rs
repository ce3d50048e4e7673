//! The course of a finding: signed by two, reviewed, signed off, decided by the team meeting, confirmed with the unit.

use super::{Fault, Finding, FocusRules, Noted, Paper, Recorded, Severity};
use crate::Refusal;
use crate::decision::Clerk;
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// A signature, for the text of one digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Who signed.
    pub by: Clerk,
    /// The name as it stood.
    pub name: String,
    /// When.
    pub on: Day,
    /// The digest of the text it was given for; for another text it has lapsed.
    pub digest: String,
}

/// The deputy's review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Who reviewed.
    pub by: Clerk,
    /// When.
    pub on: Day,
    /// The digest of the text reviewed.
    pub digest: String,
}

/// The leader's sign-off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// Who signed off.
    pub by: Clerk,
    /// When.
    pub on: Day,
    /// The digest of the text signed off.
    pub digest: String,
}

/// What the team meeting may decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Decided {
    /// 采用
    Adopted,
    /// 并入
    Merged {
        /// The number of the paper it went into.
        into: String,
    },
    /// 存疑
    Doubtful,
    /// 不采用
    NotAdopted {
        /// Why.
        reason: String,
    },
}

impl Decided {
    /// Its name on pages.
    pub const fn label(&self) -> Message {
        Message::new(match self {
            Self::Adopted => "finding-decision-adopted",
            Self::Merged { .. } => "finding-decision-merged",
            Self::Doubtful => "finding-decision-doubtful",
            Self::NotAdopted { .. } => "finding-decision-not-adopted",
        })
    }
}

/// What the team meeting decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The decision.
    #[serde(flatten)]
    pub what: Decided,
    /// When, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// How it was recorded, and by whom.
    pub noted: Noted,
}

/// What the unit says to the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// 认可
    Agrees,
    /// 部分认可
    Partly,
    /// 不认可
    Disagrees,
}

impl View {
    /// Reads the field's word.
    pub fn from_written(word: &str) -> Option<Self> {
        match word.trim() {
            "认可" => Some(Self::Agrees),
            "部分认可" => Some(Self::Partly),
            "不认可" => Some(Self::Disagrees),
            _ => None,
        }
    }

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Agrees => "finding-view-agrees",
            Self::Partly => "finding-view-partly",
            Self::Disagrees => "finding-view-disagrees",
        })
    }
}

/// The unit's view of the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitView {
    /// The view.
    pub view: View,
    /// What the unit explains.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Who signed for the unit, as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// How it was recorded, and by whom.
    pub noted: Noted,
}

/// Where a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Being written, or changed since it was signed.
    Draft,
    /// Signed by as many as the rules ask.
    Signed,
    /// Reviewed by the deputy.
    Reviewed,
    /// Signed off by the leader.
    SignedOff,
    /// The team meeting adopted it.
    Adopted,
    /// Adopted, and the unit's view of the facts is known.
    Confirmed,
    /// The team meeting merged, doubted or did not adopt it.
    Aside,
    /// Moved into a clue.
    Moved,
    /// Taken back by the team.
    Withdrawn,
}

impl Standing {
    /// All of them, in the order of the course.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Signed,
        Self::Reviewed,
        Self::SignedOff,
        Self::Adopted,
        Self::Confirmed,
        Self::Aside,
        Self::Moved,
        Self::Withdrawn,
    ];

    /// Its name in data and columns.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Signed => "signed",
            Self::Reviewed => "reviewed",
            Self::SignedOff => "signed_off",
            Self::Adopted => "adopted",
            Self::Confirmed => "confirmed",
            Self::Aside => "aside",
            Self::Moved => "moved",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// What pages say.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Draft => "finding-standing-draft",
            Self::Signed => "finding-standing-signed",
            Self::Reviewed => "finding-standing-reviewed",
            Self::SignedOff => "finding-standing-signed-off",
            Self::Adopted => "finding-standing-adopted",
            Self::Confirmed => "finding-standing-confirmed",
            Self::Aside => "finding-standing-aside",
            Self::Moved => "finding-standing-moved",
            Self::Withdrawn => "finding-standing-withdrawn",
        })
    }
}

/// The rules a finding is held against, and the digest of its present text.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// Frames and rules.
    pub rules: &'a FocusRules,
    /// The digest of [`Finding::text_to_sign`] now.
    pub digest: &'a str,
}

impl Finding {
    /// Signatures that hold for the present text, one per person.
    pub fn signatures_in_force(&self, digest: &str) -> Vec<&Signature> {
        let mut found: Vec<&Signature> = Vec::new();
        for signature in self.signatures.iter().filter(|s| s.digest == digest) {
            if found.iter().all(|known| known.by.person != signature.by.person) {
                found.push(signature);
            }
        }
        found
    }

    /// Where it stands with its present text.
    pub fn standing(&self, held: Held<'_>) -> Standing {
        if self.moved_to_clue {
            return Standing::Moved;
        }
        if self.withdrawn.is_some() {
            return Standing::Withdrawn;
        }
        let decision = self.decision.as_ref().filter(|decision| decision.noted.how.has_effect());
        match decision.map(|decision| (&decision.what, decision.noted.how)) {
            Some((Decided::Adopted, recorded)) if self.may_stand(recorded, held) => {
                let known = self.view.as_ref().is_some_and(|view| view.noted.how.has_effect());
                return if known { Standing::Confirmed } else { Standing::Adopted };
            }
            None | Some((Decided::Adopted, _)) => {}
            Some(_) => return Standing::Aside,
        }
        self.course(held)
    }

    /// How far it is, whatever was decided.
    pub fn course(&self, held: Held<'_>) -> Standing {
        let signed =
            self.signatures_in_force(held.digest).len() >= usize::from(held.rules.findings.signatures);
        let reviewed = signed && self.review.as_ref().is_some_and(|review| review.digest == held.digest);
        match (signed, reviewed, self.is_signed_off(held.digest)) {
            (true, true, true) => Standing::SignedOff,
            (true, true, false) => Standing::Reviewed,
            (true, false, _) => Standing::Signed,
            (false, ..) => Standing::Draft,
        }
    }

    /// An adoption stands while its text does: signed off here, or decided on paper and nothing blocks.
    fn may_stand(&self, recorded: Recorded, held: Held<'_>) -> bool {
        let on_paper = recorded == Recorded::PaperChecked;
        self.is_signed_off(held.digest)
            || (on_paper && self.refuse_if_blocked(held, Severity::Blocks).is_ok())
    }

    pub(super) fn is_signed_off(&self, digest: &str) -> bool {
        self.sign_off.as_ref().is_some_and(|sign_off| sign_off.digest == digest)
    }

    /// Changes what it says. Signatures, review and sign-off stay on record and hold for the old text only. Of a paper
    /// that was adopted on paper the text stands, and its evidence may still be linked and spread.
    pub fn revise(mut self, paper: Paper) -> Result<Self, Refusal> {
        self.refuse_if_ended()?;
        if let Some(decision) = self.decision.as_ref().filter(|decision| decision.noted.how.has_effect()) {
            let settled = matches!(decision.what, Decided::Adopted | Decided::Merged { .. });
            let linking = decision.noted.how == Recorded::PaperChecked && self.paper.says_the_same(&paper);
            if settled && !linking {
                return Err(self.at("finding-decided"));
            }
        }
        if paper != self.paper {
            // A doubt or a refusal was about the old text; the journal keeps it.
            self.decision = self.decision.filter(|decision| {
                !decision.noted.how.has_effect() || matches!(decision.what, Decided::Adopted)
            });
            self.revision = self.revision.saturating_add(1);
            let highest = paper.sentences.iter().map(|sentence| sentence.key).max();
            self.last_key = self.last_key.max(highest.unwrap_or_default());
            self.paper = paper;
        }
        Ok(self)
    }

    /// Signs it. Refused while anything blocks; a person signs a text once.
    pub fn sign(mut self, signature: Signature, held: Held<'_>) -> Result<Self, Refusal> {
        self.refuse_if_ended()?;
        self.refuse_if_blocked(held, Severity::Blocks)?;
        if signature.digest != held.digest {
            return Err(self.at("finding-signed-another-text"));
        }
        if self.signatures_in_force(held.digest).iter().any(|s| s.by.person == signature.by.person) {
            return Err(self.at("finding-signed-already"));
        }
        self.signatures.push(signature);
        Ok(self)
    }

    /// The deputy reviews it: signed by as many as the rules ask, none of them the deputy.
    pub fn review(mut self, review: Review, held: Held<'_>) -> Result<Self, Refusal> {
        self.refuse_if_ended()?;
        let signed = self.signatures_in_force(held.digest);
        let needed = usize::from(held.rules.findings.signatures);
        if signed.len() < needed {
            let id = if self.signatures.len() >= needed {
                "finding-signature-lapsed"
            } else {
                "finding-too-few-signatures"
            };
            return Err(Message::new(id).with("count", signed.len()).with("needed", needed).into());
        }
        if signed.iter().any(|signature| signature.by.person == review.by.person) {
            return Err(self.at("finding-reviewer-signed"));
        }
        self.review = Some(Review { digest: held.digest.to_owned(), ..review });
        Ok(self)
    }

    /// The leader signs it off.
    pub fn sign_off(mut self, sign_off: SignOff, held: Held<'_>) -> Result<Self, Refusal> {
        if self.standing(held) != Standing::Reviewed {
            return Err(self.at_standing("finding-not-reviewed", held));
        }
        self.sign_off = Some(SignOff { digest: held.digest.to_owned(), ..sign_off });
        Ok(self)
    }

    /// The team meeting decides. Adopting asks for the sign-off and evidence behind every fact; not adopting for a reason.
    pub fn decide(mut self, decision: Decision, held: Held<'_>) -> Result<Self, Refusal> {
        self.refuse_if_ended()?;
        match &decision.what {
            Decided::NotAdopted { reason } if reason.trim().is_empty() => {
                return Err(Refusal::new("finding-not-adopted-without-reason"));
            }
            Decided::Merged { into } if into.trim().is_empty() || *into == self.number => {
                return Err(self.at("finding-merged-into-nothing"));
            }
            Decided::Adopted if decision.noted.how == Recorded::InProgram => {
                if self.course(held) != Standing::SignedOff {
                    return Err(self.at_standing("finding-not-signed-off", held));
                }
                self.refuse_if_blocked(held, Severity::BlocksMeeting)?;
            }
            _ => {}
        }
        self.decision = Some(decision);
        Ok(self)
    }

    /// Notes the unit's view of the facts. Asked in the course of the work it comes after the team meeting, so that the
    /// paper is not known before; what is on paper already is recorded as it is.
    pub fn confirm(mut self, view: UnitView, held: Held<'_>) -> Result<Self, Refusal> {
        self.refuse_if_ended()?;
        let in_program = view.noted.how == Recorded::InProgram;
        if in_program && !matches!(self.standing(held), Standing::Adopted | Standing::Confirmed) {
            return Err(self.at_standing("finding-view-too-early", held));
        }
        if view.view != View::Agrees && view.words.trim().is_empty() && in_program {
            return Err(Refusal::new("finding-view-without-words"));
        }
        self.view = Some(view);
        Ok(self)
    }

    /// Whether it may go into the report: adopted, and the facts confirmed where the rules ask.
    pub fn may_be_reported(&self, held: Held<'_>) -> Result<(), Refusal> {
        match self.standing(held) {
            Standing::Confirmed => {}
            Standing::Adopted if !held.rules.findings.confirm_facts => {}
            Standing::Adopted => return Err(self.at("finding-facts-unconfirmed")),
            _ => return Err(self.at_standing("finding-not-adopted-yet", held)),
        }
        self.refuse_if_blocked(held, Severity::BlocksMeeting)
    }

    /// Moves it into a clue: nothing of it goes on here. What was adopted stays where it is.
    pub fn move_to_clue(mut self, held: Held<'_>) -> Result<Self, Refusal> {
        self.refuse_if_ended()?;
        if matches!(self.standing(held), Standing::Adopted | Standing::Confirmed) {
            return Err(self.at("finding-decided"));
        }
        self.moved_to_clue = true;
        Ok(self)
    }

    fn refuse_if_blocked(&self, held: Held<'_>, up_to: Severity) -> Result<(), Refusal> {
        let faults = self.faults(&held.rules.findings, held.rules);
        let blocking: Option<&Fault> = faults.iter().find(|fault| fault.severity <= up_to);
        blocking.map_or(Ok(()), |fault| Err(Refusal(fault.message.clone())))
    }

    pub(super) fn refuse_if_ended(&self) -> Result<(), Refusal> {
        if self.moved_to_clue {
            return Err(self.at("finding-moved"));
        }
        if self.withdrawn.is_some() { Err(self.at("finding-is-withdrawn")) } else { Ok(()) }
    }

    pub(super) fn at(&self, id: &'static str) -> Refusal {
        Refusal(Message::new(id).with("number", self.number.as_str()))
    }

    fn at_standing(&self, id: &'static str, held: Held<'_>) -> Refusal {
        Refusal(self.at(id).0.with("standing", self.standing(held).label()))
    }
}
