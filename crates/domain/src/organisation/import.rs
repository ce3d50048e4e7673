//! How a list of units becomes units, or a list of what is wrong with it (A1).
//!
//! `documents` reads the file into [`Line`]s; [`check`] judges them against what is known already. Guarantees:
//! every faulty row is named with row, column and kind; nothing is guessed; with one error nothing may be
//! stored; the work grows with the number of rows, not with its square. Called by the import act and its preview.

mod dates;
mod fields;
mod lines;
mod parents;
mod summary;
mod totals;

pub use lines::{Cell, CellValue, Column, Line, UnitRow};
pub use summary::{KindSummary, Summary};

use super::{
    naming::{notes, plain},
    taxonomy::{Taxonomy, UnitKind, UnitNature},
    unit::{Alias, Head, LastInspection, State, Unit},
};
use crate::{Refusal, import::Issues, term::TermFacts};
use kernel::{Day, Message, UnitId};
use serde::Serialize;
use std::collections::HashMap;

/// What is known before the list comes.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The words of lists.
    pub taxonomy: &'a Taxonomy,
    /// Terms and rounds held.
    pub terms: &'a [TermFacts],
    /// The reporting date: later dates are mistakes, rounds without a term belong to its term.
    pub as_of: Day,
    /// Active units known already, the root among them.
    pub known: &'a [Unit],
}

/// Where a unit of the list hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ParentRef {
    /// Under a unit known already.
    Known(UnitId),
    /// Under another unit of the list: its index in [`Checked::units`].
    Listed(usize),
}

/// A unit of the list. Fields that a mistake makes unreadable are empty, and the mistake is among the issues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// Row of the spreadsheet.
    pub row: u32,
    /// Name, cleaned.
    pub name: String,
    /// Other names that the remarks mention.
    pub aliases: Vec<Alias>,
    /// Kind.
    pub kind: Option<UnitKind>,
    /// Nature.
    pub nature: Option<UnitNature>,
    /// Form of Party organisation.
    pub party_form: String,
    /// Where it hangs.
    pub parent: Option<ParentRef>,
    /// Party members.
    pub members: Option<u32>,
    /// Staff.
    pub staff: Option<u32>,
    /// Head.
    pub head: Option<Head>,
    /// Object of coverage.
    pub covered: bool,
    /// Last inspection.
    pub last_inspection: Option<LastInspection>,
    /// Remarks.
    pub note: String,
    /// The unit of the same name and parent that is known already: the row brings its record up to date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing: Option<UnitId>,
    /// The parent as written, to find it.
    #[serde(skip)]
    written_parent: String,
}

/// A judged list.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// Units in the order of the list.
    pub units: Vec<Draft>,
    /// Counts, coverage, sums.
    pub summary: Summary,
    /// What is wrong, in order of rows.
    pub issues: Issues,
}

/// Judges the lines of a list.
pub fn check(lines: &[Line], context: Context<'_>) -> Checked {
    let mut issues = Issues::default();
    let mut units = Vec::new();
    for line in lines {
        if let Line::Unit(row) = line {
            units.push(read_row(row, context, &mut issues));
        }
    }
    parents::find_existing(&mut units, context.known);
    let tree = parents::resolve(&mut units, context, &mut issues);
    note_duplicates(&units, &mut issues);
    totals::check(lines, &units, &mut issues);
    issues.sort();
    let summary = summary::summarise(&units, context, &tree);
    Checked { units, summary, issues }
}

impl Checked {
    /// The records to store, in the order of the list: new ones with ids from `new_id`, known ones brought up
    /// to date. A parent may come after its child; storing follows [`super::Tree`]. Refused while an error stands.
    pub fn into_units(
        self,
        known: &[Unit],
        mut new_id: impl FnMut() -> UnitId,
    ) -> Result<Vec<Unit>, Refusal> {
        let errors = self.issues.errors();
        if errors > 0 {
            return Err(Message::new("unit-import-has-errors").with("count", errors).into());
        }
        let ids: Vec<UnitId> =
            self.units.iter().map(|draft| draft.existing.unwrap_or_else(&mut new_id)).collect();
        let known: HashMap<UnitId, &Unit> = known.iter().map(|unit| (unit.id, unit)).collect();
        let mut out = Vec::with_capacity(ids.len());
        for (order, (draft, id)) in (1_u32..).zip(self.units.into_iter().zip(&ids)) {
            let parent = match draft.parent {
                Some(ParentRef::Known(parent)) => Some(parent),
                Some(ParentRef::Listed(index)) => ids.get(index).copied(),
                None => None,
            };
            out.push(record(draft, *id, parent, order, known.get(id).copied()));
        }
        Ok(out)
    }
}

fn record(draft: Draft, id: UnitId, parent: Option<UnitId>, list_order: u32, known: Option<&Unit>) -> Unit {
    let mut aliases = known.map(|unit| unit.aliases.clone()).unwrap_or_default();
    for alias in draft.aliases {
        if aliases.iter().all(|other| other.name != alias.name) {
            aliases.push(alias);
        }
    }
    Unit {
        id,
        name: draft.name,
        aliases,
        kind: draft.kind,
        nature: draft.nature,
        party_form: draft.party_form,
        parent,
        members: draft.members,
        staff: draft.staff,
        head: draft.head,
        covered: draft.covered,
        last_inspection: draft.last_inspection,
        list_order,
        note: draft.note,
        since: known.and_then(|unit| unit.since),
        state: State::Active,
    }
}

/// Reads one row; its mistakes go to the issues.
fn read_row(row: &UnitRow, context: Context<'_>, issues: &mut Issues) -> Draft {
    let mut fields = fields::Fields::new(row, issues);
    fields.note_row_state();
    let name = fields.name();
    let nature = fields.nature(context.taxonomy);
    let written_parent = fields.required_text(Column::Parent);
    let party_form = fields.text(Column::PartyForm);
    let members = fields.count(Column::Members);
    let staff = fields.count(Column::Staff);
    let head = fields.head(context.taxonomy);
    let note = fields.text(Column::Note);
    let last_inspection = fields.last_inspection(context);
    Draft {
        row: row.row,
        aliases: notes::aliases(&note),
        name,
        kind: nature.map(|entry| entry.kind.clone()),
        nature: nature.map(|entry| entry.code.clone()),
        covered: context.taxonomy.is_covered(&party_form),
        party_form,
        parent: None,
        members,
        staff,
        head,
        last_inspection,
        note,
        existing: None,
        written_parent,
    }
}

/// Two rows of one name under one parent.
fn note_duplicates(units: &[Draft], issues: &mut Issues) {
    let mut first: HashMap<(String, String), u32> = HashMap::new();
    for unit in units.iter().filter(|unit| !unit.name.is_empty()) {
        let key = (plain(&unit.name), parent_key(unit));
        match first.get(&key) {
            Some(earlier) => {
                let message = Message::new("unit-import-duplicate-name")
                    .with("unit", unit.name.clone())
                    .with("row", *earlier);
                issues.error(unit.row, Some(Column::Name.heading()), "duplicate_name", message);
            }
            None => {
                first.insert(key, unit.row);
            }
        }
    }
}

fn parent_key(unit: &Draft) -> String {
    match unit.parent {
        Some(ParentRef::Known(id)) => id.to_string(),
        Some(ParentRef::Listed(index)) => index.to_string(),
        None => plain(&unit.written_parent),
    }
}

#[cfg(test)]
mod tests;
