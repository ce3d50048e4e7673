//! Deciding in the program: the head of the leading group, in their own session, with the password entered again.

use super::{MadeDecisions, Question, Subject, Verdict, carry_out, clerk, label, own_name};
use crate::{Act, Error, Prep, Prepared, Right, clue};
use domain::Refusal;
use domain::decision::{DecidedBy, Decision};
use domain::permission::{Action, Role, Scope};
use kernel::id::ClueId;
use kernel::{DecisionId, Message};
use serde::Deserialize;
use store::Changes;
use store::decision::Decided;

/// Answers one or several questions of one kind.
#[derive(Clone, Deserialize)]
pub struct Decide {
    /// Of which kind they are.
    pub about: Subject,
    /// The records.
    pub ids: Vec<kernel::RecordId>,
    /// Yes or no.
    pub approved: bool,
    /// Why, when the answer is no.
    #[serde(default)]
    pub reason: String,
    /// One's own password, again.
    pub password: String,
}

impl Act for Decide {
    const NAME: &'static str = "decision-make";
    type Done = MadeDecisions;

    fn right(&self) -> Right {
        let action = match self.about {
            Subject::Round => Action::RoundApprove,
            Subject::Authorisation => Action::AuthorisationApprove,
            Subject::Ruleset => Action::RulesetPublish,
            Subject::Petition => Action::PetitionRefer,
            Subject::Feedback | Subject::Item | Subject::Measure | Subject::Reminder => {
                Action::FeedbackApprove
            }
            Subject::Clue | Subject::Matter => Action::ClueApprove,
        };
        Right::Needs(action, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<MadeDecisions>, Error> {
        if self.ids.is_empty() {
            return Err(Refusal::new("decision-nothing-chosen").into());
        }
        if !self.approved && self.reason.trim().is_empty() {
            return Err(Error::field("reason", Message::new("decision-refuse-without-reason")));
        }
        let signed = prep.ctx.signed()?.clone();
        let factor_again = prep.app.confirm_password(&signed, &self.password).await?;
        if !factor_again {
            return Err(Error::field("password", Message::new("account-password-wrong")));
        }
        let recorder = clerk(prep).await?;
        let name = own_name(prep).await?;
        let mut changes: Option<Changes> = None;
        let mut decisions = Vec::new();
        for id in &self.ids {
            let question = Question { about: self.about, id: *id };
            if self.about == Subject::Clue {
                clue::may_be_decided_here(prep, ClueId(id.0), &self.reason).await?;
            }
            let label = label(prep, question).await?;
            let seen = super::seen(prep, question).await?;
            let changes = changes.get_or_insert_with(|| {
                let changes = Changes::about(self.about.kind(), *id, label.clone());
                if self.reason.trim().is_empty() { changes } else { changes.because(self.reason.trim()) }
            });
            let decision = Decision::in_program(
                DecisionId::new(prep.app.clock(), prep.app.rng()),
                (*id, self.approved),
                DecidedBy::Person {
                    person: recorder.person,
                    name: name.clone(),
                    post: self.role().code().to_owned(),
                },
                recorder,
                (prep.today(), factor_again),
            )?;
            let verdict =
                Verdict { decision: decision.id, approved: self.approved, on: decision.decided_on, seen };
            decisions.push(decision.id);
            changes.insert(&Decided { about: self.about, label, seen, decision })?;
            carry_out(prep, changes, question, verdict).await?;
        }
        let changes = changes.ok_or_else(|| Refusal::new("decision-nothing-chosen"))?;
        Ok(Prepared { changes, done: MadeDecisions { decisions, in_effect: true } })
    }
}

impl Decide {
    /// The role that answers questions of this kind.
    const fn role(&self) -> Role {
        match self.about {
            Subject::Round
            | Subject::Authorisation
            | Subject::Feedback
            | Subject::Item
            | Subject::Measure
            | Subject::Reminder
            | Subject::Clue
            | Subject::Matter => Role::LeadingGroupHead,
            Subject::Ruleset => Role::OfficeDirector,
            Subject::Petition => Role::TeamLeader,
        }
    }
}
