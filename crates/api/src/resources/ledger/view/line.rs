//! An item at a glance, and the figures that count items.

use crate::answer::code;
use crate::voice::Voice;
use app::rectification::{OnLedger, Origin, PostLine, Sign, Slice};
use kernel::{Day, EngagementId, FeedbackId, ItemId, PostId, RoundId, UnitId};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A post that answers for something.
#[derive(Serialize, ToSchema)]
#[schema(as = AnsweringPost)]
pub(super) struct AnsweringView {
    /// The post.
    #[schema(value_type = String, format = Uuid)]
    post: PostId,
    /// Its title.
    title: String,
    /// Who holds it today; absent while it is vacant.
    #[serde(skip_serializing_if = "String::is_empty")]
    holder: String,
}

impl AnsweringView {
    pub(super) fn of(post: PostId, line: &PostLine) -> Self {
        Self { post, title: line.title.clone(), holder: line.holder.clone() }
    }
}

/// Where an item comes from.
#[derive(Serialize, ToSchema)]
#[schema(as = ItemOrigin)]
struct OriginView {
    /// `feedback`, `self_inspection`, `letter` or `elsewhere`.
    kind: &'static str,
    /// The feedback.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(skip_serializing_if = "Option::is_none")]
    feedback: Option<FeedbackId>,
    /// The problem's number on the feedback's list.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    /// The letter's number, or the name of what found it.
    #[serde(skip_serializing_if = "String::is_empty")]
    name: String,
}

impl From<&Origin> for OriginView {
    fn from(origin: &Origin) -> Self {
        let (feedback, number, name) = match origin {
            Origin::Feedback { feedback, number } => (Some(*feedback), Some(*number), String::new()),
            Origin::SelfInspection => (None, None, String::new()),
            Origin::Letter { number: name } | Origin::Elsewhere { name } => (None, None, name.clone()),
        };
        Self { kind: origin.code(), feedback, number, name }
    }
}

/// An item at a glance.
#[derive(Serialize, ToSchema)]
#[schema(as = ItemLine)]
pub(in super::super) struct ItemLineView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ItemId,
    /// Its code, by which it is found again in files.
    code: String,
    /// Its number on the unit's ledger.
    number: u32,
    /// The engagement.
    #[schema(value_type = String, format = Uuid)]
    engagement: EngagementId,
    /// The round.
    #[schema(value_type = String, format = Uuid)]
    round: RoundId,
    /// The unit.
    #[schema(value_type = String, format = Uuid)]
    unit: UnitId,
    /// The unit's name.
    unit_name: String,
    /// Where it comes from.
    origin: OriginView,
    /// Its kind by time: `before_entry`, `immediate`, `time_limit`, `staged` or `long_term`.
    kind: &'static str,
    /// The heading it stands under.
    group: String,
    /// The problem.
    title: String,
    /// Where it stands: `fed_back`, `claimed`, `under_way`, `declared` and so on to `closed`.
    state: &'static str,
    /// The day it is due now; absent when it is over or waits for others than the unit.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Day>,
    /// Whose turn it is: `responsible_leader`, `unit_head`, `superior`, `review` or `verify`.
    #[serde(skip_serializing_if = "Option::is_none")]
    turn: Option<&'static str>,
    /// The responsible leader, once it is claimed.
    #[serde(skip_serializing_if = "Option::is_none")]
    leader: Option<AnsweringView>,
    /// The department that claimed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<String>,
    /// How many measures count.
    measure_count: usize,
    /// How many of them are done.
    done_count: usize,
    /// Pieces of evidence by kind.
    evidence: BTreeMap<String, usize>,
    /// Whether nothing but meetings, documents and delegations proves it.
    paper_only: bool,
    /// Whether an objection waits for its answer.
    objection_open: bool,
    /// How often it came back after closing.
    rebounds: u16,
}

impl ItemLineView {
    pub(in super::super) fn of(kept: &OnLedger, unit_name: String, leader: Option<&PostLine>) -> Self {
        let (item, summary) = (&kept.item, &kept.summary);
        let claim = item.claim.as_ref();
        Self {
            id: item.id,
            code: item.code.clone(),
            number: item.number,
            engagement: item.engagement,
            round: kept.round,
            unit: item.unit,
            unit_name,
            origin: (&item.origin).into(),
            kind: item.kind.code(),
            group: item.group.clone(),
            title: item.title.clone(),
            state: item.state.code(),
            due: summary.due,
            turn: summary.turn.map(Sign::code),
            leader: claim.zip(leader).map(|(claim, line)| AnsweringView::of(claim.leader, line)),
            department: claim.map(|claim| claim.department.clone()),
            measure_count: summary.measures,
            done_count: summary.done,
            evidence: summary.evidence.iter().map(|(kind, count)| (code(kind), *count)).collect(),
            paper_only: summary.paper_only,
            objection_open: summary.objection_open,
            rebounds: item.rebounds,
        }
    }
}

/// A figure.
#[derive(Serialize, ToSchema)]
#[schema(as = LedgerFigure)]
pub(in super::super) struct FigureView {
    /// The `view` that lists what it counts.
    view: String,
    /// What it is called, in the caller's language.
    label: String,
    /// How many.
    count: i64,
}

impl FigureView {
    pub(in super::super) fn of((slice, count): (Slice, i64), voice: &Voice) -> Self {
        Self { view: code(&slice), label: voice.say(&slice.label()), count }
    }
}
