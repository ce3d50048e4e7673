//! Clues that wait for the reader: for the team to grade and pass on, for the office to file, route, hand over and ask
//! after, for the leading group to approve. Numbers alone: what a clue says is sealed.

use super::{Gathering, MOST, Source, Waiting};
use crate::{App, Ctx, Error};
use domain::clue::{Clue, Standing};
use domain::permission::{Action, Scope};
use kernel::id::ClueId;
use kernel::{Message, RecordId, UnitId};
use store::{Stored, clue as clues, deadline as deadlines, unit as units};

/// Clues.
pub(super) const SOURCE: Source = Source {
    code: "clue",
    name: || Message::new("mine-source-clue"),
    stamp: "线",
    solid: true,
    gather: |app, ctx| -> Gathering<'_> { Box::pin(gather(app, ctx)) },
};

async fn gather(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    if !ctx.may(Action::ClueView, Scope::Global) {
        return Ok(Vec::new());
    }
    of_the_inside(app, ctx).await
}

async fn of_the_inside(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    let viewer = ctx.viewer()?;
    let mut conn = app.db().read().await?;
    let found = clues::unfinished(&mut conn, &viewer, MOST).await?;
    let ids: Vec<ClueId> = found.iter().map(|clue| clue.id).collect();
    let transfers = clues::transfers_of(&mut conn, &ids).await?;
    let open: Vec<RecordId> =
        transfers.iter().filter(|t| t.outcome.is_none()).map(|t| t.value.id.into()).collect();
    let due = deadlines::open_of(&mut conn, "clue_transfer", &open).await?;
    let named = units::many(&mut conn, &found.iter().map(|c| c.unit).collect::<Vec<UnitId>>()).await?;
    let today = app.today();
    let waiting = |clue: &Stored<Clue>| {
        let own = transfers.iter().filter(|t| t.clue == clue.id).map(|t| RecordId::from(t.value.id));
        let own: Vec<RecordId> = own.collect();
        let running = || due.iter().filter(|open| own.contains(&open.subject));
        let day = running().map(|open| open.due).min();
        let steps = step(ctx, clue, day.is_some_and(|day| day < today))?;
        let unit = named.iter().find(|u| u.id == clue.unit).map(|u| u.name.clone()).unwrap_or_default();
        // One line: a number, and nothing of what stands behind it.
        Some(Waiting {
            source: SOURCE.code,
            kind: "clue",
            id: clue.id.into(),
            title: clue.number.clone(),
            place: unit,
            why: Message::new(steps.0),
            step: Message::new(steps.1),
            due: day,
            stands_for: running().map(|open| open.id).collect(),
        })
    };
    Ok(found.iter().filter_map(waiting).collect())
}

/// Why a clue waits for the reader, and what comes next.
fn step(ctx: &Ctx, clue: &Clue, late: bool) -> Option<(&'static str, &'static str)> {
    let own = |action| ctx.may(action, Scope::One(clue.engagement.0));
    let office = ctx.may(Action::ClueFile, Scope::Global);
    Some(match clue.standing() {
        Standing::Drafted if own(Action::ClueDraft) => ("mine-why-clue-drafted", "mine-step-grade"),
        Standing::Graded if own(Action::ClueLead) => ("mine-why-clue-graded", "mine-step-pass"),
        Standing::Passed if office => ("mine-why-clue-passed", "mine-step-file"),
        Standing::Filed if office => ("mine-why-clue-filed", "mine-step-route"),
        Standing::Routed if ctx.may(Action::ClueApprove, Scope::Global) => {
            ("mine-why-clue-routed", "mine-step-decide")
        }
        Standing::Approved if office => ("mine-why-clue-approved", "mine-step-hand-over"),
        Standing::HandedOver if office && late => ("mine-why-clue-receipt", "mine-step-remind"),
        Standing::Received if office && late => ("mine-why-clue-outcome", "mine-step-remind"),
        _ => return None,
    })
}
