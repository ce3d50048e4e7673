//! One's own second factor: set up with a QR code or by typing, spare codes shown once, removed with the password.

use crate::components::{Button, Crumb, Form, FormState, Help, Note, Page, Panel, Tone, facts, qr, stack};
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::session::keep;
use crate::{Html, View, Web};
use app::account::{
    EnrolSecondFactor, FactorState, Offer, RemoveSecondFactor, RenewSpareCodes, SpareCodesMade,
};
use app::{Ctx, Error};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::permission::Action;
use kernel::{FieldError, Message};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) fn routes(routes: Routes) -> Routes {
    let own = Needs::Right(Action::PasswordChange);
    routes
        .get("/account/second-factor", Needs::Account, show)
        .post("/account/second-factor", own, enrol)
        .post("/account/second-factor/remove", own, remove)
        .post("/account/second-factor/spare", own, renew_spare)
}

async fn show(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (ctx, v) = (&reader.ctx, &reader.view);
    let state = web.app().own_second_factor(ctx).await?;
    if state.on {
        let (spare, remove) = (FormState::new().prefix(SPARE), FormState::new().prefix(REMOVE));
        return Ok(standing_page(v, state, &spare, &remove));
    }
    let offer = web.app().offer_second_factor(ctx).await?;
    Ok(offer_page(ctx, v, &offer, &FormState::new())?)
}

fn head(v: &View) -> Page {
    Page::new(v.t("second-factor-title"))
        .crumbs([Crumb::new(v.t("account-title"), "/account")])
        .help(Help::new(v.t("second-factor-help-what"), v.t("second-factor-help-next")))
}

fn offer_page(ctx: &Ctx, v: &View, offer: &Offer, state: &FormState) -> Result<Html, Error> {
    let demanded = ctx.signed()?.must_enrol;
    let must = demanded.then(|| Note::new(Tone::Warn, v.t("second-factor-must")));
    let scan = Panel::new(v.t("second-factor-scan")).body(html! {
        p { (v.t("second-factor-scan-about")) }
        (qr(offer.url.expose(), &v.t("second-factor-qr")))
        p { (v.t("second-factor-typed")) }
        p { code { (offer.typed.expose()) } }
        p.hint { (v.t("second-factor-typed-about")) }
    });
    let form = Form::post("/account/second-factor", state)
        .hidden("offer", offer.sealed.clone())
        .body(html! {
            (code_field(v, state, "second-factor-first-code"))
            (state.text("password", v.t("account-password-current")).password().complete("current-password").html(v))
        })
        .button(Button::submit(v.t("second-factor-enrol")).primary())
        .note(v.t("account-password-ends-sessions"));
    let confirm = Panel::new(v.t("second-factor-confirm")).body(form.html(v));
    Ok(head(v).html(
        v,
        html! {
            @if let Some(must) = must { (must) }
            (stack([html! { (scan) }, html! { (confirm) }]))
        },
    ))
}

/// Six digits; on a telephone with the keys for them.
fn code_field(v: &View, state: &FormState, label: &str) -> Markup {
    state.text("factor", v.t(label)).number().complete("one-time-code").longest(20).html(v)
}

#[derive(Deserialize)]
struct Enrolment {
    #[serde(default)]
    offer: String,
    #[serde(default)]
    factor: String,
    #[serde(default)]
    password: String,
}

async fn enrol(State(web): State<Web>, posted: Posted<Enrolment>) -> Answer<Response> {
    let (ctx, v) = (&posted.ctx, &posted.view);
    let typed = posted.form.as_ref().map_err(|errors| Error::Invalid(errors.clone()))?;
    let signed = ctx.signed()?;
    let made = web.app().new_spare_codes(signed.account);
    let act = EnrolSecondFactor {
        password: typed.password.clone(),
        offer: typed.offer.clone(),
        code: typed.factor.clone(),
        spare: made.digests.clone(),
    };
    let errors = match web.app().enrol_second_factor(ctx, &act).await {
        Ok(first) => {
            let token = web.app().renew_session(signed).await?;
            // The codes of a form sent twice were shown the first time, and none of these is kept.
            let page = if first {
                codes_page(v, &made).into_response()
            } else {
                Redirect::to("/account/second-factor").into_response()
            };
            return Ok(keep(token, &web, page));
        }
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
        Err(other) => return Err(other.into()),
    };
    let offer = match web.app().offer_again(ctx, &typed.offer).await {
        Ok(offer) => offer,
        Err(Error::Refused(_)) => web.app().offer_second_factor(ctx).await?,
        Err(other) => return Err(other.into()),
    };
    Ok(unprocessable(offer_page(ctx, v, &offer, &posted.state(errors))?).into_response())
}

/// The spare codes, this once.
fn codes_page(v: &View, made: &SpareCodesMade) -> Html {
    let warn = Note::new(Tone::Warn, v.t("second-factor-codes-about")).lead(v.t("second-factor-codes-once"));
    let codes = Panel::new(v.t("second-factor-codes"))
        .actions(html! { (Button::print(v.t("second-factor-codes-print"))) })
        .body(html! { ol { @for code in &made.codes { li { code { (code.expose()) } } } } })
        .foot(html! { (Button::link(v.t("second-factor-codes-kept"), "/account/second-factor").primary()) });
    head(v).html(v, stack([html! { (warn) }, html! { (codes) }]))
}

fn standing_page(v: &View, state: FactorState, spare: &FormState, remove: &FormState) -> Html {
    let left = Message::new("second-factor-spare-left").with("left", state.spare);
    let about = Panel::new(v.t("second-factor-title")).body(facts([
        (v.t("second-factor-state"), html! { (v.t("second-factor-on")) }),
        (v.t("second-factor-codes"), html! { (v.say(&left)) }),
    ]));
    let password = |state: &FormState| {
        let field = state.text("password", v.t("account-password-current")).password();
        field.complete("current-password").html(v)
    };
    let renew = Form::post("/account/second-factor/spare", spare)
        .body(password(spare))
        .button(Button::submit(v.t("second-factor-renew")))
        .note(v.t("second-factor-renew-about"));
    let renew = Panel::new(v.t("second-factor-renew")).body(renew.html(v));
    let off = Panel::new(v.t("second-factor-remove")).body(if state.demanded {
        html! { p { (v.t("second-factor-demanded")) } }
    } else {
        Form::post("/account/second-factor/remove", remove)
            .body(password(remove))
            .button(Button::submit(v.t("second-factor-remove")).danger())
            .note(v.t("second-factor-remove-about"))
            .html(v)
    });
    head(v).html(v, stack([html! { (about) }, html! { (renew) }, html! { (off) }]))
}

/// The two forms of the page have a field of one name each.
const SPARE: &str = "spare";
const REMOVE: &str = "remove";

#[derive(Deserialize)]
struct Confirmed {
    #[serde(default)]
    password: String,
}

async fn remove(State(web): State<Web>, posted: Posted<Confirmed>) -> Answer<Response> {
    let typed = posted.form.as_ref().map_err(|errors| Error::Invalid(errors.clone()))?;
    let act = RemoveSecondFactor { password: typed.password.clone() };
    let errors = match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => {
            let token = web.app().renew_session(posted.ctx.signed()?).await?;
            return Ok(keep(token, &web, done("/account", "second-factor-removed")));
        }
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
        Err(other) => return Err(other.into()),
    };
    let state = web.app().own_second_factor(&posted.ctx).await?;
    let page = standing_page(
        &posted.view,
        state,
        &FormState::new().prefix(SPARE),
        &posted.state(errors).prefix(REMOVE),
    );
    Ok(unprocessable(page).into_response())
}

async fn renew_spare(State(web): State<Web>, posted: Posted<Confirmed>) -> Answer<Response> {
    let (ctx, v) = (&posted.ctx, &posted.view);
    let typed = posted.form.as_ref().map_err(|errors| Error::Invalid(errors.clone()))?;
    let made = web.app().new_spare_codes(ctx.signed()?.account);
    let act = RenewSpareCodes { password: typed.password.clone(), spare: made.digests.clone() };
    let errors = match web.app().perform(ctx, &act).await {
        Ok(outcome) if outcome.repeated => {
            return Ok(Redirect::to("/account/second-factor").into_response());
        }
        Ok(_) => return Ok(codes_page(v, &made).into_response()),
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
        Err(other) => return Err(other.into()),
    };
    let state = web.app().own_second_factor(ctx).await?;
    let page = standing_page(v, state, &posted.state(errors).prefix(SPARE), &FormState::new().prefix(REMOVE));
    Ok(unprocessable(page).into_response())
}

/// The line of the account's page about it.
pub(super) fn line(v: &View, state: FactorState) -> (String, Markup) {
    let id = if state.on { "second-factor-on" } else { "second-factor-off" };
    (
        v.t("second-factor-title"),
        html! { (v.t(id)) " " a href="/account/second-factor" { (v.t("second-factor-open")) } },
    )
}
