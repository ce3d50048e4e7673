//! Decisions (A7): the list, one with its check, recording one from paper, deciding in one's own session.

mod make;
mod one;

use crate::components::{
    Button, Column, Crumb, Empty, Help, Item, Page, Pager, Panel, Row, Table, Tone, cell, chip, list,
    page_request,
};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web};
use app::Stored;
use app::decision::{Decided, Subject};
use axum::extract::State;
use domain::decision::DecidedBy;
use domain::permission::{Action, Role};
use kernel::Message;
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes.get("/decisions", Needs::Right(Action::RoundView), show_list);
    one::routes(make::routes(routes))
}

async fn show_list(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let waiting = v.address.get("waiting") == Some("1");
    let request = page_request(v);
    let found = web.app().decisions(&reader.ctx, waiting, &request).await?;
    let columns = [
        Column::new(v.t("decision-about")).heads_row(),
        Column::new(v.t("decision-answer")).one_line(),
        Column::new(v.t("decision-by")),
        Column::new(v.t("decision-on")).one_line(),
        Column::new(v.t("decision-how")).one_line(),
    ];
    let table = Table::new(v.t("decision-list"), columns)
        .rows(found.items.iter().map(|d| row(v, d)))
        .empty(Empty::new("stamp", v.t("decision-empty"), v.t("decision-empty-next")));
    let filter =
        crate::components::Filters::new("/decisions").tick("waiting", v.t("decision-only-waiting"), waiting);
    let body = html! { (filter.html(v)) (table.html(v)) (Pager::keyset(found.next.as_ref()).html(v)) };
    Ok(Page::new(v.t("decision-title"))
        .lead(v.t("decision-lead"))
        .crumbs([Crumb::new(v.t("round-title"), "/rounds")])
        .help(Help::new(v.t("decision-help-what"), v.t("decision-help-next")))
        .html(v, html! { (Panel::new(v.t("decision-list")).flush(body).fill()) }))
}

fn row(v: &View, decided: &Stored<Decided>) -> Row {
    let name = html! {
        a.main-link href={ "/decisions/" (decided.decision.id) } { (decided.label) }
        " " small.muted { (v.t(subject(decided.about))) }
    };
    Row::new([
        name,
        answer(v, decided),
        cell(decider(v, decided)),
        cell(v.day(decided.decided_on)),
        cell(how(v, decided)),
    ])
}

/// What kind of thing a decision is about.
const fn subject(about: Subject) -> &'static str {
    match about {
        Subject::Round => "decision-about-round",
        Subject::Authorisation => "decision-about-authorisation",
        Subject::Ruleset => "decision-about-ruleset",
        Subject::Clue => "decision-about-clue",
        Subject::Matter => "decision-about-matter",
        Subject::Petition => "decision-about-petition",
        Subject::Feedback => "decision-about-feedback",
        Subject::Item => "decision-about-item",
        Subject::Measure => "decision-about-measure",
        Subject::Reminder => "decision-about-reminder",
    }
}

/// Yes or no.
fn answer(v: &View, decided: &Decided) -> Markup {
    if decided.approved {
        chip(Tone::Ok, &v.t("decision-approved"))
    } else {
        chip(Tone::Late, &v.t("decision-refused"))
    }
}

/// Who decided. A decision made in the program names the role it was made in.
fn decider(v: &View, decided: &Decided) -> String {
    match &decided.decided_by {
        DecidedBy::Body { name } => name.clone(),
        DecidedBy::Person { name, post, .. } => {
            let post = Role::from_code(post).map_or_else(|| post.clone(), |role| v.t(role.message_id()));
            v.say(&Message::new("common-with-detail").with("name", name.as_str()).with("detail", post))
        }
    }
}

/// In the program, or from paper and whether it was checked.
fn how(v: &View, decided: &Decided) -> String {
    decided.remark().map_or_else(|| v.t("decision-in-program"), |remark| v.say(&remark))
}

/// The decisions of a record on its page.
pub(super) fn decisions_panel(v: &View, all: &[Stored<Decided>]) -> Panel {
    let items: Vec<Item> = all
        .iter()
        .map(|d| {
            let about = format!("{} · {} · {}", decider(v, d), v.day(d.decided_on), how(v, d));
            Item::new(d.label.clone(), format!("/decisions/{}", d.decision.id)).about(about).end(answer(v, d))
        })
        .collect();
    let panel = Panel::new(v.t("decision-title"));
    if items.is_empty() {
        return panel.flush(html! { (Empty::new("stamp", v.t("decision-none"), v.t("decision-none-next"))) });
    }
    panel.flush(list(&items)).foot(html! { (Button::link(v.t("decision-all"), "/decisions").small()) })
}
