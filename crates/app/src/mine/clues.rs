//! Clues that wait for the reader: for the team to grade and pass on, for the office to file, route, hand over and ask after,
//! for the leading group to approve, for receivers to sign for and report on. Numbers alone: what a clue says is sealed.

use super::{Gathering, MOST, Source, Waiting};
use crate::{App, Ctx, Error};
use domain::clue::{Clue, Standing, Transfer};
use domain::permission::{Action, Scope};
use kernel::id::{ClueId, TransferId};
use kernel::{Day, Message, PageRequest, RecordId, UnitId};
use store::{Stored, clue as clues, unit as units};

/// Clues.
pub(super) const SOURCE: Source = Source {
    code: "clue",
    name: || Message::new("mine-source-clue"),
    stamp: "线",
    solid: true,
    gather: |app, ctx| -> Gathering<'_> { Box::pin(gather(app, ctx)) },
};

async fn gather(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    let mut found = Vec::new();
    if ctx.may(Action::ClueView, Scope::Global) {
        found.extend(of_the_inside(app, ctx).await?);
    }
    if ctx.may(Action::ClueReceive, Scope::Global) {
        found.extend(received(app, ctx).await?);
    }
    Ok(found)
}

fn page() -> PageRequest {
    PageRequest { after: None, size: u32::try_from(MOST).unwrap_or(u32::MAX) }
}

/// One line: a number, and nothing of what stands behind it.
fn line(
    kind: &'static str,
    (id, title): (RecordId, String),
    (why, step): (&'static str, &'static str),
    (place, due): (String, Option<Day>),
) -> Waiting {
    let (why, step) = (Message::new(why), Message::new(step));
    Waiting { source: SOURCE.code, kind, id, title, place, why, step, due }
}

async fn of_the_inside(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    let viewer = ctx.viewer()?;
    let mut conn = app.db().read().await?;
    let found = clues::unfinished(&mut conn, &viewer, MOST).await?;
    let ids: Vec<ClueId> = found.iter().map(|clue| clue.id).collect();
    let transfers = clues::transfers_of(&mut conn, &ids).await?;
    let open: Vec<TransferId> =
        transfers.iter().filter(|t| t.outcome.is_none()).map(|t| t.value.id).collect();
    let due = clues::due(&mut conn, &open).await?;
    let named = units::many(&mut conn, &found.iter().map(|c| c.unit).collect::<Vec<UnitId>>()).await?;
    let today = app.today();
    let waiting = |clue: &Stored<Clue>| {
        let own = transfers.iter().filter(|t| t.clue == clue.id).map(|t| t.value.id);
        let own: Vec<TransferId> = own.collect();
        let day = due.iter().filter(|(id, _)| own.contains(id)).map(|(_, day)| *day).min();
        let steps = step(ctx, clue, day.is_some_and(|day| day < today))?;
        let unit = named.iter().find(|u| u.id == clue.unit).map(|u| u.name.clone()).unwrap_or_default();
        Some(line("clue", (clue.id.into(), clue.number.clone()), steps, (unit, day)))
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

/// What was handed over to the reader's body and not answered yet.
async fn received(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    let viewer = ctx.viewer()?;
    let mut conn = app.db().read().await?;
    let found = clues::received_list(&mut conn, &viewer, true, &page()).await?.items;
    let ids: Vec<TransferId> = found.iter().map(|t| t.value.id).collect();
    let due = clues::due(&mut conn, &ids).await?;
    let waiting = |transfer: &Stored<Transfer>| {
        let steps = match transfer.receipt {
            None => ("mine-why-transfer-receipt", "mine-step-receipt"),
            Some(_) => ("mine-why-transfer-outcome", "mine-step-outcome"),
        };
        let day = due.iter().find(|(id, _)| *id == transfer.value.id).map(|(_, day)| *day);
        let title = (transfer.value.id.into(), transfer.letter.clone());
        line("clue_transfer", title, steps, (transfer.name.clone(), day))
    };
    Ok(found.iter().map(waiting).collect())
}
