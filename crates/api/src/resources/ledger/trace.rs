//! The trace of an item (G4), and where a petition went.

use crate::answer::code;
use crate::caller::{Caller, Id};
use crate::problem::Failure;
use crate::voice::Voice;
use app::App;
use app::thread::{
    Beginning, EvidenceNode, FindingNode, ItemNode, MeasureNode, Reached, Source, StepNode, Thread, Trace,
};
use axum::Json;
use axum::extract::State;
use kernel::{Day, ItemId, MeasureId, PetitionId, RecordId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(trace)).routes(routes!(reached))
}

/// The trace of an item, as far as the caller may follow it.
#[derive(Serialize, ToSchema)]
#[serde(tag = "reach", rename_all = "snake_case")]
enum TraceView {
    /// From the feedback or letter on.
    Outside {
        /// The way from there.
        thread: ThreadView,
    },
    /// With what stands before: the team's.
    Inside {
        /// The way from the feedback on.
        thread: ThreadView,
        /// The findings behind the problem.
        findings: Vec<TracedFindingView>,
    },
}

/// From the feedback or letter to the close-out.
#[derive(Serialize, ToSchema)]
struct ThreadView {
    /// Where it begins.
    beginning: BeginningView,
    /// The item.
    #[schema(value_type = String, format = Uuid)]
    item: ItemId,
    /// Its code.
    code: String,
    /// The problem.
    title: String,
    /// Where it stands, in the caller's language.
    state: String,
    /// The day it was closed, while it is.
    #[schema(value_type = Option<String>, format = Date)]
    closed: Option<Day>,
    /// Its measures.
    measures: Vec<TracedMeasureView>,
    /// What was done, in order.
    steps: Vec<TracedStepView>,
}

/// Where a thread begins.
#[derive(Serialize, ToSchema)]
struct BeginningView {
    /// `feedback`, `self_inspection`, `letter` or `elsewhere`.
    kind: &'static str,
    /// The paper, the letter's number, the name of what found it.
    name: String,
    /// The problem's number on the feedback's list.
    number: Option<u32>,
    /// The day of the feedback.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Day>,
}

/// A measure on a thread.
#[derive(Serialize, ToSchema)]
struct TracedMeasureView {
    /// The measure.
    #[schema(value_type = String, format = Uuid)]
    id: MeasureId,
    /// What is done.
    text: String,
    /// When it was done.
    #[schema(value_type = Option<String>, format = Date)]
    done: Option<Day>,
    /// Names of its evidence.
    evidence: Vec<String>,
}

/// A step on a thread.
#[derive(Serialize, ToSchema)]
struct TracedStepView {
    /// What: `claimed`, `declared`, `closed` …
    step: String,
    /// When.
    #[schema(value_type = String, format = Date)]
    on: Day,
    /// Reason or remark.
    note: String,
}

/// A finding before the feedback.
#[derive(Serialize, ToSchema)]
struct TracedFindingView {
    /// The finding.
    #[schema(value_type = String, format = Uuid)]
    id: RecordId,
    /// Its number.
    code: String,
    /// Its statement.
    title: String,
    /// What proves it.
    evidence: Vec<TracedEvidenceView>,
}

/// A piece of evidence before the feedback.
#[derive(Serialize, ToSchema)]
struct TracedEvidenceView {
    /// Code of the method.
    method: String,
    /// What it is called.
    title: String,
    /// The records behind it.
    sources: Vec<TracedSourceView>,
}

/// A record before the feedback.
#[derive(Serialize, ToSchema)]
struct TracedSourceView {
    /// `petition`, `interview`, `record` or `clue`.
    kind: String,
    /// The record.
    #[schema(value_type = String, format = Uuid)]
    id: RecordId,
    /// Its number.
    code: String,
    /// What the caller may know of it.
    title: String,
    /// Its day.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Day>,
}

/// A finding that cites a petition.
#[derive(Serialize, ToSchema)]
struct ReachedView {
    /// The finding.
    #[schema(value_type = String, format = Uuid)]
    finding: RecordId,
    /// Its number.
    code: String,
    /// Its statement.
    title: String,
    /// Where it stands, in the caller's language.
    standing: String,
    /// The items that it became.
    items: Vec<TracedItemView>,
}

/// An item that a finding became.
#[derive(Serialize, ToSchema)]
struct TracedItemView {
    /// The item.
    #[schema(value_type = String, format = Uuid)]
    id: ItemId,
    /// Its code.
    code: String,
    /// The problem.
    title: String,
    /// Where it stands, in the caller's language.
    state: String,
}

impl From<Beginning> for BeginningView {
    fn from(beginning: Beginning) -> Self {
        let plain = |kind, name| Self { kind, name, number: None, on: None };
        match beginning {
            Beginning::Feedback { paper, number, on, .. } => {
                Self { kind: "feedback", name: paper, number: Some(number), on }
            }
            Beginning::SelfInspection => plain("self_inspection", String::new()),
            Beginning::Letter { number } => plain("letter", number),
            Beginning::Elsewhere { name } => plain("elsewhere", name),
        }
    }
}

impl ThreadView {
    fn of(thread: Thread, voice: &Voice) -> Self {
        let measure = |node: MeasureNode| TracedMeasureView {
            id: node.id,
            text: node.text,
            done: node.done,
            evidence: node.evidence,
        };
        let step = |node: StepNode| TracedStepView { step: code(&node.step), on: node.on, note: node.note };
        Self {
            beginning: thread.beginning.into(),
            item: thread.item,
            code: thread.code,
            title: thread.title,
            state: voice.say(&thread.state),
            closed: thread.closed,
            measures: thread.measures.into_iter().map(measure).collect(),
            steps: thread.steps.into_iter().map(step).collect(),
        }
    }
}

impl From<FindingNode> for TracedFindingView {
    fn from(node: FindingNode) -> Self {
        let source = |source: Source| TracedSourceView {
            kind: code(&source.kind),
            id: source.id,
            code: source.code,
            title: source.title,
            on: source.on,
        };
        let evidence = |piece: EvidenceNode| TracedEvidenceView {
            method: piece.method,
            title: piece.title,
            sources: piece.sources.into_iter().map(source).collect(),
        };
        let evidence = node.evidence.into_iter().map(evidence).collect();
        Self { id: node.id, code: node.code, title: node.title, evidence }
    }
}

/// The trace of an item: from the feedback or letter to the close-out, and for its team with what stands before
#[utoipa::path(get, path = "/ledger/{item}/trace", tag = "ledger",
    params(("item" = String, Path, format = Uuid)), responses((status = 200, body = TraceView)))]
async fn trace(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<ItemId>,
) -> Result<Json<TraceView>, Failure> {
    let voice = caller.voice(&app).await?;
    let found = app.item_trace(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    Ok(Json(match found {
        Trace::Outside(thread) => TraceView::Outside { thread: ThreadView::of(thread, &voice) },
        Trace::Inside(inner) => TraceView::Inside {
            thread: ThreadView::of(inner.thread, &voice),
            findings: inner.findings.into_iter().map(Into::into).collect(),
        },
    }))
}

/// Where a petition went: findings that cite it, and the items they became
#[utoipa::path(get, path = "/petitions/{petition}/reached", tag = "petitions",
    params(("petition" = String, Path, format = Uuid)), responses((status = 200, body = Vec<ReachedView>)))]
async fn reached(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<PetitionId>,
) -> Result<Json<Vec<ReachedView>>, Failure> {
    let voice = caller.voice(&app).await?;
    let found = app.petition_reached(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    let item = |node: ItemNode| TracedItemView {
        id: node.id,
        code: node.code,
        title: node.title,
        state: voice.say(&node.state),
    };
    let view = |one: Reached| ReachedView {
        finding: one.finding,
        code: one.code,
        title: one.title,
        standing: voice.say(&one.standing),
        items: one.items.into_iter().map(item).collect(),
    };
    Ok(Json(found.into_iter().map(view).collect()))
}
