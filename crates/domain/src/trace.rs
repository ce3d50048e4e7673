//! The trace (G4): from a closed item back to the letter that began it, and forward again.
//!
//! Two types, not one with parts left out. A [`Thread`] is what the unit and departments see: it begins at the feedback
//! item or letter, is made from records that the unit may read, and has no field for anything before. An [`Inner`]
//! trace is the team's and office's: the same thread and, behind it, findings, evidence and sources. So nothing can
//! hint at a petition or a talk, whoever writes the page. Called by the pages of the trace, as list and as map.

use crate::feedback::Feedback;
use crate::feedback::draft::Key;
use crate::rectification::{Item, Measure, Origin, State, StepKind};
use kernel::id::{FeedbackId, FindingId, ItemId, MeasureId, RecordId};
use kernel::{Day, Message};
use serde::Serialize;

/// Where an outside reader's trace begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "begins")]
pub enum Beginning {
    /// At a problem of the feedback.
    Feedback {
        /// Title of the paper.
        paper: String,
        /// Number of the problem on its list.
        number: u32,
        /// The problem.
        title: String,
        /// The day of the feedback.
        on: Option<Day>,
    },
    /// At the unit's own self-inspection.
    SelfInspection,
    /// At a letter.
    Letter {
        /// Its number.
        number: String,
    },
    /// At an earlier inspection, an audit, a campaign.
    Elsewhere {
        /// Which.
        name: String,
    },
}

/// A measure on the thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MeasureNode {
    /// The measure.
    pub id: MeasureId,
    /// What is done.
    pub text: String,
    /// When it was done.
    pub done: Option<Day>,
    /// Names of its evidence.
    pub evidence: Vec<String>,
}

/// A step on the thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepNode {
    /// What was done.
    pub step: StepKind,
    /// When.
    pub on: Day,
    /// Reason or remark, as the unit reads it.
    pub note: String,
}

/// From the feedback item or letter to the close-out: all that the unit and departments see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Thread {
    /// Where it begins.
    pub beginning: Beginning,
    /// The item.
    pub item: ItemId,
    /// Its code.
    pub code: String,
    /// The problem.
    pub title: String,
    /// Where it stands.
    pub state: Message,
    /// The day it was closed, while it is.
    pub closed: Option<Day>,
    /// Its measures.
    pub measures: Vec<MeasureNode>,
    /// What was done, in order.
    pub steps: Vec<StepNode>,
}

impl Thread {
    /// The thread of an item, made from nothing but what the unit may read.
    pub fn of(item: &Item, feedback: Option<&Feedback>, measures: &[&Measure]) -> Self {
        let own = measures.iter().filter(|measure| measure.items.contains(&item.id));
        let measures = own.map(|measure| MeasureNode {
            id: measure.id,
            text: measure.text.clone(),
            done: measure.done_on(),
            evidence: measure.evidence().map(|piece| piece.name.clone()).collect(),
        });
        let steps = item.steps.iter();
        let steps = steps.map(|step| StepNode { step: step.step, on: step.on, note: step.note.clone() });
        Self {
            beginning: beginning(item, feedback),
            item: item.id,
            code: item.code.clone(),
            title: item.title.clone(),
            state: item.state.label(),
            closed: match &item.state {
                State::Closed { on, .. } => Some(*on),
                _ => None,
            },
            measures: measures.collect(),
            steps: steps.collect(),
        }
    }
}

fn beginning(item: &Item, feedback: Option<&Feedback>) -> Beginning {
    match &item.origin {
        Origin::Feedback { feedback: id, number } => {
            let paper = feedback.filter(|feedback| feedback.id == *id);
            let problem = paper.and_then(|paper| paper.problems.iter().find(|p| p.number == *number));
            Beginning::Feedback {
                paper: paper.map(|paper| paper.title.clone()).unwrap_or_default(),
                number: *number,
                title: problem.map_or_else(|| item.title.clone(), |problem| problem.title.clone()),
                on: paper.and_then(Feedback::fed_back_on),
            }
        }
        Origin::SelfInspection => Beginning::SelfInspection,
        Origin::Letter { number } => Beginning::Letter { number: number.clone() },
        Origin::Elsewhere { name } => Beginning::Elsewhere { name: name.clone() },
    }
}

/// What a record before the feedback is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A petition.
    Petition,
    /// An interview.
    Interview,
    /// Another record of a method, or a file.
    Record,
    /// A clue; only to readers of the clue compartment.
    Clue,
}

/// A record before the feedback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// What it is.
    pub kind: SourceKind,
    /// The record.
    pub id: RecordId,
    /// Its code.
    pub code: String,
    /// What the reader may know of it.
    pub title: String,
    /// Its day.
    pub on: Option<Day>,
}

/// A finding, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingNode {
    /// The finding.
    pub id: RecordId,
    /// Its code.
    pub code: String,
    /// Its statement.
    pub title: String,
    /// What it rests on.
    pub evidence: Vec<EvidenceNode>,
}

/// A piece of evidence, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceNode {
    /// The evidence.
    pub id: RecordId,
    /// Code of the method it came from.
    pub method: String,
    /// What it is called.
    pub title: String,
    /// The petitions, talks and records behind it.
    pub sources: Vec<Source>,
}

/// The team's and office's trace: the thread and everything before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inner {
    /// What the unit sees, too.
    pub thread: Thread,
    /// The findings that were fed back as this item.
    pub findings: Vec<FindingNode>,
}

/// The findings that stand behind a problem of a feedback, by the problem's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tied {
    /// The feedback.
    pub feedback: FeedbackId,
    /// The problem.
    pub problem: Key,
    /// The findings.
    pub findings: Vec<FindingId>,
}

/// An item that a finding became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemNode {
    /// The item.
    pub id: ItemId,
    /// Its code.
    pub code: String,
    /// The problem.
    pub title: String,
    /// Where it stands.
    pub state: Message,
}

/// A finding that a record reached, and the items that it became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// The finding.
    pub finding: RecordId,
    /// Its code.
    pub code: String,
    /// Its statement.
    pub title: String,
    /// Where it stands.
    pub standing: Message,
    /// The items.
    pub items: Vec<ItemNode>,
}

/// The items that a finding became: those of the problems that it was tied to, once the list was taken.
pub fn became<'a>(
    finding: FindingId,
    tied: &[Tied],
    feedbacks: &[&Feedback],
    items: impl IntoIterator<Item = &'a Item>,
) -> Vec<ItemNode> {
    let own = tied.iter().filter(|tie| tie.findings.contains(&finding));
    let numbers: Vec<(FeedbackId, u32)> = own
        .filter_map(|tie| {
            let paper = feedbacks.iter().find(|feedback| feedback.id == tie.feedback)?;
            let problem = paper.problems.iter().find(|problem| problem.key == tie.problem)?;
            Some((paper.id, problem.number))
        })
        .collect();
    let comes_from = |item: &&Item| match &item.origin {
        Origin::Feedback { feedback, number } => numbers.contains(&(*feedback, *number)),
        _ => false,
    };
    let node = |item: &Item| ItemNode {
        id: item.id,
        code: item.code.clone(),
        title: item.title.clone(),
        state: item.state.label(),
    };
    items.into_iter().filter(comes_from).map(node).collect()
}

/// The findings behind the problem that an item comes from.
pub fn behind(item: &Item, tied: &[Tied], feedback: &Feedback) -> Vec<FindingId> {
    let Origin::Feedback { feedback: id, number } = &item.origin else { return Vec::new() };
    let problem = feedback.problems.iter().find(|problem| problem.number == *number);
    let tie = problem.and_then(|problem| {
        tied.iter().find(|tie| tie.feedback == *id && feedback.id == *id && tie.problem == problem.key)
    });
    tie.map(|tie| tie.findings.clone()).unwrap_or_default()
}

/// One line of a trace as a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// 0 for the item, 1 for findings, 2 for evidence, 3 for sources.
    pub depth: u8,
    /// The record.
    pub id: RecordId,
    /// Its code; empty for evidence.
    pub code: String,
    /// Its title.
    pub title: String,
}

impl Inner {
    /// The trace as a list, item first.
    pub fn lines(&self) -> Vec<Line> {
        let line = |depth, id, code: &str, title: &str| Line {
            depth,
            id,
            code: code.to_owned(),
            title: title.to_owned(),
        };
        let mut lines = vec![line(0, self.thread.item.into(), &self.thread.code, &self.thread.title)];
        for finding in &self.findings {
            lines.push(line(1, finding.id, &finding.code, &finding.title));
            for evidence in &finding.evidence {
                lines.push(line(2, evidence.id, "", &evidence.title));
                lines.extend(evidence.sources.iter().map(|s| line(3, s.id, &s.code, &s.title)));
            }
        }
        lines
    }

    /// The trace as a map: which record rests on which, each pair once.
    pub fn edges(&self) -> Vec<(RecordId, RecordId)> {
        let mut edges: Vec<(RecordId, RecordId)> = Vec::new();
        let mut above = [self.thread.item.into(); 4];
        for line in self.lines() {
            let depth = usize::from(line.depth);
            if let Some(at) = above.get_mut(depth) {
                *at = line.id;
            }
            let upper = depth.checked_sub(1).and_then(|upper| above.get(upper)).copied();
            if let Some(edge) = upper.map(|upper| (upper, line.id)).filter(|edge| !edges.contains(edge)) {
                edges.push(edge);
            }
        }
        edges
    }

    /// The way forward from a source: each finding it reached, and the item.
    pub fn reached_from(&self, source: RecordId) -> Vec<&FindingNode> {
        let has = |finding: &&FindingNode| {
            finding.evidence.iter().any(|e| e.id == source || e.sources.iter().any(|s| s.id == source))
        };
        self.findings.iter().filter(has).collect()
    }
}

#[cfg(test)]
mod tests;
