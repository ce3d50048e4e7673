//! What is posted to an item by its unit and the office beside the chain: claim, plan, goals, objection, reminder.

use super::address;
use super::item::back_posted;
use super::measures::leader;
use crate::Web;
use crate::pages::fields::{Fields, coded};
use crate::request::{Answer, Posted, done};
use crate::routes::{Needs, Routes};
use app::Error;
use app::rectification::{
    AnswerObjection, ClaimItem, ItemKind, NewGoal, ObjectItem, Outcome, PlanItem, ReachGoal, RemindItem,
};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::permission::Action;
use kernel::{FieldError, ItemId, Message};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .post("/ledger/{item}/claim", Needs::Right(Action::ItemClaim), claim)
        .post("/ledger/{item}/plan", Needs::Right(Action::ItemPlan), plan)
        .post("/ledger/{item}/goal", Needs::Right(Action::ItemReport), goal)
        .post("/ledger/{item}/object", Needs::Right(Action::ItemClaim), object)
        .post("/ledger/{item}/answer", Needs::Right(Action::ItemAnswer), answer)
        .post("/ledger/{item}/remind", Needs::Right(Action::ItemRemind), remind)
}

/// The page after an act: as it is now, or with the form that came back.
pub(super) async fn ended(
    web: &Web,
    posted: &Posted,
    id: ItemId,
    (form, said): (&'static str, &'static str),
    result: Result<(), Error>,
) -> Answer<Response> {
    match result {
        Ok(()) => Ok(done(&address(id), said)),
        Err(error) => back_posted(web, posted, id, (form, String::new()), error).await,
    }
}

async fn claim(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let mut fields = Fields::of(&posted.pairs);
    let result = match leader(&mut fields) {
        Some(leader) => {
            let department = fields.text("department").to_owned();
            let version = fields.text("version").parse().ok();
            let act = ClaimItem { unit, item: id, version, leader, department };
            web.app().perform(&posted.ctx, &act).await.map(drop)
        }
        None => Err(Error::Invalid(fields.errors)),
    };
    ended(&web, &posted, id, ("claim", "ledger-claimed"), result).await
}

/// The goals of the form, in order; a day without words is the field's fault.
fn goals(fields: &mut Fields<'_>) -> Vec<NewGoal> {
    let mut goals = Vec::new();
    for (n, text) in fields.family::<usize>("goal-") {
        let due = fields.optional_day(&format!("goal-due-{n}"));
        if !text.is_empty() {
            goals.push(NewGoal { text: text.to_owned(), due });
        } else if due.is_some() {
            let message = Message::new("rectification-goal-without-text");
            fields.errors.push(FieldError::new(format!("goal-{n}"), message));
        }
    }
    goals
}

async fn plan(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let mut fields = Fields::of(&posted.pairs);
    let goals = goals(&mut fields);
    let kind: Option<ItemKind> = coded(fields.text("kind"));
    if kind.is_none() {
        fields.errors.push(FieldError::new("kind", Message::new("ledger-kind-missing")));
    }
    let result = match kind.filter(|_| fields.errors.is_empty()) {
        Some(kind) => {
            let root_cause = fields.text("root_cause").to_owned();
            let version = fields.text("version").parse().ok();
            let act = PlanItem { unit, item: id, version, kind, root_cause, goals };
            web.app().perform(&posted.ctx, &act).await.map(drop)
        }
        None => Err(Error::Invalid(fields.errors)),
    };
    ended(&web, &posted, id, ("plan", "ledger-planned"), result).await
}

async fn goal(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let goal = posted.value("goal").parse().map_err(|_| Error::NotFound)?;
    let result = web.app().perform(&posted.ctx, &ReachGoal { unit, item: id, goal }).await.map(drop);
    ended(&web, &posted, id, ("plan", "ledger-goal-noted"), result).await
}

async fn object(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let text = posted.value("text").to_owned();
    let result = web.app().perform(&posted.ctx, &ObjectItem { unit, item: id, text }).await.map(drop);
    ended(&web, &posted, id, ("object", "ledger-objected"), result).await
}

async fn answer(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let outcome: Option<Outcome> = coded(posted.value("outcome"));
    let result = match outcome {
        Some(outcome) => {
            let text = posted.value("answer").to_owned();
            let act = AnswerObjection { unit, item: id, outcome, text };
            web.app().perform(&posted.ctx, &act).await.map(drop)
        }
        None => Err(Error::field("outcome", Message::new("ledger-outcome-missing"))),
    };
    ended(&web, &posted, id, ("answer", "ledger-answered"), result).await
}

/// Back to the list of what is late, where reminders are sent.
async fn remind(State(web): State<Web>, Path(id): Path<ItemId>, posted: Posted) -> Answer<Response> {
    let unit = web.app().unit_of_item(&posted.ctx, id).await?;
    let sent = web.app().perform(&posted.ctx, &RemindItem { unit, item: id }).await?;
    let said = if sent.done { "ledger-reminded" } else { "ledger-reminder-proposed" };
    Ok(done("/ledger/late", said))
}
