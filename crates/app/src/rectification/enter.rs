//! Items from elsewhere than a feedback (E11): the unit's self-inspection, a letter, an audit, an earlier inspection.

use super::ledger::{Reckoning, codes, fresh, next_number, number_of};
use super::{ItemKind, Origin, about, needed};
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View};
use domain::Refusal;
use domain::permission::{Action, Scope};
use kernel::{ItemId, Message, UnitId};
use serde::Deserialize;
use store::rectification::OnLedger;
use store::{engagement as engagements, unit as units};

/// Enters an item on the ledger of the unit's newest engagement.
#[derive(Clone, Debug, Deserialize)]
pub struct EnterItem {
    /// The unit.
    pub unit: UnitId,
    /// Where it comes from; never a feedback, whose problems come by themselves.
    pub origin: Origin,
    /// Its kind by time.
    pub kind: ItemKind,
    /// The heading it stands under.
    #[serde(default)]
    pub group: String,
    /// The problem.
    pub title: String,
}

impl Act for EnterItem {
    const NAME: &'static str = "item-enter";
    type Done = ItemId;

    fn right(&self) -> Right {
        Right::Needs(Action::ItemEnter, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<ItemId>, Error> {
        let title = needed("title", &self.title, "rectification-item-without-title")?;
        let named = match &self.origin {
            Origin::Feedback { .. } => return Err(Refusal::new("rectification-origin-is-feedback").into()),
            Origin::SelfInspection => true,
            Origin::Letter { number } => !number.trim().is_empty(),
            Origin::Elsewhere { name } => !name.trim().is_empty(),
        };
        if !named {
            return Err(Error::field("name", Message::new("rectification-origin-unnamed")));
        }
        let kept = engagements::of_unit(&mut prep.conn, self.unit).await?.into_iter().next();
        let kept = kept.ok_or_else(|| Refusal::new("rectification-unit-without-engagement"))?;
        let round = number_of(prep, kept.round).await?;
        let code = codes(prep, (kept.round, round), 1).await?.into_iter().next().unwrap_or_default();
        let number = next_number(prep, kept.engagement.id).await?;
        let id = ItemId::new(prep.app.clock(), prep.app.rng());
        let origin = (self.origin.clone(), self.kind);
        let item = fresh((id, &kept), (number, code), origin, (&self.group, &title));
        let mut changes = about(&item);
        changes.relies_on(&kept);
        let begun = prep.today();
        let summary = Reckoning::default().summary(prep, (&item, begun), &[]).await?;
        changes.insert(&OnLedger { round: kept.round, begun, summary, item })?;
        Ok(Prepared { changes, done: id })
    }
}

impl App {
    /// The units under whose newest engagement an item may be entered, by name: one's own, or every one of the program's
    /// rounds for the office.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn enterable_units(&self, ctx: &Ctx) -> Result<Vec<(UnitId, String)>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ItemEnter, Scope::Global).await?;
        let held = ctx.signed()?.held();
        let own = held.iter().filter(|h| Action::ItemEnter.entry().roles.contains(&h.role));
        let mut ids: Vec<UnitId> = own
            .filter_map(|h| match h.scope {
                Scope::One(id) => Some(UnitId(id)),
                _ => None,
            })
            .collect();
        ids.extend(engagements::inspected(&mut conn, &viewer).await?);
        ids.sort_unstable();
        ids.dedup();
        let mut named: Vec<_> =
            units::many(&mut conn, &ids).await?.into_iter().map(|u| (u.id, u.value.name)).collect();
        named.sort_by_cached_key(|(_, name): &(UnitId, String)| text::pinyin::sort_key(name));
        Ok(named)
    }
}
