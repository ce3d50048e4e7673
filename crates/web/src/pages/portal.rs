//! The unit's portal (E1, E4): what to do today, the feedback it was handed, its list, its papers by day, its posts.
//!
//! Everything here is read through the unit's own compartment; nothing of it comes from before the feedback.

mod posts;

use crate::components::{
    Button, Cols, Column, Crumb, Empty, Form, FormState, Help, Item, Note, Page, Panel, Row, Stat, Table,
    Tone, cell, chip, cols, due, due_done, list, stack, stats, task,
};
use crate::pages::ledger::words;
use crate::pages::units::attachment;
use crate::request::{Answer, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::feedback::{FeedbackPage, SubmitPaper, is_paper};
use app::mine::Waiting;
use app::rectification::{ItemLine, LedgerFilter, LedgerOrder, Slice};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::file::Limits;
use domain::permission::{Action, Scope};
use kernel::{FeedbackId, FieldError, FileId, Message, PageRequest};
use maud::{Markup, Render, html};

/// Lines of a list on the portal's first page; the rest is on its own page.
const MOST: usize = 8;

pub(super) fn routes(routes: Routes) -> Routes {
    let (view, submit) = (Needs::Right(Action::PortalView), Needs::Right(Action::PapersSubmit));
    let most = routes.one_file();
    let routes = routes
        .get("/portal", view, home)
        .get("/portal/feedback/{feedback}", view, feedback)
        .upload("/portal/feedback/{feedback}/papers", submit, most, save_paper)
        .get("/portal/feedback/{feedback}/papers/{file}", view, paper);
    posts::routes(routes)
}

async fn home(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let feedbacks = web.app().portal_feedbacks(ctx).await?;
    let waiting = web.app().mine(ctx).await?;
    let filter =
        LedgerFilter { slice: Some(Slice::Open), order: LedgerOrder::Due, ..LedgerFilter::default() };
    let (open, count) = web.app().ledger(ctx, &filter, &PageRequest { after: None, size: 8 }).await?;
    let figures = web.app().ledger_figures(ctx, &LedgerFilter::default()).await?;
    let first = waiting.iter().take(MOST);
    let left = stack([
        html! { (todo_panel(v, first, waiting.len())) },
        html! { (items_panel(v, &open.items, count)) },
    ]);
    let right = stack([
        html! { (feedback_panel(v, &feedbacks)) },
        html! { (papers_panel(v, &feedbacks)) },
        html! { (posts_link(ctx, v)) },
    ]);
    let today = v.today();
    let now = waiting.iter().filter(|w| w.due.is_some_and(|due| due <= today)).count();
    let title = Message::new(if waiting.is_empty() { "portal-nothing" } else { "portal-todo" })
        .with("count", waiting.len());
    let unit =
        feedbacks.first().map(|f| f.unit.clone()).or_else(|| open.items.first().map(|l| l.unit.clone()));
    let lead = Message::new("portal-lead").with("unit", unit.unwrap_or_default()).with("late", now);
    let numbers: Vec<Stat> = figures
        .iter()
        .filter(|(slice, n)| *n > 0 || matches!(slice, Slice::Open | Slice::Late | Slice::Closed))
        .map(|(slice, n)| {
            let href = format!("/ledger?view={}", crate::pages::fields::code_of(slice));
            let stat = Stat::new(v.say(&slice.label()), v.count(*n)).href(href);
            if *slice == Slice::Late && *n > 0 { stat.late() } else { stat }
        })
        .collect();
    Ok(Page::new(v.say(&title))
        .lead(v.say(&lead))
        .help(Help::new(v.t("portal-help-what"), v.t("portal-help-next")))
        .html(v, html! { (stats(&numbers)) (cols(Cols::ThreeOne, [left, right])) }))
}

fn todo_panel<'a>(v: &View, waiting: impl Iterator<Item = &'a Waiting>, all: usize) -> Markup {
    let tasks: Vec<Markup> = waiting
        .map(|w| {
            let href = super::mine::address(w);
            let button = Button::link(v.say(&w.step), href).small().primary().about(w.title.clone());
            task(&w.title, &v.say(&w.why), w.due.map(|day| due(v, day)), html! { div.row { (button) } })
        })
        .collect();
    let panel = Panel::new(v.t("portal-todo-title")).note(v.t("portal-todo-note"));
    if tasks.is_empty() {
        return panel
            .flush(Empty::new("check", v.t("portal-done"), v.t("portal-done-next")).render())
            .render();
    }
    let body = html! { @for task in &tasks { (task) } };
    let panel = panel.flush(body);
    if all > MOST {
        let rest = Message::new("portal-todo-rest").with("count", all - MOST);
        panel.foot(html! { a href="/mine" { (v.say(&rest)) } }).render()
    } else {
        panel.render()
    }
}

fn items_panel(v: &View, lines: &[ItemLine], count: i64) -> Panel {
    let columns = [
        Column::new(v.t("ledger-code")).heads_row().one_line(),
        Column::new(v.t("ledger-problem")),
        Column::new(v.t("ledger-leader")).one_line(),
        Column::new(v.t("ledger-due")).one_line(),
        Column::new(v.t("ledger-state")).one_line(),
    ];
    let rows = lines.iter().map(|line| {
        let leader = match &line.leader {
            Some(leader) => cell(&leader.holder),
            None => html! { span.muted { (v.t("ledger-unclaimed")) } },
        };
        let day = line.item.summary.due.map_or_else(|| html! { span.muted { "—" } }, |day| due(v, day));
        let href = super::ledger::address(line.item.item.id);
        Row::new([
            html! { a href=(href) { (line.item.code) } },
            html! { a.main-link href=(href) { (line.item.title) } },
            leader,
            day,
            words::state(v, &line.item),
        ])
    });
    let empty = Empty::new("ledger", v.t("portal-no-items"), v.t("portal-no-items-next"));
    let table = Table::new(v.t("portal-items"), columns).rows(rows).stacks().empty(empty);
    let note = Message::new("portal-items-open").with("count", count);
    Panel::new(v.t("portal-items"))
        .note(v.say(&note))
        .actions(html! { (Button::link(v.t("portal-open-ledger"), "/ledger").small()) })
        .flush(table.html(v))
}

fn feedback_panel(v: &View, all: &[FeedbackPage]) -> Panel {
    let items: Vec<Item> = all
        .iter()
        .map(|page| {
            let href = format!("/portal/feedback/{}", page.feedback.id);
            let about = Message::new("portal-feedback-about").with("count", page.feedback.problems.len());
            let item = Item::new(page.feedback.title.clone(), href).about(v.say(&about));
            item.end(chip(Tone::Info, &v.say(&page.feedback.state.label())))
        })
        .collect();
    let panel = Panel::new(v.t("portal-feedback"));
    if items.is_empty() {
        let empty = Empty::new("doc", v.t("portal-no-feedback"), v.t("portal-no-feedback-next"));
        return panel.flush(empty.render());
    }
    panel.flush(list(&items))
}

/// Papers by day, over all feedback.
fn papers_panel(v: &View, all: &[FeedbackPage]) -> Panel {
    let items: Vec<Item> = all
        .iter()
        .flat_map(|page| page.deadlines.iter().map(move |d| (page, d)))
        .map(|(page, running)| {
            let href = format!("/portal/feedback/{}#papers", page.feedback.id);
            Item::new(running.name.get(v.lang), href).due(due(v, running.due))
        })
        .collect();
    let panel = Panel::new(v.t("portal-papers")).note(v.t("portal-papers-note"));
    if items.is_empty() {
        return panel
            .flush(Empty::new("clock", v.t("portal-no-papers"), v.t("portal-no-papers-next")).render());
    }
    panel.flush(list(&items))
}

fn posts_link(ctx: &Ctx, v: &View) -> Markup {
    if !ctx.may(Action::PostChange, Scope::Global) {
        return Markup::default();
    }
    let body = html! { p { (v.t("portal-posts-about")) } (Button::link(v.t("portal-posts"), "/portal/posts").small()) };
    Panel::new(v.t("portal-posts")).body(body).render()
}

async fn feedback(State(web): State<Web>, Path(id): Path<FeedbackId>, reader: Reader) -> Answer<Html> {
    Ok(feedback_page(&web, (&reader.ctx, &reader.view), id, &FormState::new()).await?)
}

async fn feedback_page(
    web: &Web,
    (ctx, v): (&Ctx, &View),
    id: FeedbackId,
    state: &FormState,
) -> Result<Html, Error> {
    let found = web.app().portal_feedback(ctx, id).await?;
    let items =
        web.app().ledger(ctx, &LedgerFilter::default(), &PageRequest { after: None, size: 200 }).await?;
    let left = stack([html! { (problems_panel(v, &found, &items.0.items)) }]);
    let right = stack([
        html! { (deliveries_panel(v, &found)) },
        html! { (submit_panel(ctx, v, &found, state)) },
        html! { (handed_in(v, &found)) },
    ]);
    let lead = match found.fed_back_on() {
        Some(on) => v.say(&Message::new("portal-feedback-on").with("on", on)),
        None => v.t("portal-feedback-head-only"),
    };
    Ok(Page::new(found.feedback.title.clone())
        .lead(lead)
        .mark(chip(Tone::Info, &v.say(&found.feedback.state.label())))
        .crumbs([Crumb::new(v.t("portal-title"), "/portal")])
        .help(Help::new(v.t("portal-feedback-help-what"), v.t("portal-feedback-help-next")))
        .html(v, cols(Cols::ThreeOne, [left, right])))
}

/// The list as it was handed over, each problem with its item once the clocks run.
fn problems_panel(v: &View, found: &FeedbackPage, items: &[ItemLine]) -> Panel {
    use app::rectification::Origin;
    let item_of = |number: u32| {
        items.iter().find(|line| {
            matches!(line.item.origin, Origin::Feedback { feedback, number: own } if feedback == found.feedback.id && own == number)
        })
    };
    let mut group = "";
    let mut rows = Vec::new();
    for problem in &found.feedback.problems {
        if problem.group != group {
            group = &problem.group;
            rows.push(super::feedback::heading(v, group));
        }
        let text = html! {
            b { (problem.title) }
            @for passage in &problem.passages { small.muted { (passage.mark) (passage.text) } }
        };
        let state = match item_of(problem.number) {
            Some(line) => {
                html! { a href=(super::ledger::address(line.item.item.id)) { (line.item.code) } " " (words::state(v, &line.item)) }
            }
            None => html! { span.muted { "—" } },
        };
        rows.push(Row::new([cell(problem.number), text, state]));
    }
    let columns = [
        Column::new(v.t("feedback-number")).heads_row().number(),
        Column::new(v.t("ledger-problem")),
        Column::new(v.t("ledger-state")).one_line(),
    ];
    let table = Table::new(v.t("portal-problems"), columns).rows(rows).stacks();
    let note = Message::new("portal-feedback-about").with("count", found.feedback.problems.len());
    Panel::new(v.t("portal-problems")).note(v.say(&note)).flush(table.html(v))
}

fn deliveries_panel(v: &View, found: &FeedbackPage) -> Panel {
    use app::feedback::FeedbackState as State;
    let (head, body) = match &found.feedback.state {
        State::ToldHead { head, .. } => (Some(head), None),
        State::Delivered { head, body, .. } => (Some(head), Some(body)),
        _ => (None, None),
    };
    let rows = [("feedback-told-head", head), ("feedback-told-body", body)];
    let items: Vec<Item> = rows
        .into_iter()
        .map(|(id, delivery)| {
            let item = Item::plain(v.t(id));
            match delivery {
                Some(d) => item.about(d.signed_by.clone()).due(due_done(v, d.on, &v.t("feedback-signed"))),
                None => item.end(chip(Tone::Mute, &v.t("feedback-not-yet"))),
            }
        })
        .collect();
    Panel::new(v.t("feedback-deliveries")).flush(list(&items))
}

fn submit_panel(ctx: &Ctx, v: &View, found: &FeedbackPage, state: &FormState) -> Markup {
    let items: Vec<Item> = found
        .deadlines
        .iter()
        .map(|running| Item::plain(running.name.get(v.lang)).due(due(v, running.due)))
        .collect();
    let papers: Vec<_> = found.deadlines.iter().filter(|d| is_paper(&d.matter.0)).collect();
    let may = ctx.may(Action::PapersSubmit, Scope::One(found.feedback.unit.0));
    let choices =
        papers.iter().map(|d| crate::components::Choice::new(d.matter.0.clone(), d.name.get(v.lang)));
    let form = Form::post(format!("/portal/feedback/{}/papers", found.feedback.id), state)
        .multipart()
        .body(html! {
            (state.text("matter", v.t("portal-paper")).select(choices).wide().html(v))
            (state.text("files", v.t("portal-paper-files")).files(".pdf,.docx,.xlsx,.txt,.png,.jpg,.jpeg").html(v))
            (state.text("note", v.t("portal-paper-note")).optional().longest(300).wide().html(v))
        })
        .button(Button::submit(v.t("portal-submit")).primary().icon("upload"));
    let body = html! {
        @if items.is_empty() { (Note::new(Tone::Info, v.t("portal-no-papers"))) } @else { (list(&items)) }
        @if may && !papers.is_empty() { div.body { (form.html(v)) } }
    };
    Panel::new(v.t("portal-papers")).id("papers").note(v.t("portal-papers-note")).flush(body).render()
}

fn handed_in(v: &View, found: &FeedbackPage) -> Markup {
    if found.submissions.is_empty() {
        return Markup::default();
    }
    let items: Vec<Markup> = found
        .submissions
        .iter()
        .map(|paper| {
            let late = paper.due.is_some_and(|due| paper.on > due);
            html! { li {
                div {
                    @for (id, name) in &paper.files {
                        a href={ "/portal/feedback/" (found.feedback.id) "/papers/" (id) } { (name) } " "
                    }
                    small.muted { (v.day(paper.on)) " " (paper.note) }
                }
                @if late { (chip(Tone::Late, &v.t("portal-paper-late"))) } @else { (chip(Tone::Ok, &v.t("portal-paper-in-time"))) }
            } }
        })
        .collect();
    Panel::new(v.t("portal-handed-in")).flush(html! { ul.list { @for item in &items { (item) } } }).render()
}

async fn save_paper(
    State(web): State<Web>,
    Path(id): Path<FeedbackId>,
    uploaded: Uploaded,
) -> Answer<Response> {
    let found = web.app().portal_feedback(&uploaded.ctx, id).await?;
    let mut files = Vec::new();
    let mut errors = Vec::new();
    for file in &uploaded.files {
        let receiving = web.app().receive_file(Some(found.feedback.engagement), Limits::default()).await?;
        let received = match receiving.push(file.bytes.clone()).await {
            Ok(receiving) => receiving.finish(&file.name).await,
            Err(error) => Err(error),
        };
        match received {
            Ok(file) => files.push(file),
            Err(Error::Refused(refusal)) => errors.push(FieldError::new("files", refusal.0)),
            Err(other) => return Err(other.into()),
        }
    }
    if errors.is_empty() {
        let act = SubmitPaper {
            unit: found.feedback.unit,
            feedback: id,
            matter: uploaded.value("matter").to_owned(),
            note: uploaded.value("note").to_owned(),
            files,
        };
        errors = match web.app().perform(&uploaded.ctx, &act).await {
            Ok(_) => return Ok(done(&format!("/portal/feedback/{id}"), "portal-submitted")),
            Err(error) => super::ledger::faults(error)?,
        };
    }
    let state = uploaded.state(errors);
    let page = feedback_page(&web, (&uploaded.ctx, &uploaded.view), id, &state).await?;
    Ok(unprocessable(page).into_response())
}

async fn paper(
    State(web): State<Web>,
    Path((id, file)): Path<(FeedbackId, FileId)>,
    reader: Reader,
) -> Answer<Response> {
    let found = web.app().portal_feedback(&reader.ctx, id).await?;
    if !found.submissions.iter().any(|paper| paper.files.iter().any(|(own, _)| *own == file)) {
        return Err(Error::NotFound.into());
    }
    let right = (Action::PortalView, Scope::One(found.feedback.unit.0));
    let opened = web.app().open_file(&reader.ctx, right, file, None).await?;
    let (name, size) = (opened.file.name.clone(), opened.file.size);
    let (_, bytes) = opened.range(0, size).await?;
    Ok(attachment(&name, "application/octet-stream", bytes)?)
}
