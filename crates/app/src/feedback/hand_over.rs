//! Handing feedback over: told to the head, told to the leading body, each signed for; withdrawn before that.
//!
//! The day of the leading body's signature starts what the ruleset counts from it (plan, monthly progress, the
//! concentrated period, the final report), puts every problem on the ledger, and takes the engagement into rectification.

use super::{DraftStanding, Drafting, Feedback, about, drafting, engagement, label, taken};
use crate::decision::clerk;
use crate::file::{Received, attach};
use crate::notice::News;
use crate::rectification::put_on_ledger;
use crate::{Act, Error, Prep, Prepared, Right, deadline, version};
use domain::Refusal;
use domain::deadline::{DeadlineRules, due};
use domain::engagement::{Kept, Stage};
use domain::feedback::Delivery;
use domain::permission::{Action, Scope, compartment};
use kernel::calendar::WorkCalendar;
use kernel::{Day, EngagementId, FeedbackId, FieldError, Message};
use store::{Changes, Stored, feedback as feedbacks};

/// The matter of the concentrated period.
const CONCENTRATED: &str = "rectification_concentrated";

/// Who signed, on which day, on what slip.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The day.
    pub on: Day,
    /// Who signed, with their post.
    pub signed_by: String,
    /// The signed slip.
    pub scan: Option<Received>,
}

impl Signature {
    async fn delivery(&self, prep: &mut Prep<'_>, changes: &mut Changes) -> Result<Delivery, Error> {
        let today = prep.today();
        if self.on > today {
            let message = Message::new("feedback-signed-in-the-future").with("today", today);
            return Err(FieldError::new("on", message).into());
        }
        let recorded_by = clerk(prep).await?;
        let scan = match &self.scan {
            Some(received) => Some(attach(changes, prep, received, compartment::LEDGER, false)?),
            None => None,
        };
        Ok(Delivery { on: self.on, signed_by: self.signed_by.trim().to_owned(), scan, recorded_by })
    }
}

/// The engagement must have come to feedback: its report is through.
fn must_be_in_feedback(kept: &Kept) -> Result<(), Error> {
    if kept.stage < Stage::Feedback {
        let message = Message::new("feedback-engagement-not-there").with("stage", kept.stage.label());
        return Err(Refusal(message).into());
    }
    Ok(())
}

/// Records that the unit's head was told and signed.
#[derive(Clone, Debug)]
pub struct TellHead {
    /// The engagement.
    pub engagement: EngagementId,
    /// The feedback.
    pub feedback: FeedbackId,
    /// The version that was read.
    pub version: Option<i64>,
    /// The signature.
    pub signature: Signature,
}

impl Act for TellHead {
    const NAME: &'static str = "feedback-tell-head";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::FeedbackHandOver, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = taken(prep, (self.engagement, self.feedback)).await?;
        version::must_be_read(prep, &old, self.version).await?;
        let kept = engagement(prep, self.engagement).await?;
        must_be_in_feedback(&kept)?;
        let label = label(prep, &old).await?;
        let mut changes = about(self.feedback, self.engagement, label.clone());
        changes.relies_on(&kept);
        let delivery = self.signature.delivery(prep, &mut changes).await?;
        let new = old.value.clone().tell_head(delivery)?;
        changes.update(&old, &new)?;
        News::FeedbackTold { feedback: self.feedback, unit: new.unit, label }.tell(&mut changes, prep)?;
        Ok(Prepared { changes, done: () })
    }
}

/// Records that the leading body was told and signed. The clocks run from that day.
#[derive(Clone, Debug)]
pub struct TellBody {
    /// The engagement.
    pub engagement: EngagementId,
    /// The feedback.
    pub feedback: FeedbackId,
    /// The version that was read.
    pub version: Option<i64>,
    /// The signature.
    pub signature: Signature,
}

impl Act for TellBody {
    const NAME: &'static str = "feedback-tell-body";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::FeedbackHandOver, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = taken(prep, (self.engagement, self.feedback)).await?;
        version::must_be_read(prep, &old, self.version).await?;
        let kept = engagement(prep, self.engagement).await?;
        must_be_in_feedback(&kept)?;
        let label = label(prep, &old).await?;
        let mut changes = about(self.feedback, self.engagement, label);
        let delivery = self.signature.delivery(prep, &mut changes).await?;
        let on = delivery.on;
        let new = old.value.clone().tell_body(delivery)?;
        changes.update(&old, &new)?;
        put_on_ledger(prep, &mut changes, &kept, (&new, on)).await?;
        let told = ("engagement", self.engagement.into());
        deadline::meet(prep, &mut changes, told, &[super::TO_BE_HANDED_OVER]).await?;
        begin_clocks(prep, &mut changes, &new, on).await?;
        into_rectification(&mut changes, &kept)?;
        Ok(Prepared { changes, done: () })
    }
}

/// What deadlines of a feedback are about: the unit sees them in its portal.
pub(super) async fn due_about(prep: &mut Prep<'_>, feedback: &Feedback) -> Result<deadline::About, Error> {
    Ok(deadline::About {
        kind: "feedback",
        id: feedback.id.into(),
        label: label(prep, feedback).await?,
        compartment: compartment::portal(feedback.unit),
    })
}

/// Starts everything that counts from the feedback: from its day, from the last monthly report, which is none yet, and
/// from the end of the concentrated period, which is known already.
async fn begin_clocks(
    prep: &mut Prep<'_>,
    changes: &mut Changes,
    feedback: &Feedback,
    on: Day,
) -> Result<(), Error> {
    let about = due_about(prep, feedback).await?;
    for event in ["feedback", "last_progress_report"] {
        deadline::begin(prep, changes, (event, on), &about).await?;
    }
    let rules = prep.app.ruleset::<DeadlineRules>(&mut prep.conn, on).await?.rules;
    if let Some(rule) = rules.of(CONCENTRATED) {
        let calendar = prep.app.ruleset::<WorkCalendar>(&mut prep.conn, on).await?.rules;
        let end = due(&calendar, on, rule.period).day;
        deadline::begin(prep, changes, ("rectification_concentrated_ended", end), &about).await?;
    }
    Ok(())
}

fn into_rectification(changes: &mut Changes, kept: &Stored<Kept>) -> Result<(), Error> {
    if kept.stage == Stage::Feedback {
        changes.update(kept, &kept.moved(kept.engagement.clone().begin_rectification()?))?;
    } else {
        changes.relies_on(kept);
    }
    Ok(())
}

/// Takes a feedback back before anybody of the unit has it.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct WithdrawFeedback {
    /// The engagement.
    pub engagement: EngagementId,
    /// The feedback.
    pub feedback: FeedbackId,
    /// Why.
    pub reason: String,
}

impl Act for WithdrawFeedback {
    const NAME: &'static str = "feedback-withdraw";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::FeedbackHandOver, Scope::One(self.engagement.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let draft = drafting(prep, (self.engagement, self.feedback)).await?;
        if draft.standing == DraftStanding::Withdrawn {
            return Err(Refusal::new("feedback-draft-withdrawn").into());
        }
        if self.reason.trim().is_empty() {
            return Err(FieldError::new("reason", Message::new("feedback-withdraw-without-reason")).into());
        }
        let kept = engagement(prep, self.engagement).await?;
        let label = crate::round::engagement_label(prep, &kept).await?;
        let mut changes = about(self.feedback, self.engagement, label).because(self.reason.trim());
        if let Some(old) = feedbacks::get(&mut prep.conn, self.feedback).await? {
            changes.update(&old, &old.value.clone().withdraw(&self.reason)?)?;
        }
        changes.update(&draft, &Drafting { standing: DraftStanding::Withdrawn, ..draft.value.clone() })?;
        Ok(Prepared { changes, done: () })
    }
}
