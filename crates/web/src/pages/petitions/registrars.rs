//! Who in a team may open who wrote petitions: the leader, and whom the leader names.

use crate::components::{
    Button, Column, Crumb, Empty, Form, FormState, Help, Page, Panel, Row, Table, Tone, cell, chip,
};
use crate::request::{Answer, Posted, Reader, done};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Error;
use app::petition::{EndRegistrar, NameRegistrar, TeamAccount};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::permission::{Action, Role};
use kernel::{EngagementId, Message, UserId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::PetitionRegistrar);
    routes
        .get("/petitions/registrars/{engagement}", needs, show)
        .post("/petitions/registrars/{engagement}", needs, name)
        .post("/petitions/registrars/{engagement}/end", needs, end)
}

async fn show(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let people = web.app().team_accounts(&reader.ctx, id).await?;
    let columns = [
        Column::new(v.t("petition-person")).heads_row().one_line(),
        Column::new(v.t("petition-role")).one_line(),
        Column::new(v.t("petition-opens")).one_line(),
        Column::new(v.t("petition-change")),
    ];
    let table = Table::new(v.t("petition-registrars"), columns)
        .rows(people.iter().map(|person| row(v, id, person)))
        .empty(Empty::new("team", v.t("petition-nobody"), v.t("petition-nobody-next")));
    Ok(Page::new(v.t("petition-registrars"))
        .crumbs([Crumb::new(v.t("petition-title"), format!("/petitions?engagement={id}"))])
        .help(Help::new(v.t("petition-registrars-help-what"), v.t("petition-registrars-help-next")))
        .html(v, html! { (Panel::new(v.t("petition-registrars")).flush(table.html(v))) }))
}

fn row(v: &View, engagement: EngagementId, person: &TeamAccount) -> Row {
    let role = Message { id: person.role.message_id().into(), args: Vec::new() };
    let mark = if person.opens {
        chip(Tone::Ok, &v.t("petition-opens-yes"))
    } else {
        chip(Tone::Mute, &v.t("petition-opens-no"))
    };
    Row::new([cell(&person.name), cell(v.say(&role)), mark, change(v, engagement, person)])
}

fn change(v: &View, engagement: EngagementId, person: &TeamAccount) -> Markup {
    if person.role == Role::TeamLeader {
        return Markup::default();
    }
    let state = FormState::new();
    let base = format!("/petitions/registrars/{engagement}");
    let (action, label) = if person.opens {
        (format!("{base}/end"), v.t("petition-registrar-end"))
    } else {
        (base, v.t("petition-registrar-name"))
    };
    Form::post(action, &state)
        .hidden("account", person.account.to_string())
        .button(Button::submit(label).small().about(person.name.clone()))
        .html(v)
}

fn account(posted: &Posted) -> Result<UserId, Error> {
    posted.value("account").parse().map_err(|_| Error::NotFound)
}

async fn name(
    State(web): State<Web>,
    Path(engagement): Path<EngagementId>,
    posted: Posted,
) -> Answer<Response> {
    let account = account(&posted)?;
    web.app().perform(&posted.ctx, &NameRegistrar { engagement, account }).await?;
    Ok(done(&format!("/petitions/registrars/{engagement}"), "petition-registrar-named"))
}

async fn end(
    State(web): State<Web>,
    Path(engagement): Path<EngagementId>,
    posted: Posted,
) -> Answer<Response> {
    let account = account(&posted)?;
    let why = posted.value("why").to_owned();
    web.app().perform(&posted.ctx, &EndRegistrar { engagement, account, why }).await?;
    Ok(done(&format!("/petitions/registrars/{engagement}"), "petition-registrar-ended"))
}
