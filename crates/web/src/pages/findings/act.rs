//! What can be done about one paper: sign, review, sign off, record the unit's view, check, move, take back.

use super::address;
use super::one::{self, meeting_address, step};
use super::write::faults;
use crate::components::{Button, Choice, Form, FormState, Panel, stack};
use crate::pages::fields::{Fields, code_of, coded};
use crate::request::{Answer, Posted, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{View, Web};
use app::file::Received;
use app::finding::{
    CheckNoted, FindingPage, MoveFinding, RecordView, ReviewFinding, SignFinding, SignOffFinding,
    WithdrawFinding, WithdrawSignature,
};
use app::{Act, Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::file::Limits;
use domain::finding::{Checked, Noted, Standing, View as Seen};
use domain::permission::{Action, Scope};
use kernel::{EngagementId, FeedbackId, FieldError, FindingId, Message};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let write = Needs::Right(Action::FindingWrite);
    let sign = Needs::Right(Action::FindingSign);
    let decide = Needs::Right(Action::FindingDecide);
    let most = routes.one_file();
    routes
        .post("/findings/{finding}/sign", sign, sign_it)
        .post("/findings/{finding}/unsign", sign, unsign)
        .post("/findings/{finding}/review", Needs::Right(Action::FindingReview), review)
        .post("/findings/{finding}/sign-off", decide, sign_off)
        .upload("/findings/{finding}/view", write, most, view)
        .post("/findings/{finding}/check", write, check)
        .post("/findings/{finding}/move", decide, move_it)
        .post("/findings/{finding}/withdraw", write, withdraw)
}

/// The forms of the page, as they come back.
#[derive(Default)]
pub(super) struct Forms {
    sign: FormState,
    unsign: FormState,
    sign_off: FormState,
    view: FormState,
    check: FormState,
    withdraw: FormState,
}

/// The next step, for whoever may take it.
pub(super) fn next(v: &View, ctx: &Ctx, found: &FindingPage, forms: &Forms) -> Markup {
    let kept = &found.kept;
    let scope = Scope::One(kept.engagement.0);
    let may = |action| ctx.may(action, scope);
    let own = kept.signatures_in_force(&kept.mark.digest);
    let signed = own.iter().any(|one| one.by.person == found.reader.person);
    let mut parts = Vec::new();
    let standing = kept.mark.standing;
    if standing == Standing::Draft && may(Action::FindingSign) && !signed {
        let button = Button::submit(v.t("finding-sign")).primary().icon("stamp");
        let button = match found.faults.first().filter(|_| kept.mark.blocked) {
            Some(fault) => button.not_now(v.say(&fault.message)),
            None => button,
        };
        parts.push(html! { (error_of(v, &forms.sign)) (step(v, found, "sign", button)) p.hint { (v.t("finding-sign-hint")) } });
    }
    if standing == Standing::Signed && may(Action::FindingReview) && !signed {
        let button = Button::submit(v.t("finding-review")).primary().icon("check");
        parts.push(html! { (error_of(v, &forms.sign)) (step(v, found, "review", button)) });
    }
    if standing == Standing::Reviewed && may(Action::FindingDecide) {
        parts.push(sign_off_form(v, found, &forms.sign_off));
    }
    if matches!(standing, Standing::SignedOff) && may(Action::FindingWrite) {
        parts.push(html! { (Button::link(v.t("finding-to-meeting"), meeting_address(found)).primary()) });
    }
    let offered = found.faults.iter().any(|fault| fault.kind == "belongs_to_clue");
    if offered && may(Action::FindingDecide) {
        let button = Button::submit(v.t("finding-move")).danger().confirm(v.t("finding-move-confirm"));
        parts.push(step(v, found, "move", button));
    } else if offered && standing == Standing::Draft {
        parts.push(html! { p.hint { (v.t("finding-move-leader")) } });
    }
    if kept.mark.to_check && may(Action::FindingWrite) {
        parts.push(check_forms(v, found, &forms.check));
    }
    if parts.is_empty() {
        parts.push(html! { p { (v.t(waits_for(standing))) } });
    }
    parts.extend(found.lists.iter().map(|list| list_form(v, found, list)));
    html! { (Panel::new(v.t("finding-next")).body(stack(parts))) }
}

/// Puts it on a list of feedback, so that it becomes an item of the ledger.
fn list_form(v: &View, found: &FindingPage, (list, title): &(FeedbackId, String)) -> Markup {
    let hint = Message::new("finding-list-hint").with("title", title.as_str());
    let form = Form::post(format!("/feedback/{list}/findings"), &FormState::new())
        .hidden("finding", found.kept.finding.id.to_string())
        .button(Button::submit(v.t("finding-list")).primary().icon("plus"))
        .html(v);
    html! { (form) p.hint { (v.say(&hint)) } }
}

/// For whom it waits.
const fn waits_for(standing: Standing) -> &'static str {
    match standing {
        Standing::Draft => "finding-waits-signatures",
        Standing::Signed => "finding-waits-review",
        Standing::Reviewed => "finding-waits-sign-off",
        Standing::SignedOff => "finding-waits-meeting",
        Standing::Adopted => "finding-waits-view",
        Standing::Confirmed => "finding-waits-report",
        Standing::Aside | Standing::Moved | Standing::Withdrawn => "finding-waits-nothing",
    }
}

/// What was refused, where a step has no fields of its own.
fn error_of(v: &View, state: &FormState) -> Markup {
    html! { @for error in state.errors() { p.error role="alert" { (v.say(&error.message)) } } }
}

fn sign_off_form(v: &View, found: &FindingPage, state: &FormState) -> Markup {
    let state = state.clone().prefix("off");
    Form::post(format!("{}/sign-off", address(found.kept.finding.id)), &state)
        .hidden("engagement", found.kept.engagement.to_string())
        .hidden("seen", found.kept.mark.digest.clone())
        .body(html! { (state.text("password", v.t("decision-password")).password().complete("current-password").wide().html(v)) })
        .button(Button::submit(v.t("finding-sign-off")).primary())
        .html(v)
}

/// What waits for a second person: agree, or say what does not.
fn check_forms(v: &View, found: &FindingPage, state: &FormState) -> Markup {
    let kept = &found.kept;
    let waiting = |noted: Option<&Noted>| noted.filter(|noted| !noted.how.has_effect()).cloned();
    let decision = waiting(kept.decision.as_ref().map(|decision| &decision.noted));
    let view = waiting(kept.view.as_ref().map(|view| &view.noted));
    let both = [
        (Checked::Decision, decision, "finding-check-decision"),
        (Checked::View, view, "finding-check-view"),
    ];
    html! {
        @for (what, noted, title) in both {
            @if let Some(noted) = noted {
                @if noted.by.person == found.reader.person || noted.by.user == found.reader.user {
                    p.hint { (v.t(title)) " " (v.t("decision-check-other")) }
                } @else { (check_form(v, found, what, title, state)) }
            }
        }
    }
}

fn check_form(v: &View, found: &FindingPage, what: Checked, title: &str, state: &FormState) -> Markup {
    let prefix = if what == Checked::View { "cv" } else { "cd" };
    let own = state.value("what") == code_of(&what);
    let state = if own { state.clone().prefix(prefix) } else { FormState::new().prefix(prefix) };
    let form = Form::post(format!("{}/check", address(found.kept.finding.id)), &state)
        .hidden("engagement", found.kept.engagement.to_string())
        .hidden("what", code_of(&what))
        .body(html! { (state.text("reason", v.t("decision-reject-reason")).optional().longest(200).wide().html(v)) })
        .button(Button::submit(v.t("decision-agree")).sends("agrees", "yes"))
        .button(Button::submit(v.t("decision-reject")).danger().sends("agrees", "no"));
    html! { h3 { (v.t(title)) } (form.html(v)) }
}

/// What is done more seldom, folded away below the paper.
pub(super) fn below(v: &View, ctx: &Ctx, found: &FindingPage, forms: &Forms) -> Markup {
    let kept = &found.kept;
    let scope = Scope::One(kept.engagement.0);
    let writes = ctx.may(Action::FindingWrite, scope);
    let standing = kept.mark.standing;
    let ended = matches!(standing, Standing::Moved | Standing::Withdrawn);
    let adopted = matches!(standing, Standing::Adopted | Standing::Confirmed);
    let own = kept.signatures_in_force(&kept.mark.digest);
    let signed = own.iter().any(|one| one.by.person == found.reader.person);
    let unsign = signed && matches!(standing, Standing::Draft | Standing::Signed | Standing::Reviewed);
    html! {
        @if writes && !ended { (view_panel(v, found, &forms.view, adopted)) }
        @if unsign { (reason_panel(v, found, "unsign", "finding-unsign", "finding-unsign-reason", &forms.unsign)) }
        @if writes && !ended && !adopted {
            (reason_panel(v, found, "withdraw", "finding-withdraw", "finding-withdraw-reason", &forms.withdraw))
        }
    }
}

fn view_panel(v: &View, found: &FindingPage, state: &FormState, adopted: bool) -> Panel {
    let views = [Seen::Agrees, Seen::Partly, Seen::Disagrees];
    let views = views.map(|view| Choice::new(code_of(&view), v.say(&view.label())));
    let how = [
        Choice::new("here", v.t("finding-view-here")),
        Choice::new("paper", v.t("finding-view-paper")).hint(v.t("finding-view-paper-hint")),
    ];
    let state = state.clone().prefix("view");
    let shown = if state.value("how").is_empty() {
        state.clone().with("how", if adopted { "here" } else { "paper" })
    } else {
        state.clone()
    };
    let form = Form::post(format!("{}/view", address(found.kept.finding.id)), &shown)
        .multipart()
        .hidden("engagement", found.kept.engagement.to_string())
        .body(html! {
            (shown.text("view", v.t("finding-view")).segment(views).html(v))
            (shown.text("how", v.t("finding-recorded")).radios(how).wide().html(v))
            (shown.text("words", v.t("finding-view-words")).area(2).optional().html(v))
            (shown.text("by", v.t("finding-view-by")).longest(60).html(v))
            (shown.text("on", v.t("finding-view-on")).date().optional().html(v))
            (shown.text("scan", v.t("decision-scan")).file(".pdf,.png,.jpg,.jpeg").optional().html(v))
        })
        .button(Button::submit(v.t("finding-view-record")));
    let open = !state.errors().is_empty();
    let note = if adopted { "finding-view-asked" } else { "finding-view-later" };
    Panel::new(v.t("finding-view-record"))
        .note(v.t(note))
        .body(html! { details open[open] { summary { (v.t("finding-view-open")) } (form.html(v)) } })
}

fn reason_panel(
    v: &View,
    found: &FindingPage,
    path: &'static str,
    title: &str,
    label: &str,
    state: &FormState,
) -> Panel {
    let state = state.clone().prefix(path);
    let form = Form::post(format!("{}/{path}", address(found.kept.finding.id)), &state)
        .hidden("engagement", found.kept.engagement.to_string())
        .body(html! { (state.text("reason", v.t(label)).longest(200).wide().html(v)) })
        .button(Button::submit(v.t(title)).danger());
    let open = !state.errors().is_empty();
    Panel::new(v.t(title)).body(html! { details open[open] { summary { (v.t(title)) } (form.html(v)) } })
}

/// The engagement that a form names; a form without one leads nowhere.
fn engagement(typed: &str) -> Result<EngagementId, Error> {
    typed.parse().map_err(|_| Error::NotFound)
}

/// Carries a step out, or shows the page again with what was refused.
async fn carry_out<A: Act>(
    web: &Web,
    posted: &Posted,
    id: FindingId,
    act: A,
    (said, into): (&'static str, fn(FormState) -> Forms),
) -> Answer<Response> {
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&address(id), said)),
        Err(error) => {
            let forms = into(posted.state(faults(error)?));
            let found = web.app().finding(&posted.ctx, id).await?;
            let page = one::page(&posted.ctx, &posted.view, &found, &forms);
            Ok(unprocessable(page).into_response())
        }
    }
}

async fn sign_it(State(web): State<Web>, Path(id): Path<FindingId>, posted: Posted) -> Answer<Response> {
    let engagement = engagement(posted.value("engagement"))?;
    let act = SignFinding { engagement, finding: id, seen: posted.value("seen").to_owned() };
    let into = |sign| Forms { sign, ..Forms::default() };
    carry_out(&web, &posted, id, act, ("finding-signed-done", into)).await
}

async fn unsign(State(web): State<Web>, Path(id): Path<FindingId>, posted: Posted) -> Answer<Response> {
    let engagement = engagement(posted.value("engagement"))?;
    let act = WithdrawSignature { engagement, finding: id, reason: posted.value("reason").to_owned() };
    let into = |unsign| Forms { unsign, ..Forms::default() };
    carry_out(&web, &posted, id, act, ("finding-unsigned-done", into)).await
}

async fn review(State(web): State<Web>, Path(id): Path<FindingId>, posted: Posted) -> Answer<Response> {
    let engagement = engagement(posted.value("engagement"))?;
    let act = ReviewFinding { engagement, finding: id, seen: posted.value("seen").to_owned() };
    let into = |sign| Forms { sign, ..Forms::default() };
    carry_out(&web, &posted, id, act, ("finding-reviewed-done", into)).await
}

async fn sign_off(State(web): State<Web>, Path(id): Path<FindingId>, posted: Posted) -> Answer<Response> {
    let act = SignOffFinding {
        engagement: engagement(posted.value("engagement"))?,
        finding: id,
        seen: posted.value("seen").to_owned(),
        password: posted.value("password").to_owned(),
    };
    let into = |sign_off| Forms { sign_off, ..Forms::default() };
    carry_out(&web, &posted, id, act, ("finding-signed-off-done", into)).await
}

async fn check(State(web): State<Web>, Path(id): Path<FindingId>, posted: Posted) -> Answer<Response> {
    let act = CheckNoted {
        engagement: engagement(posted.value("engagement"))?,
        findings: vec![id],
        what: coded(posted.value("what")).ok_or(Error::NotFound)?,
        agrees: posted.value("agrees") == "yes",
        reason: posted.value("reason").to_owned(),
    };
    let into = |check| Forms { check, ..Forms::default() };
    carry_out(&web, &posted, id, act, ("decision-checked", into)).await
}

async fn move_it(State(web): State<Web>, Path(id): Path<FindingId>, posted: Posted) -> Answer<Response> {
    let act = MoveFinding { engagement: engagement(posted.value("engagement"))?, finding: id };
    let into = |sign| Forms { sign, ..Forms::default() };
    carry_out(&web, &posted, id, act, ("finding-moved-done", into)).await
}

async fn withdraw(State(web): State<Web>, Path(id): Path<FindingId>, posted: Posted) -> Answer<Response> {
    let engagement = engagement(posted.value("engagement"))?;
    let act = WithdrawFinding { engagement, finding: id, reason: posted.value("reason").to_owned() };
    let into = |withdraw| Forms { withdraw, ..Forms::default() };
    carry_out(&web, &posted, id, act, ("finding-withdrawn-done", into)).await
}

/// The scan that came with a form, taken in for its engagement.
pub(super) async fn scan(
    web: &Web,
    uploaded: &Uploaded,
    engagement: EngagementId,
) -> Result<Result<Option<Received>, FieldError>, Error> {
    let Some(file) = uploaded.file("scan") else { return Ok(Ok(None)) };
    let receiving = web.app().receive_file(Some(engagement), Limits::default()).await?;
    let received = match receiving.push(file.bytes.clone()).await {
        Ok(receiving) => receiving.finish(&file.name).await,
        Err(error) => Err(error),
    };
    match received {
        Ok(file) => Ok(Ok(Some(file))),
        Err(Error::Refused(refusal)) => Ok(Err(FieldError::new("scan", refusal.0))),
        Err(other) => Err(other),
    }
}

async fn view(State(web): State<Web>, Path(id): Path<FindingId>, uploaded: Uploaded) -> Answer<Response> {
    let engagement = engagement(uploaded.value("engagement"))?;
    let mut fields = Fields::of(&uploaded.pairs);
    let on = fields.optional_day("on");
    let view = coded::<Seen>(fields.text("view"));
    if view.is_none() {
        fields.errors.push(FieldError::new("view", Message::new("finding-view-missing")));
    }
    let scan = scan(&web, &uploaded, engagement).await?.map_err(|error| fields.errors.push(error));
    let errors = match (view, scan) {
        (Some(view), Ok(scan)) if fields.errors.is_empty() => {
            let act = RecordView {
                engagement,
                finding: id,
                view,
                words: fields.text("words").to_owned(),
                by: fields.text("by").to_owned(),
                on,
                from_paper: fields.text("how") != "here",
                scan,
            };
            match web.app().perform(&uploaded.ctx, &act).await {
                Ok(_) => return Ok(done(&address(id), "finding-view-done")),
                Err(error) => faults(error)?,
            }
        }
        _ => fields.errors,
    };
    let forms = Forms { view: uploaded.state(errors), ..Forms::default() };
    let found = web.app().finding(&uploaded.ctx, id).await?;
    Ok(unprocessable(one::page(&uploaded.ctx, &uploaded.view, &found, &forms)).into_response())
}
