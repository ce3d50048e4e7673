//! Questions that wait for the leading group's answer, and papers that wait for the second person's check.

use super::{Gathering, Source, Waiting};
use crate::{App, Ctx, Error};
use domain::permission::{Action, Scope};
use kernel::{Message, PageRequest, RecordId};
use store::{decision as decisions, feedback as feedbacks, rectification as records, unit as units};

/// Decisions.
pub(super) const SOURCE: Source = Source {
    code: "decision",
    name: || Message::new("mine-source-decision"),
    stamp: "批",
    solid: false,
    gather: |app, ctx| -> Gathering<'_> { Box::pin(gather(app, ctx)) },
};

fn asked(kind: &'static str, id: RecordId, title: String, why: &'static str) -> Waiting {
    let (source, place) = (SOURCE.code, String::new());
    let (why, step) = (Message::new(why), Message::new("mine-step-decide"));
    Waiting { source, kind, id, title, place, why, step, due: None, stands_for: Vec::new() }
}

async fn gather(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    let viewer = ctx.viewer()?;
    let mut conn = app.db().read().await?;
    let mut found = Vec::new();
    if ctx.may(Action::FeedbackApprove, Scope::Global) {
        for feedback in feedbacks::list(&mut conn, &viewer).await? {
            if feedback.may_be_corrected().is_err() {
                continue;
            }
            let unit = units::get(&mut conn, feedback.unit).await?;
            let title = unit.map(|u| u.value.name).unwrap_or_default();
            found.push(asked("feedback", feedback.id.into(), title, "mine-why-feedback"));
        }
        for item in records::asked(&mut conn, &viewer, true, super::MOST).await? {
            let title = format!("{} {}", item.code, item.title);
            found.push(asked("item", item.item.id.into(), title, "mine-why-upheld"));
        }
        for measure in records::asking(&mut conn, &viewer).await? {
            let Some(item) = measure.items.first() else { continue };
            let title = format!("{} {}", measure.code, measure.text);
            found.push(asked("item", (*item).into(), title, "mine-why-later"));
        }
        for reminder in records::proposed(&mut conn, &viewer).await? {
            let title = reminder.name.get(ctx.lang).to_owned();
            found.push(asked("item", reminder.item.into(), title, "mine-why-reminder"));
        }
    }
    if ctx.may(Action::DecisionCheck, Scope::Global) {
        let page = PageRequest { after: None, size: 100 };
        for waiting in decisions::list(&mut conn, &viewer, Some("waiting"), &page).await?.items {
            let step = Message::new("mine-step-check");
            let why = "mine-why-paper-check";
            let line = asked("decision", waiting.decision.id.into(), waiting.label.clone(), why);
            found.push(Waiting { step, ..line });
        }
    }
    Ok(found)
}
