//! Papers that the unit owes by a day: plan, monthly progress, final report (E4).

use super::{Gathering, Source, Waiting};
use crate::{App, Ctx, Error};
use domain::permission::{Action, Scope};
use kernel::Message;

/// Papers of rectification.
pub(super) const SOURCE: Source = Source {
    code: "paper",
    name: || Message::new("mine-source-paper"),
    stamp: "报",
    solid: true,
    gather: |app, ctx| -> Gathering<'_> { Box::pin(gather(app, ctx)) },
};

async fn gather(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    if !ctx.may(Action::PapersSubmit, Scope::Global) || !ctx.may(Action::PortalView, Scope::Global) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for page in app.portal_feedbacks(ctx).await? {
        for running in page.deadlines.iter().filter(|d| crate::feedback::is_paper(&d.matter.0)) {
            found.push(Waiting {
                source: SOURCE.code,
                kind: "portal_feedback",
                id: page.feedback.id.into(),
                title: running.name.get(ctx.lang).to_owned(),
                place: page.unit.clone(),
                why: Message::new("mine-why-paper").with("title", page.feedback.title.as_str()),
                step: Message::new("mine-step-submit"),
                due: Some(running.due),
                stands_for: Vec::new(),
            });
        }
    }
    Ok(found)
}
