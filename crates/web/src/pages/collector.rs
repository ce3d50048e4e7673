//! The collector as the office uses it: orders to take away, parcels to bring back (C13, "Placements").

use super::units::attachment;
use crate::components::{Button, Cols, Crumb, Form, FormState, Help, Note, Page, Panel, Tone, cols};
use crate::request::{Answer, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Error;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::permission::Action;
use kernel::{FieldError, Message};
use maud::html;

/// The largest parcel that a page takes; larger ones come in by the command line, which reads them piece by piece.
const LARGEST: usize = 64 << 20;

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::OnlineFormChange);
    routes.get("/collector", needs, show).get("/collector/orders", needs, orders).upload(
        "/collector/parcel",
        needs,
        LARGEST,
        take_in,
    )
}

async fn show(reader: Reader) -> Answer<Html> {
    Ok(page(&reader.view, &FormState::new()))
}

async fn orders(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    let file = web.app().collector_orders(&reader.ctx).await?.write()?;
    let name = format!("{}-{}.json", reader.view.t("collector-orders-name"), reader.view.today());
    Ok(attachment(&name, "application/octet-stream", file)?)
}

async fn take_in(State(web): State<Web>, uploaded: Uploaded) -> Answer<Response> {
    let missing = || FieldError::new("file", Message::new("preview-file-missing"));
    let error = match uploaded.file("file") {
        None => missing(),
        Some(file) => match web.app().take_in_parcel(&uploaded.ctx, &mut &file.bytes[..]).await {
            Ok(_) => return Ok(done("/collector", "collector-taken-in-done")),
            Err(Error::Refused(refusal)) => FieldError::new("file", refusal.0),
            Err(other) => return Err(other.into()),
        },
    };
    Ok(unprocessable(page(&uploaded.view, &uploaded.state(vec![error]))).into_response())
}

fn page(v: &View, state: &FormState) -> Html {
    let out = Panel::new(v.t("collector-out")).body(html! {
        p { (v.t("collector-out-about")) }
        (Button::link(v.t("collector-out-get"), "/collector/orders").primary().icon("save"))
    });
    let form = Form::post("/collector/parcel", state)
        .multipart()
        .body(html! { (state.text("file", v.t("collector-in-file")).file("").hint(v.t("collector-in-hint")).html(v)) })
        .button(Button::submit(v.t("collector-in-take")).primary());
    let back = Panel::new(v.t("collector-in")).body(html! { (form.html(v)) });
    let way = ["collector-way-orders", "collector-way-serve", "collector-way-parcel", "collector-way-again"];
    let way = Panel::new(v.t("collector-way")).body(html! {
        ol { @for step in way { li { (v.t(step)) } } }
        (Note::new(Tone::Info, v.t("collector-way-note")))
    });
    let body = cols(Cols::TwoOne, [html! { (out) (back) }, html! { (way) }]);
    Page::new(v.t("collector-title"))
        .lead(v.t("collector-lead"))
        .crumbs([Crumb::new(v.t("round-title"), "/rounds")])
        .help(Help::new(v.t("collector-help-what"), v.t("collector-help-next")))
        .html(v, body)
}
