//! Feedback that is approved and not handed over yet: to tell the unit's head, then its leading body (E1). It waits for
//! whoever hands over, the office and the team's leader, with the day the ruleset counts from the report's approval.

use super::{Gathering, MOST, Source, Waiting};
use crate::feedback::{Feedback, TO_BE_HANDED_OVER};
use crate::{App, Ctx, Error};
use domain::feedback::State;
use domain::permission::{Action, Scope};
use kernel::{Message, RecordId, UnitId};
use store::{Stored, deadline as deadlines, feedback as feedbacks, unit as units};

/// Feedback.
pub(super) const SOURCE: Source = Source {
    code: "feedback",
    name: || Message::new("mine-source-feedback"),
    stamp: "馈",
    solid: true,
    gather: |app, ctx| -> Gathering<'_> { Box::pin(gather(app, ctx)) },
};

async fn gather(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    if !ctx.may(Action::FeedbackHandOver, Scope::Global) {
        return Ok(Vec::new());
    }
    let viewer = ctx.viewer()?;
    let mut conn = app.db().read().await?;
    let found = feedbacks::to_hand_over(&mut conn, &viewer, MOST).await?;
    let ids: Vec<RecordId> = found.iter().map(|f| f.engagement.into()).collect();
    let due = deadlines::open_of(&mut conn, "engagement", &ids).await?;
    let named = units::many(&mut conn, &found.iter().map(|f| f.unit).collect::<Vec<UnitId>>()).await?;
    let line = |feedback: &Stored<Feedback>| {
        let (why, step) = step(&feedback.state)?;
        if !ctx.may(Action::FeedbackHandOver, Scope::One(feedback.engagement.0)) {
            return None;
        }
        let home = RecordId::from(feedback.engagement);
        let running = due.iter().find(|open| open.subject == home && open.matter == TO_BE_HANDED_OVER);
        Some(Waiting {
            source: SOURCE.code,
            kind: "feedback",
            id: feedback.id.into(),
            title: feedback.title.clone(),
            place: named.iter().find(|u| u.id == feedback.unit).map(|u| u.name.clone()).unwrap_or_default(),
            why: Message::new(why),
            step: Message::new(step),
            due: running.map(|open| open.due),
            stands_for: running.map(|open| open.id).into_iter().collect(),
        })
    };
    Ok(found.iter().filter_map(line).collect())
}

/// Why a feedback waits, and what comes next.
const fn step(state: &State) -> Option<(&'static str, &'static str)> {
    match state {
        State::Approved { .. } => Some(("mine-why-feedback-approved", "mine-step-tell-head")),
        State::ToldHead { .. } => Some(("mine-why-feedback-told-head", "mine-step-tell-body")),
        _ => None,
    }
}
