//! Which act tells whom what: the one table of notices.
//!
//! An act says what happened with [`News::tell`]; the job that this queues works out who is concerned, leaves out whoever
//! may not see what it is about, and gives the notices. Words hold names and days, nothing sealed.

use crate::deadline::Nearing;
use crate::{Error, Prep};
use domain::permission::{Action, Role, Scope};
use domain::rectification::rules::Addressee;
use domain::rectification::{Item, Sign};
use domain::ruleset::Names;
use kernel::{
    Day, DecisionId, EngagementId, FeedbackId, FindingId, ItemId, Lang, Message, PersonId, RecordId, UnitId,
    UserId,
};
use serde::{Deserialize, Serialize};
use store::changes::{Changes, NewJob};

/// Kind of the job that gives notices.
pub(crate) const JOB: &str = "notices-give";
/// What a notice leads to, and what its reader needs to see that.
pub(crate) type Leads = (&'static str, RecordId, Action, Scope);

/// Something that happened and concerns someone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "news")]
pub enum News {
    /// Someone has a new role.
    RoleGranted {
        /// Whose account.
        account: UserId,
        /// Which role.
        role: Role,
    },
    /// Someone's role ended.
    RoleEnded {
        /// Whose account.
        account: UserId,
        /// Which role.
        role: Role,
    },
    /// Someone else set the account's password.
    PasswordReset {
        /// Whose account.
        account: UserId,
    },
    /// A token was made for the account.
    TokenIssued {
        /// Whose account.
        account: UserId,
        /// What the token is for, in its maker's words.
        label: String,
        /// Its last day.
        until: Day,
    },
    /// Someone was proposed for a team and must declare recusal.
    Proposed {
        /// Who.
        person: PersonId,
        /// For which team.
        team: String,
    },
    /// Someone was authorised in a team.
    Authorised {
        /// Who.
        person: PersonId,
        /// In which team.
        team: String,
        /// One of the team's engagements.
        engagement: EngagementId,
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
    },
    /// The authorisation of someone's team was taken back.
    Lifted {
        /// Whose account.
        account: UserId,
        /// Number of the paper.
        number: String,
    },
    /// Someone left a team.
    Released {
        /// Who.
        person: PersonId,
        /// Which team.
        team: String,
    },
    /// A decision recorded from paper waits for a second person.
    DecisionToCheck {
        /// The decision.
        decision: DecisionId,
        /// What it is about.
        label: String,
        /// Who recorded it, and therefore cannot check it.
        recorder: UserId,
        /// Whether it is about a clue, of which only its keepers know.
        #[serde(default)]
        clue: bool,
    },
    /// A clue waits for someone's step. The number says nothing about anyone.
    Clue {
        /// What happened.
        what: ClueNews,
        /// The clue, or the hand-over for whoever received it.
        record: RecordId,
        /// The clue's number.
        number: String,
    },
    /// A matter or an extract of a petition was handed to a department. The number is all that it says.
    Handed {
        /// Which of them.
        kind: HandedKind,
        /// To whom.
        to: UnitId,
        /// The record as its receiver sees it.
        record: RecordId,
        /// Its number.
        number: String,
    },
    /// A job was given up.
    JobGivenUp {
        /// Its kind.
        kind: String,
    },
    /// A deadline is near, due, or over.
    Deadline(Nearing),
    /// A team raised an incident.
    IncidentRaised {
        /// The engagement.
        engagement: EngagementId,
        /// Who raised it, and therefore knows.
        by: UserId,
    },
    /// A unit was told of a gathering.
    UnitTold {
        /// The unit.
        unit: UnitId,
    },
    /// Feedback was handed to a unit.
    FeedbackTold {
        /// The feedback.
        feedback: FeedbackId,
        /// The unit.
        unit: UnitId,
        /// The unit's name.
        label: String,
    },
    /// A working paper waits for someone's step, or what someone signed has changed. The number is all that it says.
    Finding {
        /// The paper.
        finding: FindingId,
        /// Its engagement.
        engagement: EngagementId,
        /// Its number.
        number: String,
        /// Who made the step, and therefore knows.
        by: UserId,
        /// What happened.
        what: FindingNews,
    },
    /// Something happened to an item of the ledger.
    Item {
        /// The item.
        item: ItemId,
        /// The unit.
        unit: UnitId,
        /// The item's code: all that a notice says of it.
        code: String,
        /// What happened.
        what: ItemNews,
    },
}

/// What was handed to a department.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandedKind {
    /// A matter transferred.
    Matter,
    /// An extract of a petition.
    Referral,
}

impl HandedKind {
    const fn message(self) -> Message {
        Message::new(match self {
            Self::Matter => "notice-matter-handed",
            Self::Referral => "notice-referral-handed",
        })
    }

    /// The kind of record it leads to.
    const fn leads(self) -> &'static str {
        match self {
            Self::Matter => "received_matter",
            Self::Referral => "petition_referral",
        }
    }
}

/// What happened to an item of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum ItemNews {
    /// It waits for a signature, the review or the verification.
    Turn {
        /// Which.
        sign: Sign,
    },
    /// It was sent back to the unit.
    SentBack,
    /// The unit objects to its facts.
    Objected,
    /// An objection was answered.
    Answered,
    /// The office came to a finding.
    Verified,
    /// A re-check opened it again.
    Reopened,
    /// A reminder was sent.
    Reminded {
        /// To whom.
        to: Addressee,
        /// What the reminder is called.
        name: Names,
        /// The day the item was due.
        due: Day,
    },
}

impl ItemNews {
    /// Who can do what follows from it.
    const fn concerns(&self) -> Action {
        match self {
            Self::Turn { sign: Sign::Leader } | Self::Reminded { to: Addressee::Leader, .. } => {
                Action::ItemSignLeader
            }
            Self::Turn { sign: Sign::Head } | Self::Reminded { to: Addressee::Head, .. } => {
                Action::ItemSignHead
            }
            Self::Turn { sign: Sign::Superior } | Self::Reminded { to: Addressee::Superior, .. } => {
                Action::ItemSignSuperior
            }
            Self::Turn { sign: Sign::Review } => Action::ItemReview,
            Self::Turn { sign: Sign::Verify } => Action::ItemVerify,
            Self::Objected => Action::ItemAnswer,
            Self::SentBack | Self::Verified | Self::Reopened | Self::Reminded { .. } => Action::ItemReport,
            Self::Answered => Action::ItemClaim,
        }
    }

    fn message(&self, lang: Lang) -> Message {
        match self {
            Self::Turn { sign } => Message::new("notice-item-turn").with("sign", sign.label()),
            Self::SentBack => Message::new("notice-item-sent-back"),
            Self::Objected => Message::new("notice-item-objected"),
            Self::Answered => Message::new("notice-item-answered"),
            Self::Verified => Message::new("notice-item-verified"),
            Self::Reopened => Message::new("notice-item-reopened"),
            Self::Reminded { name, due, .. } => {
                Message::new("notice-item-reminded").with("name", name.get(lang)).with("due", *due)
            }
        }
    }
}

/// What happened to a working paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum FindingNews {
    /// Signed by as many as the rules ask: the deputy comes next.
    ToReview,
    /// Reviewed: the leader comes next.
    ToSignOff,
    /// Its text changed after someone had signed.
    Lapsed {
        /// Who had signed.
        account: UserId,
    },
    /// The team meeting came to it.
    Decided {
        /// Who had signed.
        account: UserId,
        /// Whether it was adopted.
        adopted: bool,
    },
}

impl FindingNews {
    const fn to(self, scope: Scope) -> To {
        match self {
            Self::ToReview => To::Whoever(Action::FindingReview, scope),
            Self::ToSignOff => To::Whoever(Action::FindingDecide, scope),
            Self::Lapsed { account } | Self::Decided { account, .. } => To::Account(account),
        }
    }

    const fn message(self) -> Message {
        Message::new(match self {
            Self::ToReview => "notice-finding-to-review",
            Self::ToSignOff => "notice-finding-to-sign-off",
            Self::Lapsed { .. } => "notice-finding-lapsed",
            Self::Decided { adopted: true, .. } => "notice-finding-adopted",
            Self::Decided { adopted: false, .. } => "notice-finding-aside",
        })
    }
}

/// What happened to a clue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "step")]
pub enum ClueNews {
    /// Its team passed it to the office.
    Passed,
    /// The office sent it back.
    SentBack {
        /// To the team of this engagement.
        engagement: EngagementId,
    },
    /// Its route waits for approval.
    Put,
    /// It was handed over.
    HandedOver {
        /// To whom.
        to: UnitId,
        /// To the discipline body inside that unit.
        inside: bool,
    },
    /// The receiver is reminded.
    Reminded {
        /// Whom.
        to: UnitId,
        /// The discipline body inside that unit.
        inside: bool,
    },
    /// The receiver signed.
    Signed,
    /// The receiver reported.
    Answered,
}

impl ClueNews {
    fn to(self) -> To {
        match self {
            Self::Passed | Self::Signed | Self::Answered => To::Whoever(Action::ClueFile, Scope::Global),
            Self::SentBack { engagement } => To::Whoever(Action::ClueLead, Scope::One(engagement.0)),
            Self::Put => To::Whoever(Action::ClueApprove, Scope::Global),
            Self::HandedOver { to, inside } | Self::Reminded { to, inside } => {
                let role = if inside { Role::UnitDiscipline } else { Role::ReceivingOfficer };
                To::Holding(role, Scope::One(to.0))
            }
        }
    }

    const fn message(self) -> Message {
        Message::new(match self {
            Self::Passed => "notice-clue-passed",
            Self::SentBack { .. } => "notice-clue-sent-back",
            Self::Put => "notice-clue-put",
            Self::HandedOver { .. } => "notice-clue-handed-over",
            Self::Reminded { .. } => "notice-clue-reminded",
            Self::Signed => "notice-clue-signed",
            Self::Answered => "notice-clue-answered",
        })
    }

    const fn leads(self, record: RecordId) -> Leads {
        match self {
            Self::Passed | Self::Signed | Self::Answered => ("clue", record, Action::ClueFile, Scope::Global),
            Self::SentBack { engagement } => ("clue", record, Action::ClueLead, Scope::One(engagement.0)),
            Self::Put => ("clue", record, Action::ClueApprove, Scope::Global),
            Self::HandedOver { to, .. } | Self::Reminded { to, .. } => {
                ("clue_transfer", record, Action::ClueReceive, Scope::One(to.0))
            }
        }
    }
}

/// Whom news concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum To {
    /// One account.
    Account(UserId),
    /// The account of a person of the pool, if they have one.
    Person(PersonId),
    /// Everyone who may do something.
    Whoever(Action, Scope),
    /// Everyone who holds a role for something.
    Holding(Role, Scope),
}

impl News {
    /// News of an item.
    pub(crate) fn item(item: &Item, what: ItemNews) -> Self {
        Self::Item { item: item.id, unit: item.unit, code: item.code.clone(), what }
    }

    /// Whom it concerns.
    pub(crate) fn to(&self) -> To {
        match self {
            Self::RoleGranted { account, .. }
            | Self::RoleEnded { account, .. }
            | Self::PasswordReset { account }
            | Self::Lifted { account, .. }
            | Self::TokenIssued { account, .. } => To::Account(*account),
            Self::Proposed { person, .. }
            | Self::Authorised { person, .. }
            | Self::Released { person, .. } => To::Person(*person),
            Self::DecisionToCheck { clue: true, .. } => To::Whoever(Action::ClueFile, Scope::Global),
            Self::DecisionToCheck { .. } => To::Whoever(Action::DecisionCheck, Scope::Global),
            Self::Clue { what, .. } => what.to(),
            Self::Handed { to, .. } => To::Whoever(Action::MatterReceive, Scope::One(to.0)),
            Self::JobGivenUp { .. } => To::Whoever(Action::SystemView, Scope::System),
            Self::Deadline(nearing) => {
                let (action, scope) = nearing.concerns();
                To::Whoever(action, scope)
            }
            Self::IncidentRaised { .. } => To::Whoever(Action::PetitionEnvelope, Scope::Global),
            Self::UnitTold { unit } => To::Whoever(Action::IncidentNotice, Scope::One(unit.0)),
            Self::FeedbackTold { unit, .. } => To::Whoever(Action::PortalView, Scope::One(unit.0)),
            Self::Finding { engagement, what, .. } => what.to(Scope::One(engagement.0)),
            Self::Item { unit, what, .. } => To::Whoever(what.concerns(), Scope::One(unit.0)),
        }
    }

    /// The account that is left out, because it knows already.
    pub(crate) const fn but(&self) -> Option<UserId> {
        match self {
            Self::DecisionToCheck { recorder, .. } => Some(*recorder),
            Self::IncidentRaised { by, .. } | Self::Finding { by, .. } => Some(*by),
            _ => None,
        }
    }

    /// What it says. The language counts only for names that are data.
    pub(crate) fn message(&self, lang: Lang) -> Message {
        match self {
            Self::RoleGranted { role, .. } => {
                Message::new("notice-role-granted").with("role", Message::new(role.message_id()))
            }
            Self::RoleEnded { role, .. } => {
                Message::new("notice-role-ended").with("role", Message::new(role.message_id()))
            }
            Self::PasswordReset { .. } => Message::new("notice-password-reset"),
            Self::TokenIssued { label, until, .. } => {
                Message::new("notice-token-issued").with("label", label.as_str()).with("until", *until)
            }
            Self::Proposed { team, .. } => Message::new("notice-proposed").with("team", team.as_str()),
            Self::Authorised { team, from, to, .. } => Message::new("notice-authorised")
                .with("team", team.as_str())
                .with("from", *from)
                .with("to", *to),
            Self::Lifted { number, .. } => Message::new("notice-lifted").with("number", number.as_str()),
            Self::Released { team, .. } => Message::new("notice-released").with("team", team.as_str()),
            Self::DecisionToCheck { label, .. } => {
                Message::new("notice-decision-to-check").with("label", label.as_str())
            }
            Self::Clue { what, number, .. } => what.message().with("number", number.as_str()),
            Self::Handed { kind, number, .. } => kind.message().with("number", number.as_str()),
            Self::JobGivenUp { kind } => {
                Message::new("notice-job-given-up").with("job", crate::job::label(kind))
            }
            Self::Deadline(nearing) => nearing.message(lang),
            Self::IncidentRaised { .. } => Message::new("notice-incident-raised"),
            Self::UnitTold { .. } => Message::new("notice-unit-told"),
            Self::FeedbackTold { label, .. } => {
                Message::new("notice-feedback-told").with("unit", label.as_str())
            }
            Self::Finding { number, what, .. } => what.message().with("number", number.as_str()),
            Self::Item { code, what, .. } => what.message(lang).with("code", code.as_str()),
        }
    }

    /// The record it leads to, and what its reader needs to see that.
    pub(crate) fn about(&self) -> Option<Leads> {
        match self {
            Self::Authorised { engagement, .. } => {
                Some(("engagement", (*engagement).into(), Action::EngagementView, Scope::One(engagement.0)))
            }
            Self::DecisionToCheck { clue: true, .. } => None,
            Self::Clue { what, record, .. } => Some(what.leads(*record)),
            Self::Handed { kind, to, record, .. } => {
                Some((kind.leads(), *record, Action::MatterReceive, Scope::One(to.0)))
            }
            Self::DecisionToCheck { decision, .. } => {
                Some(("decision", (*decision).into(), Action::DecisionCheck, Scope::Global))
            }
            Self::Deadline(nearing) => {
                let (action, scope) = nearing.concerns();
                nearing.leads().map(|kind| (kind, nearing.subject, action, scope))
            }
            Self::FeedbackTold { feedback, unit, .. } => {
                Some(("portal_feedback", (*feedback).into(), Action::PortalView, Scope::One(unit.0)))
            }
            Self::Finding { finding, engagement, .. } => {
                Some(("finding", (*finding).into(), Action::FindingView, Scope::One(engagement.0)))
            }
            Self::Item { item, unit, .. } => {
                Some(("item", (*item).into(), Action::LedgerView, Scope::One(unit.0)))
            }
            _ => None,
        }
    }

    /// Tells it, together with what the act changes.
    ///
    /// # Errors
    /// [`Error::Internal`] when it has no canonical form, which is a defect.
    pub fn tell(&self, changes: &mut Changes, prep: &Prep<'_>) -> Result<(), Error> {
        let payload = serde_json::to_string(self).map_err(|e| Error::Internal(e.to_string()))?;
        changes.queue(NewJob { kind: JOB, payload, due: prep.ctx.at });
        Ok(())
    }
}
