//! A list held against what is on the ledger: what is new, what is the same, what differs, and what of that a list may
//! change.

use super::super::{Item, Measure, OnLedger};
use crate::{App, Error};
use db::Conn;
use domain::decision::Clerk;
use domain::rectification::ledger::{
    Heading, Ledger, Measure as Listed, NewIds, Problem, Reported, ledger_of,
};
use domain::rectification::{Evidence, EvidenceKind, Progress};
use kernel::{Day, EngagementId, ItemId};
use serde::Serialize;
use std::collections::BTreeSet;
use store::{Stored, rectification as records};

/// One thing in which a list differs from the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Number of the problem in the list.
    pub number: u32,
    /// The column.
    pub column: &'static str,
    /// What the ledger says.
    pub before: String,
    /// What the list says.
    pub after: String,
    /// Whether taking the list over changes the ledger here.
    pub taken: bool,
}

/// An item that is there and differs.
pub(super) struct Changed {
    pub(super) item: ItemId,
    differences: Vec<Difference>,
    /// Measures that are there, with their line of the list.
    known: Vec<(Measure, Listed)>,
    /// Measures that only the list has, with the code each gets.
    added: Vec<(String, Listed)>,
    open: bool,
}

/// A list held against the ledger.
#[derive(Default)]
pub(super) struct Comparison {
    pub(super) engagement: Option<EngagementId>,
    /// Numbers of problems that are not there.
    pub(super) new: BTreeSet<u32>,
    pub(super) unchanged: usize,
    pub(super) changed: Vec<Changed>,
    /// What is added to the numbers of new problems, because the ledger has others already.
    pub(super) number_offset: u32,
}

impl Comparison {
    /// Nothing is there.
    pub(super) fn all_new(ledger: &Ledger) -> Self {
        Self { new: ledger.problems.iter().map(|p| p.number).collect(), ..Self::default() }
    }

    /// In what the list differs.
    pub(super) fn differences(&self) -> Vec<Difference> {
        self.changed.iter().flat_map(|changed| changed.differences.iter().cloned()).collect()
    }

    /// Whether taking the list over changes what is there.
    pub(super) fn applies_something(&self) -> bool {
        self.changed.iter().any(Changed::applies)
    }
}

/// Holds a list against the items of an engagement.
pub(super) async fn compare(
    app: &App,
    conn: &mut Conn,
    engagement: Option<EngagementId>,
    list: &Ledger,
) -> Result<Comparison, Error> {
    let Some(engagement) = engagement else { return Ok(Comparison::all_new(list)) };
    let stored = records::of_engagement(conn, engagement).await?;
    let measures: Vec<Measure> =
        records::measures(conn, engagement).await?.into_iter().map(|m| m.value).collect();
    let posts = match stored.first() {
        Some(first) => records::posts(conn, first.unit).await?,
        None => Vec::new(),
    };
    let posts: Vec<_> = posts.into_iter().map(|p| p.value).collect();
    let items: Vec<Item> = stored.iter().map(|i| i.item.clone()).collect();
    let there = ledger_of(Heading::default(), (&items, &measures, &posts), app.today());
    let mut comparison = Comparison { engagement: Some(engagement), ..Comparison::default() };
    for problem in &list.problems {
        match same(problem, &there.problems) {
            None => {
                comparison.new.insert(problem.number);
            }
            Some(at) => {
                let (Some(before), Some(item)) = (there.problems.get(at), stored.get(at)) else { continue };
                let changed = changed(problem, before, (item, &measures));
                if changed.differences.is_empty() {
                    comparison.unchanged += 1;
                } else {
                    comparison.changed.push(changed);
                }
            }
        }
    }
    let last = items.iter().map(|item| item.number).max().unwrap_or(0);
    let taken = |number: &u32| items.iter().any(|item| item.number == *number);
    comparison.number_offset = if comparison.new.iter().any(taken) { last } else { 0 };
    Ok(comparison)
}

/// The place of the problem on the ledger: by code, else by its words and, among equal words, its number.
fn same(problem: &Problem, there: &[Problem]) -> Option<usize> {
    if !problem.code.is_empty() {
        return there.iter().position(|known| known.code == problem.code);
    }
    let alike = |known: &&Problem| known.title == problem.title;
    let by_number = there.iter().position(|known| known.number == problem.number && alike(&known));
    by_number.or_else(|| there.iter().position(|known| alike(&known)))
}

fn changed(problem: &Problem, before: &Problem, (item, all): (&Stored<OnLedger>, &[Measure])) -> Changed {
    let open = !item.state.is_over() && !item.state.is_in_chain();
    let mut found =
        Changed { item: item.item.id, differences: Vec::new(), known: Vec::new(), added: Vec::new(), open };
    let leader = |p: &Problem| p.leader.as_ref().map(|l| l.name.clone()).unwrap_or_default();
    found.note(problem.number, false, "反馈问题", (&before.title, &problem.title));
    found.note(problem.number, false, "问题类别", (&before.category, &problem.category));
    found.note(problem.number, false, "责任领导", (&leader(before), &leader(problem)));
    found.note(problem.number, false, "牵头部门", (&before.department, &problem.department));
    let mut used = BTreeSet::new();
    for measure in &problem.measures {
        let fits = |known: &Listed| {
            if measure.code.is_empty() { known.text == measure.text } else { known.code == measure.code }
        };
        let at = before.measures.iter().enumerate().position(|(at, m)| !used.contains(&at) && fits(m));
        match at.and_then(|at| Some((at, before.measures.get(at)?))) {
            Some((at, known)) => {
                used.insert(at);
                found.measure(problem.number, known, measure);
                found
                    .known
                    .extend(all.iter().find(|m| m.code == known.code).map(|m| (m.clone(), measure.clone())));
            }
            None => {
                found.note(problem.number, true, "整改措施", ("", &measure.text));
                let code = if measure.code.is_empty() {
                    format!("{}-{}", item.code, before.measures.len() + found.added.len() + 1)
                } else {
                    measure.code.clone()
                };
                found.added.push((code, measure.clone()));
            }
        }
    }
    found
}

impl Changed {
    fn note(&mut self, number: u32, may: bool, column: &'static str, (before, after): (&str, &str)) {
        if before.trim() != after.trim() {
            let taken = may && self.open;
            let (before, after) = (before.to_owned(), after.to_owned());
            self.differences.push(Difference { number, column, before, after, taken });
        }
    }

    fn measure(&mut self, number: u32, before: &Listed, after: &Listed) {
        self.note(number, true, "整改措施", (&before.text, &after.text));
        self.note(number, true, "责任人", (&before.person, &after.person));
        self.note(number, false, "整改时限", (&before.deadline.words, &after.deadline.words));
        self.note(number, true, "进展情况", (&before.progress, &after.progress));
        self.note(number, true, "佐证材料", (&before.evidence, &after.evidence));
        self.note(number, true, "备注", (&before.note, &after.note));
        if before.state != after.state && after.state != Reported::Unstated {
            let said = |state: Reported| i18n::Catalogue::shared().say(kernel::Lang::ZhCn, &state.label());
            self.note(number, false, "完成情况", (&said(before.state), &said(after.state)));
        }
    }

    /// Whether taking the list over changes it.
    pub(super) fn applies(&self) -> bool {
        self.differences.iter().any(|difference| difference.taken)
    }

    /// Its measures as the list brings them up to date, and those that only the list has.
    pub(super) fn measures(&self, by: Clerk, on: Day, item: &Item, ids: &mut dyn NewIds) -> Vec<Measure> {
        let known = self.known.iter().filter_map(|(measure, listed)| up_to_date(measure, listed, by, on));
        let mut measures: Vec<Measure> = known.collect();
        for (code, listed) in &self.added {
            let mut measure = Measure {
                id: ids.measure(),
                engagement: item.engagement,
                unit: item.unit,
                code: code.clone(),
                items: vec![item.id],
                text: listed.text.clone(),
                owner: item.claim.as_ref().map(|claim| claim.leader),
                handler: listed.person.clone(),
                deadline: listed.deadline.clone(),
                extensions: Vec::new(),
                asked: None,
                progress: Vec::new(),
                reported: Some(listed.state),
                note: listed.note.clone(),
                given_up: None,
            };
            measure.progress.extend(news(&measure, listed, by, on));
            measures.push(measure);
        }
        measures
    }
}

/// A measure with what its line says beyond it; `None` when that is nothing.
fn up_to_date(measure: &Measure, listed: &Listed, by: Clerk, on: Day) -> Option<Measure> {
    let mut new = measure.clone();
    new.text.clone_from(&listed.text);
    new.handler.clone_from(&listed.person);
    new.note.clone_from(&listed.note);
    new.progress.extend(news(measure, listed, by, on));
    (new != *measure).then_some(new)
}

/// An entry of progress for what a line says that the measure does not: never that it is done, which takes evidence.
fn news(measure: &Measure, listed: &Listed, by: Clerk, on: Day) -> Option<Progress> {
    let said: Vec<&str> =
        measure.progress.iter().map(|p| p.text.as_str()).filter(|t| !t.is_empty()).collect();
    let said = said.join("\n");
    let text = listed.progress.strip_prefix(said.as_str()).unwrap_or(&listed.progress).trim();
    let text = if listed.progress.trim() == said.trim() { "" } else { text };
    let known: BTreeSet<&str> = measure.evidence().map(|piece| piece.name.trim()).collect();
    let named = listed.evidence.split(['、', '\n']).map(str::trim).filter(|name| !name.is_empty());
    let evidence: Vec<Evidence> = named
        .filter(|name| !known.contains(name))
        .map(|name| Evidence {
            file: None,
            name: name.to_owned(),
            kind: EvidenceKind::Other,
            confirmed: None,
        })
        .collect();
    let says = !text.is_empty() || !evidence.is_empty();
    says.then(|| Progress { on, by, text: text.to_owned(), evidence, done: false })
}
