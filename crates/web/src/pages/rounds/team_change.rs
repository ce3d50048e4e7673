//! What is done with a team: members, check, clearance, pledges, leaving, contacts, its paper.

use super::team::{CONTACTS, Forms, address, page, stored_contacts};
use crate::Web;
use crate::components::FormState;
use crate::pages::fields::{Fields, coded};
use crate::pages::met;
use crate::pages::units::attachment;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use app::Error;
use app::authorisation::LiftAuthorisation;
use app::inspector::PoolFilter;
use app::round::EditTeam;
use app::team::{
    CheckRecusal, ClearMembers, RefuseMember, ReleaseMember, Seating, SetMembers, SignPledges,
    WithdrawClearance, WithdrawPledge,
};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::permission::Action;
use domain::team::{Contacts, Role};
use kernel::{FieldError, MemberId, Message, PageRequest, PersonId, RoundId, TeamId};

type Place = (RoundId, TeamId);

pub(super) fn routes(routes: Routes) -> Routes {
    let propose = Needs::Right(Action::TeamPropose);
    routes
        .post("/rounds/{round}/teams/{team}/members", propose, members)
        .post("/rounds/{round}/teams/{team}/check", Needs::Right(Action::RecusalCheck), check)
        .post("/rounds/{round}/teams/{team}/clear", Needs::Right(Action::RecusalClear), clear)
        .post("/rounds/{round}/teams/{team}/refuse", Needs::Right(Action::RecusalClear), refuse)
        .post("/rounds/{round}/teams/{team}/unclear", Needs::Right(Action::RecusalClear), unclear)
        .post("/rounds/{round}/teams/{team}/pledge", propose, pledge)
        .post("/rounds/{round}/teams/{team}/unpledge", propose, unpledge)
        .post("/rounds/{round}/teams/{team}/release", propose, release)
        .post("/rounds/{round}/teams/{team}/contacts", propose, contacts)
        .post("/rounds/{round}/teams/{team}/lift", propose, lift)
        .get("/rounds/{round}/teams/{team}/authorisation.docx", Needs::Right(Action::RoundView), docx)
}

async fn back(
    web: &Web,
    posted: &Posted,
    place: Place,
    errors: Vec<FieldError>,
    into: fn(FormState) -> Forms,
) -> Answer<Response> {
    let forms = into(posted.state(errors));
    let page = page(web, &posted.ctx, &posted.view, place, &forms).await?;
    Ok(unprocessable(page).into_response())
}

/// A step's end: back to the team with a word, or the page with what is wrong.
async fn ended<T: Send>(
    web: &Web,
    posted: &Posted,
    place: Place,
    result: Result<T, Error>,
    said: &'static str,
) -> Answer<Response> {
    let errors = match result {
        Ok(_) => return Ok(done(&address(place.0, place.1), said)),
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
        Err(other) => return Err(other.into()),
    };
    back(web, posted, place, errors, |steps| Forms { steps, ..Forms::default() }).await
}

async fn members(State(web): State<Web>, Path(place): Path<Place>, posted: Posted) -> Answer<Response> {
    let into = |members| Forms { members: Some(members), ..Forms::default() };
    let fields = Fields::of(&posted.pairs);
    let chosen = fields.family::<PersonId>("role.");
    let mut seats: Vec<Seating> = chosen
        .into_iter()
        .filter_map(|(person, role)| Some(Seating { person, role: coded::<Role>(role)? }))
        .collect();
    let mut unknown = Vec::new();
    for code in fields.text("codes").split(|c: char| c.is_whitespace() || matches!(c, '、' | ',' | '，')) {
        if code.is_empty() {
            continue;
        }
        match by_code(&web, &posted, code).await? {
            Some(person) => seats.push(Seating { person, role: Role::Member }),
            None => unknown.push(code.to_owned()),
        }
    }
    if !unknown.is_empty() {
        let message = Message::new("team-codes-unknown").with("codes", unknown.join(", "));
        return back(&web, &posted, place, vec![FieldError::new("codes", message)], into).await;
    }
    let errors = match web.app().perform(&posted.ctx, &SetMembers { team: place.1, members: seats }).await {
        Ok(_) => return Ok(done(&address(place.0, place.1), "team-members-saved")),
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
        Err(other) => return Err(other.into()),
    };
    back(&web, &posted, place, errors, into).await
}

async fn by_code(web: &Web, posted: &Posted, code: &str) -> Result<Option<PersonId>, Error> {
    let filter = PoolFilter { text: Some(code.to_owned()), ..PoolFilter::default() };
    let (found, _) =
        web.app().inspectors(&posted.ctx, &filter, &PageRequest { after: None, size: 50 }).await?;
    let own = |i: &&app::Stored<app::inspector::Pooled>| i.code.0.eq_ignore_ascii_case(code);
    Ok(found.items.iter().find(own).map(|i| i.person))
}

fn ticked(posted: &Posted) -> Vec<MemberId> {
    Fields::of(&posted.pairs).all("id")
}

async fn check(State(web): State<Web>, Path(place): Path<Place>, posted: Posted) -> Answer<Response> {
    let result = web.app().perform(&posted.ctx, &CheckRecusal { team: place.1 }).await;
    ended(&web, &posted, place, result, "team-checked").await
}

async fn clear(State(web): State<Web>, Path(place): Path<Place>, posted: Posted) -> Answer<Response> {
    let act = ClearMembers { team: place.1, members: ticked(&posted) };
    let result = web.app().perform(&posted.ctx, &act).await;
    ended(&web, &posted, place, result, "team-cleared").await
}

/// One person at a time: the reason is about that person.
fn single(posted: &Posted) -> Result<MemberId, Error> {
    match ticked(posted).as_slice() {
        [one] => Ok(*one),
        _ => Err(Error::field("", Message::new("team-choose-one"))),
    }
}

async fn refuse(State(web): State<Web>, Path(place): Path<Place>, posted: Posted) -> Answer<Response> {
    let result = match single(&posted) {
        Ok(member) => {
            let act = RefuseMember { team: place.1, member, reason: posted.value("reason").to_owned() };
            web.app().perform(&posted.ctx, &act).await
        }
        Err(error) => Err(error),
    };
    ended(&web, &posted, place, result, "team-refused").await
}

async fn release(State(web): State<Web>, Path(place): Path<Place>, posted: Posted) -> Answer<Response> {
    let result = match single(&posted) {
        Ok(member) => {
            let act = ReleaseMember { team: place.1, member, reason: posted.value("reason").to_owned() };
            web.app().perform(&posted.ctx, &act).await
        }
        Err(error) => Err(error),
    };
    ended(&web, &posted, place, result, "team-released").await
}

async fn unclear(State(web): State<Web>, Path(place): Path<Place>, posted: Posted) -> Answer<Response> {
    let result = match single(&posted) {
        Ok(member) => {
            let act = WithdrawClearance { team: place.1, member, reason: posted.value("reason").to_owned() };
            web.app().perform(&posted.ctx, &act).await
        }
        Err(error) => Err(error),
    };
    ended(&web, &posted, place, result, "team-uncleared").await
}

async fn unpledge(State(web): State<Web>, Path(place): Path<Place>, posted: Posted) -> Answer<Response> {
    let result = match single(&posted) {
        Ok(member) => {
            let act = WithdrawPledge { team: place.1, member, reason: posted.value("reason").to_owned() };
            web.app().perform(&posted.ctx, &act).await
        }
        Err(error) => Err(error),
    };
    ended(&web, &posted, place, result, "team-unpledged").await
}

async fn pledge(State(web): State<Web>, Path(place): Path<Place>, posted: Posted) -> Answer<Response> {
    let mut fields = Fields::of(&posted.pairs);
    let result = match fields.day("on") {
        Some(on) => {
            let act = SignPledges { team: place.1, members: ticked(&posted), on };
            web.app().perform(&posted.ctx, &act).await
        }
        None => Err(Error::Invalid(fields.errors)),
    };
    ended(&web, &posted, place, result, "team-pledged").await
}

async fn contacts(State(web): State<Web>, Path(place): Path<Place>, posted: Posted) -> Answer<Response> {
    let text = |name: &str| posted.value(name).trim().to_owned();
    let contacts = Contacts {
        duty_phone: text("duty_phone"),
        mobile: text("mobile"),
        email: text("email"),
        office: text("office"),
        postal_box: text("postal_box"),
    };
    let version = posted.value("version").parse().ok();
    let act = EditTeam { team: place.1, name: text("name"), contacts, version };
    let into =
        |contacts: FormState| Forms { contacts: Some(contacts.prefix("contacts")), ..Forms::default() };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&address(place.0, place.1), "team-saved")),
        Err(Error::Invalid(errors)) => back(&web, &posted, place, errors, into).await,
        Err(Error::Conflict { last, .. }) => {
            let typed = posted.state(vec![FieldError::new("", Message::new("round-changed-meanwhile"))]);
            let found = web.app().round(&posted.ctx, place.0).await?;
            let stored = stored_contacts(found.team(place.1).ok_or(Error::NotFound)?);
            let met = met::both(&posted.view, last.as_ref(), &CONTACTS, (&stored, &typed));
            let forms = Forms { met: Some(met), ..into(typed) };
            let page = page(&web, &posted.ctx, &posted.view, place, &forms).await?;
            Ok(page.status(StatusCode::CONFLICT).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn lift(State(web): State<Web>, Path(place): Path<Place>, posted: Posted) -> Answer<Response> {
    let authorisation = posted.value("authorisation").parse().map_err(|_| Error::NotFound)?;
    let act = LiftAuthorisation { authorisation, reason: posted.value("reason").to_owned() };
    let result = web.app().perform(&posted.ctx, &act).await;
    ended(&web, &posted, place, result, "authorisation-lifted-done").await
}

/// The type of a text document.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

async fn docx(State(web): State<Web>, Path((_, team)): Path<Place>, reader: Reader) -> Answer<Response> {
    let paper = web.app().authorisation_paper(&reader.ctx, team).await?;
    Ok(attachment(&paper.name, DOCX, paper.bytes)?)
}
