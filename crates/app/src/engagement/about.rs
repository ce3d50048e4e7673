//! What an engagement records besides its frame: the leading body inspected (A4), what the public is told (B3), and
//! the way back from a step taken by mistake.

use crate::round::engagement_label;
use crate::version::must_be_read;
use crate::{Act, Error, Prep, Prepared, Right, deadline};
use domain::Refusal;
use domain::engagement::{Kept, PostHolder, PublicContacts, Stage};
use domain::permission::{Action, Scope};
use kernel::{EngagementId, FieldError, Message};
use serde::Deserialize;
use store::{Changes, Stored, engagement as engagements};

/// Most people named as members of a leading body.
const MOST_HOLDERS: usize = 100;
/// The longest name or post, in characters.
const MAX_TEXT: usize = 100;
/// The longest text of a notice.
const MAX_NOTICE: usize = 2_000;

/// An engagement that stands, in the version its form was made from.
async fn standing(
    prep: &mut Prep<'_>,
    id: EngagementId,
    version: Option<i64>,
) -> Result<Stored<Kept>, Error> {
    let old = engagements::get(&mut prep.conn, id).await?;
    let old = old.filter(|e| e.withdrawn.is_none()).ok_or(Error::NotFound)?;
    must_be_read(prep, &old, version).await?;
    Ok(old)
}

/// Names the members of the leading body inspected, each with the time in post.
#[derive(Clone, Debug, Deserialize)]
pub struct SetObject {
    /// Which engagement.
    pub engagement: EngagementId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// Everyone from now on.
    pub holders: Vec<PostHolder>,
}

impl Act for SetObject {
    const NAME: &'static str = "engagement-object";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RoundPlan, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = standing(prep, self.engagement, self.version).await?;
        let errors = self.faults();
        if !errors.is_empty() {
            return Err(errors.into());
        }
        if old.stage >= Stage::Closed {
            return Err(Refusal::new("engagement-closed").into());
        }
        let mut new = old.engagement.clone();
        new.object.clone_from(&self.holders);
        let label = engagement_label(prep, &old).await?;
        let mut changes = Changes::about("engagement", self.engagement, label);
        changes.update(&old, &old.moved(new))?;
        Ok(Prepared { changes, done: () })
    }
}

impl SetObject {
    fn faults(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut wrong = |message: Message| errors.push(FieldError::new("holders", message));
        if self.holders.len() > MOST_HOLDERS {
            wrong(Message::new("engagement-object-too-many").with("most", MOST_HOLDERS));
        }
        for holder in &self.holders {
            let too_long = |text: &String| text.chars().count() > MAX_TEXT;
            if holder.name.trim().is_empty() || holder.post.trim().is_empty() {
                wrong(Message::new("engagement-object-blank"));
            } else if too_long(&holder.name) || too_long(&holder.post) || too_long(&holder.level) {
                wrong(Message::new("unit-text-too-long").with("max", MAX_TEXT).with("length", MAX_TEXT + 1));
            }
            if let (Some(from), Some(until)) = (holder.from, holder.until)
                && until < from
            {
                wrong(Message::new("engagement-object-reversed").with("name", holder.name.as_str()));
            }
        }
        errors
    }
}

/// Records what the public is told: hours of the duty telephone, boxes, scope, the days of the notice.
#[derive(Clone, Debug, Deserialize)]
pub struct SetPublicContacts {
    /// Which engagement.
    pub engagement: EngagementId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// What is told from now on.
    pub public: PublicContacts,
}

impl Act for SetPublicContacts {
    const NAME: &'static str = "engagement-public";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::RoundPlan, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = standing(prep, self.engagement, self.version).await?;
        let mut errors = self.public.faults();
        for (field, text) in [("accepts", &self.public.accepts), ("refers", &self.public.refers)] {
            let length = text.chars().count();
            if length > MAX_NOTICE {
                let message = Message::new("unit-text-too-long").with("max", MAX_NOTICE);
                errors.push(FieldError::new(field, message.with("length", length)));
            }
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let mut new = old.engagement.clone();
        new.public = self.public.clone();
        let label = engagement_label(prep, &old).await?;
        let mut changes = Changes::about("engagement", self.engagement, label);
        changes.update(&old, &old.moved(new))?;
        Ok(Prepared { changes, done: () })
    }
}

/// Takes an engagement one stage back, for a step that was taken by mistake.
#[derive(Clone, Debug, Deserialize)]
pub struct StepEngagementBack {
    /// Which.
    pub engagement: EngagementId,
    /// The stage it is in, so that a form sent from an old page takes no second step.
    pub from: Stage,
    /// Why.
    pub reason: String,
}

impl Act for StepEngagementBack {
    const NAME: &'static str = "engagement-step-back";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::EngagementAdvance, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = standing(prep, self.engagement, None).await?;
        if old.stage != self.from {
            let last =
                store::commit::last_change(&mut prep.conn, "engagement", self.engagement.into()).await?;
            return Err(Error::Conflict { kind: "engagement", id: self.engagement.into(), last });
        }
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(Error::field("reason", Message::new("round-back-without-reason")));
        }
        let label = engagement_label(prep, &old).await?;
        let mut changes = Changes::about("engagement", self.engagement, label).because(reason);
        changes.update(&old, &old.moved(old.engagement.clone().step_back()?))?;
        if let Some(crossing) = super::crossing(old.stage) {
            let subject = ("engagement", self.engagement.into());
            deadline::uncross(prep, &mut changes, crossing, subject).await?;
        }
        Ok(Prepared { changes, done: () })
    }
}
