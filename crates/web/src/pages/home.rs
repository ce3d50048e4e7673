//! 我的待办: what waits for the reader, where to begin, today's head code. Each role finds what is its own to do;
//! the first steps leave the page once they are done.

mod figures;
mod schedule;
mod waiting;

use crate::components::{Button, Cols, Empty, Help, Item, Page, Panel, Tone, chip, cols, list, stack};
use crate::request::{Answer, Reader};
use crate::routes::{Needs, Routes};
use crate::{View, Web};
use app::overview::Overview;
use app::{Ctx, Error};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::permission::{Action, Scope};
use kernel::{Message, PageRequest};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    // Answers 200 to anyone: whoever is not signed in sees the page before the house.
    routes.get("/", Needs::Nothing, home)
}

/// One thing to do: the right it needs, its texts, where it is done, and by what it is known to be done.
struct Task {
    action: Action,
    title: &'static str,
    about: &'static str,
    href: &'static str,
    done: fn(&Overview) -> bool,
}

/// In the order in which an office begins.
const FIRST_STEPS: [Task; 4] = [
    Task {
        action: Action::UnitImport,
        title: "home-step-units",
        about: "home-step-units-about",
        href: "/units/import",
        done: |o| o.units,
    },
    Task {
        action: Action::InspectorChange,
        title: "home-step-inspectors",
        about: "home-step-inspectors-about",
        href: "/inspectors/import",
        done: |o| o.inspectors,
    },
    Task {
        action: Action::CoverageView,
        title: "home-step-coverage",
        about: "home-step-coverage-about",
        href: "/coverage",
        done: |o| o.rounds,
    },
    Task {
        action: Action::RoundPlan,
        title: "home-step-round",
        about: "home-step-round-about",
        href: "/rounds/new",
        done: |o| o.rounds,
    },
];

/// Looking after the system.
const UPKEEP: [Task; 3] = [
    Task {
        action: Action::AccountView,
        title: "home-step-users",
        about: "home-step-users-about",
        href: "/users",
        done: |_| false,
    },
    Task {
        action: Action::RulesetDraft,
        title: "home-step-rulesets",
        about: "home-step-rulesets-about",
        href: "/rulesets",
        done: |_| false,
    },
    Task {
        action: Action::JournalView,
        title: "home-step-journal",
        about: "home-step-journal-about",
        href: "/journal",
        done: |_| false,
    },
];

/// Most notices shown here; the rest is on their page.
const NOTICES: u32 = 5;

async fn home(State(web): State<Web>, reader: Reader) -> Answer<Response> {
    let v = &reader.view;
    match reader.ctx.signed() {
        Err(_) => return super::sign_in::door(&web, v).await,
        Ok(signed) if signed.must_change_password && !reader.view.practice => {
            return Ok(Redirect::to("/account/password").into_response());
        }
        Ok(signed) if signed.must_enrol => {
            return Ok(Redirect::to("/account/second-factor").into_response());
        }
        // Whoever works in a unit begins in its portal.
        Ok(_) if reader.ctx.works_outside() && reader.ctx.may(Action::PortalView, Scope::Global) => {
            return Ok(Redirect::to("/portal").into_response());
        }
        // Whoever only receives begins with what was handed over.
        Ok(_) if reader.ctx.works_outside() && reader.ctx.may(Action::ClueReceive, Scope::Global) => {
            return Ok(Redirect::to("/department").into_response());
        }
        Ok(_) => {}
    }
    let today = Message::new("home-lead").with("day", web.app().today());
    let overview = web.app().overview(&reader.ctx).await?;
    let waiting = waiting::panel(&reader.ctx, v, &overview);
    let figures = figures::Figures::load(&web, &reader.ctx).await?;
    let own = waiting::own(&web, &reader.ctx, v).await?;
    let steps = tasks(&reader.ctx, v, &FIRST_STEPS, Some(&overview));
    let upkeep = tasks(&reader.ctx, v, &UPKEEP, None);
    let nothing = steps.is_none() && upkeep.is_none() && waiting.is_none() && own.is_none();
    let nothing = nothing && figures.is_empty();
    let left = [
        figures.next(v),
        waiting,
        own,
        super::deadlines::nearest(&web, &reader.ctx, v).await?,
        notices(&web, &reader.ctx, v).await?,
        steps.map(|list| html! { (Panel::new(v.t("home-begin")).note(v.t("home-begin-note")).flush(list)) }),
        nothing.then(|| quiet(&reader.ctx, v)),
    ];
    let right = [
        figures.funnel(&reader.ctx, v),
        upkeep
            .map(|list| html! { (Panel::new(v.t("home-manage")).note(v.t("home-manage-note")).flush(list)) }),
        head(&web, v).await?,
    ];
    let below = [super::coverage::home_panel(&web, &reader.ctx, v).await?, figures.progress(v)];
    let below: Vec<Markup> = below.into_iter().flatten().collect();
    let below = (!below.is_empty()).then(|| cols(Cols::Two, below));
    let days = schedule::panel(&web, &reader.ctx, v).await?;
    let columns = [stack(left.into_iter().flatten()), stack(right.into_iter().flatten())];
    Ok(Page::new(v.t("home-title"))
        .lead(v.say(&today))
        .help(Help::new(v.t("home-help-what"), v.t("home-help-next")))
        .html(
            v,
            stack(figures.strip(v).into_iter().chain([cols(Cols::TwoOne, columns)]).chain(days).chain(below)),
        )
        .into_response())
}

/// The tasks whose right the reader has, as a list. Of steps the first that is not done is the page's primary one; once
/// all are done, they are no longer listed.
fn tasks(ctx: &Ctx, v: &View, tasks: &[Task], steps: Option<&Overview>) -> Option<Markup> {
    let mine: Vec<&Task> = tasks.iter().filter(|task| ctx.may(task.action, Scope::Global)).collect();
    let done = |task: &Task| steps.is_some_and(|overview| (task.done)(overview));
    let next = mine.iter().position(|task| !done(task))?;
    let items: Vec<Item> = mine
        .iter()
        .enumerate()
        .map(|(at, task)| {
            let item = Item::new(v.t(task.title), task.href).about(v.t(task.about));
            let button = Button::link(v.t("home-open"), task.href);
            match steps {
                None => item,
                Some(_) if done(task) => item.end(chip(Tone::Ok, &v.t("home-step-done"))),
                Some(_) if at == next => item.action(button.primary()),
                Some(_) => item.action(button),
            }
        })
        .collect();
    Some(list(&items))
}

async fn notices(web: &Web, ctx: &Ctx, v: &View) -> Result<Option<Markup>, Error> {
    let page = web.app().notices(ctx, &PageRequest { after: None, size: NOTICES }).await?;
    let items: Vec<Item> =
        page.items.iter().filter(|n| n.seen.is_none()).map(|n| super::notices::item(v, n)).collect();
    let panel = || {
        Panel::new(v.t("notice-title"))
            .flush(list(&items))
            .foot(html! { a href="/notices" { (v.t("notice-all")) } })
    };
    Ok((!items.is_empty()).then(|| html! { (panel()) }))
}

fn quiet(ctx: &Ctx, v: &View) -> Markup {
    let roles = ctx.signed().is_ok_and(|s| !s.roles().is_empty());
    let empty = if roles {
        Empty::new("check", v.t("home-nothing"), v.t("home-nothing-next"))
    } else {
        Empty::new("key", v.t("home-no-role"), v.t("home-no-role-next"))
            .action(Button::link(v.t("permission-title"), "/permissions"))
    };
    html! { (Panel::new(v.t("home-begin")).flush(html! { (empty) })) }
}

/// Today's head code, to be noted down; none before the day's first act was sealed.
async fn head(web: &Web, v: &View) -> Result<Option<Markup>, Error> {
    let head = web.app().day_head().await?;
    Ok(head.map(|head| {
        let code = head.code().to_string();
        html! { (Panel::new(v.t("home-today-head")).body(html! { p { code { (code) } } p.hint { (v.t("home-today-head-about")) } })) }
    }))
}
