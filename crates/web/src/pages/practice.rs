//! The sign-in page of a practice instance: a list of people, each with post and role; one press and one is in.
//!
//! Refused as a page that does not exist unless the program was started for practice *and* the instance was made for
//! it; the second is asked by `app`, of the instance's own record.

use crate::components::{Button, Column, Door, Form, FormState, Note, Row, Table, Tone, cell};
use crate::request::{Answer, Posted};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web, session};
use app::Error;
use app::account::PracticePerson;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.post("/practice/sign-in", Needs::Nothing, enter)
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    login: String,
}

async fn enter(State(web): State<Web>, headers: HeaderMap, posted: Posted<Chosen>) -> Answer<Response> {
    if web.settings().practice.is_none() {
        return Err(Error::NotFound.into());
    }
    let chosen = posted.form.as_ref().map_err(|errors| Error::Invalid(errors.clone()))?;
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let signed = web.app().sign_in_to_practice(&chosen.login, agent).await?;
    if let Ok(before) = posted.ctx.signed() {
        web.app().sign_out(before).await?;
    }
    Ok(session::keep(Some(signed.token), &web, Redirect::to("/").into_response()))
}

/// The page with the list, on a practice instance; `usual` is the form that any instance has.
pub(super) async fn page(web: &Web, v: &View, usual: Markup) -> Result<Option<Html>, Error> {
    let Some(practice) = &web.settings().practice else { return Ok(None) };
    let mut people = match web.app().practice_people().await {
        Ok(people) => people,
        Err(Error::NotFound) => return Ok(None),
        Err(other) => return Err(other),
    };
    let rank = |login: &str| practice.people.iter().position(|s| s.login == login).unwrap_or(usize::MAX);
    people.sort_by_key(|person| rank(&person.login));
    let rows = people.iter().map(|person| {
        let post = practice.people.iter().find(|s| s.login == person.login);
        let post = post.map(|s| s.post.get(v.lang).to_owned()).unwrap_or_default();
        let button = Button::submit(v.t("practice-enter")).small().about(person.name.clone());
        let form = Form::post("/practice/sign-in", &FormState::new())
            .hidden("login", person.login.clone())
            .button(button)
            .html(v);
        Row::new([cell(&person.name), cell(post), cell(roles(v, person)), cell(form)])
    });
    let columns =
        ["account-name", "practice-post", "account-roles", "common-step"].map(|id| Column::new(v.t(id)));
    let table = Table::new(v.t("practice-people"), columns).stacks().rows(rows);
    let below = html! {
        details { summary { (v.t("practice-with-password")) } (usual) }
        (Note::new(Tone::Warn, v.t("practice-about")))
    };
    Ok(Some(
        Door::new(v.t("practice-title"))
            .hint(v.t("practice-lead"))
            .wide()
            .below(below)
            .html(v, table.html(v)),
    ))
}

/// Every role in words, with what it is held for.
fn roles(v: &View, person: &PracticePerson) -> String {
    let said = person.roles.iter().map(|(role, place)| match place {
        Some(place) => format!("{} ({place})", v.t(role.message_id())),
        None => v.t(role.message_id()),
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { v.t("role-none") } else { said.join(&v.t("common-list-separator")) }
}
