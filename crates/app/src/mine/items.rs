//! Items of the ledger that wait for the reader: to claim, to plan, to report on, to sign, to review, to verify.

use super::{Gathering, MOST, Source, Waiting};
use crate::rectification::{ItemState, OnLedger, SentTo, Sign};
use crate::{App, Ctx, Error};
use domain::permission::{Action, Scope};
use kernel::{Message, UnitId};
use std::collections::BTreeSet;
use store::{Stored, rectification as records, unit as units};

/// Items of the ledger.
pub(super) const SOURCE: Source = Source {
    code: "item",
    name: || Message::new("mine-source-item"),
    stamp: "改",
    solid: true,
    gather: |app, ctx| -> Gathering<'_> { Box::pin(gather(app, ctx)) },
};

/// The units for which the reader may do something.
fn units_of(ctx: &Ctx, action: Action) -> Vec<UnitId> {
    let Ok(signed) = ctx.signed() else { return Vec::new() };
    let held = signed.held();
    let own = held.iter().filter(|h| action.entry().roles.contains(&h.role));
    let units: BTreeSet<UnitId> = own
        .filter_map(|h| match h.scope {
            Scope::One(id) => Some(UnitId(id)),
            _ => None,
        })
        .collect();
    units.into_iter().collect()
}

async fn gather(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    if !ctx.may(Action::LedgerView, Scope::Global) {
        return Ok(Vec::new());
    }
    let viewer = ctx.viewer()?;
    let mut conn = app.db().read().await?;
    let mut found: Vec<(Stored<OnLedger>, Message, Message)> = Vec::new();
    for sign in [Sign::Leader, Sign::Head, Sign::Superior, Sign::Review] {
        let units = units_of(ctx, crate::rectification::SignItem::needs(sign));
        if units.is_empty() {
            continue;
        }
        let step = if sign == Sign::Review { "mine-step-review" } else { "mine-step-sign" };
        for item in records::waiting(&mut conn, &viewer, (&[sign], &units), MOST).await? {
            let why = Message::new("mine-why-turn").with("sign", sign.label());
            found.push((item, why, Message::new(step)));
        }
    }
    if ctx.may(Action::ItemVerify, Scope::Global) {
        for item in records::waiting(&mut conn, &viewer, (&[Sign::Verify], &[]), MOST).await? {
            let why = Message::new("mine-why-turn").with("sign", Sign::Verify.label());
            found.push((item, why, Message::new("mine-step-verify")));
        }
        for item in records::asked(&mut conn, &viewer, false, MOST).await? {
            found.push((item, Message::new("mine-why-objection"), Message::new("mine-step-answer")));
        }
    }
    let units = units_of(ctx, Action::ItemPlan);
    if !units.is_empty() {
        for item in records::waiting(&mut conn, &viewer, (&[], &units), MOST).await? {
            if let Some((why, step)) = unit_step(&item.state) {
                found.push((item, why, step));
            }
        }
    }
    let ids: Vec<UnitId> = found.iter().map(|(item, ..)| item.unit).collect();
    let named = units::many(&mut conn, &ids).await?;
    let line = |(item, why, step): (Stored<OnLedger>, Message, Message)| Waiting {
        source: SOURCE.code,
        kind: "item",
        id: item.item.id.into(),
        title: format!("{} {}", item.code, item.title),
        place: named.iter().find(|u| u.id == item.unit).map(|u| u.name.clone()).unwrap_or_default(),
        why,
        step,
        due: item.summary.due,
        stands_for: Vec::new(),
    };
    Ok(found.into_iter().map(line).collect())
}

/// Why an item waits for its unit, and what comes next.
fn unit_step(state: &ItemState) -> Option<(Message, Message)> {
    let (why, step) = match state {
        ItemState::FedBack => ("mine-why-unclaimed", "mine-step-claim"),
        ItemState::Claimed => ("mine-why-claimed", "mine-step-plan"),
        ItemState::UnderWay => ("mine-why-under-way", "mine-step-report"),
        ItemState::SentBack { to: SentTo::Measures, .. } => ("mine-why-redo", "mine-step-plan"),
        ItemState::SentBack { to: SentTo::Declaration, .. } => ("mine-why-sent-back", "mine-step-report"),
        ItemState::Basically { .. } => ("mine-why-basically", "mine-step-report"),
        ItemState::Continued { .. } => ("mine-why-continued", "mine-step-report"),
        _ => return None,
    };
    Some((Message::new(why), Message::new(step)))
}
