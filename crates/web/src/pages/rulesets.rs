//! 规则库: the rules of each kind, what is in force today, every version, drafting and publishing.

mod body;
mod change;
mod difference;

use crate::components::{
    Button, Cols, Column, Crumb, Empty, Help, Note, Page, Panel, Row, Table, Tone, cell, chip, cols, facts,
    stack,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::{Ctx, Error, Stored};
use axum::extract::{Path, State};
use domain::permission::{Action, Scope};
use domain::ruleset::{Approver, Kind, Ruleset, State as Standing, in_force, newest};
use kernel::{Day, Message};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes
        .get("/rulesets", Needs::Right(Action::RulesetView), list)
        .get("/rulesets/{kind}", Needs::Right(Action::RulesetView), show_kind)
        .get("/rulesets/{kind}/{version}", Needs::Right(Action::RulesetView), show_version);
    change::routes(routes)
}

/// The version that acts follow on a day.
fn ruling(rulesets: &[Ruleset], kind: Kind, day: Day) -> Option<&Ruleset> {
    match kind {
        Kind::Calendar => newest(rulesets, kind),
        _ => in_force(rulesets, kind, day),
    }
}

/// The kind an address names.
fn kind_of(code: &str) -> Result<Kind, Error> {
    Kind::from_code(code).ok_or(Error::NotFound)
}

fn help(v: &View) -> Help {
    Help::new(v.t("ruleset-help-what"), v.t("ruleset-help-next"))
}

async fn list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let all = web.app().rulesets(&reader.ctx).await?;
    let rows = Kind::ALL.into_iter().map(|kind| kind_row(v, &all, kind));
    let columns =
        ["ruleset-kind", "ruleset-version", "ruleset-effective-from", "ruleset-draft", "ruleset-basis"]
            .map(|id| Column::new(v.t(id)));
    let table = Table::new(v.t("ruleset-title"), columns).rows(rows);
    Ok(Page::new(v.t("ruleset-title")).lead(v.t("ruleset-lead")).help(help(v)).html(
        v,
        html! { (Panel::new(v.t("ruleset-heading")).note(v.t("ruleset-note")).flush(table.html(v))) },
    ))
}

fn kind_row(v: &View, all: &[Ruleset], kind: Kind) -> Row {
    let ruling = ruling(all, kind, v.today());
    let draft = all.iter().any(|r| r.kind == kind && !r.is_published());
    let name = html! { a.main-link href=(address(kind)) { (v.say(&kind.label())) } };
    Row::new([
        cell(name),
        cell(ruling.map(|r| number(v, r)).unwrap_or_default()),
        cell(ruling.map(|r| v.day(r.effective_from)).unwrap_or_default()),
        cell(html! { @if draft { (chip(Tone::Warn, &v.t("ruleset-has-draft"))) } }),
        cell(ruling.map(|r| r.basis.clone()).unwrap_or_default()),
    ])
}

fn address(kind: Kind) -> String {
    format!("/rulesets/{}", kind.code())
}

fn number(v: &View, ruleset: &Ruleset) -> String {
    v.say(&Message::new("ruleset-number").with("version", ruleset.version))
}

fn crumbs(v: &View, kind: Option<Kind>) -> Vec<Crumb> {
    let kind = kind.map(|k| Crumb::new(v.say(&k.label()), address(k)));
    std::iter::once(Crumb::new(v.t("ruleset-title"), "/rulesets")).chain(kind).collect()
}

async fn show_kind(State(web): State<Web>, Path(code): Path<String>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let kind = kind_of(&code)?;
    let versions = web.app().ruleset_versions(&reader.ctx, kind).await?;
    let all: Vec<Ruleset> = versions.iter().map(|(r, _)| r.value.clone()).collect();
    let ruling = ruling(&all, kind, v.today());
    let content = match ruling {
        Some(ruleset) => html! { (own_place(v, ruleset)) (body::readable(v, ruleset)) },
        None => html! { (Empty::new("book", v.t("ruleset-none"), v.t("ruleset-none-next"))) },
    };
    let side = stack([html! { (versions_panel(v, kind, &versions, ruling)) }]);
    let mut page = Page::new(v.say(&kind.label())).crumbs(crumbs(v, None)).help(help(v));
    if let Some(ruleset) = ruling {
        let lead = Message::new("ruleset-in-force-lead").with("version", ruleset.version);
        page =
            page.lead(v.say(&lead.with("day", ruleset.effective_from).with("basis", ruleset.basis.as_str())));
    }
    if reader.ctx.may(Action::RulesetDraft, Scope::Global) {
        let drafted = all.iter().any(|r| !r.is_published());
        let label = v.t(if drafted { "ruleset-edit-draft" } else { "ruleset-new-version" });
        page = page.action(Button::link(label, format!("{}/draft", address(kind))).primary());
    }
    Ok(page.html(v, cols(Cols::ThreeOne, [content, side])))
}

/// Recusal by native place needs to know which county is one's own: said plainly while it is not.
fn own_place(v: &View, ruleset: &Ruleset) -> Markup {
    let missing = ruleset.kind == Kind::Recusal && ruleset.body.get("own_place").is_none_or(|p| p.is_null());
    html! { @if missing { (Note::new(Tone::Warn, v.t("ruleset-own-place-missing"))) } }
}

fn versions_panel(
    v: &View,
    kind: Kind,
    versions: &[(Stored<Ruleset>, Option<String>)],
    ruling: Option<&Ruleset>,
) -> Panel {
    let rows = versions.iter().map(|(r, _)| {
        let href = format!("{}/{}", address(kind), r.value.version);
        let standing = standing(v, r, ruling.is_some_and(|now| now.id == r.id));
        Row::new([
            cell(html! { a href=(href) { (number(v, r)) } br; small.muted { (v.day(r.effective_from)) } }),
            cell(standing),
        ])
    });
    let columns = ["ruleset-version", "ruleset-standing"].map(|id| Column::new(v.t(id)));
    Panel::new(v.t("ruleset-versions")).flush(Table::new(v.t("ruleset-versions"), columns).rows(rows).html(v))
}

fn standing(v: &View, ruleset: &Ruleset, rules: bool) -> Markup {
    if rules {
        chip(Tone::Ok, &v.t("ruleset-in-force"))
    } else if !ruleset.is_published() {
        chip(Tone::Warn, &v.t("ruleset-drafted"))
    } else if ruleset.effective_from > v.today() {
        chip(Tone::Info, &v.t("ruleset-to-come"))
    } else {
        chip(Tone::Mute, &v.t("ruleset-superseded"))
    }
}

async fn show_version(
    State(web): State<Web>,
    Path((code, version)): Path<(String, u32)>,
    reader: Reader,
) -> Answer<Html> {
    let v = &reader.view;
    let kind = kind_of(&code)?;
    let versions = web.app().ruleset_versions(&reader.ctx, kind).await?;
    Ok(one(&reader, v, kind, version, &versions, &crate::components::FormState::new())?)
}

/// The page of one version; `form` is the publishing form, as it came back where it did.
fn one(
    reader: &Reader,
    v: &View,
    kind: Kind,
    version: u32,
    versions: &[(Stored<Ruleset>, Option<String>)],
    form: &crate::components::FormState,
) -> Result<Html, Error> {
    let found = versions.iter().find(|(r, _)| r.value.version == version).ok_or(Error::NotFound)?;
    let (ruleset, approver) = found;
    let all: Vec<Ruleset> = versions.iter().map(|(r, _)| r.value.clone()).collect();
    let ruling = ruling(&all, kind, v.today());
    let rules = ruling.is_some_and(|now| now.id == ruleset.id);
    let before = all.iter().filter(|r| r.is_published() && r.version < version).max_by_key(|r| r.version);
    let mut parts = Vec::new();
    if let Some(before) = before {
        parts.push(html! { (difference::panel(v, before, ruleset)) });
    }
    parts.push(body::readable(v, ruleset));
    let mut side = vec![html! { (about(v, &reader.ctx, ruleset, approver.as_deref())) }];
    if !ruleset.is_published() {
        side.push(change::publish_panel(v, &reader.ctx, ruleset, form));
    }
    let mut page = Page::new(format!("{} {}", v.say(&kind.label()), number(v, ruleset)))
        .mark(standing(v, ruleset, rules))
        .crumbs(crumbs(v, Some(kind)))
        .help(help(v));
    if !ruleset.is_published() && reader.ctx.may(Action::RulesetDraft, Scope::Global) {
        page = page.action(Button::link(v.t("ruleset-edit-draft"), format!("{}/draft", address(kind))));
    }
    Ok(page.html(v, cols(Cols::ThreeOne, [stack(parts), stack(side)])))
}

fn about(v: &View, ctx: &Ctx, ruleset: &Ruleset, approver: Option<&str>) -> Panel {
    let mut pairs = vec![
        (v.t("ruleset-effective-from"), html! { (v.day(ruleset.effective_from)) }),
        (v.t("ruleset-basis"), html! { (ruleset.basis) }),
    ];
    if let Standing::Published { approver: how, on } = ruleset.state {
        let by = match how {
            Approver::Shipped => v.t("ruleset-shipped"),
            Approver::SetUp => v.t("ruleset-by-set-up"),
            Approver::Account(_) => approver.unwrap_or_default().to_owned(),
            Approver::Decision(_) => v.t("ruleset-by-decision"),
        };
        let by = match how {
            Approver::Decision(id) => html! { a href={ "/decisions/" (id) } { (by) } },
            Approver::Shipped | Approver::SetUp | Approver::Account(_) => html! { (by) },
        };
        pairs.push((v.t("ruleset-approver"), by));
        pairs.push((v.t("ruleset-published-on"), html! { (v.day(on)) }));
    }
    let panel = Panel::new(v.t("ruleset-about")).body(facts(pairs));
    if !ctx.may(Action::JournalView, Scope::System) {
        return panel;
    }
    let entries = format!("/journal?subject={}", ruleset.id);
    panel.foot(html! { a href=(entries) { (v.t("ruleset-in-journal")) } })
}

/// What a draft means, above its form and its page.
fn draft_note(v: &View) -> Note {
    Note::new(Tone::Info, v.t("ruleset-draft-note"))
}
