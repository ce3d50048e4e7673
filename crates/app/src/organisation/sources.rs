//! What an import of units stands on: units, terms and rules known already, and the committee the tree begins with.

use crate::{App, Error};
use db::Conn;
use domain::organisation::{Taxonomy, Unit, import::Column, import::Line, naming::plain};
use domain::ruleset::CoverageRules;
use domain::term::{PastRound, Term, TermFacts};
use kernel::{Day, UnitId};
use std::collections::HashMap;
use store::{Stored, account as accounts, round as rounds, term as terms, unit as units};

/// What is known before a list comes.
pub(super) struct Known {
    /// Active units, the root first.
    pub(super) units: Vec<Stored<Unit>>,
    /// Terms as they are recorded.
    pub(super) terms: Vec<Stored<Term>>,
    /// The same with the rounds that the program holds itself.
    pub(super) facts: Vec<TermFacts>,
    /// Kinds and natures.
    pub(super) taxonomy: Taxonomy,
    /// What counts for coverage.
    pub(super) coverage: CoverageRules,
    /// The committee's name.
    pub(super) committee: String,
    /// Today.
    pub(super) today: Day,
}

impl Known {
    /// Loads it; the caller has authorised the act or its preview.
    pub(super) async fn load(app: &App, conn: &mut Conn) -> Result<Self, Error> {
        let today = app.today();
        let recorded = terms::every(conn).await?;
        let mut facts = Vec::with_capacity(recorded.len());
        for term in &recorded {
            let held = rounds::of_term(conn, term.id).await?;
            let held = held.iter().filter(|round| round.window.from <= today).map(|round| PastRound {
                number: round.number,
                from: round.window.from,
                to: round.window.to,
            });
            facts.push(with_rounds(term.facts.clone(), held));
        }
        Ok(Self {
            units: units::active(conn).await?,
            terms: recorded,
            facts,
            taxonomy: app.ruleset::<Taxonomy>(conn, today).await?.rules,
            coverage: app.ruleset::<CoverageRules>(conn, today).await?.rules,
            committee: accounts::instance(conn).await?.map(|i| i.value.committee).unwrap_or_default(),
            today,
        })
    }
}

/// A term with further rounds; one of a number that is there already does not replace it.
pub(crate) fn with_rounds(mut term: TermFacts, more: impl IntoIterator<Item = PastRound>) -> TermFacts {
    for round in more {
        if term.round(round.number).is_none() {
            term.rounds.push(round);
        }
    }
    term.rounds.sort_by_key(|round| round.number);
    term
}

/// The root that the first list brings along: the committee itself, which has no row of its own. Its other name is
/// the one that the list writes for it as a parent.
pub(super) fn root_for(lines: &[Line], committee: &str, id: UnitId) -> Unit {
    let written = parents_without_row(lines);
    let short = short_name(committee);
    let known = [Some(committee), short.as_deref()];
    let is_known = written.iter().any(|(name, _)| known.into_iter().flatten().any(|k| plain(k) == *name));
    let most = written.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(name.clone())));
    let mut root = Unit::root(id, committee, short.as_deref().filter(|short| *short != committee));
    if let (false, Some((name, _))) = (is_known, most) {
        root.aliases.extend(Unit::root(id, "", Some(&name)).aliases);
    }
    root
}

/// Names in the parents' column that no row bears, with how often they stand there.
fn parents_without_row(lines: &[Line]) -> HashMap<String, usize> {
    let text = |line: &Line, column: Column| match line {
        Line::Unit(row) => row.cell(column).and_then(|cell| match &cell.value {
            domain::organisation::import::CellValue::Text(text) => Some(plain(text)),
            _ => None,
        }),
        Line::Section { .. } | Line::Total { .. } => None,
    };
    let mut parents: HashMap<String, usize> = HashMap::new();
    for name in lines.iter().filter_map(|line| text(line, Column::Parent)) {
        *parents.entry(name).or_default() += 1;
    }
    for name in lines.iter().filter_map(|line| text(line, Column::Name)) {
        parents.remove(&name);
    }
    parents
}

/// 中共云河县委员会 is called 县委, an enterprise's 党委.
fn short_name(committee: &str) -> Option<String> {
    let before = committee.strip_suffix("委员会")?;
    let level = before.chars().next_back().filter(|c| "省市州盟县区旗".contains(*c));
    Some(format!("{}委", level.unwrap_or('党')))
}

#[cfg(test)]
mod tests {
    use super::{root_for, short_name};
    use domain::organisation::import::{Cell, Column, Line, UnitRow};
    use kernel::UnitId;
    use uuid::Uuid;

    fn row(name: &str, parent: &str) -> Line {
        let cells = vec![(Column::Name, Cell::text(name)), (Column::Parent, Cell::text(parent))];
        Line::Unit(UnitRow { cells, ..UnitRow::default() })
    }

    #[test]
    fn a_committee_is_called_by_its_level() {
        assert_eq!(short_name("中共云河县委员会").as_deref(), Some("县委"));
        assert_eq!(short_name("中共某某集团有限公司委员会").as_deref(), Some("党委"));
        assert_eq!(short_name("县委"), None);
    }

    #[test]
    fn the_root_also_bears_the_name_that_the_list_writes_for_it() {
        let names = |lines: &[Line]| -> Vec<String> {
            let root = root_for(lines, "中共云河县委员会", UnitId(Uuid::nil()));
            root.aliases.into_iter().map(|alias| alias.name).collect()
        };
        let usual = [row("水利局", "县委"), row("水管所", "水利局"), row("林场", "林业局")];
        assert_eq!(names(&usual), ["县委"]);
        let other = [row("水利局", "云河县委"), row("林业局", "云河县委"), row("林场", "林业总局")];
        assert_eq!(names(&other), ["县委", "云河县委"]);
    }
}
