//! What is collected for after the round and passed up together, and the files of a clue.

use super::ReasonInput;
use crate::answer::{List, PageQuery, Paging, attachment, made};
use crate::caller::{Body, Caller, Id};
use crate::problem::Failure;
use crate::upload::Sent;
use crate::voice::Voice;
use app::clue::{AttachToClue, CollectedLine, CollectedPart, HandOverCollected, HandedOver};
use app::{App, Error};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::permission::{Action, Scope};
use kernel::id::{ClueId, FileId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(hand_over))
        .routes(routes!(files, attach))
        .routes(routes!(open))
        .routes(routes!(balance))
}

/// A subject that is collected.
#[derive(Serialize, ToSchema)]
#[schema(as = CollectedClue)]
struct CollectedView {
    /// The clue.
    #[schema(value_type = String, format = Uuid)]
    clue: ClueId,
    /// Its number, which says nothing.
    number: String,
    /// Its version, for handing over.
    version: i64,
    /// The unit it came up in.
    unit: String,
    /// The subject's place.
    key: u16,
    /// Class of the receiver.
    receiver: String,
    /// The receiver's name.
    name: String,
    /// The last day of its round.
    ends: String,
    /// Whether it may be passed up today.
    ready: bool,
    /// What it waits for, in the caller's language; absent when ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    waits: Option<String>,
}

impl CollectedView {
    fn of(line: CollectedLine, voice: &Voice) -> Self {
        let waits = line.ready.err().map(|refusal| voice.say(&refusal.0));
        Self {
            clue: line.clue.value.id,
            number: line.clue.number.clone(),
            version: line.clue.version,
            unit: line.unit,
            key: line.key,
            receiver: line.disposition.route.receiver.0,
            name: line.disposition.route.name,
            ends: line.ends.to_string(),
            ready: waits.is_none(),
            waits,
        }
    }
}

/// List subjects that are collected for after their rounds, oldest first; a page holds so many clues
#[utoipa::path(get, path = "/clues/collected", tag = "clues", operation_id = "list_collected_clues",
    params(PageQuery), responses((status = 200, body = List<CollectedView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Paging(page): Paging,
) -> Result<Json<List<CollectedView>>, Failure> {
    let found = app.collected_clues(&caller.ctx, &page).await.map_err(|e| caller.fail(e))?;
    let voice = caller.voice(&app).await?;
    Ok(List::of(found, |line| CollectedView::of(line, &voice)))
}

/// A subject to pass up.
#[derive(Deserialize, ToSchema)]
#[schema(as = CollectedCluePart)]
struct PartInput {
    /// The clue.
    #[schema(value_type = String, format = Uuid)]
    clue: ClueId,
    /// The subject's place.
    key: u16,
    /// The version that was read; nothing takes what is there.
    version: Option<i64>,
}

/// Several subjects under one letter, by two people.
#[derive(Deserialize, ToSchema)]
#[schema(as = CollectedHandOver)]
struct HandOverInput {
    /// Which, all to one receiver.
    parts: Vec<PartInput>,
    /// The number of the letter.
    letter: String,
    /// The number on the package's seal.
    seal: String,
    /// The receiver among the units here, by name; nothing when it receives on paper.
    #[serde(default)]
    to: String,
    /// The day; today unless said.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Day>,
    /// Login of the second person.
    second: String,
    /// The second person's password.
    password: String,
}

/// Hand several collected subjects over together, sealed, by two people
#[utoipa::path(post, path = "/clues/collected", tag = "clues", operation_id = "hand_over_collected_clues",
    request_body = HandOverInput, responses((status = 201, body = Vec<HandedOver>)))]
async fn hand_over(
    State(app): State<App>,
    caller: Caller,
    Body(input): Body<HandOverInput>,
) -> Result<Response, Failure> {
    let HandOverInput { parts, letter, seal, to, on, second, password } = input;
    let part = |PartInput { clue, key, version }| CollectedPart { clue, key, version };
    let parts = parts.into_iter().map(part).collect();
    let act = HandOverCollected { parts, letter, seal, to, on, second, password };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// A file of a clue: by number, closed.
#[derive(Serialize, ToSchema)]
struct ClueFileView {
    /// The file.
    #[schema(value_type = String, format = Uuid)]
    file: FileId,
    /// What it is called: the clue's number and its place.
    name: String,
    /// The day it was added.
    on: String,
}

/// The files of a clue, closed
#[utoipa::path(get, path = "/clues/{clue}/files", tag = "clues", operation_id = "list_clue_files",
    params(("clue" = String, Path, format = Uuid)), responses((status = 200, body = Vec<ClueFileView>)))]
async fn files(
    State(app): State<App>,
    caller: Caller,
    Id(clue): Id<ClueId>,
) -> Result<Json<Vec<ClueFileView>>, Failure> {
    let page = super::seen(&app, &caller, clue).await?;
    let view = |file: &domain::clue::AttachedFile| ClueFileView {
        file: file.file,
        name: file.name.clone(),
        on: file.on.to_string(),
    };
    Ok(Json(page.clue.files.iter().map(view).collect()))
}

/// Nothing but the file goes with it.
#[derive(Deserialize, ToSchema)]
#[schema(as = ClueFile)]
struct AttachInput {}

/// Add a file to a clue: sealed while it arrives, called by the clue's number. A form with the part `about`, `{}`, and
/// one part `files`
#[utoipa::path(post, path = "/clues/{clue}/files", tag = "clues", operation_id = "attach_to_clue",
    request_body(content = AttachInput, content_type = "multipart/form-data"),
    params(("clue" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = Vec<ClueFileView>)))]
async fn attach(
    State(app): State<App>,
    caller: Caller,
    Id(clue): Id<ClueId>,
    sent: Sent<AttachInput>,
) -> Result<Json<Vec<ClueFileView>>, Failure> {
    let engagement = super::seen(&app, &caller, clue).await?.clue.engagement;
    // Nobody's files are taken in before it is known that they may add some.
    caller.ctx.require(Action::ClueRoute, Scope::One(engagement.0)).map_err(|e| caller.fail(e))?;
    let (AttachInput {}, received) = sent.received(&app, &caller, engagement).await?;
    let Some(file) = received.into_iter().next() else {
        return Err(caller.fail(Error::field("files", Message::new("clue-files-missing"))));
    };
    let act = AttachToClue { engagement, clue, version: caller.version(), file };
    app.perform(&caller.ctx, &act).await.map_err(|e| caller.fail(e))?;
    files(State(app), caller, Id(clue)).await
}

/// Open a file of a clue, for a reason that is traced first
#[utoipa::path(post, path = "/clues/{clue}/files/{file}/open", tag = "clues", operation_id = "open_clue_file",
    request_body = ReasonInput,
    params(("clue" = String, Path, format = Uuid), ("file" = String, Path, format = Uuid)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn open(
    State(app): State<App>,
    caller: Caller,
    Id((clue, file)): Id<(ClueId, FileId)>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Result<Response, Failure> {
    let opened = app.open_clue_file(&caller.ctx, (clue, file), &reason).await.map_err(|e| caller.fail(e))?;
    let (name, size) = (opened.file.name.clone(), opened.file.size);
    let (_, bytes) = opened.range(0, size).await.map_err(|e| caller.fail(e))?;
    attachment(&name, "application/octet-stream", bytes).map_err(|e| caller.fail(e))
}

/// An engagement's clues in double entry.
#[derive(Serialize, ToSchema)]
struct ClueBalanceView {
    /// The engagement.
    #[schema(value_type = String, format = Uuid)]
    engagement: kernel::EngagementId,
    /// Its unit.
    unit: String,
    /// By the numbers given out.
    received: usize,
    /// Every part handed over.
    handed_over: usize,
    /// Taken back before anything was handed over.
    withdrawn: usize,
    /// With a part that was not handed over.
    open: usize,
    /// Hand-overs that nobody signed for yet.
    without_receipt: usize,
    /// By how many it does not add up.
    difference: usize,
}

/// What the newest night found.
#[derive(Serialize, ToSchema)]
struct ClueNightView {
    /// The day.
    day: String,
    /// Everything that does not agree, in the caller's language.
    faults: Vec<String>,
    /// By engagement, what does not add up first.
    engagements: Vec<ClueBalanceView>,
}

/// The newest balance of clues, by engagement; nothing before the first night
#[utoipa::path(get, path = "/clues/balance", tag = "clues", operation_id = "clue_balance",
    responses((status = 200, body = Option<ClueNightView>)))]
async fn balance(State(app): State<App>, caller: Caller) -> Result<Json<Option<ClueNightView>>, Failure> {
    let found = app.clue_balance_sheet(&caller.ctx).await.map_err(|e| caller.fail(e))?;
    let line = |line: app::clue::ClueSheetLine| ClueBalanceView {
        engagement: line.engagement,
        unit: line.unit,
        received: line.balance.received,
        handed_over: line.balance.handed_over,
        withdrawn: line.balance.withdrawn,
        open: line.balance.open,
        without_receipt: line.balance.without_receipt,
        difference: line.balance.difference(),
    };
    let voice = caller.voice(&app).await?;
    Ok(Json(found.map(|sheet| ClueNightView {
        day: sheet.night.day.to_string(),
        faults: sheet.night.faults.iter().map(|fault| voice.say(fault)).collect(),
        engagements: sheet.lines.into_iter().map(line).collect(),
    })))
}
