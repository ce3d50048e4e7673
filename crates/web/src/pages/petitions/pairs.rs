//! Likely duplicates (H7): those that wait to be looked at, and two side by side with what both hold marked; merging into
//! either, or noting that they are two matters.

use super::entry::faults;
use super::{address, words};
use crate::components::{
    Button, Choice, Compare, CompareRow, Crumb, Empty, Form, FormState, Help, Item, Note, Page, Panel, Tone,
    chip, list, stack,
};
use crate::request::{Answer, Posted, Reader, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Error;
use app::petition::{CompareAgain, KeepApart, MergePetitions, Twins};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::permission::Action;
use domain::petition::Petition;
use kernel::{EngagementId, FieldError, Message, PetitionId};
use maud::html;

pub(super) fn routes(routes: Routes) -> Routes {
    let handle = Needs::Right(Action::PetitionHandle);
    routes
        .get("/petitions/pairs", Needs::Right(Action::PetitionView), waiting)
        .get("/petitions/pairs/{petition}/{other}", Needs::Right(Action::PetitionView), side_by_side)
        .post("/petitions/pairs/{petition}/{other}/merge", handle, merge)
        .post("/petitions/pairs/{petition}/{other}/apart", handle, apart)
        .post("/petitions/pairs/{petition}/{other}/again", handle, again)
}

fn pair_address(one: PetitionId, other: PetitionId) -> String {
    format!("/petitions/pairs/{one}/{other}")
}

async fn waiting(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let (v, ctx) = (&reader.view, &reader.ctx);
    let engagement: EngagementId =
        v.address.get("engagement").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    let pairs = web.app().petition_pairs(ctx, engagement).await?;
    let items: Vec<Item> = pairs
        .iter()
        .map(|pair| {
            let why: Vec<String> = pair.common.why.iter().map(|m| v.say(m)).collect();
            let title = Message::new("petition-pair-title")
                .with("one", pair.one.number.as_str())
                .with("other", pair.other.number.as_str());
            Item::new(v.say(&title), pair_address(pair.one.id, pair.other.id))
                .about(why.join(" "))
                .end(chip(Tone::Mute, &v.percent(pair.score, 1_000)))
        })
        .collect();
    let body = if items.is_empty() {
        html! { (Empty::new("search", v.t("petition-pairs-none"), v.t("petition-pairs-none-next"))) }
    } else {
        list(&items)
    };
    let count = Message::new("petition-pairs-count").with("count", items.len());
    let panel = Panel::new(v.t("petition-pairs")).note(v.say(&count)).flush(body);
    Ok(Page::new(v.t("petition-pairs"))
        .crumbs([Crumb::new(v.t("petition-title"), format!("/petitions?engagement={engagement}"))])
        .help(Help::new(v.t("petition-pairs-help-what"), v.t("petition-pairs-help-next")))
        .html(v, html! { (panel) }))
}

async fn side_by_side(
    State(web): State<Web>,
    Path((one, other)): Path<(PetitionId, PetitionId)>,
    reader: Reader,
) -> Answer<Html> {
    let twins = web.app().petition_twins(&reader.ctx, one, other).await?;
    Ok(page(&reader.view, &twins, &FormState::new()))
}

fn page(v: &View, twins: &Twins, state: &FormState) -> Html {
    let (one, other) = (&twins.one, &twins.other);
    let words_common = &twins.common.words;
    let about = |p: &Petition| {
        let channel = words::channel(v, &twins.rules, &p.content.channel.0);
        format!("{channel} · {}", v.datetime(p.content.received))
    };
    let name = |p: &Petition| p.number.clone();
    let subjects = |p: &Petition| {
        let names: Vec<&str> = p.content.subjects.iter().map(|s| s.name.as_str()).collect();
        names.join(&v.t("common-list-separator"))
    };
    let marked = |text: &str| words::marked(text, words_common);
    let same = |a: &str, b: &str| a == b;
    let (s1, s2) = (subjects(one), subjects(other));
    let rows = vec![
        CompareRow::text(v.t("petition-unit"), &one.content.unit_written, &other.content.unit_written),
        CompareRow::new(v.t("petition-subjects"), marked(&s1), marked(&s2), same(&s1, &s2)),
        CompareRow::new(
            v.t("petition-text"),
            marked(&one.content.text),
            marked(&other.content.text),
            same(&one.content.text, &other.content.text),
        ),
        CompareRow::new(
            v.t("petition-standing"),
            words::standing(v, one.standing()),
            words::standing(v, other.standing()),
            one.standing() == other.standing(),
        ),
    ];
    let why: Vec<String> = twins.common.why.iter().map(|m| v.say(m)).collect();
    let lead = if why.is_empty() {
        Note::new(Tone::Info, v.t("petition-pair-unlike"))
    } else {
        Note::new(Tone::Info, html! { ul { @for reason in &why { li { (reason) } } } })
            .lead(v.t("petition-pair-why"))
    };
    let compare = Compare::new((name(one), about(one)), (name(other), about(other)), rows).html(v);
    let title = Message::new("petition-pair-title").with("one", name(one)).with("other", name(other));
    let body = stack([
        html! { (lead) },
        html! { (Panel::new(v.t("petition-compared")).flush(compare)) },
        html! { (decision(v, twins, state)) },
    ]);
    let engagement = one.engagement;
    Page::new(v.say(&title))
        .crumbs([
            Crumb::new(v.t("petition-title"), format!("/petitions?engagement={engagement}")),
            Crumb::new(v.t("petition-pairs"), format!("/petitions/pairs?engagement={engagement}")),
        ])
        .action(Button::link(name(one), address(one.value.id)))
        .action(Button::link(name(other), address(other.value.id)))
        .help(Help::new(v.t("petition-pair-help-what"), v.t("petition-pair-help-next")))
        .html(v, body)
}

/// One matter or two: both ask why.
fn decision(v: &View, twins: &Twins, state: &FormState) -> Panel {
    let (one, other) = (&twins.one, &twins.other);
    let at = pair_address(one.value.id, other.value.id);
    if let Some(apart) = &twins.apart {
        let form = Form::post(format!("{at}/again"), &FormState::new())
            .button(Button::submit(v.t("petition-compare-again")))
            .html(v);
        let body = html! { p { (apart.why) } (form) };
        return Panel::new(v.t("petition-are-apart")).body(body);
    }
    let merged = one.merged.is_some() || other.merged.is_some();
    if merged {
        return Panel::new(v.t("petition-are-merged"))
            .body(html! { p { (v.t("petition-are-merged-next")) } });
    }
    let keep = [
        Choice::new(one.value.id.to_string(), one.number.as_str()).hint(v.t("petition-keep-hint")),
        Choice::new(other.value.id.to_string(), other.number.as_str()),
    ];
    let state = if state.value("keep").is_empty() {
        state.clone().with("keep", one.value.id.to_string())
    } else {
        state.clone()
    };
    let form = Form::post(format!("{at}/merge"), &state)
        .hidden("one", one.version.to_string())
        .hidden("other", other.version.to_string())
        .body(html! {
            (state.text("keep", v.t("petition-keep")).radios(keep).wide().html(v))
            (state.text("why", v.t("petition-pair-reason")).longest(300).wide().html(v))
        })
        .button(Button::submit(v.t("petition-merge")).primary())
        .button(Button::submit(v.t("petition-keep-apart")).to(format!("{at}/apart")));
    Panel::new(v.t("petition-one-or-two")).note(v.t("petition-one-or-two-note")).body(form.html(v))
}

/// The page again, with what was typed.
async fn back(
    web: &Web,
    posted: &Posted,
    (one, other): (PetitionId, PetitionId),
    errors: Vec<FieldError>,
) -> Answer<Response> {
    let twins = web.app().petition_twins(&posted.ctx, one, other).await?;
    Ok(unprocessable(page(&posted.view, &twins, &posted.state(errors))).into_response())
}

async fn merge(
    State(web): State<Web>,
    Path((one, other)): Path<(PetitionId, PetitionId)>,
    posted: Posted,
) -> Answer<Response> {
    let engagement = web.app().petition_place(&posted.ctx, one).await?;
    let keeps_other = posted.value("keep") == other.to_string();
    let (petition, into, version) =
        if keeps_other { (one, other, posted.value("one")) } else { (other, one, posted.value("other")) };
    let version = version.parse().ok();
    let why = posted.value("why").to_owned();
    match web.app().perform(&posted.ctx, &MergePetitions { engagement, petition, into, version, why }).await {
        Ok(_) => Ok(done(&address(into), "petition-merged-done")),
        Err(error) => back(&web, &posted, (one, other), faults(error)?).await,
    }
}

async fn apart(
    State(web): State<Web>,
    Path((petition, other)): Path<(PetitionId, PetitionId)>,
    posted: Posted,
) -> Answer<Response> {
    let engagement = web.app().petition_place(&posted.ctx, petition).await?;
    let why = posted.value("why").to_owned();
    match web.app().perform(&posted.ctx, &KeepApart { engagement, petition, other, why }).await {
        Ok(_) => Ok(done(&format!("/petitions/pairs?engagement={engagement}"), "petition-kept-apart")),
        Err(error) => back(&web, &posted, (petition, other), faults(error)?).await,
    }
}

async fn again(
    State(web): State<Web>,
    Path((petition, other)): Path<(PetitionId, PetitionId)>,
    posted: Posted,
) -> Answer<Response> {
    let engagement = web.app().petition_place(&posted.ctx, petition).await?;
    web.app().perform(&posted.ctx, &CompareAgain { engagement, petition, other }).await?;
    Ok(done(&pair_address(petition, other), "petition-compared-again"))
}
