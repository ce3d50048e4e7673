//! What the office does with one person of the pool: change, train, take a declaration, open it, link an account.

use super::one::{Forms, page};
use crate::Web;
use crate::components::FormState;
use crate::pages::fields::Fields;
use crate::request::{Answer, Posted, done, unprocessable};
use crate::routes::{Needs, Routes};
use app::Error;
use app::inspector::{AddTraining, ChangeInspector, DeclareRelatives, LinkAccount};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::permission::Action;
use kernel::{FieldError, PersonId};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .post("/inspectors/{person}", Needs::Right(Action::InspectorChange), change)
        .post("/inspectors/{person}/training", Needs::Right(Action::InspectorChange), train)
        .post("/inspectors/{person}/relatives", Needs::Right(Action::RecusalCheck), declare)
        .post("/inspectors/{person}/relatives/open", Needs::Right(Action::RecusalCheck), open)
        .post("/inspectors/{person}/account", Needs::Right(Action::InspectorChange), link)
}

fn own(person: PersonId) -> String {
    format!("/inspectors/{person}")
}

/// The page again, with the form that was wrong.
async fn back(
    web: &Web,
    posted: &Posted,
    person: PersonId,
    errors: Vec<FieldError>,
    into: fn(FormState) -> Forms,
) -> Answer<Response> {
    let forms = into(posted.state(errors));
    let page = page(web, &posted.ctx, &posted.view, person, &forms).await?;
    Ok(unprocessable(page).into_response())
}

async fn change(State(web): State<Web>, Path(person): Path<PersonId>, posted: Posted) -> Answer<Response> {
    let fields = Fields::of(&posted.pairs);
    let act = ChangeInspector {
        person: Some(person),
        available: Some(fields.text("available") != "no"),
        unavailable_words: Some(fields.text("unavailable_words").to_owned()),
        unavailable_until: None,
        home: Some(fields.text("home").to_owned()),
        post: Some(fields.text("post").to_owned()),
        skills: Some(fields.text("skills").to_owned()),
        note: Some(fields.text("note").to_owned()),
    };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(outcome) if outcome.done.released > 0 => Ok(done(&own(person), "inspector-changed-released")),
        Ok(_) => Ok(done(&own(person), "inspector-changed")),
        Err(Error::Invalid(errors)) => {
            back(&web, &posted, person, errors, |change| Forms { change: Some(change), ..Forms::default() })
                .await
        }
        Err(other) => Err(other.into()),
    }
}

async fn train(State(web): State<Web>, Path(person): Path<PersonId>, posted: Posted) -> Answer<Response> {
    let into = |training| Forms { training, ..Forms::default() };
    let mut fields = Fields::of(&posted.pairs);
    let (on, hours) = (fields.day("on"), fields.number("hours"));
    let (Some(on), Some(hours)) = (on, hours) else {
        let errors = fields.errors;
        return back(&web, &posted, person, errors, into).await;
    };
    let act = AddTraining { person, on, topic: fields.text("topic").to_owned(), hours };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&own(person), "inspector-trained")),
        Err(Error::Invalid(errors)) => back(&web, &posted, person, errors, into).await,
        Err(other) => Err(other.into()),
    }
}

async fn declare(State(web): State<Web>, Path(person): Path<PersonId>, posted: Posted) -> Answer<Response> {
    let act = DeclareRelatives { person, relatives: posted.value("relatives").to_owned() };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(outcome) if outcome.done.released > 0 => Ok(done(&own(person), "inspector-changed-released")),
        Ok(_) => Ok(done(&own(person), "inspector-declared")),
        Err(Error::Invalid(errors)) => {
            back(&web, &posted, person, errors, |relatives| Forms { relatives, ..Forms::default() }).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Shows what was declared, and tells the browser to close it by itself: this works without script.
async fn open(State(web): State<Web>, Path(person): Path<PersonId>, posted: Posted) -> Answer<Response> {
    match web.app().open_relatives(&posted.ctx, person, posted.value("reason")).await {
        Ok(opened) => {
            let forms = Forms { opened: Some(opened), ..Forms::default() };
            let shown = page(&web, &posted.ctx, &posted.view, person, &forms).await?;
            let mut response = shown.into_response();
            let close = HeaderValue::from_str(&format!("600; url={}", own(person)));
            if let Ok(close) = close {
                response.headers_mut().insert(header::REFRESH, close);
            }
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(response)
        }
        Err(Error::Invalid(errors)) => {
            back(&web, &posted, person, errors, |reason| Forms { reason, ..Forms::default() }).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn link(State(web): State<Web>, Path(person): Path<PersonId>, posted: Posted) -> Answer<Response> {
    let act = LinkAccount { person, login: posted.value("login").to_owned() };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&own(person), "inspector-linked")),
        Err(Error::Invalid(errors)) => {
            back(&web, &posted, person, errors, |account| Forms { account, ..Forms::default() }).await
        }
        Err(other) => Err(other.into()),
    }
}
