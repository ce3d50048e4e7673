//! Writing many acts at once, through the same commit that a single one goes through.

use super::invented;
use crate::exit::Failure;
use app::{App, Signed};
use domain::permission::{Action, Scope};
use std::collections::BTreeMap;
use std::ops::Range;
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
    app: &'a App,
    signed: Signed,
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

    /// Entries of these numbers, each an act of its own about one of the units, which it leaves as it was.
    pub(super) async fn entries(&self, numbers: Range<u32>, units: u32) -> Result<(), Failure> {
        let acts = numbers.map(|number| {
            let unit = number.checked_rem(units).unwrap_or(0);
            let changes = Changes::about("unit", invented::id(unit), invented::name(unit));
            let (name, changes) = match (number % RARE, number % 10) {
                (0, _) => ("unit-abolish", changes.because("机构改革")),
                (_, 0..=6) => ("unit-change", changes),
                _ => ("unit-rename", changes.because("更名")),
            };
            (self.order(name, Action::UnitChange), changes)
        });
        self.carry_out(acts.collect()).await
    }

    fn order(&self, action: &'static str, right: Action) -> Order {
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

    async fn carry_out(&self, acts: Vec<(Order, Changes)>) -> Result<(), Failure> {
        match commit_together(self.app.db(), self.app.key(), acts).await? {
            Committed::Done { .. } => Ok(()),
            other => Err(Failure::defect(format!("{other:?}"))),
        }
    }
}
