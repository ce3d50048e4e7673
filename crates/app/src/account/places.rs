//! What roles are held for, in words, and units to hold them for: for those who grant roles and see no business content.
//! Names of units are no secret; nothing else of a unit is read here.

use crate::{App, Ctx, Error};
use domain::account::Grant;
use domain::organisation::naming::{Directory, Entry, Recognition};
use domain::permission::{Action, Scope};
use kernel::UnitId;
use std::collections::BTreeMap;
use store::unit as units;

/// Most units offered.
const MOST: usize = 12;

/// The unit that someone means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitChoice {
    /// This one.
    One(UnitId),
    /// One of these, each with the unit above it before its name.
    Several(Vec<(UnitId, String)>),
    /// None.
    Unknown,
}

impl App {
    /// The units that someone who grants roles means by a name or a part of one.
    ///
    /// # Errors
    /// As [`Ctx::require`].
    pub async fn units_for_role(&self, ctx: &Ctx, written: &str) -> Result<UnitChoice, Error> {
        ctx.require(Action::RoleGrant, Scope::System)?;
        let mut conn = self.db().read().await?;
        let active = units::active(&mut conn).await?;
        let directory = Directory::new(active.iter().map(|unit| Entry::from(&unit.value)));
        let found = match directory.recognise(written) {
            Recognition::Found(unit, _) => return Ok(UnitChoice::One(unit)),
            Recognition::Ambiguous(units) => units,
            Recognition::Unknown => {
                let part = written.trim();
                let fits = active.iter().filter(|unit| !part.is_empty() && unit.name.contains(part));
                fits.map(|unit| unit.id).collect()
            }
        };
        let named = |id: UnitId| {
            let entry = directory.entry(id)?;
            let above = entry.parent.and_then(|id| directory.entry(id));
            Some((
                id,
                above.map_or_else(|| entry.name.clone(), |above| format!("{} {}", above.name, entry.name)),
            ))
        };
        let several: Vec<_> = found.into_iter().filter_map(named).take(MOST).collect();
        Ok(if several.is_empty() { UnitChoice::Unknown } else { UnitChoice::Several(several) })
    }

    /// What each of these grants is held for, where that is one unit or engagement; for those who look after accounts,
    /// and for the holder.
    ///
    /// # Errors
    /// As [`Ctx::require`].
    pub async fn places_of(
        &self,
        ctx: &Ctx,
        grants: &[Grant],
    ) -> Result<BTreeMap<uuid::Uuid, String>, Error> {
        let own = ctx.signed()?.account;
        if grants.iter().any(|grant| grant.account != own) {
            ctx.require(Action::AccountView, Scope::System)?;
        }
        let mut conn = self.db().read().await?;
        let mut places = BTreeMap::new();
        for grant in grants {
            if let Scope::One(id) = grant.scope
                && let Some(name) = super::practice::place(&mut conn, id).await?
            {
                places.insert(id, name);
            }
        }
        Ok(places)
    }
}
