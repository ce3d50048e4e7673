//! A measure with its progress and evidence.

use super::Names;
use super::line::AnsweringView;
use crate::answer::code;
use app::rectification::MeasureLine;
use domain::rectification::{AskedExtension, Evidence};
use kernel::{Day, FileId, ItemId, MeasureId};
use serde::Serialize;
use utoipa::ToSchema;

/// A piece of evidence.
#[derive(Serialize, ToSchema)]
#[schema(as = MeasureEvidence)]
struct PieceView {
    /// Its place among the measure's, by which its kind is confirmed.
    at: usize,
    /// The file; absent for what a ledger of before only names.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<FileId>,
    /// What it is called.
    name: String,
    /// What the unit says it is: `document`, `meeting`, `delegation`, `photo`, `payment`, `register`, `site_check`, `other`.
    kind: String,
    /// What the office found it to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed: Option<String>,
}

impl PieceView {
    fn of(at: usize, piece: &Evidence) -> Self {
        Self {
            at,
            file: piece.file,
            name: piece.name.clone(),
            kind: code(&piece.kind),
            confirmed: piece.confirmed.map(|kind| code(&kind)),
        }
    }
}

/// Progress of a measure.
#[derive(Serialize, ToSchema)]
#[schema(as = MeasureProgress)]
struct ProgressView {
    /// When.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// By whom.
    by: String,
    /// What was done.
    text: String,
    /// Whether the measure was done with it.
    done: bool,
    /// What proves it.
    evidence: Vec<PieceView>,
}

/// A later day that waits for its approval.
#[derive(Serialize, ToSchema)]
#[schema(as = AskedDay)]
struct AskedDayView {
    /// The day.
    #[schema(value_type = String, format = Date)]
    to: Day,
    /// Why.
    reason: String,
    /// When it was asked for.
    #[schema(value_type = String, format = Date)]
    on: Day,
}

/// Another item that a measure serves.
#[derive(Serialize, ToSchema)]
#[schema(as = ServedItem)]
struct ServedView {
    /// The item.
    #[schema(value_type = String, format = Uuid)]
    id: ItemId,
    /// Its code.
    code: String,
}

/// A measure.
#[derive(Serialize, ToSchema)]
#[schema(as = ItemMeasure)]
pub(super) struct MeasureView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: MeasureId,
    /// Its code, by which it is found again in files.
    code: String,
    /// What is done.
    text: String,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<AnsweringView>,
    /// Who carries it out, as the unit names them.
    #[serde(skip_serializing_if = "String::is_empty")]
    handler: String,
    /// Until when, in people's words.
    deadline: String,
    /// Its day now; absent for what has no end, or is due at once without a day.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Day>,
    /// How often its day was moved.
    extensions: usize,
    /// A later day that waits for its approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<AskedDayView>,
    /// The day it was done.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<Day>,
    /// Why it was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    given_up: Option<String>,
    /// What the list it came from says of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<String>,
    /// Other items that it serves.
    serves: Vec<ServedView>,
    /// What was done so far.
    progress: Vec<ProgressView>,
}

impl MeasureView {
    pub(super) fn of(line: &MeasureLine, names: &Names<'_>) -> Self {
        let measure = &line.measure;
        let mut places = 0..;
        let progress = measure.progress.iter().map(|entry| ProgressView {
            on: entry.on,
            by: names.of(entry.by.user),
            text: entry.text.clone(),
            done: entry.done,
            evidence: entry.evidence.iter().zip(&mut places).map(|(p, at)| PieceView::of(at, p)).collect(),
        });
        let asked = |asked: &AskedExtension| AskedDayView {
            to: asked.to,
            reason: asked.reason.clone(),
            on: asked.on,
        };
        Self {
            id: measure.id,
            code: measure.code.clone(),
            text: measure.text.clone(),
            owner: measure.owner.zip(line.owner.as_ref()).map(|(id, post)| AnsweringView::of(id, post)),
            handler: measure.handler.clone(),
            deadline: measure.deadline.words.clone(),
            due: measure.due(),
            extensions: measure.extensions.len(),
            asked: measure.asked.as_ref().map(asked),
            done: measure.done_on(),
            given_up: measure.given_up.clone(),
            reported: measure.reported.map(|reported| code(&reported)),
            serves: line.serves.iter().map(|(id, code)| ServedView { id: *id, code: code.clone() }).collect(),
            progress: progress.collect(),
        }
    }
}
