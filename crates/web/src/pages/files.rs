//! Files that lie with a unit, a round or an engagement: the panel on their pages, and a page of their own behind it.
//!
//! One set of handlers for all three: the kind of the id in the address says which it is.

use crate::components::{
    Button, Column, Crumb, Empty, Form, FormState, Help, Page, Panel, Row, Table, Tone, cell, chip, stack,
};
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::attachment::{AttachFiles, Attachments, WithdrawAttachment};
use app::file::Received;
use app::{Ctx, Error, Stored};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::file::{Attached, Attachment, Limits};
use domain::permission::Action;
use kernel::{AttachmentId, EngagementId, FieldError, Message, RoundId, UnitId};
use maud::{Markup, Render, html};

/// What browsers offer to choose; what is taken is told by content.
const ACCEPTED: &str = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.txt";
/// As many files as the panel shows itself.
const SHOWN: usize = 8;

pub(super) fn routes(routes: Routes) -> Routes {
    let most = routes.one_file();
    let see = |action| Needs::Right(action);
    let (unit, unit_kept) = (see(Action::UnitView), see(Action::UnitChange));
    let (round, round_kept) = (see(Action::RoundView), see(Action::RoundPlan));
    let engagement = see(Action::EngagementFiles);
    routes
        .get("/units/{unit}/files", unit, show::<UnitId>)
        .upload("/units/{unit}/files", unit_kept, most, attach::<UnitId>)
        .get("/units/{unit}/files/{attachment}", unit, open::<UnitId>)
        .post("/units/{unit}/files/{attachment}", unit, open_sealed::<UnitId>)
        .get("/units/{unit}/files/{attachment}/withdraw", unit_kept, ask_withdrawal::<UnitId>)
        .post("/units/{unit}/files/{attachment}/withdraw", unit_kept, withdraw::<UnitId>)
        .get("/rounds/{round}/files", round, show::<RoundId>)
        .upload("/rounds/{round}/files", round_kept, most, attach::<RoundId>)
        .get("/rounds/{round}/files/{attachment}", round, open::<RoundId>)
        .post("/rounds/{round}/files/{attachment}", round, open_sealed::<RoundId>)
        .get("/rounds/{round}/files/{attachment}/withdraw", round_kept, ask_withdrawal::<RoundId>)
        .post("/rounds/{round}/files/{attachment}/withdraw", round_kept, withdraw::<RoundId>)
        .get("/engagements/{engagement}/files", engagement, show::<EngagementId>)
        .upload("/engagements/{engagement}/files", engagement, most, attach::<EngagementId>)
        .get("/engagements/{engagement}/files/{attachment}", engagement, open::<EngagementId>)
        .post("/engagements/{engagement}/files/{attachment}", engagement, open_sealed::<EngagementId>)
        .get(
            "/engagements/{engagement}/files/{attachment}/withdraw",
            engagement,
            ask_withdrawal::<EngagementId>,
        )
        .post("/engagements/{engagement}/files/{attachment}/withdraw", engagement, withdraw::<EngagementId>)
}

/// Where the page of the record is.
fn record(with: Attached) -> String {
    match with {
        Attached::Unit(id) => format!("/units/{id}"),
        Attached::Round(id) => format!("/rounds/{id}"),
        Attached::Engagement(id) => format!("/engagements/{id}"),
    }
}

fn address(with: Attached) -> String {
    format!("{}/files", record(with))
}

/// The panel on a record's page; nothing for who may not see its files.
pub(super) fn panel(ctx: &Ctx, v: &View, with: Attached, files: &[Stored<Attachment>]) -> Markup {
    let (action, scope) = with.seen_by();
    if !ctx.may(action, scope) {
        return Markup::default();
    }
    let there: Vec<_> = files.iter().filter(|f| f.withdrawn.is_none()).collect();
    let keeps = keeps(ctx, with);
    let mut panel = Panel::new(v.t("attachment-title")).id("files").actions(html! {
        @if keeps { (Button::link(v.t("attachment-add"), format!("{}#add", address(with))).small().icon("clip")) }
    });
    if files.len() > SHOWN || there.len() < files.len() {
        panel = panel.foot(html! { a href=(address(with)) { (v.t("attachment-all")) } });
    }
    panel.flush(table(v, with, there.into_iter().take(SHOWN), keeps)).render()
}

fn keeps(ctx: &Ctx, with: Attached) -> bool {
    let (action, scope) = with.kept_by();
    ctx.may(action, scope)
}

fn table<'f>(
    v: &View,
    with: Attached,
    files: impl Iterator<Item = &'f Stored<Attachment>>,
    keeps: bool,
) -> Markup {
    let rows = files.map(|file| {
        let href = format!("{}/{}", address(with), file.id);
        let name = html! {
            a href=(href) { (file.name) }
            @if file.sealed { " " (chip(Tone::Warn, &v.t("attachment-sealed"))) }
            @if !file.note.is_empty() { br; small.muted { (file.note) } }
        };
        let mut cells =
            vec![cell(name), cell(weight(file.size)), cell(&file.by_name), cell(v.datetime(file.at))];
        if keeps {
            let label = v.t("attachment-withdraw");
            let button = Button::link(label, format!("{href}/withdraw")).small().about(file.name.clone());
            cells.push(cell(html! { (button) }));
        }
        Row::new(cells)
    });
    let mut columns = vec![
        Column::new(v.t("attachment-file")).heads_row(),
        Column::new(v.t("attachment-size")).number(),
        Column::new(v.t("attachment-by")).one_line(),
        Column::new(v.t("attachment-at")).one_line(),
    ];
    if keeps {
        columns.push(Column::new(v.t("attachment-step")));
    }
    let next = if keeps { "attachment-none-next" } else { "attachment-none-reader" };
    Table::new(v.t("attachment-title"), columns)
        .rows(rows)
        .stacks()
        .empty(Empty::new("clip", v.t("attachment-none"), v.t(next)))
        .html(v)
}

fn weight(bytes: u64) -> String {
    let (size, unit) = super::system::size(i64::try_from(bytes).unwrap_or(i64::MAX));
    format!("{size} {unit}")
}

fn crumbs(with: Attached, of: &str) -> [Crumb; 1] {
    [Crumb::new(of.to_owned(), record(with))]
}

fn help(v: &View) -> Help {
    Help::new(v.t("attachment-help-what"), v.t("attachment-help-next"))
}

async fn show<I>(State(web): State<Web>, Path(id): Path<I>, reader: Reader) -> Answer<Html>
where
    Attached: From<I>,
{
    let with = Attached::from(id);
    let found = web.app().attachments(&reader.ctx, with).await?;
    Ok(page(&reader.ctx, &reader.view, with, &found, &FormState::new()))
}

fn page(ctx: &Ctx, v: &View, with: Attached, found: &Attachments, state: &FormState) -> Html {
    let keeps = keeps(ctx, with);
    let there = found.files.iter().filter(|f| f.withdrawn.is_none());
    let list = Panel::new(v.t("attachment-title")).flush(table(v, with, there, keeps));
    let gone = withdrawn_panel(v, &found.files);
    Page::new(v.t("attachment-title"))
        .lead(found.of.clone())
        .crumbs(crumbs(with, &found.of))
        .help(help(v))
        .html(v, stack([html! { (list) }, html! { @if keeps { (form(v, with, state)) } }, gone]))
}

fn form(v: &View, with: Attached, state: &FormState) -> Panel {
    let form = Form::post(address(with), state)
        .multipart()
        .body(html! {
            (state.text("files", v.t("attachment-files")).files(ACCEPTED).hint(v.t("attachment-files-hint")).html(v))
            (state.text("note", v.t("attachment-note")).hint(v.t("attachment-note-hint")).longest(200).optional().wide().html(v))
            (state.text("sealed", v.t("attachment-seal")).check().hint(v.t("attachment-seal-hint")).wide().html(v))
        })
        .button(Button::submit(v.t("attachment-add")).primary().icon("clip"));
    Panel::new(v.t("attachment-add")).id("add").body(form.html(v))
}

/// What was withdrawn: name and reason, nothing to open.
fn withdrawn_panel(v: &View, files: &[Stored<Attachment>]) -> Markup {
    let mut rows =
        files.iter().filter_map(|file| file.withdrawn.as_ref().map(|gone| (file, gone))).peekable();
    if rows.peek().is_none() {
        return Markup::default();
    }
    let rows = rows.map(|(file, gone)| {
        Row::new([cell(&file.name), cell(&gone.reason), cell(&gone.by_name), cell(v.datetime(gone.at))])
    });
    let columns = [
        Column::new(v.t("attachment-file")).heads_row(),
        Column::new(v.t("attachment-reason")),
        Column::new(v.t("attachment-withdrawn-by")).one_line(),
        Column::new(v.t("attachment-at")).one_line(),
    ];
    let table = Table::new(v.t("attachment-gone"), columns).rows(rows).stacks();
    Panel::new(v.t("attachment-gone")).flush(table.html(v)).render()
}

async fn attach<I>(State(web): State<Web>, Path(id): Path<I>, uploaded: Uploaded) -> Answer<Response>
where
    Attached: From<I>,
{
    let to = Attached::from(id);
    // Nobody's files are taken in before it is known that they may attach.
    let (action, scope) = to.kept_by();
    uploaded.ctx.require(action, scope)?;
    let errors = match received(&web, to, &uploaded).await? {
        Ok(files) => {
            let note = uploaded.value("note").to_owned();
            let act = AttachFiles { to, files, note, sealed: uploaded.value("sealed") == "1" };
            match web.app().perform(&uploaded.ctx, &act).await {
                Ok(_) => return Ok(done(&format!("{}#files", record(to)), "attachment-added")),
                Err(error) => faults(error)?,
            }
        }
        Err(errors) => errors,
    };
    let found = web.app().attachments(&uploaded.ctx, to).await?;
    Ok(unprocessable(page(&uploaded.ctx, &uploaded.view, to, &found, &uploaded.state(errors)))
        .into_response())
}

/// The files of a form, each taken in and told by its content; what is wrong with any of them, by its name.
async fn received(
    web: &Web,
    to: Attached,
    uploaded: &Uploaded,
) -> Result<Result<Vec<Received>, Vec<FieldError>>, Error> {
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for file in &uploaded.files {
        let receiving = web.app().receive_file(to.engagement(), Limits::default()).await?;
        let received = match receiving.push(file.bytes.clone()).await {
            Ok(receiving) => receiving.finish(&file.name).await,
            Err(error) => Err(error),
        };
        match received {
            Ok(file) => files.push(file),
            Err(Error::Refused(refusal)) => {
                let message = Message::new("attachment-refused")
                    .with("name", file.name.as_str())
                    .with("why", refusal.0);
                errors.push(FieldError::new("files", message));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(if errors.is_empty() { Ok(files) } else { Err(errors) })
}

fn faults(error: Error) -> Result<Vec<FieldError>, Error> {
    match error {
        Error::Invalid(errors) => Ok(errors),
        Error::Refused(refusal) => Ok(vec![FieldError::new("", refusal.0)]),
        other => Err(other),
    }
}

async fn open<I>(
    State(web): State<Web>,
    Path((id, attachment)): Path<(I, AttachmentId)>,
    reader: Reader,
) -> Answer<Response>
where
    Attached: From<I>,
{
    let with = Attached::from(id);
    let (of, file) = one(&web, &reader.ctx, with, attachment).await?;
    if file.sealed && file.withdrawn.is_none() {
        return Ok(sealed_page(&reader.view, with, &of, &file, &FormState::new()).into_response());
    }
    Ok(content(&web, &reader.ctx, (with, attachment), None).await?)
}

/// A sealed file, with its reason.
async fn open_sealed<I>(
    State(web): State<Web>,
    Path((id, attachment)): Path<(I, AttachmentId)>,
    posted: Posted,
) -> Answer<Response>
where
    Attached: From<I>,
{
    let with = Attached::from(id);
    match content(&web, &posted.ctx, (with, attachment), Some(posted.value("reason"))).await {
        Ok(response) => Ok(response),
        Err(error) => {
            let errors = faults(error)?;
            let (of, file) = one(&web, &posted.ctx, with, attachment).await?;
            let page = sealed_page(&posted.view, with, &of, &file, &posted.state(errors));
            Ok(unprocessable(page).into_response())
        }
    }
}

/// One attachment and what its record is called.
async fn one(
    web: &Web,
    ctx: &Ctx,
    with: Attached,
    id: AttachmentId,
) -> Result<(String, Stored<Attachment>), Error> {
    let Attachments { of, files } = web.app().attachments(ctx, with).await?;
    let file = files.into_iter().find(|f| f.id == id).ok_or(Error::NotFound)?;
    Ok((of, file))
}

async fn content(
    web: &Web,
    ctx: &Ctx,
    file: (Attached, AttachmentId),
    reason: Option<&str>,
) -> Result<Response, Error> {
    let opened = web.app().open_attachment(ctx, file, reason).await?;
    let (name, size) = (opened.file.name.clone(), opened.file.size);
    let (_, bytes) = opened.range(0, size).await?;
    super::units::attachment(&name, "application/octet-stream", bytes)
}

fn sealed_page(v: &View, with: Attached, of: &str, file: &Attachment, state: &FormState) -> Html {
    let form = Form::post(format!("{}/{}", address(with), file.id), state)
        .body(html! {
            (state.text("reason", v.t("attachment-open-reason")).hint(v.t("attachment-open-reason-hint")).longest(300).wide().focus().html(v))
        })
        .button(Button::submit(v.t("attachment-open")).primary().icon("unlock"));
    Page::new(file.name.clone())
        .lead(v.t("attachment-sealed-lead"))
        .crumbs(below(v, with, of))
        .help(help(v))
        .html(v, html! { (Panel::new(v.t("attachment-open")).body(form.html(v))) })
}

fn below(v: &View, with: Attached, of: &str) -> Vec<Crumb> {
    let files = Crumb::new(v.t("attachment-title"), address(with));
    crumbs(with, of).into_iter().chain([files]).collect()
}

async fn ask_withdrawal<I>(
    State(web): State<Web>,
    Path((id, attachment)): Path<(I, AttachmentId)>,
    reader: Reader,
) -> Answer<Html>
where
    Attached: From<I>,
{
    let with = Attached::from(id);
    let (of, file) = one(&web, &reader.ctx, with, attachment).await?;
    Ok(withdrawal_page(&reader.view, with, &of, &file, &FormState::new()))
}

fn withdrawal_page(v: &View, with: Attached, of: &str, file: &Attachment, state: &FormState) -> Html {
    let form = Form::post(format!("{}/{}/withdraw", address(with), file.id), state)
        .body(html! {
            (state.text("reason", v.t("attachment-reason")).hint(v.t("attachment-reason-hint")).longest(300).wide().focus().html(v))
        })
        .button(Button::submit(v.t("attachment-withdraw")).danger())
        .note(v.t("attachment-withdraw-note"));
    Page::new(file.name.clone())
        .crumbs(below(v, with, of))
        .help(help(v))
        .html(v, html! { (Panel::new(v.t("attachment-withdraw")).body(form.html(v))) })
}

async fn withdraw<I>(
    State(web): State<Web>,
    Path((id, attachment)): Path<(I, AttachmentId)>,
    posted: Posted,
) -> Answer<Response>
where
    Attached: From<I>,
{
    let from = Attached::from(id);
    let act = WithdrawAttachment { from, attachment, reason: posted.value("reason").to_owned() };
    match web.app().perform(&posted.ctx, &act).await {
        Ok(_) => Ok(done(&format!("{}#files", record(from)), "attachment-withdrawn-done")),
        Err(error) => {
            let errors = faults(error)?;
            let (of, file) = one(&web, &posted.ctx, from, attachment).await?;
            let page = withdrawal_page(&posted.view, from, &of, &file, &posted.state(errors));
            Ok(unprocessable(page).into_response())
        }
    }
}
