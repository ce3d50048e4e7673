//! Units as a list in the usual form: what is exported imports again as the same units.

use crate::sheet::write::{self, Column as OutColumn, Out, Table};
use domain::{
    Refusal,
    organisation::{AliasKind, Tree, Unit, import::Column, taxonomy::Taxonomy},
    term::{Month, TermFacts},
};
use kernel::{Day, Timestamp, UnitId};
use std::collections::HashMap;

/// What the list's head says.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Title of the list, and name of its sheet cut to what a sheet bears.
    pub title: String,
    /// The line below the title: who reports, as of when.
    pub subtitle: String,
}

/// Writes the active units, the root left out: by kind, then in the office's own order.
pub fn write(
    units: &[Unit],
    taxonomy: &Taxonomy,
    terms: &[TermFacts],
    heading: &Heading,
    at: Timestamp,
) -> Result<Vec<u8>, Refusal> {
    let rows = in_order(units, taxonomy);
    let names: HashMap<UnitId, &Unit> = units.iter().map(|unit| (unit.id, unit)).collect();
    let mut bearers: HashMap<&str, usize> = HashMap::new();
    for unit in units.iter().filter(|unit| unit.is_active()) {
        *bearers.entry(&unit.name).or_default() += 1;
    }
    let tree = Tree::new(units.iter().map(|unit| (unit.id, unit.parent)));
    let words = Words { taxonomy, terms, names, bearers, tree };
    let table = Table {
        sheet: heading.title.clone(),
        title: heading.title.clone(),
        subtitle: heading.subtitle.clone(),
        columns: Column::ALL.iter().map(|column| out_column(*column)).collect(),
        rows: (1_i64..).zip(rows).map(|(serial, unit)| words.row(serial, unit)).collect(),
        merges: Vec::new(),
    };
    write::write(&[table], at)
}

fn in_order<'a>(units: &'a [Unit], taxonomy: &Taxonomy) -> Vec<&'a Unit> {
    let place = |unit: &Unit| {
        let kind = taxonomy.kinds.iter().position(|entry| Some(&entry.code) == unit.kind.as_ref());
        (kind.unwrap_or(usize::MAX), unit.list_order)
    };
    let mut rows: Vec<&Unit> =
        units.iter().filter(|unit| unit.is_active() && unit.parent.is_some()).collect();
    rows.sort_by_cached_key(|unit| (place(unit), text::pinyin::sort_key(&unit.name)));
    rows
}

fn out_column(column: Column) -> OutColumn {
    let (group, width) = match column {
        Column::Serial => ("", 6.0),
        Column::Name => ("", 30.0),
        Column::Parent => ("", 26.0),
        Column::Members | Column::Staff => ("人数（人）", 9.0),
        Column::Head => ("主要负责人情况", 11.0),
        Column::Post | Column::Level => ("主要负责人情况", 18.0),
        Column::LastRound | Column::LastMonth => ("上一次巡察", 16.0),
        Column::Note => ("", 36.0),
        Column::Nature | Column::PartyForm => ("", 13.0),
    };
    OutColumn { group: group.to_owned(), heading: column.heading().to_owned(), width }
}

struct Words<'a> {
    taxonomy: &'a Taxonomy,
    terms: &'a [TermFacts],
    names: HashMap<UnitId, &'a Unit>,
    /// How many active units bear a name.
    bearers: HashMap<&'a str, usize>,
    tree: Tree,
}

impl Words<'_> {
    fn row(&self, serial: i64, unit: &Unit) -> Vec<Out> {
        Column::ALL.iter().map(|column| self.cell(serial, unit, *column)).collect()
    }

    fn cell(&self, serial: i64, unit: &Unit, column: Column) -> Out {
        let head = unit.head.as_ref();
        match column {
            Column::Serial => Out::Integer(serial),
            Column::Name => Out::Text(unit.name.clone()),
            Column::Nature => {
                let nature = unit.nature.as_ref().and_then(|code| self.taxonomy.nature(code));
                Out::text(nature.map(|nature| nature.word.zh.as_str()))
            }
            Column::Parent => Out::Text(self.parent_name(unit)),
            Column::PartyForm => Out::Text(unit.party_form.clone()),
            Column::Members => unit.members.map_or(Out::Empty, |n| Out::Integer(i64::from(n))),
            Column::Staff => unit.staff.map_or(Out::Empty, |n| Out::Integer(i64::from(n))),
            Column::Head => Out::text(head.map(|head| head.name.as_str())),
            Column::Post => Out::text(head.map(|head| head.post.as_str())),
            Column::Level => {
                let level =
                    head.and_then(|head| head.level.as_ref()).and_then(|code| self.taxonomy.level(code));
                Out::text(level.map(|level| level.word.zh.as_str()))
            }
            Column::LastRound => Out::Text(self.last_round(unit)),
            Column::LastMonth => {
                let month = unit.last_inspection.and_then(|last| last.month);
                month.map(Month::first).map_or(Out::Empty, |day: Day| Out::Month(day))
            }
            Column::Note => Out::Text(unit.note.clone()),
        }
    }

    /// The parent's name; where several units bear it, the name of the unit above it comes first.
    fn parent_name(&self, unit: &Unit) -> String {
        let Some(parent) = unit.parent.and_then(|id| self.names.get(&id)) else { return String::new() };
        // Lists call the committee by its short name.
        let short = parent.aliases.iter().find(|alias| alias.kind == AliasKind::Short);
        if let Some(short) = short.filter(|_| parent.parent.is_none()) {
            return short.name.clone();
        }
        let shared = self.bearers.get(parent.name.as_str()).is_some_and(|bearers| *bearers > 1);
        let upper = self.tree.parent(parent.id).and_then(|id| self.names.get(&id));
        match upper.filter(|_| shared) {
            Some(upper) => format!("{}{}", upper.name, parent.name),
            None => parent.name.clone(),
        }
    }

    fn last_round(&self, unit: &Unit) -> String {
        let Some(last) = unit.last_inspection else { return "未巡察".to_owned() };
        let Some(round) = last.round else { return String::new() };
        let term = self.terms.iter().find(|term| term.number == last.term);
        let term = term.map_or_else(|| format!("{}届", last.term.0), |term| term.name.clone());
        format!("{term}第{}轮", round.0)
    }
}
