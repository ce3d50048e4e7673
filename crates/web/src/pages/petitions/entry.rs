//! Taking a petition in by keyboard, on one page: sensible beginnings, in the order in which a letter is read, and "save and
//! next". The same form corrects one that is not screened yet.

use super::address;
use crate::components::{Button, Choice, Crumb, Form, FormState, Help, Note, Page, Panel, Tone};
use crate::pages::fields::Fields;
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::petition::{CorrectPetition, Entry, PetitionFilter, RegisterPetition, Told};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::permission::Action;
use domain::petition::{Petition, PetitionRules, import::instant};
use kernel::{EngagementId, FieldError, Message, PageRequest, PetitionId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::PetitionRegister);
    routes
        .get("/petitions/new", needs, blank)
        .post("/petitions/new", needs, register)
        .get("/petitions/{petition}/correct", needs, filled)
        .post("/petitions/{petition}/correct", needs, correct)
}

/// What the form is for.
struct Sheet<'a> {
    engagement: EngagementId,
    unit: &'a str,
    rules: &'a PetitionRules,
    /// The petition that is corrected.
    corrects: Option<PetitionId>,
}

/// The engagement of the address; the reader's only one where it names none.
async fn engagement(web: &Web, ctx: &Ctx, v: &View) -> Result<Option<EngagementId>, Error> {
    if let Some(id) = v.address.get("engagement").and_then(|id| id.parse().ok()) {
        return Ok(Some(id));
    }
    let one = PageRequest { after: None, size: 1 };
    let list = web.app().petitions(ctx, &PetitionFilter::default(), &one).await?;
    Ok(list.desks.first().map(|d| d.engagement))
}

async fn blank(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let Some(engagement) = engagement(&web, ctx, v).await? else {
        return Ok(Redirect::to("/petitions").into_response());
    };
    let (unit, rules) = web.app().petition_rules(ctx, engagement).await?;
    let sheet = Sheet { engagement, unit: &unit, rules: &rules, corrects: None };
    let state = FormState::new()
        .with("channel", v.address.get("channel").unwrap_or("letter"))
        .with("received", written(v, v.now))
        .with("unit", unit.as_str());
    Ok(page(v, &sheet, &state).into_response())
}

/// An instant as the form writes and reads it.
fn written(v: &View, at: kernel::Timestamp) -> String {
    let local = at.local(v.offset);
    let day = at.day(v.offset);
    format!("{day} {:02}:{:02}", local.hour(), local.minute())
}

fn read(v: &View, pairs: &[(String, String)]) -> Result<Entry, Vec<FieldError>> {
    let mut fields = Fields::of(pairs);
    let received = instant(fields.text("received"), v.offset);
    if received.is_none() {
        let message = Message::new("petition-received-wrong").with("value", fields.text("received"));
        fields.errors.push(FieldError::new("received", message));
    }
    let people = match fields.text("people") {
        "" => None,
        _ => fields.number("people").map(u32::from),
    };
    let told = |name: &str| Told::from(fields.text(name).to_owned());
    let (reporter, contact) = (told("reporter"), told("contact"));
    let openers = fields.text("openers").split(['、', '，', ',', '；', ';', ' ']);
    let openers = openers.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let text = |name: &str| fields.text(name).to_owned();
    let entry = received.map(|received| Entry {
        channel: text("channel"),
        received,
        reporter,
        contact,
        people,
        openers,
        unit: text("unit"),
        subjects: text("subjects"),
        text: text("text"),
        disciplines: pairs.iter().filter(|(n, _)| n == "disciplines").map(|(_, c)| c.clone()).collect(),
    });
    match entry {
        Some(entry) if fields.errors.is_empty() => Ok(entry),
        _ => Err(fields.errors),
    }
}

async fn register(State(web): State<Web>, posted: Posted) -> Answer<Response> {
    let (v, ctx) = (&posted.view, &posted.ctx);
    let engagement: EngagementId = posted.value("engagement").parse().map_err(|_| Error::NotFound)?;
    let errors = match read(v, &posted.pairs) {
        Err(errors) => errors,
        Ok(entry) => match web.app().perform(ctx, &RegisterPetition { engagement, entry }).await {
            Ok(outcome) if posted.value("then") == "next" => {
                let _registered = outcome.done.petition;
                let channel = posted.value("channel");
                let to = format!("/petitions/new?engagement={engagement}&channel={channel}");
                return Ok(done(&to, "petition-registered"));
            }
            Ok(outcome) => return Ok(done(&address(outcome.done.petition), "petition-registered")),
            Err(error) => faults(error)?,
        },
    };
    let (unit, rules) = web.app().petition_rules(ctx, engagement).await?;
    let sheet = Sheet { engagement, unit: &unit, rules: &rules, corrects: None };
    Ok(unprocessable(page(v, &sheet, &posted.state(errors))).into_response())
}

/// The faults of fields, and a rule's refusal as a fault of the form as a whole; anything else is an error's page.
pub(super) fn faults(error: Error) -> Result<Vec<FieldError>, Error> {
    match error {
        Error::Invalid(errors) => Ok(errors),
        Error::Refused(refusal) => Ok(vec![FieldError::new("", refusal.0)]),
        Error::Conflict { .. } => Ok(vec![FieldError::new("", Message::new("petition-changed-meanwhile"))]),
        other => Err(other),
    }
}

/// The form as the record fills it. The reporter's fields stay empty: what is sealed is not shown here.
fn stored(v: &View, petition: &Petition) -> FormState {
    let content = &petition.content;
    let subjects: Vec<&str> = content.subjects.iter().map(|s| s.name.as_str()).collect();
    let state = FormState::new()
        .with("channel", content.channel.0.as_str())
        .with("received", written(v, content.received))
        .with("unit", content.unit_written.as_str())
        .with("subjects", subjects.join(&v.t("common-list-separator")))
        .with("text", content.text.as_str())
        .with("people", content.people.map(|n| n.to_string()).unwrap_or_default())
        .with("openers", content.openers.join(&v.t("common-list-separator")));
    content.disciplines.iter().fold(state, |state, d| state.with("disciplines", d.0.as_str()))
}

async fn filled(State(web): State<Web>, Path(id): Path<PetitionId>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let found = web.app().petition(ctx, id).await?;
    let state = stored(v, &found.petition).with("version", found.petition.version.to_string());
    let engagement = found.petition.engagement;
    let sheet = Sheet { engagement, unit: &found.unit, rules: &found.rules, corrects: Some(id) };
    Ok(page(v, &sheet, &state))
}

async fn correct(State(web): State<Web>, Path(id): Path<PetitionId>, posted: Posted) -> Answer<Response> {
    let (v, ctx) = (&posted.view, &posted.ctx);
    let engagement = web.app().petition_place(ctx, id).await?;
    let errors = match read(v, &posted.pairs) {
        Err(errors) => errors,
        Ok(entry) => {
            let version = posted.value("version").parse().ok();
            let act = CorrectPetition { engagement, petition: id, version, entry };
            match web.app().perform(ctx, &act).await {
                Ok(_) => return Ok(done(&address(id), "petition-corrected")),
                Err(error) => faults(error)?,
            }
        }
    };
    let found = web.app().petition(ctx, id).await?;
    let sheet = Sheet { engagement, unit: &found.unit, rules: &found.rules, corrects: Some(id) };
    Ok(unprocessable(page(v, &sheet, &posted.state(errors))).into_response())
}

fn page(v: &View, sheet: &Sheet<'_>, state: &FormState) -> Html {
    let title = v.t(if sheet.corrects.is_some() { "petition-correct" } else { "petition-register" });
    let action = match sheet.corrects {
        Some(id) => format!("{}/correct", address(id)),
        None => "/petitions/new".to_owned(),
    };
    let mut form = Form::post(action, state)
        .hidden("engagement", sheet.engagement.to_string())
        .body(html! { (what(v, sheet, state)) (who(v, sheet, state)) });
    if sheet.corrects.is_some() {
        form = form
            .hidden("version", state.value("version").to_owned())
            .button(Button::submit(v.t("petition-save")).primary().icon("check"));
    } else {
        form = form
            .button(Button::submit(v.t("petition-save")).primary().icon("check"))
            .button(Button::submit(v.t("petition-save-next")).sends("then", "next"));
    }
    let body = html! { (Panel::new(sheet.unit.to_owned()).body(form.html(v))) };
    Page::new(title)
        .crumbs([Crumb::new(v.t("petition-title"), "/petitions")])
        .help(Help::new(v.t("petition-entry-help-what"), v.t("petition-entry-help-next")))
        .html(v, body)
}

/// How it came and what it says.
fn what(v: &View, sheet: &Sheet<'_>, state: &FormState) -> Markup {
    let rules = sheet.rules;
    let channels = rules.channels.iter().map(|c| Choice::new(c.code.0.as_str(), c.name.get(v.lang)));
    let disciplines =
        rules.disciplines.iter().map(|(code, name)| Choice::new(code.0.as_str(), name.get(v.lang)));
    html! {
        (state.text("channel", v.t("petition-channel")).radios(channels).wide().html(v))
        (state.text("received", v.t("petition-received")).example("2025-09-08 10:52").html(v))
        (state.text("unit", v.t("petition-unit")).optional().longest(200).html(v))
        (state.text("text", v.t("petition-text")).area(8).focus().wide().html(v))
        (state.text("subjects", v.t("petition-subjects")).hint(v.t("petition-subjects-hint")).optional().longest(200).html(v))
        (state.text("people", v.t("petition-people")).hint(v.t("petition-people-hint")).number().optional().html(v))
        (state.text("openers", v.t("petition-openers")).hint(v.t("petition-openers-hint")).optional().longest(200).html(v))
        (state.text("disciplines", v.t("petition-disciplines")).checks(disciplines).optional().wide().html(v))
    }
}

/// Who wrote: sealed at once.
fn who(v: &View, sheet: &Sheet<'_>, state: &FormState) -> Markup {
    let kept = sheet.corrects.map(|_| Note::new(Tone::Info, v.t("petition-identity-kept")));
    html! {
        @if let Some(note) = kept { (note) }
        (state.text("reporter", v.t("petition-reporter-name")).hint(v.t("petition-reporter-hint"))
            .optional().longest(100).complete("off").html(v))
        (state.text("contact", v.t("petition-contact")).optional().longest(100).complete("off").html(v))
    }
}
