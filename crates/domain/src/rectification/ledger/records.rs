//! A ledger of before made into records, and records made into a ledger.
//!
//! What a list reports stays what it reports: a problem that the list calls closed is taken over as closed, with the
//! list as its paper; everything else is under way or waits to be claimed, whatever the list says of it. Called by the
//! import into a past engagement (A9) and by the export.

use super::{Heading, Ledger, Measure as ListedMeasure, Named, Problem, Reported};
use crate::deadline::words::Timing;
use crate::decision::Clerk;
use crate::post::{Holder, Post};
use crate::rectification::{
    Claim, Evidence, EvidenceKind, Item, ItemKind, Measure, Origin, Progress, State, Step, StepKind,
};
use kernel::Day;
use kernel::id::{EngagementId, ItemId, MeasureId, PostId, UnitId};
use std::collections::BTreeMap;

/// Where a ledger is taken over to, by whom, and as of when.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    /// The past engagement.
    pub engagement: EngagementId,
    /// The unit.
    pub unit: UnitId,
    /// Where the problems come from, for those of the feedback by the number of each.
    pub origin: fn(u32) -> Option<Origin>,
    /// Who takes it over.
    pub by: Clerk,
    /// The day the list reports for.
    pub on: Day,
}

/// The records of a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// Posts, one per leader named.
    pub posts: Vec<Post>,
    /// Items, in the order of the list.
    pub items: Vec<Item>,
    /// Measures, in the order of the list.
    pub measures: Vec<Measure>,
}

/// Ids for new records.
pub trait NewIds {
    /// For a post.
    fn post(&mut self) -> PostId;
    /// For an item.
    fn item(&mut self) -> ItemId;
    /// For a measure.
    fn measure(&mut self) -> MeasureId;
}

/// Makes the records of a ledger that was read without an error. `prefix` begins the codes of items.
pub fn take_over(ledger: &Ledger, taken: Taken, prefix: &str, ids: &mut dyn NewIds) -> Records {
    let mut records = Records::default();
    let mut posts: BTreeMap<String, PostId> = BTreeMap::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for problem in &ledger.problems {
        let leader = problem.leader.as_ref().map(|leader| {
            let id = *posts.entry(leader.name.clone()).or_insert_with(|| ids.post());
            keep_post(&mut records.posts, id, leader, taken.unit);
            id
        });
        let item = item(problem, leader, taken, prefix, ids.item());
        for (at, listed) in (1_u32..).zip(&problem.measures) {
            let code =
                if listed.code.is_empty() { format!("{}-{at}", item.code) } else { listed.code.clone() };
            // A measure that the list codes alike under several problems is one.
            if let Some(measure) = known.get(&code).and_then(|at| records.measures.get_mut(*at)) {
                measure.items.push(item.id);
                continue;
            }
            known.insert(code.clone(), records.measures.len());
            records.measures.push(measure(listed, (code, leader), &item, taken, ids.measure()));
        }
        records.items.push(item);
    }
    records
}

/// One post per name; a title that stands beside the name anywhere is the post's.
fn keep_post(posts: &mut Vec<Post>, id: PostId, leader: &Named, unit: UnitId) {
    match posts.iter_mut().find(|post| post.id == id) {
        Some(post) if post.title.is_empty() => post.title.clone_from(&leader.post),
        Some(_) => {}
        None => {
            let holder = Holder { person: None, name: leader.name.clone(), from: None, until: None };
            let (title, department) = (leader.post.clone(), String::new());
            posts.push(Post { id, unit, title, department, holders: vec![holder] });
        }
    }
}

fn item(problem: &Problem, leader: Option<PostId>, taken: Taken, prefix: &str, id: ItemId) -> Item {
    let Taken { by, on, .. } = taken;
    let code = match problem.code.as_str() {
        "" => format!("{prefix}{:03}", problem.number),
        code => code.to_owned(),
    };
    let step = |step| Step { step, by, on, note: String::new() };
    let claim = leader.map(|leader| Claim { leader, department: problem.department.clone(), by, on });
    let (state, steps) = match (problem.state(), claim.is_some()) {
        (Reported::Closed, _) => (State::Closed { on, by }, vec![step(StepKind::Closed)]),
        (_, false) => (State::FedBack, Vec::new()),
        (Reported::LongTerm, true) => (State::Continued { since: on }, vec![step(StepKind::Continued)]),
        (Reported::NotStarted, true) => (State::Claimed, vec![step(StepKind::Claimed)]),
        _ => (State::UnderWay, vec![step(StepKind::Begun)]),
    };
    let elsewhere = || Origin::Elsewhere { name: String::new() };
    Item {
        id,
        engagement: taken.engagement,
        unit: taken.unit,
        number: problem.number,
        code,
        origin: (taken.origin)(problem.number).unwrap_or_else(elsewhere),
        kind: kind(problem),
        group: problem.category.clone(),
        title: problem.title.clone(),
        claim,
        listed_department: if leader.is_none() { problem.department.clone() } else { String::new() },
        objections: Vec::new(),
        root_cause: String::new(),
        goals: Vec::new(),
        due: None,
        declaration: None,
        rebounds: 0,
        steps,
        state,
    }
}

/// The kind by time that the deadlines of its measures show: the longest counts.
fn kind(problem: &Problem) -> ItemKind {
    let of = |measure: &ListedMeasure| match measure.deadline.reading.timing() {
        Some(Timing::Immediate { .. }) => ItemKind::Immediate,
        Some(Timing::Staged { .. }) => ItemKind::Staged,
        Some(Timing::LongTerm { .. } | Timing::Recurring { until: None, .. }) => ItemKind::LongTerm,
        Some(Timing::Dated { .. } | Timing::Recurring { .. }) | None => ItemKind::TimeLimit,
    };
    problem.measures.iter().map(of).max().unwrap_or(ItemKind::TimeLimit)
}

fn measure(
    listed: &ListedMeasure,
    (code, owner): (String, Option<PostId>),
    item: &Item,
    taken: Taken,
    id: MeasureId,
) -> Measure {
    let named = |name: &str| Evidence {
        file: None,
        name: name.to_owned(),
        kind: EvidenceKind::Other,
        confirmed: None,
    };
    let evidence: Vec<Evidence> =
        listed.evidence.split(['、', '\n']).filter(|name| !name.trim().is_empty()).map(named).collect();
    let done = listed.state.is_done();
    let says_something = done || !listed.progress.is_empty() || !evidence.is_empty();
    let text = listed.progress.clone();
    let progress = says_something.then_some(Progress { on: taken.on, by: taken.by, text, evidence, done });
    Measure {
        id,
        engagement: taken.engagement,
        unit: taken.unit,
        code,
        items: vec![item.id],
        text: listed.text.clone(),
        owner,
        handler: listed.person.clone(),
        deadline: listed.deadline.clone(),
        extensions: Vec::new(),
        asked: None,
        progress: progress.into_iter().collect(),
        reported: Some(listed.state),
        note: listed.note.clone(),
        given_up: None,
    }
}

/// The ledger of some items, in their order, as of a day.
pub fn ledger_of(
    heading: Heading,
    (items, measures, posts): (&[Item], &[Measure], &[Post]),
    on: Day,
) -> Ledger {
    let problem = |item: &Item| {
        let claim = item.claim.as_ref();
        let post = claim.and_then(|claim| posts.iter().find(|post| post.id == claim.leader));
        let leader = post.and_then(|post| {
            let holder = post.holder_on(on)?;
            Some(Named { name: holder.name.clone(), post: post.title.clone() })
        });
        let own = measures.iter().filter(|measure| measure.counts() && measure.items.contains(&item.id));
        Problem {
            row: 0,
            number: item.number,
            code: item.code.clone(),
            category: item.group.clone(),
            title: item.title.clone(),
            leader,
            department: claim.map_or(&item.listed_department, |claim| &claim.department).clone(),
            measures: own.map(|measure| listed(measure, item)).collect(),
        }
    };
    Ledger { heading, problems: items.iter().map(problem).collect() }
}

fn listed(measure: &Measure, item: &Item) -> ListedMeasure {
    let texts: Vec<&str> =
        measure.progress.iter().map(|p| p.text.as_str()).filter(|text| !text.is_empty()).collect();
    let evidence: Vec<&str> = measure.evidence().map(|piece| piece.name.as_str()).collect();
    ListedMeasure {
        row: 0,
        code: measure.code.clone(),
        text: measure.text.clone(),
        person: measure.handler.clone(),
        deadline: measure.deadline_now(),
        progress: texts.join("\n"),
        state: reported(measure, item),
        evidence: evidence.join("、"),
        note: measure.note.clone(),
    }
}

/// How far a measure is, as a list says it: what was taken over, until something newer was noted.
fn reported(measure: &Measure, item: &Item) -> Reported {
    if let Some(reported) = measure.reported {
        return reported;
    }
    if matches!(item.state, State::Closed { .. }) {
        return Reported::Closed;
    }
    let endless = measure.due().is_none()
        && measure.deadline.reading.class() == crate::deadline::words::Class::LongTerm;
    match (measure.done_on().is_some(), measure.progress.is_empty()) {
        (true, _) => Reported::Completed,
        (false, _) if endless => Reported::LongTerm,
        (false, false) => Reported::InProgress,
        (false, true) => Reported::NotStarted,
    }
}
