//! Matters transferred on pages (D4): the team's, the office's, the receiver's.

use super::clues::words::receivers;
use crate::components::{
    Button, Cols, Column, Crumb, Empty, Form, FormState, Help, Page, Pager, Panel, Row, Step, StepState,
    Table, Tone, cell, chip, cols, facts, page_request, stack, stamp, step, steps,
};
use crate::pages::fields::Fields;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::matter::{
    DraftMatter, MatterLine, MatterOutcome, MatterReceipt, PassMatter, SendMatter, WithdrawMatter,
};
use app::{Act, Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::clue::{Matter, MatterState};
use domain::permission::{Action, Scope};
use kernel::id::MatterId;
use kernel::{EngagementId, FieldError};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let (view, draft) = (Needs::Right(Action::MatterView), Needs::Right(Action::MatterDraft));
    let (send, receive) = (Needs::Right(Action::MatterSend), Needs::Right(Action::MatterReceive));
    routes
        .get("/matters", view, show_list)
        .get("/engagements/{engagement}/matters", draft, show_own)
        .get("/engagements/{engagement}/matters/new", draft, ask)
        .post("/engagements/{engagement}/matters/new", draft, save)
        .get("/matters/{matter}", view, show)
        .post("/matters/{matter}/pass", Needs::Right(Action::MatterLead), pass)
        .post("/matters/{matter}/withdraw", view, withdraw)
        .post("/matters/{matter}/send", send, post_letter)
        .post("/matters/{matter}/receipt", send, note_receipt)
        .post("/matters/{matter}/outcome", send, note_outcome)
        .get("/received-matters", receive, show_received)
        .get("/received-matters/{matter}", receive, show_received_one)
        .post("/received-matters/{matter}/receipt", receive, sign)
        .post("/received-matters/{matter}/outcome", receive, report)
}

fn address(id: MatterId) -> String {
    format!("/matters/{id}")
}

fn faults(error: Error) -> Result<Vec<FieldError>, Error> {
    match error {
        Error::Invalid(errors) => Ok(errors),
        Error::Refused(refusal) => Ok(vec![FieldError::new("", refusal.0)]),
        other => Err(other),
    }
}

fn tone(state: &MatterState) -> Tone {
    match state {
        MatterState::Drafted | MatterState::Withdrawn { .. } => Tone::Mute,
        MatterState::Outcome { .. } => Tone::Ok,
        MatterState::WithOffice { .. }
        | MatterState::Approved { .. }
        | MatterState::Sent { .. }
        | MatterState::Received { .. } => Tone::Info,
    }
}

fn table(v: &View, lines: &[MatterLine]) -> Markup {
    let rows = lines.iter().map(|line| {
        let matter = &line.matter;
        let number = html! { a.main-link href=(address(matter.value.id)) { (matter.number) } };
        Row::new([
            number,
            html! { span { (matter.text) } },
            cell(&line.unit),
            cell(&matter.receiver_name),
            chip(tone(&matter.state), &v.say(&matter.state.label())),
        ])
    });
    let columns = [
        Column::new(v.t("matter-number")).heads_row().one_line(),
        Column::new(v.t("matter-text")).clipped(),
        Column::new(v.t("clue-unit")),
        Column::new(v.t("clue-receiver")),
        Column::new(v.t("clue-standing")).one_line(),
    ];
    let empty = Empty::new("send", v.t("matter-empty"), v.t("matter-empty-next"));
    Table::new(v.t("matter-title"), columns).rows(rows).stacks().empty(empty).html(v)
}

async fn show_list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let found = web.app().matters(&reader.ctx, None, &page_request(v)).await?;
    let body = html! { (table(v, &found.items)) (Pager::keyset(found.next.as_ref()).html(v)) };
    Ok(Page::new(v.t("matter-title"))
        .lead(v.t("matter-lead"))
        .help(Help::new(v.t("matter-help-what"), v.t("matter-help-next")))
        .html(v, html! { (Panel::new(v.t("matter-title")).flush(body)) }))
}

async fn show_own(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let found = web.app().matters(&reader.ctx, Some(id), &page_request(v)).await?;
    let body = html! { (table(v, &found.items)) (Pager::keyset(found.next.as_ref()).html(v)) };
    Ok(Page::new(v.t("matter-title"))
        .lead(v.t("matter-lead"))
        .crumbs([Crumb::new(v.t("matter-engagement"), format!("/engagements/{id}"))])
        .action(
            Button::link(v.t("matter-draft"), format!("/engagements/{id}/matters/new"))
                .primary()
                .icon("plus"),
        )
        .help(Help::new(v.t("matter-help-what"), v.t("matter-help-next")))
        .html(v, html! { (Panel::new(v.t("matter-title")).flush(body)) }))
}

async fn ask(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    Ok(form_page(&web, &reader.ctx, &reader.view, id, &FormState::new()).await?)
}

async fn form_page(
    web: &Web,
    ctx: &Ctx,
    v: &View,
    id: EngagementId,
    state: &FormState,
) -> Result<Html, Error> {
    ctx.require(Action::MatterDraft, Scope::One(id.0))?;
    let rules = web.app().matter_rules(ctx).await?;
    let form = Form::post(format!("/engagements/{id}/matters/new"), state)
        .body(html! {
            (state.text("text", v.t("matter-text")).area(5).hint(v.t("matter-text-hint")).html(v))
            (state.text("receiver", v.t("matter-receiver-class")).select(receivers(v, &rules)).html(v))
            (state.text("receiver_name", v.t("clue-receiver")).longest(100).html(v))
            (state.text("sources", v.t("clue-sources")).hint(v.t("clue-sources-hint")).optional().longest(300).html(v))
        })
        .button(Button::submit(v.t("matter-save")).primary());
    Ok(Page::new(v.t("matter-draft"))
        .crumbs([Crumb::new(v.t("matter-title"), format!("/engagements/{id}/matters"))])
        .help(Help::new(v.t("matter-help-what"), v.t("matter-help-next")))
        .html(v, html! { (Panel::new(v.t("matter-draft")).body(form.html(v))) }))
}

async fn save(State(web): State<Web>, Path(id): Path<EngagementId>, posted: Posted) -> Answer<Response> {
    let text = |name: &str| posted.value(name).to_owned();
    let sources = posted.value("sources").split(['，', ',', '、', ' ']);
    let act = DraftMatter {
        engagement: id,
        text: text("text"),
        receiver: text("receiver"),
        receiver_name: text("receiver_name"),
        sources: sources.map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect(),
    };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(made) => Ok(done(&address(made.done.matter), "matter-drafted-done")),
        Err(error) => {
            let state = posted.state(faults(error)?);
            let page = form_page(&web, &posted.ctx, &posted.view, id, &state).await?;
            Ok(unprocessable(page).into_response())
        }
    }
}

/// The page's form that came back.
#[derive(Default)]
struct Forms {
    which: &'static str,
    state: FormState,
}

impl Forms {
    fn of(&self, which: &'static str) -> FormState {
        let state = if self.which == which { self.state.clone() } else { FormState::new() };
        state.prefix(which)
    }

    fn is(&self, which: &str) -> bool {
        self.which == which
    }
}

async fn show(State(web): State<Web>, Path(id): Path<MatterId>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, &reader.ctx, &reader.view, id, &Forms::default()).await?)
}

/// Where a matter stands among its stages.
fn stages(v: &View, matter: &Matter) -> Vec<Step> {
    const ALL: [(&str, &str); 6] = [
        ("drafted", "clue-step-draft"),
        ("with_office", "clue-step-pass"),
        ("approved", "clue-step-approve"),
        ("sent", "matter-step-send"),
        ("received", "clue-step-receipt"),
        ("outcome", "clue-step-outcome"),
    ];
    let at = ALL.iter().position(|(code, _)| *code == matter.state.code());
    let all = ALL.iter().enumerate().map(|(n, (_, name))| {
        let state = match at {
            Some(at) if n <= at => StepState::Done,
            Some(at) if n == at + 1 => StepState::Current,
            _ => StepState::Todo,
        };
        Step::new(v.t(name), state)
    });
    all.collect()
}

async fn page(web: &Web, ctx: &Ctx, v: &View, id: MatterId, forms: &Forms) -> Result<Html, Error> {
    let found = web.app().matter(ctx, id).await?;
    let matter = &found.matter;
    let office = ctx.may(Action::MatterSend, Scope::Global) && !matches!(matter.state, MatterState::Drafted);
    let leads = ctx.may(Action::MatterLead, Scope::One(matter.engagement.0));
    let drafts = ctx.may(Action::MatterDraft, Scope::One(matter.engagement.0));
    let decides = ctx.may(Action::ClueApprove, Scope::Global);
    let next = match &matter.state {
        MatterState::Drafted if leads => panel_of(
            v,
            "clue-next",
            Form::post(format!("{}/pass", address(id)), &forms.of("pass"))
                .hidden("engagement", matter.engagement.to_string())
                .button(Button::submit(v.t("matter-pass")).primary().icon("send"))
                .html(v),
        ),
        MatterState::WithOffice { .. } if decides => panel_of(
            v,
            "clue-approve",
            html! { (Button::link(v.t("decision-decide"), format!("/decisions/decide?about=matter&id={id}")).primary().icon("stamp")) },
        ),
        MatterState::WithOffice { .. } if office => panel_of(
            v,
            "clue-approve",
            html! { (Button::link(v.t("decision-record"), format!("/decisions/new?about=matter&id={id}")).primary().icon("stamp")) },
        ),
        MatterState::Approved { .. } if office => send_panel(v, matter, forms),
        MatterState::Sent { .. } if office => receipt_panel(v, matter, forms),
        MatterState::Received { .. } if office => outcome_panel(v, matter, forms),
        _ => Markup::default(),
    };
    let before = matches!(
        matter.state,
        MatterState::Drafted | MatterState::WithOffice { .. } | MatterState::Approved { .. }
    );
    let may_withdraw = if matches!(matter.state, MatterState::Drafted) { drafts } else { office };
    let right = stack([
        next,
        html! { (facts_panel(v, &found)) },
        html! { @if before && may_withdraw { (withdraw_panel(v, matter, forms)) } },
    ]);
    let left = stack([
        html! { (Panel::new(v.t("matter-text")).body(html! { @for line in matter.text.lines() { p { (line) } } })) },
    ]);
    Ok(Page::new(matter.number.clone())
        .stamp(stamp(&v.t("matter-stamp")))
        .mark(chip(tone(&matter.state), &v.say(&matter.state.label())))
        .lead(found.unit.clone())
        .crumbs([Crumb::new(v.t("matter-title"), "/matters")])
        .help(Help::new(v.t("matter-help-what"), v.t("matter-help-next")))
        .html(
            v,
            html! { (steps(v, &v.t("clue-steps"), &stages(v, matter))) (cols(Cols::ThreeOne, [left, right])) },
        ))
}

fn panel_of(v: &View, title: &str, body: Markup) -> Markup {
    html! { (Panel::new(v.t(title)).body(body)) }
}

fn send_panel(v: &View, matter: &Matter, forms: &Forms) -> Markup {
    let state = forms.of("send");
    let form = Form::post(format!("{}/send", address(matter.id)), &state)
        .body(html! {
            (state.text("letter", v.t("clue-letter")).longest(60).wide().html(v))
            (state.text("on", v.t("matter-sent-on")).date().wide().html(v))
        })
        .button(Button::submit(v.t("matter-send")).primary().icon("send"));
    panel_of(v, "clue-next", form.html(v))
}

fn receipt_panel(v: &View, matter: &Matter, forms: &Forms) -> Markup {
    let state = forms.of("receipt");
    let form = Form::post(format!("{}/receipt", address(matter.id)), &state)
        .body(html! {
            (state.text("by", v.t("clue-receipt-by")).longest(60).wide().html(v))
            (state.text("on", v.t("clue-receipt-on")).date().wide().html(v))
        })
        .button(Button::submit(v.t("clue-receipt-note")));
    panel_of(v, "clue-receipt-open", form.html(v))
}

fn outcome_panel(v: &View, matter: &Matter, forms: &Forms) -> Markup {
    let state = forms.of("outcome");
    let form = Form::post(format!("{}/outcome", address(matter.id)), &state)
        .body(html! {
            (state.text("result", v.t("matter-result")).area(3).html(v))
            (state.text("on", v.t("clue-outcome-on")).date().wide().html(v))
        })
        .button(Button::submit(v.t("clue-outcome-note")));
    panel_of(v, "clue-outcome-open", form.html(v))
}

fn withdraw_panel(v: &View, matter: &Matter, forms: &Forms) -> Panel {
    let state = forms.of("withdraw");
    let form = Form::post(format!("{}/withdraw", address(matter.id)), &state)
        .body(state.text("reason", v.t("clue-reason")).longest(200).wide().html(v))
        .button(Button::submit(v.t("clue-withdraw")).danger());
    Panel::new(v.t("clue-withdraw")).body(html! {
        details open[forms.is("withdraw")] { summary { (v.t("clue-withdraw-open")) } (form.html(v)) }
    })
}

fn facts_panel(v: &View, found: &MatterLine) -> Panel {
    let matter = &found.matter;
    let text = |id: &str, value: String| (v.t(id), html! { (value) });
    let mut pairs = vec![text("clue-receiver", matter.receiver_name.clone())];
    let sources: Vec<&str> = matter.sources.iter().map(|s| s.number.as_str()).collect();
    if !sources.is_empty() && !found.unit.is_empty() {
        pairs.push(text("clue-sources", sources.join(&v.t("common-list-separator"))));
    }
    if let Some((letter, on)) = &matter.letter {
        pairs.push(text("clue-letter", letter.clone()));
        pairs.push(text("matter-sent-on", v.day(*on)));
    }
    if let Some(receipt) = &matter.receipt {
        pairs.push(text("clue-receipt", format!("{} · {}", receipt.by, v.day(receipt.on))));
    }
    match &matter.state {
        MatterState::Outcome { result, on } => {
            pairs.push(text("matter-result", format!("{result} · {}", v.day(*on))));
        }
        MatterState::Withdrawn { reason, on } => {
            pairs.push(text("clue-reason", format!("{reason} · {}", v.day(*on))));
        }
        _ => {}
    }
    Panel::new(v.t("clue-facts")).body(facts(pairs))
}

async fn carry<A: Act>(
    web: &Web,
    posted: &Posted,
    id: MatterId,
    which: &'static str,
    (act, said): (&A, &'static str),
) -> Answer<Response> {
    match web.app().perform(&posted.ctx, act).await {
        Ok(_) => Ok(done(&address(id), said)),
        Err(error) => back(web, posted, id, which, faults(error)?).await,
    }
}

async fn back(
    web: &Web,
    posted: &Posted,
    id: MatterId,
    which: &'static str,
    errors: Vec<FieldError>,
) -> Answer<Response> {
    let forms = Forms { which, state: posted.state(errors) };
    Ok(unprocessable(page(web, &posted.ctx, &posted.view, id, &forms).await?).into_response())
}

async fn pass(State(web): State<Web>, Path(id): Path<MatterId>, posted: Posted) -> Answer<Response> {
    let engagement: EngagementId = posted.value("engagement").parse().map_err(|_| Error::NotFound)?;
    carry(&web, &posted, id, "pass", (&PassMatter { engagement, matter: id }, "matter-passed-done")).await
}

async fn withdraw(State(web): State<Web>, Path(id): Path<MatterId>, posted: Posted) -> Answer<Response> {
    let act = WithdrawMatter { matter: id, reason: posted.value("reason").to_owned() };
    carry(&web, &posted, id, "withdraw", (&act, "clue-withdrawn-done")).await
}

async fn post_letter(State(web): State<Web>, Path(id): Path<MatterId>, posted: Posted) -> Answer<Response> {
    let mut fields = Fields::of(&posted.pairs);
    let Some(on) = fields.day("on") else { return back(&web, &posted, id, "send", fields.errors).await };
    let act = SendMatter { matter: id, letter: posted.value("letter").to_owned(), on };
    carry(&web, &posted, id, "send", (&act, "matter-sent-done")).await
}

async fn note_receipt(State(web): State<Web>, Path(id): Path<MatterId>, posted: Posted) -> Answer<Response> {
    let mut fields = Fields::of(&posted.pairs);
    let Some(on) = fields.day("on") else { return back(&web, &posted, id, "receipt", fields.errors).await };
    let act = MatterReceipt { matter: id, paper: Some((posted.value("by").to_owned(), on)) };
    carry(&web, &posted, id, "receipt", (&act, "clue-receipt-done")).await
}

async fn note_outcome(State(web): State<Web>, Path(id): Path<MatterId>, posted: Posted) -> Answer<Response> {
    let mut fields = Fields::of(&posted.pairs);
    let Some(on) = fields.day("on") else { return back(&web, &posted, id, "outcome", fields.errors).await };
    let act = MatterOutcome { matter: id, result: posted.value("result").to_owned(), paper: Some(on) };
    carry(&web, &posted, id, "outcome", (&act, "clue-outcome-done")).await
}

async fn show_received(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let found = web.app().received_matters(&reader.ctx).await?;
    let rows = found.iter().map(|matter| {
        let href = format!("/received-matters/{}", matter.value.id);
        Row::new([
            html! { a.main-link href=(href) { (matter.number) } },
            html! { span { (matter.text) } },
            chip(tone(&matter.state), &v.say(&matter.state.label())),
        ])
    });
    let columns = [
        Column::new(v.t("matter-number")).heads_row().one_line(),
        Column::new(v.t("matter-text")).clipped(),
        Column::new(v.t("clue-standing")).one_line(),
    ];
    let empty = Empty::new("send", v.t("matter-received-empty"), v.t("received-empty-next"));
    let table = Table::new(v.t("matter-received-title"), columns).rows(rows).stacks().empty(empty);
    Ok(Page::new(v.t("matter-received-title"))
        .help(Help::new(v.t("matter-help-what"), v.t("matter-received-help-next")))
        .html(v, html! { (Panel::new(v.t("matter-received-title")).flush(table.html(v))) }))
}

async fn show_received_one(State(web): State<Web>, Path(id): Path<MatterId>, reader: Reader) -> Answer<Html> {
    Ok(received_page(&web, &reader.ctx, &reader.view, id, &FormState::new()).await?)
}

async fn received_page(
    web: &Web,
    ctx: &Ctx,
    v: &View,
    id: MatterId,
    state: &FormState,
) -> Result<Html, Error> {
    let matter = web.app().received_matter(ctx, id).await?;
    let href = format!("/received-matters/{id}");
    let next = match &matter.state {
        MatterState::Sent { .. } => panel_of(
            v,
            "received-sign",
            step(v, &format!("{href}/receipt"), Button::submit(v.t("received-sign")).primary().icon("stamp")),
        ),
        MatterState::Received { .. } => panel_of(
            v,
            "received-report",
            Form::post(format!("{href}/outcome"), state)
                .body(state.text("result", v.t("matter-result")).area(3).html(v))
                .button(Button::submit(v.t("received-report")).primary())
                .html(v),
        ),
        _ => Markup::default(),
    };
    let line = MatterLine { matter: matter.clone(), unit: String::new() };
    let text = html! { @for line in matter.text.lines() { p { (line) } } };
    let left = stack([html! { (Panel::new(v.t("matter-text")).body(text)) }]);
    let right = stack([next, html! { (facts_panel(v, &line)) }]);
    Ok(Page::new(matter.number.clone())
        .mark(chip(tone(&matter.state), &v.say(&matter.state.label())))
        .crumbs([Crumb::new(v.t("matter-received-title"), "/received-matters")])
        .help(Help::new(v.t("matter-help-what"), v.t("matter-received-help-next")))
        .html(v, cols(Cols::TwoOne, [left, right])))
}

async fn sign(State(web): State<Web>, Path(id): Path<MatterId>, posted: Posted) -> Answer<Response> {
    web.app().perform(&posted.ctx, &MatterReceipt { matter: id, paper: None }).await?;
    Ok(done(&format!("/received-matters/{id}"), "clue-receipt-done"))
}

async fn report(State(web): State<Web>, Path(id): Path<MatterId>, posted: Posted) -> Answer<Response> {
    let act = MatterOutcome { matter: id, result: posted.value("result").to_owned(), paper: None };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&format!("/received-matters/{id}"), "clue-outcome-done")),
        Err(error) => {
            let state = posted.state(faults(error)?);
            let page = received_page(&web, &posted.ctx, &posted.view, id, &state).await?;
            Ok(unprocessable(page).into_response())
        }
    }
}
