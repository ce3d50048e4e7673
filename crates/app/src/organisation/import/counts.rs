//! What a preview says of a list: what is new in it, and what follows from it.

use super::{ReadList, act::Plan};
use crate::App;
use crate::import::{Group, KindCoverage, ListCoverage, Preview, SheetColumn, SheetMapping};
use crate::organisation::sources::Known;
use documents::organisation::Mapping;
use domain::organisation::import::{Column, Summary};
use domain::ruleset::CoverageRules;
use domain::term;
use kernel::{Day, Lang};
use serde::Serialize;

/// The preview of a list of units.
pub type UnitPreview = Preview<UnitCounts>;

/// What a list of units holds.
#[derive(Clone, Debug, Serialize)]
pub struct UnitCounts {
    /// Counts and sums over its rows.
    #[serde(flatten)]
    pub summary: Summary,
    /// Units that are not known yet.
    pub new: usize,
    /// Known units that the list brings up to date.
    pub changed: usize,
    /// Known units of which the list says nothing new.
    pub unchanged: usize,
    /// Known units that are not in the list. They stay as they are.
    pub absent: usize,
    /// The root that comes with the first list: the committee's name and how the list writes it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub root: Vec<String>,
    /// Terms of the terms' file that are new or say something new.
    pub terms: usize,
}

impl UnitCounts {
    /// Whether importing would change anything.
    pub const fn is_news(&self) -> bool {
        self.new > 0 || self.changed > 0 || self.terms > 0
    }
}

/// The preview of a list that was read.
pub(super) fn preview(app: &App, known: &Known, read: ReadList, file: &str, lang: Lang) -> UnitPreview {
    let issues = read.checked.issues.clone();
    let coverage = coverage(&read.checked.summary, &known.coverage, &read.terms, read.as_of);
    let mapping = sheet_mapping(&read.mapping);
    let counts = counts(app, known, read);
    let mut preview = Preview::new(file, counts, &issues, lang);
    preview.coverage = Some(coverage);
    preview.mapping = Some(mapping);
    preview
}

fn counts(app: &App, known: &Known, read: ReadList) -> UnitCounts {
    let summary = read.checked.summary.clone();
    let root = read.root.iter().flat_map(|root| {
        std::iter::once(root.name.clone()).chain(root.aliases.iter().map(|alias| alias.name.clone()))
    });
    let root = root.collect();
    // With an error nothing can be stored, so what would change is not worked out.
    let (new, changed, terms) = match Plan::make(app, known, read) {
        Ok(plan) => (plan.new.len(), plan.changed.len(), plan.terms.len()),
        Err(_) => (summary.units - summary.existing, 0, 0),
    };
    let units = known.units.iter().filter(|unit| unit.parent.is_some()).count();
    UnitCounts {
        new,
        changed,
        unchanged: summary.existing.saturating_sub(changed),
        absent: units.saturating_sub(summary.existing),
        root,
        terms,
        summary,
    }
}

fn coverage(summary: &Summary, rules: &CoverageRules, terms: &[term::TermFacts], as_of: Day) -> ListCoverage {
    let of_group = |group: &domain::ruleset::Denominator| {
        let kinds = summary.by_kind.iter().filter(|kind| group.unit_kinds.contains(&kind.kind));
        let (part, whole) = kinds.fold((0, 0), |(part, whole), k| (part + k.this_term, whole + k.units));
        Group { name: group.name.clone(), part, whole }
    };
    ListCoverage {
        as_of,
        term: term::on(terms, as_of).map(|term| term.name.clone()),
        kinds: summary
            .by_kind
            .iter()
            .map(|kind| KindCoverage {
                kind: kind.kind.as_str().to_owned(),
                units: kind.units,
                this_term: kind.this_term,
                previous_term: kind.previous_term,
                never: kind.never,
            })
            .collect(),
        groups: rules.denominators.iter().map(of_group).collect(),
    }
}

fn sheet_mapping(mapping: &Mapping) -> SheetMapping {
    let code = |column: Column| {
        let code = serde_json::to_value(column).unwrap_or_default();
        code.as_str().unwrap_or_default().to_owned()
    };
    SheetMapping {
        sheet: mapping.sheet.clone(),
        header_top: mapping.header_top,
        header_bottom: mapping.header_bottom,
        columns: mapping
            .columns
            .iter()
            .map(|column| SheetColumn {
                at: column.at,
                letters: column.letters.clone(),
                heading: column.heading.clone(),
                holds: column.holds.map(code),
            })
            .collect(),
    }
}
