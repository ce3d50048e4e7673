//! Clues and matters transferred, through the acts of the pages. What a clue says is sent in and never sent out, but to
//! whoever opens it for a reason. Approvals are decisions and have pages: they take the password again or a scan.

mod collected;
mod received;

use crate::answer::{List, One, PageQuery, Paging, Shown, carry_out, code, made, performed};
use crate::caller::{Asked, Body, Caller, Id};
use crate::problem::Failure;
use app::clue::{
    AskLevel, ChosenRoute, ClueFilter, ClueLine, CluePage, DraftClue, DraftedClue, FileClues, GivenBody,
    GivenFrame, GivenSubject, GradeClue, HandOverClue, HandedOver, PassClues, ReviseClue, RouteClue,
    SendBackClue, WithdrawClue,
};
use app::{App, Error};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::clue::{Clue, Grade, Managed, Standing, Stub};
use kernel::id::{ClueId, TransferId};
use kernel::{Day, EngagementId, FieldError, Message, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(draft))
        .routes(routes!(show, revise))
        .routes(routes!(grade))
        .routes(routes!(level))
        .routes(routes!(choose))
        .routes(routes!(pass))
        .routes(routes!(send_back))
        .routes(routes!(file))
        .routes(routes!(withdraw))
        .routes(routes!(open))
        .routes(routes!(hand_over))
        .merge(collected::routes())
        .merge(received::routes())
}

/// Which clues.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ClueQuery {
    /// Only those of one engagement.
    #[param(value_type = Option<String>, format = Uuid)]
    engagement: Option<EngagementId>,
    /// Only those that stand so: `drafted`, `graded`, `passed`, `filed`, `routed`, `approved`, `handed_over`, `received`,
    /// `outcome`, `closed`, `withdrawn`.
    standing: Option<String>,
}

/// A clue, closed: no name, no post, no summary.
#[derive(Serialize, ToSchema)]
struct ClueView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: ClueId,
    /// Its number, which says nothing.
    number: String,
    /// Its engagement.
    #[schema(value_type = String, format = Uuid)]
    engagement: EngagementId,
    /// Code of its nature.
    nature: String,
    /// Code of its grade.
    #[serde(skip_serializing_if = "Option::is_none")]
    grade: Option<String>,
    /// Where it stands.
    standing: &'static str,
    /// Whether it is collected until the round is over.
    collected: bool,
    /// Its subjects, by place, level and route.
    parts: Vec<PartView>,
}

/// One subject of a clue, or the clue as a whole when it has none.
#[derive(Serialize, ToSchema)]
#[schema(as = CluePart)]
struct PartView {
    /// Its place; absent for a clue without subjects.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<u16>,
    /// Code of the level, `nobody`, or absent while it must be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    /// Class of the chosen receiver.
    #[serde(skip_serializing_if = "Option::is_none")]
    receiver: Option<String>,
    /// Where it stands; absent before a route is chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<&'static str>,
    /// The hand-over.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(skip_serializing_if = "Option::is_none")]
    transfer: Option<TransferId>,
}

impl From<&Clue> for ClueView {
    fn from(clue: &Clue) -> Self {
        let level = |key: Option<u16>| {
            let subject = clue.subjects.iter().find(|s| Some(s.key) == key)?;
            match &subject.managed {
                Managed::By { level } => Some(level.as_str().to_owned()),
                Managed::Nobody => Some("nobody".to_owned()),
                Managed::Unknown => None,
            }
        };
        let part = |(key, chosen): (Option<u16>, Option<&domain::clue::Disposition>)| PartView {
            key,
            level: level(key),
            receiver: chosen.map(|d| d.route.receiver.0.clone()),
            standing: chosen.map(|d| d.standing().code()),
            transfer: chosen.and_then(|d| d.hand_over.as_ref()).map(|h| h.transfer),
        };
        Self {
            id: clue.id,
            number: clue.number.clone(),
            engagement: clue.engagement,
            nature: clue.nature.0.clone(),
            grade: clue.grade.map(|grade| code(&grade)),
            standing: clue.standing().code(),
            collected: clue.is_collected(),
            parts: clue.dispositions().into_iter().map(part).collect(),
        }
    }
}

/// List clues that the caller sees, newest first
#[utoipa::path(get, path = "/clues", tag = "clues", operation_id = "list_clues", params(ClueQuery, PageQuery), responses(
    (status = 200, body = List<ClueView>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(ClueQuery { engagement, standing }): Asked<ClueQuery>,
    Paging(page): Paging,
) -> Result<Json<List<ClueView>>, Failure> {
    let named = |text: &String| Standing::ALL.into_iter().find(|s| s.code() == text);
    let wanted = standing.as_ref().and_then(named);
    if standing.is_some() && wanted.is_none() {
        let wrong = FieldError::new("standing", Message::new("api-clue-standing-wrong"));
        return Err(caller.fail(Error::Invalid(vec![wrong])));
    }
    let filter = ClueFilter { engagement, standing: wanted, ..ClueFilter::default() };
    let found = app.clues(&caller.ctx, &filter, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found, |line: ClueLine| ClueView::from(&line.clue.value)))
}

impl Shown for ClueView {
    type Id = ClueId;

    async fn shown(app: &App, caller: &Caller, id: ClueId) -> Result<One<Self>, Failure> {
        let page = app.clue(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
        Ok(One { version: page.clue.version, body: Self::from(&page.clue.value) })
    }
}

/// One clue, closed
#[utoipa::path(get, path = "/clues/{clue}", tag = "clues", operation_id = "show_clue",
    params(("clue" = String, Path, format = Uuid)), responses((status = 200, body = ClueView)))]
async fn show(State(app): State<App>, caller: Caller, Id(id): Id<ClueId>) -> Result<One<ClueView>, Failure> {
    ClueView::shown(&app, &caller, id).await
}

type Done = Result<One<ClueView>, Failure>;

/// The clue as its caller sees it: the acts name its engagement.
async fn seen(app: &App, caller: &Caller, id: ClueId) -> Result<CluePage, Failure> {
    app.clue(&caller.ctx, id).await.map_err(|e| caller.fail(e))
}

/// A subject.
#[derive(Deserialize, ToSchema)]
#[schema(as = ClueSubject)]
struct SubjectInput {
    /// Name.
    name: String,
    /// Post now.
    #[serde(default)]
    post: String,
    /// Code of the management level, `nobody`, or nothing while it must be asked.
    #[serde(default)]
    level: String,
}

/// What stands for content that is kept elsewhere.
#[derive(Deserialize, ToSchema)]
#[schema(as = ClueStub)]
struct StubInput {
    /// The mark.
    mark: String,
    /// Its basis.
    basis: String,
    /// Who classified.
    classified_by: String,
    /// Who keeps the original.
    keeper: String,
    /// How many copies there are.
    copies: u16,
}

/// A clue as it is sent in: its content is sealed at once.
#[derive(Deserialize, ToSchema)]
struct ClueInput {
    /// Code of the nature.
    nature: String,
    /// Code of the discipline.
    #[serde(default)]
    discipline: String,
    /// Codes of the methods by which it came up.
    #[serde(default)]
    methods: Vec<String>,
    /// Numbers of the records it came from.
    #[serde(default)]
    sources: Vec<String>,
    /// The subjects; none for a general problem.
    #[serde(default)]
    subjects: Vec<SubjectInput>,
    /// What it says; nothing with a stub.
    #[serde(default)]
    summary: String,
    /// Set when the content is kept elsewhere; then only the levels of the subjects count.
    stub: Option<StubInput>,
}

impl ClueInput {
    fn read(self) -> (GivenFrame, GivenBody) {
        let Self { nature, discipline, methods, sources, subjects, summary, stub } = self;
        let frame = GivenFrame { nature, discipline, methods, sources };
        let body = match stub {
            Some(StubInput { mark, basis, classified_by, keeper, copies }) => GivenBody::Elsewhere {
                levels: subjects.into_iter().map(|s| s.level).collect(),
                stub: Stub { mark, basis, classified_by, keeper, copies },
            },
            None => {
                let given = |s: SubjectInput| GivenSubject { name: s.name, post: s.post, level: s.level };
                GivenBody::Sealed { subjects: subjects.into_iter().map(given).collect(), summary }
            }
        };
        (frame, body)
    }
}

/// Draft a clue of an engagement
#[utoipa::path(post, path = "/engagements/{engagement}/clues", tag = "clues", operation_id = "draft_clue",
    request_body = ClueInput, params(("engagement" = String, Path, format = Uuid)),
    responses((status = 201, body = DraftedClue)))]
async fn draft(
    State(app): State<App>,
    caller: Caller,
    Id(engagement): Id<EngagementId>,
    Body(input): Body<ClueInput>,
) -> Result<Response, Failure> {
    let (frame, body) = input.read();
    let act = DraftClue { engagement, frame, from: Vec::new(), grade: None, body };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// Revise a clue while its team has it
#[utoipa::path(put, path = "/clues/{clue}", tag = "clues", operation_id = "revise_clue", request_body = ClueInput,
    params(("clue" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ClueView)))]
async fn revise(
    State(app): State<App>,
    caller: Caller,
    Id(clue): Id<ClueId>,
    Body(input): Body<ClueInput>,
) -> Done {
    let engagement = seen(&app, &caller, clue).await?.clue.engagement;
    let (frame, body) = input.read();
    let act = ReviseClue { engagement, clue, version: caller.version(), frame, body: Some(body) };
    carry_out(app, caller, clue, act).await
}

/// A grade.
#[derive(Deserialize, ToSchema)]
#[schema(as = ClueGrade)]
struct GradeInput {
    /// `look_further`, `look`, `reference`.
    #[schema(value_type = String)]
    grade: Grade,
}

/// Grade a clue
#[utoipa::path(post, path = "/clues/{clue}/grade", tag = "clues", operation_id = "grade_clue", request_body = GradeInput,
    params(("clue" = String, Path, format = Uuid)), responses((status = 200, body = ClueView)))]
async fn grade(
    State(app): State<App>,
    caller: Caller,
    Id(clue): Id<ClueId>,
    Body(input): Body<GradeInput>,
) -> Done {
    let engagement = seen(&app, &caller, clue).await?.clue.engagement;
    carry_out(app, caller, clue, GradeClue { engagement, clue, grade: input.grade }).await
}

/// Who manages a subject.
#[derive(Deserialize, ToSchema)]
#[schema(as = ClueLevel)]
struct LevelInput {
    /// Its place.
    key: u16,
    /// Code of the level, or `nobody`.
    level: String,
}

/// Note who manages a subject, once that was asked
#[utoipa::path(post, path = "/clues/{clue}/level", tag = "clues", operation_id = "note_level", request_body = LevelInput,
    params(("clue" = String, Path, format = Uuid)), responses((status = 200, body = ClueView)))]
async fn level(
    State(app): State<App>,
    caller: Caller,
    Id(clue): Id<ClueId>,
    Body(input): Body<LevelInput>,
) -> Done {
    let engagement = seen(&app, &caller, clue).await?.clue.engagement;
    let act = AskLevel { engagement, clue, key: input.key, level: input.level };
    carry_out(app, caller, clue, act).await
}

/// A chosen route.
#[derive(Deserialize, ToSchema)]
#[schema(as = ClueRoute)]
struct RouteInput {
    /// The subject; nothing for a clue without any.
    key: Option<u16>,
    /// Class of the receiver; nothing for the proposed one.
    #[serde(default)]
    receiver: String,
    /// Why another one than proposed.
    #[serde(default)]
    reason: String,
}

/// Confirm the proposed routes, or choose others with a reason
#[utoipa::path(post, path = "/clues/{clue}/routes", tag = "clues", operation_id = "route_clue",
    request_body = Vec<RouteInput>,
    params(("clue" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ClueView)))]
async fn choose(
    State(app): State<App>,
    caller: Caller,
    Id(clue): Id<ClueId>,
    Body(input): Body<Vec<RouteInput>>,
) -> Done {
    let engagement = seen(&app, &caller, clue).await?.clue.engagement;
    let chosen = |r: RouteInput| ChosenRoute { key: r.key, receiver: r.receiver, reason: r.reason };
    let routes = input.into_iter().map(chosen).collect();
    let act = RouteClue { engagement, clue, version: caller.version(), routes };
    carry_out(app, caller, clue, act).await
}

/// The leader passes a clue to the office
#[utoipa::path(post, path = "/clues/{clue}/pass", tag = "clues", operation_id = "pass_clue",
    params(("clue" = String, Path, format = Uuid)), responses((status = 200, body = ClueView)))]
async fn pass(State(app): State<App>, caller: Caller, Id(clue): Id<ClueId>) -> Done {
    let engagement = seen(&app, &caller, clue).await?.clue.engagement;
    carry_out(app, caller, clue, PassClues { engagement, clues: vec![clue] }).await
}

/// A reason.
#[derive(Deserialize, ToSchema)]
#[schema(as = ClueReason)]
struct ReasonInput {
    /// Why; names nobody.
    reason: String,
}

/// The office sends a clue back before filing it
#[utoipa::path(post, path = "/clues/{clue}/send-back", tag = "clues", operation_id = "send_clue_back",
    request_body = ReasonInput, params(("clue" = String, Path, format = Uuid)), responses((status = 204)))]
async fn send_back(
    State(app): State<App>,
    caller: Caller,
    Id(clue): Id<ClueId>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Result<StatusCode, Failure> {
    performed(app, caller, SendBackClue { clue, reason }).await
}

/// The office files a clue
#[utoipa::path(post, path = "/clues/{clue}/file", tag = "clues", operation_id = "file_clue",
    params(("clue" = String, Path, format = Uuid)), responses((status = 200, body = ClueView)))]
async fn file(State(app): State<App>, caller: Caller, Id(clue): Id<ClueId>) -> Done {
    carry_out(app, caller, clue, FileClues { clues: vec![clue] }).await
}

/// Take a clue back before any of it is handed over
#[utoipa::path(post, path = "/clues/{clue}/withdraw", tag = "clues", operation_id = "withdraw_clue",
    request_body = ReasonInput, params(("clue" = String, Path, format = Uuid)),
    responses((status = 200, body = ClueView)))]
async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Id(clue): Id<ClueId>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Done {
    let engagement = seen(&app, &caller, clue).await?.clue.engagement;
    carry_out(app, caller, clue, WithdrawClue { engagement, clue, reason }).await
}

/// What a clue says, opened.
#[derive(Serialize, ToSchema)]
#[schema(as = ClueOpened)]
struct OpenedView {
    /// The subjects.
    subjects: Vec<OpenedSubjectView>,
    /// What it says.
    summary: String,
    /// Until when it may be shown, in microseconds of UTC.
    #[schema(value_type = i64)]
    closes: Timestamp,
}

/// A subject, opened.
#[derive(Serialize, ToSchema)]
#[schema(as = ClueOpenedSubject)]
struct OpenedSubjectView {
    /// Its place.
    key: u16,
    /// Name.
    name: String,
    /// Post.
    post: String,
}

/// Open what a clue says, for a reason that is traced first
#[utoipa::path(post, path = "/clues/{clue}/open", tag = "clues", operation_id = "open_clue", request_body = ReasonInput,
    params(("clue" = String, Path, format = Uuid)), responses((status = 200, body = OpenedView)))]
async fn open(
    State(app): State<App>,
    caller: Caller,
    Id(clue): Id<ClueId>,
    Body(ReasonInput { reason }): Body<ReasonInput>,
) -> Result<Json<OpenedView>, Failure> {
    let opened = app.open_clue(&caller.ctx, clue, &reason).await.map_err(|e| caller.fail(e))?;
    let subject = |s: app::clue::OpenedSubject| OpenedSubjectView { key: s.key, name: s.name, post: s.post };
    Ok(Json(OpenedView {
        subjects: opened.subjects.into_iter().map(subject).collect(),
        summary: opened.summary,
        closes: opened.closes,
    }))
}

/// A hand-over by two people.
#[derive(Deserialize, ToSchema)]
#[schema(as = ClueHandOver)]
struct HandOverInput {
    /// The subject; nothing for a clue without any.
    key: Option<u16>,
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
    /// The day of the committee's decision on results, where the route waits for it.
    #[schema(value_type = Option<String>, format = Date)]
    decided: Option<Day>,
    /// Login of the second person.
    second: String,
    /// The second person's password.
    password: String,
}

/// Hand one part of a clue over, sealed, by two people
#[utoipa::path(post, path = "/clues/{clue}/hand-over", tag = "clues", operation_id = "hand_over_clue",
    request_body = HandOverInput, params(("clue" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)),
    responses((status = 201, body = HandedOver)))]
async fn hand_over(
    State(app): State<App>,
    caller: Caller,
    Id(clue): Id<ClueId>,
    Body(input): Body<HandOverInput>,
) -> Result<Response, Failure> {
    let HandOverInput { key, letter, seal, to, on, decided, second, password } = input;
    let version = caller.version();
    let act = HandOverClue { clue, key, version, letter, seal, to, on, decided, second, password };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}
