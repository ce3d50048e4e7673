//! The journal's envelopes, and verifying.

use crate::answer::{List, PageQuery, Paging};
use crate::caller::Caller;
use crate::problem::{Failure, Problem};
use app::{App, Envelope, JournalFilter};
use axum::Json;
use axum::extract::State;
use kernel::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// One entry: who did what, when, why.
#[derive(Serialize, ToSchema)]
struct EntryView {
    /// The act.
    act: uuid::Uuid,
    /// Number in its chain.
    seq: i64,
    /// The chain.
    chain: String,
    /// When, UTC.
    at: String,
    /// Who; absent for the program itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<uuid::Uuid>,
    /// Their name at the time.
    actor_name: String,
    /// The role acted in.
    role: String,
    /// What was done.
    action: String,
    /// Kind of the record it was about.
    subject_kind: String,
    /// That record.
    subject_id: uuid::Uuid,
    /// Its name or code at the time.
    subject_label: String,
    /// The reason stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<Envelope> for EntryView {
    fn from(e: Envelope) -> Self {
        Self {
            act: e.act,
            seq: e.seq,
            chain: e.chain,
            at: Timestamp(e.at).rfc3339(),
            actor: e.actor,
            actor_name: e.actor_name,
            role: e.role,
            action: e.action,
            subject_kind: e.subject_kind,
            subject_id: e.subject_id,
            subject_label: e.subject_label,
            reason: e.reason,
        }
    }
}

/// List the journal, newest first
#[utoipa::path(get, path = "/journal", tag = "journal", params(PageQuery), responses(
    (status = 200, body = List<EntryView>), (status = 403, body = Problem, content_type = "application/problem+json")))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Paging(page): Paging,
) -> Result<Json<List<EntryView>>, Failure> {
    let filter = JournalFilter::default();
    let found = app.journal(&caller.ctx, &filter, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found, EntryView::from))
}
