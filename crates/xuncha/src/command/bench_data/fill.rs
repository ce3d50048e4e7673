//! Writing many acts at once, through the same commit that a single one goes through.

use super::invented;
use crate::exit::Failure;
use app::{App, Signed};
use domain::organisation::Unit;
use domain::permission::{Action, Scope};
use kernel::UnitId;
use std::collections::BTreeMap;
use std::ops::Range;
use store::Stored;
use store::changes::{Aside, Changes};
use store::commit::{Committed, Order, commit_together};

/// Units of one act.
pub(super) const UNITS_AT_ONCE: u32 = 2_000;
/// Acts of one transaction.
pub(super) const ENTRIES_AT_ONCE: u32 = 2_000;

/// One act in so many is of a rare kind, so that filters find much and little.
const RARE: u32 = 50_000;

/// Who writes.
pub(super) struct Writer<'a> {
    pub(super) app: &'a App,
    pub(super) signed: Signed,
}

impl<'a> Writer<'a> {
    /// An account of the instance.
    pub(super) async fn of(app: &'a App, login: &str) -> Result<Self, Failure> {
        Ok(Self { app, signed: app.signed_by_login(login).await? })
    }

    /// Units of these numbers, as one act.
    pub(super) async fn units(&self, numbers: Range<u32>) -> Result<(), Failure> {
        let mut changes = Changes::about("unit", invented::id(0), invented::name(0));
        let mut counts: BTreeMap<String, i64> = BTreeMap::new();
        for unit in numbers.map(invented::unit) {
            changes.insert(&unit)?;
            // As the acts of the organisation count: all but the root.
            if let Some(kind) = &unit.kind {
                *counts.entry("unit:active".to_owned()).or_default() += 1;
                *counts.entry(format!("unit:active:{}", kind.as_str())).or_default() += 1;
            }
        }
        for (name, by) in counts {
            changes.aside(Aside::Count { name, by });
        }
        self.carry_out(vec![(self.order("unit-import", Action::UnitImport), changes)]).await
    }

    /// Entries of these numbers, each an act of its own that writes one of the units anew, with the state it leaves.
    pub(super) async fn entries(&self, numbers: Range<u32>, units: u32) -> Result<(), Failure> {
        let unit_of = |number: u32| number.checked_rem(units).unwrap_or(0);
        let ids: Vec<_> = numbers.clone().map(|number| invented::id(unit_of(number))).collect();
        let mut conn = self.app.db().read().await?;
        let found = store::unit::many(&mut conn, &ids).await?;
        drop(conn);
        let mut stored: BTreeMap<UnitId, Stored<Unit>> = found.into_iter().map(|u| (u.id, u)).collect();
        let mut acts = Vec::new();
        for number in numbers {
            let unit = unit_of(number);
            let changes = Changes::about("unit", invented::id(unit), invented::name(unit));
            let (name, mut changes) = match (number % RARE, number % 10) {
                (0, _) => ("unit-abolish", changes.because("机构改革")),
                (_, 0..=6) => ("unit-change", changes),
                _ => ("unit-rename", changes.because("更名")),
            };
            if let Some(old) = stored.get_mut(&invented::id(unit)) {
                let new = Unit { staff: Some(number % 900), ..old.value.clone() };
                changes.update(old, &new)?;
                *old = Stored { version: old.version + 1, value: new };
            }
            acts.push((self.order(name, Action::UnitChange), changes));
        }
        self.carry_out(acts).await
    }

    pub(super) fn order(&self, action: &'static str, right: Action) -> Order {
        Order {
            act: self.app.new_act(),
            at: self.app.now(),
            actor: Some(self.signed.account),
            acting: None,
            actor_name: self.signed.name.clone(),
            action,
            right: Some((right, Scope::Global)),
            channel: "cli",
            result: "null".to_owned(),
        }
    }

    pub(super) async fn carry_out(&self, acts: Vec<(Order, Changes)>) -> Result<(), Failure> {
        match commit_together(self.app.db(), self.app.key(), acts).await? {
            Committed::Done { .. } => Ok(()),
            other => Err(Failure::defect(format!("{other:?}"))),
        }
    }
}
