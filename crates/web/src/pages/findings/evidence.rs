//! Linking evidence to a sentence of a paper without opening the text: by numbers, or a file with its page.

use super::form::typed_pieces;
use super::write::faults;
use super::{address, crumbs};
use crate::components::{Button, Choice, Form, FormState, Help, Page, Panel, stack};
use crate::request::{Answer, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Error;
use app::finding::{DraftEvidence, FindingPage, LinkEvidence};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::file::Limits;
use domain::method::Method;
use domain::permission::Action;
use kernel::{FieldError, FindingId, Message};
use maud::html;

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::FindingWrite);
    let most = routes.one_file();
    routes.get("/findings/{finding}/evidence", needs, ask).upload(
        "/findings/{finding}/evidence",
        needs,
        most,
        link,
    )
}

async fn ask(State(web): State<Web>, Path(id): Path<FindingId>, reader: Reader) -> Answer<Html> {
    let found = web.app().finding(&reader.ctx, id).await?;
    let chosen = reader.view.address.get("sentence").unwrap_or_default();
    let state = FormState::new().with("sentence", chosen);
    Ok(page(&reader.view, &found, &state))
}

fn page(v: &View, found: &FindingPage, state: &FormState) -> Html {
    let kept = &found.kept;
    let sentences = kept.paper.sentences.iter().zip(1_u32..).map(|(sentence, n)| {
        let number = v.say(&Message::new("finding-sentence-number").with("n", n));
        let begin: String = sentence.text.chars().take(40).collect();
        Choice::new(sentence.key.to_string(), format!("{number} {begin}"))
    });
    let methods = Method::ALL.map(|m| Choice::new(m.code, format!("{} {}", m.code, v.say(&m.label()))));
    let form = Form::post(format!("{}/evidence", address(kept.finding.id)), state)
        .multipart()
        .hidden("version", kept.version.to_string())
        .panels(html! {
            (Panel::new(v.t("finding-link-where")).body(html! { div.form {
                (state.text("sentence", v.t("finding-link-sentence")).select(sentences).optional().wide().html(v))
            } }))
            (Panel::new(v.t("finding-link-number")).body(html! { div.form {
                (state.text("numbers", v.t("finding-link-numbers")).area(2).hint(v.t("finding-how-cite")).optional().html(v))
            } }))
            (Panel::new(v.t("finding-file-panel")).body(html! { div.form {
                (state.text("file", v.t("finding-file")).file(".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.txt").hint(v.t("finding-file-hint")).optional().html(v))
                (state.text("method", v.t("finding-file-method")).select(methods).optional().html(v))
                (state.text("number", v.t("finding-file-number")).hint(v.t("finding-file-number-hint")).longest(100).optional().html(v))
                (state.text("page", v.t("finding-file-page")).number().longest(5).optional().html(v))
                (state.text("at", v.t("finding-file-at")).longest(60).optional().html(v))
            } }))
        })
        .button(Button::submit(v.t("finding-link-now")).primary().icon("clip"))
        .html(v);
    let mut above = crumbs(v, kept.engagement, &found.unit).to_vec();
    above.push(crate::components::Crumb::new(kept.number.clone(), address(kept.finding.id)));
    Page::new(v.t("finding-link-title"))
        .lead(kept.paper.title.clone())
        .crumbs(above)
        .help(Help::new(v.t("finding-link-help-what"), v.t("finding-link-help-next")))
        .html(v, stack([form]))
}

async fn link(State(web): State<Web>, Path(id): Path<FindingId>, uploaded: Uploaded) -> Answer<Response> {
    let found = web.app().finding(&uploaded.ctx, id).await?;
    let engagement = found.kept.engagement;
    let text = |name: &str| uploaded.value(name).trim().to_owned();
    let mut errors = Vec::new();
    let mut file = None;
    if let Some(sent) = uploaded.file("file") {
        let receiving = web.app().receive_file(Some(engagement), Limits::default()).await?;
        let received = match receiving.push(sent.bytes.clone()).await {
            Ok(receiving) => receiving.finish(&sent.name).await,
            Err(error) => Err(error),
        };
        let cited = DraftEvidence {
            method: text("method"),
            number: text("number"),
            at: text("at"),
            page: text("page").parse().ok(),
            ..DraftEvidence::default()
        };
        match received {
            Ok(received) => file = Some((received, cited)),
            Err(Error::Refused(refusal)) => errors.push(FieldError::new("file", refusal.0)),
            Err(other) => return Err(other.into()),
        }
    }
    if errors.is_empty() {
        let act = LinkEvidence {
            engagement,
            finding: id,
            version: text("version").parse().ok(),
            sentence: text("sentence").parse().ok(),
            evidence: typed_pieces(uploaded.value("numbers")),
            file,
        };
        match web.app().perform(&uploaded.ctx, &act).await {
            Ok(_) => return Ok(done(&address(id), "finding-linked")),
            Err(Error::Conflict { .. }) => {
                errors.push(FieldError::new("", Message::new("finding-link-overtaken")));
            }
            Err(error) => errors = faults(error)?,
        }
    }
    // An error of the pieces belongs to the field they were typed in.
    let field = |error: FieldError| match error.field.as_ref() {
        "evidence" => FieldError::new("numbers", error.message),
        _ => error,
    };
    let errors = errors.into_iter().map(field).collect();
    let found = web.app().finding(&uploaded.ctx, id).await?;
    Ok(unprocessable(page(&uploaded.view, &found, &uploaded.state(errors))).into_response())
}
