//! 我的待办: what waits for the reader, and where to begin.

use crate::components::{Button, Help, Item, Page, Panel, list, stack};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{Html, Web};
use axum::extract::State;
use domain::permission::{Action, Scope};
use kernel::Message;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/", Needs::Account, home)
}

/// One first step: the right it needs, its texts, where it is done.
struct FirstStep {
    action: Action,
    title: &'static str,
    about: &'static str,
    href: &'static str,
}

/// In the order in which an office begins.
const FIRST_STEPS: [FirstStep; 4] = [
    FirstStep {
        action: Action::UnitImport,
        title: "home-step-units",
        about: "home-step-units-about",
        href: "/units/import",
    },
    FirstStep {
        action: Action::InspectorChange,
        title: "home-step-inspectors",
        about: "home-step-inspectors-about",
        href: "/inspectors/import",
    },
    FirstStep {
        action: Action::CoverageView,
        title: "home-step-coverage",
        about: "home-step-coverage-about",
        href: "/coverage",
    },
    FirstStep {
        action: Action::RoundPlan,
        title: "home-step-round",
        about: "home-step-round-about",
        href: "/rounds/new",
    },
];

async fn home(State(web): State<Web>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let steps: Vec<Item> = FIRST_STEPS
        .iter()
        .filter(|step| reader.ctx.may(step.action, Scope::Global))
        .map(|step| {
            Item::new(v.t(step.title), step.href)
                .about(v.t(step.about))
                .action(Button::link(v.t("home-open"), step.href).small().about(v.t(step.title)))
        })
        .collect();
    let begin = (!steps.is_empty())
        .then(|| Panel::new(v.t("home-begin")).note(v.t("home-begin-note")).flush(list(&steps)));
    let today = Message::new("home-lead").with("day", web.app().today());
    Ok(Page::new(v.t("home-title"))
        .lead(v.say(&today))
        .help(Help::new(v.t("home-help-what"), v.t("home-help-next")))
        .html(v, stack(begin.map(|p| maud::html! { (p) }))))
}
