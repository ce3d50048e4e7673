//! What is done about a record: noting what was learnt, checking, taking back.

use super::form::read_held;
use super::one::{Forms, page};
use super::{address, faults};
use crate::Web;
use crate::pages::fields::Fields;
use crate::request::{Answer, Posted, done, unprocessable};
use crate::routes::{Needs, Routes};
use app::method::{CheckMethod, HoldMethod, WithdrawMethod};
use app::{Act, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::permission::Action;
use kernel::{EngagementId, FieldError, MethodRecordId};

pub(super) fn routes(routes: Routes) -> Routes {
    let write = Needs::Right(Action::MethodWrite);
    routes.post("/methods/{record}/hold", write, hold).post("/methods/{record}/check", write, check).post(
        "/methods/{record}/withdraw",
        write,
        withdraw,
    )
}

async fn engagement(web: &Web, posted: &Posted, id: MethodRecordId) -> Result<EngagementId, Error> {
    Ok(web.app().method(&posted.ctx, id).await?.record.engagement)
}

async fn hold(State(web): State<Web>, Path(id): Path<MethodRecordId>, posted: Posted) -> Answer<Response> {
    let mut fields = Fields::of(&posted.pairs);
    let held = read_held(&mut fields, &posted);
    let version = fields.text("version").parse().ok();
    if !fields.errors.is_empty() {
        return back(&web, &posted, id, "hold", fields.errors).await;
    }
    let engagement = engagement(&web, &posted, id).await?;
    let act = HoldMethod { engagement, record: id, version, held };
    carry(&web, &posted, id, "hold", (&act, "method-recorded-done")).await
}

async fn check(State(web): State<Web>, Path(id): Path<MethodRecordId>, posted: Posted) -> Answer<Response> {
    let engagement = engagement(&web, &posted, id).await?;
    // A form without its version would check what nobody has read.
    let version = Some(posted.value("version").parse().unwrap_or(0));
    let act = CheckMethod { engagement, record: id, version };
    carry(&web, &posted, id, "check", (&act, "method-checked-done")).await
}

async fn withdraw(
    State(web): State<Web>,
    Path(id): Path<MethodRecordId>,
    posted: Posted,
) -> Answer<Response> {
    let engagement = engagement(&web, &posted, id).await?;
    let act = WithdrawMethod { engagement, record: id, reason: posted.value("reason").to_owned() };
    carry(&web, &posted, id, "withdraw", (&act, "method-withdrawn-done")).await
}

async fn carry<A: Act>(
    web: &Web,
    posted: &Posted,
    id: MethodRecordId,
    which: &'static str,
    (act, said): (&A, &'static str),
) -> Answer<Response> {
    match web.app().perform(&posted.ctx, act).await {
        Ok(_) => Ok(done(&address(id), said)),
        Err(error) => back(web, posted, id, which, faults(error)?).await,
    }
}

async fn back(
    web: &Web,
    posted: &Posted,
    id: MethodRecordId,
    which: &'static str,
    errors: Vec<FieldError>,
) -> Answer<Response> {
    let forms = Forms::back(which, posted.state(errors));
    Ok(unprocessable(page(web, &posted.ctx, &posted.view, id, &forms).await?).into_response())
}
