//! Decisions: who decided what, when, who recorded it, and how (A7, 代录批示).
//!
//! A decision is made *in the program*, in the decider's own session with the factor entered again, or *on paper*,
//! with number, wording and scan, recorded by a clerk and checked by a second person. Both have the same effect;
//! when a paper one takes it is the [`PaperProfile`] in force. Distinct means distinct persons: two sessions or two
//! accounts of one person are one person. Every act that approves or signs ends in one of these.

use crate::Refusal;
use crate::ruleset::Reader;
use kernel::id::{DecisionId, FileId, PersonId, RecordId, UserId};
use kernel::{Day, FieldError, Message};
use serde::{Deserialize, Serialize};

/// Who decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "decided_by")]
pub enum DecidedBy {
    /// A person in a post.
    Person {
        /// The person.
        person: PersonId,
        /// The name as it stood on the day.
        name: String,
        /// The post as it stood on the day.
        post: String,
    },
    /// A body, by its meeting.
    Body {
        /// The body's name.
        name: String,
    },
}

/// A user and the person behind the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clerk {
    /// The account.
    pub user: UserId,
    /// The person. Two-person rules compare this one.
    pub person: PersonId,
}

/// The paper a decision stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its number; empty when the paper has none.
    pub number: String,
    /// The words that were written or minuted.
    pub wording: String,
    /// The scan.
    pub scan: FileId,
}

/// The second person's check of a record against its paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "check")]
pub enum PaperCheck {
    /// Nobody has looked yet.
    Waiting,
    /// Found to agree with the paper.
    Agreed {
        /// Who checked.
        by: Clerk,
        /// When.
        on: Day,
    },
    /// Found not to agree: the record counts for nothing and must be made anew.
    Rejected {
        /// Who checked.
        by: Clerk,
        /// When.
        on: Day,
        /// What does not agree.
        reason: String,
    },
    /// Taken back by whoever recorded it, before anyone looked.
    Withdrawn {
        /// When.
        on: Day,
        /// Why.
        reason: String,
    },
}

/// How a decision came to be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "how")]
pub enum How {
    /// In the decider's own session, the factor entered again.
    InProgram,
    /// From paper.
    OnPaper {
        /// The paper.
        paper: Paper,
        /// The second person's check.
        check: PaperCheck,
    },
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// The record it is about.
    pub subject: RecordId,
    /// Whether the answer was yes.
    pub approved: bool,
    /// Who decided.
    #[serde(flatten)]
    pub decided_by: DecidedBy,
    /// On which day.
    pub decided_on: Day,
    /// Who recorded it; the decider in the program.
    pub recorded_by: Clerk,
    /// In the program or on paper.
    #[serde(flatten)]
    pub how: How,
}

/// From when a decision recorded from paper has effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperEffect {
    /// Only once the second person has agreed.
    AfterCheck,
    /// At once; the check follows within its period.
    AtOnce,
}

/// The rules for decisions on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperProfile {
    /// From when they have effect.
    pub effect: PaperEffect,
    /// Working days within which the second person checks.
    pub check_within_workdays: u16,
}

impl PaperProfile {
    /// Reads the content of a ruleset.
    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        let effect = reader.choice("paper_effect", &["after_check", "at_once"]);
        let check_within_workdays = reader.number("check_within_workdays", 1..=60);
        Some(Self { effect: effect?, check_within_workdays: check_within_workdays? })
    }
}

/// A decision on paper as it is typed in.
#[derive(Clone, Debug)]
pub struct PaperEntry {
    /// The record it is about.
    pub subject: RecordId,
    /// Whether the answer was yes.
    pub approved: bool,
    /// Who decided.
    pub decided_by: DecidedBy,
    /// On which day.
    pub decided_on: Day,
    /// Number, wording, scan.
    pub paper: Paper,
}

impl Decision {
    /// A decision made in the program. The recorder must be the person who decides; `factor_again` says that
    /// this session entered its factor anew for this decision.
    pub fn in_program(
        id: DecisionId,
        entry: (RecordId, bool),
        decided_by: DecidedBy,
        recorded_by: Clerk,
        (on, factor_again): (Day, bool),
    ) -> Result<Self, Refusal> {
        let own = matches!(&decided_by, DecidedBy::Person { person, .. } if *person == recorded_by.person);
        if !own {
            return Err(Refusal::new("decision-not-own-session"));
        }
        if !factor_again {
            return Err(Refusal::new("decision-factor-again"));
        }
        let (subject, approved) = entry;
        Ok(Self { id, subject, approved, decided_by, decided_on: on, recorded_by, how: How::InProgram })
    }

    /// A decision recorded from paper; all faults of the entry are reported.
    pub fn from_paper(
        id: DecisionId,
        entry: PaperEntry,
        recorded_by: Clerk,
        today: Day,
    ) -> Result<Self, Vec<FieldError>> {
        let faults = entry.faults(today);
        if !faults.is_empty() {
            return Err(faults);
        }
        let PaperEntry { subject, approved, decided_by, decided_on, paper } = entry;
        let how = How::OnPaper { paper, check: PaperCheck::Waiting };
        Ok(Self { id, subject, approved, decided_by, decided_on, recorded_by, how })
    }

    /// The second person agrees that the record says what the paper says.
    pub fn agree(self, by: Clerk, on: Day) -> Result<Self, Refusal> {
        self.checked(by, |by| PaperCheck::Agreed { by, on })
    }

    /// The second person finds that it does not.
    pub fn reject(self, by: Clerk, on: Day, reason: String) -> Result<Self, Refusal> {
        if reason.trim().is_empty() {
            return Err(Refusal::new("decision-reject-without-reason"));
        }
        self.checked(by, |by| PaperCheck::Rejected { by, on, reason })
    }

    /// Whoever recorded it takes it back before the second person has looked.
    pub fn withdraw(self, by: Clerk, on: Day, reason: String) -> Result<Self, Refusal> {
        if reason.trim().is_empty() {
            return Err(Refusal::new("decision-withdraw-without-reason"));
        }
        if by.person != self.recorded_by.person {
            return Err(Refusal::new("decision-withdraw-not-recorder"));
        }
        let How::OnPaper { paper, check: PaperCheck::Waiting } = self.how else {
            return Err(Refusal::new("decision-no-check-waiting"));
        };
        Ok(Self { how: How::OnPaper { paper, check: PaperCheck::Withdrawn { on, reason } }, ..self })
    }

    fn checked(self, by: Clerk, outcome: impl FnOnce(Clerk) -> PaperCheck) -> Result<Self, Refusal> {
        let recorder = self.recorded_by;
        let How::OnPaper { paper, check: PaperCheck::Waiting } = self.how else {
            return Err(Refusal::new("decision-no-check-waiting"));
        };
        if by.person == recorder.person || by.user == recorder.user {
            return Err(Refusal::new("decision-checker-is-recorder"));
        }
        Ok(Self { how: How::OnPaper { paper, check: outcome(by) }, ..self })
    }

    /// Whether it has effect under a profile: approvals and refusals alike.
    pub const fn has_effect(&self, profile: &PaperProfile) -> bool {
        match &self.how {
            How::InProgram => true,
            How::OnPaper { check: PaperCheck::Agreed { .. }, .. } => true,
            How::OnPaper { check: PaperCheck::Rejected { .. } | PaperCheck::Withdrawn { .. }, .. } => false,
            How::OnPaper { check: PaperCheck::Waiting, .. } => matches!(profile.effect, PaperEffect::AtOnce),
        }
    }

    /// Whether it is a yes that has effect: what a step that needs an approval asks.
    pub const fn approves(&self, profile: &PaperProfile) -> bool {
        self.approved && self.has_effect(profile)
    }

    /// What pages say beside it: "recorded from paper", and whether it was checked.
    pub const fn remark(&self) -> Option<Message> {
        match &self.how {
            How::InProgram => None,
            How::OnPaper { check: PaperCheck::Waiting, .. } => Some(Message::new("decision-paper-waiting")),
            How::OnPaper { check: PaperCheck::Agreed { .. }, .. } => {
                Some(Message::new("decision-paper-checked"))
            }
            How::OnPaper { check: PaperCheck::Rejected { .. }, .. } => {
                Some(Message::new("decision-paper-rejected"))
            }
            How::OnPaper { check: PaperCheck::Withdrawn { .. }, .. } => {
                Some(Message::new("decision-paper-withdrawn"))
            }
        }
    }
}

impl PaperEntry {
    fn faults(&self, today: Day) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let blank = match &self.decided_by {
            DecidedBy::Person { name, .. } | DecidedBy::Body { name } => name.trim().is_empty(),
        };
        if blank {
            faults.push(FieldError::new("decided_by", Message::new("decision-decider-missing")));
        }
        if self.decided_on > today {
            let message = Message::new("decision-in-the-future").with("today", today);
            faults.push(FieldError::new("decided_on", message));
        }
        if self.paper.wording.trim().is_empty() {
            faults.push(FieldError::new("wording", Message::new("decision-wording-missing")));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    const PROFILE: PaperProfile = PaperProfile { effect: PaperEffect::AfterCheck, check_within_workdays: 5 };

    fn clerk(person: u128) -> Clerk {
        Clerk { user: UserId(Uuid::from_u128(person + 100)), person: PersonId(Uuid::from_u128(person)) }
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn entry() -> PaperEntry {
        PaperEntry {
            subject: RecordId(Uuid::nil()),
            approved: true,
            decided_by: DecidedBy::Body { name: "县委巡察工作领导小组".into() },
            decided_on: day("2025-08-22"),
            paper: Paper {
                number: "云巡组〔2025〕3号".into(),
                wording: "同意".into(),
                scan: FileId(Uuid::nil()),
            },
        }
    }

    fn recorded() -> Decision {
        Decision::from_paper(DecisionId(Uuid::nil()), entry(), clerk(1), day("2025-08-25")).unwrap()
    }

    fn refused(result: Result<Decision, Refusal>) -> String {
        result.unwrap_err().0.id.into_owned()
    }

    #[test]
    fn a_paper_decision_counts_once_another_person_has_checked_it() {
        let decision = recorded();
        assert!(!decision.approves(&PROFILE));
        assert!(decision.approves(&PaperProfile { effect: PaperEffect::AtOnce, ..PROFILE }));
        assert_eq!(
            refused(decision.clone().agree(clerk(1), day("2025-08-25"))),
            "decision-checker-is-recorder"
        );
        let checked = decision.agree(clerk(2), day("2025-08-25")).unwrap();
        assert!(checked.approves(&PROFILE));
        assert_eq!(refused(checked.agree(clerk(3), day("2025-08-26"))), "decision-no-check-waiting");
    }

    #[test]
    fn a_second_account_of_the_same_person_is_no_second_person() {
        let other_account = Clerk { user: UserId(Uuid::from_u128(999)), ..clerk(1) };
        assert_eq!(
            refused(recorded().agree(other_account, day("2025-08-25"))),
            "decision-checker-is-recorder"
        );
    }

    #[test]
    fn a_rejected_record_counts_for_nothing_even_where_paper_counts_at_once() {
        let at_once = PaperProfile { effect: PaperEffect::AtOnce, ..PROFILE };
        assert_eq!(
            refused(recorded().reject(clerk(2), day("2025-08-25"), String::new())),
            "decision-reject-without-reason"
        );
        let rejected = recorded().reject(clerk(2), day("2025-08-25"), "日期不符".into()).unwrap();
        assert!(!rejected.has_effect(&at_once));
    }

    #[test]
    fn only_its_recorder_withdraws_a_record_and_only_while_it_waits() {
        let on = day("2025-08-25");
        assert_eq!(
            refused(recorded().withdraw(clerk(2), on, "录错".into())),
            "decision-withdraw-not-recorder"
        );
        assert_eq!(
            refused(recorded().withdraw(clerk(1), on, " ".into())),
            "decision-withdraw-without-reason"
        );
        let withdrawn = recorded().withdraw(clerk(1), on, "录错".into()).unwrap();
        assert!(!withdrawn.has_effect(&PaperProfile { effect: PaperEffect::AtOnce, ..PROFILE }));
        assert_eq!(refused(withdrawn.agree(clerk(2), on)), "decision-no-check-waiting");
        let checked = recorded().agree(clerk(2), on).unwrap();
        assert_eq!(refused(checked.withdraw(clerk(1), on, "录错".into())), "decision-no-check-waiting");
    }

    #[test]
    fn every_fault_of_a_paper_entry_is_named() {
        let mut entry = entry();
        entry.decided_by = DecidedBy::Body { name: " ".into() };
        entry.decided_on = day("2025-09-01");
        entry.paper.wording = String::new();
        let faults =
            Decision::from_paper(DecisionId(Uuid::nil()), entry, clerk(1), day("2025-08-25")).unwrap_err();
        let fields: Vec<_> = faults.iter().map(|f| f.field.as_ref()).collect();
        assert_eq!(fields, ["decided_by", "decided_on", "wording"]);
    }

    #[test]
    fn in_the_program_only_the_decider_decides_and_enters_the_factor_again() {
        let by = |n: u128| DecidedBy::Person {
            person: clerk(n).person,
            name: "云丁苇".into(),
            post: "县委书记".into(),
        };
        let decide = |decider: u128, factor: bool| {
            let subject = (RecordId(Uuid::nil()), true);
            let on = day("2025-08-22");
            Decision::in_program(DecisionId(Uuid::nil()), subject, by(decider), clerk(1), (on, factor))
        };
        assert_eq!(refused(decide(2, true)), "decision-not-own-session");
        assert_eq!(refused(decide(1, false)), "decision-factor-again");
        assert!(decide(1, true).unwrap().approves(&PROFILE));
    }

    proptest! {
        #[test]
        fn no_order_of_checks_lets_one_person_record_and_check(
            recorder in 0_u128..3, tries in proptest::collection::vec((0_u128..3, any::<bool>()), 0..6)
        ) {
            let mut decision = Decision { recorded_by: clerk(recorder), ..recorded() };
            for (who, agree) in tries {
                let on = day("2025-08-26");
                let before = decision.clone();
                let next = if agree { before.agree(clerk(who), on) } else { before.reject(clerk(who), on, "x".into()) };
                if let Ok(next) = next { decision = next; }
            }
            if let How::OnPaper { check: PaperCheck::Agreed { by, .. } | PaperCheck::Rejected { by, .. }, .. } = &decision.how {
                prop_assert_ne!(by.person, decision.recorded_by.person);
            }
        }
    }
}
