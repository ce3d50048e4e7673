//! A referral that the leader approved on paper: recorded with its scan, checked by another of the team, shown with what it
//! rests on.

use super::super::units::attachment;
use super::address;
use super::entry::faults;
use super::one::{Forms, page};
use super::steps::{carry_out, place};
use crate::components::{Button, Form, FormState, Note, Panel, Tone, facts};
use crate::pages::fields::Fields;
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{View, Web};
use app::file::Received;
use app::petition::{CheckReferral, PetitionPage, RecordReferral, WithdrawReferralRecord};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::decision::{DecidedBy, How, PaperCheck};
use domain::file::Limits;
use domain::permission::{Action, Role, Scope};
use kernel::{EngagementId, FieldError, Message, PetitionId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let handle = Needs::Right(Action::PetitionHandle);
    let most = routes.one_file();
    routes
        .upload("/petitions/{petition}/refer/paper", handle, most, record)
        .post("/petitions/{petition}/refer/check", handle, check)
        .post("/petitions/{petition}/refer/withdraw", handle, withdraw)
        .get("/petitions/{petition}/refer/scan", Needs::Right(Action::PetitionView), scan)
}

/// The form that records a paper, folded: most referrals are approved in the program.
pub(super) fn record_panel(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let petition = &found.petition;
    let leader = v.say(&Message { id: Role::TeamLeader.message_id().into(), args: Vec::new() });
    let begins = FormState::new().with("post", leader).with("decided_on", v.today().to_string());
    let begins =
        if petition.is_claim() { begins.with("extract", petition.content.text.as_str()) } else { begins };
    let state = forms.state("paper", begins);
    let form = Form::post(format!("{}/refer/paper", address(petition.value.id)), &state)
        .multipart()
        .hidden("version", petition.version.to_string())
        .body(html! {
            (state.text("to", v.t("petition-receiver")).hint(v.t("petition-receiver-hint")).longest(100).html(v))
            (state.text("led", v.t("petition-led")).hint(v.t("petition-led-hint")).optional().longest(200).html(v))
            (state.text("extract", v.t("petition-extract")).area(4).hint(v.t("petition-extract-hint")).wide().html(v))
            (state.text("consent", v.t("petition-consent")).hint(v.t("petition-consent-hint")).optional().longest(200).wide().html(v))
            (state.text("decided_by", v.t("petition-paper-leader")).longest(60).html(v))
            (state.text("post", v.t("decision-post")).longest(60).html(v))
            (state.text("decided_on", v.t("decision-on")).date().html(v))
            (state.text("number", v.t("decision-number")).optional().longest(60).html(v))
            (state.text("wording", v.t("decision-wording")).area(2).hint(v.t("decision-wording-hint")).wide().html(v))
            (state.text("scan", v.t("decision-scan")).file(".pdf,.png,.jpg,.jpeg").wide().html(v))
        })
        .button(Button::submit(v.t("decision-record")).primary());
    let open = forms.is("paper");
    html! { (Panel::new(v.t("petition-paper")).note(v.t("petition-paper-note")).body(html! {
        details open[open] { summary { (v.t("petition-paper-open")) } (form.html(v)) }
    })) }
}

/// What a paper says that was recorded, with the check that it waits for; nothing where there is none.
pub(super) fn panel(ctx: &Ctx, v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let Some(decided) = &found.paper else { return Markup::default() };
    let How::OnPaper { paper, check } = &decided.how else { return Markup::default() };
    let petition = &found.petition;
    let name = |user| found.names.get(&user).cloned().unwrap_or_default();
    let (DecidedBy::Person { name: decider, .. } | DecidedBy::Body { name: decider }) = &decided.decided_by;
    let mut pairs = vec![
        (v.t("petition-paper-leader"), html! { (decider) " " (v.day(decided.decided_on)) }),
        (v.t("decision-wording"), html! { blockquote { (paper.wording) } }),
    ];
    if let Some(waiting) = &petition.on_paper {
        pairs.push((v.t("petition-receiver"), html! { (waiting.to.name) }));
        pairs.push((v.t("petition-extract"), html! { (super::words::lines(&waiting.extract)) }));
        if let Some(consent) = &waiting.consent {
            pairs.push((v.t("petition-consent"), html! { (consent.how) }));
        }
    }
    if !paper.number.is_empty() {
        pairs.push((v.t("decision-number"), html! { (paper.number) }));
    }
    let scan = format!("{}/refer/scan", address(petition.value.id));
    let scan = Button::link(v.t("decision-scan-open"), scan).small().icon("save");
    pairs.push((v.t("decision-scan"), html! { (scan) }));
    pairs.push((v.t("decision-recorder"), html! { (name(decided.recorded_by.user)) }));
    if let PaperCheck::Agreed { by, on } = check {
        pairs.push((v.t("decision-checker"), html! { (name(by.user)) " " (v.day(*on)) }));
    }
    let remark = decided.remark().map(|remark| v.say(&remark)).unwrap_or_default();
    let waits = *check == PaperCheck::Waiting;
    let may = ctx.may(Action::PetitionHandle, Scope::One(petition.engagement.0));
    let own = ctx.signed().is_ok_and(|signed| signed.account == decided.recorded_by.user);
    html! { (Panel::new(v.t("petition-paper")).note(remark).body(html! {
        (facts(pairs))
        @if waits && may && own {
            (Note::new(Tone::Info, v.t("decision-check-other")))
            @if petition.on_paper.is_some() { (withdraw_form(v, found, forms)) }
        } @else if waits && may { (check_form(v, found, forms)) }
    })) }
}

fn form<'f>(found: &PetitionPage, step: &str, state: &'f FormState) -> Form<'f> {
    Form::post(format!("{}/refer/{step}", address(found.petition.value.id)), state)
        .hidden("version", found.petition.version.to_string())
}

fn check_form(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let state = forms.state("paper-check", FormState::new());
    form(found, "check", &state)
        .body(html! { (state.text("reason", v.t("decision-reject-reason")).optional().longest(200).wide().html(v)) })
        .button(Button::submit(v.t("decision-agree")).primary().sends("agrees", "yes"))
        .button(Button::submit(v.t("decision-reject")).danger().sends("agrees", "no"))
        .html(v)
}

fn withdraw_form(v: &View, found: &PetitionPage, forms: &Forms) -> Markup {
    let state = forms.state("paper-withdraw", FormState::new());
    let form = form(found, "withdraw", &state)
        .body(html! { (state.text("reason", v.t("decision-withdraw-reason")).longest(200).wide().html(v)) })
        .button(Button::submit(v.t("decision-withdraw")).danger());
    let open = forms.is("paper-withdraw");
    html! { details open[open] { summary { (v.t("decision-withdraw-open")) } (form.html(v)) } }
}

/// The scan, told by its content; a refusal is a fault of its field.
async fn received(
    web: &Web,
    engagement: EngagementId,
    uploaded: &Uploaded,
) -> Result<Result<Option<Received>, FieldError>, Error> {
    let Some(given) = uploaded.file("scan") else { return Ok(Ok(None)) };
    let receiving = web.app().receive_file(Some(engagement), Limits::default()).await?;
    let taken = match receiving.push(given.bytes.clone()).await {
        Ok(receiving) => receiving.finish(&given.name).await,
        Err(error) => Err(error),
    };
    match taken {
        Ok(file) => Ok(Ok(Some(file))),
        Err(Error::Refused(refusal)) => Ok(Err(FieldError::new("scan", refusal.0))),
        Err(other) => Err(other),
    }
}

async fn record(
    State(web): State<Web>,
    Path(petition): Path<PetitionId>,
    uploaded: Uploaded,
) -> Answer<Response> {
    let engagement = web.app().petition_place(&uploaded.ctx, petition).await?;
    // Nobody's file is taken in before it is known that they may record.
    uploaded.ctx.require(Action::PetitionHandle, Scope::One(engagement.0))?;
    let mut fields = Fields::of(&uploaded.pairs);
    let decided_on = fields.day("decided_on");
    let scan = received(&web, engagement, &uploaded).await?;
    let scan = scan.map_err(|fault| fields.errors.push(fault)).ok().flatten();
    let errors = match decided_on {
        Some(decided_on) if fields.errors.is_empty() => {
            let text = |name: &str| uploaded.value(name).to_owned();
            let act = RecordReferral {
                engagement,
                petition,
                version: uploaded.value("version").parse().ok(),
                to: text("to"),
                extract: text("extract"),
                consent: text("consent"),
                led: text("led"),
                decider: text("decided_by"),
                post: text("post"),
                decided_on,
                number: text("number"),
                wording: text("wording"),
                scan,
            };
            match web.app().perform(&uploaded.ctx, &act).await {
                Ok(_) => return Ok(done(&address(petition), "decision-recorded")),
                Err(error) => faults(error)?,
            }
        }
        _ => fields.errors,
    };
    let forms = Forms::back("paper", uploaded.state(errors));
    let shown = page(&web, &uploaded.ctx, &uploaded.view, petition, &forms).await?;
    Ok(unprocessable(shown).into_response())
}

async fn check(State(web): State<Web>, Path(petition): Path<PetitionId>, posted: Posted) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let (agrees, reason) = (posted.value("agrees") == "yes", posted.value("reason").to_owned());
    let act = CheckReferral { engagement, petition, version, agrees, reason };
    carry_out(&web, &posted, (petition, "paper-check"), &act, "decision-checked").await
}

async fn withdraw(
    State(web): State<Web>,
    Path(petition): Path<PetitionId>,
    posted: Posted,
) -> Answer<Response> {
    let (engagement, version) = place(&web, &posted, petition).await?;
    let reason = posted.value("reason").to_owned();
    let act = WithdrawReferralRecord { engagement, petition, version, reason };
    carry_out(&web, &posted, (petition, "paper-withdraw"), &act, "decision-withdrawn-done").await
}

async fn scan(State(web): State<Web>, Path(petition): Path<PetitionId>, reader: Reader) -> Answer<Response> {
    let opened = web.app().referral_scan(&reader.ctx, petition).await?;
    let (name, size) = (opened.file.name.clone(), opened.file.size);
    let (_, bytes) = opened.range(0, size).await?;
    Ok(attachment(&name, "application/octet-stream", bytes)?)
}
