//! Entering an item from elsewhere than a feedback (E11).

use super::{address, faults};
use crate::components::{Button, Choice, Crumb, Form, FormState, Help, Page, Panel};
use crate::pages::fields::{Fields, code_of, coded};
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::rectification::{EnterItem, ItemKind, Origin};
use app::{Ctx, Error};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::permission::{Action, Scope};
use kernel::{FieldError, Message, UnitId};
use maud::html;

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::ItemEnter);
    routes.get("/ledger/new", needs, ask).post("/ledger/new", needs, save)
}

async fn ask(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, (&reader.ctx, &reader.view), &FormState::new()).await?)
}

/// The units for which the reader may enter: every one of the ledger for the office, one's own for the unit.
async fn units(web: &Web, ctx: &Ctx) -> Result<Vec<(UnitId, String)>, Error> {
    let own = |(id, _): &(UnitId, String)| ctx.may(Action::ItemEnter, Scope::One(id.0));
    Ok(web.app().enterable_units(ctx).await?.into_iter().filter(own).collect())
}

async fn page(web: &Web, (ctx, v): (&Ctx, &View), state: &FormState) -> Result<Html, Error> {
    let units = units(web, ctx).await?;
    let choices = units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
    let origins = [
        Choice::new("self_inspection", v.t("ledger-origin-self-inspection")),
        Choice::new("letter", v.t("ledger-origin-letter")),
        Choice::new("elsewhere", v.t("ledger-origin-elsewhere")),
    ];
    let kinds = ItemKind::ALL.into_iter().map(|k| Choice::new(code_of(&k), v.say(&k.label())));
    let form = Form::post("/ledger/new", state)
        .body(html! {
            (state.text("unit", v.t("ledger-unit")).select(choices).html(v))
            (state.text("origin", v.t("ledger-origin")).select(origins).html(v))
            (state.text("name", v.t("ledger-origin-name")).hint(v.t("ledger-origin-name-hint")).optional().longest(100).html(v))
            (state.text("kind", v.t("ledger-kind")).select(kinds).html(v))
            (state.text("title", v.t("ledger-problem")).area(3).longest(500).html(v))
            (state.text("group", v.t("ledger-group")).optional().longest(100).html(v))
        })
        .button(Button::submit(v.t("ledger-enter")).primary());
    Ok(Page::new(v.t("ledger-enter"))
        .crumbs([Crumb::new(v.t("ledger-title"), "/ledger")])
        .help(Help::new(v.t("ledger-enter-help-what"), v.t("ledger-enter-help-next")))
        .html(v, html! { (Panel::new(v.t("ledger-enter")).body(form.html(v))) }))
}

async fn save(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    let mut fields = Fields::of(&posted.pairs);
    let unit = fields.text("unit").parse().ok();
    let name = fields.text("name").to_owned();
    let origin = match fields.text("origin") {
        "letter" => Origin::Letter { number: name },
        "elsewhere" => Origin::Elsewhere { name },
        _ => Origin::SelfInspection,
    };
    let kind: ItemKind = coded(fields.text("kind")).unwrap_or(ItemKind::TimeLimit);
    let errors = match unit {
        Some(unit) => {
            let (group, title) = (fields.text("group").to_owned(), fields.text("title").to_owned());
            match web.app().perform(&posted.ctx, &EnterItem { unit, origin, kind, group, title }).await {
                Ok(made) => return Ok(done(&address(made.done), "ledger-entered")),
                Err(error) => faults(error)?,
            }
        }
        None => {
            fields.errors.push(FieldError::new("unit", Message::new("ledger-unit-missing")));
            fields.errors
        }
    };
    let page = page(&web, (&posted.ctx, &posted.view), &posted.state(errors)).await?;
    Ok(unprocessable(page).into_response())
}
