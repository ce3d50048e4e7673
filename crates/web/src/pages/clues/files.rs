//! Files of a clue: listed by number, opened one by one for a reason, added by whoever has the clue now.

use super::one::{Forms, may_route};
use super::{address, faults, one};
use crate::View;
use crate::Web;
use crate::components::{Button, Form, FormState, Panel};
use crate::pages::units::attachment;
use crate::request::{Answer, Posted, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use app::clue::{AttachToClue, CluePage};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::clue::Kept;
use domain::file::Limits;
use domain::permission::Action;
use kernel::id::{ClueId, FileId};
use kernel::{FieldError, Message};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let most = routes.one_file();
    routes.upload("/clues/{clue}/files", Needs::Right(Action::ClueRoute), most, add).post(
        "/clues/{clue}/files/{file}",
        Needs::Right(Action::ClueView),
        open,
    )
}

/// The files, and the form for one more; nothing where there are none and the reader adds none.
pub(super) fn panel(v: &View, found: &CluePage, forms: &Forms) -> Markup {
    let clue = &found.clue;
    let adds = may_route(found) && matches!(clue.kept, Kept::Sealed { .. });
    if clue.files.is_empty() && !adds {
        return Markup::default();
    }
    let list = html! {
        @if clue.files.is_empty() { p.hint { (v.t("clue-files-none")) } }
        @else { ul.list { @for attached in &clue.files { li {
            div { (attached.name) " " small.muted { (v.day(attached.on)) } }
            (open_form(v, found, forms, attached.file, &attached.name))
        } } } }
    };
    let panel = Panel::new(v.t("clue-files")).note(v.t("clue-files-note")).body(list);
    if !adds {
        return html! { (panel) };
    }
    let state = forms.of("add-file");
    let form = Form::post(format!("{}/files", address(clue.id)), &state)
        .multipart()
        .hidden("version", clue.version.to_string())
        .body(
            state
                .text("file", v.t("clue-files-file"))
                .file(".pdf,.png,.jpg,.jpeg,.docx,.xlsx")
                .hint(v.t("clue-files-hint"))
                .wide()
                .html(v),
        )
        .button(Button::submit(v.t("clue-files-add")).icon("upload"));
    html! { (panel.foot(html! {
        details open[forms.is("add-file")] { summary { (v.t("clue-files-add-open")) } (form.html(v)) }
    })) }
}

fn open_form(v: &View, found: &CluePage, forms: &Forms, file: FileId, name: &str) -> Markup {
    let own = forms.is("file") && forms.state.value("file") == file.to_string();
    let state = if own { forms.state.clone() } else { FormState::new() };
    let state = state.prefix(format!("file-{file}"));
    let form = Form::post(format!("{}/files/{file}", address(found.clue.id)), &state)
        .hidden("file", file.to_string())
        .body(state.text("reason", v.t("clue-open-reason")).longest(200).wide().html(v))
        .button(Button::submit(v.t("clue-files-open")).icon("unlock").about(name.to_owned()))
        .note(v.t("clue-open-note"));
    html! { details open[own] { summary { (v.t("clue-files-open")) } (form.html(v)) } }
}

async fn back(
    web: &Web,
    (ctx, v): (&Ctx, &View),
    id: ClueId,
    (which, state): (&'static str, FormState),
) -> Answer<Response> {
    let forms = Forms { which, state, opened: None };
    Ok(unprocessable(one::page(web, ctx, v, id, &forms).await?).into_response())
}

async fn add(State(web): State<Web>, Path(id): Path<ClueId>, uploaded: Uploaded) -> Answer<Response> {
    let to = (&uploaded.ctx, &*uploaded.view);
    let engagement = web.app().engagement_of_clue(&uploaded.ctx, id).await?;
    let Some(given) = uploaded.file("file") else {
        let error = FieldError::new("file", Message::new("clue-files-missing"));
        return back(&web, to, id, ("add-file", uploaded.state(vec![error]))).await;
    };
    let receiving = web.app().receive_file(Some(engagement), Limits::default()).await?;
    let taken = match receiving.push(given.bytes.clone()).await {
        Ok(receiving) => receiving.finish(&given.name).await,
        Err(error) => Err(error),
    };
    let file = match taken {
        Ok(file) => file,
        Err(Error::Refused(refusal)) => {
            let error = FieldError::new("file", refusal.0);
            return back(&web, to, id, ("add-file", uploaded.state(vec![error]))).await;
        }
        Err(other) => return Err(other.into()),
    };
    let version = uploaded.pairs.iter().find(|(name, _)| name == "version");
    let version = version.and_then(|(_, value)| value.parse().ok());
    match web.app().perform(&uploaded.ctx, &AttachToClue { engagement, clue: id, version, file }).await {
        Ok(_) => Ok(done(&address(id), "clue-files-done")),
        Err(error) => back(&web, to, id, ("add-file", uploaded.state(faults(error)?))).await,
    }
}

async fn open(
    State(web): State<Web>,
    Path((id, file)): Path<(ClueId, FileId)>,
    posted: Posted,
) -> Answer<Response> {
    match web.app().open_clue_file(&posted.ctx, (id, file), posted.value("reason")).await {
        Ok(opened) => {
            let (name, size) = (opened.file.name.clone(), opened.file.size);
            let (_, bytes) = opened.range(0, size).await?;
            Ok(attachment(&name, "application/octet-stream", bytes)?)
        }
        Err(error) => {
            let to = (&posted.ctx, &*posted.view);
            back(&web, to, id, ("file", posted.state(faults(error)?))).await
        }
    }
}
