//! Matters transferred that wait for the reader: for the team's leader to pass on, for the head to decide, for the office to
//! send and, where the receiver is late, to ask after.

use super::{Gathering, MOST, Source, Waiting};
use crate::{App, Ctx, Error};
use domain::clue::{Matter, MatterState};
use domain::permission::{Action, Scope};
use kernel::{Message, RecordId};
use store::{deadline as deadlines, matter as matters};

/// Matters.
pub(super) const SOURCE: Source = Source {
    code: "matter",
    name: || Message::new("mine-source-matter"),
    stamp: "事",
    solid: true,
    gather: |app, ctx| -> Gathering<'_> { Box::pin(gather(app, ctx)) },
};

async fn gather(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    if !ctx.may(Action::MatterView, Scope::Global) {
        return Ok(Vec::new());
    }
    let viewer = ctx.viewer()?;
    let mut conn = app.db().read().await?;
    let found = matters::unfinished(&mut conn, &viewer, MOST).await?;
    let sent: Vec<RecordId> = found
        .iter()
        .filter(|line| line.matter.letter.is_some())
        .map(|line| line.matter.value.id.into())
        .collect();
    let due = deadlines::open_of(&mut conn, "matter", &sent).await?;
    let today = app.today();
    let waiting = |line: &matters::OnItsWay| {
        let id = RecordId::from(line.matter.value.id);
        let running = || due.iter().filter(|open| open.subject == id);
        let day = running().map(|open| open.due).min();
        let (why, step) = step(ctx, &line.matter, day.is_some_and(|day| day < today))?;
        Some(Waiting {
            source: SOURCE.code,
            kind: "matter",
            id,
            title: line.matter.number.clone(),
            place: line.unit.clone(),
            why: Message::new(why),
            step: Message::new(step),
            due: day,
            stands_for: running().map(|open| open.id).collect(),
        })
    };
    Ok(found.iter().filter_map(waiting).collect())
}

/// Why a matter waits for the reader, and what comes next.
fn step(ctx: &Ctx, matter: &Matter, late: bool) -> Option<(&'static str, &'static str)> {
    let office = ctx.may(Action::MatterSend, Scope::Global);
    Some(match &matter.state {
        MatterState::Drafted if ctx.may(Action::MatterLead, Scope::One(matter.engagement.0)) => {
            ("mine-why-matter-drafted", "mine-step-pass")
        }
        MatterState::WithOffice { .. } if ctx.may(Action::ClueApprove, Scope::Global) => {
            ("mine-why-matter-with-office", "mine-step-decide")
        }
        MatterState::Approved { .. } if office => ("mine-why-matter-approved", "mine-step-send"),
        MatterState::Sent { .. } if office && late => ("mine-why-clue-receipt", "mine-step-remind"),
        MatterState::Received { .. } if office && late => ("mine-why-clue-outcome", "mine-step-remind"),
        _ => return None,
    })
}
