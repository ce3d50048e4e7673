//! An engagement's clues, for its leader and whoever they named: the list, drafting, naming, passing on.

use super::{body, faults, ids, table, words};
use crate::components::{
    Button, Choice, Cols, Crumb, Empty, Form, FormState, Help, Item, Page, Pager, Panel, Stat, Tone, chip,
    cols, list, page_request, stack, stats,
};
use crate::pages::fields::coded;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::clue::{DraftClue, EndNaming, EngagementClues, NameInspector, PassClues};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::clue::ClueBalance;
use domain::permission::{Action, Role, Scope};
use kernel::{EngagementId, PageRequest, RecordId, UserId};
use maud::html;

pub(super) fn routes(routes: Routes) -> Routes {
    let (draft, lead) = (Needs::Right(Action::ClueDraft), Needs::Right(Action::ClueLead));
    routes
        .get("/engagements/{engagement}/clues", draft, show)
        .get("/engagements/{engagement}/clues/new", draft, ask)
        .post("/engagements/{engagement}/clues/new", draft, save)
        .post("/engagements/{engagement}/clues/pass", lead, pass)
        .post("/engagements/{engagement}/clues/name", lead, name)
        .post("/engagements/{engagement}/clues/unname", lead, unname)
}

fn address(id: EngagementId) -> String {
    format!("/engagements/{id}/clues")
}

async fn show(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    Ok(page(&web, &reader.ctx, &reader.view, id, &Forms::default()).await?)
}

/// The page's forms as they come back.
#[derive(Default)]
struct Forms {
    pass: FormState,
    name: FormState,
    unname: FormState,
}

async fn page(web: &Web, ctx: &Ctx, v: &View, id: EngagementId, forms: &Forms) -> Result<Html, Error> {
    let found = web.app().engagement_clues(ctx, id, &page_request(v)).await?;
    let leads = ctx.may(Action::ClueLead, Scope::One(id.0));
    let new = Button::link(v.t("clue-draft"), format!("{}/new", address(id))).primary().icon("plus");
    let table = table(v, &found.page.items, leads.then_some("pass")).empty(
        Empty::new("lock", v.t("clue-team-empty"), v.t("clue-team-empty-next"))
            .action(Button::link(v.t("clue-draft"), format!("{}/new", address(id)))),
    );
    let mut panel = Panel::new(v.t("clue-list"))
        .flush(html! { (table.html(v)) (Pager::keyset(found.page.next.as_ref()).html(v)) });
    if leads && !found.page.items.is_empty() {
        let form = Form::post(format!("{}/pass", address(id)), &forms.pass)
            .id("pass")
            .button(Button::submit(v.t("clue-pass-ticked")))
            .note(v.t("clue-pass-note"));
        panel = panel.foot(form.html(v));
    }
    let left = stack([html! { (panel) }]);
    let right =
        stack([html! { (figures(v, &found.balance)) }, html! { @if leads { (naming(v, &found, forms)) } }]);
    let mut page = Page::new(v.t("clue-team-title"))
        .lead(found.unit.clone())
        .crumbs([Crumb::new(found.unit.clone(), format!("/engagements/{id}"))])
        .action(new)
        .help(Help::new(v.t("clue-team-help-what"), v.t("clue-team-help-next")));
    if ctx.may(Action::MatterDraft, Scope::One(id.0)) {
        page = page.action(Button::link(v.t("matter-title"), format!("/engagements/{id}/matters")));
    }
    if ctx.may(Action::ClueImport, Scope::Global) {
        page = page.action(Button::link(v.t("clue-import"), "/clues/import").icon("upload"));
    }
    Ok(page.html(v, cols(Cols::ThreeOne, [left, right])))
}

/// Clues and persons, counted apart.
pub(super) fn figures(v: &View, balance: &ClueBalance) -> Panel {
    let count = |n: usize| v.count(i64::try_from(n).unwrap_or(i64::MAX));
    let stat = |id: &str, n: usize| Stat::new(v.t(id), count(n));
    let all = [
        stat("clue-balance-received", balance.received).unit(v.t("clue-pieces")),
        stat("clue-balance-handed-over", balance.handed_over).unit(v.t("clue-pieces")),
        stat("clue-balance-open", balance.open).unit(v.t("clue-pieces")),
        stat("clue-balance-withdrawn", balance.withdrawn).unit(v.t("clue-pieces")),
        stat("clue-balance-persons", balance.persons).unit(v.t("clue-people")),
        stat("clue-balance-persons-handed-over", balance.persons_handed_over).unit(v.t("clue-people")),
    ];
    Panel::new(v.t("clue-balance-title")).flush(stats(&all))
}

/// Who was named, and naming one more.
fn naming(v: &View, found: &EngagementClues, forms: &Forms) -> Panel {
    let label = |role: Role| v.t(role.message_id());
    let items: Vec<Item> = found
        .team
        .iter()
        .filter(|m| m.named.is_some() || m.role == Role::TeamLeader)
        .map(|m| Item::plain(m.name.clone()).about(label(m.role)).end(chip(Tone::Info, &v.t("clue-named"))))
        .collect();
    let choices = |named: bool| {
        let own =
            move |m: &&app::clue::NamedInspector| m.named.is_some() == named && m.role != Role::TeamLeader;
        found
            .team
            .iter()
            .filter(own)
            .map(|m| Choice::new(m.account.to_string(), m.name.clone()))
            .collect::<Vec<_>>()
    };
    let (open, named) = (choices(false), choices(true));
    let (naming, ending) = (forms.name.clone().prefix("name"), forms.unname.clone().prefix("unname"));
    let forms = html! {
        @if !open.is_empty() {
            (Form::post(format!("{}/name", address(found.engagement)), &naming)
                .body(naming.text("account", v.t("clue-name-whom")).select(open).wide().html(v))
                .button(Button::submit(v.t("clue-name-do")))
                .html(v))
        }
        @if !named.is_empty() {
            details open[!ending.errors().is_empty()] {
                summary { (v.t("clue-unname-open")) }
                (Form::post(format!("{}/unname", address(found.engagement)), &ending)
                    .body(html! {
                        (ending.text("account", v.t("clue-name-whom")).select(named).wide().html(v))
                        (ending.text("reason", v.t("clue-reason")).longest(200).wide().html(v))
                    })
                    .button(Button::submit(v.t("clue-unname-do")).danger())
                    .html(v))
            }
        }
    };
    Panel::new(v.t("clue-naming")).note(v.t("clue-naming-note")).flush(list(&items)).foot(forms)
}

async fn again(
    web: &Web,
    posted: &Posted,
    id: EngagementId,
    error: Error,
    into: fn(FormState) -> Forms,
) -> Answer<Response> {
    let forms = into(posted.state(faults(error)?));
    Ok(unprocessable(page(web, &posted.ctx, &posted.view, id, &forms).await?).into_response())
}

async fn pass(State(web): State<Web>, Path(id): Path<EngagementId>, posted: Posted) -> Answer<Response> {
    let act = PassClues { engagement: id, clues: ids(&posted, "id") };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&address(id), "clue-passed-done")),
        Err(error) => again(&web, &posted, id, error, |pass| Forms { pass, ..Forms::default() }).await,
    }
}

async fn name(State(web): State<Web>, Path(id): Path<EngagementId>, posted: Posted) -> Answer<Response> {
    let account: UserId = posted.value("account").parse().map_err(|_| Error::NotFound)?;
    match web.app().perform(&posted.ctx, &NameInspector { engagement: id, account }).await {
        Ok(_) => Ok(done(&address(id), "clue-named-done")),
        Err(error) => again(&web, &posted, id, error, |name| Forms { name, ..Forms::default() }).await,
    }
}

async fn unname(State(web): State<Web>, Path(id): Path<EngagementId>, posted: Posted) -> Answer<Response> {
    let account: UserId = posted.value("account").parse().map_err(|_| Error::NotFound)?;
    let reason = posted.value("reason").to_owned();
    match web.app().perform(&posted.ctx, &EndNaming { engagement: id, account, reason }).await {
        Ok(_) => Ok(done(&address(id), "clue-unnamed-done")),
        Err(error) => again(&web, &posted, id, error, |unname| Forms { unname, ..Forms::default() }).await,
    }
}

async fn ask(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let state = ["from", "petition"].into_iter().fold(FormState::new(), |state, name| {
        v.address.get(name).map_or_else(|| state.clone(), |value| state.clone().with("from", value))
    });
    Ok(form_page(&web, &reader.ctx, v, id, &state).await?)
}

async fn form_page(
    web: &Web,
    ctx: &Ctx,
    v: &View,
    id: EngagementId,
    state: &FormState,
) -> Result<Html, Error> {
    let found = web.app().engagement_clues(ctx, id, &PageRequest { after: None, size: 1 }).await?;
    let mut form = Form::post(format!("{}/new", address(id)), state)
        .body(html! {
            (body::fields(v, &found.rules, state))
            (state.text("grade", v.t("clue-grade")).select(grades(v)).optional().html(v))
        })
        .button(Button::submit(v.t("clue-save")).primary().icon("lock"))
        .note(v.t("clue-save-note"));
    if !state.value("from").is_empty() {
        form = form.hidden("from", state.value("from"));
    }
    Ok(Page::new(v.t("clue-draft"))
        .lead(found.unit.clone())
        .crumbs([
            Crumb::new(found.unit.clone(), format!("/engagements/{id}")),
            Crumb::new(v.t("clue-team-title"), address(id)),
        ])
        .help(Help::new(v.t("clue-draft-help-what"), v.t("clue-draft-help-next")))
        .html(v, html! { (Panel::new(v.t("clue-draft")).body(form.html(v))) }))
}

fn grades(v: &View) -> Vec<Choice> {
    std::iter::once(Choice::new("", v.t("clue-grade-later"))).chain(words::grades(v)).collect()
}

async fn save(State(web): State<Web>, Path(id): Path<EngagementId>, posted: Posted) -> Answer<Response> {
    let (frame, given) = body::read(&posted.pairs);
    let from: Vec<RecordId> = ids(&posted, "from");
    let act = DraftClue { engagement: id, frame, from, grade: coded(posted.value("grade")), body: given };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(made) => Ok(done(&super::address(made.done.clue), "clue-drafted-done")),
        Err(error) => {
            let state = posted.state(faults(error)?);
            let page = form_page(&web, &posted.ctx, &posted.view, id, &state).await?;
            Ok(unprocessable(page).into_response())
        }
    }
}
