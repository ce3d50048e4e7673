//! The act that stores a list: new units, known ones brought up to date, and the terms that came with it.

use super::{ImportOptions, ReadList, off_thread, read_list};
use crate::organisation::Counts;
use crate::organisation::sources::Known;
use crate::recusal::recheck_units;
use crate::{Act, App, Error, Prep, Prepared, Right};
use documents::organisation::Mapping;
use domain::Refusal;
use domain::organisation::import::Column;
use domain::organisation::{Tree, Unit};
use domain::permission::{Action, Scope};
use domain::term::{Term, TermFacts};
use kernel::{TermId, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use store::{Changes, Stored};

/// Imports a list of units, everything or nothing. Refused while the list has an error, and when it says nothing new.
#[derive(Clone, Debug, Deserialize)]
pub struct ImportUnits {
    /// Name of the file.
    pub file: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// How to read it.
    #[serde(default)]
    pub options: ImportOptions,
}

/// What an import stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportedUnits {
    /// Units in the list.
    pub units: usize,
    /// Of them new.
    pub new: usize,
    /// Known ones brought up to date.
    pub changed: usize,
    /// Known ones of which the list says nothing new.
    pub unchanged: usize,
    /// Terms stored or brought up to date.
    pub terms: usize,
}

impl Act for ImportUnits {
    const NAME: &'static str = "unit-import";
    type Done = ImportedUnits;

    fn right(&self) -> Right {
        Right::Needs(Action::UnitImport, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<ImportedUnits>, Error> {
        if self.options.terms.is_some() {
            prep.ctx.require(Action::TermChange, Scope::Global)?;
        }
        let known = Known::load(prep.app, &mut prep.conn).await?;
        let (app, bytes, options) = (prep.app.clone(), self.bytes.clone(), self.options.clone());
        let plan = off_thread(move || {
            let read = read_list(&app, &known, &bytes, &options)?;
            Plan::make(&app, &known, read)
        })
        .await?;
        let written: Vec<Unit> =
            plan.new.iter().chain(plan.changed.iter().map(|(_, unit)| unit)).cloned().collect();
        let mut prepared = plan.changes(&self.file)?;
        recheck_units(prep, &mut prepared.changes, &written).await?;
        Ok(prepared)
    }
}

/// Everything an import would write.
pub(super) struct Plan {
    pub(super) root: Option<Unit>,
    /// Parents before children.
    pub(super) new: Vec<Unit>,
    pub(super) changed: Vec<(Stored<Unit>, Unit)>,
    pub(super) terms: Vec<(Option<Stored<Term>>, Term)>,
    /// Known units, otherwise unchanged, that new ones hang on: whoever ends one meanwhile must notice.
    touched: Vec<Stored<Unit>>,
    root_id: UnitId,
    units: usize,
}

impl Plan {
    /// Works out what a list changes. Refused while it has an error.
    pub(super) fn make(app: &App, known: &Known, read: ReadList) -> Result<Self, Error> {
        let ReadList { checked, mapping, root, new_terms, .. } = read;
        let before: Vec<Unit> =
            root.iter().cloned().chain(known.units.iter().map(|unit| unit.value.clone())).collect();
        let root_id = before.first().map(|unit| unit.id).ok_or(Error::NotFound)?;
        let listed = checked.into_units(&before, || UnitId::new(app.clock(), app.rng()))?;
        let stored: HashMap<UnitId, &Stored<Unit>> = known.units.iter().map(|unit| (unit.id, unit)).collect();
        let units = listed.len();
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for unit in listed {
            match stored.get(&unit.id) {
                None => new.push(unit),
                Some(old) => {
                    let unit = with_unmapped(unit, old, &mapping);
                    if unit != old.value {
                        changed.push(((*old).clone(), unit));
                    }
                }
            }
        }
        let touched = parents_touched(&new, &changed, &stored);
        parents_first(&mut new);
        let terms = changed_terms(app, known, new_terms);
        Ok(Self { root, new, changed, terms, touched, root_id, units })
    }

    fn changes(self, file: &str) -> Result<Prepared<ImportedUnits>, Error> {
        if self.new.is_empty() && self.changed.is_empty() && self.terms.is_empty() {
            return Err(Refusal::new("unit-import-nothing-new").into());
        }
        let done = ImportedUnits {
            units: self.units,
            new: self.new.len(),
            changed: self.changed.len(),
            unchanged: self.units - self.new.len() - self.changed.len(),
            terms: self.terms.len(),
        };
        let mut changes = Changes::about("unit", self.root_id, file);
        let mut counts = Counts::default();
        for (old, term) in &self.terms {
            match old {
                Some(old) => changes.update(old, term)?,
                None => changes.insert(term)?,
            }
        }
        for unit in self.root.iter().chain(&self.new) {
            changes.insert(unit)?;
            counts.step(None, unit);
        }
        for (old, unit) in &self.changed {
            changes.update(old, unit)?;
            counts.step(Some(old), unit);
        }
        for unit in &self.touched {
            changes.update(unit, &unit.value)?;
        }
        counts.write(&mut changes);
        Ok(Prepared { changes, done })
    }
}

/// A list without a column says nothing about it: what is known stays.
fn with_unmapped(mut unit: Unit, old: &Unit, mapping: &Mapping) -> Unit {
    let lacks = |column: Column| mapping.place_of(column).is_none();
    if lacks(Column::PartyForm) {
        unit.party_form.clone_from(&old.party_form);
        unit.covered = old.covered;
    }
    if lacks(Column::Members) {
        unit.members = old.members;
    }
    if lacks(Column::Staff) {
        unit.staff = old.staff;
    }
    if lacks(Column::Head) {
        unit.head.clone_from(&old.head);
    } else if let (Some(head), Some(known)) = (&mut unit.head, &old.head) {
        if lacks(Column::Post) {
            head.post.clone_from(&known.post);
        }
        if lacks(Column::Level) {
            head.level.clone_from(&known.level);
        }
    }
    if lacks(Column::LastRound) && lacks(Column::LastMonth) {
        unit.last_inspection = old.last_inspection;
    }
    if lacks(Column::Note) {
        unit.note.clone_from(&old.note);
    }
    unit
}

fn parents_touched(
    new: &[Unit],
    changed: &[(Stored<Unit>, Unit)],
    stored: &HashMap<UnitId, &Stored<Unit>>,
) -> Vec<Stored<Unit>> {
    let written: HashSet<UnitId> = changed.iter().map(|(_, unit)| unit.id).collect();
    let mut seen = HashSet::new();
    new.iter()
        .filter_map(|unit| unit.parent)
        .filter(|parent| !written.contains(parent) && seen.insert(*parent))
        .filter_map(|parent| stored.get(&parent).map(|unit| (*unit).clone()))
        .collect()
}

fn parents_first(units: &mut [Unit]) {
    let tree = Tree::new(units.iter().map(|unit| (unit.id, unit.parent)));
    units.sort_by_key(|unit| tree.depth(unit.id));
}

fn changed_terms(app: &App, known: &Known, new: Vec<TermFacts>) -> Vec<(Option<Stored<Term>>, Term)> {
    let mut changed = Vec::new();
    for facts in new {
        match known.terms.iter().find(|term| term.facts.number == facts.number) {
            Some(old) if old.facts == facts => {}
            Some(old) => changed.push((Some(old.clone()), Term { id: old.id, facts })),
            None => changed.push((None, Term { id: TermId::new(app.clock(), app.rng()), facts })),
        }
    }
    changed
}
