//! A file that lies with a unit, a round or an engagement: who attached it, what it is, and that it was taken back.
//!
//! Nothing is deleted: what was withdrawn stays with its reason and is no longer opened. Who sees an attachment is whoever
//! sees the compartment of what it lies with. Called by `app::attachment`.

use super::Kind;
use crate::Refusal;
use crate::permission::{Action, Scope, compartment};
use kernel::{
    AttachmentId, EngagementId, FieldError, FileId, Message, RecordId, RoundId, Timestamp, UnitId, UserId,
};
use serde::{Deserialize, Serialize};

/// The longest description, in characters.
const LONGEST_NOTE: usize = 200;
/// The longest reason of a withdrawal.
const LONGEST_REASON: usize = 300;

/// What a file lies with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "with", content = "record")]
pub enum Attached {
    /// A unit.
    Unit(UnitId),
    /// A round.
    Round(RoundId),
    /// An engagement: its team's.
    Engagement(EngagementId),
}

impl From<UnitId> for Attached {
    fn from(id: UnitId) -> Self {
        Self::Unit(id)
    }
}

impl From<RoundId> for Attached {
    fn from(id: RoundId) -> Self {
        Self::Round(id)
    }
}

impl From<EngagementId> for Attached {
    fn from(id: EngagementId) -> Self {
        Self::Engagement(id)
    }
}

impl Attached {
    /// The kind of record.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Unit(_) => "unit",
            Self::Round(_) => "round",
            Self::Engagement(_) => "engagement",
        }
    }

    /// The record.
    pub const fn id(self) -> RecordId {
        match self {
            Self::Unit(id) => RecordId(id.0),
            Self::Round(id) => RecordId(id.0),
            Self::Engagement(id) => RecordId(id.0),
        }
    }

    /// The engagement whose key seals the content.
    pub const fn engagement(self) -> Option<EngagementId> {
        match self {
            Self::Engagement(id) => Some(id),
            Self::Unit(_) | Self::Round(_) => None,
        }
    }

    /// The record's own compartment.
    pub fn compartment(self) -> String {
        match self {
            Self::Unit(_) => "organisation".to_owned(),
            Self::Round(_) => "rounds".to_owned(),
            Self::Engagement(id) => compartment::work(id),
        }
    }

    /// The right that shows its files.
    pub const fn seen_by(self) -> (Action, Scope) {
        match self {
            Self::Unit(_) => (Action::UnitView, Scope::Global),
            Self::Round(_) => (Action::RoundView, Scope::Global),
            Self::Engagement(id) => (Action::EngagementFiles, Scope::One(id.0)),
        }
    }

    /// The right to attach and to withdraw.
    pub const fn kept_by(self) -> (Action, Scope) {
        match self {
            Self::Unit(_) => (Action::UnitChange, Scope::Global),
            Self::Round(_) => (Action::RoundPlan, Scope::Global),
            Self::Engagement(id) => (Action::EngagementFiles, Scope::One(id.0)),
        }
    }
}

/// That an attachment was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// By whom, as they were called then.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// A file lying with a record. Name, kind, size and seal are its file's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// What it lies with.
    #[serde(flatten)]
    pub attached: Attached,
    /// The file.
    pub file: FileId,
    /// What it is called.
    pub name: String,
    /// What it is, by content.
    pub kind: Kind,
    /// Bytes of its content.
    pub size: u64,
    /// Opening it takes a reason and leaves a trace.
    pub sealed: bool,
    /// What it is, in words; may be empty.
    pub note: String,
    /// Who attached it.
    pub by: UserId,
    /// As they were called then.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// That it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

impl Attachment {
    /// A description as typed, without white space around it.
    ///
    /// # Errors
    /// `attachment-note-long`.
    pub fn parse_note(typed: &str) -> Result<String, FieldError> {
        short("note", typed, LONGEST_NOTE, "attachment-note-long")
    }

    /// Takes it back.
    ///
    /// # Errors
    /// `attachment-withdrawn` when it was before.
    pub fn withdraw(self, by_name: &str, at: Timestamp, reason: String) -> Result<Self, Refusal> {
        if self.withdrawn.is_some() {
            return Err(Refusal::new("attachment-withdrawn"));
        }
        Ok(Self { withdrawn: Some(Withdrawal { by_name: by_name.to_owned(), at, reason }), ..self })
    }
}

impl Withdrawal {
    /// A reason as typed.
    ///
    /// # Errors
    /// `attachment-reason-missing`, `attachment-reason-long`.
    pub fn parse_reason(typed: &str) -> Result<String, FieldError> {
        let reason = short("reason", typed, LONGEST_REASON, "attachment-reason-long")?;
        if reason.is_empty() {
            return Err(FieldError::new("reason", Message::new("attachment-reason-missing")));
        }
        Ok(reason)
    }
}

fn short(field: &'static str, typed: &str, most: usize, id: &'static str) -> Result<String, FieldError> {
    let text = typed.trim();
    if text.chars().count() > most {
        return Err(FieldError::new(field, Message::new(id).with("most", most)));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn attachment() -> Attachment {
        Attachment {
            id: AttachmentId(Uuid::from_u128(1)),
            attached: Attached::Unit(UnitId(Uuid::from_u128(2))),
            file: FileId(Uuid::from_u128(3)),
            name: "三定方案.pdf".into(),
            kind: Kind::Pdf,
            size: 9,
            sealed: false,
            note: String::new(),
            by: UserId(Uuid::from_u128(4)),
            by_name: "窦甲纬".into(),
            at: Timestamp(0),
            withdrawn: None,
        }
    }

    #[test]
    fn what_was_withdrawn_stays_withdrawn_with_its_reason() {
        let gone = attachment().withdraw("窦甲纬", Timestamp(5), "传错了".into()).unwrap();
        assert_eq!(gone.withdrawn.as_ref().unwrap().reason, "传错了");
        assert_eq!(
            gone.withdraw("别人", Timestamp(6), "再撤".into()).unwrap_err().0.id,
            "attachment-withdrawn"
        );
    }

    #[test]
    fn a_reason_is_needed_and_neither_text_runs_on() {
        assert_eq!(Withdrawal::parse_reason("  ").unwrap_err().message.id, "attachment-reason-missing");
        assert_eq!(Withdrawal::parse_reason(" 传错了 ").unwrap(), "传错了");
        let long = "字".repeat(301);
        assert_eq!(Withdrawal::parse_reason(&long).unwrap_err().message.id, "attachment-reason-long");
        assert_eq!(Attachment::parse_note(&long).unwrap_err().message.id, "attachment-note-long");
        assert_eq!(Attachment::parse_note("").unwrap(), "");
    }

    #[test]
    fn an_engagements_files_are_its_teams_alone() {
        let engagement = EngagementId(Uuid::from_u128(7));
        let attached = Attached::from(engagement);
        assert_eq!(attached.compartment(), compartment::work(engagement));
        assert_eq!(attached.seen_by().1, Scope::One(engagement.0));
        assert_eq!(attached.engagement(), Some(engagement));
        let state = serde_json::to_value(attachment()).unwrap();
        assert_eq!(state["with"], "unit");
        assert_eq!(serde_json::from_value::<Attachment>(state).unwrap(), attachment());
    }
}
