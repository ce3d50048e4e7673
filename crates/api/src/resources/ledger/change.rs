//! What unit and office do about an item beside its chain, through the acts of the pages: taking it on, objecting,
//! planning, reminding; and items from elsewhere. Each answers with the item as it then stands.

use super::unit_of;
use super::view::ItemView;
use crate::answer::{One, carry_out, made_as};
use crate::caller::{Body, Caller, Id};
use crate::problem::Failure;
use app::App;
use app::rectification::{
    AnswerObjection, ClaimItem, EnterItem, ItemKind, Leader, NewGoal, ObjectItem, Origin, Outcome, PlanItem,
    ReachGoal, RemindItem,
};
use axum::extract::State;
use axum::response::Response;
use kernel::{Day, ItemId, PostId, UnitId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(enter))
        .routes(routes!(claim))
        .routes(routes!(object))
        .routes(routes!(answer))
        .routes(routes!(plan))
        .routes(routes!(reach))
        .routes(routes!(remind))
}

/// An item as it stands after an act.
pub(super) type Done = Result<One<ItemView>, Failure>;

/// Where an item comes from.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NewItemOrigin)]
enum OriginInput {
    /// The unit's self-inspection.
    SelfInspection,
    /// A letter that handed a matter over.
    Letter,
    /// An earlier inspection, an audit, a campaign.
    Elsewhere,
}

impl OriginInput {
    fn named(self, name: String) -> Origin {
        match self {
            Self::SelfInspection => Origin::SelfInspection,
            Self::Letter => Origin::Letter { number: name },
            Self::Elsewhere => Origin::Elsewhere { name },
        }
    }
}

/// An item from elsewhere than a feedback.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewItem)]
struct EnterInput {
    /// The unit; the item comes on the ledger of its newest engagement.
    #[schema(value_type = String, format = Uuid)]
    unit: UnitId,
    /// Where it comes from.
    origin: OriginInput,
    /// The letter's number, or the name of what found it.
    #[serde(default)]
    name: String,
    /// `before_entry`, `immediate`, `time_limit`, `staged` or `long_term`.
    #[schema(value_type = String)]
    kind: ItemKind,
    /// The heading it stands under.
    #[serde(default)]
    group: String,
    /// The problem.
    title: String,
}

/// An item that was entered.
#[derive(Serialize, ToSchema)]
#[schema(as = EnteredItem)]
struct EnteredView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    item: ItemId,
}

/// Enter an item from self-inspection, a letter, an audit or an earlier inspection (E11)
#[utoipa::path(post, path = "/ledger", tag = "ledger", request_body = EnterInput,
    responses((status = 201, body = EnteredView)))]
async fn enter(
    State(app): State<App>,
    caller: Caller,
    Body(EnterInput { unit, origin, name, kind, group, title }): Body<EnterInput>,
) -> Result<Response, Failure> {
    let act = EnterItem { unit, origin: origin.named(name), kind, group, title };
    let entered = app.perform(&caller.ctx, &act).await.map_err(|e| caller.fail(e))?;
    Ok(made_as(entered, |item| EnteredView { item }))
}

/// A post that answers for something: one of the unit's by its id, or a new one by title and holder.
#[derive(Deserialize, ToSchema)]
#[schema(as = Answering)]
pub(super) struct AnsweringInput {
    /// A post of the unit; nothing for one that is not known yet.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(default)]
    post: Option<PostId>,
    /// The new one's title.
    #[serde(default)]
    title: String,
    /// Who holds it.
    #[serde(default)]
    name: String,
    /// Their account, by which they sign.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(default)]
    account: Option<UserId>,
}

impl From<AnsweringInput> for Leader {
    fn from(AnsweringInput { post, title, name, account }: AnsweringInput) -> Self {
        post.map_or_else(|| Self::New { title, name, account }, Self::Post)
    }
}

/// Who takes an item on.
#[derive(Deserialize, ToSchema)]
#[schema(as = ClaimedItem)]
struct ClaimInput {
    /// The responsible leader.
    leader: AnsweringInput,
    /// The department.
    department: String,
}

/// Take an item on for its unit, or name another leader or department (E1)
#[utoipa::path(post, path = "/ledger/{item}/claim", tag = "ledger", request_body = ClaimInput,
    params(("item" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = ItemView)))]
async fn claim(
    State(app): State<App>,
    caller: Caller,
    Id(item): Id<ItemId>,
    Body(ClaimInput { leader, department }): Body<ClaimInput>,
) -> Done {
    let (unit, version) = (unit_of(&app, &caller, item).await?, caller.version());
    carry_out(app, caller, item, ClaimItem { unit, item, version, leader: leader.into(), department }).await
}

/// An objection.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewObjection)]
struct ObjectionInput {
    /// What is objected.
    text: String,
}

/// Object to facts; the clock runs on (E1)
#[utoipa::path(post, path = "/ledger/{item}/object", tag = "ledger", request_body = ObjectionInput,
    params(("item" = String, Path, format = Uuid)), responses((status = 200, body = ItemView)))]
async fn object(
    State(app): State<App>,
    caller: Caller,
    Id(item): Id<ItemId>,
    Body(ObjectionInput { text }): Body<ObjectionInput>,
) -> Done {
    let unit = unit_of(&app, &caller, item).await?;
    carry_out(app, caller, item, ObjectItem { unit, item, text }).await
}

/// An answer to an objection.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewAnswer)]
struct AnswerInput {
    /// `upheld`, `partly_upheld` or `dismissed`.
    #[schema(value_type = String)]
    outcome: Outcome,
    /// In which words; the unit reads them.
    text: String,
}

/// Answer the objection that waits (E1)
#[utoipa::path(post, path = "/ledger/{item}/answer", tag = "ledger", request_body = AnswerInput,
    params(("item" = String, Path, format = Uuid)), responses((status = 200, body = ItemView)))]
async fn answer(
    State(app): State<App>,
    caller: Caller,
    Id(item): Id<ItemId>,
    Body(AnswerInput { outcome, text }): Body<AnswerInput>,
) -> Done {
    let unit = unit_of(&app, &caller, item).await?;
    carry_out(app, caller, item, AnswerObjection { unit, item, outcome, text }).await
}

/// A goal by stage.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewGoal)]
struct GoalInput {
    /// What is to be reached.
    text: String,
    /// By when.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    due: Option<Day>,
}

/// What is planned of an item.
#[derive(Deserialize, ToSchema)]
#[schema(as = ItemPlan)]
struct PlanInput {
    /// `before_entry`, `immediate`, `time_limit`, `staged` or `long_term`.
    #[schema(value_type = String)]
    kind: ItemKind,
    /// Why it came about; needed unless it is corrected at once.
    #[serde(default)]
    root_cause: String,
    /// All goals from now on; one that was reached stays so where its words stay.
    #[serde(default)]
    goals: Vec<GoalInput>,
}

/// Name an item's kind by time, root cause and goals (E3)
#[utoipa::path(put, path = "/ledger/{item}/plan", tag = "ledger", request_body = PlanInput,
    params(("item" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = ItemView)))]
async fn plan(
    State(app): State<App>,
    caller: Caller,
    Id(item): Id<ItemId>,
    Body(PlanInput { kind, root_cause, goals }): Body<PlanInput>,
) -> Done {
    let (unit, version) = (unit_of(&app, &caller, item).await?, caller.version());
    let goals = goals.into_iter().map(|goal| NewGoal { text: goal.text, due: goal.due }).collect();
    carry_out(app, caller, item, PlanItem { unit, item, version, kind, root_cause, goals }).await
}

/// A goal that was reached.
#[derive(Deserialize, ToSchema)]
#[schema(as = ReachedGoal)]
struct ReachedInput {
    /// Which, from 0 in the order of the item's goals.
    goal: usize,
}

/// Note that a goal was reached (E3)
#[utoipa::path(post, path = "/ledger/{item}/goal", tag = "ledger", request_body = ReachedInput,
    params(("item" = String, Path, format = Uuid)), responses((status = 200, body = ItemView)))]
async fn reach(
    State(app): State<App>,
    caller: Caller,
    Id(item): Id<ItemId>,
    Body(ReachedInput { goal }): Body<ReachedInput>,
) -> Done {
    let unit = unit_of(&app, &caller, item).await?;
    carry_out(app, caller, item, ReachGoal { unit, item, goal }).await
}

/// What became of a reminder.
#[derive(Serialize, ToSchema)]
#[schema(as = RemindedItem)]
struct RemindedView {
    /// True when it was sent, false when it waits for its approval.
    sent: bool,
}

/// Send the reminder whose turn it is, or put it up for approval (E4)
#[utoipa::path(post, path = "/ledger/{item}/remind", tag = "ledger",
    params(("item" = String, Path, format = Uuid)), responses((status = 201, body = RemindedView)))]
async fn remind(State(app): State<App>, caller: Caller, Id(item): Id<ItemId>) -> Result<Response, Failure> {
    let unit = unit_of(&app, &caller, item).await?;
    let act = RemindItem { unit, item };
    let reminded = app.perform(&caller.ctx, &act).await.map_err(|e| caller.fail(e))?;
    Ok(made_as(reminded, |sent| RemindedView { sent }))
}
