//! The public page: anyone tells a team something by phone, and reads with a receipt code what became of it (C13, B3).
//!
//! A router of its own for a listener of its own. It holds an [`Intake`], which seals and cannot open. It asks for no
//! account, sets no cookie but how pages look, keeps no address and no program's name, writes neither into a log, and
//! puts no receipt code into an address. Every form works without script.

mod form;
mod sending;
mod talk;

use crate::components::{Note, Phone, Tone};
use crate::look::{self, Look};
use crate::view::{ActIds, Address};
use crate::{Html, View, assets, guard};
use app::Error;
use app::online_report::Intake;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use sending::Room;
use std::convert::Infallible;
use std::sync::Arc;
use tower_http::set_header::SetResponseHeaderLayer;

/// What the handlers share.
#[derive(Clone)]
struct Public {
    intake: Intake,
    room: Arc<Room>,
}

/// The public listener's routes. `secure`: it is reached over TLS.
pub fn router(intake: Intake, secure: bool) -> Router {
    let public = Public { intake, room: Arc::new(Room::default()) };
    let pages = Router::new()
        .route("/", get(front))
        .route("/go", get(go))
        .route("/r/{address}", get(form::ask).post(form::take))
        .route("/q", get(talk::ask).post(talk::show))
        .route("/q/add", post(talk::add))
        .route("/q/rate", post(talk::rate))
        .fallback(nowhere)
        .layer(DefaultBodyLimit::max(sending::MOST))
        .with_state(public);
    let quiet = SetResponseHeaderLayer::overriding(
        HeaderName::from_static("referrer-policy"),
        HeaderValue::from_static("no-referrer"),
    );
    guard::around(pages.merge(assets::router()).merge(look::router()), secure).layer(quiet)
}

/// The page's facts, from nothing but how its reader wants it to look.
struct Visitor(View);

impl FromRequestParts<Public> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, public: &Public) -> Result<Self, Infallible> {
        let look = Look::from_headers(&parts.headers);
        let lang = look.language(None, &parts.headers);
        let address = parts.uri.path_and_query().map_or("/", |p| p.as_str());
        let (clock, rng) = public.intake.clock_and_rng();
        let mut view = View::new(lang, Address::parse(address), public.intake.now(), ActIds::new(clock, rng));
        view.look = look;
        view.offset = public.intake.offset();
        Ok(Self(view))
    }
}

async fn front(Visitor(v): Visitor) -> Html {
    first_page(&v, None)
}

fn first_page(v: &View, typed: Option<&str>) -> Html {
    let main = html! {
        div { h1 { (v.t("online-front-title")) } p { (v.t("online-front-lead")) } }
        @if typed.is_some() { (Note::new(Tone::Warn, v.t("online-front-unknown"))) }
        form.stack method="get" action="/go" {
            div.field {
                label for="address" { (v.t("online-front-address")) }
                span.hint id="address-hint" { (v.t("online-front-address-hint")) }
                input id="address" name="address" value=[typed] autocomplete="off" autocapitalize="off"
                    aria-describedby="address-hint" required;
            }
            button.btn data-kind="primary" type="submit" { (v.t("online-front-open")) }
        }
        p { a href="/q" { (v.t("online-look-up")) } }
    };
    Phone::new(v.t("online-front-title"), v.t("shell-product"), v.t("online-what")).html(v, &main)
}

/// What was typed from a poster.
#[derive(serde::Deserialize)]
struct Typed {
    #[serde(default)]
    address: String,
}

async fn go(State(public): State<Public>, Visitor(v): Visitor, Query(typed): Query<Typed>) -> Response {
    match public.intake.form(&typed.address).await {
        Ok(asked) => Redirect::to(&format!("/r/{}", asked.form.address.as_str())).into_response(),
        Err(Error::NotFound) => {
            first_page(&v, Some(&typed.address)).status(StatusCode::NOT_FOUND).into_response()
        }
        Err(error) => failed(&v, &error),
    }
}

async fn nowhere(Visitor(v): Visitor) -> Response {
    failed(&v, &Error::NotFound)
}

/// The page of an error. Nothing of the request reaches the log.
fn failed(v: &View, error: &Error) -> Response {
    let (status, words) = match error {
        Error::NotFound => (StatusCode::NOT_FOUND, "online-nothing-here"),
        Error::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "online-away"),
        _ => {
            tracing::error!(%error, "the public page failed");
            (StatusCode::INTERNAL_SERVER_ERROR, "online-failed")
        }
    };
    plain(v, &v.t(words), html! { p { a href="/q" { (v.t("online-look-up")) } } })
        .status(status)
        .into_response()
}

/// A page that says one thing.
fn plain(v: &View, says: &str, below: Markup) -> Html {
    let main = html! { div { h1 { (says) } } (below) };
    Phone::new(says, v.t("shell-product"), v.t("online-what")).html(v, &main)
}
