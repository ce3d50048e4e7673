//! The team meeting's table: every paper to be decided in one form, in the leader's session or from the minutes; what was
//! recorded from paper, to be checked together.

use super::act::scan;
use super::write::faults;
use super::{address, crumbs, of_engagement, words};
use crate::components::{
    Button, Choice, Column, Empty, Form, FormState, Help, Note, Page, Panel, Row, Table, Tone, cell, stack,
};
use crate::pages::fields::{Fields, code_of, coded};
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Ctx;
use app::finding::{Answer as Said, CheckNoted, DecideFindings, Meeting, MeetingLine, Verdict};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::finding::{Checked, Decided, Kept};
use domain::permission::{Action, Scope};
use kernel::{EngagementId, FieldError, FindingId, Message};
use maud::html;
pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::FindingWrite);
    let most = routes.one_file();
    routes
        .get("/engagements/{engagement}/findings/meeting", needs, show)
        .upload("/engagements/{engagement}/findings/meeting", needs, most, decide)
        .post("/engagements/{engagement}/findings/check", needs, check)
}

async fn show(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    let found = web.app().finding_meeting(&reader.ctx, id).await?;
    let state = FormState::new().with("on", reader.view.today().to_string());
    Ok(page(&reader.ctx, &reader.view, id, &found, &state))
}

fn page(ctx: &Ctx, v: &View, id: EngagementId, found: &Meeting, state: &FormState) -> Html {
    let leads = ctx.may(Action::FindingDecide, Scope::One(id.0));
    let parts = [
        html! { @if !found.to_check.is_empty() { (check_panel(v, id, found, state)) } },
        html! { (table_panel(v, id, found, state, leads)) },
        html! { @if !found.decided.is_empty() { (decided_panel(v, found)) } },
    ];
    let count = Message::new("finding-meeting-count").with("count", found.open.len());
    Page::new(v.t("finding-meeting"))
        .lead(format!("{} · {}", found.unit, v.say(&count)))
        .crumbs(crumbs(v, id, &found.unit))
        .action(Button::print(v.t("finding-print")))
        .help(Help::new(v.t("finding-meeting-help-what"), v.t("finding-meeting-help-next")))
        .html(v, stack(parts))
}

fn table_panel(v: &View, id: EngagementId, found: &Meeting, state: &FormState, leads: bool) -> Panel {
    let panel = Panel::new(v.t("finding-meeting-open"));
    if found.open.is_empty() {
        let empty = Empty::new("paper", v.t("finding-meeting-none"), v.t("finding-meeting-none-next"));
        return panel.flush(html! { (empty) });
    }
    let rows = found.open.iter().map(|line| answer_row(v, line, state));
    let columns = [
        Column::new(v.t("finding-number")).one_line().heads_row(),
        Column::new(v.t("finding-heading")),
        Column::new(v.t("finding-standing")),
        Column::new(v.t("finding-verdict")),
        Column::new(v.t("finding-verdict-words")),
    ];
    let table = Table::new(v.t("finding-meeting-open"), columns).rows(rows).stacks();
    let how = [
        Choice::new("here", v.t("finding-meeting-here")),
        Choice::new("paper", v.t("finding-meeting-paper")).hint(v.t("finding-view-paper-hint")),
    ];
    let chosen = if state.value("how").is_empty() && leads { "here" } else { "paper" };
    let shown = if state.value("how").is_empty() { state.clone().with("how", chosen) } else { state.clone() };
    let form = Form::post(format!("{}/meeting", of_engagement(id)), &shown)
        .multipart()
        .panels(html! {
            (table.html(v))
            div.body { div.form {
                (shown.text("on", v.t("finding-meeting-on")).date().html(v))
                @if leads { (shown.text("how", v.t("finding-recorded")).radios(how).wide().html(v)) }
                @else { input type="hidden" name="how" value="paper"; }
                @if leads { (shown.text("password", v.t("decision-password")).password().complete("current-password").optional().html(v)) }
                (shown.text("scan", v.t("finding-meeting-scan")).file(".pdf,.png,.jpg,.jpeg").optional().html(v))
            } }
        })
        .button(Button::submit(v.t("finding-meeting-record")).primary());
    panel.note(v.t("finding-meeting-note")).flush(form.html(v))
}

fn answer_row(v: &View, line: &MeetingLine, state: &FormState) -> Row {
    let kept = &line.kept;
    let name = format!("verdict.{}", kept.finding.id);
    let words = format!("words.{}", kept.finding.id);
    let chosen = state.value(&name).to_owned();
    let error = state.error(&name);
    let about = |id: &str| format!("{} {}", kept.number, v.t(id));
    Row::new([
        html! { a href=(address(kept.finding.id)) { (kept.number) } },
        html! { (kept.paper.title) @if let Some(why) = &line.obstacle { small.muted { " " (v.say(why)) } } },
        words::marks(v, kept),
        html! {
            select id=(state.id(&name)) name=(name) aria-label=(about("finding-verdict")) aria-invalid=[error.map(|_| "true")] {
                option value="" { (v.t("finding-verdict-none")) }
                @for verdict in Verdict::ALL {
                    @let code = verdict_code(verdict);
                    option value=(code) selected[chosen == code] { (v.t(verdict_label(verdict))) }
                }
            }
            @if let Some(error) = error { p.error { (v.say(error)) } }
        },
        html! { input type="text" name=(words) value=(state.value(&words)) maxlength="200" aria-label=(about("finding-verdict-words")); },
    ])
}

/// The id of a verdict's name.
const fn verdict_label(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Adopted => "finding-decision-adopted",
        Verdict::Merged => "finding-decision-merged",
        Verdict::Doubtful => "finding-decision-doubtful",
        Verdict::NotAdopted => "finding-decision-not-adopted",
    }
}

const fn verdict_code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Adopted => "adopted",
        Verdict::Merged => "merged",
        Verdict::Doubtful => "doubtful",
        Verdict::NotAdopted => "not_adopted",
    }
}

/// What waits for a second person, ticked together.
fn check_panel(v: &View, id: EngagementId, found: &Meeting, state: &FormState) -> Panel {
    let own = |kept: &Kept| {
        let by = [kept.decision.as_ref().map(|d| &d.noted), kept.view.as_ref().map(|view| &view.noted)];
        by.into_iter().flatten().any(|noted| {
            !noted.how.has_effect()
                && (noted.by.person == found.reader.person || noted.by.user == found.reader.user)
        })
    };
    let mine = found.to_check.iter().filter(|kept| own(kept)).count();
    let rows = found.to_check.iter().map(|kept| {
        let waits = |noted: &domain::finding::Noted| !noted.how.has_effect();
        let decision = kept.decision.as_ref().filter(|d| waits(&d.noted));
        let view = kept.view.as_ref().filter(|view| waits(&view.noted));
        let row = Row::new([
            html! { a href=(address(kept.finding.id)) { (kept.number) } },
            cell(&kept.paper.title),
            html! { @if let Some(d) = decision { (v.say(&d.what.label())) } @else { "—" } },
            html! { @if let Some(view) = view { (v.say(&view.view.label())) } @else { "—" } },
        ]);
        if own(kept) { row } else { row.tick(kept.finding.id.to_string(), kept.number.clone()) }
    });
    let columns = [
        Column::new(v.t("finding-number")).one_line().heads_row(),
        Column::new(v.t("finding-heading")),
        Column::new(v.t("finding-decision")).one_line(),
        Column::new(v.t("finding-view")).one_line(),
    ];
    let table = Table::new(v.t("finding-check-all"), columns).rows(rows).bulk("checked").stacks();
    let state = if state.value("what").is_empty() { FormState::new() } else { state.clone() };
    let state = state.prefix("check");
    let whats = [
        Choice::new(code_of(&Checked::Decision), v.t("finding-check-decision")),
        Choice::new(code_of(&Checked::View), v.t("finding-check-view")),
    ];
    let form = Form::post(format!("{}/check", of_engagement(id)), &state)
        .id("checked")
        .body(html! {
            (state.text("what", v.t("finding-check-what")).segment(whats).html(v))
            (state.text("reason", v.t("decision-reject-reason")).optional().longest(200).wide().html(v))
        })
        .button(Button::submit(v.t("decision-agree")).sends("agrees", "yes"))
        .button(Button::submit(v.t("decision-reject")).danger().sends("agrees", "no"));
    let count = Message::new("finding-check-count").with("count", found.to_check.len()).with("mine", mine);
    Panel::new(v.t("finding-check-all"))
        .note(v.say(&count))
        .flush(table.html(v))
        .foot(html! { @if mine == found.to_check.len() { (Note::new(Tone::Info, v.t("decision-check-other"))) } @else { (form.html(v)) } })
}

fn decided_panel(v: &View, found: &Meeting) -> Panel {
    let rows = found.decided.iter().map(|kept| {
        let decision = kept.decision.as_ref();
        let words = match decision.map(|d| &d.what) {
            Some(Decided::Merged { into }) => into.as_str(),
            Some(Decided::NotAdopted { reason }) => reason.as_str(),
            _ => "",
        };
        Row::new([
            html! { a href=(address(kept.finding.id)) { (kept.number) } },
            cell(&kept.paper.title),
            html! { @if let Some(d) = decision { (v.say(&d.what.label())) " " (words) } },
            cell(decision.and_then(|d| d.on).map(|on| v.day_short(on)).unwrap_or_default()),
        ])
    });
    let columns = [
        Column::new(v.t("finding-number")).one_line().heads_row(),
        Column::new(v.t("finding-heading")),
        Column::new(v.t("finding-decision")),
        Column::new(v.t("finding-meeting-on")).one_line(),
    ];
    let table = Table::new(v.t("finding-meeting-decided"), columns).rows(rows).stacks();
    Panel::new(v.t("finding-meeting-decided")).flush(table.html(v))
}

async fn decide(
    State(web): State<Web>,
    Path(id): Path<EngagementId>,
    uploaded: Uploaded,
) -> Answer<Response> {
    let mut fields = Fields::of(&uploaded.pairs);
    let on = fields.day("on");
    let said = |(finding, code): (FindingId, &str)| {
        let verdict = coded::<Verdict>(code)?;
        let words = uploaded.value(&format!("words.{finding}")).to_owned();
        Some(Said { finding, verdict, words })
    };
    let answers: Vec<Said> = fields.family("verdict.").into_iter().filter_map(said).collect();
    let here = fields.text("how") == "here";
    let scan = scan(&web, &uploaded, id).await?.map_err(|error| fields.errors.push(error));
    let errors = match (on, scan) {
        (Some(on), Ok(scan)) if fields.errors.is_empty() => {
            let password = here.then(|| uploaded.value("password").to_owned());
            let act = DecideFindings { engagement: id, on, answers, password, scan };
            match web.app().perform(&uploaded.ctx, &act).await {
                Ok(_) => {
                    let said = if here { "finding-meeting-done" } else { "finding-meeting-done-paper" };
                    return Ok(done(&format!("{}/meeting", of_engagement(id)), said));
                }
                Err(error) => faults(error)?,
            }
        }
        _ => fields.errors,
    };
    let found = web.app().finding_meeting(&uploaded.ctx, id).await?;
    let page = page(&uploaded.ctx, &uploaded.view, id, &found, &uploaded.state(errors));
    Ok(unprocessable(page).into_response())
}

async fn check(State(web): State<Web>, Path(id): Path<EngagementId>, posted: Posted) -> Answer<Response> {
    let what = coded::<Checked>(posted.value("what"));
    let errors = match what {
        None => vec![FieldError::new("what", Message::new("finding-check-what-missing"))],
        Some(what) => {
            let act = CheckNoted {
                engagement: id,
                findings: Fields::of(&posted.pairs).all("id"),
                what,
                agrees: posted.value("agrees") == "yes",
                reason: posted.value("reason").to_owned(),
            };
            match web.app().perform(&posted.ctx, &act).await {
                Ok(_) => {
                    return Ok(done(&format!("{}/meeting", of_engagement(id)), "decision-checked"));
                }
                Err(error) => faults(error)?,
            }
        }
    };
    let found = web.app().finding_meeting(&posted.ctx, id).await?;
    let page = page(&posted.ctx, &posted.view, id, &found, &posted.state(errors));
    Ok(unprocessable(page).into_response())
}
