//! Recording a decision from paper (代录批示): approver, day, wording, number and scan.

use super::{MadeDecisions, Question, Subject, Verdict, carry_out, clerk, label, rehearse};
use crate::deadline::{About, begin_check};
use crate::file::{Received, attach};
use crate::notice::News;
use crate::{Act, Error, Prep, Prepared, Right, clue};
use domain::Refusal;
use domain::decision::{DecidedBy, Decision, Paper, PaperEntry, PaperProfile};
use domain::permission::compartment::FILED_CLUES;
use domain::permission::{Action, Scope};
use kernel::id::ClueId;
use kernel::{Day, DecisionId, FieldError, Message, PersonId};
use store::Changes;
use store::decision::Decided;

/// Records one paper, which may answer several questions of one kind.
#[derive(Clone, Debug)]
pub struct RecordFromPaper {
    /// Of which kind they are.
    pub about: Subject,
    /// The records.
    pub ids: Vec<kernel::RecordId>,
    /// Yes or no.
    pub approved: bool,
    /// Name of the person or body that decided.
    pub decider: String,
    /// Their post; empty for a body.
    pub post: String,
    /// On which day.
    pub decided_on: Day,
    /// The paper's number; empty when it has none.
    pub number: String,
    /// The words as they stand on it.
    pub wording: String,
    /// The scan.
    pub scan: Option<Received>,
}

impl Act for RecordFromPaper {
    const NAME: &'static str = "decision-record";
    type Done = MadeDecisions;

    fn right(&self) -> Right {
        // A paper about a clue is its keeper's: whoever else records decisions knows of no clue.
        let action = if self.about == Subject::Clue { Action::ClueFile } else { Action::DecisionRecord };
        Right::Needs(action, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<MadeDecisions>, Error> {
        let (Some(subject), Some(scan)) = (self.ids.first().copied(), &self.scan) else {
            return Err(self.incomplete());
        };
        let recorder = clerk(prep).await?;
        let today = prep.today();
        let rules = prep.app.ruleset::<PaperProfile>(&mut prep.conn, today).await?.rules;
        let first = label(prep, Question { about: self.about, id: subject }).await?;
        let mut changes = Changes::about(self.about.kind(), subject, first);
        let scan = attach(&mut changes, prep, scan, self.compartment(), self.about == Subject::Clue)?;
        let mut done = MadeDecisions { decisions: Vec::new(), in_effect: false };
        for id in &self.ids {
            let question = Question { about: self.about, id: *id };
            if self.about == Subject::Clue {
                let words = [("wording", self.wording.as_str()), ("number", self.number.as_str())];
                clue::may_be_recorded(prep, ClueId(id.0), &words).await?;
            }
            let seen = super::seen(prep, question).await?;
            let entry = PaperEntry {
                subject: *id,
                approved: self.approved,
                decided_by: self.decided_by(),
                decided_on: self.decided_on,
                paper: Paper {
                    number: self.number.trim().to_owned(),
                    wording: self.wording.trim().to_owned(),
                    scan,
                },
            };
            let decision_id = DecisionId::new(prep.app.clock(), prep.app.rng());
            let decision = Decision::from_paper(decision_id, entry, recorder, today)?;
            let verdict =
                Verdict { decision: decision.id, approved: self.approved, on: self.decided_on, seen };
            done.in_effect = decision.has_effect(&rules);
            done.decisions.push(decision.id);
            let label = label(prep, question).await?;
            let clue = self.about == Subject::Clue;
            let to_check = News::DecisionToCheck {
                decision: decision.id,
                label: label.clone(),
                recorder: recorder.user,
                clue,
            };
            to_check.tell(&mut changes, prep)?;
            let about = check_about(self.about, decision.id, &label, self.compartment());
            begin_check(prep, &mut changes, &about).await?;
            changes.insert(&Decided { about: self.about, label, seen, decision })?;
            if done.in_effect {
                carry_out(prep, &mut changes, question, verdict).await?;
            } else {
                rehearse(prep, question, verdict).await?;
                self.not_waiting(prep, *id).await?;
            }
        }
        Ok(Prepared { changes, done })
    }
}

/// What the deadline of the check is about.
fn check_about(about: Subject, decision: DecisionId, label: &str, compartment: &str) -> About {
    let (label, compartment) = (label.to_owned(), compartment.to_owned());
    About { kind: super::check::deadline_kind(about), id: decision.into(), label, compartment }
}

impl RecordFromPaper {
    /// Who may see the scan and that it waits.
    fn compartment(&self) -> &'static str {
        if self.about == Subject::Clue { FILED_CLUES } else { "rounds" }
    }

    fn incomplete(&self) -> Error {
        if self.ids.is_empty() {
            return Refusal::new("decision-nothing-chosen").into();
        }
        FieldError::new("scan", Message::new("decision-scan-missing")).into()
    }

    /// A name with a post is a person; without one it is a body.
    fn decided_by(&self) -> DecidedBy {
        let (name, post) = (self.decider.trim().to_owned(), self.post.trim().to_owned());
        if post.is_empty() {
            return DecidedBy::Body { name };
        }
        // A leader who signs on paper needs no record of their own here: the name and post as signed are what counts.
        DecidedBy::Person { person: PersonId(uuid::Uuid::nil()), name, post }
    }

    /// One paper at a time waits for its check.
    async fn not_waiting(&self, prep: &mut Prep<'_>, id: kernel::RecordId) -> Result<(), Error> {
        let earlier = store::decision::about(&mut prep.conn, id).await?;
        if earlier.iter().any(|d| d.standing() == "waiting") {
            return Err(Refusal::new("decision-already-waiting").into());
        }
        Ok(())
    }
}
