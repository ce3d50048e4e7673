//! One's own notices.

use crate::answer::{List, PageQuery, Paging};
use crate::caller::{Body, Caller};
use crate::problem::Failure;
use crate::voice::Voice;
use app::App;
use app::notice::MarkSeen;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::notice::Notice;
use kernel::NoticeId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(unseen)).routes(routes!(mark_seen))
}

/// A notice.
#[derive(Serialize, ToSchema)]
struct NoticeView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: NoticeId,
    /// Message id: stable, for programs.
    code: String,
    /// What it says, in the caller's language.
    text: String,
    /// Kind of the record it is about, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    about_kind: Option<String>,
    /// That record.
    #[serde(skip_serializing_if = "Option::is_none")]
    about_id: Option<uuid::Uuid>,
    /// When it was given, UTC.
    at: String,
    /// When it was seen, UTC; absent until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<String>,
}

impl NoticeView {
    fn of(notice: Notice, voice: &Voice) -> Self {
        let (kind, id) = notice.about.unzip();
        Self {
            id: notice.id,
            text: voice.say(&notice.message),
            code: notice.message.id.into_owned(),
            about_kind: kind,
            about_id: id.map(|id| id.0),
            at: notice.at.rfc3339(),
            seen: notice.seen.map(|at| at.rfc3339()),
        }
    }
}

/// One's own notices, newest first
#[utoipa::path(get, path = "/notices", tag = "notices", params(PageQuery), responses(
    (status = 200, body = List<NoticeView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Paging(page): Paging,
) -> Result<Json<List<NoticeView>>, Failure> {
    let found = app.notices(&caller.ctx, &page).await.map_err(|e| caller.fail(e))?;
    let voice = caller.voice(&app).await?;
    Ok(List::of(found, |notice| NoticeView::of(notice.value, &voice)))
}

/// How many are not seen.
#[derive(Serialize, ToSchema)]
struct UnseenView {
    /// The count; it stops at a thousand.
    unseen: i64,
}

/// How many of one's own notices are not seen
#[utoipa::path(get, path = "/notices/unseen", tag = "notices", responses((status = 200, body = UnseenView)))]
async fn unseen(State(app): State<App>, caller: Caller) -> Result<Json<UnseenView>, Failure> {
    let unseen = app.unseen_notices(&caller.ctx).await.map_err(|e| caller.fail(e))?;
    Ok(Json(UnseenView { unseen }))
}

/// Which notices.
#[derive(Deserialize, ToSchema)]
#[schema(as = SeenNotices)]
struct SeenInput {
    /// Ids, at most two hundred. What is not one's own or seen already is passed over.
    #[schema(value_type = Vec<String>)]
    notices: Vec<NoticeId>,
}

/// Mark some of one's own notices as seen
#[utoipa::path(post, path = "/notices/seen", tag = "notices", request_body = SeenInput, responses(
    (status = 204)))]
async fn mark_seen(
    State(app): State<App>,
    caller: Caller,
    Body(SeenInput { notices }): Body<SeenInput>,
) -> Result<StatusCode, Failure> {
    app.perform(&caller.ctx, &MarkSeen { notices }).await.map_err(|e| caller.fail(e))?;
    Ok(StatusCode::NO_CONTENT)
}
