//! What becomes of a petition in scope, the answer to its reporter, its end, and opening it again.

use super::{KIND, about, clock, find};
use crate::decision::clerk;
use crate::{Act, Error, Prep, Prepared, Right, deadline};
use domain::permission::{Action, Scope};
use domain::petition::{Answer, Closing, Handled, Handling};
use kernel::{EngagementId, FieldError, Message, PetitionId, RecordId};
use serde::{Deserialize, Serialize};

/// The dispositions a person can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Looked into by the team.
    LookedInto,
    /// Taken up in interviews.
    MergedIntoInterviews,
    /// Put to the unit at once.
    ImmediateRectification,
    /// Part of a finding.
    Finding,
    /// A clue.
    Clue,
    /// Kept for reference.
    Reference,
}

impl How {
    /// All of them, in the order of forms.
    pub const ALL: [Self; 6] = [
        Self::LookedInto,
        Self::MergedIntoInterviews,
        Self::ImmediateRectification,
        Self::Finding,
        Self::Clue,
        Self::Reference,
    ];

    /// What pages say.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::LookedInto => "petition-how-looked-into",
            Self::MergedIntoInterviews => "petition-how-interviews",
            Self::ImmediateRectification => "petition-how-rectification",
            Self::Finding => "petition-how-finding",
            Self::Clue => "petition-how-clue",
            Self::Reference => "petition-how-reference",
        })
    }

    /// How a petition was handled, in the words of the form.
    pub const fn of(handling: &Handling) -> Self {
        match handling {
            Handling::LookedInto => Self::LookedInto,
            Handling::MergedIntoInterviews => Self::MergedIntoInterviews,
            Handling::ImmediateRectification { .. } => Self::ImmediateRectification,
            Handling::Finding { .. } => Self::Finding,
            Handling::Clue { .. } => Self::Clue,
            Handling::Reference => Self::Reference,
        }
    }

    /// Without the record it became part of, where that is not known yet, its own id stands in: the later record
    /// names the petition.
    fn handling(self, record: Option<RecordId>, own: RecordId) -> Handling {
        let record = record.unwrap_or(own);
        match self {
            Self::LookedInto => Handling::LookedInto,
            Self::MergedIntoInterviews => Handling::MergedIntoInterviews,
            Self::ImmediateRectification => Handling::ImmediateRectification { record },
            Self::Finding => Handling::Finding { record },
            Self::Clue => Handling::Clue { record },
            Self::Reference => Handling::Reference,
        }
    }
}

/// Gives a petition in scope its one disposition.
#[derive(Clone, Debug, Deserialize)]
pub struct HandlePetition {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
    /// What became of it.
    pub how: How,
    /// The record it became part of, when there is one.
    #[serde(default)]
    pub record: Option<RecordId>,
    /// What was found, or why it is kept.
    pub result: String,
}

impl Act for HandlePetition {
    const NAME: &'static str = "petition-handle";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let handled = Handled {
            handling: self.how.handling(self.record, old.value.id.into()),
            result: self.result.trim().to_owned(),
            by: clerk(prep).await?,
            on: prep.today(),
        };
        let new = old.value.clone().handle(handled)?;
        let mut changes = about(&old);
        clock(prep, &mut changes, &new, &["petition_handling"], None).await?;
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Notes the answer to a petition's reporter.
#[derive(Clone, Debug, Deserialize)]
pub struct AnswerPetition {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
    /// What was told; no word of who they are.
    pub told: String,
}

impl Act for AnswerPetition {
    const NAME: &'static str = "petition-answer";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let answer = Answer { told: self.told.trim().to_owned(), on: prep.today() };
        let new = old.value.clone().answer(answer)?;
        let mut changes = about(&old);
        clock(prep, &mut changes, &new, &["petition_answer"], None).await?;
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Closes a petition with its outcome.
#[derive(Clone, Debug, Deserialize)]
pub struct ClosePetition {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
    /// The outcome in one sentence.
    pub outcome: String,
}

impl Act for ClosePetition {
    const NAME: &'static str = "petition-close";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let outcome = self.outcome.trim().to_owned();
        if outcome.is_empty() {
            return Err(FieldError::new("outcome", Message::new("petition-outcome-empty")).into());
        }
        let new = old.value.clone().close(Closing { outcome, on: prep.today() })?;
        let mut changes = about(&old);
        deadline::meet(prep, &mut changes, (KIND, old.value.id.into()), &[]).await?;
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Opens a closed petition again.
#[derive(Clone, Debug, Deserialize)]
pub struct ReopenPetition {
    /// The engagement.
    pub engagement: EngagementId,
    /// Which.
    pub petition: PetitionId,
    /// The version the form was made from.
    #[serde(default)]
    pub version: Option<i64>,
    /// Why the outcome did not hold.
    pub why: String,
}

impl Act for ReopenPetition {
    const NAME: &'static str = "petition-reopen";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PetitionHandle, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.engagement, self.petition, self.version).await?;
        let by = (clerk(prep).await?, prep.today());
        let new = old.value.clone().reopen(&self.why, by)?;
        let mut changes = about(&old);
        super::begin_again(prep, &mut changes, &new).await?;
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}
