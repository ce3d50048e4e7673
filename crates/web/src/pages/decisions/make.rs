//! Making a decision: recorded from paper by the office, or decided in one's own session with the password again.

use super::subject;
use crate::components::{Button, Choice, Crumb, Form, FormState, Help, Note, Page, Panel, Tone, stack};
use crate::pages::fields::{Fields, coded};
use crate::request::{Answer, Posted, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::decision::{Decide, RecordFromPaper, Subject};
use app::file::Received;
use app::{Ctx, Error};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::file::Limits;
use domain::permission::Action;
use kernel::{FieldError, Message, RecordId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    // Who may decide is the act's to say: a plan and an authorisation are two rights of one role.
    let (record, decide) = (Needs::Right(Action::DecisionRecord), Needs::Right(Action::RoundApprove));
    let most = routes.one_file();
    routes
        .get("/decisions/new", record, ask_paper)
        .upload("/decisions/new", record, most, save_paper)
        .get("/decisions/decide", decide, ask_own)
        .post("/decisions/decide", decide, save_own)
}

/// What is to be decided, as the address or the form names it.
struct Asked {
    about: Subject,
    /// Each with what it is called.
    questions: Vec<(RecordId, String)>,
}

async fn asked<'p>(
    web: &Web,
    ctx: &Ctx,
    pairs: impl Iterator<Item = (&'p str, &'p str)> + Send,
) -> Result<Asked, Error> {
    let (mut about, mut ids) = (None, Vec::new());
    for (name, value) in pairs {
        match name {
            "about" => about = coded(value),
            "id" => ids.extend(value.parse::<RecordId>().ok()),
            _ => {}
        }
    }
    let about = about.ok_or(Error::NotFound)?;
    let questions = web.app().questions(ctx, about, &ids).await?;
    if questions.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(Asked { about, questions })
}

fn posted_pairs(pairs: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()))
}

/// Yes or no, as the person chose it: nothing is chosen beforehand.
fn chosen(typed: &str) -> Result<bool, FieldError> {
    match typed {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(FieldError::new("approved", Message::new("decision-answer-missing"))),
    }
}

/// What the questions are, and the hidden fields that name them.
fn questions(v: &View, asked: &Asked) -> Markup {
    html! { div.field data-wide {
        p { (v.t(subject(asked.about))) }
        ul { @for (_, label) in &asked.questions { li { (label) } } }
        @for (id, _) in &asked.questions { input type="hidden" name="id" value=(id); }
        input type="hidden" name="about" value=(asked.about.kind());
    } }
}

async fn ask_paper(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let asked = asked(&web, &reader.ctx, v.address.pairs()).await?;
    Ok(paper_page(v, &asked, &FormState::new()))
}

fn head(v: &View, title: &str) -> Page {
    Page::new(v.t(title))
        .crumbs([Crumb::new(v.t("decision-title"), "/decisions")])
        .help(Help::new(v.t("decision-make-help-what"), v.t("decision-make-help-next")))
}

fn answers(v: &View) -> [Choice; 2] {
    [Choice::new("yes", v.t("decision-approved")), Choice::new("no", v.t("decision-refused"))]
}

fn paper_page(v: &View, asked: &Asked, state: &FormState) -> Html {
    let form = Form::post("/decisions/new", state)
        .multipart()
        .body(html! {
            (questions(v, asked))
            (state.text("approved", v.t("decision-answer")).segment(answers(v)).html(v))
            (state.text("decided_on", v.t("decision-on")).date().html(v))
            (state.text("decided_by", v.t("decision-by-name")).hint(v.t("decision-by-hint")).longest(60).html(v))
            (state.text("post", v.t("decision-post")).optional().longest(60).html(v))
            (state.text("number", v.t("decision-number")).optional().longest(60).html(v))
            (state.text("wording", v.t("decision-wording")).area(3).hint(v.t("decision-wording-hint")).html(v))
            (state.text("scan", v.t("decision-scan")).file(".pdf,.png,.jpg,.jpeg").html(v))
        })
        .button(Button::submit(v.t("decision-record")).primary());
    let note = Note::new(Tone::Info, v.t("decision-paper-note"));
    let panel = Panel::new(v.t("decision-record")).body(form.html(v));
    head(v, "decision-record").html(v, stack([html! { (note) }, html! { (panel) }]))
}

async fn receive(web: &Web, uploaded: &Uploaded) -> Result<Option<Received>, Error> {
    let Some(file) = uploaded.file("scan") else { return Ok(None) };
    let receiving = web.app().receive_file(None, Limits::default()).await?;
    Ok(Some(receiving.push(file.bytes.clone()).await?.finish(&file.name).await?))
}

async fn save_paper(State(web): State<Web>, uploaded: Uploaded) -> Answer<Response> {
    let asked = asked(&web, &uploaded.ctx, posted_pairs(&uploaded.pairs)).await?;
    let mut fields = Fields::of(&uploaded.pairs);
    let decided_on = fields.day("decided_on");
    let scan = match receive(&web, &uploaded).await {
        Ok(scan) => scan,
        Err(Error::Refused(refusal)) => {
            fields.errors.push(FieldError::new("scan", refusal.0));
            None
        }
        Err(other) => return Err(other.into()),
    };
    let approved = chosen(fields.text("approved")).map_err(|error| fields.errors.push(error)).ok();
    let text = |name: &str| fields.text(name).to_owned();
    let errors = match (decided_on, approved) {
        (Some(decided_on), Some(approved)) if fields.errors.is_empty() => {
            let act = RecordFromPaper {
                about: asked.about,
                ids: asked.questions.iter().map(|(id, _)| *id).collect(),
                approved,
                decider: text("decided_by"),
                post: text("post"),
                decided_on,
                number: text("number"),
                wording: text("wording"),
                scan,
            };
            match web.app().perform(&uploaded.ctx, &act).await {
                Ok(made) => return Ok(ended(made.done.decisions.first(), made.done.in_effect)),
                Err(Error::Invalid(errors)) => errors,
                Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
                Err(other) => return Err(other.into()),
            }
        }
        _ => fields.errors,
    };
    Ok(unprocessable(paper_page(&uploaded.view, &asked, &uploaded.state(errors))).into_response())
}

fn ended(first: Option<&kernel::DecisionId>, in_effect: bool) -> Response {
    let to = first.map_or_else(|| "/decisions".to_owned(), |id| format!("/decisions/{id}"));
    done(&to, if in_effect { "decision-made" } else { "decision-recorded" })
}

async fn ask_own(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let asked = asked(&web, &reader.ctx, v.address.pairs()).await?;
    Ok(own_page(v, &asked, &FormState::new()))
}

fn own_page(v: &View, asked: &Asked, state: &FormState) -> Html {
    let form = Form::post("/decisions/decide", state)
        .body(html! {
            (questions(v, asked))
            (state.text("approved", v.t("decision-answer")).segment(answers(v)).html(v))
            (state.text("reason", v.t("decision-reason")).hint(v.t("decision-reason-hint")).optional().longest(200).html(v))
            (state.text("password", v.t("decision-password")).password().complete("current-password").html(v))
        })
        .button(Button::submit(v.t("decision-decide")).primary());
    head(v, "decision-decide").html(v, html! { (Panel::new(v.t("decision-decide")).body(form.html(v))) })
}

async fn save_own(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    let asked = asked(&web, &posted.ctx, posted_pairs(&posted.pairs)).await?;
    let errors = match chosen(posted.value("approved")) {
        Err(error) => vec![error],
        Ok(approved) => {
            let act = Decide {
                about: asked.about,
                ids: asked.questions.iter().map(|(id, _)| *id).collect(),
                approved,
                reason: posted.value("reason").to_owned(),
                password: posted.value("password").to_owned(),
            };
            match web.app().perform(&posted.ctx, &act).await {
                Ok(made) => return Ok(ended(made.done.decisions.first(), made.done.in_effect)),
                Err(Error::Invalid(errors)) => errors,
                Err(Error::Refused(refusal)) => vec![FieldError::new("", refusal.0)],
                Err(other) => return Err(other.into()),
            }
        }
    };
    Ok(unprocessable(own_page(&posted.view, &asked, &posted.state(errors))).into_response())
}
