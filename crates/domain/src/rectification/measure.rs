//! A measure: what is done, by which post, until when, and what came of it.

use super::item::{Item, State};
use super::ledger::Reported;
use crate::Refusal;
use crate::deadline::Extension;
use crate::deadline::words::{Class, Dated, Precision, Timing, Worded};
use crate::decision::Clerk;
use kernel::id::{DecisionId, EngagementId, FileId, ItemId, MeasureId, PostId, UnitId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// What kind of thing a piece of evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A document that was issued.
    Document,
    /// Minutes of a meeting.
    Meeting,
    /// A paper that hands the matter on to others.
    Delegation,
    /// A photograph.
    Photo,
    /// Proof of a payment or refund.
    Payment,
    /// An excerpt of a register or system in use.
    Register,
    /// A record of an inspection on site.
    SiteCheck,
    /// Anything else.
    Other,
}

impl EvidenceKind {
    /// All of them, in the order pages list them.
    pub const ALL: [Self; 8] = [
        Self::Document,
        Self::Meeting,
        Self::Delegation,
        Self::Photo,
        Self::Payment,
        Self::Register,
        Self::SiteCheck,
        Self::Other,
    ];

    /// The codes, as rulesets write them.
    pub const CODES: [&str; 8] =
        ["document", "meeting", "delegation", "photo", "payment", "register", "site_check", "other"];

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Document => "rectification-evidence-document",
            Self::Meeting => "rectification-evidence-meeting",
            Self::Delegation => "rectification-evidence-delegation",
            Self::Photo => "rectification-evidence-photo",
            Self::Payment => "rectification-evidence-payment",
            Self::Register => "rectification-evidence-register",
            Self::SiteCheck => "rectification-evidence-site-check",
            Self::Other => "rectification-evidence-other",
        })
    }
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The file; `None` for what a ledger of before only names.
    pub file: Option<FileId>,
    /// What it is called.
    pub name: String,
    /// What kind the unit says it is.
    pub kind: EvidenceKind,
    /// What kind the verifier found it to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<EvidenceKind>,
}

impl Evidence {
    /// The kind that counts: the verifier's where there is one.
    pub fn counts_as(&self) -> EvidenceKind {
        self.confirmed.unwrap_or(self.kind)
    }
}

/// An entry of progress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// When.
    pub on: Day,
    /// By whom.
    pub by: Clerk,
    /// What was done.
    pub text: String,
    /// What proves it.
    pub evidence: Vec<Evidence>,
    /// Whether the measure is done with it.
    pub done: bool,
}

/// A later day that the unit asks for; it holds once it is approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedExtension {
    /// The day.
    pub to: Day,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: Clerk,
    /// When.
    pub on: Day,
}

/// A measure of one or several items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Its id.
    pub id: MeasureId,
    /// The engagement.
    pub engagement: EngagementId,
    /// The unit.
    pub unit: UnitId,
    /// Its code, by which it is found again in files.
    pub code: String,
    /// The items it serves.
    pub items: Vec<ItemId>,
    /// What is done.
    pub text: String,
    /// The responsible post.
    pub owner: Option<PostId>,
    /// Who carries it out, as the unit names them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub handler: String,
    /// Until when, in people's words and understood.
    pub deadline: Worded,
    /// What moved its day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
    /// A later day that waits for its approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<AskedExtension>,
    /// What was done so far.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub progress: Vec<Progress>,
    /// How far it was when it was taken over from a list; gone with the first progress noted here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Reported>,
    /// Remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Why it was given up, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_up: Option<String>,
}

impl Measure {
    /// Its day now; none for what is due at once without a day, or has no end.
    pub fn due(&self) -> Option<Day> {
        let first = self.deadline.reading.timing().and_then(Timing::due);
        self.extensions.last().map(|extension| extension.to).or(first)
    }

    /// Its deadline as lists show it: the words, with the day that extensions moved it to.
    pub fn deadline_now(&self) -> Worded {
        let Some(moved) = self.extensions.last() else { return self.deadline.clone() };
        let due = Dated { from: None, day: moved.to, precision: Precision::Day, provisional: false };
        let then_long = self.deadline.reading.class() == Class::DatedThenLong;
        self.deadline.clone().answered(Timing::Dated { due, then_long })
    }

    /// The day it was done.
    pub fn done_on(&self) -> Option<Day> {
        self.progress.iter().rev().find(|progress| progress.done).map(|progress| progress.on)
    }

    /// Whether it counts: it was not given up.
    pub const fn counts(&self) -> bool {
        self.given_up.is_none()
    }

    /// Whether it has to be done before its items can be declared complete. What is kept up for good never ends.
    pub fn is_open(&self) -> bool {
        let endless = matches!(
            self.deadline.reading.timing(),
            Some(Timing::LongTerm { .. } | Timing::Recurring { until: None, .. })
        );
        let kept_up = endless && !self.progress.is_empty();
        self.counts() && self.done_on().is_none() && !kept_up
    }

    /// All evidence.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.progress.iter().flat_map(|progress| &progress.evidence)
    }

    /// Notes progress.
    ///
    /// # Errors
    /// Refused without words, for a measure given up, and once all its items are closed: what comes late is no
    /// progress of a closed item. Also when it is to be done without any evidence.
    pub fn report(mut self, progress: Progress, items: &[&Item]) -> Result<Self, Refusal> {
        if progress.text.trim().is_empty() {
            return Err(Refusal::new("rectification-progress-without-text"));
        }
        if !self.counts() {
            return Err(Refusal::new("rectification-measure-given-up"));
        }
        let own = || items.iter().filter(|item| self.items.contains(&item.id));
        if let Some(closed) = own().next().filter(|_| own().all(|item| item.state.is_over())) {
            return Err(match closed.state {
                State::Closed { on, .. } => Message::new("rectification-late-progress")
                    .with("on", on)
                    .with("number", closed.number)
                    .into(),
                _ => closed.refused("rectification-annulled"),
            });
        }
        if let Some(waiting) = own().find(|item| item.state.is_in_chain()) {
            return Err(waiting.refused("rectification-in-chain"));
        }
        let proven = self.evidence().next().is_some() || !progress.evidence.is_empty();
        if progress.done && !proven {
            return Err(Refusal::new("rectification-done-without-evidence"));
        }
        self.progress.push(progress);
        self.reported = None;
        Ok(self)
    }

    /// The unit asks for a later day. The day stays until that is approved.
    ///
    /// # Errors
    /// As [`Measure::extend`], and while another day waits for its approval.
    pub fn ask_extension(self, asked: AskedExtension) -> Result<Self, Refusal> {
        if self.asked.is_some() {
            return Err(Refusal::new("rectification-extension-waiting"));
        }
        self.movable(asked.to, &asked.reason)?;
        let reason = asked.reason.trim().to_owned();
        Ok(Self { asked: Some(AskedExtension { reason, ..asked }), ..self })
    }

    /// The answer to what was asked: a yes moves the day.
    ///
    /// # Errors
    /// Refused when nothing was asked, and as [`Measure::extend`].
    pub fn answer_extension(mut self, decision: DecisionId, approved: bool) -> Result<Self, Refusal> {
        let Some(asked) = self.asked.take() else {
            return Err(Refusal::new("rectification-no-extension-asked"));
        };
        if approved { self.extend(decision, asked.to, &asked.reason) } else { Ok(self) }
    }

    /// Another post answers for it.
    ///
    /// # Errors
    /// Refused for a measure given up.
    pub fn assign(self, owner: PostId, handler: &str) -> Result<Self, Refusal> {
        if !self.counts() {
            return Err(Refusal::new("rectification-measure-given-up"));
        }
        Ok(Self { owner: Some(owner), handler: handler.trim().to_owned(), ..self })
    }

    /// Moves its day by a recorded approval; the first day stays in the words.
    ///
    /// # Errors
    /// Refused without a reason, without a day to move, when it is done, or to an earlier day.
    pub fn extend(mut self, decision: DecisionId, to: Day, reason: &str) -> Result<Self, Refusal> {
        let from = self.movable(to, reason)?;
        self.extensions.push(Extension { decision, from, to, reason: reason.trim().to_owned() });
        Ok(self)
    }

    /// The day it has now, if it may become `to`.
    fn movable(&self, to: Day, reason: &str) -> Result<Day, Refusal> {
        if reason.trim().is_empty() {
            return Err(Refusal::new("deadline-extension-without-reason"));
        }
        if let Some(on) = self.done_on() {
            return Err(Message::new("deadline-already-satisfied").with("on", on).into());
        }
        let Some(from) = self.due() else { return Err(Refusal::new("rectification-no-day-to-extend")) };
        if to <= from {
            return Err(Message::new("deadline-extension-not-later").with("due", from).with("to", to).into());
        }
        Ok(from)
    }

    /// Serves another item, too.
    ///
    /// # Errors
    /// Refused for an item of another engagement, one it serves already, or one in the chain or over.
    pub fn serve(mut self, item: &Item) -> Result<Self, Refusal> {
        if item.engagement != self.engagement {
            return Err(Refusal::new("rectification-measure-of-another-engagement"));
        }
        if self.items.contains(&item.id) {
            return Err(Message::new("rectification-measure-serves-already")
                .with("number", item.number)
                .into());
        }
        item.refuse_if_over()?;
        if item.state.is_in_chain() {
            return Err(item.refused("rectification-in-chain"));
        }
        self.items.push(item.id);
        Ok(self)
    }

    /// Gives it up with a reason; it stays on record.
    ///
    /// # Errors
    /// Refused without a reason, or when it is done.
    pub fn give_up(self, reason: &str) -> Result<Self, Refusal> {
        if reason.trim().is_empty() {
            return Err(Refusal::new("rectification-give-up-without-reason"));
        }
        if let Some(on) = self.done_on() {
            return Err(Message::new("deadline-already-satisfied").with("on", on).into());
        }
        Ok(Self { given_up: Some(reason.trim().to_owned()), ..self })
    }

    /// The verifier says what a piece of evidence is.
    ///
    /// # Errors
    /// Refused when there is no such piece.
    pub fn confirm(mut self, at: usize, kind: EvidenceKind) -> Result<Self, Refusal> {
        let mut pieces = self.progress.iter_mut().flat_map(|progress| &mut progress.evidence);
        match pieces.nth(at) {
            Some(piece) => piece.confirmed = Some(kind),
            None => return Err(Refusal::new("rectification-no-such-evidence")),
        }
        Ok(self)
    }
}
