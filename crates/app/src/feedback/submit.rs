//! What the unit hands in by day (E4): the plan, the progress of a month, the final report with the head's own.

use super::{Submission, about, hand_over::due_about, label};
use crate::decision::clerk;
use crate::file::{Received, attach};
use crate::{Act, Error, Prep, Prepared, Right, deadline};
use domain::Refusal;
use domain::permission::{Action, Scope, compartment};
use kernel::{FeedbackId, FieldError, Message, RecordId, UnitId};
use store::{deadline as deadlines, feedback as feedbacks};

/// The matter that comes again with each report.
const MONTHLY: &str = "rectification_progress";

/// Hands a paper in.
#[derive(Clone, Debug)]
pub struct SubmitPaper {
    /// The unit.
    pub unit: UnitId,
    /// The feedback it answers.
    pub feedback: FeedbackId,
    /// The kind of matter that is due.
    pub matter: String,
    /// Remark.
    pub note: String,
    /// Its files.
    pub files: Vec<Received>,
}

impl Act for SubmitPaper {
    const NAME: &'static str = "papers-submit";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PapersSubmit, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let feedback = feedbacks::get(&mut prep.conn, self.feedback).await?;
        let feedback =
            feedback.filter(|f| f.unit == self.unit && f.is_handed_over()).ok_or(Error::NotFound)?;
        if self.files.is_empty() {
            return Err(FieldError::new("files", Message::new("feedback-paper-missing")).into());
        }
        let running = deadlines::running(&mut prep.conn, "feedback", self.feedback.into()).await?;
        let Some(due) = running.iter().find(|d| d.matter.0 == self.matter) else {
            return Err(Refusal::new("feedback-paper-not-due").into());
        };
        let (by, today, label) = (clerk(prep).await?, prep.today(), label(prep, &feedback).await?);
        let mut changes = about(self.feedback, feedback.engagement, label);
        changes.relies_on(&feedback);
        let portal = compartment::portal(self.unit);
        let mut files = Vec::new();
        for received in &self.files {
            let id = attach(&mut changes, prep, received, &portal, false)?;
            files.push((id, received.name().to_owned()));
        }
        changes.insert(&Submission {
            id: RecordId(kernel::id::time_ordered(prep.app.clock(), prep.app.rng())),
            feedback: self.feedback,
            unit: self.unit,
            engagement: feedback.engagement,
            matter: self.matter.clone(),
            due: Some(due.due),
            on: today,
            by,
            note: self.note.trim().to_owned(),
            files,
        })?;
        let subject = ("feedback", self.feedback.into());
        deadline::meet(prep, &mut changes, subject, &[&self.matter]).await?;
        if self.matter == MONTHLY {
            let about = due_about(prep, &feedback).await?;
            deadline::begin_again(prep, &mut changes, ("last_progress_report", today), &about).await?;
        }
        Ok(Prepared { changes, done: () })
    }
}
